"""版面附件: nameplate, folio, staff lines, QR-code lines. They are set aside under the name of the vocabulary row that matched."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from edition.days import DAY, LUNAR, RECENT, UNTIL, WEEKDAY, bare, day_alone, misread, only_a_day
from edition.model import Furniture, Role, Verdict
from edition.restore.rules import staff
from edition.restore.rules.names import is_name
from edition.restore.rules.sites import address, site_line
from edition.vocabulary import COUNTY_PAPER, HAN, SPACES, VOCABULARIES, WHERE, Row, Vocabulary, squeeze, union

LONGEST = 80
"""The longest line that the rows of the vocabulary judge, in characters."""
LONGEST_LATIN = 120
"""The same for a line of nothing but Latin letters, figures and signs."""
_TITLES = (
    "日报|晚报|晨报|早报|时报|周报|新报|快报|都市报|商报|乡报|农报|农民报|工人报|青年报"
    "|导报|时讯|快讯|信息报|晚刊|晨刊|周刊|新闻报|联播|通讯|新闻"
    "|日報|晚報|晨報|早報|時報|週報|新報|商報|導報|匯報|公報"
)
"""The endings of newspaper names."""
_EDITION = "(?:海外版|农村版|農村版|城市版|乡镇版|海外版)?"
_PAPER = rf"[{HAN}]{{1,8}}(?:{_TITLES}){_EDITION}|[{HAN}]{{2,6}}[报報]"
_PAPERS = re.compile(_PAPER)
_NAMED = re.compile(rf"{COUNTY_PAPER}|[{HAN}]{{2,4}}周末|[{HAN}]報")
_IMPRINT = (
    rf"(?:(?:主办|主辦|出版|主管)(?:单位)?[:：][{HAN}]{{4,20}}?|[{HAN}]{{2,20}}?)(?:委员会|宣传部|政府|新闻中心|融媒体中心|报社|報社|集团|传媒|新闻社|公司)"
    r"(?:主管主办|主管|主办|主辦|编辑出版|出版|编印|承办)?"
)
"""A pattern: who publishes the paper."""
_NAMEPLATE = re.compile(rf"[{HAN}]{{2,4}}(?:日报|晚报|晨报|早报|时报|周报|新报|时讯)")
_MONTH = rf"(?:正|二|三|四|五|六|七|八|九|十|冬|腊|十一|十二|闰[{HAN}])月"
_DAY = rf"(?:初[{HAN}]|十[{HAN}]?|廿[{HAN}]|二十[{HAN}]?|三十)"
_PARTS = (
    ("date", re.compile(rf"(?:{DAY})(?:{UNTIL})?")),
    ("weekday", re.compile(rf"[(（]?(?:{WEEKDAY})[)）]?")),
    ("lunar", re.compile(rf"(?:农历|[{HAN}]{{2}}年)?{_MONTH}{_DAY}|{LUNAR}|农历[{HAN}]{{4,8}}")),
    ("issue", re.compile(r"总?第\d{1,6}期|(?:本报|本報)?(?:今日|本期)(?:共)?(?:\d{1,3}|[一二四六八]|十[二四六]|二十[四]?)版|第\d+号")),
    (
        "page",
        re.compile(
            r"(?:版次[:：]?)?第?[A-Z]?\d{1,3}[-—~]?\d*版|第[一二三四五六七八九十]{1,3}版|版次[:：][A-Z]?\d{1,3}|(?<![A-Z\d])[A-D]\d{1,2}(?!\d)"
        ),
    ),
    ("imprint", re.compile(rf"(?<![{HAN}])(?:{_IMPRINT})(?![{HAN}])")),
    ("paper", re.compile(f"{_PAPER}|{COUNTY_PAPER}")),
)
_LUNAR_DAY = re.compile(rf"(?:农历|農曆|夏历|阴历|陰曆)(?:[{HAN}]{{2}}年)?{_MONTH}{_DAY}|[{HAN}]{{2}}年{_MONTH}{_DAY}")
_FOLIO = re.compile(r"[0-9]|星期|月|农历|(?:今日|本期)共?[一二四六八十]+版|第[一二三四五六七八九十]{1,3}版")
"""Matches a sign of a date or number. A folio has at least one; a newspaper's name alone is no folio."""
_SENTENCE = re.compile("[。！？；“”]")
"""Matches what no folio has."""
_PAGE_FIRST = re.compile(r"[A-D]?\d{1,2}(?:[-—~]\d{1,2})?(?=\D)")
_PAGE_BEHIND = re.compile(r"(?<=\D)[A-D]?\d{1,2}$")
_CONTACT = re.compile(
    r"国内统一|(?:本[版报刊])?社址|(?:本[版报刊])?地址[:：]|邮编|广告经营|E-?mail|传真|网址"
    r"|(?:本[版报刊])?(?:投稿|来稿|读者|爆料|新闻|编辑部?|联系|监督|服务|广告|发行|电子)?(?:热线|电话|邮箱|信箱|QQ|微信)"
)
"""Matches where the imprint or the address for letters begins, behind the names of a staff line."""
_REACHED = re.compile("国内统一|社址|地址|邮编|广告经营|E|传真|网址|热线|电话|邮箱|信箱|QQ|微信")
"""Matches what each of these has, and is quick."""
_SECTION = rf"[{HAN}]{{2,4}}(?:[·・][{HAN}]{{2,4}})?|[{HAN}]{{1,5}}(?:新闻|新聞|周刊|专刊|副刊|特刊|专版)"
_CITED = re.compile(rf"《(?P<paper>{_PAPER}|{COUNTY_PAPER})》[（(](?P<rest>[^（）()]+版)[）)]")
"""Matches how a site names paper, day and page of a text: 《江畔日报》（2018年5月16日 第3版）."""
_LEFT = re.compile(rf"(?P<before>0?[1-9]\d?(?!\d))?[|｜·・/:：]*(?P<section>{_SECTION})?[|｜·・/:：]*(?P<behind>(?<!\d)0?[1-9]\d?)?")
"""Matches what may stand in a folio beside its other parts: the page as a figure alone, and the name of the page."""
_LABEL = re.compile(rf"[{HAN}][:：]\x00")
"""Matches the label of a day, as a notice has it (时间：2019年6月25日 星期二)."""
_MARGIN = "：:·・/|｜><-—,，()（）■□◆●▲"
_DOT = re.compile(r"(?<=\S)[·・](?=\S)")
_BLANKS = re.compile(f"[{SPACES}]")
_FOLIO_PART = re.compile(
    rf"(?:{DAY}|{WEEKDAY}|{LUNAR}|农历[{HAN}]{{0,4}}?{_MONTH}{_DAY}|[{HAN}]{{2}}年{_MONTH}{_DAY}|总?第\d{{1,6}}期|第\d+号)+"
    r"|(?:今日|本期|共)?第?[A-Z]?\d{1,3}版|第[一二三四五六七八九十]{1,3}版|(?<![0-9A-Za-z])[A-D]\d{1,2}(?![0-9])|(?<![0-9A-Za-z:：./-])0?[1-9]\d?(?![0-9A-Za-z:：./年月日期号-])"
)
_STAFF = re.compile(r"(?:(?:本版|责任|执行|值班|美术|版面|版式)?(?:编辑|责编|美编|设计|校对))[:：/]")
_BEFORE_YEAR = re.compile(rf"(?<=[A-Z0-9])[{SPACES}](?=\d{{4}}[年./-]\d)")
"""Matches the blank that parts a year from the number of a page."""
_PAGE_PART = re.compile(r"^第?[A-Z]?\d{1,3}版|第?[A-Z]?\d{1,3}版$")
_RUN = re.compile(f"[{HAN}]+")
_PARTED = re.compile(f"[{SPACES}|｜]+")
MOST_WORDS = 6
"""The most words of a line that is furniture word by word."""
_PAGE_ONLY = re.compile(r"[1-9]\d?|(?P<sign>[-—·•~])\d{1,3}(?P=sign)?|\d{1,3}[-—·•~]")


