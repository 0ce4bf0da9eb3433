"""待核: what waits for an editor, what helps most first, each with a ruling ready to copy (`docs/about/rulings.md`).

The page is for editors; nothing leads to it but the page about rulings. `data/review.tsv` says the same to programs.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import yaml
from yaml.reader import Reader

from edition.model import LEVELS, About, Article, Description, Doubt, Edition, Finding, Misprint, Part, Restoration, Rival
from edition.publish import phrases
from edition.publish.anchors import extent, source_name
from edition.publish.crumbs import HOME
from edition.publish.escape import escape, plain, visible
from edition.publish.groups import grouped
from edition.publish.indexes.lists import Shelf
from edition.rulings import HEAD, ROLES, by_editors, scalar, shown
from edition.trace import SourceLines

KINDS = {
    "border": "分界与标题",
    "reading": "一行的读法",
    "character": "缺字、异样的字",
    "misprint": "形近的字",
    "order": "行的次序、断句",
    "name": "署名",
    "newspaper": "报名",
    "date": "日期",
    "place": "地点",
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
_LINE = re.compile(r"l(\d+)")
"""Matches the line in the anchor of a block."""
_NAME = re.compile("[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff·•・]{3,20}|[A-Za-z .·•・'-]{3,}")
"""Matches a name as names are."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read what waits."""

    words: str
    """What it is read as; empty where there is only one."""
    line: int
    """The permanent number of the line that says so; 0 where none does."""
    printed: str
    """What stands on it."""
    ruling: str
    """The ruling for it, as it can be copied."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits."""

    kind: str
    words: str
    seed: str
    readings: tuple[Reading, ...]
    """All ways to read it, at least one."""
    article: Article | None = None
    """None for what is about the whole dump."""


def review_pages(edition: Edition) -> Iterable[tuple[str, str]]:
    """`review/index.md` and its pages, and `data/review.tsv`."""
    found = waiting(edition)
    yield "data/review.tsv", "".join(f"{line}\n" for line in ("\t".join(_COLUMNS), *map(_row, found)))
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


@dataclass(frozen=True, slots=True)
class _Dump:
    """A dump of which things wait."""

    restoration: Restoration
    lines: SourceLines
    now: Mapping[int, int]
    """Each permanent number with the line that has it."""
    parts: Mapping[str, Sequence[Part]]
    """The blocks of its articles, by id."""

    def reading(self, words: str, line: int, ruling: str) -> Reading:
        """A reading with what stands on the line that says so."""
        start, end = self.lines.span(self.now.get(line, 1))
        return Reading(words, line, shown(self.restoration.seed.text[start:end]) if line else "", ruling)

    def waiting(self, kind: str, words: str, line: int, ruling: str, article: Article | None = None) -> Waiting:
        """What can be read in one other way, which an editor has to name."""
        return Waiting(kind, words, self.restoration.seed.name, (self.reading("", line, ruling),), article)

    def line_at(self, offset: int) -> int:
        """The permanent number of the line at an offset of the dump; 0 for no offset."""
        return self.lines.permanent(self.lines.number(offset)) if offset >= 0 else 0


def _of_dump(restoration: Restoration, edition: Edition) -> Iterator[Waiting]:
    lines = restoration.seed.lines
    dump = _Dump(restoration, lines, {lines.permanent(number): number for number in range(1, lines.count() + 1)}, edition.parts)

    def begins(article: Article) -> int:
        return edition.begins.get(article.id) or extent(article, lines)[0]

    for article in restoration.articles:
        first = begins(article)
        for doubt in article.doubts:
            yield _doubt(doubt, article, first, dump)
        if not article.level:
            yield from _odd(article, first, dump, edition.misprints.get(article.id, ()))
    for field in ("newspaper", "date", "place"):
        asked = [one for one in restoration.articles if not one.level and not _is_ruled(one, field)]
        told = [edition.descriptions[article.id] for article in asked]
        facts = [_now(one, field) for one in told]
        rivals = [one.rivals.get(field, ()) for one in told]
        if field != "place" and len(asked) == len(restoration.articles) and not any(facts) and len({*rivals}) == 1:
            words = f"全版{len(asked)}篇都没有{KINDS[field]}"
            yield _fact(field, words, Description(), rivals[0], dump, begins(asked[0]), None)
            continue
        for article, one, fact, several in zip(asked, told, facts, rivals, strict=True):
            why = next((found.doubt for found in _findings(one, field) if found.doubt), "")
            if not fact or why:
                words = f"{KINDS[field]}存疑：{phrases.DOUBT_WORDS[why]}" if fact else f"没有{KINDS[field]}"
                yield _fact(field, words, one, several, dump, begins(article), article)


