"""The figures in the text (文中数字): the table below an article, and `data/figures.csv`.

FORMAT: the columns never change meaning; more may come. The file is UTF-8 with a byte order mark, its lines end with CRLF, and a cell that
a program for tables would take for a formula begins with an apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import groupby

from edition.figures import Figure
from edition.model import Article
from edition.publish import phrases
from edition.publish.escape import plain
from edition.publish.sheets import Sheet
from edition.publish.views import FigureRow, FigureSentence

COLUMNS = (
    *("article", "anchor", "name", "printed", "number", "unit", "value", "high", "base_unit", "bound", "period", "date"),
    *("change", "change_verb", "change_value", "change_unit", "change_basis", "place", "code", "sentence"),
)
HEAD = "\ufeff" + ",".join(COLUMNS) + "\r\n"
"""How the file begins."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


def figure_lines(sheet: Sheet) -> tuple[str]:
    """The lines of `data/figures.csv` for the figures of a dump, in reading order."""
    out = io.StringIO()
    writer = csv.writer(out)
    for article in sheet.articles:
        description = sheet.descriptions[article.id]
        place = phrases.place_words(description), description.code or ""
        blocks = sheet.anchors[article.id].blocks
        for one in description.figures:
            anchored = blocks[one.block]
            sentence = plain(str(anchored.block.text)[one.start : one.end])
            writer.writerow(map(_cell, (article.id, anchored.anchor, *_cells(one), *place, sentence)))
    return (out.getvalue(),)


def _cells(one: Figure) -> tuple[str, ...]:
    change = one.change
    by = (change.value if change.up else f"-{change.value}") if change else ""
    told = (change.printed, change.verb, by, change.unit, change.basis) if change else ("", "", "", "", "")
    return one.name, one.printed, one.number, one.unit, one.value, one.high, one.base, one.bound, one.period, one.date, *told


def _cell(text: str) -> str:
    """A cell that no program takes for a formula; a number below nought is none.

    >>> _cell("=1+1"), _cell("-5.6"), _cell("'甲")
    ("'=1+1", '-5.6', "''甲")
    """
    number = text.removeprefix("-").replace(".", "", 1)
    return f"'{text}" if text.startswith(_FORMULA) and not (number.isascii() and number.isdecimal()) else text


def figure_sentences(article: Article, figures: Sequence[Figure], anchors: Sequence[str]) -> Iterator[FigureSentence]:
    """The figures of an article by the sentences in which they stand.

    Args:
        article: which.
        figures: its figures, in reading order.
        anchors: of its blocks that have something to read.
    """
    shown = [str(block.text) for block in article.blocks if str(block.text).strip()]
    for (block, start, end), members in groupby(figures, lambda one: (one.block, one.start, one.end)):
        yield FigureSentence(plain(shown[block][start:end]), anchors[block], tuple(map(_row, members)))


def _row(one: Figure) -> FigureRow:
    return FigureRow(plain(one.name), plain(one.printed), period_words(one), plain(one.change.printed) if one.change else "")


def period_words(one: Figure) -> str:
    """The period as printed, and the year or date that it is where that is not said by the words.

    >>> figure = Figure(0, 0, 9, "税收", "3亿元", "3亿", "元", "300000000", "", "元", "", "去年", "2020", None)
    >>> period_words(figure), period_words(figure._replace(period="2020年"))
    ('去年（2020年）', '2020年')
    """
    known = phrases.date_words(one.date) if one.date else ""
    return plain(one.period) + (f"（{known}）" if known and not any(map(str.isdecimal, one.period[:1])) else "")
