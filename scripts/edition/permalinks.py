"""The ledger of permanent addresses: an article is known by the source that it covers, not by its title or its place in a list.

Seeds are never edited, so a line number never changes meaning. On each build every article is matched to the ledger by the
source characters that it shares with each row; a better title or a corrected boundary so keeps the old address. What the
ledger does not know is given a slug; what the ledger knows and no article covers any more stops the build, until an editor
names the id that succeeds it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

import yaml

from edition.errors import LedgerError
from edition.model import Article, Restoration
from edition.trace import SourceLines

SHARED = 0.5
"""An article keeps an address when the two share at least this part of the smaller one. Less is a neighbour that a moved
boundary left a paragraph to; a half of the smaller side admits an article split in two and two joined into one, where the
larger part keeps the address."""
HEADER = """\
# The ledger of permanent addresses: one row for each article that was ever published.
#
# id         the address, articles/<id>/. Minted once by the build; never reused, never renamed.
# seed       the raw dump that holds the article, a file in this folder.
# lines      the lines of the seed that the article covers; by them the build knows it again, whatever becomes of its title.
# successor  written by an editor when the article is no more: the id to which the old address leads from now on.
# reason     why, in a sentence; optional.
#
# The build adds rows and follows their lines. Rows are never deleted: a deleted row is a dead link in somebody's footnote.
# Comments do not survive the next build; write a reason instead.
"""
KEYS = ("id", "seed", "lines", "successor", "reason")

Ranges = tuple[tuple[int, int], ...]
Slugger = Callable[[Restoration, int], str]


@dataclass(frozen=True, slots=True)
class Row:
    """One permanent address."""

    id: str
    seed: str
    """File name of the seed."""
    lines: Ranges
    """First and last line of each stretch that the article covers, one-based."""
    successor: str = ""
    """The id to which a retired address leads; empty for a living one."""
    reason: str = ""
    place: str = field(default="", compare=False)
    """`file:line`, for error messages."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every address that was ever minted, by seed and then by first line."""

    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class _Span:
    """The source that one article covers: how many of its visible characters stand on each line."""

    lines: Ranges
    weight: Mapping[int, int]

    def shared(self, row: Row) -> int:
        return sum(count for line, count in self.weight.items() if any(first <= line <= last for first, last in row.lines))


