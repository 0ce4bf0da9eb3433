"""The raw dumps as they came, line by line, with where each line went and what changed in it.

One page a seed. Its Markdown says what the dump is and which articles came out of it; its rows are HTML of its view, with everything
out of the dump escaped, and never pass through Markdown.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from pathlib import Path

from edition.model import Apparatus, Edition, Place, Restoration
from edition.publish import phrases
from edition.publish.anchors import facsimile_path, raw_path, source_name, tei_path
from edition.publish.crumbs import HOME
from edition.publish.escape import escape, escape_html, escape_raw, plain, visible
from edition.publish.groups import grouped
from edition.publish.indexes.lists import Shelf
from edition.publish.machines import coins
from edition.publish.markdown import markdown
from edition.publish.passages import FURNITURE, Owners, Passage, moved
from edition.publish.rule_words import KINDS, MOVED, QUIET, RuleWords, role_words
from edition.publish.sheets import Sheet
from edition.publish.views import Link, SourceView, view_file
from edition.rulings import by_editors
from edition.trace import Piece, SourceLines

WAY = (HOME, Link("原始文本", "sources/index"))
"""The way to the list of all dumps."""
CHUNK = 100
"""Rows that a browser lays out together; it leaves those out of sight alone."""
PARTS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
"""Numbers of the parts of a line, which stand in the dump and beside it."""
SHOWN = 4
"""Different readings of one rule that a row names."""

Key = tuple[str, str, str, str]
"""What tells one part of a line from the next: role, article, anchor, and the rule of furniture."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A stretch of one line with its piece and the passage that it belongs to."""

    raw: str
    piece: Piece
    passage: Passage | None


def source_list(edition: Edition) -> Iterable[tuple[str, str]]:
    """`sources/index.md` and its further pages: every dump."""
    intro = [
        f"共{len(edition.restorations)}份，照收来时的样子逐行列出，每一行都注明去处。怎样复原，见[凡例](../about/principles.md)。",
    ]
    groups = grouped(edition.restorations, lambda _: ())
    return Shelf(
        "sources/index",
        WAY[-1].text,
        [HOME],
        groups,
        partial(_entries, edition),
        intro=intro,
        overview=False,
        cited=lambda restoration: (coins(edition, article) for article in restoration.articles),
    ).pages()


def source_page(sheet: Sheet) -> Iterable[tuple[str, str | Path]]:
    """`sources/<slug>.md` of a dump, its view, its text as UTF-8 in `data/seeds/`, and the picture of the printed page."""
    seed = sheet.restoration.seed
    path = f"sources/{source_name(seed.name)}"
    meta = {"title": seed.name, "sha256": seed.sha256, "encoding": seed.encoding}
    yield f"{path}.md", markdown(meta, _about(sheet))
    # Bytes that were UTF-8 are downloaded as they came; others in UTF-8, which the page says.
    recoded = "" if seed.encoding == "utf-8" else seed.encoding.upper()
    copy = raw_path(seed.name)
    crumbs = (*WAY, Link(plain(seed.name)))
    rows = "\n".join(_chunks(sheet))
    tei = tei_path(seed.name)
    view = SourceView("source.html", crumbs, seed=seed.name, sha256=seed.sha256, download=copy, tei=tei, recoded=recoded, rows=rows)
    if sheet.facsimile:
        file, (size, _) = sheet.facsimile
        picture = facsimile_path(seed.name, file)
        yield picture, file
        view = replace(view, facsimile=picture, megabytes=f"{max(size / 1e6, 0.1):.1f}", ratio=f"{sheet.places.ratio:.4f}")
    yield view_file(path, view)
    yield copy, seed.text


def _entries(edition: Edition, restorations: Iterable[Restoration]) -> list[str]:
    """The dumps as list items, each with what became of it and its articles."""
    out = []
    for restoration in restorations:
        seed = restoration.seed
        size = f"{seed.lines.count()}行，{len(seed.text)}字符；文章{len(restoration.articles)}篇"
        facts = f"{size}；{_account(edition.apparatus[seed.name])}"
        held = "、".join(f"[{escape(article.title)}](../articles/{article.id}.md)" for article in restoration.articles)
        parts = [f"[{escape(seed.name)}]({source_name(seed.name)}.md)", f"{escape(facts)}\n    {{: .facts }}"]
        out.append("- " + "\n\n    ".join([*parts, *([f"{held}\n    {{: .held }}"] if held else [])]))
    return out


