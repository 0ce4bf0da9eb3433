"""Judges lines that need a look at the line above or below, but no reading of the page: captions with a credit, signatures, verse."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from edition.layout import INDENT, INSIDE, NUMBERED, Measured, goes_on, usual_gap
from edition.model import Furniture, Role, Verdict
from edition.restore.page import PAUSES, looks_first
from edition.restore.records import ABOVE, LONGEST, SHORTEST, bare_title
from edition.restore.rules import bylines, captions, furniture, letters
from edition.restore.rules.bylines import opens
from edition.restore.rules.names import is_name
from edition.restore.verses import verses
from edition.restore.wrap import unpointed_heads
from edition.vocabulary import HAN, SPACES, Vocabulary

NOTICE = 20
"""How many lines above a signature are searched for the marks of a notice."""
SECTION = 6
"""The longest name of a section that can stand in the midst of a text, in characters."""
RIGHT = 10
"""Columns by which a line stands farther to the right than most lines if it stands at the right end."""
SENTENCE = 12
"""The fewest characters of a line cut short that are those of the line below. A whole line has twice as many."""
_WINDOW = re.compile(rf"(?:[|｜_\-–—][{HAN}A-Za-z]{{2,20}}){{1,3}}")
"""Matches what a browser's window shows behind a title: the section and the site."""
_NAMED = re.compile(r"^([^：:，。]{2,8})[：:]")
"""Matches what a caption names before a colon."""
_DAY_FIRST = re.compile(r"(?:(?:\d{4}年)?\d{1,2}月\d{1,2}日|[昨今前]日|[昨今前]天|近日|日前)")
"""Matches the day with which news begins."""
_BEGUN = re.compile(rf"。[（(]?(?:本报)?[{HAN}]{{0,5}}$")
"""Matches the beginning of a credit that goes on in the next line."""
_OFFICE = re.compile(rf"{letters.OFFICE}$")
_REPORTS = re.compile(rf"([{HAN}]{{2,3}})[报報]")
"""Matches a name and the word that its bearer reports (李平报), or the short name of a paper."""
_SIGNS = re.compile(rf"^(?P<who>[{HAN}]{{2,20}}?)(?P<humbly>[谨謹同敬泣叩])?[启啟啓]$")
"""Matches who signs a notice: 张子良启, 王树森谨启."""
_OF_PLACE = re.compile(r"[省市县縣区區旗镇鎮乡鄉州盟村]")
_WRITER = (
    "市民|居民|村民|读者|网友|业主|家长|学生|职工|员工|工人|教师|老师|乘客|用户|司机|患者|群众|考生|住户|商户"
    "|农民|农户|顾客|消费者|旅客|游客|家属|亲属|失主|车主|店主|老党员|退休干部|听众|观众"
)
_CALLED = rf"[{HAN}]{{1,2}}(?:先生|女士|小姐|同学|师傅|大爷|大妈|大娘|大叔|阿姨|婆婆|奶奶|爷爷|老师|某某?)"
_LETTER = re.compile(
    rf"[{HAN}]{{0,12}}(?:{_WRITER})[{SPACES}：:]*{_CALLED}|[{HAN}\d]{{2,14}}[{SPACES}]+{_CALLED}"
    rf"|[一几两多][名位个群](?:[{HAN}]{{2,6}}的)?[{HAN}]{{0,8}}(?:{_WRITER})"
)
"""Matches who signs a letter without a full name: 市民 郑女士, 城东新区居民 吴先生, 一位热心读者."""
_FULL = re.compile(rf"[{HAN}]{{0,12}}(?:{_WRITER})[{SPACES}：:]+(?P<name>[{HAN}]{{2,3}})")
_LETTER_DAY = re.compile(
    r"(?:\d{4}年)?\d{1,2}月\d{1,2}日|\d{4}\.\d{1,2}\.\d{1,2}|(?:[一二][〇○零Ｏ一二三四五六七八九]{3}年)?[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
)
LONGEST_OF_AGENCY = 100
"""The longest caption of an agency's picture, in characters."""
_HEADED = re.compile(r"^.{0,30}(?:通告|公告|通知|[启啟啓]事|[声聲]明|公示)$")
"""Matches the title of a notice."""
_DATE = re.compile(letters.DAY_OF_SIGNING)
_CLOSES = re.compile(r"特此(?:通告|公告|通知|声明|聲明|讣告|訃告|函告|启事|啟事|致谢|鸣谢|敬告|说明|更正|公示)")
"""Matches the closing words of a notice that have no stop."""
_LAST = re.compile(r"^特此|(?:电话|電話|地址|邮编|邮箱)[:：][^，。]+$")
"""Matches a last line of a notice that has no stop."""