def _odd(article: Article, first: int, dump: _Dump, misprints: Iterable[Misprint]) -> Iterator[Waiting]:
    """Characters and names of an article that look wrong."""
    odd = [match[0] for match in _ODD.finditer("\n".join(str(text) for text in article.texts()))]
    if odd:
        some = "、".join(f"“{visible(one)}”" for one in dict.fromkeys(odd[:3]))
        yield dump.waiting("character", f"有{len(odd)}处异样的字：{some}", first, _emend(first), article)
    for line, printed, meant in misprints:
        yield dump.waiting("misprint", f"“{printed}”形近“{meant}”，也许是误字", line, _emend(line, printed, meant), article)
    for byline in article.bylines:
        if not _NAME.fullmatch(byline.name):
            yield dump.waiting("name", f"署名“{plain(byline.name)}”不像人名", first, _bylines(first, article), article)


def _is_ruled(article: Article, field: str) -> bool:
    return any(ruling.act == "field" and ruling.what == field for ruling in by_editors(article.rulings))


def _findings(description: Description, field: str) -> list[Finding]:
    if field == "place":
        return list(description.place.values())
    found: Finding | None = getattr(description, field)
    return [found] if found else []


def _now(description: Description, field: str) -> str | tuple[str, ...]:
    """What a fact says now, as it would be ruled."""
    if field == "place":
        return tuple(unit for level in LEVELS if (unit := description.level(level)))
    return "".join(one.value for one in _findings(description, field))


def _fact(
    field: str, words: str, description: Description, rivals: Iterable[Rival], dump: _Dump, first: int, article: Article | None
) -> Waiting:
    """A fact that is open or doubtful, with all ways to read it; with a blank to fill in where there are no two."""
    now = _now(description, field)
    several = tuple(rivals)
    words += "，文中说到的不止一处" if not now and len(several) > 1 and field == "place" else ""
    words += "，各行所说不一" if not now and len(several) > 1 and field != "place" else ""

    def ruling(to: str) -> str:
        return _field(field, first, to, _value(now)) if article else f"- field: {field}\n  to: {to}\n  why: ？\n"

    readings = [
        dump.reading(f"读作“{''.join(one.value)}”" if one.value else f"不写{KINDS[field]}", dump.line_at(one.at), ruling(_value(one.value)))
        for one in several
    ]
    if len(readings) < 2:
        readings = [dump.reading("", first, ruling("？"))]
    return Waiting(field, words, dump.restoration.seed.name, tuple(readings), article)


def _value(value: str | tuple[str, ...]) -> str:
    return scalar((list(value) if isinstance(value, tuple) else value) or None)


def _doubt(doubt: Doubt, article: Article, first: int, dump: _Dump) -> Waiting:
    """A doubt of an article, with a ruling for each way to read it."""
    kind, line = _KIND_OF[doubt.about], doubt.line or first
    one = dump.waiting(kind, doubt, line, "", article)
    expect = f"  expect: {_quoted(one.readings[0].printed)}\n  why: ？\n"
    if doubt.about in (About.READING, About.ORDER):
        now = _role(article, dump.parts.get(article.id, ()), line, one.readings[0].printed) if doubt.line else ""
        readings = [
            dump.reading(f"读作{ROLES[role]}" if role in ROLES else "读作别的", line, f"- lines: {line}\n  role: {role}\n{expect}")
            for role in dict.fromkeys((now, doubt.second or "？"))
            if role
        ]
        return replace(one, readings=tuple(readings))
    if doubt.about == About.ABOVE:
        edges = (("begin", "另起一篇"), ("unite", "与上一篇是同一篇"))
        return replace(one, readings=tuple(dump.reading(words, line, f"- {act}: {line}\n{expect}") for act, words in edges))
    ready = {
        About.TITLE: _field("title", first, "？", _quoted(article.title) if article.head.title else "null"),
        About.NAMES: _bylines(first, article),
        About.LOST: _emend(line),
    }
    confirm = f"python3 scripts/environment.py rule {article.seed_name}:{first} confirm 初校 --by 姓名\n"
    return replace(one, readings=(dump.reading("", line, ready.get(doubt.about, confirm)),))


