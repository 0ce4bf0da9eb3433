"""待核: what waits for an editor, what helps most first, each with a ruling ready to copy (`docs/about/rulings.md`).

The page is for editors; nothing leads to it but the page about rulings. `data/review.tsv` says the same to programs.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from edition.model import About, Article, Doubt, Edition, Restoration
from edition.publish.anchors import extent, source_name
from edition.publish.crumbs import HOME
from edition.publish.escape import escape, plain, visible
from edition.publish.groups import grouped
from edition.publish.indexes.lists import Shelf
from edition.rulings import by_editors, shown

KINDS = {
    "border": "分界与标题",
    "reading": "一行的读法",
    "character": "缺字、异样的字",
    "misprint": "形近的字",
    "order": "行的次序、断句",
    "name": "署名",
    "newspaper": "没有报名",
    "date": "没有日期",
    "place": "没有地点",
    "other": "其他",
}
"""Kinds of what waits, in the order in which an editor is best helped."""
_KIND_OF = {
    About.ABOVE: "border",
    About.BELOW: "border",
    About.TITLE: "border",
    About.READING: "reading",
    About.ORDER: "order",
    About.NAMES: "name",
    About.LOST: "character",
    About.OTHER: "other",
}
_ODD = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U0010fffd□]|(?:([\u4e00-\u9fff])\\1){3,}")
"""Matches what no newspaper prints: characters that were lost or have no common shape, and bold type that came out doubled."""
_NAME = re.compile("[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff·•・]{3,20}|[A-Za-z .·•・'-]{3,}")
"""Matches a name as names are."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits."""

    kind: str
    words: str
    seed: str
    line: int
    """The permanent number of the line."""
    printed: str
    """What stands on it."""
    ruling: str
    """As it can be copied."""
    article: Article | None = None
    """None for what is about the whole dump."""


def review_pages(edition: Edition) -> Iterable[tuple[str, str]]:
    """`review/index.md` and its pages, and `data/review.tsv`."""
    found = waiting(edition)
    yield "data/review.tsv", "".join(f"{line}\n" for line in ("\t".join(_HEAD), *map(_row, found)))
    levels = Counter(article.level for article in edition.articles if article.level)
    ruled = sum(len(by_editors(restoration.rulings)) for restoration in edition.restorations)
    said = [f"等着核对的有{len(found)}处；已有编者裁定{ruled}条。" if found else f"没有等着核对的。已有编者裁定{ruled}条。"]
    if levels:
        said.append("、".join(f"{level}{count}篇" for level, count in levels.items()) + "。")
    intro = [
        "".join(said),
        "每一处下面有现成的裁定：改好问号和缘由，贴进原始文本旁边的 `.yml` 文件；或者用命令写。写法见[编者裁定](../about/rulings.md)。",
    ]
    yield from Shelf(
        "review/index",
        "待核",
        (HOME,),
        grouped(found, lambda one: (KINDS[one.kind],)),
        lambda group: [_entry(one) for one in group],
        box="waiting",
        intro=intro,
    ).pages()


def waiting(edition: Edition) -> list[Waiting]:
    """All that waits in an edition, by kind; in each, what stands in the articles with most of it first."""
    found = [one for restoration in edition.restorations for one in _of_dump(restoration, edition)]
    times = Counter(one.article.id for one in found if one.article)
    order = list(KINDS)
    return sorted(found, key=lambda one: (order.index(one.kind), -times[one.article.id] if one.article else 0))


