# What is wrong with each line stands below it, as in tests/refused. These programs run all the same.

def warned_too_few(I):
    return fill(I, 3)
#          ^ `fill` takes 3 arguments, 2 given: `fill(grid, value, patch)`

def warned_too_many(I):
    return vmirror(I, 3)
#          ^ `vmirror` takes 1 argument, 2 given: `vmirror(piece)`

def warned_none(I):
    return size()
#          ^ `size` takes 1 argument, 0 given: `size(container)`

def warned_namesake(I):
    x1 = papply(identity, I)
#        ^ `papply` takes 3 arguments, 2 given: `papply(function, a, b)`; did you mean `apply(function, container)`?
    return x1

def warned_keyword(I):
    return fill(grid=I, valeu=3, patch=asindices(I))
#                       ^ `fill` has no parameter `valeu`; did you mean `value`?

def warned_keyword_of_another(I):
    return fill(I, 3, function=identity)
#                     ^ `fill` has no parameter `function`: `fill(grid, value, patch)`

def warned_twice(I):
    return fill(I, 3, asindices(I), grid=I)
#                                   ^ `fill` is given `grid` twice

def warned_missing_keyword(I):
    return fill(grid=I, patch=asindices(I))
#          ^ `fill` takes 3 arguments, 2 given: `fill(grid, value, patch)`

def warned_not_callable(I):
    x1 = asindices(I)
    x2 = x1(I)
#        ^ `x1` is a set, which can't be called
    x3 = I(x2)
#        ^ `I` is the input grid, which can't be called
    x4 = TWO(x3)
#        ^ `TWO` is an int, which can't be called
    x5 = ORIGIN(x4)
#        ^ `ORIGIN` is a tuple, which can't be called
    x6 = (x5, x5)(T)
#        ^ this is a tuple, which can't be called
    x7 = identity(vmirror(I))(x6)
#        ^ this is a grid or a set, which can't be called
    return x7

def warned_demonstrations(S, C):
    x1 = S(C)
#        ^ `S` is the demonstrations, which can't be called
    return C(x1)
#          ^ `C` is the expected output, which can't be called

def warned_made_functions(I):
    x1 = compose(first, last)
    x2 = x1(I, I)
#        ^ `x1` takes 1 argument, 2 given
    x3 = lbind(fill, I)
    x4 = x3(3)
#        ^ `x3` takes 2 arguments, 1 given
    x5 = rbind(x3, x2)
    x6 = x5()
#        ^ `x5` takes 1 argument, 0 given
    x7 = fork(add, size, size)(x4, x6)
#        ^ this function takes 1 argument, 2 given
    x8 = lbind(cellwise, I)(x6, x7, I)
#        ^ this function takes 2 arguments, 3 given
    x8 = lbind(cellwise, I)(y=x8, z=I, a=3)
#                                      ^ this function has no parameter `a`; it has `y`, `z`
    x9 = matcher(size, 3)(y=x8)
#                         ^ this function has no parameter `y`; it has `x`
    return x9

def warned_function_wanted(I):
    x1 = rbind(I, 3)
#              ^ `rbind` needs a function as `function`, but `I` is the input grid
    x2 = compose(x1, size(I))
#                    ^ `compose` needs a function as `inner`, but this is an int
    return apply(container=I, function=(x2,))
#                                      ^ `apply` needs a function as `function`, but this is a tuple

def warned_inside(I):
    return fill(I, size(), ofcolor(I))
#                          ^ `ofcolor` takes 2 arguments, 1 given: `ofcolor(grid, value)`; did you mean `color(obj)`?
#                  ^ `size` takes 1 argument, 0 given: `size(container)`

def fine_functions(I):
    x1 = branch(portrait(I), vmirror, hmirror)
    x2 = power(x1, 2)
    x3 = lbind(rbind, fill)
    x4 = x3(asindices(I))
    x5 = x4(I, 3)
    x6 = first((x2, x1))
    x7 = rbind(x6, 3)
    x8 = lbind(lbind, shift)
    x9 = x8(asindices(I))(UP)
    x10 = lbind(function=fill, fixed=I)(y=3, z=x9)
    return astuple(x5, apply(x7, x10))
