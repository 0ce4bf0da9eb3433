"""What index pages are made of: entries of articles, groups of them under headings, and the pages that a long list is cut into."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from edition.model import Article, Edition
from edition.publish import phrases
from edition.publish.anchors import feed_path
from edition.publish.escape import escape
from edition.publish.groups import Group, cut, page_name
from edition.publish.machines import coins
from edition.publish.markdown import markdown
from edition.publish.views import Link, PageView, view_file

Page = tuple[str, str]
FEW = 20
"""Entries that are looked over without a list of their headings."""

_ANCHOR = re.compile(r"(?<!\\)\{: #([\w-]+) \}")
"""Matches the mark of a heading or an entry that addresses lead to; in a title that looks like one stands a backslash."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Shelf(Generic[T]):
    """A list of an index, of one page or of several."""

    path: str
    """Its address without suffix, as `provinces/anhui`."""
    title: str
    way: Sequence[Link]
    """The steps that lead to it, without itself."""
    groups: Sequence[Group[T]]
    entries: Callable[[Sequence[T]], Sequence[str]]
    """The items of one group as Markdown list items."""
    box: str = "entries"
    """The name by which the style sheet knows the list."""
    intro: Sequence[str] = ()
    """Blocks before the list, on its first page."""
    outro: Sequence[str] = ()
    """Blocks after the list, on its last page."""
    overview: bool = True
    """Whether a long list begins with its headings."""
    weight: Callable[[T], int] = field(default=lambda _: 1)
    """How many articles an item names; a page ends when it names enough."""
    number: Callable[[T], int] = field(default=lambda _: 1)
    """How many an item counts for in the headings."""
    cited: Callable[[T], Iterable[str]] = field(default=lambda _: ())
    """For reference managers: the ContextObjects of the articles that an item names."""
    feed: str = ""
    """The feed that follows the list; empty where there is none."""
    attributes: str = ""
    """What else the box of the list tells the scripts, as HTML attributes."""

    def pages(self) -> Iterator[Page]:
        """Every page of the list."""
        parts = cut(self.groups, self.weight)
        counts: Counter[str] = Counter()
        places: dict[str, int] = {}
        for group in self.groups:
            counts.update({anchor: sum(map(self.number, group.items)) for anchor in group.anchors})
        for number, groups in enumerate(parts, 1):
            first, last = number == 1, number == len(parts)
            blocks = [f"# {escape(self.title)}" + ("" if first else f"（第{number}页）")]
            blocks += [*(self.intro if first else ()), *(self._overview(parts, counts, number) if self.overview else ())]
            blocks += self._sections(groups, counts)
            blocks += [*self._pager(number, len(parts)), *(self.outro if last else ())]
            way = [*self.way, Link(self.title)] if first else [*self.way, Link(self.title, self.path), Link(f"第{number}页")]
            cited = dict.fromkeys(one for group in groups for item in group.items for one in self.cited(item))
            places |= {anchor: number for block in blocks for anchor in _ANCHOR.findall(block)}
            yield from page(page_name(self.path, number), self.title, way, blocks, tuple(cited), self.feed)
        if len(parts) > 1:
            yield anchors_file(self.path, places)

    def _sections(self, groups: Sequence[Group[T]], counts: Mapping[str, int]) -> Iterator[str]:
        """The groups of one page. A list that goes on over the cut has its anchors on the page before."""
        shown: tuple[str, ...] = ()
        for group in groups:
            for n, (head, anchor) in enumerate(zip(group.heads, group.anchors, strict=True)):
                if group.heads[: n + 1] != shown[: n + 1]:
                    mark = "（续）" if group.goes_on else f" *{counts[anchor]}* {{: #{anchor} }}"
                    yield f"{'#' * (n + 2)} {escape(head)}{mark}"
            shown = group.heads
            yield from division(self.box, self.entries(group.items), self.attributes)

    def _overview(self, parts: Sequence[Sequence[Group[T]]], counts: Mapping[str, int], here: int) -> list[str]:
        """The first headings of a long list, on each of its pages: what stands under each, and where."""
        heads: dict[str, tuple[str, int]] = {}
        for number, groups in enumerate(parts, 1):
            for group in groups:
                if group.heads:
                    heads.setdefault(group.anchors[0], (group.heads[0], number))
        name = self.path.rsplit("/", 1)[-1]
        chips = [
            f"- [{escape(head)} *{counts[anchor]}*]({f'{page_name(name, number)}.md' if number != here else ''}#{anchor})"
            for anchor, (head, number) in heads.items()
        ]
        return division("chips", ["\n".join(chips)]) if len(chips) > 1 and sum(counts[anchor] for anchor in heads) > FEW else []

    def _pager(self, number: int, last: int) -> list[str]:
        """The way to the pages before and after, where there are any."""
        name = self.path.rsplit("/", 1)[-1]
        steps = [("第一页", 1), ("上一页", number - 1)] if number > 1 else []
        steps += [("下一页", number + 1), ("末页", last)] if number < last else []
        links = " ".join(f"[{text}]({page_name(name, to)}.md)" for text, to in steps)
        return [f'<nav class="pager" aria-label="翻页" markdown>\n\n第{number}页，共{last}页 {links}\n\n</nav>'] if last > 1 else []


