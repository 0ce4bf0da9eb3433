"""ROOM 3: what leaves the house. It sees nothing but the `Edition`.

`EXPORTS` and `PAGES` are read from the top. An export is a pure function from the edition to pairs of relative path and content; one of
`PAGES` does the same for one dump by itself (`Sheet`), and one of `LINES` gives a dump's part of the data, which `data_files` joins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from edition.errors import OutputError, Said
from edition.model import Edition
from edition.publish.anchors import source_name, tei_path
from edition.publish.article import article_pages, redirect_pages
from edition.publish.data.chapters import article_chapters, untagged, xml_text
from edition.publish.data.files import CHAPTERS, FIGURES, LISTED, RAW, RECORDS, ROWS, SEEDS, TEXTS, data_files
from edition.publish.data.lists import BOOKLETS, DOWNLOADS
from edition.publish.data.packed import Held, squeezed
from edition.publish.data.rows import article_rows, fact_rows
from edition.publish.escape import plain
from edition.publish.feeds import feeds, repository
from edition.publish.figures import figure_lines
from edition.publish.indexes import INDEXES, index_pages
from edition.publish.jsonl import article_files, article_lines, seed_line
from edition.publish.plaintext import article_texts
from edition.publish.proof import prove, prove_lines, prove_tei, prove_words
from edition.publish.review import review_pages
from edition.publish.search import search_files
from edition.publish.settings import sheets_of
from edition.publish.sheets import Sheet
from edition.publish.sources import raw_text, source_list, source_page
from edition.publish.tei import tei_files
from edition.publish.tree import Content, compare, finish, write
from edition.publish.views import FOLDER as VIEWS
from edition.standing import Stamp

__all__ = [
    "EXPORTS",
    "OWNED",
    "PAGES",
    "UNCOMMITTED",
    "Published",
    "compare",
    "finish",
    "published",
    "render",
    "rendered",
    "write",
]

EXPORTS: tuple[Callable[[Edition], Iterable[tuple[str, str]]], ...] = (
    redirect_pages,
    index_pages,
    source_list,
    review_pages,
    search_files,
    feeds,
    repository,
)
"""What is made of all articles together."""
PAGES: tuple[Callable[[Sheet], Iterable[tuple[str, str | Path]]], ...] = (article_pages, article_files, source_page, tei_files)
"""What is made of each dump by itself."""
LINES: Mapping[str, Callable[[Sheet], Sequence[str]]] = {
    RECORDS: article_lines,
    ROWS: article_rows,
    LISTED: fact_rows,
    SEEDS: seed_line,
    FIGURES: figure_lines,
    CHAPTERS: article_chapters,
    TEXTS: article_texts,
    RAW: raw_text,
}
"""What each dump gives to the data, by the file or the folder that it goes into."""

T = TypeVar("T")
UNCOMMITTED = ("data/", BOOKLETS, f"{DOWNLOADS.page.partition('/')[0]}/", VIEWS)
"""Owned folders that are not committed (`.gitignore`), so that whether they are fresh says nothing about what is."""
OWNED = ("index.md", "browse/", "sources/", "review/", *(f"{index.slug}/" for index in INDEXES), *UNCOMMITTED)
"""What the build writes whole: folders, and single files. Everything else in `docs/` is written by hand."""

Published = tuple[Mapping[str, str | Path | Stamp], Mapping[str, Sequence[Held]]]
"""What is published of one dump: its files, and what it gives to those of all dumps, squeezed, both by path. In place of the content of a
file stands a file that is copied, or its stamp where it stays as it is."""


def published(sheet: Sheet) -> Published:
    """All that is published of a dump by itself.

    Raises:
        OutputError: two exports write the same file.
        AccountError: an export lacks something that the account keeps.
    """
    files: dict[str, str | Path] = {}
    for export in PAGES:
        _add(files, export(sheet))
    lines = {path: export(sheet) for path, export in LINES.items()}
    texts = {path: content for path, content in files.items() if isinstance(content, str)}
    seed = sheet.restoration.seed
    prove(sheet.articles, {**texts, RECORDS: "".join(lines[RECORDS])}, {seed.name: seed.text})
    prove_words(sheet.articles, lines[ROWS], ROWS, plain)
    prove_words(sheet.articles, map(untagged, lines[CHAPTERS]), CHAPTERS, xml_text)
    prove_tei(sheet, texts[tei_path(seed.name)])
    prove_lines(seed, texts[f"{VIEWS}sources/{source_name(seed.name)}.json"])
    return files, {path: [*map(squeezed, parts)] for path, parts in lines.items()}


def rendered(edition: Edition, made: Iterable[Published]) -> Iterator[tuple[str, Content]]:
    """Every file of the edition, as pairs of relative path and content.

    Args:
        edition: the edition.
        made: what is published of each of its dumps by itself, in its order.

    Raises:
        OutputError: two exports write the same file.
        AccountError: an export lacks something that the account keeps.
    """
    held: dict[str, list[Held]] = {path: [] for path in LINES}
    for files, lines in made:
        yield from files.items()
        for path, parts in lines.items():
            held[path] += parts
    yield from data_files(edition, held)
    held.clear()  # It takes up room.
    for export in EXPORTS:
        yield from export(edition)


def render(edition: Edition) -> dict[str, str]:
    """Every text of the edition by its relative path.

    Raises:
        OutputError: two exports write the same file.
        AccountError: an export lacks something that the account keeps.
    """
    files: dict[str, str] = {}
    pairs = rendered(edition, map(published, sheets_of(edition)))
    _add(files, ((path, content) for path, content in pairs if isinstance(content, str)))
    return files


def _add(files: dict[str, T], more: Iterable[tuple[str, T]]) -> None:
    for path, content in more:
        if path in files:
            raise OutputError(
                path,
                Said("有两个导出要写这个文件", "is written by two exports"),
                Said("请给其中一个改名", "give one of the two another name"),
            )
        files[path] = content
