"""Days as newspapers and their sites print them: in figures, in Han numerals, counted from 1912, with or without weekday and time."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

FIRST, LAST = 1815, 2100
"""The years in which a newspaper can have appeared."""
REPUBLIC = 1911
"""The year before the first one of the Republic of China (民國元年)."""
RECENT = 1024
"""How many of the last answers about a line are kept: the stages of a page ask the same of it, and long lines take room."""

_DIGITS = {char: str(n) for n, char in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0", "O": "0", "元": "1"}
_NUMERAL = "〇○零O一二三四五六七八九"
_FIGURE = re.compile(r"\d")
_FIGURES = re.compile(r"(?<!\d)(\d{4})(?:年(\d{1,2})月(\d{1,2})[日号號]|([-./])(\d{1,2})\4(\d{1,2})(?!\d))")
_HAN = re.compile(rf"(?<![{_NUMERAL}])([{_NUMERAL}]{{4}})年([一二三四五六七八九十]{{1,2}})月([一二三四五六七八九十廿]{{1,3}})[日号號]")
_COMPACT = re.compile(r"(?:^|[:】|])((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=$|[|T【])")
"""Matches a day in eight figures; only where nothing but a label stands before it, for a telephone number has as many."""
_SLASHED = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)(?!\d)")
"""Matches 20/06/2019. It says a day only where one of the two numbers can be no month, or both are the same."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?i:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_ENGLISH = re.compile(
    rf"(?<![A-Za-z])({_MONTH})[.|]?(\d{{1,2}})(?:st|nd|rd|th)?[,，|]*((?:19|20)\d\d)(?!\d)"
    rf"|(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?({_MONTH})[.,，|]*((?:19|20)\d\d)(?!\d)"
)
_HAN_MONTH = "十[一二]?|[一二三四五六七八九]"
_MONTH_FIRST = re.compile(rf"(?<!\d)(\d{{1,2}})({_HAN_MONTH})月((?:19|20)\d\d)(?!\d)")
"""Matches 01五月2018, as a program for sites writes a day."""
_REPUBLIC = re.compile(
    r"民[国國]([〇○零一二三四五六七八九十百元]{1,5}|\d{1,3})年([一二三四五六七八九十]{1,2}|\d{1,2})月([一二三四五六七八九十廿]{1,3}|\d{1,2})[日号號]"
)
_YEAR = "[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年"
DAY = (
    r"\d{4}年\d{1,2}月\d{1,2}[日号號]|(?<!\d)\d{4}(?:-\d{1,2}-\d{1,2}|\.\d{1,2}\.\d{1,2}|/\d{1,2}/\d{1,2})(?!\d)"
    rf"|(?<![{_NUMERAL}])[{_NUMERAL}]{{4}}年[一二三四五六七八九十]{{1,2}}月[一二三四五六七八九十廿]{{1,3}}[日号號]"
    rf"|(?<![A-Za-z]){_MONTH}[.|]?\d{{1,2}}(?:st|nd|rd|th)?[,，|]*(?:19|20)\d\d(?!\d)"
    rf"|(?<!\d)\d{{1,2}}(?:st|nd|rd|th)?{_MONTH}[.,，|]*(?:19|20)\d\d(?!\d)|(?<!\d)\d{{1,2}}/\d{{1,2}}/(?:19|20)\d\d(?!\d)"
    rf"|(?<!\d)\d{{1,2}}(?:{_HAN_MONTH})月(?:19|20)\d\d(?!\d)"
    r"|(?<!\d)(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)"
    r"|(?:中华|中華)?民[国國](?:[〇○零一二三四五六七八九十百元]{1,5}|\d{1,3})年(?:[一二三四五六七八九十]{1,2}|\d{1,2})月(?:[一二三四五六七八九十廿]{1,3}|\d{1,2})[日号號]"
)
"""A pattern, without groups: a day with its year, blanks removed; the page can stand right before it (A03 2016年6月17日)."""
WEEKDAY = "(?:星期|周|週|礼拜|禮拜)[一二三四五六日天]|(?i:(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
"""A pattern: a day of the week."""
LUNAR = (
    rf"(?:农历|農曆|夏历|阴历|陰曆)?(?:岁次|歲次)?(?:{_YEAR})?[正一二三四五六七八九十冬腊臘闰閏]{{1,3}}月[大小]?(?:初|十|廿|二十|三十)[一二三四五六七八九十]?"
    rf"|(?:农历|農曆|岁次|歲次){_YEAR}"
)
"""A pattern: a day by the lunar calendar, with or without its year."""
TIME = r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?"
"""A pattern: the time of the day."""
_SHORT_YEAR = re.compile(r"(?<!\d)1[0-2]\d(?:年\d{1,2}月\d{1,2}[日號号]|([./-])\d{2}\1\d{2}(?!\d))")
"""Matches a day whose year is counted from 1912, without a word that says so. It is a line of its own, and no day is read from it."""
_ALONE = re.compile(rf"{DAY}|{_SHORT_YEAR.pattern}")
UNTIL = r"(?<=[日号號])[—–~～至-]+(?:\d{1,2}月)?\d{1,2}[日号號]"
"""A pattern: the last day of a paper that is for several."""
_MISREAD = re.compile(r"(?<![\dA-Za-z])(?=[\dOoIl]*\d)[\dOoIl]{4}年[\dOoIl]{1,2}月[\dOoIl]{1,2}(?=[日号號])")
"""Matches a day in which letters were read for figures: 2O13年6月l8日."""
_LETTERS = str.maketrans("OoIl", "0011")
_PARTS = re.compile(rf"{UNTIL}|{DAY}|{WEEKDAY}|{TIME}|[上下]午|{LUNAR}|{_YEAR}")
"""Matches a day and what can stand beside it on a line of its own."""
_SIGNS = re.compile(r"[,，、|/·()（）\[\]【】\-—:]")
"""Matches what stands between the parts of such a line."""
_APART = re.compile(r"(?<=\d)\s+(?=\d{1,2}:\d{2}(?!\d))|(?<=[A-Z\d])\s+(?=\d{4}[年./-]\d)")
"""Matches the blank before the time of a day, and between the number of a page and a year."""
_STROKE = re.compile(r"(?<=\d[年月])/(?=\d)")
"""Matches the stroke between the parts of a day that have their own words: 2015年/6月."""


