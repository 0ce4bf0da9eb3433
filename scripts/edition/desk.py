"""The editor's commands: `build.py rule` writes a ruling, `apply` makes one of a reader's report, `undo` takes one back, `review` lists
what waits, and `readdress` gives an article that was never published another address.

A ruling is tried before it is written: the dump is restored with it, so that one that cannot be carried out never reaches the file.
"""

from __future__ import annotations

import argparse
import hashlib
import html
import os
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from itertools import groupby
from pathlib import Path

import yaml

from edition import dumps, errors
from edition.commands import CommandLine, positive
from edition.describe import ALONE, Holding
from edition.describe import ruled as facts
from edition.errors import RulingError, Said, UsageError
from edition.leaves import Leaf, Ruled, desk_of, leaf_of, load_tables
from edition.ledger import Ledger, Row, dump_ledger, load_ledger
from edition.model import Article, Block
from edition.publish.review import listed
from edition.restore.ruled import article_at, digest, value
from edition.rulings import ACTS, EMENDED, FIELDS, HEAD, LEVELS, ROLES, Ruling, path_of, read_rulings, scalar, shown
from edition.trace import SourceLines, Text, line_numbers, named, times
from edition.volumes import NAME, load_volumes

COMMANDS = ("rule", "apply", "undo", "review", "readdress")
REVIEW = "data/review.tsv"
"""What waits for an editor, in the folder of the pages: kind, article, place, what it is."""
HEADER = "# 编者裁定，见 docs/about/rulings.md。Rulings of the editors.\n"
_PLACE = re.compile(r"(?P<seed>.+\.txt)[:#]l?(?P<first>\d+)(?:\.(?P<part>[1-9])|-(?P<last>\d+))?", re.IGNORECASE)
_ROW_ADDED = re.compile(r"""\+[\s-]*\{?\s*id:\s*["']?([a-z0-9-]+)""")
"""Matches an address in a line that a commit added to a ledger."""
_REPORT = re.compile(r"^(id|seed|sha256|line|before|after|note)[:：] ?(.*)$")


@dataclass(frozen=True, slots=True)
class _Dump:
    """A dump with what was ruled about it so far."""

    path: Path
    data: bytes
    numbers: tuple[int, ...]
    holding: Holding = ALONE

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
        return leaf_of(self.data, self.name, load_tables(data), self.ruled(content))

    def ruled(self, content: bytes) -> Ruled:
        """Such a file of rulings as that of the dump."""
        return Ruled(str(self.rulings), content, self.numbers, self.holding)


def parser(command: str, seeds: Path) -> CommandLine:
    """The command line of one of these commands."""
    out = CommandLine(f"build.py {command}", *_ABOUT[command])
    _NAMED.get(command, lambda _: None)(out)
    if command in ("review", "readdress"):
        pages = Said(
            "构建出来的页面在哪个文件夹（不写就是 docs/，分册的是那一册的）",
            "folder of the built pages (default: docs/, or that of the volume)",
        )
        out.says("--out", pages.zh, pages.en, type=Path, metavar="DIR")
    if command in ("rule", "apply"):
        out.says("--why", "缘由，一句话，读者看得到", "why, in a sentence that readers see", default="", metavar="缘由")
        out.says("--by", "谁裁定的", "who rules", default="", metavar="姓名")
        out.says("--date", "哪一天（不写就是今天）", "when (default: today)", default=date.today().isoformat(), metavar="日期")
    if command != "review":
        folder = Said("原始文本的文件夹（不写就是 seeds/）", "folder of the dumps (default: seeds/)")
        out.says("--seeds", folder.zh, folder.en, type=Path, default=seeds, metavar="DIR")
    return out


def _names_ruling(out: CommandLine) -> None:
    where = Said(
        "一篇文章（地址的末段）、NAME.txt，或者 NAME.txt:35-37", "an article (the last part of its address), NAME.txt, or NAME.txt:35-37"
    )
    out.says("where", where.zh, where.en, metavar="哪里")
    choices = [
        f"{zh}：{'、'.join(f'{words}（{name}）' for name, words in table.items())}" for zh, table in (("项目", FIELDS), ("行的身份", ROLES))
    ]
    acts = "、".join(name for name in ACTS if name not in ("lines", "field"))
    out.says("what", "\n".join([*choices, f"或者 {acts}"]), "a field, a role, or one of the last", metavar="做什么")
    out.says("values", "应当是什么；没有就写 -", "what it should be; - for nothing", metavar="新值", nargs="*", default=[])


