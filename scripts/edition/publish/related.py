"""Which other articles a reader of one may want: of the same county, of the same themes, with the same rare words.

The edition's own frequencies say how much a shared word or theme tells: one that all share tells nothing.

The cost grows with the number of articles: an article is compared only with those that an inverted index names, and of a long
posting list only with its nearest neighbours in the order of the edition.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, log

from edition.model import LEVELS, Article, Description, Edition

SHOWN = 5
"""How many related articles are named."""
NEAREST = 24
"""How many neighbours of one posting list are looked at."""
LEADING = 3
"""How many themes of an article, the strongest first, lead to others; all of them count."""
COUNTY, THEME, WORD = 1.0, 0.4, 0.5
"""What the same county, a theme and a word weigh; a theme and a word the less, the more articles have them."""
ENOUGH = 1.0
"""The least that related articles share: the county, or two rare words with a theme that few have."""
NAMED = 3
"""How many themes, and how many words, a reason names."""

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
    all_themes: frozenset[str]
    all_words: frozenset[str]


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
    traits = [_traits(edition.descriptions[article.id]) for article in articles]
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


def _traits(description: Description) -> _Traits:
    units = [description.level(level) or "" for level in LEVELS[:3]]
    themes = tuple(theme.value for theme in description.themes)
    return _Traits(tuple(units) if units[2] else (), themes, description.keywords, frozenset(themes), frozenset(description.keywords))


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
    shared = [themes.weights[key] for key in own.all_themes & other.all_themes]
    shared += [keywords.weights[key] for key in own.all_words & other.all_words]
    return same + fsum(shared)  # Whatever their order, the sum is the same.


def _shared(own: _Traits, other: _Traits, themes: _Index, keywords: _Index) -> list[tuple[_Index, list[str]]]:
    """The themes and the words that two articles share and that tell something, in the order of the first one's."""
    return [
        (index, [key for key in mine if key in theirs and index.weights[key] > 0])
        for index, mine, theirs in ((themes, own.themes, other.all_themes), (keywords, own.words, other.all_words))
    ]


def _reasons(own: _Traits, other: _Traits, themes: _Index, keywords: _Index) -> tuple[str, ...]:
    out = [f"同县：{own.county[-1]}"] if own.county and own.county == other.county else []
    for label, (index, keys) in zip(("同专题", "共有词"), _shared(own, other, themes, keywords), strict=True):
        if keys:
            out.append(f"{label}：{'、'.join(sorted(keys, key=lambda key: -index.weights[key])[:NAMED])}")
    return tuple(out)
