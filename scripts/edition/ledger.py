"""The ledger as a file: `seeds/permalinks.yml`, read with its line numbers and written so that people can read it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import yaml

from edition.errors import LedgerError

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
    if conflict := re.search(r"^(<{7}|={7}|>{7})", content, re.M):
        line = content.count("\n", 0, conflict.start()) + 1
        raise LedgerError(f"{path}:{line}", f"holds a merge conflict ({conflict[0]})", "keep the rows of both sides and remove the marks")
    try:
        tree = yaml.compose(content, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        next_step = "mend the line, or restore the file from the repository"
        raise LedgerError(f"{path}:{line}", f"is not YAML ({error.problem})", next_step) from error
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
    return Ledger(sort_rows(rows))


def dump_ledger(ledger: Ledger) -> str:
    """The ledger as YAML, with a header that explains it. `load_ledger` reads back what this writes."""
    out = [HEADER]
    for row in ledger.rows:
        out.append(f"\n- id: {row.id}\n  seed: {_scalar(row.seed)}\n  lines: {write_lines(row.lines)}\n")
        out.extend(f"  {key}: {_scalar(value)}\n" for key, value in (("successor", row.successor), ("reason", row.reason)) if value)
    return "".join(out) if ledger.rows else HEADER + "\n[]\n"


def write_lines(lines: Ranges) -> str:
    """Lines as the ledger writes them.

    >>> write_lines(((12, 90), (95, 95)))
    '12-90, 95'
    """
    return ", ".join(f"{first}-{last}" if first < last else f"{first}" for first, last in lines)


def sort_rows(rows: Iterable[Row]) -> tuple[Row, ...]:
    """By seed, then by first line."""
    return tuple(sorted(rows, key=lambda row: (row.seed, row.lines, row.id)))


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
        what = f"lines {cells['lines']!r} of id {cells['id']} are no line numbers"
        raise LedgerError(place, what, "write them ascending, as in 12-90, 95-101")
    return Row(cells["id"], cells["seed"], lines, cells.get("successor", ""), cells.get("reason", ""), place)


def _scalar(value: str) -> str:
    """A value as YAML writes it, in quotes where it needs them."""
    return yaml.safe_dump(value, allow_unicode=True, width=10**6).removesuffix("\n").removesuffix("\n...")