def known(page: list[Measured], spoken: list[Verdict | None], vocabulary: Vocabulary) -> list[Verdict | None]:
    """The verdicts that stage `spoken` gave, and those that one neighbour allows; None for all other lines."""
    verdicts = list(spoken)
    _listed(page, verdicts)
    _repeated(page, verdicts)
    _doubled(page, verdicts)
    _below_pictures(page, verdicts)
    measures = {n: line.measure for n, line in enumerate(page) if verdicts[n] is None}
    for at in unpointed_heads([line.plain for line in page], [line.width for line in page], measures):
        verdicts[at] = Verdict(Role.DISPLAY, "display", "全版只用顿号，短行没有标点，上下行排满")
    _credited(page, verdicts, vocabulary.lexicon)
    _named_alike(page, verdicts)
    _outlets(page, verdicts)
    _reporters(page, verdicts, vocabulary)
    _sections(page, verdicts, vocabulary)
    verses(page, verdicts, vocabulary.lexicon)
    _signatures(page, verdicts, vocabulary)
    _letters(page, verdicts, vocabulary)
    return verdicts


def _repeated(page: list[Measured], verdicts: list[Verdict | None]) -> None:
    """Judge the title of the page that a site or a data base prints again above the text."""
    first = next((at for at, verdict in enumerate(verdicts) if verdict is None or verdict.role == Role.DISPLAY), len(page))
    if first == len(page) or page[first].ended or not SHORTEST <= len(page[first].plain) <= LONGEST:
        return
    for at in range(first + 1, min(len(page), first + ABOVE)):
        if verdicts[at] is None and page[at].ended:
            return
        if verdicts[at] is None and bare_title(page[at].plain) == bare_title(page[first].plain):
            verdicts[at] = Verdict(Role.FURNITURE, "title-again", "标题又印了一次")
            verdicts[first] = Verdict(Role.DISPLAY, "display", "其下又印了一次的标题")
            return
        rest = page[first].plain.removeprefix(page[at].plain)
        if verdicts[at] is None and rest != page[first].plain and _WINDOW.fullmatch(rest) and len(page[at].plain) >= SHORTEST:
            verdicts[first] = Verdict(Role.FURNITURE, "title-again", "窗口的标题，其下又印了一次")
            verdicts[at] = Verdict(Role.DISPLAY, "display", "窗口的标题中也有的标题")
            return


def _listed(page: list[Measured], verdicts: list[Verdict | None]) -> None:
    """Judge the title that a data base prints in its list, with a number, above the record that prints it again."""
    for at in range(2, len(page)):
        above, listed = verdicts[at - 1], page[at - 2].plain
        record = above is not None and above.furniture == Furniture.SITE_PAGE
        if record and verdicts[at - 2] in (None, verdicts[at]) and listed != bare_title(listed) == bare_title(page[at].plain):
            verdicts[at - 2] = Verdict(Role.FURNITURE, "title-again", "目录中的标题，其下又印了一次")
            below = [n for n in (at + 1, at + 2) if n < len(page) and page[n].line.number == page[at].line.number]
            head = [n - 1 for n in below if not opens(page[n - 1].plain)]
            for n in head or [at]:
                verdicts[n] = Verdict(Role.DISPLAY, "display", "目录中也有的标题，与正文同在一行")


def _doubled(page: list[Measured], verdicts: list[Verdict | None]) -> None:
    """Judge a line that a site prints again right below, in full where it is cut short at its end: the words that stand for a picture."""
    for at in range(len(page) - 1):
        line, below = page[at].plain, page[at + 1].plain
        begin = line.rstrip("….")
        cut = begin != line
        again = len(below) > len(line) and below.startswith(begin) if cut else below == line
        if again and verdicts[at] is None and len(begin) >= (SENTENCE if cut else 2 * SENTENCE):
            verdicts[at] = Verdict(Role.FURNITURE, "title-again", "其下完整印出的一行" if cut else "其下又印了一次的一行")


