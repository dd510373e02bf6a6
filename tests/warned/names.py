# Programs that can't run, and what the file says about itself.

def refused_name(I):
    x1 = vmirorr(I)
#        ^ refused: there is no `vmirorr`; did you mean `vmirror`?
    return x1

def refused_far_name(I):
    return segment_anything(I)
#          ^ refused: there is no `segment_anything`: it is no primitive, no constant and no variable of this program

def refused_behind_return(I):
    return I
    x1 = vmirorr(I)
#        ^ refused: there is no `vmirorr`; did you mean `vmirror`?

def refused_for_several_reasons(I, grid):
#   ^ refused: `refused_for_several_reasons` has no `return`, so it gives nothing; did you mean to end it with `return x2`?
#                                  ^ refused: unknown parameter `grid`: a program is given `I` (the input), `S` (the demonstrations) or `C` (the expected output)
    x1 = vmirorr(hmirorr(grid))
#                ^ refused: there is no `hmirorr`; did you mean `hmirror`?
#        ^ refused: there is no `vmirorr`; did you mean `vmirror`?
    x2 = vmirorr(x1)

def refused_parameter(grid):
#                     ^ refused: unknown parameter `grid`: a program is given `I` (the input), `S` (the demonstrations) or `C` (the expected output)
    return grid

def refused_no_return(I):
#   ^ refused: `refused_no_return` has no `return`, so it gives nothing; did you mean to end it with `return O`?
    x1 = vmirror(I)
    O = hmirror(x1)

def refused_empty(I):
#   ^ refused: `refused_empty` has no `return`, so it gives nothing
    pass

def refused_no_python(I):
    return I + I
#            ^ refused: `+` is an operator; candidate programs call primitives instead, here `add`

def twice(I):
    return I

def twice(I):
#   ^ `twice` replaces the program of the same name at file.py:42
    return vmirror(I)
