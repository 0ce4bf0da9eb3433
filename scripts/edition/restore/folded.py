"""Lines that an extractor folded: a block of the page on one line, with a blank at each former break.

`pymupdf4llm` writes so. Where it took two columns for one block, their lines alternate. The breaks are found by the width that repeats,
the columns by the words that go on over the breaks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import NamedTuple

from edition.layout import SLACK, SQUEEZE, ends_sentence, goes_on
from edition.vocabulary import HAN

NARROWEST = 5
"""Characters of the narrowest column, beside a picture."""
WIDTHS = 4
"""Widths tried as the measure of a folded line: those that most stretches have."""
FULL = 3
"""Full lines in a folded one; two may be neighbours of one width by chance."""
BROAD = 48
"""Columns from which two full lines are enough: so long stretches are not of one width by chance."""
FULL_SHARE = 0.4
"""Share of full lines among those of a folded one; paragraphs of three lines have one."""
SURE = 0.7
"""Share of lines that fit the measure from which it needs no words for evidence."""
INDENT = 4
"""Columns of the indent of a paragraph's first line: two Han characters."""
INDENTED = 6
"""Columns by which a first line stays below the measure: the indent, and what a full line may lack."""
JOINTS = 0.2
"""Share of unended lines over whose end a word goes on. In columns it is about a half, among unrelated names and places a tenth."""
STAY = 0.4
"""What a second line on the same side costs, in joints: two columns that were folded row by row take turns but for their ends."""
RAGGED = 6
"""Lines of one column in a row after which the other one is taken to have ended, or not yet to have begun."""
MARGIN = 2.0
"""By how many joints two columns must read better than one."""

# What a printed line costs that is no full one: blanks inside it are justification's, but a blank behind a sentence's end is a break.
BLANK_INSIDE = 0.2
STOP_INSIDE = 1.5
FIRST_LINE = 0.6
ODD_LINE = 1.0

_SOLID = f"[{HAN}，。、；：！？”’）》…0-9%]"
# Each try begins where a run begins and gives nothing back, or a long line without blanks would be read once for each character.
FOLDED = re.compile(rf"(?<!{_SOLID})(?:{_SOLID}{{{NARROWEST},}}+ ){{3}}")
"""Three stretches with single blanks behind them: a line that is folded, if their widths say so."""
BLANKED = re.compile(rf"(?<!{_SOLID}){_SOLID}{{{NARROWEST},}}+ [{HAN}“‘（《0-9]{{{NARROWEST}}}")
"""Two such stretches: a line that may be folded, if it fits a measure that the page tells."""
_STRETCH = re.compile(r"(?<!\S)\S(?: \S){2,}(?!\S)|(?:（[^（）\s]{1,8}(?: [^（）\s]{1,8}){1,4}）|\S)++")
"""What no break divides: letters that were spaced, or characters without blanks; a name in brackets may be spaced (张 三)."""
_PAUSE = re.compile(r"[，、；：,（“‘《]$")
_STOP = re.compile(r"[。！？]$")
_NUMBER = re.compile(rf"[0-9%]\n[0-9.%{HAN}]|[年月日时分第约达]\n[0-9]")

Sides = tuple[int, "Sides | None"]
"""The side of a line, 0 the left and 1 the right, and those of the lines before it."""


class Cell(NamedTuple):
    """One printed line within a folded one."""

    begin: int
    end: int
    width: int
    """Columns that it takes without blanks, a Han character being two."""


def width(text: str) -> int:
    """Columns that a text takes, a Han character being two.

    >>> width("全镇2022年"), width("2022")
    (10, 4)
    """
    return 2 * len(text) - len(text.encode("ascii", "ignore"))


def page_measures(lines: Iterable[str]) -> frozenset[int]:
    """The widths that most stretches of the folded lines of a page have: its likely measures.

    >>> page_measures(["播种面积增加，其中 冬小麦增加一万亩。 本报讯今年全市粮食 产量。"]), page_measures(["张建国 李红梅"])
    (frozenset({18}), frozenset())
    """
    widths = Counter(width(word) for line in lines if FOLDED.search(line) for word in line.split())
    return frozenset(w for w, count in _commonest(widths) if count >= FULL)


