"""The ledger of permanent addresses: an article is known by the source that it covers, not by its title or its place in a list.

A line number never changes meaning: a seed whose bytes are not those that the ledger knows stops the build, and an edit that an
editor declares leaves every line its number (`renumber`). On each build every article is matched to the ledger by the
source characters that it shares with each row; a better title or a corrected boundary so keeps the old address. Where an editor's ruling
splits an article or makes one of two, the address stays with the beginning. What the
ledger does not know is given a slug; what the ledger knows and no article covers any more stops the build, until an editor
names the id that succeeds it. Where an editor's ruling took the article away, the ruling is the reason, and the address leads to what
holds its lines now; it lives again when the ruling is taken back.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import NoReturn

from edition.errors import LedgerError, Said
from edition.ledger import Ledger, Ranges, Row, SeedRow, dump_ledger, load_ledger, sort_rows, stretches, write_lines
from edition.model import Article, Restoration, Seed
from edition.renumber import renumber
from edition.rulings import Ruling, lines_of, words
from edition.trace import Compact, SourceLines

__all__ = ["Coverage", "Ledger", "Row", "accept_edit", "assign", "best_pairs", "coverage", "dump_ledger", "load_ledger"]

SHARED = 0.5
"""An article keeps an address when the two share at least this part of the smaller one. Less is a neighbour that a moved
boundary left a paragraph to; a half of the smaller side admits an article split in two and two joined into one, where the
larger part keeps the address, or by a ruling the one with the beginning."""
CUTTING = ("unite", "begin", "lines", "move", "cut", "emend")
"""Rulings after which there can be fewer articles, or more."""
Slugger = Callable[[Restoration, int], str]
_PRINTED = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Coverage(Compact):
    """What one article covers of its seed, by the plain number of the line."""

    stretches: Ranges
    """From visible line to visible line; those without a visible character belong to what surrounds them."""
    weight: Mapping[int, int]
    """How many of its visible characters stand on each line."""


@dataclass(frozen=True, slots=True)
class _Span:
    """The source that one article covers: how many of its visible characters stand on each line, by permanent number."""

    lines: Ranges
    weight: Mapping[int, int]

    @property
    def begin(self) -> int:
        return self.lines[0][0]

    def begins(self, row: Row) -> bool:
        """Whether it has the beginning of a row, and that row its own: it is the first part of that article, or that one is of it."""
        return row.lines[0][0] in self.weight and any(first <= self.begin <= last for first, last in row.lines)

    def shared(self, row: Row) -> int:
        return sum(count for line, count in self.weight.items() if any(first <= line <= last for first, last in row.lines))


def assign(
    restorations: Sequence[Restoration],
    ledger: Ledger,
    slugger: Slugger,
    known: Collection[str],
    covered: Callable[[Restoration], Sequence[Coverage]] | None = None,
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
        covered: what the articles of a restoration cover, where that is worked out already.

    Returns:
        the restorations with their ids, the ledger to write, and where the retired addresses of this build lead.

    Raises:
        LedgerError: an id would vanish, a successor leads nowhere, or a seed is gone.
    """
    present = {*known, *(restoration.seed.name for restoration in restorations)}
    _judge_seeds(ledger, present)
    needed = {*present, *(row.seed for row in ledger.rows)}
    seeds = {row.seed: row for row in ledger.seeds if row.seed in needed}
    numbered = {row.seed: row.numbers for row in ledger.seeds}
    ruled = {
        restoration.seed.name: (restoration.rulings, SourceLines(restoration.seed.text, numbered.get(restoration.seed.name, ())))
        for restoration in restorations
    }
    rows = [_revived(row, *ruled[row.seed]) if row.seed in ruled else row for row in ledger.rows]
    rows_of: dict[str, list[Row]] = defaultdict(list)
    taken_away: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if not row.successor:
            rows_of[row.seed].append(row)
        elif row.taken and row.seed in ruled:
            taken_away[row.seed].append(row)
    taken = {row.id for row in rows}
    current = {row.id: row for row in rows}
    out: list[Restoration] = []
    lost: list[tuple[Row, list[str]]] = []
    for restoration in (_numbered(restoration, seeds) for restoration in restorations):
        name = restoration.seed.name
        spans = _spans((covered or coverage)(restoration), restoration.seed.lines)
        end = seeds[name].highest or restoration.seed.lines.count()
        for row in rows_of[name]:
            if row.lines[-1][1] > end:
                what = Said(
                    f"编号 {row.id} 包括第 {row.lines[-1][1]} 行，而 {name} 只有 {end} 行",
                    f"id {row.id} covers line {row.lines[-1][1]}, and {name} has {end}",
                )
                raise LedgerError(
                    row.place or name,
                    what,
                    Said("请恢复原始文本（原始文本从不修改），或者恢复这条记录", "restore the seed, which is never edited, or the row"),
                )
        found = _known(spans, rows_of[name], restoration)
        ids: list[str] = []
        for index in range(len(spans)):
            ids.append(found[index].id if index in found else _free(slugger(restoration, index), taken))
            taken.add(ids[-1])
        gone = [row for row in rows_of[name] if row.id not in set(ids)]
        retired, unexplained = _retired([*taken_away[name], *gone], spans, ids, rows_of[name], restoration)
        lost.extend(unexplained)
        current |= {row.id: row for row in retired}
        for index, (id_, span) in enumerate(zip(ids, spans, strict=True)):
            # The lines of an article that a ruling took away stay its own: the ruling can be taken back.
            lines = _without(span.lines, [row.lines for row in retired if row.successor == id_ and row.taken])
            lines = lines or span.lines
            current[id_] = replace(found[index], lines=lines) if index in found else _new(id_, lines, rows_of[name], restoration)
        articles = tuple(replace(article, id=id_) for article, id_ in zip(restoration.articles, ids, strict=True))
        out.append(replace(restoration, articles=articles))
    if lost:
        _stop(lost)
    ids_now = {article.id for restoration in out for article in restoration.articles}
    redirects = {old: new for old, new in _successors(current).items() if new in ids_now}
    return tuple(out), Ledger(sort_rows(current.values()), tuple(seeds[name] for name in sorted(seeds))), redirects


