# A docstring that is never closed pairs up its quotes with those of the docstrings behind it.

def kept_first(I):
    """A docstring.

def not_a_program(I):
    return I
    """
    return I

def refused_open(I):
    """This docstring is not closed.
    return I

def kept_second(I):
    """This one is."""
#      ^ expected the end of the line, found `This`; or the string `"""This docstring is not closed.…` further up is not closed
    return I

def kept_third(I):
    """This one as well.

def in_a_docstring(I):
    return I
    """
    return I
