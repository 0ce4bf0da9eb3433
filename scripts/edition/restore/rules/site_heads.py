"""What a site prints beside the title and below the text, told by where it stands and by what it shares with the text: days, the names of
sections, menus. What a site's lines say by themselves is told in `sites`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from operator import add

from edition.days import DAY, TIME, WEEKDAY
from edition.layout import ends_sentence, usual_gap
from edition.model import Furniture, Line, Role, Verdict
from edition.restore.rules.bylines import opens
from edition.vocabulary import HAN

SENTENCE = 20
"""The fewest characters of a line of the text."""
LABEL = 8
"""The longest name of a section or a button, in characters."""
SECTION = 4
"""The longest name of a section right above a title."""
KIN = 0.25
"""The least share of the character pairs of a title that the text has."""
_DAY = re.compile(
    rf"[\[(]?(?:日期(?:查询|检索|查詢)[:]?)?(?:{DAY})[\s|]*(?:{WEEKDAY})?[\s|T]*(?:{TIME})?[\])]?(?:\([^()]{{0,20}}\))?"
    rf"[\s·・|-]*(?:[{HAN}]{{2,6}}[-·・ ]?)?(?:综合|綜合|即时|即時)?(?:发[布表]|發[佈布表]|报道|報道|報導|聽新聞|听新闻)?"
    rf"|\d{{1,2}}[-/]\d{{1,2}} {TIME}"
)
"""Matches a line that says a day and at most who published it then: [2019.07.27] 發表, 2022-05-22・中時-綜合報導, 03-12 10:25."""
_OF_SITE = re.compile(r"[>|<:/\[\]#@•·=]|[A-Za-z]{3}|\d{4}")
"""Matches a sign that a title hardly has, and a menu often."""

Verdicts = list[Verdict | None]


def beside_title(page: Sequence[Line], plain: Sequence[str], verdicts: Verdicts) -> None:
    """Judge the lines of a site above the text, and those below it, on a page with one text."""
    text = [n for n, line in enumerate(plain) if not _taken(verdicts[n]) and _is_text(line)]
    if not text:
        return
    for n in range(text[0]):
        line = unicodedata.normalize("NFKC", str(page[n].text)).strip()
        if not _taken(verdicts[n]) and _DAY.fullmatch(line) and any(not _taken(verdicts[k]) for k in range(text[0]) if k != n):
            verdicts[n] = Verdict(Role.FURNITURE, Furniture.SITE_DATE, "标题旁的日期")
    if sum(opens(plain[n]) for n in text) > 1 or not any(map(_is_of_site, verdicts)):
        return
    pairs = frozenset(pair for n in text for pair in map(add, plain[n], plain[n][1:]))
    usual = usual_gap([*page])
    shares = {n: _share(plain[n], pairs) for n in range(text[0]) if not _taken(verdicts[n])}
    title = max(shares, key=lambda n: (shares[n] >= KIN, shares[n]), default=-1)
    if title >= 0 and shares[title] >= KIN:
        _above(title, page, plain, verdicts, shares, usual)
    _below(text[-1], page, plain, verdicts, pairs, usual)


def _above(title: int, page: Sequence[Line], plain: Sequence[str], verdicts: Verdicts, shares: dict[int, float], usual: int) -> None:
    apart = False
    for n in range(title - 1, -1, -1):
        apart = apart or page[n + 1].gap > usual or _is_of_site(verdicts[n + 1])
        if n not in shares or shares[n] > 0 or page[n].mark:
            continue
        short = len(plain[n]) <= (LABEL if apart else SECTION)
        if short or (apart and _OF_SITE.search(unicodedata.normalize("NFKC", plain[n]))):
            verdicts[n] = Verdict(Role.FURNITURE, Furniture.SITE_LINKS, "标题之上的网页栏目，与正文无共同字词")


def _below(last: int, page: Sequence[Line], plain: Sequence[str], verdicts: Verdicts, pairs: frozenset[str], usual: int) -> None:
    apart = False
    for n in range(last + 1, len(page)):
        apart = apart or page[n].gap > usual or _is_of_site(verdicts[n])
        free = verdicts[n] is None and not ends_sentence(plain[n]) and not page[n].mark
        if apart and free and len(plain[n]) <= LABEL and not _share(plain[n], pairs) and _is_of_site(verdicts[n - 1]):
            verdicts[n] = Verdict(Role.FURNITURE, Furniture.SITE_LINKS, "正文之下的网页栏目，与正文无共同字词")


def _is_text(line: str) -> bool:
    """Whether a line is text: it is long, and it ends a sentence or has a comma."""
    return opens(line) or (len(line) >= SENTENCE and (ends_sentence(line) or "，" in line))


def _share(line: str, pairs: frozenset[str]) -> float:
    """The share of the character pairs of a line that the text has."""
    own = {pair for pair in map(add, line, line[1:]) if pair.isalnum()}
    return len(own & pairs) / len(own) if own else 0.0


def _is_of_site(verdict: Verdict | None) -> bool:
    return verdict is not None and verdict.furniture is not None and verdict.furniture.of_site


def _taken(verdict: Verdict | None) -> bool:
    """Whether a line has a verdict that says that it is no text of its own."""
    return verdict is not None and verdict.role not in (Role.DISPLAY, Role.CAPTION, Role.SINGLE)