def _names_report(out: CommandLine) -> None:
    out.says("report", "读者的报告，照读者抄来的存成文件", "the report, as a reader copied it", type=Path, metavar="文件")


def _names_written_ruling(out: CommandLine) -> None:
    out.says("seed", "原始文本", "the dump", metavar="NAME.txt")
    out.says("line", "裁定在 .yml 文件里开头的行号", "the line of the file of rulings on which it begins", type=positive, metavar="行号")


def _names_article(out: CommandLine) -> None:
    article = Said("文章地址的末段；或者 NAME.txt，就是其中各篇", "the last part of its address; or NAME.txt, for all of it")
    out.says("id", article.zh, article.en, metavar="文章")


_NAMED = {"rule": _names_ruling, "apply": _names_report, "undo": _names_written_ruling, "readdress": _names_article}
"""What names the thing that a command is about, on its command line."""
_ABOUT = {
    "rule": (
        Said("写一条裁定，现状由程序填写。", "Write a ruling, with what stands there now."),
        """\
例子 examples:
  build.py rule page.txt:12 主题 --why 原版是大字           第12行是主题  line 12 is the title
  build.py rule page.txt:35-37 图片说明 --why 照片下的小字  这几行是图片说明  a caption
  build.py rule ARTICLE 日期 2021-03-06 --why 见剪报        文章的日期  a fact of an article
  build.py rule page.txt 报名 如皋日报 --why 合订本         全版的报名  a fact of the whole page
  build.py rule page.txt:7 emend 己经 已经 --why 误字       改正误字  a misprint
  build.py rule page.txt:12 cut 本报讯 --why 连排           断行  cut a line before these words
  build.py rule page.txt:40-46 move 12 --why 错栏           移到第12行之后  behind line 12
  build.py rule page.txt:35 begin --why 另一篇              另起一篇  an article begins here
  build.py rule page.txt:52 unite --why 小标题              与上面同一篇  none begins here
  build.py rule ARTICLE same other.txt#l40 --why 重印       同文  the same article
  build.py rule ARTICLE confirm 初校 --by 张三              校对  proofread
""",
    ),
    "apply": (Said("把读者的报告变成裁定。", "Make rulings of a reader's report."), ""),
    "undo": (Said("撤回一条裁定。", "Take a ruling back."), ""),
    "readdress": (
        Said(
            "给从未发布过的文章换一个地址：去掉它的地址，下次构建照现在的标题另取。提交过的地址是永久的，不换。",
            "Take away the address of an article that was never published; the next build makes another. One that was "
            "committed stays for good.",
        ),
        "",
    ),
    "review": (Said("列出等着核对的地方。", "List what waits for an editor."), ""),
}


def main(arguments: Sequence[str], seeds: Path, data: Path, holding: Holding = ALONE) -> int:
    """Run one of these commands; returns the exit code.

    Args:
        arguments: the command line, from the name of the command on.
        seeds: the folder of the dumps, where none is named.
        data: `scripts/data`.
        holding: what the publisher says of all pages.

    Raises:
        EditionError: it cannot be done; nothing is written then.
    """
    command, *rest = arguments
    options = parser(command, seeds).parse_args(rest)
    if not getattr(options, _NAMING.get(command, ""), "?").strip():
        raise UsageError(
            f"build.py {command}",
            Said("没有写是哪一篇文章、哪个原始文本", "names no article and no dump"),
            Said(f"请看 build.py {command} --help", f"look at build.py {command} --help"),
        )
    if command == "review":
        return _review([docs for _, docs in _volumes(seeds)] or [options.out or seeds.parent / "docs"])
    if command == "readdress":
        return _readdress(options, seeds)
    if command == "apply":
        return _apply(options, data, holding)
    if command == "undo":
        return _undo(options, data, holding)
    dump, first, last, part = _find(options.where, options.seeds, holding)
    content = dump.written()
    entry = _entry(options, dump, dump.leaf(content, data), first, last, part)
    _write(dump, content, [entry], data)
    return errors.OK


