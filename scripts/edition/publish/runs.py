"""The lines of a dump as HTML: on one side as they came, on the other, once for a run of them, the block that they became.

A **run** is lines that follow each other and of which the same is read: the lines of a paragraph, of a byline, of furniture. Lines that
hold several parts (columns, two titles) are a run where all hold the same ones. Blank lines between the lines of a run are of the run.
Everything out of the dump is escaped here, and stands in its line as it came: a line is the element with its number (`l33`).
"""

from __future__ import annotations

import html
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from edition.model import Place
from edition.publish.escape import escape_html, escape_raw, plain, visible
from edition.publish.passages import FURNITURE, Owners, Passage, moved
from edition.publish.phrases import byline_words
from edition.publish.rule_words import KINDS, MOVED, QUIET, RuleWords, role_words
from edition.publish.sheets import Sheet
from edition.trace import Piece, SourceLines

TOGETHER = 60
"""Printed lines, as far as can be told, that a browser lays out together; it leaves those out of sight alone."""
WIDTH = 36
"""Characters of a dump that stand on a printed line, to reckon with."""
BLANK = 0.2
"""Of a printed line: what is left of a blank one."""
SHORT = 17
"""Han characters as wide as nine in ten lines of a run that is set in columns where there is room."""
FEW = 4
"""Lines of a run that stands in one column all the same."""
PARTS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
"""Numbers of the parts of a line, which stand in the dump and beside it."""
SHOWN = 4
"""Different readings of one rule that a run names."""
WHOLE = {True: 40, False: 400}
"""Characters of the longest reading that is shown whole, by whether it was read from one line, which says nearly the same."""
ENDS = {True: (20, 12), False: (200, 100)}
"""Of a longer one, how many are shown of its beginning and its end."""

Key = tuple[str, str, str, str]
"""What tells one part of a line from the next: role, article, anchor, and the rule of furniture."""


class Cell(NamedTuple):
    """A stretch of one line with its piece and the passage that it belongs to."""

    raw: str
    piece: Piece
    passage: Passage | None


@dataclass(frozen=True, slots=True)
class Run:
    """Lines that follow each other and became the same."""

    parts: Mapping[Key, Passage]
    """What can be read on each of its lines, in order; empty for blank lines, and for lines of nothing but what was set aside."""
    lines: list[int]
    """By their place in the dump, from zero; blank ones between them too."""
    blank: set[int]
    """Those of them that are blank."""


def rows(sheet: Sheet) -> Iterator[str]:
    """The lines of a dump as boxes of HTML, each of a size that a browser lays out at once."""
    found = sheet.passages()
    cells = line_cells(sheet.restoration.seed.text, sheet.lines, Owners(found))
    yield from _Writer(sheet, cells, runs_of(cells), found).boxes()


def line_cells(source: str, lines: SourceLines, owners: Owners) -> list[list[Cell]]:
    """What stands on each line, without its line break: every character once. A stretch that nothing owns is kept and belongs to no
    passage."""
    starts = [*lines.starts, sys.maxsize]
    out: list[list[Cell]] = [[] for _ in lines.starts]
    at = number = 0

    def put(piece: Piece, passage: Passage | None) -> None:
        nonlocal number
        start, end, text, rule = piece
        while start >= starts[number + 1]:
            number += 1
        if end <= starts[number + 1]:
            raw = source[start:end].rstrip("\r\n")
            if raw or start == end:
                out[number].append(Cell(raw, piece, passage))
            return
        line = number
        while start < end:
            stop = min(end, starts[line + 1])
            raw = source[start:stop]
            reading = raw if not rule else text if line == number else ""
            if bare := raw.rstrip("\r\n"):
                out[line].append(Cell(bare, Piece(start, stop, reading, rule), passage))
            start = stop
            line += 1

    for piece, passage in owners.pieces:
        if piece.start > at:
            put(Piece(at, piece.start, source[at : piece.start]), None)
        if piece.end > at or piece.start == piece.end:
            put(piece if piece.start >= at else Piece(at, piece.end, piece.text, piece.rule), passage)
            at = max(at, piece.end)
    if at < len(source):
        put(Piece(at, len(source), source[at:]), None)
    return out


