"""What words are counted in: the text of every article, folded, many articles to a file; and the dictionary that cuts it into words.

The chunks of the index are made to be read a few at a time. A count reads everything, so that the text stands here once more, in as many
files as a browser loads in a moment. `docs/assets/js/tally.js` counts in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import log

import numpy as np
import numpy.typing as npt

from edition.model import Edition
from edition.publish.search.documents import Document
from edition.publish.search.fold import Folding
from edition.segmenter import dictionary, part_of_speech

SIZE = 120_000
"""Characters from which a file is full: some hundred articles, 350 kilobytes."""
COST = 1000
"""A word costs so many times the natural logarithm of its rarity. Whole numbers add up to the same in every browser."""
FUNCTION = "cpurdmqyeo"
"""jieba's tags of conjunctions, prepositions, particles, pronouns, adverbs, numerals, measure words, modal words, interjections and
words for sounds begin with these: words of so many kinds are no collocates."""
BATCH = 500
"""Texts that are looked at together."""
_HAN = re.compile("[々〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")


def texts(found: Sequence[Document], edition: Edition) -> list[str]:
    """For each article its kicker, title, subtitle and blocks, folded, each on a line of its own; nothing for a further copy."""
    once = {article.id for article in edition.works}
    folding = Folding(edition.traditional)
    return [_text(document, folding) if document.id in once else "" for document in found]


def _text(document: Document, folding: Folding) -> str:
    title = document.title if document.titled else ""
    parts = (document.above, title, document.below, *(block.text for block in document.blocks))
    return "\n".join(filter(None, (part.translate(folding) for part in parts)))


def bundles(all_: Sequence[str], size: int = SIZE) -> Iterator[list[str]]:
    """The texts in their order, as many at a time as fill a file.

    >>> list(bundles(["一二", "三", "四五六", "七"], 3))
    [['一二', '三'], ['四五六'], ['七']]
    """
    bundle: list[str] = []
    length = 0
    for text in all_:
        bundle.append(text)
        length += len(text)
        if length >= size:
            yield bundle
            bundle, length = [], 0
    if bundle:
        yield bundle


def words(all_: Sequence[str]) -> tuple[int, str]:
    """What a character costs that begins no word; and the words of jieba's dictionary all of whose neighbouring characters stand together
    somewhere in the texts, one on a line.

    Behind each stands what it costs, and `-` where it is no collocate: a single character, or a word that only joins others.

    >>> unknown, lines = words(["我们发展", "中国家"])
    >>> unknown, lines.splitlines()[:3]
    (17912, ['中 5510 -', '中国 6140', '们 7285 -'])
    """
    whole = log(sum(dictionary().values()))
    costs = {word: round(COST * (whole - log(dictionary()[word]))) for word in _present(all_)}
    return round(COST * whole), "\n".join(f"{word} {cost}{'' if _tells(word) else ' -'}" for word, cost in costs.items())


def _tells(word: str) -> bool:
    """Whether a word is a collocate."""
    return len(word) > 1 and not part_of_speech(word).startswith(tuple(FUNCTION))


def _present(all_: Sequence[str]) -> list[str]:
    """The words of the dictionary that may stand in the texts, sorted by their characters."""
    characters = set().union(*all_)
    asked = sorted(word for word, count in dictionary().items() if count and characters.issuperset(word) and _HAN.fullmatch(word))
    if not asked:
        return []
    alphabet = sorted(set().union(*asked))
    # The places of the characters in the alphabet; those of no word, and the ends of lines, have the place 0.
    places = np.zeros(0x110000, np.int32)
    places[[ord(character) for character in alphabet]] = np.arange(1, len(alphabet) + 1)
    stand = np.zeros((len(alphabet) + 1, len(alphabet) + 1), bool)
    for start in range(0, len(all_), BATCH):
        stand[_pairs("\n".join(all_[start : start + BATCH]), places)] = True
    stand[:, 0] = stand[0, :] = True
    starts = np.cumsum([0, *(len(word) + 1 for word in asked[:-1])])
    found = np.logical_and.reduceat(stand[_pairs("\n".join(asked), places)], starts)
    return [asked[n] for n in np.flatnonzero(found)]


def _pairs(text: str, places: npt.NDArray[np.int32]) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """For each character of a text the place of it and of the next one."""
    found = places[np.frombuffer(f"{text}\n".encode("utf-32-le"), "<u4")]
    return found[:-1], found[1:]
