"""Articles and queries for `search.py`, made of the five seeds: as many as are wanted, and the same on every run.

The seeds hold eighteen thousand characters. Ten thousand articles of nothing but their sentences would know a few thousand pairs of
characters, each in a thousand articles, as no real edition does. So one word in three is changed for another one of its length, chosen
by its frequency in the dictionary: the articles then differ in their words as well as in the order of their sentences.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import jieba  # type: ignore[import-untyped]

from edition.describe import describe, prepare
from edition.model import Article, Block, Description, Edition, Head, Restoration, Seed
from edition.restore import restore
from edition.trace import Text
from edition.vocabulary import load_traditional, load_vocabulary

CLASSES = {"2": 75, "3": 75, "4": 75, "6": 75, "words": 100, "mixed": 50, "traditional": 20}
"""Classes of queries with their number: runs of so many characters, words, runs with digits, Latin or marks inside, traditional ones."""
SHORTER = 0.9
"""To what part of the length of a seed's article a made one is filled."""
CHANGED = 3
"""One word of so many is changed."""
_SENTENCE = re.compile(r"[^。！？；]+[。！？；]?[”’）]*")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_MIXED = re.compile(r"[\u4e00-\u9fff]{0,2}[\dA-Za-z“”《》][\dA-Za-z.%“”《》·—-]{0,8}[\u4e00-\u9fff]{1,3}")

Made = list[tuple[Article, Description, str]]
"""Articles with their descriptions and the text of the seed that each is read from."""


def articles_of(size: int, root: Path) -> Made:
    """So many articles: those of the seeds where these are enough, else made ones."""
    data = root / "scripts" / "data"
    vocabulary, describing = load_vocabulary(data), prepare(data)
    found: Made = []
    for path in sorted((root / "seeds").glob("*.txt")):
        restoration = restore(path.read_bytes(), path.name, vocabulary)
        found += [(a, d, restoration.seed.text) for a, d in zip(restoration.articles, describe(restoration, describing), strict=True)]
    if size <= len(found):
        return [(replace(article, id=f"a{n}"), *rest) for n, (article, *rest) in enumerate(found[:size])]  # type: ignore[misc]
    writer = Writer(found, vocabulary.lexicon)
    return [writer.article(n, *found[n % len(found)][:2]) for n in range(size)]


class Writer:
    """Makes articles of the sentences of others."""

    def __init__(self, found: Made, lexicon: Mapping[str, int]) -> None:
        self.random = random.Random(7)
        texts = [str(block.text) for article, _, _ in found for block in article.blocks if block.kind == "paragraph"]
        self.sentences = [jieba.lcut(sentence) for text in texts for sentence in _SENTENCE.findall(text)]
        self.words: dict[int, tuple[list[str], list[int]]] = {}
        for length in (2, 3, 4):
            words = sorted(word for word in lexicon if len(word) == length and _HAN.fullmatch(word))
            self.words[length] = words, list(itertools.accumulate(lexicon[word] for word in words))

    def varied(self, words: list[str]) -> str:
        """A sentence with some of its words changed."""
        return "".join(
            self.random.choices(self.words[len(word)][0], cum_weights=self.words[len(word)][1])[0]
            if len(word) in self.words and _HAN.fullmatch(word) and not self.random.randrange(CHANGED)
            else word
            for word in words
        )

    def article(self, number: int, like: Article, description: Description) -> tuple[Article, Description, str]:
        """An article of the shape of another one: its blocks, each filled to its length."""
        lines: list[str] = []
        for block in like.blocks:
            words = self.random.choice(self.sentences)
            text, wanted = "", len(str(block.text)) * SHORTER
            while not text or len(text) + len("".join(words)) / 2 < wanted:
                text += self.varied(words)
                words = self.random.choice(self.sentences)
            lines.append(text if block.kind == "paragraph" else text[: int(wanted) + 1].strip("。！？；"))
        title = self.varied(jieba.lcut(str(like.head.title or "")))
        source = "\n".join([title, *lines])
        at, texts = 0, []
        for line in (title, *lines):
            texts.append(Text.of(source, at, at + len(line)))
            at += len(line) + 1
        blocks = tuple(Block(text, block.verdict) for text, block in zip(texts[1:], like.blocks, strict=True))
        head = Head(title=texts[0] if title else None)
        return Article(f"{number}.txt", head, like.bylines, blocks, id=f"a{number}"), description, source


def edition_of(made: Made, root: Path) -> Edition:
    """The edition of articles, one a seed."""
    data = root / "scripts" / "data"
    restorations = tuple(Restoration(Seed(article.seed_name, "", "utf-8", source), (article,)) for article, _, source in made)
    descriptions = {article.id: description for article, description, _ in made}
    return Edition(restorations, descriptions, {}, (), (), traditional=load_traditional(data), lexicon=load_vocabulary(data).lexicon)


def queries(texts: list[list[str]], chance: random.Random, root: Path) -> dict[str, list[str]]:
    """The queries of each class, out of the texts of the articles."""
    traditional: dict[str, list[str]] = {}
    for character, reading in sorted(load_traditional(root / "scripts" / "data").items()):
        traditional.setdefault(reading, []).append(character)

    def text() -> str:
        """A part of an article, the likelier the longer it is."""
        parts = chance.choice(texts)
        return chance.choices(parts, weights=[len(part) for part in parts])[0]

    def run(length: int) -> str:
        found = ""
        # A blank would make two queries of it, `"` a phrase and `-` an exclusion.
        while len(found) < length or not re.search(r"\w", found) or re.search(r'[\s"]|^[-－]', found):
            whole = text()
            at = chance.randrange(max(1, len(whole) - length + 1))
            found = whole[at : at + length]
        return found

    def word() -> str:
        found: str = chance.choice([found for found in jieba.lcut(text()) if len(found) > 1 and _HAN.fullmatch(found)] or ["的"])
        return found

    def mixed() -> str:
        found: list[str] = []
        while not found:
            found = _MIXED.findall(text())
        return chance.choice(found)

    def old() -> str:
        while (found := run(4)) and not any(character in traditional for character in found):
            pass
        return "".join(chance.choice(traditional.get(character, [character])) for character in found)

    kinds = {
        "2": lambda: run(2),
        "3": lambda: run(3),
        "4": lambda: run(4),
        "6": lambda: run(6),
        "words": word,
        "mixed": mixed,
        "traditional": old,
    }
    return {name: [kinds[name]() for _ in range(number)] for name, number in CLASSES.items()}
