"""ROOM 1, restoration: the bytes of one dump to its articles. A pure function of the bytes and the vocabulary."""

from __future__ import annotations

from dataclasses import replace

from edition.layout import Item
from edition.model import Block, Line, Restoration
from edition.restore.articles import segment
from edition.restore.characters import characters
from edition.restore.columns import columns
from edition.restore.compose import compose
from edition.restore.decode import decode
from edition.restore.lines import lines
from edition.restore.mend import mend
from edition.restore.pieces import pieces
from edition.restore.roles import roles
from edition.restore.rules import bylines, furniture
from edition.restore.spoken import spoken
from edition.restore.wrap import wrap
from edition.vocabulary import Vocabulary

STAGES = (decode, characters, columns, lines, pieces, spoken, wrap, roles, mend, segment, compose)
"""The stages in their order, as `restore` runs them."""


def restore(data: bytes, name: str, vocabulary: Vocabulary) -> Restoration:
    """The articles of one dump, in reading order, and what of the page belongs to none of them.

    Raises:
        SeedError: the bytes are not text, or hold no text.
    """
    seed = decode(data, name)
    page = lines(columns(characters(seed.text, vocabulary), vocabulary), seed.text)
    page = pieces([part for line in page for part in _apart(line, vocabulary)])
    said = spoken(page, vocabulary)
    items = mend(roles(wrap(page, said), said, vocabulary), vocabulary)
    of_page, of_articles = _furniture(items)
    spans = segment(of_articles)
    articles = tuple(compose(of_articles, span, name, vocabulary) for span in spans)
    return Restoration(seed, articles, of_page)


def _apart(line: Line, vocabulary: Vocabulary) -> list[Line]:
    """A line as up to three: the byline that the text runs on behind, the text, and the names in brackets that sign it."""
    reading = str(line.text)
    cuts = [cut for cut in (bylines.run_in(reading, vocabulary), bylines.signed(reading, vocabulary)) if cut]
    if not cuts:
        return [line]
    first, *rest = line.text.split_at(cuts)
    return [replace(line, text=first), *(Line(part, line.number) for part in rest)]


def _furniture(items: list[Item]) -> tuple[tuple[Block, ...], list[Item]]:
    """The furniture of the page; the other items, with the jump lines (下转第3版) that stand inside an article."""
    of_page: list[Block] = []
    rest: list[Item] = []
    for item in items:
        if item.role == "furniture" and item.lines[0].verdict.rule != "jump-line":
            verdict = item.lines[0].verdict
            cuts = furniture.parts(str(item.text), verdict.rule)
            of_page.extend(Block(part, verdict) for part in item.text.split_at(cuts))
        else:
            rest.append(item)
    return tuple(of_page), rest


__all__ = ["STAGES", "restore"]
