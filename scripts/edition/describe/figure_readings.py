"""What the numbers of a sentence may say: their readings, each with what speaks for it and against it (文中数字).

Nothing is decided here. A reading names its findings; `figure-findings.tsv` says what each is worth, and has the patterns of those that are
found by words alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import NamedTuple

from edition.describe.figure_periods import PERIOD
from edition.describe.figure_words import Cut, FigureWords
from edition.describe.numerals import numbers_of, written
from edition.figures import Change
from edition.segmenter import part_of_speech

LONGEST = 16
"""Characters of the longest name."""
SHORT = 10
"""Characters before a number among which links and bounds are looked for."""
REACH = 24
"""Characters before a number among which its name is looked for."""
MARGIN = 2.0
"""What a reading must be worth to be stated, and how much more than any other of the same number."""
VALUE, SOURCE, CHANGE, CHANGED, LEVEL = "value", "from", "change", "changed", "level"
"""Kinds of readings: a quantity; what it was before it rose or fell; a change without a value; the change of the quantity before; the value
of the change before."""
VALUES = frozenset((VALUE, SOURCE))
_CLAUSE = re.compile(r"[，。；：！？、;!?（）()“”‘’\"《》【】\[\]…\s—]|,(?!\d)|:(?!\d)")
_CLOSING = '”’》）)】]"'
_BROKEN_BEFORE = re.compile(r"[0-9.,A-Za-z第〔\[\-—–~～×*/:·每前这那该各首]$|[0-9]\s$")
_VAGUE_BEFORE = re.compile(r"[数几上成零〇一二两三四五六七八九十百千万亿]$")
_BROKEN_AFTER = re.compile(r"半|[×xX*/·0-9每起]|\s[0-9]")
_HAN = re.compile("[\u4e00-\u9fff]")
_HAN_NAME = re.compile("[\u4e00-\u9fffA-Z]+")
_FROM = re.compile(r"[由从](?:原来的?|最初的?|过去的?|以前的?|当初的?)?$")
_LEVEL = re.compile("[到至为]")
_RISE = re.compile(r"^的?(?:快速|逐步|稳步)?[\u4e00-\u9fff]{0,3}(?:增|升|提|扩|发展|涨|降|减|壮)[\u4e00-\u9fff]{0,2}(?:到|至|为)了?$")
_LABEL = re.compile("([\u4e00-\u9fff]{2,8})[：:]$")
_COMPARED = re.compile("[比较与跟]$")
_REGION = re.compile("[全该我本][县镇村市乡区省州国社校院局厂队场年](?![长民委官志里级企干部])|本地区")
"""Matches for what a number holds; it is no part of the name."""
_TIME = re.compile("[年月季五前后今在往时步届天日每假期]|解放|建国|改革")
"""Matches what every sentence has that says when."""
_OBJECT = re.compile("[\u4e00-\u9fff]{1,11}[^\\W外内上下中0-9](?=[，。；]|$)")
_OF = re.compile("[为是到至将达]")
_SAID_OF = re.compile("[\u4e00-\u9fff]{4,16}(?=[，。；！？]|$)")
_NUMBERED = re.compile("[0-9十百千万亿]")
_YEAR = re.compile("(?:19|20)[0-9]{2}年|今年|去年|前年|明年")
_AHEAD = re.compile("(20[0-9]{2})年|明年")
_EACH = re.compile("[人户亩村年月日]均")
_LISTED = re.compile(r"[0-9十百千万亿余多][^0-9，。、]{1,3}、$")
_SMALL = frozenset("上中下内里后前时新老大小")
"""Words that may as well be the beginning of a name: 上寨河."""
_THROUGH = frozenset(("的", "完成", "实现"))
"""Words inside a name, of which none begins with them: 第一产业实现增加值."""
_SOME = "一两几多数"
"""How words for some begin: 一片, 两批."""
_BEFALLEN = frozenset(("困", "困人员", "困群众", "盗", "骗", "拐", "拖欠"))
"""What befalls somebody is a part of a name: 被困群众."""
_TOUCHING = re.compile(r"(?:人民币)?(?:[（(][^（）()]{1,8}[）)])?[，,、（(]?")
_IN_ROW = re.compile("[，、]?")


class Reading(NamedTuple):
    """One way to read a number."""

    kind: str
    name: str
    """Empty where it is that of the number before."""
    period: tuple[int, int] | None
    findings: tuple[str, ...]
    worth: float
    after: frozenset[str] = frozenset()
    """What the number before it must be; empty where it can be anything."""

    @property
    def said(self) -> tuple[str, str, tuple[int, int] | None]:
        """What is stated; readings that state the same do not compete."""
        return self.kind, self.name, self.period


SILENT = Reading("", "", None, (), 0.0)


class Mention(NamedTuple):
    """A number with its unit, and what is printed around it."""

    match: re.Match[str]
    begin: int
    """Where what can name it begins: at its clause, or behind the number before."""
    start: int
    """Where the number begins, and what says how it changed."""
    end: int
    clause: int
    """Where its clause begins."""
    stem: str
    """What stands from there on before bounds and links."""
    tail: str
    """The bounds and links."""
    changed: re.Match[str] | None
    """How something changed by this number."""
    printed: str
    number: str
    unit: str
    low: str
    high: str
    base: str
    kind: str
    bound: str

    @property
    def level(self) -> bool:
        """Whether it is said to be reached: 达到, 增至."""
        return _LEVEL.search(self.tail) is not None


_Named = tuple[str, list[str]]
"""A name and its findings."""
_Periods = list[tuple[tuple[int, int] | None, list[str]]]
"""Periods that a number may have, each with its findings."""


class Sentence:
    """A sentence with its numbers."""

    def __init__(self, printed: str, text: str, words: FigureWords, cut: Cut, year: int | None, matches: Sequence[re.Match[str]]) -> None:
        self.printed, self.text, self.words, self.cut, self.year = printed, text, words, cut, year
        self.cuts = [0, *(match.end() for match in _CLAUSE.finditer(text))]
        self.turn = text.find("分别")
        self.mentions: list[Mention] = []
        last = 0
        for match in matches:
            if one := self._mention(match, last):
                self.mentions.append(one)
            last = match.end()
        self.times: list[tuple[int, int, bool]] = []
        """What says when: where it begins and ends, and whether it is a year or date."""
        if self.mentions and _TIME.search(text):
            self.times += [(m.start(), m.end(), True) for m in PERIOD.finditer(text) if not _COMPARED.search(text, 0, m.start())]
            self.times += [(m.start(), m.end(), False) for m in words.now.finditer(text)]
            self.times.sort()
            if sum(time[2] for time in self.times) > 1:  # The year that is meant stands before it.
                self.times = [time for time in self.times if text[time[0] : time[1]] not in ("当年", "是年", "同年")]
        self.marks = (
            [(name, found.start()) for name, pattern in words.patterns["before"] if (found := pattern.search(text))]
            if self.mentions
            else []
        )
        """What holds for all that stands behind it, with where it stands first."""
        if year:
            self.marks += [("to come", m.start()) for m in _AHEAD.finditer(text) if not m[1] or int(m[1]) > year][:1]

    # The numbers

    def _mention(self, match: re.Match[str], last: int) -> Mention | None:
        """A number with its unit; None where it is broken or vague."""
        text, words = self.text, self.words
        start, end = match.span()
        if _BROKEN_BEFORE.search(text, max(0, start - 2), start) or _BROKEN_AFTER.match(text, end):
            return None
        if not text[start].isdecimal() and _VAGUE_BEFORE.search(text, 0, start):
            return None
        numbers = numbers_of(match)
        if numbers is None:
            return None
        clause = self.cuts[bisect_right(self.cuts, start) - 1]
        begin = max(clause, last)
        left = text[begin:start]
        tail = words.before.search(left, max(0, len(left) - SHORT))
        stem = left[: tail.start()] if tail else left
        bound, bounded = self._bound(match, begin + len(stem))
        if bound is None:
            return None
        level = tail is not None and _LEVEL.search(tail[0]) is not None
        changed = None if level else words.change.search(stem, max(0, len(stem) - LONGEST))
        unit = "%" if match["percent"] else match["unit"]
        base, factor, kind = words.units[unit]
        low, high = (written(number * factor) if number is not None else "" for number in numbers)
        part = "unit" if match["unit"] else "percent"
        number = self.printed[start : match.start("unit") if match["unit"] else match.end("percent")]
        printed, unit = self.printed[bounded:end], self.printed[slice(*match.span(part))] if match["unit"] else "百分之"
        first = begin + changed.start() if changed else start
        return Mention(
            match, begin, first, end, clause, stem, tail[0] if tail else "", changed, printed, number, unit, low, high, base, kind, bound
        )

    def _bound(self, match: re.Match[str], tail: int) -> tuple[str | None, int]:
        """What bounds the number, None where two words contradict each other; and where the first of these words begins."""
        early = [*self.words.bounding.finditer(self.text, tail, match.start())]
        said = {self.words.bounds[one[0]] for one in early}
        for group in ("more", "more2"):
            if match[group]:
                said.add("about" if match[group] == "来" else "more than")
        if match["late"]:
            said.add(self.words.bounds[match["late"]])
        return (None if len(said) > 1 else "".join(said)), early[0].start() if early else match.start()

    def change(self, mention: Mention) -> Change:
        """By how much something changed."""
        told = mention.changed
        assert told is not None
        by = mention.match["unit"] or "百分之"
        return Change(
            self.printed[mention.start : mention.end], told["verb"], told["verb"] in self.words.up, mention.low, by, told["basis"] or ""
        )

    def in_turn(self) -> Iterator[tuple[int, Change]]:
        """The changes behind 分别, each with the number of the mention whose change it is: 收入3亿元、税收1亿元，分别增长5%、6%."""
        if self.turn < 0:
            return
        end = next((at for at in self.cuts if at > self.turn and self.text[at - 1] in "；。;"), len(self.text))
        before = [n for n, one in enumerate(self.mentions) if one.end <= self.turn]
        told = [one for one in self.mentions if self.turn < one.match.start() < end]
        first = told[0].changed if told else None
        if first is None or len(told) > len(before) or any(one.base != "%" or one.bound for one in told):
            return
        chain = before[-len(told) :]
        gap = self.text[self.mentions[chain[0]].end : self.turn]
        if len(told) < 2 or "；" in gap or not _TOUCHING.fullmatch(self.text, self.mentions[chain[-1]].end, told[0].start):
            return
        printed = self.printed[told[0].start : told[-1].end]
        for n, one in zip(chain, told, strict=True):
            verb = one.changed["verb"] if one.changed else first["verb"]
            yield n, Change(printed, verb, verb in self.words.up, one.low, one.match["unit"] or "百分之", first["basis"] or "")

    # The readings

    def readings(self) -> list[list[Reading]]:
        """The readings of each number that can be stated, silence the first of them."""
        return [[SILENT, *(one for one in here if one.worth >= MARGIN)] for here in self.all_readings()]

    def all_readings(self) -> list[list[Reading]]:
        """The readings of each number, with those against which more speaks than for them."""
        names: list[str] = []
        out: list[list[Reading]] = []
        for n, one in enumerate(self.mentions):
            before = self.mentions[n - 1] if n else None
            if 0 <= self.turn < one.match.start():
                found = []
            elif one.changed:
                found = [*self._of_change(one, one.changed, before)]
            else:
                found = [*self._of_value(one, before, names)]
                names += {reading.name for reading in found if reading.name}
            out.append(found)
        return out

    def _reading(self, kind: str, name: str, period: tuple[int, int] | None, findings: Iterable[str], after: Iterable[str] = ()) -> Reading:
        told = tuple(findings)
        return Reading(kind, name, period, told, sum(map(self.words.weights.__getitem__, told)), frozenset(after))

    def _of_change(self, one: Mention, changed: re.Match[str], before: Mention | None) -> Iterator[Reading]:
        """By how much the number before has changed, or something that is named here."""
        against = [name for name, at in self.marks if at < one.start]
        if before and _TOUCHING.fullmatch(self.text, before.end, one.start):
            if (one.base == before.base and one.kind != "share") or one.unit in ("%", "百分之", "个百分点", "倍"):
                yield self._reading(CHANGED, "", None, ["its change", *against], VALUES - {SOURCE})
            return
        stem = self.text[one.begin : one.start]
        for name, findings in self._left(stem, one.begin, one, "change"):
            for period, told in self._periods(one.start, one.clause):
                yield self._reading(CHANGE, name, period, [*findings, *told, *against, *(["bounded change"] if one.bound else [])])

    def _of_value(self, one: Mention, before: Mention | None, names: Sequence[str]) -> Iterator[Reading]:
        """A quantity, with the names and the periods that it may have."""
        text, words = self.text, self.words
        if one.kind == "change" or (one.match["late"] and _HAN.match(text, one.end)) or (one.bound and text.startswith("的", one.end)):
            return
        against = [name for name, at in self.marks if at < one.start]
        part = max(text.rfind(mark, 0, one.match.start()) for mark in "，；。") + 1
        against += [name for name, pattern in words.patterns["behind"] if pattern.match(text, one.end)]
        against += [name for name, pattern in words.patterns["clause"] if pattern.search(text, part, one.match.start())]
        against += ["in brackets"] * (
            max(text.rfind(mark, 0, one.start) for mark in "（(") > max(text.rfind(mark, 0, one.start) for mark in "）)")
        )
        against += ["in brackets"] * (text.startswith("”", one.end) and text[one.clause - 1 : one.clause] == "“")
        touching = before is not None and _TOUCHING.fullmatch(text, before.end, one.begin) is not None
        if one.level and not one.stem and touching and before and before.changed:
            yield self._reading(LEVEL, "", None, ["its value", *against], {CHANGE})
            return
        at = one.begin + len(one.stem)
        own = next((time for time in reversed(self.times) if one.begin <= time[0] and time[1] <= at and time[2]), None)
        beside = own is not None and text[own[1] : at] in ("", "的")
        bare = text[one.begin : own[0]] if own and beside else one.stem
        if source := _FROM.search(bare):
            bare, kind, period = bare[: source.start()], SOURCE, own[:2] if own and beside else None
            periods: _Periods = [(period, [])]
        elif before and before.end == one.begin and _RISE.search(bare if beside else text[one.begin : one.match.start()]):
            periods = [(own[:2], [])] if own and beside else self._periods(before.begin, before.clause)
            for span, told in periods:
                yield self._reading(VALUE, "", span, ["risen", *told, *against], {SOURCE})
            return
        else:
            kind, periods = VALUE, self._periods(at, one.clause, one.level or "有" in one.tail)
        named = self._left(bare, one.begin, one, one.kind) if kind == SOURCE else self._names(one.stem, one, before)
        for name, findings in named:
            again = name not in words.acts and any(known.endswith(name) or name.endswith(known) for known in names)
            after = (*VALUES, CHANGED) if "row" in findings else ()
            for span, told in periods:
                told = [*told, "named before"] if again and not (span and span[0] >= one.clause) else told
                yield self._reading(kind, name, span, [*findings, *told, *against], after)

    # The period

    def _periods(self, end: int, clause: int, level: bool = False) -> _Periods:
        """The year or date that may hold at a place of the sentence, and that none does."""
        known = [time for time in self.times if time[1] <= end]
        if not known or not known[-1][2]:
            since = bool(known) and self.text[slice(*known[-1][:2])] == "至今" and any(time[2] for time in known)
            return [] if since else [(None, [])]
        first, after, _ = known[-1]
        if self.text[first:after] in ("全年", "年内"):  # The year may stand at the head of the sentence.
            years = [time for time in known[:-1] if time[2] and time[0] in self.cuts and _YEAR.match(self.text, time[0])]
            first, after = years[-1][:2] if years else (first, after)
            clause = first if years else clause
        around = f"{self.text[max(0, first - 8) : after]}|{self.text[after : after + 24]}"
        against = [name for name, pattern in self.words.patterns["period"] if pattern.search(around)]
        passed = ""
        if self.text[after:end] in ("", "的"):
            passed = "period beside it"
        elif after >= clause:
            passed = "period in its clause"
        elif (first in self.cuts or (self.text[first - 1] in "自从" and first - 1 in self.cuts)) and (
            self.text[after] in "，, " or any(after <= one.start and one.end <= end for one in self.mentions)
        ):
            passed = "period at the head of a clause"
        elif self.text[after : after + 1] not in ("，", ","):
            passed = "period somewhere before"
        if level and self.text[first:after].endswith("年来"):
            against.append("level of a time that goes on")
        return [(None, [passed] if passed else []), ((first, after), against)]

    # The name

    def _names(self, stem: str, one: Mention, before: Mention | None) -> Iterator[_Named]:
        """What may be counted or measured, with what speaks for it and against it."""
        left = [*self._left(stem, one.begin, one, one.kind, before)]
        yield from left
        if not stem and one.begin == one.clause and one.kind != "share":
            label = _LABEL.search(self.text, 0, one.begin)
            if label and _ends(label[1], self.words.quantity):
                yield label[1], ["label", *(["generic"] if label[1] in self.words.generic else [])]
        if one.kind not in ("money", "share") and _HAN.match(self.text, one.end):
            yield from self._right(stem, one)

    def _bare(self, stem: str, begin: int) -> tuple[str, int]:
        """A stem without what says when and for what it holds, and where the rest begins."""
        times = [time for time in self.times if begin < time[1] <= begin + len(stem)]
        if times:
            behind = stem[times[-1][1] - begin :]
            stem, begin = (behind, times[-1][1]) if behind else (stem[: max(times[-1][0] - begin, 0)], begin)
        for region in [*_REGION.finditer(stem)][-1:]:
            stem, begin = stem[region.end() :], begin + region.end()
        return stem, begin

    def _left(self, stem: str, begin: int, one: Mention, kind: str, before: Mention | None = None) -> Iterator[_Named]:
        """The words before a number as its name."""
        words = self.words
        stem, begin = self._bare(stem, begin)
        far = len(stem) > REACH
        if far:
            stem, begin = stem[-REACH:], begin + len(stem) - REACH
        if not stem:
            return
        known = _ends(stem, words.quantity) or stem.endswith(words.rate if kind in ("share", "change") else words.sum)
        follows = kind != "change" and _HAN.match(self.text, one.end) is not None
        if kind in ("share", "change") and not known:
            return
        if follows and not known and not words.acting.search(stem):
            return
        parts, border = self._run(stem, kind)
        if not parts:
            return
        told = ["cut off"] if (far and not border) or border == "全" else self._border(border, begin, one)
        told += ["cut off"] * (len(border) == len(parts[0]) == 1 and "cut off" not in told)
        told += ["counted behind"] * (follows and not known and self._is_noun_behind(one.end))
        acts = [n for n, word in enumerate(parts) if self._is_act(word, n + 1 == len(parts))]
        first = next((n for n, word in enumerate(parts) if n in acts or (acts and len(word) > 1 and part_of_speech(word) == "v")), 0)
        run = "".join(parts)
        quantity = _ends(run, words.quantity) or self._sum(parts, kind)
        if kind == "share":
            yield from self._as_rate(run, told)
        elif quantity:
            yield from self._as_quantity(parts, acts, first, quantity, kind, told)
        elif kind == "change":
            if run.endswith(words.rate) and len(run) <= LONGEST:
                yield run, ["quantity", *told]
        elif parts[-1] in words.dimension and len(parts) > 1 and len(run) <= LONGEST and not follows:
            yield run, ["dimension", *told]
        elif acts or words.working.match(run):
            yield from self._as_deed(parts, acts, first, follows, told)
        elif 2 <= len(run) <= LONGEST and run not in words.acts:
            there = border in words.there or words.there_is.search(self.text, begin, begin + len(stem) - len(run)) is not None
            listed = before if before and not follows and begin == one.clause and len(run) == len(stem) else None
            yield from self._as_thing(parts, one, there, listed, told, follows)

    def _is_act(self, word: str, last: bool) -> bool:
        return (word in self.words.acts and not last) or (len(word) > 3 and self.words.acting.match(word) is not None)

    def _sum(self, parts: Sequence[str], kind: str) -> str:
        """The last word of a run where it is the name of an amount of money."""
        word = parts[-1]
        named = kind == "money" and len(word) > 1 and word not in self.words.generic and word.endswith(self.words.sum)
        return word if named else ""

    def _as_rate(self, run: str, told: list[str]) -> Iterator[_Named]:
        """What a share is of: 森林覆盖率."""
        if 2 < len(run) <= LONGEST and run.endswith(self.words.rate):
            name = self.words.without_place(run)
            generic = ["generic"] * (name in self.words.generic)
            yield name, ["rate", *generic, *told, *(["bare rate"] if len(name) < 4 else [])]

    def _as_quantity(
        self, parts: Sequence[str], acts: Sequence[int], first: int, quantity: str, kind: str, told: list[str]
    ) -> Iterator[_Named]:
        """A name that ends with that of a quantity: 财政收入, 投入扶贫资金."""
        words, run = self.words, "".join(parts)
        deed = "".join(parts[first:]) if acts and len("".join(parts[acts[-1] + 1 :])) > len(quantity) else ""
        work = next((word for word in words.work if run.startswith(f"{word}总")), "")
        name = deed or (run.removeprefix(work) if work else run if run.startswith(words.work) else words.without_place(run))
        if len(name) > LONGEST:
            return
        idle = kind != "money" and (name in words.acts or quantity in words.paid)
        led = len(parts) > 3 and not deed and part_of_speech(parts[0]) == "v" and parts[0] not in words.acts
        yield (
            name,
            [
                "quantity",
                *(["generic"] if idle or name in words.generic or (deed and quantity == "价值") else []),
                *told,
                *(["led by a verb"] if led else []),
            ],
        )

    def _as_deed(self, parts: Sequence[str], acts: Sequence[int], first: int, follows: bool, told: list[str]) -> Iterator[_Named]:
        """What is done and to what: 新建公路."""
        words, run = self.words, "".join(parts)
        inside = found.start() if not acts and len(run) > 3 and (found := words.acting.search(run)) else 0
        name = "".join(parts[first - (first > 0 and parts[first - 1] == "年") :])[inside:].removeprefix("共")
        if first and words.each.fullmatch(parts[first - 1]):
            name = parts[first - 1] + name
        deed = words.acting.match(name)
        if (
            not 2 < len(name) <= LONGEST
            or len(name) <= (deed.end() if deed else 0) + 1
            or all(word in words.acts for word in parts[first:])
        ):
            return
        kind = part_of_speech(parts[-1])
        if first:  # What stands before the act is who acts, and no border of the name.
            before = parts[first - 1]
            told = [finding for finding in told if finding not in ("cut off", "turned")]
            told += ["modified"] * (not words.subject.search(before) and _is_plain_noun(before))
        told += ["place"] * (words.ends_place.search(name) is not None and not _ends(name, words.nouns - {"村", "镇", "县"}))
        told += ["ends with a verb"] * self._ends_with_a_verb(parts, name)
        told += ["no noun at its end"] * (kind[:1] in tuple("mqrfstdpcua"))
        yield name, ["act", *told, *(["words behind"] if follows and kind.startswith("v") else [])]

    def _as_thing(
        self, parts: Sequence[str], one: Mention, there: bool, listed: Mention | None, told: list[str], follows: bool
    ) -> Iterator[_Named]:
        """What there is: 党员; or one more thing in a row that has begun, of which the number before is one."""
        words, run = self.words, "".join(parts)
        if one.kind == "counter" and one.base not in ("次", "期") and _ends(run, words.nouns):
            told += ["words behind"] * follows
            told += ["generic"] * (run in words.generic)
            told += ["place"] * (words.ends_place.search(run) is not None and (run not in words.nouns or one.base != "个"))
            yield run, ["noun", *(["there is"] if there else []), *told]
        elif (
            listed
            and one.kind in ("counter", "measure")
            and _IN_ROW.fullmatch(self.text, listed.end, one.begin)
            and (listed.base == one.base or self.text[one.begin - 1] == "、")
        ):
            yield run, ["row", *(["ends with a verb"] if self._ends_with_a_verb(parts, run) else [])]

    def _border(self, border: str, begin: int, one: Mention) -> list[str]:
        """What speaks against a name because of what stands before it."""
        if border in self.words.joint or (border and _NUMBERED.match(border)) or (border == "的" and one.kind == "counter"):
            return ["one of several"]
        if border in self.words.turned or border == _SOME[0]:
            return ["turned"]
        if border:
            return ["cut off"] * (border in _SMALL)
        if begin == one.begin > one.clause:
            return ["goes on"]
        last = self.text[begin - 1 : begin] if begin == one.clause else ""
        if last == "、" and not _LISTED.search(self.text, 0, begin):
            return ["one of several"]
        return ["cut off"] if last and last in _CLOSING else []

    def _run(self, stem: str, kind: str) -> tuple[list[str], str]:
        """The words right before a number that can be its name, and the word that stands before them."""
        parts: list[str] = []
        border = ""
        for word in reversed([*self._cut(stem)]):
            if (word in _THROUGH and parts and kind != "counter") or (word == "被" and parts and parts[-1] in _BEFALLEN):
                parts.append(word)
            elif word in self.words.ends or not _HAN_NAME.fullmatch(word) or _NUMBERED.match(word):
                border = word
                break
            elif word[0] in _SOME and part_of_speech(word) == "m":
                border = _SOME[0]
                break
            else:
                parts.append(word)
        while parts and parts[-1] in _THROUGH:
            del parts[-1]
        return parts[::-1], border

    def _right(self, stem: str, one: Mention) -> Iterator[_Named]:
        """What stands behind the unit as the name: what is acted on, what there is, or of what something is said."""
        words, text = self.words, self.text
        noun = words.noun.match(text, one.end)
        said = _SAID_OF.match(text, one.end)
        bare, _ = self._bare(stem, one.begin)
        if words.each.search(stem) or (
            one.begin == one.clause and text[one.begin - 1 : one.begin] == "、" and not _LISTED.search(text, 0, one.begin)
        ):
            return
        last = [*self._cut(bare[-6:])][-2:] if bare.endswith(words.act) else []
        act = last[-1] if last and last[-1] in words.acts else ""
        if act and words.plain.fullmatch(one.tail):
            found = self._object(one.end) or (noun["noun"] if noun else "")
            if found and len(act + found) <= LONGEST:
                place = ["place"] * (words.ends_place.search(found) is not None)
                yield act + found, ["object", *place, *(["turned"] if len(last) > 1 and last[0] in words.turned else [])]
        elif noun and text[noun.end() : noun.end() + 1] in "，。；" and words.there_is.search(text, one.begin, one.match.start()):
            yield noun["noun"], ["noun", "there is"]
        elif (
            said
            and noun
            and said.end() > noun.end()
            and not words.there_is.sub("", bare)
            and not _OF.search(one.tail)
            and not noun[0].startswith("的")
            and not any(word in said[0] for word in "他她我你")
        ):
            yield said[0], ["said of"]

    def _object(self, at: int) -> str:
        """What is acted on, behind its number, where nothing else follows: 党员先锋队 in 组建12个党员先锋队."""
        found = _OBJECT.match(self.text, at)
        if not found or "以来" in found[0] or any(word in self.words.stop or word in self.words.joint for word in self.cut(found[0])):
            return ""
        return found[0]

    def _is_noun_behind(self, at: int) -> bool:
        """Whether a noun follows, which may be what is counted."""
        word = next(iter(self.cut(self.text[at : at + 4])), "")
        return word in self.words.nouns or not part_of_speech(word).startswith(("v", "p", "d", "c", "u", "m"))

    def _ends_with_a_verb(self, parts: Sequence[str], name: str) -> bool:
        """Whether a name ends with what is done, and no act before it says that this is what was carried out."""
        kind = part_of_speech(parts[-1])
        return (
            kind.startswith("v")
            and kind != "vn"
            and parts[-1] not in self.words.quantity | self.words.nouns
            and not name.startswith(self.words.doing)
        )

    def _cut(self, stem: str) -> Iterator[str]:
        """The words of a stem; 人均 and its like are one."""
        at = 0
        for each in _EACH.finditer(stem):
            yield from self.cut(stem[at : each.start()])
            yield each[0]
            at = each.end()
        yield from self.cut(stem[at:])


def _is_plain_noun(word: str) -> bool:
    """Whether a word may modify the next one; jieba takes short ones such as 文明 for names."""
    kind = part_of_speech(word)
    return kind in ("n", "nz", "vn", "a") or (kind == "nr" and len(word) == 2)


def _ends(run: str, words: Container[str]) -> str:
    """The longest of the words that stands at the end of a run; empty where none does."""
    return next((run[at:] for at in range(max(0, len(run) - LONGEST), len(run)) if run[at:] in words), "")
