"""Finds verse: lines that the print breaks where the poem does. They stay lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from edition.layout import FIGURES, INSIDE, NUMBERED, Measured, goes_on
from edition.model import Role, Verdict
from edition.restore.rules.bylines import opens

WIDEST = 44
"""Width in columns of the widest line of verse."""
OPEN, POINTED = 6, 4
"""The fewest lines of verse without punctuation at their ends, and with it. Fewer can be a head, or the lines of a narrow column."""
SIGNED = 4
"""The fewest lines of verse without punctuation right below a byline, where no head stands."""
EVEN, METRES = 4, (8, 10, 14)
"""The fewest lines of a poem in lines of one length, and their widths in columns: four, five and seven characters."""
CROSSED = 0.15
"""The largest share of line ends over which a word goes on, as chance has it. In a column words go on over nearly half of them."""
RAGGED = 0.5
"""No more of the lines of free verse have the commonest width: a column has one width."""
POINTED_WIDTH = 30
"""Width in columns of the widest line of verse with punctuation at its end. Punctuation can hang over the edge of a wider column."""
PAUSED = 0.25
"""The least share of lines that end with a comma. In prose whose lines are paragraphs none does."""
_VERSE = Verdict(Role.SINGLE, "verse", "连续短行，行末不断词，按诗行保留")
_END = re.compile(r"[，。；！？：…、—][”’」』]?$")
_INNER = re.compile(r"[，。；：！？、]")
_PAUSE = re.compile(r"[，；、]$")
_REPORTS = re.compile(r"[：:]|记者|通讯员|本报")


def verses(page: Sequence[Measured], verdicts: list[Verdict | None], lexicon: Mapping[str, int]) -> None:
    """Judge the lines of poems. Either they have hardly any punctuation and no word goes on over their ends, or nearly all lines end with
    it, many of them with a comma."""
    for start, stop in (poem for run in _runs(page, verdicts) for poem in _poems(page, *run)):
        lines = page[start:stop]
        ended = sum(bool(_END.search(line.plain)) for line in lines)
        paused = sum(bool(_PAUSE.search(line.plain)) for line in lines)
        crossed = sum(bool(goes_on(a.plain, b.plain, lexicon)) for a, b in pairwise(lines))
        usual = Counter(line.width for line in lines).most_common(1)[0][0]
        ragged = sum(abs(line.width - usual) <= 1 for line in lines) <= RAGGED * len(lines)
        inner = sum(bool(_INNER.search(line.plain[:-1])) for line in lines)
        above = verdicts[start - 1] if start else None
        least = SIGNED if above is not None and above.role == Role.BYLINE else OPEN
        free = (
            ragged and len(lines) >= least and ended <= len(lines) / 2 and inner <= CROSSED * len(lines) and crossed <= CROSSED * len(lines)
        )
        narrow = max(line.width for line in lines) <= POINTED_WIDTH
        pointed = narrow and len(lines) >= POINTED and ended >= 0.9 * len(lines) and paused >= PAUSED * len(lines)
        even = len(lines) >= EVEN and len(lines) % 2 == 0 and usual in METRES and all(line.width == usual for line in lines)
        even = even and not inner and not ended
        if free or pointed or (even and crossed <= CROSSED * len(lines)):
            verdicts[start:stop] = [_VERSE] * len(lines)
    if _VERSE in verdicts:
        _short_poems(page, verdicts, lexicon)


def _short_poems(page: Sequence[Measured], verdicts: list[Verdict | None], lexicon: Mapping[str, int]) -> None:
    """Judge the lines of poems of two or three lines, right below who wrote them, on a page that has longer poems."""
    for start, stop in _runs(page, verdicts):
        lines = page[start:stop]
        above = verdicts[start - 1] if start else None
        signed = above is not None and above.role == Role.BYLINE and 1 < len(lines) < SIGNED
        bare = not any(_END.search(line.plain) or _INNER.search(line.plain) or line.width > POINTED_WIDTH for line in lines)
        if signed and bare and not any(goes_on(a.plain, b.plain, lexicon) for a, b in pairwise(lines)):
            verdicts[start:stop] = [_VERSE] * len(lines)


def _runs(page: Sequence[Measured], verdicts: Sequence[Verdict | None]) -> Iterator[tuple[int, int]]:
    """The stretches of short lines that have no verdict yet, without the title above them."""
    start = 0
    for at in range(len(page) + 1):
        if at < len(page) and verdicts[at] is None and _may_be_verse(page[at]):
            continue
        above = verdicts[start - 1] if start else None
        titled = above is not None and above.role in (Role.DISPLAY, Role.BYLINE)
        if at - start > 1 and not titled:
            start += 1
        # Below a blank line and above a byline stands the title of the next poem.
        below = verdicts[at] if at < len(page) else None
        next_title = below is not None and below.role == Role.BYLINE and page[at - 1].line.gap and at > start + 1
        if at > start:
            yield start, at - bool(next_title)
        start = at + 1


def _poems(page: Sequence[Measured], start: int, stop: int) -> Iterator[tuple[int, int]]:
    """The poems of a stretch of short lines, without their titles: a line without punctuation, below a blank line and above lines that all
    have it at their ends."""
    ends = [bool(_END.search(line.plain)) for line in page[start:stop]]
    pointed = [all(ends[n + 1 : n + 1 + POINTED]) and not end for n, end in enumerate(ends[:-POINTED])]
    heads = [start + n for n, head in enumerate(pointed) if head and page[start + n].line.gap]
    for begin, end in pairwise([start - 1, *heads, stop]):
        if end > begin + 1:
            yield begin + 1, end


def _may_be_verse(line: Measured) -> bool:
    plain = line.plain
    if line.width > WIDEST or line.line.mark or plain.count("，") > 2:
        return False
    prosaic = _REPORTS.search(plain) or FIGURES.search(plain) or INSIDE.search(plain[:-1]) or NUMBERED.match(plain) or opens(plain)
    return not prosaic
