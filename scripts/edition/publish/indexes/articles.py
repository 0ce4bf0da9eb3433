"""The list of all articles, by date or by place, and the same as rows for the script that sorts and filters them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from edition.model import Article, Edition
from edition.publish import phrases
from edition.publish.crumbs import HOME, UNPLACED
from edition.publish.groups import WHOLE, Group, grouped, in_order, units_below
from edition.publish.indexes.dates import by_date
from edition.publish.indexes.index import Index
from edition.publish.indexes.lists import Page, Shelf, articles_of
from edition.publish.machines import coins

ROWS = "data/articles.js"
DATA = (
    "[articles.jsonl](../data/articles.jsonl)：每篇文章一行。[seeds.jsonl](../data/seeds.jsonl)：每份原始文本一行。"
    "各项的含义见[数据](../about/data.md)；表格、电子书和分省、分专题的文件见[数据下载](../downloads/index.md)。"
)


def all_articles(edition: Edition) -> Iterable[Page]:
    """`articles/index.md` and its further pages, and the rows for `assets/js/table.js`.

    The pages stay light, however many articles there are; whoever sorts or filters gets the rows of all, once, on the first key.
    They are a script and not JSON, because a page out of a folder may read no file but a script.
    """
    articles = edition.articles
    order = ORDERS[edition.imprint.order]
    again = f"（其中{more}篇是同文另本）" if (more := len(articles) - len(edition.works)) else ""
    yield from Shelf(
        "articles/index",
        "全部文章",
        [HOME],
        order.groups(edition, articles),
        articles_of(edition, begins=False),
        intro=[f"共{len(articles)}篇{again}，{order.told}。", f'<div class="catalogue" data-rows="../{ROWS}"></div>'],
        outro=[
            "## 数据 {: #data }",
            DATA,
        ],
        cited=lambda article: (coins(edition, article),),
    ).pages()
    rows = ",\n".join(_row(edition, article) for article in articles)
    yield ROWS, f"window.editionRows = [\n{rows}\n];\n"


def _by_place(edition: Edition, articles: Sequence[Article]) -> list[Group[Article]]:
    """The articles under province and prefecture, in the official order of these; those without a place at the end."""
    found: dict[str, list[Article]] = {province.name: [] for province in edition.provinces}
    unplaced: list[Article] = []
    for article in articles:
        found.get(edition.descriptions[article.id].level("province") or "", unplaced).append(article)
    placed = [
        ((province, *(path[:1] or (WHOLE,))), article)
        for province, members in found.items()
        for path, article in in_order(edition, [(units_below(edition, article), article) for article in members])
    ]
    pairs = [*placed, *(((UNPLACED.text,), article) for article in unplaced)]
    return [
        Group(group.heads, group.anchors, tuple(article for _, article in group.items)) for group in grouped(pairs, lambda pair: pair[0])
    ]


@dataclass(frozen=True, slots=True)
class _Order:
    """An order of all articles, of which the editor chooses one (`extra.order` in mkdocs.yml)."""

    told: str
    groups: Callable[[Edition, Sequence[Article]], list[Group[Article]]]


ORDERS = {"date": _Order("按日期排列，日期未详的在后", by_date), "place": _Order("按地点排列，地点未详的在后", _by_place)}


def _row(edition: Edition, article: Article) -> str:
    """Id, title, place, date for sorting, date in words, newspaper, length, byline."""
    description = edition.descriptions[article.id]
    date = description.date.value if description.date else ""
    return json.dumps(
        [
            article.id,
            " ".join(article.title.split()),
            phrases.place_words(description),
            date,
            phrases.date_words(date) if date else "",
            description.newspaper.value if description.newspaper else "",
            phrases.length(article),
            phrases.byline_words(article.bylines),
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _number(edition: Edition) -> int:
    return len(edition.articles)


ARTICLES = Index("articles", "全部文章", "按日期或地点排列，可以筛选，可以改换次序。", all_articles, _number, in_navigation=True)
