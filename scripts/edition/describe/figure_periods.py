"""The years and dates that a sentence names for its figures."""

from __future__ import annotations

import re
from datetime import date

from edition.days import REPUBLIC, number

_HOUR = r"(?:[上下]午|[早当]?晚[上间]?|凌晨|中午)?(?:\d{1,2}[时点](?:许|半|\d{1,2}分许?)?)?"
_MONTHS = (
    r"(?:十[一二]|[一二三四五六七八九十])月份|(?<!\d)\d{1,2}(?:月?[-—–~～至到]{1,2}\d{1,2})?"
    rf"月(?:份|[末底初]|[上中下]旬|\d{{1,2}}日{_HOUR})?"
)
_DAYS = r"(?<!\d)\d{1,2}月\d{1,2}日[-—–~～至到]{1,2}(?:\d{1,2}月)?\d{1,2}日"
_FEAST = (
    '(?:春节|国庆|中秋|清明|端午|元旦|[“"]?[五六七八十三][一八][”"]?(?:儿童节|建军节|妇女节|劳动节|国际)*'
    "|教师节|重阳节?|暑期?|寒|春运|小长)+(?:假期?|长假|期间|节)+(?:前[一二三四五六七两]天|期间)?"
)
_DAY = rf"(?<![0-9月])\d{{1,2}}日(?!元|照){_HOUR}"
_FIRST = r"前(?:\d{1,2}|[一二两三四五六七八九十]{1,2})个?月"
_PART = (
    rf"全年|{_FIRST}|{_FEAST}|度(?![假过])|上半年|下半年|前三季度|前三个季度|第?[一二三四]季度|年?底|年?末|初|同期|{_DAYS}|(?:年)?{_MONTHS}"
)
_YEARS = r"(?<!\d)(?:19|20)\d\d年?(?:[-—–~～至到]{1,2})(?:19|20)\d\d(?:年|(?:冰雪|雪|产|赛|榨)季)"
_YEAR = (
    r"(?<!\d)(?:19|20)\d\d年|(?<![\d.])0\d年(?![代级来间以多的后前])|(?<![\d〇○零一二三四五六七八九])[一二][〇○零一二三四五六七八九]{3}年"
)
PERIOD = re.compile(
    r"(?=[0-9截党到今去前明上本当民“”\"十下一二三四五六七八九年全春国中清端元暑寒小过近这几两多连解建新改])(?:"  # How all of these begin.
    rf"(?:截至|截止|到(?!\d{{4}}年[底末初]?的))?(?:(?:{_YEARS}|(?:{_YEAR}|民国[一二三四五六七八九十]{{1,3}}年|(?<!如)今年|去年|前年|明年|上年|本年度?|当年)"
    rf"(?:的?(?:{_PART}))?)(?:间|期间)?(?:(?:以?来)?至今|以?来|起|开始)?"
    rf"|(?:到)?[“”\"]?十[一二三四五]?五[“”\"]?(?:期间|时期|期?末|以来)|前(?:\d{{1,2}}|[一二两三四五六七八九十]{{1,2}})天|上半年|下半年|前三季度|[一二三四]季度|年底|年末|年初|全年|年内|{_DAYS}|{_MONTHS}(?:以来|起|开始|前|后)?"
    rf"|(?:过去|近|这)?(?:[0-9]{{1,2}}|[一二两三四五六七八九十几]{{1,3}}|多)年多?来|近(?:[0-9]{{1,2}}|[一二两三四五六七八九十几])年|(?:[0-9]{{1,2}}|[一二两三四五六七八九十])年(?=累计|间|共)|连续(?:[0-9]{{1,2}}|[一二两三四五六七八九十多])年|{_FEAST}|{_FIRST}|{_DAY}"
    r"|(?:上世纪|20世纪|二十世纪)?[0-9一二三四五六七八九]?[0十]年代[初中末]?期?|党的?十[七八九]大以来|(?:解放|建国|新中国成立|改革开放)(?:前|初期?|后|以前|以后|以来)))"
)
"""Matches a year or date, with the word before it that says how far it reaches."""
_RELATIVE = {"今年": 0, "本年": 0, "本年度": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1}
_HAN = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_PLANS = {"十五": 2001, "十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026}
_QUARTERS = {"一": (1, 3), "二": (4, 6), "三": (7, 9), "四": (10, 12)}
_PARTS = {"上半年": (1, 6), "下半年": (7, 12), "前三季度": (1, 9), "前三个季度": (1, 9)}


def resolved(period: str, year: int | None) -> str:
    """A printed period as an EDTF string; empty where nothing shows the year.

    Args:
        period: as it is printed.
        year: of the article; None where that is unknown or doubtful.

    >>> [resolved(text, None) for text in ("2020年", "2020年1—10月", "2020年3月5日", "2016—2020年")]
    ['2020', '2020-01/2020-10', '2020-03-05', '2016/2020']
    >>> [resolved(text, None) for text in ("“十三五”期间", "2016年以来", "到2025年")]
    ['2016/2020', '2016/..', '2025']
    >>> [resolved(text, 2021) for text in ("今年1至10月", "去年", "去年上半年", "3月", "当年", "二〇二〇年底")]
    ['2021-01/2021-10', '2020', '2020-01/2020-06', '', '', '2020']
    >>> resolved("今年", None), resolved("民国二十六年", None), resolved("上世纪80年代", None)
    ('', '1937', '')
    """
    bare = re.sub(r"^(?:截至|截止|到|自|从|至)|[“”\"]", "", period)
    if plan := re.match(r"十[一二三四五]?五", bare):
        first = _PLANS.get(plan[0])
        return "" if first is None or "末" in bare else f"{first}/.." if "以来" in bare else f"{first}/{first + 4}"
    if years := re.match(r"(\d{4})年?[-—–~～至到]{1,2}(\d{4})年", bare):
        return f"{years[1]}/{years[2]}" if years[1] < years[2] else ""
    if republic := re.fullmatch(r"民国([一二三四五六七八九十]{1,3})年", bare):
        return f"{REPUBLIC + int(number(republic[1]))}"
    bare = re.sub("(十[一二]|[一二三四五六七八九十])月", lambda month: f"{number(month[1])}月", bare)
    bare = re.sub(r"^0(?=\d年)", "200", bare)
    found = re.match(r"(\d{4}|[一二][〇○零一二三四五六七八九]{3})年|" + "|".join(sorted(_RELATIVE, key=len, reverse=True)), bare)
    if not found:
        return ""
    if found[1]:
        of = int(found[1].translate(_HAN))
    elif year is None:
        return ""
    else:
        of = year + _RELATIVE[found[0]]
    rest = bare[found.end() :].removeprefix("的")
    if rest.endswith(("来", "起", "开始", "至今")):
        return f"{of}/.." if rest in ("以来", "来", "起", "开始", "至今", "以来至今") else ""
    return _within(of, rest)


def _within(year: int, rest: str) -> str:
    """What stands behind a year, as a part of it."""
    if days := re.fullmatch(r"(\d{1,2})月(\d{1,2})日[-—–~～至到]{1,2}(?:(\d{1,2})月)?(\d{1,2})日", rest):
        ends = _within(year, f"{days[1]}月{days[2]}日"), _within(year, f"{days[3] or days[1]}月{days[4]}日")
        return "/".join(ends) if all(ends) and ends[0] < ends[1] else ""
    if rest in _PARTS:
        first, last = _PARTS[rest]
    elif so_far := re.match(r"前(\d{1,2}|[一二两三四五六七八九十]{1,2})个?月", rest):
        first, last = 1, int(so_far[1]) if so_far[1].isdecimal() else int(number(so_far[1].replace("两", "二")))
    elif quarter := re.match("第?([一二三四])季度", rest):
        first, last = _QUARTERS[quarter[1]]
    elif months := re.match(r"年?(\d{1,2})(?:月?[-—–~～至到]{1,2}(\d{1,2}))?月(?:(\d{1,2})日)?", rest):
        first, last = int(months[1]), int(months[2] or months[1])
        if not 1 <= first <= last <= 12:
            return ""
        if months[3]:
            try:
                return "" if months[2] else date(year, first, int(months[3])).isoformat()
            except ValueError:
                return ""
    else:
        return f"{year}"
    return f"{year}-{first:02}" + (f"/{year}-{last:02}" if first < last else "")