def folio(line: str) -> str:
    """The parts of a folio or nameplate line, in Chinese; empty if the line is something else.

    Every word must be a date, a weekday, an issue, a page or a newspaper's name. One short section name may stand among them.

    >>> folio("江畔新报 2018年5月16日 星期三 田野周刊 03版")
    '报名、日期、星期、版次'
    >>> folio("2018年5月16日，大桥通车。")
    ''
    """
    labels = {"date": "日期", "weekday": "星期", "lunar": "农历", "issue": "期号", "page": "版次", "paper": "报名", "imprint": "出版者"}
    if not _FOLIO.search(line) or _SENTENCE.search(line) or len(squeeze(line)) > 60:
        return ""
    plain = bare(line)
    cited = _CITED.fullmatch(plain)
    rest = plain = cited["paper"] + cited["rest"] if cited else plain
    found: list[str] = []
    for name, pattern in _PARTS:
        if name in ("imprint", "paper") and not found and rest == plain:
            continue
        reduced = pattern.sub("\x00", rest, count=2 if name == "issue" else 1)
        if reduced != rest:
            found.append(name)
            rest = reduced
    found = _left(rest, found)
    if not {"date", "page"} & set(found) and not {"weekday", "lunar", "issue"} & set(found):
        return ""
    if found in (["date"], ["paper"], ["lunar"]) and not (found == ["date"] and rest.endswith("版")):
        return ""
    order = ("paper", "imprint", "date", "weekday", "lunar", "issue", "page")
    return "、".join(labels[name] for name in order if name in found)


