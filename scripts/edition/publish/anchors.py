"""The permanent addresses: of a seed, and inside an article each block by the line of the seed on which it begins."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from edition.model import Article, Block
from edition.trace import SourceLines, Text

HEAD = "head"
"""The anchor of the head: title, kicker, subtitle and byline."""


GAP = 3
"""Lines from one line of a block to the next, where the lines between them are blank."""

Ranges = tuple[tuple[int, int], ...]
"""Stretches of lines, each by its first and its last one."""


_TAKEN = r"(?!(?:index(?:_\d+)?|con|prn|aux|nul|com\d|lpt\d)$)"
"""Names of pages of the list, and of devices."""
_ADDRESS = re.compile(rf"{_TAKEN}(?!.*-[0-9a-f]{{8}}$)[a-z0-9_][a-z0-9_-]{{0,79}}", re.IGNORECASE)
"""Matches what is an address as it is: neither taken, nor like one with a mark."""


def raw_path(seed_name: str) -> str:
    """Where the text of a dump can be downloaded, from the root of the site."""
    return f"data/seeds/{source_name(seed_name)}.txt"


def tei_path(seed_name: str) -> str:
    """Where the TEI document of a dump stands, from the root of the site."""
    return f"data/tei/{source_name(seed_name)}.xml"


def feed_path(page: str) -> str:
    """The feed of a page, by the address of the page without suffix: `index` for the whole, `provinces/anhui`, `themes/dangjian`."""
    return f"data/feeds/{'edition' if page == 'index' else page}.atom"


def facsimile_path(seed_name: str, file: Path) -> str:
    """Where the picture of its printed page stands, from the root of the site."""
    return f"data/facsimiles/{source_name(seed_name)}{file.suffix.lower()}"


def source_name(seed_name: str) -> str:
    """The address of a seed: its name without suffix where that is safe everywhere, else what is safe of it with a mark of the whole.

    It depends on the name alone, so that no other seed can ever change it.

    >>> source_name("000_f29bf31aff6409ee.txt"), source_name("index.txt"), source_name("人民日报 2021.txt")
    ('000_f29bf31aff6409ee', 'index-52aa09f6', '2021-cc84144e')
    """
    stem = seed_name.removesuffix(".txt")
    if _ADDRESS.fullmatch(stem):
        return stem
    safe = re.sub(r"[^a-z0-9_]+", "-", stem.lower()).strip("-")[:60]
    mark = hashlib.sha256(seed_name.encode("utf-8")).hexdigest()[:8]
    return f"{safe or 'seed'}-{mark}"


@dataclass(frozen=True, slots=True)
class Anchored:
    """A block with its anchor, as `l33`."""

    block: Block
    anchor: str
    within: Ranges
    """The other lines that it is read from, with the blank ones between: a link to one of them comes to the block."""

    @property
    def lines(self) -> str:
        """All lines that lead to the block, as its Markdown names them: `33-39,45`. The first line of another block is not among them."""
        own = self.anchor[1:]
        joined: list[list[int]] = []
        for first, last in sorted([*([(int(own), int(own))] if own.isdecimal() else []), *self.within]):
            if joined and joined[-1][1] + 1 == first:
                joined[-1][1] = last
            else:
                joined.append([first, last])
        return ",".join(f"{first}-{last}" if first < last else f"{first}" for first, last in joined)


@dataclass(frozen=True, slots=True)
class Anchors:
    """All addresses inside one article."""

    blocks: tuple[Anchored, ...]
    """The blocks that have something to read, in reading order."""
    head: Ranges
    """The lines that the head is read from."""


def anchors(article: Article, lines: SourceLines) -> Anchors:
    """The addresses inside an article. None stands twice; a line that two blocks share belongs to the first one that begins on it."""
    shown = [block for block in article.blocks if str(block.text).strip()]
    begins = [lines.number(block.text.begin) for block in shown]
    read = [read_from(block.text, lines) for block in shown]
    taken: Counter[int] = Counter()
    names = []
    for number in begins:
        taken[number] += 1
        name = f"l{lines.permanent(number)}"
        names.append(name if taken[number] == 1 else f"{name}-{taken[number]}")
    head = article.head
    head_lines = [
        n for text in (head.kicker, head.title, head.subtitle, *(b.text for b in article.bylines)) if text for n in read_from(text, lines)
    ]
    claimed = {n for found in (*read, head_lines) for n in found}
    given = set(begins)
    blocks = tuple(
        Anchored(block, name, _ranges(found, claimed, given, lines)) for block, name, found in zip(shown, names, read, strict=True)
    )
    return Anchors(blocks, _ranges(head_lines, claimed, given, lines))


def _ranges(found: list[int], claimed: set[int], given: set[int], lines: SourceLines) -> Ranges:
    """The lines that are not given yet, as stretches; they are given now. Blank lines between two lines of one block go with them."""
    numbers: set[int] = set()
    for n, number in enumerate(found):
        numbers.add(number)
        if n and 0 < number - found[n - 1] <= GAP:
            numbers.update(k for k in range(found[n - 1] + 1, number) if k not in claimed)
    out: list[tuple[int, int]] = []
    for number in sorted(map(lines.permanent, numbers - given)):
        if out and number == out[-1][1] + 1:
            out[-1] = out[-1][0], number
        else:
            out.append((number, number))
    given.update(numbers)
    return tuple(out)


def read_from(text: Text, lines: SourceLines) -> list[int]:
    """The lines of the seed on which something of a text can be read, in reading order."""
    found: dict[int, None] = {}
    begins = ends = -1  # of the line that was found last; most pieces stand on it
    for piece in text.pieces:
        if not piece.text or piece.start >= piece.end or (begins <= piece.start and piece.end <= ends):
            continue
        last = lines.number(piece.end - 1)
        found.update(dict.fromkeys(range(lines.number(piece.start), last + 1)))
        begins, after = lines.span(last)
        ends = piece.end if after is None else after
    return list(found)


def span(text: Text, lines: SourceLines) -> tuple[int, int]:
    """The first and the last line of the seed on which something of the text can be read."""
    found = read_from(text, lines) or [lines.number(piece.start) for piece in text.pieces]
    return (lines.permanent(min(found)), lines.permanent(max(found))) if found else (1, 1)


def extent(article: Article, lines: SourceLines) -> tuple[int, int]:
    """The first and the last line of the seed that an article takes up."""
    found = [offset for text in article.texts() if text for offset in _offsets(text)]
    return (lines.permanent(lines.number(min(found))), lines.permanent(lines.number(max(found)))) if found else (1, 1)


def _offsets(text: Text) -> list[int]:
    """Where the first and the last character of a text that can be read stand in the seed; where there is none, where its pieces begin."""
    read = [piece for piece in text.pieces if piece.text and piece.start < piece.end]
    return [min(piece.start for piece in read), max(piece.end for piece in read) - 1] if read else [piece.start for piece in text.pieces]