_NAMING = {"rule": "where", "undo": "seed", "readdress": "id"}
"""The word of the command line that names what a command is about."""


def _folders(seeds: Path) -> list[Path]:
    """The folders of dumps: that of the edition, or those of its volumes."""
    return [folder for folder, _ in _volumes(seeds)] or [seeds]


def _volumes(seeds: Path) -> list[tuple[Path, Path]]:
    """For each volume that is built here the folder of its dumps and that of its pages; none where the edition is whole."""
    if not (seeds / NAME).is_file():
        return []
    made = seeds.parent / ".cache" / "volumes"
    return [(volume.seeds, made / volume.id / "docs") for volume in load_volumes(seeds / NAME).volumes if not volume.elsewhere]


def _find(where: str, seeds: Path, holding: Holding) -> tuple[_Dump, int, int, int]:
    """The dump that is meant, the first and the last line, and the part of the line; 0 for all of it."""
    return _find_in(where, _folder(where, seeds), holding)


def _folder(where: str, seeds: Path) -> Path:
    """The folder of dumps that has what is named: that of the edition, or of one of its volumes.

    Raises:
        UsageError: several volumes have it.
    """
    folders = _folders(seeds)
    known = [folder for folder in folders if _knows(folder, where)]
    if len(known) > 1:
        names = "、".join(folder.name for folder in known)
        raise UsageError(
            where,
            Said(f"在几册里都有：{names}", f"is in several volumes: {names}"),
            Said(f"请写明是哪一册，例如加上 --seeds {known[0]}", f"say in which one, as with --seeds {known[0]}"),
        )
    return (known or folders)[0]


def _knows(folder: Path, where: str) -> bool:
    """Whether a folder has a dump or an article of that name, or its ledger has."""
    found = _PLACE.fullmatch(where)
    name = Path(found["seed"] if found else where).name
    rows = load_ledger(folder / "permalinks.yml").rows
    return (folder / name).is_file() or any(not row.successor and (row.id == where or row.seed == name) for row in rows)


def _find_in(where: str, folder: Path, holding: Holding) -> tuple[_Dump, int, int, int]:
    """The same in one folder."""
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
    known, content = ledger.seed(name), dumps.read(files[0])
    if known and known.sha256 != hashlib.sha256(content).hexdigest():
        raise UsageError(
            str(files[0]),
            Said("改动过，而改动还没有申明", "was edited, and the edit is not declared"),
            Said("请先照构建的提示用 --accept-edit 申明，再裁定", "declare it first with --accept-edit, as the build says"),
        )
    dump = _Dump(files[0], content, known.numbers if known else (), holding)
    if found:
        return dump, int(found["first"]), int(found["last"] or found["first"]), int(found["part"] or 0)
    return (dump, row.lines[0][0], row.lines[0][0], 0) if row else (dump, 0, 0, 0)


