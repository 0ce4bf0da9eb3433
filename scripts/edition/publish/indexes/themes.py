"""The themes, and for each article in one the sentence that speaks for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from edition.model import Article, Edition, Finding, Theme
from edition.publish import phrases
from edition.publish.data.lists import download_line
from edition.publish.escape import escape
from edition.publish.indexes.dates import bars, by_date, leads
from edition.publish.indexes.index import Index
from edition.publish.indexes.lists import Page, articles_shelf, division, entry, page

QUOTED = 100
"""Characters of a sentence that is quoted whole; of a longer one, what stands around the cue."""

_TIMES = re.compile(r"（\d+次）$")
_SENTENCE = re.compile(r"[^。！？!?]+[。！？!?]*[”’』」）)]*")


def themes(edition: Edition) -> Iterable[Page]:
    """`themes/index.md` and a list for each theme that has articles, by year, with the words that placed each article there."""
    rows = in_use(edition)
    entries = [f"- [{escape(theme.label)} *{len(found)}*]({theme.id}.md)\n\n    {escape(theme.description)}" for theme, found in rows]
    placed = [article for article in edition.works if edition.descriptions[article.id].themes]
    blocks = [
        "# 专题",
        *bars(edition, placed, leads(by_date(edition, edition.works), "../dates/index")),
        *(division("topics", entries) if rows else ["尚无文章归入专题。"]),
    ]
    yield from page("themes/index", THEMES.name, THEMES.way, blocks)
    for theme, found in rows:
        groups, entries_of = by_date(edition, found, months=False), partial(_entries, edition, theme.label)
        intro = [
            f"{escape(theme.description)}共{len(found)}篇。每篇列出归入本专题所据的词语，和用到其中最要紧的词的一句。",
            download_line("themes", theme.id, len(found)),
            *bars(edition, found, leads(groups, theme.id, here=True)),
        ]
        yield from articles_shelf(
            edition, f"themes/{theme.id}", theme.label, THEMES.way, groups, intro, entries=entries_of, followed=True
        ).pages()


def in_use(edition: Edition) -> list[tuple[Theme, list[Article]]]:
    """Each theme that has articles, with them, in the order of the vocabulary."""
    found: dict[str, list[Article]] = {theme.label: [] for theme in edition.themes}
    for article in edition.works:
        for finding in edition.descriptions[article.id].themes:
            if finding.value in found:
                found[finding.value].append(article)
    return [(theme, found[theme.label]) for theme in edition.themes if found[theme.label]]


def _entries(edition: Edition, label: str, articles: Sequence[Article]) -> list[str]:
    out = []
    for article in articles:
        cues = next(finding for finding in edition.descriptions[article.id].themes if finding.value == label)
        more = [f"{escape('所据词语：' + '、'.join(cues.evidence))}\n    {{: .cues }}"] if cues.evidence else []
        sentence, cue = cue_sentence(article, cues)
        if sentence:
            more.insert(0, f"{marked(sentence, cue)}\n    {{: .begins .quoted }}")
        # A sentence that is quoted for its cue need not be said twice.
        begins = phrases.first_sentence(article)
        out.append(entry(edition, article, begins=not sentence or begins[:30] != sentence[:30], more=more))
    return out


def cue_sentence(article: Article, finding: Finding) -> tuple[str, str]:
    """The sentence of the text that holds the strongest cue, and the cue; two empty strings where the cue stands in the head alone.

    Of several, the one with most of the other cues, so that a cue by chance (人居 in 工人居住) is seldom taken; then the first.
    """
    cues = [_TIMES.sub("", cue) for cue in finding.evidence]
    texts = [" ".join(str(block.text).split()) for block in article.blocks if block.kind == "paragraph"]
    for cue in cues:
        sentences = [sentence for text in texts if cue in text for sentence in _sentences(text) if cue in sentence]
        if sentences:
            best = max(sentences, key=lambda sentence: sum(other in sentence for other in cues))
            return _around(best, cue), cue
    return "", ""


def _sentences(text: str) -> Iterator[str]:
    return (found.strip() for found in _SENTENCE.findall(text))


def _around(sentence: str, cue: str) -> str:
    """The sentence, or of a long one the part around the cue.

    >>> _around("一" * 200 + "党建" + "二" * 200, "党建") == "……" + "一" * 49 + "党建" + "二" * 49 + "……"
    True
    """
    if len(sentence) <= QUOTED:
        return sentence
    start = max(0, min(sentence.index(cue) - (QUOTED - len(cue)) // 2, len(sentence) - QUOTED))
    end = start + QUOTED
    return ("……" if start else "") + sentence[start:end] + ("……" if end < len(sentence) else "")


def marked(sentence: str, cue: str) -> str:
    """The sentence as Markdown, the cue marked.

    >>> marked("抓党建 促发展", "党建")
    '抓<mark>党建</mark> 促发展'
    """
    parts = sentence.split(cue) if cue else [sentence]
    mark = f"<mark>{escape(cue)}</mark>"
    return mark.join(_fragment(part) for part in parts)


def _fragment(text: str) -> str:
    """A part of a sentence, with the blanks at its ends."""
    return " " * text[:1].isspace() + escape(text) + " " * (text[-1:].isspace() and bool(text.strip()))


THEMES = Index("themes", "专题", "每篇注明归入的根据。", themes, lambda edition: len(in_use(edition)), in_navigation=True)
