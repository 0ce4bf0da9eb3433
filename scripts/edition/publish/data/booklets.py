"""Booklets (打印本): the articles of a list one after the other on one long page, to be printed or read at a stretch."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from edition.model import Article, Edition
from edition.publish import phrases
from edition.publish.crumbs import HOME
from edition.publish.data.lists import INDEXES, Listed, booklet_path
from edition.publish.data.packed import Held, unsqueezed
from edition.publish.escape import escape
from edition.publish.indexes.places import PLACES, counties
from edition.publish.markdown import markdown
from edition.publish.views import Link, PageView, view_file

_BODY = '<body epub:type="bodymatter">\n'
_TAG = re.compile("<[^>]*>")
_TAGS = {
    '<section epub:type="chapter" role="doc-chapter" aria-labelledby="head">': '<section role="doc-chapter" aria-labelledby="{}">',
    '<h1 id="head">': '<h2 id="{}">',
    "</h1>": "</h2>",
    "<h2>": "<h3>",
    "</h2>": "</h3>",
}
"""What becomes of the tags of a chapter; the name of its head stands in them."""


@dataclass(frozen=True, slots=True)
class BookletView(PageView):
    """A booklet."""

    articles: str = ""
    """Its articles as HTML, out of the chapters of the books: everything out of a dump is escaped there."""


def booklet_pages(edition: Edition, lists: Iterable[Listed], chapters: Mapping[str, Held]) -> Iterator[tuple[str, str]]:
    """`booklets/<index>/<list>.md` and its view, for each list that is short enough, and for each county.

    Args:
        edition: the edition.
        lists: the lists of its indexes.
        chapters: the XHTML of each article as a chapter of a book, squeezed, by its id.
    """
    for one in lists:
        leads = Link(one.name, f"{one.index}/{one.slug}")
        yield from _booklet(one.index, one.slug, (HOME, Link(INDEXES[one.index], f"{one.index}/index"), leads), one.articles, chapters)
    for county in counties(edition):
        leads = Link(county.name, f"{PLACES.slug}/index", county.anchor)
        yield from _booklet(PLACES.slug, county.slug, (*PLACES.way, leads), county.articles, chapters)


def _booklet(
    index: str, slug: str, way: tuple[Link, ...], articles: Iterable[Article], chapters: Mapping[str, Held]
) -> Iterator[tuple[str, str]]:
    articles = tuple(articles)
    path = booklet_path(index, slug, len(articles))
    if not path:
        return
    title = f"{way[-1].text}：打印本"
    length = sum(map(phrases.length, articles))
    told = f"{escape(way[-1].text)}的{len(articles)}篇文章，约{length}字，依次排在一页上，可以打印或者存成一个文件。"
    yield f"{path}.md", markdown({"title": title}, [f"# {escape(title)}", f"{told}\n{{: .note }}"])
    html = "".join(_section(unsqueezed(chapters[article.id]), article.id) for article in articles)
    yield view_file(path, BookletView("booklet.html", (*way, Link("打印本")), articles=html))


def _section(chapter: str, id_: str) -> str:
    """A chapter as a part of a page: its headings stand one level lower, and its head has a name of its own.

    >>> _section(f'<html>{_BODY}<h1 id="head">甲</h1><h2>乙</h2><p>id="head"</p></body></html>', "jia")
    '<h2 id="jia">甲</h2><h3>乙</h3><p>id="head"</p>'
    """
    body = chapter[chapter.index(_BODY) + len(_BODY) : chapter.rindex("</body>")]
    # Tags alone: a text may hold the same words.
    return _TAG.sub(lambda tag: _TAGS[tag[0]].format(id_) if tag[0] in _TAGS else tag[0], body)
