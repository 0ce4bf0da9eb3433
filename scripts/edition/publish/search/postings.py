"""Which articles hold a pair of characters: lists of ascending numbers, as text that packs well.

The step from one number to the next is a sign of ASCII where it is small, else signs of a second range before it. In the list of a pair
a sign follows that says where in the article it stands. `"` and `\\` are left out, so that the text stands in a script file as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

SIGNS = [chr(code) for code in range(35, 127) if code != 92]
LAST = SIGNS[:64]
"""A step below 64, and the end of a larger one; also the places of a pair."""
MORE = SIGNS[64:]
SEPARATOR = "!"
"""Between lists; a blank is between keys."""
WHEEL = 6
"""The places of a pair are counted round to so many, a bit of a sign for each."""


def encode(numbers: Sequence[int]) -> str:
    """Ascending numbers as text.

    >>> encode([0, 1, 64, 5000])
    '##bov)'
    """
    if not numbers:
        return ""
    steps = [b - a - 1 for a, b in pairwise(numbers)]
    return "".join([_SMALL[step] if step < _MANY else _step(step) for step in (numbers[0], *steps)])


def encode_places(values: Sequence[int]) -> str:
    """Ascending `number * 64 + places` as text.

    >>> encode_places([0 * 64 + 1, 2 * 64 + 33, 5000 * 64 + 2])
    '#$$Dwx)%'
    """
    out, next_ = [], 0
    for value in values:
        step = (value >> 6) - next_
        out.append((_SMALL[step] if step < _MANY else _step(step)) + LAST[value & 63])
        next_ += step + 1
    return "".join(out)


def decode(text: str, placed: bool = False) -> list[int]:
    """The numbers of a list, or with `placed` what `encode_places` was given; the interface has the same in JavaScript.

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


_MANY = 4096
_SMALL = [_step(step) for step in range(_MANY)]


def pack(lists: Iterable[Mapping[str, Sequence[int]]]) -> dict[str, str]:
    """For each key its lists as one text."""
    out: dict[str, str] = {}
    for n, part in enumerate(lists):
        for key, values in part.items():
            before = out.get(key, "")
            out[key] = f"{before}{SEPARATOR * (n - before.count(SEPARATOR))}{_list(key, values)}"
    return out


def _list(key: str, values: Sequence[int]) -> str:
    return encode_places(values) if len(key) > 1 else encode([value >> 6 for value in values])


def shard(packed: Iterable[tuple[str, str]]) -> str:
    """The texts of several keys as one; a single character has a blank beside it.

    >>> shard([("长", "#"), ("长江", "##!$$")])
    '长 # 长江##!$$'
    """
    return " ".join([key.ljust(2) + text for key, text in packed])


def slot(key: str, count: int) -> int:
    """In which of `count` files a key stands: FNV-1a over the code points.

    >>> slot("长江", 1), slot("长江", 97)
    (0, 48)
    """
    value = 2166136261
    for character in key:
        value = ((value ^ ord(character)) * 16777619) & 0xFFFFFFFF
    return value % count