def unfold(line: str, lexicon: Mapping[str, int], measures: frozenset[int] = frozenset()) -> list[list[Cell]]:
    """The paragraphs of a folded line, each with its printed lines in order of their columns; nothing where the evidence is weak.

    >>> folded = "本报讯 今年全市粮食 张三说，村里明年还 播种面积增加，其中 要扩种百亩玉米，产 冬小麦增加一万亩。 量也会再高一些的。"
    >>> [folded[a:b] for paragraph in unfold(folded, {"粮食播种": 9, "食播": 9, "中冬": 9, "还要": 9, "产量": 9}) for a, b, _ in paragraph]
    ['本报讯 今年全市粮食', '播种面积增加，其中', '冬小麦增加一万亩。', '张三说，村里明年还', '要扩种百亩玉米，产', '量也会再高一些的。']
    >>> unfold("张建国 李红梅 王国强 赵志刚 刘桂英 陈晓明", {"红梅": 9})
    []
    """
    fits, measure, cells = _measured(line, measures)
    if not cells:
        return []
    known = measure in measures
    # In the order of the page the measure is that of the widest lines of which there are two.
    widths = Counter(cell.width for cell in cells)
    measure = max((w for w in widths if sum(widths[w + off] for off in (-1, 0, 1)) > 1), default=measure)
    ordered = _disentangle(line, cells, measure, lexicon)
    opened = [(a, b) for a, b in pairwise(_readings(line, ordered)) if not ends_sentence(a)]
    joined = sum(1 for a, b in opened if goes_on(a, b, lexicon))
    if fits < SURE and joined < max(1 if known else 2, JOINTS * len(opened)):
        return []
    return _paragraphs(line, ordered, measure, lexicon)


def _commonest(widths: Counter[int]) -> list[tuple[int, int]]:
    return Counter({w: count for w, count in widths.items() if w >= 2 * NARROWEST + SLACK}).most_common(WIDTHS)


def _readings(line: str, cells: list[Cell]) -> list[str]:
    return [line[cell.begin : cell.end] for cell in cells]


def _measured(line: str, measures: frozenset[int]) -> tuple[float, int, list[Cell]]:
    """The measure that most printed lines fit, the share that does, and these lines; no lines where no measure fits."""
    words = [(m.start(), m.end(), width(m.group())) for m in _STRETCH.finditer(line)]
    best: tuple[float, int, list[Cell]] = (0.0, 0, [])
    for measure in sorted({w for w, _ in _commonest(Counter(w for _, _, w in words))} | measures, reverse=True):
        cells = _cells(line, words, measure)
        full = sum(-SLACK <= cell.width - measure <= 1 for cell in cells)
        first = sum(abs(cell.width - measure + INDENT) <= 1 for cell in cells)
        fits = (full + first / 2) / len(cells)
        enough = 1 if measure in measures else FULL if measure < BROAD else 2
        if len(cells) > 1 and full >= enough and fits >= FULL_SHARE and fits > best[0]:
            best = fits, measure, cells
    return best


def _paragraphs(line: str, cells: list[Cell], measure: int, lexicon: Mapping[str, int]) -> list[list[Cell]]:
    """The printed lines by paragraphs: a new one begins behind an ended line where either is short, as a last or a first line is."""
    paragraphs = [[cells[0]]]
    for (a, b), cell in zip(pairwise(_readings(line, cells)), cells[1:], strict=True):
        alone = len(paragraphs[-1]) == 1
        before = measure - paragraphs[-1][-1].width
        lacks = measure - cell.width
        first = lacks > SLACK and (lacks <= INDENTED or not ends_sentence(b))
        if ends_sentence(a):
            breaks = first or before > (INDENTED if alone else SLACK)
        else:
            # A headline above the text was folded with it.
            breaks = alone and first and before > INDENTED and not _PAUSE.search(a) and not goes_on(a, b, lexicon)
        if breaks:
            paragraphs.append([cell])
        else:
            paragraphs[-1].append(cell)
    return paragraphs


