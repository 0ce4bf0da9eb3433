"""Lines that an extractor folded: a block of the page on one line, with a blank at each former break.

`pymupdf4llm` writes so. The breaks are found by the width that repeats. Where two or three columns were taken for one block, their lines
take turns (`turns`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

from edition.layout import SLACK, SQUEEZE, ends_sentence, goes_on
from edition.restore.turns import INDENT, SPACED, Cell, disentangle
from edition.vocabulary import HAN

NARROWEST = 5
"""Characters of the narrowest column, beside a picture."""
WIDTHS = 6
"""Widths tried as the measure of a folded line: those that most stretches of the page have."""
FULL = 3
"""Full lines in a folded one; two may be neighbours of one width by chance."""
BROAD = 48
"""Columns from which two full lines are enough: so long stretches are not of one width by chance."""
FULL_SHARE = 0.4
"""Share of full lines among those of a folded one; paragraphs of three lines have one."""
SURE = 0.7
"""Share of lines that fit the measure from which it needs no words for evidence."""
JOINTS = 0.2
"""Share of unended lines over whose end a word goes on. In columns it is about a half, among unrelated names and places a tenth."""
BELOW = 6
"""Lines below the block, half of them blank, one of which its last line may go on in: captions stand between."""
SPREAD = 8
"""Columns by which a line of spaced letters may stay below the measure: its blanks fill them."""

# What a printed line costs that is no full one, and what a blank costs inside it: justification's and those beside figures cost little,
# behind a sentence's end, before a dash and at the edge of spaced letters there is a break.
BLANK_INSIDE = 0.2
BLANK_BESIDE_FIGURE = 0.05
BLANK_IN_SPACED = 0.02
SHORT_SPACED = 0.03
"""By the column that a line of spaced letters lacks."""
EDGE_INSIDE = 1.0
STOP_INSIDE = 3.0
STOP_BEFORE_FIGURE = 0.3
FIRST_LINE = 0.6
ODD_LINE = 1.0

_SOLID = f"[{HAN}，。、；：！？”’）》…0-9%]"
# Each try begins where a run begins and gives nothing back, or a long line without blanks would be read once for each character.
FOLDED = re.compile(rf"(?<!{_SOLID})(?:{_SOLID}{{{NARROWEST},}}+ ){{3}}")
"""Three stretches with single blanks behind them: a line that is folded, if their widths say so."""
_WORD = re.compile(r"(?:（[^（）\s]{1,8}(?: [^（）\s]{1,8}){1,4}）|\S)++")
"""What no break divides: characters without blanks; a name in brackets may be spaced (张 三)."""
_STOP = re.compile(r"[。！？][”’）》]*$")
_DASH = re.compile(r"^[—⸺–]")
_FIGURE = re.compile(r"[0-9A-Za-z.%]")
_FULL_DATE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
_TEXT = re.compile(r"[，。]")
_SENTENCE = re.compile(r"[，。；：！？]")
_MARKED = re.compile(r"#{1,6} ")
_DATELINE = re.compile(r"^(?:本报|\S{2,6})讯$")
_HAN = re.compile(f"[{HAN}]")


class _Word(NamedTuple):
    """What stands between two blanks of a folded line."""

    begin: int
    end: int
    width: int
    spaced: bool
    """It is one or two of a stretch of spaced letters."""
    whole: bool
    """No figure beside it, which has blanks of its own: where it is a full line, it is as wide as the column."""
    blank: float
    """What the blank before it costs inside a line."""


def width(text: str) -> int:
    """Columns that a text takes, a Han character being two.

    >>> width("全镇2022年"), width("2022")
    (10, 4)
    """
    return 2 * len(text) - len(text.encode("ascii", "ignore"))


def unfold(lines: list[str], lexicon: Mapping[str, int]) -> dict[int, list[Cell]]:
    """The printed lines of those lines of a page that hold several, by their number and in order of their columns.

    None where no line of the page shows by itself that it was folded: a width that repeats, and words that go on over the blanks.

    >>> folded = "本报讯 今年全市粮食 张三说，村里明年还 播种面积增加，其中 要扩种百亩玉米，产 冬小麦增加一万亩。 量也会再高一些的。"
    >>> found = unfold([folded], {"粮食播种": 9, "食播": 9, "中冬": 9, "还要": 9, "产量": 9})
    >>> [folded[cell.begin:cell.end] for cell in found[0]]
    ['本报讯 今年全市粮食', '播种面积增加，其中', '冬小麦增加一万亩。', '张三说，村里明年还', '要扩种百亩玉米，产', '量也会再高一些的。']
    >>> unfold(["张建国 李红梅 王国强 赵志刚 刘桂英 陈晓明"], {"红梅": 9})
    {}
    """
    split = {n: _words(line) for n, line in enumerate(lines) if " " in line and not _MARKED.match(line)}
    if not any(_is_folded(lines[n], words, lexicon) for n, words in split.items() if FOLDED.search(lines[n])):
        return {}
    measures = _measures([word for words in split.values() for word in words if word.whole])
    found = {}
    for n, words in split.items():
        # A line without a comma or a full stop is no text: a headline, a byline, a folio.
        _, measure, cells = _measured(lines[n], words, measures, 1) if _TEXT.search(lines[n]) else (0, 0, [])
        below = [lines[k].strip() for k in range(n + 1, min(len(lines), n + 1 + BELOW)) if lines[k].strip()]
        found[n] = disentangle(lines[n], cells, measure, lexicon, below) if cells else _at_breaks(words)
    return found


def _is_folded(line: str, words: list[_Word], lexicon: Mapping[str, int]) -> bool:
    """Whether a line shows by itself that it was folded."""
    measures = [w for w, _ in _commonest(Counter(word.width for word in words))]
    fits, measure, cells = _measured(line, words, measures, FULL)
    if not cells:
        return False
    ordered = disentangle(line, cells, measure, lexicon, [])
    opened = [(a, b) for a, b in pairwise(_readings(line, ordered)) if not ends_sentence(a)]
    return fits >= SURE or sum(1 for a, b in opened if goes_on(a, b, lexicon)) >= max(2, JOINTS * len(opened))


def _measures(words: list[_Word]) -> list[int]:
    """The likely measures of a page: widths that its words share, as full lines or as first lines with their indent."""
    widths = Counter(word.width for word in words)
    near = Counter({w: sum(widths[w + off] for off in (-1, 0, 1)) for w in widths})
    found = [w for w, count in _commonest(near) if count >= FULL]
    return sorted({*(w for w in found if near[w + INDENT] < near[w]), *(w + INDENT for w in found if near[w + INDENT])})


def _commonest(widths: Counter[int]) -> list[tuple[int, int]]:
    return Counter({w: count for w, count in widths.items() if w >= 2 * NARROWEST + SLACK}).most_common(WIDTHS)


def _readings(line: str, cells: list[Cell]) -> list[str]:
    return [line[cell.begin : cell.end] for cell in cells]


def _words(line: str) -> list[_Word]:
    """The words of a line: what stands between its blanks."""
    found = list(_WORD.finditer(line))
    texts = [match.group() for match in found]
    spaced = _spaced(texts)
    out = []
    for n, (match, text) in enumerate(zip(found, texts, strict=True)):
        before = texts[n - 1] if n else ""
        if (n and spaced[n] and spaced[n - 1]) or _DATELINE.match(before):
            blank = BLANK_IN_SPACED
        elif _STOP.search(before):
            blank = STOP_BEFORE_FIGURE if text[0].isdecimal() else STOP_INSIDE
        elif n and (spaced[n] != spaced[n - 1] or _DASH.match(text) or (n == len(texts) - 1 and _FULL_DATE.fullmatch(text))):
            blank = EDGE_INSIDE
        else:
            blank = BLANK_BESIDE_FIGURE if _FIGURE.search(before[-1:] + text[:1]) else BLANK_INSIDE
        after = texts[n + 1] if n + 1 < len(texts) else ""
        whole = not _FIGURE.search(before[-1:] + text[:1] + text[-1:] + after[:1])
        out.append(_Word(match.start(), match.end(), width(text.replace(" ", "")), spaced[n], whole, blank))
    return out


def _spaced(texts: list[str]) -> list[bool]:
    """Which words are of a stretch of spaced letters: of one character each, with a few of two that the extractor kept together.

    >>> _spaced(["级", "的", "1", "7", "个", "孩子", "排", "队，每个人都笑了"]), _spaced(["8", "月", "6", "日，晴"])
    ([True, True, True, True, True, True, True, False], [False, False, False, False])
    """
    out = [False] * len(texts)
    begin = 0
    for n in range(len(texts) + 1):
        if n < len(texts) and len(texts[n]) <= 2:
            continue
        single = [k for k in range(begin, n) if len(texts[k]) == 1 and _HAN.match(texts[k]) and not (k and texts[k - 1].isdecimal())]
        if len(single) >= SPACED and 2 * len(single) >= sum(bool(_HAN.search(texts[k])) for k in range(begin, n)):
            out[begin:n] = [True] * (n - begin)
        begin = n + 1
    return out


def _measured(line: str, words: list[_Word], measures: list[int], enough: int) -> tuple[float, int, list[Cell]]:
    """The measure that most printed lines fit, the share that does, and these lines; no lines where no measure fits.

    Lines that end a sentence may be short, and so may what stands behind the last comma or full stop: a headline that was folded in.
    """
    best: tuple[float, int, list[Cell]] = (0.0, 0, [])
    for measure in sorted(measures, reverse=True):
        cells = _cells(words, measure)
        readings = _readings(line, cells)
        text = max((n for n, reading in enumerate(readings) if _SENTENCE.search(reading)), default=0)
        inside = [cell for cell, reading in zip(cells[: text + 1], readings, strict=False) if not _STOP.search(reading)]
        full = sum(-SLACK <= cell.width - measure <= 1 for cell in inside)
        first = sum(abs(cell.width - measure + INDENT) <= 1 for cell in inside)
        fits = (full + first / 2) / max(1, len(inside))
        if len(cells) > 1 and full >= (enough if measure < BROAD else min(2, enough)) and fits >= FULL_SHARE and fits > best[0]:
            best = fits, measure, cells
    return best


def _cells(words: list[_Word], measure: int) -> list[Cell]:
    """The printed lines that words make at a measure: as many full ones, and as few blanks inside them, as can be."""
    costs, backs = [0.0], [0]
    for end in range(1, len(words) + 1):
        best, back, wide, inner, spaced = float("inf"), end - 1, 0, 0.0, True
        for begin in range(end - 1, -1, -1):
            wide += words[begin].width
            if begin < end - 1:
                inner += words[begin + 1].blank
                if wide > measure + SLACK:
                    break
            spaced = spaced and words[begin].spaced
            cost = costs[begin] + inner + _odd(wide - measure, spaced)
            if cost < best:
                best, back = cost, begin
        costs.append(best)
        backs.append(back)
    cells: list[Cell] = []
    end = len(words)
    while end:
        begin = backs[end]
        cells.append(Cell(words[begin].begin, words[end - 1].end, sum(word.width for word in words[begin:end])))
        end = begin
    return cells[::-1]


def _at_breaks(words: list[_Word]) -> list[Cell]:
    """The printed lines where no measure tells: cut only where print has no blank inside a line."""
    begins = [n for n, word in enumerate(words) if not n or word.blank >= EDGE_INSIDE]
    parts = [words[a:b] for a, b in pairwise([*begins, len(words)])]
    return [Cell(part[0].begin, part[-1].end, sum(word.width for word in part)) for part in parts]


def _odd(off: int, spaced: bool) -> float:
    """What a printed line costs that is so many columns wider than the measure, or narrower; one of spaced letters is filled by its blanks.

    >>> _odd(0, False), _odd(-4, False), _odd(-20, False), _odd(-4, True)
    (0.0, 0.6, 1.0, 0.12)
    """
    if -SLACK <= off <= SQUEEZE:
        return 0.0
    if spaced and -SPREAD <= off <= 0:
        return SHORT_SPACED * -off
    return FIRST_LINE if abs(off + INDENT) <= 1 else ODD_LINE
