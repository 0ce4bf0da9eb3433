"""Takes folded lines apart. `pymupdf4llm` writes a whole block of the page as one line, with a blank at the end of each printed line.

Among all blanks, these ends are found by the width that repeats. If the extractor took two or three columns for one block, their lines
stand in turn (`weave`). Widths are in columns: a Han character takes two.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

from edition.layout import EXACT_INDENT, SLACK, SQUEEZE, ends_sentence, goes_on, width
from edition.restore.records import RECORD
from edition.restore.weave import woven
from edition.vocabulary import HAN

NARROWEST = 5
"""Width of the narrowest printed column, in characters: beside a picture."""
WIDTHS = 6
"""How many widths are tried as the measure of a folded line: the commonest ones."""
FULL = 3
"""The fewest full lines in a folded line. Two neighbours can have one width by chance."""
BROAD = 48
"""From this measure on, in columns, two full lines are enough: such long lines do not have one width by chance."""
FULL_SHARE = 0.4
"""The least share of full lines in a folded line. A paragraph of three lines has one full line."""
SURE = 0.7
"""If this share of the lines fits the measure, no words are needed as evidence."""
JOINTS = 0.2
"""The least share of lines with an open sentence over whose end a word goes on. In printed columns it is about a half, among unrelated
names and places a tenth."""
FEWEST = 4
"""The fewest lines that end inside a sentence, if the lines of a folded block stand in turn."""
SPACED = 3
"""The fewest Han characters with blanks around them that make a stretch of spaced letters."""
SPREAD = 8
"""Columns by which a line of spaced letters may be narrower than the measure: its blanks fill the rest."""

# Prices of a printed line that is not full, and of a blank inside a line. Blanks of justification and beside digits are cheap. Blanks after
# a sentence end, before a dash and at the edge of spaced letters are expensive: there a printed line ends.
BLANK_INSIDE = 0.2
BLANK_BESIDE_FIGURE = 0.05
BLANK_IN_SPACED = 0.02
SHORT_SPACED = 0.03
"""For each column that a line of spaced letters lacks."""
EDGE_INSIDE = 1.0
STOP_INSIDE = 3.0
STOP_BEFORE_FIGURE = 0.3
FIRST_LINE = 0.6
ODD_LINE = 1.0

_SOLID = f"[{HAN}，。、；：！？”’）》…0-9%]"
# A match can begin only where a run of such characters begins, and `}+` gives no character back. Otherwise a long line without blanks
# would be read once for each of its characters.
FOLDED = re.compile(rf"(?<!{_SOLID})(?:{_SOLID}{{{NARROWEST},}}+ ){{3}}")
"""Matches three stretches with a single blank after each. Such a line may be folded; the widths decide."""
_WORD = re.compile(r"(?:（[^（）\s]{1,8}(?: [^（）\s]{1,8}){1,4}）|\S)++")
"""Matches what no line end divides: characters without blanks, or a name in brackets with blanks in it: （张 三）."""
_STOP = re.compile(r"[。！？][”’）》]*$")
_DASH = re.compile(r"^[—⸺–]")
_FIGURE = re.compile(r"[0-9A-Za-z.%]")
_FULL_DATE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
_TEXT = re.compile(r"[，。]")
_SENTENCE = re.compile(r"[，。；：！？]")
_MARKED = re.compile(r"#{1,6} ")
_DATELINE = re.compile(r"^(?:本报|\S{2,6})讯$")
_HAN = re.compile(f"[{HAN}]")


class Cell(NamedTuple):
    """One printed line within a folded one."""

    begin: int
    end: int
    width: int
    """Width without blanks, in columns."""


class _Word(NamedTuple):
    """The characters between two blanks of a folded line."""

    begin: int
    end: int
    width: int
    spaced: bool
    """It belongs to a stretch of spaced letters."""
    whole: bool
    """No digit or Latin letter stands at its ends or beside it, where print has blanks of its own. So if it is a full line, it fills the
    measure exactly."""
    blank: float
    """The price of the blank before it, if that blank stands inside a printed line."""


def unfold(lines: list[str], lexicon: Mapping[str, int]) -> dict[int, list[Cell]]:
    """The printed lines in every line of a page that has blanks, by the number of that line and in the order of their columns.

    The answer is empty unless a line of the page shows by itself that it was folded: a width repeats, and words go on over the blanks.

    >>> folded = "本报讯 今年全市粮 食播种面积有所增 加，冬小麦多种一 万亩，产量也高。"
    >>> [folded[cell.begin:cell.end] for cell in unfold([folded], {"粮食": 9, "增加": 9, "一万": 9})[0]]
    ['本报讯 今年全市粮', '食播种面积有所增', '加，冬小麦多种一', '万亩，产量也高。']
    >>> unfold(["张建国 李红梅 王国强 赵志刚 刘桂英 陈晓明"], {"红梅": 9})
    {}
    """
    split = {n: _words(line) for n, line in enumerate(lines) if " " in line and not _MARKED.match(line) and not RECORD.match(line)}
    if not any(_is_folded(lines[n], words, lexicon) for n, words in split.items() if FOLDED.search(lines[n])):
        return {}
    measures = _measures([word for words in split.values() for word in words if word.whole])
    found = {}
    for n, words in split.items():
        # A line without a comma or a full stop is no text but a title, a byline or a folio.
        _, cells = _measured(lines[n], words, measures, 1) if _TEXT.search(lines[n]) else (0, [])
        found[n] = _in_columns(lines[n], cells, lexicon) if cells else _at_breaks(words)
    return found


def _in_columns(line: str, cells: list[Cell], lexicon: Mapping[str, int]) -> list[Cell]:
    """The printed lines of a folded line, column by column if they stand in turn."""
    order = woven([line[cell.begin : cell.end] for cell in cells], lexicon, FEWEST)
    return [cells[n] for text in order for n in text] if order else cells


def _is_folded(line: str, words: list[_Word], lexicon: Mapping[str, int]) -> bool:
    """Whether a line shows by itself that it was folded."""
    measures = [w for w, _ in _commonest(Counter(word.width for word in words))]
    fits, cells = _measured(line, words, measures, FULL)
    if not cells:
        return False
    ordered = _in_columns(line, cells, lexicon)
    opened = [(a, b) for a, b in pairwise(_readings(line, ordered)) if not ends_sentence(a)]
    return fits >= SURE or sum(1 for a, b in opened if goes_on(a, b, lexicon)) >= max(2, JOINTS * len(opened))


def _measures(words: list[_Word]) -> list[int]:
    """The likely measures of a page, in columns: widths that its words share, as full lines or as first lines with their indent."""
    widths = Counter(word.width for word in words)
    near = Counter({w: sum(widths[w + off] for off in (-1, 0, 1)) for w in widths})
    found = [w for w, count in _commonest(near) if count >= FULL]
    return sorted({*(w for w in found if near[w + EXACT_INDENT] < near[w]), *(w + EXACT_INDENT for w in found if near[w + EXACT_INDENT])})


def _commonest(widths: Counter[int]) -> list[tuple[int, int]]:
    return Counter({w: count for w, count in widths.items() if w >= 2 * NARROWEST + SLACK}).most_common(WIDTHS)


def _readings(line: str, cells: list[Cell]) -> list[str]:
    return [line[cell.begin : cell.end] for cell in cells]


def _words(line: str) -> list[_Word]:
    """The words of a line, as its blanks divide them."""
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
    """Whether each word belongs to a stretch of spaced letters: words of one character, and a few of two that the extractor kept together.

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


