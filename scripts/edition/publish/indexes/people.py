"""The names in bylines, by pinyin. A name is a name: nothing says that two articles with one name have one author."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from edition.model import Article, Edition
from edition.publish.escape import escape
from edition.publish.groups import AnchorNames, grouped
from edition.publish.indexes.index import Index
from edition.publish.indexes.lists import Page, Shelf, facts
from edition.publish.machines import coins
from edition.publish.spelling import initial, order

NO_ROLE = "未标身份"
NAMES = "署名"
"""What the anchors of names begin with: one of a single letter would be that of a heading."""


@dataclass(frozen=True, slots=True)
class _Name:
    """A name with the articles that it signs."""

    name: str
    letter: str
    roles: tuple[tuple[str, int], ...]
    """As printed, each with its number of articles."""
    articles: tuple[Article, ...]


def people(edition: Edition) -> Iterable[Page]:
    """`people/index.md`: every name with its roles and articles; none where no article is signed."""
    anchors = anchors_of(edition)
    if names := _names(edition):
        intro = ["文章署名中的姓名，按拼音排列，身份照原报。**同名不一定是同一人**：这里只按字面归在一起，没有考证，也不作生平介绍。"]
        yield from Shelf(
            "people/index",
            PEOPLE.name,
            PEOPLE.way[:-1],
            grouped(names, lambda one: (one.letter,), anchors),
            lambda group: ["\n".join(_entry(edition, one, anchors) for one in group)],
            box="people",
            intro=intro,
            weight=lambda one: len(one.articles),
            cited=lambda one: (coins(edition, article) for article in one.articles),
        ).pages()


def signed(edition: Edition) -> set[str]:
    """Every name in a byline."""
    return {byline.name for article in edition.works for byline in article.bylines if byline.name.strip()}


def anchors_of(edition: Edition) -> AnchorNames:
    """The anchors of all letters, and of all names behind theirs."""
    key = ("people", "anchors")
    if key not in edition.memo:
        anchors = AnchorNames()
        for one in _names(edition):
            anchors.name((one.letter,))
        for one in _names(edition):
            anchors.name((NAMES, one.name))
        edition.memo[key] = anchors
    found: AnchorNames = edition.memo[key]
    return found


def _names(edition: Edition) -> list[_Name]:
    key = ("people",)
    if key not in edition.memo:
        edition.memo[key] = _sorted_names(edition)
    found: list[_Name] = edition.memo[key]
    return found


def _sorted_names(edition: Edition) -> list[_Name]:
    articles: dict[str, dict[str, Article]] = {}
    roles: dict[str, Counter[str]] = {}
    for article in edition.works:
        for name, role in dict.fromkeys((byline.name, byline.role or NO_ROLE) for byline in article.bylines if byline.name.strip()):
            articles.setdefault(name, {})[article.id] = article
            roles.setdefault(name, Counter())[role] += 1
    keys = {name: order(name, person=True) for name in articles}
    return [
        _Name(name, initial(keys[name]), tuple(roles[name].most_common()), tuple(articles[name].values()))
        for name in sorted(articles, key=keys.__getitem__)
    ]


def _entry(edition: Edition, one: _Name, anchors: AnchorNames) -> str:
    several = len(one.articles) > 1
    roles = "、".join(f"{role}（{count}篇）" if several else role for role, count in one.roles)
    lines = [f"- **{escape(one.name)}**{{: #{anchors.name((NAMES, one.name))} }} *{escape(roles)}*"]
    for article in one.articles:
        known = facts(edition, article, byline=False)
        lines.append(f"    - [{escape(article.title)}](../articles/{article.id}.md)" + (f" *{escape(known)}*" if known else ""))
    return "\n".join(lines)


PEOPLE = Index("people", "署名", "文章的作者、记者、通讯员与摄影者，按拼音排列。", people, lambda edition: len(signed(edition)))
