"""Small templates for every construct, for make_chat_golden.py.

Each entry is an expression for {{ }}, or a whole template where it holds a tag itself.
"""

VARIABLES = {
    "s": "Hello, World",
    "sp": "  two  spaces \n and a line\t",
    "u": "naïve ÉCOLE straße ΟΔΟΣ 表 🙂",
    "e": "",
    "n": 7,
    "z": 0,
    "m": -3,
    "f": 2.5,
    "big": 1e20,
    "t": True,
    "no": False,
    "nil": None,
    "l": [3, 1, 2],
    "words": ["pear", "Apple", "fig", "apple"],
    "nested": [[1, [2, "x"]], {"k": [None, True]}],
    "d": {"b": 1, "a": 2, "items": 3, "C": None},
    "rows": [
        {"name": "b", "n": 2, "in": {"x": 1}},
        {"name": "a", "n": 1, "in": {"x": 2}},
        {"name": "B", "n": 1},
        {"name": "c", "n": None},
    ],
    "quote": "it's \"quoted\" \\ back\x00\x7f\u00a0\u200b\u2028",
    "html": "<b>&'\"</b>",
    "messages": [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Hi"},
        {"role": "assistant", "content": "Hello", "tool_calls": []},
    ],
    "numbers": [1, 2.0, -0.5, 1e16, 123456789012345.6, 1e-5, 0.1, 1e22, 5e-324, 100000.0, -0.0],
}