def runs_of(lines: Sequence[Sequence[Cell]]) -> list[Run]:
    """The runs of a dump, in order; blank lines that are inside none are runs of their own."""
    out: list[Run] = []
    blank: list[int] = []
    for number, cells in enumerate(lines):
        if not cells or not any(cell.raw and not cell.raw.isspace() for cell in cells):
            blank.append(number)
            continue
        parts: dict[Key, Passage] = {}
        for _, piece, passage in cells:
            if passage is not None and passage.shows(piece):
                parts.setdefault(_key(passage), passage)
        if out and _goes_on(out[-1], parts, cells):
            out[-1].lines.extend((*blank, number))
            out[-1].blank.update(blank)
        else:
            out += [Run({}, blank, {*blank})] if blank else []
            out.append(Run(parts, [number], set()))
        blank = []
    return out + ([Run({}, blank, {*blank})] if blank else [])


def _goes_on(run: Run, parts: Mapping[Key, Passage], cells: Sequence[Cell]) -> bool:
    """Whether a line goes on with a run. A line of which nothing is read does where it was set aside inside the run, as a mark in the
    middle of a paragraph."""
    if parts:
        return [*run.parts] == [*parts]
    return all(passage is not None and _key(passage) in run.parts for raw, _, passage in cells if raw)


def _key(passage: Passage) -> Key:
    rule = passage.verdict.rule if passage.role == FURNITURE and passage.verdict else ""
    return passage.role, passage.article.id if passage.article else "", passage.anchor, rule


@dataclass(frozen=True, slots=True)
class _Reading:
    """What of one passage, or of several of one key, is read from the lines of a run."""

    before: int
    """The run from which the reading comes; -1 where it begins here."""
    after: list[int] = field(default_factory=list)
    """The runs where it goes on, the last of them at its end."""
    passages: list[Passage] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    """One for each passage."""


