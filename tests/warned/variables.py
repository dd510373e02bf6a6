# What is wrong with each line stands below it.

def warned_unused(I):
    x1 = vmirror(I)
#   ^ `x1` is never used
    return I

def warned_unused_of_two(I):
    x1 = x2 = vmirror(I)
#   ^ `x1` is never used
    return x2

def warned_overwritten(I):
    x1 = vmirror(I)
#   ^ this value of `x1` is never used: `x1` is assigned again before
    x1 = hmirror(I)
    return x1

def warned_dropped(I):
    vmirror(I)
#   ^ this value is never used
    return I

def warned_too_early(I):
    x1 = vmirror(x2)
#                ^ `x2` is used before it has a value
    x2 = hmirror(x1)
#   ^ `x2` is never used
    return x1

def warned_own_value(I):
    x1 = add(x1, 1)
#            ^ `x1` is used before it has a value
    return x1

def warned_hidden_primitive(I):
    size = size(I)
#          ^ `size` is used before it has a value: since this program assigns `size` somewhere, it does not stand for the DSL's `size` anywhere in it
    return size

def warned_behind_return(I):
    return I
    x1 = vmirror(I)
#   ^ nothing behind `return` is run
    x2 = x3(I)
    x3 = x1(x2)

def fine_reassigned(I):
    O = vmirror(I)
    O = hmirror(O)
    I = O
    return I

def fine_without_input(S, C, I):
    return 3

def fine_none(I):
    return