@lru_cache(RECENT)
def bare(line: str) -> str:
    """A line without blanks, and with the usual forms of letters and figures; a stroke parts the time from the day before it, and a year
    from the number of a page.

    >>> bare("A2 2019.06.20 08:20"), bare("2O13 年 6 月 l8 日"), bare("清川报/2015年/6月/12日/第003版")
    ('A2|2019.06.20|08:20', '2013年6月18日', '清川报/2015年6月12日/第003版')
    """
    plain = unicodedata.normalize("NFKC", line)
    if not _FIGURE.search(plain):
        return "".join(plain.split())
    plain = "".join(_APART.sub("|", plain).split())
    plain = _STROKE.sub("", plain) if "/" in plain else plain
    return _MISREAD.sub(lambda match: match[0].translate(_LETTERS), plain)


def misread(line: str) -> bool:
    """Whether letters stand for figures in a day of the line."""
    found = _MISREAD.search(re.sub(r"\s", "", unicodedata.normalize("NFKC", line)))
    return found is not None and any(letter in found[0] for letter in "OoIl")


def day_alone(line: str) -> bool:
    """Whether a line is a day and nothing else, as it can also stand below a letter or an essay, as its signature.

    >>> day_alone("2021年3月5日"), day_alone("2021年3月5日 星期五")
    (True, False)
    """
    return bool(_ALONE.fullmatch(bare(line)))


def days(line: str) -> Iterator[date]:
    """Every date of a line that has year, month and day. Blanks and the form of the numerals do not matter.

    >>> [day.isoformat() for day in days("2020 年 6 ⽉ 5 ⽇ 星期五")], [day.isoformat() for day in days("二○一九年十月一日")]
    (['2020-06-05'], ['2019-10-01'])
    >>> [day.isoformat() for day in days("中華民國二十六年三月四日")], [day.isoformat() for day in days("2021.3.5")]
    (['1937-03-04'], ['2021-03-05'])
    >>> [str(*days(line)) for line in ("July 9, 2010", "民國一〇八年六月二十日", "20/06/2019", "05/06/2019", "20190620")]
    ['2010-07-09', '2019-06-20', '2019-06-20', '', '2019-06-20']
    >>> [str(day) for day in days("週二，01 五月 2018 08:40")]
    ['2018-05-01']
    >>> [*days("新闻热线20120305"), *days("108年6月20日")]
    []
    """
    yield from _days(bare(line))