EXPRESSIONS = r"""
1
-1
+n
--n
1_000
007
1.5
1.0e3
1e5
2.50
'a'
"a'b"
'a' 'b'
'\n\t\x41\u00e9\101\q\''
'\é'
true
True
none
None
false
[]
[1, 'a', none, true, 1.0]
[1, 2,]
()
(1,)
(1, 2)
1, 2
{}
{'a': 1, "b": [1, {'c': none}]}
{'a': 1, 'a': 2}
{1: 'x', 1.0: 'y', true: 'z'}
{(1, 2): 3}
1 + 2 * 3
(1 + 2) * 3
2 ** 3 ** 2
-2 ** 2
2 ** -1
7 / 2
8 / 2
7 // 2
-7 // 2
7 // -2
7 % 3
-7 % 3
7 % -3
7.5 // 2
-7.5 // 2
-7.5 % 2
7.5 % -2
1 / 0
1 // 0
1 % 0
1.0 / 0
1.0 // 0
1.0 % 0
0 ** -1
1.5 ** 2
2 ** 0.5
2 ** 62
2 * 'ab'
'ab' * 0
[1] * 3
(1, 2) * 2
'a' * 'b'
'a' + 'b'
'a' + 1
1 + 'a'
none + 'a'
[1] + [2]
[1] + (2,)
(1,) + (2,)
d + d
true + true
1 - true
'a' - 'b'
-'a'
+none
not 1
not e
1 ~ 'a' ~ none ~ 1.0 ~ [1]
s ~ undefined_thing
1 == 1.0
1 == true
'1' == 1
[1] == [1.0]
(1,) == [1]
{'a': 1} == {'a': 1.0}
none == false
missing == other
missing == none
1 != 2
1 < 2
1 < 2 < 3
1 < 3 < 2
1 == 1 == 1
'a' < 'b'
'a' < 1
[1, 2] < [1, 3]
[1] < [1, 0]
none < 1
1 <= 1.0
2 >= 3
1.5 > 1
9007199254740993 == 9007199254740992.0
9007199254740993 > 9007199254740992.0
'a' in 'abc'
'' in ''
'd' in 'abc'
1 in 'abc'
1 in [1.0]
'a' in d
1 in d
[1] in d
'x' not in l
3 not in l
1 in none
1 in 5
2 in range(3)
missing in l
1 in missing
1 and 2
0 and 2
0 or 'x'
'' or none
1 or missing.x
none and missing.x
not missing
1 if t else 2
1 if no else 2
1 if no
(1 if no) is defined
(1 if no) + 1
1 if t if no else 3
'a' if t else 'b' if no else 'c'
missing
missing.x
missing['x']
missing.x.y
missing + 1
1 + missing
'a' + missing
missing()
missing[1:]
-missing
missing | length
missing | upper
missing | join
missing | list
missing | first
missing | last
missing | int
missing | tojson
missing | default('x')
missing is string
missing is iterable
missing is sequence
missing is mapping
missing is none
missing is callable
missing < 1
[missing]
d.a
d['a']
d.items
d['items']
d.zz
d.zz.y
d['zz'] is defined
d.get('a')
d.get('zz')
d.get('zz', 5)
d.get()
d.keys()
d.values()
d.items()
d.items() | list
d.keys() | list
d.a.b
d[1]
d[[1]]
d | length
d | list
d.copy()
d.update({'x': 1})
d.pop('a')
d.setdefault('a', 1)
l.append(4)
l.append
l.sort()
l.count(1)
l.index(1)
l.index(9)
l.copy()
l[0]
l[-1]
l[5]
l[5] is defined
l[5].x
l[1.5]
l['x']
l.x
l.0
l[true]
l[:2]
l[::-1]
l[::2]
l[1:]
l[-2:]
l[:-1]
l[5:1]
l[2:0:-1]
l[::0]
l['a':]
s[0]
s[-1]
s[99]
s[1:4]
s[::-1]
u[1:8]
u[::-1]
u | length
(1, 2, 3)[::-1]
n[0]
n[0:1]
none[0]
none.x
n[0:1]
d[0:1]
range(5)
range(5) | list
range(1, 10, 3) | list
range(5, 0, -2) | list
range(5)[1]
range(5)[::-1] | list
range(10)[2:8:2] | list
range(0)
range(1, 2, 3)
range(100001) | length
range(100000) | length
range('a')
range()
range(1, 2, 0)
range(3).start
s.upper()
s.lower()
u.upper()
u.lower()
u.title()
u.capitalize()
u.swapcase()
'hello wORLD foo-bar'.title()
'hello wORLD'.capitalize()
'ǆ'.title()
s.upper
s.foo
s.foo()
s.split()
s.split(',')
s.split(', ')
s.split('o', 1)
s.split(',', maxsplit=1)
s.split(sep='l')
s.split('')
s.split(none)
s.split(1)
sp.split()
sp.split(none, 1)
sp.split(' ')
sp.rsplit(none, 1)
'a,b,c'.rsplit(',', 1)
'a,b,c'.rsplit(',')
'a--b--c'.split('--')
sp.strip()
sp.lstrip()
sp.rstrip()
'xxaxx'.strip('x')
'xyaxy'.strip('yx')
'xxaxx'.lstrip('x')
'xxaxx'.rstrip('x')
s.strip(1)
s.startswith('He')
s.startswith('lo', 3)
s.startswith(('x', 'He'))
s.startswith(1)
s.endswith('ld')
s.endswith(('a', 'd'))
s.endswith('lo', 0, 5)
s.replace('l', 'L')
s.replace('l', 'L', 1)
s.replace('', '-')
s.replace('', '-', 3)
s.replace('x', 'y')
s.replace(1, 2)
s.find('o')
s.find('zz')
s.rfind('o')
s.find('o', 5)
s.index('o')
s.index('zz')
u.find('É')
s.count('l')
s.count('')
s.count('l', 4)
s.join(['a', 'b'])
', '.join(words)
', '.join([1])
', '.join(d)
'-'.join('abc')
','.join(5)
s.partition(', ')
s.partition('zz')
s.rpartition('o')
s.removeprefix('Hello')
s.removesuffix('World')
s.removeprefix('x')
'a\nb\r\nc\n\nd'.splitlines()
'a\nb\n'.splitlines(true)
''.splitlines()
'7'.zfill(3)
'-7'.zfill(4)
'ab'.center(5)
'ab'.center(6)
'abc'.center(6)
'abc'.center(7)
'ab'.center(5, '*')
'ab'.ljust(4) ~ '|'
'ab'.rjust(4, '.')
'ab'.rjust(1)
'abc'.isalpha()
'ab1'.isalnum()
'12'.isdigit()
'12'.isdecimal()
'²'.isdigit()
'²'.isdecimal()
' '.isspace()
''.isspace()
'ab'.islower()
'AB'.isupper()
'aB'.islower()
'1'.isupper()
'Ab Cd'.istitle()
'Ab cd'.istitle()
'ab'.isascii()
u.isascii()
s.upper(1)
s.split(foo=1)
s.strip(x=1)
'{} {}'.format(1, 'a')
'{0} {1} {0}'.format(1, 'a')
'{a}-{b}'.format(a=1, b=none)
'{:>5}|{:<5}|{:^5}|{:05d}|{:.2f}|{:,}'.format('a', 'b', 'c', 42, 3.14159, 1234567)
'{:x} {:X} {:e} {:g} {:%}'.format(255, 255, 1234.5, 0.0001, 0.25)
'{:+d} {: d} {:*^7}'.format(5, 5, 'x')
'{{}}'.format()
'{!r} {!s}'.format('a', 'b')
'{}'.format()
'{a}'.format()
'{'.format()
'}'.format()
'{:d}'.format('a')
'{:s}'.format(1)
'{} {0}'.format(1)
'%s and %s' % ('a', 1)
'%s' % 'a'
'%s' % [1, 'x']
'%d' % 3.9
'%05d|%5d|%-5d|%+d' % (1, 2, 3, 4)
'%.2f %e %g' % (1.005, 12345.678, 0.00001)
'%x %X' % (255, 255)
'%r' % 'a'
'%(a)s %(b)d' % {'a': 1, 'b': 2}
'%s' % none
'%s %s' % ('a',)
'%s' % ('a', 'b')
'%d' % 'a'
'100%%' % ()
'100%' % ()
'%q' % 1
'%5s|%-5s|%.1s' % ('a', 'b', 'cd')
numbers
numbers | join(' ')
1e300 * 1e10
-1e300 * 1e10
0.1 + 0.2
1 / 3
100.0
1e15
1e16
123456789.123
12000000000000000.0
0.0001
0.00001
-0.0
nested
quote
[quote]
['a"b', "a'b", 'a\'"b', 'tab\t', 'é', '🙂', '\x1b', '\\']
d | string
nested | string
[s, u]
{'k': "v's"}
n | abs
m | abs
'a' | abs
s | capitalize
s | center(20)
'ab' | center
s | count
missing | default
missing | d('x')
e | default('x')
e | default('x', true)
none | default('x')
none | default('x', boolean=true)
d | dictsort
d | dictsort(true)
d | dictsort(false, 'value')
{'b': 2, 'a': 1} | dictsort(by='value', reverse=true)
l | dictsort
l | first
[] | first
[] | first | default('none')
'abc' | first
'abc' | last
l | last
[] | last
d | last
'3.7' | float
'x' | float
'x' | float(1.5)
' 1_000.5 ' | float
'1e3' | float
'inf' | float
'nan' | float
none | float
true | float
'%s-%s' | format('a', 1)
'%(x)s' | format(x=3)
rows | groupby('n') | list
rows[:3] | groupby('n')
rows[:3] | groupby('name')
rows[:3] | map(attribute='name') | groupby('x')
'a\nb\n\nc' | indent
'a\nb\n\nc' | indent(2, true)
'a\nb\n\nc' | indent(2, blank=true)
'a\nb' | indent('> ')
'a\nb' | indent(width=1, first=true)
'42' | int
'42.9' | int
' 7 ' | int
'x' | int
'x' | int(5)
'0x1f' | int(base=16)
'1f' | int(0, 16)
3.9 | int
-3.9 | int
true | int
none | int
[] | int
'1_0' | int
d | items | list
missing | items | list
5 | items | list
l | join
l | join(', ')
words | join('|')
rows | join('/', attribute='name')
rows | join(',', 'n')
5 | join
'abc' | join('-')
'abc' | list
5 | list
S | lower
s | lower
5 | lower
none | upper
l | length
5 | length
words | map('upper') | list
words | map('upper')
words | map('replace', 'p', 'b') | join(' ')
rows | map(attribute='name') | list
rows | map(attribute='in.x') | list
rows | map(attribute='in.x', default=0) | list
rows | map(attribute='zz', default='q') | join
[[1, 2], [3]] | map(attribute=0) | list
[[1, 2], [3]] | map('length') | list
words | map | list
words | map('upper', 1) | list
[[3, 4]] | map('first') | list
l | max
l | min
words | max
words | min
words | min(case_sensitive=true)
rows[:3] | max(attribute='n')
[] | max
[1, 'a'] | max
l | reject('odd') | list
rows | rejectattr('n') | map(attribute='name') | list
rows | rejectattr('n', 'none') | map(attribute='name') | list
s | replace('l', 'L')
s | replace('l', 'L', 2)
5 | replace(5, 6)
s | reverse
l | reverse | list
l | reverse
range(3) | reverse | list
d | reverse | list
5 | reverse
2.5 | round
3.5 | round
2.675 | round(2)
1234.567 | round(1, 'floor')
1234.567 | round(1, 'ceil')
1.25 | round(1)
-2.5 | round
7 | round
'a' | round
2.5 | round(method='x')
l | select | list
[0, 1, '', 'a', none] | select | list
l | select('odd') | list
l | select('>', 1) | list
l | select('in', [1, 2]) | list
words | select('equalto', 'fig') | list
rows | selectattr('n') | map(attribute='name') | list
rows | selectattr('n', 'equalto', 1) | map(attribute='name') | list
rows | selectattr('name', 'in', ['a', 'b']) | list
rows | selectattr('in', 'defined') | list | length
messages | selectattr('role', 'equalto', 'system') | map(attribute='content') | first
messages | selectattr('role', '==', 'tool') | list | length
messages | rejectattr('role', 'eq', 'system') | list | length
l | sort
l | sort(reverse=true)
words | sort
words | sort(case_sensitive=true)
rows[:3] | sort(attribute='n')
rows[:3] | sort(attribute='n,name') | map(attribute='name') | list
rows[:3] | sort(true, attribute='name') | map(attribute='name') | list
[1, 'a'] | sort
l | string
l | sum
rows[:3] | sum(attribute='n')
l | sum(start=10)
words | sum
[[1], [2]] | sum(start=[])
'hello world-foo (bar' | title
"it's a HELLO" | title
d | tojson
nested | tojson
u | tojson
u | tojson(ensure_ascii=true)
quote | tojson
html | tojson
nested | tojson(indent=2)
nested | tojson(indent=0)
{} | tojson(indent=2)
[] | tojson(indent=2)
d | tojson(sort_keys=true)
d | tojson(separators=(',', ':'))
d | tojson(indent=1, separators=(' ,', ' : '))
numbers | tojson
{1: 2, none: 3, true: 4, 1.5: 5} | tojson
{(1, 2): 3} | tojson
(1, (2,)) | tojson
range(3) | tojson
'inf' | float | tojson
'nan' | float | tojson
d | tojson(indent='--')
d | tojson(4)
d.items() | tojson
d | tojson | length
sp | trim
'xxaxx' | trim('x')
5 | trim
'foo bar baz qux' | truncate(9)
'foo bar baz qux' | truncate(9, true)
'foo bar baz qux' | truncate(11)
'foo bar baz qux' | truncate(9, true, '..', 0)
'foo bar' | truncate(9)
'foo bar baz qux' | truncate(2)
words | unique | list
words | unique(case_sensitive=true) | list
rows | unique(attribute='n') | map(attribute='name') | list
[[1], [1]] | unique | list
s | upper
'a b_c d-e' | wordcount
range(7) | batch(3) | list
range(7) | batch(3, 'x') | list
range(7) | slice(3) | list
range(7) | slice(3, 'x') | list
html | e
html | escape
html | safe
s | attr('upper') is callable
d | attr('a')
d | attr('items') is callable
l | map('string') | map('upper') | list
l | list | tojson | upper
1 is odd
2 is even
3 is divisibleby 3
3 is divisibleby(2)
'a' is odd
1 is defined
missing is defined
missing is undefined
missing is not defined
none is none
0 is none
1 is number
1.5 is number
true is number
'1' is number
1 is integer
true is integer
1.5 is float
1 is float
true is boolean
1 is boolean
true is true
1 is true
false is false
0 is false
'a' is string
1 is string
d is mapping
l is mapping
l is sequence
'a' is sequence
d is sequence
5 is sequence
range(3) is sequence
d.items() is sequence
l is iterable
5 is iterable
'a' is iterable
none is iterable
(l | map('upper')) is iterable
range is callable
5 is callable
'a' is lower
'A' is upper
'Aa' is lower
5 is lower
1 is eq 1
1 is equalto 2
1 is ne 2
1 is lt 2
2 is gt 1
2 is ge 2
2 is le 1
1 is greaterthan 0
1 is lessthan 0
1 is in [1, 2]
'a' is in 'abc'
1 is not in [1, 2]
'upper' is filter
'foo' is filter
'odd' is test
none is sameas none
1 is sameas true
true is sameas true
not 1 is odd
1 is odd and 2 is even
1 is odd or missing.x
l is sequence and l is not string
s is defined and s.startswith('H')
1 is eq(1) == true
-1 | abs
-l[0] | abs
1 + 2 | string
'a' ~ 'b' | upper
('a' ~ 'b') | upper
not 'a' | length
l | length > 2
l | length == 3 and s
s | upper | lower | title
s.upper().lower().split(',')[0][1]
messages[0].role
messages[0]['content'] | trim
messages[-1]['tool_calls']
messages[1:] | length
messages[::-1][0].role
messages | map(attribute='role') | join(',')
(messages | last).content
messages[0]
dict(a=1, b=2)
dict({'a': 1}, b=2)
dict([('a', 1), ('b', 2)])
dict()
dict(5)
dict([1])
dict([(1, 2, 3)])
dict.fromkeys(['a', 'b'])
dict.fromkeys('ab', 1)
dict(**{'a': 1})
namespace(a=1)
namespace({'a': 1}, b=2)
namespace(a=1).a
namespace(a=1).b
namespace(a=1)['a']
namespace(_x=1)
namespace()
namespace() == namespace()
strftime_now('%Y-%m-%d')
strftime_now('%d %b %Y, %A %B %j %H:%M:%S %p %I %y %a %% %e %-d %-m %-H %F %T %D %U %W %u %w %c %x %X %Z%z %f')
strftime_now(5)
raise_exception('stop: ' ~ n)
raise_exception(message="named")
raise_exception(5)
5()
s()
l[0]()
true.x
1 . foo is defined
s.format
{'a': 1}.a
[1, 2, 3][1]
'abc'[1]
(1, 2)[0]
{'a': {'b': [1, {'c': 'deep'}]}}.a.b[1].c
[[1, 2], [3, 4]][1][0]
{'keys': 1}.keys
{'keys': 1}['keys']
{'keys': 1}.keys()
{'x': 1}['keys']
l == [3, 1, 2]
l is eq [3, 1, 2]
s[:5] ~ s[-5:]
s[99:]
s[-99:3]
s[none:2]
l[n:]
l * 2
u | upper
u | lower
u | title
u | capitalize
u | replace('é', 'x')
'e\u0301' == 'é'
'e\u0301' | length
'e\u0301' in ['é']
{'e\u0301': 1, 'é': 2}
'\r\n' | length
'a\r\nb' | replace('\n', 'x')
'a\r\nb'.splitlines()
'\x1c a \x85' | trim
loop
loop is defined
caller is defined
varargs
"a\
b"
[1, 2] | join(d='-')
l | join(attribute=none)
l | sort | first
l | select('odd') | first
l | map('string') | join
([1, 2] | map('string') | list) + ['x']
1 if missing is defined else 'none'
s.split(', ') | map('lower') | join('+')
'</think>' in 'a</think>b'
'a</think>b'.split('</think>')[-1].lstrip('\n')
'a</think>b'.split('</think>')[0].rstrip('\n').split('<think>')[-1]
messages | tojson
messages | tojson(indent=4)
messages[2] | tojson(ensure_ascii=False)
missing | abs
dict(missing)
l | sort(reverse={})
l | sort(missing)
(5 | unique) is defined
5 | unique | list
missing | round('a')
5 | int(base='a')
{[1] | first: n, l: 1}
range(3).count(1, 2)
s.find()
s.find(1, 2, 3, 4)
s.endswith(3, 1)
l.index(1, none)
(missing | reverse).x.y
(d | reverse).x.y
'a' * missing
1.5 is divisibleby 0.5
'%s' is even
messages[true].role
""".strip("\n").split("\n")

