"""The way to each page (路径): from the home page down, for the front matter. `scripts/theme/partials/crumbs.html` prints it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from edition.model import Article, Edition, Province
from edition.publish.groups import WHOLE, by_place, by_province, cut, page_name

Crumb = Mapping[str, str]
"""One step of the way to a page: `text`, and, but for the page itself, `page` (its address without suffix) and perhaps `anchor`."""
HOME: Crumb = {"text": "首页", "page": "index"}
PROVINCES: Crumb = {"text": "分省", "page": "provinces/index"}
THEMES: Crumb = {"text": "专题", "page": "themes/index"}
BROWSE: Crumb = {"text": "浏览", "page": "browse/index"}
ALL: Crumb = {"text": "全部文章", "page": "articles/index"}
UNPLACED: Crumb = {"text": "地点未详", "page": "provinces/unknown"}


def ways(edition: Edition) -> dict[str, list[Crumb]]:
    """For each article, by id, the steps that lead to it: home, its province, its county where its province's list has it."""
    found = by_province(edition)
    out: dict[str, list[Crumb]] = {article.id: [HOME, UNPLACED] for article in found.get("", ())}
    for province in edition.provinces:
        for article, step in _steps(edition, province, found.get(province.name, [])):
            steps: list[Crumb] = [HOME, {"text": province.name, "page": f"provinces/{province.id}"}]
            out[article.id] = [*steps, step] if step else steps
    return out


def _steps(edition: Edition, province: Province, articles: Sequence[Article]) -> Iterable[tuple[Article, Crumb | None]]:
    first: dict[str, str] = {}
    for number, groups in enumerate(cut(by_place(edition, articles)), 1):
        for group in groups:
            page = first.setdefault(group.anchors[-1], page_name(f"provinces/{province.id}", number))
            step = None if group.heads == (WHOLE,) else {"text": group.heads[-1], "page": page, "anchor": group.anchors[-1]}
            yield from ((article, step) for article in group.items)
