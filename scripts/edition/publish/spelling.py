"""Chinese words in pinyin: the order of names in a list, and the ASCII names of index pages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from pypinyin import Style, lazy_pinyin

LONGEST = 40
"""Characters of an ASCII name."""
NAMES = 2**18
"""Names whose place is remembered, at most: a name stands in several lists, and in the next build."""
RESERVED = frozenset(("index", "unknown", "con", "prn", "aux", "nul"))
"""Names of pages that every index has, and of devices that are no file names on some systems."""
OTHER = "其他"
"""Where names stand that no letter begins."""
_HAN = re.compile("[\u4e00-\u9fff]+")
SURNAMES = {
    "曾": "zeng", "单": "shan", "仇": "qiu", "解": "xie", "查": "zha", "盖": "ge", "朴": "piao", "区": "ou", "任": "ren", "乐": "yue",
    "宁": "ning", "缪": "miao", "员": "yun", "种": "chong", "句": "gou", "冼": "xian", "黑": "he", "秘": "bi", "折": "she", "繁": "po",
    "翟": "zhai", "尉迟": "yuchi", "万俟": "moqi",
}  # fmt: skip
"""Characters that are read otherwise in a surname, or that the dictionary reads otherwise."""


def ascii_names(names: Iterable[str]) -> dict[str, str]:
    """An ASCII name for each name, no two the same: the second of two that sound alike gets a number.

    >>> ascii_names(["齐鲁晚报", "启路晚报", "……", "Index"])
    {'齐鲁晚报': 'qiluwanbao', '启路晚报': 'qiluwanbao-2', '……': 'n', 'Index': 'index-2'}
    """
    taken = set(RESERVED)
    out: dict[str, str] = {}
    for name in names:
        spelled = unique = ascii_name(name)
        number = 1
        while unique in taken:
            number += 1
            unique = f"{spelled}-{number}"
        taken.add(unique)
        out[name] = unique
    return out


def ascii_name(name: str) -> str:
    """The pinyin of a name, of small letters and figures; `n` where nothing is left.

    >>> ascii_name("齐鲁晚报"), ascii_name("2021年"), ascii_name("<b>")
    ('qiluwanbao', '2021nian', 'b')
    """
    syllables = lazy_pinyin(unicodedata.normalize("NFKC", name))
    plain = unicodedata.normalize("NFKD", "".join(syllables).lower())
    return re.sub("[^a-z0-9]", "", plain)[:LONGEST] or "n"


Place = tuple[bool, str, str, str]
_places: dict[tuple[str, bool], Place] = {}


def places() -> dict[tuple[str, bool], Place]:
    """The places of names that are remembered. They follow from the names, so that a build may put in what an earlier one found."""
    return _places


def order(name: str, person: bool = False) -> Place:
    """The place of a name in a list: by its pinyin, then by its tones; what has no letters comes last.

    >>> sorted(["张三", "单丽", "曾宝", "李四", "……"], key=lambda name: order(name, person=True))
    ['李四', '单丽', '曾宝', '张三', '……']
    """
    if (name, person) not in _places:
        if len(_places) >= NAMES:
            _places.clear()
        _places[name, person] = _order(name, person)
    return _places[name, person]


def _order(name: str, person: bool) -> Place:
    plain = unicodedata.normalize("NFKC", name)
    surname = next((plain[:width] for width in (2, 1) if plain[:width] in SURNAMES), "") if person else ""
    syllables = lazy_pinyin(plain, style=Style.TONE3)
    # Without their tones the syllables of Chinese characters are the same; asking for them again takes as long as the first time.
    known = _HAN.fullmatch(plain) and not surname
    toneless = [syllable.rstrip("1234") for syllable in syllables] if known else lazy_pinyin(plain[len(surname) :])
    sound = " ".join([*([SURNAMES[surname]] if surname else []), *toneless]).lower()
    tones = " ".join(syllables)
    return not re.match("[a-z]", sound), sound, tones, name


def initial(key: Place) -> str:
    """The letter under which a name stands, from its place in the list.

    >>> initial(order("单丽", person=True)), initial(order("解放日报")), initial(order("……"))
    ('S', 'J', '其他')
    """
    return OTHER if key[0] else key[1][0].upper()
