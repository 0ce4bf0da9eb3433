"""What became of a seed, text by text: each with its role, its article and its address there. All else is read off these.

The pieces of all passages of a seed are its account: sorted, they tile it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from edition.model import Article, Block, Restoration, Verdict
from edition.publish.anchors import HEAD, Anchors, anchors
from edition.trace import Piece, SourceLines, Text, out_of_order

FURNITURE = "furniture"
"""The role of what is set aside whole."""


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """A text of an article, or a block of furniture."""

    role: str
    """`kicker`, `title`, `subtitle`, `byline`, `paragraph`, `heading`, `caption`, `table` or `furniture`."""
    pieces: tuple[Piece, ...]
    """As the account sees them: of furniture nothing is read, under the rule of its verdict."""
    verdict: Verdict | None = None
    """Why a block has its role; the parts of a head have none."""
    article: Article | None = None
    """None for the furniture of the page."""
    anchor: str = ""
    """The address inside the article; empty for furniture."""

    def shows(self, piece: Piece) -> bool:
        """Whether the piece is what the passage says, and not a blank or a mark that was set aside inside it."""
        if piece.start == piece.end:
            return False
        return bool(piece.text) or (self.role == FURNITURE and self.verdict is not None and piece.rule == self.verdict.rule)


def of_article(article: Article, places: Anchors) -> Iterator[Passage]:
    """The passages of an article in reading order, then the furniture inside it."""
    head = article.head
    for role, text in (("kicker", head.kicker), ("title", head.title), ("subtitle", head.subtitle)):
        if text is not None:
            yield Passage(role, text.pieces, None, article, HEAD)
    for byline in article.bylines:
        yield Passage("byline", byline.text.pieces, None, article, HEAD)
    anchored = iter(places.blocks)
    for block in article.blocks:
        anchor = next(anchored).anchor if str(block.text).strip() else HEAD
        yield Passage(block.kind, block.text.pieces, block.verdict, article, anchor)
    for block in article.set_aside:
        yield _furniture(block, article)


def of_page(restoration: Restoration) -> Iterator[Passage]:
    """The furniture that belongs to no article."""
    return (_furniture(block, None) for block in restoration.set_aside)


def passages(restoration: Restoration, lines: SourceLines) -> list[Passage]:
    """Every passage of a seed."""
    texts = [passage for article in restoration.articles for passage in of_article(article, anchors(article, lines))]
    return [*texts, *of_page(restoration)]


def _furniture(block: Block, article: Article | None) -> Passage:
    return Passage(FURNITURE, Text(block.text.pieces).set_aside(block.verdict.rule).pieces, block.verdict, article)


class Owners:
    """The pieces of a seed in source order, each with the passage that it belongs to."""

    __slots__ = ("pieces", "starts")

    def __init__(self, found: Iterable[Passage]) -> None:
        owned = [(piece, passage) for passage in found for piece in passage.pieces]
        self.pieces: list[tuple[Piece, Passage]] = sorted(owned, key=lambda pair: pair[0][:2])
        self.starts = [piece.start for piece, _ in self.pieces]

    def at(self, offset: int) -> Passage | None:
        """The passage that the character at `offset` belongs to."""
        n = bisect_right(self.starts, offset) - 1
        return self.pieces[n][1] if n >= 0 and offset < self.pieces[n][0].end else None


def moved(found: Iterable[Passage]) -> Iterator[tuple[int, Piece, Passage]]:
    """What an article reads out of the order in which it stands, each piece with its place in reading order."""
    read = [(piece, passage) for passage in found if passage.role != FURNITURE for piece in passage.pieces if passage.shows(piece)]
    return ((n, *read[n]) for n in out_of_order([piece for piece, _ in read]))


def line_fates(restoration: Restoration) -> dict[int, Passage]:
    """By line number, the first passage that can be read there; a line on which nothing can is absent."""
    lines = SourceLines(restoration.seed.text)
    fates: dict[int, Passage] = {}
    for piece, passage in Owners(passages(restoration, lines)).pieces:
        if passage.shows(piece):
            for number in range(lines.number(piece.start), lines.number(piece.end - 1) + 1):
                fates.setdefault(number, passage)
    return fates
