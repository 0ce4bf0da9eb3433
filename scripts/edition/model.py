"""The nouns of the edition. All are frozen; a stage makes new ones and never changes what it was given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from edition.figures import Figure
from edition.rulings import RULE, Ruling
from edition.standing import Stamp
from edition.trace import Compact, SourceLines, Text

BOLD = "**"
"""The mark of a line that is bold as a whole."""
BOLD_RANK = 7
"""The rank of such a line as a heading, below all that are marked as headings (`#` to `######`)."""
TABLE = "|"
"""The mark of a table, which is one line."""
LEVELS = ("province", "prefecture", "county", "township")
"""The levels of place, from the widest down."""


@dataclass(frozen=True, slots=True)
class Seed(Compact):
    """One raw dump (原始文本), decoded. The file name is its identity."""

    name: str
    """File name with its suffix, as in `000_f29bf31aff6409ee.txt`."""
    sha256: str
    """Hexadecimal digest of the bytes as they lie on disk."""
    encoding: str
    """The encoding that the bytes were read with."""
    text: str
    """Every character of the dump, line breaks and byte order mark included. Offsets of pieces count in it."""
    numbers: tuple[int, ...] = ()
    """The permanent number of each line, from the ledger; empty where the seed was never edited."""
    doubt: str = ""
    """What an editor should look at in all that it holds, in Chinese: its encoding may be another."""

    @property
    def lines(self) -> SourceLines:
        """Its lines, by offset and by number."""
        return _lines(self.text, self.numbers)


@lru_cache(16)
def _lines(text: str, numbers: tuple[int, ...]) -> SourceLines:
    """The lines of a seed, which several exports ask for one after the other."""
    return SourceLines(text, numbers)


class Role(StrEnum):
    """What a line of a page is; `PARAGRAPH` and `HEADING` are what a block of an article can be besides."""

    FURNITURE = "furniture"
    TURN = "turn"
    """Furniture that stays inside its article: （下转第3版）."""
    BYLINE = "byline"
    NAMES = "names"
    """A byline without a role word."""
    CREDIT = "credit"
    """What the persons above did: 文/图."""
    CLOSING = "closing"
    """A byline in brackets at the end of an article."""
    CAPTION = "caption"
    CAPTION_REST = "caption goes on"
    """A further line of the caption above."""
    DISPLAY = "display"
    """A line of a head, or a heading."""
    DISPLAY_REST = "display goes on"
    """A few characters that complete the display line above."""
    PEN_NAME = "pen name"
    """A display line that may be the writer's name."""
    PROSE = "prose"
    SIGNATURE = "signature"
    """The office or the date that signs a notice."""
    SINGLE = "single"
    """A paragraph by itself: a line of a poem, a field of a notice."""
    TABLE = "table"
    PARAGRAPH = "paragraph"
    HEADING = "heading"

    @property
    def family(self) -> Role:
        """The role of which this one is a kind."""
        return _FAMILIES.get(self, self)


_FAMILIES = {
    Role.TURN: Role.FURNITURE,
    Role.NAMES: Role.BYLINE,
    Role.CREDIT: Role.BYLINE,
    Role.CAPTION_REST: Role.CAPTION,
    Role.DISPLAY_REST: Role.DISPLAY,
    Role.PEN_NAME: Role.DISPLAY,
    Role.SIGNATURE: Role.PROSE,
}


