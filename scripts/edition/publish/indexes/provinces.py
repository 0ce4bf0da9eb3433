"""The provinces: the tile grid of all, and the articles of each by prefecture and county."""

from __future__ import annotations

from collections.abc import Iterable

from edition.model import Edition
from edition.publish.data.lists import download_line
from edition.publish.escape import escape
from edition.publish.groups import by_place, by_province, grouped
from edition.publish.indexes.index import Index
from edition.publish.indexes.lists import Page, articles_shelf, division, page


def provinces(edition: Edition) -> Iterable[Page]:
    """`provinces/index.md` and a list for each province that has articles; those without a province stand under 未详."""
    found = by_province(edition)
    unplaced = found.get("", [])
    blocks = ["# 分省", *tiles(edition, "")]
    if unplaced:
        blocks.append(f"[地点未详 *{len(unplaced)}*](unknown.md){{ .more }}")
    yield from page("provinces/index", PROVINCES.name, PROVINCES.way, blocks)
    for province in edition.provinces:
        if articles := found.get(province.name):
            intro = [f"共{len(articles)}篇。", download_line("provinces", province.id, len(articles))]
            path, groups = f"provinces/{province.id}", by_place(edition, articles)
            yield from articles_shelf(edition, path, province.name, PROVINCES.way, groups, intro, followed=True).pages()
    if unplaced:
        intro = [f"共{len(unplaced)}篇。文中没有写明省份，也无从推知。", download_line("provinces", "unknown", len(unplaced))]
        alone = grouped(unplaced, lambda _: ())
        yield from articles_shelf(edition, "provinces/unknown", "地点未详", PROVINCES.way, alone, intro).pages()


def tiles(edition: Edition, folder: str) -> list[str]:
    """The provinces as a list whose classes say where on the map each tile stands.

    Those with articles come first: that is their order on a phone, which has no room for the map.
    """
    found = by_province(edition)
    entries = []
    for province in sorted(edition.provinces, key=lambda province: not found.get(province.name)):
        place = f"{{ .tile .r{province.row} .c{province.column} }}"
        name, count = escape(province.short), len(found.get(province.name, ()))
        entries.append(f"- [{name} *{count}*]({folder}{province.id}.md){place}" if count else f"- *{name}*{place}")
    empty = "、".join(escape(province.short) for province in edition.provinces if not found.get(province.name))
    return [*division("tiles", ["\n".join(entries)]), *([f"尚无文章：{empty}\n{{: .empty }}"] if empty else [])]


def _with_articles(edition: Edition) -> int:
    return len([name for name in by_province(edition) if name])


PROVINCES = Index("provinces", "分省", "按地图上的位置排列，再分市、县。", provinces, _with_articles, in_navigation=True)
