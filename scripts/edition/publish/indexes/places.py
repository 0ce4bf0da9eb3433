"""The provinces with their tile grid and their articles, and the list of all units of place below them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from edition.model import Article, Edition
from edition.publish.crumbs import BROWSE, HOME, PROVINCES
from edition.publish.escape import escape
from edition.publish.groups import by_place, by_province, grouped, in_order
from edition.publish.indexes.lists import Page, Shelf, articles_of, division, front_matter
from edition.publish.markdown import page
from edition.publish.words import date_words, place_units


def provinces(edition: Edition) -> Iterable[Page]:
    """`provinces/index.md` and a list for each province that has articles; those without a province stand under 未详."""
    found = by_province(edition)
    unplaced = found.get("", [])
    blocks = ["# 分省", *tiles(edition, "")]
    if unplaced:
        blocks.append(f"[地点未详 *{len(unplaced)}*](unknown.md){{ .more }}")
    yield "provinces/index.md", page(front_matter("分省", [HOME, PROVINCES]), blocks)
    for province in edition.provinces:
        if articles := found.get(province.name):
            intro = [f"共{len(articles)}篇。"]
            path, groups = f"provinces/{province.id}", by_place(edition, articles)
            yield from Shelf(path, province.name, [HOME, PROVINCES], groups, articles_of(edition), intro=intro).pages()
    if unplaced:
        intro = [f"共{len(unplaced)}篇。文中没有写明省份，也无从推知。"]
        alone = grouped(unplaced, lambda _: ())
        yield from Shelf("provinces/unknown", "地点未详", [HOME, PROVINCES], alone, articles_of(edition), intro=intro).pages()


def tiles(edition: Edition, folder: str) -> list[str]:
    """The provinces as a list whose classes say where on the map each tile stands."""
    found = by_province(edition)
    entries = []
    for province in edition.provinces:
        place = f"{{ .tile .r{province.row} .c{province.column} }}"
        name, count = escape(province.short), len(found.get(province.name, ()))
        entries.append(f"- [{name} *{count}*]({folder}{province.id}.md){place}" if count else f"- *{name}*{place}")
    return division("tiles", ["\n".join(entries)])


# Every unit of place


@dataclass(frozen=True, slots=True)
class _Seat:
    """One unit below a prefecture with all that lies in it; or the articles that name nothing below the prefecture."""

    province: str
    units: tuple[str, ...]
    """The prefecture, and the county where there is one; a county directly under its province stands in the first place."""
    placed: tuple[tuple[tuple[str, ...], Article], ...]
    """Its articles, each with all units below the province that it names, in order."""


def units(edition: Edition) -> int:
    """How many units of prefecture, county and township level the articles name."""
    return len({(seat.province, *path[: n + 1]) for seat in _seats(edition) for path, _ in seat.placed for n in range(len(path))})


def places(edition: Edition) -> Iterable[Page]:
    """`places/index.md`: every prefecture, county and township with the number of its articles, and these under the lowest they name."""
    if seats := _seats(edition):
        yield from Shelf(
            "places/index",
            "地点",
            [HOME, BROWSE],
            grouped(seats, lambda seat: (seat.province, seat.units[0])),
            lambda seats: ["\n".join(line for seat in seats for line in _lines(edition, seat))],
            box="places",
            intro=["市、县、乡镇各级地名，以今天的区划为准；数字是写到它的文章的篇数，文章列在它写到的最低一级之下。"],
            weight=lambda seat: len(seat.placed),
            number=lambda seat: len(seat.placed),
        ).pages()


def _seats(edition: Edition) -> list[_Seat]:
    found = by_province(edition)
    out = []
    for province in edition.provinces:
        placed = []
        for article in found.get(province.name, ()):
            path = tuple(unit for unit in place_units(edition.descriptions[article.id]) if unit != province.name)
            if path:
                placed.append((path, article))
        rank = {path: n for n, path in enumerate(sorted({path for path, _ in placed}, key=in_order))}
        placed.sort(key=lambda pair: rank[pair[0]])
        for path, members in groupby(placed, key=lambda pair: pair[0][:2]):
            out.append(_Seat(province.name, path, tuple(members)))
    return out


def _lines(edition: Edition, seat: _Seat) -> Iterable[str]:
    """The seat as a list: its name, what names it alone, then the townships in it."""
    if len(seat.units) == 1:
        yield from (_link(edition, article, "") for _, article in seat.placed)
        return
    yield f"- {escape(seat.units[1])} *{len(seat.placed)}*"
    for path, members in groupby(seat.placed, key=lambda pair: pair[0][2:]):
        found = [article for _, article in members]
        indent = " " * 4
        if path:
            yield f"{indent}- {escape(path[0])} *{len(found)}*"
            indent += " " * 4
        yield from (_link(edition, article, indent) for article in found)


def _link(edition: Edition, article: Article, indent: str) -> str:
    description = edition.descriptions[article.id]
    date = f"　{escape(date_words(description.date.value))}" if description.date else ""
    return f"{indent}- [{escape(article.title)}](../articles/{article.id}.md){date}"
