"""How well an export agrees with the gold: for every field, the F1 of the texts that are exactly right.

Texts are compared without blanks and punctuation. An exported article is compared with the gold article with which it shares most
of its texts. `order` counts paragraphs and headings that directly follow one another in both.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from edtf import parse_edtf

from edition.model import Article as Restored
from edition.model import Description

TEXTS = ("title", "kicker", "subtitle")
KINDS = ("paragraph", "heading", "caption")
PLACES = ("province", "prefecture", "county", "township")

Article = Mapping[str, Any]


@lru_cache(4096)
def bare(text: object) -> str:
    """Letters, digits and Han characters alone.

    >>> bare("“一组一会” 第 64 位。")
    '一组一会第64位'
    """
    return "".join(c for c in unicodedata.normalize("NFKC", str(text or "")) if unicodedata.category(c)[0] in "LN")


def items(article: Article) -> Iterator[tuple[str, object]]:
    """Every text of an article with its field."""
    for field in TEXTS:
        if bare(article.get(field)):
            yield field, bare(article[field])
    for byline in article.get("bylines", ()):
        if not byline.get("optional"):
            yield "byline", (bare(byline.get("role")), bare(byline["name"]), bool(byline.get("in_text")))
    running = []
    for block in article.get("blocks", ()):
        yield block["kind"], bare(block["text"])
        if block["kind"] != "caption":
            running.append(bare(block["text"]))
    for pair in pairwise(running):
        yield "order", pair


def pairs(gold: Sequence[Article], export: Sequence[Article]) -> Iterator[tuple[Article, Article]]:
    """Each gold article with the exported one that shares most with it; an empty article where there is none."""
    left = list(export)
    for wanted in gold:
        shared = [sum((Counter(items(wanted)) & Counter(items(other))).values()) for other in left]
        yield wanted, left.pop(shared.index(max(shared))) if any(shared) else {}
    for other in left:
        yield {}, other


def exported(article: Restored, description: Description | None = None) -> dict[str, Any]:
    """An article of the edition in the shape of the gold."""
    out: dict[str, Any] = {key: str(text) for key in ("kicker", "title", "subtitle") if (text := getattr(article.head, key)) is not None}
    out["bylines"] = [{"role": b.role, "name": b.name, "in_text": b.in_text} for b in article.bylines]
    out["blocks"] = [{"kind": block.kind, "text": str(block.text)} for block in article.blocks]
    if description is not None:
        out |= {level: description.level(level) for level in PLACES}
        out["date"] = description.date.value if description.date else None
        out["newspaper"] = description.newspaper.value if description.newspaper else None
    return out


def compared(wanted: Article, other: Article) -> tuple[Counter[tuple[str, object]], Counter[tuple[str, object]]]:
    """The texts of a gold article and those of the exported one; names that the gold calls optional count for neither."""
    optional = {bare(byline["name"]) for byline in wanted.get("bylines", ()) if byline.get("optional")}
    a = Counter(items(wanted))
    return a, Counter((field, text) for field, text in items(other) if not (field == "byline" and text[1] in optional))  # type: ignore[index]


@dataclass
class Tally:
    """How often a field is right, stands in the gold, and is exported."""

    right: int = 0
    gold: int = 0
    found: int = 0

    @property
    def f1(self) -> float:
        """The harmonic mean of how much of the gold is found and how much of what is found is right."""
        return round(2 * self.right / (self.gold + self.found), 4)

    def add(self, gold: Counter[Any], found: Counter[Any]) -> None:
        """Count the texts of one field."""
        self.right += (gold & found).total()
        self.gold += gold.total()
        self.found += found.total()


def tallies(gold: Mapping[str, Any], articles: Sequence[Article], set_aside: Sequence[str]) -> dict[str, Tally]:
    """The tally of every field that either side has."""
    out = {"set_aside": Tally()}
    for wanted, other in pairs(gold["articles"], articles):
        a, b = compared(wanted, other)
        for field in dict.fromkeys(field for field, _ in a | b):
            parts = [Counter({item: n for item, n in side.items() if item[0] == field}) for side in (a, b)]
            out.setdefault(field, Tally()).add(*parts)
    out["set_aside"].add(Counter(map(bare, gold["set_aside"])), Counter(map(bare, set_aside)))
    return {field: tally for field, tally in out.items() if tally.gold + tally.found}


def score(gold: Mapping[str, Any], articles: Sequence[Article], set_aside: Sequence[str]) -> dict[str, float]:
    """The F1 of every field that either side has; for places, date and newspaper the share of articles that have it right."""
    told: dict[str, list[bool]] = {}
    for wanted, other in pairs(gold["articles"], articles):
        if wanted:
            for field in (*PLACES, "newspaper"):
                if field in other:
                    told.setdefault(field, []).append(wanted.get(field) == other[field])
            if "date" in other:
                told.setdefault("date", []).append(date_is_right(wanted, other["date"]))
    found = {field: tally.f1 for field, tally in tallies(gold, articles, set_aside).items()}
    return found | {field: round(sum(answers) / len(answers), 4) for field, answers in told.items()}


def date_is_right(gold: Article, value: str | None) -> bool:
    """Whether a date meets the gold's best one and stays inside the days that the evidence leaves open."""
    if value is None or gold.get("date") is None:
        return value is None and gold.get("date") is None
    best, widest, told = (_days(text) for text in (gold["date"], gold.get("date_widest") or gold["date"], value))
    return told[0] <= best[1] and best[0] <= told[1] and widest[0] <= told[0] and told[1] <= widest[1]


@cache
def _days(text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """First and last day of an EDTF date.

    >>> _days("2022-06-24/2022-07")
    ((2022, 6, 24), (2022, 7, 31))
    """
    date = parse_edtf(text)
    return tuple(date.lower_strict()[:3]), tuple(date.upper_strict()[:3])
