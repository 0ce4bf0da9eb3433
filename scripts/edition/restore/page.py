"""A page as it was measured: what the rules may ask about its lines. Nothing here decides what a line is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from statistics import median

from edition.days import RECENT
from edition.layout import (
    EXACT_INDENT,
    FIGURES,
    INDENT,
    NUMBERED,
    SLACK,
    SQUEEZE,
    Measured,
    begins_indented,
    character_pairs,
    goes_on,
    is_first,
    usual_gap,
)
from edition.model import OF_WEB, Role, Verdict
from edition.vocabulary import HAN

PARAGRAPH = 60
"""Width in columns. An unwrapped line at least so wide is a paragraph, or a part of one: no line of a printed title has 30 characters."""
LONGEST_TITLE = 100
"""Width in columns of the widest title of a site, which need not fit a column."""
UNBREAKABLE = 9
"""Columns that a full line may lack, because a number or word at its end could not be broken."""
POINT = 36
"""Width in columns of the widest heading of a numbered point."""
MANY = 4
"""The fewest lines that show a habit of the page: lost stops, blank lines between paragraphs."""
LOST = 0.25
"""The least share of last lines without a stop that shows a page whose stops were lost."""
LOOSE = 0.5
"""The least share of the lines of a page that stand for whole paragraphs on a page without columns."""
MOST_LOST = 0.6
"""The largest share of paragraphs that can have lost their stops. If more have none, pictures cut them, or the text has no stops."""
UNWRAPPED = 0.8
"""The least share of the lines that are not wrapped on a page on which each line is a paragraph."""
WHOLE = 3
"""The fewest such lines that end a sentence."""
OPEN = 0.15
"""The largest share of long lines that are open on such a page."""
OPEN_ON_SITES = 0.5
"""The same on a page of a site, which also prints long titles, decks and captions without a stop between its paragraphs."""
SHORTER = 0.6
"""The largest share of the usual width of such paragraphs that a caption may have."""
QUOTED = 12
"""How many lines below an open quotation mark are searched for the next one."""
EMPHASIS = 8
"""The longest word in quotation marks at the end of a heading, in characters, the mark included."""
SHORT = 36
"""Width in columns of the widest heading that asks."""
TWICE = 12
"""The fewest characters of a caption that is printed twice. Shorter lines are refrains, names and headings."""

CONTINUES = frozenset("，。、；：！？”’）》」』…,;!?%％‰℃")
"""The first characters of a line inside a sentence."""
WORD_END = re.compile(rf"^(?![一二三四五六七八九十甲乙丙丁])[{HAN}][，。、；！？]")
"""Matches the last character of a word and the end of its clause at the beginning of a line. Hardly a paragraph begins so; 一、 does."""
CUT_SHORT = re.compile(r"\.{3}$")
"""Matches the end of a line that a site cut short."""
PAUSES = frozenset("，、；（“‘《「『,;")
"""The last characters of a line inside a sentence."""
PARTICLE = frozenset("的和与與及或在把被对對从從向将將给給跟比就都还還也又再很更最因为為由于於而")
"""The last characters of a line at a word that something must follow; no heading ends so."""
TIED = PARTICLE - {"的"}
"""The same without 的, with which a sentence can end whose stop was lost."""
POINTED = re.compile(r"[，。、；：！？,;:!?]")
"""Matches punctuation inside a text."""
_ASKS = re.compile(r"^[^，。；：！？“「]{3,16}[！？]$")
"""Matches a question or a call without any other punctuation."""
_NUMBER = re.compile(r"^(?:(\d{1,2})[.．、](?!\d)|[（(](\d{1,2})[）)])")
"""Matches the number of a point in a list."""
_AFTER_NUMBER = re.compile(r"[，。；：！？,;:!?]")
_SPEAKER = re.compile(rf"^([{HAN}]{{1,4}}|[QA])[：:](?!“)")
_INTRODUCES = re.compile(r"[说說道称稱讲講是为為有看想问問答]$|表示|介[绍紹]|如下|例如|比如")
"""Matches the end of words before a colon that introduce what follows (他说：). Such words name no speaker."""
_ASKED = frozenset(("问", "問", "答", "记者", "記者", "主持人"))
_HANGS = re.compile(r"[，。、；：！？”’）》]$")
_MARKS = re.compile("[“”]")
_SPEECH = "“「『"
"""The signs that open speech: it may go on over many lines."""
BRACKET = 36
"""The longest text in brackets, in characters. What opened farther back was closed by a sign that was not recognised."""
_OPENING = re.compile(r"[（“《「『(【]")
_PAIRS = (("（", "）"), ("“", "”"), ("《", "》"), ("「", "」"), ("『", "』"), ("(", ")"), ("【", "】"))


@dataclass(frozen=True)
class Page:
    """The lines of a page with the verdicts that are known before their neighbours are looked at; None for all other lines."""

    lines: Sequence[Measured]
    verdicts: Sequence[Verdict | None]
    lexicon: Mapping[str, int]
    unruled: Sequence[Role | None] = ()
    """Where editors ruled something, the role that each line has in the best reading without that; None for lines with a verdict."""

    def __len__(self) -> int:
        return len(self.lines)

    @cached_property
    def _silent(self) -> list[Measured]:
        return [line for line, verdict in zip(self.lines, self.verdicts, strict=True) if verdict is None]

    @cached_property
    def _pairs(self) -> list[tuple[Measured, Measured, bool]]:
        """Neighbours that have no verdict, and whether a gap stands between them."""
        return [
            (a, b, self.gap(n + 1))
            for n, (a, b) in enumerate(pairwise(self.lines))
            if self.verdicts[n] is None and self.verdicts[n + 1] is None
        ]

    @cached_property
    def usual(self) -> int:
        """How many blank lines most often stand between two lines."""
        return usual_gap([line.line for line in self.lines])

    @cached_property
    def _gaps(self) -> frozenset[int]:
        return frozenset(n for n, line in enumerate(self.lines) if n and line.line.gap > self.usual)

    def gap(self, n: int) -> bool:
        """Whether more blank lines than usual stand before line `n`."""
        return n in self._gaps

    @cached_property
    def _joined(self) -> dict[tuple[int, int], bool]:
        return {}

    def goes_on(self, above: int, below: int) -> bool:
        """Whether a word stands over the joint of two lines. Many readings of the page ask it of the same two."""
        known = self._joined.get((above, below))
        if known is None:
            known = self._joined[above, below] = goes_on(self.lines[above].plain, self.lines[below].plain, self.lexicon)
        return known

    def deep(self, n: int) -> bool:
        """Whether at least two blank lines more than usual stand before line `n`, or more than between paragraphs."""
        return 0 < n < len(self.lines) and self.lines[n].line.gap >= self.usual + self._divided + 2

    @cached_property
    def _divided(self) -> bool:
        """Whether one blank line more than usual is what stands between the paragraphs of the page."""
        gaps = Counter(line.line.gap for line in self.lines if line.line.gap > self.usual)
        return self.spaced and gaps.most_common(1)[0][0] == self.usual + 1

    @cached_property
    def _pair_lines(self) -> Counter[str]:
        """In how many lines each pair of neighbouring letters, digits and Han characters stands."""
        return Counter(pair for line in self.lines for pair in character_pairs(line.plain))

    def told(self, n: int) -> float:
        """The share of the character pairs of line `n` that stand in other lines of the page as well, its neighbours left out."""
        own = character_pairs(self.lines[n].plain)
        near = [character_pairs(self.lines[k].plain) for k in (n - 1, n + 1) if 0 <= k < len(self)]
        return sum(self._pair_lines[pair] > 1 + sum(pair in pairs for pairs in near) for pair in own) / max(1, len(own))

    def knows(self, name: str) -> bool:
        """Whether the characters of a name stand in more than one line of the page. What begins with a word of the dictionary is none: a
        sentence that the page says twice (建设摆在首位) has its characters there, too."""
        return name[:2] not in self.lexicon and all(self._pair_lines[pair] > 1 for pair in character_pairs(name))

    def silent(self, n: int) -> bool:
        """Whether line `n` is on the page and has no verdict."""
        return 0 <= n < len(self.lines) and self.verdicts[n] is None

    @cached_property
    def _roles(self) -> list[Role | None]:
        return [None if verdict is None else verdict.role.family for verdict in self.verdicts]

    def role(self, n: int) -> Role | None:
        """The role of the verdict of line `n`; None if it has none or is not on the page."""
        return self._roles[n] if 0 <= n < len(self.lines) else None

    @cached_property
    def indented(self) -> int:
        """1 if the paragraphs begin with an indent, -1 if they begin without one, 0 if too few show it."""
        return begins_indented(pairwise(self._silent))

    @cached_property
    def margin(self) -> int:
        """How many columns of blank most often stand before a line."""
        return Counter(line.line.indent for line in self.lines).most_common(1)[0][0] if self.lines else 0

    def set_in(self, line: Measured) -> bool:
        """Whether the dump kept the indent of a line: more blank stands before it than usual, as much as an indent has."""
        return 2 <= line.line.indent - self.margin <= EXACT_INDENT

    @cached_property
    def kept_indents(self) -> int:
        """The width of the widest first line, its indent counted, of a page that kept the indents of its paragraphs and no other blanks:
        lines that take up the open sentence of a full line have none; 0 if too few show it."""
        first = [line for line in self._silent if self.set_in(line)]
        widest = max((line.width + line.line.indent for line in first), default=0)
        rest = [b for a, b, gap in self._pairs if not (gap or a.ended or a.colon) and a.width + a.line.indent + SQUEEZE >= widest]
        return widest if len(first) > 1 and len(rest) > 1 and not any(map(self.set_in, rest)) else 0

    @cached_property
    def all_set_in(self) -> bool:
        """Whether each line is a whole paragraph and the dump kept the indent of every long one: a line with an indent
        begins one."""
        long_ = [line.line.indent for line in self._silent if line.width >= PARAGRAPH]
        return self.whole and len(long_) > 1 and min(long_) >= 2

    @cached_property
    def spaced(self) -> bool:
        """Whether the gaps of the page stand between paragraphs: nearly all of them follow a sentence end. On a short page
        of whole paragraphs, a gap stands between each two of them."""
        wide = [a.ended for a, _, gap in self._pairs if gap]
        close = [a.ended for a, _, gap in self._pairs if not gap and a.measure]
        if len(wide) < MANY:
            whole = [gap for a, b, gap in self._pairs if a.ended and b.ended]
            return self.whole and len(whole) >= 2 and all(whole)
        return (sum(wide) + 1) / (len(wide) + 2) >= max((sum(close) + 1) / (len(close) + 2), 0.3) + 0.25

    @cached_property
    def paired(self) -> bool:
        """Whether gaps stand on both sides of captions, so that the text below a caption follows a gap, too."""
        wide = [n for n in range(1, len(self.lines)) if self.gap(n)]
        return bool(wide) and all(self.gap(n - 1) or self.gap(n + 1) or n == len(self.lines) - 1 for n in wide)

    @cached_property
    def loses_stops(self) -> bool:
        """Whether many paragraphs have lost their last stop.

        In a column, a short line that ends an open sentence, with an indented line below, shows it. Where each line is a paragraph, lines
        without a stop show it; but a picture that cuts paragraphs in two also cuts words, which then go on over the ends of lines.
        """
        last = [
            b.ended
            for (a, b, _), (same, c, _) in pairwise(self._pairs)
            if b is same and _alike(a, b, c) and a.flush and not a.ended and b.short >= INDENT and is_first(c)
        ]
        if last.count(False) >= MANY and last.count(False) >= LOST * len(last):
            return True
        text = [line for line in self._silent if not line.measure and line.width >= PARAGRAPH]
        if len(text) < LOOSE * len(self._silent):
            return False
        open_ = [(a, b) for a, b in pairwise(self._silent) if not a.measure and a.width >= PARAGRAPH and not a.ended and not a.colon]
        cut = sum(a.plain[-1:] in PAUSES or goes_on(a.plain, b.plain, self.lexicon) for a, b in open_)
        return MANY <= len(open_) <= MOST_LOST * len(text) and cut <= LOST * len(open_)

    @cached_property
    def stretches(self) -> bool:
        """Whether prose is letter-spaced, too: lines that hold few characters are set so that they fill their column."""
        return any(line.stretched and line.measure and "，" in line.plain for line in self._silent)

    @cached_property
    def longest_caption(self) -> float:
        """The width in columns of the widest caption without a mark, on a page on which each line is a paragraph: stories in short
        paragraphs have short captions. 0 on a page of wrapped lines, where width does not tell."""
        loose = [line for line in self._silent if not line.measure]
        ended = [line.width for line in loose if line.ended]
        return SHORTER * median(ended) if len(ended) > 1 and len(loose) >= UNWRAPPED * len(self._silent) else 0.0

    @cached_property
    def whole(self) -> bool:
        """Whether each line is a whole paragraph, a heading or a line of a head, as on copies of web pages: nothing is wrapped, and hardly
        any line as long as a paragraph is open, as those are that a picture cuts."""
        loose = [line for line in self._silent if not line.measure]
        first = next((n for n, line in enumerate(loose) if line.ended), 0)
        top = [line for line in loose[:first] if line.width < LONGEST_TITLE]
        long_ = [line.ended or line.colon for line in loose if line.width >= PARAGRAPH and line not in top]
        ended = sum(line.ended for line in loose)
        most = max(OPEN_ON_SITES * len(long_) if self.of_site else OPEN * len(long_), self.usual > 0)
        return ended >= WHOLE - self.of_site and len(loose) >= UNWRAPPED * len(self._silent) and long_.count(False) <= most

    @cached_property
    def full_lines(self) -> Counter[int]:
        """How many lines are as wide as their measure, by that measure in columns."""
        return Counter(line.measure for line in self.lines if line.measure and abs(line.width - line.measure) <= 1)

    @cached_property
    def of_site(self) -> bool:
        """Whether lines that only a site prints stand on the page."""
        return any(verdict is not None and verdict.furniture in OF_WEB for verdict in self.verdicts)

    @cached_property
    def listed(self) -> frozenset[int]:
        """The whole lines of a numbered list: each stands beside the line with the number before it or behind it."""
        numbers = [self._number(n) for n in range(len(self.lines))]
        beside = [n for n, (a, b) in enumerate(pairwise(numbers)) if a and b == a + 1]
        return frozenset(n for start in beside for n in (start, start + 1))

    def _number(self, n: int) -> int:
        """The number before a whole line (2. or 2、 or （2））; 0 if there is none."""
        found = _NUMBER.match(self.lines[n].plain) if self.silent(n) and not self.lines[n].measure else None
        return int(found[1] or found[2]) if found else 0

    @cached_property
    def asks(self) -> frozenset[int]:
        """The short lines that ask or call and stand between paragraphs as headings do, on a page of whole lines that has at least two such
        lines, or one and another short line without a stop. A question alone can be a paragraph."""
        places = [n for n in range(self.first_content + 1, len(self.lines) - 1) if self._between_paragraphs(n)] if self.whole else []
        found = [n for n in places if self.lines[n].ended and _ASKS.match(self.lines[n].plain)]
        others = [n for n in places if not (self.lines[n].ended or self.lines[n].colon)]
        return frozenset(found if len(found) + len(others) > 1 and not self.speakers else ())

    def _between_paragraphs(self, n: int) -> bool:
        """Whether a short line stands between two long ones, and the upper one ends a sentence, or below the first line of the page."""
        above, line, below = self.lines[n - 1 : n + 2]
        alone = self.silent(n) and not line.measure and line.width <= SHORT < below.width
        below_text = n == self.first_content + 1 or (above.ended and above.width > SHORT)
        return alone and below_text and self.silent(n - 1) and self.silent(n + 1)

    @cached_property
    def twice(self) -> frozenset[str]:
        """The open lines that the page prints more than once, as sites do with the caption of a picture, and cut its end off. If ended
        lines are printed twice, too, the dump holds the page twice."""
        times = Counter(line.plain for line in self._silent if len(line.plain) >= TWICE and not line.measure)
        title = self.lines[self.first_content].plain if self.first_content < len(self.lines) else ""
        again = {line.plain: line for line in self._silent if times[line.plain] > 1 and line.plain != title}
        return frozenset(again) if not any(line.ended for line in again.values()) else frozenset()

    def unclosed(self, n: int) -> bool:
        """Whether a bracket or quotation mark is open at the end of a line. The mark before the last word of a line that is not closed
        before another one opens is not open: the closing one was not recognised."""
        plain = self.lines[n].plain
        if not unclosed(plain):
            return False
        if any(plain.count(a) > plain.count(b) for a, b in _PAIRS if a != "“") or not 0 < plain.rfind("“") >= len(plain) - EMPHASIS:
            return True
        below = next((found[0] for line in self.lines[n + 1 : n + QUOTED] if (found := _MARKS.search(line.plain))), "”")
        return below == "”"

    @cached_property
    def speakers(self) -> frozenset[str]:
        """The speakers of interviews. A speaker is a name that begins a line after a sentence end more than once."""
        begun = Counter(speaker(b.plain) for a, b, _ in self._pairs if a.ended)
        begun.update(speaker(line.plain) for line in self._silent[:1])
        return frozenset(name for name, times in begun.items() if name and times > 1)

    def begins_apart(self, line: Measured) -> bool:
        """Whether a line begins a paragraph by its words, however the line above it is filled: a numbered point, a speaker, 特此."""
        return line.plain.startswith("特此") or bool(NUMBERED.match(line.plain)) or speaker(line.plain) in self.speakers

    @cached_property
    def first_content(self) -> int:
        """The number of the first line that is no furniture."""
        return next((n for n in range(len(self.lines)) if self.role(n) != Role.FURNITURE), len(self.lines))


def _alike(a: Measured, b: Measured, c: Measured) -> bool:
    """Whether three lines stand in one column."""
    return a.measure > 0 and abs(a.measure - b.measure) <= SLACK and abs(b.measure - c.measure) <= SLACK


def speaker(plain: str) -> str:
    """The speaker named at the beginning of a line of an interview, before a colon; empty if there is none.

    >>> speaker("记者：今年的收成怎么样？"), speaker("他说：明年再来。")
    ('记者', '')
    """
    found = _SPEAKER.match(plain) if "：" in plain[1:5] or ":" in plain[1:5] else None
    return found.group(1) if found and (found.group(1) in _ASKED or not _INTRODUCES.search(found.group(1))) else ""


@lru_cache(RECENT)
def unclosed(plain: str) -> bool:
    """Whether a bracket or quotation mark is open at the end of a line.

    >>> unclosed("本报讯（记者 申小"), unclosed("“好。”他说")
    (True, False)
    >>> unclosed("县里出台了《扶持茶业发展的实施意见。近年来财政扶持资金都在五百万元以上，建立茶叶加工销售一条街，设立加工区")
    False
    """
    return _OPENING.search(plain) is not None and any(
        plain.count(a) > plain.count(b) and (a in _SPEECH or len(plain) - plain.rfind(a) <= BRACKET) for a, b in _PAIRS
    )


def looks_first(line: Measured) -> bool:
    """Whether a line of a column lacks an indent, as a paragraph's first line does. Figures are set a little wider than columns tell."""
    lacks = line.measure > 0 and not line.ended and SLACK < line.short <= INDENT + bool(FIGURES.search(line.plain))
    return lacks or (is_first(line) and line.width < line.measure)


def may_be_first(line: Measured) -> bool:
    """Whether a line lacks exactly an indent, although something else can explain it as well: the beginning of the next line, or its last
    punctuation mark, which hangs over the edge."""
    lacks = line.measure - line.width
    if line.measure <= 0 or line.ended or not (lacks == EXACT_INDENT or (lacks == EXACT_INDENT - 2 and _HANGS.search(line.plain))):
        return False
    return not looks_first(line)


def room(line: Measured, first: bool) -> int:
    """Columns that a line may lack and still count as full: a first line lacks its indent."""
    return INDENT + 1 if first else SLACK


def names_point(line: Measured) -> bool:
    """Whether a line is the heading of a numbered point (一、检查时间): short, and without any punctuation inside or at its end."""
    found = NUMBERED.match(line.plain)
    room_left = not line.measure or line.measure - line.width > UNBREAKABLE
    return found is not None and room_left and line.width <= POINT and not _AFTER_NUMBER.search(line.plain, found.end())
