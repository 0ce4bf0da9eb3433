"""Finds the names of places in an article, and for each name the units that it can mean there.

A unit is a province, prefecture, county or township. A sense is one unit that a name can mean, with its code: two digits for a province,
four for a prefecture, six for a county, nine for a township.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from edition.contexts import DOUBTFUL, ELSEWHERE, HERE, JOURNEY, PRODUCT
from edition.describe.ours import OURS, beside, own_places, own_unit
from edition.gazetteer import Gazetteer, Sense
from edition.model import Article
from edition.segmenter import part_of_speech

HEAD, LEAD, BODY = 6.0, 3.0, 1.0
"""The weight of a name in kicker, title or subtitle; in the first two paragraphs; and elsewhere. The head says what the whole article is
about, and the lead sets the scene; a name in the rest alone is mostly mentioned in passing (tests/cases/describe/place.yml)."""

_CREDIT = re.compile(r"[（(][^（）()]{0,40}(?:记者|通讯员|实习生|报道|供稿|文/图|摄)[^（）()]{0,40}[）)]|^[（(][^（）()]{1,16}[）)]$")
"""Matches brackets with people's names in a paragraph: 海东 in （记者 丁海东） is no prefecture."""
_OFFICE = re.compile(r"[代和]县长")
"""Matches who acts as county head, or who is with one, where the letters of 代县 or 和县 stand."""
_GOES_ON = re.compile(r"乡(?=[村镇亲土愁贤音下间道情])|镇(?=[化域])|区(?=[域间块])|县(?=域)|市(?=[场值])")
"""Matches a last character that belongs to the next word: 建设乡 in 建设乡村 is no township."""
_OTHER_NAME = re.compile(
    r"[东西南北中]?[路街巷]|大道|大街|大桥|大学|学院|银行|集团|[镇乡](?![\u4e00-\u9fff]?[村里上下间亲])|街道|苏木|村(?![\u4e00-\u9fff]?[民里上])"
)
"""Matches the rest of another name after a short name: 南京路 lies in many towns, and 虹口镇 is not in 虹口区."""
_ON_THE_WAY = re.compile(r"(?:来自|运往|销往|发往|前往|送到|送往|赴|往|从|去|到|由)$")
"""Matches words before a place that somebody comes from or goes to."""
_PRINTED = re.compile(r"[\u4e00-\u9fff]{2,5}?(?:镇|乡|街道|苏木)(?![村镇化亲])")
NO_NAME = re.compile(
    r"[各全该本乡等多两几个和与及的在区县市我每]|[一二三四五六七八九十]个|农村|所有|部分|有关|相关|基层|美丽|特色|重点|贫困|小城"
)
"""Matches words that show that a printed `…镇` is no name: 各乡镇, 全县乡镇, 重点镇."""
_TOWN = re.compile("[古小城重名强市村]镇$")
"""Matches the end of words for towns: 水乡古镇."""
_BREAK = frozenset("，。、；：？！,.;:?!“”‘’\"'（）()《》【】[]—- 　\n·在到从于对给往赴离")
_STOPS = frozenset("，。、；：？！,.;:?!“”‘’\"'（）()《》〈〉【】[]—…·- \u3000\t\n\r|/")
"""Characters that no word goes over."""
_STOP = re.compile(f"[{re.escape(''.join(sorted(_STOPS)))}]")
_ENDS_A_WORD = frozenset("省市县区州旗盟府乡镇村我全各记者于至抵抓访赴往")
"""Single characters before a name that do not belong to it, although they can be nouns."""
_PLACE_WORD = re.compile(
    r"市民|居民|村民|农民|农户|农村|农业|群众|乡亲|老乡|市场|市区|城区|县城|老城|新城|城里|乡下|街头|街上|境内|各地|当地|本地|一带|地区|市县|社区|小区|村|乡|镇|山区"
    r"|车站|火车站|机场|港口|警方|公安|法院|检察|消防|海关|海事|税务|交警|供电|市委|县委|区委|市政府|县政府|区政府|全市|全县|人民|籍|人$|市$|县$|区$"
)
"""Matches words that are said of a place: 如皋的社区, 蒙自市民."""
_OTHER_COUNTY = re.compile(r"[^\W\d_我全本该各邻外两某出老市贫大穷富小农强名此一二三四五六七八九十个在到往来县]县$")
"""Matches, right before a township, a county that no table knows (青石县柳溪镇): the township is none of those that are known."""
_GUEST = re.compile(r"的(?:朋友|友人|客人|客商|游客|来客|亲戚|亲友|商人|买家|订单|同行|伙伴|专家|客户|战友|同学)")
"""Matches words for people and things that come from a place to another one: 长沙的朋友来做客."""
_BEFORE_DATELINE = re.compile(r"[【\[（(]?据?(?:本报|本刊|新华社|新华网|中新社|中新网|中国新闻社|人民网|央视网)?(?:记者)?")
_AFTER_DATELINE = re.compile(
    r"[ \u3000]?(?:讯(?!息)|消息[：:】]|(?:[\d〇○零一二三四五六七八九十廿]{1,3}月)?[\d〇○零一二三四五六七八九十廿]{1,3}日(?:专|急)?[电讯])"
)
_BEFORE_REPORT = re.compile(r"[〔［【\[（(](?:本[报報])?(?:特派)?[记記]者[\u3400-\u9fff\u3000 、]{2,12}?[／/]?")
_AFTER_REPORT = re.compile(r"[县縣市]?(?:电话|電話|专电|專電)?(?:报导|報導|报道|報道)[〕］】\]）)]")
_JOINED = re.compile(r"[、和与及]?|以及")
"""Matches what joins names to one list: 江西省九江市、湖北省武汉市."""
_SENTENCE = re.compile(r"[。！？!?]")
_HERE = frozenset(
    "在 据 由 是 当 为 来 位于 地处 坐落于 坐落在 来到 走进 深入 探访 走访 作为 身为 家住 记 获悉 发生".split()  # noqa: SIM905 (one line)
)
"""Verbs and prepositions before the name of the place where a story happens: 位于霍邱县, 走进霍邱县."""
NOMINAL = ("n", "vn", "an", "b", "j")
"""Beginnings of jieba's tags of words that can go on a name: 拉面 n, 时间 n, 会战 vn."""
PARTS = ("d", "p", "u", "c", "r", "f", "t")
"""Beginnings of jieba's tags of words with which no name goes on: adverbs, prepositions, particles, times."""
FEW = 3
"""A name that more units bear than this shows none of them."""
LED_TO = "led to"
"""What is read where only a verb or preposition before a name leads to the place: it may be elsewhere."""
Cut = Callable[[str], Iterable[str]]
Region = frozenset[str]
PRINTED = "printed"
"""The kind of sense of a township that is in no table but is printed right after its county's name. Its code is the county's and `000`."""
PRINTED_SOUGHT = 8
"""The most such names that are sought in the rest of the article. An article about one township prints few. The limit keeps the work in
step with the length of the article."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of an article, with the weight of a name in it."""

    text: str
    plain: str
    """The same in simplified characters."""
    weight: float
    opening: int = 0
    """How many characters of it tell first where the story happens: all of the head, and the first sentence of the text."""


