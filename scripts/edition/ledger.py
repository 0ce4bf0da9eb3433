"""The ledger as a file: `seeds/permalinks.yml`, read with its line numbers and written so that people can read it."""

from __future__ import annotations

import re
import stat
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import yaml

from edition.errors import LedgerError, Said

HEADER = """\
# The ledger of permanent addresses: one row for each article that was ever published, and above them one for its seed.
#
# seed       the raw dump, a file in this folder; sha256 is its hash. A seed is never edited: the line numbers are addresses.
# numbers    only where an edit was accepted (build.py --accept-edit): the permanent number of each line, from the first to the last.
# highest    with it: the highest number that was ever given to a line of the seed.
#
# id         the address, articles/<id>/. Minted once by the build; never reused, never renamed.
# seed       the raw dump that holds the article, a file in this folder.
# lines      the lines of the seed that the article covers; by them the build knows it again, whatever becomes of its title.
# successor  written by an editor when the article is no more: the id to which the old address leads from now on.
# reason     why, in a sentence; optional.
# taken      the ruling of an editor (seeds/NAME.yml) by which the article is no more; the address lives again where that is taken back.
# given      the ruling without which there would be no such article; where that is taken back, the address gets a successor.
# changed    the day on which what the record of the article says last changed; feeds, sitemap and harvesters are told it.
# digest     by which the build sees that it has changed.
#
# The build adds rows and follows their lines. Rows are never deleted: a deleted row is a dead link in somebody's footnote.
# Comments do not survive the next build; write a reason instead.
"""
KEYS = ("id", "seed", "lines", "successor", "reason", "taken", "given", "changed", "digest")
PLAIN = ("changed", "digest")
"""Keys whose values are written as they are."""
SEED_KEYS = ("seed", "sha256", "numbers", "highest")

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What YAML does not take."""

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
    taken: str = ""
    """The ruling by which the article is no more, as `unite 12`."""
    given: str = ""
    """The ruling without which there would be no such article."""
    changed: str = ""
    """The day on which its record last changed, as 2026-03-05; empty until its first build."""
    digest: str = ""
    """Of the record then."""
    place: str = field(default="", compare=False)
    """`file:line`, for error messages."""


@dataclass(frozen=True, slots=True)
class SeedRow:
    """What the lines of one seed are known by."""

    seed: str
    """File name of the seed."""
    sha256: str
    """Hexadecimal digest of the bytes whose lines the addresses count."""
    numbers: tuple[int, ...] = ()
    """The permanent number of each line; empty where the seed was never edited."""
    highest: int = 0
    """The highest number that was ever given; nought where the seed was never edited."""
    place: str = field(default="", compare=False)
    """`file:line`, for error messages."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every address that was ever minted, by seed and then by first line."""

    rows: tuple[Row, ...] = ()
    seeds: tuple[SeedRow, ...] = ()
    """Every seed that was ever built, by name."""

    def seed(self, name: str) -> SeedRow | None:
        """The row of a seed."""
        return next((row for row in self.seeds if row.seed == name), None)