def _entry(options: argparse.Namespace, dump: _Dump, leaf: Leaf, first: int, last: int, part: int) -> dict[str, object]:
    """The ruling as it is written."""
    # 署名 is a role of lines, and with a value a fact of an article.
    tables = (FIELDS, ROLES) if options.values else (ROLES, FIELDS)
    what = next((name for table in tables for name, words in table.items() if options.what in (name, words)), options.what)
    values = [] if options.values in (["-"], ["null"]) else options.values
    about = {key: text for key, text in (("why", options.why), ("by", options.by), ("date", options.date)) if text}
    lines = leaf.restoration.seed.lines if not dump.numbers else SourceLines(leaf.restoration.seed.text, dump.numbers)
    if not options.why and what != "confirm":
        raise UsageError("--why", Said("没有写缘由", "no reason is given"), Said("请用 --why 写一句为什么", "say in a sentence with --why"))
    stretch: object = f"{first}-{last}" if first != last else f"{first}.{part}" if part else first
    printed = _printed(lines, leaf.restoration.seed.text, first, last) if first else ""
    if what in ROLES and not options.values:
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
            options.what or "build.py rule",
            Said("不知道要做什么", "does not say what to rule"),
            Said("请看 build.py rule --help 里的例子", "look at the examples of build.py rule --help"),
        )
    _lines_needed(stretch)
    if what in ("begin", "unite"):
        return {what: stretch, "expect": printed, **about}
    if what == "cut":
        return {"cut": first, "before": values[0], **about}
    if what == "emend":
        line = _holding(lines, leaf.restoration.seed.text, first, last, values[0])
        return {"emend": line, "from": values[0], "to": values[1], **about}
    if what == "move":
        return {"move": stretch, "after": int(values[0]) if values[0].isdecimal() else values[0], "expect": printed, **about}
    if what == "same":
        return {"same": first, "as": values[0], "expect": printed, **about}
    return {"confirm": first, "level": values[0], "expect": digest(_article(leaf, dump, first)), **about}