class Mention(NamedTuple):
    """One name at one place of the article."""

    name: str
    weight: float
    senses: tuple[Sense, ...]
    printed: str
    """The name as the page prints it: in traditional characters where the page has them."""
    opens: bool = False
    """It stands at the beginning of its zone or of a line of the head, as places in titles do."""
    bound: bool = False
    """It stands right after the name of a unit in which it lies."""
    leads: bool = False
    """A unit that lies in it stands right after it: in 固镇县连城镇 the county is only the address."""
    part: bool = False
    """It may be a part of another name or of a compound: 青岛啤酒, 延安精神."""
    dateline: bool = False
    """It stands in a dateline: 本报如皋讯."""
    after: str = ""
    """The word behind it; empty at the end of a clause."""
    acts: bool = False
    """What follows is a word that can follow a whole name: 建水举办, 新沂32名."""
    sure: bool = False
    """Something beside the letters shows that it means the place: a dateline, words that only a place has (如皋的社区), the newspaper."""
    reading: str = ""
    """`elsewhere` where the words around it show a place that the story only speaks of, `doubtful`, `journey` or `led to` where it may be
    one; else empty."""
    first: bool = False
    """It stands in the head or in the first sentence of the text."""
    led: bool = False
    """Its province stands before it, as newspapers name far places, and the newspaper's name does not show it to be near."""
    visited: bool = False
    """Somebody comes there to look or to ask: 到长集镇调研."""
    foreign: bool = False
    """The same sentence says 我县 or the like, which is another place."""

    @property
    def short(self) -> bool:
        """Whether it can only be the short name of a unit, without its kind."""
        return all(sense.kind == "short" for sense in self.senses)

    @property
    def alone(self) -> bool:
        """Whether it is a short name and no unit above or below it stands right beside it."""
        return self.short and not self.bound and not self.leads


