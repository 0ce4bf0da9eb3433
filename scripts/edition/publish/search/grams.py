"""Single characters and pairs of neighbours, each with the chunks of articles that hold it, by the part of the article.

A pair keeps where it stands in its part, counted round to six: so pairs that are in a chunk, but not one right after the other as in
the words that are looked for, seldom lead to it. A pair in running text counts as a word where the dictionary knows no commoner one that
overlaps it there: 中国 in 我们中国 is one, in 发展中国家 it is not. Chunks that hold it only across words come last.

One entry is one number of 64 bits: the key (two characters by their places in the alphabet, the second one 0 for a single character), the
list, the chunk, and a bit for each place on the wheel. Sorted, they are the lists one after the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from edition.errors import OutputError, Said
from edition.publish.search.documents import Document
from edition.publish.search.fold import Folding

Numbers: TypeAlias = "npt.NDArray[np.integer[Any]]"
PARTS = ("paragraph", "across", "title", "heading", "caption", "byline")
"""The lists of a key, in this order. Behind `paragraph` comes `across`: paragraphs in which a pair stands only across words."""
PARAGRAPH, TITLE, BYLINE = (PARTS.index(part) for part in ("paragraph", "title", "byline"))
WHEEL = 6
"""The places of a pair are counted round to so many, a bit for each."""
CHARACTER, LIST, CHUNK = 17, 3, 21
"""Bits of a character, of a list and of a chunk in an entry."""
BATCH = 500
"""Articles that are looked at together."""


@dataclass
class Index:
    """The entries of an edition."""

    alphabet: list[str] = field(default_factory=lambda: [""])
    """Its characters by their number; none has the number 0."""
    entries: Numbers = field(default_factory=lambda: np.zeros(0, np.uint64))
    """In ascending order."""


def indexed(found: Sequence[Document], traditional: Mapping[str, str], lexicon: Mapping[str, int]) -> Index:
    """The entries of all articles.

    Raises:
        OutputError: there are more characters or chunks than an entry can tell apart.
    """
    if found and found[-1].first + len(found[-1].chunks) > 1 << CHUNK:
        raise OutputError(
            "data/search",
            Said(f"文章的分块超过 {1 << CHUNK:,} 个", f"more than {1 << CHUNK:,} chunks of articles"),
            Said("请把全部文章分成几部，或者让每块多放些字", "divide the edition, or give chunks more characters"),
        )
    folding = Folding(traditional)
    numbers = np.zeros(0x110000, np.uint32)
    words = _Words(lexicon)
    index = Index()
    # One growing buffer, sorted where it lies: a list of parts would need their room twice.
    held = bytearray()
    for start in range(0, len(found), BATCH):
        documents = found[start : start + BATCH]
        texts = list(_texts(documents, folding))
        codes = np.frombuffer("".join([f"{text}\n" for _, _, text in texts]).encode("utf-32-le"), "<u4").astype(np.uint32)
        new = np.unique(codes[numbers[codes] == 0])
        new = new[new != ord("\n")]
        numbers[new] = np.arange(len(index.alphabet), len(index.alphabet) + len(new), dtype=np.uint32)
        index.alphabet += map(chr, new.tolist())
        if len(index.alphabet) > 1 << CHARACTER:
            raise OutputError(
                "data/search",
                Said(f"不同的字超过 {1 << CHARACTER:,} 个", f"more than {1 << CHARACTER:,} different characters"),
                Said("请查找哪份原始文本其实不是文本", "look for a seed that is no text"),
            )
        held += _entries(texts, codes, numbers[codes].astype(np.uint64), words).tobytes()
    index.entries = np.frombuffer(held, np.uint64)
    index.entries.sort()
    return index


def _texts(found: Sequence[Document], folding: Folding) -> Iterator[tuple[int, int, str]]:
    """List, chunk and folded text of all parts of articles."""
    for document in found:
        for text in (document.title if document.titled else "", document.above, document.below):
            yield TITLE, document.first, text.translate(folding)
        for text in (document.byline, document.place):
            yield BYLINE, document.first, text.translate(folding)
        for n, blocks in enumerate(document.chunks, document.first):
            for block in blocks:
                yield PARTS.index(block.kind), n, block.text.translate(folding)


class _Words:
    """The words of two characters, with their frequencies."""

    def __init__(self, lexicon: Mapping[str, int]) -> None:
        pairs = {(ord(word[0]) << 21) | ord(word[1]): frequency for word, frequency in lexicon.items() if len(word) == 2}
        keys = np.fromiter(pairs, np.uint64, len(pairs))
        order = np.argsort(keys)
        # The last one is no word and commoner than none, so that there is always something to look at.
        self.keys = np.append(keys[order], np.uint64(2**63))
        self.frequencies = np.append(np.fromiter(pairs.values(), np.uint64, len(pairs))[order], np.uint64(0))

    def frequency(self, pairs: Numbers) -> Numbers:
        """How common each pair is as a word; 0 for none."""
        at = np.searchsorted(self.keys, pairs)
        return np.where(self.keys[at] == pairs, self.frequencies[at], np.uint64(0))


def _entries(texts: Sequence[tuple[int, int, str]], codes: npt.NDArray[np.uint32], numbers: Numbers, words: _Words) -> Numbers:
    """The entries of some articles, each key once for each chunk and list.

    Args:
        texts: list, chunk and folded text of each part.
        codes: the code points of the texts, one after the other, each text with an end of line.
        numbers: their places in the alphabet; 0 for an end of line.
        words: what counts as a word.
    """
    lengths = np.fromiter((len(text) + 1 for _, _, text in texts), np.int64, len(texts))
    starts = np.repeat(np.cumsum(lengths) - lengths, lengths)
    lists = np.repeat(np.fromiter((part for part, _, _ in texts), np.uint64, len(texts)), lengths)
    chunks = np.repeat(np.fromiter((chunk for _, chunk, _ in texts), np.uint64, len(texts)), lengths)
    # Below list and chunk, for a while: a bit that is set where a pair stands across words, and its place.
    where = (lists << CHUNK | chunks) << 4
    places = ((np.arange(len(codes)) - starts) % WHEEL).astype(np.uint64)
    paired = (numbers[:-1] > 0) & (numbers[1:] > 0)
    running = paired & (lists[:-1] == PARAGRAPH)
    wide = codes.astype(np.uint64)
    # Each pair in running text has what overlaps it on either side.
    frequency = np.zeros(len(codes) + 1, np.uint64)
    frequency[1:-1][running] = words.frequency((wide[:-1] << 21 | wide[1:])[running])
    across = running & ((frequency[1:-1] < frequency[:-2]) | (frequency[1:-1] < frequency[2:]))
    keys = numbers << CHARACTER
    pairs = (keys[:-1] | numbers[1:]) << LIST + CHUNK + 4 | where[:-1] | across.astype(np.uint64) << 3 | places[:-1]
    found: Numbers = np.concatenate([pairs[paired], (keys << LIST + CHUNK + 4 | where)[numbers > 0]])
    found.sort()
    begins = runs(found >> 4)
    bits = np.bitwise_or.reduceat(np.uint64(1) << (found & 7), begins) if len(found) else found
    found = found[begins]
    # Where a pair stands in a chunk as a word at all, that came first. The list of those across words is the next one.
    found = ((found >> 4) + ((found >> 3 & 1) << CHUNK)) << WHEEL | bits
    return found


def runs(values: Numbers) -> npt.NDArray[np.int64]:
    """Where runs of equal values begin.

    >>> runs(np.array([5, 5, 7, 5], np.uint64)).tolist()
    [0, 2, 3]
    """
    return np.flatnonzero(np.concatenate([np.ones(len(values[:1]), bool), values[1:] != values[:-1]]))
