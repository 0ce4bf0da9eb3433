"""The article as a page: a head that a person can read and a program reads back, then the text.

The template shows the head from the front matter. The body repeats the title as its own heading, so that the file reads well
by itself and the search index takes its title from escaped text; the template leaves that line out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import yaml

from edition.model import LEVELS, Article, Description, Edition, Finding
from edition.publish import words
from edition.publish.anchors import Anchors, anchors, extent, source_name
from edition.publish.citations import authors, citations
from edition.publish.collation import collate
from edition.publish.crumbs import ALL, HOME, ways
from edition.publish.escape import escape, escape_html, plain
from edition.publish.passages import Owners, of_article, passages
from edition.publish.related import Related, neighbours, related
from edition.trace import SourceLines


def article_pages(edition: Edition) -> Iterable[tuple[str, str]]:
    """`articles/<id>.md` for every article."""
    links = {province.name: province.id for province in edition.provinces} | {theme.label: theme.id for theme in edition.themes}
    steps, others = ways(edition), related(edition)
    for restoration in edition.restorations:
        source = restoration.seed.text
        lines = restoration.seed.lines
        owners = Owners(passages(restoration, lines))
        around = neighbours(restoration.articles)
        for article in restoration.articles:
            places = anchors(article, lines)
            notes = collate(list(of_article(article, places)), owners, source, lines)
            more = {"apparatus": list(map(dict, notes)), **onward(*around[article.id], others[article.id])}
            meta = front_matter(article, edition.descriptions[article.id], lines, places, links, more)
            meta["crumbs"] = [*map(dict, steps[article.id]), {"text": plain(article.title)}]
            yield f"articles/{article.id}.md", page(meta, [f"# {escape(article.title)} {{: #head }}", *body(places)])


def redirect_pages(edition: Edition) -> Iterable[tuple[str, str]]:
    """`articles/<old id>.md` for every address that has a successor."""
    for old, new in sorted(edition.redirects.items()):
        crumbs = [dict(HOME), dict(ALL), {"text": "地址已更改"}]
        meta = {"template": "redirect.html", "title": "地址已更改", "crumbs": crumbs, "to": f"{new}.html"}
        yield f"articles/{old}.md", page(meta, ["# 地址已更改", f"这篇文章现在的地址是：[{escape(new)}]({new}.md)。"])


def page(meta: Mapping[str, object], blocks: Iterable[str]) -> str:
    """A Markdown file: front matter, then blocks."""
    # No line is folded: a long sentence is easier to read, and to compare, in one piece. Small records take one line each.
    head = yaml.safe_dump(dict(meta), allow_unicode=True, sort_keys=False, width=float("inf"), default_flow_style=None)
    return f"---\n{head}---\n\n" + "\n\n".join(blocks) + "\n"


def front_matter(
    article: Article,
    description: Description,
    lines: SourceLines,
    places: Anchors,
    links: Mapping[str, str],
    more: Mapping[str, object],
) -> dict[str, object]:
    """The facts of an article and, under `shown`, what the template prints of them. Empty keys are left out."""
    characters = words.length(article)
    first, last = extent(article, lines)
    captions = sum(block.kind == "caption" for block in article.blocks)
    return _without_empty(
        {
            "template": "article.html",
            "title": article.title,
            "untitled": not article.head.title,
            "kicker": str(article.head.kicker or ""),
            "subtitle": str(article.head.subtitle or ""),
            "description": words.first_sentence(article),
            "bylines": [_without_empty({"role": b.role, "name": b.name, "credit": b.credit}) for b in article.bylines],
            "newspaper": description.newspaper.value if description.newspaper else None,
            "place": {level: unit for level in LEVELS if (unit := description.level(level))},
            "date": description.date.value if description.date else None,
            "themes": [theme.value for theme in description.themes],
            "seed": article.seed_name,
            "notes": [plain(note) for note in article.notes],
            "lines": [first, last],
            "shown": {
                "title": words.halves(article.title),
                "bylines": [
                    _without_empty({"role": role, "names": "、".join(names)}) for role, names in words.byline_groups(article.bylines)
                ],
                "place": _shown_place(description, links),
                "date": _shown(description.date, words.date_words(description.date.value)) if description.date else None,
                "newspaper": _shown(description.newspaper) if description.newspaper else None,
                "themes": [_without_empty(_shown(theme) | {"page": links.get(theme.value)}) for theme in description.themes],
                "characters": characters,
                "minutes": words.minutes(characters),
                "captions": captions,
                "authors": authors(article),
                "citations": [{"form": form, "text": text} for form, text in citations(article, description)],
                "source": {"page": source_name(article.seed_name), "first": first, "last": last},
                # A link to a line inside the head or a paragraph comes to it.
                "head_lines": [list(lines) for lines in places.head],
                "anchors": [[place.anchor, *map(list, place.within)] for place in places.blocks],
                **more,
            },
        }
    )


def onward(before: Article | None, after: Article | None, others: Sequence[Related]) -> dict[str, object]:
    """Where a reader may go on: the articles before and after on the page, and the related ones with the reason why."""
    return {
        "previous": _step(before) if before else None,
        "next": _step(after) if after else None,
        "related": [_step(other.article) | {"reasons": list(other.reasons)} for other in others],
    }


def _step(article: Article) -> dict[str, object]:
    return {"text": plain(article.title), "page": f"articles/{article.id}"}


def body(places: Anchors) -> Iterator[str]:
    """The blocks of an article, each anchored by the line of the seed on which it begins."""
    for anchored in places.blocks:
        text, anchor = str(anchored.block.text), anchored.anchor
        if anchored.block.kind == "heading":
            yield f"## {escape(text)} {{: #{anchor} }}"
        elif anchored.block.kind == "caption":
            yield f'<figure class="caption" id="{anchor}"><figcaption>{escape_html(text)}</figcaption></figure>'
        else:
            yield f"{escape(text)}\n{{: #{anchor} }}"


def _shown_place(description: Description, links: Mapping[str, str]) -> list[dict[str, object]]:
    out: list[dict[str, object]] = []
    for level in LEVELS:
        finding = description.place.get(level)
        if finding and not (out and out[-1]["text"] == finding.value):
            page_of = links.get(finding.value) if level == "province" else None
            out.append(_without_empty({"level": words.LEVEL_WORDS[level]} | _shown(finding) | {"page": page_of}))
    return out


def _shown(finding: Finding, text: str = "") -> dict[str, object]:
    """A fact as it is printed, with its evidence where it is inferred."""
    return _without_empty({"text": text or finding.value, "evidence": "" if finding.stated else words.evidence(finding)})


def _without_empty(record: dict[str, object]) -> dict[str, object]:
    """Without the keys that say nothing; a number says something even where it is nought."""
    return {
        key: kept
        for key, value in record.items()
        if (kept := _without_empty(value) if isinstance(value, dict) else value) or type(kept) is int
    }
