"""Sorts lines that stand in turn. An extractor that takes several printed columns for one block writes the first line of each column,
then the second line of each, and so on.

Every line is given to a column so that as many words as possible go on over the ends of lines inside the columns. Scores are counted in
joints: a joint is worth about 1 if a word goes on over it. Widths are in columns: a Han character takes two.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from edition.layout import SLACK, ends_sentence, goes_on

INDENT = 4
"""Width of the indent of a paragraph's first line, in columns: two Han characters."""
SHORTEST = 3
"""The fewest lines of a printed column. Fewer can look like a column by chance."""
COLUMNS = 3
"""The most printed columns in one block."""
BLOCK = 400
"""The longest block that is looked at, in printed lines. A newspaper page hardly has so many."""
FLOWS = 0.3
"""The score of a block, divided by its lines with open sentences, from which it reads well as it stands."""
MARGIN = 2.0
"""By how many joints columns must read better than the block as it stands."""
BEAM = 12
"""How many ways to give lines to columns are followed at a time."""
TURN = 1.2
"""The price, in joints, if a column misses its turn, ends before the others, or begins after them."""
ABOVE = 2
"""How many lines of the block may stand before the columns begin."""
SPACED = 3
"""The fewest Han characters with blanks around them that make a stretch of spaced letters."""

_PAUSE = re.compile(r"[，、；：,（“‘《]$")
_NUMBER = re.compile(
    r"[0-9%]\n[0-9.%年月日时分秒个名人位万亿千百元户亩吨公里米斤克岁条件家次届村种台辆支幅栋间座多余]|[年月日时分第约达]\n[0-9]"
)
"""Matches a number and its unit, or a date, that goes on over the end of a line."""

Sides = tuple[int, "Sides | None"]
"""The column of a line, then the column of the line before it, and so on (a linked list)."""


class Cell(NamedTuple):
    """One printed line within a folded one."""

    begin: int
    end: int
    width: int
    """Width without blanks, in columns."""


class _Shared(NamedTuple):
    """One way to give the lines of a block to its columns, from the first line up to some line."""

    score: float
    """The joints inside the columns, less the prices of irregular turns."""
    side: int
    """The column of the last line."""
    first: tuple[int, ...]
    """The first line of each column; -1 if it has none yet."""
    last: tuple[int, ...]
    """The last line of each column; -1 if it has none yet."""
    ended: tuple[bool, ...]
    """Which columns get no more lines."""
    sides: Sides
    """The columns of the lines so far, the last line first."""


def disentangle(line: str, cells: list[Cell], measure: int, lexicon: Mapping[str, int], below: list[str]) -> list[Cell]:
    """The printed lines column by column if they stand in turn; otherwise in the order given.

    `cells` are the printed lines in `line`, `below` the lines of the dump after it. In the best order most words go on over the joints
    inside the columns, from each column to the next, and from the last column to one of the lines `below`. A column may end before the
    others, begin after them, or miss its turn.
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
    """How well printed line `b` follows printed line `a`, from about -1 to 1."""
    before, after = line[a.begin : a.end], line[b.begin : b.end]
    short = a.width < measure - SLACK and line.count(" ", a.begin, a.end) < SPACED
    whole = short and abs(measure - a.width - INDENT) > 1
    first = abs(measure - b.width - INDENT) <= 1
    if not ends_sentence(before):
        flows = goes_on(before, after, lexicon) or _NUMBER.search(f"{before[-1]}\n{after[0]}")
        return (1.0 if flows else 0.0 if _PAUSE.search(before) or after[0].isdecimal() else -0.3) - (0.7 if whole else 0.0)
    # After the short last line of a paragraph comes the first line of the next one, which is short by its indent.
    return (0.7 if first or b.width < measure - SLACK else -0.7) if whole else 0.5 if first else 0.0


def _share(lines: int, columns: int, joint: Callable[[int, int], float], end: Callable[[int], float]) -> _Shared:
    """The best way found to give `lines` lines to `columns` columns."""
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
    """The way with the joints added from each column to the next, and from the last column to the text below."""
    joints = sum(max(0.0, joint(last, first)) for last, first in zip(way.last, way.first[1:], strict=False) if first >= 0)
    return way._replace(score=way.score + joints + end(way.last[max(k for k, last in enumerate(way.last) if last >= 0)]))


def _turns(way: _Shared, n: int, columns: int, joint: Callable[[int, int], float]) -> list[_Shared]:
    """All ways to give line `n` to a column."""
    out = []
    begun = sum(last >= 0 for last in way.last)
    for side in range(min(begun + 1, columns)):
        if way.ended[side]:
            continue
        # Normally all columns begin in the same row. A byline or the end of the text above may stand before that row.
        late = side == begun and (n > ABOVE if side == 1 else way.last[side - 1] < n - 1)
        price = TURN if late else 0.0
        # The columns that had their turn before this one and got no line.
        missed = [k for k in _between(way.side, side, begun) if not way.ended[k]]
        score = way.score + joint(way.last[side], n) - price - TURN * len(missed)
        first = way.first if way.first[side] >= 0 else (*way.first[:side], n, *way.first[side + 1 :])
        last = (*way.last[:side], n, *way.last[side + 1 :])
        for ended in dict.fromkeys((way.ended, tuple(over or k in missed for k, over in enumerate(way.ended)))):
            out.append(_Shared(score, side, first, last, ended, (side, way.sides)))
    return out


def _between(side: int, new: int, begun: int) -> list[int]:
    """The columns whose turn comes after column `side` and before column `new`. A new column begins at the end of a row.

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
    """The column of each line, in the order of the lines."""
    out: list[int] = []
    link: Sides | None = way.sides
    while link:
        out.append(link[0])
        link = link[1]
    return out[::-1]
