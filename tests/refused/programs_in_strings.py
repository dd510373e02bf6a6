# What stands in a string is no program, also behind something that is refused: here all strings are closed.

PROMPT = """
#< expected a program, `def name(I):`, found `PROMPT`
def in_a_prompt(I):
    return I

def in_a_prompt_as_well(I):
    return I
"""

def kept_first(I):
    return I

def refused_argument(I):
    return fill(I, I[0], """
#                   ^ `[` takes an item by its index, which candidate programs don't use
def in_an_argument(I):
    return I
""")

def refused_item(I):
    x1 = I[0]
#         ^ `[` takes an item by its index, which candidate programs don't use
    '''
def behind_what_is_refused(I):
    return I
'''
    return x1

def kept_second(I):
    """A docstring with

def a_program(I):
    return I
    """
    return I
