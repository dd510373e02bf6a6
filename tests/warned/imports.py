# Imports are read over. Where one gives a name of the DSL to something else, the programs that use the name say so.

from dsl import last as first, size as size, crop as cut
import dsl as fill, constants

def warned_imported(I):
#   ^ `first` is the primitive in `warned_imported`; in Python it would be what line 3 imports under this name
    return first(I)

def warned_module(I):
#   ^ `fill` is the primitive in `warned_module`; in Python it would be what line 4 imports under this name
    return fill(I, ZERO, asindices(I))

def same_name(I):
    return size(I)

def last(I):
    return I[0]
#           ^ refused: `[` takes an item by its index, which candidate programs don't use

def warned_program(I):
#   ^ `last` is the primitive in `warned_program`; in Python it would be the program of this name
    return last(I)
