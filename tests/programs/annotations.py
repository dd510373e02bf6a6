# Annotations are read over.
from __future__ import annotations
from typing import *
from . import here
from .. import there as elsewhere
from ...above.beside import this, that
from .... import far

def annotated(I: Grid, n: int,) -> Grid:
    x: Grid = hmirror(I)
    y: Tuple[int, int] = 1, 2
    (z): "Grid" = x
    return x

def nested(f: Callable[[Tuple[int, ...], "Piece"], FrozenSet[Tuple[int, Tuple[int, int]]]]) -> typing.Union[None, int]:
    a: int | None = f
    b: dsl.types.Grid = f
    c: Callable[[], int] | Tuple[()] = f
    d: Literal[1, True, 'a' "b"] = f
    e: (int) = f
    g: list[int,] = f
    return f

def as_text(I: 'Grid') -> "Grid": return I
