"""Puts lines in order that stand in turn: the first line of each printed column, then the second of each, and so on. Programs that
recognise characters write the lines of a page so, by their height, and so do extractors that take several columns for one block.

Columns begin and end at any height, pictures interrupt them, and the heights of a row differ a little, so that the turns are not regular.
The lines are read one by one. Each goes on with an open column or begins a new one. A way to give the lines to columns is worth what its
joints are worth (a word goes on over them, the widths agree), less the prices of irregular turns. The best way is searched for with a beam.
The page in one column is one of the ways, and it is kept unless another is worth clearly more.

Widths are in columns: a Han character takes two. Worths and prices are log likelihoods.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from statistics import median
from typing import NamedTuple

from edition.layout import EXACT_INDENT, SLACK, ends_sentence, width

FEWEST = 6
"""The fewest lines that end inside a sentence, if the lines of a page stand in turn."""
INSIDE = 0.6
"""The least share of such lines. Where each line is a paragraph, they are fewer."""
WIDEST = 60
"""The widest usual line of a printed column."""
IN_ORDER = 0.6
"""How well lines go on with the next one where the page stands in order."""
TURNED = 0.1
"""By how much better lines must go on with a line farther down than with the next one."""
MARGIN, LEAST = 0.5, 16.0
"""By how much more the columns must be worth than one column: for each line, and in all."""
MOST = 9
"""The most columns side by side."""
BEAM = 12
"""How many ways are followed for each number of open columns."""
PICTURE = 60
"""How many lines of other columns may stand beside a picture in a column."""
FARTHEST = 10
"""How far below the last line of a column the next one may stand, if the turns are regular."""
BEFORE, AFTER = 14, 10
"""How many lines before and after a line show how many columns stand side by side there."""

MOST_INDENT = EXACT_INDENT + SLACK
"""The most columns by which the first line of a paragraph is set in."""

# What a line is worth in a column.
FULL = 0.8
FIRST = 1.3
"""It is short by an indent, below the end of a sentence."""
GROWS = 0.3
"""It is wider by an indent than the only line above it."""
NARROWER = -0.2
SHORT = -1.4
WIDER = -2.5
BROKEN = -1.0
"""It begins with a mark that ends something, or as a paragraph does, inside a sentence."""
REGULAR = 1.9
"""It stands as far from the line before it as lines around there do: for each unit of what is known of them."""
# Prices of irregular turns.
OPEN = 1.9
"""A new column."""
REST = 0.9
"""A column gets no line for a while, or no more."""
RESUME = 1.5
"""It goes on after such a while."""
SKIP = 0.8
"""A column gets its line after one whose turn comes later."""
# What makes two columns one text.
LINK = 1.5
"""The least worth of the joint."""
NEXT = 3.0
"""What it is worth that each line of one column has a line of the other one after it."""
# How likely an open sentence goes on over a joint: measured on the lines of sixty pages, against lines taken at random.
NO_WORD = -0.5
WORD = ((1000, 2.4), (100, 1.5), (10, 0.8))
"""The least frequency of a word of two characters over the joint, with its likelihood."""
LONG_WORD = 3.0
FIGURE = 1.7

PAUSES = "，、；：（“‘《"
NEVER_FIRST = "，。、；：！？”’）》"
_FIGURES = re.compile(r"[0-9%][0-9.%年月日时点分万亿多余元吨亩斤米度个名户位人次岁家]|[年月日时分第约达][0-9]")
"""Matches the last character of a line and the first of the next where a number, with its unit, goes on."""
_BRACKETS = re.compile(r"（[^（）]{0,12}\n[^（）]{0,12}）")
"""Matches a pair of brackets that goes on over the end of a line."""


class Unit(NamedTuple):
    """A line without its blanks."""

    text: str
    width: int
    ended: bool
    """It ends a sentence."""
    pauses: bool
    """It ends at a mark inside a sentence, so that no word can go on over its end."""
    indented: bool
    """It begins further right than other lines, as the first line of a paragraph does."""


class Column(NamedTuple):
    """A printed column as far as it was read."""

    last: int
    """Its last line."""
    measure: int
    """The width of its widest line."""
    single: bool
    """It has one line."""


Links = tuple[int, "Links | None"]
"""The line that the last line follows in its column (-1: none), then the same for the line before it, and so on."""
Seam = Callable[[int, int], float]
"""How well one line goes on with another, by their numbers."""


class Way(NamedTuple):
    """One way to give the lines so far to columns. The column that got no line for the longest time comes first."""

    worth: float
    resting: tuple[Column, ...]
    """The columns that get no lines at present."""
    active: tuple[Column, ...]
    links: Links | None


Move = tuple[float, int, int, bool, int]
"""A way gives the next line to a column: what the way is worth then, its place in the beam, the place of the column among its resting and
active columns together (-1: a new one), whether the columns whose turn came before rest from here on, and how many are active then."""


def woven(lines: Sequence[str], lexicon: Mapping[str, int], fewest: int = FEWEST) -> list[list[int]]:
    """The texts of a page as numbers of its lines, if its lines stand in turn; empty if they stand in order.

    `lines` have no blanks behind them, and none is empty. `fewest` of them must end inside a sentence.

    >>> woven(["今年全镇粮食丰收，增产", "近一成，家家户户都高兴"], {})
    []

    tests/cases/columns.yml has pages of two and three columns.
    """
    margin = min(map(_indent, lines), default=0)
    units = [_unit(line, margin) for line in lines]
    inside = [unit.width for unit in units if not unit.ended and not unit.pauses]
    if len(inside) < max(fewest, INSIDE * len(units)) or median(inside) > WIDEST:
        return []
    if _means([_flows(units, n, lexicon, 1) for n in range(len(units))])[0] >= IN_ORDER:
        return []
    flows = [_flows(units, n, lexicon, FARTHEST) for n in range(len(units))]
    means = _means(flows)
    if max(means[1:]) < means[0] + TURNED:
        return []
    turns = [_turn(flows, n) for n in range(len(units))]

    @cache
    def seam(a: int, b: int) -> float:
        return _seam(units[a], units[b], lexicon)

    best = _followed(units, seam, turns, MOST)
    if best.worth < _followed(units, seam, turns, 1).worth + max(LEAST, MARGIN * len(units)):
        return []
    return _texts(_columns(best.links), units, lexicon)


def flow(before: str, after: str, lexicon: Mapping[str, int]) -> float:
    """How likely an open sentence goes on from one line to another, as a log likelihood.

    >>> flow("老区人民", "医院", {"人民医院": 50}), flow("县水", "利局", {"水利": 2000}), flow("水渠", "多少", {})
    (3.0, 2.4, -0.5)
    """
    last, first, two = before[-1], after[0], after[:2]
    if _FIGURES.match(last + first) or ("（" in before[-13:] and _BRACKETS.search(f"{before[-13:]}\n{after[:13]}")):
        return FIGURE
    if not lexicon.keys().isdisjoint((last + two, before[-2:] + first, last + after[:3], before[-2:] + two, before[-3:] + first)):
        return LONG_WORD
    often = lexicon.get(last + first)
    return next((worth for least, worth in WORD if often >= least), NO_WORD) if often else NO_WORD


def _indent(line: str) -> int:
    """The blanks before a line, in columns."""
    return width(line[: len(line) - len(line.lstrip())])


def _unit(line: str, margin: int) -> Unit:
    text = "".join(line.split())
    return Unit(text, width(text), ends_sentence(text), text[-1] in PAUSES, EXACT_INDENT - SLACK <= _indent(line) - margin <= MOST_INDENT)


def _flows(units: Sequence[Unit], n: int, lexicon: Mapping[str, int], farthest: int) -> list[float]:
    """How much better than by chance line `n` goes on with each of the lines below it; empty if its end does not tell."""
    unit = units[n]
    if unit.ended or unit.pauses:
        return []
    return [flow(unit.text, below.text, lexicon) - NO_WORD for below in units[n + 1 : n + 1 + farthest]]


def _means(flows: Sequence[Sequence[float]]) -> list[float]:
    """The means of the flows to the next line, to the one after it, and so on. Means of few are nearer to zero."""
    sums, counts = [0.0] * FARTHEST, [2] * FARTHEST
    for row in flows:
        for at, worth in enumerate(row):
            sums[at] += worth
            counts[at] += 1
    return [total / count for total, count in zip(sums, counts, strict=True)]


def _turn(flows: Sequence[Sequence[float]], n: int) -> list[float]:
    """By how much better the lines around line `n` go on with a line so far below them than with other lines."""
    means = _means(flows[max(0, n - BEFORE) : n + AFTER])
    usual = sum(means) / len(means)
    return [0.0, *(max(0.0, mean - usual) for mean in means)]


def _seam(a: Unit, b: Unit, lexicon: Mapping[str, int]) -> float:
    if b.text[0] in NEVER_FIRST or (b.indented and not a.ended):
        return BROKEN
    return 0.0 if a.ended or a.pauses else flow(a.text, b.text, lexicon)


def _followed(units: Sequence[Unit], seam: Seam, turns: Sequence[Sequence[float]], most: int) -> Way:
    """The best way found to give the lines to columns, of which at most `most` get lines at a time."""
    beam = [Way(0.0, (), (), None)]
    for n, unit in enumerate(units):
        ways: list[Way] = []
        seen: set[tuple[tuple[Column, ...], tuple[Column, ...]]] = set()
        kept = [0] * (most + 1)
        moves = _moves(beam, n, units, seam, turns[n], most)
        moves.sort(key=itemgetter(0), reverse=True)
        for worth, at, place, rest, active in moves:
            if kept[active] >= BEAM:
                continue
            way = _moved(beam[at], worth, place, rest, n, unit)
            key = (way.resting, way.active)
            if key not in seen:
                seen.add(key)
                kept[active] += 1
                ways.append(way)
                if len(ways) >= 5 * BEAM:
                    break
        beam = ways
    return max(beam, key=lambda way: way.worth)


def _moves(beam: Sequence[Way], n: int, units: Sequence[Unit], seam: Seam, turn: Sequence[float], most: int) -> list[Move]:
    """All ways to give line `n` to a column, if at most `most` are active then. Those worth the same are tried in the
    order given."""
    joints: dict[Column, float] = {}

    def joint(column: Column) -> float:
        """What it is worth that a column goes on with line `n`. Most columns are part of many ways, and ask only once."""
        below = n - column.last
        regular = REGULAR * turn[below] if below < len(turn) else 0.0
        worth = joints[column] = seam(column.last, n) + _fits(column, units[n], units[column.last].ended) + regular
        return worth

    moves: list[Move] = []
    for at in range(len(beam) - 1, -1, -1):
        worth, resting, active, _ = beam[at]
        count, rests = len(active), len(resting)
        for earlier in range(count - 1, -1, -1):
            column = active[earlier]
            joined = worth + (joints.get(column) or joint(column))
            if earlier:
                moves.append((joined - REST * earlier, at, rests + earlier, True, count - earlier))
            moves.append((joined - SKIP * earlier, at, rests + earlier, False, count))
        if count < most:
            for place in range(rests - 1, -1, -1):
                column = resting[place]
                if n - column.last <= PICTURE:
                    moves.append((worth + (joints.get(column) or joint(column)) - RESUME, at, place, False, count + 1))
        moves.append((worth - OPEN - REST * count, at, -1, True, 1))
        if count < most:
            moves.append((worth - OPEN, at, -1, False, count + 1))
    return moves


def _fits(column: Column, unit: Unit, above_ended: bool) -> float:
    """What the width of a line is worth in a column."""
    lacks = column.measure - unit.width
    if lacks < -SLACK:
        return GROWS if column.single and lacks >= -EXACT_INDENT - SLACK else WIDER
    if lacks <= SLACK:
        return FULL
    if lacks <= EXACT_INDENT + SLACK:
        return FIRST if above_ended else NARROWER
    return 0.0 if unit.ended else SHORT


def _moved(way: Way, worth: float, place: int, rest: bool, n: int, unit: Unit) -> Way:
    """The way after a move with line `n`."""
    _, resting, active, links = way
    at = place - len(resting)
    if place < 0:
        column, above = Column(n, unit.width, True), -1
        resting, active = (resting + active, ()) if rest else (resting, active)
    elif at < 0:
        column, above = _grown(resting[place], n, unit), resting[place].last
        resting = resting[:place] + resting[place + 1 :]
    else:
        column, above = _grown(active[at], n, unit), active[at].last
        resting, active = (resting + active[:at], active[at + 1 :]) if rest else (resting, active[:at] + active[at + 1 :])
    return Way(worth, resting, (*active, column), (above, links))


def _grown(column: Column, n: int, unit: Unit) -> Column:
    """The column with line `n` at its end."""
    fits = unit.width <= column.measure + EXACT_INDENT + SLACK
    return Column(n, max(column.measure, unit.width) if fits else column.measure, False)


def _columns(links: Links | None) -> list[list[int]]:
    """The columns as numbers of lines, in the order in which they begin."""
    before: list[int] = []
    while links:
        before.append(links[0])
        links = links[1]
    out: list[list[int]] = []
    column: dict[int, list[int]] = {}
    for n, above in enumerate(reversed(before)):
        if above < 0:
            column[n] = []
            out.append(column[n])
        else:
            column[n] = column[above]
        column[n].append(n)
    return out


def _texts(columns: list[list[int]], units: Sequence[Unit], lexicon: Mapping[str, int]) -> list[list[int]]:
    """The columns in the order in which they begin. Two of them are one text if the one goes on with the first line of the other, by a word
    or as its neighbour on the right."""
    side = {n: at for at, column in enumerate(columns) for n in column}
    beside = Counter((side[n], side[n + 1]) for n in range(len(units) - 1))
    joints = []
    for a, column in enumerate(columns):
        last = units[column[-1]]
        for b, other in enumerate(columns):
            goes_on = 0.0 if last.ended or last.pauses else flow(last.text, units[other[0]].text, lexicon)
            right = NEXT * beside[a, b] / len(column) if other[0] > column[0] else 0.0
            joints.append((goes_on + right, a, b))
    follows = _matched([joint for joint in joints if joint[0] >= LINK])
    out = []
    for at in sorted({*range(len(columns))} - {*follows.values()}):
        text = [*columns[at]]
        while at in follows:
            at = follows[at]
            text.extend(columns[at])
        out.append(text)
    return out


def _matched(joints: list[tuple[float, int, int]]) -> dict[int, int]:
    """Which column each one goes on with, the best joints first.

    >>> _matched([(2.0, 0, 1), (3.0, 1, 0), (1.5, 2, 0), (1.0, 0, 2)])
    {1: 0, 0: 2}
    """
    follows: dict[int, int] = {}
    behind: set[int] = set()
    for _, a, b in sorted(joints, reverse=True):
        end = b
        while end in follows:
            end = follows[end]
        if a not in follows and b not in behind and end != a:
            follows[a] = b
            behind.add(b)
    return follows
