# Indentation, brackets, strings and strange characters.

def refused_no_body(I):

def kept_after_no_body(I):
#< the body of `refused_no_body` is expected here, indented
    return I

def refused_indented_further(I):
    x = I
      y = x
#     ^ this line is indented further than the lines around it
    return y

def refused_indented_less(I):
    x = I
  return x
# ^ this line is indented less than the one above, but like no line before it

def refused_tabs(I):
    x = I
	return x
#^ tabs and spaces are mixed in the indentation, so how far this line is indented depends on how wide a tab is

def refused_tab_for_eight_spaces(I):
	x = I
        return x
#       ^ tabs and spaces are mixed in the indentation, so how far this line is indented depends on how wide a tab is

def refused_spaces_before_tab(I):
	  x = I
  	return x
#  ^ this line is indented less than the one above, but like no line before it

def refused_continued_indentation(I):
    x = I
  \
    return x
#   ^ this line is indented less than the one above, but like no line before it

def kept_after_indentation(I):
    return I

def refused_body_at_the_margin(I):
x = hmirror(I)
#< the body of `refused_body_at_the_margin` is expected here, indented
return x

def refused_unclosed(I):
    x = hmirror(vmirror(I)
    return x
#   ^ expected `,` or `)`, found `return`; `hmirror(vmirror(I)…` is still open

def kept_after_unclosed(I):
    return I

def refused_unclosed_at_the_end(I):
    return (hmirror(I)
#          ^ `(` is never closed

def kept_after_unclosed_at_the_end(I):
    return I

def refused_unclosed_list(I): return f([
#                                      ^ `[` starts a list, which candidate programs don't use
    return I
@decorated
#< `@` starts a decorator, which candidate programs don't use
def refused_decorated(I):
    return I

def refused_unopened(I):
    return hmirror(I))
#                    ^ `)` closes a bracket that was never opened

def refused_mismatched(I):
    return hmirror(I]
#                   ^ `]` can't close `(`

def refused_unclosed_string(I):
    'docstring
#   ^ the string `'docstring` is never closed
    return I

def refused_apostrophe(I):
    return I  # a comment isn't a string
    it's not a comment
#     ^ the string `'s not a comment` is never closed

def kept_after_strings(I):
    '''a docstring'''
    return I

def refused_typographic(I):
    “A docstring.”
#   ^ `“` is a typographic quote; Python's quotes are `"` and `'`
    return I

def refused_space(I):
    x = hmirror( I)
#               ^ an invisible character, U+00A0, stands here
    return I

def refused_name(I):
    größe = size(I)
#   ^ the name `größe` has letters beyond a to z, which candidate programs don't use
    return größe

def refused_größe(I):
#   ^ the name `refused_größe` has letters beyond a to z, which candidate programs don't use
    return I

def refused_character(I):
    ? = hmirror(I)
#   ^ `?` has no meaning in Python

def refused_arrow(I):
    x → I
#     ^ `→` has no meaning in Python

def refused_backslash(I):
    x = \ hmirror(I)
#       ^ only the end of the line can follow `\`, which continues it

def refused_escape(I):
    "漢\x4"
#     ^ `\x` must be followed by the 2 digits of a character's number

def refused_unicode(I):
    "\U00110000"
#    ^ `\U` must be followed by the 8 digits of a character's number

def refused_named_character(I):
    "\N{BULLET}"
#    ^ `\N` stands for a character by its name, which candidate programs don't use

def refused_bytes(I):
    b"é"
#     ^ `é` can't stand in bytes, only ASCII can

def refused_mixed(I):
    "a" b"b"
#       ^ bytes and text can't be joined

def kept_at_the_end(I):
    return I
