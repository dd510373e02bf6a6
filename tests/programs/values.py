# All kinds of values.

def ints(I):
    a = 0
    b = 00_0
    c = 1_000
    d = 0xFf_0
    e = 0X_1
    f = 0o17
    g = 0b_101
    h = -1
    i = - 5
    j = +7
    k = - -3
    l = -+-4
    m = -(2)
    n = (-(-2))
    o = 9223372036854775807
    p = -9223372036854775808
    q = -0x8000_0000_0000_0000
    return I

def words(I):
    a = True
    b = False
    c = None
    return f(True, None, without_bg=False)

def tuples(I):
    a = ()
    b = ( )
    c = (1,)
    d = 1,
    e = 1, 2
    f = 1, (2, 3), 4,
    g = (1, 2, )
    h = ((1, 2), ((), (3,)))
    i = (1), (2)
    (1, 2)
    3, 4
    return a, b

def parentheses(I):
    a = (1)
    b = ((hmirror))(I)
    c = (hmirror(I))
    (d) = ((5))
    d = e = (f) = g(I)
    (hmirror(I))
    return ((a))

def calls(I):
    a = f()
    b = f(a,)
    c = f(a, b,)
    d = f(x=a, y=b,)
    e = f(a, x=b)
    g = f(f(f(a)), f(b)(c)(d))
    h = (f)((a))
    i = f(a)()()
    j = f((a, b))
    k = f(x=(a))
    l = f(x=(a, b), y=-1)
    m = 5(a)
    n = (1, 2)(0)
    o = None()
    f(a)
    return f(a)

def soft_keywords(I):
    match = case(I)
    type = match
    _ = type
    print(_)
    return lazy(match=_, case=type)