def anchors_file(path: str, places: Mapping[str, int]) -> Page:
    """On which page of a list each of its anchors stands, as a script, because a page out of a folder may read nothing else: who follows an
    old link, or one of an article, to the first page is led on to the right one."""
    return f"data/anchors/{path}.js", f"window.editionAnchors = {json.dumps(places, ensure_ascii=False, separators=(',', ':'))};\n"


def page(path: str, title: str, way: Sequence[Link], blocks: Iterable[str], cited: tuple[str, ...] = (), feed: str = "") -> Iterator[Page]:
    """A page of an index with its view. `way` ends with the page itself; `cited` are the ContextObjects of its articles."""
    yield f"{path}.md", markdown({"title": title}, blocks)
    yield view_file(path, PageView(crumbs=(*way[:-1], Link(way[-1].text)), feed=feed, coins=cited))


def articles_shelf(
    edition: Edition,
    path: str,
    title: str,
    way: Sequence[Link],
    groups: Sequence[Group[Article]],
    intro: Sequence[str],
    *,
    entries: Callable[[Sequence[Article]], Sequence[str]] | None = None,
    followed: bool = False,
) -> Shelf[Article]:
    """A list of articles, below the first page of an index.

    Args:
        entries: where an item says more than others do.
        followed: whether the list has a feed, if the edition has an address.
    """
    return Shelf(
        path,
        title,
        way,
        groups,
        entries or articles_of(edition),
        intro=intro,
        cited=lambda article: (coins(edition, article),),
        feed=feed_path(path) if followed and edition.address else "",
    )


def articles_of(edition: Edition, *, begins: bool = True) -> Callable[[Sequence[Article]], list[str]]:
    """What makes list items of articles; a list of all articles is looked over more easily without the beginnings of their texts."""
    return lambda articles: [entry(edition, article, begins=begins) for article in articles]


def entry(
    edition: Edition, article: Article, root: str = "../", *, kicker: bool = False, begins: bool = True, more: Iterable[str] = ()
) -> str:
    """A list item: (kicker,) title, then place, date and byline, then how the text begins, then what the list adds."""
    key = "entry", article.id
    if key not in edition.memo:
        known, sentence = escape(facts(edition, article)), escape(phrases.first_sentence(article))
        edition.memo[key] = escape(article.title), known and f"{known}\n    {{: .facts }}", sentence and f"{sentence}\n    {{: .begins }}"
    title, known, sentence = edition.memo[key]
    above = f"{escape(str(article.head.kicker))}\n    {{: .kicker }}" if kicker and article.head.kicker else ""
    parts = (above, f"[{title}]({root}articles/{article.id}.md)", known, sentence if begins else "", *more)
    return "- " + "\n\n    ".join(filter(None, parts))


def facts(edition: Edition, article: Article, byline: bool = True) -> str:
    """Place, date and byline on one line."""
    description = edition.descriptions[article.id]
    date = phrases.date_words(description.date.value) if description.date else ""
    known = (phrases.place_words(description), date, phrases.byline_words(article.bylines) if byline else "")
    return " · ".join(fact for fact in known if fact)


def division(name: str, items: Sequence[str], attributes: str = "") -> list[str]:
    """A list in a box that the style sheet knows by name."""
    return [f'<div class="{name}"{attributes} markdown>', *items, "</div>"]
