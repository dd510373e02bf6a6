# Calls and parameters.

def refused_positional(I):
    return f(a=1, I)
#                 ^ `I` has no name, but follows the argument `a`, which has one

def refused_repeated(I):
    return f(a=1, b=2, a=3)
#                      ^ the argument `a` is given twice

def refused_parenthesised(I):
    return f((a)=1)
#             ^ only a name can stand before `=` in a call, not `(a)`

def refused_constant(I):
    return f(None=1)
#            ^ only a name can stand before `=` in a call, not `None`

def refused_no_comma(I):
    return f(I I)
#              ^ expected `,` or `)`, found `I`

def refused_only_comma(I):
    return f(,)
#            ^ expected a value, found `,`

def refused_keyword(I):
    return class(I)
#          ^ expected a value, found `class`

def refused_default(I, n=1):
#                       ^ `=` gives the parameter a default, which candidate programs don't use
    return I

def refused_star(*I):
#                ^ `*` is for special parameters, which candidate programs don't use
    return I

def refused_slash(I, /):
#                    ^ `/` is for special parameters, which candidate programs don't use
    return I

def refused_twice(I, I):
#                    ^ there are two parameters `I`
    return I

def refused_type_parameters[T](I):
#                          ^ `[` starts type parameters, which candidate programs don't use
    return I

def refused_tuple((a, b)):
#                 ^ expected the name of a parameter, found `(`
    return a

def refused_no_colon(I)
#                      ^ expected `:`, found the end of the line
    return I

def refused_no_parameters:
#                        ^ expected `(` and the parameters, found `:`
    return I

def (I):
#   ^ expected the name of the program, found `(`
    return I

def refused_type(I: {}) -> Grid:
#                   ^ expected a type, found `{`
    return I

def kept_at_the_end(I):
    return I
