"""Finds the themes of an article, from a controlled vocabulary.

Local reports name nearly every field of work in passing. The real subject stands in important places: in the head, in the headings, in the
lead, and in the first sentence of each paragraph. The rest of the text adds a little. jieba cuts the text into words, and the words are
compared with the cues of each theme.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

import jieba  # type: ignore[import-untyped]

from edition.gazetteer import occurrences, openings_of
from edition.model import Article, Finding, Theme

HEAD, HEADING, LEAD, OPENING, REST = 4.0, 3.0, 1.5, 1.0, 0.5
"""The weight of a cue in the head, in a heading, in the first paragraph, in the first sentence of another paragraph, and elsewhere. On the
five seeds, five themes in a hundred more are missed if REST does not count."""
ENOUGH = 3.0
"""The least weight of a theme: one cue in a heading, or three in first sentences. Less is a mention in passing."""
PART, BROAD = 0.28, 16.0
"""A theme must weigh at least PART of the article's strongest theme, which counts as BROAD at most: a page on party work that reports on
ten fields is about those as well (tests/cases/describe/themes.yml)."""
REPEATS = 2
"""How many times one cue counts at most. More repeats say nothing new about the theme."""
LONG = 4
"""The fewest characters of a cue that no two neighbouring words contain by chance."""
SHOWN = 5
"""The most cues that are shown as evidence."""

_BETWEEN = re.compile(r"[\s，。；、：？！“”‘’（）《》,;:?!()]")
"""Matches what stands between clauses."""
_SENTENCE = re.compile(r"[^。！？!?]*[。！？!?]?")


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues of all themes, each with the labels of its themes."""

    labels: Mapping[str, tuple[str, ...]]
    """The labels of the themes, by cue."""
    openings: Mapping[str, tuple[int, ...]]
    """The lengths of cues, by their first two characters."""
    order: Mapping[str, int]
    """The place of each label in the vocabulary. Themes of equal weight are sorted by it."""
    tokenizer: jieba.Tokenizer


def turn_round(themes: tuple[Theme, ...], tokenizer: jieba.Tokenizer) -> Cues:
    """The cues of all themes for `describe_themes`; the tokenizer must know them as words."""
    labels: dict[str, list[str]] = defaultdict(list)
    for theme in themes:
        for cue in theme.cues:
            if theme.label not in labels[cue]:
                labels[cue].append(theme.label)
    order = {theme.label: n for n, theme in enumerate(themes)}
    return Cues({cue: tuple(found) for cue, found in labels.items()}, openings_of(labels), order, tokenizer)


def describe_themes(article: Article, cues: Cues) -> tuple[Finding, ...]:
    """The themes of an article, the strongest first. The evidence is the cues, each with its number of occurrences."""
    found = _found(article, cues)
    scores: dict[str, float] = defaultdict(float)
    for word, weights in found.items():
        for label in cues.labels[word]:
            scores[label] += sum(weights[:REPEATS])
    bar = max([ENOUGH, *(PART * min(BROAD, score) for score in scores.values())])
    chosen = sorted((label for label in scores if scores[label] >= bar), key=lambda label: (-scores[label], cues.order[label]))
    return tuple(Finding(label, _evidence({w: found[w] for w in found if label in cues.labels[w]}), "cues") for label in chosen)


def _found(article: Article, cues: Cues) -> dict[str, list[float]]:
    """Every cue of the article with the weights of its places, the heaviest first.

    The text must be cut into words: 人居 is a cue in 人居环境, but not in 工人居住. No word goes over punctuation, so each clause is cut
    alone. Cutting is nine tenths of the work. So a clause is cut only if it contains a cue that is short and does not yet count as often
    as it can.
    """
    found: dict[str, list[float]] = defaultdict(list)
    for text, weight in sorted(_weighty(article), key=lambda part: -part[1]):
        for clause, possible in _clauses(text, cues):
            if any(len(name) < LONG and len(found.get(name, ())) < REPEATS for name in possible):
                possible = [word for word in cues.tokenizer.cut(clause, HMM=False) if word in cues.labels]
            for word in possible:
                found[word].append(weight)
    return found


def _clauses(text: str, cues: Cues) -> Iterator[tuple[str, list[str]]]:
    """The clauses of a text in which a cue may stand, each with what may be its cues."""
    borders = [-1, *(match.start() for match in _BETWEEN.finditer(text)), len(text)]
    possible = occurrences(text, cues.openings, cues.labels)
    for at, names in groupby(possible, key=lambda found: bisect_left(borders, found.start)):
        yield text[borders[at - 1] + 1 : borders[at]], [name for _, _, name in names]


def _evidence(words: Mapping[str, list[float]]) -> tuple[str, ...]:
    strongest = sorted(words, key=lambda word: (-sum(words[word]), word))[:SHOWN]
    return tuple(word if len(words[word]) == 1 else f"{word}（{len(words[word])}次）" for word in strongest)


def _weighty(article: Article) -> Iterator[tuple[str, float]]:
    """The parts of an article, each with the weight of a cue in it."""
    head = article.head
    for part in (head.kicker, head.title, head.subtitle):
        if part:
            yield str(part), HEAD
    first = True
    for block in article.blocks:
        text = str(block.text)
        if block.kind == "heading":
            yield text, HEADING
        elif block.kind == "paragraph" and first:
            first = False
            yield text, LEAD
        elif block.kind == "paragraph":
            end = _SENTENCE.match(text)
            cut = end.end() if end else len(text)
            yield text[:cut], OPENING
            yield text[cut:], REST
        else:
            yield text, REST
