"""Finds where an article happens: province, prefecture, county and township.

One name alone is often ambiguous (新市镇 exists ten times) or an everyday word (和平, 城区). The other names in the same article decide:
the county above a township, the prefecture above a county. The places of other articles are never used.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from edition.describe.names import BODY, HEAD, LED_TO, Cut, Mention, Region, Zone, can_be_a_town, mentions_of, related, zones_of
from edition.describe.ours import OURS
from edition.gazetteer import LEVEL_OF, Gazetteer, standard_code
from edition.model import LEVELS, Article, Finding, Rival

BELOW, ABOVE = 0.6, 0.2
"""The share of its own weight that a township adds to its county, and that a prefecture or province adds to each of its counties."""
MAJORITY = 0.5
"""The subject must have more than this share of the weight of all units of its level. With two equal counties, an article is about both,
and so about neither."""
RETURNS = 2
"""A township of an unknown county must be named more often than this, or in the head, to be the subject."""

RIVALS = 3
"""So many other places are shown to an editor where the place is open."""

_NARROW = re.compile(r"[全该][镇乡村]|街道办|[镇乡村](?!镇)[里上党委民支干医口头组]|驻村|乡镇干部|社里")
"""Matches words that show that a text goes on about one township or village."""
_WIDE = re.compile(
    r"[全该][县市区旗]|[县市区旗](?<![社小园景街山库校厂灾牧林矿港片]区)(?<![超城门集都夜早菜楼]市)(?:里|内|委|政府|直|级|[\u4e00-\u9fff]{1,4}[局办院](?![子落坝坛里])|农技|卫健|总工会|妇联)"
)
"""Matches words that show that a text goes on about a whole county or city: 区里, but not 社区里."""
_HEADLINE_TOWNSHIP = re.compile(r"(?:——)?([\u4e00-\u9fff]{2,4}?[镇乡])(?![村镇化])")


@dataclass(slots=True)
class _Town:
    """The weight and places of one township's name, for one county in which it can lie."""

    weight: float = 0.0
    head: bool = False
    lead: bool = False
    scene: bool = False
    """It stands in the first sentence, right behind its county."""
    visited: bool = False
    """The first sentence says that somebody comes there to look or to ask."""


@dataclass(frozen=True, slots=True)
class _Ground:
    """The evidence of one article. It is counted once, so that the work grows only with the length of the article."""

    zones: tuple[Zone, ...]
    mentions: tuple[Mention, ...]
    gazetteer: Gazetteer
    towns: Mapping[str, Mapping[str, _Town]]
    """The named townships, by the code of the county in which they can lie and by name."""
    times: Mapping[str, int]
    """How often each name stands in the article, by name."""
    turns: Mapping[str, int]
    """How often the text names a county, prefecture or province, by code. Addresses do not count (固镇县 in 固镇县连城镇)."""
    counties: Mapping[str, frozenset[str]]
    """The codes of all counties in which a township of a name can lie, by name."""
    region: Region
    """The codes of the units that the newspaper is named after."""


def _survey(article: Article, gazetteer: Gazetteer, cut: Cut, region: Region, paper: str) -> _Ground:
    zones = zones_of(article, gazetteer.traditional)
    mentions = mentions_of(zones, gazetteer, cut, region, paper)
    towns: dict[str, dict[str, _Town]] = defaultdict(lambda: defaultdict(_Town))
    turns: Counter[str] = Counter()
    counties: dict[str, frozenset[str]] = {}
    for mention in mentions:
        for sense in mention.senses:
            if len(sense.code) > 6:
                town = towns[sense.code[:6]][mention.name]
                town.weight += mention.weight
                town.head = town.head or mention.weight == HEAD
                town.lead = town.lead or BODY < mention.weight < HEAD
                town.visited = town.visited or (mention.first and mention.visited)
                town.scene = town.scene or (mention.first and mention.bound and not mention.reading)
            elif not mention.leads and sense.kind != OURS:
                turns[sense.code] += 1
        counties[mention.name] = counties.get(mention.name, frozenset()) | {s.code[:6] for s in mention.senses}
    return _Ground(zones, mentions, gazetteer, towns, Counter(m.name for m in mentions), turns, counties, region)


def describe_place(
    article: Article, gazetteer: Gazetteer, cut: Cut, region: Region = frozenset(), paper: str = ""
) -> tuple[Mapping[str, Finding], tuple[Rival, ...]]:
    """The units that the whole article is about, by level; and where these are open or doubtful, the units of which the text speaks.

    A level is absent if neither text nor gazetteer gives it. Where the article could be cut otherwise, county and township are doubtful,
    because the words that name them may be a neighbour's, and so are province and prefecture where only that county shows them.

    Args:
        article: restored.
        gazetteer: the units.
        cut: cuts a clause into its words.
        region: the codes of the units that the newspaper is named after. They support a name. They are no place of the article, unless it
            speaks of 我县.
        paper: the newspaper's name.
    """
    ground = _survey(article, gazetteer, cut, region, paper)
    found = _place_on(ground, article.blurred)
    is_open = not found or any(one.doubt for one in found.values())
    return found, tuple(_rivals(article, ground, found)) if is_open else ()


