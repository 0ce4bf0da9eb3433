"""Captions without a mark that stand inside a text or at its edge: what they say, and what cannot go on around them, tells them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from edition.layout import FIGURES, INDENT, INSIDE, NUMBERED, SLACK, Measured, begins_indented, goes_on
from edition.model import Verdict
from edition.restore.rules import captions
from edition.restore.rules.bylines import opens
from edition.vocabulary import HAN, SPACES

LONGEST_ALONE = 30
"""Characters of a caption that stands by itself before the first paragraph of an article."""
LONGEST_BETWEEN = 16
"""Characters of a sentence between two paragraphs that is taken for a caption because it describes a scene."""
CLEARLY = 3
"""How many times commoner the word over the longer joint must be than the one over the shorter."""
PARAGRAPH = 60
"""Columns from which a line outside of columns is a paragraph, or what a picture left of one."""
MOST_LINES = 3
"""Lines of the longest caption inside a column."""
_BEGINS = re.compile(r"^[“‘—（《]")
"""What hangs into the indent, so that a first line looks like none."""
_CREDIT = re.compile(
    rf"(?:^|[。！？”）（({SPACES}])(?:(?:本报)?(?:特约记者|通讯员|记者)[{SPACES}]*)?"
    rf"[{HAN}]{{2,3}}(?:[{SPACES}、][{HAN}]{{2,3}}){{0,2}}[{SPACES}]*(?:摄影报道|摄影|供图|摄)[）)]?$"
)
"""Who took the picture, at the end of a line."""
_BEGUN = re.compile(rf"。[（(]?(?:本报)?[{HAN}]{{0,5}}$")
"""A credit that goes on below."""


def credited(page: list[Measured], verdicts: list[Verdict | None], lexicon: Mapping[str, int]) -> None:
    """Captions that end with the one who took the picture, with the lines above that they began on."""
    for at, line in enumerate(page):
        credit = _CREDIT.search(str(line.line.text)) if verdicts[at] is None and line.plain[-2:].rstrip("）)")[-1:] in "摄影道图" else None
        if credit is None:
            continue
        after = page[at + 1] if at + 1 < len(page) and verdicts[at + 1] is None else None
        top = _top(page, verdicts, at, credit.start(), after, lexicon)
        if top is not None:
            _mark(verdicts, top, at, Verdict("caption", "caption-credit", "句末有摄影者署名"))


def _top(
    page: list[Measured], verdicts: list[Verdict | None], at: int, length: int, after: Measured | None, lexicon: Mapping[str, int]
) -> int | None:
    """The first line of a caption whose last line has `length` characters before its credit; None where a paragraph ends so."""
    best = None
    for top in range(at, max(-1, at - MOST_LINES), -1):
        over = verdicts[top - 1] if top else None
        if over is not None and over.rule in ("caption-mark", "caption-words") and not page[top - 1].ended:
            return top
        if top < at and (verdicts[top] is not None or page[top].ended or INSIDE.search(_BEGUN.sub("", page[top].plain))):
            break
        length += len(page[top].plain) * (top < at)
        if length > captions.LONGEST:
            break
        if length < captions.SHORTEST:
            continue
        best = top if best is None else best
        above = page[top - 1] if top and verdicts[top - 1] is None else None
        if above is None or above.ended or (after is not None and goes_on(above.plain, after.plain, lexicon)):
            return top
    if best is None or (best and verdicts[best - 1] is None and goes_on(page[best - 1].plain, page[best].plain, lexicon)):
        return None
    return best


def _mark(verdicts: list[Verdict | None], top: int, bottom: int, verdict: Verdict) -> None:
    """Give the lines of one caption their verdicts; what begins it may have a mark of its own above."""
    above = verdicts[top - 1] if top else None
    begins = above is None or above.rule not in ("caption-mark", "caption-words")
    for n in range(top, bottom + 1):
        verdicts[n] = verdict if n == top and begins else Verdict("caption", "caption-goes-on", "上一行图注的续行")


def intruders(page: list[Measured], verdicts: list[Verdict | None], lexicon: Mapping[str, int]) -> None:
    """Bare captions: whole sentences, shorter than a paragraph, that describe a picture or break into a sentence."""
    last: Measured | None = None
    reached = 0
    indented = begins_indented((a, b) for n, (a, b) in enumerate(pairwise(page)) if verdicts[n] is None and verdicts[n + 1] is None) > 0
    for at, line in enumerate(page):
        if verdicts[at] is not None or not line.ended or INSIDE.search(line.plain[:-1]):
            continue
        if indented and _of_lines(at, page, verdicts, lexicon):
            continue
        if not captions.SHORTEST <= len(line.plain) <= captions.LONGEST:
            continue
        for n in range(reached, at):
            last = page[n] if verdicts[n] is None else last
        reached = at
        above = verdicts[at - 1] if at else None
        if above is not None and above.role == "caption" and not page[at - 1].ended and above.rule != "caption-credit":
            continue
        before = page[at - 1] if at and above is None else None
        after = page[at + 1] if at + 1 < len(page) and verdicts[at + 1] is None else None
        if before is None or before.ended:
            verdicts[at] = None if before is None and last is not None and not last.ended else _beside(before, line, after)
        elif after is not None:
            verdicts[at] = _within(before, line, after, indented, lexicon)


def _of_lines(at: int, page: list[Measured], verdicts: list[Verdict | None], lexicon: Mapping[str, int]) -> bool:
    """Mark a caption of several lines that ends here, inside a sentence: below a paragraph's last line stands no line without an indent,
    and a word goes on over the caption."""
    after = page[at + 1] if at + 1 < len(page) and verdicts[at + 1] is None else None
    if after is None or not after.measure or after.width < after.measure - 1 or page[at].short <= SLACK or _BEGINS.match(after.plain):
        return False
    for top in range(at - 1, max(0, at - MOST_LINES), -1):
        if verdicts[top] is not None or page[top].ended or INSIDE.search(page[top].plain):
            return False
        above = page[top - 1]
        if verdicts[top - 1] is not None or above.ended or above.short > INDENT:
            return False
        text = "".join(line.plain for line in page[top : at + 1])
        there, here = goes_on(above.plain, after.plain, lexicon), goes_on(above.plain, page[top].plain, lexicon)
        inside = goes_on(page[at - 1].plain, after.plain, lexicon)
        if there > CLEARLY * max(here, inside) and len(text) <= captions.LONGEST and not captions.tells(text):
            _mark(verdicts, top, at, Verdict("caption", "caption-intrudes", f"整句插在“{above.plain[-1]}{after.plain[0]}”之间"))
            return True
    return False


def _beside(before: Measured | None, line: Measured, after: Measured | None) -> Verdict | None:
    """A caption between paragraphs, or at the edge of a text where one of its neighbours is None: it describes a picture, or stands alone
    before 本报讯, with which an article begins."""
    short = len(line.plain) <= LONGEST_BETWEEN and (line.measure or "，" not in line.plain)
    placed = (before is None or after is None or short) and (_is_narrow(line) or _is_apart(before, line, after))
    over = after is None and before is not None and before.short > SLACK
    last = over and "，" not in line.plain and captions.describes(line.plain)
    if last or (placed and captions.describes(line.plain, alone=True)):
        return Verdict("caption", "caption-describes", "正文边上描写画面的单句", "这一句可能是图注，也可能是正文")
    if after is not None and opens(after.plain) and len(line.plain) <= LONGEST_ALONE:
        return Verdict("caption", "caption-alone", "电头之前单独的一句")
    return None


def _within(before: Measured, line: Measured, after: Measured, indented: bool, lexicon: Mapping[str, int]) -> Verdict | None:
    """A caption inside a sentence: a word goes on below it, or it describes a picture and no paragraph ends with it. Where paragraphs
    are `indented`, none ends above a line without an indent, so that it need only name one."""
    depicts, narrow = captions.describes(line.plain), _is_narrow(line)
    there, here = goes_on(before.plain, after.plain, lexicon), goes_on(before.plain, line.plain, lexicon)
    fits = narrow or (depicts and "，" not in line.plain)
    if there > CLEARLY * here and after.short <= SLACK and fits and not captions.tells(line.plain):
        return Verdict("caption", "caption-intrudes", f"整句短行插在“{before.plain[-1]}{after.plain[0]}”之间")
    column = 0 < before.measure == line.measure == after.measure and before.width <= before.measure + SLACK
    names = indented and column and captions.describes(line.plain, alone=True) and not _BEGINS.match(after.plain)
    # Where lines are whole paragraphs, only a picture leaves one of them open.
    opened = not before.measure and not line.measure and before.width >= PARAGRAPH and not captions.tells(line.plain)
    if opened and line.line.gap and after.line.gap and not here and "，" not in line.plain and after.width >= PARAGRAPH:
        return Verdict("caption", "caption-interrupts", "整句短行插在未完的段落之后", "这一句可能是图注，也可能是段末")
    if indented and column and depicts and line.measure - line.width > SLACK and _cannot_end(before, after):
        return Verdict("caption", "caption-interrupts", "描写画面的整句插在未完的句子中，下一行不是段首")
    if (depicts or names) and narrow and not here and _cannot_end(before, after):
        return Verdict("caption", "caption-interrupts", "描写画面的整句插在未完的句子中，下一行不是段首", "这一句可能是图注，也可能是段末")
    return None


def _is_narrow(line: Measured) -> bool:
    """Whether a line is clearly narrower than its column, or stands in none."""
    return line.measure - line.width > INDENT or not line.measure


def _is_apart(before: Measured | None, line: Measured, after: Measured | None) -> bool:
    """Whether a line as wide as its column is a paragraph by itself: the one before has ended, and what follows begins another."""
    ended = before is None or before.short > SLACK
    return ended and (after is None or not after.measure or after.short > SLACK or line.line.gap != after.line.gap)


def _cannot_end(before: Measured, after: Measured) -> bool:
    """Whether a paragraph cannot end between two lines: the sentence of the first fills its column and is open, and the other one
    reaches the edge without an indent, or ends a sentence short of it."""
    if before.short > INDENT + bool(FIGURES.search(before.plain)) or NUMBERED.match(after.plain):
        return False
    return not captions.describes(after.plain) if after.ended else after.width >= after.measure - 1
