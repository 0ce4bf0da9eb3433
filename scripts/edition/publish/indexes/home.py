"""Home (`index.md`), and the page of all ways to browse (`browse/index.md`)."""

from __future__ import annotations

from collections.abc import Iterable

from edition.model import Edition
from edition.publish import words
from edition.publish.crumbs import BROWSE, HOME
from edition.publish.escape import escape
from edition.publish.groups import by_province
from edition.publish.indexes import terms
from edition.publish.indexes.dates import years
from edition.publish.indexes.lists import Page, division, entry, front_matter
from edition.publish.indexes.newspapers import papers
from edition.publish.indexes.people import signed
from edition.publish.indexes.places import tiles, units
from edition.publish.indexes.themes import in_use
from edition.publish.markdown import page

CARDS = 12
"""How many articles the home page shows: four rows of three."""


def home(edition: Edition) -> Iterable[Page]:
    """`index.md`: the provinces, the themes, the other indexes, the newest articles."""
    articles = edition.articles
    newest = sorted(articles, key=lambda article: words.date_key(edition.descriptions[article.id]), reverse=True)[:CARDS]
    count = f"收文章{len(articles)}篇，出自原始文本{len(edition.restorations)}份。"
    meta: dict[str, object] = {"template": "home.html", "title": words.NAME, "count": count, "hide": ["toc"]}
    blocks = [f"# {escape(words.NAME)} {{: #head }}", "## 分省", *tiles(edition, "provinces/")]
    if themes := in_use(edition):
        entries = [f"- [{escape(theme.label)} *{len(found)}*](themes/{theme.id}.md)" for theme, found in themes]
        blocks += ["## 专题", *division("chips", ["\n".join(entries)])]
    if others := [f"- [{name} *{number}*]({address})" for name, number, address, _ in _others(edition)]:
        blocks += ["## 其他索引", *division("chips", ["\n".join(others)])]
    blocks += ["## 文章", *division("cards", [entry(edition, article, "", kicker=True) for article in newest])]
    if len(articles) > len(newest):
        blocks.append(f"[全部{len(articles)}篇文章](articles/index.md){{ .more }}")
    yield "index.md", page(meta, blocks)


def browse(edition: Edition) -> Iterable[Page]:
    """`browse/index.md`: every index there is, so that the navigation need not know which ones the articles give rise to."""
    rows = [("分省", len([name for name in by_province(edition) if name]), "provinces/index.md", "按地图上的位置排列，再分市、县。")]
    rows += [("专题", len(themes), "themes/index.md", "每篇注明归入的根据。")] if (themes := in_use(edition)) else []
    rows += _others(edition)
    rows += [("全部文章", len(edition.articles), "articles/index.md", "按原始文本排列，可以筛选，可以改换次序。")]
    entries = [f"- [{name} *{number}*](../{address})\n\n    {about}" for name, number, address, about in rows]
    yield "browse/index.md", page(front_matter("浏览", [HOME, BROWSE]), ["# 浏览", *division("topics", entries)])


def _others(edition: Edition) -> list[tuple[str, int, str, str]]:
    """The indexes that are there only where there is something to put into them: name, count, address, what it is."""
    rows = [
        ("地点", units(edition), "places/index.md", "市、县、乡镇各级地名，以及写到它们的文章。"),
        ("日期", years(edition), "dates/index.md", "按年、月排列；只知大概的不归入某一个月。"),
        ("报名", len(papers(edition)), "newspapers/index.md", "刊载文章的报纸。"),
        ("署名", len(signed(edition)), "people/index.md", "文章的作者、记者、通讯员与摄影者，按拼音排列。"),
        ("引号词语", terms.count(edition), "terms/index.md", "各篇用引号标出的词语，附上下文。"),
    ]
    return [row for row in rows if row[1]]