def _rivals(article: Article, ground: _Ground, found: Mapping[str, Finding]) -> Iterator[Rival]:
    """The place that was found, then the other counties that weigh most; for one alone, nothing is the other reading."""
    chosen = tuple(found[level].value for level in LEVELS if level in found)
    weights: dict[tuple[str, ...], float] = defaultdict(float)
    printed: dict[tuple[str, ...], str] = {}
    for mention in ground.mentions:
        codes = sorted({sense.code[:6] for sense in mention.senses if len(sense.code) >= 6} & ground.gazetteer.units.keys())
        for code in codes if len(codes) <= RIVALS else ():  # A name that ten counties have shows none of them.
            units = tuple(ground.gazetteer.units[unit] for unit in ground.gazetteer.chain(code))
            weights[units] += mention.weight / len(codes)
            printed.setdefault(units, mention.printed)
    if chosen:
        yield Rival(chosen, _at(article, found[max(found, key=LEVELS.index)].evidence[0]))
    most = sorted(weights, key=lambda units: (-weights[units], units))[:RIVALS]
    others = [units for units in most if units != chosen[: len(units)]]
    yield from (Rival(units, _at(article, printed[units])) for units in others)
    if chosen and not others:
        yield Rival((), -1)


def _at(article: Article, words: str) -> int:
    """Where words stand in the dump that an article prints; -1 where they are not printed so."""
    for text in article.texts():
        at = str(text).find(words)
        if at >= 0:
            return text.split_at([at])[1].begin
    return -1


def _place_on(ground: _Ground, blurred: bool) -> Mapping[str, Finding]:
    county, wide = _county(ground), _wide(ground)
    if county and wide and not county.startswith(wide) and _doubt(county, ground) == "mention" and not _doubt(wide, ground):
        county = None
    county, wide = (None if code and (_in_passing(code, ground) or _strays(code, ground)) else code for code in (county, wide))
    if county is None:
        lone = None if wide else _lone_township(ground)
        return {"township": lone} if lone else _findings(wide, ground) if wide else {}
    found = _findings(county, ground)
    if name := _subject_township(ground, county):
        found["township"] = _township(name, county, ground)
    if blurred:
        sure = {LEVEL_OF[width] for width in (2, 4) if _shown_without(county, county[:width], ground)}
        found = {level: one if level in sure else replace(one, doubt="border") for level, one in found.items()}
    return found


def _shown_without(county: str, unit: str, ground: _Ground) -> bool:
    """Whether the newspaper's name shows a unit, or the text names it, or another one in it, and not only as what a county lies in."""
    if any(code.startswith(unit) for code in ground.region):
        return True
    named = (m.senses[0].code for m in ground.mentions if len(m.senses) == 1 and not m.leads)
    return any(code.startswith(unit) and not code.startswith(county) for code in named)


def _doubt(unit: str, ground: _Ground) -> str:
    """Why the story may not be of a unit, as `Finding.doubt` says it; empty where nothing speaks against it."""
    if any(related(unit, code) for code in ground.region):
        return ""
    near = [m for m in ground.mentions if any(related(s.code, unit) for s in m.senses)]
    if not any(s.code.startswith(unit) for m in near if not m.reading for s in m.senses):
        return "mention"
    alone = all(not m.bound and len(s.code) > 6 for m in near for s in m.senses) and len({m.name for m in near}) == 1
    return "namesake" if alone and len(unit) <= 6 else ""


def _strays(unit: str, ground: _Ground) -> bool:
    """Whether a unit lies in another province than the newspaper's region, and one bare name of a lower unit is all that speaks for it:
    双桥区 in a page of 邻水县 is a ward of that county rather than the district of 承德市."""
    near = [m for m in ground.mentions if any(related(s.code, unit) for s in m.senses)]
    abroad = bool(ground.region) and unit[:2] not in {code[:2] for code in ground.region}
    return abroad and len(near) == 1 and not near[0].bound and all(len(s.code) >= 6 for s in near[0].senses)


def _in_passing(unit: str, ground: _Ground) -> bool:
    """Whether the story names a unit only once, behind head and lead, and may only speak of it: the factory in 昆山市 where a villager
    has worked does not make his story one of that city."""
    near = [m for m in ground.mentions if any(related(s.code, unit) for s in m.senses)]
    names = Counter(m.name for m in near)
    passing = all(m.weight == BODY and m.reading and m.reading != LED_TO for m in near)
    return passing and _doubt(unit, ground) == "mention" and max(names.values()) == 1


