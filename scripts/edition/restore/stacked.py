"""Joins type that an extractor wrote with one character, or a few, on each line.

So comes out what is printed from top to bottom, and what an extractor takes for rows of its own because its letters are spaced. Which way
such rows are read, the words show: straight on, or column by column from the right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import groupby, pairwise

from edition.layout import usual_gap
from edition.model import Line
from edition.trace import join

WIDEST = 3
"""The longest row of such a stretch, in characters."""
COLUMN_END = 2
"""The longest row that can hold the end of one column and the beginning of the next one, in characters."""
_HELD = "，。、；：！？”’）》」』"
"""Punctuation that cannot begin a line: it stays with the character before it."""
_Place = tuple[int, int]
"""A row and the place of a character in it."""
FEWEST = 12
"""The fewest rows of a stretch. A title can be set from top to bottom, too; it is read as one elsewhere."""
WORDS = 0.2
"""The least share of the pairs of characters over the ends of rows that are words. In text it is about two fifths; in lists of names or
figures hardly any."""
SINGLE = 0.8
"""The least share of rows of one character where a row of two holds the last character of one column and the first one of the next."""


def stacked(page: list[Line], lexicon: Mapping[str, int]) -> list[Line]:
    """The lines of the page, with each stretch of such rows joined to the lines of print that they are."""
    return [line for stretch in _stretches(page, WIDEST) for line in _read(stretch, lexicon)]


def _stretches(lines: list[Line], widest: int) -> Iterator[list[Line]]:
    """The lines, those together that are rows of at most so many characters."""
    for _, stretch in groupby(lines, lambda line: not line.mark and len(str(line.text).rstrip(_HELD)) <= widest):
        yield [*stretch]


def _read(rows: list[Line], lexicon: Mapping[str, int]) -> list[Line]:
    """Some rows as they are read, or other lines as they stand. Among rows of one character, a longer one is something else: a name that
    stands beside a title, say."""
    widths = [len(str(row.text).rstrip(_HELD)) for row in rows]
    if len(rows) < FEWEST or max(widths) > WIDEST:
        return rows
    if max(widths) > COLUMN_END and widths.count(1) >= SINGLE * len(rows):
        return [line for stretch in _stretches(rows, COLUMN_END) for line in _read(stretch, lexicon)]
    return _joined(rows, lexicon)


def _joined(rows: list[Line], lexicon: Mapping[str, int]) -> list[Line]:
    """The lines of print that some rows are; the rows themselves, if words tell of none."""
    readings = [str(row.text) for row in rows]
    best = max((_straight_on(rows, readings), _from_the_right(readings)), key=lambda way: _words(way, readings, lexicon))
    if _words(best, readings, lexicon) < WORDS:
        return rows
    parts = [row.text.split_at(range(1, len(reading))) for row, reading in zip(rows, readings, strict=True)]
    out = []
    for line in best:
        first = rows[line[0][0]]
        out.append(replace(first, text=join(parts[row][at] for row, at in line)))
    return out


def _straight_on(rows: list[Line], readings: list[str]) -> list[list[_Place]]:
    """Row after row. A line of print ends where the dump has a blank line, and inside a row of two among rows of one character."""
    usual = usual_gap(rows)
    single = sum(len(reading) == 1 for reading in readings) >= SINGLE * len(readings)
    lines: list[list[_Place]] = []
    for n, reading in enumerate(readings):
        for at in range(len(reading)):
            if not lines or (rows[n].gap > usual and not at) or (single and at and reading[at] not in _HELD):
                lines.append([])
            lines[-1].append((n, at))
    return lines


def _from_the_right(readings: list[str]) -> list[list[_Place]]:
    """Column after column, as print from top to bottom is read. At the end a row can be shorter: there columns on the left have ended."""
    widest = max(map(len, readings))
    return [[(n, at) for n, reading in enumerate(readings) if (at := len(reading) - 1 - column) >= 0] for column in range(widest)]


def _words(lines: list[list[_Place]], readings: list[str], lexicon: Mapping[str, int]) -> float:
    """The share of neighbouring characters of different rows that are a word."""
    pairs = [(a, b) for line in lines for a, b in pairwise(line) if a[0] != b[0]]
    words = sum(readings[a[0]][a[1]] + readings[b[0]][b[1]] in lexicon for a, b in pairs)
    return words / max(1, len(pairs))
