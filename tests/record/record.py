#!/usr/bin/env python3
"""Records what CPython answers, in the format of tests/conformance/README.md.

    python3 tests/record/record.py DSL OUT [--seed 1] [--sets 120] [--calls 50] [--programs 3000]
                                           [--also OTHER_PYTHON]

DSL is a checkout of the ARC DSL (the folder with dsl.py and constants.py), OUT a folder for sets.jsonl,
primitives.jsonl and programs.jsonl. Needs CPython 3.12 or newer on a 64-bit machine.

Everything is drawn from the seed and answered by two processes with different PYTHONHASHSEEDs; with --also, by
another Python too. Only answers that all agree on are written. Left out are answers that are no fixed ones: of calls
that take too long or run out of memory, that hash a function, and ints beyond 64 bits, which arcscore reports as an
error of its own.
"""
import argparse
import ast
import ctypes
import hashlib
import json
import os
import pathlib
import random
import resource
import select
import signal
import subprocess
import sys
import types

# Frames that a program may stack up below its own, and a call below it: what CPython's limit of 1000 leaves to a
# program that a script of a few functions runs.
FRAMES = 995
SECONDS = 1.0
# After so long without an answer, the process that should give it is ended.
STUCK = 20.0
MEMORY = 3 << 30
# No recorded value is longer, in characters of its canonical text.
LONGEST = 6_000
INT64 = range(-(2**63), 2**63)

# CPython hashes a function by its address, so the order of a set that holds one is another in each run, yet often the
# same in two processes, whose addresses differ by whole pages. So nothing recorded may hash a function: the slot for
# it in the type, with 13 words between it and the header of an object, is made to refuse, as the slot of a list does.
FUNCTION_HASH = ctypes.c_void_p.from_address(id(types.FunctionType) + object.__basicsize__ + 13 * 8)
BY_ADDRESS = FUNCTION_HASH.value
REFUSED = ctypes.cast(ctypes.pythonapi.PyObject_HashNotImplemented, ctypes.c_void_p).value


class TooLong(BaseException):
    """Not an Exception, so that nothing takes it for one that the DSL raised."""


class Unwritable(Exception):
    """A value that no vector can hold."""


# Values and their notations.


def decode(json_value, functions):
    """The value that a vector describes, built anew, sets item by item."""
    if not isinstance(json_value, list):
        return json_value
    kind, *items = json_value
    if kind == "f":
        return functions[items[0]]
    values = (decode(item, functions) for item in items)
    return tuple(values) if kind == "t" else frozenset(values)


def encode(value):
    """How a vector writes a result."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        if value not in INT64:
            raise Unwritable
        return value
    if isinstance(value, tuple):
        return ["t", *map(encode, value)]
    if isinstance(value, frozenset):
        if any(map(holds_function, value)):
            raise Unwritable
        return ["s", *map(encode, value)]
    if callable(value):
        return ["f", "?"]
    raise Unwritable


def holds_function(value):
    if isinstance(value, (tuple, frozenset)):
        return any(map(holds_function, value))
    return callable(value)


def canonical(value):
    """The canonical text; see the README's words on digests."""
    if value is None:
        return "N"
    if isinstance(value, bool):
        return "T" if value else "F"
    if isinstance(value, int):
        if value not in INT64:
            raise Unwritable
        return str(value)
    if isinstance(value, tuple):
        return "(" + "".join(canonical(item) + "," for item in value) + ")"
    if isinstance(value, frozenset):
        if any(map(holds_function, value)):
            raise Unwritable
        return "{" + "".join(canonical(item) + "," for item in value) + "}"
    if callable(value):
        return "<fn>"
    raise Unwritable


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class Dsl:
    """The checkout: its functions, what its annotations say, its constants."""

    def __init__(self, folder):
        sys.path.insert(0, str(folder))
        import constants
        import dsl

        self.functions = {
            name: value
            for name, value in vars(dsl).items()
            if isinstance(value, types.FunctionType) and value.__module__ == "dsl"
        }
        tree = ast.parse((folder / "dsl.py").read_text())
        self.kinds = {
            node.name: [argument.annotation.id if argument.annotation else "Callable" for argument in node.args.args]
            for node in tree.body
            if isinstance(node, ast.FunctionDef) and node.name in self.functions
        }
        self.parameters = {
            node.name: [argument.arg for argument in node.args.args]
            for node in tree.body
            if isinstance(node, ast.FunctionDef) and node.name in self.functions
        }
        self.constants = {name: value for name, value in vars(constants).items() if name.isupper()}
        self.names = sorted(self.functions)
        self.of_arity = {
            arity: [name for name in self.names if len(self.kinds[name]) == arity] for arity in range(1, 5)
        }


