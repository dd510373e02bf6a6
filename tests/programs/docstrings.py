#!/usr/bin/env python3
"""Docstrings in every notation.

def not_a_program(I):
    return I
"""

def notations(I):
    """Three "double" quotes \""" and ''' others

def not_a_program_either(I):
    return I
    """
    '''three "single" \''' quotes'''
    "one" 'after'   "the other"
    'isn\'t \'over\''
    r'raw \' \x \N'
    R"\u"
    u"\u00e9 \U0001F600 \x41 \101 \
 on another line"
    b"bytes \x00 \u \N" B'more' Rb"\x" bR'\x'
    ""; ''
    """""" ''''''
    """a ""quoted"" word"""
    "größe – ok 漢字"
    return I

def last(I):
    return I
    """at the end"""
