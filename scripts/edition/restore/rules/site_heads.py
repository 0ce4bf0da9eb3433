"""What a site prints beside the title and below the text, told by where it stands and by what it shares with the text: days, the names of
sections, menus. What a site's lines say by themselves is told in `sites`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from operator import add

from edition.days import DAY, TIME, WEEKDAY
from edition.layout import ends_sentence, usual_gap
from edition.model import OF_WEB, Furniture, Line, Role, Verdict
from edition.restore.rules import sites
from edition.restore.rules.bylines import opens
from edition.vocabulary import HAN

SENTENCE = 20
"""The fewest characters of a line of the text."""
LABEL = 8
"""The longest name of a section or a button, in characters."""
SECTION = 4
"""The longest name of a section right above a title."""
MENU = 4
"""The fewest lines of a menu above a title."""
KIN = 0.25
"""The least share of the character pairs of a title that the text has."""
_STOP = "。"
"""The sign that a line of the text has, and hardly any link."""
_DAY = re.compile(
    rf"[•·●▪]?\s*[\[(]?(?:日期(?:查询|检索|查詢)[:]?)?(?:{DAY})[\s|]*(?:{WEEKDAY})?[\s|T]*(?:{TIME})?(?:\s?[AaPp]\.?[Mm]\.?)?[\])]?(?:\([^()]{{0,20}}\))?"
    rf"[\s·・|-]*(?:[{HAN}]{{2,6}}[-·・ ]?)?(?:综合|綜合|即时|即時)?(?:发[布表]|發[佈布表]|报道|報道|報導|聽新聞|听新闻)?"
    rf"|\d{{1,2}}[-/]\d{{1,2}} {TIME}"
)
"""Matches a line that says a day and at most who published it then: [2019.07.27] 發表, 2022-05-22・中時-綜合報導, 03-12 10:25."""
_OF_SITE = re.compile(r"[>|<:/\[\]#@•·=]|[A-Za-z]{3}|\d{4}")
"""Matches a sign that a title hardly has, and a menu often."""
_SOURCED = re.compile("来源|來源")
_TELLING = re.compile("来源|來源|(?:阅读|浏览|点击|人气|閱讀|瀏覽|點擊)(?:数|量|次数|數)?[：:]|作者[：:]")
"""Matches what else a line with the day and the time says that only a site prints."""
_STEP = re.compile("[>›»]")
"""Matches the beginning of a step of the path of a site, each on its line: >要闻 / >县内."""

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
    signs = [n for n, verdict in enumerate(verdicts) if verdict is not None and verdict.furniture in OF_WEB]
    web = len(signs) > 1 or any(_TELLING.search(plain[n]) and sites.clocked(str(page[n].text)) for n in signs)
    if web:
        text = [n for n in text if opens(plain[n]) or _STOP in plain[n]] or text
    pairs = frozenset(pair for n in text for pair in map(add, plain[n], plain[n][1:]))
    usual = usual_gap([*page])
    shares = {n: _share(plain[n], pairs) for n in range(text[0]) if not _taken(verdicts[n])}
    title = _title(plain, verdicts, shares) if web else max(shares, key=lambda n: (shares[n] >= KIN, shares[n]), default=-1)
    title = title if web or shares.get(title, 0) >= KIN else -1
    if title >= 0:
        _above(title, page, plain, verdicts, shares, usual)
    if title >= 0 and web:
        _menu(title, page, plain, verdicts, shares, usual)
        _head(title, plain, verdicts, shares)
        _between(title, text[0], page, plain, verdicts, shares)
    if web:
        _below(text[-1], page, verdicts)


def _title(plain: Sequence[str], verdicts: Verdicts, shares: dict[int, float]) -> int:
    """The line of the title of a web text, -1 if none shows: right above the site's line or a byline with words of the text, or the line
    with most of them, or at least right above the site's line."""
    kin = [n for n in shares if shares[n] >= KIN and not _in_menu(n, plain)]
    above = [n for n in shares if _is_published(verdicts[n + 1], plain[n + 1]) and len(plain[n]) >= SECTION]
    signed = [n for n in shares if _is_signed(verdicts[n + 1])]
    sure = [n for n in kin if n in above or n in signed]
    best = max(kin, key=lambda n: shares[n] * len(plain[n]), default=-1)
    return max(sure) if sure else max([best, *above])


def _in_menu(at: int, plain: Sequence[str]) -> bool:
    """Whether a line stands among others as short as the names of sections."""
    return all(len(plain[n]) <= LABEL for n in range(max(0, at - 2), min(len(plain), at + 3)))


def _above(title: int, page: Sequence[Line], plain: Sequence[str], verdicts: Verdicts, shares: dict[int, float], usual: int) -> None:
    apart = False
    for n in range(title - 1, -1, -1):
        apart = apart or page[n + 1].gap > usual or _is_of_site(verdicts[n + 1])
        if n not in shares or page[n].mark or (shares[n] > 0 and not _STEP.match(plain[n])):
            continue
        short = len(plain[n]) <= (LABEL if apart else SECTION)
        if short or _STEP.match(plain[n]) or (apart and _OF_SITE.search(unicodedata.normalize("NFKC", plain[n]))):
            verdicts[n] = Verdict(Role.FURNITURE, Furniture.SITE_LINKS, "标题之上的网页栏目，与正文无共同字词")


