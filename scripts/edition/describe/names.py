"""Finds the names of places in an article, and for each name the units that it can mean there.

A unit is a province, prefecture, county or township. A sense is one unit that a name can mean, with its code: two digits for a province,
four for a prefecture, six for a county, nine for a township.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from edition.gazetteer import Gazetteer, Sense
from edition.model import Article

HEAD, LEAD, BODY = 6.0, 3.0, 1.0
"""The weight of a name in kicker, title or subtitle; in the first two paragraphs; and elsewhere. The head says what the whole article is
about, and the lead sets the scene; a name in the rest alone is mostly mentioned in passing (tests/cases/describe/place.yml)."""

_CREDIT = re.compile(r"[（(][^（）()]{0,40}(?:记者|通讯员|实习生|报道|供稿|文/图|摄)[^（）()]{0,40}[）)]|^[（(][^（）()]{1,16}[）)]$")
"""Matches brackets with people's names in a paragraph: 海东 in （记者 丁海东） is no prefecture."""
_GOES_ON = re.compile(r"乡(?=[村镇亲土愁贤音下间道情])|镇(?=[化域])|区(?=[域间块])|县(?=域)|市(?=[场值])")
"""Matches a last character that belongs to the next word: 建设乡 in 建设乡村 is no township."""
_OTHER_NAME = re.compile(r"[东西南北中]?[路街巷]|大道|大街|大桥|大学|学院|银行|集团")
"""Matches the rest of another name after a short name: 南京路 lies in many towns."""
_ON_THE_WAY = re.compile(r"(?:来自|运往|销往|发往|前往|送到|送往|赴|往|从|去|到|由)$")
"""Matches words before a place that somebody comes from or goes to."""
_PRINTED = re.compile(r"[\u4e00-\u9fff]{2,5}?(?:镇|乡|街道|苏木)(?![村镇化亲])")
NO_NAME = re.compile(
    r"[各全该本乡等多两几个和与及的在区县市我每]|[一二三四五六七八九十]个|农村|所有|部分|有关|相关|基层|美丽|特色|重点|贫困|小城"
)
"""Matches words that show that a printed `…镇` is no name: 各乡镇, 全县乡镇, 重点镇."""
_BREAK = frozenset("，。、；：？！,.;:?!“”‘’\"'（）()《》【】[]—- 　\n·在到从于对给往赴离")
PRINTED = "printed"
"""The kind of sense of a township that is in no table but is printed right after its county's name. Its code is the county's and `000`."""
PRINTED_SOUGHT = 8
"""The most such names that are sought in the rest of the article. An article about one township prints few. The limit keeps the work in
step with the length of the article."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of an article, with the weight of a name in it."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Mention:
    """One name at one place of the article."""

    name: str
    weight: float
    senses: tuple[Sense, ...]
    opens: bool = False
    """It stands at the very beginning of its zone, as places in titles do."""
    bound: bool = False
    """It stands right after the name of a unit in which it lies."""
    leads: bool = False
    """A unit that lies in it stands right after it: in 固镇县连城镇 the county is only the address."""


def zones_of(article: Article) -> tuple[Zone, ...]:
    """The zones of an article: head, lead and the rest, without people's names in brackets."""
    head = article.head
    zones = [Zone(str(text), HEAD) for text in (head.kicker, head.title, head.subtitle) if text]
    paragraphs = 0
    for block in article.blocks:
        paragraphs += block.kind == "paragraph"
        zones.append(Zone(_CREDIT.sub("", str(block.text)), LEAD if block.kind == "paragraph" and paragraphs <= 2 else BODY))
    return tuple(zones)


def mentions_of(zones: tuple[Zone, ...], gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """The names of all zones. If a township's name stands right after its county's name once, it means that township everywhere."""
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
    """The name at offset `at` that has the form of a township's name; empty if there is none."""
    match = _PRINTED.match(text, at)
    return match[0] if match and not NO_NAME.search(match[0][:-1]) else ""


def _means_a_unit(text: str, start: int, stop: int, senses: tuple[Sense, ...], gazetteer: Gazetteer) -> bool:
    """Whether a name can mean its unit, if the unit above it does not stand before it. 理县 in 管理县级 does not; 城区 never does."""
    name = text[start:stop]
    if name in gazetteer.generic or _GOES_ON.match(text, stop - 1):
        return False
    if all(sense.kind == "short" for sense in senses):
        return not _OTHER_NAME.match(text, stop) and not _ON_THE_WAY.search(text, max(0, start - 2), start)
    return len(name) > 2 or name[-1] not in "县区市镇乡旗" or start == 0 or text[start - 1] in _BREAK