def _days(plain: str) -> Iterator[date]:
    if not ("年" in plain or _FIGURE.search(plain)):
        return
    for match in _FIGURES.finditer(plain):
        yield from valid(match[1], match[2] or match[5], match[3] or match[6])
    for match in _MONTH_FIRST.finditer(plain):
        yield from valid(match[3], number(match[2]), match[1])
    for match in _HAN.finditer(plain):
        yield from valid("".join(_DIGITS[c] for c in match[1]), number(match[2]), number(match[3]))
    for match in _REPUBLIC.finditer(plain):
        yield from valid(REPUBLIC + _hundreds(match[1]), number(match[2]), number(match[3]))
    for match in _COMPACT.finditer(plain):
        yield from valid(match[1], match[2], match[3])
    for match in _ENGLISH.finditer(plain):
        yield from valid(match[3] or match[6], _MONTHS.index((match[1] or match[5])[:3].lower()) + 1, match[2] or match[4])
    for match in _SLASHED.finditer(plain):
        one, other = int(match[1]), int(match[2])
        if one == other or max(one, other) > 12:
            yield from valid(match[3], min(one, other), max(one, other))


@lru_cache(RECENT)
def only_a_day(line: str) -> bool:
    """Whether a line says a day, with its weekday, its lunar date or the time, and nothing else.

    >>> only_a_day("2021-03-01 10:52:32"), only_a_day("二○二四年三月十八日 星期一 农历甲辰年二月初九"), only_a_day("2021年3月5日，大桥通车")
    (True, True, False)
    """
    plain = bare(line)
    if len(plain) > 60 or (next(_days(plain), None) is None and not _SHORT_YEAR.search(plain) and not _SLASHED.search(plain)):
        return False
    return not _SIGNS.sub("", _PARTS.sub("", _SHORT_YEAR.sub("", plain)))


def number(text: str) -> str:
    """The figures for a number below a hundred in Han numerals or in figures: 十一 is 11, 廿三 is 23."""
    if text.isdecimal():
        return text
    tens, ten, ones = text.replace("廿", "二十").rpartition("十")
    unit = int(_DIGITS.get(ones[-1:], "0"))
    return str(unit if not ten else unit + 10 * int(_DIGITS.get(tens[-1:], "1")))


def _hundreds(text: str) -> int:
    """The year for its number in Han numerals, as a number (一百零八) or by its figures (一〇八), or in figures."""
    if text.isdecimal():
        return int(text)
    head, hundred, rest = text.rpartition("百")
    if hundred:
        return 100 * int(_DIGITS.get(head, "1")) + int(number(rest.lstrip("零〇○")) if rest else "0")
    if "十" not in text and len(text) > 1:
        return int("".join(_DIGITS[char] for char in text))
    return int(number(text))


def valid(year: int | str, month: int | str, day: int | str) -> Iterator[date]:
    """The day, if there is one and a newspaper can have appeared on it."""
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return
    if FIRST <= found.year <= LAST:
        yield found


_EDTF = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?[?~%]?")


def is_edtf(text: str) -> bool:
    """Whether a text is a date as the edition writes dates: a day, month or year, which may be doubtful, or two with a stroke between.

    >>> [is_edtf(text) for text in ("2021-03-05", "2021-03?", "2021~", "2020-12/2021-01", "2021-02-30", "3月5日")]
    [True, True, True, True, False, False]
    """
    parts = text.split("/")
    matches = [_EDTF.fullmatch(part) for part in parts]
    if len(parts) > 2 or not all(matches):
        return False
    try:
        for found in matches:
            if found:
                date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return False
    return len(parts) == 1 or parts[0] < parts[1]
