"""The page of every article: its Markdown file and its view. Addresses that have a successor get a page that leads there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from edition.model import LEVELS, Article, Description, Edition, Finding
from edition.publish import phrases
from edition.publish.anchors import extent, raw_path, source_name
from edition.publish.citations import authors, citations, whole_title
from edition.publish.collation import collate
from edition.publish.crumbs import HOME
from edition.publish.downloads import downloads
from edition.publish.escape import escape, plain
from edition.publish.figures import figure_sentences
from edition.publish.machines import news_article
from edition.publish.markdown import body, front_matter, markdown
from edition.publish.passages import Owners, of_article
from edition.publish.qr import qr_code
from edition.publish.related import neighbours
from edition.publish.sheets import Sheet
from edition.publish.views import ArticleView, Fact, Link, PageView, Record, Signature, Source, Variant, view_file
from edition.rulings import RULE, by_editors

NOWHERE = Link("")


def article_pages(sheet: Sheet) -> Iterable[tuple[str, str]]:
    """`articles/<id>.md`, the same for readers to download, and its view, for every article of a dump."""
    source = sheet.restoration.seed.text
    owners = Owners(sheet.passages())
    before_and_after = neighbours(sheet.articles)
    for article in sheet.articles:
        places = sheet.anchors[article.id]
        apparatus = collate(list(of_article(article, places)), owners, source, sheet.lines, sheet.common.words)
        meta = front_matter(article, sheet.descriptions[article.id], sheet.lines, sheet.around[article.id].copies)
        path, page = f"articles/{article.id}", markdown(meta, body(article, places, source))
        yield f"{path}.md", page
        yield f"data/{path}.md.txt", page  # A file in .md would be a page of the site.
        yield view_file(path, article_view(article, sheet, apparatus, before_and_after[article.id]))


def redirect_pages(edition: Edition) -> Iterable[tuple[str, str]]:
    """`articles/<old id>.md` for every address that has a successor."""
    for old, new in sorted(edition.redirects.items()):
        title = "地址已更改"
        blocks = [f"# {title}", f"这篇文章现在的地址是：[{escape(new)}]({new}.md)。"]
        yield f"articles/{old}.md", markdown({"title": title, "successor": new}, blocks)
        yield view_file(f"articles/{old}", PageView("redirect.html", (HOME, Link("全部文章", "articles/index"), Link(title))))


def article_view(
    article: Article, sheet: Sheet, apparatus: tuple[Variant, ...], onward: tuple[Article | None, Article | None]
) -> ArticleView:
    """What the page of an article shows.

    Args:
        article: one of the sheet.
        sheet: its dump with all that the pages show.
        apparatus: its differences from the dump.
        onward: the articles before and after it in the dump.
    """
    description, around, pages = sheet.descriptions[article.id], sheet.around[article.id], sheet.common.pages
    characters = phrases.length(article)
    date, newspaper = description.date, description.newspaper
    before, after = onward
    return ArticleView(
        template="article.html",
        crumbs=(*around.way, Link(plain(article.title))),
        description=phrases.first_sentence(article),
        tei=f"data/articles/{article.id}.xml",
        id=article.id,
        qr_code=qr_code(f"{sheet.common.address}articles/{article.id}.html") if sheet.common.address else "",
        linked=news_article(article, description, sheet.common.address),
        halves=tuple(phrases.halves(article.title)),
        untitled=not article.head.title,
        kicker=str(article.head.kicker or ""),
        subtitle=str(article.head.subtitle or ""),
        signatures=tuple(_signatures(article, around.entries)),
        place=tuple(_place(description, around.entries)),
        date=_fact(date, "日期", phrases.date_words(date.value), around.entries.get("date")) if date else None,
        newspaper=_fact(newspaper, "报名", entry=around.entries.get("newspaper")) if newspaper else None,
        code=description.code or "",
        folio=tuple(_folio(description, around.entries)),
        themes=tuple(_fact(theme, "专题", entry=Link("", pages.get(theme.value, ""))) for theme in description.themes),
        characters=characters,
        minutes=phrases.minutes(characters),
        captions=sum(block.kind == "caption" for block in article.blocks),
        doubts=tuple(map(plain, article.doubts)),
        citations=citations(article, description),
        downloads=tuple(downloads(article, description, sheet.lines, sheet.common.address)),
        # An inferred date stays out: a record has no brackets to say so.
        record=Record(
            whole_title(article),
            tuple(authors(article)),
            date.value if date and date.known else "",
            newspaper.value if newspaper else "",
            description.page.value if description.page else "",
            description.page_name.value if description.page_name else "",
        ),
        source=_source(article, sheet),
        head_lines=sheet.anchors[article.id].head,
        level=article.level,
        rulings=tuple(plain(phrases.ruling_words(ruling, sheet.lines)) for ruling in by_editors(article.rulings)),
        emended=tuple(phrases.corrected_head(article, sheet.restoration.seed.text)),
        figures=tuple(figure_sentences(article, description.figures, [one.anchor for one in sheet.anchors[article.id].blocks])),
        apparatus=apparatus,
        previous=_link(before) if before else None,
        next=_link(after) if after else None,
        copies=around.copies,
        related=around.related,
    )


def _source(article: Article, sheet: Sheet) -> Source:
    first, last = extent(article, sheet.lines)
    seed = sheet.restoration.seed
    # Where a dump was edited, its lines are no longer those of the file by their number.
    download = "" if seed.numbers else raw_path(seed.name)
    return Source(seed.name, f"sources/{source_name(seed.name)}", first, last, seed.sha256, download, sheet.facsimile is not None)


def _link(article: Article) -> Link:
    return Link(plain(article.title), f"articles/{article.id}")


def _signatures(article: Article, entries: Mapping[str, Link]) -> Iterator[Signature]:
    for role, bylines in phrases.by_role(article.bylines):
        links = {}
        for byline in bylines:
            entry = entries.get(f"name {byline.name}", NOWHERE)
            name = phrases.signed(byline)
            links[name] = Link(name, entry.page, entry.anchor)
        yield Signature(role, tuple(links.values()))


def _place(description: Description, entries: Mapping[str, Link]) -> Iterator[Fact]:
    """The units of place; a municipality, which is a province and a prefecture, is shown once."""
    shown = ""
    for level in LEVELS:
        finding = description.place.get(level)
        if finding and finding.value != shown:
            shown = finding.value
            yield _fact(finding, phrases.LEVEL_WORDS[level], entry=entries.get(level))


def _folio(description: Description, entries: Mapping[str, Link]) -> Iterator[Fact]:
    if description.issue:
        yield _fact(description.issue, "期号", f"第{description.issue.value}期")
    if description.page:
        yield _fact(description.page, "版次", f"第{description.page.value}版", entries.get("page"))
    if description.page_name:
        yield _fact(description.page_name, "版名")


def _fact(finding: Finding, name: str, text: str = "", entry: Link | None = None) -> Fact:
    """A fact as it is printed, with its evidence where it is inferred or doubtful, and its entry in an index."""
    entry = entry or NOWHERE
    mark = "裁" if finding.rule == RULE else "推"
    return Fact(text or finding.value, entry.page, entry.anchor, name=name, evidence=phrases.evidence(finding), mark=mark)