def _known(spans: Sequence[_Span], rows: Sequence[Row], restoration: Restoration) -> dict[int, Row]:
    """The row of each article that has one. What a ruling gave that is taken back is only for an article that no other row knows."""
    standing = _standing(restoration.rulings, restoration.seed.lines)
    steady, withdrawn = ([row for row in rows if (row.given not in standing and row.given != "") == back] for back in (False, True))
    found = {a: steady[r] for a, r in _match(spans, steady, restoration).items()}
    free = [a for a in range(len(spans)) if a not in found]
    if free and withdrawn:
        found |= {free[a]: withdrawn[r] for a, r in _match([spans[a] for a in free], withdrawn, restoration).items()}
    return found


def _new(id_: str, lines: Ranges, rows: Sequence[Row], restoration: Restoration) -> Row:
    """The row of a new article; where there were others, a ruling may be why it is there."""
    row = Row(id_, restoration.seed.name, lines)
    ruling = _cause(rows, row, restoration) if rows else None
    return replace(row, given=_known_by(ruling, restoration.seed.lines)) if ruling else row


def _retired(
    gone: Sequence[Row], spans: Sequence[_Span], ids: Sequence[str], rows: Sequence[Row], restoration: Restoration
) -> tuple[list[Row], list[tuple[Row, list[str]]]]:
    """The rows whose articles are gone by a ruling, with their successors; and those whose articles are gone for no reason."""
    out, lost = [], []
    for row in gone:
        candidates = _candidates(row, spans, ids)
        ruling = None if row.taken or row.given else _cause(rows, row, restoration)
        if candidates and ruling:
            reason = f"编者裁定：{words(ruling)}。{ruling.why}"
            out.append(replace(row, successor=candidates[0], reason=reason, taken=_known_by(ruling, restoration.seed.lines)))
        elif candidates and (row.taken or row.given):
            out.append(replace(row, successor=candidates[0]))
        else:
            lost.append((row, candidates))
    return out, lost


def _cause(rows: Sequence[Row], row: Row, restoration: Restoration) -> Ruling | None:
    """The ruling that can be why there is an article on the lines of a row, or no more: one about them, else one about a neighbour."""
    lines = restoration.seed.lines
    ordered = sorted({*rows, row}, key=lambda one: one.lines)
    at = ordered.index(row)
    for near in (0, 1):
        first, last = ordered[max(0, at - near)].lines[0][0], ordered[min(len(ordered) - 1, at + near)].lines[-1][1]
        for ruling in restoration.rulings:
            if ruling.act in CUTTING and any(first <= lines.permanent(n) <= last for n in lines_of(ruling)):
                return ruling
    return None


def _known_by(ruling: Ruling, lines: SourceLines) -> str:
    """What the ledger knows a ruling by."""
    return f"{ruling.act} {lines.permanent(ruling.first)}"


