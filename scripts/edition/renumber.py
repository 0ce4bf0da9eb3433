"""The permanent numbers of a seed's lines after an edit.

A link to a line (`#l33`) stands in somebody's footnote, so a number that was once given to a line never means another one. A line
that an edit leaves, or corrects a little, keeps its number wherever it now stands; a line that comes is given a number that no
line ever had; the number of a line that goes is retired, and a link to it leads to the top of its page. Only this keeps old links
right without a mark in them that says which state of the seed they mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

SIMILAR = 0.75
"""The part of two lines that must be the same for the one to be the other corrected, as SequenceMatcher measures it."""
AHEAD = 20
"""Lines that may have gone before a corrected one; looking further would cost time by the square where a page is quite another."""


def renumber(old: Sequence[str], numbers: Sequence[int], highest: int, new: Sequence[str]) -> tuple[tuple[int, ...], int]:
    """The permanent number of each new line, and the highest number that was ever given.

    Args:
        old: the lines before the edit.
        numbers: their permanent numbers.
        highest: the highest number that was ever given in this seed.
        new: the lines after the edit.

    >>> renumber(["甲", "", "乙"], [1, 2, 3], 3, ["题目", "甲", "", "乙"])
    ((4, 1, 2, 3), 4)
    >>> renumber(["镇党委坚持把项目摆在首位", "乙"], [1, 2], 2, ["镇党委坚持把项目放在首位"])
    ((1,), 2)
    """
    pairs = _pairs(old, new)
    for n, line in enumerate(new):  # Blank lines are all alike: one belongs to the line above it.
        before = pairs.get(n - 1, -1) if n else -1
        if not line.strip() and (n == 0 or n - 1 in pairs) and before + 1 < len(old) and not old[before + 1].strip():
            pairs[n] = before + 1
    out = []
    for n in range(len(new)):
        if n in pairs:
            out.append(numbers[pairs[n]])
        else:
            highest += 1
            out.append(highest)
    return tuple(out), highest


def _pairs(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """New line to the old one that it is, among the lines that are not blank; blanks inside a line do not count."""
    before, after = ([(n, "".join(line.split())) for n, line in enumerate(lines) if line.strip()] for lines in (old, new))
    matcher = SequenceMatcher(None, [text for _, text in before], [text for _, text in after], autojunk=False)
    pairs: dict[int, int] = {}
    for kind, i, i_end, j, j_end in matcher.get_opcodes():
        for k in range(j, j_end if kind in ("equal", "replace") else j):
            found = i if kind == "equal" else _corrected([text for _, text in before[i : min(i + AHEAD, i_end)]], after[k][1], i)
            if found is not None:
                pairs[after[k][0]] = before[found][0]
                i = found + 1
    return pairs


def _corrected(lines: Sequence[str], line: str, first: int) -> int | None:
    """Which of the lines, counted from `first`, is this one before its correction: the most similar; None where none is similar."""
    likeness = [SequenceMatcher(None, other, line, autojunk=False).ratio() for other in lines]
    best = max(likeness, default=0)
    return first + likeness.index(best) if best >= SIMILAR else None
