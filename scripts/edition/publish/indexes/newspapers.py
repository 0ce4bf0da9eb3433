"""The newspapers: a list of them, and a list of the articles of each."""

from __future__ import annotations

from collections.abc import Iterable

from edition.model import Article, Edition
from edition.publish.data.lists import download_line
from edition.publish.escape import escape
from edition.publish.indexes.dates import by_date
from edition.publish.indexes.index import Index
from edition.publish.indexes.lists import Page, articles_shelf, division, page
from edition.publish.spelling import ascii_names, order

UNKNOWN = "报名未详"


def newspapers(edition: Edition) -> Iterable[Page]:
    """`newspapers/index.md` and a list for each newspaper, by date; none where no article has one."""
    found = papers(edition)
    if not found:
        return
    names = ascii_names(found)
    unknown = [article for article in edition.works if edition.descriptions[article.id].newspaper is None]
    entries = [f"- [{escape(name)} *{len(articles)}*]({names[name]}.md)" for name, articles in found.items()]
    if unknown:
        entries.append(f"- [{UNKNOWN} *{len(unknown)}*](unknown.md)")
    blocks = ["# 报名", "报名取自报头、报眉，或署名前所题的报社；版面上没有的，不作推测。", *division("chips", ["\n".join(entries)])]
    yield from page("newspapers/index", NEWSPAPERS.name, NEWSPAPERS.way, blocks)
    for name, articles in found.items():
        intro = [f"共{len(articles)}篇。", download_line("newspapers", names[name], len(articles))]
        groups = by_date(edition, articles)
        yield from articles_shelf(edition, f"newspapers/{names[name]}", name, NEWSPAPERS.way, groups, intro).pages()
    if unknown:
        intro = [f"共{len(unknown)}篇。版面上没有报头、报眉，署名也没有题报社。", download_line("newspapers", "unknown", len(unknown))]
        groups = by_date(edition, unknown)
        yield from articles_shelf(edition, "newspapers/unknown", UNKNOWN, NEWSPAPERS.way, groups, intro).pages()


def papers(edition: Edition) -> dict[str, list[Article]]:
    """The articles of each newspaper, by its name, in the order of pinyin."""
    found: dict[str, list[Article]] = {}
    for article in edition.works:
        if finding := edition.descriptions[article.id].newspaper:
            found.setdefault(finding.value, []).append(article)
    return {name: found[name] for name in sorted(found, key=order)}


NEWSPAPERS = Index("newspapers", "报名", "刊载文章的报纸。", newspapers, lambda edition: len(papers(edition)))