def limited(work, inner=0, seconds=SECONDS):
    """Runs work() for so many seconds at most: its value, or the exception it raised.

    FRAMES frames are below work's own, or below so many inner ones that it calls first. Its result is Unwritable if it
    hashes a function, even where the order would not matter.
    """

    def ring(*_):
        raise TooLong

    depth = 0
    frame = sys._getframe()
    while frame:
        depth, frame = depth + 1, frame.f_back
    # `work` itself is one more frame.
    before = sys.getrecursionlimit()
    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        sys.setrecursionlimit(depth + 1 + inner + FRAMES)
        FUNCTION_HASH.value = REFUSED
        try:
            return work(), None
        finally:
            FUNCTION_HASH.value = BY_ADDRESS
            sys.setrecursionlimit(before)
            signal.setitimer(signal.ITIMER_REAL, 0)
    except Exception as error:
        if isinstance(error, MemoryError):
            raise TooLong from None
        # Nothing in the DSL catches an exception, so that a refusal can't get lost.
        if isinstance(error, TypeError) and "unhashable type: 'function'" in str(error):
            raise Unwritable from None
        return None, error


# Random values, as vectors write them.


class Values:
    def __init__(self, rng, dsl):
        self.rng, self.dsl = rng, dsl

    def pick(self, *weighted):
        weights, makers = weighted[::2], weighted[1::2]
        return self.rng.choices(makers, weights)[0]()

    def int(self):
        rng = self.rng
        return self.pick(
            40, lambda: rng.randint(0, 9),
            20, lambda: rng.randint(-3, 4),
            8, lambda: rng.randint(-40, 40),
            2, lambda: rng.randint(-(10**6), 10**6),
            2, lambda: rng.choice([-(2**31), 2**31 - 1, 2**31, 2**32 + 1, 2**15, -(2**15), 2**23, -(2**23) - 1]),
            1, lambda: rng.choice([2**61 - 1, 2**61, 2 - 2**61, 1 - 2**61, -(2**61), 2**62 + 5, 2**63 - 1, -(2**63)]),
            6, lambda: rng.random() < 0.5,
        )  # fmt: skip

    def small(self):
        return self.rng.choice([-2, -1, 0, 0, 1, 1, 2, 2, 3, 4, 5, True, False])

    def length(self):
        return self.pick(1, lambda: 0, 3, lambda: 1, 12, lambda: self.rng.randint(2, 6), 4, lambda: self.rng.randint(7, 30))

    def vector(self):
        if self.rng.random() < 0.9:
            return ["t", self.rng.randint(-2, 12), self.rng.randint(-2, 12)]
        return ["t", self.int(), self.int()]

    def row(self, width, colors):
        return ["t", *(self.rng.choice(colors) for _ in range(width))]

    def grid(self):
        rng = self.rng
        colors = rng.sample(range(10), rng.randint(1, 5))
        if rng.random() < 0.1:
            colors += [self.int(), rng.choice([True, False, None, ["t"], ["t", 1, 2], ["s", 1], 300])]
        height, width = rng.choice([(rng.randint(1, 5), rng.randint(1, 5)), (rng.randint(1, 14), rng.randint(1, 14))])
        rows = [self.row(width, colors) for _ in range(height)]
        if rng.random() < 0.3:
            background = rng.choice(colors)
            rows = [["t", *(cell if rng.random() < 0.4 else background for cell in row[1:])] for row in rows]
        return self.pick(
            30, lambda: ["t", *rows],
            2, lambda: ["t", *(rows[0] for _ in rows)],
            2, lambda: ["t", *(self.row(rng.randint(0, width + 1), colors) for _ in range(height))],
            1, lambda: ["t", *rows[:-1], self.any(2)],
            1, lambda: ["t", *rows[:-1], ["s", *rows[-1][1:]]],
        )  # fmt: skip

    def indices(self):
        rng = self.rng
        size = self.pick(8, lambda: self.length(), 1, lambda: rng.randint(30, 120))
        span = rng.choice([3, 6, 12, 30])
        items = [["t", rng.randint(0, span) - span // 4, rng.randint(0, span)] for _ in range(size)]
        if rng.random() < 0.08:
            items.insert(rng.randint(0, len(items)), self.pick(3, self.vector, 1, lambda: self.any(1)))
        return ["s", *items]

    def object(self):
        rng = self.rng
        colors = [rng.randint(0, 9)] if rng.random() < 0.6 else [rng.randint(0, 9), rng.randint(0, 9), self.int()]
        items = [["t", rng.choice(colors), location] for location in self.indices()[1:]]
        if rng.random() < 0.05:
            items.append(self.any(2))
        return ["s", *items]

    def patch(self):
        patch = self.pick(1, self.indices, 1, self.object)
        # A patch may come as a tuple, where an item may stand twice.
        return ["t", *patch[1:]] if self.rng.random() < 0.12 else patch

    def objects(self):
        kind = self.rng.choice([self.object, self.object, self.indices])
        return ["s", *(kind() for _ in range(self.rng.randint(0, 5)))]

    def set(self, depth=2):
        return ["s", *(self.item(depth - 1) for _ in range(self.length()))]

    def tuple(self, depth=2):
        return ["t", *(self.item(depth - 1) for _ in range(self.length()))]

    def item(self, depth):
        return self.pick(6, self.int, 3, self.vector, 1, lambda: self.any(depth), 1, lambda: self.any(depth))

    def lattice(self):
        """Many sets, or tuples with sets, of which only some are comparable, partly in order: nasty to sort."""
        rng = self.rng
        count = rng.choice([rng.randint(2, 20), rng.randint(20, 63), rng.randint(64, 140), rng.randint(128, 400)])
        universe = rng.choice([3, 4, 6, 12])

        def some():
            if rng.random() < 0.5:
                return ["s", *range(rng.randint(0, universe))]
            return ["s", *rng.sample(range(universe), rng.randint(0, universe))]

        items = [some() for _ in range(count)]
        order = rng.random()
        if order < 0.4:
            cut = sorted(rng.sample(range(count + 1), min(4, count)))
            for start, end in zip([0, *cut], [*cut, count]):
                part = sorted(items[start:end], key=len, reverse=rng.random() < 0.3)
                items[start:end] = part
        elif order < 0.6:
            items.sort(key=len)
            for _ in range(rng.randint(1, 12)):
                items[rng.randrange(count)] = some()
        if rng.random() < 0.3:
            first = rng.choice([lambda: 1, lambda: rng.randint(0, 2), lambda: ["s", rng.randint(0, 1)]])
            items = [["t", first(), item] for item in items]
        if rng.random() < 0.03:
            items[rng.randrange(count)] = self.any(1)
        return ["t" if rng.random() < 0.7 else "s", *items]

    def containers(self):
        inner = self.rng.choice([self.set, self.tuple, self.indices, self.object, self.grid, self.patch])
        items = [inner() for _ in range(self.rng.randint(0, 5))]
        if self.rng.random() < 0.1:
            items.append(self.any(1))
        return [self.rng.choice("ts"), *items]

    def container(self):
        return self.pick(
            4, self.set, 4, self.tuple, 2, self.grid, 3, self.patch, 2, self.objects, 2, self.containers, 1, self.lattice
        )

    def function(self, arity=1):
        if self.rng.random() < 0.1:
            arity = self.rng.randint(1, 4)
        return ["f", self.rng.choice(self.dsl.of_arity[arity])]

    def any(self, depth=3):
        if depth <= 0:
            return self.int()
        return self.pick(
            8, self.int,
            2, lambda: None,
            3, self.vector,
            2, self.grid,
            2, self.indices,
            2, self.object,
            1, self.objects,
            3, lambda: self.set(depth),
            3, lambda: self.tuple(depth),
            1, lambda: ["t", *(self.any(depth - 1) for _ in range(2))],
            1, lambda: ["t", self.int(), self.vector()],
            2, lambda: self.function(),
        )  # fmt: skip

    def of_kind(self, kind, name):
        rng = self.rng
        if rng.random() < 0.1:
            return self.any()
        if kind == "Callable":
            arity = {"papply": 2, "mpapply": 2, "prapply": 2, "rbind": 2, "lbind": 2}.get(name, 1)
            if name in ("order", "argmax", "argmin", "valmax", "valmin"):
                nice = [name for name in ("identity", "size", "palette", "toindices", "first", "dedupe") if name in self.dsl.functions]
                return self.pick(3, lambda: ["f", rng.choice(nice)], 1, lambda: None, 3, lambda: self.function())
            return self.function(arity)
        if kind == "Container" and name in ("order", "argmax", "argmin") and rng.random() < 0.5:
            return self.lattice()
        make = {
            "Boolean": lambda: self.pick(6, lambda: rng.random() < 0.5, 1, self.any),
            "Integer": lambda: self.pick(5, self.small, 3, self.int),
            "IntegerTuple": self.vector,
            "Numerical": lambda: self.pick(1, self.int, 1, self.vector),
            "IntegerSet": lambda: [rng.choice("ts"), *(self.int() for _ in range(self.length()))],
            "Grid": self.grid,
            "Element": lambda: self.pick(2, self.grid, 2, self.object, 1, self.patch),
            "Piece": lambda: self.pick(1, self.grid, 2, self.patch),
            "Object": lambda: self.pick(6, self.object, 1, self.patch),
            "Objects": self.objects,
            "Indices": self.indices,
            "Patch": self.patch,
            "Tuple": lambda: self.pick(3, self.tuple, 1, self.grid, 1, self.container),
            "TupleTuple": self.grid,
            "FrozenSet": lambda: self.pick(2, self.set, 2, self.patch, 1, self.objects, 1, self.container),
            "Container": self.container,
            "ContainerContainer": lambda: self.pick(3, self.containers, 1, self.objects, 1, self.grid),
        }.get(kind, self.any)
        return make()

    def arguments(self, name):
        made = [self.of_kind(kind, name) for kind in self.dsl.kinds[name]]
        # Two of a kind are often one and the same, or share items.
        if len(made) > 1 and self.rng.random() < 0.12:
            a, b = self.rng.sample(range(len(made)), 2)
            made[a] = made[b]
        if self.rng.random() < 0.01:
            made = made[:-1] if self.rng.random() < 0.5 else [*made, self.any()]
        return made


# The three kinds of vector.


def set_vector(rng, dsl):
    values = Values(rng, dsl)

    def items():
        count = rng.choice([rng.randint(0, 5), rng.randint(0, 20), rng.randint(10, 90), rng.randint(60, 400)])
        make = rng.choice([
            values.int, values.vector, lambda: ["t", rng.randint(0, 9), values.vector()], lambda: rng.randint(-60, 60),
            lambda: values.item(2), lambda: values.any(2), lambda: ["t", rng.randint(0, 12), rng.randint(0, 12)],
            lambda: ["s", *(rng.randint(0, 3) for _ in range(rng.randint(0, 3)))],
            lambda: ["t", values.small(), values.small()],
        ])  # fmt: skip
        return [make() for _ in range(count)]

    a = items()
    b = items() if rng.random() < 0.5 else rng.sample(a, rng.randint(0, len(a)))
    if rng.random() < 0.5:
        b += rng.sample(a, rng.randint(0, len(a)))
        rng.shuffle(b)
    a, b = ["s", *a], ["s", *b]
    x, y = decode(a, dsl.functions), decode(b, dsl.functions)
    if any(map(holds_function, (x, y))):
        return None
    mutable = set()
    for item in x:
        mutable.add(item)
    mutable |= {item for item in y}
    removed = rng.sample(list(mutable), rng.randint(0, len(mutable)))
    for item in removed:
        mutable.discard(item)
    mutable |= {item for item in x}
    answers = {
        "iter_a": x,
        "iter_b": y,
        "or": x | y,
        "and": x & y,
        "sub": x - y,
        "xor": x ^ y,
        "union_b": x.union(y),
        "copy_of_set": frozenset({*x}),
        "from_iter": frozenset(item for item in x),
    }
    vector = {"a": a, "b": b, **{name: encode(value) for name, value in answers.items()}}
    vector |= {"hash_a": hash(x), "lt": x < y, "le": x <= y, "gt": x > y, "eq": x == y}
    # A mutable set copied into a frozenset keeps its order only as a list.
    return vector | {"removed": ["t", *map(encode, removed)], "mut": ["s", *map(encode, mutable)]}


def primitive_vector(rng, dsl, name):
    arguments = Values(rng, dsl).arguments(name)
    decoded = [decode(argument, dsl.functions) for argument in arguments]
    if any(map(unordered, decoded)):
        return None
    function = dsl.functions[name]
    value, error = limited(lambda: function(*decoded))
    vector = {"fn": name, "args": arguments}
    if error is not None:
        return vector | {"error": type(error).__name__}
    if callable(value):
        return vector | {"fnvalue": True}
    if len(canonical(value)) > LONGEST:
        return None
    return vector | {"value": encode(value)}


def unordered(value):
    """Whether a value holds a set whose order depends on the addresses of functions."""
    if isinstance(value, frozenset):
        return any(map(holds_function, value)) or any(map(unordered, value))
    return isinstance(value, tuple) and any(map(unordered, value))


class Programs:
    """Random programs, written line by line with a look at what the lines before gave."""

    def __init__(self, rng, dsl):
        self.rng, self.dsl, self.values = rng, dsl, Values(rng, dsl)

    def literal(self, depth=2):
        rng = self.rng
        if depth and rng.random() < 0.3:
            items = [self.literal(depth - 1) for _ in range(rng.randint(0, 3))]
            return "(" + ", ".join(items) + (",)" if len(items) == 1 else ")")
        return rng.choice([
            str(rng.randint(-3, 12)), str(rng.randint(-3, 12)), str(self.values.int()), "None", "True", "False",
            rng.choice(list(self.dsl.constants)), rng.choice(self.dsl.names),
        ])  # fmt: skip

    def suits(self, kind, value, name):
        if kind == "Any":
            return True
        if kind == "Callable":
            return callable(value)
        if kind == "Boolean":
            return isinstance(value, bool)
        if kind == "Integer":
            return isinstance(value, int)
        if kind == "IntegerTuple":
            return isinstance(value, tuple) and len(value) == 2 and all(isinstance(item, int) for item in value)
        if kind == "Numerical":
            return self.suits("Integer", value, name) or self.suits("IntegerTuple", value, name)
        if kind == "Grid":
            return isinstance(value, tuple) and bool(value) and all(isinstance(row, tuple) for row in value)
        if kind in ("Object", "Indices", "Patch"):
            return isinstance(value, frozenset) and all(isinstance(item, tuple) and len(item) == 2 for item in value)
        if kind in ("Element", "Piece"):
            return self.suits("Grid", value, name) or self.suits("Patch", value, name)
        if kind in ("Objects", "ContainerContainer"):
            return isinstance(value, (tuple, frozenset)) and all(isinstance(item, (tuple, frozenset)) for item in value)
        if kind in ("Tuple", "TupleTuple"):
            return isinstance(value, tuple)
        if kind in ("FrozenSet", "IntegerSet"):
            return isinstance(value, frozenset)
        return isinstance(value, (tuple, frozenset))

    def argument(self, kind, name, variables):
        """The text of an argument, of the right kind as a rule."""
        rng = self.rng
        if rng.random() < 0.07:
            return rng.choice([*variables, self.literal()])
        fitting = [variable for variable, value in variables.items() if self.suits(kind, value, name)]
        constants = [name for name, value in self.dsl.constants.items() if self.suits(kind, value, name)]
        if kind == "Callable":
            arity = 2 if name in ("papply", "mpapply", "prapply", "rbind", "lbind") else 1
            if name in ("rbind", "lbind") and rng.random() < 0.4:
                arity = rng.choice([1, 3, 3, 4])
            functions = [variable for variable in fitting if variables[variable].__code__.co_argcount == arity]
            if functions and rng.random() < 0.5:
                return rng.choice(functions[-3:])
            return rng.choice(self.dsl.of_arity[arity])
        if kind == "Any" and rng.random() < 0.5 or not fitting:
            if constants:
                return rng.choice(constants) if rng.random() < 0.8 else self.literal(1)
            return self.literal()
        if constants and rng.random() < 0.4:
            return rng.choice(constants)
        return rng.choice(fitting[-4:] if rng.random() < 0.5 else fitting)

    def call(self, variables):
        rng = self.rng
        functions = [variable for variable, value in variables.items() if callable(value)]
        if functions and rng.random() < 0.2:
            name = rng.choice(functions[-4:])
            code = variables[name].__code__
            arguments = [rng.choice(list(variables)[-6:]) for _ in range(code.co_argcount)]
            names = code.co_varnames[: code.co_argcount]
        else:
            name = rng.choice(self.dsl.names)
            if rng.random() < 0.3:
                name = rng.choice(["compose", "chain", "fork", "lbind", "rbind", "matcher", "power", "apply", "rapply", "mapply", "papply", "mpapply", "prapply", "order", "argmax", "extract", "sfilter"])
            if name not in self.dsl.functions:
                raise SystemExit(f"the DSL has no `{name}`")
            arguments = [self.argument(kind, name, variables) for kind in self.dsl.kinds[name]]
            names = self.dsl.parameters[name]
            if name == "power" and rng.random() < 0.3:
                arguments[1] = str(rng.choice([0, -1, 2, 3, 10, 50, 400, 900, 970, rng.randint(985, 1000), 5000]))
                if int(arguments[1]) > 10:
                    # Not `double` and its like: their ints would leave 64 bits where no vector can tell.
                    arguments[0] = rng.choice(["identity", "invert", "flip", "rot90", "hmirror", "totuple", "normalize"])
            if rng.random() < 0.06:
                place = rng.randrange(len(arguments))
                arguments[place] = self.call(variables)
        if rng.random() < 0.02:
            arguments = arguments[:-1] if rng.random() < 0.5 else [*arguments, rng.choice(list(variables))]
        if rng.random() < 0.08 and len(arguments) <= len(names):
            first = rng.randrange(len(arguments) + 1)
            keywords = [f"{name}={argument}" for name, argument in list(zip(names, arguments))[first:]]
            rng.shuffle(keywords)
            if keywords and rng.random() < 0.05:
                keywords[0] = f"nothing={keywords[0].split('=', 1)[1]}"
            arguments = [*arguments[:first], *keywords]
        return f"{name}({', '.join(arguments)})"

    def program(self):
        """A program and the input for it."""
        rng = self.rng
        grid = self.values.grid()
        while not all(isinstance(row, list) and row[0] == "t" and all(type(c) is int and 0 <= c <= 9 for c in row[1:]) and len(row) == len(grid[1]) > 1 for row in grid[1:]):  # fmt: skip
            grid = self.values.grid()
        rows = [row[1:] for row in grid[1:]]
        variables = {"I": tuple(map(tuple, rows))}
        namespace = {**self.dsl.functions, **self.dsl.constants}
        lines = []
        for number in range(1, rng.randint(3, 22)):
            for _ in range(4):
                text = self.call(variables) if rng.random() < 0.96 else self.literal()
                try:
                    value, error = limited(lambda: eval(text, namespace, dict(variables)), inner=1)
                except (TooLong, Unwritable):
                    continue
                try:
                    if error is None and len(canonical(value)) > 20_000:
                        continue
                except (Unwritable, RecursionError):
                    continue
                if error is None or rng.random() < 0.03:
                    break
            else:
                continue
            target = f"x{number}" if rng.random() < 0.97 or number == 1 else f"x{rng.randint(1, number)}"
            if rng.random() < 0.01:
                lines.append(f"{target} = y{number} = {text}")
            elif rng.random() < 0.01:
                lines.append(text)
                continue
            else:
                lines.append(f"{target} = {text}")
            if error is not None:
                break
            variables[target] = value
        made = list(variables)
        lines.append("return " + (rng.choice(made) if rng.random() < 0.3 else made[-1]))
        if rng.random() < 0.03:
            lines.insert(rng.randrange(len(lines)), f"return {rng.choice(made)}")
        if rng.random() < 0.3:
            lines = self.mutated(lines, made)
        return lines, rows

    def mutated(self, lines, variables):
        rng = self.rng
        lines = list(lines)
        for _ in range(rng.randint(1, 3)):
            place = rng.randrange(len(lines))
            change = rng.randrange(1, 4)
            if rng.random() < 0.06:
                other = rng.randrange(len(lines))
                lines[place], lines[other] = lines[other], lines[place]
                continue
            try:
                tree = ast.parse(lines[place].removeprefix("return "))
            except SyntaxError:
                continue
            names = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)]
            if not names:
                continue
            node = rng.choice(names)
            if change == 1 and node.id in self.dsl.functions:
                node.id = rng.choice(self.dsl.of_arity[len(self.dsl.kinds[node.id])])
            elif change == 2:
                node.id = rng.choice(variables)
            else:
                node.id = rng.choice([*self.dsl.constants, *variables])
            start = "return " if lines[place].startswith("return ") else ""
            lines[place] = start + ast.unparse(tree)
        return lines


