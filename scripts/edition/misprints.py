"""Finds characters that were likely printed or recognised for others that look like them (己经 for 已经), for an editor to look at.

Nothing is changed by it. A character counts where it makes no word with its neighbours, would make one as its look-alike, and where that
word is far likelier than its two characters side by side as words of their own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from edition.errors import Said, VocabularyError
from edition.model import Article, Misprint, Restoration
from edition.segmenter import dictionary
from edition.tables import table
from edition.trace import SourceLines, line_numbers, named

RARE = 100
"""How often a word must stand in the corpus of the dictionary to count."""
LIKELIER = 80
"""How many times likelier than its two characters by themselves it must be."""
LONGEST = 4
"""Characters of the longest words that are asked for."""
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖"
    "贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
"""The most frequent ones: behind one of them any character can be a name. With all surnames a third of the misprints would be hidden."""
_HAN = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Lookalikes:
    """Which characters look like which."""

    others: Mapping[str, str]
    """A character to those that look like it."""
    any_of_them: re.Pattern[str]
    """Matches any of the characters."""
    counts: Mapping[str, int]
    """The dictionary."""
    total: int
    """Words of its corpus."""

    def likelier(self, word: str, printed: str) -> float:
        """How many times likelier a word is than two printed characters side by side; 0 where it is rare."""
        count = self.counts.get(word, 0)
        return count * self.total / ((self.counts.get(printed[0]) or 1) * (self.counts.get(printed[1]) or 1)) if count >= RARE else 0


def load_lookalikes(folder: Path) -> Lookalikes:
    """`lookalikes.tsv`: pairs of characters that look alike.

    Raises:
        VocabularyError: the file is missing, or something in it is no pair.
    """
    others: dict[str, str] = defaultdict(str)
    for place, (cell,) in table(folder / "lookalikes.tsv", 1):
        for pair in cell.split():
            if len(pair) != 2 or pair[0] == pair[1] or not all(map(_HAN.match, pair)):
                raise VocabularyError(
                    place,
                    Said(f"{pair!r} 不是两个不同的汉字", f"{pair!r} is no pair of two Han characters"),
                    Said("请写两个形近的字，对与对之间空一格", "write two characters that look alike, with a blank between pairs"),
                )
            others[pair[0]] += pair[1]
            others[pair[1]] += pair[0]
    counts = dictionary()
    return Lookalikes(dict(others), re.compile(f"[{''.join(others)}]"), counts, sum(counts.values()))


def misprints(restoration: Restoration, lookalikes: Lookalikes) -> tuple[tuple[Misprint, ...], ...]:
    """For each article what an editor should look at, in its order; lines are those of the dump by their number."""
    lines = restoration.seed.lines
    return tuple(tuple(_of_article(article, lines, lookalikes)) for article in restoration.articles)


def _of_article(article: Article, lines: SourceLines, lookalikes: Lookalikes) -> Iterator[Misprint]:
    head = (article.head.kicker, article.head.title, article.head.subtitle)
    for text in (*filter(None, head), *(block.text for block in article.blocks)):
        found = list(likely(str(text), lookalikes))
        numbers = line_numbers(text, lines) if found else []
        for start, printed, meant in found:
            at = next(n for n in (0, 1) if printed[n] != meant[n])
            spelled = str(text)[: start + at] + meant[at] + str(text)[start + at + 1 :]
            # Characters of two lines cannot be named together.
            whole = (start, start + 2) if numbers[start] == numbers[start + 1] else (start + at, start + at + 1)
            if span := named(str(text), numbers, *whole):
                yield Misprint(numbers[start + at], str(text)[slice(*span)], spelled[slice(*span)])


def likely(text: str, lookalikes: Lookalikes) -> Iterator[tuple[int, str, str]]:
    """Where two characters stand for a word that looks like them, as they stand there, and the word.

    >>> table = Lookalikes({"己": "已"}, re.compile("己"), {"已经": 5000, "自己": 9000, "己": 20, "经": 200}, 60_000_000)
    >>> [*likely("他己经来了，自己经营", table)]
    [(1, '己经', '已经')]
    """
    counts = lookalikes.counts
    for match in lookalikes.any_of_them.finditer(text):
        at = match.start()
        if (at + 1 < len(text) and counts.get(text[at : at + 2])) or (at and counts.get(text[at - 1 : at + 1])):
            continue  # As nearly all do.
        sides = [(n, text[n : n + 2]) for n in (at - 1, at) if n >= 0 and len(text[n : n + 2]) == 2]
        sides = [(n, pair) for n, pair in sides if _HAN.match(pair[0]) and _HAN.match(pair[1])]
        again = match[0] in (text[max(0, at - 2) : max(0, at - 1)], text[at + 2 : at + 3])  # 坐一坐, 入脑入心: nobody errs twice.
        if again or not sides or _in_a_word(text, at, counts):
            continue
        worth, start, printed, meant = max(
            (lookalikes.likelier(word, pair), n, pair, word)
            for n, pair in sides
            for other in lookalikes.others[match[0]]
            for word in [other + pair[1] if n == at else pair[0] + other]
        )
        neighbour = at - 1 if start < at else at + 1
        surname = printed[0] in SURNAMES or (start and text[start - 1] in SURNAMES and not _in_a_word(text, start - 1, counts))
        if worth >= LIKELIER and not surname and not _in_a_word(text, neighbour, counts):
            yield start, printed, meant


def _in_a_word(text: str, at: int, counts: Mapping[str, int]) -> bool:
    """Whether a word of two or more characters holds the one at an offset."""
    return any(
        counts.get(text[begin : begin + length])
        for length in range(2, LONGEST + 1)
        for begin in range(max(0, at - length + 1), at + 1)
        if begin + length <= len(text)
    )
