"""Which other articles a reader of one may want: of the same county, of the same themes, with the same rare words.

jieba's TF-IDF chooses the words of an article against its own large corpus, so that they stay the same when other articles come
or go; the edition's own frequencies then say how much a shared word or theme tells: one that all share tells nothing. Places
and signatures are left out of the words: a place is a reason of its own, and a common name is none.

The cost grows with the number of articles: an article is compared only with those that an inverted index names, and of a long
posting list only with its nearest neighbours in the order of the edition.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from math import log
from pathlib import Path

import jieba  # type: ignore[import-untyped]

from edition.model import LEVELS, Article, Description, Edition
from edition.publish import phrases
from edition.segmenter import tokenizer

SHOWN = 5
"""How many related articles are named."""
WORDS = 20
"""How many of its words stand for an article."""
READ = 1200
"""Characters that the words are taken from: head, section headings, then the text. What an article is about is said early."""
NEAREST = 24
"""How many neighbours of one posting list are looked at."""
RARE = 6.7
"""The least inverse document frequency of a word in jieba's corpus: 水稻 and 茶叶 tell something, 确保 and 坚持 nothing."""
LEADING = 3
"""How many themes of an article, the strongest first, lead to others; all of them count."""
COUNTY, THEME, WORD = 1.0, 0.4, 0.5
"""What the same county, a theme and a word weigh; a theme and a word the less, the more articles have them."""
ENOUGH = 1.0
"""The least that related articles share: the county, or two rare words with a theme that few have."""
NAMED = 3
"""How many themes, and how many words, a reason names."""

_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")

Place = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Related:
    """Another article, and why a reader is sent there."""

    article: Article
    reasons: tuple[str, ...]
    """In Chinese: 同县：天长市; 同专题：农业农村; 共有词：大棚、辣椒."""


@dataclass(frozen=True, slots=True)
class _Traits:
    """What an article can share with another."""

    county: Place
    """The units down to the county; empty where it is unknown."""
    themes: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Index:
    """From a trait to the articles that have it, by number, and what it weighs."""

    postings: Mapping[object, Sequence[int]]
    weights: Mapping[object, float]

    def near(self, key: object, number: int) -> Iterable[int]:
        """The nearest of those that share a trait, on both sides."""
        found = self.postings.get(key, ())
        at = bisect_left(found, number)
        return found[max(0, at - NEAREST // 2) : at + NEAREST // 2]


def neighbours(articles: Sequence[Article]) -> dict[str, tuple[Article | None, Article | None]]:
    """For each article of a page, by id, the one before it and the one after it."""
    around = [None, *articles, None]
    return {article.id: (around[n], around[n + 2]) for n, article in enumerate(articles)}


def related(edition: Edition) -> dict[str, tuple[Related, ...]]:
    """The related articles of each article, by id, the nearest first."""
    articles = edition.works
    if len(articles) < 2:
        return {article.id: () for article in edition.articles}
    traits = [_traits(article, edition.descriptions[article.id]) for article in articles]
    counties = _index(([one.county] if one.county else [] for one in traits), 0)
    themes = _index((one.themes for one in traits), THEME)
    keywords = _index((one.words for one in traits), WORD)
    out = {}
    for number, own in enumerate(traits):
        near = set(counties.near(own.county, number))
        near.update(n for theme in own.themes[:LEADING] for n in themes.near(theme, number))
        near.update(n for word in own.words for n in keywords.near(word, number))
        near.discard(number)
        scores = {n: _score(own, traits[n], themes, keywords) for n in near}
        best = sorted((n for n in near if scores[n] >= ENOUGH), key=lambda n: (-scores[n], abs(n - number), n))[:SHOWN]
        out[articles[number].id] = tuple(Related(articles[n], _reasons(own, traits[n], themes, keywords)) for n in best)
    # A further copy sends its readers where the first one does.
    for ids in edition.copies.values():
        out |= dict.fromkeys(ids, out[ids[0]])
    return out


def _traits(article: Article, description: Description) -> _Traits:
    units = [description.level(level) or "" for level in LEVELS[:3]]
    return _Traits(tuple(units) if units[2] else (), tuple(theme.value for theme in description.themes), _keywords(article, description))


def _keywords(article: Article, description: Description) -> tuple[str, ...]:
    """The words that stand for an article, the weightiest first."""
    head = [article.head.title, article.head.kicker, article.head.subtitle]
    headings = [block.text for block in article.blocks if block.kind == "heading"]
    rest = [block.text for block in article.blocks if block.kind == "paragraph"]
    text = "。".join(str(part) for part in (*head, *headings, *rest) if part)[:READ]
    places = "".join(phrases.place_units(description))
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


def _index(keys: Iterable[Iterable[object]], weight: float) -> _Index:
    """A trait that one article alone has weighs nearly `weight`, one that all have nothing."""
    postings: dict[object, list[int]] = defaultdict(list)
    count = 0
    for number, found in enumerate(keys):
        count += 1
        for key in found:
            postings[key].append(number)
    return _Index(postings, {key: weight * log(count / len(found)) / log(count) for key, found in postings.items()})


def _score(own: _Traits, other: _Traits, themes: _Index, keywords: _Index) -> float:
    same = COUNTY if own.county and own.county == other.county else 0.0
    return same + sum(index.weights[key] for index, keys in _shared(own, other, themes, keywords) for key in keys)


def _shared(own: _Traits, other: _Traits, themes: _Index, keywords: _Index) -> list[tuple[_Index, list[str]]]:
    """The themes and the words that two articles share and that tell something, in the order of the first one's."""
    return [
        (index, [key for key in mine if key in theirs and index.weights[key] > 0])
        for index, mine, theirs in ((themes, own.themes, other.themes), (keywords, own.words, other.words))
    ]


def _reasons(own: _Traits, other: _Traits, themes: _Index, keywords: _Index) -> tuple[str, ...]:
    out = [f"同县：{own.county[-1]}"] if own.county and own.county == other.county else []
    for label, (index, keys) in zip(("同专题", "共有词"), _shared(own, other, themes, keywords), strict=True):
        if keys:
            out.append(f"{label}：{'、'.join(sorted(keys, key=lambda key: -index.weights[key])[:NAMED])}")
    return tuple(out)
