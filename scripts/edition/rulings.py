"""Rulings: what editors decide about a dump, in `seeds/NAME.yml` beside `seeds/NAME.txt`.

A ruling says what stands there now (`expect`), so that one that no longer fits is never carried out: the build stops and shows what
stands there instead. Restoration takes a ruling for evidence that nothing outweighs (`restore/ruled.py`), the description of an article
takes it for a fact (`describe/ruled.py`). `docs/about/rulings.md` explains each kind to editors.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from edition.days import is_edtf
from edition.errors import RulingError, Said
from edition.trace import Compact, SourceLines

RULE = "ruling"
"""The rule of what an editor ruled."""
BECAUSE = "编者裁定"
"""Why a line is what it was ruled to be, for readers."""
IMPORTED = "import"
"""Who rules, and by which rule, where the file of which a dump was made says it by itself (`importing`)."""
EMENDED = "emended"
"""The rule of a misprint that an editor put right."""
ACTS = {
    "lines": ("role",),
    "cut": ("before",),
    "move": ("after",),
    "begin": (),
    "unite": (),
    "emend": ("from", "to"),
    "field": ("line", "to"),
    "same": ("as",),
    "confirm": ("level",),
}
"""What a ruling can do, each with the keys that belong to it."""
_BLANKS = ("？", "?")
"""What stands in a ruling that is ready to be copied where an editor has to fill something in."""
ABOUT = ("expect", "why", "by", "date")
"""Keys of every ruling."""
ROLES = {
    "title": "主题",
    "kicker": "引题",
    "subtitle": "副题",
    "heading": "小标题",
    "byline": "署名",
    "caption": "图片说明",
    "caption rest": "接图片说明",
    "furniture": "版面附件",
    "paragraph": "段落",
    "begins": "另起一段",
    "continues": "接上段",
}
"""What lines can be. `paragraph` is one as a whole, `begins` a line with which one begins, `continues` what goes on from the one above;
`caption rest` goes on from the caption right above, as a further line of a caption does."""
HEAD = ("title", "kicker", "subtitle")
"""Roles, and fields, of the head of an article."""
FIELDS = {
    "title": "主题",
    "kicker": "引题",
    "subtitle": "副题",
    "bylines": "署名",
    "place": "地点",
    "date": "日期",
    "newspaper": "报名",
    "issue": "期号",
    "page": "版次",
    "page_name": "版名",
    "themes": "专题",
}
"""What is said of an article."""
OF_PAGE = ("place", "date", "newspaper", "issue", "page", "page_name")
"""What can be said of all articles of a dump at once, without a line."""
LEVELS = ("未校", "机校", "初校", "复校")
"""Levels of proofreading. The first one is that of every article about which nothing is said."""
SHOWN = 30
"""Characters of a line by which a ruling knows it."""

_KEYS = frozenset(ABOUT).union(ACTS, *ACTS.values())
_NUMBER = re.compile(r"[1-9]\d{0,6}")
_RANGE = re.compile(r"([1-9]\d{0,6})(?:\.([1-9])|\s*[-–—~至]\s*([1-9]\d{0,6}))?")
_OTHER = re.compile(r"(?P<seed>[^#\n]+\.txt)#l?(?P<line>[1-9]\d{0,6})", re.IGNORECASE)
_DAY = re.compile(r"\d{4}(-\d{2}){0,2}")

Value = str | tuple[str, ...] | None
"""What a field is to be: a text, several, or nothing."""


@dataclass(frozen=True, slots=True)
class Ruling(Compact):
    """One ruling of an editor. Lines are the dump's, counted from one as it stands now."""

    act: str
    """A key of `ACTS`."""
    place: str
    """`file:line` where it is written."""
    first: int = 0
    """The line that it is about, or the first one; 0 where it is about the whole dump."""
    last: int = 0
    part: int = 0
    """Which part of the line, where several texts stand on it; 0 for all of it."""
    what: str = ""
    """The role, the field, the level, the text before which a line is cut or that is a misprint, the seed of the other copy."""
    to: Value = None
    """What the field is to be, or what the misprint is to be."""
    other: int = 0
    """The line behind which lines are moved, or on which the other copy stands."""
    expect: Value | None = None
    """What stands there now."""
    expects: bool = False
    """Whether it says so."""
    why: str = ""
    by: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Desk(Compact):
    """The rulings about one dump, in the order in which they stand."""

    rulings: tuple[Ruling, ...] = ()

    def of(self, *acts: str) -> list[Ruling]:
        """Those that do one of some things."""
        return [ruling for ruling in self.rulings if ruling.act in acts]

    def __bool__(self) -> bool:
        return bool(self.rulings)


