"""Books of articles (EPUB 3.3): a title page, a table of contents, a chapter for each article. The bytes follow from the content.

The identifier of a book is made of all that stands in it, so that it stays as long as that does. The day of its last change, which EPUB
asks for, is no day of a build: it is the last day that its articles name as their own or that an editor ruled on, and the first day of
2000 where there is none.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from edition.model import Article
from edition.publish.data.chapters import attribute, named, xhtml, xml_text
from edition.publish.data.packed import Held, packed, squeezed
from edition.publish.groups import Group

MIMETYPE = "application/epub+zip"
NEVER = "2000-01-01"
"""The day of the last change of a book whose articles name no day."""
CONTAINER = (
    '<?xml version="1.0" encoding="utf-8"?>\n<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n'
)
STYLE = """\
p { text-indent: 2em; margin: 0.4em 0; line-height: 1.7; }
h1, .kicker, .subtitle, .byline, .facts { text-align: center; text-indent: 0; }
.caption, .source p, .title p { text-indent: 0; }
.caption, .facts, .source { font-size: 0.9em; }
.source { margin-top: 2em; border-top: 1px solid; }
.emended { text-decoration: underline dotted; }
table { border-collapse: collapse; }
th, td { border: 1px solid; padding: 0.2em 0.5em; }
"""
FEATURES = ("structuralNavigation", "tableOfContents", "readingOrder")


@dataclass(frozen=True, slots=True)
class Book:
    """What a book is made of."""

    title: str
    about: Sequence[str]
    """What its title page says, a paragraph each."""
    groups: Sequence[Group[Article]]
    """Its articles under the headings of its table of contents."""
    day: str
    """The day of the last change, as `2021-11-30`."""
    rights: str
    """Whose the texts are; empty where nobody says."""
    publisher: str = ""
    """Who publishes the edition; empty where nobody says."""


def epub(book: Book, chapters: Mapping[str, Held]) -> bytes:
    """A book as a file.

    Args:
        book: what it is made of.
        chapters: the XHTML of each article, squeezed, by its id.
    """
    articles = [article for group in book.groups for article in group.items]
    files = [
        ("EPUB/nav.xhtml", squeezed(_contents(book))),
        ("EPUB/title.xhtml", squeezed(_title_page(book))),
        ("EPUB/style.css", squeezed(STYLE)),
        *((f"EPUB/{_place(article)}", chapters[article.id]) for article in articles),
    ]
    mark = hashlib.sha256(book.title.encode("utf-8", errors="replace"))
    for _, held in files:
        mark.update(held.sha256)
    package = _package(book, articles, str(uuid.uuid5(uuid.NAMESPACE_URL, mark.hexdigest())))
    head = [("mimetype", MIMETYPE), ("META-INF/container.xml", CONTAINER), ("EPUB/package.opf", package)]
    return packed([*head, *files], stored=frozenset(("mimetype",)))


def _place(article: Article) -> str:
    return f"articles/{article.id}.xhtml"


def _title_page(book: Book) -> str:
    about = "".join(f"<p>{xml_text(words)}</p>\n" for words in (*book.about, book.publisher, book.rights) if words)
    body = f'<section class="title" epub:type="titlepage">\n<h1>{xml_text(book.title)}</h1>\n{about}</section>\n'
    return xhtml(book.title, body, "frontmatter", "")


def _contents(book: Book) -> str:
    """The table of contents, and the landmarks of the book."""
    first = next((_place(article) for group in book.groups for article in group.items), "title.xhtml")
    body = (
        '<nav epub:type="toc" role="doc-toc" id="toc" aria-labelledby="contents">\n<h1 id="contents">目录</h1>\n'
        f'<ol>\n<li><a href="title.xhtml">书名页</a></li>\n{"".join(_entries(book.groups))}</ol>\n</nav>\n'
        '<nav epub:type="landmarks" hidden="hidden" aria-label="导航">\n<ol>\n'
        '<li><a epub:type="titlepage" href="title.xhtml">书名页</a></li>\n<li><a epub:type="toc" href="#toc">目录</a></li>\n'
        f'<li><a epub:type="bodymatter" href="{first}">正文</a></li>\n</ol>\n</nav>\n'
    )
    return xhtml("目录", body, "frontmatter", "")


def _entries(groups: Sequence[Group[Article]]) -> Iterator[str]:
    """The entries of the table of contents, those of a group under its headings on one line."""
    for group in groups:
        links = "".join(f'<li><a href="{_place(article)}">{xml_text(named(article))}</a></li>\n' for article in group.items)
        yield f"<li><span>{xml_text(' '.join(group.heads))}</span>\n<ol>\n{links}</ol>\n</li>\n" if group.heads else links


def _package(book: Book, articles: Sequence[Article], mark: str) -> str:
    """The package document: metadata, all files, the order of reading."""
    metadata = [
        f'<dc:identifier id="id">urn:uuid:{mark}</dc:identifier>',
        f"<dc:title>{xml_text(book.title)}</dc:title>",
        "<dc:language>zh-Hans</dc:language>",
        *([f"<dc:publisher>{xml_text(book.publisher)}</dc:publisher>"] if book.publisher else []),
        *([f"<dc:rights>{xml_text(book.rights)}</dc:rights>"] if book.rights else []),
        f'<meta property="dcterms:modified">{book.day}T00:00:00Z</meta>',
        '<meta property="schema:accessMode">textual</meta>',
        '<meta property="schema:accessModeSufficient">textual</meta>',
        *(f'<meta property="schema:accessibilityFeature">{feature}</meta>' for feature in FEATURES),
        '<meta property="schema:accessibilityHazard">none</meta>',
        '<meta property="schema:accessibilitySummary">全书只有文字，有目录，标题分级，表格有表头，可以朗读。</meta>',
    ]
    items = [
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>',
        '<item id="title" href="title.xhtml" media-type="application/xhtml+xml"/>',
        '<item id="style" href="style.css" media-type="text/css"/>',
    ]
    spine = ['<itemref idref="title"/>', '<itemref idref="nav"/>']
    for number, article in enumerate(articles, 1):
        items.append(f'<item id="a{number}" href="{attribute(_place(article))}" media-type="application/xhtml+xml"/>')
        spine.append(f'<itemref idref="a{number}"/>')
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" '
        'xml:lang="zh-Hans">\n<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        + "\n".join(metadata)
        + "\n</metadata>\n<manifest>\n"
        + "\n".join(items)
        + "\n</manifest>\n<spine>\n"
        + "\n".join(spine)
        + "\n</spine>\n</package>\n"
    )
