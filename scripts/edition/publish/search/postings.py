"""Which articles hold a pair of characters: lists of ascending numbers, as text that packs well.

The step from one number to the next is a sign of ASCII where it is small, else signs of a second range before it. `"` and `\\` are
left out, so that the text stands in a script file as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

SIGNS = [chr(code) for code in range(35, 127) if code != 92]
LAST = SIGNS[:64]
"""A step below 64, and the end of a larger one."""
MORE = SIGNS[64:]
SEPARATOR = "!"
"""Between lists."""


def encode(numbers: Sequence[int]) -> str:
    """Ascending numbers as text.

    >>> encode([0, 1, 64, 5000]), decode(encode([0, 1, 64, 5000]))
    ('##bov)', [0, 1, 64, 5000])
    """
    if not numbers:
        return ""
    steps = [b - a - 1 for a, b in pairwise(numbers)]
    return _step(numbers[0]) + "".join([_SMALL[step] if step < len(_SMALL) else _step(step) for step in steps])


def decode(text: str) -> list[int]:
    """The numbers of a list; the interface has the same in JavaScript."""
    out, at, value, unit = [], -1, 0, 1
    for sign in text:
        code = SIGNS.index(sign)
        if code >= 64:
            value += (code - 64) * unit
            unit *= len(MORE)
            continue
        at += 1 + code * 1 if unit == 1 else 1 + 64 + value + code * unit
        out.append(at)
        value, unit = 0, 1
    return out


def _step(step: int) -> str:
    """The signs of one step."""
    if step < 64:
        return LAST[step]
    rest, out = step - 64, []
    while True:
        out.append(MORE[rest % len(MORE)])
        rest //= len(MORE)
        if rest < 64:
            return "".join(out) + LAST[rest]


_SMALL = [_step(step) for step in range(4096)]


def lists(parts: Iterable[Sequence[int]]) -> str:
    """Several lists as one text."""
    return SEPARATOR.join(map(encode, parts)).rstrip(SEPARATOR)


def slot(key: str, count: int) -> int:
    """In which of `count` files a key stands: FNV-1a over the code points.

    >>> slot("长江", 1), slot("长江", 97)
    (0, 48)
    """
    value = 2166136261
    for character in key:
        value = ((value ^ ord(character)) * 16777619) & 0xFFFFFFFF
    return value % count
