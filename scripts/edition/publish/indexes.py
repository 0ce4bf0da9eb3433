"""The pages that lead to articles: home, provinces, themes, and the list of all.

They are Markdown that a person can read: lists of links, grouped by headings. The style sheet makes a tile grid of one list and
cards of another. `INDEXES` names them in order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from edition.model import Article, Edition, Province
from edition.publish import words
from edition.publish.anchors import source_name
from edition.publish.escape import escape
from edition.publish.markdown import page

CARDS = 12
"""How many articles the home page shows: four rows of three."""
UNKNOWN = "未详"
Page = tuple[str, str]


def home(edition: Edition) -> Iterable[Page]:
    """`index.md`: the provinces, the themes, the newest articles."""
    articles = edition.articles
    newest = sorted(articles, key=lambda article: words.date_key(edition.descriptions[article.id]), reverse=True)[:CARDS]
    count = f"收文章{len(articles)}篇，出自原始文本{len(edition.restorations)}份。"
    meta: dict[str, object] = {"template": "home.html", "title": words.NAME, "count": count, "hide": ["toc"], "search": {"exclude": True}}
    blocks = [f"# {escape(words.NAME)} {{: #head }}", "## 分省", *_tiles(edition, "provinces/")]
    if themes := _themes(edition):
        entries = [f"- [{escape(label)} *{len(found)}*](themes/{id_}.md)" for id_, label, _, found in themes]
        blocks += ["## 专题", *_division("chips", ["\n".join(entries)])]
    blocks += ["## 文章", *_division("cards", _entries(edition, newest, "", kicker=True))]
    if len(articles) > len(newest):
        blocks.append(f"[全部{len(articles)}篇文章](articles/index.md){{ .more }}")
    yield "index.md", page(meta, blocks)


def provinces(edition: Edition) -> Iterable[Page]:
    """`provinces/index.md` and a page for each province that has articles; those without a province stand under 未详."""
    placed = {province: _in_province(edition, province) for province in edition.provinces}
    unplaced = _of_no_province(edition)
    blocks = ["# 分省", *_tiles(edition, "")]
    if unplaced:
        blocks.append(f"[{UNKNOWN} *{len(unplaced)}*](unknown.md){{ .more }}")
    yield "provinces/index.md", page(_index("分省"), blocks)
    for province, articles in placed.items():
        if articles:
            blocks = [f"# {escape(province.name)}", f"共{len(articles)}篇。", *_by_place(edition, articles)]
            yield f"provinces/{province.id}.md", page(_index(province.name), blocks)
    if unplaced:
        blocks = [f"# 地点{UNKNOWN}", f"共{len(unplaced)}篇。文中没有写明省份，也无从推知。", *_list(edition, unplaced)]
        yield "provinces/unknown.md", page(_index(f"地点{UNKNOWN}"), blocks)


def themes(edition: Edition) -> Iterable[Page]:
    """`themes/index.md` and a page for each theme that has articles, by year, with the words that placed each article there."""
    rows = _themes(edition)
    entries = [f"- [{escape(label)} *{len(found)}*]({id_}.md)\n\n    {escape(about)}" for id_, label, about, found in rows]
    yield "themes/index.md", page(_index("专题"), ["# 专题", *(_division("topics", entries) if rows else ["尚无文章归入专题。"])])
    for id_, label, about, found in rows:
        blocks = [f"# {escape(label)}", f"{escape(about)}共{len(found)}篇。"]
        for (_, year), group in groupby(sorted(found, key=lambda a: _year_key(edition, a)), key=lambda a: _year_key(edition, a)):
            blocks += [f"## {escape(year)}", *_list(edition, list(group), cues_of=label)]
        yield f"themes/{id_}.md", page(_index(label), blocks)


def all_articles(edition: Edition) -> Iterable[Page]:
    """`articles/index.md`: every article by seed, in reading order, and where the data are."""
    blocks = ["# 全部文章", f"共{len(edition.articles)}篇，按原始文本和版面次序排列。"]
    for restoration in edition.restorations:
        if restoration.articles:
            raw = f"[逐行查看原始文本](../sources/{source_name(restoration.seed.name)}.md){{ .more }}"
            blocks += [f"## {escape(restoration.seed.name)}", raw, *_list(edition, restoration.articles)]
    blocks += ["## 数据", "[articles.jsonl](../data/articles.jsonl)：每篇文章一行。[seeds.jsonl](../data/seeds.jsonl)：每份原始文本一行。"]
    yield "articles/index.md", page(_index("全部文章"), blocks)


INDEXES: tuple[Callable[[Edition], Iterable[Page]], ...] = (home, provinces, themes, all_articles)


def _index(title: str) -> dict[str, object]:
    """Front matter of an index page; lists of links would drown the articles among the search results."""
    return {"title": title, "search": {"exclude": True}}


def _in_province(edition: Edition, province: Province) -> list[Article]:
    return [article for article in edition.articles if edition.descriptions[article.id].level("province") == province.name]


def _of_no_province(edition: Edition) -> list[Article]:
    names = {province.name for province in edition.provinces}
    return [article for article in edition.articles if edition.descriptions[article.id].level("province") not in names]


def _themes(edition: Edition) -> list[tuple[str, str, str, list[Article]]]:
    """Id, label, description and articles of each theme in use, in the order of the vocabulary."""
    found: dict[str, list[Article]] = {theme.label: [] for theme in edition.themes}
    for article in edition.articles:
        for finding in edition.descriptions[article.id].themes:
            if finding.value in found:
                found[finding.value].append(article)
    return [(theme.id, theme.label, theme.description, found[theme.label]) for theme in edition.themes if found[theme.label]]


def _tiles(edition: Edition, folder: str) -> list[str]:
    """The provinces as a list whose classes say where on the map each tile stands."""
    entries = []
    for province in edition.provinces:
        place = f"{{ .tile .r{province.row} .c{province.column} }}"
        count = len(_in_province(edition, province))
        name = escape(province.short)
        entries.append(f"- [{name} *{count}*]({folder}{province.id}.md){place}" if count else f"- *{name}*{place}")
    return _division("tiles", ["\n".join(entries)])


def _by_place(edition: Edition, articles: Sequence[Article]) -> Iterator[str]:
    """Articles of one province under headings: prefectures, in them counties; what names neither comes first."""
    keyed = sorted(articles, key=lambda article: _place_key(edition, article))
    for prefecture, group in groupby(keyed, key=lambda article: _place_key(edition, article)[0]):
        yield f"## {escape(prefecture or '全省')}"
        for county, members in groupby(group, key=lambda article: _place_key(edition, article)[1]):
            if county:
                yield f"### {escape(county)}"
            yield from _list(edition, list(members))


def _place_key(edition: Edition, article: Article) -> tuple[str, str]:
    """The two headings under which an article stands; a county directly under its province stands in the first."""
    description = edition.descriptions[article.id]
    prefecture, county = description.level("prefecture") or "", description.level("county") or ""
    if prefecture == description.level("province"):
        prefecture = ""
    return (prefecture, county) if prefecture else (county, "")


def _year_key(edition: Edition, article: Article) -> tuple[bool, str]:
    """Years ascending, those unknown last."""
    description = edition.descriptions[article.id]
    return description.date is None, words.year(description)


def _list(edition: Edition, articles: Sequence[Article], cues_of: str = "") -> list[str]:
    return _division("entries", _entries(edition, articles, "../", cues_of=cues_of))


def _entries(edition: Edition, articles: Sequence[Article], root: str, *, cues_of: str = "", kicker: bool = False) -> list[str]:
    """One list item an article: title, then place, date and byline, then how it begins."""
    out = []
    for article in articles:
        description = edition.descriptions[article.id]
        date = words.date_words(description.date.value) if description.date else ""
        facts = " · ".join(fact for fact in (words.place_words(description), date, words.byline_words(article.bylines)) if fact)
        parts = [f"[{escape(article.title)}]({root}articles/{article.id}.md)"]
        if kicker and article.head.kicker:
            parts.insert(0, f"{escape(str(article.head.kicker))}\n    {{: .kicker }}")
        if facts:
            parts.append(f"{escape(facts)}\n    {{: .facts }}")
        if sentence := words.first_sentence(article):
            parts.append(f"{escape(sentence)}\n    {{: .begins }}")
        cues = next((finding.evidence for finding in description.themes if finding.value == cues_of), ())
        if cues:
            parts.append(f"{escape('所据词语：' + '、'.join(cues))}\n    {{: .cues }}")
        out.append("- " + "\n\n    ".join(parts))
    return out


def _division(name: str, items: Sequence[str]) -> list[str]:
    """A list in a box that the style sheet knows by name."""
    return [f'<div class="{name}" markdown>', *items, "</div>"]