def _county(ground: _Ground) -> str | None:
    """The code of the county that the article is about; None if it is about a wider area or about no place."""
    direct: dict[str, float] = defaultdict(float)
    below: dict[str, float] = defaultdict(float)
    above: dict[str, float] = defaultdict(float)
    named: set[str] = set()
    supported: set[str] = set()
    for mention in ground.mentions:
        counties = {sense.code[:6] for sense in mention.senses if len(sense.code) >= 6}
        for sense in mention.senses:
            if len(sense.code) == 6:
                direct[sense.code] += mention.weight
                if sense.kind != "short" or mention.bound or mention.sure:
                    (named if len(counties) == 1 else supported).add(sense.code)
            elif len(sense.code) > 6:
                below[sense.code[:6]] += mention.weight / len(counties)
            else:
                above[sense.code] += mention.weight
    townships = {code for code in below if code not in named and _subject_township(ground, code)}
    scores: dict[str, float] = {}
    for code in {*named, *supported, *townships}:
        support = above.get(code[:4], 0.0) + above.get(code[:2], 0.0)
        alone = code in named or (code in townships and _only_one(code, ground))
        if alone or support or (code in supported and below.get(code)):
            scores[code] = direct.get(code, 0.0) + BELOW * below.get(code, 0.0) + ABOVE * support
    return _majority(_at_home(scores, ground))


def _at_home(scores: Mapping[str, float], ground: _Ground) -> Mapping[str, float]:
    """The scores without counties of which the story only speaks, as far as words and position show it.

    A county whose name stands beside no doubtful words goes before doubtful ones of other provinces. The one county of head and first
    sentence goes before those of other provinces; and if its township stands there, too, before those of other prefectures: a story from
    黎平县高屯街道 can tell of 瑞金市 again and again. A county of the newspaper's own goes before those that stand only further down.
    """
    sound = _named(ground, lambda m: not m.reading) & scores.keys()
    opening = _named(ground, lambda m: m.first and not m.reading) & sound
    provinces = {code[:2] for code in opening if len(opening) == 1} or {code[:2] for code in sound}
    if len(opening) == 1 and opening & _named(ground, lambda m: m.first and not m.reading and len(m.senses[0].code) > 6):
        provinces = {code[:4] for code in opening}
    own = {code for code in sound if any(related(code, unit) for unit in ground.region)}
    if own and opening <= own:
        provinces = own
    return {code: score for code, score in scores.items() if code.startswith(tuple(provinces))} or scores


def _named(ground: _Ground, test: Callable[[Mention], bool]) -> set[str]:
    """The counties, by code, that the mentions which pass a test name without ambiguity, themselves or by a township."""
    return {codes.pop() for m in ground.mentions if test(m) and len(codes := {s.code[:6] for s in m.senses if len(s.code) >= 6}) == 1}


def _only_one(county: str, ground: _Ground) -> bool:
    """Whether the article is about a township that can lie in this county and in no other."""
    name = _subject_township(ground, county)
    return name is not None and ground.counties[name] == {county}


def _majority(scores: Mapping[str, float]) -> str | None:
    """The code of the unit that weighs more than all others together; None if there is none."""
    best = max(scores, key=lambda code: (scores[code], code), default=None)
    return best if best and scores[best] > MAJORITY * sum(scores.values()) else None


def _wide(ground: _Ground) -> str | None:
    """The code of the prefecture, or else of the province, that the article is about; None if there is none.

    The unit itself must stand in head or lead, or the full name of a county in it. Short names of counties alone prove nothing: 尧都 in
    尧都一中 is only part of a school's name.
    """
    for width in (4, 2):
        scores: dict[str, float] = defaultdict(float)
        shown: set[str] = set()
        for mention in ground.mentions:
            codes = {
                sense.code[:width]
                for sense in mention.senses
                if len(sense.code) == width or (width < len(sense.code) <= 6 and (sense.kind != "short" or len(sense.code) == 4))
            }
            for code in codes:
                scores[code] += mention.weight / len(codes)
            if len(codes) == 1 and mention.weight > BODY:
                shown |= codes
        best = _majority({code: score for code, score in scores.items() if code in shown and code in ground.gazetteer.units})
        if best:
            return best
    return None


