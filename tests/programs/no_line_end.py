def last_line_without_end(I):
    return I