"""Finds captions without a mark inside a text or at its edge. Their words show them, and sentences that go on around them."""

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
"""The longest caption alone before the first paragraph of an article, in characters."""
LONGEST_BETWEEN = 16
"""The longest sentence between two paragraphs that counts as a caption because it describes a scene, in characters."""
CLEARLY = 3
"""How many times more frequent the word that goes on around a caption must be than a word that goes on into it."""
PARAGRAPH = 60
"""Width in columns. An unwrapped line at least so wide is a paragraph, or the part of one before or after a picture."""
MOST_LINES = 3
"""The most lines of a caption in a printed column."""
_BEGINS = re.compile(r"^[“‘—（《]")
"""Matches punctuation that can stand in the indent. A first line that begins with it does not look short."""
_CREDIT = re.compile(
    rf"(?:^|[。！？”）（({SPACES}])(?:(?:本报)?(?:特约记者|通讯员|记者)[{SPACES}]*)?"
    rf"[{HAN}]{{2,3}}(?:[{SPACES}、][{HAN}]{{2,3}}){{0,2}}[{SPACES}]*(?:摄影报道|摄影|供图|摄)[）)]?$"
    rf"|[（(][^（）()。，]{{0,20}}(?:攝影?|摄影?|供[图圖]|資料圖片|资料图片|资料图|資料圖|图片|圖片|提供)[）)]$"
    rf"|(?<=[。！？{SPACES}])(?:新华社发|新華社發|资料图片|資料圖片|本报资料(?:图片|照片|片)|[图圖][/／：:][{HAN}]{{2,10}}|[{HAN}]{{2,10}}供[图圖])$"
    rf"|^[{HAN}]{{2,12}}供[图圖]$"
)
"""Matches the photographer's name at the end of a line: `张三 摄`, and credits without a person: （資料圖片）."""
_NAMED = re.compile(r"^([^：:，。]{2,8})[：:]")
"""Matches what a caption names before a colon."""
_CREDITED = re.compile(r"(?:[摄攝影道图圖片供发發]|[图圖][/／：:][^/／：:]{2,10})[）)]?$|提供[）)]$")
"""Matches whatever can be the end of such a line, and is quick."""
_BEGUN = re.compile(rf"。[（(]?(?:本报)?[{HAN}]{{0,5}}$")
"""Matches the beginning of a credit that goes on in the next line."""


def credited(page: list[Measured], verdicts: list[Verdict | None], lexicon: Mapping[str, int]) -> None:
    """Judge the captions that end with the photographer's name, together with their lines above."""
    for at, line in enumerate(page):
        credit = _CREDIT.search(str(line.line.text)) if verdicts[at] is None and _CREDITED.search(line.plain) else None
        if credit is None:
            continue
        if credit.start() == 0 and at and not line.line.gap and verdicts[at - 1] is None and _is_sentence(page[at - 1]):
            _mark(verdicts, at - 1, at, Verdict("caption", "caption-credit", "下一行是供图者"))
            continue
        after = page[at + 1] if at + 1 < len(page) and verdicts[at + 1] is None else None
        top = _top(page, verdicts, at, credit.start(), after, lexicon)
        if top is not None:
            _mark(verdicts, top, at, Verdict("caption", "caption-credit", "句末有摄影者署名"))


def named_alike(page: list[Measured], verdicts: list[Verdict | None]) -> None:
    """Judge the captions beside a caption whose names before a colon are those of another one: 街市： … （何一鸣摄） / 街市： … ."""
    said = [at for at, verdict in enumerate(verdicts) if verdict is not None and verdict.role == "caption"]
    names = {match[1] for at in said if (match := _NAMED.match(page[at].plain))}
    for at in said if names else ():
        below = at + 1
        while below < len(page) and verdicts[below] is None and not page[below].measure and len(page[below].plain) <= captions.LONGEST:
            match = _NAMED.match(page[below].plain)
            if not match or match[1] not in names:
                break
            verdicts[below] = Verdict("caption", "caption-named", "与相邻图注同以一名开头")
            below += 1


def _is_sentence(line: Measured) -> bool:
    """Whether a line is one whole sentence, short enough for a caption."""
    return line.ended and captions.SHORTEST <= len(line.plain) <= captions.LONGEST and not INSIDE.search(line.plain[:-1])


def _top(
    page: list[Measured], verdicts: list[Verdict | None], at: int, length: int, after: Measured | None, lexicon: Mapping[str, int]
) -> int | None:
    """The number of the first line of a caption whose last line is `at` and has `length` characters before its credit; None if a paragraph
    ends there."""
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
    """Give the lines of one caption their verdicts. If the line above is a caption with a mark, these lines continue it."""
    above = verdicts[top - 1] if top else None
    begins = above is None or above.rule not in ("caption-mark", "caption-words")
    for n in range(top, bottom + 1):
        verdicts[n] = verdict if n == top and begins else Verdict("caption", "caption-goes-on", "上一行图注的续行")


