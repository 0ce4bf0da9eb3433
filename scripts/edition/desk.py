"""The editor's commands: `build.py rule` writes a ruling, `apply` makes rulings of a reader's report, `review` lists what waits.

A ruling is tried before it is written: the dump is restored with it, so that one that cannot be carried out never reaches the file.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from edition import dumps, errors
from edition.describe import ruled as facts
from edition.errors import RulingError, Said, UsageError
from edition.leaves import Leaf, Ruled, leaf_of, load_tables
from edition.ledger import load_ledger
from edition.model import Article
from edition.restore.ruled import article_at, digest, value
from edition.rulings import ACTS, FIELDS, HEAD, LEVELS, ROLES, Ruling, path_of, read_rulings, shown
from edition.trace import SourceLines

COMMANDS = ("rule", "apply", "review")
REVIEW = "data/review.tsv"
"""What waits for an editor, in the folder of the pages: kind, article, place, what it is."""
HEADER = "# 编者裁定，见 docs/about/rulings.md。Rulings of the editors.\n"
_PLACE = re.compile(r"(?P<seed>.+\.txt)[:#]l?(?P<first>\d+)(?:-(?P<last>\d+))?", re.IGNORECASE)
_REPORT = re.compile(r"^(id|seed|sha256|line|before|after|note)[:：] ?(.*)$")
_WORDS = {words: name for table in (FIELDS, ROLES) for name, words in table.items()}


@dataclass(frozen=True, slots=True)
class _Dump:
    """A dump with what was ruled about it so far."""

    path: Path
    data: bytes
    numbers: tuple[int, ...]

    @property
    def name(self) -> str:
        return dumps.name_of(self.path)

    @property
    def rulings(self) -> Path:
        return path_of(self.path)

    def written(self) -> bytes:
        """The file of rulings; empty where there is none."""
        return self.rulings.read_bytes() if self.rulings.exists() else b""

    def leaf(self, content: bytes, data: Path) -> Leaf:
        """The dump restored with such a file of rulings."""
        return leaf_of(self.data, self.name, load_tables(data), Ruled(str(self.rulings), content, self.numbers))


def parser(seeds: Path) -> argparse.ArgumentParser:
    """The command line of the three commands."""
    out = argparse.ArgumentParser(prog="build.py", description="Rulings of editors. 编者裁定。")
    commands = out.add_subparsers(dest="command", required=True)
    rule = commands.add_parser(
        "rule",
        help="write a ruling",
        description="Write a ruling, with what stands there now.\n写一条裁定，现状由程序填写。",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="""\
examples 例子:
  build.py rule page.txt:12 主题 --why 原版是大字          line 12 is the title 第12行是主题
  build.py rule page.txt:35-37 图片说明 --why 照片下的小字  lines 35-37 are a caption
  build.py rule ARTICLE date 2021-03-06 --why 见剪报        a fact of an article 文章的日期
  build.py rule page.txt newspaper 如皋日报 --why 合订本    a fact of the whole page 全版的报名
  build.py rule page.txt:7 emend 己经 已经 --why 误字       a misprint 误字
  build.py rule page.txt:12 cut 本报讯 --why 连排           cut a line before these words 断行
  build.py rule page.txt:40-46 move 12 --why 错栏           behind line 12 移到第12行之后
  build.py rule page.txt:35 begin --why 另一篇              an article begins here 另起一篇
  build.py rule page.txt:52 unite --why 小标题              none begins here 与上面同一篇
  build.py rule ARTICLE same other.txt#l40 --why 重印       the same article 同文
  build.py rule ARTICLE confirm 初校 --by 张三              proofread 校对
