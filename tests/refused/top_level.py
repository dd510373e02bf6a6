# What stands beside the programs.
import dsl
import
#     ^ expected the name of a module, found the end of the line

def kept_first(I):
    return I

x = 1
#< expected a program, `def name(I):`, found `x`
y = 2
print(kept_first(x))

def kept_second(I):
    return I

if __name__ == "__main__":
#< `if` chooses between statements, which candidate programs don't use
    def method(I):
        return I
    main()

class Solver:
#< `class` starts a class, which candidate programs don't use
    def method(self, I):
        return I

@decorated(
#< `@` starts a decorator, which candidate programs don't use
    1)
@again
def refused_decorated(I):
    return I

async def refused_async(I):
#< `async` belongs to coroutines, which candidate programs don't use
    return I

@decorated
#< `@` starts a decorator, which candidate programs don't use
class Decorated:
    def method(I): return I

def kept_third(I): return I
    return I
#   ^ this line is indented further than the lines around it

def kept_fourth(I):
    return I

from dsl import (hmirror vmirror)
#                        ^ expected `,` or `)`, found `vmirror`
from dsl import *

def kept_fifth(I):
    return I

from dsl import hmirror,
#                       ^ expected the name of what is imported, found the end of the line

def kept_sixth(I):
    return I

f"{formatted}"
#< `f"{formatted}"` is a formatted string, which candidate programs don't use

def kept_seventh(I):
    return I

```
#< ``` has no meaning in Python