def load_ledger(path: Path) -> Ledger:
    """Read the ledger; an absent file is an empty one.

    Raises:
        LedgerError: it is malformed, or an id stands in it twice, with its file and line.
    """
    try:
        content = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Ledger()
    except (OSError, UnicodeDecodeError) as error:
        raise LedgerError(str(path), f"cannot be read ({error})", "restore the file from the repository") from error
    try:
        tree = yaml.compose(content, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise LedgerError(f"{path}:{line}", f"is not YAML ({error.problem})", "mend the line, or restore the file from the repository") from error
    if tree is None:
        return Ledger()
    if not isinstance(tree, yaml.SequenceNode):
        raise LedgerError(f"{path}:1", "is not a list of rows", "begin each row with `- id: …`")
    rows = [_row(node, path) for node in tree.value]
    seen: dict[str, Row] = {}
    for row in rows:
        if row.id in seen:
            raise LedgerError(row.place, f"id {row.id} stands already at {seen[row.id].place}", "remove the row that was added by hand")
        seen[row.id] = row
    return Ledger(_sorted(rows))


def dump_ledger(ledger: Ledger) -> str:
    """The ledger as YAML, with a header that explains it. `load_ledger` reads back what this writes."""
    out = [HEADER]
    for row in ledger.rows:
        lines = ", ".join(f"{first}-{last}" if first < last else f"{first}" for first, last in row.lines)
        out.append(f"\n- id: {row.id}\n  seed: {_scalar(row.seed)}\n  lines: {lines}\n")
        out.extend(f"  {key}: {_scalar(value)}\n" for key, value in (("successor", row.successor), ("reason", row.reason)) if value)
    return "".join(out) if ledger.rows else HEADER + "\n[]\n"


def assign(
    restorations: Sequence[Restoration], ledger: Ledger, slugger: Slugger, known: Collection[str]
) -> tuple[tuple[Restoration, ...], Ledger, Mapping[str, str]]:
    """Give every article its permanent id.

    Each article takes the row with which it shares most, each row goes to one article, and the sum over the seed is the
    greatest possible. The id stays; the row's lines become those that the article covers now, so that many small
    corrections, each matched to the last, never add up to a lost address. A row with a successor is retired: it is matched
    no more and its id is never given again.

    Args:
        restorations: the seeds of this build; only their rows are judged.
        ledger: the ledger as it stands.
        slugger: called with a restoration and the index of an article that is new, for the words of its address.
        known: the names of all seeds in the folder, in this build or not.

    Returns:
        the restorations with their ids, the ledger to write, and where the retired addresses of this build lead.

    Raises:
        LedgerError: an id would vanish, a successor leads nowhere, or a seed is gone.
    """
    _judge_seeds(ledger, known, {restoration.seed.name for restoration in restorations})
    rows_of: dict[str, list[Row]] = defaultdict(list)
    for row in ledger.rows:
        if not row.successor:
            rows_of[row.seed].append(row)
    taken = {row.id for row in ledger.rows}
    current = {row.id: row for row in ledger.rows}
    out: list[Restoration] = []
    lost: list[tuple[Row, list[str]]] = []
    for restoration in restorations:
        name = restoration.seed.name
        spans = _spans(restoration)
        count = SourceLines(restoration.seed.text).count()
        for row in rows_of[name]:
            if row.lines[-1][1] > count:
                raise LedgerError(row.place, f"id {row.id} covers line {row.lines[-1][1]}, and {name} has {count}", "restore the seed or the row")
        matched = _match(spans, rows_of[name], restoration.seed.text)
        ids: list[str] = []
        for index, span in enumerate(spans):
            if index in matched:
                row = replace(rows_of[name][matched[index]], lines=span.lines)
            else:
                row = Row(_free(slugger(restoration, index), taken), name, span.lines)
                taken.add(row.id)
            current[row.id] = row
            ids.append(row.id)
        kept = set(matched.values())
        lost.extend((row, _candidates(row, spans, ids)) for n, row in enumerate(rows_of[name]) if n not in kept)
        articles = tuple(replace(article, id=id_) for article, id_ in zip(restoration.articles, ids, strict=True))
        out.append(replace(restoration, articles=articles))
    if lost:
        _stop(lost)
    present = {article.id for restoration in out for article in restoration.articles}
    redirects = {old: new for old, new in _successors(current).items() if new in present}
    return tuple(out), Ledger(_sorted(current.values())), redirects


def _row(node: yaml.Node, path: Path) -> Row:
    place = f"{path}:{node.start_mark.line + 1}"
    if not isinstance(node, yaml.MappingNode):
        raise LedgerError(place, "this row is not a mapping", "write it as `- id: …`, with `seed:` and `lines:` below")
    cells: dict[str, str] = {}
    for key, value in node.value:
        here = f"{path}:{key.start_mark.line + 1}"
        if key.value not in KEYS or key.value in cells:
            what = "stands twice in one row" if key.value in cells else "is unknown"
            raise LedgerError(here, f"key {key.value!r} {what}", f"use each of {', '.join(KEYS)} at most once")
        if not isinstance(value, yaml.ScalarNode) or not value.value:
            raise LedgerError(here, f"{key.value} has no plain value", "write one value behind the colon, or remove the line")
        cells[key.value] = value.value
    for key in KEYS[:3]:
        if key not in cells:
            raise LedgerError(place, f"this row has no {key}", "restore the row from the repository")
    for key in ("id", "successor"):
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*|", cells.get(key, "")):
            raise LedgerError(place, f"{key} {cells[key]!r} is no address", "write lower-case letters, digits and single hyphens")
    parts = [re.fullmatch(r"([1-9]\d*)(?:-([1-9]\d*))?", part.strip()) for part in cells["lines"].split(",")]
    lines = tuple((int(part[1]), int(part[2] or part[1])) for part in parts if part)
    ends = [end for span in lines for end in span]
    if len(lines) != len(parts) or ends != sorted(ends) or any(one[1] >= two[0] for one, two in pairwise(lines)):
        raise LedgerError(place, f"lines {cells['lines']!r} of id {cells['id']} are no line numbers", "write them ascending, as in 12-90, 95-101")
    return Row(cells["id"], cells["seed"], lines, cells.get("successor", ""), cells.get("reason", ""), place)


def _scalar(value: str) -> str:
    """A value as YAML writes it, in quotes where it needs them."""
    return yaml.safe_dump(value, allow_unicode=True, width=10**6).removesuffix("\n").removesuffix("\n...")


def _sorted(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: (row.seed, row.lines, row.id)))


