"""校勘记: every change, set-aside, supply, move and mend of an article, by kind and rule, with its count and examples.

The changes, set-asides, supplies and moves of all articles and of the furniture of the page add up to the account of the seed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from edition.publish.escape import visible
from edition.publish.passages import FURNITURE, Owners, Passage, moved
from edition.publish.rule_words import KINDS, MENDED, MOVED, QUIET, RuleWords, role_words
from edition.publish.views import Example, Variant
from edition.trace import Piece, SourceLines

EXAMPLES = 3
"""How many examples of a kind are given, each with other words."""
AROUND = 4
"""Characters on either side of a joint that an example quotes."""
LONGEST = 12
"""Characters of a set-aside or a move that an example quotes."""


@dataclass(slots=True)
class _Count:
    """One kind of change under one rule, while it is counted."""

    places: int = 0
    characters: int = 0
    examples: list[Example] = field(default_factory=list)


class Tally:
    """What is counted of one article, or of the furniture of a page: by kind (a key of `KINDS`) and by the rule in words."""

    def __init__(self, source: str, lines: SourceLines, words: RuleWords) -> None:
        self.source, self.lines, self.words = source, lines, words
        self.counts: dict[tuple[str, str], _Count] = {}

    def add(self, kind: str, rule: str, characters: int, quote: Callable[[], str], offset: int, same: bool = False) -> None:
        """One more; `same` where it goes on what was added last and is no place of its own. Few are examples, and have to be quoted."""
        count = self.counts.get((kind, rule))
        if count is None:
            count = self.counts[kind, rule] = _Count()
        count.places += not same
        count.characters += characters
        if not same and len(count.examples) < EXAMPLES:
            quoted = quote()
            if not quoted or all(quoted != example.text for example in count.examples):
                count.examples.append(Example(self.lines.permanent(self.lines.number(offset)), quoted))

    def variants(self) -> tuple[Variant, ...]:
        """In the order of the kinds; in each the commonest first, and last what every line is under."""
        kinds, last = list(KINDS), {self.words.of(rule) for rule in QUIET}

        def order(found: tuple[tuple[str, str], _Count]) -> tuple[int, bool, int, str]:
            (kind, rule), count = found
            return kinds.index(kind), rule in last, -count.places, rule

        return tuple(
            Variant(KINDS[kind], rule, count.places, count.characters, tuple(count.examples))
            for (kind, rule), count in sorted(self.counts.items(), key=order)
        )


def collate(passages: Sequence[Passage], owners: Owners, source: str, lines: SourceLines, words: RuleWords) -> tuple[Variant, ...]:
    """The variants of these passages: of one article in reading order, or of the furniture of a page."""
    tally = Tally(source, lines, words)
    for passage in passages:
        _edited(passage, tally)
        _mended(passage, owners, tally)
    _moved(passages, tally)
    return tally.variants()


def _edited(passage: Passage, tally: Tally) -> None:
    before: Piece | None = None
    for piece in passage.pieces:
        if piece.rule:
            same = before is not None and (before.end, before.fate, before.rule) == (piece.start, piece.fate, piece.rule)
            raw = tally.source[piece.start : piece.end]
            quote = partial(_changed, raw, piece.text) if piece.fate == "changed" else partial(_quoted, raw)
            tally.add(piece.fate, tally.words.of(piece.rule), len(raw) or len(piece.text), quote, piece.start, same)
        before = piece


def _mended(passage: Passage, owners: Owners, tally: Tally) -> None:
    """Joints of a text over something that is not its own: its pieces leave a gap, or go back."""
    if passage.role == FURNITURE:
        return
    reading, at = "".join(piece.text for piece in passage.pieces), 0
    before: Piece | None = None
    for piece in passage.pieces:
        if before is not None and before.end != piece.start < piece.end:
            rule = MENDED[_between(passage, before.end, piece.start, owners, tally.lines)]
            tally.add("mended", rule, 0, partial(_joint, reading, at), piece.start)
        if piece.start < piece.end:
            before = piece
        at += len(piece.text)


def _between(passage: Passage, gap: int, after: int, owners: Owners, lines: SourceLines) -> str:
    """What a sentence goes on over: the first half ends at `gap`, the second one begins at `after`."""
    other = owners.at(gap)
    breaks_off = other is not None and lines.number(gap) == lines.number(gap - 1)
    if breaks_off or (after and lines.number(after) == lines.number(after - 1)):
        return "column"
    if other is not None and other.role in (FURNITURE, "caption", "table"):
        return other.role
    return "inside" if other is None or other.article is passage.article else "article"


def _moved(passages: Sequence[Passage], tally: Tally) -> None:
    """What is read out of the order in which it stands; a stretch of one passage is one place."""
    before: tuple[int, Passage | None] = (-1, None)
    for n, piece, passage in moved(passages):
        same = before == (n - 1, passage)
        tally.add("moved", f"{role_words(passage.role)}，{MOVED}", piece.end - piece.start, partial(_quoted, piece.text), piece.start, same)
        before = (n, passage)


def _changed(raw: str, text: str) -> str:
    return f"{visible(raw)}→{visible(text)}"


def _joint(reading: str, at: int) -> str:
    return f"{reading[max(0, at - AROUND) : at]}｜{reading[at : at + AROUND]}"


def _quoted(raw: str) -> str:
    """What an example quotes; nothing of blanks, whose place says all."""
    short = visible(raw.strip())
    return short if len(short) <= LONGEST else short[:LONGEST] + "……"
