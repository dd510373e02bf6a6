#!/usr/bin/env python3
"""Records what CPython answers to changed programs, in the format of tests/conformance/README.md.

    python3 tests/record/changed.py DSL TASKS OUT [--seed 1] [--programs 400]

DSL is a checkout of the ARC DSL (the folder with dsl.py, constants.py and solvers.py), TASKS a folder of task files,
OUT a folder for programs.jsonl. Needs CPython 3.13 or newer on a 64-bit machine.

Random programs hardly ever do anything useful with what they have; these are public solvers with one to eight changes,
so that objects, neighbors and periods are met as candidates meet them. Each runs on inputs of its own task, on one of
another, and on small random grids. What is left out and why is said in record.py.
"""
import argparse
import ast
import copy
import functools
import json
import pathlib
import random
import sys

from record import Dsl, TooLong, Unwritable, answers, canonical, digest, limited

# An evaluation that CPython ends within this time should end within the engine's limits, too.
SECONDS = 5.0
# A program that takes longer than this gets no further changes, for each has to be tried.
TRIAL = 1.0
# Of its own task, of other tasks, and small random grids. Each task has three and more.
OWN, OTHERS, SMALL = 3, 1, 2


def parsed(node):
    """An expression as nested lists: a call is a list of what is called and its arguments, all else a text."""
    return [parsed(node.func), *map(parsed, node.args)] if isinstance(node, ast.Call) else ast.unparse(node)


def written(expression):
    if isinstance(expression, str):
        return expression
    called, *arguments = map(written, expression)
    return f"{called}({', '.join(arguments)})"


def places(parent, index=1):
    """Each part of an expression, as a list and an index in it; the second item of a line is its expression."""
    yield parent, index
    if isinstance(parent[index], list):
        for inner in range(len(parent[index])):
            yield from places(parent[index], inner)


class Changes:
    """A solver's lines, each a target with an expression, and what may be changed in them."""

    def __init__(self, rng, dsl, lines):
        self.rng, self.dsl, self.lines = rng, dsl, copy.deepcopy(lines)

    def anything(self, number):
        """Something that a line may name."""
        rng = self.rng
        return rng.choice([
            self.earlier(number), self.earlier(number), self.earlier(number), rng.choice(list(self.dsl.constants)),
            rng.choice(self.dsl.names), str(rng.randint(-3, 12)), rng.choice(["None", "True", "()", "(2, 1)", "-2", "30"]),
        ])  # fmt: skip

    def earlier(self, number):
        return self.rng.choice(["I", *(target for target, _ in self.lines[:number])])

    def change(self):
        number = self.rng.randrange(len(self.lines))
        self.rng.choice([
            self.rename, self.rename, self.call_another, self.call_another, self.call_another, self.swap,
            self.exchange_constant, self.delete, self.double, self.wrap,
        ])(number)  # fmt: skip

    def some(self, number, fits):
        """A place of a line whose part fits, if there is any."""
        found = [(parent, index) for parent, index in places(self.lines[number]) if fits(parent[index])]
        return self.rng.choice(found) if found else (None, 0)

    def rename(self, number):
        variables = {"I", *(target for target, _ in self.lines)}
        parent, index = self.some(number, lambda part: isinstance(part, str) and part in variables)
        if parent:
            parent[index] = self.earlier(number)

    def call_another(self, number):
        rng = self.rng
        parent, index = self.some(number, lambda part: isinstance(part, str) and part in self.dsl.functions)
        if not parent:
            return
        arity = len(self.dsl.kinds[parent[index]])
        parent[index] = rng.choice(self.dsl.of_arity[arity] if rng.random() < 0.6 else self.dsl.names)
        # The head of a call gets as many arguments as it takes, as a rule.
        if index == 0 and rng.random() < 0.9:
            arity = len(self.dsl.kinds[parent[0]])
            parent[1:] = (parent[1:] + [self.anything(number) for _ in range(arity)])[:arity]

    def swap(self, number):
        parent, index = self.some(number, lambda part: isinstance(part, list) and len(part) > 2)
        if parent:
            call = parent[index]
            a, b = self.rng.sample(range(1, len(call)), 2)
            call[a], call[b] = call[b], call[a]

    def exchange_constant(self, number):
        parent, index = self.some(number, lambda part: isinstance(part, str) and part in self.dsl.constants)
        if parent:
            parent[index] = self.rng.choice([self.rng.choice(list(self.dsl.constants)), self.anything(number)])

    def delete(self, number):
        if number < len(self.lines) - 1:
            target, _ = self.lines.pop(number)
            self.replace(target, lambda: self.earlier(number), number, 1)

    def double(self, number):
        """Puts a changed copy behind a line, for some of those who use the line."""
        target, expression = self.lines[number]
        if target != "return":
            another = f"y{len(self.lines)}"
            self.lines.insert(number + 1, [another, copy.deepcopy(expression)])
            self.rng.choice([self.rename, self.call_another, self.swap, self.exchange_constant])(number + 1)
            self.replace(target, lambda: another, number + 2, 0.5)

    def replace(self, target, make, number, share):
        for line in self.lines[number:]:
            for parent, index in list(places(line)):
                if parent[index] == target and self.rng.random() < share:
                    parent[index] = make()

    def wrap(self, number):
        rng = self.rng
        parent, index = self.some(number, lambda part: True)
        if parent is not self.lines[number] and index == 0:
            return  # Only a name can be called.
        name = rng.choice(self.dsl.names)
        if parent[index] in self.dsl.names and rng.random() < 0.8:
            name = rng.choice([name for name in self.dsl.names if self.dsl.kinds[name][0] == "Callable"])
        call = [name, *(self.anything(number) for _ in self.dsl.kinds[name])]
        fitting = 1 if self.dsl.kinds[name][0] == "Callable" else rng.randrange(1, len(call))
        call[fitting] = parent[index]
        parent[index] = call


