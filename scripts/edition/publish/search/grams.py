"""Single characters and pairs of neighbours, each with the articles that hold it, by the part of the article.

A pair keeps where it stands in its part, counted round to six: so pairs that are in an article, but not one right after the other as in
the words that are looked for, seldom lead to it. A pair in running text counts as a word where the dictionary knows no commoner one that
overlaps it there: 中国 in 我们中国 is one, in 发展中国家 it is not. Articles that hold it only across words come last.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from itertools import cycle, repeat
from operator import add
from typing import TypeAlias

from edition.publish.search.documents import Document
from edition.publish.search.fold import fold
from edition.publish.search.postings import WHEEL

PARTS = ("title", "byline", "caption", "heading", "paragraph", "across")
"""The lists of a key, in this order; `across` is the paragraphs in which a pair stands only across words."""
Lists: TypeAlias = "dict[str, array[int]]"
"""For each key its articles as ascending `number * 64 + places`, a bit for each place on the wheel; a single character has no places."""
_BITS = [1 << n for n in range(WHEEL)]


def grams(found: list[Document], traditional: Mapping[str, str], lexicon: Mapping[str, int]) -> list[Lists]:
    """The lists of each of `PARTS`."""
    out: list[Lists] = [{} for _ in PARTS]
    words = {word: frequency for word, frequency in lexicon.items() if len(word) == 2}
    for document in found:
        parts: dict[str, list[str]] = {
            "title": [document.title, document.above, document.below],
            "byline": [document.byline, document.place],
        }
        for block in document.blocks:
            parts.setdefault(block.kind, []).append(block.text)
        for n, part in enumerate(PARTS[:5]):
            texts = [fold(text, traditional) for text in parts.get(part, ())]
            inside: set[str] = set()
            places: dict[str, int] = dict.fromkeys("".join(texts), 0)
            for text in texts:
                pairs = list(map(add, text, text[1:]))
                for pair, bit in zip(pairs, cycle(_BITS), strict=False):
                    places[pair] = places.get(pair, 0) | bit
                if part == "paragraph":
                    inside |= _inside(pairs, words)
            base, here, across = document.number * 64, out[n], out[5]
            for key, at in places.items():
                lists = across if inside and at and key not in inside else here
                if (numbers := lists.get(key)) is None:
                    lists[key] = array("I", (base + at,))
                else:
                    numbers.append(base + at)
    return out


def _inside(pairs: list[str], words: Mapping[str, int]) -> set[str]:
    """The pairs of a text that stand in it as words, or at least not across a commoner one."""
    known = [0, *map(words.get, pairs, repeat(0)), 0]
    return {pair for pair, before, here, after in zip(pairs, known, known[1:], known[2:], strict=False) if before <= here >= after}
