"""The page of every article: its Markdown file and its view. Addresses that have a successor get a page that leads there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from edition.model import LEVELS, Article, Description, Edition, Finding
from edition.publish import phrases
from edition.publish.anchors import Anchors, anchors, extent, source_name
from edition.publish.citations import authors, citations, whole_title
from edition.publish.collation import collate
from edition.publish.crumbs import HOME, ways
from edition.publish.escape import escape, plain
from edition.publish.markdown import body, front_matter, markdown
from edition.publish.passages import Owners, of_article, passages
from edition.publish.related import Related, neighbours, related
from edition.publish.rule_words import RuleWords
from edition.publish.views import ArticleView, Fact, Link, PageView, Record, RelatedLink, Signature, Source, Variant, view_file
from edition.trace import SourceLines


def article_pages(edition: Edition) -> Iterable[tuple[str, str]]:
    """`articles/<id>.md` and its view, for every article."""
    pages = {province.name: f"provinces/{province.id}" for province in edition.provinces}
    pages |= {theme.label: f"themes/{theme.id}" for theme in edition.themes}
    steps, others, words = ways(edition), related(edition), RuleWords(edition)
    by_id = {article.id: article for article in edition.articles}
    for restoration in edition.restorations:
        source = restoration.seed.text
        lines = restoration.seed.lines
        owners = Owners(passages(restoration, lines))
        around = neighbours(restoration.articles)
        for article in restoration.articles:
            description = edition.descriptions[article.id]
            places = anchors(article, lines)
            apparatus = collate(list(of_article(article, places)), owners, source, lines, words)
            crumbs = (*steps[article.id], Link(plain(article.title)))
            onward = around[article.id], others[article.id]
            copies = [by_id[one] for one in edition.copies.get(article.id, ()) if one != article.id]
            path = f"articles/{article.id}"
            yield f"{path}.md", markdown(front_matter(article, description, lines, copies), body(article, places))
            yield view_file(path, article_view(article, description, lines, places, pages, crumbs, apparatus, onward, copies))


def redirect_pages(edition: Edition) -> Iterable[tuple[str, str]]:
    """`articles/<old id>.md` for every address that has a successor."""
    for old, new in sorted(edition.redirects.items()):
        title = "地址已更改"
        blocks = [f"# {title}", f"这篇文章现在的地址是：[{escape(new)}]({new}.md)。"]
        yield f"articles/{old}.md", markdown({"title": title, "successor": new}, blocks)
        yield view_file(f"articles/{old}", PageView("redirect.html", (HOME, Link("全部文章", "articles/index"), Link(title))))


def article_view(
    article: Article,
    description: Description,
    lines: SourceLines,
    places: Anchors,
    pages: Mapping[str, str],
    crumbs: tuple[Link, ...],
    apparatus: tuple[Variant, ...],
    onward: tuple[tuple[Article | None, Article | None], Sequence[Related]],
    copies: Sequence[Article] = (),
) -> ArticleView:
    """What the page of an article shows.

    Args:
        lines: of the seed.
        places: the addresses inside the article.
        pages: the address of the page of a province or a theme, by its name.
        crumbs: the way to the article.
        apparatus: its differences from the dump.
        onward: the articles before and after it in the seed, and the related ones.
    """
    first, last = extent(article, lines)
    characters = phrases.length(article)
    date, newspaper = description.date, description.newspaper
    (before, after), others = onward
    return ArticleView(
        template="article.html",
        crumbs=crumbs,
        description=phrases.first_sentence(article),
        halves=tuple(phrases.halves(article.title)),
        untitled=not article.head.title,
        kicker=str(article.head.kicker or ""),
        subtitle=str(article.head.subtitle or ""),
        signatures=tuple(Signature(role, "、".join(names)) for role, names in phrases.byline_groups(article.bylines)),
        place=tuple(_place(description, pages)),
        date=_fact(date, "日期", phrases.date_words(date.value)) if date else None,
        newspaper=_fact(newspaper, "报名") if newspaper else None,
        code=description.code or "",
        folio=tuple(_folio(description)),
        themes=tuple(_fact(theme, "专题", page=pages.get(theme.value, "")) for theme in description.themes),
        characters=characters,
        minutes=phrases.minutes(characters),
        captions=sum(block.kind == "caption" for block in article.blocks),
        doubts=tuple(map(plain, article.doubts)),
        citations=citations(article, description),
        # An inferred date stays out: a record has no brackets to say so.
        record=Record(
            whole_title(article),
            tuple(authors(article)),
            date.value if date and date.stated else "",
            newspaper.value if newspaper else "",
            description.page.value if description.page else "",
            description.page_name.value if description.page_name else "",
        ),
        source=Source(article.seed_name, f"sources/{source_name(article.seed_name)}", first, last),
        head_lines=places.head,
        apparatus=apparatus,
        previous=_link(before) if before else None,
        next=_link(after) if after else None,
        copies=tuple(Link(f"{one.seed_name}：{plain(one.title)}", f"articles/{one.id}") for one in copies),
        related=tuple(RelatedLink(plain(one.article.title), f"articles/{one.article.id}", reasons=one.reasons) for one in others),
    )


def _link(article: Article) -> Link:
    return Link(plain(article.title), f"articles/{article.id}")


def _place(description: Description, pages: Mapping[str, str]) -> Iterator[Fact]:
    """The units of place; a municipality, which is a province and a prefecture, is shown once."""
    shown = ""
    for level in LEVELS:
        finding = description.place.get(level)
        if finding and finding.value != shown:
            shown = finding.value
            yield _fact(finding, phrases.LEVEL_WORDS[level], page=pages.get(shown, "") if level == "province" else "")


def _folio(description: Description) -> Iterator[Fact]:
    if description.issue:
        yield _fact(description.issue, "期号", f"第{description.issue.value}期")
    if description.page:
        yield _fact(description.page, "版次", f"第{description.page.value}版")
    if description.page_name:
        yield _fact(description.page_name, "版名")


def _fact(finding: Finding, name: str, text: str = "", page: str = "") -> Fact:
    """A fact as it is printed, with its evidence where it is inferred or doubtful."""
    return Fact(text or finding.value, page, name=name, evidence=phrases.evidence(finding))
