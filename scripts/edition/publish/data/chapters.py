"""An article as a chapter of a book: XHTML by the rules of EPUB 3, everything out of a dump escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator

from edition.model import LEVELS, Article, Block, Description, Finding
from edition.publish import phrases
from edition.publish.anchors import extent
from edition.publish.escape import escape_html, plain
from edition.publish.sheets import Sheet
from edition.rulings import by_editors

_TAG = re.compile("<[^>]*>")
_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
"""Matches what XML cannot hold; other control characters are shown by their pictures already."""


def article_chapters(sheet: Sheet) -> tuple[str, ...]:
    """The chapters of the articles of a dump, in reading order."""
    return tuple(xhtml(named(article), "".join(_chapter(article, sheet))) for article in sheet.articles)


def xhtml(title: str, body: str, kind: str = "bodymatter", folder: str = "../") -> str:
    """A document of a book.

    Args:
        title: its title, as text.
        body: what stands in it, as XHTML.
        kind: which part of the book it is, in the words of EPUB.
        folder: the way from it to the style sheet.
    """
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="zh-Hans" xml:lang="zh-Hans">\n'
        f'<head><title>{xml_text(title)}</title><link rel="stylesheet" type="text/css" href="{folder}style.css"/></head>\n'
        f'<body epub:type="{kind}">\n{body}</body>\n</html>\n'
    )


def xml_text(text: str) -> str:
    """Text inside an element.

    >>> xml_text("<甲>&\\x02\\uffff")
    '&lt;甲&gt;&amp;␂U+FFFF'
    """
    return _NO_XML.sub(lambda found: f"U+{ord(found[0]):04X}", escape_html(text))


def untagged(chapter: str) -> str:
    """The text of a chapter, as it is written there.

    >>> untagged("<p>甲<b>乙</b>&lt;丙></p>")
    '甲乙&lt;丙>'
    """
    return _TAG.sub("", chapter)


def named(article: Article) -> str:
    """What an article is called where a name must not be empty."""
    return plain(article.title) or "无题"


def attribute(text: str) -> str:
    """Text inside an attribute in double quotes."""
    return xml_text(text).replace('"', "&quot;")


def _chapter(article: Article, sheet: Sheet) -> Iterator[str]:
    description = sheet.descriptions[article.id]
    yield '<section epub:type="chapter" role="doc-chapter" aria-labelledby="head">\n<header>\n'
    if article.head.kicker:
        yield f'<p class="kicker">{xml_text(str(article.head.kicker))}</p>\n'
    yield f'<h1 id="head">{xml_text(named(article))}</h1>\n'
    if article.head.subtitle:
        yield f'<p class="subtitle">——{xml_text(str(article.head.subtitle))}</p>\n'
    if article.bylines:
        yield f'<p class="byline">{xml_text(phrases.byline_words(article.bylines))}</p>\n'
    if facts := list(_facts(description)):
        yield f'<p class="facts">{" · ".join(facts)}</p>\n'
    yield "</header>\n"
    yield from (_block(block, sheet.restoration.seed.text) for block in article.blocks if str(block.text).strip())
    yield '<footer class="source">\n'
    yield from (f"<p>{xml_text(words)}</p>\n" for words in _notes(article, sheet))
    first, last = extent(article, sheet.lines)
    path = f"articles/{article.id}.html"
    address = sheet.common.address
    link = f'<a href="{attribute(f"{address}{path}")}">{xml_text(address + path)}</a>' if address else path
    yield f"<p>出处：原始文本{xml_text(article.seed_name)}，第{first}—{last}行；{link}</p>\n</footer>\n</section>\n"


def _facts(description: Description) -> Iterator[str]:
    """Place, date, newspaper, issue, page and themes; what the page does not state is marked."""
    shown = ""
    units = []
    for level in LEVELS:
        finding = description.place.get(level)
        if finding and finding.value != shown:
            shown = finding.value
            units.append(_fact(finding, finding.value))
    if units:
        yield "".join(units)
    if description.date:
        yield _fact(description.date, phrases.date_words(description.date.value))
    if description.newspaper:
        yield _fact(description.newspaper, description.newspaper.value)
    for found, words in ((description.issue, "第{}期"), (description.page, "第{}版"), (description.page_name, "{}")):
        if found:
            yield _fact(found, words.format(found.value))
    if description.themes:
        yield "专题（推断）：" + "、".join(xml_text(theme.value) for theme in description.themes)


def _fact(finding: Finding, words: str) -> str:
    """A fact, with a mark where it is inferred or doubtful."""
    marks = [mark for mark, holds in (("推断", not finding.known), ("存疑", finding.doubtful)) if holds]
    return xml_text(words) + (f"<small>（{'，'.join(marks)}）</small>" if marks else "")


def _block(block: Block, source: str) -> str:
    if block.kind == "table":
        first, *rest = block.rows
        wide = max(map(len, block.rows))
        head = _cells("th", ' scope="col"', first, wide)
        body = "".join(_cells("td", "", row, wide) for row in rest)
        return f"<table>\n<thead>{head}</thead>\n{f'<tbody>{body}</tbody>' if body else ''}\n</table>\n"
    text = "".join(_marked(*part) for part in phrases.corrected(block.text, source))
    if block.kind == "heading":
        return f"<h2>{text}</h2>\n"
    return f'<p class="caption">〔图片说明：{text}〕</p>\n' if block.kind == "caption" else f"<p>{text}</p>\n"


def _marked(reading: str, printed: str | None) -> str:
    """Words of a text; where an editor put them right, with what was printed."""
    text = xml_text(reading)
    return text if printed is None else f'<span class="emended" title="原作“{attribute(printed)}”">{text}</span>'


def _cells(name: str, more: str, row: list[str], wide: int) -> str:
    return "<tr>" + "".join(f"<{name}{more}>{xml_text(cell)}</{name}>" for cell in [*row, *[""] * (wide - len(row))]) + "</tr>"


def _notes(article: Article, sheet: Sheet) -> Iterator[str]:
    """What editors should look at, what they read otherwise than it is printed, and what they ruled."""
    yield from (f"存疑：{plain(doubt)}" for doubt in article.doubts)
    if emended := list(phrases.corrected_head(article, sheet.restoration.seed.text)):
        yield f"编者改定：{'；'.join(emended)}"
    yield from (f"编者裁定：{plain(phrases.ruling_words(ruling, sheet.lines))}" for ruling in by_editors(article.rulings))