def intruders(page: list[Measured], verdicts: list[Verdict | None], lexicon: Mapping[str, int]) -> None:
    """Judge captions without a mark: whole sentences, shorter than a paragraph, that describe a picture or interrupt another sentence."""
    last: Measured | None = None
    reached = 0
    longest = captions.longest(page, verdicts)
    indented = begins_indented((a, b) for n, (a, b) in enumerate(pairwise(page)) if verdicts[n] is None and verdicts[n + 1] is None) > 0
    for at, line in enumerate(page):
        if verdicts[at] is not None or not line.ended or INSIDE.search(line.plain[:-1]):
            continue
        if indented and _of_lines(at, page, verdicts, lexicon):
            continue
        if not captions.SHORTEST <= len(line.plain) <= captions.LONGEST:
            continue
        if longest and (line.width > longest or _alone_below_head(at, verdicts)):
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


def _alone_below_head(at: int, verdicts: list[Verdict | None]) -> bool:
    """Whether a line is the only text between two heads. Without it the first one would head nothing."""
    above = verdicts[at - 1] if at else None
    below = verdicts[at + 1] if at + 1 < len(verdicts) else None
    return above is not None and above.role in ("display", "byline") and below is not None and below.role == "display"


def _of_lines(at: int, page: list[Measured], verdicts: list[Verdict | None], lexicon: Mapping[str, int]) -> bool:
    """Judge a caption of several lines that ends at line `at` and interrupts a sentence; return whether there is one.

    A word goes on from the line above the caption to the line below. The line below has no indent, so that no paragraph ends above it.
    """
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
    """The verdict for a caption between paragraphs or at the edge of a text (then a neighbour is None); None if it is no caption.

    It describes a picture, or it stands alone before a dateline (本报讯), with which an article begins.
    """
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
    """The verdict for a caption inside a sentence; None if it is no caption.

    A word goes on from the line before to the line after, or the caption describes a picture and no paragraph can end here. If the page
    is `indented`, no paragraph ends above a line without an indent. Then the caption need not name a scene.
    """
    depicts, narrow = captions.describes(line.plain), _is_narrow(line)
    there, here = goes_on(before.plain, after.plain, lexicon), goes_on(before.plain, line.plain, lexicon)
    fits = narrow or (depicts and "，" not in line.plain)
    if there > CLEARLY * here and after.short <= SLACK and fits and not captions.tells(line.plain):
        return Verdict("caption", "caption-intrudes", f"整句短行插在“{before.plain[-1]}{after.plain[0]}”之间")
    column = 0 < before.measure == line.measure == after.measure and before.width <= before.measure + SLACK
    names = indented and column and captions.describes(line.plain, alone=True) and not _BEGINS.match(after.plain)
    # If every line is a whole paragraph, only a picture can leave the sentence of one open.
    opened = not before.measure and not line.measure and before.width >= PARAGRAPH and not captions.tells(line.plain)
    if opened and line.line.gap and after.line.gap and not here and "，" not in line.plain and after.width >= PARAGRAPH:
        return Verdict("caption", "caption-interrupts", "整句短行插在未完的段落之后", "这一句可能是图注，也可能是段末")
    if indented and column and depicts and line.measure - line.width > SLACK and _cannot_end(before, after):
        return Verdict("caption", "caption-interrupts", "描写画面的整句插在未完的句子中，下一行不是段首")
    if (depicts or names) and narrow and not here and _cannot_end(before, after):
        return Verdict("caption", "caption-interrupts", "描写画面的整句插在未完的句子中，下一行不是段首", "这一句可能是图注，也可能是段末")
    return None


def _is_narrow(line: Measured) -> bool:
    """Whether a line is clearly narrower than its printed column, or stands in none."""
    return line.measure - line.width > INDENT or not line.measure


def _is_apart(before: Measured | None, line: Measured, after: Measured | None) -> bool:
    """Whether a line as wide as its column stands alone: the paragraph before has ended, and another begins after it."""
    ended = before is None or before.short > SLACK
    return ended and (after is None or not after.measure or after.short > SLACK or line.line.gap != after.line.gap)


def _cannot_end(before: Measured, after: Measured) -> bool:
    """Whether no paragraph can end between two lines. The line before fills its column. The line after fills its column as well, without
    an indent; or it ends a sentence and describes no picture."""
    if before.short > INDENT + bool(FIGURES.search(before.plain)) or NUMBERED.match(after.plain):
        return False
    return not captions.describes(after.plain) if after.ended else after.width >= after.measure - 1