def _about(sheet: Sheet) -> Iterator[str]:
    """What the dump is, what became of it, and its articles."""
    seed = sheet.restoration.seed
    yield f"# {escape(seed.name)} {{: #head }}"
    yield f"{sheet.lines.count()}行，{len(seed.text)}字符：{_account(sheet.account)}。\n{{: .note }}"
    if sheet.articles:
        titles = (f"[{escape(article.title)}](../articles/{article.id}.md)" for article in sheet.articles)
        yield f"文章{len(sheet.articles)}篇：{'、'.join(titles)}"
    if ruled := by_editors(sheet.restoration.rulings):
        yield "编者裁定：\n\n" + "\n".join(f"- {escape(phrases.ruling_words(ruling, sheet.lines))}" for ruling in ruled)


def _account(account: Apparatus) -> str:
    """The account of a seed in words."""
    counts = {"保留": account.kept, "改字": account.changed, "另存": account.set_aside, "补": account.supplied, "移置": account.moved}
    return "，".join(f"{word}{count}" for word, count in counts.items())


def _chunks(sheet: Sheet) -> Iterator[str]:
    """The lines of the dump as HTML lists."""
    lines, words = sheet.lines, sheet.common.words
    rows: list[str] = []
    before: list[Passage] = []
    found = sheet.passages()
    of_one = groupby(found, key=lambda passage: passage.article and passage.article.id)
    away = {piece.start for _, group in of_one for _, piece, _ in moved(group)}
    for number, cells in enumerate(line_cells(sheet.restoration.seed.text, lines, Owners(found)), 1):
        place = sheet.places.lines.get(number) if sheet.facsimile else None
        row, shown = _row(lines.permanent(number), cells, before, away, words, place)
        before = shown or before
        rows.append(row)
        if len(rows) == CHUNK:
            yield _chunk(rows)
            rows = []
    if rows:
        yield _chunk(rows)


def _chunk(rows: Sequence[str]) -> str:
    return '<ol class="lines">\n' + "\n".join(rows) + "\n</ol>"


def line_cells(source: str, lines: SourceLines, owners: Owners) -> list[list[Cell]]:
    """What stands on each line, without its line break. A stretch that nothing owns is kept and belongs to no passage."""
    out: list[list[Cell]] = [[] for _ in range(lines.count())]
    at = 0

    def put(piece: Piece, passage: Passage | None) -> None:
        start, text = piece.start, piece.text
        first, last = lines.number(piece.start), lines.number(max(piece.start, piece.end - 1))
        for number in range(first, last + 1):
            end = piece.end if number == last else lines.starts[number]
            raw = source[start:end]
            reading = raw if not piece.rule else text if number == first else ""
            bare = re.sub(r"(?:\r\n|\n|\r)\Z", "", raw)
            if bare or start == end:
                out[number - 1].append(Cell(bare, Piece(start, end, reading, piece.rule), passage))
            start = end

    for piece, passage in owners.pieces:
        if piece.start > at:
            put(Piece(at, piece.start, source[at : piece.start]), None)
        put(piece, passage)
        at = max(at, piece.end)
    if at < len(source):
        put(Piece(at, len(source), source[at:]), None)
    return out


def _row(
    number: int, cells: Sequence[Cell], before: Sequence[Passage], away: Set[int], words: RuleWords, place: Place | None
) -> tuple[str, list[Passage]]:
    """One line of the dump as a list item, and the passages that can be read on it. `away`: where what was moved begins."""
    parts: dict[Key, Passage] = {}
    for cell in cells:
        if cell.passage is not None and cell.passage.shows(cell.piece):
            parts.setdefault(_key(cell.passage), cell.passage)
    numbers = {key: PARTS[min(n, len(PARTS) - 1)] for n, key in enumerate(parts)} if len(parts) > 1 else {}
    raw = "".join(_raw(cells, numbers, words))
    said = [_said(passage, numbers.get(key, ""), before, words) for key, passage in parts.items()]
    changes = _changes(cells, away, words)
    if parts:
        kind = next(iter(parts.values())).role if len(parts) == 1 else "several"
    elif changes:
        kind, said = "aside", ['<span class="role">另存</span>']
    else:
        kind, said = "blank", ['<span class="role">空行</span>']
    done = f' <span class="did">{escape_html("；".join(changes))}</span>' if changes else ""
    went = " ".join(said) + done
    on_page = f' data-place="{" ".join(f"{100 * side:.2f}" for side in place)}"' if place else ""
    row = f'<li id="l{number}" class="{kind}"{on_page}><a class="no" href="#l{number}">{number}</a>'
    return f'{row}<span class="raw">{raw}</span><span class="went">{went}</span></li>', list(parts.values())


