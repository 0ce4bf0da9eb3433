"""Takes apart printed columns that an extractor read across the page. Plain `pdftotext` does so where the gutter is narrow: it writes the
lines of neighbouring columns as one line with a blank between them, or in turns.

Such a glued line is nearly twice as wide as the lines around it, and one of its blanks stands where they end. Its left part belongs to the
left column; its right part is read after the end of that column. The lines around it may take turns without being glued. Words that go on
over the ends of lines show which line belongs to which column. The whole stretch is decided at once.

Widths are in columns: a Han character takes two. A part is the text of one printed column on one line of the dump. A joint is the place
where one part would go on with another.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from edition.layout import EXACT_INDENT, SLACK, SQUEEZE, ends_sentence, width
from edition.restore.weave import NEVER_FIRST, NO_WORD, PAUSES, flow
from edition.vocabulary import HAN

WINDOW = 12
"""How many lines before and after a line are used to find its measure."""
FULL = 4
"""The fewest lines, or parts of lines before a blank, that must be as wide as the measure."""
NARROWEST = 10
"""Width of the narrowest printed column, in columns: five characters, beside a picture."""
LONGEST = 200
"""The longest line that is looked at, in characters: twice as long as the lines of four printed columns together."""
REACH = 12
"""How many lines beyond the outermost glued line may belong to its columns. Farther away stand titles of other articles."""
PATHS = 24
"""How many ways of reading are kept from part to part."""
FEWEST, WORK = 3, 60_000
"""The more parts a dump has, the fewer ways are kept: parts times ways stay below WORK. But FEWEST are always kept; three are enough to
tell two printed columns apart, except in short stretches."""
JOINTS = 4096
"""How many joints are remembered: more than a few lines have, in all ways of reading."""
BEHIND = 12
"""After so many parts, a printed column that got none of them has ended."""
MOST = 4
"""The most printed columns side by side in one article."""
MARGIN = 2.5
"""How much better the columns must read than the lines as they stand: about a word and a half."""

# The worths of joints and of their widths, as log likelihoods like those of words (`weave`).
SHORT = -0.7
PARAGRAPH = 1.0
INSIDE = -2.0
# Prices: to begin a new column with a part, and to change between reading across columns and reading down one.
OPEN = 2.0
TURN = 1.2
MORE = 4.0
"""The extra price of a third or fourth column: they are rare, and chance finds them easily."""
CLOSE = 1.0
"""The price of ending all columns but the last one, which goes on."""
TOUCH = 2.0
"""The price of changing columns between two lines with no blank line between them."""
NEAR = 3
"""So near a glued line, counted in lines, such a change costs nothing."""

GLUED = re.compile(rf"(?<=[{HAN}，。、；：！？”’）》…0-9%])(?!(?<=[0-9])[ ][年月日时分])[ ](?=[{HAN}“‘（《0-9])")
"""Matches a blank that may be a gutter."""


class Part(NamedTuple):
    """The part of one printed column that stands on one line of the dump."""

    line: int
    begin: int
    end: int
    """Offsets in the line."""
    text: str
    short: bool
    """It ends before the right edge of its column."""
    first: bool
    """It is at least as short as a paragraph's first line."""
    ended: bool
    """It ends a sentence."""
    opening: bool
    """It is about as wide as a paragraph's first line without its indent, and its sentence goes on."""


class Column(NamedTuple):
    """An open column: it may get more parts. Parts are given by their numbers. Of the leftmost column only `last` is used."""

    first: int
    second: int
    """Equal to `first`, unless the first part ends a sentence: then the second part, or -1 while there is none."""
    last: int


Joint = Callable[[int, int], float]
"""A function of the numbers of two parts: how well the first goes on with the second."""
Sides = tuple[int, int, "Sides | None"]
"""The group and the column of a part, then the same of the part before it, and so on (a linked list)."""


Step = tuple[float, tuple[Column, ...], int, bool, int]
"""The fields `score`, `columns`, `side`, `turned` and `group` of a path."""


class Path(NamedTuple):
    """One way of reading the parts so far."""

    closed: float
    """The score if all columns end here, so that the text goes on from the end of each to the beginning of the next."""
    score: float
    """How well the columns read so far."""
    columns: tuple[Column, ...]
    """The columns that are open, from left to right."""
    side: int
    """The column of the last part."""
    turned: bool
    """The last part stands in another column than the one before it."""
    group: int
    sides: Sides
    """The group and column of every part so far."""