def _of_dump(restoration: Restoration, edition: Edition) -> Iterator[Waiting]:
    lines = restoration.seed.lines
    now = {lines.permanent(number): number for number in range(1, lines.count() + 1)}

    def made(kind: str, words: str, line: int, ruling: str, article: Article | None = None) -> Waiting:
        start, end = lines.span(now.get(line, 1))
        return Waiting(kind, words, restoration.seed.name, line, shown(restoration.seed.text[start:end]), ruling, article)

    def begins(article: Article) -> int:
        return edition.begins.get(article.id) or extent(article, lines)[0]

    lacking: dict[str, list[Article]] = defaultdict(list)
    for article in restoration.articles:
        first = begins(article)
        for doubt in article.doubts:
            yield _doubt(doubt, article, first, made)
        text = "\n".join(str(text) for text in article.texts())
        odd = [] if article.level else [match[0] for match in _ODD.finditer(text)]
        if odd:
            some = "、".join(f"“{visible(one)}”" for one in dict.fromkeys(odd[:3]))
            yield made("character", f"有{len(odd)}处异样的字：{some}", first, _emend(first), article)
        for line, printed, meant in edition.misprints.get(article.id, ()) if not article.level else ():
            yield made("misprint", f"“{printed}”形近“{meant}”，也许是误字", line, _emend(line, printed, meant), article)
        for byline in article.bylines:
            if not article.level and not _NAME.fullmatch(byline.name):
                yield made("name", f"署名“{plain(byline.name)}”不像人名", first, _bylines(first, article), article)
        told = edition.descriptions[article.id]
        for field, known in (("newspaper", told.newspaper), ("date", told.date), ("place", told.place)):
            if not known and not article.level:
                lacking[field].append(article)
    for field, articles in lacking.items():
        first = begins(articles[0])
        if len(articles) == len(restoration.articles) and field != "place":
            yield made(field, f"全版{len(articles)}篇都{KINDS[field]}", first, f"- field: {field}\n  to: ？\n  why: ？\n")
            continue
        for article in articles:
            first = begins(article)
            yield made(field, KINDS[field], first, _field(field, first, "？"), article)


def _doubt(doubt: Doubt, article: Article, first: int, made: Callable[..., Waiting]) -> Waiting:
    """A doubt of an article, with the ruling that settles it the other way."""
    kind, line = _KIND_OF[doubt.about], doubt.line or first
    one = made(kind, doubt, line, "", article)
    if doubt.about in (About.READING, About.ORDER):
        return replace(one, ruling=f"- lines: {line}\n  role: {doubt.second or '？'}\n  expect: {_quoted(one.printed)}\n  why: ？\n")
    if doubt.about == About.ABOVE:
        return replace(one, ruling=f"- unite: {line}\n  expect: {_quoted(one.printed)}\n  why: ？\n")
    ready = {About.TITLE: _field("title", first, "？", article), About.NAMES: _bylines(first, article), About.LOST: _emend(line)}
    confirm = f"python3 scripts/environment.py rule {article.seed_name}:{first} confirm 初校 --by 姓名\n"
    return replace(one, ruling=ready.get(doubt.about, confirm))


def _field(field: str, line: int, to: str, article: Article | None = None) -> str:
    now = _quoted(article.title) if article and article.head.title and field == "title" else "null"
    return f"- field: {field}\n  line: {line}\n  expect: {now}\n  to: {to}\n  why: ？\n"


def _bylines(line: int, article: Article) -> str:
    now = [" ".join(part for part in (one.role, one.name, one.credit) if part) for one in article.bylines]
    return f"- field: bylines\n  line: {line}\n  expect: [{', '.join(map(_quoted, now))}]\n  to: [？]\n  why: ？\n"


def _emend(line: int, printed: str = "？", meant: str = "？") -> str:
    return f"- emend: {line}\n  from: {printed}\n  to: {meant}\n  why: ？\n"


def _quoted(text: str) -> str:
    return "'" + plain(text).replace("'", "''") + "'"


def _entry(one: Waiting) -> str:
    """One thing as a list item: where it is, what it is, what the dump has there, the ruling."""
    # MkDocs does not know the lines of a source view, which are made by its template.
    source = f'<a href="../sources/{source_name(one.seed)}.html#l{one.line}">原始文本第{one.line}行</a>'
    title = f"[{escape(one.article.title)}](../articles/{one.article.id}.md)" if one.article else f"全版 {escape(one.seed)}"
    lines = [
        f"- {title}",
        f"{escape(one.words)}\n    {{: .facts }}",
        f"{source}：{escape(one.printed)}\n    {{: .begins }}",
        "    " + _copied(one).replace("\n", "\n        "),
    ]
    return "\n\n    ".join(lines)


def _copied(one: Waiting) -> str:
    """The ruling, below the name of the file into which it goes."""
    ruling = one.ruling.rstrip("\n")
    return f"# seeds/{one.seed.rpartition('.')[0]}.yml\n{ruling}" if ruling.startswith("- ") else ruling


_HEAD = ("kind", "article", "seed", "line", "printed", "what")


def _row(one: Waiting) -> str:
    cells = (one.kind, one.article.id if one.article else "", one.seed, str(one.line), one.printed, one.words)
    return "\t".join(plain(cell) for cell in cells)
