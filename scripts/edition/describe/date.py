"""Finds when a page was printed, as an EDTF string: from its folio, otherwise from its articles.

A folio gives the date of all articles of the page. Without one, evidence must bound the year on both sides: a phrase that belongs to one
time (“十四五”开局之年), or a text that looks back on one year and ahead to the next. Neither a year in a story (2009年，村里修了水塔) nor a
day without a year (8月30日) establishes the year of the page.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from edition.days import DAY, WEEKDAY, bare, days, valid
from edition.describe.lines import Line, Others, holding, lines_of, rivals
from edition.describe.periods import Calendar, Period
from edition.model import Article, Finding, Furniture, Restoration, Rival

LONGEST = 400
"""In days: a year and some weeks. If the evidence leaves more days open, the year is not established and no date is given."""

_SIGNED = re.compile(r"(?:[\u4e00-\u9fff]{0,30})(?<!\d)\d{4}年\d{1,2}月\d{1,2}日")
_DAY_AT_END = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日$")
_ALONE = re.compile(rf"[（(]?(?:{DAY})[)）]?")
_FOLIO = re.compile(rf"{WEEKDAY}|版|期|[报報]$|[A-D]\d")
"""Matches what else a folio says than the day."""
_OFFICE = re.compile(
    r"(?:局|委|委员会|办|办公室|院|会|部|厅|处|所|站|社|队|公司|厂|学校|大学|中学|小学|中心|政府|银行|支行|分行|集团|党委|支部|工会|指挥部|领导小组)(?:宣|启|示)?[）)]?$"
)
"""Matches the end of the name of an office or company, which signs notices."""
_ERA = re.compile("民[國国]|光[緒绪]|宣[統统]")
"""Matches how newspapers of that time wrote their day."""
_NOTICE = re.compile(r"特此|通告|公告|启事|通知|声明|公示|通报|倡议书|公开信|一封信|讣告|招标|拍卖")
_WHOLE_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年[^。；;\d]{0,16}(?:实现|完成|达到|达)")
_ALL_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年[，,]?全[镇县市区乡年村]")
_REVIEW = re.compile(r"回顾((?:19|20)\d\d)|((?:19|20)\d\d)年?[^。]{0,6}(?:总结|回眸)")
_OUTLOOK = re.compile(r"(?:展望|迈向|走进)((?:19|20)\d\d)")
_MONTHS = re.compile(r"(今年|截至|(?<![\d年月]))(?:的)?1\s*(?:-|—|–|~|～|至|到)\s*(1[0-2]|[2-9])月份?(?!\d)")
_DAY = re.compile(r"(截至|截止|[^\d]|^)(\d{1,2})月(\d{1,2})日(?!前|之前|以前)")
_OTHER_YEAR = re.compile(r"(?:\d年|去年|前年|上年|次年|明年|翌年|当年|至|到|于每年)的?$")
_BEFORE_FESTIVAL = re.compile(
    r"(?:力争|确保|将|计划|预计|在)?[^。，；]{0,4}春节(?:之?前|来临之前)[^。]{0,12}(?:完成|建成|实现|发放|到位|交付|开通)|春节(?:将至|临近|即将)"
)
_YEAR_SAID = re.compile(r"今年|本年度?|年内")


@dataclass(frozen=True, slots=True)
class _Window:
    """The first and last day on which the page can have been printed, with the words that are the evidence."""

    first: date
    last: date
    evidence: tuple[str, ...] = ()
    rough: bool = False
    """The year is known only from figures of the year before. The EDTF string gets a `~`."""

    def within(self, first: date | None, last: date | None, why: str) -> _Window | None:
        """The window without the days before `first` and after `last`, with `why` as evidence; None if no day would be left."""
        low, high = max(self.first, first or self.first), min(self.last, last or self.last)
        if low > high:
            return None
        return _Window(low, high, (*self.evidence, why), self.rough)


Dated = tuple[Finding | None, tuple[Rival, ...]]
"""A date, and where it is open or doubtful, all days that lines name for it."""


def describe_dates(restoration: Restoration, calendar: Calendar, others: Others) -> tuple[Dated, ...]:
    """The date of each article, in order: its own or that of the page; if the page has none, the day under a signed notice, or what its
    articles allow; otherwise None."""
    found: list[tuple[Line, Finding]] = []
    for line in lines_of(restoration, others):
        if day := next(days(line.printed), None):
            doubt = "" if _weekday_fits(day, line) else "weekday"
            found.append((line, Finding(day.isoformat(), (line.printed,), "page date", stated=True, doubt=doubt)))
    found = [one for one in found if not _only_signs(one[0], restoration)]
    found = _without_letters(found, restoration)
    if found:
        pages = zip(restoration.articles, holding(restoration, found), strict=True)
        return tuple(_dated(page or _signed_date(article), found) for article, page in pages)
    inferred = inferred_date(restoration, calendar)
    return tuple((inferred or _signed_date(article), ()) for article in restoration.articles)


def _dated(date: Finding | None, found: Sequence[tuple[Line, Finding]]) -> Dated:
    """A date with the days that lines name, where these disagree with each other or with the day of the week beside them."""
    if date is None:
        return date, rivals(found)
    if not date.doubt:
        return date, ()
    return date, tuple(rival for line, one in found if one == date for rival in (Rival(one.value, line.at), *_by_weekday(one.value, line)))


def _by_weekday(day: str, line: Line) -> Iterator[Rival]:
    """The nearest day of the week that the line names."""
    said = {match[-1].replace("天", "日") for match in re.findall(WEEKDAY, bare(line.row))}
    printed = date.fromisoformat(day)
    for near in sorted(range(-3, 4), key=abs) if len(said) == 1 else ():
        if "一二三四五六日"[(other := printed + timedelta(days=near)).weekday()] in said:
            yield Rival(other.isoformat(), line.at)


def _weekday_fits(day: date, line: Line) -> bool:
    """Whether the line, or what stands beside it in the dump, names no other day of the week than that of the date."""
    said = {match[-1].replace("天", "日") for match in re.findall(WEEKDAY, bare(line.row))}
    return len(said) != 1 or "一二三四五六日"[day.weekday()] in said


def _only_signs(line: Line, restoration: Restoration) -> bool:
    """Whether a line can only say when a letter or poem was written: a day alone, written out, on the last line of a page with nothing else
    in its furniture, and nobody above it who signs notices."""
    text = restoration.seed.text
    if line.at < 0 or text[line.at :].strip() != line.printed or "年" not in line.printed or not _ALONE.fullmatch(bare(line.printed)):
        return False
    if any(_FOLIO.search(bare(str(block.text))) for block in restoration.set_aside):
        return False
    above = text[: line.at].rstrip().rpartition("\n")[2]
    return not (
        _ERA.search(line.printed)
        or _OFFICE.search(bare(above))
        or any(_NOTICE.search(str(article.title)) for article in restoration.articles)
    )


def _without_letters(found: Sequence[tuple[Line, Finding]], restoration: Restoration) -> list[tuple[Line, Finding]]:
    """What lines state, without days that say when a letter was written, if a masthead or folio states a day.

    A day is of a folio if more than the day is on its line, or if a line beside it is folio. It is of a letter if it stands alone, written
    out, right below the text of an article. Each line of the dump is looked at once.
    """
    starts = [match.start() for match in re.finditer(r"[^\n]*\S[^\n]*", restoration.seed.text)]
    folio = {
        bisect_right(starts, block.text.pieces[0].start)
        for block in restoration.set_aside
        if block.verdict.furniture == Furniture.FOLIO and block.text.pieces
    }
    ends = {bisect_right(starts, text.pieces[-1].end - 1) for one in restoration.articles for text in one.texts() if text.pieces}
    heads: list[tuple[Line, Finding]] = []
    kept: list[tuple[Line, Finding]] = []
    for line, finding in found:
        row = bisect_right(starts, line.at)
        heading = not _ALONE.fullmatch(bare(line.row)) or bool({row - 1, row + 1} & folio)
        if heading and line.at >= 0:
            heads.append((line, finding))
        if heading or "年" not in line.printed or row - 1 not in ends:
            kept.append((line, finding))
    return kept if heads else list(found)


def _signed_date(article: Article) -> Finding | None:
    """The day in the last paragraph, if that is only a signature with a date under a notice; otherwise None. The day under a letter or a
    poem is when that was written."""
    paragraphs = [str(block.text).strip() for block in article.blocks if block.kind == "paragraph"]
    for text in paragraphs[-1:]:
        plain = bare(text)
        day = next(days(plain), None)
        if not (day and _SIGNED.fullmatch(plain)):
            continue
        signature = _DAY_AT_END.sub("", plain) or bare(paragraphs[-2] if len(paragraphs) > 1 else "")
        if _OFFICE.search(signature) or _NOTICE.search(article.title) or any(_NOTICE.search(one) for one in paragraphs[-4:]):
            return Finding(day.isoformat(), (text,), "signed", stated=True)
    return None


def inferred_date(restoration: Restoration, calendar: Calendar) -> Finding | None:
    """The date of a page without a folio, as far as its articles together show it; None if they leave too much open."""
    text = "\n".join(str(part) for article in restoration.articles for part in _kept(article))
    window = _established(text, calendar)
    if window is None or (window.last - window.first).days > LONGEST + 366:
        return None
    window = _by_days(text, window)
    window = _by_figures(text, window)
    window = _before_festival(text, window, calendar)
    if (window.last - window.first).days > LONGEST:
        return None
    return Finding(_edtf(window), window.evidence, "inferred")


def _kept(article: Article) -> Iterator[object]:
    yield from (text for text in (article.head.kicker, article.head.title, article.head.subtitle) if text)
    yield from (block.text for block in article.blocks)


def _established(text: str, calendar: Calendar) -> _Window | None:
    """The days left open by phrases of the calendar, or by a text that reviews one year and looks ahead to the next; None if the days are
    not bounded on both sides."""
    reviewed, outlook = _REVIEW.search(text), _OUTLOOK.search(text)
    if reviewed and outlook and int(outlook[1]) == int(reviewed[1] or reviewed[2]) + 1:
        year = int(outlook[1])
        return _Window(date(year - 1, 12, 1), date(year, 1, 31), (reviewed[0], outlook[0]))
    window = _Window(date.min, date.max)
    phrases: list[tuple[Period, str]] = []
    for period in calendar.periods:
        found = period.pattern.search(text)
        if found:
            phrases.append((period, _quoted(text, found)))
            window = window.within(period.earliest, period.latest, "") or window
    if window.last == date.max or window.first == date.min:
        return None
    bounds = [(p, words) for p, words in phrases if p.earliest == window.first or p.latest == window.last]
    window = replace(window, evidence=tuple(f"{words}（{p.reason}）" for p, words in bounds))
    newest = _newest_figures(text)
    if newest:
        year, why = newest
        narrowed = window.within(date(year + 1, 1, 1), date(year + 1, 12, 31), why)
        spans_years = window.first.year < window.last.year
        window = replace(narrowed, rough=spans_years) if narrowed else window
    return window


def _quoted(text: str, found: re.Match[str]) -> str:
    """The phrase with the quotation marks that it stands in: “场所码”, “十四五”开局之年."""
    opened = text[found.start() - 1 : found.start()] == "“"
    closed = opened and "”" not in found[0] and text[found.end() : found.end() + 1] == "”"
    return f"{'“' if opened else ''}{found[0]}{'”' if closed else ''}"


def _newest_figures(text: str) -> tuple[int, str] | None:
    """The newest year with figures for the whole year, and the words; None if there is none. The page is printed in the year after it."""
    found = [
        (int(m[1]), m[0])
        for pattern in (_WHOLE_YEAR, _ALL_YEAR)
        for m in pattern.finditer(text)
        if not re.search("预计|计划|力争|将|目标", m[0])
    ]
    return max(found, default=None)


def _by_days(text: str, window: _Window) -> _Window:
    """The window without the days before the newest day named without a year (6月24日, 截至1月12日). A day counts only if the window has
    it in just one year."""
    days: list[tuple[int, int, str]] = []
    for match in _DAY.finditer(text):
        before = text[max(0, match.start(2) - 5) : match.start(2)]
        if match[1] == "截至" or not _OTHER_YEAR.search(before):
            days.append((int(match[2]), int(match[3]), match[0].strip("\n，。、；：（“, ")))
    best = window
    for month, day, words in days:
        years = [
            found
            for year in range(window.first.year, window.last.year + 1)
            for found in valid(str(year), str(month), str(day))
            if window.first <= found <= window.last
        ]
        if len(years) == 1 and years[0] > best.first:
            best = replace(window, first=years[0], evidence=(*window.evidence, words), rough=False)
    return best


def _by_figures(text: str, window: _Window) -> _Window:
    """The window narrowed by figures for months 1 to n. They are printed in the two months after, because then newer figures come out."""
    months = [(int(m[2]), m[0]) for m in _MONTHS.finditer(text) if not _OTHER_YEAR.search(text[max(0, m.start() - 5) : m.start()])]
    if not months:
        return window
    last, words = max(months)
    for year in range(window.first.year, window.last.year + 1):
        first = _end_of_month(year, last) + timedelta(days=1)
        until = _end_of_month(year, last + 2) if last + 2 <= 12 else _end_of_month(year, 12)
        if _YEAR_SAID.search(text) and last == 12:
            until = _end_of_month(year + 1, 1)
        narrowed = window.within(first, until, words)
        if narrowed:
            return replace(narrowed, rough=False)
    return window


def _before_festival(text: str, window: _Window, calendar: Calendar) -> _Window:
    """The window narrowed by plans for 春节前: they are printed before the first day of the lunar year."""
    festival = calendar.spring_festivals.get(window.first.year)
    if festival and window.first < festival and "春节" in text and (match := _BEFORE_FESTIVAL.search(text)):
        return window.within(None, festival - timedelta(days=1), match[0]) or window
    return window


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _edtf(window: _Window) -> str:
    """The window as the shortest EDTF string."""
    first, last, rough = window.first, window.last, "~" if window.rough else ""
    if first == last:
        return first.isoformat() + rough
    starts_month, ends_month = first.day == 1, last == _end_of_month(last.year, last.month)
    if starts_month and ends_month:
        if first.year == last.year and (first.month, last.month) == (1, 12):
            return f"{first.year}{rough}"
        if (first.year, first.month) == (last.year, last.month):
            return f"{first:%Y-%m}{rough}"
    low = f"{first:%Y-%m}" if starts_month else first.isoformat()
    high = f"{last:%Y-%m}" if ends_month else last.isoformat()
    return f"{low}{rough}/{high}{rough}"