def _below_pictures(page: list[Measured], verdicts: list[Verdict | None]) -> None:
    """Judge the title of the page that a site prints again below a photographer, above its next picture."""
    first = next((at for at, verdict in enumerate(verdicts) if verdict is None or verdict.role == Role.DISPLAY), len(page))
    for at in range(first + 2, len(page)):
        above = verdicts[at - 1]
        credited = above is not None and above.role in (Role.BYLINE, Role.CAPTION, Role.CLOSING)
        apart = page[at].line.gap and (at + 1 == len(page) or page[at + 1].line.gap)
        if verdicts[at] is None and credited and apart and page[at].plain == page[first].plain and len(page[at].plain) >= SHORTEST:
            verdicts[at] = Verdict(Role.FURNITURE, "title-again", "图片之间又印了一次的标题")


def _outlets(page: list[Measured], verdicts: list[Verdict | None]) -> None:
    """Judge the newspaper's name above a byline."""
    for at in range(len(page) - 1):
        following = verdicts[at + 1]
        if verdicts[at] is None and following is not None and following.role == Role.BYLINE and bylines.outlet(page[at].plain):
            verdicts[at] = Verdict(Role.BYLINE, "outlet", "署名前的媒体名")


def _reporters(page: list[Measured], verdicts: list[Verdict | None], vocabulary: Vocabulary) -> None:
    """Judge who reports (李平报) right below the last sentence of a text. On the same line of the dump it is no newspaper's name."""
    for at in range(1, len(page)):
        above, line = page[at - 1], page[at]
        glued = line.line.number == above.line.number
        if verdicts[at - 1] is None and above.ended and (glued or (verdicts[at] is None and not line.line.gap)):
            found = _REPORTS.fullmatch(line.plain)
            if found and is_name(found[1], vocabulary):
                verdicts[at] = Verdict(Role.CLOSING, "closing-byline", "文末的报道者")


def _sections(page: list[Measured], verdicts: list[Verdict | None], vocabulary: Vocabulary) -> None:
    """Judge the name of the page's section where it cuts a sentence: alone between blank lines, below text without a stop."""
    for at in range(1, len(page) - 1):
        if verdicts[at - 1] is None and verdicts[at] is None and verdicts[at + 1] is None and not page[at - 1].ended:
            apart = page[at].line.gap and page[at + 1].line.gap and len(page[at - 1].plain) > SECTION
            verdict = furniture.edge_furniture(str(page[at].line.text), vocabulary) if apart and len(page[at].plain) <= SECTION else None
            if verdict is not None and verdict.rule == Furniture.SECTION:
                verdicts[at] = verdict


def _signatures(page: list[Measured], verdicts: list[Verdict | None], vocabulary: Vocabulary) -> None:
    """Judge the office and the date that sign a notice, although they look like a title and a folio; and who signs with the word 启, with
    the names above."""
    for at in range(1, len(page)):
        begin = _signed_with_word(at, page, verdicts, vocabulary)
        for n in range(begin, at + 1 if begin else 0):
            verdicts[n] = Verdict(Role.SIGNATURE, "signature", "启事末尾的落款")
    for at in range(1, len(page)):
        verdict, before = verdicts[at], verdicts[at - 1]
        if before is not None and before.role == Role.SIGNATURE:
            if _DATE.fullmatch(page[at].plain):
                verdicts[at] = Verdict(Role.SIGNATURE, "signature", "落款的日期")
        elif verdict is None and _CLOSES.fullmatch(page[at].plain):
            verdicts[at] = Verdict(Role.SINGLE, "signature", "公告末尾的“特此”一语")
        elif _may_stand_above(before) and verdict is None and not page[at].ended and _is_signed(at, page, verdicts):
            verdicts[at] = Verdict(Role.SIGNATURE, "signature", "公告、书信末尾的落款")


def _may_stand_above(verdict: Verdict | None) -> bool:
    """Whether a line with a verdict can be the last one of a notice: text, 特此通告, or how to reach the office."""
    return verdict is None or verdict.role in (Role.SINGLE, Role.FURNITURE)


def _letters(page: list[Measured], verdicts: list[Verdict | None], vocabulary: Vocabulary) -> None:
    """Judge the closing words of a letter, who signs it (市民 郑女士, 石门镇 李平), and the day below, although they look like a head."""
    for at in range(1, len(page)):
        above = verdicts[at - 1]
        if above is not None and _signs(at - 1, page, verdicts) and _LETTER_DAY.fullmatch(page[at].plain):
            if verdicts[at] is None or verdicts[at].role == Role.FURNITURE:  # type: ignore[union-attr]
                verdicts[at] = Verdict(Role.SIGNATURE, "signature", "落款的日期")
                verdicts[at - 1] = replace(above, role=Role.CLOSING) if above.role == Role.BYLINE else above
        elif verdicts[at] is None and (above is None or above.role in (Role.SINGLE, Role.SIGNATURE)):
            verdicts[at] = _of_letter(at, page, verdicts, vocabulary)


