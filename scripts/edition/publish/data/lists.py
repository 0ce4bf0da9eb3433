"""The lists of the indexes of provinces, themes and newspapers with their files, and the line that leads to these."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from edition.model import Article
from edition.publish.data.bibliography import KINDS
from edition.publish.groups import Group, page_name
from edition.publish.views import Link

INDEXES = {"provinces": "分省", "themes": "专题", "newspapers": "报名"}
"""The folders of the indexes, and what they are called."""
BOOKS = {"edition": "data/epub/", "provinces": "data/epub/", "themes": "data/epub/", "newspapers": "data/epub/newspapers/"}
"""Where the books of an index stand; `edition` is the book of all articles. No province is called as a theme is."""
DOWNLOADS = Link("数据下载", "downloads/index")
"""The page of all files."""
BOOKLETS = "booklets/"
"""The folder of the pages that are made to be printed."""
BOOK = 1000
"""Articles of a book: some 3 MB, which readers open at once. What has more is in several parts."""
BOOKLET = 200
"""Articles of a booklet, at most: some 400 printed pages. A longer list has its books."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list with its files."""

    index: str
    """The folder of its index."""
    slug: str
    name: str
    groups: tuple[Group[Article], ...]

    @property
    def articles(self) -> list[Article]:
        """Its articles, in the order of its page."""
        return [article for group in self.groups for article in group.items]

    @property
    def path(self) -> str:
        """Its tables from the root of the site, without suffix."""
        return f"data/lists/{self.index}/{self.slug}"

    @property
    def files(self) -> list[tuple[str, str]]:
        """What each of its files is called for readers, and its path from the root of the site."""
        return list_files(self.index, self.slug, len(self.articles))

    @property
    def books(self) -> list[str]:
        """The paths of its books from the root of the site; none where `book_paths` knows none."""
        return book_paths(self.index, self.slug, len(self.articles))


def book_paths(index: str, slug: str, articles: int) -> list[str]:
    """The paths of the parts of a book, one where it is not too long; none for the articles whose newspaper nobody knows.

    >>> book_paths("provinces", "anhui", 1000), book_paths("edition", "edition", 1001)
    (['data/epub/anhui.epub'], ['data/epub/edition.epub', 'data/epub/edition_2.epub'])
    >>> book_paths("newspapers", "qiluwanbao", 9), book_paths("newspapers", "unknown", 9)
    (['data/epub/newspapers/qiluwanbao.epub'], [])
    """
    if (index, slug) == ("newspapers", "unknown"):
        return []
    return [f"{page_name(f'{BOOKS[index]}{slug}', number)}.epub" for number in range(1, max(1, ceil(articles / BOOK)) + 1)]


def list_files(index: str, slug: str, articles: int) -> list[tuple[str, str]]:
    """The files of a list: what each is called for readers, and its path from the root of the site."""
    kinds = (("CSV", "csv"), ("JSONL", "jsonl.gz"), *KINDS)
    books = book_paths(index, slug, articles)
    files = [(name, f"data/lists/{index}/{slug}.{suffix}") for name, suffix in kinds]
    return files + [("EPUB" if len(books) == 1 else f"EPUB {number}", path) for number, path in enumerate(books, 1)]


def booklet_path(index: str, slug: str, articles: int) -> str:
    """The address of the booklet of a list, without suffix; empty where there is none, as an article prints itself.

    >>> booklet_path("places", "341181", 3), booklet_path("themes", "dangjian", 1)
    ('booklets/places/341181', '')
    """
    return f"{BOOKLETS}{index}/{slug}" if 1 < articles <= BOOKLET else ""


def download_line(index: str, slug: str, articles: int) -> str:
    """The line of a list that leads to its files and its booklet, as Markdown for a page in the folder of the index."""
    files = list_files(index, slug, articles)
    if booklet := booklet_path(index, slug, articles):
        files.append(("打印本", f"{booklet}.md"))
    return f"下载：{' · '.join(f'[{name}](../{path})' for name, path in files)}\n{{: .note }}"