class Furniture(StrEnum):
    """The kinds of furniture for which stages ask, each by the name of the rule that sets it aside; `furniture.tsv` may have more."""

    FOLIO = "folio"
    """Nameplate and folio."""
    DAY = "date-line"
    SECTION = "section-name"
    CONTACT = "contact-line"
    STAFF = "staff-line"
    STAFF_LABEL = "staff-label"
    """责任编辑： with the name on the next line."""
    GUIDE = "guide"
    SITE_DATE = "site-date"
    SITE_SOURCE = "site-source"
    SITE_PAGE = "site-page"
    """What an e-paper site makes of the folio."""
    SITE_RECORD = "site-record"
    """A field of a data base."""
    SITE_PATH = "site-path"
    SITE_BUTTONS = "site-buttons"
    SITE_READS = "site-reads"
    SITE_COPYRIGHT = "site-copyright"
    SITE_LINKS = "site-list"
    """A list of other articles."""
    SITE_COMMENTS = "site-comments"
    SITE_NOTICE = "site-notice"
    """Who is liable for what."""

    @property
    def of_site(self) -> bool:
        """Whether a site or a data base prints it, and not the newspaper."""
        return self.name.startswith("SITE_")


OF_WEB = frozenset(kind for kind in Furniture if kind.of_site) - {Furniture.SITE_PAGE, Furniture.SITE_RECORD}
"""What only a web page prints; the number of a page and the fields of a record stand in other copies, too."""


@dataclass(frozen=True, slots=True)
class Verdict(Compact):
    """Which rule said what, on what evidence."""

    role: Role
    rule: str
    """Name of the rule or of the vocabulary row that decided, for readers and editors. Code asks for `furniture` instead."""
    because: str = ""
    """The evidence, in Chinese, in words that an editor understands."""
    doubt: str = ""
    """What an editor should look at, in Chinese; empty where the rule is sure."""
    rival: Role | None = None
    """What the line may be in place of `role`; None where the rule is sure."""

    @property
    def furniture(self) -> Furniture | None:
        """The kind of furniture that it is; None if it is something else, or of a kind for which no stage asks."""
        return _KINDS.get(self.rule) if self.role == Role.FURNITURE else None