def _of_letter(at: int, page: list[Measured], verdicts: list[Verdict | None], vocabulary: Vocabulary) -> Verdict | None:
    """The verdict for a line at the end of a letter; None if it is something else."""
    line, above = page[at], page[at - 1]
    reading = str(line.line.text).strip()
    closed = letters.closes(above.plain)
    if letters.closes(line.plain) and (above.ended or closed):
        return Verdict(Role.SINGLE, "signature", "书信末尾的敬辞")
    if not (above.ended or closed):
        return None
    if _is_writer(reading, vocabulary):
        return Verdict(Role.SIGNATURE, "signature", "来信末尾的落款")
    signed = letters.sender(reading, vocabulary)
    named = is_name(line.plain, vocabulary) and _at_right(at, page)
    if (closed and is_name(line.plain, vocabulary)) or ((signed or named) and (closed or _in_letter(at, page, verdicts))):
        return Verdict(Role.CLOSING, "closing-byline", "来信末尾的署名")
    return Verdict(Role.SIGNATURE, "signature", "来信末尾的落款") if closed and _OFFICE.search(line.plain) and not line.ended else None


def _in_letter(at: int, page: list[Measured], verdicts: list[Verdict | None]) -> bool:
    """Whether a name in a line signs a letter: it stands above the day, or below a salutation or the name of a column of letters; with a
    place before it, also where it stands at the right end."""
    if at + 1 < len(page) and _LETTER_DAY.fullmatch(page[at + 1].plain):
        return True
    if _at_right(at, page) and " " in str(page[at].line.text).strip():
        return True
    for n in range(at - 1, -1, -1):
        if letters.column(page[n].plain) or (letters.salutes(page[n].plain) and not (n and verdicts[n - 1] is None and page[n - 1].ended)):
            return True
        if verdicts[n] is not None and verdicts[n].role in (Role.BYLINE, Role.TABLE):  # type: ignore[union-attr]
            return False
    return False


def _at_right(at: int, page: list[Measured]) -> bool:
    margin = Counter(line.line.indent for line in page).most_common(1)[0][0]
    return page[at].line.indent - margin >= RIGHT


def _signs(at: int, page: list[Measured], verdicts: list[Verdict | None]) -> bool:
    """Whether a line signs a letter: a signature, or a byline (读者 周桂芳) below a sentence."""
    verdict = verdicts[at]
    if verdict is None or verdict.role not in (Role.SIGNATURE, Role.BYLINE, Role.CLOSING):
        return False
    if verdict.role == Role.SIGNATURE:
        return True
    above = verdicts[at - 1] if at else verdict
    return letters.closes(page[at - 1].plain) or (above is None and page[at - 1].ended)


def _is_writer(reading: str, vocabulary: Vocabulary) -> bool:
    """Whether a line names no more than a person who wrote a letter."""
    full = _FULL.fullmatch(reading)
    return bool(_LETTER.fullmatch(reading)) or (full is not None and is_name(full["name"], vocabulary))


def _signed_with_word(at: int, page: list[Measured], verdicts: list[Verdict | None], vocabulary: Vocabulary) -> int:
    """The first line of a signature that ends with 启 in line `at`, below the end of a sentence; 0 if there is none."""
    found = _SIGNS.match(page[at].plain) if verdicts[at] is None else None
    if found is None or not (found["humbly"] or is_name(found["who"], vocabulary) or _OFFICE.search(found["who"])):
        return 0
    begin = at
    while found["humbly"] and begin > 1 and _is_person(page[begin - 1].plain, verdicts[begin - 1], vocabulary):
        begin -= 1
    above = verdicts[begin - 1]
    return begin if page[begin - 1].ended and (above is None or above.role == Role.SINGLE) else 0


def _is_person(plain: str, verdict: Verdict | None, vocabulary: Vocabulary) -> bool:
    return verdict is None and is_name(plain, vocabulary)


def _is_signed(at: int, page: list[Measured], verdicts: list[Verdict | None]) -> bool:
    """Whether a line is the office that signs the notice above it, or that signs a text with the day below. Above a dateline or byline it
    is a title instead."""
    below = verdicts[at + 1] if at + 1 < len(page) else None
    if at + 1 < len(page) and (opens(page[at + 1].plain) or (below is not None and below.role == Role.BYLINE)):
        return False
    dated = at + 1 < len(page) and bool(_DATE.fullmatch(page[at + 1].plain))
    above, over = page[at - 1], verdicts[at - 1]
    rows = dated and over is not None and over.role == Role.SINGLE
    if not (above.ended or rows or _LAST.search(above.plain)) or not _OFFICE.search(page[at].plain) or NUMBERED.match(page[at].plain):
        return False
    return dated or (_is_office(page[at].plain) and _is_notice(at, page, verdicts))


