"""Finds the same article in several dumps (同文另本): a page as a PDF gave it and as a site gives it, or a dump that came in twice.

The texts are nearly the same, letter by letter, but lines, points and some characters differ. Each text is known by short strings out
of it; the few smallest of their checksums find the candidates, so that the cost grows with the number of articles; all of them decide.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from zlib import crc32

from edition.model import Article, Description

SMALLEST = 24
"""How many checksums stand for a text when candidates are sought."""
COMMON = 40
"""A string that more texts have is a formula (现将有关事项公告如下) and leads to no candidate."""
SHARED, WHOLE = 0.6, 0.4
"""Of two copies the one with fewer strings shares at least SHARED of them, and the other at least WHOLE: dumps cut articles differently."""
FEWEST = 4
"""A text with fewer strings is too short to say that it is the same."""

_STRING = re.compile(r"(?=([的一是在有和了中人大上为不年县镇村][^\W_]{7}))")
"""Matches the strings that are compared: those that begin with a frequent character, which stand everywhere in a text."""


def find_copies(
    articles: Sequence[Article],
    descriptions: Mapping[str, Description],
    known: Sequence[Sequence[int]] = (),
    ruled: Iterable[tuple[int, int]] = (),
) -> dict[str, tuple[str, ...]]:
    """For each article that has other copies, by id, the ids of all copies with its own. First stands the copy of which most is known.

    Args:
        articles: all of the edition.
        descriptions: by id.
        known: the checksums of the articles, in their order, where they are worked out already.
        ruled: articles, by their number, that are copies because an editor ruled it.
    """
    strings = known or [checksums(article) for article in articles]
    places: dict[int, list[int]] = defaultdict(list)
    for number, found_in in enumerate(strings):
        for checksum in found_in[:SMALLEST]:
            places[checksum].append(number)
    pairs = {pair for numbers in places.values() if 1 < len(numbers) <= COMMON for pair in combinations(numbers, 2)}
    found: dict[int, frozenset[int]] = {}
    same = [pair for pair in sorted(pairs) if _same(strings[pair[0]], strings[pair[1]])]
    for group in _connected([*same, *ruled]):
        found |= dict.fromkeys(group, group)
    return {articles[n].id: _by_facts((articles[m].id for m in sorted(group)), descriptions) for n, group in sorted(found.items())}


def _by_facts(ids: Iterable[str], descriptions: Mapping[str, Description]) -> tuple[str, ...]:
    def known(one: str) -> int:
        told = descriptions[one]
        return len(told.place) + sum(fact is not None for fact in (told.date, told.newspaper, told.issue, told.page, told.page_name))

    return tuple(sorted(ids, key=known, reverse=True))


def checksums(article: Article) -> array[int]:
    """The checksums of the strings by which the text of an article is known, each once, in ascending order."""
    text = "".join(str(block.text) for block in article.blocks if block.kind != "caption")
    bare = re.sub(r"[\W_]+", "", text)
    return array("I", sorted({*map(crc32, map(str.encode, _STRING.findall(bare)))}))


def _same(one: Sequence[int], other: Sequence[int]) -> bool:
    a, b = {*one}, {*other}
    few, many = sorted((len(a), len(b)))
    shared = len(a & b)
    return few >= FEWEST and shared >= SHARED * few and shared >= WHOLE * many


def _connected(pairs: Iterable[tuple[int, int]]) -> Iterator[frozenset[int]]:
    """The sets of numbers that the pairs connect."""
    sets: dict[int, set[int]] = {}
    for a, b in pairs:
        joined = sets.get(a, {a}) | sets.get(b, {b})
        sets |= dict.fromkeys(joined, joined)
    yield from sorted({frozenset(one) for one in sets.values()}, key=min)