def _key(passage: Passage) -> Key:
    rule = passage.verdict.rule if passage.role == FURNITURE and passage.verdict else ""
    return passage.role, passage.article.id if passage.article else "", passage.anchor, rule


def _raw(cells: Sequence[Cell], numbers: Mapping[Key, str], words: RuleWords) -> Iterator[str]:
    """The line as it came, what changed in it marked; where it has several parts, each under its number."""
    opened: Key | None = None
    for cell in cells:
        key = _key(cell.passage) if cell.passage and cell.passage.shows(cell.piece) else None
        if key in numbers and key is not None and key != opened:
            if opened is not None:
                yield "</span>"
            yield f'<span class="part {key[0]}" data-part="{numbers[key]}">'
            opened = key
        if cell.raw:
            yield _marked(cell, words)
    if opened is not None:
        yield "</span>"


def _marked(cell: Cell, words: RuleWords) -> str:
    text = escape_raw(cell.raw)
    if not cell.piece.rule or (cell.passage and cell.passage.role == FURNITURE and cell.passage.shows(cell.piece)):
        return text
    if cell.piece.text:
        title = f"读作“{visible(cell.piece.text)}”：{words.of(cell.piece.rule)}"
        return f'<mark title="{html.escape(title)}">{text}</mark>'
    return f'<del title="另存：{html.escape(words.of(cell.piece.rule))}">{text}</del>'


def _said(passage: Passage, part: str, before: Sequence[Passage], words: RuleWords) -> str:
    """Where a part of a line went: its role, a link there, and where it begins the article and the reason."""
    begins = all(_key(passage) != _key(other) for other in before)
    word = part + role_words(passage.role)
    article = passage.article
    if article is None or not passage.anchor:
        where = f'<span class="role">{escape_html(word)}</span> 另存'
    else:
        where = f'<a class="role" href="../articles/{article.id}.html#{passage.anchor}">{escape_html(word)}</a>'
    if article is not None and all(other.article is not article for other in before):
        where += f' <span class="of">{escape_html(article.title)}</span>'
    if passage.verdict is None or not begins:
        return where
    reasons = [words.of(passage.verdict.rule)] if passage.role == FURNITURE else []
    reasons += [passage.verdict.because] if passage.verdict.because else []
    return f'{where} <span class="why">{escape_html("；".join(reasons))}</span>' if reasons else where


def _changes(cells: Sequence[Cell], away: Set[int], words: RuleWords) -> list[str]:
    """What was changed, set aside, supplied and moved on a line, by rule, in words."""
    counts: dict[tuple[str, str], int] = {}
    readings: dict[tuple[str, str], dict[str, None]] = {}
    for cell in cells:
        piece = cell.piece
        own = cell.passage is not None and cell.passage.role == FURNITURE and cell.passage.shows(piece)
        if not piece.rule or own or (piece.rule in QUIET and not cell.raw.strip()):
            continue
        key = piece.fate, piece.rule
        counts[key] = counts.get(key, 0) + max(len(cell.raw), 1)
        if piece.fate == "changed":
            readings.setdefault(key, {})[f"{visible(cell.raw)}→{visible(piece.text)}"] = None
    out = []
    for (fate, rule), count in counts.items():
        found = list(readings.get((fate, rule), ()))
        shown = f"（{'，'.join(found[:SHOWN])}{'等' if len(found) > SHOWN else ''}）" if found else ""
        out.append(f"{KINDS[fate]}{count}字：{words.of(rule)}{shown}")
    if gone := sum(len(cell.raw) for cell in cells if cell.piece.start in away and cell.piece.text):
        out.append(f"{KINDS['moved']}{gone}字：{MOVED}")
    return out