def load_ledger(path: Path) -> Ledger:
    """Read the ledger; an absent file is an empty one.

    Raises:
        LedgerError: it is malformed, or an id stands in it twice, with its file and line.
    """
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise LedgerError(
                str(path),
                Said("不是普通文件", "is no plain file"),
                Said("请从仓库里取出底册本身，放在这里", "put the ledger itself there, from the repository"),
            )
        content = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Ledger()
    except (OSError, UnicodeDecodeError) as error:
        raise LedgerError(
            str(path),
            Said(f"读不出来（{error}）", f"cannot be read ({error})"),
            Said("请从仓库恢复这个文件", "restore the file from the repository"),
        ) from error
    if odd := _UNPRINTABLE.search(content):
        line = content.count("\n", 0, odd.start()) + 1
        what = Said(f"里面有控制字符 {odd[0]!r}", f"holds the control character {odd[0]!r}")
        raise LedgerError(
            f"{path}:{line}", what, Said("请删掉它，或者从仓库恢复这个文件", "remove it, or restore the file from the repository")
        )
    if conflict := re.search(r"^(<{7}|={7}|>{7})", content, re.M):
        line = content.count("\n", 0, conflict.start()) + 1
        raise LedgerError(
            f"{path}:{line}",
            Said(f"里面有没解决的合并冲突（{conflict[0]}）", f"holds a merge conflict ({conflict[0]})"),
            Said(
                "请把两边的记录都留下，删掉冲突标记；同一条里的 changed 和 digest 各留一个",
                "keep the rows of both sides and remove the marks; of changed and digest in one row keep one each",
            ),
        )
    try:
        tree = yaml.compose(content, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        next_step = Said("请改正这一行，或者从仓库恢复这个文件", "mend the line, or restore the file from the repository")
        raise LedgerError(
            f"{path}:{line}", Said(f"不合 YAML 格式（{error.problem}）", f"is not YAML ({error.problem})"), next_step
        ) from error
    if tree is None:
        return Ledger()
    if not isinstance(tree, yaml.SequenceNode):
        raise LedgerError(
            f"{path}:1",
            Said("不是一条条记录的列表", "is not a list of rows"),
            Said("每条记录请以 `- id: …` 开头", "begin each row with `- id: …`"),
        )
    found = [_row(node, path) for node in tree.value]
    rows = [row for row in found if isinstance(row, Row)]
    seeds: dict[str, SeedRow] = {}
    for row in found:
        if isinstance(row, SeedRow) and seeds.setdefault(row.seed, row) is not row:
            raise LedgerError(
                row.place,
                Said(
                    f"原始文本 {row.seed} 在 {seeds[row.seed].place} 已经登记过",
                    f"seed {row.seed} stands already at {seeds[row.seed].place}",
                ),
                Said("请删掉写错的那条记录", "remove the row that is wrong"),
            )
    seen: dict[str, Row] = {}
    for row in rows:
        if row.id in seen:
            raise LedgerError(
                row.place,
                Said(f"编号 {row.id} 在 {seen[row.id].place} 已经登记过", f"id {row.id} stands already at {seen[row.id].place}"),
                Said("请删掉手工添上的那条记录", "remove the row that was added by hand"),
            )
        seen[row.id] = row
    return Ledger(sort_rows(rows), tuple(seeds[name] for name in sorted(seeds)))


def dump_ledger(ledger: Ledger) -> str:
    """The ledger as YAML, with a header that explains it. `load_ledger` reads back what this writes."""
    out = [HEADER]
    left = list(ledger.seeds)
    for row in ledger.rows:
        while left and left[0].seed <= row.seed:
            out.append(_seed_row(left.pop(0)))
        out.append(f"\n- id: {row.id}\n  seed: {_scalar(row.seed)}\n  lines: {write_lines(row.lines)}\n")
        more = ((key, getattr(row, key)) for key in KEYS[3:])
        out.extend(f"  {key}: {value if key in PLAIN else _scalar(value)}\n" for key, value in more if value)
    out.extend(map(_seed_row, left))
    return "".join(out) if len(out) > 1 else HEADER + "\n[]\n"


def _seed_row(row: SeedRow) -> str:
    edited = f"  numbers: {write_lines(stretches(row.numbers))}\n  highest: {row.highest}\n" if row.numbers else ""
    return f"\n- seed: {_scalar(row.seed)}\n  sha256: {row.sha256}\n{edited}"


def dated(ledger: Ledger, digests: Mapping[str, str], day: str) -> Ledger:
    """The ledger in which each article whose record is not what it was has changed on that day; never on an earlier one than before, as
    whoever asks for what is new since then would not hear of it.

    Args:
        ledger: the ledger with all articles.
        digests: of their records, by id; a row without one stays as it is.
        day: as 2026-03-05.
    """
    rows = (
        replace(row, changed=max(row.changed, day), digest=digests[row.id])
        if row.id in digests and (digests[row.id] != row.digest or not row.changed)
        else row
        for row in ledger.rows
    )
    return replace(ledger, rows=tuple(rows))


def stretches(numbers: Iterable[int]) -> Ranges:
    """Numbers as stretches of consecutive ones, in the order given.

    >>> stretches([1, 2, 7, 3, 4])
    ((1, 2), (7, 7), (3, 4))
    """
    out: list[tuple[int, int]] = []
    for number in numbers:
        if out and number == out[-1][1] + 1:
            out[-1] = out[-1][0], number
        else:
            out.append((number, number))
    return tuple(out)


def write_lines(lines: Ranges) -> str:
    """Lines as the ledger writes them.

    >>> write_lines(((12, 90), (95, 95)))
    '12-90, 95'
    """
    return ", ".join(f"{first}-{last}" if first < last else f"{first}" for first, last in lines)


def sort_rows(rows: Iterable[Row]) -> tuple[Row, ...]:
    """By seed, then by first line."""
    return tuple(sorted(rows, key=lambda row: (row.seed, row.lines, row.id)))


def _row(node: yaml.Node, path: Path) -> Row | SeedRow:
    place = f"{path}:{node.start_mark.line + 1}"
    if not isinstance(node, yaml.MappingNode):
        raise LedgerError(
            place,
            Said("这条记录不是“键: 值”的写法", "this row is not a mapping"),
            Said("请写成 `- id: …`，下面写 `seed:` 和 `lines:`", "write it as `- id: …`, with `seed:` and `lines:` below"),
        )
    cells: dict[str, str] = {}
    given = {key.value for key, _ in node.value}
    keys = SEED_KEYS if "sha256" in given and "id" not in given else KEYS
    for key, value in node.value:
        here = f"{path}:{key.start_mark.line + 1}"
        if key.value not in keys or key.value in cells:
            what = Said("在一条记录里写了两次", "stands twice in one row") if key.value in cells else Said("不认识", "is unknown")
            raise LedgerError(
                here,
                Said(f"键 {key.value!r} {what.zh}", f"key {key.value!r} {what.en}"),
                Said(f"只能用 {', '.join(keys)}，每个至多一次", f"use each of {', '.join(keys)} at most once"),
            )
        if not isinstance(value, yaml.ScalarNode) or not value.value:
            raise LedgerError(
                here,
                Said(f"{key.value} 没有单一的值", f"{key.value} has no plain value"),
                Said("请在冒号后面写一个值，或者删掉这一行", "write one value behind the colon, or remove the line"),
            )
        cells[key.value] = unicodedata.normalize("NFC", value.value) if key.value == "seed" else value.value
    if keys is SEED_KEYS:
        return _read_seed_row(cells, place)
    for key in KEYS[:3]:
        if key not in cells:
            raise LedgerError(
                place,
                Said(f"这条记录没有 {key}", f"this row has no {key}"),
                Said("请从仓库恢复这条记录", "restore the row from the repository"),
            )
    for key in ("id", "successor"):
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*|", cells.get(key, "")):
            raise LedgerError(
                place,
                Said(f"{key} {cells[key]!r} 不能用作地址", f"{key} {cells[key]!r} is no address"),
                Said("请只用小写字母、数字和单个连字符", "write lower-case letters, digits and single hyphens"),
            )
    lines = _read_lines(cells["lines"])
    ends = [end for span in lines for end in span]
    if not lines or ends != sorted(ends) or any(one[1] >= two[0] for one, two in pairwise(lines)):
        what = Said(
            f"编号 {cells['id']} 的 lines {cells['lines']!r} 不是行号", f"lines {cells['lines']!r} of id {cells['id']} are no line numbers"
        )
        raise LedgerError(place, what, Said("请从小到大写，例如 12-90, 95-101", "write them ascending, as in 12-90, 95-101"))
    if "changed" in cells and not _is_day(cells["changed"]):
        raise LedgerError(
            place,
            Said(f"changed {cells['changed']!r} 不是日期", f"changed {cells['changed']!r} is no day"),
            Said("请从仓库恢复这条记录，或者删掉这一行", "restore the row from the repository, or remove the line"),
        )
    return Row(cells["id"], cells["seed"], lines, **{key: cells.get(key, "") for key in KEYS[3:]}, place=place)


def _read_seed_row(cells: dict[str, str], place: str) -> SeedRow:
    if "seed" not in cells:
        raise LedgerError(
            place, Said("这条记录没有 seed", "this row has no seed"), Said("请从仓库恢复这条记录", "restore the row from the repository")
        )
    if "numbers" not in cells and "highest" not in cells:
        return SeedRow(cells["seed"], cells["sha256"], place=place)
    spans = _read_lines(cells.get("numbers", ""))
    numbers = tuple(number for first, last in spans for number in range(first, last + 1))
    highest = cells.get("highest", "")
    if not numbers or len({*numbers}) < len(numbers) or not highest.isdecimal() or int(highest) < max(numbers):
        what = Said(
            f"原始文本 {cells['seed']} 的 numbers 和 highest 不是各行的永久行号",
            f"numbers and highest of seed {cells['seed']} are not the permanent numbers of lines",
        )
        raise LedgerError(place, what, Said("请从仓库恢复这条记录", "restore the row from the repository"))
    return SeedRow(cells["seed"], cells["sha256"], numbers, int(highest), place)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _read_lines(cell: str) -> Ranges:
    """What `write_lines` writes; empty where something else stands there."""
    parts = [re.fullmatch(r"([1-9][0-9]{0,8})(?:-([1-9][0-9]{0,8}))?", part.strip()) for part in cell.split(",")]
    lines = tuple((int(part[1]), int(part[2] or part[1])) for part in parts if part)
    return lines if len(lines) == len(parts) and all(first <= last for first, last in lines) else ()


def _scalar(value: str) -> str:
    """A value as YAML writes it, in quotes where it needs them."""
    return yaml.safe_dump(value, allow_unicode=True, width=10**6).removesuffix("\n").removesuffix("\n...")