def _cells(line: str, words: list[tuple[int, int, int]], measure: int) -> list[Cell]:
    """The printed lines that words between blanks make at a measure: as many full ones, and as few blanks inside them, as can be."""
    costs, backs = [0.0], [0]
    for end in range(1, len(words) + 1):
        best, back, wide, inner = float("inf"), end - 1, 0, 0.0
        for begin in range(end - 1, -1, -1):
            wide += words[begin][2]
            if begin < end - 1:
                inner += STOP_INSIDE if _STOP.search(line[words[begin][0] : words[begin][1]]) else BLANK_INSIDE
                if wide > measure + SLACK:
                    break
            cost = costs[begin] + inner + _odd(wide - measure)
            if cost < best:
                best, back = cost, begin
        costs.append(best)
        backs.append(back)
    cells: list[Cell] = []
    end = len(words)
    while end:
        begin = backs[end]
        cells.append(Cell(words[begin][0], words[end - 1][1], sum(w for _, _, w in words[begin:end])))
        end = begin
    return cells[::-1]


def _odd(off: int) -> float:
    """What a printed line costs that is so many columns wider than the measure, or narrower.

    >>> _odd(0), _odd(-4), _odd(-20)
    (0.0, 0.6, 1.0)
    """
    if -SLACK <= off <= SQUEEZE:
        return 0.0
    return FIRST_LINE if abs(off + INDENT) <= 1 else ODD_LINE


def _disentangle(line: str, cells: list[Cell], measure: int, lexicon: Mapping[str, int]) -> list[Cell]:
    """The printed lines column by column, where two columns were folded row by row; else as they stand.

    Every line goes to the left or the right column such that most words go on over the joints inside the columns. A row may lack one side.
    """

    def joint(a: int, b: int) -> float:
        if a < 0:
            return 0.0
        before, after = line[cells[a].begin : cells[a].end], line[cells[b].begin : cells[b].end]
        short = cells[a].width < measure - SLACK
        whole = short and abs(measure - cells[a].width - INDENT) > 1
        first = abs(measure - cells[b].width - INDENT) <= 1
        if not ends_sentence(before):
            flows = goes_on(before, after, lexicon) or _NUMBER.search(f"{before[-1]}\n{after[0]}")
            return (1.0 if flows else 0.0 if _PAUSE.search(before) else -0.3) - (0.7 if whole else 0.0)
        # Behind the short last line of a paragraph comes the next one's first, which its indent makes short.
        return (0.7 if first or cells[b].width < measure - SLACK else -0.7) if whole else 0.0

    # By the side of the last line and the last line of the other side: the score, and the sides so far, the last one first.
    chains: dict[tuple[int, int], tuple[float, Sides]] = {(0, -1): (0.0, (0, None))}
    for n in range(1, len(cells)):
        after: dict[tuple[int, int], tuple[float, Sides]] = {}
        for (side, other), (score, sides) in chains.items():
            for new in (0, 1):
                state = (new, other if new == side else n - 1)
                value = score + joint(n - 1 if new == side else other, n) - (STAY if new == side else 0.0)
                if n - state[1] <= RAGGED or state[1] < 0:
                    after[state] = max(after.get(state, (value, (new, sides))), (value, (new, sides)), key=_score)
        chains = after
    plain = sum(joint(n - 1, n) for n in range(1, len(cells)))
    score, chain = max(chains.values(), key=_score)
    sides_: list[int] = []
    link: Sides | None = chain
    while link is not None:
        sides_.append(link[0])
        link = link[1]
    sided = list(zip(cells, reversed(sides_), strict=True))
    left = [cell for cell, side in sided if not side]
    right = [cell for cell, side in sided if side]
    return left + right if len(right) > 1 and score > plain + MARGIN else cells


def _score(found: tuple[float, Sides]) -> float:
    return found[0]
