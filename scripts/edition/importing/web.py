"""HTML that was saved from the site of a newspaper. It has no places: its lines stand in the order of the file. What a site prints
around an article stays: restoration knows it by rules with names."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from edition.errors import Said
from edition.importing.facts import agreed, told
from edition.importing.markup import Node, parse_html, start_of
from edition.importing.nouns import Fact, Left, Material, Page, Printed, inked
from edition.importing.pages import with_text

_MARK = re.compile(r"<!doctype\s+html|<html[\s>]|<body[\s>]|<head[\s>]", re.IGNORECASE)
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 "
        "h3 h4 h5 h6 header hr li main nav ol option p pre section select summary table tbody thead tfoot tr td th ul ",
    )
)
_APART = frozenset(re.findall(r"\w+", "article div figure figcaption h1 h2 h3 h4 h5 h6 header footer main nav p section table ul ol dl "))
_UNSEEN = frozenset(re.findall(r"\w+", "script style template noscript head title textarea svg math object iframe "))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_PAPER = ("og:site_name", "newspaper", "source", "mediaid")
_DAY = ("pubdate", "publishdate", "article:published_time", "og:release_date", "dc.date", "citation_date", "date")
_PLACES = ("title", "og:title", "description")


def is_html(data: bytes) -> bool:
    """Whether the bytes are a page of the web."""
    return bool(_MARK.search(start_of(data, 4096)))


def read_html(data: bytes, name: str) -> Material:
    """The lines of a page of the web.

    Raises:
        SeedError: it cannot be read or has no text.
    """
    tree = parse_html(data, name)
    unseen, hidden = Counter[str](), Counter[str]()
    lines = tuple(_lines(tree, unseen, hidden))
    held = inked([tree.text()])
    facts = list(_facts(tree))
    left = (
        Left(Said("脚本、样式和文件头里的字", "text of scripts, styles and the head of the file"), unseen),
        Left(Said("网页上不显示的字", "text that the page does not show"), hidden),
    )
    material = Material((Page(lines=lines),), held, tuple(facts), tuple(one for one in left if one.characters))
    return with_text(material if lines else Material((Page(),), Counter()), name)


def _lines(tree: Node, unseen: Counter[str], hidden: Counter[str]) -> Iterator[Printed]:
    """The lines that a reader of the page sees; what is not seen is counted."""
    text, apart = "", False
    waiting: list[Node | str | None] = [tree]
    ends: list[str] = []
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            text += re.sub(r"[ \t\r\n\f]+", " ", one)
            continue
        name = ends.pop() if one is None else one.name
        if isinstance(one, Node) and (name in _UNSEEN or "hidden" in one.attributes or _HIDDEN.search(one.get("style"))):
            (unseen if name in _UNSEEN else hidden).update(inked([one.text()]))
            continue
        if name in _BLOCKS or name == "br":
            if text.strip():
                indent = "\u3000" * 2 if text.startswith(("\u3000\u3000", "\xa0\xa0\xa0\xa0")) else ""
                yield Printed(indent + text.strip(), apart=apart)
                apart = False
            text = ""
            apart = apart or name in _APART
        if isinstance(one, Node):
            waiting.append(None)
            ends.append(name)
            waiting.extend(reversed(one.inside))
    if text.strip():
        yield Printed(text.strip(), apart=apart)


def _facts(tree: Node) -> Iterator[Fact]:
    metas: dict[str, str] = {}
    for node in tree.walk("meta"):
        key = (node.get("property") or node.get("name") or node.get("itemprop")).lower()
        metas.setdefault(key, node.get("content"))
    found: list[Fact] = []
    for key in _PAPER:
        found += (fact for fact in told(metas.get(key, ""), f"网页的 meta {key}", sure=True) if fact.field == "newspaper")
    for key in _DAY:
        found += (fact for fact in told(metas.get(key, "")[:10], f"网页的 meta {key}", sure=True) if fact.field == "date")
    for node in tree.walk("script"):
        if node.get("type").lower() == "application/ld+json":
            found += _linked(node.text())
    said = {fact.field for fact in agreed(found, 1)}
    yield from found
    for node in tree.walk("title"):
        yield from (fact for fact in told(node.text(), "网页标题") if fact.field not in said)


def _linked(text: str) -> Iterator[Fact]:
    """What JSON-LD says of the newspaper and of the day."""
    try:
        loaded: Any = json.loads(text)
    except (ValueError, RecursionError):
        return
    for one in loaded if isinstance(loaded, list) else [loaded]:
        if not isinstance(one, Mapping):
            continue
        if isinstance(day := one.get("datePublished"), str):
            yield from (fact for fact in told(day[:10], "网页的 JSON-LD datePublished", sure=True) if fact.field == "date")
        paper = one.get("isPartOf") or one.get("publisher")
        paper = paper.get("name") if isinstance(paper, Mapping) else paper
        if isinstance(paper, str):
            yield from (fact for fact in told(paper, "网页的 JSON-LD isPartOf", sure=True) if fact.field == "newspaper")