class _Writer:
    def __init__(self, sheet: Sheet, cells: Sequence[Sequence[Cell]], runs: Sequence[Run], found: Sequence[Passage]) -> None:
        self.lines, self.words, self.cells, self.runs = sheet.lines, sheet.common.words, cells, runs
        self.places: Mapping[int, Place] = sheet.places.lines if sheet.facsimile else {}
        of_one = groupby(found, key=lambda passage: passage.article and passage.article.id)
        self.away: Set[int] = {piece.start for _, group in of_one for _, piece, _ in moved(group)}
        self.readings = self._read(found)
        self.marks: dict[tuple[str, str], str] = {}
        """What a mark says when it is pointed at, by rule and reading."""

    def _read(self, found: Iterable[Passage]) -> Mapping[tuple[int, Key], _Reading]:
        """What each run says of each of its parts."""
        run_of = [n for n, run in enumerate(self.runs) for _ in run.lines]
        starts = [*self.lines.starts, sys.maxsize]
        out: dict[tuple[int, Key], _Reading] = {}
        for passage in found:
            if passage.role == FURNITURE:
                continue
            key = _key(passage)
            texts: dict[int, list[str]] = {}
            here = low = high = -1
            for start, _, text, _ in passage.pieces:
                if not text:
                    continue
                if not low <= start < high:
                    n = run_of[self.lines.number(start) - 1]
                    lines = self.runs[n].lines
                    low, high = starts[lines[0]], starts[lines[-1] + 1]
                    # What is supplied, or a blank, may lie on a line where nothing else of the passage is.
                    if key in self.runs[n].parts and n != here:
                        if here >= 0:
                            out[here, key].after.append(n)
                        if n not in texts:
                            out.setdefault((n, key), _Reading(before=here)).passages.append(passage)
                            texts[n] = []
                        here = n
                if here >= 0:
                    texts[here].append(text)
            for n, parts in texts.items():
                out[n, key].texts.append("".join(parts))
        return out

    def boxes(self) -> Iterator[str]:
        starts = self.lines.starts
        box: list[str] = []
        height = 0.0
        before: Mapping[Key, Passage] = {}
        for n, run in enumerate(self.runs):
            box.append(self._run(n, run, before))
            before = run.parts or before
            rows = (starts[k + 1] - starts[k] - 1 if k + 1 < len(starts) else WIDTH for k in run.lines)
            height += sum(1 + row // WIDTH if row > 0 else BLANK for row in rows)
            if height >= TOGETHER:
                yield _box(box)
                box, height = [], 0.0
        if box:
            yield _box(box)

    def _run(self, n: int, run: Run, before: Mapping[Key, Passage]) -> str:
        numbers = {key: PARTS[min(k, len(PARTS) - 1)] for k, key in enumerate(run.parts)} if len(run.parts) > 1 else {}
        if run.blank and not run.parts and not any(self.cells[k] for k in run.lines):
            return f'<div class="run blank"><ol>\n{self._folded(run.lines)}</ol></div>'
        printed: list[str] = []
        for blank, some in groupby(run.lines, key=run.blank.__contains__):
            numbered = [*some]
            printed += [self._folded(numbered)] if blank else [self._line(k, numbers) for k in numbered]
        shown = len(run.lines) - len(run.blank)
        short = " short" if shown > FEW and 10 * sum(_width(self.cells[k]) > SHORT for k in run.lines) <= shown else ""
        changes = changes_of((cell for k in run.lines for cell in self.cells[k]), self.away, self.words)
        said = "".join(self._said(n, key, passage, numbers, before, shown == 1) for key, passage in run.parts.items())
        if not run.parts and shown:
            said = f'<p class="role">{"另存" if changes else "未记入"}</p>'
        if run.blank and shown:
            changes.append(f"含空行{len(run.blank)}行")
        done = f'<p class="did">{escape_html("；".join(changes))}</p>' if changes else ""
        went = f'<div class="went">{said}{done}</div>' if said or done else ""
        return f'<div class="run {_kind(run)}{short}"><ol>\n{"".join(printed)}</ol>{went}</div>'

    def _line(self, k: int, numbers: Mapping[Key, str]) -> str:
        number = self.lines.permanent(k + 1)
        place = self.places.get(k + 1)
        on_page = f' data-place="{" ".join(f"{100 * side:.2f}" for side in place)}"' if place else ""
        return f'<li id="l{number}"{on_page}><a href="#l{number}">{number}</a>{"".join(self._raw(self.cells[k], numbers))}</li>\n'

    def _folded(self, blank: Sequence[int]) -> str:
        """Blank lines that follow each other, as one row."""
        numbers = [self.lines.permanent(k + 1) for k in blank]
        raw = ["".join(self._raw(self.cells[k], {})) if self.cells[k] else "" for k in blank]
        if len(blank) == 1:
            kind = ' class="blank"' if raw[0] else ""
            return f'<li id="l{numbers[0]}"{kind}>{raw[0]}</li>\n'
        each = "".join(f'<span id="l{number}">{text}</span>' for number, text in zip(numbers, raw, strict=True))
        return f'<li class="blank"><a href="#l{numbers[0]}">{numbers[0]}</a>{each}<small>空{len(blank)}行</small></li>\n'

    def _raw(self, cells: Sequence[Cell], numbers: Mapping[Key, str]) -> Iterator[str]:
        """The line as it came, what changed in it and what moved marked; where it has several parts, each under its number."""
        opened: Key | None = None
        moved = False
        if len(cells) == 1 and not cells[0].piece.rule and cells[0].piece.start not in self.away:
            yield escape_raw(cells[0].raw)
            return
        for cell in cells:
            key = _key(cell.passage) if numbers and cell.passage and cell.passage.shows(cell.piece) else None
            begins = key is not None and key != opened
            goes = cell.piece.start in self.away and bool(cell.piece.text)
            if moved and (begins or not goes):
                yield "</span>"
                moved = False
            if begins and key is not None:
                if opened is not None:
                    yield "</span>"
                yield f'<span class="part {key[0]}" data-part="{numbers[key]}">'
                opened = key
            if cell.raw:
                if goes and not moved:
                    yield f'<span class="moved" title="{KINDS["moved"]}">'
                    moved = True
                yield self._marked(cell) if cell.piece.rule else escape_raw(cell.raw)
        yield "</span>" * (moved + (opened is not None))

    def _marked(self, cell: Cell) -> str:
        text, (_, _, reading, rule) = escape_raw(cell.raw), cell.piece
        if _whole(cell):
            return text
        key = rule, reading
        if key not in self.marks:
            words = html.escape(self.words.of(rule))
            self.marks[key] = f"读作“{html.escape(visible(reading))}”：{words}" if reading else f"另存：{words}"
        tag = "mark" if reading else "del"
        return f'<{tag} title="{self.marks[key]}">{text}</{tag}>'

    def _said(self, n: int, key: Key, passage: Passage, numbers: Mapping[Key, str], before: Mapping[Key, Passage], alone: bool) -> str:
        """What a run became: the role, with the way there; where it begins the article; what is read, and why it is what it is."""
        word = numbers.get(key, "") + role_words(passage.role)
        article = passage.article
        if article is None or not passage.anchor:
            said = f'<span class="role">{word}</span> 另存'
        else:
            said = f'<a class="role" href="../articles/{article.id}.html#{passage.anchor}">{word}</a>'
        if article is not None and passage.role != "title" and all(other.article is not article for other in before.values()):
            said += f' <span class="of">{escape_html(article.title)}</span>'
        reading = self.readings.get((n, key))
        if passage.verdict is not None and key not in before and (reading is None or reading.before < 0):
            reasons = [self.words.of(passage.verdict.rule)] if passage.role == FURNITURE else []
            reasons += [passage.verdict.because] if passage.verdict.because else []
            said += f' <span class="why">{escape_html("；".join(reasons))}</span>' if reasons else ""
        if reading is not None:
            said += self._onward("上接", reading.before) + self._onward("下接", reading.after[-1] if reading.after else -1)
            said += f'<span class="reading">{shortened(_text(passage, reading), alone)}</span>'
        return f"<p>{said}</p>"

    def _onward(self, word: str, run: int) -> str:
        """The way to the lines before or after, where a block is read from several runs."""
        if run < 0:
            return ""
        number = self.lines.permanent(self.runs[run].lines[0] + 1)
        return f' <a class="onward" href="#l{number}">{word}第{number}行</a>'


def _width(cells: Iterable[Cell]) -> float:
    """How wide a line is, in Han characters, which have three bytes, and twice the width of those that have one."""
    return sum(len(raw) + len(raw.encode("utf-8", "replace")) for raw, _, _ in cells) / 4


def _kind(run: Run) -> str:
    """How the style sheet knows a run."""
    if len(run.parts) > 1:
        return "several"
    return next((role for role, *_ in run.parts), "blank" if len(run.blank) == len(run.lines) else "aside")


def _box(runs: Sequence[str]) -> str:
    return '<div class="lines">\n' + "\n".join(runs) + "\n</div>"


def _whole(cell: Cell) -> bool:
    """Whether it was set aside with all of its passage, so that nothing in it needs a mark."""
    return cell.passage is not None and cell.passage.role == FURNITURE and cell.passage.shows(cell.piece)


def _text(passage: Passage, reading: _Reading) -> str:
    if passage.role == "byline" and passage.article is not None:
        held = {id(one.pieces) for one in reading.passages}
        return byline_words(one for one in passage.article.bylines if id(one.text.pieces) in held)
    return "　".join(reading.texts).replace("\t", "　")


def shortened(text: str, alone: bool) -> str:
    """What is read as HTML; of a long text its beginning and its end.

    >>> shortened("<春耕>", alone=True), shortened("春" * 50, alone=True)[-39:]
    ('&lt;春耕&gt;', '春春春春春春春春春春春春<i>……略18字……</i>春春春春春春春春春春春春')
    """
    text = plain(text)
    if len(text) <= WHOLE[alone]:
        return html.escape(text, quote=False)
    head, tail = ENDS[alone]
    left = len(text) - head - tail
    return f"{html.escape(text[:head], quote=False)}<i>……略{left}字……</i>{html.escape(text[-tail:], quote=False)}"


def changes_of(cells: Iterable[Cell], away: Set[int], words: RuleWords) -> list[str]:
    """What was changed, set aside, supplied and moved, by rule, in words."""
    counts: dict[tuple[str, str], int] = {}
    readings: dict[tuple[str, str], dict[str, None]] = {}
    gone = 0
    for cell in cells:
        raw, piece, _ = cell
        if away and piece.text and piece.start in away:
            gone += len(raw)
        if not piece.rule or (piece.rule in QUIET and not raw.strip()) or _whole(cell):
            continue
        key = piece.fate, piece.rule
        counts[key] = counts.get(key, 0) + max(len(raw), 1)
        if piece.fate == "changed":
            readings.setdefault(key, {})[f"{visible(raw)}→{visible(piece.text)}"] = None
    out = []
    for (fate, rule), count in counts.items():
        found = list(readings.get((fate, rule), ()))
        shown = f"（{'，'.join(found[:SHOWN])}{'等' if len(found) > SHOWN else ''}）" if found else ""
        out.append(f"{KINDS[fate]}{count}字：{words.of(rule)}{shown}")
    if gone:
        out.append(f"{KINDS['moved']}{gone}字：{MOVED}")
    return out
