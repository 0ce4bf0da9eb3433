"""The words that stand for an article, by which related articles are found.

jieba's TF-IDF chooses them against its own large corpus, so that they stay the same when other articles come or go. Places and signatures
are left out: a place is a fact of its own, and a common name tells nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from itertools import islice
from pathlib import Path

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


def keywords(article: Article, description: Description) -> tuple[str, ...]:
    """The words that stand for an article, the weightiest first."""
    head = [article.head.title, article.head.kicker, article.head.subtitle]
    headings = [block.text for block in article.blocks if block.kind == "heading"]
    rest = [block.text for block in article.blocks if block.kind == "paragraph"]
    text = "。".join(str(part) for part in (*head, *headings, *rest) if part)[:READ]
    places = "".join(unit for level in LEVELS if (unit := description.level(level)))
    names = "，".join(byline.name for byline in article.bylines)
    rarity, usual = _rarity()
    counts = Counter(word for word in _tokenizer().cut(text) if len(word.strip()) > 1)
    weights = {word: count * (rarity.get(word, usual) / counts.total()) for word, count in counts.items()}
    found = (word for word in sorted(weights, key=weights.__getitem__, reverse=True) if _HAN.fullmatch(word))
    rare = (word for word in found if rarity.get(word, usual) >= RARE)
    return tuple(islice((word for word in rare if word[:2] not in places and word not in names), WORDS))


@cache
def _tokenizer() -> jieba.Tokenizer:
    return tokenizer()


@cache
def _rarity() -> tuple[Mapping[str, float], float]:
    """The inverse document frequency of each word in jieba's corpus, and the usual one.

    jieba's own module for keywords reads this table twice, and the whole dictionary once more.
    """
    table = (Path(jieba.__file__).parent / "analyse" / "idf.txt").read_text(encoding="utf-8").split()
    rarity = dict(zip(table[::2], map(float, table[1::2]), strict=True))
    return rarity, sorted(rarity.values())[len(rarity) // 2]
