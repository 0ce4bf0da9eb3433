"""The names of units in an article, with the senses that their surroundings allow."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from edition.gazetteer import Gazetteer, Sense
from edition.model import Article

HEAD, LEAD, BODY = 6.0, 3.0, 1.0
"""What a name weighs in kicker, title or subtitle, in the first two paragraphs, and after them. The head tells what the whole
article is about, the lead sets the scene; a name in the body alone is mostly a passing one (cases in tests/cases/describe/place.yml)."""

_CREDIT = re.compile(r"[（(][^（）()]{0,40}(?:记者|通讯员|实习生|报道|供稿|文/图|摄)[^（）()]{0,40}[）)]|^[（(][^（）()]{1,16}[）)]$")
"""Names of people inside a paragraph: 海东 in （记者 丁海东） is no prefecture."""
_GOES_ON = re.compile(r"乡(?=[村镇亲土愁贤音下间道情])|镇(?=[化域])|区(?=[域间块])|县(?=域)|市(?=[场值])")
"""A unit's last character that belongs to the next word: 建设乡 of 建设乡村 is no township."""
_OTHER_NAME = re.compile(r"[东西南北中]?[路街巷]|大道|大街|大桥|大学|学院|银行|集团")
"""What follows a short name that is part of another name: 南京路 lies in many towns."""
_ON_THE_WAY = re.compile(r"(?:来自|运往|销往|发往|前往|送到|送往|赴|往|从|去|到|由)$")
"""What stands before a place that somebody comes from or goes to."""
_PRINTED = re.compile(r"[\u4e00-\u9fff]{2,5}?(?:镇|乡|街道|苏木)(?![村镇化亲])")
NO_NAME = re.compile(
    r"[各全该本乡等多两几个和与及的在区县市我每]|[一二三四五六七八九十]个|农村|所有|部分|有关|相关|基层|美丽|特色|重点|贫困|小城"
)
"""Words that show a printed `…镇` to be no name: 各乡镇, 全县乡镇, 重点镇."""
_BREAK = frozenset("，。、；：？！,.;:?!“”‘’\"'（）()《》【】[]—- 　\n·在到从于对给往赴离")
PRINTED = "printed"
"""Kind of the sense of a township that stands behind its county's name and is in no table; its code is that of the county and `000`."""
PRINTED_SOUGHT = 8
"""How many such names are sought in the rest of the article: an article about one township prints few, and the work stays linear."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of an article with what a name in it weighs."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Mention:
    """One name at one place of the article."""

    name: str
    weight: float
    senses: tuple[Sense, ...]
    opens: bool = False
    """It opens its text, as the places of headlines do."""
    bound: bool = False
    """It stands directly behind the name of a unit that it lies in."""
    leads: bool = False
    """A unit that lies in it stands directly behind it: in 固镇县连城镇 the county is only the address."""


def zones_of(article: Article) -> tuple[Zone, ...]:
    """Head, lead and body of an article, without credits."""
    head = article.head
    zones = [Zone(str(text), HEAD) for text in (head.kicker, head.title, head.subtitle) if text]
    paragraphs = 0
    for block in article.blocks:
        paragraphs += block.kind == "paragraph"
        zones.append(Zone(_CREDIT.sub("", str(block.text)), LEAD if block.kind == "paragraph" and paragraphs <= 2 else BODY))
    return tuple(zones)


def mentions_of(zones: tuple[Zone, ...], gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """The names of all zones; a township's name means throughout what it means once behind its county's name."""
    mentions: list[Mention] = []
    for zone in zones:
        mentions.extend(_mentions(zone, gazetteer))
    bound = {m.name: m.senses for m in mentions if m.bound and len(m.senses) == 1 and len(m.senses[0].code) > 6}
    mentions = [replace(m, senses=bound[m.name]) if m.name in bound else m for m in mentions]
    seen = {(m.name, m.weight) for m in mentions}
    printed = [name for name, senses in bound.items() if senses[0].kind == PRINTED and name not in gazetteer.names]
    for name in printed[:PRINTED_SOUGHT]:
        mentions.extend(Mention(name, zone.weight, bound[name]) for zone in zones if (name, zone.weight) not in seen and name in zone.text)
    return tuple(mentions)


def _mentions(zone: Zone, gazetteer: Gazetteer) -> list[Mention]:
    text, out = zone.text, list[Mention]()
    end = -1
    for start, stop, name in gazetteer.find(text):
        senses = gazetteer.names[name]
        parents = out[-1].senses if out and start == end else ()
        inside = tuple(s for s in senses if any(len(p.code) < len(s.code) and s.code.startswith(p.code) for p in parents))
        county = next((p for p in parents if len(p.code) == 6), None)
        if inside:
            senses = inside
        elif county and (printed := _printed(text, start)):
            inside = senses = (Sense(county.code + "000", PRINTED),)
            name, stop = printed, start + len(printed)
        elif not _means_a_unit(text, start, stop, senses, gazetteer):
            continue
        if inside:
            kept = tuple(p for p in parents if any(s.code.startswith(p.code) for s in inside))
            out[-1] = replace(out[-1], leads=True, senses=kept)
        out.append(Mention(name, zone.weight, senses, opens=start == 0, bound=bool(inside)))
        end = stop
        if any(len(sense.code) == 6 for sense in senses) and (printed := _printed(text, stop)) and printed not in gazetteer.names:
            counties = tuple(sense for sense in senses if len(sense.code) == 6)
            out[-1] = replace(out[-1], leads=True)
            out.append(Mention(printed, zone.weight, tuple(Sense(c.code + "000", PRINTED) for c in counties), bound=True))
            end = stop + len(printed)
    return out


def _printed(text: str, at: int) -> str:
    """The name at `at` that is shaped like a township's, or nothing."""
    match = _PRINTED.match(text, at)
    return match[0] if match and not NO_NAME.search(match[0][:-1]) else ""


def _means_a_unit(text: str, start: int, stop: int, senses: tuple[Sense, ...], gazetteer: Gazetteer) -> bool:
    """Whether a name that no parent precedes can mean its unit: 理县 within 管理县级 does not, 城区 never does."""
    name = text[start:stop]
    if name in gazetteer.generic or _GOES_ON.match(text, stop - 1):
        return False
    if all(sense.kind == "short" for sense in senses):
        return not _OTHER_NAME.match(text, stop) and not _ON_THE_WAY.search(text, max(0, start - 2), start)
    return len(name) > 2 or name[-1] not in "县区市镇乡旗" or start == 0 or text[start - 1] in _BREAK