def _is_office(plain: str) -> bool:
    """Whether a line is the full name of an office with its place (某县教育局), or of a company, as notices are signed."""
    return bool(_OFFICE.search(plain)) and (bool(_OF_PLACE.search(plain[1:-2])) or plain.endswith("公司"))


def _is_notice(at: int, page: list[Measured], verdicts: list[Verdict | None]) -> bool:
    """Whether the lines above, up to the nearest byline, are a notice: one of them is a numbered point, ends with a colon as a salutation
    does, begins with 特此, or is the title 公告."""
    for n in range(at - 1, max(-1, at - NOTICE), -1):
        if verdicts[n] is None and (page[n].colon or NUMBERED.match(page[n].plain) or page[n].plain.startswith("特此")):
            return True
        if _HEADED.search(page[n].plain) and not page[n].ended:
            return True
        if verdicts[n] is not None and verdicts[n].role == Role.BYLINE:  # type: ignore[union-attr]
            return False
    return False


def _credited(page: list[Measured], verdicts: list[Verdict | None], lexicon: Mapping[str, int]) -> None:
    """Judge the captions that end with the photographer's name, together with their lines above."""
    usual = usual_gap([line.line for line in page])
    for at, line in enumerate(page):
        verdict = verdicts[at]
        credit = captions.credited(line) if verdict is None or verdict.role == Role.BYLINE else None
        if credit is None or (verdict is not None and credit.start() > 0):
            continue
        if credit.start() == 0 and at and (verdict is not None or verdicts[at - 1] is not None or captions.of_agency(line)):
            first = _above_credit(page, verdicts, at, lexicon)
            if first < at:
                _mark(page, verdicts, first, at, Verdict(Role.CAPTION, "caption-credit", "下一行是摄影者署名"))
            if verdict is not None or first < at:
                continue
        if credit.start() == 0 and at and not line.line.gap and verdicts[at - 1] is None and _is_sentence(page[at - 1]):
            _mark(page, verdicts, at - 1, at, Verdict(Role.CAPTION, "caption-credit", "下一行是供图者"))
            continue
        after = page[at + 1] if at + 1 < len(page) and verdicts[at + 1] is None else None
        sentence = credit.start() + (credit[0][0] in "。！？")
        top = _top(page, verdicts, at, sentence, after, lexicon, usual)
        if (
            top is None
            and credit[0][0] in "（("
            and sentence <= 2 * captions.LONGEST
            and (not at or verdicts[at - 1] or page[at - 1].ended)
        ):
            top = at
        if top is not None:
            _mark(page, verdicts, top, at, Verdict(Role.CAPTION, "caption-credit", "句末有摄影者署名"))


def _above_credit(page: list[Measured], verdicts: list[Verdict | None], at: int, lexicon: Mapping[str, int]) -> int:
    """The first line of the caption whose photographer stands alone on line `at` (本报记者 李平 摄); `at` if there is no caption above.

    Above it stands a caption with a mark, whose last line may have none; a sentence that describes a picture; or lines without a stop,
    inside a sentence that goes on below.
    """
    over = [verdicts[n] for n in (at - 1, at - 2) if n >= 0]
    if over[0] is None and captions.of_agency(page[at]) and not page[at].line.gap:
        return _above_agency(page, verdicts, at)
    if over[0] is not None:
        return at - (over[0].role.family == Role.CAPTION and captions.credited(page[at - 1]) is None)
    if len(over) > 1 and over[1] is not None and over[1].role.family == Role.CAPTION and not page[at - 2].ended:
        return at - 1
    if _is_sentence(page[at - 1]) and captions.describes(page[at - 1].plain, alone=True) and not page[at].line.gap:
        return at if _completes(page, verdicts, at, lexicon) else at - 1
    return _inside(page, verdicts, at)


def _above_agency(page: list[Measured], verdicts: list[Verdict | None], at: int) -> int:
    """The first line of the caption above the credit of an agency on line `at`, which can be of several sentences; `at` if what stands
    there is too long for one."""
    top = at - 1
    while top and verdicts[top - 1] is None and not (page[top - 1].ended or page[top].line.gap) and page[top - 1].measure:
        top -= 1
    length = sum(len(line.plain) for line in page[top:at])
    return top if page[at - 1].ended and captions.SHORTEST <= length <= LONGEST_OF_AGENCY else at


