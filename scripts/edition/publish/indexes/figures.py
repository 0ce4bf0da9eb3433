"""The quantities that several articles state (财政收入, 粮食总产量), each with its figures by time and place, and a picture of them."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from edition.figures import Figure, unpacked
from edition.model import Article, Edition
from edition.publish import phrases
from edition.publish.escape import escape, plain
from edition.publish.figures import period_words, place_of
from edition.publish.groups import grouped
from edition.publish.indexes.index import Index
from edition.publish.indexes.lists import Page, Shelf
from edition.publish.machines import coins
from edition.publish.parts import with_parts
from edition.publish.plots import over_places, over_years
from edition.publish.spelling import initial, order

ROWS = "data/figures.js"
OFTEN = 3
"""How often a quantity must stand in one article to be listed; it is as well if it stands in two."""
SEVERAL = 3
"""Years or places from which on there is a picture."""
MOST = 12
"""Places of a picture; where there are more there is none."""
_Key = tuple[str, str]
"""The name of a quantity and its base unit; the unit is empty where only changes are said."""


@dataclass(frozen=True, slots=True)
class _Stated:
    """A figure with its article."""

    article: Article
    anchor: str
    figure: Figure
    place: str
    unit_of_place: str
    """The narrowest unit of the place."""


@dataclass(frozen=True, slots=True)
class _Quantity:
    """A quantity with all its figures, by time and place."""

    name: str
    unit: str
    letter: str
    stated: tuple[_Stated, ...]

    @property
    def title(self) -> str:
        """The name with its unit."""
        return f"{self.name}（{self.unit or '变化'}）"

    @property
    def picture(self) -> str:
        """Its values over years or over places, as HTML; empty where there are too few."""
        values = [(one, Decimal(one.figure.value)) for one in self.stated if one.figure.value and not one.figure.high]
        points = [(int(found[0]), value) for one, value in values if (found := _YEAR.fullmatch(one.figure.date))]
        if len({year for year, _ in points}) >= SEVERAL:
            return over_years(self.name, self.unit, points)
        for date in sorted({one.figure.date for one, _ in values} - {""}):  # Only what holds for one time is set side by side.
            bars = {one.place: (one.unit_of_place, value) for one, value in values if one.figure.date == date and one.place}
            if SEVERAL <= len(bars) <= MOST and len(bars) == sum(one.figure.date == date for one, _ in values):
                return over_places(self.name, self.unit, phrases.date_words(date), [*bars.values()])
        return ""


_YEAR = re.compile(r"\d{4}")


def figures(edition: Edition) -> Iterable[Page]:
    """`figures/index.md`: every quantity that is stated several times; nothing where there is no such. And `data/figures.js`.

    That is the rows of all figures for `assets/js/table.js`. They are a script and not JSON, because a page out of a folder may
    read no file but a script.
    """
    if found := _once(edition):
        intro = [
            "各篇正文里屡次出现的数量，按名目的拼音排列，每一名目下按时间、地点排列。只按字面归在一起：名目相同，口径未必相同；"
            "数值照原报，没有核对。全部数量见[figures.csv](../data/figures.csv)，各栏的含义见[数据](../about/data.md)。",
            f'<div class="catalogue" data-figures="../{ROWS}"></div>',
        ]
        rows = [(quantity, one) for quantity in found for one in quantity.stated]
        yield from Shelf(
            "figures/index",
            FIGURES.name,
            FIGURES.way[:-1],
            grouped(rows, lambda row: (row[0].letter, row[0].title)),
            _entries,
            box="figures",
            intro=intro,
            cited=lambda row: (coins(edition, row[1].article),),
        ).pages()
        lines = ",\n".join(_rows(edition))
        yield ROWS, f"window.editionFigures = [\n{lines}\n];\n"


def _rows(edition: Edition) -> Iterator[str]:
    """All figures: article, anchor, title, name, unit, value and its upper end, print, period, date, change, place, sentence."""
    once = {article.id for article in edition.works}
    for article, parts in with_parts(edition):
        if article.id in once:
            title = " ".join(plain(article.title).split())
            for one in figures_of(edition, article):
                sentence = plain(parts[one.block].text[one.start : one.end])
                place = "".join(place_of(sentence, edition.descriptions[article.id]))
                told = (
                    one.value,
                    one.high,
                    plain(one.printed),
                    period_words(one),
                    one.date,
                    plain(one.change.printed) if one.change else "",
                )
                row = (article.id, parts[one.block].anchor, title, plain(one.name), one.base, *told, place, sentence)
                yield json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def count(edition: Edition) -> int:
    """How many quantities there are."""
    return len(_once(edition))


def _once(edition: Edition) -> list[_Quantity]:
    if ("figures",) not in edition.memo:
        edition.memo["figures",] = _quantities(edition)
    found: list[_Quantity] = edition.memo["figures",]
    return found


def figures_of(edition: Edition, article: Article) -> tuple[Figure, ...]:
    """The figures of an article."""
    return unpacked(edition.figures[article.id]) if article.id in edition.figures else edition.descriptions[article.id].figures


def _quantities(edition: Edition) -> list[_Quantity]:
    works = edition.works
    times: Counter[_Key] = Counter()
    articles: Counter[_Key] = Counter()
    for article in works:
        told = [(one.name, one.base) for one in figures_of(edition, article)]
        times.update(told)
        articles.update(set(told))
    listed = {key for key, number in times.items() if articles[key] > 1 or number >= OFTEN}
    stated: dict[_Key, list[_Stated]] = {key: [] for key in listed}
    once = {article.id for article in works}
    for article, parts in with_parts(edition):
        if article.id in once:
            for one in figures_of(edition, article):
                if (one.name, one.base) in listed:
                    sentence = parts[one.block].text[one.start : one.end]
                    units = place_of(sentence, edition.descriptions[article.id])
                    found = _Stated(article, parts[one.block].anchor, one, "".join(units), units[-1] if units else "")
                    stated[one.name, one.base].append(found)
    keys = {key: (order(key[0]), key[1]) for key in listed}
    return [_Quantity(*key, initial(keys[key][0]), tuple(sorted(stated[key], key=_when))) for key in sorted(listed, key=keys.__getitem__)]


def _when(one: _Stated) -> tuple[bool, str, str]:
    """What has no date stands last; where two stand alike, the order of the edition holds."""
    return not one.figure.date, one.figure.date, one.place


def _entries(rows: Sequence[tuple[_Quantity, _Stated]]) -> list[str]:
    """The figures of one quantity on one page: the picture where they begin, then the table."""
    quantity = rows[0][0]
    picture = quantity.picture if rows[0][1] is quantity.stated[0] else ""
    lines = ["| 时间 | 地点 | 数值 | 变化 | 出处 |", "|---|---|---|---|---|"]
    for _, one in rows:
        change = escape(one.figure.change.printed) if one.figure.change else ""
        source = f"[{escape(plain(one.article.title))}](../articles/{one.article.id}.md#{one.anchor})"
        cells = (escape(period_words(one.figure)), escape(one.place), escape(one.figure.printed), change, source)
        lines.append(f"| {' | '.join(cells)} |")
    return [*([picture] if picture else []), "\n".join(lines)]


FIGURES = Index("figures", "数字", "各篇正文里屡次出现的数量，按名目排列，可比较各年、各地。", figures, count)