""",
    )
    rule.add_argument("where", metavar="WHERE", help="an article (the last part of its address), NAME.txt, or NAME.txt:35-37")
    rule.add_argument(
        "what", metavar="WHAT", help=f"a field ({', '.join(FIELDS)}), a role ({', '.join(ROLES)}), or one of {', '.join(ACTS)}"
    )
    rule.add_argument("values", metavar="VALUE", nargs="*", help="what it should be; - for nothing")
    apply = commands.add_parser("apply", help="make rulings of a reader's report")
    apply.add_argument("report", type=Path, metavar="FILE", help="the report, as a reader copied it")
    review = commands.add_parser("review", help="list what waits for an editor")
    review.add_argument("--out", type=Path, default=seeds.parent / "docs", metavar="DIR", help="folder of the built pages (default: docs/)")
    for command in (rule, apply):
        command.add_argument("--why", default="", metavar="REASON", help="why, in a sentence that readers see")
        command.add_argument("--by", default="", metavar="NAME", help="who rules")
        command.add_argument("--date", default=date.today().isoformat(), metavar="DAY", help="when (default: today)")
        command.add_argument("--seeds", type=Path, default=seeds, metavar="DIR", help="folder of the dumps (default: seeds/)")
    return out


def main(arguments: Sequence[str], seeds: Path, data: Path) -> int:
    """Run one of the three commands; returns the exit code.

    Args:
        arguments: the command line, from the name of the command on.
        seeds: the folder of the dumps, where none is named.
        data: `scripts/data`.

    Raises:
        EditionError: it cannot be done; nothing is written then.
    """
    options = parser(seeds).parse_args(arguments)
    if options.command == "review":
        return _review(options.out)
    if options.command == "apply":
        return _apply(options, data)
    dump, first, last = _find(options.where, options.seeds, data)
    content = dump.written()
    entry = _entry(options, dump, dump.leaf(content, data), first, last)
    _write(dump, content, [entry], data)
    return errors.OK


def _find(where: str, folder: Path, data: Path) -> tuple[_Dump, int, int]:
    """The dump that is meant, and the lines, as it counts them now; 0 for all of it."""
    ledger = load_ledger(folder / "permalinks.yml")
    found = _PLACE.fullmatch(where)
    row = next((row for row in ledger.rows if row.id == where and not row.successor), None)
    name = Path(found["seed"] if found else where).name if found or where.endswith(".txt") else row.seed if row else ""
    if not name:
        raise UsageError(
            where,
            Said("底册里没有这篇文章", "is no article of the ledger"),
            Said("请写文章地址的末段，或者 NAME.txt:35", "write the last part of its address, or NAME.txt:35"),
        )
    files, refused = dumps.find(folder, [name])
    if refused:
        raise next(iter(refused.values()))
    known = ledger.seed(name)
    dump = _Dump(files[0], dumps.read(files[0]), known.numbers if known else ())
    if found:
        return dump, int(found["first"]), int(found["last"] or found["first"])
    if row:
        del data
        return dump, row.lines[0][0], row.lines[0][0]
    return dump, 0, 0


def _entry(options: argparse.Namespace, dump: _Dump, leaf: Leaf, first: int, last: int) -> dict[str, object]:
    """The ruling as it is written."""
    what, values = _WORDS.get(options.what, options.what), [] if options.values == ["-"] else options.values
    about = {key: text for key, text in (("why", options.why), ("by", options.by), ("date", options.date)) if text}
    lines = leaf.restoration.seed.lines if not dump.numbers else SourceLines(leaf.restoration.seed.text, dump.numbers)
    if not options.why and what != "confirm":
        raise UsageError("--why", Said("没有写缘由", "no reason is given"), Said("请用 --why 写一句为什么", "say in a sentence with --why"))
    stretch = f"{first}-{last}" if first != last else first
    printed = _printed(lines, leaf.restoration.seed.text, first, last) if first else ""
    if what in ROLES and (what not in FIELDS or not options.values):
        return {"lines": _lines_needed(stretch), "role": what, "expect": printed, **about}
    if what in FIELDS:
        to: object = values if what in ("bylines", "themes", "place") else " ".join(values) or None
        if what in ("bylines", "themes", "place") and len(values) == 1:
            to = [part for part in re.split(r"[,，、；;]", values[0]) if part.strip()] if what != "place" else values[0]
        if not first:
            return {"field": what, "to": to, **about}
        return {"field": what, "line": first, "expect": _now(leaf, dump, first, what), "to": to, **about}
    needed = {"begin": 0, "unite": 0, "cut": 1, "move": 1, "same": 1, "confirm": 1, "emend": 2}
    if what not in needed or len(values) != needed[what]:
        raise UsageError(
            options.what,
            Said("不知道要做什么", "does not say what to rule"),
            Said("请看 build.py rule --help 里的例子", "look at the examples of build.py rule --help"),
        )
    _lines_needed(stretch)
    if what in ("begin", "unite"):
        return {what: first, "expect": printed, **about}
    if what == "cut":
        return {"cut": first, "before": values[0], **about}
    if what == "emend":
        return {"emend": first, "from": values[0], "to": values[1], **about}
    if what == "move":
        return {"move": stretch, "after": int(values[0]) if values[0].isdecimal() else values[0], "expect": printed, **about}
    if what == "same":
        return {"same": first, "as": values[0], "expect": printed, **about}
    return {"confirm": first, "level": values[0], "expect": digest(_article(leaf, dump, first)), **about}


def _lines_needed(stretch: object) -> object:
    if not stretch:
        raise UsageError("WHERE", Said("没有写明是哪几行", "names no lines"), Said("请写 NAME.txt:35-37", "write NAME.txt:35-37"))
    return stretch


def _printed(lines: SourceLines, source: str, first: int, last: int) -> str:
    """What stands on lines of a dump, as `expect` says it."""
    now = {lines.permanent(number): number for number in range(1, lines.count() + 1)}
    if first not in now or last not in now:
        raise UsageError(
            str(first),
            Said(f"原始文本没有第 {first if first not in now else last} 行", f"the dump has no line {first if first not in now else last}"),
            Said("请照原始文本页面上的行号写", "take the numbers from the page of the raw text"),
        )
    return shown(source[lines.span(now[first])[0] : lines.span(now[last])[1]])


def _article(leaf: Leaf, dump: _Dump, line: int) -> Article:
    return leaf.restoration.articles[_number(leaf, dump, line)]


def _number(leaf: Leaf, dump: _Dump, line: int) -> int:
    lines = SourceLines(leaf.restoration.seed.text, dump.numbers)
    now = next((number for number in range(1, lines.count() + 1) if lines.permanent(number) == line), line)
    return article_at(leaf.restoration.articles, Ruling("field", str(dump.path), now, now), SourceLines(leaf.restoration.seed.text))


def _now(leaf: Leaf, dump: _Dump, line: int, field: str) -> object:
    """What a field of the article on a line says now, as YAML writes it."""
    n = _number(leaf, dump, line)
    now = value(leaf.restoration.articles[n], field) if field in (*HEAD, "bylines") else facts.value(leaf.descriptions[n], field)
    return list(now) if isinstance(now, tuple) else now or None


def _write(dump: _Dump, content: bytes, entries: Sequence[Mapping[str, object]], data: Path) -> None:
    """Write rulings where they can be carried out, and say what was written.

    Raises:
        RulingError: they cannot.
    """
    text = "".join(f"\n{_yaml(entry)}" for entry in entries)
    before = content.decode("utf-8-sig") or HEADER
    new = f"{before.rstrip()}\n{text}"
    for _ in range(100):
        try:
            dump.leaf(new.encode(), data)
            break
        except RulingError as error:
            # What was confirmed and is now corrected by hand stays confirmed, as it reads after that.
            changed = _confirmed_again(new, error, before)
            if changed == new:
                raise
            new = changed
    temporary = dump.rulings.with_name(f".{dump.rulings.name}.new")
    temporary.write_text(new, encoding="utf-8")
    os.replace(temporary, dump.rulings)
    print(Said(f"已写入 {dump.rulings}：", f"written to {dump.rulings}:"))
    print(text.strip("\n"))


def _confirmed_again(text: str, error: RulingError, before: str) -> str:
    """The rulings with a new sign for a confirmed article that the last one changed; the same where that is not what is wrong."""
    number = int(error.place.rpartition(":")[2]) if error.place.rpartition(":")[2].isdecimal() else 0
    desk = read_rulings(text.encode(), error.place.rpartition(":")[0])
    ruling = next((one for one in desk.of("confirm") if one.place == error.place), None)
    found = re.search(r"，而这里是 '(?P<now>.*)'；", error.said.zh)
    if ruling is None or found is None or number > before.count("\n") + 1 or not isinstance(ruling.expect, str):
        return text
    lines = text.split("\n")
    for n in range(number - 1, len(lines)):
        if re.match(r"\s+expect:|- expect:", lines[n]):
            lines[n] = lines[n][: lines[n].index("expect:")] + f"expect: {_scalar(found['now'])}"
            print(
                Said(
                    f"第 {ruling.first} 行那一篇校对过（{ruling.what}），记号随之更新。",
                    f"the article on line {ruling.first} stays confirmed ({ruling.what}).",
                )
            )
            break
    return "\n".join(lines)


def _yaml(entry: Mapping[str, object]) -> str:
    """One ruling as YAML, each key on a line of its own."""
    lines = [f"{key}: {_scalar(given)}" for key, given in entry.items()]
    return f"- {lines[0]}\n" + "".join(f"  {line}\n" for line in lines[1:])


def _scalar(given: object) -> str:
    written: str = yaml.safe_dump(given, allow_unicode=True, width=10**6, default_flow_style=True)
    return written.removesuffix("\n").removesuffix("\n...")


# Reports of readers


def _apply(options: argparse.Namespace, data: Path) -> int:
    """Make rulings of a report."""
    try:
        text = options.report.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            str(options.report), Said(f"读不出来（{error}）", f"cannot be read ({error})"), Said("请检查文件", "look at the file")
        ) from error
    said: dict[str, str] = {}
    for line in text.splitlines():
        if found := _REPORT.match(line.strip().removeprefix(">").strip()):
            said[found[1]] = found[2].strip()
    lacking = [key for key in ("seed", "sha256", "line", "before", "after") if key not in said]
    if lacking or not said["line"].isdecimal():
        raise UsageError(
            str(options.report),
            Said(f"不是读者的报告：缺少 {'、'.join(lacking) or 'line'}", f"is no report: {', '.join(lacking) or 'line'} is missing"),
            Said("请把报告从“seed:”到“note:”原样存成文件", "save the report as it came, from “seed:” to “note:”"),
        )
    dump, _, _ = _find(f"{Path(said['seed']).name}:{said['line']}", options.seeds, data)
    if hashlib.sha256(dump.data).hexdigest() != said["sha256"]:
        raise UsageError(
            str(options.report),
            Said(f"说的是另一个 {dump.name}（sha256 不同）", f"is about another {dump.name} (its sha256 differs)"),
            Said("请对照现在的页面，用 build.py rule 裁定", "look at the page as it is now, and rule with build.py rule"),
        )
    if said["before"] == said["after"]:
        print(Said(f"读者只留了话：{said.get('note') or '（无）'}", f"the reader only left a note: {said.get('note') or 'none'}"))
        return errors.OK
    content = dump.written()
    leaf = dump.leaf(content, data)
    line, before, after = _misprint(leaf, dump, int(said["line"]), said["before"], said["after"])
    why = options.why or f"读者指正{f'：{note}' if (note := said.get('note')) else ''}"
    about = {key: text for key, text in (("why", why), ("by", options.by), ("date", options.date)) if text}
    _write(dump, content, [{"emend": line, "from": before, "to": after, **about}], data)
    return errors.OK


def _difference(before: str, after: str, around: int) -> tuple[str, str]:
    """The words that differ in two texts, with so many characters on each side."""
    start = _alike(before, after)
    end = _alike(before[start:][::-1], after[start:][::-1])
    first, last = max(0, start - around), max(0, end - around)
    return before[first : len(before) - last], after[first : len(after) - last]


def _alike(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _misprint(leaf: Leaf, dump: _Dump, line: int, before: str, after: str) -> tuple[int, str, str]:
    """The line of the dump, from the first one of a block on, that holds what differs once, with as few words around it as tell where."""
    lines = SourceLines(leaf.restoration.seed.text, dump.numbers)
    now = [lines.permanent(number) for number in range(1, lines.count() + 1)]
    start = now.index(line) if line in now else len(now)
    for around in (*range(1, max(len(before), len(after)) + 1), 0):
        words, to = _difference(before, after, around)
        for number in range(start, len(now)):
            first, end = lines.span(number + 1)
            if words and leaf.restoration.seed.text[first:end].count(words) == 1:
                return now[number], words, to
    words, _ = _difference(before, after, 1)
    raise UsageError(
        f"{dump.name}:{line}",
        Said(f"从这一行起没有 {words!r}", f"there is no {words!r} from this line on"),
        Said("请用 build.py rule 裁定", "rule with build.py rule"),
    )


# What waits


def _review(out: Path) -> int:
    """Print what waits."""
    try:
        text = (out / REVIEW).read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(
            str(out / REVIEW), Said("还没有", "is not there yet"), Said("请先运行 make site", "run make site first")
        ) from error
    sys.stdout.write(text)
    return errors.OK


__all__ = ["COMMANDS", "LEVELS", "REVIEW", "main"]