_KINDS = {kind.value: kind for kind in Furniture}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the dump (行) with its surroundings. Its text carries the line break and the blank lines after it, set aside."""

    text: Text
    number: int
    """One-based line number in the seed."""
    gap: int = 0
    """How many blank lines stand before it."""
    mark: str = ""
    """Markup that the extractor wrote before the text (`#`, `##` …, or `BOLD`), set aside from the text; or `TABLE`."""
    indent: int = 0
    """Columns of blank before the text, a Han character being two."""
    ruled: str = ""
    """What an editor ruled that the line is (`rulings.ROLES`); empty where nobody did."""
    edge: str = ""
    """`begin` where an editor ruled that an article begins here, `unite` where he ruled that none does."""

    @property
    def rank(self) -> int:
        """The rank that its markup gives it as a heading, 1 being the highest; 0 if it gives none."""
        return BOLD_RANK if self.mark == BOLD else self.mark.count("#")


@dataclass(frozen=True, slots=True)
class Block(Compact):
    """A paragraph, heading, caption … of the page, with the verdict that made it one."""

    text: Text
    verdict: Verdict

    @property
    def kind(self) -> Role:
        """The role of the verdict; in an article one of `paragraph`, `heading`, `caption`, `table`."""
        return self.verdict.role.family

    @property
    def rows(self) -> list[list[str]]:
        """Of a table its rows, each with its cells; of any other block its text as the only cell."""
        return [row.split("\t") for row in str(self.text).split("\n")] if self.kind == Role.TABLE else [[str(self.text)]]


def _one_line(block: Block) -> str:
    return " ".join(str(block.text).split()) if block.kind == Role.TABLE else str(block.text)


@dataclass(frozen=True, slots=True)
class Head(Compact):
    """The head of an article: 引题, 主题, 副题. Each keeps its printed text with its spans."""

    kicker: Text | None = None
    title: Text | None = None
    subtitle: Text | None = None


@dataclass(frozen=True, slots=True)
class Byline(Compact):
    """One name with its role (署名)."""

    role: str | None
    """As printed (记者, 通讯员, 本报记者, 文, 图/本报记者 …), or None. Several names share a role that is printed once."""
    name: str
    """The bare name, without spaces; a whole line that is not taken apart. Never empty."""
    text: Text
    """The printed text that belongs to it alone: role, name and credit, what separates them set aside. Empty where the words stay in a
    paragraph."""
    in_text: bool = False
    """The words also stand in a paragraph, as in `本报讯（记者 吴昊）`."""
    credit: str | None = None
    """What the line credits besides, as in `文/图`; also a role that no name follows, with its stroke: `图/`."""


class About(StrEnum):
    """What a doubt is about."""

    ABOVE = "above"
    """Where the article above it ends."""
    BELOW = "below"
    TITLE = "title"
    READING = "reading"
    """What a line is; `Doubt.second` says what else it may be."""
    ORDER = "order"
    """Whether lines follow each other so."""
    NAMES = "names"
    LOST = "lost"
    """Characters that a program did not recognise."""
    OTHER = "other"


class Doubt(str):
    """What an editor should look at, in Chinese. People read the words; programs ask what it is about."""

    about: About
    line: int
    """The line of the dump; 0 where it is about the whole article."""
    second: str
    """What a line may be instead, as it would be ruled (`rulings.ROLES`); empty where that is no role."""

    def __new__(cls, words: str, about: About = About.OTHER, line: int = 0, second: str = "") -> Doubt:
        """A doubt in words."""
        made = super().__new__(cls, words)
        made.about, made.line, made.second = about, line, second
        return made

    def __reduce__(self) -> tuple[type[Doubt], tuple[str, About, int, str]]:
        """How it comes back from another process."""
        return Doubt, (str(self), self.about, self.line, self.second)

    def numbered(self, lines: SourceLines) -> Doubt:
        """With permanent numbers of lines."""
        return Doubt(lines.said(self), self.about, lines.permanent(self.line) if self.line else 0, self.second)


@dataclass(frozen=True, slots=True)
class Article(Compact):
    """One article, in reading order."""

    seed_name: str
    head: Head
    bylines: tuple[Byline, ...]
    blocks: tuple[Block, ...]
    """Paragraphs, headings, captions and tables; a caption stands after the paragraph that it interrupted or followed."""
    set_aside: tuple[Block, ...] = ()
    """Furniture inside this article. The verdict says why; the pieces of its text have no reading left only in the account,
    here the text still reads as printed."""
    id: str = ""
    """The permanent slug; empty until the ledger has given it."""
    doubts: tuple[Doubt, ...] = ()
    """What an editor should look at."""
    blurred: bool = False
    """The page could be cut otherwise: part of the text, or the title, may belong to a neighbour."""
    level: str = ""
    """How far it was proofread (`rulings.LEVELS`); empty where nobody said."""
    rulings: tuple[Ruling, ...] = ()
    """What editors ruled about it."""
    own: int | None = None
    """How many of its blocks surely belong to it: those above the first line that may be another article's title; None where no line may be
    one; 0 where the order of the lines is in doubt."""

    @property
    def title(self) -> str:
        """The main title as one line; the first words of the text where the page gives none."""
        if self.head.title:
            return str(self.head.title)
        first = next((_one_line(block) for block in self.blocks if block.text), "")
        return first[:20] + "……" if len(first) > 20 else first

    def texts(self) -> tuple[Text, ...]:
        """Every text that the article holds, kept and set aside."""
        head = (self.head.kicker, self.head.title, self.head.subtitle)
        return (
            *(text for text in head if text is not None),
            *(byline.text for byline in self.bylines),
            *(block.text for block in self.blocks),
            *(block.text for block in self.set_aside),
        )


@dataclass(frozen=True, slots=True)
class Restoration(Compact):
    """One seed restored: its articles and the furniture that belongs to none of them."""

    seed: Seed
    articles: tuple[Article, ...]
    set_aside: tuple[Block, ...] = ()
    """Furniture of the page: nameplate, folio, staff lines, QR-code lines. Text as printed; the verdict says why."""
    rulings: tuple[Ruling, ...] = ()
    """What editors ruled about the seed."""


@dataclass(frozen=True, slots=True)
class Finding(Compact):
    """One inferred fact with the words that it rests on."""

    value: str
    evidence: tuple[str, ...]
    """Quotations from the article or its page; for a fact out of the gazetteer, also the chain of units that gives it."""
    rule: str
    """What drew the conclusion, as `printed`, `gazetteer`, `page date`."""
    stated: bool = False
    """The value itself is printed; otherwise it is inferred."""
    doubt: str = ""
    """Why it may be wrong, empty where nothing speaks against it. It is shown with that doubt: `border` (what it rests on may belong to
    another article of the page), `namesake` (nothing shows which of the places of a name is meant), `mention` (the article may only
    speak of the place) or `weekday` (the day of the week printed beside a date is not that of the date)."""
    code: str = ""
    """Of a place: the code of today's unit (GB/T 2260, and its continuation for townships); empty where it has none of its own, or where
    nothing shows which unit it is."""

    @property
    def known(self) -> bool:
        """Whether the page states it or an editor ruled it: then it is no inference, and no citation puts it in brackets. An editor who is
        not sure of a date says so in the date (`2021~`)."""
        return self.stated or self.rule == RULE

    @property
    def doubtful(self) -> bool:
        """Whether it may be wrong."""
        return bool(self.doubt)


class Rival(NamedTuple):
    """One of several ways to read a fact that is open or doubtful."""

    value: str | tuple[str, ...]
    """As an editor would rule it; empty for nothing."""
    at: int
    """Where the words that say so begin in the dump; -1 where that is not known."""


@dataclass(frozen=True, slots=True)
class Description(Compact):
    """What an article is about, each fact with its evidence; None where neither text nor gazetteer gives it."""

    place: Mapping[str, Finding] = field(default_factory=dict)
    """By level (`LEVELS`); a level that is unknown is absent. Values are official full names: today's, or the one of
    its day where the page prints that (with today's in the evidence)."""
    date: Finding | None = None
    """An EDTF string."""
    newspaper: Finding | None = None
    themes: tuple[Finding, ...] = ()
    """Labels of the controlled vocabulary, the strongest first; evidence is the cue words."""
    issue: Finding | None = None
    """The number of the issue (期)."""
    page: Finding | None = None
    """The page number (版次): 4, A03."""
    page_name: Finding | None = None
    """What the page is called (版名): 要闻."""
    keywords: tuple[str, ...] = ()
    """The words that stand for the article, the weightiest first."""
    figures: tuple[Figure, ...] = ()
    """What of it is counted or measured, in reading order; in an edition they stand in `Edition.figures`."""

    rivals: Mapping[str, tuple[Rival, ...]] = field(default_factory=dict)
    """For each fact that is open or doubtful though words speak for it, all ways to read it: `newspaper`, `date`, `place`."""

    @property
    def code(self) -> str | None:
        """The code of the narrowest unit that has one, or None."""
        return next((found.code for level in reversed(LEVELS) if (found := self.place.get(level)) and found.code), None)

    def level(self, name: str) -> str | None:
        """The official name of the unit at a level, or None."""
        finding = self.place.get(name)
        return finding.value if finding else None


@dataclass(frozen=True, slots=True)
class Part(Compact):
    """One block of an article as lists and search read it."""

    kind: str
    """`paragraph`, `heading`, `caption` or `table`."""
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the apparatus (校勘记): a change, a set-aside or a supply, as it stands in the seed."""

    kind: str
    """`changed`, `set aside` or `supplied`."""
    start: int
    end: int
    before: str
    after: str
    rule: str


@dataclass(frozen=True, slots=True)
class Apparatus(Compact):
    """The balanced account of one seed, in characters."""

    kept: int
    changed: int
    moved: int
    """Characters that their article reads in another order than they stand in; they are kept or changed as well."""
    set_aside: int
    supplied: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """One row of the controlled vocabulary of themes (专题)."""

    id: str
    """ASCII slug, the address of its page."""
    label: str
    description: str
    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Province:
    """One of the 34 province-level units."""

    name: str
    """Official full name."""
    short: str
    """The name on the tile: 皖 is not meant but 安徽."""
    id: str
    """ASCII slug, the address of its page."""
    row: int
    """Row of its tile, from the north."""
    column: int
    """Column of its tile, from the west."""


class Misprint(NamedTuple):
    """Characters that were likely printed for others that look like them."""

    line: int
    """The number of the line of the dump; in an edition its permanent number."""
    printed: str
    meant: str


class Place(NamedTuple):
    """Where a line of a dump stands on its printed page, in parts of the width and height of the page, from its upper left corner."""

    left: float
    top: float
    width: float
    height: float


class Places(NamedTuple):
    """Where the lines of a dump stand on its printed page."""

    ratio: float
    """Width of the page to its height; 0 where nothing is known."""
    lines: Mapping[int, Place]
    """By their number."""


NO_PLACES = Places(0, {})


class Facsimile(NamedTuple):
    """The picture of a printed page (原版图像)."""

    file: Path
    stamp: Stamp


class Imprint(NamedTuple):
    """What an edition says of itself (mkdocs.yml); empty where it says nothing."""

    title: str = ""
    description: str = ""
    publisher: str = ""
    mail: str = ""
    """The address to which readers write by mail."""
    rights: str = ""
    order: str = "date"
    """Of the list of all articles: `date` or `place`."""


NO_IMPRINT = Imprint()


@dataclass(frozen=True, slots=True)
class Edition:
    """All that `publish` may see."""

    restorations: tuple[Restoration, ...]
    """One a seed, sorted by seed name; their articles carry ids."""
    descriptions: Mapping[str, Description]
    """By article id."""
    apparatus: Mapping[str, Apparatus]
    """By seed name."""
    provinces: tuple[Province, ...]
    themes: tuple[Theme, ...]
    redirects: Mapping[str, str] = field(default_factory=dict)
    """Old article id to the id that succeeds it."""
    address: str = ""
    """The public address, with its slash at the end (`site_url` of mkdocs.yml); empty where none is given."""
    traditional: Mapping[str, str] = field(default_factory=dict)
    """Traditional characters with the simplified one that search reads for each."""
    lexicon: Mapping[str, int] = field(default_factory=dict)
    """The words of the dictionary with their frequency."""
    rule_words: Mapping[str, str] = field(default_factory=dict)
    """What the rules of the vocabulary's rows are called for readers."""
    copies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """For each article that came in several dumps, by id, the ids of all its copies, the one that stands for them first."""
    parts: Mapping[str, tuple[Part, ...]] = field(default_factory=dict)
    """The blocks of an article with something to read, by its id, where they are worked out already."""
    begins: Mapping[str, int] = field(default_factory=dict)
    """The permanent number of the first line of an article, by its id, where its texts no longer know where they come from."""
    facsimiles: Mapping[str, Facsimile] = field(default_factory=dict)
    """The pictures of printed pages, by the name of the dump."""
    misprints: Mapping[str, tuple[Misprint, ...]] = field(default_factory=dict)
    """What of an article is likely a misprint, by its id."""
    changed: Mapping[str, str] = field(default_factory=dict)
    """The day on which the record of an article last changed, by its id, as 2026-03-05."""
    imprint: Imprint = NO_IMPRINT
    figures: Mapping[str, bytes] = field(default_factory=dict)
    """What of an article is counted or measured, packed (`edition.figures`), by its id, where its description no longer holds it."""
    memo: dict[tuple[str, ...], Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What several exports need, worked out once."""

    @property
    def works(self) -> tuple[Article, ...]:
        """Every article once: of several copies the one that stands for them."""
        return tuple(article for article in self.articles if self.copies.get(article.id, (article.id,))[0] == article.id)

    @property
    def articles(self) -> tuple[Article, ...]:
        """Every article, by seed and then in reading order."""
        return tuple(article for restoration in self.restorations for article in restoration.articles)
