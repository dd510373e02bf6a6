"""Candidate programs for the five demo tasks, in the ARC DSL.

Some are right, some nearly, some wrong, some raise, and some are the same program under another name:
what a batch of candidates looks like.
"""
from dsl import *
from constants import *


# 007bbfb7: every colored cell of the grid becomes a copy of the whole grid.

def solve_007bbfb7(I):
    row = hconcat(hconcat(I, I), I)
    tiles = vconcat(vconcat(row, row), row)
    holes = ofcolor(upscale(I, THREE), ZERO)
    O = fill(tiles, ZERO, holes)
    return O


def copies(I):
    cells = sfilter(asobject(I), compose(positive, first))
    places = apply(rbind(multiply, THREE), toindices(cells))
    painted = mapply(lbind(shift, cells), places)
    O = paint(canvas(ZERO, multiply(shape(I), THREE)), painted)
    return O


def copies_again(I):
    # The same steps as `copies`: a duplicate under another name.
    cells = sfilter(asobject(I), compose(positive, first))
    places = apply(rbind(multiply, THREE), toindices(cells))
    painted = mapply(lbind(shift, cells), places)
    O = paint(canvas(ZERO, multiply(shape(I), THREE)), painted)
    return O


def most_common_is_background(I):
    # Right as long as black is the most common color.
    row = hconcat(hconcat(I, I), I)
    tiles = vconcat(vconcat(row, row), row)
    holes = ofcolor(upscale(I, THREE), mostcolor(I))
    O = fill(tiles, ZERO, holes)
    return O


def one_cell_short(I):
    # Loses the last cell, which is not black in every sample.
    row = hconcat(hconcat(I, I), I)
    tiles = vconcat(vconcat(row, row), row)
    holes = insert((8, 8), ofcolor(upscale(I, THREE), ZERO))
    O = fill(tiles, ZERO, holes)
    return O


def tiled(I):
    # Forgets the holes.
    row = hconcat(hconcat(I, I), I)
    return vconcat(vconcat(row, row), row)


def enlarged(I):
    return upscale(I, THREE)


def doubled(I):
    # Twice as large, not three times.
    return upscale(element=I, factor=TWO)


def half_a_mask(I):
    # One row of tiles is too short for the enlarged grid.
    row = hconcat(hconcat(I, I), I)
    O = cellwise(upscale(I, THREE), row, ZERO)
    return O


# 00d62c1b: black cells that green encloses turn yellow.

def solve_00d62c1b(I):
    regions = objects(I, T, F, F)
    open_ = mfilter(regions, rbind(bordering, I))
    enclosed = difference(ofcolor(I, ZERO), toindices(open_))
    O = fill(I, FOUR, enclosed)
    return O


def inside_of_boxes(I):
    # Takes the whole bounding box for the inside.
    shapes = objects(grid=I, univalued=T, diagonal=T, without_bg=T)
    inside = mapply(delta, shapes)
    O = fill(I, FOUR, inside)
    return O


# 0520fde7: red where both halves are blue.

def solve_0520fde7(I):
    left = ofcolor(lefthalf(I), ONE)
    right = ofcolor(righthalf(I), ONE)
    both_ = intersection(left, right)
    O = fill(canvas(ZERO, THREE_BY_THREE), TWO, both_)
    return O


def either_half(I):
    left = ofcolor(lefthalf(I), ONE)
    right = ofcolor(righthalf(I), ONE)
    O = fill(canvas(ZERO, THREE_BY_THREE), TWO, combine(left, right))
    return O


# 08ed6ac7: gray bars get colors by their height, the tallest blue.

def solve_08ed6ac7(I):
    bars = objects(I, T, F, T)
    a = argmax(bars, size)
    bars_b = remove(a, bars)
    b = argmax(bars_b, size)
    bars_c = remove(b, bars_b)
    c = argmax(bars_c, size)
    d = other(bars_c, c)
    x1 = fill(I, ONE, a)
    x2 = fill(x1, TWO, b)
    x3 = fill(x2, THREE, c)
    O = fill(x3, FOUR, d)
    return O


def from_left_to_right(I):
    bars = order(objects(I, T, F, T), leftmost)
    colors = interval(ONE, FIVE, ONE)
    O = paint(I, mpapply(recolor, colors, bars))
    return O


# 0ca9ddb6: orange crosses around blue, yellow diagonals around red.

def solve_0ca9ddb6(I):
    blue = ofcolor(I, ONE)
    beside = combine(shift(blue, LEFT), shift(blue, RIGHT))
    above = combine(shift(blue, UP), shift(blue, DOWN))
    red = ofcolor(I, TWO)
    falling = combine(shift(red, NEG_UNITY), shift(red, UNITY))
    rising = combine(shift(red, UP_RIGHT), shift(red, DOWN_LEFT))
    x1 = fill(I, SEVEN, combine(beside, above))
    O = underfill(x1, FOUR, combine(falling, rising))
    return O


def boxes(I):
    # Right around blue but for the corners.
    x1 = fill(I, SEVEN, mapply(neighbors, ofcolor(I, ONE)))
    O = fill(x1, FOUR, mapply(ineighbors, ofcolor(I, TWO)))
    return O


# For any task, and of little use: these show what can go wrong.

def around_first_red(I):
    # Raises StopIteration where nothing is red.
    red = first(ofcolor(I, TWO))
    O = fill(I, FOUR, neighbors(red))
    return O


def moved_by_a_number(I):
    # `shift` needs a vector: TypeError, unless there is nothing to shift.
    blue = ofcolor(I, ONE)
    O = fill(I, EIGHT, shift(blue, THREE))
    return O


def number_of_colors(I):
    # A number, not a grid.
    return numcolors(I)
