"""The figures in the text (文中数字): the table below an article, and `data/figures.csv`.

FORMAT: the columns never change meaning; more may come. The file is UTF-8 with a byte order mark, its lines end with CRLF, and a cell that
a program for tables would take for a formula begins with an apostrophe.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from edition.figures import Figure
from edition.model import Article, Description
from edition.publish import phrases
from edition.publish.escape import inert, plain
from edition.publish.sheets import Sheet
from edition.publish.views import FigureRow, FigureSentence

COLUMNS = (
    *("article", "anchor", "name", "printed", "number", "unit", "value", "high", "base_unit", "bound", "period", "date"),
    *("change", "change_verb", "change_value", "change_unit", "change_basis", "place", "code", "sentence"),
)
HEAD = "\ufeff" + ",".join(COLUMNS) + "\r\n"
"""How the file begins."""
_PERSON = re.compile("[他她]|自家|家里|村民|农户|养殖户|种植户|大户|大爷|大娘|大伯|师傅")
"""Matches what speaks of somebody, whose numbers are not those of the place."""
_WHOLE = re.compile("[全我本该](国|球|省|市|州|盟|县|区|旗|乡|镇|村|街道|社区|校|院|厂|公司)")
_TERRITORY = re.compile(
    "(?<![社小园景街山库校厂灾牧林矿港片地城乡农新各多个几一二三两四五六七八九十百千万0-9])"
    "(?:[省市县区旗乡镇村州盟]|街道)(?![民场域里上委党政长干级内城间办容情貌庄寨企办])"
)
"""Matches the end of the name of a territory."""


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
            own = place if place_of(sentence, description) else ("", "")
            writer.writerow(map(_cell, (article.id, anchored.anchor, *_cells(one), *own, sentence)))
    return (out.getvalue(),)


def place_of(sentence: str, description: Description) -> list[str]:
    """The units of the place of an article, where a sentence of it speaks of no other territory and of nobody's household; else nothing.

    >>> from edition.model import Finding
    >>> place = Description({level: Finding(name, (), "printed") for level, name in (("county", "如皋市"), ("township", "江安镇"))})
    >>> [bool(place_of(text, place)) for text in ("如皋市江安镇财政收入3亿元", "全镇有村民3万人，种稻2万亩", "如皋市财政收入100亿元")]
    [True, False, False]
    >>> [bool(place_of(text, place)) for text in ("全国粮食总产量达6.8亿吨", "全镇新建公路12公里", "邻近的搬经镇财政收入2亿元")]
    [False, True, False]
    """
    units = phrases.place_units(description)
    if not units or _PERSON.search(sentence):
        return []
    kind = "街道" if units[-1].endswith("街道") else units[-1][-1]
    rest = _WHOLE.sub(lambda match: "" if match[1] == kind else match[0], sentence)
    for first in range(len(units)):
        rest = rest.replace("".join(units[first:]), "")
    return [] if _WHOLE.search(rest) or _TERRITORY.search(rest) else units


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
    return text if number.isascii() and number.isdecimal() else inert(text)


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