def _holding(lines: SourceLines, source: str, first: int, last: int, words: str) -> int:
    """The only one of some lines on which words stand; the first one where there is no such, so that the ruling says what is wrong."""
    now = {lines.permanent(number): number for number in range(1, lines.count() + 1)}
    held = [n for n in range(first, last + 1) if n in now and words in source[slice(*lines.span(now[n]))]]
    return held[0] if len(held) == 1 else first


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
    try:
        yaml.compose(new, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        read_rulings(content, str(dump.rulings))  # What was wrong before is told as such.
        raise UsageError(
            str(dump.rulings),
            Said("这个文件的写法不便在末尾添一条", "is written so that nothing can be added at its end"),
            Said("请让每条裁定都以“- ”顶格开头，一项一行", "begin each ruling with “- ” at the beginning of a line, one key a line"),
        ) from error
    keeps = all(entry.keys() & {"emend", "field", "lines", "cut", "same"} for entry in entries)
    new = _renewed(dump, new, data, before) if keeps else _tried(dump, new, data)
    _put(dump.rulings, new)
    print(Said(f"已写入 {dump.rulings}：", f"written to {dump.rulings}:"))
    print(text.strip("\n"))


def _tried(dump: _Dump, text: str, data: Path) -> str:
    """The rulings, which can be carried out.

    Raises:
        RulingError: they cannot.
    """
    try:
        dump.leaf(text.encode(), data)
    except RulingError as error:
        desk = read_rulings(text.encode(), str(dump.rulings))
        ruling = next((one for one in desk.of("confirm") if one.place == error.place), None)
        if ruling is None:
            raise
        raise RulingError(
            error.place,
            Said(
                f"这一篇已经{ruling.what}，照新的裁定起讫就变了", f"the article is confirmed ({ruling.what}), and its extent would change"
            ),
            Said(
                "请先撤回这条校对，裁定之后再看一遍、再记", "take this confirmation back first, then read the article again and confirm it"
            ),
        ) from error
    return text


def _renewed(dump: _Dump, text: str, data: Path, before: str) -> str:
    """The rulings, which can be carried out, with new signs of confirmed articles that are corrected by hand.

    Raises:
        RulingError: they cannot.
    """
    for _ in range(100):
        try:
            dump.leaf(text.encode(), data)
        except RulingError as error:
            # What was confirmed and is now corrected by hand stays confirmed, as it reads after that.
            changed = _confirmed_again(text, error, before)
            if changed == text:
                raise
            text = changed
        else:
            break
    return text


def _put(path: Path, text: str) -> None:
    temporary = path.with_name(f".{path.name}.new")
    temporary.write_text(text, encoding="utf-8")
    os.replace(temporary, path)


def _confirmed_again(text: str, error: RulingError, before: str) -> str:
    """The rulings with a new sign for a confirmed article that the last one changed; the same where that is not what is wrong."""
    number = int(error.place.rpartition(":")[2]) if error.place.rpartition(":")[2].isdecimal() else 0
    desk = read_rulings(text.encode(), error.place.rpartition(":")[0])
    ruling = next((one for one in desk.of("confirm") if one.place == error.place), None)
    if ruling is None or not error.found or number > before.count("\n") + 1 or not isinstance(ruling.expect, str):
        return text
    lines = text.split("\n")
    for n in range(number - 1, len(lines)):
        if re.match(r"\s+expect:|- expect:", lines[n]):
            lines[n] = lines[n][: lines[n].index("expect:")] + f"expect: {scalar(error.found)}"
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
    lines = [f"{key}: {scalar(given)}" for key, given in entry.items()]
    return f"- {lines[0]}\n" + "".join(f"  {line}\n" for line in lines[1:])


# Reports of readers


def _apply(options: argparse.Namespace, data: Path, holding: Holding) -> int:
    """Make rulings of a report."""
    try:
        text = options.report.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(
            str(options.report), Said(f"读不出来（{reason}）", f"cannot be read ({reason})"), Said("请检查文件名", "look at its name")
        ) from error
    said = _fields(text)
    lacking = [key for key in ("seed", "sha256", "line", "before", "after") if not said.get(key)]
    if lacking or not said["line"].isdecimal():
        raise UsageError(
            str(options.report),
            Said(f"不是读者的报告：缺少 {'、'.join(lacking) or 'line'}", f"is no report: {', '.join(lacking) or 'line'} is missing"),
            Said("请把报告从“seed:”到“note:”原样存成文件", "save the report as it came, from “seed:” to “note:”"),
        )
    dump, *_ = _find(f"{Path(said['seed']).name}:{said['line']}", options.seeds, holding)
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
    if ruled := _ruled_already(leaf, dump, content, int(said["line"]), said["before"]):
        return _told_already(ruled, said["after"])
    found = _misprints(leaf, dump, int(said["line"]), said["before"], said["after"])
    why = options.why or f"读者指正{f'：{note}' if (note := said.get('note')) else ''}"
    about = {key: text for key, text in (("why", why), ("by", options.by), ("date", options.date)) if text}
    _write(dump, content, [{"emend": line, "from": before, "to": after, **about} for line, before, after in found], data)
    return errors.OK


def _fields(text: str) -> dict[str, str]:
    """What a report says, by its keys. Mail programs quote with > and break lines: what follows a key up to a blank line belongs to it."""
    said: dict[str, str] = {}
    last, stray = "", ""
    for line in text.splitlines():
        bare = re.sub(r"^(?:\s*>)*\s*", "", line).rstrip()
        if found := _REPORT.match(bare):
            if said and stray:
                raise UsageError(
                    found[1],
                    Said(f"前面有一段不知属于哪一项：“{stray}”", f"has words before it that belong to nothing: “{stray}”"),
                    Said("请照读者的原信删去报告中间的空行", "take the blank lines out of the report, as the reader wrote it"),
                )
            last = found[1]
            said[last] = found[2].strip()
        elif last and bare:
            blank = " " if said[last][-1:].isascii() and bare[:1].isascii() and last != "sha256" else ""
            said[last] += f"{blank}{bare}"
        elif not bare:
            last = ""
        elif said:
            stray = bare
    return said


@dataclass(frozen=True, slots=True)
class _Corrected:
    """A passage that an editor corrected before."""

    rulings: tuple[Ruling, ...]
    reading: str
    """What stands there now in place of the words that were seen, with all of each correction."""


def _ruled_already(leaf: Leaf, dump: _Dump, content: bytes, line: int, before: str) -> _Corrected | None:
    """The passage in which a reader saw words that are corrected there; None where these words are there still, or never were."""
    lines = SourceLines(leaf.restoration.seed.text, dump.numbers)
    emended = {(lines.permanent(one.first), one.to): one for one in desk_of(dump.data, dump.name, dump.ruled(content)).of("emend")}
    for block in _blocks_on(leaf, lines, line):
        seen = ""
        parts: list[tuple[int, str, Ruling | None]] = []
        for is_emended, group in groupby(block.text.pieces, lambda piece: piece.rule == EMENDED):
            pieces = list(group)
            words = "".join(piece.text for piece in pieces)
            ruling = emended.get((lines.permanent(lines.number(pieces[0].start)), words)) if is_emended else None
            parts.append((len(seen), words, ruling))
            seen += ruling.what if ruling else words
        for words in (before, html.unescape(before)):
            at = seen.find(words)
            end = at + len(words)
            bounds = [*(first for first, _, _ in parts[1:]), len(seen)]
            inside = [(*part, last) for part, last in zip(parts, bounds, strict=True) if at >= 0 and part[0] < end and last > at]
            if touched := tuple(ruling for _, _, ruling, _ in inside if ruling):
                now = (now if ruling else now[max(0, at - first) : end - first] for first, now, ruling, _ in inside)
                return _Corrected(touched, "".join(now))
    return None


def _told_already(corrected: _Corrected, after: str) -> int:
    """Say by which rulings a passage was corrected before.

    Raises:
        UsageError: it reads otherwise than the reader wants.
    """
    places = "、".join(ruling.place for ruling in corrected.rulings)
    if corrected.reading in (after, html.unescape(after)):
        print(Said(f"已改过，裁定在 {places}，没有再写。", f"corrected already by the ruling at {places}; nothing was written"))
        return errors.OK
    raise UsageError(
        places,
        Said(f"已改过这一段，现在读作“{corrected.reading}”", f"corrected this passage already, which reads “{corrected.reading}” now"),
        Said("仍不对的，请用 build.py rule 裁定", "rule with build.py rule what is still wrong"),
    )


def _blocks_on(leaf: Leaf, lines: SourceLines, line: int) -> Iterator[Block]:
    """The blocks of articles in which something of a line can be read."""
    for block in (block for article in leaf.restoration.articles for block in article.blocks):
        if line in {lines.permanent(lines.number(piece.start)) for piece in block.text.pieces if piece.text}:
            yield block


def _misprints(leaf: Leaf, dump: _Dump, line: int, before: str, after: str) -> list[tuple[int, str, str]]:
    """The lines of the dump on which words stand that a reader corrects, each with these words and what they should be.

    They are looked for in the block that holds the line, as it reads; all that the reader saw must stand there once.
    """
    lines = SourceLines(leaf.restoration.seed.text, dump.numbers)
    for block in _blocks_on(leaf, lines, line):
        reading = str(block.text)
        for seen, wanted in ((before, after), (html.unescape(before), html.unescape(after))):
            if times(reading, seen) == 1:
                return _narrowed(block.text, reading.index(seen), seen, wanted, lines)
    raise UsageError(
        f"{dump.name}:{line}",
        Said(f"这一段里没有“{before}”，或者不止一处", f"“{before}” does not stand in this passage, or more than once"),
        Said("请对照现在的页面，用 build.py rule 裁定", "look at the page as it is now, and rule with build.py rule"),
    )


def _narrowed(text: Text, at: int, before: str, after: str, lines: SourceLines) -> list[tuple[int, str, str]]:
    """For each line of the dump on which something differs, these words, with as few around them as tell where they stand on it."""
    reading, numbers = str(text), line_numbers(text, lines)
    spans: dict[int, tuple[int, int, int, int]] = {}
    for kind, first, last, new, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        # What is put in stands on the line of the character before it.
        held = {numbers[n] for n in range(at + first, at + last)} or {numbers[max(0, at + first - 1)]}
        if len(held) > 1:
            raise _unclear()
        number = held.pop()
        began = spans.get(number, (first, last, new, end))
        spans[number] = began[0], last, began[2], end
    out = []
    for number, (first, last, new, end) in spans.items():
        first, last, put = at + first, at + last, after[new:end]
        # A character on either side shows a person what it is about, and what is left out needs a word beside it.
        for low, high in ((first - 1, last + 1), (first - 1, last), (first, last + 1), (first, last)):
            whole = low >= 0 and high <= len(reading) and set(numbers[low:high]) <= {number}
            span = named(reading, numbers, low, high) if whole and (put or high > last or low < first) else None
            if span:
                wanted = reading[span[0] : first] + put + reading[last : span[1]]
                out.append((lines.permanent(number), reading[slice(*span)], wanted))
                break
        else:
            raise _unclear()
    if not out:
        raise UsageError(
            "after",
            Said("没有要改的", "says nothing that is to be changed"),
            Said("请看读者的说明", "look at the note of the reader"),
        )
    return out


def _unclear() -> UsageError:
    return UsageError(
        "after",
        Said("要改的地方跨了两行，或者在一行里不止一处", "what is corrected stands on two lines of the dump, or twice on one"),
        Said("请用 build.py rule 分行裁定", "rule line by line with build.py rule"),
    )


# Taking back


def _undo(options: argparse.Namespace, data: Path, holding: Holding) -> int:
    """Delete a ruling where the others can be carried out without it."""
    dump, *_ = _find(options.seed, options.seeds, holding)
    content = dump.written()
    text = content.decode("utf-8-sig")
    first, last = stretch_of(text, options.line)
    if not first:
        raise UsageError(
            f"{dump.rulings}:{options.line}",
            Said("这一行上没有一条独占几行的裁定", "no ruling with lines of its own begins on this line"),
            Said(
                "请写裁定在这个文件里开头的行号；写在一行里的几条，请自己删",
                "name the line of this file on which it begins, or delete it by hand",
            ),
        )
    kept = text.splitlines(keepends=True)
    new = "".join([*kept[: first - 1], *kept[last:]])
    new = _renewed(dump, new, data, new)
    if read_rulings(new.encode(), str(dump.rulings)) or new.strip() not in ("", HEADER.strip()):
        _put(dump.rulings, new)
    else:
        dump.rulings.unlink()
    print(Said(f"已从 {dump.rulings} 撤回：", f"taken back from {dump.rulings}:"))
    print("".join(kept[first - 1 : last]).strip("\n"))
    return errors.OK


def stretch_of(text: str, line: int) -> tuple[int, int]:
    """The first and the last line of a ruling that begins on a line of its file; 0 where it has no lines of its own.

    >>> stretch_of("# 甲\\n- begin: 3\\n  why: 乙\\n\\n# 丙\\n- begin: 5\\n", 2)
    (2, 3)
    """
    tree = yaml.compose(text, Loader=yaml.SafeLoader)
    if not isinstance(tree, yaml.SequenceNode) or tree.flow_style:
        return 0, 0
    lines = text.split("\n")
    spans = [(node.start_mark.line + 1, _last_line(node)) for node in tree.value]
    found = next((span for span in spans if span[0] == line), (0, 0))
    alone = found[0] and sum(first <= found[1] and last >= found[0] for first, last in spans) == 1
    if not alone:
        return 0, 0
    first = found[0]
    while first > 1 and not lines[first - 1].lstrip().startswith("-"):  # The stroke on a line of its own.
        first -= 1
    return first, found[1]


def _last_line(node: yaml.Node) -> int:
    """The line on which the last value of a node ends; where the node itself ends, comments may stand before."""
    if isinstance(node, yaml.MappingNode) and node.value and not node.flow_style:
        return max(_last_line(part) for pair in node.value for part in pair)
    if isinstance(node, yaml.SequenceNode) and node.value and not node.flow_style:
        return max(map(_last_line, node.value))
    mark = node.end_mark
    return int(mark.line) + 1 if mark.column or node.start_mark.line == mark.line else int(mark.line)


# Addresses that nobody knows yet


def _readdress(options: argparse.Namespace, seeds: Path) -> int:
    """Take the address of an article away, so that the next build gives it another one; never one that was committed."""
    wanted, folder = options.id, _folder(options.id, options.seeds)
    path = folder / "permalinks.yml"
    ledger = load_ledger(path)
    rows = [row for row in ledger.rows if not row.successor and wanted in (row.id, row.seed)]
    if not rows:
        raise UsageError(
            options.id,
            Said("底册里没有这篇文章", "is no article of the ledger"),
            Said("请写文章地址的末段，或者 NAME.txt", "write the last part of its address, or NAME.txt"),
        )
    _judge_unpublished(rows, ledger, path)
    pages = (options.out or _pages(folder, seeds)) / "articles"
    for row in rows:  # Before the rows: a page whose address no row has would stop the build.
        (pages / f"{row.id}.md").unlink(missing_ok=True)
    _put(path, dump_ledger(replace(ledger, rows=tuple(row for row in ledger.rows if row not in rows))))
    names = ", ".join(row.id for row in rows)
    print(
        Said(
            f"已去掉 {names}；下一次 make site 照现在的标题另取地址。",
            f"took {names} away; the next make site makes an address of the title as it is now",
        )
    )
    return errors.OK


def _pages(folder: Path, seeds: Path) -> Path:
    """The folder of pages that are built of a folder of dumps; `seeds` is that of the edition.

    Raises:
        UsageError: it is neither that of the edition nor of one of its volumes, so that nobody can tell.
    """
    volumes = _volumes(seeds)
    for dumps_of, docs in volumes or [(seeds, seeds.parent / "docs")]:
        if folder.resolve() == dumps_of.resolve():
            return docs
    raise UsageError(
        str(folder),
        Said(
            "不是这个版本的原始文本文件夹，看不出它的页面在哪里",
            "is no folder of dumps of this edition, and nobody can tell where its pages are",
        ),
        Said("请用 --out 写明页面在哪个文件夹", "name the folder of its pages with --out"),
    )


def _judge_unpublished(rows: Sequence[Row], ledger: Ledger, path: Path) -> None:
    """Stop where an address may be known to somebody: it was committed, nobody can tell, or another one leads to it.

    Raises:
        UsageError: it may be.
    """
    committed = _committed(path)
    if committed is None:
        raise UsageError(
            str(path),
            Said("不在 git 仓库里，看不出哪些地址发布过", "is in no git repository, and nobody can tell what was published"),
            Said("请先提交一次，以后才换得了新添的", "commit it once; from then on those that are new can be given others"),
        )
    for row in rows:
        if commit := committed.get(row.id):
            raise UsageError(
                row.id,
                Said(
                    f"已经提交，是永久地址（见提交 {commit}，后来撤回了也算）：也许有人引用过",
                    f"was committed ({commit}), and is permanent, even where that was reverted: somebody may have cited it",
                ),
                Said("请留着；标题改正以后，地址不必与它相同", "leave it: an address need not be what the title is"),
            )
        if other := next((other for other in ledger.rows if other.successor == row.id), None):
            raise UsageError(
                row.id,
                Said(f"是 {other.id} 转到的地方", f"is where {other.id} leads"),
                Said("请留着；两篇本来不是同一篇的，先撤回裁定", "leave it, or take back the ruling that made one article of two"),
            )


def _committed(path: Path) -> dict[str, str] | None:
    """Every address that a ledger ever had in a commit of any branch, with the first such commit; None where there is none at all."""
    git = ["git", "-C", str(path.parent.resolve())]
    history = ["log", "--all", "--full-history", "-m", "--root", "-p", "-U0", "--format=commit %h"]
    plainly = ["--text", "--no-color", "--no-ext-diff", "--no-textconv"]
    try:
        if subprocess.run([*git, "rev-parse", "--verify", "-q", "HEAD"], capture_output=True, check=False).returncode:
            return None
        told = subprocess.run([*git, *history, *plainly, "--", path.name], capture_output=True, check=False)
    except OSError:
        return None
    if told.returncode:
        return None
    found, commit = {}, ""
    for line in told.stdout.decode("utf-8", errors="replace").splitlines():
        if line.startswith("commit "):
            commit = line.removeprefix("commit ")
        elif row := _ROW_ADDED.match(line):
            found[row[1]] = commit
    return found


# What waits


def _review(folders: Sequence[Path]) -> int:
    """Print what waits."""
    for folder in folders:
        try:
            text = (folder / REVIEW).read_text(encoding="utf-8")
        except OSError as error:
            raise UsageError(
                str(folder / REVIEW), Said("还没有", "is not there yet"), Said("请先运行 make site", "run make site first")
            ) from error
        print(*listed(text), sep="\n")
    return errors.OK


__all__ = ["COMMANDS", "LEVELS", "REVIEW", "main"]
