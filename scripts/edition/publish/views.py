"""What only the web page of a document needs, and its Markdown file does not hold: the view that `scripts/hooks.py` hands to the templates.

Each generated page `<path>.md` has its view in `views/<path>.json`. A view holds plain values, ready to be printed: a template
chooses where they stand and computes nothing. Views are made again by every build and are not committed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from edition.publish.anchors import Ranges

FOLDER = "views/"


@dataclass(frozen=True, slots=True)
class Link:
    """A text that may lead to another page of the edition."""

    text: str
    page: str = ""
    """The address without suffix, from the root of the site, as `provinces/anhui`; empty where the text leads nowhere."""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class PageView:
    """What every generated page has."""

    template: str = "frame.html"
    """The template of `scripts/theme` that prints the page."""
    crumbs: tuple[Link, ...] = ()
    """The way to the page (路径), from the home page down to the page itself, which leads nowhere."""
    description: str = ""
    """A sentence for search engines and previews; empty where the one of the site serves."""
    feed: str = ""
    """The feed that follows what the page lists, as a path from the root of the site; empty where there is none."""
    tei: str = ""
    """What the page shows as TEI, as a path from the root of the site; empty where there is none."""
    coins: tuple[str, ...] = ()
    """For reference managers: a ContextObject of each article that a list names."""


@dataclass(frozen=True, slots=True)
class HomeView(PageView):
    """The home page."""

    count: str = ""
    """How many articles and dumps there are, in words."""


@dataclass(frozen=True, slots=True)
class VolumeLine:
    """One volume in the list of the portal."""

    id: str
    """Its folder."""
    title: str
    facts: tuple[str, ...]
    """Its articles, first and last date and newspapers, in words."""


@dataclass(frozen=True, slots=True)
class PortalView(HomeView):
    """The home page of the portal."""

    volumes: tuple[VolumeLine, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceView(PageView):
    """The page of a raw dump."""

    seed: str = ""
    """File name of the dump."""
    sha256: str = ""
    download: str = ""
    """Its text as UTF-8, as a path from the root of the site."""
    recoded: str = ""
    """The encoding that it came in; empty where that was UTF-8."""
    rows: str = ""
    """The lines of the dump as HTML, as `edition.publish.sources` makes it: everything out of the dump is escaped there."""
    facsimile: str = ""
    """The picture of the printed page, as a path from the root of the site; empty where there is none."""
    megabytes: str = ""
    """Its size, in words."""
    ratio: str = ""
    """Width to height of the page on which the places of lines were measured."""


@dataclass(frozen=True, slots=True)
class Fact(Link):
    """A fact about an article, as it is printed below the head."""

    name: str = ""
    """What kind of fact it is: 省, 日期, 报名 …"""
    evidence: str = ""
    """What it rests on where it is inferred; empty where the page states it."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Names of the byline under one role."""

    role: str
    names: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a citation: text, or the place for something that only the reader's own page knows."""

    text: str = ""
    slot: str = ""
    """`address` or `today`; empty for text."""


@dataclass(frozen=True, slots=True)
class Citation:
    """An article cited in one form."""

    form: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Download:
    """A file of an article: a small one the page itself holds, others stand beside it."""

    name: str
    """What it is called for readers."""
    file: str
    """The name under which it is saved."""
    address: str
    """Its content, as an address that begins with `data:`; empty where it has a place of its own."""
    path: str = ""
    """That place, from the root of the site."""


@dataclass(frozen=True, slots=True)
class Record:
    """What reference managers read off the page: only what the printed page states."""

    title: str
    authors: tuple[str, ...] = ()
    date: str = ""
    newspaper: str = ""
    page: str = ""
    page_name: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A place where the edition differs from the dump."""

    line: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Variant:
    """One kind of difference between the article and the dump, under one rule."""

    kind: str
    rule: str
    places: int
    characters: int
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure in the text; what is unknown is empty."""

    name: str
    printed: str
    period: str
    change: str


@dataclass(frozen=True, slots=True)
class FigureSentence:
    """The figures of one sentence."""

    text: str
    anchor: str
    """Of its block."""
    rows: tuple[FigureRow, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Where in the dumps an article stands."""

    name: str
    page: str
    """The address of the dump without suffix."""
    first: int
    """First line of the dump that the article takes up, from one."""
    last: int
    sha256: str = ""
    download: str = ""
    """Its text as UTF-8, as a path from the root of the site."""
    pictured: bool = False
    """There is a picture of the printed page."""


@dataclass(frozen=True, slots=True)
class RelatedLink(Link):
    """A related article with the reasons why it is one."""

    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleView(PageView):
    """The page of an article."""

    id: str = ""
    qr_code: str = ""
    """Its public address as a QR code for the printed page, an SVG; empty where the edition has no address."""
    linked: str = ""
    """What it is for search engines, as JSON-LD in which no sign of HTML stands."""
    halves: tuple[str, ...] = ()
    """The title, each printed half for a line of its own."""
    untitled: bool = False
    """The dump has no title, and the first words of the text stand for one."""
    kicker: str = ""
    subtitle: str = ""
    signatures: tuple[Signature, ...] = ()
    place: tuple[Fact, ...] = ()
    """The units of place, the widest first."""
    date: Fact | None = None
    newspaper: Fact | None = None
    code: str = ""
    """The code of the place (GB/T 2260)."""
    folio: tuple[Fact, ...] = ()
    """Issue, page number and name of the page, as far as the folio states them."""
    themes: tuple[Fact, ...] = ()
    characters: int = 0
    minutes: int = 0
    """Reading time."""
    captions: int = 0
    """How many captions there are."""
    doubts: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    downloads: tuple[Download, ...] = ()
    record: Record = field(default_factory=lambda: Record(""))
    source: Source = field(default_factory=lambda: Source("", "", 1, 1))
    head_lines: Ranges = ()
    """The lines of the dump that the head is read from: a link to one of them comes to the head."""
    level: str = ""
    """How far it was proofread; empty where nobody said."""
    rulings: tuple[str, ...] = ()
    """What editors ruled about it, each in one line."""
    emended: tuple[str, ...] = ()
    """What was printed in the head where editors read something else."""
    figures: tuple[FigureSentence, ...] = ()
    """What of it is counted or measured."""
    apparatus: tuple[Variant, ...] = ()
    previous: Link | None = None
    """The article before this one in the same dump."""
    next: Link | None = None
    related: tuple[RelatedLink, ...] = ()
    copies: tuple[Link, ...] = ()
    """The same article in other dumps, by the names of these."""


def way(*steps: Link, to: str) -> tuple[Link, ...]:
    """The crumbs of a page: the steps above it, and the page itself under its name `to`."""
    return (*steps, Link(to))


def _fields(one: object) -> dict[str, object]:
    """The fields of a dataclass; `dataclasses.asdict` would copy all that they hold."""
    return {name: getattr(one, name) for name in one.__dataclass_fields__}  # type: ignore[attr-defined]


def view_file(path: str, view: PageView) -> tuple[str, str]:
    """The view of the page `<path>.md` as a file: its path and content."""
    return f"{FOLDER}{path}.json", json.dumps(view, ensure_ascii=False, separators=(",", ":"), default=_fields) + "\n"
