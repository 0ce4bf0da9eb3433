"""The lists of an index as text, and in which file each stands.

They are written for many keys at a time: a number of steps, the signs of each, and where they go.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from edition.publish.search.grams import CHARACTER, CHUNK, LIST, WHEEL, Index, Numbers, runs
from edition.publish.search.signs import MORE, SIGNS

SEPARATOR = "!"
"""Between the lists of a key."""
_BASIS = 2166136261
"""FNV-1a begins with it."""
_KEY = LIST + CHUNK + WHEEL
"""Bits of an entry below its key."""
_BATCH = 500_000
"""Entries that are written together."""
_CODES = np.frombuffer("".join(SIGNS).encode("ascii"), np.uint8)


def keyed(index: Index) -> Iterator[tuple[str, int, str]]:
    """Each key of an index, its hash and its lists as one text.

    In the text of a key `!` stands between the lists of `PARTS`. A chunk of a list is the step to it, and in the list of a pair then the
    sign for its places. A list that is empty is left out where none comes after it.
    """
    codes = np.array([0, *map(ord, index.alphabet[1:])], np.uint64)
    for entries in _batches(index.entries):
        begins = runs(entries >> _KEY)
        text, at = _lists(entries, begins)
        keys = entries[begins] >> _KEY
        first, second = keys >> CHARACTER, keys & ((1 << CHARACTER) - 1)
        found = hashes(codes[first], codes[second])
        for a, b, value, (from_, to) in zip(first.tolist(), second.tolist(), found.tolist(), pairwise(at), strict=True):
            yield index.alphabet[a] + index.alphabet[b], value, text[from_:to]


def _batches(entries: Numbers) -> Iterator[Numbers]:
    """The entries, some at a time, with all of a key in one."""
    start = 0
    while start < len(entries):
        last = entries[min(start + _BATCH, len(entries)) - 1]
        end = int(np.searchsorted(entries, last | (1 << _KEY) - 1, "right"))
        yield entries[start:end]
        start = end


def _lists(entries: Numbers, begins: npt.NDArray[np.int64]) -> tuple[str, list[int]]:
    """The texts of some keys as one, and where each begins; at the end its length.

    Args:
        entries: ascending, all of these keys.
        begins: the first entry of each key.
    """
    lists, chunks, bits = entries >> CHUNK + WHEEL & 7, entries >> WHEEL & ((1 << CHUNK) - 1), entries & ((1 << WHEEL) - 1)
    single = entries >> _KEY & ((1 << CHARACTER) - 1) == 0
    new = np.zeros(len(entries), bool)
    new[runs(entries >> CHUNK + WHEEL)] = True
    steps = np.where(new, chunks, chunks - np.append(np.uint64(0), chunks[:-1]) - np.uint64(1)).astype(np.int64)
    separators = np.where(new, lists - np.append(np.uint64(0), lists[:-1]), np.uint64(0)).astype(np.int64)
    separators[begins] = lists[begins].astype(np.int64)
    signs = 1 + sum(((steps >= 64 + 64 * len(MORE) ** n).astype(np.int64) for n in range(1, 5)), (steps >= 64).astype(np.int64))
    ends = np.cumsum(separators + signs + ~single)
    out = np.full(int(ends[-1]), ord(SEPARATOR), np.uint8)
    at = ends - signs - ~single
    out[(ends - 1)[~single]] = _CODES[bits[~single].astype(np.int64)]
    rest = np.where(signs > 1, steps - 64, steps)
    for n in range(int(signs.max())):
        more = signs > n + 1
        out[(at + n)[more]] = _CODES[64 + rest[more] % len(MORE)]
        last = signs == n + 1
        out[(at + n)[last]] = _CODES[rest[last]]
        rest //= len(MORE)
    return out.tobytes().decode("ascii"), [*(ends - signs - separators - ~single)[begins].tolist(), int(ends[-1])]


def hashes(first: Numbers, second: Numbers) -> Numbers:
    """The hashes of keys of one character or of two, by their codes; where there is no second one, its code is 0."""
    once = _hash(np.full(len(first), _BASIS, np.uint64), first)
    return np.where(second == 0, once, _hash(once, second))


def _hash(value: Numbers, codes: Numbers) -> Numbers:
    """One step of FNV-1a."""
    return (value ^ codes) * np.uint64(16777619) & np.uint64(0xFFFFFFFF)
