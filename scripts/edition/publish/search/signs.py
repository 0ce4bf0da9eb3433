"""Ascending numbers as text that packs well.

The step from one number to the next is a sign of ASCII where it is small, else signs of a second range before it. In the list of a pair
a sign follows that says where in the chunk it stands. `"` and `\\` are left out, so that the text stands in a script file as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

SIGNS = [chr(code) for code in range(35, 127) if code != 92]
LAST = SIGNS[:64]
"""A step below 64, and the end of a larger one; also the places of a pair."""
MORE = SIGNS[64:]


def encode(numbers: Sequence[int]) -> str:
    """Ascending numbers as text.

    >>> encode([0, 1, 64, 5000])
    '##bov)'
    """
    if not numbers:
        return ""
    return "".join([_step(step) for step in (numbers[0], *(b - a - 1 for a, b in pairwise(numbers)))])


def decode(text: str, placed: bool = False) -> list[int]:
    """The numbers of a list, or with `placed` each one `number * 64 + places`; the interface has the same in JavaScript.

    >>> decode("##bov)"), decode("#$$Dwx)%", placed=True)
    ([0, 1, 64, 5000], [1, 161, 320002])
    """
    out, at, value, unit = [], -1, 0, 1
    codes = map(SIGNS.index, text)
    for code in codes:
        if code >= 64:
            value += (code - 64) * unit
            unit *= len(MORE)
            continue
        at += 1 + code if unit == 1 else 1 + 64 + value + code * unit
        out.append(at * 64 + next(codes) if placed else at)
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