def _standing(rulings: Sequence[Ruling], lines: SourceLines) -> set[str]:
    return {_known_by(ruling, lines) for ruling in rulings if ruling.act in CUTTING}


def _without(lines: Ranges, away: Sequence[Ranges]) -> Ranges:
    """Lines without others.

    >>> _without(((1, 9),), [((4, 6),), ((9, 9),)])
    ((1, 3), (7, 8))
    """
    gone = {n for ranges in away for first, last in ranges for n in range(first, last + 1)}
    return stretches(n for first, last in lines for n in range(first, last + 1) if n not in gone) if gone else lines


def _revived(row: Row, rulings: Sequence[Ruling], lines: SourceLines) -> Row:
    """The row as it was before a ruling retired it, where that ruling is there no more; one that a ruling gave, where it is there again."""
    standing = _standing(rulings, lines)
    if row.successor and row.taken and row.taken not in standing:
        return replace(row, successor="", reason="", taken="")
    if row.successor and row.given in standing:
        return replace(row, successor="")
    return row


def _numbered(restoration: Restoration, seeds: dict[str, SeedRow]) -> Restoration:
    """The restoration with the permanent numbers of its lines. A seed that the ledger does not know yet is entered."""
    seed = restoration.seed
    row = seeds.setdefault(seed.name, SeedRow(seed.name, seed.sha256))
    place = row.place or seed.name
    if row.sha256 != seed.sha256:
        what = Said(
            f"原始文本 {seed.name} 被改动过，永久地址所数的行不是现在的这些",
            f"seed {seed.name} was edited: its bytes are not those whose lines the permanent addresses count",
        )
        following = declaring(seed.name)
        next_step = Said(
            f"{following.zh}；只有其中文章从未发布过，才可删掉底册里它和它文章的记录",
            f"{following.en}; only where none of its articles was ever published, delete its row and theirs in the ledger",
        )
        raise LedgerError(place, what, next_step)
    if row.numbers and len(row.numbers) != seed.lines.count():
        what = Said(
            f"原始文本 {seed.name} 的 numbers 记了 {len(row.numbers)} 行，而文件有 {seed.lines.count()} 行",
            f"numbers of seed {seed.name} are those of {len(row.numbers)} lines, and it has {seed.lines.count()}",
        )
        raise LedgerError(place, what, Said("请从仓库恢复这条记录", "restore the row from the repository"))
    lines = SourceLines(seed.text, row.numbers)
    articles = tuple(replace(article, doubts=tuple(doubt.numbered(lines) for doubt in article.doubts)) for article in restoration.articles)
    return replace(restoration, seed=replace(seed, numbers=row.numbers), articles=articles if row.numbers else restoration.articles)


def declaring(name: str) -> Said:
    """What to do about a seed that was edited."""
    command = f".venv/bin/python scripts/build.py --accept-edit {name} --was OLDFILE (git show HEAD:seeds/{name} > OLDFILE)"
    return Said(
        f"请恢复它（git checkout -- seeds/{name}）；确要改动，就留下旧文件并申明改动：{command}",
        f"restore it (git checkout -- seeds/{name}), or keep the old file and declare the edit: {command}",
    )


def accept_edit(ledger: Ledger, old: Seed, new: Seed) -> Ledger:
    """The ledger after a declared edit of a seed: every line that is still there keeps its number.

    Raises:
        LedgerError: the ledger does not know the seed, or `old` is not the state of it whose lines the addresses count.
    """
    row = ledger.seed(new.name)
    if row is None or row.sha256 != old.sha256:
        what = Said(
            f"--was 给的文件不是永久地址数行时的 {new.name}",
            f"the file given with --was is not the state of {new.name} whose lines the permanent addresses count",
        )
        next_step = Said(
            f"请从仓库取出那时的文件：先 git log seeds/{new.name}，再 git show COMMIT:seeds/{new.name} > OLDFILE",
            f"take that state from the repository: git log seeds/{new.name}, then git show COMMIT:seeds/{new.name} > OLDFILE",
        )
        raise LedgerError(row.place if row else new.name, what, next_step)
    before, after = ([seed.text[slice(*seed.lines.span(n))] for n in range(1, seed.lines.count() + 1)] for seed in (old, new))
    counted = range(1, len(before) + 1)
    numbers, highest = renumber(before, row.numbers or counted, row.highest or len(before), after)
    edited = replace(row, sha256=new.sha256, numbers=numbers, highest=highest)
    if numbers == tuple(range(1, highest + 1)):
        edited = replace(edited, numbers=(), highest=0)
    return replace(ledger, seeds=tuple(edited if other is row else other for other in ledger.seeds))


