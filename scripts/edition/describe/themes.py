"""What an article is about, in the words of the controlled vocabulary.

Local reports name nearly every field of work in passing. What an article is about stands where its writer put weight: in the head, in the
section headings, in the lead and in the opening sentence of each paragraph; what the rest repeats adds a little. The text is
cut into words by jieba, and the words are compared with the cues of each theme.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import jieba  # type: ignore[import-untyped]

from edition.gazetteer import occurrences, openings_of
from edition.model import Article, Finding, Theme

HEAD, HEADING, LEAD, OPENING, REST = 4.0, 3.0, 1.5, 1.0, 0.5
"""What a cue weighs in the head, in a section heading, in the first paragraph, in a paragraph's opening sentence, and elsewhere.
Swept over the five seeds: without the rest, five themes in a hundred more are missed."""
ENOUGH = 3.0
"""The least weight of a theme: one cue in a heading, or three in opening sentences. Less is a passing mention."""
PART, BROAD = 0.28, 16.0
"""A theme must have this part of what the article's strongest theme weighs, of which no more than BROAD counts: a page on party work that
reports on ten fields is about those as well (tests/cases/describe/themes.yml)."""
REPEATS = 2
"""How often one cue counts: after that it says nothing more about how wide the theme is."""
LONG = 4
"""Characters of a cue that no two neighbouring words make up by chance."""
SHOWN = 5
"""How many cues are shown as evidence."""

_CLAUSE = re.compile(r"[^\s，。；、：？！“”‘’（）《》,;:?!()]+")
_SENTENCE = re.compile(r"[^。！？!?]*[。！？!?]?")


@dataclass(frozen=True, slots=True)
class Cues:
    """The themes turned round: from a cue to the labels that it speaks for."""

    labels: Mapping[str, tuple[str, ...]]
    openings: Mapping[str, tuple[int, ...]]
    """First two characters of the cues to their lengths."""
    order: Mapping[str, int]
    """Label to its place in the vocabulary; it settles ties."""
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
    """The themes of an article, the strongest first; the evidence is the cues, each with how often it stands where it counts."""
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

    Cutting tells the cue 人居 in 人居环境 from the characters in 工人居住. Punctuation bounds words, so that a clause is cut alone as
    in the whole. A clause without the characters of a cue needs no cut, nor one whose cues are all long or count as often as
    they can: cutting is nine tenths of the work.
    """
    found: dict[str, list[float]] = defaultdict(list)
    for text, weight in sorted(_weighty(article), key=lambda part: -part[1]):
        for clause in _CLAUSE.findall(text):
            possible = [name for _, _, name in occurrences(clause, cues.openings, cues.labels)]
            if possible and any(len(name) < LONG and len(found.get(name, ())) < REPEATS for name in possible):
                possible = [word for word in cues.tokenizer.cut(clause, HMM=False) if word in cues.labels]
            for word in possible:
                found[word].append(weight)
    return found


def _evidence(words: Mapping[str, list[float]]) -> tuple[str, ...]:
    strongest = sorted(words, key=lambda word: (-sum(words[word]), word))[:SHOWN]
    return tuple(word if len(words[word]) == 1 else f"{word}（{len(words[word])}次）" for word in strongest)


def _weighty(article: Article) -> Iterator[tuple[str, float]]:
    """The parts of an article with what a cue in them weighs."""
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
