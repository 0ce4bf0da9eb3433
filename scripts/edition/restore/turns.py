"""Columns that an extractor took for one block, so that their lines take turns: row by row, the first line of each, the second of each.

Every line is given to a column such that most words go on over the ends of the lines inside the columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from edition.layout import SLACK, ends_sentence, goes_on

INDENT = 4
"""Columns of the indent of a paragraph's first line: two Han characters."""
SHORTEST = 3
"""Lines of the shortest column that is told from chance."""
COLUMNS = 3
"""Most columns that are taken to have been folded into one block."""
BLOCK = 400
"""Printed lines of the longest block in which columns are looked for; a newspaper's page has hardly as many."""
FLOWS = 0.3
"""Joints, by the number of unended lines, from which a block reads well as it stands and no columns are looked for."""
MARGIN = 2.0
"""By how many joints columns must read better than the block as it stands."""
BEAM = 12
"""Ways to share lines out among columns that are followed at a time."""
TURN = 1.2
"""What it costs, in joints, that a column misses its turn, ends before the others or begins after them."""
ABOVE = 2
"""Lines of the block that may stand before the row in which its columns begin."""
SPACED = 3
"""Han characters with blanks around them that make a stretch of spaced letters."""

_PAUSE = re.compile(r"[，、；：,（“‘《]$")
_NUMBER = re.compile(
    r"[0-9%]\n[0-9.%年月日时分秒个名人位万亿千百元户亩吨公里米斤克岁条件家次届村种台辆支幅栋间座多余]|[年月日时分第约达]\n[0-9]"
)
"""Over the end of a line: a number and its unit, or a date."""

Sides = tuple[int, "Sides | None"]
"""The column of a line, and those of the lines before it."""


class Cell(NamedTuple):
    """One printed line within a folded one."""

    begin: int
    end: int
    width: int
    """Columns that it takes without blanks, a Han character being two."""


class _Shared(NamedTuple):
    """A way to share the lines of a block out among its columns, up to some line."""

    score: float
    """Joints inside the columns, less what irregular turns cost."""
    side: int
    """The column of the last line."""
    first: tuple[int, ...]
    """The first line of each column; -1 where it has none yet."""
    last: tuple[int, ...]
    """The last line of each column; -1 where it has none yet."""
    ended: tuple[bool, ...]
    """Which columns get no more lines."""
    sides: Sides
    """The columns of the lines so far, the last one first."""


def disentangle(line: str, cells: list[Cell], measure: int, lexicon: Mapping[str, int], below: list[str]) -> list[Cell]:
    """The printed lines column by column, where columns were folded row by row; else as they stand.

    Every line goes to a column such that most words go on over the joints inside the columns, from one column to the next, and from the
    last one to one of the lines `below`. The columns take turns; one may end before the others, begin after them or miss its turn.
    """
    known: dict[tuple[int, int], float] = {}

    def joint(a: int, b: int) -> float:
        if (a, b) not in known:
            known[a, b] = _joint(line, cells[a], cells[b], measure, lexicon) if a >= 0 else 0.0
        return known[a, b]

    def end(a: int) -> float:
        return float(any(goes_on(line[cells[a].begin : cells[a].end], after, lexicon) for after in below))

    score = sum(joint(n - 1, n) for n in range(1, len(cells))) + end(len(cells) - 1)
    opened = sum(not ends_sentence(line[cell.begin : cell.end]) for cell in cells)
    if len(cells) > BLOCK or score >= FLOWS * opened:
        return cells
    best, most = [0] * len(cells), score + MARGIN
    for count in range(2, COLUMNS + 1):
        found = _share(len(cells), count, joint, end)
        sides = _sides(found)
        if found.score > most and all(sides.count(side) >= SHORTEST for side in range(count)):
            best, most = sides, found.score
    return [cell for _, cell in sorted(zip(best, cells, strict=True), key=lambda pair: pair[0])]


