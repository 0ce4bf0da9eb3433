"""Single characters and pairs of neighbours, each with the articles that hold it, by the part of the article.

A pair in running text counts as a word where the dictionary knows no commoner one that overlaps it there: 中国 in 我们中国 is one, in
发展中国家 it is not. Articles that hold it only across words come last.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise

from edition.publish.search.documents import Document
from edition.publish.search.fold import fold

PARTS = ("title", "byline", "caption", "heading", "paragraph", "across")
"""The lists of a key, in this order; `across` is the paragraphs in which a pair stands only across words."""


def grams(found: list[Document], traditional: Mapping[str, str], lexicon: Mapping[str, int]) -> dict[str, list[list[int]]]:
    """For each key the lists of its articles, one for each of `PARTS`."""
    out: dict[str, list[list[int]]] = defaultdict(lambda: [[] for _ in PARTS])
    for document in found:
        number = document.number
        parts: dict[str, list[str]] = {
            "title": [document.title, document.above, document.below],
            "byline": [document.byline, document.place],
        }
        for block in document.blocks:
            parts.setdefault(block.kind, []).append(block.text)
        for n, part in enumerate(PARTS[:4]):
            for key in _keys(fold(text, traditional) for text in parts.get(part, ())):
                out[key][n].append(number)
        inside, across = _in_text([fold(text, traditional) for text in parts.get("paragraph", ())], lexicon)
        for key in inside:
            out[key][4].append(number)
        for key in across:
            out[key][5].append(number)
    return out


def _keys(texts: Iterable[str]) -> set[str]:
    keys: set[str] = set()
    for text in texts:
        keys.update(text)
        keys.update(map("".join, pairwise(text)))
    return keys


def _in_text(texts: list[str], lexicon: Mapping[str, int]) -> tuple[set[str], set[str]]:
    """The keys of running text, and those pairs of it that stand only across words."""
    inside: set[str] = set()
    every: set[str] = set()
    for text in texts:
        inside.update(text)
        pairs = list(map("".join, pairwise(text)))
        every.update(pairs)
        known = [0, *(lexicon.get(pair, 0) for pair in pairs), 0]
        inside.update([pair for n, pair in enumerate(pairs, 1) if known[n - 1] <= known[n] >= known[n + 1]])
    return inside, every - inside
