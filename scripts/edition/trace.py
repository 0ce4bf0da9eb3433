"""Text that never travels without its source.

A `Piece` says what the edition reads for one span of a seed; a `Text` is a sequence of pieces. Every operation keeps the
spans, so that the account can be balanced at the end: the pieces of all that is kept and all that is set aside tile the
seed exactly once.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple


class Piece(NamedTuple):
    """What the edition reads for `source[start:end]`. The four fates are told by `fate`."""

    start: int
    """Offset of the first source character, in characters (not bytes)."""
    end: int
    """Offset after the last source character; equal to `start` for supplied text."""
    text: str
    """The reading; empty where the source is set aside."""
    rule: str = ""
    """Name of the rule that changed, set aside or supplied it; empty where the source is kept as it is."""

    @property
    def fate(self) -> str:
        """One of `kept`, `changed`, `set aside`, `supplied`."""
        if not self.rule:
            return "kept"
        if self.start == self.end:
            return "supplied"
        return "changed" if self.text else "set aside"


class Compact:
    """Travels to another process, and into the cache, as the values of its fields, of which `__slots__` is the list.

    Frozen dataclasses look their fields up again for each object, which takes longer than all else.
    """

    __slots__ = ()

    def __reduce__(self) -> tuple[type[Compact], tuple[object, ...]]:
        """How it comes back."""
        names: tuple[str, ...] = self.__slots__
        return type(self), tuple([getattr(self, name) for name in names])


class Text:
    """A reading whose every character knows its source span.

    `str(text)` is the reading. Slicing a text at given positions and joining the parts again gives the same text: pieces
    that were set aside, and so have no width in the reading, stay with what precedes the cut.
    """

    __slots__ = ("_str", "pieces")

    def __init__(self, pieces: Iterable[Piece] = ()) -> None:
        self.pieces: tuple[Piece, ...] = tuple(pieces)
        self._str: str | None = None

    @classmethod
    def of(cls, source: str, start: int = 0, end: int | None = None) -> Text:
        """The untouched reading of `source[start:end]`."""
        end = len(source) if end is None else end
        return cls((Piece(start, end, source[start:end]),) if start < end else ())

    def __reduce__(self) -> tuple[type[Text], tuple[tuple[Piece, ...]]]:
        """How it comes back from another process."""
        return Text, (self.pieces,)

    def __str__(self) -> str:
        if self._str is None:
            self._str = "".join([piece.text for piece in self.pieces])
        return self._str

    def __repr__(self) -> str:
        return f"Text({str(self)!r})"

    def __len__(self) -> int:
        return len(str(self))

    def __bool__(self) -> bool:
        return bool(str(self))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and self.pieces == other.pieces

    def __hash__(self) -> int:
        return hash(self.pieces)

    def __add__(self, other: Text) -> Text:
        return Text(self.pieces + other.pieces)

    def __iter__(self) -> Iterator[Piece]:
        return iter(self.pieces)

    @property
    def start(self) -> int:
        """Source offset of the first piece; -1 for a text without pieces."""
        return self.pieces[0].start if self.pieces else -1

    @property
    def begin(self) -> int:
        """Source offset at which the visible reading begins (the first piece with text); `start` where nothing is visible."""
        return next((piece.start for piece in self.pieces if piece.text), self.start)

    @property
    def last(self) -> int:
        """Source offset at which the visible reading ends (inclusive); `start` where nothing is visible."""
        return next((max(piece.start, piece.end - 1) for piece in reversed(self.pieces) if piece.text), self.start)

    def split_at(self, positions: Iterable[int]) -> list[Text]:
        """Cut the reading at `positions` (ascending reading offsets); the parts tile the text.

        >>> [str(part) for part in Text.of("一二三四").split_at([1, 3])]
        ['一', '二三', '四']
        """
        cuts = [*positions]
        return [*map(Text, self._cut(cuts))] if cuts else [self]

    def _cut(self, positions: Iterable[int]) -> list[list[Piece]]:
        cuts = iter(positions)
        cut = next(cuts, None)
        parts: list[list[Piece]] = []
        current: list[Piece] = []
        at = 0
        for piece in self.pieces:
            done, after = at, at + len(piece.text)
            while cut is not None and cut < after:
                if cut > done:
                    current.append(_part(piece, done - at, cut - at))
                    done = cut
                parts.append(current)
                current = []
                cut = next(cuts, None)
            current.append(_part(piece, done - at, after - at) if done > at else piece)
            at = after
        parts.append(current)
        if cut is not None:
            parts.extend([] for _ in (cut, *cuts))
        return parts

    def __getitem__(self, key: slice) -> Text:
        start, stop, _ = key.indices(len(self))
        if start == 0 and stop == len(self):
            return self
        if start == 0:
            return self.split_at([stop])[0]
        if stop == len(self):
            return self.split_at([start])[1]
        return self.split_at([start, stop])[1]

    def replace(self, pattern: re.Pattern[str], to: str | Callable[[re.Match[str]], str], rule: str) -> Text:
        """Read `to` for every match of `pattern`, under the name of `rule`; an empty `to` sets the match aside.

        >>> text = Text.of("新 河").replace(re.compile(" "), "", "letter-spacing")
        >>> str(text), [piece.fate for piece in text]
        ('新河', ['kept', 'set aside', 'kept'])
        """
        reading = str(self)
        edits = [(*m.span(), to if isinstance(to, str) else to(m)) for m in pattern.finditer(reading)]
        edits = [(i, j, new) for i, j, new in edits if i < j and reading[i:j] != new]
        return self._edit(edits, rule) if edits else self

    def _edit(self, edits: list[tuple[int, int, str]], rule: str) -> Text:
        """Read new strings for the reading spans `(i, j, new)`, ascending and apart."""
        out, *parts = self._cut([position for i, j, _ in edits for position in (i, j)])
        for (_, _, new), read, rest in zip(edits, parts[::2], parts[1::2], strict=True):
            out += _reread(read, new, rule)
            out += rest
        return Text(out)

    def set_aside(self, rule: str) -> Text:
        """The same spans with nothing read for them; what was set aside before keeps its own rule."""
        return Text(_aside(self.pieces, rule))

    def strip(self, characters: str, rule: str) -> Text:
        """Set aside leading and trailing `characters`."""
        reading = str(self)
        head = len(reading) - len(reading.lstrip(characters))
        tail = len(reading.rstrip(characters))
        if head == 0 and tail == len(reading):
            return self
        if head >= tail:
            return self.set_aside(rule)
        return self._edit([e for e in ((0, head, ""), (tail, len(reading), "")) if e[0] != e[1]], rule)


def supply(text: str, at: int, rule: str) -> Text:
    """Text that the source does not have, at source offset `at`, under the name of a rule."""
    return Text((Piece(at, at, text, rule),))


def join(texts: Iterable[Text]) -> Text:
    """The texts one after another."""
    return Text(piece for text in texts for piece in text.pieces)


def out_of_order(pieces: Sequence[Piece]) -> list[int]:
    """The pieces, by their index, that are read out of their order in the source: all but the heaviest ascending run.

    Pieces that follow each other in both orders are taken together first, so that the work is n log n in the number of jumps.

    >>> out_of_order([Piece(3, 5, "四五"), Piece(0, 3, "一二三")])
    [0]
    """
    runs: list[list[int]] = []
    for n, piece in enumerate(pieces):
        # A jump ahead of more than a line's end may pass over text that is read elsewhere; then a new run begins.
        if runs and 0 <= piece.start - pieces[n - 1].end <= 2:
            runs[-1].append(n)
        else:
            runs.append([n])
    # Heaviest ascending subsequence: `starts` ascending, `weights` the best weight that ends at or before that start, strictly growing.
    starts: list[int] = []
    weights: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for n, run in enumerate(runs):
        start = pieces[run[0]].start
        at = bisect_left(starts, start)
        best = (weights[at - 1] if at else 0) + sum(pieces[k].end - pieces[k].start for k in run)
        end = at
        while end < len(starts) and weights[end] <= best:
            end += 1
        before.append(last[at - 1] if at else -1)
        starts[at:end], weights[at:end], last[at:end] = [start], [best], [n]
    in_order = set()
    n = last[-1] if last else -1
    while n >= 0:
        in_order.add(n)
        n = before[n]
    return [k for n, run in enumerate(runs) if n not in in_order for k in run]


def _part(piece: Piece, begin: int, end: int) -> Piece:
    """The part of a piece between two offsets of its reading; where a change altered the length, its span stays on the left."""
    if not piece.rule or piece.end - piece.start == len(piece.text):
        return Piece(piece.start + begin, piece.start + end, piece.text[begin:end], piece.rule)
    return Piece(piece.start if begin == 0 else piece.end, piece.end, piece.text[begin:end], piece.rule)


def _aside(part: Sequence[Piece], rule: str) -> list[Piece]:
    """Read nothing for all of `part`."""
    return [Piece(piece.start, piece.end, "", rule) if piece.text else piece for piece in part if piece.text or piece.start != piece.end]


def _reread(part: Sequence[Piece], new: str, rule: str) -> list[Piece]:
    """Read `new` for the whole of `part`: on its first unbroken stretch of source, and nothing on any later stretch."""
    if not new:
        return _aside(part, rule)
    visible = max(n for n, piece in enumerate(part, 1) if piece.text)
    stretches: list[list[int]] = []
    for piece in part[:visible]:
        if stretches and stretches[-1][1] == piece.start:
            stretches[-1][1] = piece.end
        elif piece.start != piece.end or not stretches:
            stretches.append([piece.start, piece.end])
    out = [Piece(start, end, new if n == 0 else "", rule) for n, (start, end) in enumerate(stretches)]
    return [*out, *part[visible:]]


class SourceLines:
    """Line numbers of a seed: one-based, `\\n`, `\\r\\n` and a lone `\\r` each end a line.

    Args:
        source: the text of the seed.
        numbers: the permanent number of each line, in order; empty where the seed was never edited and the lines are simply counted.
    """

    def __init__(self, source: str, numbers: Sequence[int] = ()) -> None:
        self.source = source
        self.numbers = numbers

    @cached_property
    def starts(self) -> list[int]:
        """The offset at which each line begins. Who asks for permanent numbers alone does not need it."""
        return [0, *(m.end() for m in re.finditer(r"\r\n|\n|\r", self.source))]

    def permanent(self, number: int) -> int:
        """The number that addresses give to line `number`. It stays with the line when lines above it come or go."""
        return self.numbers[number - 1] if self.numbers else number

    def said(self, words: str) -> str:
        """Words that name lines, with their permanent numbers.

        >>> SourceLines("甲\\n乙", (7, 9)).said("原文第2行：存疑")
        '原文第9行：存疑'
        """
        return re.sub(r"(?<=原文第)\d+(?=行)", lambda found: str(self.permanent(int(found[0]))), words) if self.numbers else words

    def number(self, offset: int) -> int:
        """The one-based number of the line that holds the character at `offset`."""
        return bisect_right(self.starts, offset)

    def span(self, number: int) -> tuple[int, int | None]:
        """Source offsets at which line `number` begins and the next one begins (None for the last line)."""
        after = self.starts[number] if number < len(self.starts) else None
        return self.starts[number - 1], after

    def count(self) -> int:
        """How many lines there are; a seed without any line break has one."""
        return len(self.starts)


def line_numbers(text: Text, lines: SourceLines) -> list[int]:
    """The number of the line on which each character of a reading stands; a changed character stands where its piece begins."""
    return [
        lines.number(piece.start + n if len(piece.text) == piece.end - piece.start else piece.start)
        for piece in text.pieces
        for n in range(len(piece.text))
    ]


def named(reading: str, numbers: Sequence[int], first: int, last: int) -> tuple[int, int] | None:
    """The smallest span around characters that tells by itself where they stand on their line; None where none does.

    Args:
        reading: a text.
        numbers: the line of each of its characters.
        first: where the characters begin; they stand on one line.
        last: where they end; the same as `first` for what stands between two characters.

    >>> named("我己来，他己到", [1] * 7, 1, 2), named("天天向上", [1] * 4, 0, 1), named("好好", [1, 2], 1, 1)
    ((0, 2), (0, 2), (0, 1))
    """
    line = numbers[first if first < last else max(0, first - 1)]
    low, high = first, last
    while low > 0 and numbers[low - 1] == line:
        low -= 1
    while high < len(reading) and numbers[high] == line:
        high += 1
    held = "".join(one for one, number in zip(reading, numbers, strict=True) if number == line)
    spans = sorted(
        ((start, end) for start in range(low, first + 1) for end in range(last, high + 1) if start < end and end - start <= _NAMED),
        key=lambda span: (span[1] - span[0], abs(first - span[0] - (span[1] - last))),
    )
    return next((span for span in spans if times(held, reading[slice(*span)]) == 1), None)


_NAMED = 40
"""Characters of the longest span that names a place."""


def times(text: str, part: str) -> int:
    """How often a text holds another, also where the places overlap."""
    return sum(text.startswith(part, at) for at in range(len(text) - len(part) + 1))
