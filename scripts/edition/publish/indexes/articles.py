"""The list of all articles, by seed and in reading order, and the same as rows for the script that sorts and filters them."""

from __future__ import annotations

import json
from collections.abc import Iterable

from edition.model import Article, Edition
from edition.publish import phrases
from edition.publish.crumbs import HOME
from edition.publish.groups import grouped
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
    seeds = [(restoration.seed.name, article) for restoration in edition.restorations for article in restoration.articles]
    groups = grouped(seeds, lambda pair: (pair[0],))
    entries = articles_of(edition)
    again = f"（其中{more}篇是同文另本）" if (more := len(seeds) - len(edition.works)) else ""
    yield from Shelf(
        "articles/index",
        "全部文章",
        [HOME],
        groups,
        lambda pairs: entries([article for _, article in pairs]),
        intro=[f"共{len(seeds)}篇{again}，按原始文本和版面次序排列。", f'<div class="catalogue" data-rows="../{ROWS}"></div>'],
        outro=[
            "## 数据 {: #data }",
            DATA,
        ],
        overview=False,
        cited=lambda pair: (coins(edition, pair[1]),),
    ).pages()
    rows = ",\n".join(_row(edition, article) for _, article in seeds)
    yield ROWS, f"window.editionRows = [\n{rows}\n];\n"


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


ARTICLES = Index("articles", "全部文章", "按原始文本排列，可以筛选，可以改换次序。", all_articles, _number, in_navigation=True)