def _left(rest: str, found: list[str]) -> list[str]:
    """The parts of a folio with those in what is left of the line, nought signs where parts were; nothing if something else is left.

    A figure alone is the page only beside a day, and one name of a page may stand there, beside a day or a page.
    """
    left = [part for part in (part.strip(_MARGIN) for part in rest.split("\x00")) if part]
    if not found or len(left) > 2 or _LABEL.search(rest):
        return []
    sections = 0
    for part in left:
        match = _LEFT.fullmatch(part)
        if match is None:
            return []
        page = match["before"] or match["behind"]
        if page and ("page" in found or not {"date", "weekday"} & set(found) or (match["before"] and match["behind"])):
            return []
        found = [*found, "page"] if page else found
        sections += match["section"] is not None
    return [] if sections > 1 or (sections and not {"date", "page"} & set(found)) else found


def nameplate(line: str) -> bool:
    """Whether a line is only the name of a daily or weekly. No title is only that.

    >>> nameplate("江畔日报"), nameplate("江畔新闻")
    (True, False)
    """
    return bool(_NAMEPLATE.fullmatch(squeeze(line)))


def parts(line: str, kind: Furniture | None) -> list[int]:
    """The offsets at which a line of furniture is cut into its parts; empty if it has only one.

    A folio has nameplate, date (with weekday, lunar date and issue), section and page. A staff line may be followed by the imprint.

    >>> text = "江畔新报 2018年5月16日 星期三 田野周刊03版"
    >>> [text[a:b] for a, b in zip([0, *parts(text, Furniture.FOLIO)], [*parts(text, Furniture.FOLIO), len(text)])]
    ['江畔新报 ', '2018年5月16日 星期三 ', '田野周刊', '03版']
    >>> parts("编辑/赵宁 版式/孙洁", Furniture.STAFF), parts("2018年5月16日 03版", Furniture.FOLIO)
    ([], [11])
    """
    kept = {match.start() for match in _BEFORE_YEAR.finditer(line)}
    places = [at for at, character in enumerate(line) if at in kept or not _BLANKS.match(character)]
    plain = "".join("|" if at in kept else line[at] for at in places)
    if kind == Furniture.FOLIO:
        edges = {edge for match in _FOLIO_PART.finditer(plain) for edge in match.span()}
    else:
        edges = {match.start() for match in _CONTACT.finditer(plain)}
    return [places[edge] for edge in sorted(edges) if 0 < edge < len(plain)]