def _role(article: Article, parts: Iterable[Part], line: int, printed: str) -> str:
    """What a line is read as now, as it would be ruled; empty where nothing shows it.

    Where the same words stand in several blocks, the line is in the last one that begins above it.
    """
    words = "".join(printed.rstrip("…").split())
    begun = [(int(number[1]), part) for part in parts if (number := _LINE.match(part.anchor))]
    holding = [part for first, part in begun if first == line] or [
        part for first, part in sorted(begun, key=lambda one: -one[0]) if first < line and words in "".join(part.text.split())
    ]
    if holding:
        goes_on = {"paragraph": "begins" if holding[0].anchor == f"l{line}" else "continues"}
        return {"heading": "heading", "caption": "caption", **goes_on}.get(holding[0].kind, "")
    return next((name for name in HEAD if words in "".join(str(getattr(article.head, name) or "").split())), "")


def _field(field: str, line: int, to: str, now: str) -> str:
    return f"- field: {field}\n  line: {line}\n  expect: {now}\n  to: {to}\n  why: ？\n"


def _bylines(line: int, article: Article) -> str:
    now = [" ".join(part for part in (one.role, one.name, one.credit) if part) for one in article.bylines]
    return f"- field: bylines\n  line: {line}\n  expect: [{', '.join(map(_quoted, now))}]\n  to: [？]\n  why: ？\n"


def _emend(line: int, printed: str = "？", meant: str = "？") -> str:
    return f"- emend: {line}\n  from: {printed}\n  to: {meant}\n  why: ？\n"


def _quoted(text: str) -> str:
    """A text as YAML; with escapes where it holds what YAML cannot show."""
    if Reader.NON_PRINTABLE.search(text):
        return scalar(plain(text))
    return "'" + plain(text).replace("'", "''") + "'"


def _entry(one: Waiting) -> str:
    """One thing as a list item: where it is, what it is; for each way to read it, what the dump has there, and the ruling."""
    title = f"[{escape(one.article.title)}](../articles/{one.article.id}.md)" if one.article else f"全版 {escape(one.seed)}"
    lines = [f"- {title}", f"{escape(one.words)}\n    {{: .facts }}"]
    for reading in one.readings:
        # MkDocs does not know the lines of a source view, which are made by its template.
        source = f'<a href="../sources/{source_name(one.seed)}.html#l{reading.line}">原始文本第{reading.line}行</a>' if reading.line else ""
        where = f"{source}：{escape(reading.printed)}" if source else ""
        said = "：".join(part for part in (escape(reading.words), where) if part)
        lines += [f"{said}\n    {{: .begins }}", "    " + _copied(reading.ruling, one.seed).replace("\n", "\n        ")]
    return "\n\n    ".join(lines)


def _copied(ruling: str, seed: str) -> str:
    """A ruling, below the name of the file into which it goes."""
    text = ruling.rstrip("\n")
    return f"# seeds/{seed.rpartition('.')[0]}.yml\n{text}" if text.startswith("- ") else text


_COLUMNS = ("kind", "article", "seed", "line", "printed", "what", "rulings")


def _row(one: Waiting) -> str:
    several = [f"{reading.words}{f'（第{reading.line}行）' if reading.line else ''}" for reading in one.readings if reading.words]
    what = f"{one.words}：{'；'.join(several)}" if several else one.words
    first = one.readings[0]
    cells = (one.kind, one.article.id if one.article else "", one.seed, str(first.line), first.printed, what, _rulings(one))
    return "\t".join(plain(cell) for cell in cells)


def _rulings(one: Waiting) -> str:
    """The rulings of all ways to read it, each as one line of YAML or a command, as JSON."""
    ready = [reading.ruling.rstrip("\n") for reading in one.readings]
    lines = [f"- {scalar(yaml.safe_load(text)[0])}" if text.startswith("- ") else text for text in ready]
    return json.dumps(lines, ensure_ascii=False)


def listed(rows: str) -> Iterator[str]:
    """What waits, as `data/review.tsv` has it, in lines for the console."""
    for row in rows.splitlines()[1:]:
        kind, article, seed, line, printed, what, rulings = row.split("\t")
        where = f"{seed} 第{line}行：{printed}" if int(line) else seed
        yield f"{KINDS[kind]}　{article or '全版'}　{where}"
        yield f"  {what}"
        yield from (f"  {ruling}" for ruling in json.loads(rulings))
