"""The terms that the articles put in quotation marks (“四个意识”), by pinyin, each with its count and its contexts.

Slogans, names of projects and coined words are marked so in print; a quoted sentence is speech and no term.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from edition.model import Article, Edition
from edition.publish.anchors import HEAD
from edition.publish.escape import escape, escape_html, plain
from edition.publish.groups import grouped
from edition.publish.indexes.index import Index
from edition.publish.indexes.lists import Page, Shelf
from edition.publish.machines import coins
from edition.publish.parts import with_parts
from edition.publish.spelling import initial, order

_TERM = re.compile(r"“([^“”。！？!?，,；;：:、\s]{2,12})”")
CONTEXTS = 3
"""Contexts that the index shows of a term; the concordance has all of them."""
AROUND = 14
"""Characters on either side of a term in its context."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a term stands."""

    article: Article
    anchor: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Term:
    """A term with its places."""

    text: str
    letter: str
    places: tuple[_Place, ...]


def terms(edition: Edition) -> Iterable[Page]:
    """`terms/index.md`: every quoted term; none where the articles quote none."""
    if found := _once(edition):
        intro = [
            "各篇用引号标出的词语，按拼音排列，注出现的次数和篇数，举前几处上下文；点词语可看全部索引行。引号里是整句话的，不算词语。",
        ]
        yield from Shelf(
            "terms/index",
            TERMS.name,
            TERMS.way[:-1],
            grouped(found, lambda term: (term.letter,)),
            lambda group: ["\n".join(map(_entry, group))],
            box="terms",
            intro=intro,
            weight=lambda term: min(CONTEXTS, len(term.places)),
            cited=lambda term: (coins(edition, place.article) for place in term.places[:CONTEXTS]),
        ).pages()


def count(edition: Edition) -> int:
    """How many different terms there are."""
    return len(_once(edition))


def _once(edition: Edition) -> list[_Term]:
    if ("terms",) not in edition.memo:
        edition.memo["terms",] = _terms(edition)
    found: list[_Term] = edition.memo["terms",]
    return found


def _terms(edition: Edition) -> list[_Term]:
    places: dict[str, list[_Place]] = {}
    for text, place in _places(edition):
        places.setdefault(text, []).append(place)
    keys = {text: order(text) for text in places}
    return [_Term(text, initial(keys[text]), tuple(places[text])) for text in sorted(places, key=keys.__getitem__)]


def _places(edition: Edition) -> Iterator[tuple[str, _Place]]:
    once = {article.id for article in edition.works}
    for article, parts in with_parts(edition):
        if article.id in once:
            texts = [(HEAD, plain(article.title)), (HEAD, plain(str(article.head.subtitle or "")))]
            texts += [(part.anchor, part.text) for part in parts]
            for anchor, text in texts:
                for match in _TERM.finditer(text):
                    before, after = text[max(0, match.start() - AROUND) : match.start()], text[match.end() : match.end() + AROUND]
                    yield match[1], _Place(article, anchor, before, after)


def _entry(term: _Term) -> str:
    articles = len({place.article.id for place in term.places})
    # The address of the concordance is no page that MkDocs knows, so that the link is written as HTML.
    asked = quote(f'"{term.text}"')
    link = f'<a href="../search/index.html?q={asked}&amp;view=lines">{escape_html(term.text)}</a>'
    counts = f"{len(term.places)}次" + (f"，{articles}篇" if articles > 1 else "")
    lines = [f"- **{link}** *{counts}*"]
    for place in term.places[:CONTEXTS]:
        context = f"{escape(place.before)}“{escape(term.text)}”{escape(place.after)}"
        lines.append(f"    - {context} [{escape(place.article.title)}](../articles/{place.article.id}.md#{place.anchor})")
    return "\n".join(lines)


TERMS = Index("terms", "引号词语", "各篇用引号标出的词语，附上下文。", terms, count)
