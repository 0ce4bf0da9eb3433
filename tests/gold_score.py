"""How well an export agrees with the gold: for every field, the F1 of the texts that are exactly right.

Texts are compared without blanks and punctuation. An exported article is compared with the gold article with which it shares most
of its texts. `order` counts paragraphs and headings that directly follow one another in both.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from edtf import parse_edtf

TEXTS = ("title", "kicker", "subtitle")
KINDS = ("paragraph", "heading", "caption")
PLACES = ("province", "prefecture", "county", "township")

Article = Mapping[str, Any]


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


def score(gold: Mapping[str, Any], articles: Sequence[Article], set_aside: Sequence[str]) -> dict[str, float]:
    """The F1 of every field that either side has; for places, date and newspaper the share of articles that have it right."""
    right: Counter[str] = Counter()
    both: Counter[str] = Counter()
    told: dict[str, list[bool]] = {}
    for wanted, other in pairs(gold["articles"], articles):
        optional = {bare(byline["name"]) for byline in wanted.get("bylines", ()) if byline.get("optional")}
        a = Counter(items(wanted))
        b = Counter((field, text) for field, text in items(other) if not (field == "byline" and text[1] in optional))  # type: ignore[index]
        for field, _ in (a & b).elements():
            right[field] += 1
        for field, _ in (a + b).elements():
            both[field] += 1
        if wanted:
            for field in (*PLACES, "newspaper"):
                if field in other:
                    told.setdefault(field, []).append(wanted.get(field) == other[field])
            if "date" in other:
                told.setdefault("date", []).append(date_is_right(wanted, other["date"]))
    for text, count in Counter(map(bare, gold["set_aside"])).items():
        both["set_aside"] += count
        right["set_aside"] += min(count, Counter(map(bare, set_aside))[text])
    both["set_aside"] += len(set_aside)
    found = {field: round(2 * right[field] / total, 4) for field, total in both.items() if total}
    return found | {field: round(sum(answers) / len(answers), 4) for field, answers in told.items()}


def date_is_right(gold: Article, value: str | None) -> bool:
    """Whether a date meets the gold's best one and stays inside the days that the evidence leaves open."""
    if value is None or gold.get("date") is None:
        return value is None and gold.get("date") is None
    best, widest, told = (_days(text) for text in (gold["date"], gold.get("date_widest") or gold["date"], value))
    return told[0] <= best[1] and best[0] <= told[1] and widest[0] <= told[0] and told[1] <= widest[1]


def _days(text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """First and last day of an EDTF date.

    >>> _days("2022-06-24/2022-07")
    ((2022, 6, 24), (2022, 7, 31))
    """
    date = parse_edtf(text)
    return tuple(date.lower_strict()[:3]), tuple(date.upper_strict()[:3])