def _spans(restoration: Restoration) -> list[_Span]:
    """What each article covers. Lines without a visible character belong to what surrounds them."""
    source = restoration.seed.text
    numbers = SourceLines(source)
    out = []
    for article in restoration.articles:
        weight = _weight(article, source, numbers)
        ranges: list[tuple[int, int]] = []
        for line in sorted(weight):
            if ranges and not source[numbers.span(ranges[-1][1])[1] : numbers.span(line)[0]].strip():
                ranges[-1] = (ranges[-1][0], line)
            else:
                ranges.append((line, line))
        out.append(_Span(tuple(ranges), weight))
    return out


def _weight(article: Article, source: str, numbers: SourceLines) -> Counter[int]:
    pieces = [piece for text in article.texts() for piece in text.pieces if piece.start < piece.end]
    weight: Counter[int] = Counter()
    for piece in pieces:
        at = piece.start
        for part in re.findall(r"\S+|\s+", source[piece.start : piece.end]):
            if not part.isspace():
                weight[numbers.number(at)] += len(part)
            at += len(part)
    if not weight:  # An article of blanks alone still has a place.
        weight[numbers.number(pieces[0].start if pieces else 0)] = 1
    return weight


def _match(spans: Sequence[_Span], rows: Sequence[Row], source: str) -> dict[int, int]:
    """Article to row, each once, with the greatest sum of shared characters; ties go to the earlier article and row."""
    numbers = SourceLines(source)
    sizes = [
        sum(not char.isspace() for first, last in row.lines for char in source[numbers.span(first)[0] : numbers.span(last)[1]]) for row in rows
    ]
    shared: dict[tuple[int, int], int] = {}
    for a, span in enumerate(spans):
        for r, row in enumerate(rows):
            if span.lines[0][0] > row.lines[-1][1] or row.lines[0][0] > span.lines[-1][1]:
                continue
            common = span.shared(row)
            if common and common >= SHARED * min(sum(span.weight.values()), sizes[r]):
                shared[a, r] = common
    return best_pairs(shared)


def best_pairs(weights: Mapping[tuple[int, int], int]) -> dict[int, int]:
    """The pairs, each side used once, whose weights have the greatest sum.

    It grows the matching by the path that gains most (Bellman and Ford), one pair at a time, until no path gains. The greatest
    pair first would not do: it can leave two others without a partner.

    >>> best_pairs({(0, 0): 5, (0, 1): 4, (1, 0): 4})
    {0: 1, 1: 0}
    """
    left = sorted({a for a, _ in weights})
    partner: dict[int, int] = {}  # right to left
    pairs: dict[int, int] = {}
    while True:
        gain: dict[int, int] = {}  # right: gain of the best path that ends there, unmatched side to unmatched side
        came: dict[int, int] = {}  # right: the left before it
        changed = True
        while changed:
            changed = False
            for (a, r), weight in sorted(weights.items()):
                if pairs.get(a) == r:
                    continue
                before = 0 if a not in pairs else gain.get(pairs[a], None)
                if before is None:
                    continue
                total = before + weight - (weights[a, pairs[a]] if a in pairs else 0)
                if r not in gain or total > gain[r]:
                    gain[r], came[r] = total, a
                    changed = True
        ends = [r for r in gain if r not in partner and gain[r] > 0]
        if not ends:
            return {a: pairs[a] for a in left if a in pairs}
        r = max(ends, key=lambda end: (gain[end], -end))
        while True:
            a = came[r]
            following = pairs.get(a)
            pairs[a], partner[r] = r, a
            if following is None:
                break
            r = following
