"""Reads single characters that a dump writes in another way than the print, by the table `characters.tsv`."""

from __future__ import annotations

from edition.trace import Piece, Text
from edition.vocabulary import Vocabulary


def characters(source: str, vocabulary: Vocabulary) -> Text:
    """The text of a whole seed. Characters of the table are read as the table says; all others are kept.

    Characters are not normalised as a whole: NFKC would turn `……` into dots and destroy Chinese punctuation.
    """
    pieces: list[Piece] = []
    at = 0
    table = vocabulary.characters
    for match in vocabulary.character_class.finditer(source):
        start = match.start()
        if start > at:
            pieces.append(Piece(at, start, source[at:start]))
        reading, rule = table[match.group()]
        pieces.append(Piece(start, start + 1, reading, rule))
        at = start + 1
    if at < len(source):
        pieces.append(Piece(at, len(source), source[at:]))
    return Text(pieces)