def _completes(page: list[Measured], verdicts: list[Verdict | None], at: int, lexicon: Mapping[str, int]) -> bool:
    """Whether the sentence above a credit on line `at` ends a text of several lines, as under a picture that is the news itself: the line
    above it pauses, or a word goes on from there, and nothing below can be the rest."""
    top, below = at - 2, at + 1
    if top < 0 or verdicts[top] is not None or page[top].ended or page[at - 1].line.gap:
        return False
    if not (page[top].plain[-1:] in PAUSES or goes_on(page[top].plain, page[at - 1].plain, lexicon)):
        return False
    if below >= len(page) or verdicts[below] is not None or page[below].line.gap:
        return True
    return bool(_DAY_FIRST.match(page[below].plain)) or opens(page[below].plain) or looks_first(page[below])


def _inside(page: list[Measured], verdicts: list[Verdict | None], at: int) -> int:
    """The first of the lines without a stop above line `at` that stand inside a sentence, whose rest is the line below; `at` if there are
    none."""
    below = at + 1
    if below >= len(page) or verdicts[below] is not None or opens(page[below].plain) or looks_first(page[below]):
        return at
    for top in range(at - 1, max(0, at - captions.MOST_LINES), -1):
        above = page[top - 1]
        if verdicts[top] is not None or page[top].ended or verdicts[top - 1] is not None:
            return at
        if not above.ended and 0 < above.measure <= above.width + INDENT and page[top].width < above.width:
            return top
    return at


def _named_alike(page: list[Measured], verdicts: list[Verdict | None]) -> None:
    """Judge the captions beside a caption whose names before a colon are those of another one: 街市： … （何一鸣摄） / 街市： … ."""
    captioned = [at for at, verdict in enumerate(verdicts) if verdict is not None and verdict.role == Role.CAPTION]
    names = {match[1] for at in captioned if (match := _NAMED.match(page[at].plain))}
    for at in captioned if names else ():
        below = at + 1
        while below < len(page) and verdicts[below] is None and not page[below].measure and len(page[below].plain) <= captions.LONGEST:
            match = _NAMED.match(page[below].plain)
            if not match or match[1] not in names:
                break
            verdicts[below] = Verdict(Role.CAPTION, "caption-named", "与相邻图注同以一名开头")
            below += 1


def _is_sentence(line: Measured) -> bool:
    """Whether a line is one whole sentence, short enough for a caption."""
    return line.ended and captions.SHORTEST <= len(line.plain) <= captions.LONGEST and not INSIDE.search(line.plain[:-1])


def _top(
    page: list[Measured],
    verdicts: list[Verdict | None],
    at: int,
    length: int,
    after: Measured | None,
    lexicon: Mapping[str, int],
    usual: int,
) -> int | None:
    """The number of the first line of a caption whose last line is `at` and has `length` characters before its credit; None if a paragraph
    ends there."""
    best = None
    for top in range(at, max(-1, at - captions.MOST_LINES), -1):
        over = verdicts[top - 1] if top else None
        if over is not None and over.role == Role.CAPTION and not page[top - 1].ended:
            return top
        if top < at and (
            verdicts[top] is not None
            or page[top + 1].line.gap > usual
            or (page[top + 1].line.gap and _heads_page(top, page, verdicts))
            or page[top].ended
            or INSIDE.search(_BEGUN.sub("", page[top].plain))
        ):
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


def _heads_page(at: int, page: list[Measured], verdicts: list[Verdict | None]) -> bool:
    """Whether a line stands above all others that are no furniture, and fills no column: the title of a page with only a picture."""
    above = all(verdict is not None and verdict.role == Role.FURNITURE for verdict in verdicts[:at])
    return above and not page[at].measure


def _mark(page: list[Measured], verdicts: list[Verdict | None], top: int, bottom: int, verdict: Verdict) -> None:
    """Give the lines of one caption their verdicts. If the line above is a caption with a mark, these lines continue it."""
    above = verdicts[top - 1] if top else None
    begins = above is None or above.role.family != Role.CAPTION or page[top - 1].ended or captions.credited(page[top - 1]) is not None
    for n in range(top, bottom + 1):
        verdicts[n] = verdict if n == top and begins else Verdict(Role.CAPTION_REST, "caption-goes-on", "上一行图注的续行")