TEMPLATES = r"""
{% set x = 1 %}{{ x }}
{% set x, y = 1, 2 %}{{ x }}{{ y }}
{% set x, y = [1] %}
{% set x, y = 5 %}
{% set x, y = 1, 2, 3 %}
{% set (x, y) = (1, 2) %}{{ y }}
{% set x %}a{{ n }}b{% endset %}{{ x }}|{{ x | length }}
{% set x | upper %}abc{% endset %}{{ x }}
{% set x | replace('a', 'b') | upper %}abc{% endset %}{{ x }}
{% set x %}{% set y = 1 %}{{ y }}{% endset %}{{ x }}{{ y }}
{% set ns = namespace(x=0) %}{% for i in l %}{% set ns.x = ns.x + i %}{% endfor %}{{ ns.x }}
{% set ns = namespace() %}{% set ns.x %}block{% endset %}{{ ns.x }}{{ ns }}
{% set ns = namespace() %}{% set ns._x = 1 %}
{% set ns.x = 1 %}
{% set d.x = 1 %}
{% set ns = namespace(a=1) %}{% set ns.a, ns.b = 2, 3 %}{{ ns.a }}{{ ns.b }}
{% set ns = namespace(a=1) %}{% set ns.items = 5 %}{{ ns.items }}
{% set x = 0 %}{% for i in l %}{% set x = x + i %}{{ x }},{% endfor %}{{ x }}
{% for i in l %}{% if loop.first %}{% set x = i %}{% endif %}{{ x }};{% endfor %}
{% set x = 5 %}{% for i in l %}{% if not loop.first %}{% set x = i %}{% endif %}{{ x }};{% endfor %}{{ x }}
{% if t %}{% set x = 1 %}{% endif %}{{ x }}
{% if no %}{% set n = 1 %}{% endif %}{{ n }}
{% if no %}{% set q = 1 %}{% else %}{% set q = 2 %}{% endif %}{{ q }}
{% if no %}a{% elif t %}b{% else %}c{% endif %}
{% if no %}a{% elif no %}b{% else %}c{% endif %}
{% if no %}a{% elif z %}b{% endif %}|
{% if l %}{% if e %}x{% else %}y{% endif %}{% endif %}
{% if 1, 2 %}tuple{% endif %}
{% for i in l %}{{ i }}{% endfor %}
{% for i in l %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.last }}{{ loop.length }}|{% endfor %}
{% for i in l %}{{ loop.previtem }}<{{ i }}>{{ loop.nextitem }}{% if not loop.last %}, {% endif %}{% endfor %}
{% for i in l %}{{ loop.previtem is defined }}{{ loop.nextitem is defined }}{{ loop.depth }}{{ loop.depth0 }} {% endfor %}
{% for i in l %}{{ loop.cycle('a', 'b') }}{% endfor %}
{% for i in l %}{{ loop.cycle() }}{% endfor %}
{% for i in [1, 1, 2] %}{{ loop.changed(i) }}{% endfor %}
{% for i in l %}{{ loop }}{% endfor %}
{% for i in l %}{{ loop.foo is defined }}{{ loop['index'] }}{% endfor %}
{% for i in l %}{{ loop(l) }}{% endfor %}
{% for i in [] %}x{% else %}empty{% endfor %}
{% for i in missing %}x{% else %}empty{% endfor %}
{% for i in l %}x{% else %}empty{% endfor %}
{% for i in none %}x{% endfor %}
{% for i in 5 %}x{% endfor %}
{% for c in 'añ🙂' %}[{{ c }}]{% endfor %}
{% for k in d %}{{ k }}{% endfor %}
{% for k, v in d.items() %}{{ k }}={{ v }};{% endfor %}
{% for k, v in d | items %}{{ k }}={{ v }};{% endfor %}
{% for k, v in d | dictsort %}{{ k }}={{ v }};{% endfor %}
{% for (k, v) in d.items() %}{{ k }}{% endfor %}
{% for a, b in [(1, 2), (3, 4)] %}{{ a + b }},{% endfor %}
{% for a, (b, c) in [(1, (2, 3))] %}{{ a }}{{ b }}{{ c }}{% endfor %}
{% for a, b in [(1, 2, 3)] %}{% endfor %}
{% for a, b in [1] %}{% endfor %}
{% for i in 1, 2 %}{{ i }}{% endfor %}
{% for i in range(5) if i is odd %}{{ i }}{{ loop.index }}{{ loop.last }} {% endfor %}
{% for i in range(5) if i > 9 %}x{% else %}none{% endfor %}
{% for i in range(6) if i is even %}{{ loop.length }}{{ loop.revindex }} {% endfor %}
{% for m in messages if m.role != 'system' %}{{ loop.index }}{{ m.content }}{% endfor %}
{% set ns = namespace(done=false) %}{% for i in l if not ns.done %}{{ i }}{% set ns.done = true %}{% endfor %}
{% set ns = namespace(done=false) %}{% for i in l if not ns.done %}{{ i }}{{ loop.last }}{% set ns.done = true %}{% endfor %}
{% for i in l %}{% for j in 'ab' %}{{ loop.index }}{% endfor %}{{ loop.index }} {% endfor %}
{% for i in l %}{% set outer = loop %}{% for j in 'ab' %}{{ outer.index }}{{ loop.index }} {% endfor %}{% endfor %}
{% for i in range(10) %}{% if i == 3 %}{% break %}{% endif %}{{ i }}{% endfor %}
{% for i in range(5) %}{% if i == 3 %}{% continue %}{% endif %}{{ i }}{% endfor %}
{% for i in range(3) %}{% break %}{% else %}else{% endfor %}
{% for i in range(3) %}{% continue %}{% else %}else{% endfor %}
{% for i in range(3) %}{% if i %}{% break %}{% endif %}{% else %}else{% endfor %}
{% for i in l %}{% for j in l %}{% if j == 1 %}{% break %}{% endif %}{{ j }}{% endfor %};{% endfor %}
{% for i in l %}{% with x = i %}{% if x == 1 %}{% continue %}{% endif %}{{ x }}{% endwith %}{% endfor %}
{% for i in l %}{% set x %}a{% if i == 1 %}{% continue %}{% endif %}b{% endset %}{{ x }}{{ i }}{% endfor %}
{% for i in l %}{{ i }}{% endfor %}{{ i }}
{% for n in l %}{{ n }}{% endfor %}{{ n }}
{% for i in l | sort %}{{ i }}{% endfor %}
{% for i in l if t %}{{ i }}{% endfor %}
{% for m in messages[1:] %}{{ m.role }}{% endfor %}
{% for x in rows | selectattr('n', 'eq', 1) %}{{ x.name }}{{ loop.last }}{% endfor %}
{% set g = l | map('string') %}{% for x in g %}{{ x }}{% endfor %}|{% for x in g %}{{ x }}{% endfor %}
{% set g = l | select %}{{ g | first }}{{ g | list }}
{% set g = rows | groupby('name') %}{% for k, v in g %}{{ k }}:{{ v | length }} {% endfor %}{{ g[0].grouper }}{{ g[0].list | length }}
{% for x in rows[:3] | groupby('n') %}{{ x.grouper }}{{ x[1] | map(attribute='name') | join }}{% endfor %}
{% macro m() %}hi{% endmacro %}{{ m() }}{{ m() | upper }}
{% macro m(a, b=2) %}{{ a }}-{{ b }}{% endmacro %}{{ m(1) }} {{ m(1, 3) }} {{ m(b=5, a=4) }} {{ m() }}
{% macro m(a) %}{{ a is defined }}{% endmacro %}{{ m() }}{{ m(1) }}
{% macro m(a) %}{{ a.x }}{% endmacro %}{{ m() }}
{% macro m(a, b=a) %}{{ b }}{% endmacro %}{{ m(1) }}
{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, 2) }}
{% macro m(a) %}{{ a }}{% endmacro %}{{ m(x=2) }}
{% macro m(a) %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, 2, 3, x=4) }}
{% macro m() %}{{ kwargs.items() | list }}{% endmacro %}{{ m(b=1, a=2) }}
{% macro m() %}{{ n }}{{ x }}{% endmacro %}{% set x = 5 %}{{ m() }}
{% macro m() %}{{ x }}{% endmacro %}{{ m() }}{% set x = 5 %}{{ m() }}
{% macro m() %}{{ n }}{% endmacro %}{{ m() }}{% set n = 5 %}{{ m() }}
{% macro m() %}{% set x = 1 %}{{ x }}{% endmacro %}{{ m() }}{{ x }}
{% macro fact(k) %}{% if k > 1 %}{{ k }}*{{ fact(k - 1) }}{% else %}1{% endif %}{% endmacro %}{{ fact(5) }}
{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}B{% endmacro %}{{ a() }}
{% macro m(x) %}{% for i in x %}{{ i }}{% if not loop.last %},{% endif %}{% endfor %}{% endmacro %}{{ m(l) }}
{% for i in l %}{% macro m() %}{{ i }}{% endmacro %}{{ m() }}{% endfor %}
{% macro m() %}x{% endmacro %}{{ m }}{{ m.name }}
{% macro m() %}  x  {% endmacro %}[{{ m() | trim }}]
{% macro m() -%}  x  {%- endmacro %}[{{ m() }}]
{% macro m() %}<{{ caller() }}>{% endmacro %}{% call m() %}body{{ n }}{% endcall %}
{% macro m() %}{{ caller(1, b=2) }}{% endmacro %}{% call(a, b=3) m() %}{{ a }}{{ b }}{% endcall %}
{% macro m() %}{{ caller() if caller }}none{% endmacro %}{{ m() }}
{% macro m() %}{{ caller() }}{% endmacro %}{{ m() }}
{% macro m() %}x{% endmacro %}{% call m() %}b{% endcall %}
{% macro m(a, b) %}{{ a }}{{ b }}{% endmacro %}{{ m(*[1, 2]) }}{{ m(**{'a': 1, 'b': 2}) }}{{ m(1, *[2]) }}
{% macro m(a=[], b={}) %}{{ a }}{{ b }}{% endmacro %}{{ m() }}
{% macro m(a) %}{{ a }}{% endmacro %}{{ [m(1), m(2)] }}{{ m(1) ~ 'x' }}{{ m(1) + 'y' }}
{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ n }}{% endif %}{% endmacro %}{{ m(20) }}
{% filter upper %}abc{{ s }}{% endfilter %}
{% filter replace('a', 'b') | upper %}abca{% endfilter %}
{% filter trim %}  x  {% endfilter %}|
{% with %}{% set x = 1 %}{{ x }}{% endwith %}{{ x }}
{% with a = 1, b = 2 %}{{ a }}{{ b }}{% endwith %}{{ a }}
{% set a = 5 %}{% with a = 1, b = a %}{{ a }}{{ b }}{% endwith %}{{ a }}
{% with (a, b) = (1, 2) %}{{ a }}{{ b }}{% endwith %}
{% print 1, 'a' %}
{% generation %}abc{{ n }}{% endgeneration %}
{% for m in messages %}{% if m.role == 'assistant' %}{% generation %}{{ m.content }}{% endgeneration %}{% endif %}{% endfor %}
{% generation %}{% set x = 1 %}{% endgeneration %}{{ x }}
{% raw %}{{ x }}{% y %}{# z #}{% endraw %}
{% raw -%}   a  {%- endraw %}|
{# comment #}a{#- b -#}  c
a {#- b #} c
a {{ 1 }} b
a   {%- if t %} x {% endif -%}   b
a   {%+ if t %} x {%+ endif %}   b
{{ '{{' }}{{ '}}' }}{{ '{%' }}
{{ {'a': {'b': 1}}['a']['b'] }}
{{ {'a': {'b': 1}} }}
}} %} #}
{ { {x} %
{%set x=1%}{{x}}{%if x==1%}y{%endif%}
{% if not no and (l | length > 2 or missing.x) %}ok{% endif %}
{% if messages[0]['role'] == 'system' %}{% set loop_messages = messages[1:] %}{% set sys = messages[0]['content'] %}{% else %}{% set loop_messages = messages %}{% endif %}{{ sys }}{{ loop_messages | length }}
{% set content = 'a' if messages[0].content is string else 'b' %}{{ content }}
{% for m in messages %}{{ '<' + m['role'] + '>' + m['content'] | trim + '</>' }}{% endfor %}
{{ raise_exception('no') if no else 'fine' }}
{% if t %}{{ raise_exception('Only user and assistant roles are supported!') }}{% endif %}
{% set x = missing.attr.b %}
{% for i in l %}{{ i.x.y }}{% endfor %}
{{ messages[9].role }}
{{ messages[0].tool_calls[0] }}
{{ messages[0].tool_calls | length }}
{{ 'x' + messages[0].name }}
{{ 'x' + none }}
{{ d.a + d.zz }}
{{ n + d.C }}
{% set loop_count = l | length %}{{ loop_count }}
{% set x = {'a': 1} %}{% set y = x %}{{ y.a }}
{% for key in ['a', 'zz'] %}{{ d[key] | default('?') }}{% endfor %}
{%- for m in messages -%}{{- m.role -}}{{- '\n' -}}{%- endfor -%}
{% set t1 = namespace(v=[]) %}{% for i in l %}{% set t1.v = t1.v + [i * 2] %}{% endfor %}{{ t1.v | join(',') }}
{% set a = [] %}{% if a.append(1) %}x{% endif %}
{% set x = 'a' %}{% set x = x ~ 'b' %}{{ x }}
{{ 'a' if missing else 'b' }}{{ missing or 'c' }}
{{ [1, 2, 3] | map('string') | join(', ') }}
{% if 'x' in d or 'a' in d %}yes{% endif %}
{% if d.a is defined and d.a is number and d.zz is not defined %}yes{% endif %}
{{ ['a', 'b'][n % 2] }}
{% set x = 1 %}{% set x = 2 if x == 1 else 3 %}{{ x }}
{% for i in range(3) %}{{ i if i else 'zero' }}{{ ', ' if not loop.last }}{% endfor %}
{% set chars = namespace(out='') %}{% for c in 'abc' %}{% set chars.out = c + chars.out %}{% endfor %}{{ chars.out }}
{%- if messages and messages[0]['role'] == 'system' -%}S{%- endif -%}
""".strip("\n").split("\n")