def lone_folio(line: str) -> str:
    """Like `folio`, for a line of one word: a date, also of the lunar calendar, a newspaper's name or a page number. Such a line is
    furniture only at the edge of the page or beside other furniture."""
    plain = squeeze(line)
    if only_a_day(line):
        return "日期"
    if _LUNAR_DAY.fullmatch(plain):
        return "农历"
    if _PAPERS.fullmatch(plain):
        return "报名"
    return "版次" if _PAGE_ONLY.fullmatch(plain) else ""


def page_number(line: str) -> bool:
    """Whether a line is the number of a page between two signs, as it stands at the foot of a page also where other pages follow.

    >>> page_number("- 4 -"), page_number("-4"), page_number("4")
    (True, False, False)
    """
    found = _PAGE_ONLY.fullmatch(squeeze(line))
    return found is not None and bool(found["sign"]) and squeeze(line)[-1] == found["sign"]


@lru_cache(VOCABULARIES * len(WHERE))
def _rows(vocabulary: Vocabulary, *where: str) -> tuple[tuple[Row, ...], re.Pattern[str]]:
    """The rows that count in these places, and a pattern for what any of them matches."""
    rows = tuple(row for row in vocabulary.furniture if row.where in where)
    return rows, union(row.pattern for row in rows)


def _longest(plain: str) -> int:
    """The longest line that the rows judge: one without a Chinese character is no text of its page."""
    return LONGEST_LATIN if plain.isascii() else LONGEST


def _matching(plain: str, vocabulary: Vocabulary, *where: str) -> Iterable[Row]:
    """The rows that count in these places and match a line."""
    rows, any_ = _rows(vocabulary, *where)
    return (row for row in rows if row.pattern.fullmatch(plain)) if len(plain) <= _longest(plain) and any_.fullmatch(plain) else ()


@lru_cache(RECENT)
def furniture(line: str, vocabulary: Vocabulary) -> Verdict | None:
    """The verdict for a line that is furniture wherever it stands; None otherwise."""
    plain = squeeze(line)
    for row in _matching(plain, vocabulary, "anywhere", "inside"):
        if not (row.name == Furniture.STAFF and _is_word(line, vocabulary)):
            return Verdict(Role.TURN if row.where == "inside" else Role.FURNITURE, row.name, "整行合于版面附件词表")
    staffed = staff.WORK.search(plain)
    if staffed and staff.staff(line, vocabulary):
        return Verdict(Role.FURNITURE, Furniture.STAFF, "整行由分工与姓名组成")
    made_of = folio(line)
    if made_of:
        said = "，其中的字母读作数字" if misread(line) else ""
        return Verdict(Role.FURNITURE, Furniture.FOLIO, f"整行由{made_of}组成{said}")
    if only_a_day(line) and not day_alone(line):
        return Verdict(Role.FURNITURE, Furniture.DAY, "整行是日期，带星期、农历或时刻")
    if len(plain) > LONGEST:
        return None
    contacts = list(_CONTACT.finditer(plain)) if _REACHED.search(plain) else []
    any_ = _rows(vocabulary, "anywhere")[1] if contacts else None
    for match in contacts:
        head, tail = plain[: match.start()], plain[match.start() :]
        if head and any_ and any_.fullmatch(head) and any_.fullmatch(tail):
            return Verdict(Role.FURNITURE, Furniture.STAFF, "整行由责编与联系方式组成")
    of_site = site_line(line, vocabulary)
    if of_site:
        return Verdict(Role.FURNITURE, of_site, "整行由网页上的各项组成")
    paged = _PAGE_PART.sub("", plain) if "版" in plain else plain
    if paged != plain and any(row.name.startswith("staff") and row.pattern.fullmatch(paged) for row in vocabulary.furniture):
        return Verdict(Role.FURNITURE, Furniture.STAFF, "整行由版次与责编组成")
    for at in staff.begins(line) if staffed else ():
        if staff.staff(line[at:], vocabulary) and folio(line[:at]):
            return Verdict(Role.FURNITURE, Furniture.FOLIO, "整行由版次、日期与责编组成")
    for match in _STAFF.finditer(plain) if staffed else ():
        head, tail = plain[: match.start()], plain[match.start() :]
        if folio(head) and any(
            row.name.startswith("staff") and row.pattern.fullmatch(_CONTACT.split(tail)[0]) for row in vocabulary.furniture
        ):
            return Verdict(Role.FURNITURE, Furniture.FOLIO, "整行由版次、日期与责编组成")
    rule = _compound(line, vocabulary)
    return Verdict(Role.FURNITURE, rule, "整行各项都是版面附件") if rule else None


