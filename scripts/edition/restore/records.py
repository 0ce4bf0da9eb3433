"""Cuts a line of a data base into page number, title and text: 第1版()专栏: 犁耙修好等春雨 本报石家庄17日电 …"""

from __future__ import annotations

import re
from collections.abc import Iterable

from edition.restore.rules.bylines import opens
from edition.vocabulary import squeeze

ABOVE = 12
"""How many lines above are looked at: a data base prints the title there for the first time."""
SHORTEST, LONGEST = 4, 60
"""The lengths of a title, in characters."""
HEAD = 160
"""The longest head before a dateline, in characters."""
RECORD = re.compile(r"^第[ ]?\d{1,3}[ ]?版[ ]?(?:[（(][^（）()]{0,8}[）)])?[ ]?专栏[:：][ ]*(?=\S)")
"""Matches what stands before the text in a data base: page number and column."""
_LABEL = re.compile(r"^(?:标题|標題|题目|題目|题名|篇名)[:：][ ]*(?=\S)")
_FIELD = re.compile(r"^(?:作者|来源|來源|日期|时间|時間|版次|版面|出处|出處|正文|内容|內容|全文|摘要)[:：]")
_BLANK = re.compile(r"\s+")
_NUMBERED = re.compile(r"^(?:\d{1,3}[.．、][ ]*|[（(]\w{2,8}[）)][（(]\d{1,2}[）)])")
"""Matches the number of a title in a list, or the section and the number that an agency writes before the title of its pictures."""


def record_cuts(reading: str, above: Iterable[str]) -> list[int]:
    """The offsets at which a line of a data base is cut: after its page number, after the title if a line `above` prints it as well, and
    before the dateline.

    >>> line = "第1版()专栏: 春雨 来了 本报讯 队里的犁耙修好了。"
    >>> [line[begin:end] for begin, end in zip([0, *record_cuts(line, ["1. 春雨来了"])], [*record_cuts(line, ["1. 春雨来了"]), None])]
    ['第1版()专栏: ', '春雨 来了 ', '本报讯 队里的犁耙修好了。']
    >>> record_cuts("第1版()专栏: 春雨来了 队队忙 新华社合肥四月三日电 犁耙修好了。", ["1. 春雨来了"])
    [9, 14, 18]
    >>> record_cuts("第1版专栏很受欢迎。", [])
    []
    """
    found = RECORD.match(reading)
    if found is None:
        return []
    begin = found.end()
    plain = squeeze(reading[begin:])
    titles = (bare_title(line) for line in above)
    title = max((one for one in titles if SHORTEST <= len(one) <= LONGEST and plain.startswith(one)), key=len, default="")
    if len(title) == len(plain):
        return [begin]
    end, left = begin, len(title)
    while left or reading[end].isspace():
        left -= not reading[end].isspace()
        end += 1
    stop = reading.find("。", end)
    blanks = _BLANK.finditer(reading, end, min(end + HEAD, stop if stop >= 0 else len(reading)))
    opened = next((blank.end() for blank in blanks if opens(reading[blank.end() :])), begin) if not opens(reading[end:]) else end
    return sorted({begin, end, opened})


def label_cut(reading: str, around: Iterable[str]) -> list[int]:
    """The offset after 标题：, if a line `around` holds another field of a record as well.

    >>> label_cut("标题：春雨来了", ["作者：李平", "正文："]), label_cut("标题：怎样才算好", ["大家都来说说。"])
    ([3], [])
    """
    found = _LABEL.match(reading)
    return [found.end()] if found and any(_FIELD.match(line) for line in around) else []


def bare_title(line: str) -> str:
    """A title without its blanks, and without its number in a list.

    >>> bare_title("1. 春雨 来了"), bare_title("（经济）（1）春雨来了")
    ('春雨来了', '春雨来了')
    """
    return squeeze(_NUMBERED.sub("", line))
