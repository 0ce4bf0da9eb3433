"""Days as newspapers and their sites print them: in figures, in Han numerals, counted from 1912, with or without weekday and time."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

FIRST, LAST = 1815, 2100
"""The years in which a newspaper can have appeared."""
REPUBLIC = 1911
"""The year before the first one of the Republic of China (民國元年)."""

_DIGITS = {char: str(n) for n, char in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0", "O": "0", "元": "1"}
_NUMERAL = "〇○零O一二三四五六七八九"
_FIGURES = re.compile(r"(?<!\d)(\d{4})(?:年(\d{1,2})月(\d{1,2})[日号號]|([-./])(\d{1,2})\4(\d{1,2})(?!\d))")
_HAN = re.compile(rf"(?<![{_NUMERAL}])([{_NUMERAL}]{{4}})年([一二三四五六七八九十]{{1,2}})月([一二三四五六七八九十廿]{{1,3}})[日号號]")
_REPUBLIC = re.compile(
    r"民[国國]([一二三四五六七八九十元]{1,3}|\d{1,2})年([一二三四五六七八九十]{1,2}|\d{1,2})月([一二三四五六七八九十廿]{1,3}|\d{1,2})[日号號]"
)
_YEAR = "[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年"
DAY = (
    r"\d{4}年\d{1,2}月\d{1,2}[日号號]|(?<!\d)\d{4}(?:-\d{1,2}-\d{1,2}|\.\d{1,2}\.\d{1,2}|/\d{1,2}/\d{1,2})(?!\d)"
    rf"|(?<![{_NUMERAL}])[{_NUMERAL}]{{4}}年[一二三四五六七八九十]{{1,2}}月[一二三四五六七八九十廿]{{1,3}}[日号號]"
    r"|(?:中华|中華)?民[国國](?:[一二三四五六七八九十元]{1,3}|\d{1,2})年(?:[一二三四五六七八九十]{1,2}|\d{1,2})月(?:[一二三四五六七八九十廿]{1,3}|\d{1,2})[日号號]"
)
"""A pattern, without groups: a day with its year, blanks removed; the page can stand right before it (A03 2016年6月17日)."""
WEEKDAY = "(?:星期|周|週|礼拜|禮拜)[一二三四五六日天]"
"""A pattern: a day of the week."""
LUNAR = (
    rf"(?:农历|農曆|夏历|阴历|陰曆)?(?:岁次|歲次)?(?:{_YEAR})?[正一二三四五六七八九十冬腊臘闰閏]{{1,3}}月[大小]?(?:初|十|廿|二十|三十)[一二三四五六七八九十]?"
    rf"|(?:农历|農曆|岁次|歲次){_YEAR}"
)
"""A pattern: a day by the lunar calendar, with or without its year."""
TIME = r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?"
"""A pattern: the time of the day."""
_PARTS = re.compile(rf"{DAY}|{WEEKDAY}|{TIME}|[上下]午|{LUNAR}|{_YEAR}")
"""Matches a day and what can stand beside it on a line of its own."""
_SIGNS = re.compile(r"[,，、|/·()（）\[\]【】\-—:]")


def bare(line: str) -> str:
    """A line without blanks, and with the usual forms of letters and figures; a stroke parts the time from the day before it."""
    plain = re.sub(r"(?<=\d)\s+(?=\d{1,2}:\d{2}(?!\d))", "|", unicodedata.normalize("NFKC", line))
    return re.sub(r"\s", "", plain)


def days(line: str) -> Iterator[date]:
    """Every date of a line that has year, month and day. Blanks and the form of the numerals do not matter.

    >>> [day.isoformat() for day in days("2020 年 6 ⽉ 5 ⽇ 星期五")], [day.isoformat() for day in days("二○一九年十月一日")]
    (['2020-06-05'], ['2019-10-01'])
    >>> [day.isoformat() for day in days("中華民國二十六年三月四日")], [day.isoformat() for day in days("2021.3.5")]
    (['1937-03-04'], ['2021-03-05'])
    """
    plain = bare(line)
    for match in _FIGURES.finditer(plain):
        yield from valid(match[1], match[2] or match[5], match[3] or match[6])
    for match in _HAN.finditer(plain):
        yield from valid("".join(_DIGITS[c] for c in match[1]), number(match[2]), number(match[3]))
    for match in _REPUBLIC.finditer(plain):
        yield from valid(REPUBLIC + int(number(match[1])), number(match[2]), number(match[3]))


def only_a_day(line: str) -> bool:
    """Whether a line says a day, with its weekday, its lunar date or the time, and nothing else.

    >>> only_a_day("2021-03-01 10:52:32"), only_a_day("二○二四年三月十八日 星期一 农历甲辰年二月初九"), only_a_day("2021年3月5日，大桥通车")
    (True, True, False)
    """
    plain = bare(line)
    if len(plain) > 60 or next(days(plain), None) is None:
        return False
    return not _SIGNS.sub("", _PARTS.sub("", plain))


def number(text: str) -> str:
    """The figures for a number below a hundred in Han numerals or in figures: 十一 is 11, 廿三 is 23."""
    if text.isdecimal():
        return text
    tens, ten, ones = text.replace("廿", "二十").rpartition("十")
    unit = int(_DIGITS.get(ones[-1:], "0"))
    return str(unit if not ten else unit + 10 * int(_DIGITS.get(tens[-1:], "1")))


def valid(year: int | str, month: int | str, day: int | str) -> Iterator[date]:
    """The day, if there is one and a newspaper can have appeared on it."""
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return
    if FIRST <= found.year <= LAST:
        yield found
