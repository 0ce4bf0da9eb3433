"""What every reader gives, whatever the format: pages of boxes of text, or of lines in their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from edition.errors import Said

IDEOGRAPHIC = "\u3000"
"""The blank that is as wide as a Han character."""


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle of a page. Numbers grow to the right and down, from the upper left corner."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Box(Rect):
    """A text with its place: a character, a word or a line."""

    text: str
    size: float
    """How large its type is: the side of the square in which a Han character stands."""
    block: str = ""
    """The block in which the format puts it; empty where it knows none."""
    line: str = ""
    """The line in which the format puts it; empty where it knows none."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A line of the dump."""

    text: str
    place: Rect | None = None
    apart: bool = False
    """A blank line stands before it."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a newspaper as a format has it."""

    width: float = 0
    height: float = 0
    boxes: tuple[Box, ...] = ()
    """In the order in which the format has them."""
    figures: tuple[Rect, ...] = ()
    """Pictures, frames and shades."""
    ordered: bool = False
    """The format says in which order its blocks are read, so that their places are not asked."""
    lines: tuple[Printed, ...] = ()
    """Where the format has no places: its lines in their order."""
    measured: bool = True
    """The format says how large the page is; otherwise width and height are where its text ends."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What a format says of the newspaper, with the words that say it."""

    field: str
    """`newspaper`, `date`, `issue`, `page` or `page_name`."""
    to: str
    why: str
    """In Chinese, for the readers of the edition."""
    page: int = 0
    """The page for which it holds, from 1; 0 for all."""


@dataclass(frozen=True, slots=True)
class Left:
    """What was left out on purpose."""

    what: Said
    characters: Counter[str]
    """How often each character was."""


@dataclass(frozen=True, slots=True)
class Material:
    """All that a file holds."""

    pages: tuple[Page, ...]
    characters: Counter[str]
    """How often each character stands in it, blanks not counted, by another way than through the pages."""
    facts: tuple[Fact, ...] = ()
    left: tuple[Left, ...] = field(default=())


def boxed(text: str, x0: float, y0: float, x1: float, y1: float, block: str = "", line: str = "") -> Box:
    """A word or a line with its place. How large its type is follows from how many characters fill the place.

    >>> boxed("清川日报", 0, 0, 80, 18).size, boxed("一", 0, 8, 20, 10).size
    (20.0, 20.0)
    """
    x0, x1 = sorted((x0, x1))
    y0, y1 = sorted((y0, y1))
    wide, tall = x1 - x0, y1 - y0
    units = sum(0.5 if character.isascii() else 1.0 for character in text if not character.isspace()) or 0.5
    down = units > 1 and tall > 1.5 * wide
    along, across = (tall, wide) if down else (wide, tall)
    each = along / units
    # A line can be set wide, and the ink of a line such as 一二三 is flat.
    size = min(each, across / 0.85) if across > 0.6 * each else each
    return Box(x0, y0, x1, y1, text, max(size, 0.1), block, line)


def inked(texts: Iterable[str]) -> Counter[str]:
    """How often each character stands in the texts, blanks not counted."""
    return Counter(character for text in texts for character in text if not character.isspace())
