"""Measures the width of the printed column in which each line stands. The width belongs to a run of lines, never to a whole page. Its unit
is also called a column: a Han character takes two."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate, pairwise
from typing import NamedTuple

from edition.layout import EXACT_INDENT, SLACK, SQUEEZE, Measured, ends_sentence, usual_gap
from edition.model import Line, Verdict
from edition.vocabulary import squeeze

_HELD_DOWN = re.compile(r"^.[，。、；：！？”’）》」』]+")
_SQUEEZABLE = frozenset("，。、；：！？“”‘’（）《》「」『』")
_SQUEEZED = re.compile(f"[{''.join(sorted(_SQUEEZABLE))}]")
_QUOTES = re.compile("[“”‘’《》「」『』]")
_OPENING = frozenset("（“‘《〈【「『")
"""Punctuation that cannot end a line. It moves to the next line, together with the character after it."""
_NUMBER = re.compile(r"[0-9.%]+")
_COLON = re.compile(r"[：:]$")
_FULL_STOP = re.compile("[。！？]")
_POINT = re.compile("[，、；：]")
_POINT_BUT_LAST = re.compile("[，；：]")
SHORT_HEAD = 0.75
"""The widest head of a column without full stops, as a share of its width."""
_LAST_POINT = re.compile("、$")
WINDOW = 12
"""How many lines before and after a line are looked at. The shortest paragraphs have three lines, so that a window of twelve holds
several."""
CLOSE = 4
"""How many lines before and after a line count as near. One of them must belong to the same run, so that at the border of two printed
columns the nearer one is taken."""
INSET = EXACT_INDENT + SLACK
"""Columns by which a first line may be narrower than the measure: the lost indent, and what a full line may lack."""
WIDEST = 200
"""Width in columns (a hundred characters). A wider line is a whole paragraph and no line of print."""
NARROWEST = 10
"""Width of the narrowest printed column, in columns: five characters, beside a picture."""
FILL = 0.25
"""The least share of the lines of a run that fill its measure. The others are first and last lines of paragraphs."""
PARAGRAPH = 60
"""Width in columns of the narrowest line that is taken for a whole paragraph of a page without full stops."""
UNPOINTED = 48
"""The same on a page without any punctuation."""
STOPLESS = 2
"""The fewest such lines that show that the page is printed without full stops."""
TIGHT = 4
ENOUGH = 3
"""The fewest full lines with an open sentence that show a printed column: two lines can have one width by chance."""
TOGETHER = 0.5
"""The least share of the open lines of a run that have another line of it right below."""
MID_SENTENCE = 0.5
"""The least share of full lines that end inside a sentence, if text is wrapped. In wrapped text it is above 0.8; where each line is a
paragraph it is below 0.2, because paragraphs end with their sentence."""


class _Line(NamedTuple):
    """A line with what is needed to find the measure. Widths are in columns."""

    width: int
    ended: bool
    joined: bool
    """The next line has no extra blank lines before it and is not clearly wider."""
    exact: int
    """The width of the line if it is known exactly, else 0. Numbers make it inexact: fonts set digits wider than half a Han character."""
    narrowest: int
    """The narrowest measure that the line can fill."""
    widest: int
    """The widest measure that the line can fill."""
    tightest: int
    """Its width if each of its marks is set half-width."""


def wrap(all_lines: list[Line], verdicts: list[Verdict | None]) -> list[Measured]:
    """Each line with the measure of the run that it stands in.

    The measure is the width that most nearby lines with an open sentence share: only the edge of a printed column breaks sentences at one
    width. Wider lines belong to another run. Lines that have a verdict in `verdicts` do not take part and get 0.
    """
    plain = [squeeze(str(line.text)) for line in all_lines]
    # A blank that is still in the text was printed: after 本报讯, between names.
    blanks = [str(line.text).count(" ") + _set_apart(line) // 2 for line in all_lines]
    widths = [2 * len(text) - len(text.encode("ascii", "ignore")) + blank for text, blank in zip(plain, blanks, strict=True)]
    ended = [ends_sentence(text) for text in plain]
    usual = usual_gap(all_lines)
    held = [_held(text, after) for text, after in zip(plain, [*plain[1:], ""], strict=True)]
    silent = [n for n, verdict in enumerate(verdicts) if verdict is None]
    close = [
        n + 1 < len(all_lines) and verdicts[n + 1] is None and all_lines[n + 1].gap <= usual and widths[n + 1] <= widths[n] + SQUEEZE
        for n in silent
    ]
    column = [
        _Line(widths[n], ended[n], joined, 0 if _NUMBER.search(plain[n]) else widths[n], *_reach(plain[n], widths[n], held[n]))
        for n, joined in zip(silent, close, strict=True)
    ]
    measures = dict(zip(silent, _measures(column), strict=True))
    for n in [*_stopless(plain, widths, measures), *_above_heads(plain, widths, measures)]:
        ended[n] = True
    return [
        Measured(line, plain[n], widths[n], measures.get(n, 0), ended[n], bool(_COLON.search(plain[n])), _stretched(line), held[n])
        for n, line in enumerate(all_lines)
    ]


def _stopless(plain: list[str], widths: list[int], measures: dict[int, int]) -> list[int]:
    """The lines that end a paragraph on a page that is printed without full stops, as papers of the Republic were: long lines outside of
    columns that end with 、 where this is the only point, or that have no point at all."""
    if any(map(_FULL_STOP.search, plain)):
        return []
    least = PARAGRAPH if any(map(_POINT.search, plain)) else UNPOINTED
    long = [n for n, measure in measures.items() if not measure and widths[n] >= least]
    found = [n for n in long if _LAST_POINT.search(plain[n]) or not _POINT.search(plain[n])]
    return found if len(found) >= STOPLESS and len(found) == len(long) else []


def unpointed_heads(plain: list[str], widths: list[int], measures: dict[int, int]) -> list[int]:
    """The heads in columns of a page whose only point is 、, as papers of the Republic had it: short lines without that sign, above a full
    line with it, and below nothing or the sign."""
    if any(map(_FULL_STOP.search, plain)) or any(map(_POINT_BUT_LAST.search, plain)):
        return []
    return [
        n
        for n, (one, after) in enumerate(pairwise(plain))
        if n in measures
        and "、" not in one
        and "、" in after
        and widths[n] <= SHORT_HEAD * measures.get(n + 1, 0) <= SHORT_HEAD * widths[n + 1]
        and (n - 1 not in measures or _LAST_POINT.search(plain[n - 1]))
    ]


def _above_heads(plain: list[str], widths: list[int], measures: dict[int, int]) -> list[int]:
    """The last lines of paragraphs above such heads, and the last line of such a page."""
    heads = unpointed_heads(plain, widths, measures)
    last = max(measures, default=0)
    return [*(n - 1 for n in heads if n - 1 in measures), *(n for n in [last] if heads and _LAST_POINT.search(plain[n]))]


def _set_apart(line: Line) -> int:
    """How many blanks beside digits were set aside. In print, each is a quarter of a Han character wide."""
    return sum([piece.rule == "blank-beside-number" for piece in line.text.pieces])


def _stretched(line: Line) -> bool:
    return any(piece.rule == "letter-spacing" for piece in line.text.pieces)


def _held(line: str, after: str) -> int:
    """Columns that a full line may lack because of the beginning of the next line, `after`. A number is not broken. Closing punctuation
    cannot begin a line, so that the character before it moves down with it.

    >>> _held("针对年底基层事务较多的实", "际，为便于"), _held("说的是“种了不收", "果”。去年")
    (2, 4)
    >>> _held("以后到", "17日"), _held("来自", "全省")
    (1, 0)
    """
    if after[:1] in _OPENING:
        return 2
    down = _HELD_DOWN.match(after)
    if down:
        return 2 * (len(down.group()) - 1)
    number = _NUMBER.match(after)
    return max(0, len(number.group()) - 1) if number and not _NUMBER.search(line[-1:]) else 0


def _reach(line: str, width: int, held: int) -> tuple[int, int, int]:
    """The narrowest and the widest measure that the line can fill, in columns, and its width if each of its marks is set half-width.

    Narrower than the line: punctuation can be set half-width or hang over the edge. Wider: digits are a little wider than half a Han
    character, and the room at the end was too small for the beginning of the next line (`held`).
    """
    figures = len(line.encode("ascii", "ignore"))
    spared = len(_SQUEEZED.findall(line)) + (line[-1:] in _SQUEEZABLE)
    quoted = len(_QUOTES.findall(line))
    narrowest, widest = width - max(min(SLACK, spared), min(TIGHT, quoted)), width + 1 + held + min(SQUEEZE, (figures + 2) // 3)
    return narrowest, widest, width - max(spared, quoted)


def _measures(column: list[_Line]) -> list[int]:
    """The measure for every line, in columns: the one that most of the lines with open sentences around it can fill; 0 if there is none.

    A line exactly as wide as the measure counts most; a line that fits only with its punctuation squeezed counts least. The counts move
    along with the window, so that the work grows only with the number of lines.
    """
    widest = min(WIDEST, max((line.widest for line in column), default=0) + 1)
    every, inside, touching, filled, beyond = ([0] * (widest + 2 * SQUEEZE) for _ in range(5))
    open_widths = [None if line.ended else line.width for line in column]

    def slide(n: int, step: int) -> None:
        if 0 <= n < len(column):
            line = column[n]
            width = min(line.width, WIDEST)
            every[width] += step
            if not line.ended and width < WIDEST:
                inside[width] += step
                touching[width] += step * line.joined
                beyond[max(0, line.narrowest)] += step * line.joined
                for measure in range(max(0, line.narrowest), min(line.widest, WIDEST) + 1):
                    filled[measure] += step * (1 if measure < line.width else 3 if measure == line.exact else 2)

    for n in range(WINDOW):
        slide(n, 1)
    out = []
    for at, line in enumerate(column):
        slide(at + WINDOW, 1)
        slide(at - WINDOW - 1, -1)
        best, rank = 0, (False, 0, 0, 0)
        around = open_widths[max(0, at - CLOSE) : at] + open_widths[at + 1 : at + CLOSE + 1]
        near = sorted([width for width in around if width is not None])
        # A measure that no line near by has is none.
        narrowest = max(NARROWEST, min(line.narrowest, line.width - SQUEEZE), min(near, default=0) - SQUEEZE)
        candidates = [width for width in range(narrowest, min(widest, max(near, default=0) + INSET + 1)) if filled[width] >= 2 * ENOUGH]
        below = [0, *accumulate(every)] if candidates else []
        for candidate in candidates:
            fill = filled[candidate]
            low, high = candidate - SQUEEZE, candidate + SQUEEZE + 1
            run = below[high] - below[candidate - INSET]
            # In a printed column no line is wider than the column. The lines of titles, too, can have one width, but among wider lines.
            if fill < 2 * FILL * run or below[-1] - below[high] > run:
                continue
            # The lines of a printed column follow each other closely. Lines of one width far apart are headings or names.
            open_ = sum(inside[low:high])
            if open_ < MID_SENTENCE * (below[high] - below[low]) or sum(touching[low:high]) < max(ENOUGH - 1, TOGETHER * open_):
                continue
            here = bisect_right(near, candidate + SQUEEZE) - bisect_left(near, candidate - INSET)
            # First lines share a width, too: the measure less the indent. Full lines that are too wide for it speak against it.
            fill -= 2 * sum(beyond[candidate + 1 : high])
            new = (line.ended or line.widest > candidate - INSET, min(here, ENOUGH), fill, candidate)
            if here and new > rank:
                best, rank = candidate, new
        out.append(best)
    return _borders(column, out)


def _borders(column: list[_Line], measures: list[int]) -> list[int]:
    """The measures, corrected.

    A line that does not fill the measure it got from the column above, but fills the measure of the lines below it, gets theirs. A line
    without a measure between two lines of one column gets that of the column, if it fits into it with its marks set half-width.
    """
    alike = 1
    for n in range(len(column) - 2, -1, -1):
        line, own, below = column[n], measures[n], measures[n + 1]
        fills = line.widest < own and line.narrowest <= below <= line.widest
        if alike >= ENOUGH and abs(own - below) > SLACK and fills and not line.ended:
            measures[n] = below
        alike = alike + 1 if measures[n] == below else 1
    for n in range(1, len(column) - 1):
        line, (above, own, below) = column[n], measures[n - 1 : n + 2]
        around = min(above, below) if abs(above - below) <= SLACK else 0
        if around and not own and not line.ended and line.tightest <= around + SLACK and around <= line.width:
            measures[n] = around
    return measures