def program_vector(rng, dsl, number):
    lines, rows = Programs(rng, dsl).program()
    name = f"solve_{number:06}"
    source = f"def {name}(I):\n" + "".join(f"    {line}\n" for line in lines)
    namespace = {**dsl.functions, **dsl.constants}
    exec(compile(source, "program", "exec"), namespace)
    grid = tuple(map(tuple, rows))
    value, error = limited(lambda: namespace[name](grid), inner=1)
    vector = {"source": source, "input": rows}
    if error is not None and type(error).__name__ == "NameError":
        return None  # Such a program is refused before it runs.
    steps = {**dsl.functions, **dsl.constants, "I": grid}
    digests = []
    for line in lines:
        if line.startswith("return "):
            break
        target, _, text = line.rpartition(" = ")
        result, step_error = limited(lambda: eval(text, steps), inner=1)
        if step_error is not None:
            break
        digests.append(digest(canonical(result)))
        for name in filter(None, target.split(" = ")):
            steps[name] = result
    vector["lines"] = digests
    if error is not None:
        return vector | {"error": type(error).__name__}
    text = canonical(value)
    vector["digest"] = digest(text)
    return vector | ({"canonical": text} if len(text) < 400 else {})


def answer(arguments):
    """One process's answers: a line for each vector asked for, empty where there is none."""
    dsl = Dsl(arguments.dsl)
    work = [("sets", number, lambda rng, _: set_vector(rng, dsl)) for number in range(arguments.sets)]
    for name in dsl.names:
        work += [
            (f"primitives-{name}", number, lambda rng, _, name=name: primitive_vector(rng, dsl, name))
            for number in range(arguments.calls)
        ]
    work += [("programs", number, lambda rng, number: program_vector(rng, dsl, number)) for number in range(arguments.programs)]
    for (family, _, _), line in zip(work, answers(work, arguments.seed), strict=True):
        print(family.split("-")[0], line, sep="\t")


