"""Cuts a page into articles: compares the price of every way to cut the whole page.

A head may stand before its text, after it, or after the lead. A line between two paragraphs may be a heading of one article or the head
of the next. No line shows that by itself. So every possible article has a price (`_Page.price`), and the cheapest way to cut the page is
taken (`segment`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from math import log, sqrt
from statistics import median

from edition.layout import SQUEEZE, Item, character_pairs
from edition.model import BOLD_RANK, About, Doubt, Role
from edition.restore.page import unclosed
from edition.restore.rules.titles import STUB, TO_EDITOR
from edition.rulings import HEAD
from edition.vocabulary import SPACES

LONGEST_ARTICLE = 24
"""The most possible boundaries inside one article. So the work grows only in step with the length of the page."""
LONGEST_NAME = 4
"""The longest pen name, in characters."""
SALUTATION = 20
"""The longest salutation of a letter or notice, in characters."""
LEAD = 3
"""The most paragraphs that may stand before a head as lead."""

# Prices. Only their differences matter. They were set so that the cases in tests/cases/articles.yml come out right, and pages
# laid out at random are cut well.
ARTICLE = 1.5  # every article
NO_BODY = 8.0  # it has no paragraph
PICTURE = 1.0  # it has a title and the caption of a picture, and no paragraph
NO_TITLE = 5.5  # it has no head
TITLE_ELSEWHERE = 2.0  # its title stands in the head of another text on the page
TITLE_BEHIND = 0.7  # the head stands after the text
TITLE_AFTER_LEAD = 1.5  # the head stands after the lead
BELOW_BYLINE = 3.0  # the head stands after the text, and a display line stands below its byline
HEADING = 0.35  # every heading
LONE_HEADING = 2.4  # it is the only one
ODD_HEADING = 1.0  # it is long, or of another length than the others
STRANDED_HEADING = 4.5  # it looks or stands like a part of a head
SAME_MARK = 1.0  # it is marked like the title, and the extractor has one mark for all
FOREIGN_HEADING = 0.8  # it shares no character pairs with the text below it
SIGNED_HEADING = 5.0  # a byline stands below it
OTHER_COLUMN = 3.0  # the text below it has another width
TRAILING_HEADING = 5.0  # a display line after the text, with the head before it
LATE_OPENING = 6.0  # a dateline or （上接第一版） that is not in the first paragraph
LATE_CARRIED_ON = 4.0  # a （上接第一版） there costs so much more: it says what it is
AFTER_CARRIED_OVER = 3.0  # text after （下转第3版）
AFTER_SIGNATURE = 4.0  # text after the signature of a notice
TWO_TEXTS = 8.0  # another text begins inside
TITLED_BELOW = 3.0  # text inside that has its title below
CLOSE_CALL = 1.0
"""If another way to cut the page costs less than this more, it is about as good, and the article has a doubt."""
LATE_SALUTATION = 3.0  # a salutation after the second paragraph
SECOND_LETTER = 6.0  # each letter to the editor after the first
EARLY_CLOSING = 5.0  # a byline in brackets before the last paragraph
SECOND_BYLINE = 5.0  # each byline after the first
NAMES_ABOVE_TITLE = 1.5  # names without a role stand right above its title and below the text of another
SIGNED_REST = 2.0  # a byline right above （上接第一版）: it is of the text above
STRANDED_BYLINE = 0.8  # a byline away from the head
AGAINST_RULING = 1e6  # what an editor ruled otherwise
INFINITE = float("inf")  # where there is no other way
SIGNED_TWICE = 1.0  # a byline and one in brackets
SIGNED_BESIDE_DATELINE = 5.0  # a byline or one in brackets, and in the dateline somebody else who reports
UNSIGNED = 0.8  # neither a byline nor a dateline
DIVIDED_HEAD = 2.5  # the caption of a picture stands between lines of the head
FOREIGN_TITLE = 4.0  # the head shares no character pairs with the text
OWN, OTHERS = 0.25, 0.12
"""A title belongs to a text with which it shares at least the first share of its character pairs, and to none with which it shares at most
the second."""
HALF, OTHER_HALF = 0.2, 0.15
"""The same for the halves of a line that holds the titles of two texts."""
COHESION = 0.25
"""A paragraph at the end of an article is the lead of the next one if it has so much more in common with that."""
STRAY = 0.1
"""A paragraph beside a boundary leaves the boundary in doubt if it has so much more in common with the other text than with its own."""
GAP = 4
"""More paragraphs than this from one with words of a head to the next part the first one from its text."""
RARE = 3.0
"""The least of a head's character pairs, counted by their rarity, that its text has."""
FOREIGN_SHARE = 0.2
"""The largest share of them that the text above it has."""
BELOW_SHARE = 0.5
"""The largest share of them that the text below the head has."""
PAIRS = 3
"""An item at the end of an article moves to the next one only if it shares with that one at least twice as many character pairs as with
its own article, and this many more."""
RELATED = 0.35
"""The least share of the character pairs of a title that a text must have, to get a title that stands at another text."""
NEAR = 12
"""Among so many articles before and after a text, others are looked for to which its title may belong."""
STRANGE = 0.25
"""A title may leave its article if the text has less than this share of the title's character pairs."""
KIN = 0.5
"""The share of a title's character pairs in its text from which the two belong together. Most articles have half or more; foreign texts
have a tenth."""