def _joint(line: str, a: Cell, b: Cell, measure: int, lexicon: Mapping[str, int]) -> float:
    """How well one printed line follows the other, from about -1 to 1."""
    before, after = line[a.begin : a.end], line[b.begin : b.end]
    short = a.width < measure - SLACK and line.count(" ", a.begin, a.end) < SPACED
    whole = short and abs(measure - a.width - INDENT) > 1
    first = abs(measure - b.width - INDENT) <= 1
    if not ends_sentence(before):
        flows = goes_on(before, after, lexicon) or _NUMBER.search(f"{before[-1]}\n{after[0]}")
        return (1.0 if flows else 0.0 if _PAUSE.search(before) or after[0].isdecimal() else -0.3) - (0.7 if whole else 0.0)
    # Behind the short last line of a paragraph comes the next one's first, which its indent makes short.
    return (0.7 if first or b.width < measure - SLACK else -0.7) if whole else 0.5 if first else 0.0


def _share(lines: int, columns: int, joint: Callable[[int, int], float], end: Callable[[int], float]) -> _Shared:
    """The best way found to share so many lines out among so many columns."""
    none = (0, *[-1] * (columns - 1))
    beam = [_Shared(0.0, 0, none, none, (False,) * columns, (0, None))]
    for n in range(1, lines):
        after: dict[tuple[object, ...], _Shared] = {}
        for way in beam:
            for new in _turns(way, n, columns, joint):
                key = new.side, new.first, new.last, new.ended
                if key not in after or new.score > after[key].score:
                    after[key] = new
        beam = sorted(after.values(), key=lambda way: -way.score)[:BEAM]
    return max((_closed(way, joint, end) for way in beam), key=lambda way: way.score)


def _closed(way: _Shared, joint: Callable[[int, int], float], end: Callable[[int], float]) -> _Shared:
    """The way with the joints from each column to the next, and from the last one to the text below."""
    joints = sum(max(0.0, joint(last, first)) for last, first in zip(way.last, way.first[1:], strict=False) if first >= 0)
    return way._replace(score=way.score + joints + end(way.last[max(k for k, last in enumerate(way.last) if last >= 0)]))


def _turns(way: _Shared, n: int, columns: int, joint: Callable[[int, int], float]) -> list[_Shared]:
    """The ways to give the next line to a column."""
    out = []
    begun = sum(last >= 0 for last in way.last)
    for side in range(min(begun + 1, columns)):
        if way.ended[side]:
            continue
        # All columns begin in one row; a byline or the end of the text above may be folded in before it.
        late = side == begun and (n > ABOVE if side == 1 else way.last[side - 1] < n - 1)
        price = TURN if late else 0.0
        # The columns whose turn comes before.
        missed = [k for k in _between(way.side, side, begun) if not way.ended[k]]
        score = way.score + joint(way.last[side], n) - price - TURN * len(missed)
        first = way.first if way.first[side] >= 0 else (*way.first[:side], n, *way.first[side + 1 :])
        last = (*way.last[:side], n, *way.last[side + 1 :])
        for ended in dict.fromkeys((way.ended, tuple(over or k in missed for k, over in enumerate(way.ended)))):
            out.append(_Shared(score, side, first, last, ended, (side, way.sides)))
    return out


def _between(side: int, new: int, begun: int) -> list[int]:
    """The columns that have their turn after one and before another; a new column begins at the end of a row.

    >>> _between(0, 2, 3), _between(1, 1, 3), _between(0, 1, 1)
    ([1], [2, 0], [])
    """
    out: list[int] = []
    at = side
    while True:
        at += 1
        if at == new or (at >= begun and new >= begun):
            return out
        at %= begun
        if at == new:
            return out
        out.append(at)


def _sides(way: _Shared) -> list[int]:
    """The column of each line."""
    out: list[int] = []
    link: Sides | None = way.sides
    while link:
        out.append(link[0])
        link = link[1]
    return out[::-1]