NONE = Desk()


def by_editors(rulings: Sequence[Ruling]) -> list[Ruling]:
    """The rulings without those that come from the file of which the dump was made."""
    return [ruling for ruling in rulings if ruling.by != IMPORTED]


def path_of(seed: Path) -> Path:
    """Where the rulings about a dump stand."""
    return seed.with_suffix(".yml")


def read_rulings(content: bytes, path: str) -> Desk:
    """The rulings of a file. Their lines are permanent numbers until `counted` has counted them.

    Raises:
        RulingError: it is malformed, with its file and line.
    """
    try:
        tree = yaml.compose(content.decode("utf-8-sig"), Loader=yaml.SafeLoader)
    except UnicodeDecodeError as error:
        raise RulingError(
            path, Said("不是 UTF-8 文本", "is no UTF-8 text"), Said("请用 UTF-8 保存这个文件", "save the file as UTF-8")
        ) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise RulingError(
            f"{path}:{line}",
            Said(f"不合 YAML 的写法（{error.problem}）", f"is no YAML ({error.problem})"),
            Said(
                "请检查缩进、冒号后的空格；含有冒号、引号的文字请放在单引号里",
                "look at indents and the blank after colons; quote texts with colons",
            ),
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise RulingError(path, Said(f"不合 YAML 的写法（{error}）", f"is no YAML ({error})"), Said("请改正它", "mend it")) from error
    if tree is None:
        return NONE
    if not isinstance(tree, yaml.SequenceNode):
        raise RulingError(
            f"{path}:{tree.start_mark.line + 1}",
            Said("不是一条一条的裁定", "is no list of rulings"),
            Said("请让每条裁定以“- ”开头", "begin each ruling with “- ”"),
        )
    found = tuple(_ruling(node, path) for node in tree.value)
    _judge(found)
    return Desk(found)


def holds_rulings(content: bytes) -> bool:
    """Whether a file that stands beside no dump looks as if it was meant to hold rulings: a list of which an entry does something.

    >>> holds_rulings("- begin: 3\\n  why: 甲".encode()), holds_rulings(b"- file: a.txt\\n  title: b"), holds_rulings(b"[")
    (True, False, False)
    """
    try:
        tree = yaml.compose(content.decode("utf-8-sig"), Loader=yaml.SafeLoader)
    except (UnicodeDecodeError, yaml.YAMLError, RecursionError):
        return False
    entries = tree.value if isinstance(tree, yaml.SequenceNode) else []
    keys = [{key.value for key, _ in entry.value} for entry in entries if isinstance(entry, yaml.MappingNode)]
    return any(found & ACTS.keys() and found <= _KEYS for found in keys)


def _judge(found: Sequence[Ruling]) -> None:
    """Stop where two rulings say different things of one line."""
    said: dict[tuple[str, int, int], Ruling] = {}
    for ruling in found:
        kind = {"lines": "role", "begin": "edge", "unite": "edge"}.get(ruling.act, "")
        for line in lines_of(ruling) if kind else ():
            other = said.get((kind, line, ruling.part)) or said.get((kind, line, 0))
            if other:
                number = other.place.rpartition(":")[2]
                raise RulingError(
                    ruling.place,
                    Said(f"第 {line} 行已经在本文件第 {number} 行裁定过", f"line {line} is ruled already, on line {number} of this file"),
                    Said("请留下一条", "keep one of the two"),
                )
            said[kind, line, ruling.part] = ruling


def counted(desk: Desk, lines: SourceLines) -> Desk:
    """The rulings with their lines as the dump counts them now; they are written with permanent numbers.

    Raises:
        RulingError: the dump has no such line.
    """
    if not desk:
        return desk
    now = {lines.permanent(number): number for number in range(1, lines.count() + 1)}

    def count(number: int, ruling: Ruling) -> int:
        if number and number not in now:
            raise RulingError(
                ruling.place,
                Said(f"原始文本没有第 {number} 行", f"the dump has no line {number}"),
                Said("请照原始文本页面上的行号写", "take the numbers from the page of the raw text"),
            )
        return now.get(number, 0)

    out = []
    for ruling in desk.rulings:
        other = ruling.other if ruling.act == "same" else count(ruling.other, ruling)
        out.append(replace(ruling, first=count(ruling.first, ruling), last=count(ruling.last, ruling), other=other))
    return Desk(tuple(out))


def unfit(ruling: Ruling, found: str | tuple[str, ...]) -> RulingError:
    """The error of a ruling that says that something else stands there than is found, one value or several."""
    shown_now, shown_before = ("、".join(one) if isinstance(one, tuple) else one or "" for one in (found, ruling.expect))
    was, now = (f"“{text}”" if text else "" for text in (shown_before, shown_now))
    expected = scalar(list(found) if isinstance(found, tuple) else found or None)
    error = RulingError(
        ruling.place,
        Said(
            f"说这里现在是{was or '没有'}，而这里是{now or '没有'}",
            f"says that {was or 'nothing'} stands here now, and it is {now or 'nothing'}",
        ),
        Said(
            f"请核对：仍要这样裁定，就改成 expect: {expected}；不必了，就删掉这一条",
            f"look at it: to rule so still, write expect: {expected}, or delete the ruling",
        ),
    )
    error.found = shown_now
    return error


def placed(error: RulingError, desk: Desk, source: str, lines: SourceLines, read: Sequence[str]) -> RulingError:
    """The error of a ruling whose words no longer stand on its lines, with where they stand now; any other error as it is.

    Args:
        error: what stopped the rulings of a dump.
        desk: these.
        source: the text of the dump.
        lines: its lines, by their permanent numbers.
        read: each of them as it is read, without its markup.
    """
    ruling = next((one for one in desk.of(*_OF_LINES) if one.place == error.place and not one.part), None)
    words = _known_by(ruling) if ruling else ""
    if ruling is None or not words:
        return error
    rows = [" ".join(source[slice(*lines.span(n))].split()) for n in range(1, lines.count() + 1)]
    there = " ".join(rows[ruling.first - 1 : ruling.last])
    if ruling.act in ("emend", "cut"):
        found = _holding(words, rows, read)
        fits = (ruling.first, ruling.first) in found
    else:
        found = _runs(words, rows, ruling.last - ruling.first)
        fits = same_words(words, there)
    if fits:
        return error
    number, now = lines.permanent(ruling.first), shown(there)
    written = [_written(lines.permanent(first), lines.permanent(last)) for first, last in found[:3]]
    elsewhere = "、".join(written)
    what = Said(
        f"说第 {number} 行是“{words}”，而这一行现在是“{now}”；"
        + (f"“{words}”现在在第 {elsewhere} 行" if written else f"原始文本里哪一行都不是“{words}”"),
        f"says that “{words}” stands on line {number}, and it is “{now}” now; "
        + (f"“{words}” stands on line {elsewhere} now" if written else f"no line of the dump is “{words}”"),
    )
    old = f"{ruling.act}: {_written(number, lines.permanent(ruling.last))}"
    following = error.next_step
    if written and (ruling.act in ("lines", "move") or found[0][0] == found[0][1]):  # The others name one line.
        new = f"{ruling.act}: {written[0]}"
        dumped = _as_dumped(words, source[slice(*lines.span(found[0][0]))])
        if ruling.act == "emend" and dumped != words:
            old, new = f"{old}, from: {scalar(words)}", f"{new}, from: {scalar(dumped)}"
        following = Said(f"请把 {old} 改成 {new}；不必了，就删掉这一条", f"write {new} for {old}, or delete the ruling")
    out = RulingError(error.place, what, following)
    out.found = error.found
    return out


def _holding(words: str, rows: Sequence[str], read: Sequence[str]) -> list[tuple[int, int]]:
    """The lines in which words stand, as the dump has them or as they are read; blanks do not count.

    >>> _holding("青山", ["青 山绿水", "青**山**", "水"], ["青山绿水", "青山", "水"])
    [(1, 1), (2, 2)]
    """
    sought = "".join(words.split())
    both = enumerate(zip(rows, read, strict=True), 1)
    return [(n, n) for n, ways in both if any(sought in "".join(way.split()) for way in ways)]


def _as_dumped(words: str, line: str) -> str:
    """Words as a line of the dump has them, with the blanks and the markup between their characters.

    >>> _as_dumped("青山", "看**青**山"), _as_dumped("青山", "看青山")
    ('青**山', '青山')
    """
    found = re.search(r"[\s*_~`]*".join(map(re.escape, "".join(words.split()))), line)
    return found[0] if found and words not in line else words


def _runs(words: str, rows: Sequence[str], further: int) -> list[tuple[int, int]]:
    """The first and the last line of every run of lines that is the same as some words but for blanks, however long it is.

    >>> _runs("甲乙丙", ["丙", "甲", "乙 丙", "", "甲乙丙"], 0)
    [(2, 3), (5, 5)]

    Args:
        words: these; where they end with ……, only how the lines begin.
        rows: the lines.
        further: how many lines follow the first one, where the words only say how they begin.
    """
    sought = "".join(words.split())
    begun = sought.rstrip("….")
    begins, ends, at = {}, {}, 0
    for n, row in enumerate(rows, 1):
        if size := len("".join(row.split())):
            begins[at] = n
            ends[at := at + size] = n
    whole = "".join("".join(row.split()) for row in rows)
    out = []
    for at, first in begins.items():
        if at + len(sought) in ends and whole.startswith(sought, at):
            out.append((first, ends[at + len(sought)]))
        elif 0 < len(begun) < len(sought) and whole.startswith(begun, at):
            last = next(n for end, n in ends.items() if end >= at + len(begun))
            out.append((first, max(last, min(first + further, len(rows)))))
    return out


_OF_LINES = ("lines", "cut", "move", "begin", "unite", "emend", "same")
"""Rulings that know their lines by the words on them."""


def _known_by(ruling: Ruling) -> str:
    """The words by which a ruling knows its lines; empty where it names none."""
    if ruling.act in ("emend", "cut"):
        return ruling.what
    return "".join(ruling.expect) if isinstance(ruling.expect, tuple) else ruling.expect or ""


def _written(first: int, last: int) -> str:
    return f"{first}-{last}" if first != last else str(first)


def scalar(given: object) -> str:
    """A value as YAML writes it on one line.

    >>> scalar("甲: 乙"), scalar(["记者 甲"]), scalar(None)
    ("'甲: 乙'", '[记者 甲]', 'null')
    """
    written: str = yaml.safe_dump(given, allow_unicode=True, width=10**6, default_flow_style=True, sort_keys=False)
    return written.removesuffix("\n").removesuffix("\n...")


def same_words(one: str, other: str) -> bool:
    """Whether two texts are the same but for blanks; one that ends with …… says only how the other begins.

    >>> same_words("如皋市 农业", "如皋市农业"), same_words("如皋……", "如皋市农业"), same_words("如皋", "如皋市")
    (True, True, False)
    """
    one, other = "".join(one.split()), "".join(other.split())
    begun = one.rstrip("….")
    return one == other or (0 < len(begun) < len(one) and other.startswith(begun))


def shown(text: str) -> str:
    """A text as `expect` quotes it.

    >>> shown(" 一二三 "), len(shown("字" * 99))
    ('一二三', 32)
    """
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else f"{line[:SHOWN].rstrip()}……"


# How a ruling is read


def _ruling(node: yaml.Node, path: str) -> Ruling:
    place = f"{path}:{node.start_mark.line + 1}"
    if not isinstance(node, yaml.MappingNode):
        raise RulingError(
            place,
            Said("不是一条裁定", "is no ruling"),
            Said("请写“- 做什么: 行号”，例如 - begin: 35", "write “- WHAT: LINE”, as in - begin: 35"),
        )
    said: dict[str, yaml.Node] = {}
    for key, value in node.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else ""
        if name not in _KEYS or name in said:
            wrong = (
                Said(f"{name!r} 写了两次", f"{name!r} stands twice") if name in said else Said(f"不认识 {name!r}", f"{name!r} is unknown")
            )
            raise RulingError(
                f"{path}:{key.start_mark.line + 1}",
                wrong,
                Said(f"可以写的是：{'、'.join(sorted(_KEYS))}", f"what can be written: {', '.join(sorted(_KEYS))}"),
            )
        said[name] = value
    acts = [name for name in said if name in ACTS]
    if len(acts) != 1:
        raise RulingError(
            place,
            Said(f"一条裁定做一件事，这里是 {len(acts)} 件", f"a ruling does one thing, and this does {len(acts)}"),
            Said(f"请写其中之一：{'、'.join(ACTS)}", f"write one of {', '.join(ACTS)}"),
        )
    act = acts[0]
    for name in said:
        if name not in (act, *ACTS[act], *ABOUT):
            raise RulingError(place, Said(f"{act} 用不着 {name}", f"{act} has no use for {name}"), Said("请去掉它", "remove it"))
    entry = _Entry(act, said, place)
    for name in ("why", "to") if act == "field" else ("why",):
        found = said.get(name)
        values = found.value if isinstance(found, yaml.SequenceNode) else [found] if found else []
        if values and all(one.value in _BLANKS for one in values):
            raise entry.wrong(
                name,
                Said(f"{name} 还是问号，没有填", f"{name} is still a question mark"),
                Said("请把问号改成要写的内容", "write what is meant in the place of the question mark"),
            )
    ruling = _READERS[act](entry)
    if not entry.text("why") and act != "confirm":
        raise entry.wrong("why", Said("没有写缘由", "has no reason"), Said("请用 why 写一句为什么", "say in a sentence with why"))
    return ruling


@dataclass(frozen=True, slots=True)
class _Entry:
    """One ruling as it is written."""

    act: str
    said: Mapping[str, yaml.Node]
    place: str

    def wrong(self, key: str, what: Said, following: Said) -> RulingError:
        node = self.said.get(key)
        path, _, _ = self.place.rpartition(":")
        return RulingError(self.place if node is None else f"{path}:{node.start_mark.line + 1}", what, following)

    def value(self, key: str) -> Value:
        node = self.said.get(key)
        if node is None or (isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null"):
            return None
        if isinstance(node, yaml.ScalarNode):
            return str(node.value).strip() or None
        if isinstance(node, yaml.SequenceNode) and all(isinstance(one, yaml.ScalarNode) for one in node.value):
            return tuple(one.value.strip() for one in node.value if one.value.strip())
        raise self.wrong(
            key,
            Said(f"{key} 不是一段文字", f"{key} is no text"),
            Said("请写在一行里，几项用 [甲, 乙]", "write it on one line, several as [a, b]"),
        )

    def text(self, key: str) -> str:
        value = self.value(key)
        return "、".join(value) if isinstance(value, tuple) else value or ""

    def need(self, key: str) -> str:
        if not (text := self.text(key)):
            raise self.wrong(key, Said(f"缺少 {key}", f"{key} is missing"), Said(f"请补上 {key}", f"add {key}"))
        return text

    def lines(self, key: str) -> tuple[int, int, int]:
        """First line, last line, and the part of the line."""
        text = self.need(key)
        found = _RANGE.fullmatch(_plainly(text))
        first, last = (int(found[1]), int(found[3] or found[1])) if found else (1, 0)
        if found is None or first > last:
            raise self.wrong(
                key, Said(f"{text!r} 不是行号", f"{text!r} is no line number"), Said("请写 35 或者 35-37", "write 35 or 35-37")
            )
        return first, last, int(found[2] or 0)

    def line(self, key: str) -> int:
        text = _plainly(self.need(key))
        if not _NUMBER.fullmatch(text):
            raise self.wrong(
                key,
                Said(f"{text!r} 不是行号", f"{text!r} is no line number"),
                Said("请写一个行号，例如 35", "write the number of a line, as 35"),
            )
        return int(text)

    def one_of(self, key: str, names: Mapping[str, str]) -> str:
        text = self.need(key)
        text = {"标题": "主题", "标題": "主题", "主題": "主题", "小標題": "小标题", "圖片說明": "图片说明"}.get(text, text)
        for name, words in names.items():
            if text in (name, words):
                return name
        choice = "、".join(f"{name}（{words}）" if name != words else name for name, words in names.items())
        raise self.wrong(
            key,
            Said(f"{key} 不能是 {text!r}", f"{key} cannot be {text!r}"),
            Said(f"请写其中之一：{choice}", f"write one of {choice}"),
        )

    def ruling(self, **more: object) -> Ruling:
        expects = "expect" in self.said
        if not expects and self.act not in ("emend", "cut") and more.get("first"):
            raise self.wrong(
                "expect",
                Said("没有写明这里现在是什么", "does not say what stands here now"),
                Said("请用 expect 写上；命令 build.py rule 会自己写", "say it with expect; the command build.py rule writes it by itself"),
            )
        day = self.text("date")
        if day and not (_DAY.fullmatch(day) and is_edtf(day)):
            raise self.wrong(
                "date",
                Said(f"{day!r} 不是日期", f"{day!r} is no date"),
                Said("请写裁定的日子，例如 2026-03-05", "write the day of the ruling, as 2026-03-05"),
            )
        about = {"expect": self.value("expect"), "expects": expects, "why": self.text("why"), "by": self.text("by"), "date": day}
        return Ruling(self.act, self.place, **about, **more)  # type: ignore[arg-type]


def _plainly(text: str) -> str:
    """A number of a line as it is meant.

    >>> _plainly("第１２－13行"), _plainly("35 行")
    ('12-13', '35')
    """
    return unicodedata.normalize("NFKC", text).strip().removeprefix("第").removesuffix("行").strip()


def _of_lines(entry: _Entry) -> Ruling:
    first, last, part = entry.lines("lines")
    return entry.ruling(first=first, last=last, part=part, what=entry.one_of("role", ROLES))


def _of_cut(entry: _Entry) -> Ruling:
    line = entry.line("cut")
    return entry.ruling(first=line, last=line, what=entry.need("before"))


def _of_move(entry: _Entry) -> Ruling:
    first, last, part = entry.lines("move")
    after = entry.line("after")
    if first <= after <= last:
        raise entry.wrong(
            "after", Said("要移到自己中间", "moves lines behind one of themselves"), Said("请写别的一行", "name another line")
        )
    return entry.ruling(first=first, last=last, part=part, other=after)


def _of_edge(entry: _Entry) -> Ruling:
    line, last, part = entry.lines(entry.act)
    if line != last:
        raise entry.wrong(entry.act, Said("要写一行", "asks for one line"), Said("请写一篇的第一行", "name the first line of the article"))
    return entry.ruling(first=line, last=line, part=part)


def _of_emend(entry: _Entry) -> Ruling:
    line, before, after = entry.line("emend"), entry.need("from"), entry.need("to")
    if before == after:
        raise entry.wrong(
            "to",
            Said("改前改后一样", "changes nothing"),
            Said("请写改成什么，或者删掉这一条", "write what it should be, or delete the ruling"),
        )
    return entry.ruling(first=line, last=line, what=before, to=after)


def _of_field(entry: _Entry) -> Ruling:
    field = entry.one_of("field", FIELDS)
    line = entry.line("line") if "line" in entry.said else 0
    if not line and field not in OF_PAGE:
        raise entry.wrong(
            "field",
            Said("没有写明是哪一篇", "does not say of which article"),
            Said("请用 line 写这一篇里的任何一行", "name any line of the article with line"),
        )
    if "to" not in entry.said:
        raise entry.wrong(
            "to",
            Said("缺少 to", "to is missing"),
            Said("请写应当是什么；写 to: null 表示没有", "write what it should be; to: null for nothing"),
        )
    to = entry.value("to")
    if to is None and field in HEAD:
        raise entry.wrong(
            "to",
            Said("印出来的文字不能这样删去", "printed text cannot be removed so"),
            Said("请用 lines 和 role 说明那几行是什么", "say what the lines are with lines and role"),
        )
    if field in ("bylines", "themes", "place"):
        to = to if isinstance(to, tuple) else (to,) if to else ()
    elif isinstance(to, tuple):
        raise entry.wrong("to", Said(f"{field} 只能有一项", f"{field} can only be one"), Said("请只写一项", "write one"))
    return entry.ruling(first=line, last=line, what=field, to=to)


def _of_same(entry: _Entry) -> Ruling:
    line, other = entry.line("same"), entry.need("as")
    found = _OTHER.fullmatch(other)
    if not found:
        raise entry.wrong(
            "as", Said(f"{other!r} 没有指明另一篇", f"{other!r} names no other article"), Said("请写 NAME.txt#l12", "write NAME.txt#l12")
        )
    return entry.ruling(first=line, last=line, what=found["seed"], other=int(found["line"]))


def _of_confirm(entry: _Entry) -> Ruling:
    line = entry.line("confirm")
    return entry.ruling(first=line, last=line, what=entry.one_of("level", {level: level for level in LEVELS}))


_READERS = {
    "lines": _of_lines,
    "cut": _of_cut,
    "move": _of_move,
    "begin": _of_edge,
    "unite": _of_edge,
    "emend": _of_emend,
    "field": _of_field,
    "same": _of_same,
    "confirm": _of_confirm,
}


def words(ruling: Ruling) -> str:
    """What a ruling does, for readers.

    >>> words(Ruling("lines", "", 35, 37, what="caption")), words(Ruling("field", "", 3, 3, what="date", to="2021-03-05"))
    ('是图片说明', '日期定为“2021-03-05”')
    """
    if ruling.act == "lines":
        return {"begins": "另起一段", "continues": "与上文相连成段"}.get(ruling.what, f"是{ROLES[ruling.what]}")
    if ruling.act == "field":
        to = "、".join(ruling.to) if isinstance(ruling.to, tuple) else ruling.to
        return f"{FIELDS[ruling.what]}定为“{to}”" if to else f"{FIELDS[ruling.what]}从缺"
    if ruling.act == "emend":
        return f"“{ruling.what}”当作“{ruling.to}”"
    return {
        "cut": f"在“{ruling.what}”之前断行",
        "move": "移到别处",
        "begin": "另起一篇",
        "unite": "与上一篇是同一篇",
        "same": f"与 {ruling.what} 的一篇同文",
        "confirm": ruling.what,
    }[ruling.act]


def lines_of(ruling: Ruling) -> Sequence[int]:
    """The lines that a ruling is about."""
    return range(ruling.first, ruling.last + 1) if ruling.first else ()
