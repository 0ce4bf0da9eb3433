"""The way to each page (路径): the steps from the home page down. `scripts/theme/partials/crumbs.html` prints it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from edition.model import Article, Edition, Province
from edition.publish.groups import WHOLE, by_place, by_province, cut, page_name
from edition.publish.views import Link

HOME = Link("首页", "index")
UNPLACED = Link("地点未详", "provinces/unknown")


def ways(edition: Edition) -> dict[str, list[Link]]:
    """For each article, by id, the steps that lead to it: home, its province, its county where its province's list has it."""
    found = by_province(edition)
    out: dict[str, list[Link]] = {article.id: [HOME, UNPLACED] for article in found.get("", ())}
    for province in edition.provinces:
        for article, step in _steps(edition, province, found.get(province.name, [])):
            steps: list[Link] = [HOME, Link(province.name, f"provinces/{province.id}")]
            out[article.id] = [*steps, step] if step else steps
    for ids in edition.copies.values():
        out |= dict.fromkeys(ids, out[ids[0]])
    return out


def _steps(edition: Edition, province: Province, articles: Sequence[Article]) -> Iterable[tuple[Article, Link | None]]:
    first: dict[str, str] = {}
    for number, groups in enumerate(cut(by_place(edition, articles)), 1):
        for group in groups:
            page = first.setdefault(group.anchors[-1], page_name(f"provinces/{province.id}", number))
            step = None if group.heads == (WHOLE,) else Link(group.heads[-1], page, group.anchors[-1])
            yield from ((article, step) for article in group.items)
