"""The figures in the text of an article (文中数字): what is counted or measured, how much, when, and how it changed.

Precision goes before coverage: what is not clearly a statement of a quantity is left out, and so is a number that is broken or vague. Every
part of a figure is quoted from its sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Container, Iterable, Iterator

from edition.describe.figure_periods import PERIOD, resolved
from edition.describe.figure_words import FigureWords
from edition.describe.numerals import numbers_of, written
from edition.figures import Change, Figure
from edition.model import Article, Finding

Cut = Callable[[str], Iterable[str]]
LONGEST = 12
"""Characters of the longest name."""
REACH = 16
"""Characters before a number among which its name is looked for."""
_WIDE = {ord("０") + n: str(n) for n in range(10)} | {ord("．"): ".", ord("％"): "%"}
_IS_WIDE = re.compile("[０-９．％]")
_SENTENCE = re.compile(r"[^。！？!?]+[。！？!?]*[”’」』]*")
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
_BESIDE = re.compile(r"比(?![例重赛如较])|较(?![好大多快强高])|高出|相差|超出|占|[×*]")
"""Matches what says that a number is a difference, a share or one of several."""
_REGION = re.compile("[全该我本][县镇村市乡区省州国社校院局厂队场年]|本地区")
"""Matches for what a number holds; it is no part of the name."""
_TIME = re.compile("[年月季五前后今在往时步届天日每]|解放|建国|改革")
"""Matches what every sentence has that says when."""
_OBJECT = re.compile("[\u4e00-\u9fff]{2,8}(?=[，。；]|$)")
_NUMBERED = re.compile("[0-9十百千万亿]")
_YEAR = re.compile("(?:19|20)[0-9]{2}年|今年|去年|前年|明年")
_PLANNED = re.compile(
    "预计|预期|估计|计划(?=[用在今投建组新到把将于再推培发])|打算|力争|有望|可望|拟(?=[建投新])|将(?:再|继续|陆续|全部|新|会)?(?=[建投打达突完实增新修改组发培引开])|目标(?:是|为)"
    "|如果|倘若|若(?=[新建])|没有|未(?=[新增建开完能])|并未|需(?=[投建])|要(?=[新建改投打培引种修])|可(?=[增节减带])"
)
"""Matches what is only planned or expected: no number behind it in its sentence is a fact."""
_EACH = re.compile("[人户亩村年月日]均")
_LISTED = re.compile(r"[0-9十百千万亿余多][^0-9，。、]{1,3}、$")
_TOUCHING = re.compile(r"[，,、（(]?")


def year_of(date: Finding | None) -> int | None:
    """The year of an article, where it is certain."""
    if date is None or date.doubtful or not re.fullmatch(r"[\d/-]+", date.value):
        return None
    years = {end[:4] for end in date.value.split("/")}
    return int(years.pop()) if len(years) == 1 and all(map(len, years)) else None


def figures(article: Article, words: FigureWords, cut: Cut, date: Finding | None = None) -> tuple[Figure, ...]:
    """The figures of an article, in reading order.

    Args:
        article: its paragraphs and captions are read.
        words: the tables.
        cut: cuts a clause into words.
        date: of the article; 今年 is a year only where this is known.
    """
    year = year_of(date)
    shown = [block for block in article.blocks if str(block.text).strip()]
    return tuple(
        one
        for number, block in enumerate(shown)
        if block.kind in ("paragraph", "caption")
        for one in of_text(str(block.text), words, cut, year, number)
    )


def of_text(text: str, words: FigureWords, cut: Cut, year: int | None = None, block: int = 0) -> Iterator[Figure]:
    """The figures of a paragraph; `year` is that of its article, None where it is not known."""
    narrow = text.translate(_WIDE) if _IS_WIDE.search(text) else text
    for sentence in _SENTENCE.finditer(narrow):
        matches = [*words.statement.finditer(sentence[0])]
        if matches:
            found = _Sentence(text[sentence.start() : sentence.end()], sentence[0], words, cut, year).read(matches)
            yield from (one._replace(block=block, start=sentence.start(), end=sentence.end()) for one in found)


class _Sentence:
    """One sentence while its figures are read, from left to right."""

    def __init__(self, printed: str, text: str, words: FigureWords, cut: Cut, year: int | None) -> None:
        self.printed, self.text, self.words, self.cut, self.year = printed, text, words, cut, year
        self.cuts = [0, *(match.end() for match in _CLAUSE.finditer(text))]
        self.times: list[tuple[int, int, bool]] = []
        """What says when: where it begins and ends, and whether it is a year or date."""
        if _TIME.search(text):
            self.times += [(m.start(), m.end(), True) for m in PERIOD.finditer(text) if not _COMPARED.search(text, 0, m.start())]
            self.times += [(m.start(), m.end(), False) for pattern in (words.now, words.each) for m in pattern.finditer(text)]
        self.times.sort()
        self.found: list[Figure] = []
        self.last = -1
        """Where the last figure ends, its change included; -1 before the first."""
        self.source = -1
        """Where the words begin that say from what something rose or fell, if the last figure is that; else -1."""

    def read(self, matches: Iterable[re.Match[str]]) -> list[Figure]:
        for match in matches:
            if "分别" in self.text[: match.start()] or _PLANNED.search(self.text, 0, match.start()):
                break  # Which number belongs to which name is not worked out; and what is planned is not stated.
            self._one(match)
        return self.found

    def _one(self, match: re.Match[str]) -> None:
        text, words = self.text, self.words
        start, end = match.span()
        if _BROKEN_BEFORE.search(text, max(0, start - 2), start) or _BROKEN_AFTER.match(text, end):
            return
        if not text[start].isdecimal() and _VAGUE_BEFORE.search(text, 0, start):
            return
        numbers = numbers_of(match)
        clause = self.cuts[bisect_right(self.cuts, start) - 1]
        begin = max(clause, self.last)
        left = text[begin:start]
        tail = words.before.search(left, max(0, len(left) - REACH))
        stem = left[: tail.start()] if tail else left
        bound, bounded = self._bound(match, begin + len(stem))
        if numbers is None or bound is None or (tail and "了" in tail[0] and self._ends_with_a_verb(stem)):
            return
        level = tail is not None and _LEVEL.search(tail[0]) is not None
        change = None if level else words.change.search(stem, max(0, len(stem) - REACH))
        unit = "%" if match["percent"] else match["unit"]
        base, factor, kind = words.units[unit]
        low, high = (written(number * factor) if number is not None else "" for number in numbers)
        if change and bound:
            return  # 增长超过10%: by how much is not said plainly.
        if change:
            up, by = change["verb"] in words.up, match["unit"] or "百分之"
            self._changed(Change("", change["verb"], up, low, by, change["basis"] or ""), change, begin, end)
            return
        condition = text[end : end + 1] == "的" if bound else False  # 收入超50万元的村
        if kind == "change" or condition or _BESIDE.search(stem) or (match["late"] and _HAN.match(text, end)):
            return
        number = self.printed[start : match.start("unit")] if match["unit"] else self.printed[match.start("percent") : match.end("percent")]
        printed, unit = self.printed[bounded:end], self.printed[match.start("unit") : match.end("unit")] if match["unit"] else "百分之"
        last = self.found[-1] if self.found else None
        if level and not stem and last and not last.printed and _TOUCHING.fullmatch(text, self.last, begin):
            self.found[-1] = last._replace(printed=printed, number=number, unit=unit, value=low, high=high, base=base, bound=bound)
            self.last = end
            return
        period, name = self._where(stem, begin, clause, kind, match)
        if not name:
            return
        date = resolved(period, self.year)
        self.found.append(Figure(0, 0, 0, name, printed, number, unit, low, high, base, bound, period, date, None))
        self.last = end

    def _ends_with_a_verb(self, stem: str) -> bool:
        """Whether the last word of a stem before 了 is a single character: in 管网铺了11公里 nothing names the number."""
        last = [*self._cut(stem)][-1:]
        return bool(last) and len(last[0]) == 1

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

    def _changed(self, told: Change, match: re.Match[str], begin: int, end: int) -> None:
        """By how much something changed: the figure right before it, or what is named before it."""
        at = begin + match.start()
        if self.source >= 0:
            return  # From what it rose is said, and not what it has become.
        told = told._replace(printed=self.printed[at:end])
        last = self.found[-1] if self.found else None
        if last and self.last >= 0 and _TOUCHING.fullmatch(self.text, self.last, at):
            same = self.words.units[told.unit].base == last.base if told.unit in self.words.units and told.unit != "%" else False
            if last.change is None and (same or told.unit in ("%", "百分之", "个百分点", "倍")):
                self.found[-1] = last._replace(change=told)
                self.last = end
            return
        clause = self.cuts[bisect_right(self.cuts, at) - 1]
        name = self._name(self.text[begin:at], begin, clause, "change")
        if name:
            period = self._period(at, clause)
            self.found.append(Figure(0, 0, 0, name, "", "", "", "", "", "", "", period, resolved(period, self.year), told))
            self.last = end

    def _where(self, stem: str, begin: int, clause: int, kind: str, match: re.Match[str]) -> tuple[str, str]:
        """The period and the name of a number."""
        own = next((time for time in reversed(self.times) if begin <= time[0] and time[1] <= begin + len(stem) and time[2]), None)
        bare = stem
        if own and stem[own[1] - begin :] in ("", "的"):
            bare = stem[: own[0] - begin]
        else:
            own = None
        if source := _FROM.search(bare):
            self.source = begin + source.start()
            return self.text[own[0] : own[1]] if own else "", self._name(bare[: source.start()], begin, clause, kind)
        rose, self.source = self.source, -1
        if rose >= 0 and begin == self.last and _RISE.search(bare if own else self.text[begin : match.start()]):
            return self.text[own[0] : own[1]] if own else self._period(rose, clause), self.found[-1].name
        return self._period(begin + len(stem), clause), self._name(stem, begin, clause, kind, match)

    def _period(self, end: int, clause: int) -> str:
        """The year or date that holds at a place of the sentence, as printed."""
        known = [time for time in self.times if time[1] <= end]
        if not known:
            return ""
        first, after, named = known[-1]
        if named and self.text[first:after] in ("全年", "年内"):  # The year may stand at the head of the sentence.
            years = [time for time in known[:-1] if time[2] and time[0] in self.cuts and _YEAR.match(self.text, time[0])]
            first, after = years[-1][:2] if years else (first, after)
            clause = first if years else clause
        if not named:
            return ""
        if after >= clause or first in self.cuts:
            return self.printed[first:after]
        return ""

    def _name(self, stem: str, begin: int, clause: int, kind: str, match: re.Match[str] | None = None) -> str:
        """What is counted or measured, as printed; empty where that is not plain."""
        words = self.words
        times = [time for time in self.times if begin < time[1] <= begin + len(stem)]
        if times and (times[-1][2] or not words.each.fullmatch(self.text, *times[-1][:2])):
            behind = stem[times[-1][1] - begin :]
            stem, begin = (behind, times[-1][1]) if behind else (stem[: max(times[-1][0] - begin, 0)], begin)
        for region in [*_REGION.finditer(stem)][-1:]:
            stem, begin = stem[region.end() :], begin + region.end()
        if len(stem) > REACH:
            stem, begin = stem[-REACH:], begin + len(stem) - REACH
        alone = match is None or not _HAN.match(self.text, match.end())
        behind_it = match if match and kind not in ("money", "share") else None
        parts: list[str] = []
        if (kind == "share" and not stem.endswith(words.rate)) or not (
            alone or _ends(stem, words.quantity) or stem.endswith(words.act + words.sum)
        ):
            joined = True  # Nothing before the number can name it.
        else:
            parts, joined = self._run(stem, begin, clause, kind)
        run = "".join(parts)
        found = "" if joined else self._left(run, parts, kind, alone)
        if not found and not stem and begin == clause and kind != "share" and (label := _LABEL.search(self.text, 0, begin)):
            found = label[1] if _ends(label[1], words.quantity) else ""
        if not found and not joined and begin == clause and begin - 1 == self.last and kind in ("counter", "measure") and alone:
            found = run if 1 < len(run) <= LONGEST else ""  # One more thing in a row that has begun.
        if found.startswith(("度", "我们", "他们", "咱")):
            return ""  # 2022年度 is a year, and 我们村 is a speaker's.
        if found or not behind_it:
            return found
        if after := words.noun.match(self.text, behind_it.end()):
            return after["noun"]
        return self._object(behind_it.end()) if kind == "counter" and run in words.act else ""

    def _run(self, stem: str, begin: int, clause: int, kind: str) -> tuple[list[str], bool]:
        """The words right before a number that can be its name, and whether they are only a part of what is counted."""
        parts: list[str] = []
        for word in reversed([*self._cut(stem)]):
            if word in self.words.joint or _NUMBERED.match(word) or (word == "的" and kind == "counter"):
                return parts[::-1], True
            if word in self.words.stop or not _HAN_NAME.fullmatch(word):
                return parts[::-1], False
            parts.append(word)
        last = self.text[begin - 1 : begin] if begin == clause else ""
        listed = last == "、" and self.last != begin - 1 and not _LISTED.search(self.text, 0, begin)
        return parts[::-1], listed or (last != "" and last in _CLOSING)

    def _object(self, at: int) -> str:
        """What is acted on, behind its number, where nothing else follows: 党员先锋队 in 组建12个党员先锋队."""
        found = _OBJECT.match(self.text, at)
        if not found or any(word in self.words.stop or word in self.words.joint for word in self.cut(found[0])):
            return ""
        return found[0]

    def _cut(self, stem: str) -> Iterator[str]:
        """The words of a stem; 人均 and its like are one."""
        at = 0
        for each in _EACH.finditer(stem):
            yield from self.cut(stem[at : each.start()])
            yield each[0]
            at = each.end()
        yield from self.cut(stem[at:])

    def _left(self, run: str, parts: list[str], kind: str, alone: bool) -> str:
        """The name before a number, of the words that stand there.

        Args:
            run: these words as one.
            parts: one by one.
            kind: of the unit.
            alone: no word follows the unit, which might be what is counted.
        """
        words = self.words
        if kind == "share":
            return words.without_place(run) if len(run) <= LONGEST and len(run) > 2 and run.endswith(words.rate) else ""
        acts = [n for n, word in enumerate(parts) if word in words.act and n + 1 < len(parts)]
        quantity = _ends(run, words.quantity)
        if not quantity and kind == "money" and len(run) > 2 and run.endswith(words.sum):
            quantity = parts[-1] if len(parts[-1]) > 1 else run
        if quantity:
            if acts and len("".join(parts[acts[-1] + 1 :])) > len(quantity):
                return "".join(parts[acts[-1] :])
            work = next((word for word in words.work if run.startswith(f"{word}总")), "")
            name = run.removeprefix(work) if work else run if run.startswith(words.work) else words.without_place(run)
            return name if len(name) <= LONGEST else quantity
        if not alone or not parts:
            return ""
        if kind == "change":
            return run if run.endswith(words.rate) and len(run) <= LONGEST else ""
        if run in words.dimension:
            return run
        first = acts[-1] if acts and not run.startswith(words.act) else 0
        if (
            acts
            or run.startswith(words.act)
            or run.startswith(words.work)
            or (parts[0] == "年" and "".join(parts[1:]).startswith(words.act))
        ):
            name = "".join(parts[first - (first > 0 and parts[first - 1] == "年") :])
            return name if 2 < len(name) <= LONGEST else ""
        return run if kind == "counter" and len(run) <= LONGEST and _ends(run, words.nouns) else ""


def _ends(run: str, words: Container[str]) -> str:
    """The longest of the words that stands at the end of a run; empty where none does."""
    return next((run[at:] for at in range(max(0, len(run) - LONGEST), len(run)) if run[at:] in words), "")
