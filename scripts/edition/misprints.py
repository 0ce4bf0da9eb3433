"""Finds characters that were likely printed or recognised for others that look like them (己经 for 已经), for an editor to look at.

Nothing is changed by it. A character counts where it makes no word with its neighbours, would make one as its look-alike, and where that
word is far likelier than its two characters side by side as words of their own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from operator import add
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
_PAIR = re.compile("[\u4e00-\u9fff]{2}")


@dataclass(frozen=True, slots=True)
class Lookalikes:
    """Which two characters may stand for which word."""

    words: Mapping[str, Sequence[tuple[int, float, str]]]
    """Two characters that are no word, to the words of which one character looks like theirs: which one (0 or 1), how many times likelier
    the word is than the two side by side, and the word."""
    counts: Mapping[str, int]
    """The dictionary."""


def load_lookalikes(folder: Path) -> Lookalikes:
    """`lookalikes.tsv`: pairs of characters that look alike.

    Raises:
        VocabularyError: the file is missing, or something in it is no pair.
    """
    others: dict[str, str] = defaultdict(str)
    for place, (cell,) in table(folder / "lookalikes.tsv", 1):
        for pair in cell.split():
            if not _PAIR.fullmatch(pair) or pair[0] == pair[1]:
                raise VocabularyError(
                    place,
                    Said(f"{pair!r} 不是两个不同的汉字", f"{pair!r} is no pair of two Han characters"),
                    Said("请写两个形近的字，对与对之间空一格", "write two characters that look alike, with a blank between pairs"),
                )
            others[pair[0]] += pair[1]
            others[pair[1]] += pair[0]
    return Lookalikes(_words(others, dictionary()), dictionary())


def _words(others: Mapping[str, str], counts: Mapping[str, int]) -> dict[str, list[tuple[int, float, str]]]:
    """`Lookalikes.words`.

    Args:
        others: a character to those that look like it.
        counts: the dictionary.
    """
    total = sum(counts.values())
    found: dict[str, list[tuple[int, float, str]]] = defaultdict(list)
    for word, count in counts.items():
        if count < RARE or len(word) != 2 or not _PAIR.fullmatch(word):
            continue
        for n, other in [(0, other) for other in others.get(word[0], "")] + [(1, other) for other in others.get(word[1], "")]:
            pair = word[:n] + other + word[n + 1 :]
            likelier = count * total / (counts.get(pair[0], 1) * counts.get(pair[1], 1))
            if likelier >= LIKELIER and pair not in counts:
                found[pair].append((n, likelier, word))
    return found


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

    >>> table = Lookalikes({"己经": [(0, 600.0, "已经")]}, {"已经": 5000, "自己": 9000})
    >>> [*likely("他己经来了，自己经营", table)]
    [(1, '己经', '已经')]
    """
    counts, pairs = lookalikes.counts, [*map(add, text, text[1:])]
    found: dict[int, list[tuple[float, int, str, str]]] = defaultdict(list)
    for start, pair in compress(enumerate(pairs), map(lookalikes.words.__contains__, pairs)):
        for n, likelier, word in lookalikes.words[pair]:
            found[start + n].append((likelier, start, pair, word))
    for at, words in sorted(found.items()):
        _, start, printed, meant = max(words)
        again = text[at] in (text[max(0, at - 2) : max(0, at - 1)], text[at + 2 : at + 3])  # 坐一坐, 入脑入心: nobody errs twice.
        neighbour = at - 1 if start < at else at + 1
        surname = printed[0] in SURNAMES or (start and text[start - 1] in SURNAMES and not _in_a_word(text, start - 1, counts))
        if not (again or surname or _in_a_word(text, at, counts) or _in_a_word(text, neighbour, counts)):
            yield start, printed, meant


def _in_a_word(text: str, at: int, counts: Mapping[str, int]) -> bool:
    """Whether a word of two or more characters holds the one at an offset."""
    return any(
        counts.get(text[begin : begin + length])
        for length in range(2, LONGEST + 1)
        for begin in range(max(0, at - length + 1), at + 1)
        if begin + length <= len(text)
    )