def _menu(title: int, page: Sequence[Line], plain: Sequence[str], verdicts: Verdicts, shares: dict[int, float], usual: int) -> None:
    """Judge the lines apart from the title above it as a menu, although the text has some of their words: no prose is among them."""
    apart, far, strange = False, list[int](), list[int]()
    published = _is_published(verdicts[title + 1], plain[title + 1]) or _is_signed(verdicts[title + 1])
    for n in range(title - 1, -1, -1):
        apart = apart or page[n + 1].gap > usual or _is_of_site(verdicts[n + 1])
        if n in shares and _STOP in plain[n]:
            return
        if published and n in shares and not page[n].mark and shares[n] < KIN / 2:
            strange.append(n)
        if apart and n in shares and not page[n].mark and (shares[n] < KIN or len(plain[n]) <= LABEL):
            far.append(n)
    menu = [n for n in range(title) if _is_of_site(verdicts[n]) or (n in far and (len(plain[n]) <= LABEL or _OF_SITE.search(plain[n])))]
    for n in far if len(menu) >= MENU else strange if len(strange) > 1 else ():
        verdicts[n] = Verdict(Role.FURNITURE, Furniture.SITE_LINKS, "标题之上的网页栏目，与正文少有共同字词")


def _head(title: int, plain: Sequence[str], verdicts: Verdicts, shares: dict[int, float]) -> None:
    """Judge as display, commas or not, the line that shares its words with the text and stands above the site's day or source, or the one
    above a byline, and the lines right above it that share theirs."""
    signed = next((n for n in shares if n >= title and _is_signed(verdicts[n + 1])), -1)
    low = title if _is_published(verdicts[title + 1], plain[title + 1]) and shares[title] >= KIN else signed
    for n in range(low, -1, -1):
        if verdicts[n] is not None or _STOP in plain[n] or (n < low and shares[n] < KIN):
            return
        verdicts[n] = Verdict(Role.DISPLAY, "display", "网页的日期或署名之上，与正文有共同字词")


def _between(title: int, text: int, page: Sequence[Line], plain: Sequence[str], verdicts: Verdicts, shares: dict[int, float]) -> None:
    """Judge the short lines between the site's line below the title and the text as buttons, where they stand one below the other."""
    begin = next((n for n in range(title + 1, text) if _is_of_site(verdicts[n])), text)
    free = [n for n in range(begin, text) if n in shares and verdicts[n] is None and len(plain[n]) <= LABEL and not page[n].mark]
    for n in free if text - begin >= MENU and len(free) > 1 else ():
        verdicts[n] = Verdict(Role.FURNITURE, Furniture.SITE_LINKS, "标题与正文之间的网页按钮")


def _below(last: int, page: Sequence[Line], verdicts: Verdicts) -> None:
    """Judge the lines below the text as links: behind what a site or its staff prints there, no whole sentence stands."""
    ends = next((n for n in range(last + 1, len(page)) if _is_aside(verdicts[n])), len(page))
    if not any(_is_of_site(verdict) for verdict in verdicts[ends:]) or any(map(_is_signed, verdicts[ends : ends + 2])):
        return
    for n in range(ends + 1, len(page)):
        if (verdicts[n] is None or _is_signed(verdicts[n])) and not page[n].mark:
            verdicts[n] = Verdict(Role.FURNITURE, Furniture.SITE_LINKS, "正文与网页附件之下的链接")


def _is_text(line: str) -> bool:
    """Whether a line is text: it is long, and it ends a sentence or has a comma."""
    return opens(line) or (len(line) >= SENTENCE and (ends_sentence(line) or "，" in line))


def _share(line: str, pairs: frozenset[str]) -> float:
    """The share of the character pairs of a line that the text has."""
    own = {pair for pair in map(add, line, line[1:]) if pair.isalnum()}
    return len(own & pairs) / len(own) if own else 0.0


def _is_of_site(verdict: Verdict | None) -> bool:
    return verdict is not None and verdict.furniture is not None and verdict.furniture.of_site


def _is_published(verdict: Verdict | None, line: str) -> bool:
    """Whether a line is what a site prints right below a title: when it was published, or behind a label where it is from."""
    return verdict is not None and (
        verdict.furniture == Furniture.SITE_DATE or (verdict.furniture == Furniture.SITE_SOURCE and bool(_SOURCED.search(line)))
    )


def _taken(verdict: Verdict | None) -> bool:
    """Whether a line has a verdict that says that it is no text of its own."""
    return verdict is not None and verdict.role not in (Role.DISPLAY, Role.CAPTION, Role.SINGLE)


def _is_aside(verdict: Verdict | None) -> bool:
    return verdict is not None and verdict.role == Role.FURNITURE


def _is_signed(verdict: Verdict | None) -> bool:
    return verdict is not None and verdict.role == Role.BYLINE
