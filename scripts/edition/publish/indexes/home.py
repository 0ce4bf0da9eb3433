"""Home (`index.md`), and the page of all ways to browse (`browse/index.md`). Both follow from the register of indexes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from edition.model import Edition
from edition.publish import phrases
from edition.publish.anchors import feed_path
from edition.publish.crumbs import HOME
from edition.publish.data.lists import DOWNLOADS
from edition.publish.escape import escape
from edition.publish.indexes.dates import bars, by_date, leads
from edition.publish.indexes.index import BROWSE, Index
from edition.publish.indexes.lists import Page, division, entry, page
from edition.publish.indexes.provinces import tiles
from edition.publish.indexes.themes import in_use
from edition.publish.machines import coins
from edition.publish.markdown import markdown
from edition.publish.views import HomeView, view_file

CARDS = 12
"""How many articles the home page shows: four rows of three."""


def home(edition: Edition, indexes: Sequence[Index]) -> Iterable[Page]:
    """`index.md`: the provinces, the themes, the other indexes, the newest articles."""
    articles = edition.works
    newest = sorted(articles, key=lambda article: phrases.date_key(edition.descriptions[article.id]), reverse=True)[:CARDS]
    blocks = [f"# {escape(phrases.NAME)} {{: #head }}", "## 分省", *tiles(edition, "provinces/")]
    if themes := in_use(edition):
        entries = [f"- [{escape(theme.label)} *{len(found)}*](themes/{theme.id}.md)" for theme, found in themes]
        blocks += ["## 专题", *division("chips", ["\n".join(entries)])]
    if pictures := bars(edition, articles, leads(by_date(edition, articles), "dates/index")):
        blocks += ["## 日期", *pictures]
    if others := [
        f"- [{index.name} *{number}*]({index.slug}/index.md)"
        for index in indexes
        if not index.in_navigation and (number := index.count(edition))
    ]:
        blocks += ["## 其他索引", *division("chips", ["\n".join(others)])]
    blocks += ["## 文章", *division("cards", [entry(edition, article, "", kicker=True) for article in newest])]
    if len(articles) > len(newest):
        blocks.append(f"[全部{len(articles)}篇文章](articles/index.md){{ .more }}")
    yield "index.md", markdown({"title": phrases.NAME}, blocks)
    count = f"收文章{len(articles)}篇，出自原始文本{len(edition.restorations)}份。"
    feed = feed_path("index") if edition.address else ""
    yield view_file("index", HomeView("home.html", count=count, feed=feed, coins=tuple(coins(edition, article) for article in newest)))


def browse(edition: Edition, indexes: Sequence[Index]) -> Iterable[Page]:
    """`browse/index.md`: every index there is, so that the navigation need not know which ones the articles give rise to."""
    rows = [(index, number) for index in indexes if (number := index.count(edition))]
    entries = [f"- [{index.name} *{number}*](../{index.slug}/index.md)\n\n    {index.about}" for index, number in rows]
    entries.append("- [词频](../count/index.md)\n\n    一个词在各年、各地、各报中出现多少次，常与哪些词在一起；两个词可以比较。")
    entries.append(f"- [{DOWNLOADS.text}](../{DOWNLOADS.page}.md)\n\n    全部文章和各个列表的表格、电子书和数据包。")
    yield from page("browse/index", BROWSE.text, (HOME, BROWSE), [f"# {BROWSE.text}", *division("topics", entries)])