def _measured(line: str, words: list[_Word], measures: list[int], enough: int) -> tuple[float, list[Cell]]:
    """The share of printed lines that fit the best measure, and these lines; no lines if no measure fits.

    `enough` is the fewest full lines. Lines that end a sentence may be short. So may the lines after the last punctuation: they can be a
    title that was folded in.
    """
    best: tuple[float, list[Cell]] = (0.0, [])
    for measure in sorted(measures, reverse=True):
        cells = _cells(words, measure)
        readings = _readings(line, cells)
        text = max((n for n, reading in enumerate(readings) if _SENTENCE.search(reading)), default=0)
        inside = [cell for cell, reading in zip(cells[: text + 1], readings, strict=False) if not _STOP.search(reading)]
        full = sum(-SLACK <= cell.width - measure <= 1 for cell in inside)
        first = sum(abs(cell.width - measure + EXACT_INDENT) <= 1 for cell in inside)
        fits = (full + first / 2) / max(1, len(inside))
        if len(cells) > 1 and full >= (enough if measure < BROAD else min(2, enough)) and fits >= FULL_SHARE and fits > best[0]:
            best = fits, cells
    return best


def _cells(words: list[_Word], measure: int) -> list[Cell]:
    """The printed lines that the words make at a measure: the cheapest way to have many full lines and few blanks inside lines."""
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
    """The printed lines if no measure fits: cut only at blanks that print does not have inside a line."""
    begins = [n for n, word in enumerate(words) if not n or word.blank >= EDGE_INSIDE]
    parts = [words[a:b] for a, b in pairwise([*begins, len(words)])]
    return [Cell(part[0].begin, part[-1].end, sum(word.width for word in part)) for part in parts]


def _odd(off: int, spaced: bool) -> float:
    """The price of a printed line that is `off` columns wider than the measure (negative: narrower). Blanks widen a line of spaced letters.

    >>> _odd(0, False), _odd(-4, False), _odd(-20, False), _odd(-4, True)
    (0.0, 0.6, 1.0, 0.12)
    """
    if -SLACK <= off <= SQUEEZE:
        return 0.0
    if spaced and -SPREAD <= off <= 0:
        return SHORT_SPACED * -off
    return FIRST_LINE if abs(off + EXACT_INDENT) <= 1 else ODD_LINE
