# A line of the form `#  ^ message` says what is wrong with the line above, and where. A place at
# the very start of a line is written `#< message`. Programs named `refused…` are refused, those
# named `kept…` are kept.

def refused_loop(I):
    for x in I:
#   ^ `for` starts a loop, which candidate programs don't use
        y = x
    return y

def kept_after_loop(I):
    return I

def refused_while(I):
    while True: pass
#   ^ `while` starts a loop, which candidate programs don't use

def refused_if(I):
    if I:
#   ^ `if` chooses between statements, which candidate programs don't use
        return I
    else:
        return hmirror(I)

def refused_nested(I):
    def inner(x):
#   ^ `def` starts a function inside a function, which candidate programs don't use
        return x
    return inner(I)

def refused_class(I):
    class A: pass
#   ^ `class` starts a class, which candidate programs don't use

def refused_try(I):
    try:
#   ^ `try` deals with exceptions, which candidate programs don't use
        return I
    except ValueError:
        return None

def refused_raise(I):
    x = I; raise ValueError
#          ^ `raise` deals with exceptions, which candidate programs don't use

def refused_with(I):
    with I as x: pass
#   ^ `with` opens a context, which candidate programs don't use

def refused_del(I):
    del I
#   ^ `del` takes a name away, which candidate programs don't use

def refused_global(I):
    global I
#   ^ `global` reaches for names outside the function, which candidate programs don't use

def refused_import(I):
    from dsl import hmirror
#   ^ `from` belongs at the top of the file, outside the programs
    return hmirror(I)

def refused_augmented(I):
    x = 1
    x += 1
#     ^ `+=` changes a name in place, which candidate programs don't use

def refused_unpacking(I):
    a, b = I
#   ^ `a, b` unpacks a tuple into several names, which candidate programs don't use

def refused_target(I):
    first(I) = 1
#   ^ `first(I)` is a call; only a name can stand before `=`

def refused_target_constant(I):
    x = True = 1
#       ^ `True` is a value; only a name can stand before `=`

def refused_subscript_target(I):
    I[0] = 1
#    ^ `[` takes an item by its index, which candidate programs don't use

def refused_attribute_target(I):
    I.x = 1
#    ^ `.` looks up an attribute, which candidate programs don't use

def refused_declaration(I):
    x: Grid
#          ^ expected `=` and a value, found the end of the line
    return I

def refused_annotation(I):
    x: Grid() = I
#          ^ expected `=` and a value, found `(`

def refused_reserved(I):
    __debug__ = 1
#   ^ Python reserves the name `__debug__`

def refused_two_values(I):
    x = I I
#         ^ expected the end of the line, found `I`

def refused_no_value(I):
    x =
#      ^ expected a value, found the end of the line

def kept_at_the_end(I):
    return I