_BLANKS = re.compile(rf"[{SPACES}]+")
_SPEAKS = re.compile(r"^[^，。：；！？]{2,8}：[^：。]{4,16}$")
"""Matches a heading that says whose words follow: 團體：服務時間太短."""
_DASH = re.compile(r"^[—–\-─－]{1,3}")
_NOTICE = re.compile(
    r"(?:通告|公告|通知|[启啟啓]事|[声聲]明|一封信|倡[议議][书書]|公示|[须須]知|招[租领領聘]|[鸣鳴][谢謝]|^更正|[讣訃]告|天气预报|(?:温馨|友情)提示)$"
)
_CARRIED_OVER = re.compile(r"[（(\[【［]下[转轉]第?[\dA-Za-z一二三四五六七八九十]{1,3}版[）)\]】］]?$")
"""Matches where an article stops that goes on on another page: （下转第3版）."""
_CARRIED_ON = re.compile(r"^[（(\[【［](?:上接|[紧緊]接|接)第?[\dA-Za-z一二三四五六七八九十]{1,3}版")
"""Matches what opens the rest of an article that began on another page: （上接第一版）."""
_SALUTATION = re.compile(r"(?:各.{0,12}|同志|朋友[们們]?|[读讀]者|[单單]位|居民|市民|[编編][辑輯]部?|先生|女士|代表|委[员員])[:：]$")


@dataclass(frozen=True, slots=True)
class Span:
    """One article as a stretch of items, with the items that make its head."""

    start: int
    end: int
    head: tuple[int, int]
    """The stretch of items of the head; empty if the article has none."""
    borrowed: tuple[int, ...] = ()
    """Display items in the head of another article that belong to this one."""
    lent: tuple[int, ...] = ()
    """Display items of this article's head that belong to another one."""
    margins: tuple[float, float, float] = (INFINITE, INFINITE, INFINITE)
    """How much more the page costs that is cut otherwise: no article begins with the first item, none ends with the last one, or one begins
    between them."""
    doubts: tuple[Doubt, ...] = ()
    """The doubts about the boundaries and the title."""
    blurred: bool = False
    """Another way to cut the page is about as good, or the title may be another article's."""


def segment(items: list[Item]) -> list[Span]:
    """The articles of a page, as the cheapest way to cut its items."""
    if not items:
        return []
    page = _Page(items)
    page.find_beginnings()
    cuts = [0, *(at for at in range(1, len(items)) if page.may_begin(at)), len(items)]
    ways: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {}
    best: list[tuple[float, int]] = [(0.0, 0)]
    for n in range(1, len(cuts)):
        for m in range(n - 1, max(0, n - LONGEST_ARTICLE) - 1, -1):
            ways[m, n] = page.price(cuts[m], cuts[n])
            if cuts[m] in page.ruled_begins:
                break  # No article reaches over the beginning of one that an editor ruled.
        best.append(min((best[m][0] + ways[m, n][0], m) for m in range(max(0, n - LONGEST_ARTICLE), n) if (m, n) in ways))
    chosen = [len(cuts) - 1]
    while chosen[-1]:
        chosen.append(best[chosen[-1]][1])
    chosen.reverse()
    before = [price for price, _ in best]
    margins = _margins({way: price for way, (price, _) in ways.items()}, before, chosen)
    spans = [Span(cuts[m], cuts[n], ways[m, n][1], margins=found) for (m, n), found in zip(pairwise(chosen), margins, strict=True)]
    return page.doubtful(page.settle(page.led(page.handed_down(spans))))


def _margins(ways: Mapping[tuple[int, int], float], before: list[float], chosen: list[int]) -> list[tuple[float, float, float]]:
    """How much more the page costs that is cut otherwise, for each article that was chosen (`Span.margins`).

    Args:
        ways: the price of every possible article, by the numbers of the cuts between which it stands.
        before: the least price of all that stands above each cut.
        chosen: the cuts of the cheapest way.
    """
    last = len(before) - 1
    behind = [INFINITE] * last + [0.0]
    for (m, n), price in sorted(ways.items(), reverse=True):
        behind[m] = min(behind[m], price + behind[n])
    without = dict.fromkeys(chosen, INFINITE)
    for (m, n), price in ways.items():
        for at in chosen[bisect_right(chosen, m) : bisect_left(chosen, n)]:
            without[at] = min(without[at], before[m] + price + behind[n] - before[last])
    inside = [min((before[k] + behind[k] - before[last] for k in range(m + 1, n)), default=INFINITE) for m, n in pairwise(chosen)]
    return [(without[m], without[n], between) for (m, n), between in zip(pairwise(chosen), inside, strict=True)]


def whole(items: list[Item], lexicon: Mapping[str, int]) -> list[Item]:
    """The items, with the lines of a title as one where a line's end cut a word or a quotation of it."""
    if not any(above.role == below.role == Role.DISPLAY for above, below in pairwise(items)):
        return items
    page = _Page(items)
    out: list[Item] = []
    for n, item in enumerate(items):
        if n and page.divided(n, out[-1].plain, lexicon):
            out[-1] = replace(out[-1], text=out[-1].text + item.text, plain=out[-1].plain + item.plain, lines=out[-1].lines + item.lines)
        else:
            out.append(item)
    return out


def apart(items: list[Item]) -> list[Item]:
    """The items, with each display line cut at its blank where its halves are the titles of two texts: that above and that below, or the
    first two below."""
    if not any(item.role == Role.DISPLAY and str(item.text).count(" ") == 1 for item in items):
        return items
    page = _Page(items)
    out: list[Item] = []
    for n, item in enumerate(items):
        at = page.two_titles(n)
        if not at:
            out.append(item)
            continue
        left, blank, right = item.text.split_at([at, at + 1])
        between = bool(page.text_above(n))
        for text, begins in ((left + blank.set_aside("titles-blank"), item.begins), (right, between)):
            out.append(replace(item, text=text, plain=_BLANKS.sub("", str(text)), begins=begins))
    return out