def _subject_township(ground: _Ground, county: str) -> str | None:
    """The printed name of the township of `county` that the whole article is about; None if there is none.

    The head names it. Or somebody comes there, and it is the only one. Or the lead names it, and the text speaks more often of the township
    and its villages than of the county; county and township together in the first sentence count twice. A herdsman's home in the first line
    of a story about the whole county is a mention in passing.
    """
    towns = ground.towns.get(county, {})
    best = max(towns, key=lambda name: (towns[name].head, towns[name].weight, name), default=None)
    if best is None or towns[best].head or (towns[best].visited and len(towns) == 1):
        return best
    if not towns[best].lead or towns[best].weight <= MAJORITY * sum(town.weight for town in towns.values()):
        return None
    own = {m.printed for m in ground.mentions for sense in m.senses if sense.code == county}
    names = "|".join(map(re.escape, sorted(own, key=lambda name: (-len(name), name))))
    texts = [re.sub(names, "", zone.text) if own else zone.text for zone in ground.zones]  # 霍邱县农业局 is named once, not twice.
    narrow = ground.times[best] + towns[best].scene + sum(len(_NARROW.findall(text)) for text in texts)
    wide = ground.turns.get(county, 0) + ground.turns.get(county[:4], 0) + sum(len(_WIDE.findall(text)) for text in texts)
    return best if narrow > wide else None


def _township(name: str, county: str, ground: _Ground) -> Finding:
    """The township by its printed name, in simplified characters. If that is a former name, today's name is in the evidence."""
    printed, sense = next(
        (m.printed, s) for m in ground.mentions if m.name == name for s in m.senses if len(s.code) > 6 and s.code.startswith(county)
    )
    today = ground.gazetteer.units.get(sense.code)
    stated, doubt = printed == name, _doubt(sense.code, ground)
    code = sense.code if today and _doubt(county, ground) != "namesake" else ""
    if sense.kind == "former" and today and today != name:
        return Finding(name, (printed, sense.why, f"今为{today}"), "former name", stated, doubt, code)
    why = (sense.why,) if sense.why else ()
    return Finding(name, (printed, *why), "printed", stated, doubt, code)


def _lone_township(ground: _Ground) -> Finding | None:
    """The township that the article names again and again, if nothing shows its county (新市镇 exists ten times); None if there is none."""
    body = "".join(zone.text for zone in ground.zones if zone.weight != HEAD)
    for zone in ground.zones:
        match = _HEADLINE_TOWNSHIP.match(zone.text) if zone.weight == HEAD else None
        wider = match and any(len(sense.code) < 9 for sense in ground.gazetteer.names.get(match[1], ()))  # 景德镇 is a city.
        known = match and match[1] in ground.gazetteer.names and match[1] not in ground.gazetteer.generic  # 新市镇, but not 县市镇.
        if match and not wider and match[1] in body and (known or can_be_a_town(match[1])):
            return Finding(match[1], (match[1],), "printed", stated=True)
    times = Counter(m.name for m in ground.mentions if all(len(sense.code) == 9 for sense in m.senses))
    lead = {m.name for m in ground.mentions if m.weight > BODY}
    for name, count in times.most_common(1):
        if name in lead and count > RETURNS:
            return Finding(name, (name,), "printed", stated=True)
    return None


def _findings(code: str, ground: _Ground) -> dict[str, Finding]:
    """The unit and all units in which it lies, by level. Each is printed in the article or follows from the gazetteer."""
    units = ground.gazetteer.units
    chain = ground.gazetteer.chain(code)
    trail = " → ".join(units[unit] for unit in reversed(chain))
    out: dict[str, Finding] = {}
    for unit in chain:
        forms = {sense.kind: (m.printed, sense.why) for m in ground.mentions for sense in m.senses if sense.code == unit}
        level = LEVEL_OF[len(unit)]
        if "full" in forms:
            one = Finding(units[unit], (forms["full"][0],), "printed", stated=forms["full"][0] == units[unit])
        elif "usual" in forms:
            one = Finding(units[unit], (forms["usual"][0], trail), "usual name")
        elif "part" in forms and "short" not in forms:
            one = Finding(units[unit], (forms["part"][0], forms["part"][1]), "part of it")
        elif "former" in forms:
            # The page uses the name of its own day. Today's name is evidence.
            one = Finding(forms["former"][0], (*forms["former"], f"今为{units[unit]}"), "former name", stated=True)
        elif "short" in forms:
            one = Finding(units[unit], (forms["short"][0], trail), "short name")
        elif OURS in forms:
            one = Finding(units[unit], (*forms[OURS], trail), "own region")
        else:
            under = next(((m.printed, s) for m in ground.mentions for s in m.senses if s.code.startswith(code)), (units[code], None))
            paper = (under[1].why,) if under[1] and under[1].kind == OURS else ()
            one = Finding(units[unit], (under[0], *paper, trail), "own region" if paper else "gazetteer")
        out[level] = replace(one, doubt=_doubt(unit, ground), code=standard_code(unit))
    return out
