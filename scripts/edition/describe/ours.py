"""Reads what a newspaper calls its own place: 我县, 我市.

Where the newspaper is named after a place of that kind, 我县 is that place. Where nothing shows which place it is, 我县 still shows which
places it is not: one who writes 我县 does not call the same county by its name in the same sentence.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from edition.contexts import DOUBTFUL, ELSEWHERE, HERE
from edition.gazetteer import Gazetteer, stem

OURS = "ours"
"""The kind of sense of 我县 in a newspaper that is named after a county."""
CITIES = frozenset(("11", "12", "31", "50", "81", "82"))
"""The codes of the provinces that are cities."""

_OURS = re.compile(r"“[^”]*”|「[^」]*」|我们?([省市县区州旗盟镇乡])(?![分别域场])")
"""Matches what the place of the newspaper is called in it; and what somebody says, where it is the speaker's own place."""
_WIDTH = {"省": 2, "市": 4, "州": 4, "盟": 4, "县": 6, "区": 6, "旗": 6}
"""How long the codes of the units are that are called so. A city can be a county as well; see `_another`."""
_FULL_STOP = re.compile(r"[。！？；!?;\n]")
SENTENCE = 200
"""How many characters before and after a name are searched for the rest of its sentence."""
_TO_THEM = re.compile(r"(?:赴|到|去|往|与|和|同|向|从|自|至|为|给|被)$")
"""Matches the end of the words between 我县 and a name, where something of ours goes to that place or comes from it."""
_TO_US = re.compile(r"^[^，。]{0,16}?(?:来|到|赴|驰援|支援|援助|帮扶|进入|进驻|入驻|落户|嫁到|与|和|同|向)$")
"""Matches the words between a name and 我县, where something of that place comes to us."""

_SAYS = re.compile(
    r"[^，。的]{0,10}?(?:[局委办院台站]|中心|政府|部门|大队|支队|指挥部|书记|[县市区旗]长|负责人)[^，。]{0,10}"
    r"(?:说|表示|指出|强调|要求|介绍|透露|提醒|宣布|通报|发布|消息|预计|预测)[^，。]{0,4}[，：,:]"
)
"""Matches the words between a name and 我县, where an office of that very place speaks: 霍邱县气象台发布消息，我县今天有雨."""


class Own(NamedTuple):
    """One place of a text where it says 我县."""

    start: int
    end: int
    kind: str


def own_places(text: str) -> Iterator[Own]:
    """Every place where a text says 我县 or the like, and not as a quotation.

    >>> [own.kind for own in own_places("我县和我们镇，“我市最好”，我市场")]
    ['县', '镇']
    """
    return (Own(match.start(), match.end(), match[1]) for match in _OURS.finditer(text) if match[1])


def own_unit(kind: str, region: Collection[str], paper: str, gazetteer: Gazetteer) -> str:
    """The code of the unit that a newspaper calls 我县 or the like; empty if its name does not show it.

    A name that is also a plain word shows no city or district, for newspapers are called so: 光明日报 is not of 光明区, nor 新民晚报 of
    新民市. A county is shown by it, because none of those is a county's.
    """
    for code in region if len(region) == 1 else ():
        name = gazetteer.units[code]
        if name[-1] == kind and (kind in "县旗" or paper.removeprefix("今日").startswith(name) or stem(name) not in gazetteer.common):
            return code
    return ""


def beside(text: str, start: int, end: int, codes: Collection[str], *, led: bool, reading: str) -> str:
    """What 我县 in the sentence around a name says of that place: `elsewhere`, `doubtful` or nothing.

    Args:
        text: in simplified characters.
        start: where the name begins.
        end: where it ends.
        codes: of the units that the name can mean.
        led: whether its province stands before it.
        reading: what the other words around it say.
    """
    readings = set[str]()
    low = max(0, start - SENTENCE)
    around, start, end = text[low : end + SENTENCE], start - low, end - low
    for own in own_places(around):
        before, gap = own.end <= start, around[own.end : start] if own.end <= start else around[end : own.start]
        # 我县霍邱县 are one, also where the sentence names 霍邱县 again.
        same = len(gap) < 2 * before or around.startswith(around[start:end], own.end)
        if same or _FULL_STOP.search(gap) or not _another(own.kind, codes, led=led):
            continue
        if before:
            readings.add(ELSEWHERE if _TO_THEM.search(gap) and reading != HERE else DOUBTFUL)
        elif reading != HERE and not _SAYS.match(gap):
            readings.add(ELSEWHERE if _TO_US.search(gap) else DOUBTFUL)
    return next((one for one in (ELSEWHERE, DOUBTFUL) if one in readings), "")


def _another(kind: str, codes: Collection[str], *, led: bool) -> bool:
    """Whether what is called 我县 or the like, by its kind, can only be another unit than the one that is named."""
    if kind == "市":
        # 我市 can be a prefecture in which a county lies, but then nobody writes the province before it.
        return any(len(code) == 4 or code in CITIES or (led and len(code) == 6) for code in codes)
    return any(len(code) == _WIDTH.get(kind) for code in codes)