def answers(work, seed):
    """A line for each vector of some work, empty where there is none."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.set_int_max_str_digits(0)
    place = 0
    while place < len(work):
        for line in answers_from(place, work, seed):
            place += 1
            yield line


def answers_from(place, work, seed):
    """Lines from a place on, by a process of its own, up to an empty one for where it got stuck.

    An alarm can't end what CPython does in one step, such as counting each item of a long list.
    """
    reader, writer = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        os.close(reader)
        with os.fdopen(writer, "w") as out:
            for family, number, make in work[place:]:
                try:
                    vector = make(random.Random(f"{seed} {family} {number}"), number)
                except (TooLong, Unwritable, RecursionError, MemoryError):
                    vector = None
                out.write((json.dumps(vector, separators=(",", ":")) if vector else "") + "\n")
                out.flush()
        os._exit(0)
    os.close(writer)
    received = b""
    while select.select([reader], [], [], STUCK)[0]:
        data = os.read(reader, 1 << 16)
        if not data:
            break
        *lines, received = (received + data).split(b"\n")
        for line in lines:
            place += 1
            yield line.decode()
    else:
        os.kill(child, signal.SIGKILL)
    os.close(reader)
    os.waitpid(child, 0)
    if place < len(work):
        yield ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dsl", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path, nargs="?")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sets", type=int, default=120)
    parser.add_argument("--calls", type=int, default=50, help="for each primitive")
    parser.add_argument("--programs", type=int, default=3000)
    parser.add_argument("--also", help="another Python, which must give the same answers")
    parser.add_argument("--answer", action="store_true", help="print one process's answers")
    arguments = parser.parse_args()
    if sys.version_info < (3, 12) or sys.maxsize < 2**63 - 1:
        raise SystemExit("the reference is CPython 3.12 or newer on a 64-bit machine")
    if arguments.answer:
        return answer(arguments)
    if arguments.out is None:
        parser.error("OUT is missing")
    counts = [f"--{name}={getattr(arguments, name)}" for name in ("seed", "sets", "calls", "programs")]
    pythons = [(sys.executable, "0"), (sys.executable, "1")] + ([(arguments.also, "2")] if arguments.also else [])
    runs = [
        subprocess.Popen(
            [python, __file__, str(arguments.dsl), "--answer", *counts],
            env=os.environ | {"PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
            text=True,
        )
        for python, seed in pythons
    ]
    arguments.out.mkdir(parents=True, exist_ok=True)
    files = {name: (arguments.out / f"{name}.jsonl").open("w") for name in ("sets", "primitives", "programs")}
    written, left_out = dict.fromkeys(files, 0), dict.fromkeys(files, 0)
    for lines in zip(*(run.stdout for run in runs), strict=True):
        family, _, vector = lines[0].partition("\t")
        if vector.strip() and len(set(lines)) == 1:
            files[family].write(vector)
            written[family] += 1
        else:
            left_out[family] += 1
    if any([run.wait() for run in runs]):
        raise SystemExit("a process that answered failed")
    for name in files:
        print(f"{name}: {written[name]} written, {left_out[name]} left out")


if __name__ == "__main__":
    main()