def reordered(lines: Sequence[str], lexicon: Mapping[str, int]) -> Iterator[tuple[int, int, list[Part]]]:
    """The stretches of lines that hold several printed columns: first line, line after the last, and the parts in reading order. Nothing if
    the evidence is weak.

    >>> left = ["全镇今年大力发", "展种植产业，收", "入年年增加，群", "众都说日子红火"]
    >>> right = ["起来，村里的果", "树今年挂果多，", "价钱好，销路不", "愁，大家满意。"]
    >>> lines = ["镇里今年的农业", "产量又高了些，", *(f"{a} {b}" for a, b in zip(left, right, strict=True))]
    >>> words = ["发展", "收入", "群众", "火起来", "果树", "不愁"]
    >>> [part.text for _, _, parts in reordered(lines, dict.fromkeys(words, 2000)) for part in parts] == left + right
    True
    >>> list(reordered(lines, {}))
    []
    """
    blanks = {n for n, line in enumerate(lines) if len(line) <= LONGEST and GLUED.search(line)}
    measures = _measures(lines, blanks)
    cuts = {n: found for n in sorted(blanks) if (found := _cuts(lines[n], measures[n]))}
    if not cuts:
        return
    measures = _measures(lines, range(len(lines)))
    stretches = [
        [part for n in range(begin, end) for part in _parts(n, lines[n], measures[n], cuts.get(n, []))]
        for begin, end in _stretches(lines, measures, cuts)
    ]
    ways = min(PATHS, max(FEWEST, WORK // (1 + sum(map(len, stretches)))))
    for parts in stretches:
        order = _disentangled(parts, ways, lexicon)
        moved = [n for n, part in enumerate(order) if part != parts[n] or part.line in cuts]
        if moved:
            yield parts[moved[0]].line, parts[moved[-1]].line + 1, order[moved[0] : moved[-1] + 1]


def _width(text: str) -> int:
    """Columns that a text takes without its blanks."""
    return width("".join(text.split()))


def _measures(lines: Sequence[str], wanted: Collection[int]) -> list[int]:
    """For every wanted line, the width that most lines around it have, or parts of them before a blank; 0 for all others and if there is
    none."""
    filled = [n for n, line in enumerate(lines) if line.strip()]
    widths = [
        [*(_width(lines[n][: blank.start()]) for blank in GLUED.finditer(lines[n])), _width(lines[n])] if len(lines[n]) <= LONGEST else []
        for n in filled
    ]
    around = Counter(one for some in widths[:WINDOW] for one in some)
    out = [0] * len(lines)
    for at, n in enumerate(filled):
        for entering in widths[at + WINDOW] if at + WINDOW < len(widths) else ():
            around[entering] += 1
        for leaving in widths[at - WINDOW - 1] if at > WINDOW else ():
            around[leaving] -= 1
        if n not in wanted:
            continue
        some = (w for w, count in around.items() if count > 0 and w >= NARROWEST)
        measure = max(some, key=lambda w: (2 * around[w] + around[w - 1] + around[w + 1], w), default=0)
        out[n] = measure if sum(around[measure + off] for off in (-1, 0, 1)) >= FULL else 0
    return out


def _cuts(line: str, measure: int) -> list[int]:
    """The offsets of the blanks of a glued line that are gutters. The text before each is about as wide as the measure."""
    if not measure or len(line) > LONGEST or _width(line) <= measure + SQUEEZE:
        return []
    cuts: list[int] = []
    begin = 0
    while len(cuts) < MOST - 1:
        places = [m.start() for m in GLUED.finditer(line, begin)]
        offs = {place: width(line[begin:place]) - measure for place in places}
        fitting = [place for place, off in offs.items() if -EXACT_INDENT - SLACK <= off <= SQUEEZE]
        if not fitting:
            break
        best = min(fitting, key=lambda place: min(abs(offs[place]), abs(offs[place] + EXACT_INDENT) + 1))
        cuts.append(best)
        begin = best + 1
        if _width(line[begin:]) <= measure + SQUEEZE:
            return cuts
    return []


def _parts(n: int, line: str, measure: int, cuts: list[int]) -> list[Part]:
    begins, ends = [0, *(cut + 1 for cut in cuts)], [*cuts, len(line)]
    out = []
    for begin, end in zip(begins, ends, strict=True):
        text = line[begin:end].strip()
        lacks = measure - _width(text) if measure else 0
        if text:
            ended = ends_sentence(text)
            opening = abs(lacks - EXACT_INDENT) <= 1 and not ended
            out.append(Part(n, begin, end, text, lacks > EXACT_INDENT + 1, lacks > SLACK, ended, opening))
    return out


def _stretches(lines: Sequence[str], measures: list[int], cuts: Mapping[int, list[int]]) -> list[tuple[int, int]]:
    """The stretches of lines around glued lines, as first line and line after the last. All their other lines are no wider than a printed
    column."""
    out: list[tuple[int, int]] = []
    for n in cuts:
        floor = out[-1][1] if out else 0
        if n < floor:
            continue
        widest = measures[n] + SQUEEZE
        begin, last, end = n, n, n + 1
        while begin > max(floor, n - REACH) and _width(lines[begin - 1]) <= widest:
            begin -= 1
        while end < len(lines) and end - last < REACH and (end in cuts or _width(lines[end]) <= widest):
            last = end if end in cuts else last
            end += 1
        out.append((begin, end))
    return out


def _disentangled(parts: list[Part], ways: int, lexicon: Mapping[str, int]) -> list[Part]:
    """The parts in reading order; an empty list if that does not read better than the order of the dump."""

    @lru_cache(maxsize=JOINTS)
    def joint(a: int, b: int) -> float:
        return _joint(parts[a], parts[b], lexicon)

    @lru_cache(maxsize=JOINTS)
    def over(end: int, first: int, second: int) -> float:
        """How well the text goes on from the end of one column to the next. A caption of one line may stand at the top of the next."""
        headed = second > first and not parts[end].ended
        return max(joint(end, first), joint(end, second) if headed else NO_WORD)

    glued = {part.line for part in parts if part.begin}
    paths = [Path(0.0, 0.0, (Column(0, 0, 0),), 0, False, 0, (0, 0, None))]
    for n in range(1, len(parts)):
        line, before = parts[n].line, parts[n - 1].line
        beside = line == before
        # Lines of two columns in turn have blank lines between them, or some are glued. Other lines without blank lines are one column.
        touch = 0.0 if beside or line > before + 1 or glued.intersection(range(line - NEAR, line + NEAR)) else TOUCH
        found: dict[tuple[object, ...], Path] = {}
        for path in paths:
            for score, columns, side, turned, group in _steps(path, n, beside, touch, joint, parts[n].ended):
                key = (columns, side, turned)
                if key not in found or score > found[key].score:
                    closed = score
                    for a, b in pairwise(columns):
                        closed += over(a.last, b.first, b.second)
                    found[key] = Path(closed, score, columns, side, turned, group, (group, side, path.sides))
        if not found:
            return []
        paths = sorted(found.values(), key=_closed, reverse=True)[:ways]
    best = max(paths, key=_closed)
    plain = sum(joint(n - 1, n) for n in range(1, len(parts)))
    if best.closed < plain + MARGIN:
        return []
    places: list[tuple[int, int]] = []
    link: Sides | None = best.sides
    while link is not None:
        places.append(link[:2])
        link = link[2]
    return [part for _, part in sorted(zip(reversed(places), parts, strict=True))]


def _closed(path: Path) -> float:
    return path.closed


def _steps(path: Path, n: int, beside: bool, touch: float, joint: Joint, ends: bool) -> Iterator[Step]:
    """The ways of reading after part `n` is added: to an open column, to a new one on the right, or to the last one while all others end.

    `beside` says that the part stands on one line with the part before it, `ends` that it ends a sentence. `touch` is the price of changing
    columns here.
    """
    for side, (first, second, last) in enumerate(path.columns):
        if n - last <= BEHIND and not (beside and side <= path.side):
            column = Column(first, n if second < 0 else second, n)
            turned = side != path.side
            score = path.score + joint(last, n) - touch * turned
            if not beside and len(path.columns) > 1 and turned != path.turned:
                score -= TURN
            yield score, (*path.columns[:side], column, *path.columns[side + 1 :]), side, turned, path.group
    side = len(path.columns)
    if side < MOST and path.side == side - 1:
        score = path.score - (0.0 if beside else OPEN + touch) - (MORE if side > 1 else 0.0)
        yield score, (*path.columns, Column(n, -1 if ends else n, n)), side, True, path.group
    if side > 1 and not beside:
        score = path.closed + joint(path.columns[-1].last, n) - CLOSE
        yield score, (Column(0, 0, n),), 0, False, path.group + 1


def _joint(a: Part, b: Part, lexicon: Mapping[str, int]) -> float:
    """How likely part `a` goes on with part `b`, as a log likelihood."""
    if b.text[0] in NEVER_FIRST:
        return NO_WORD + SHORT
    if b.opening:
        return PARAGRAPH if a.ended else 0.0 if a.short else INSIDE
    if a.ended:
        return (PARAGRAPH if b.first else SHORT) if a.short else 0.0
    if a.text[-1] in PAUSES:
        return 0.0
    return flow(a.text, b.text, lexicon) + (SHORT if a.short else 0.0)