class _Page:
    """The items of a page, with the facts about them that prices need again and again."""

    def __init__(self, items: list[Item]) -> None:
        self.items = items
        # A short line that may be a person's name counts as a name and not as a part of a head, unless the page has no other display line.
        named = [item.kind == Role.PEN_NAME for item in items]
        titled = any(item.role == Role.DISPLAY and not name for item, name in zip(items, named, strict=True))
        self.roles = [Role.PEN_NAME if name and titled else item.role for item, name in zip(items, named, strict=True)]
        self.grams = [character_pairs(item.plain) for item in items]
        self.marks = [item.lines[0].measured.line.rank for item in items]
        self.ranked = len({*self.marks} - {0, BOLD_RANK}) > 1
        self.paragraphs = [n for n, role in enumerate(self.roles) if role == Role.PARAGRAPH]
        self.begins = [item.begins for item in items]
        edges = [item.lines[0].measured.line.edge for item in items]
        self.ruled_begins = frozenset(n for n, edge in enumerate(edges) if edge == "begin")
        """The items with which an article begins because an editor ruled it."""
        self.united = frozenset(at for n, edge in enumerate(edges) if edge == "unite" for at in self._to_text(n))
        """Those with which none begins for that reason: an item and what stands between it and its text."""
        self.ruled_head = [n for n, item in enumerate(items) if item.lines[0].measured.line.ruled in HEAD]
        """The items that an editor ruled to be of a head."""
        self.carried_on = [bool(_CARRIED_ON.match(item.plain)) for item in items]
        self.opens = [item.opens or carried for item, carried in zip(items, self.carried_on, strict=True)]
        self.closes = [bool(_CARRIED_OVER.search(item.plain)) for item in items]
        self.signs = [self._signs(n) for n in range(len(items))]
        self.other_column = self._other_columns()
        self.salutes = [len(item.plain) <= SALUTATION and bool(_SALUTATION.search(item.plain)) for item in items]
        self.pairs: dict[tuple[int, int], frozenset[str]] = {}
        self.notices: dict[tuple[int, int], bool] = {}
        self.beginnings: set[int] = set()
        """Paragraphs with which an article begins because the title below shares its words with them and with none above."""

    def _to_text(self, n: int) -> range:
        """The items from one to the first paragraph."""
        return range(n, next((at for at in range(n, len(self.roles)) if self.roles[at] == Role.PARAGRAPH), n) + 1)

    @cached_property
    def times(self) -> Counter[str]:
        """In how many paragraphs each character pair stands."""
        times: Counter[str] = Counter()
        for n in self.paragraphs:
            times.update(self.grams[n])
        return times

    @cached_property
    def rarity(self) -> list[float]:
        """How much a character pair tells, by the number of paragraphs in which it stands."""
        return [0.0, *(log((len(self.paragraphs) + 1) / count) for count in range(1, len(self.paragraphs) + 1))]

    @cached_property
    def headings(self) -> list[float]:
        """The price of each display line as a heading, as far as it depends only on the line and its neighbours."""
        return [self._as_heading(n) if role == Role.DISPLAY else 0.0 for n, role in enumerate(self.roles)]

    @cached_property
    def counts(self) -> _Counts:
        """What prices ask of stretches of the page. The beginnings must be known by then."""
        roles, signing = self.roles, (Role.BYLINE, Role.PEN_NAME)
        return _Counts(
            displays=[n for n, role in enumerate(roles) if role == Role.DISPLAY],
            bylines=[n for n, role in enumerate(roles) if role in signing and not (n and roles[n - 1] in signing)],
            signatures=[n for n in self.paragraphs if self.items[n].kind == Role.SIGNATURE],
            closings=[n for n, role in enumerate(roles) if role == Role.CLOSING],
            openings=_places(self.opens),
            reported=[n for n in self.paragraphs if self.items[n].reporters],
            carried_on=_places(self.carried_on),
            carried_over=_places(self.closes),
            beginnings=sorted(self.beginnings),
            begins=_places(self.begins),
            salutations=[n for n in self.paragraphs if self.salutes[n]],
            letters=[n for n in self.paragraphs if TO_EDITOR.search(self.items[n].plain)],
        )

    def find_beginnings(self) -> None:
        """Find where the text of a head that stands behind it begins, although no dateline says so."""
        for n, role in enumerate(self.roles):
            if role == Role.DISPLAY and not self.items[n].inside:
                found = [self._where_title_begins(n)] if len(self.items[n].plain) > LONGEST_NAME else []
                if n == 0 or self.roles[n - 1] != Role.DISPLAY:
                    found.append(self._where_head_begins(n))
                self.beginnings.update(at for at in found if at)

    @cached_property
    def titled_elsewhere(self) -> set[int]:
        """The paragraphs with which a text begins whose title stands in a head of several lines above or below other texts: it shares its
        words with this text, and not with that beside the head. Some pages print the titles of two texts first, then the texts."""
        out: set[int] = set()
        for n, role in enumerate(self.roles):
            if role != Role.DISPLAY or (n and self.roles[n - 1] == Role.DISPLAY):
                continue
            end = next((k for k in range(n, len(self.roles)) if self.roles[k] != Role.DISPLAY), len(self.roles))
            above, below = self._by_dateline(self.text_above(n)), self._by_dateline(self._text_below(end - 1))
            for near, texts in ((above[-1:], above[:-1]), (below[:1], below[1:])):
                for text in texts if end - n > 1 else ():
                    lines = [line for line in range(n, end) if self._kinship((line, line + 1), near[0]) <= OTHERS]
                    if any(self._kinship((line, line + 1), text) >= OWN for line in lines):
                        out.add(text[0])
        return out

    def _by_dateline(self, body: list[int]) -> list[list[int]]:
        """The paragraphs of a stretch, cut where one opens an article. What stands above the first such paragraph is left out."""
        starts = [at for at, n in enumerate(body) if self.opens[n]]
        return [body[a:b] for a, b in pairwise([*starts, len(body)])]

    def _where_title_begins(self, title: int) -> int:
        """The paragraph with which the text of one line of display begins, none of whose words stand above it; 0 if there is none."""
        body = self.text_above(title)[-LONGEST_ARTICLE:]
        for at in range(1, len(body)):
            above, first, rest = (self._kinship((title, title + 1), part) for part in (body[:at], body[at : at + 1], body[at:]))
            if above <= OTHERS < first and rest >= OWN:
                return body[at]
        return 0

    def _where_head_begins(self, n: int) -> int:
        """The paragraph with which the text of the head at item `n` begins; 0 if there is none. The text may have headings. The head shares
        its rare words with it, and with neither the text above it nor the text below the head."""
        end = next((k for k in range(n, len(self.roles)) if self.roles[k] != Role.DISPLAY), len(self.roles))
        wanted = frozenset().union(*self.grams[n:end])
        above_it = bisect_left(self.paragraphs, n)
        body = self.paragraphs[max(0, above_it - 2 * LONGEST_ARTICLE) : above_it]
        # A dateline or a salutation begins a text by itself.
        begun = max((at for at, k in enumerate(body) if self.opens[k] or self.salutes[k]), default=0)
        below = self._rare(wanted, self._text_below(end - 1))
        for at in range(begun + 1, len(body)):
            above, first, rest = (self._rare(wanted, part) for part in (body[begun:at], body[at : at + 1], body[at:]))
            # A text that begins with a dateline begins nowhere else, unless nothing of it is above.
            foreign = 0.0 if self.opens[body[begun]] else FOREIGN_SHARE
            fits = first > 0 and rest >= RARE and above <= foreign * rest and below <= BELOW_SHARE * rest
            if fits and not self._parted(wanted, body[at:]):
                return 0 if any(map(self._signed_above, body[max(begun + 1, at - LEAD) : at])) else body[at]
        return 0

    def _parted(self, wanted: frozenset[str], body: list[int]) -> bool:
        """Whether too many paragraphs without any of the wanted pairs stand between two with some."""
        wordy = [at for at, n in enumerate(body) if self._rare(wanted, [n]) > 0]
        return any(below - above > GAP for above, below in pairwise(wordy))

    def _signed_above(self, n: int) -> bool:
        """Whether a byline that is of no head stands right above a paragraph."""
        k = n - 1
        while k > 0 and self.roles[k] == Role.CAPTION:
            k -= 1
        while k > 0 and self.roles[k] in (Role.BYLINE, Role.PEN_NAME):
            k -= 1
        return 0 <= k < n - 1 and self.roles[k] == Role.PARAGRAPH and self.roles[k + 1] in (Role.BYLINE, Role.PEN_NAME)

    def _rare(self, wanted: frozenset[str], body: list[int]) -> float:
        """How many of the wanted character pairs also stand in the body, each counted by how few paragraphs of the page have it."""
        found: set[str] = set()
        for n in body:
            found |= wanted & self.grams[n]
        return sum([self.rarity[self.times[pair]] for pair in found])

    def divided(self, n: int, above: str, lexicon: Mapping[str, int]) -> bool:
        """Whether a display line goes on from the one above, which reads `above`: it closes a quotation that is open there, or the texts
        around have the pair of characters over the line's end and no word ends there."""
        item, before = self.items[n], self.items[n - 1]
        ruled = any(judged.measured.line.ruled or judged.measured.line.edge for judged in (before.lines[-1], item.lines[0]))
        if not self.roles[n] == self.roles[n - 1] == Role.DISPLAY or ruled or item.begins or self.marks[n] != self.marks[n - 1]:
            return False
        if unclosed(above) and not unclosed(above + item.plain):
            return True
        pair = above[-1:] + item.plain[:1]
        return above[-2:] not in lexicon and any(pair in self.grams[k] for k in (*self.text_above(n), *self._text_below(n)))

    def two_titles(self, n: int) -> int:
        """The offset of the blank at which a display line falls into the titles of two texts; 0 if it is one title."""
        item = self.items[n]
        reading = str(item.text)
        if self.roles[n] != Role.DISPLAY or reading.count(" ") != 1 or item.inside:
            return 0
        at = reading.index(" ")
        halves = [character_pairs(half) for half in (reading[:at], reading[at + 1 :])]
        above, below = self.text_above(n), self._text_below(n)
        if not above and len(texts := self._by_dateline(below)) > 1:
            above, below = texts[0], texts[1]
        if not (above and below and all(halves)):
            return 0
        (own, strange), (other, mine) = ([self._shared(half, body) / len(half) for body in (above, below)] for half in halves)
        # A half as short as a name, as the first line of a title that goes on below, must stand in its text as a whole.
        least = [HALF if length > LONGEST_NAME else 1.0 for length in (at, len(reading) - at - 1)]
        return at if own >= least[0] and mine >= least[1] and max(strange, other) <= OTHER_HALF else 0

    def _text_below(self, n: int) -> list[int]:
        """The paragraphs below a display line, down to the next head."""
        out: list[int] = []
        at = n + 1
        while at < len(self.items) and (self.roles[at] != Role.DISPLAY or not out):
            if self.roles[at] == Role.PARAGRAPH:
                out.append(at)
            at += 1
        return out

    def text_above(self, n: int) -> list[int]:
        """The paragraphs above a display line, up to the next head above."""
        out: list[int] = []
        at = n - 1
        while at >= 0 and (self.roles[at] != Role.DISPLAY or not out):
            if self.roles[at] == Role.PARAGRAPH:
                out.append(at)
            at -= 1
        return out[::-1]

    def may_begin(self, at: int) -> bool:
        """Whether an article may begin with item `at`: a display line, a byline or a name; a caption or paragraph below one of these or a
        closing byline; a paragraph with a dateline, a salutation or another width; a text that begins while another waits."""
        role, before, item, place = self.roles[at], self.roles[at - 1], self.items[at], at
        if at in self.ruled_begins:
            return True
        if item.inside or at in self.united:
            return False
        if item.begins or at in self.beginnings:
            return True
        if role in (Role.DISPLAY, Role.BYLINE, Role.PEN_NAME):
            return not (before == role == Role.DISPLAY and len(item.plain) <= STUB)
        if role == Role.CAPTION:
            return before in (Role.CLOSING, Role.DISPLAY, Role.BYLINE, Role.PEN_NAME)
        if role == Role.PARAGRAPH:
            while before == Role.CAPTION and at > 1:
                at -= 1
                before = self.roles[at - 1]
            return (
                self.opens[place]
                or self.salutes[place]
                or before in (Role.CLOSING, Role.DISPLAY, Role.BYLINE, Role.PEN_NAME)
                or self.other_column[place]
            )
        return False

    def _signs(self, n: int) -> bool:
        """Whether names without a role stand right below a text and above a head or the end of the page, as a signature does."""
        names = self.items[n].kind == Role.NAMES
        return names and n > 0 and self.roles[n - 1] == Role.PARAGRAPH and (n + 1 == len(self.items) or self.roles[n + 1] == Role.DISPLAY)

    def _other_columns(self) -> list[bool]:
        """Which paragraphs stand in a column of another width than the one before them."""
        out = [False] * len(self.items)
        for before, at in pairwise(self.paragraphs):
            above = max(judged.measured.measure for judged in self.items[before].lines)
            below = max(judged.measured.measure or judged.measured.width for judged in self.items[at].lines)
            out[at] = bool(above and abs(above - below) > SQUEEZE)
        return out

    def _as_heading(self, n: int) -> float:
        """The price of a display line as a heading, as far as it depends only on the line and its neighbours."""
        before = self.roles[n - 1] if n else None
        after = self.roles[n + 1] if n + 1 < len(self.items) else None
        plain = self.items[n].plain
        price = HEADING + ODD_HEADING * (len(plain) > 22) + STRANDED_HEADING * bool(_DASH.match(plain))
        notice = _NOTICE.search(plain + self.items[n + 1].plain * (after == Role.DISPLAY)) if after else None
        price += STRANDED_HEADING * (before == Role.DISPLAY or bool(notice))
        signed = before == Role.CLOSING or (before is not None and self.items[n - 1].kind == Role.SIGNATURE)
        price += SIGNED_HEADING * (after in (Role.BYLINE, Role.PEN_NAME)) + STRANDED_HEADING * signed
        following = bisect_right(self.paragraphs, n)
        return price + OTHER_COLUMN * (following < len(self.paragraphs) and self.other_column[self.paragraphs[following]])

    def price(self, start: int, end: int) -> tuple[float, tuple[int, int]]:
        """The price of items `start` to before `end` as one article, and the stretch of its head."""
        body, displays = _within(self.paragraphs, start, end), self.counts.displays
        if not body:
            titled = _within(displays, start, end)
            picture = self.roles[start] == Role.DISPLAY and any(self._whole_caption(n) for n in range(start, end))
            return ARTICLE + (PICTURE if picture else NO_BODY), (start, end if titled else start)
        first, last = body[0], body[-1]
        before, behind = _within(displays, start, first), _within(displays, last + 1, end)
        price = ARTICLE
        if before and behind and (all(map(self._only_names, before)) or self._ruled_away(before, behind)):
            before = []
        if before:
            head = (start, first)
            price += TRAILING_HEADING * len(behind)
        elif behind:
            head = (last + 1, end)
            price += TITLE_BEHIND + BELOW_BYLINE * self._below_byline(head)
        else:
            head = self._inner_head(body)
            untitled = TITLE_ELSEWHERE if first in self.titled_elsewhere else NO_TITLE
            price += TITLE_AFTER_LEAD if head[0] < head[1] else untitled
        if self.ruled_head:
            outside = len(_within(self.ruled_head, start, end)) - len(_within(self.ruled_head, *head))
            price += AGAINST_RULING * outside
        if head[0] < head[1]:
            price += self._foreign(head, body)
            price += DIVIDED_HEAD * self._divided(head)
            price += 0.5 * max(0, len(_within(displays, *head)) - 4)
        price += self._interior(first, last, head, body)
        price += self._bylines(start, end, head)
        return price, head

    def _ruled_away(self, before: list[int], behind: list[int]) -> bool:
        """Whether an editor ruled that the head is behind the text, and nothing of one before it."""
        return any(n in self.ruled_head for n in behind) and all(n not in self.ruled_head for n in before)

    def _only_names(self, n: int) -> bool:
        """Whether a display line may be a person's name, by its length. 公告 and its like are titles."""
        return len(self.items[n].plain) <= LONGEST_NAME and not _NOTICE.search(self.items[n].plain)

    def settle(self, spans: list[Span]) -> list[Span]:
        """Give titles to articles without one. Some pages print several titles together, away from their texts; a text gets the title with
        which it shares most character pairs."""
        out = list(spans)
        loose = {
            n: giver
            for giver, span in enumerate(spans)
            for n in range(*span.head)
            if self.roles[n] == Role.DISPLAY and n not in self.ruled_head and self._loose(n, span)
        }
        with_pair: dict[str, list[int]] = {}
        for n in loose:
            for pair in self.grams[n]:
                with_pair.setdefault(pair, []).append(n)
        for needy, span in enumerate(spans):
            body = [n for n in range(span.start, span.end) if self.roles[n] == Role.PARAGRAPH]
            if not body or any(self.roles[n] == Role.DISPLAY and len(self.items[n].plain) > LONGEST_NAME for n in range(*span.head)):
                continue
            pairs = frozenset().union(*(self.grams[n] for n in body))
            shared = Counter(n for pair in pairs for n in with_pair.get(pair, ()))
            offers = [(count / len(self.grams[n]), -abs(loose[n] - needy), loose[n], n) for n, count in shared.items()]
            least = OWN if body[0] in self.titled_elsewhere else RELATED
            fitting = (offer for offer in offers if offer[0] >= least and offer[2] != needy and self._can_lend(out[offer[2]], offer[3]))
            _, _, giver, n = max(fitting, default=(0.0, 0, -1, 0))
            if giver >= 0:
                out[giver] = replace(out[giver], lent=(*out[giver].lent, n))
                out[needy] = replace(out[needy], borrowed=(n,))
        return out

    def _can_lend(self, giver: Span, line: int) -> bool:
        """Whether an article keeps a title if it lends one."""
        return line not in giver.lent and sum(self.roles[k] == Role.DISPLAY for k in range(*giver.head)) > 1 + len(giver.lent)

    def handed_down(self, spans: list[Span]) -> list[Span]:
        """Move items from the end of an article to the next one if they share more character pairs with it: captions, and paragraphs of
        another width."""
        out = list(spans)
        for n in range(len(out) - 1):
            above, below = out[n], out[n + 1]
            start = below.start
            if start in self.ruled_begins:
                continue
            while start > above.start + 1 and self._may_leave(start - 1):
                start -= 1
            texts = [
                [k for k in range(*stretch) if self.roles[k] == Role.PARAGRAPH]
                for stretch in ((above.start, start), (below.start, below.end))
            ]
            while start < below.start and self._shared(self.grams[start], texts[1]) < 2 * self._shared(self.grams[start], texts[0]) + PAIRS:
                start += 1
            if texts[0] and texts[1] and above.head[1] <= start < below.start:
                out[n], out[n + 1] = replace(above, end=start), replace(below, start=start)
        return out

    def led(self, spans: list[Span]) -> list[Span]:
        """Move paragraphs from the end of an article to the next one, as its lead, if they have more in common with that one."""
        out = list(spans)
        for n in range(len(out) - 1):
            above, below = out[n], out[n + 1]
            body, other = self._body(above), self._body(below)
            if not other or self.opens[other[0]] or below.start in self.ruled_begins or below.head[0] != below.start:
                continue
            leads = body[-LEAD:]
            start = below.start
            while leads and self._leads(lead := leads.pop(), [k for k in body if k < lead], other) and lead >= above.head[1]:
                start = lead
            if start < below.start:
                out[n], out[n + 1] = replace(above, end=start), replace(below, start=start)
        return out

    def _leads(self, n: int, own: list[int], other: list[int]) -> bool:
        """Whether a paragraph at the end of a text is the lead of the next one: whole sentences that have more in common with that one."""
        whole = self.items[n].lines[-1].measured.ended and not (self.opens[n] or self.salutes[n] or n in self.united)
        shares = self._shared(self.grams[n], other) >= PAIRS
        return bool(own) and whole and shares and self._cohesion(n, other) - self._cohesion(n, own) >= COHESION

    def _may_leave(self, at: int) -> bool:
        """Whether an item at the end of an article may belong to the next one: it is a caption, or a paragraph of another width."""
        return not self.items[at].inside and (self.roles[at] == Role.CAPTION or self.other_column[at])

    def doubtful(self, spans: list[Span]) -> list[Span]:
        """The spans with their doubts: an unclear boundary, a title that has little in common with the text, or no title at all."""
        out = []
        for n, span in enumerate(spans):
            doubts = []
            for other, name, about in ((n - 1, "上一篇", About.ABOVE), (n + 1, "下一篇", About.BELOW)):
                if 0 <= other < len(spans):
                    first, second = sorted((n, other))
                    close = span.margins[about == About.BELOW] < CLOSE_CALL or self._strays(spans[first], spans[second])
                    if close and spans[second].start not in self.ruled_begins:
                        doubts.append(Doubt(f"与{name}的分界不甚分明，请核对", about))
            if not doubts and span.margins[2] < CLOSE_CALL:
                doubts.append(Doubt("这一篇或不止一篇，请核对", About.BELOW))
            blurred = bool(doubts)
            body = self._body(span)
            titled = any(self.roles[k] == Role.DISPLAY for k in range(*span.head)) or bool(span.borrowed)
            if _within(self.ruled_head, *span.head):
                pass  # An editor ruled what the title is.
            elif not titled:
                doubts.append(Doubt("版上未见这一篇的标题", About.TITLE))
            elif not span.borrowed and _DASH.match(next(self.items[k].plain for k in range(*span.head) if self.roles[k] == Role.DISPLAY)):
                doubts.append(Doubt("标题以破折号开头，其上或缺主题，请核对", About.TITLE))
            elif body and not span.borrowed and self._foreign(span.head, body) > FOREIGN_TITLE * 0.5:
                blurred = True
                if self._may_be_of_another(n, spans):
                    doubts.append(Doubt("标题与正文少有共同字词，请核对标题的归属", About.TITLE))
            elif body and not span.borrowed and self._holds_another(n, spans):
                doubts.append(Doubt("标题的几行里，有一行或属另一篇，请核对", About.TITLE))
            if len(_within(self.counts.bylines, span.start, span.end)) + _count(self.counts.closings, span.start, span.end) > 1:
                doubts.append(Doubt("这一篇有几处署名，或不止一篇，请核对", About.NAMES))
            if span.borrowed or span.lent:
                doubts.append(Doubt("标题不在正文近旁，依共同字词归属，请核对", About.TITLE))
            out.append(replace(span, doubts=tuple(doubts), blurred=blurred))
        return out

    def _strays(self, above: Span, below: Span) -> bool:
        """Whether the last paragraph above a boundary between texts without a dateline has more in common with the text below, or the first
        one below with the text above."""
        one, other = self._body(above), self._body(below)
        if not (one and other) or self.opens[other[0]]:
            return False
        return any(
            len(own) > 1 and self._cohesion(edge, foreign) - self._cohesion(edge, own) > STRAY
            for edge, own, foreign in ((one[-1], one[:-1], other), (other[0], other[1:], one))
        )

    def _cohesion(self, n: int, body: list[int]) -> float:
        """How much a paragraph has in common with those of a text: the mean of the character pairs shared with each, counted by rarity."""
        texts = [self.grams[k] for k in body if self.items[k].kind != Role.SIGNATURE]
        shared = (sum([self.rarity[self.times[pair]] for pair in self.grams[n] & text]) / sqrt(len(text) + 1) for text in texts)
        return sum(shared) / max(1, len(texts))

    def _may_be_of_another(self, n: int, spans: list[Span]) -> bool:
        """Whether the title of a text may be that of another one: it stands behind or inside the text, another text shares more of the
        character pairs of one of its lines, or the title of another text shares more with this text than with its own."""
        head, own = spans[n].head, self._body(spans[n])
        lines = [(k, k + 1) for k in range(*head) if self.roles[k] == Role.DISPLAY]
        others = [(span.head, self._body(span)) for span in _around(n, spans)]
        return (
            head[1] > own[0]
            or any(self._kinship(line, body) > self._kinship(line, own) for line in lines for _, body in others)
            or any(self._kinship(rival, own) > max(self._kinship(head, own), self._kinship(rival, body)) for rival, body in others)
        )

    def _holds_another(self, n: int, spans: list[Span]) -> bool:
        """Whether a line of the head of a text shares little with it and much with another one."""
        own = self._body(spans[n])
        lines = [(k, k + 1) for k in range(*spans[n].head) if self.roles[k] == Role.DISPLAY]
        others = [self._body(span) for span in _around(n, spans)]
        return len(lines) > 1 and any(
            self._kinship(line, own) <= OTHERS and any(self._kinship(line, body) >= OWN for body in others) for line in lines
        )

    def _body(self, span: Span) -> list[int]:
        """The paragraphs of an article."""
        return _within(self.paragraphs, span.start, span.end)

    def _divided(self, head: tuple[int, int]) -> bool:
        """Whether a caption of whole sentences stands between two display lines of a head."""
        lines = [n for n in range(*head) if self.roles[n] == Role.DISPLAY]
        between = range(lines[0], lines[-1]) if lines else ()
        return any(map(self._whole_caption, between))

    def _below_byline(self, head: tuple[int, int]) -> bool:
        """Whether a byline stands between two display lines of a head."""
        lines = [n for n in range(*head) if self.roles[n] == Role.DISPLAY]
        return any(self.roles[n] in (Role.BYLINE, Role.PEN_NAME) for n in range(lines[0], lines[-1]))

    def _whole_caption(self, n: int) -> bool:
        """Whether an item is a caption of whole sentences."""
        return self.roles[n] == Role.CAPTION and "。" in self.items[n].plain

    def _loose(self, line: int, span: Span) -> bool:
        """Whether a title shares few character pairs with the text at which it stands."""
        body = [n for n in range(span.start, span.end) if self.roles[n] == Role.PARAGRAPH]
        return self._kinship((line, line + 1), body) < STRANGE

    def _foreign(self, head: tuple[int, int], body: list[int]) -> float:
        """The price of a head that has little in common with its text. The head of a notice (通知) costs nothing: it need not name the
        subject."""
        notice = self.notices.get(head)
        if notice is None:
            title = "".join([self.items[n].plain for n in range(*head) if self.roles[n] == Role.DISPLAY])
            notice = self.notices[head] = _NOTICE.search(title) is not None
        return 0.0 if notice else FOREIGN_TITLE * self._strange(head, body)

    def _strange(self, head: tuple[int, int], body: list[int]) -> float:
        """How little a head or heading has in common with a text, from 0 to 1."""
        return 1 - min(1.0, self._kinship(head, body) / KIN)

    def _inner_head(self, body: list[int]) -> tuple[int, int]:
        """The stretch of a head after the lead; empty if there is none. It has two display lines, or one with a byline, or one that begins
        with a dash or names a notice; behind the first paragraph one line is enough of which the text has the words."""
        for count, n in enumerate(body[:-1], 1):
            if count > LEAD or self.opens[n]:
                break
            stop = body[count]
            run = range(n + 1, stop)
            display = [self.items[k].plain for k in run if self.roles[k] == Role.DISPLAY]
            signed = any(self.roles[k] == Role.BYLINE for k in run)
            ruled = bool(_within(self.ruled_head, n + 1, stop))
            if ruled or len(display) > 1 or (display and signed) or any(_DASH.match(plain) or _NOTICE.search(plain) for plain in display):
                return n + 1, stop
            if count == 1 and display and self._kinship((n + 1, stop), body) >= OWN:
                return n + 1, stop
        return body[0], body[0]

    def _kinship(self, head: tuple[int, int], body: list[int]) -> float:
        """The share of the head's character pairs that also stand in the body, from 0 to 1."""
        wanted = self.pairs.get(head)
        if wanted is None:
            wanted = self.pairs[head] = frozenset().union(*(self.grams[n] for n in range(*head) if self.roles[n] == Role.DISPLAY))
        return self._shared(wanted, body) / len(wanted) if wanted else 0.0

    def _shared(self, wanted: frozenset[str], body: list[int]) -> int:
        """How many of the wanted character pairs also stand in the body."""
        found: set[str] = set()
        for n in body:
            found |= wanted & self.grams[n]
        return len(found)

    def _interior(self, first: int, last: int, head: tuple[int, int], body: list[int]) -> float:
        """The price of what stands between the first and the last paragraph of an article."""
        counts = self.counts
        headings = [n for n in _within(counts.displays, first, last) if not head[0] <= n < head[1]]
        price = self._as_headings(headings, first, head) if headings else 0.0
        price += FOREIGN_HEADING * sum([self._strange((n, n + 1), body[bisect_left(body, n) :]) for n in headings])
        late = first + 1, last + 1
        price += LATE_OPENING * _count(counts.openings, *late) + LATE_CARRIED_ON * _count(counts.carried_on, *late)
        price += AFTER_CARRIED_OVER * (_count(counts.carried_over, first, last) > 0)
        price += TITLED_BELOW * _count(counts.beginnings, *late)
        price += TWO_TEXTS * _count(counts.begins, *late)
        signed = _within(counts.signatures, first, last + 1)
        price += AFTER_SIGNATURE * (sum(a in signed and b not in signed for a, b in pairwise(body)) if signed else 0)
        price += LATE_SALUTATION * (_count(counts.salutations, body[2], last + 1) if len(body) > 2 else 0)
        price += SECOND_LETTER * max(0, _count(counts.letters, first, last + 1) - 1)
        text = ([n for n in body if n not in signed] if signed else body) or body
        return price + EARLY_CLOSING * _count(counts.closings, first, text[-1])

    def _as_headings(self, headings: list[int], first: int, head: tuple[int, int]) -> float:
        """The price of the headings of an article, whose first paragraph is `first`."""
        price = 0.0
        lengths = [len(self.items[n].plain) for n in headings]
        usual = median(lengths)
        title_mark = min((self.marks[n] for n in _within(self.counts.displays, *head) if 0 < self.marks[n] < BOLD_RANK), default=0)
        for n, length in zip(headings, lengths, strict=True):
            price += self.headings[n] + ODD_HEADING * (abs(length - usual) > 6)
            if title_mark and self.marks[n] and self.marks[n] <= title_mark:
                price += STRANDED_HEADING if self.ranked else SAME_MARK
        # Where markup marks titles, a heading with a mark and one without are no fellows.
        fellows = Counter(self.marks[n] for n in headings) if title_mark else {}
        alone = [n for n in headings if fellows[self.marks[n]] == 1] if title_mark else headings if len(headings) == 1 else []
        if alone and not self._heads_section(head, title_mark, first, headings[0]):
            price += LONE_HEADING * len(alone)
        return price

    def _heads_section(self, head: tuple[int, int], title_mark: int, first: int, heading: int) -> bool:
        """Whether the only heading inside is surely one: another heading stands right below the byline, markup ranks it below the title
        (`##` under `#`), or it says whose words follow while the text, whose first paragraph is `first`, has the only dateline."""
        signed = next((n for n in range(*head) if self.roles[n] == Role.BYLINE), None)
        if self.opens[first] and _SPEAKS.match(self.items[heading].plain):
            return True
        fellow = signed is not None and any(self.roles[n] == Role.DISPLAY for n in range(signed, head[1]))
        return fellow or bool(title_mark and self.marks[heading] > title_mark)

    def _bylines(self, start: int, end: int, head: tuple[int, int]) -> float:
        runs = _within(self.counts.bylines, start, end)
        if self.roles[start] in (Role.BYLINE, Role.PEN_NAME) and start not in runs:
            runs = [start, *runs]
        signed = _count(self.counts.closings, start, end)
        if not runs and not signed:
            return 0.0 if _count(self.counts.openings, start, end) else UNSIGNED
        stranded = sum(STRANDED_BYLINE for n in runs if not head[0] - 1 <= n <= head[1] and n != start and not self.signs[n])
        stranded += SIGNED_REST * (start in runs and start + 1 < end and self.carried_on[start + 1])
        stranded += NAMES_ABOVE_TITLE * (start in runs and self.signs[start] and start + 1 < end and self.roles[start + 1] == Role.DISPLAY)
        stranded += SIGNED_BESIDE_DATELINE * self._reported_by_another(start, end)
        return stranded + SECOND_BYLINE * max(0, len(runs) - 1) + SIGNED_TWICE * bool(runs and signed)

    def _reported_by_another(self, start: int, end: int) -> bool:
        """Whether the dateline of an article that is signed says that somebody reports who does not sign it."""
        reported = _within(self.counts.reported, start, end)
        if not reported:
            return False
        signed = "".join([item.plain for item in self.items[start:end] if item.role in (Role.BYLINE, Role.CLOSING)])
        return bool(signed) and not any(name in signed for n in reported for name in self.items[n].reporters)


@dataclass(frozen=True, slots=True)
class _Counts:
    """The numbers of the items that prices look for in a stretch of the page, in ascending order."""

    displays: list[int]
    bylines: list[int]
    """The first ones of bylines and names that stand together."""
    signatures: list[int]
    closings: list[int]
    openings: list[int]
    reported: list[int]
    carried_on: list[int]
    carried_over: list[int]
    beginnings: list[int]
    begins: list[int]
    salutations: list[int]
    letters: list[int]


def _places(flags: list[bool]) -> list[int]:
    return [n for n, flag in enumerate(flags) if flag]


def _around(n: int, spans: list[Span]) -> list[Span]:
    """The articles near article `n`, without it."""
    return [*spans[max(0, n - NEAR) : n], *spans[n + 1 : n + 1 + NEAR]]


def _within(places: list[int], start: int, end: int) -> list[int]:
    """The places from `start` to before `end`."""
    return places[bisect_left(places, start) : bisect_left(places, end)]


def _count(places: list[int], start: int, end: int) -> int:
    """How many places there are from `start` to before `end`."""
    return bisect_left(places, end) - bisect_left(places, start) if places else 0
