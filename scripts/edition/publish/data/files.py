"""All files of the data, each written once and noted with its size and hash; last the page that lists them.

Records, rows and chapters are made with the pages of their dump, in its process (`LINES` of the room); here they are only joined, to
one file at a time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from edition.model import Article, Edition
from edition.publish import phrases
from edition.publish.anchors import raw_path
from edition.publish.data.bibliography import KINDS, bibliography
from edition.publish.data.booklets import booklet_pages
from edition.publish.data.epub import NEVER, Book, epub
from edition.publish.data.fields import FACTS
from edition.publish.data.lists import BOOK, Listed, book_paths
from edition.publish.data.packed import Held, gzipped, joined, packed, squeezed, unsqueezed
from edition.publish.data.page import data_page
from edition.publish.data.rows import header
from edition.publish.data.schemas import Noted, data_package, schema_files
from edition.publish.figures import HEAD
from edition.publish.groups import Group, by_place, by_province, cut, grouped
from edition.publish.indexes.dates import by_date
from edition.publish.indexes.newspapers import UNKNOWN, papers
from edition.publish.indexes.themes import in_use
from edition.publish.jsonl import FORMAT
from edition.publish.spelling import ascii_names
from edition.publish.summary import change_days, summary_file

RECORDS, ROWS, SEEDS, CHAPTERS = "data/articles.jsonl", "data/articles.csv", "data/seeds.jsonl", "data/epub/"
TEXTS, RAW = "data/texts/", "data/seeds/"
FIGURES, LISTS = "data/figures.csv", "data/lists.json"
LISTED = "data/lists/"
"""What is made of each dump, by the file or folder that it goes into: one text for seeds, raw texts and figures, for all else one for each
article."""
SUMS = "data/SHA256SUMS"
UNPLACED = "地点未详"

Made = Mapping[str, Sequence[Held]]
"""What was made of all dumps, squeezed, by the names above, in the order of the edition."""
File = tuple[str, str | bytes]


class _Notes:
    """The files that were made."""

    def __init__(self) -> None:
        self.files: list[Noted] = []

    def __call__(self, path: str, about: str, content: str | bytes, records: int | None = None) -> File:
        """Note a file; returns its path and content."""
        # What is no character is told where the file is written.
        data = content.encode("utf-8", errors="replace") if isinstance(content, str) else content
        self.files.append(Noted(path, about, records, len(data), hashlib.sha256(data).hexdigest()))
        return path, content


def data_files(edition: Edition, made: Made) -> Iterator[File]:
    """Every file of the data, and the page that lists them.

    Args:
        edition: the edition.
        made: what was made of its dumps.
    """
    ids = [article.id for article in edition.articles]
    records, rows, chapters, facts = (dict(zip(ids, made[name], strict=True)) for name in (RECORDS, ROWS, CHAPTERS, LISTED))
    lists = list(listed(edition))
    note = _Notes()
    yield note(ROWS, "全部文章，一行一篇的表格", header() + _joined(rows.values()), len(ids))
    yield note(RECORDS, "全部文章，连同各段的行号", _joined(records.values()), len(ids))
    for kind, suffix in KINDS:
        yield note(f"data/articles.{suffix}", f"全部文章的书目，{kind}", bibliography(edition, edition.works, suffix), len(edition.works))
    yield note(SEEDS, "原始文本的清单", _joined(made[SEEDS]), len(made[SEEDS]))
    figures = HEAD + _joined(made[FIGURES])
    yield note(FIGURES, "文中数字，一条一行", figures, figures.count("\r\n") - 1)
    yield from (note(path, "全部数据的概数", content) for path, content in summary_file(edition))
    yield from (note(path, "每篇的记录最后变动的日子", content) for path, content in change_days(edition))
    schemas = list(schema_files(edition.address))
    yield note(
        "data/edition.zip", "articles.csv、articles.jsonl、seeds.jsonl、每篇的纯文本、原始文本和格式说明", _archive(edition, made, schemas)
    )
    yield from _books(edition, "edition", "edition", "", _by_province(edition), chapters, note)
    for one in lists:
        own = [article.id for article in one.articles]
        yield note(f"{one.path}.csv", one.name, header(FACTS) + _joined(facts[id_] for id_ in own), len(own))
        yield note(f"{one.path}.jsonl.gz", one.name, gzipped(joined(records[id_] for id_ in own)), len(own))
        for kind, suffix in KINDS:
            yield note(f"{one.path}.{suffix}", f"{one.name}，书目 {kind}", bibliography(edition, one.articles, suffix), len(own))
        if one.books:
            yield from _books(edition, one.index, one.slug, one.name, one.groups, chapters, note)
    yield from booklet_pages(edition, lists, chapters)
    yield note(LISTS, "分省、专题、报名各有哪些文章，各有哪些文件", _lists(lists), len(lists))
    yield from (note(path, f"格式：{about}", content) for path, about, content in schemas)
    package = data_package(note.files, edition.imprint.title or phrases.NAME, edition.address, edition.imprint.rights)
    yield note("data/datapackage.json", "数据包说明（Frictionless Data Package）", package)
    yield note(SUMS, "以上各个文件的校验值", _sums((file.name, file.sha256) for file in note.files))
    yield from data_page(note.files, lists, edition.imprint.rights)


def _lists(lists: Iterable[Listed]) -> str:
    """What lists there are, with their articles and files."""
    told = [
        {
            "index": one.index,
            "name": one.name,
            "page": f"{one.index}/{one.slug}.html",
            "articles": [article.id for article in one.articles],
            "files": [path for _, path in one.files],
        }
        for one in lists
    ]
    return json.dumps({"format": FORMAT, "lists": told}, ensure_ascii=False) + "\n"


def listed(edition: Edition) -> Iterator[Listed]:
    """Every list of the indexes of provinces, themes and newspapers, in the order of their pages."""
    found = by_province(edition)
    for province in edition.provinces:
        if articles := found.get(province.name):
            yield Listed("provinces", province.id, province.name, tuple(by_place(edition, articles)))
    if unplaced := found.get(""):
        yield Listed("provinces", "unknown", UNPLACED, tuple(grouped(unplaced, lambda _: ())))
    for theme, articles in in_use(edition):
        yield Listed("themes", theme.id, theme.label, tuple(by_date(edition, articles, months=False)))
    if by_paper := papers(edition):
        names = ascii_names(by_paper)
        for name, articles in by_paper.items():
            yield Listed("newspapers", names[name], name, tuple(by_date(edition, articles)))
        if unknown := [article for article in edition.works if edition.descriptions[article.id].newspaper is None]:
            yield Listed("newspapers", "unknown", UNKNOWN, tuple(by_date(edition, unknown)))


def _by_province(edition: Edition) -> list[Group[Article]]:
    """Every article once, under its province."""
    found = by_province(edition)
    names = [province.name for province in edition.provinces if province.name in found]
    placed = [(name or UNPLACED, article) for name in (*names, "") for article in found.get(name, ())]
    groups = grouped(placed, lambda pair: (pair[0],))
    return [Group(group.heads, group.anchors, tuple(article for _, article in group.items)) for group in groups]


def _books(
    edition: Edition, index: str, slug: str, name: str, groups: Sequence[Group[Article]], chapters: Mapping[str, Held], note: _Notes
) -> Iterator[File]:
    """The parts of a book; the book of all articles has no name."""
    articles = [article for group in groups for article in group.items]
    whole = edition.imprint.title or phrases.NAME
    title = f"{whole}：{name}" if name else whole
    paths = book_paths(index, slug, len(articles))
    seeds = len({article.seed_name for article in articles})
    for number, (path, part) in enumerate(zip(paths, cut(groups, size=BOOK), strict=True), 1):
        here = [article for group in part for article in group.items]
        of = f"（第{number}卷，共{len(paths)}卷）" if len(paths) > 1 else ""
        about = [f"收文章{len(articles)}篇，出自原始文本{seeds}份。" + (f"本卷收{len(here)}篇。" if of else "")]
        about += ["从报纸的原始文本复原。地点、日期和报名有推断或存疑的，都在其后注明；每篇文末注明出处。", edition.address]
        imprint = edition.imprint
        book = Book(title + of, [words for words in about if words], part, last_day(edition, here), imprint.rights, imprint.publisher)
        yield note(path, f"{name or '全部文章'}，电子书{of}", epub(book, chapters), len(here))


def last_day(edition: Edition, articles: Iterable[Article]) -> str:
    """The last day on which the record of one of these articles changed."""
    return max((day for article in articles if (day := edition.changed.get(article.id))), default=NEVER)


def _archive(edition: Edition, made: Made, schemas: Sequence[tuple[str, str, str]]) -> bytes:
    """`edition.zip`, in a folder of its own."""
    texts = ((f"texts/{article.id}.txt", text) for article, text in zip(edition.articles, made[TEXTS], strict=True))
    seeds = ((raw_path(one.seed.name).removeprefix("data/"), text) for one, text in zip(edition.restorations, made[RAW], strict=True))
    heads = {ROWS: [squeezed(header())]}
    tables = ((path.removeprefix("data/"), joined([*heads.get(path, ()), *made[path]])) for path in (ROWS, RECORDS, SEEDS))
    told = ((path.removeprefix("data/"), content) for path, _, content in schemas)
    return packed((f"edition/{path}", content) for path, content in _summed(tables, told, texts, seeds))


def _joined(held: Iterable[Held]) -> str:
    return "".join(map(unsqueezed, held))


def _summed(*files: Iterable[tuple[str, str | Held]]) -> Iterator[tuple[str, Held]]:
    """The files, and at last the hashes of all."""
    sums = []
    for group in files:
        for path, content in group:
            held = squeezed(content) if isinstance(content, str) else content
            sums.append((path, held.sha256.hex()))
            yield path, held
    yield "SHA256SUMS", squeezed(_sums(sums))


def _sums(files: Iterable[tuple[str, str]]) -> str:
    """Hashes as `sha256sum -c` reads them."""
    return "".join(f"{mark}  {path}\n" for path, mark in files)