def _judge_seeds(ledger: Ledger, names: Collection[str]) -> None:
    """Stop when a seed is gone that an address rests on. A row that an editor deleted asks for nothing any more."""
    gone = [row for row in ledger.rows if not row.successor and row.seed not in names]
    if gone:
        first = gone[0]
        rows = ", ".join(f"{row.id} ({row.place})" if row.place else row.id for row in gone if row.seed == first.seed)
        raise LedgerError(
            first.place or first.seed,
            Said(
                f"编号 {first.id} 所据的原始文本 {first.seed} 已不在文件夹里",
                f"seed {first.seed} of id {first.id} is no longer in the folder",
            ),
            Said(
                "请恢复这个文件（文件名就是它的身份），或者在记录里写 `successor: 别的编号`；"
                f"只有其中文章从未发布过，才可删掉它们的记录：{rows}",
                "restore the file (its name is its identity), or write `successor: other-id` into the row; "
                f"only where none of its articles was ever published, delete their rows: {rows}",
            ),
        )


def _free(words: str, taken: Collection[str]) -> str:
    """The words of an address, numbered where they are taken: `x`, `x-2`, `x-3` …"""
    if words not in taken:
        return words
    return next(id_ for number in count(2) if (id_ := f"{words}-{number}") not in taken)


def _candidates(row: Row, spans: Sequence[_Span], ids: Sequence[str]) -> list[str]:
    """The ids that could succeed a row: what shares its lines, the most first; else the nearest in the seed."""
    order = sorted(range(len(spans)), key=lambda n: (-spans[n].shared(row), abs(spans[n].lines[0][0] - row.lines[0][0]), n))
    sharing = [ids[n] for n in order if spans[n].shared(row)]
    return sharing or [ids[n] for n in order[:1]]


def _stop(lost: Sequence[tuple[Row, list[str]]]) -> NoReturn:
    """Refuse to build while addresses lead nowhere, and name for each what could succeed it."""
    row, candidates = lost[0]
    others = [
        Said(
            f"；{other.id} 也一样（{other.place}；{' 或 '.join(ids) or '没有可接替的编号'}）",
            f"; so does {other.id} ({other.place}; {' or '.join(ids) or 'no candidate'})",
        )
        for other, ids in lost[1:]
    ]
    more = Said(f"（也可写 {', '.join(candidates[1:])}）", f" (or one of {', '.join(candidates[1:])})") if candidates[1:] else Said("", "")
    raise LedgerError(
        row.place or row.seed,
        Said(
            f"编号 {row.id} 会消失：再没有文章包括 {row.seed} 的 {write_lines(row.lines)} 行{''.join(other.zh for other in others)}",
            f"id {row.id} would vanish: no article covers lines {write_lines(row.lines)} of {row.seed} any more"
            f"{''.join(other.en for other in others)}",
        ),
        Said(
            f"请查明文章为何丢失并改正，或者在记录里写 `successor: {candidates[0] if candidates else '别的编号'}`{more.zh}",
            f"mend what lost the article, or write `successor: {candidates[0] if candidates else 'other-id'}` into the row{more.en}",
        ),
    )


def _successors(rows: Mapping[str, Row]) -> dict[str, str]:
    """Where each retired id leads in the end."""
    out = {}
    for row in rows.values():
        path = [row.id]
        while successor := rows[path[-1]].successor:
            last = rows[path[-1]]
            place = last.place or last.seed
            if successor not in rows:
                raise LedgerError(
                    place,
                    Said(f"编号 {last.id} 的 successor {successor} 不是编号", f"successor {successor} of id {last.id} is no id"),
                    Said("请写底册里有的编号", "write an id that stands in the ledger"),
                )
            if successor in path:
                circle = " → ".join([*path, successor])
                raise LedgerError(
                    place,
                    Said(f"编号 {circle} 首尾相接，成了一圈", f"ids {circle} run in a circle"),
                    Said("请让其中一个指向仍在使用的编号", "let one of them end at a living id"),
                )
            path.append(successor)
        if len(path) > 1:
            out[row.id] = path[-1]
    return out


