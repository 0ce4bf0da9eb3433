"""The words that stand for an article, by which related articles are found.

jieba's TF-IDF chooses them against its own large corpus, so that they stay the same when other articles come or go. Places and signatures
are left out: a place is a fact of its own, and a common name tells nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import jieba  # type: ignore[import-untyped]

from edition.model import LEVELS, Article, Description
from edition.segmenter import tokenizer

WORDS = 20
"""How many words stand for an article."""
READ = 1200
"""Characters that the words are taken from: head, section headings, then the text. What an article is about is said early."""
RARE = 6.7
"""The least inverse document frequency of a word in jieba's corpus: 水稻 and 茶叶 tell something, 确保 and 坚持 nothing."""

_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")


class Corpus(NamedTuple):
    """What jieba knows of its own corpus."""

    tokenizer: jieba.Tokenizer
    rarity: Mapping[str, float]
    """The inverse document frequency of each word."""
    usual: float
    """That of a word that is not there."""
    common: frozenset[str]
    """The words that are not `RARE`."""


def load_corpus() -> Corpus:
    """jieba's corpus. jieba's own module for keywords reads its table twice, and the whole dictionary once more."""
    table = (Path(jieba.__file__).parent / "analyse" / "idf.txt").read_text(encoding="utf-8").split()
    rarity = dict(zip(table[::2], map(float, table[1::2]), strict=True))
    common = frozenset(word for word, idf in rarity.items() if idf < RARE)
    return Corpus(tokenizer(), rarity, sorted(rarity.values())[len(rarity) // 2], common)


def keywords(article: Article, description: Description, corpus: Corpus) -> tuple[str, ...]:
    """The words that stand for an article, the weightiest first."""
    head = [article.head.title, article.head.kicker, article.head.subtitle]
    headings = [block.text for block in article.blocks if block.kind == "heading"]
    rest = [block.text for block in article.blocks if block.kind == "paragraph"]
    text = "。".join(str(part) for part in (*head, *headings, *rest) if part)[:READ]
    places = "".join(unit for level in LEVELS if (unit := description.level(level)))
    names = "，".join(byline.name for byline in article.bylines)
    counts = Counter([word for word in corpus.tokenizer.cut(text) if len(word) > 1])
    total = counts.total()
    weights = {
        word: count * (corpus.rarity.get(word, corpus.usual) / total)
        for word, count in counts.items()
        if word not in corpus.common and word[:2] not in places and word not in names and _HAN.fullmatch(word)
    }
    return tuple(sorted(weights, key=weights.__getitem__, reverse=True)[:WORDS])
