# Everything that Python allows between the tokens.
import dsl, constants as c; import functools
from dsl import (
    hmirror,  # a comment
    vmirror as vm,
)
"A docstring of the file."; pass

def on_one_line(I): return dmirror(I)
def several_on_one_line(I): x = hmirror(I); y = vmirror(x); return y
def trailing_semicolon(I): return I;

def continued(I):
    x1 = objects(
I,
        T,  # a comment in brackets

            F,
  T,
    )
    x2 = \
        first(x1)
    x3 = paint(canvas(0, (3,
        3)), \
        x2)
    return (
        x3
    )

def with_tab(I):
	x = hmirror(I)
	return x

def deep_indentation(I):
                x = hmirror(I)

       # A comment may stand anywhere.
# Here as well.
                return x

def \
  split_head(  # a comment
    I,
  ) \
  :
  return I

def continued_indentation(I):
    x = I
    \
  y = x
\
    z = y
    \
\
          return z

def spaces ( I ) : return  hmirror ( I ) # the end

def no_spaces(I):x=f(I,T,a=(1,),b=());y=x;return(y)

def semicolons(I):
    x = hmirror(I) ; y = vmirror(x);
    pass; return y

def no_result(I):
    hmirror(I)

def nothing(I):
    pass

def bare_return(I):
    return

def early(I):
    return I
    x = vmirror(I)

def no_parameter():
    return canvas(0, (1, 1))

def three_parameters(I, a, b,):
    return I

def indented_comment_at_the_end(I):
    return I
    # the end
        # of all