MULTILINE = [
    "  {% raw %}  a\n  {% endraw %}\nx",
    "a\n  {# own line #}\nb",
    "{{ s }}{#\nmulti\n#}\nx",
    "a {{- 1 -}} b",
    "  {% if t %}\n    x\n  {% endif %}\ny",
    "  {%+ if t %}\n  x\n  {%- endif +%}\ny",
    "{% if t +%}\nx\n{% endif %}\n",
    "{% for i in l %}\n  {{ i }}\n{% endfor %}\nend",
    "{% for i in l -%}\n  {{ i }}\n{%- endfor %}\nend",
    "text {% if t %}\nx{% endif %}\n\n{%- if t -%}\n\n x\n\n{%- endif -%}\n\n",
    "\t{% set x = 1 %}\t{{ x }}\n{{ 1 }}\n{{ 2 }}\n\n{{ 'a' }}\n",
    "{%- set x = [1,\n  2,\n  3] -%}\n{{ x | length }}",
    "{{\n  s\n}}",
    "line1\nline2 {{ missing.attr }}",
    "x{% if no %}\n{% endif %}y",
    "x{# c #}\ny",
    "{{ 'a' }}\n\t{%- set x = 1 %}\nb",
    "{% if t %}a{% endif %}{% if t %}\n\nb{% endif %}",
    "{% filter indent(2) %}a\nb{% endfilter %}",
    "a\r\nb\rc\n{% if t %}\r\nd{% endif %}\r\n",
    "a\n\n",
    "a\n",
    "\n",
    "",
    "{% if t %}\n\n{% endif %}\n",
    "a \u00a0{%- if t %}\u2003x{% endif -%}\u00a0 b",
    "\u00a0{% if t %}x{% endif %}",
    "a\n \x0b{% if t %}x{% endif %}",
    "{{ 1 }}  {% if t %}x{% endif %}",
    "{% if t %}x{% endif %}  {% if t %}y{% endif %}",
    "{% if t %}\n  {% if t %}\n  a\n  {% endif %}\n{% endif %}",
    "{#- a -#}\n  b\n  {#+ c +#}\n d",
    "{% raw +%}a{% endraw %}",
    "{%- raw -%}\n a \n{%- endraw -%}\n b",
    "{% raw %}\na{%+ endraw +%}\nb",
    "{#{#}a",
    "{{ '#}' }}{# {{ }} #}",
    "{%- macro m(x) %}\n  [{{ x }}]\n{%- endmacro %}\n{{- m(1) }}\n{{ m(2) }}\n",
]

# What Jinja2 refuses as well, word for word.
SYNTAX_ERRORS = r"""
{{ }}
{{ 1
{% if %}
{% if t %}
{% endif %}
{% foo %}
{% if t %}{% endfor %}
{{ 1 + }}
{{ (1 }}
{{ [1, }}
{{ 'a }}
{{ a b }}
{{ 1 ! 2 }}
{{ a.}}
{{ a | }}
{{ f(a=1, 2) }}
{% set 1 = 2 %}
{% set true = 1 %}
{% for i l %}{% endfor %}
{% macro m(a=1, b) %}{% endmacro %}
{% call 1 %}{% endcall %}
{{ 1 is 2 }}
{{ a is defined is none }}
{# a
{% raw %} a
{{ ) }}
{{ (] }}
{{ '\x4' }}
{{ '\u12' }}
{{ a ? b }}
{% %}
{% 1 %}
{{ a..b }}
{{ {1} }}
{{ {'a' 1} }}
{{ not }}
{% else %}
{% elif t %}
{% for i in l %}{% if t %}{% endfor %}{% endif %}
{% if t %}{% foo %}{% endif %}
{% set % = 1 %}
{{ 1 + ! }}
{% if ' %}
{% endfor ' %}
""".strip("\n").split("\n")