def coverage(restoration: Restoration) -> tuple[Coverage, ...]:
    """What each article of a seed covers."""
    source = restoration.seed.text
    lines = restoration.seed.lines
    out = []
    for article in restoration.articles:
        weight = _weight(article, source, lines)
        ranges: list[tuple[int, int]] = []
        for line in sorted(weight):
            if ranges and not source[lines.span(ranges[-1][1])[1] : lines.span(line)[0]].strip():
                ranges[-1] = (ranges[-1][0], line)
            else:
                ranges.append((line, line))
        out.append(Coverage(tuple(ranges), dict(weight)))
    return tuple(out)


def _spans(covered: Sequence[Coverage], lines: SourceLines) -> list[_Span]:
    """What articles cover, by the permanent numbers of the lines."""
    out = []
    for one in covered:
        numbers = sorted(lines.permanent(line) for first, last in one.stretches for line in range(first, last + 1))
        out.append(_Span(stretches(numbers), {lines.permanent(line): count for line, count in one.weight.items()}))
    return out


def _weight(article: Article, source: str, numbers: SourceLines) -> Counter[int]:
    pieces = [piece for text in article.texts() for piece in text.pieces if piece.start < piece.end]
    weight: Counter[int] = Counter()
    for piece in pieces:
        for part in _PRINTED.finditer(source, piece.start, piece.end):
            weight[numbers.number(part.start())] += part.end() - part.start()
    if not weight:  # An article of blanks alone still has a place.
        weight[numbers.number(pieces[0].start if pieces else 0)] = 1
    return weight


def _match(spans: Sequence[_Span], rows: Sequence[Row], restoration: Restoration) -> dict[int, int]:
    """Article to row, each once, with the greatest sum of shared characters; ties go to the earlier article and row. Where a ruling cuts or
    joins, what has the same beginning goes together first."""
    places = {row.lines: n for n, row in enumerate(rows)}
    if len(places) == len(rows) and len({span.lines for span in spans}) == len(spans) and all(span.lines in places for span in spans):
        return {n: places[span.lines] for n, span in enumerate(spans)}  # Each has all that it can share.
    text, lines = restoration.seed.text, restoration.seed.lines
    ruled = [lines.permanent(n) for ruling in restoration.rulings if ruling.act in CUTTING for n in lines_of(ruling)]
    size = {lines.permanent(n): len("".join(text[slice(*lines.span(n))].split())) for n in range(1, lines.count() + 1)}
    sizes = [sum(size.get(n, 0) for first, last in row.lines for n in range(first, last + 1)) for row in rows]
    shared: dict[tuple[int, int], int] = {}
    for a, span in enumerate(spans):
        for r, row in enumerate(rows):
            if span.lines[0][0] > row.lines[-1][1] or row.lines[0][0] > span.lines[-1][1]:
                continue
            common = span.shared(row)
            if common and common >= SHARED * min(sum(span.weight.values()), sizes[r]):
                first, last = min(span.begin, row.lines[0][0]), max(span.lines[-1][1], row.lines[-1][1])
                by_beginning = span.begins(row) and any(first <= n <= last for n in ruled)
                shared[a, r] = common + (len(text) if by_beginning else 0)  # More than all that can be shared.
    return best_pairs(shared)


def best_pairs(weights: Mapping[tuple[int, int], int]) -> dict[int, int]:
    """The pairs, each side used once, whose weights have the greatest sum.

    It grows the matching by the path that gains most (Bellman and Ford), one pair at a time, until no path gains. The greatest
    pair first would not do: it can leave two others without a partner.

    >>> best_pairs({(0, 0): 5, (0, 1): 4, (1, 0): 4})
    {0: 1, 1: 0}
    """
    edges = sorted(weights.items())
    pairs: dict[int, int] = {}
    while True:
        gain: dict[int, int] = {}  # right: gain of the best path that ends there, unmatched side to unmatched side
        came: dict[int, int] = {}  # right: the left before it
        changed = True
        while changed:
            changed = False
            for (a, r), weight in edges:
                if pairs.get(a) == r:
                    continue
                before = gain.get(pairs[a]) if a in pairs else 0
                if before is None:
                    continue
                total = before + weight - (weights[a, pairs[a]] if a in pairs else 0)
                if r not in gain or total > gain[r]:
                    gain[r], came[r] = total, a
                    changed = True
        ends = [r for r in gain if r not in pairs.values() and gain[r] > 0]
        if not ends:
            return dict(sorted(pairs.items()))
        r = max(ends, key=lambda end: (gain[end], -end))
        while True:
            a = came[r]
            following = pairs.get(a)
            pairs[a] = r
            if following is None:
                break
            r = following