def changed(rng, dsl, lines, rows):
    """A solver's lines after some changes, most of which leave it running on an input."""
    running = True
    for _ in range(rng.randint(1, 8)):
        for _ in range(12):
            changes = Changes(rng, dsl, lines)
            changes.change()
            if changes.lines == lines:
                continue
            try:
                _, error = values_of(dsl, changes.lines, rows, TRIAL)
            except TooLong:
                return changes.lines
            except Unwritable:
                continue
            # Programs that raise are many anyway, for they raise on other inputs.
            if error is None or not running or rng.random() < 0.04:
                lines, running = changes.lines, error is None
                break
    return lines


def values_of(dsl, lines, rows, seconds):
    """What the lines give in turn, up to an error."""
    variables = {**dsl.functions, **dsl.constants, "I": tuple(map(tuple, rows))}
    compiled = [(target, compile(written(expression), "line", "eval")) for target, expression in lines]
    values = []

    # Line by line it is what a call of the whole program is, for the frames of a line and of a function count alike.
    def run():
        for target, code in compiled:
            variables[target] = eval(code, variables)
            values.append(variables[target])

    _, error = limited(run, inner=1, seconds=seconds)
    return values, error


def inputs(rng, tasks, name):
    """The inputs for a changed solver, those of its own task first."""
    own = rng.sample(tasks[name.removeprefix("solve_")], OWN)
    others = [rng.choice(tasks[rng.choice(list(tasks))]) for _ in range(OTHERS)]
    return own + others + [small_grid(rng) for _ in range(SMALL)]


def small_grid(rng):
    height, width = rng.randint(1, 6), rng.randint(1, 6)
    colors = rng.sample(range(10), rng.randint(1, 4))
    return [[rng.choice(colors) for _ in range(width)] for _ in range(height)]


def vector_of(dsl, name, lines, grids, place):
    rows = grids[place]
    source = f"def {name}(I):\n" + "".join(
        f"    return {written(expression)}\n" if target == "return" else f"    {target} = {written(expression)}\n"
        for target, expression in lines
    )
    values, error = values_of(dsl, lines, rows, SECONDS)
    texts, unwritable = limited(lambda: list(map(canonical, values)), seconds=SECONDS)
    if unwritable is not None:
        raise unwritable
    vector = {"source": source, "input": rows, "lines": list(map(digest, texts[: len(lines) - 1]))}
    if error is not None:
        return vector | {"error": type(error).__name__}
    vector["digest"] = digest(texts[-1])
    return vector | ({"canonical": texts[-1]} if len(texts[-1]) < 400 else {})


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dsl", type=pathlib.Path)
    parser.add_argument("tasks", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--programs", type=int, default=400)
    arguments = parser.parse_args()
    if sys.version_info < (3, 13) or sys.maxsize < 2**63 - 1:
        raise SystemExit("the reference is CPython 3.13 or newer on a 64-bit machine")
    dsl = Dsl(arguments.dsl)
    solvers = {
        node.name: [
            [node.targets[0].id, parsed(node.value)] if isinstance(node, ast.Assign) else ["return", parsed(node.value)]
            for node in node.body
        ]
        for node in ast.parse((arguments.dsl / "solvers.py").read_text()).body
        if isinstance(node, ast.FunctionDef)
    }
    tasks = {}
    for path in sorted(arguments.tasks.glob("*.json")):
        task = json.loads(path.read_text())
        tasks[path.stem] = [pair["input"] for pair in task["train"] + task["test"]]

    # The places of a candidate are answered one after another, so that it is made once.
    @functools.lru_cache(maxsize=1)
    def candidate(number):
        rng = random.Random(f"{arguments.seed} {number}")
        name = list(solvers)[number % len(solvers)]
        grids = inputs(rng, tasks, name)
        return name, changed(rng, dsl, solvers[name], grids[0]), grids

    work = [
        ("changed", number, lambda _, number, place=place: vector_of(dsl, *candidate(number), place))
        for number in range(arguments.programs)
        for place in range(OWN + OTHERS + SMALL)
    ]
    arguments.out.mkdir(parents=True, exist_ok=True)
    # A check of the folder expects these, too.
    for name in ("sets", "primitives"):
        (arguments.out / f"{name}.jsonl").touch()
    count = 0
    with (arguments.out / "programs.jsonl").open("w") as file:
        for line in filter(None, answers(work, arguments.seed)):
            file.write(line + "\n")
            count += 1
    print(f"{count} written, {len(work) - count} left out")


if __name__ == "__main__":
    main()