def _is_word(line: str, vocabulary: Vocabulary) -> bool:
    """Whether a line that could name the staff is one run of characters, and ends with no name: 统筹兼顾, 编辑推荐."""
    return bool(_RUN.fullmatch(line.strip())) and not any(
        staff.LABEL.fullmatch(line[:-length]) and is_name(line[-length:], vocabulary) and line[-length:] not in vocabulary.lexicon
        for length in (2, 3)
    )


def _compound(line: str, vocabulary: Vocabulary) -> str:
    """The rule of a line whose words between blanks are each furniture, one of them wherever it stands; empty if it is something else."""
    words = [word for word in _PARTED.split(line.strip()) if word]
    if not 2 <= len(words) <= MOST_WORDS:
        return ""
    sure: list[str] = []
    for word in words:
        verdict = furniture(word, vocabulary)
        if verdict is not None and verdict.role == Role.FURNITURE:
            sure.append(verdict.rule)
        elif not (verdict or edge_furniture(word, vocabulary)):
            return ""
    return Furniture.FOLIO if Furniture.FOLIO in sure else next(iter(sure), "")


def edge_furniture(line: str, vocabulary: Vocabulary) -> Verdict | None:
    """The verdict for a line that is furniture only at the edge of the page or beside other furniture; None otherwise."""
    plain = squeeze(line)
    ends = [at for at in (_PAGE_FIRST.match(plain), _PAGE_BEHIND.search(plain)) if at]
    named = [(plain[: at.start()] + plain[at.end() :]).strip(_MARGIN) for at in ends]
    parted = _DOT.split(plain) if len(plain) <= 12 else [plain]
    rows, any_ = _rows(vocabulary, "edge")
    for row in rows if any(map(any_.fullmatch, (*named, plain, *parted))) else ():
        if any(map(row.pattern.fullmatch, named)):
            return Verdict(Role.FURNITURE, Furniture.FOLIO, "版边的版次与栏目名")
        if row.pattern.fullmatch(plain) or all(map(row.pattern.fullmatch, parted)):
            return Verdict(Role.FURNITURE, row.name, "版边的栏目名" if row.name == Furniture.SECTION else "版边的一行")
    if len(plain) <= LONGEST and address(line, vocabulary):
        return Verdict(Role.FURNITURE, Furniture.SITE_BUTTONS, "版边的网址")
    made_of = lone_folio(line)
    return Verdict(Role.FURNITURE, Furniture.FOLIO, f"版边单独成行的{made_of}") if made_of else None


def foot_furniture(line: str, vocabulary: Vocabulary) -> Verdict | None:
    """The verdict for a line that is furniture only at the end of the page or beside what a site prints; None otherwise."""
    plain = squeeze(line)
    for row in _matching(plain, vocabulary, "foot"):
        return Verdict(Role.FURNITURE, row.name, "文末或网页各项旁的一行")
    of_site = site_line(line, vocabulary, foot=True) if len(plain) <= LONGEST else None
    return Verdict(Role.FURNITURE, of_site, "文末或网页各项旁的一行") if of_site else None


def masthead(line: str) -> bool:
    """Whether a line can be the name of a county's paper, or of one of the Republic with one character before 報. Nothing but the
    day beside it shows that it is.

    >>> masthead("今日青山"), masthead("青山周末"), masthead("河報"), masthead("今日要闻")
    (True, True, True, False)
    """
    return bool(_NAMED.fullmatch(squeeze(line)))
