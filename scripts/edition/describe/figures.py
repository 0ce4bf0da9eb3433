"""The figures in the text of an article (文中数字): what is counted or measured, how much, when, and how it changed.

Precision goes before coverage. Every number of a sentence has several readings (`figure_readings.py`), each with findings that speak for it
or against it; `figure-findings.tsv` says how much. Here is decided which readings together are best for the whole sentence. Where another
one is nearly as good, nothing is stated. Every part of a figure is quoted from its sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from edition.describe.figure_periods import resolved
from edition.describe.figure_readings import CHANGE, CHANGED, LEVEL, MARGIN, SILENT, SOURCE, VALUES, Mention, Reading, Sentence
from edition.describe.figure_words import Cut, FigureWords
from edition.figures import Figure
from edition.model import Article, Finding

_WIDE = {ord("０") + n: str(n) for n in range(10)} | {ord("．"): ".", ord("％"): "%"}
_IS_WIDE = re.compile("[０-９．％]")
_SENTENCE = re.compile(r"[^。！？!?]+[。！？!?]*[”’」』]*")


def year_of(date: Finding | None) -> int | None:
    """The year of an article, where it is certain."""
    if date is None or date.doubtful or not re.fullmatch(r"[\d/-]+", date.value):
        return None
    years = {end[:4] for end in date.value.split("/")}
    return int(years.pop()) if len(years) == 1 and all(map(len, years)) else None


def figures(article: Article, words: FigureWords, cut: Cut, date: Finding | None = None) -> tuple[Figure, ...]:
    """The figures of an article, in reading order.

    Args:
        article: its paragraphs and captions are read.
        words: the tables.
        cut: cuts a clause into words.
        date: of the article; 今年 is a year only where this is known.
    """
    year = year_of(date)
    shown = [block for block in article.blocks if str(block.text).strip()]
    return tuple(
        one
        for number, block in enumerate(shown)
        if block.kind in ("paragraph", "caption")
        for one in of_text(str(block.text), words, cut, year, number)
    )


def of_text(text: str, words: FigureWords, cut: Cut, year: int | None = None, block: int = 0) -> Iterator[Figure]:
    """The figures of a paragraph; `year` is that of its article, None where it is not known."""
    for start, sentence in sentences(text, words, cut, year):
        end = start + len(sentence.text)
        yield from (one._replace(block=block, start=start, end=end) for one in _stated(sentence))


def sentences(text: str, words: FigureWords, cut: Cut, year: int | None) -> Iterator[tuple[int, Sentence]]:
    """The sentences of a paragraph that have numbers, each with where it begins."""
    narrow = text.translate(_WIDE) if _IS_WIDE.search(text) else text
    for found in _SENTENCE.finditer(narrow):
        matches = [*words.statement.finditer(found[0])]
        if matches:
            sentence = Sentence(text[found.start() : found.end()], found[0], words, cut, year, matches)
            if sentence.mentions:
                yield found.start(), sentence


def decided(readings: Sequence[Sequence[Reading]]) -> list[Reading]:
    """For each number of a sentence the reading that is best for the whole sentence; silence where the margin is small.

    Args:
        readings: of each number, with silence among them. What a reading wants of the number before it is `Reading.after`.
    """
    if not any(one.after for here in readings for one in here):  # Each number is a question of its own.
        return [_best(here, [one.worth for one in here]) for here in readings]
    worths: list[list[float]] = []
    for n, here in enumerate(readings):
        worths.append(
            [
                one.worth + max((worths[-1][i] for i, before in enumerate(readings[n - 1]) if _fits(before, one)), default=0.0)
                if n
                else one.worth
                for one in here
            ]
        )
    rest = [0.0] * len(readings[-1])
    chosen: list[Reading] = []
    for n in range(len(readings) - 1, -1, -1):
        here = readings[n]
        through = [worth + after for worth, after in zip(worths[n], rest, strict=True)]
        chosen.append(_best(here, through))
        if n:
            rest = [max(one.worth + rest[i] for i, one in enumerate(here) if _fits(before, one)) for before in readings[n - 1]]
    chosen.reverse()
    for n, one in enumerate(chosen):  # What leans on a number that is not stated after all is not stated either.
        if one.after and (not n or chosen[n - 1].kind not in one.after):
            chosen[n] = SILENT
    return chosen


def _best(readings: Sequence[Reading], worths: Sequence[float]) -> Reading:
    """The reading that is worth most; silence where another one is worth nearly as much."""
    if len(readings) == 1:
        return readings[0]
    best = max(range(len(readings)), key=worths.__getitem__)
    second = max((worth for worth, one in zip(worths, readings, strict=True) if one.said != readings[best].said), default=0.0)
    return readings[best] if worths[best] - second >= MARGIN else SILENT


def _fits(before: Reading, one: Reading) -> bool:
    return not one.after or before.kind in one.after


def _stated(sentence: Sentence) -> list[Figure]:
    """The figures of a sentence."""
    found: list[Figure] = []
    named = ""
    places: dict[int, int] = {}
    """The number of a mention to the place of its figure."""
    readings = sentence.readings()
    if all(len(here) == 1 for here in readings):
        return found
    for n, (mention, one) in enumerate(zip(sentence.mentions, decided(readings), strict=True)):
        if one.kind == CHANGED:
            found[-1] = found[-1]._replace(change=sentence.change(mention))
        elif one.kind == LEVEL:
            found[-1] = _with_value(found[-1], mention)
        elif one.kind == CHANGE or one.kind in VALUES:
            period = sentence.printed[slice(*one.period)] if one.period else ""
            name = one.name or named
            named = name
            if one.kind == SOURCE and not one.period and sentence.times:
                continue  # Of which year it was is not said.
            bare = Figure(0, 0, 0, name, "", "", "", "", "", "", "", period, resolved(period, sentence.year), None)
            found.append(bare._replace(change=sentence.change(mention)) if one.kind == CHANGE else _with_value(bare, mention))
            places[n] = len(found) - 1
    for n, change in sentence.in_turn():
        if n in places and found[places[n]].change is None and found[places[n]].value:
            found[places[n]] = found[places[n]]._replace(change=change)
    return found


def _with_value(figure: Figure, of: Mention) -> Figure:
    return figure._replace(printed=of.printed, number=of.number, unit=of.unit, value=of.low, high=of.high, base=of.base, bound=of.bound)