def zones_of(article: Article, traditional: Mapping[int, str]) -> tuple[Zone, ...]:
    """The zones of an article: head, lead and the rest, without people's names in brackets.

    Args:
        article: restored.
        traditional: for `str.translate`, to simplified characters.
    """
    head = article.head
    texts = map(str, filter(None, (head.kicker, head.title, head.subtitle)))
    zones = [Zone(text, text.translate(traditional), HEAD, len(text)) for text in texts]
    text = "paragraph" if any(block.kind == "paragraph" for block in article.blocks) else "caption"  # A picture's story is its caption.
    count = 0
    # A colon at the end of all announces another story: 长集镇： is the kicker of the next one.
    blocks = article.blocks[: article.own]
    for block in blocks[:-1] if blocks and str(blocks[-1].text).endswith(("：", ":")) else blocks:
        words = _CREDIT.sub("", str(block.text))
        count += block.kind == text
        lead = block.kind == text and count <= 2
        opening = len(_SENTENCE.split(words, maxsplit=1)[0]) if lead and count == 1 else 0
        zones.append(Zone(words, words.translate(traditional), LEAD if lead else BODY, opening))
    return tuple(zones)


def mentions_of(
    zones: tuple[Zone, ...], gazetteer: Gazetteer, cut: Cut, region: Region = frozenset(), paper: str = ""
) -> tuple[Mention, ...]:
    """The names of all zones that something shows to be places.

    If a township's name stands right after its county's name once, it means that township everywhere.

    Args:
        zones: the parts of the article.
        gazetteer: the units.
        cut: cuts a clause into its words.
        region: the codes of the units that the newspaper is named after.
        paper: the newspaper's name.
    """
    mentions: list[Mention] = []
    for zone in zones:
        mentions.extend(_mentions(zone, gazetteer, cut, region))
    if any(m.led for m in mentions) and any(True for zone in zones for _ in own_places(zone.plain)):
        mentions = [m._replace(reading=m.reading or DOUBTFUL) if m.led else m for m in mentions]
    bound = {m.name: m.senses for m in mentions if m.bound and len(m.senses) == 1 and len(m.senses[0].code) > 6}
    mentions = [m._replace(senses=bound[m.name]) if m.name in bound else m for m in mentions if not _of_another_county(m, zones)]
    mentions = _at_home(_without_elsewhere(mentions), zones, gazetteer, region, paper)
    seen = {(m.name, m.weight) for m in mentions}
    kept = {m.name for m in mentions}
    printed = [name for name, senses in bound.items() if senses[0].kind == PRINTED and name in kept and name not in gazetteer.names]
    for name in printed[:PRINTED_SOUGHT]:
        mentions.extend(
            Mention(name, zone.weight, bound[name], name) for zone in zones if (name, zone.weight) not in seen and name in zone.text
        )
    return standing(mentions, zones, gazetteer, region)


def _of_another_county(mention: Mention, zones: tuple[Zone, ...]) -> bool:
    """Whether a township's name once stands right after a county that no table knows, so that it means none that is known."""
    if mention.bound or len(mention.senses[0].code) <= 6:
        return False
    below = [zone.text for zone in zones if f"县{mention.printed}" in zone.text]
    places = ((text, found.start()) for text in below for found in re.finditer(re.escape(mention.printed), text))
    return any(_OTHER_COUNTY.search(text[max(0, at - 3) : at]) for text, at in places)


