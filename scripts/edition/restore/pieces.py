"""Printed lines that an extractor cut where the font changes: before quotation marks and figures, whose pieces it wrote as lines."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from edition.layout import INDENT, SLACK, ends_sentence
from edition.model import Line
from edition.vocabulary import squeeze

AROUND = 8
"""Lines on either side whose commonest width is the measure of the column."""
ENOUGH = 4
"""Lines of that width; fewer are neighbours of one width by chance."""
NARROWEST = 10
"""Columns of the narrowest column."""
MOST = 4
"""Pieces of one printed line."""
_CHANGE = re.compile(r"^[“‘”’0-9]")
_CLOSES = re.compile(r"^[”’]")
_OPENS = re.compile(r"^本报讯")


def pieces(page: list[Line]) -> list[Line]:
    """The lines of the page, the pieces of a printed line put together: the later ones begin with a quotation mark or a figure, and
    together they are as wide as the column, or lack the indent of a first line.

    tests/cases/pieces.yml has pages of either kind.
    """
    changes = [n for n in range(1, len(page)) if not page[n].gap and not page[n].mark and _CHANGE.match(str(page[n].text))]
    if not changes:
        return page
    plain = [squeeze(str(line.text)) for line in page]
    widths = [2 * len(text) - len(text.encode("ascii", "ignore")) for text in plain]
    joined: dict[int, int] = {}
    for n in changes:
        if n - 1 in joined or not widths[n - 1] + widths[n] >= ENOUGH:
            continue
        end = _end(n, plain, widths, page)
        if end:
            joined[n - 1] = end
    if not joined:
        return page
    out: list[Line] = []
    at = 0
    while at < len(page):
        end = joined.get(at, at + 1)
        line = page[at]
        for piece in page[at + 1 : end]:
            line = replace(line, text=line.text + piece.text)
        out.append(line)
        at = end
    return out


def _end(n: int, plain: list[str], widths: list[int], page: list[Line]) -> int:
    """Behind which line the printed line ends whose second piece is line `n`; 0 where it is no piece."""
    total = widths[n - 1] + widths[n]
    near = [widths[k] for k in range(max(0, n - AROUND), min(len(plain), n + AROUND + 1)) if k not in (n - 1, n)]
    measure, count = Counter(near).most_common(1)[0] if near else (0, 0)
    if count < ENOUGH or measure < NARROWEST or total > measure + SLACK:
        return 0
    end = n + 1
    while (
        end < min(len(plain), n + MOST - 1) and total + widths[end] <= measure + SLACK and _CHANGE.match(plain[end]) and not page[end].gap
    ):
        total += widths[end]
        end += 1
    if ends_sentence(plain[n - 1]) and not _CLOSES.match(plain[n]):
        return 0
    # Behind the end of a paragraph the first line of the next one lacks its indent, which is how it differs from a heading.
    opened = bool(_OPENS.match(plain[n - 1]))
    starts = n < 2 or ends_sentence(plain[n - 2]) or opened
    inside = (
        not starts or opened or plain[n - 1].endswith("：") or (n > 1 and widths[n - 2] >= measure - SLACK and not plain[n][0].isdecimal())
    )
    return end if (starts and SLACK < measure - total <= INDENT) or (inside and abs(total - measure) <= SLACK) else 0
