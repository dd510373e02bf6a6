# Candidate programs as people and generators usually write them.
from dsl import *
from constants import *


def solve_007bbfb7(I):
    x1 = hupscale(I, THREE)
    x2 = vupscale(x1, THREE)
    x3 = hconcat(I, I)
    x4 = hconcat(x3, I)
    x5 = vconcat(x4, x4)
    x6 = vconcat(x5, x4)
    O = cellwise(x2, x6, ZERO)
    return O


def keep_largest(I):
    """Keeps the largest object and drops the rest."""
    x1 = objects(grid=I, univalued=T, diagonal=F, without_bg=F)
    x2 = argmax(x1, size)
    x3 = canvas(mostcolor(I), shape(I))
    return paint(x3, x2)


def recolor_all(I):
    x1 = objects(I, True, False, True)
    x2 = lbind(recolor, 3)
    x3 = compose(x2, rbind(shift, (0, -1)))
    x4 = mapply(x3, x1)
    O = paint(I, x4)
    return O


def called_twice(I):
    return rbind(replace, ZERO)(FIVE)(I)


def same_name(I):
    return hmirror(I)


def same_name(I):
    return vmirror(I)