def _without_elsewhere(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions without places of which the story only speaks. A place that it first names as one of those stays one, with all that
    lies in it.

    A place to which somebody first travels, or that is once named beside 我县, is doubtful throughout, with all that lies in it. If its
    province is named, too, it is far away.
    """
    first: dict[str, str] = {}
    mentions = [m for m in mentions if m.reading != PRODUCT]
    for mention in mentions:
        # A place that is doubtful and named as far places are is one to which a story looks away.
        first.setdefault(mention.name, JOURNEY if mention.led and mention.reading == DOUBTFUL else mention.reading)
    gone = _codes(m for m in mentions if first[m.name] == ELSEWHERE or (m.foreign and m.led))
    doubted = _codes(m for m in mentions if m.foreign or first[m.name] == JOURNEY)
    out: list[Mention] = []
    for mention in mentions:
        # A township that can lie in a place that is gone is not sought in another one.
        away = any(sense.code.startswith(gone) for sense in mention.senses) or (mention.foreign and mention.led)
        if not away and ELSEWHERE not in (mention.reading, first[mention.name]):
            doubtful = not mention.reading and any(sense.code.startswith(doubted) for sense in mention.senses)
            out.append(mention._replace(reading=DOUBTFUL) if doubtful else mention)
    return out


def _codes(mentions: Iterable[Mention]) -> tuple[str, ...]:
    """The units below a province that mentions name without ambiguity, by code."""
    return tuple(sorted({m.senses[0].code for m in mentions if len(m.senses) == 1 and len(m.senses[0].code) > 2}))


def _at_home(mentions: list[Mention], zones: tuple[Zone, ...], gazetteer: Gazetteer, region: Region, paper: str) -> list[Mention]:
    """The mentions with 我县 among them, where the newspaper's name shows which county that is; other places are then only spoken of."""
    home: list[Mention] = []
    for zone in zones:
        for own in own_places(zone.plain):
            if code := own_unit(own.kind, region, paper, gazetteer):
                sense, printed = Sense(code, OURS, paper), zone.text[own.start : own.end]
                home.append(Mention(printed, zone.weight, (sense,), printed, sure=True, first=own.start < zone.opening))
    if not home:
        return mentions
    return home + [m for m in mentions if any(related(sense.code, home[0].senses[0].code) for sense in m.senses)]


def _mentions(zone: Zone, gazetteer: Gazetteer, cut: Cut, region: Region) -> list[Mention]:
    """The names of one zone, each with what the words around it say."""
    text, out, ends = zone.plain, list[Mention](), list[tuple[int, int]]()
    words = _Words(text, cut)
    end = -1
    for start, stop, name in gazetteer.find(text):
        if start < end:
            continue
        senses = gazetteer.names[name]
        parents = out[-1].senses if out and start == end else ()
        inside = tuple(s for s in senses if any(len(p.code) < len(s.code) and s.code.startswith(p.code) for p in parents))
        county = next((p for p in parents if len(p.code) == 6), None)
        if inside and (stop - start > 2 or words.border(stop)):
            senses = inside
        elif county and (printed := _printed(text, start)):
            inside = senses = (Sense(county.code + "000", PRINTED),)
            name, stop = printed, start + len(printed)
        elif (
            _means_a_unit(text, start, stop, senses, gazetteer)
            and words.border(start)
            and (_kind_shown(senses) or words.border(stop))
            and not (len(senses[0].code) > 6 and words.cuts_a_name(start))
        ):
            inside = ()  # The last character of a full name can begin a word as well: 平江县委.
        else:
            continue
        if inside:
            kept = tuple(p for p in parents if any(s.code.startswith(p.code) for s in inside))
            out[-1] = out[-1]._replace(leads=True, senses=kept)
        one = Mention(name, zone.weight, senses, zone.text[start:stop], opens=_opens(zone, start), bound=bool(inside))
        if one.short and not inside:
            one = one._replace(
                part=words.compound(stop),
                after=words.after(stop),
                acts=words.goes_on(stop) and not _GUEST.match(zone.text, stop),
                dateline=_dateline(text, start, stop),
                sure=_said_of_a_place(zone, start, stop, words),
            )
        out.append(one)
        ends.append((start, stop))
        end = stop
        if any(len(sense.code) == 6 for sense in senses) and (printed := _printed(text, stop)) and printed not in gazetteer.names:
            counties = tuple(sense for sense in senses if len(sense.code) == 6)
            out[-1] = out[-1]._replace(leads=True)
            below = tuple(Sense(c.code + "000", PRINTED) for c in counties)
            end = stop + len(printed)
            out.append(Mention(printed, zone.weight, below, zone.text[stop:end], bound=True))
            ends.append((stop, end))
    return _read(out, ends, text, zone.opening, words, gazetteer, region)


def _read(
    mentions: list[Mention], ends: list[tuple[int, int]], text: str, opening: int, words: _Words, gazetteer: Gazetteer, region: Region
) -> list[Mention]:
    """The mentions with what the words around them say. Names that are joined (销往九江市、武汉市) are read as one."""
    out: list[Mention] = []
    while len(out) < len(mentions):
        begin = stop = len(out)
        while stop + 1 < len(mentions) and _JOINED.fullmatch(text, ends[stop][1], ends[stop + 1][0]):
            stop += 1
        group, start = mentions[begin : stop + 1], ends[begin][0]
        led = group[0].leads and len(group[0].senses[0].code) == 2
        reading = gazetteer.contexts.read(text, start, ends[stop][1], led=led) or (LED_TO if words.goes_there(start) else "")
        codes = {sense.code for m in group for sense in m.senses}
        home = any(related(one, other) for one in codes for other in region)
        other = "" if home or reading == PRODUCT else beside(text, start, ends[stop][1], codes, led=led, reading=reading)
        visited = reading == HERE
        if visited or home:
            reading = ""
        reading = other if other == ELSEWHERE else reading or other
        if reading or led or start < opening:
            group = [
                m._replace(reading=reading, first=start < opening, led=led and not home, visited=visited, foreign=bool(other))
                for m in group
            ]
        out.extend(group)
    return out


def related(one: str, other: str) -> bool:
    """Whether a unit is another one, or lies in it, or the other way round."""
    return one.startswith(other) or other.startswith(one)


class _Words:
    """The words of a text. A clause is cut only when somebody asks, because cutting is most of the work."""

    def __init__(self, text: str, cut: Cut) -> None:
        self._text, self._cut = text, cut
        self._ends = [match.start() for match in _STOP.finditer(text)]
        self._clauses: dict[int, dict[int, str]] = {}

    def _clause(self, at: int) -> dict[int, str]:
        """The words of the clause around offset `at`, by the offset at which they begin."""
        n = bisect_right(self._ends, at)
        if n not in self._clauses:
            begin = self._ends[n - 1] + 1 if n else 0
            stop = self._ends[n] if n < len(self._ends) else len(self._text)
            found = self._clauses[n] = {}
            for word in self._cut(self._text[begin:stop]):
                found[begin] = word
                begin += len(word)
        return self._clauses[n]

    def border(self, at: int) -> bool:
        """Whether a word begins or ends at offset `at`."""
        return at in (0, len(self._text)) or self._text[at] in _STOPS or self._text[at - 1] in _STOPS or at in self._clause(at)

    def cuts_a_name(self, at: int) -> bool:
        """Whether what ends at offset `at` can be the beginning of a longer name: 青 before 杨坝镇, but not 在 and not 县."""
        before = "" if at == 0 or self._text[at - 1] in _STOPS else self._text[at - 1]
        if not before or self._clause(at).get(at - 1) != before or before in _ENDS_A_WORD:
            return False
        return not part_of_speech(before).startswith((*PARTS, "v", "m", "q"))

    def goes_there(self, at: int) -> bool:
        """Whether the word before offset `at` leads to another place, as verbs do and prepositions: 到, 像, 去过, but not 在 and 位于."""
        if at == 0 or self._text[at - 1] in _STOPS:
            return False
        clause = self._clause(at - 1)
        word = next((found for found in (clause.get(at - length) for length in range(1, 5)) if found), "")
        return word not in _HERE and part_of_speech(word).startswith(("v", "p"))

    def after(self, at: int) -> str:
        """The word that begins at offset `at`; empty at the end of a clause."""
        return "" if at >= len(self._text) or self._text[at] in _STOPS else self._clause(at).get(at, "")

    def compound(self, at: int) -> bool:
        """Whether the word at offset `at` makes one name with the word before it: 啤酒 behind 青岛, but not 举行 and not 市民."""
        word = self.after(at)
        return len(word) > 1 and not _PLACE_WORD.match(word) and part_of_speech(word).startswith(NOMINAL)

    def goes_on(self, at: int) -> bool:
        """Whether the word at offset `at` begins a new part of the sentence, or nothing follows there."""
        word = self.after(at)
        kind = part_of_speech(word)
        return not word or word.isdecimal() or kind.startswith(PARTS) or (len(word) > 1 and kind in ("v", "vd", "vi"))


def _dateline(text: str, start: int, stop: int) -> bool:
    """Whether a name stands in a dateline: 本报如皋讯, 新华社南昌3月5日电, 〔記者李平／台南報導〕."""
    return any(
        before.fullmatch(text, 0, start) and after.match(text, stop)
        for before, after in ((_BEFORE_DATELINE, _AFTER_DATELINE), (_BEFORE_REPORT, _AFTER_REPORT))
    )


def _said_of_a_place(zone: Zone, start: int, stop: int, words: _Words) -> bool:
    """Whether head or lead says of a name what is said of places only.

    It opens a headline before a colon (泰宁：), it opens the text before 的 (丹东的司机), or begins a clause of the lead before 的社区 or
    一社区.
    """
    if zone.weight == HEAD:
        if _GUEST.match(zone.text, stop):
            return False
        return _opens(zone, start) and (zone.text[stop : stop + 1] in ("：", ":") or _place_word_follows(words, stop))
    if zone.weight != LEAD or not (start == 0 or zone.text[start - 1] in _STOPS or zone.text[start - 1] == "在"):
        return False
    return (start == 0 and words.after(stop) == "的" and not _GUEST.match(zone.text, stop)) or _place_word_follows(words, stop)


def _opens(zone: Zone, start: int) -> bool:
    """Whether a text begins at `start`, or one of the lines of a head, which a blank divides."""
    return start == 0 or (zone.weight == HEAD and zone.text[start - 1] in " \u3000")


def _place_word_follows(words: _Words, stop: int) -> bool:
    after = words.after(stop)
    if after in ("的", "一", "一个", "某", "一家", "一所"):
        after = words.after(stop + len(after))
    return bool(after and _PLACE_WORD.match(after))


def standing(mentions: Sequence[Mention], zones: tuple[Zone, ...], gazetteer: Gazetteer, region: Region) -> tuple[Mention, ...]:
    """The mentions without short names that nothing supports, and without senses that others of the same name make unlikely.

    A short name alone is letters: 来宾 are guests, and 青岛 is a beer. It stands where the article or the newspaper shows the unit
    by its full name, in a dateline, or right beside a unit above or below it; where a unit above or below it is shown; or where two short
    names support each other. A name that also means something else (和平) needs its own full name or a unit below it. In a county's own
    newspaper a township is the one of that county, where it has one of that name and the article names no place elsewhere.
    """
    again: dict[str, set[str]] = defaultdict(set)  # A name that the same word follows each time is a compound: 扬州炒饭.
    for mention in mentions:
        again[mention.name].add(mention.after)
    body = [zone.text for zone in zones if zone.weight != HEAD]
    mentions = [m._replace(sure=_sure(m, again, body, gazetteer)) if m.short and not m.bound else m for m in mentions]
    shown, plain = _Bearers(), _Bearers()
    shown.add("", region)
    for mention in mentions:
        if mention.sure:
            shown.add("", (sense.code for sense in _principal(mention.senses)))
        elif not mention.alone and len(mention.senses) <= FEW:
            shown.add("", (sense.code for sense in mention.senses))
        if mention.alone and not mention.part and mention.name not in gazetteer.common:
            plain.add(mention.name, (sense.code for sense in mention.senses))
    out: list[Mention] = []
    near = all(any(related(sense.code, unit) for sense in mention.senses for unit in region) for mention in mentions)
    for mention in mentions:
        if not mention.alone:
            home = tuple(sense for sense in mention.senses if near and len(sense.code) > 6 and sense.code[:6] in region)
            out.append(mention._replace(senses=home) if home else mention)
            continue
        own = tuple(sense for sense in mention.senses if shown.has(sense.code)) or (_principal(mention.senses) if mention.sure else ())
        if own:
            out.append(mention._replace(senses=own, sure=mention.sure or any(sense.code in region for sense in own)))
            continue
        bearers = (shown, plain) if mention.name not in gazetteer.common and not mention.part else ()
        kept = tuple(
            sense
            for sense in mention.senses
            if shown.has_below(sense.code)
            or any(one.has_below(sense.code, mention.name) or one.has_above(sense.code, mention.name) for one in bearers)
        )
        if kept:
            out.append(mention._replace(senses=kept))
    return tuple(out)


class _Bearers:
    """Codes of units, each with the names that can mean it; the empty name stands for whatever shows a unit."""

    def __init__(self) -> None:
        self._names: dict[str, set[str]] = defaultdict(set)
        self._below: dict[str, set[str]] = defaultdict(set)
        """The names of all units that lie in one, by its code."""

    def add(self, name: str, codes: Iterable[str]) -> None:
        for code in codes:
            self._names[code].add(name)
            for width in range(2, len(code)):
                self._below[code[:width]].add(name)

    def has(self, code: str) -> bool:
        return code in self._names

    def has_below(self, code: str, other_than: str | None = None) -> bool:
        """Whether a unit that lies in this one is there by another name."""
        return any(name != other_than for name in self._below.get(code, ()))

    def has_above(self, code: str, other_than: str | None = None) -> bool:
        """Whether a unit in which this one lies is there by another name."""
        return any(name != other_than for width in range(2, len(code)) for name in self._names.get(code[:width], ()))


def _sure(mention: Mention, again: Mapping[str, Collection[str]], body: Sequence[str], gazetteer: Gazetteer) -> bool:
    """Whether a short name means its unit by what stands around it, or because it opens a headline and the text comes back to it."""
    principal = _principal(mention.senses)
    if not principal or (not mention.dateline and (mention.part or mention.name in gazetteer.common)):
        return False
    if mention.dateline or mention.sure:
        return True
    if not (mention.opens and mention.weight == HEAD):
        return False
    kind = gazetteer.units[principal[0].code][-1]
    return (mention.acts and len(again[mention.name]) > 1) or any(f"全{kind}" in text or f"{kind}委" in text for text in body)


def _principal(senses: tuple[Sense, ...]) -> tuple[Sense, ...]:
    """The one widest unit that a short name can mean, as 南昌 means the city and not the county in it; nothing if there are several."""
    width = min(len(sense.code) for sense in senses)
    widest = tuple(sense for sense in senses if len(sense.code) == width)
    return widest if len(widest) == 1 else ()


def _kind_shown(senses: tuple[Sense, ...]) -> bool:
    return any(sense.kind != "short" for sense in senses)


def _printed(text: str, at: int) -> str:
    """The name at offset `at` that has the form of a township's name; empty if there is none."""
    match = _PRINTED.match(text, at)
    return match[0] if match and can_be_a_town(match[0]) else ""


def can_be_a_town(name: str) -> bool:
    """Whether a `…乡` or `…镇` that the gazetteer does not have can be a name. In 科技下乡 and 水乡古镇 the end is a word.

    >>> can_be_a_town("石河镇"), can_be_a_town("科技下乡"), can_be_a_town("水乡古镇")
    (True, False, False)
    """
    word = _TOWN.search(name) or (name[-1] == "乡" and part_of_speech(name[-2:]))
    return not NO_NAME.search(name[:-1]) and not word


def _means_a_unit(text: str, start: int, stop: int, senses: tuple[Sense, ...], gazetteer: Gazetteer) -> bool:
    """Whether a name can mean its unit, if the unit above it does not stand before it. 理县 in 管理县级 does not; 城区 never does."""
    name = text[start:stop]
    if name in gazetteer.generic or _GOES_ON.match(text, stop - 1) or _OFFICE.match(text, start):
        return False
    if all(len(sense.code) > 6 and (len(name) == 2 or sense.kind == "usual") for sense in senses):
        return False  # 壶镇 is a township only right behind 缙云县, and 新镇 is a new town.
    if all(sense.kind == "short" for sense in senses):
        return not _OTHER_NAME.match(text, stop) and not _ON_THE_WAY.search(text, max(0, start - 2), start)
    return len(name) > 2 or name[-1] not in "县区市镇乡旗" or start == 0 or text[start - 1] in _BREAK or _dateline(text, start, stop)
