# Values outside the language.

def refused_list(I):
    x = [1, 2]
#       ^ `[` starts a list, which candidate programs don't use

def refused_set(I):
    x = f({1, 2})
#         ^ `{` starts a set or a dictionary, which candidate programs don't use

def refused_index(I):
    return I[0]
#           ^ `[` takes an item by its index, which candidate programs don't use

def refused_attribute(I):
    return frozenset().union(I)
#                     ^ `.` looks up an attribute, which candidate programs don't use

def refused_plus(I):
    x = 1 + 2
#         ^ `+` is an operator; candidate programs call primitives instead, here `add`

def refused_comparison(I):
    x = f(I == I)
#           ^ `==` is an operator; candidate programs call primitives instead, here `equality`

def refused_power(I):
    x = 2 ** 3
#         ^ `**` is an operator, which candidate programs don't use

def refused_less(I):
    x = 2 <= 3
#         ^ `<=` is an operator, which candidate programs don't use

def refused_and(I):
    return T and F
#            ^ `and` is an operator; candidate programs call primitives instead, here `both`

def refused_not(I):
    return not T
#          ^ `not` is an operator; candidate programs call primitives instead, here `flip`

def refused_is(I):
    return I is None
#            ^ `is` is an operator, which candidate programs don't use

def refused_minus(I):
    return f(-x)
#            ^ `-` before something other than a number is an operator, which candidate programs don't use: they call primitives such as `invert`

def refused_minus_call(I):
    return -5(I)
#            ^ a number can't be called

def refused_tilde(I):
    return ~1
#          ^ `~` is an operator, which candidate programs don't use

def refused_conditional(I):
    return I if T else hmirror(I)
#            ^ `if` chooses between two values, which candidate programs don't use

def refused_comprehension(I):
    return tuple(x for x in I)
#                  ^ `for` starts a comprehension, which candidate programs don't use

def refused_lambda(I):
    x = compose(lambda x: x, hmirror)
#               ^ `lambda` makes a function of its own, which candidate programs don't use

def refused_walrus(I):
    return f(x := I)
#              ^ `:=` gives a name inside an expression, which candidate programs don't use

def refused_star(I):
    return f(*I)
#            ^ `*` unpacks a value, which candidate programs don't use

def refused_double_star(I):
    return f(**I)
#            ^ `**` unpacks a value, which candidate programs don't use

def refused_yield(I):
    x = yield I
#       ^ `yield` makes a generator, which candidate programs don't use

def refused_await(I):
    x = await I
#       ^ `await` waits for a coroutine, which candidate programs don't use

def refused_ellipsis(I):
    ...
#   ^ `...` is the ellipsis, which candidate programs don't use

def refused_float(I):
    x = f(0.5)
#         ^ `0.5` is not an integer, which candidate programs don't use

def refused_exponent(I):
    x = 1e-5
#       ^ `1e-5` is not an integer, which candidate programs don't use

def refused_imaginary(I):
    x = 3j
#       ^ `3j` is not an integer, which candidate programs don't use

def refused_string(I):
    x = f('abc')
#         ^ `'abc'` is a string, which candidate programs use only as a docstring

def refused_formatted(I):
    f"{I}"
#   ^ `f"{I}"` is a formatted string, which candidate programs don't use

def refused_formatted_and_raw(I):
    rF'{I}'
#   ^ `rF'{I}'` is a formatted string, which candidate programs don't use

def refused_template(I):
    "text" t'{I}'
#          ^ `t'{I}'` is a formatted string, which candidate programs don't use

def refused_large(I):
    x = 9223372036854775808
#       ^ `9223372036854775808` is beyond the integers that candidate programs use, from -9223372036854775808 to 9223372036854775807

def refused_large_negative(I):
    x = -0x8000_0000_0000_0001
#        ^ `0x8000_0000_0000_0001` is beyond the integers that candidate programs use, from -9223372036854775808 to 9223372036854775807

def refused_very_large(I):
    x = 100000000000000000000000000000000000000000000000000000000000000000000
#       ^ `1000000000000000000000000000000000000000…` is beyond the integers that candidate programs use, from -9223372036854775808 to 9223372036854775807

def refused_negated_minimum(I):
    x = -(-9223372036854775808)
#         ^ `-9223372036854775808` is beyond the integers that candidate programs use, from -9223372036854775808 to 9223372036854775807

def refused_leading_zero(I):
    x = 007
#       ^ `007` is not a number

def refused_underscore(I):
    x = 1__0
#       ^ `1__0` is not a number

def refused_number_and_letters(I):
    x = 0x1G
#       ^ `0x1G` is not a number
