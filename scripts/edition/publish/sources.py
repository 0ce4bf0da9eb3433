"""The raw dumps as they came, line by line, with where each line went and what changed in it.

One page a seed. Its Markdown says what the dump is and which articles came out of it; its rows are HTML of its view, with everything
out of the dump escaped, and never pass through Markdown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from edition.model import Apparatus, Edition, Restoration
from edition.publish import phrases
from edition.publish.anchors import facsimile_path, raw_path, source_name, tei_path
from edition.publish.crumbs import HOME
from edition.publish.escape import escape, plain
from edition.publish.groups import grouped
from edition.publish.indexes.lists import Shelf
from edition.publish.indexes.newspapers import UNKNOWN
from edition.publish.machines import coins
from edition.publish.markdown import markdown
from edition.publish.origins import Origin, origin_of
from edition.publish.runs import rows
from edition.publish.sheets import Sheet
from edition.publish.spelling import order
from edition.publish.views import Link, SourceView, view_file
from edition.rulings import by_editors

WAY = (HOME, Link("原始文本", "sources/index"))
"""The way to the list of all dumps."""
Named = tuple[Origin, Restoration]
"""A dump with what it is called."""


def source_list(edition: Edition) -> Iterable[tuple[str, str]]:
    """`sources/index.md` and its further pages: every dump, under its newspaper where any is known, by day, page and name."""
    intro = [
        f"共{len(edition.restorations)}份，照收来时的样子逐行列出，每一行都注明去处。怎样复原，见[凡例](../about/principles.md)。",
        "版面上印明报名、日期、版次的，以这些为名，并依此排列；没有印明的，以文件名为名，列在最后。",
    ]
    named = in_order(edition)
    headed = any(origin.newspaper for origin, _ in named)
    groups = grouped(named, lambda one: (one[0].newspaper.value if one[0].newspaper else UNKNOWN,) if headed else ())
    return Shelf(
        "sources/index",
        WAY[-1].text,
        [HOME],
        groups,
        partial(_entries, edition),
        intro=intro,
        cited=lambda one: (coins(edition, article) for article in one[1].articles),
    ).pages()


def in_order(edition: Edition) -> list[Named]:
    """The dumps with their names, by newspaper in the order of pinyin, day, page and file name; what is not known comes last."""
    named = [
        (origin_of(one.seed.name, [edition.descriptions[article.id] for article in one.articles]), one) for one in edition.restorations
    ]
    papers = sorted({origin.newspaper.value for origin, _ in named if origin.newspaper}, key=order)
    rank = {paper: n for n, paper in enumerate(papers)}
    return sorted(named, key=lambda one: (rank[one[0].newspaper.value] if one[0].newspaper else len(rank), *one[0].order))


def source_page(sheet: Sheet) -> Iterable[tuple[str, str | Path]]:
    """`sources/<slug>.md` of a dump, its view, its text as UTF-8 in `data/seeds/`, and the picture of the printed page."""
    seed = sheet.restoration.seed
    path = f"sources/{source_name(seed.name)}"
    origin = origin_of(seed.name, [sheet.descriptions[article.id] for article in sheet.articles])
    meta = {"title": origin.name, "seed": seed.name, "sha256": seed.sha256, "encoding": seed.encoding}
    yield f"{path}.md", markdown(meta, _about(sheet, origin))
    # Bytes that were UTF-8 are downloaded as they came; others in UTF-8, which the page says.
    recoded = "" if seed.encoding == "utf-8" else seed.encoding.upper()
    copy = raw_path(seed.name)
    crumbs = (*WAY, Link(plain(origin.name)))
    boxes = "\n".join(rows(sheet))
    tei = tei_path(seed.name)
    view = SourceView("source.html", crumbs, seed=seed.name, sha256=seed.sha256, download=copy, tei=tei, recoded=recoded, rows=boxes)
    if sheet.facsimile:
        file, (size, _) = sheet.facsimile
        picture = facsimile_path(seed.name, file)
        yield picture, file
        view = replace(view, facsimile=picture, megabytes=f"{max(size / 1e6, 0.1):.1f}", ratio=f"{sheet.places.ratio:.4f}")
    yield view_file(path, view)
    yield copy, seed.text


def raw_text(sheet: Sheet) -> tuple[str]:
    """The text of a dump."""
    return (sheet.restoration.seed.text,)


def _entries(edition: Edition, dumps: Iterable[Named]) -> list[str]:
    """The dumps as list items, each with what became of it and its articles."""
    out = []
    for origin, restoration in dumps:
        seed = restoration.seed
        size = f"{seed.lines.count()}行，{len(seed.text)}字符；文章{len(restoration.articles)}篇"
        file = "" if seed.name in origin.name else f"{plain(seed.name)}；"
        facts = f"{file}{size}；{_account(edition.apparatus[seed.name])}"
        held = "、".join(f"[{escape(article.title)}](../articles/{article.id}.md)" for article in restoration.articles)
        parts = [f"[{escape(origin.name)}]({source_name(seed.name)}.md)", f"{escape(facts)}\n    {{: .facts }}"]
        out.append("- " + "\n\n    ".join([*parts, *([f"{held}\n    {{: .held }}"] if held else [])]))
    return out


def _about(sheet: Sheet, origin: Origin) -> Iterator[str]:
    """What the dump is, what became of it, and its articles."""
    seed = sheet.restoration.seed
    yield f"# {escape(origin.name)} {{: #head }}"
    if evidence := origin.evidence:
        file = "" if seed.name in origin.name else f"文件名 {seed.name}。"
        yield f"{escape(f'{file}定名所据：{evidence}。')}\n{{: .note }}"
    yield f"{sheet.lines.count()}行，{len(seed.text)}字符：{_account(sheet.account)}。\n{{: .note }}"
    if sheet.articles:
        titles = (f"[{escape(article.title)}](../articles/{article.id}.md)" for article in sheet.articles)
        yield f"文章{len(sheet.articles)}篇：{'、'.join(titles)}"
    if ruled := by_editors(sheet.restoration.rulings):
        yield "编者裁定：\n\n" + "\n".join(f"- {escape(phrases.ruling_words(ruling, sheet.lines))}" for ruling in ruled)


def _account(account: Apparatus) -> str:
    """The account of a seed in words."""
    counts = {"保留": account.kept, "改字": account.changed, "另存": account.set_aside, "补": account.supplied, "移置": account.moved}
    return "，".join(f"{word}{count}" for word, count in counts.items())
