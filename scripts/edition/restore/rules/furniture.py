"""版面附件: nameplate, folio, staff lines, QR-code lines. They are set aside under the name of the vocabulary row that matched."""

from __future__ import annotations

import re

from edition.days import DAY, LUNAR, WEEKDAY, only_a_day
from edition.model import Role, Verdict
from edition.restore.rules.sites import address, site_line
from edition.vocabulary import HAN, SPACES, Vocabulary, squeeze

LONGEST = 80
"""The longest line that the rows of the vocabulary judge, in characters."""
_TITLES = (
    "日报|晚报|晨报|早报|时报|周报|新报|快报|都市报|商报|乡报|农报|农民报|工人报|青年报"
    "|导报|时讯|快讯|信息报|晚刊|晨刊|周刊|新闻报|联播|通讯|新闻"
)
"""The endings of newspaper names."""
_PAPER = rf"[{HAN}]{{1,8}}(?:{_TITLES})|[{HAN}]{{2,6}}报"
_NAMEPLATE = re.compile(rf"[{HAN}]{{2,4}}(?:日报|晚报|晨报|早报|时报|周报|新报|时讯)")
_MONTH = rf"(?:正|二|三|四|五|六|七|八|九|十|冬|腊|十一|十二|闰[{HAN}])月"
_DAY = rf"(?:初[{HAN}]|十[{HAN}]?|廿[{HAN}]|二十[{HAN}]?|三十)"
_PARTS = (
    ("date", re.compile(DAY)),
    ("weekday", re.compile(WEEKDAY)),
    ("lunar", re.compile(rf"(?:农历|[{HAN}]{{2}}年)?{_MONTH}{_DAY}|{LUNAR}|农历[{HAN}]{{4,8}}")),
    ("issue", re.compile(r"总?第\d{1,6}期|今日\d{1,3}版|第\d+号")),
    ("page", re.compile(r"第?[A-Z]?\d{1,3}[-—~]?\d*版|第[一二三四五六七八九十]{1,3}版|[A-D]\d{1,2}")),
    ("paper", re.compile(_PAPER)),
)
_FOLIO = re.compile(r"[0-9]|星期|月|农历|第[一二三四五六七八九十]{1,3}版")
"""Matches a sign of a date or number. A folio has at least one; a newspaper's name alone is no folio."""
_PAGE_FIRST = re.compile(r"[A-D]?\d{1,2}(?=\D)")
_PAGE_BEHIND = re.compile(r"(?<=\D)[A-D]?\d{1,2}$")
_PAGE_LAST = re.compile(r"(?:^|(?<=\D))(?:0[1-9]|[1-9]\d?)$")
_CONTACT = re.compile(
    r"国内统一|(?:本[版报刊])?社址|(?:本[版报刊])?地址[:：]|邮编|广告经营|E-?mail|传真|网址"
    r"|(?:本[版报刊])?(?:投稿|来稿|读者|爆料|新闻|编辑部?|联系|监督|服务|广告|发行|电子)?(?:热线|电话|邮箱|信箱|QQ|微信)"
)
"""Matches where the imprint or the address for letters begins, behind the names of a staff line."""
_SECTION = re.compile(rf"[{HAN}]{{2,4}}(?:[·・][{HAN}]{{2,4}})?")
_DOT = re.compile(r"(?<=\S)[·・](?=\S)")
_BLANKS = re.compile(f"[{SPACES}]")
_FOLIO_PART = re.compile(
    rf"(?:{DAY}|{WEEKDAY}|{LUNAR}|农历[{HAN}]{{0,4}}?{_MONTH}{_DAY}|[{HAN}]{{2}}年{_MONTH}{_DAY}|总?第\d{{1,6}}期|第\d+号)+"
    r"|(?:今日|本期|共)?第?[A-Z]?\d{1,3}版|第[一二三四五六七八九十]{1,3}版|(?<![0-9A-Za-z])[A-D]\d{1,2}(?![0-9])"
)
_STAFF = re.compile(r"(?:(?:本版|责任|执行|值班|美术|版面|版式)?(?:编辑|责编|美编|设计|校对))[:：/]")
_PAGE_PART = re.compile(r"^第?[A-Z]?\d{1,3}版|第?[A-Z]?\d{1,3}版$")
_PAGE_ONLY = re.compile(r"[1-9]\d?")
_DATE_ONLY = re.compile(DAY)
"""Matches a day that can also stand below a letter or an essay, as its signature."""


def folio(line: str) -> str:
    """The parts of a folio or nameplate line, in Chinese; empty if the line is something else.

    Every word must be a date, a weekday, an issue, a page or a newspaper's name. One short section name may stand among them.

    >>> folio("江畔新报 2018年5月16日 星期三 田野周刊 03版")
    '报名、日期、星期、版次'
    >>> folio("2018年5月16日，大桥通车。")
    ''
    """
    labels = {"date": "日期", "weekday": "星期", "lunar": "农历", "issue": "期号", "page": "版次", "paper": "报名"}
    if not _FOLIO.search(line):
        return ""
    bare = rest = squeeze(line)
    found: list[str] = []
    if len(rest) > 60:
        return ""
    for name, pattern in _PARTS:
        if name == "paper" and not found and rest == bare:
            continue
        reduced = pattern.sub("\x00", rest, count=2 if name == "issue" else 1)
        if reduced != rest:
            found.append(name)
            rest = reduced
    left = [part.strip("：:·・/|>") for part in rest.split("\x00") if part.strip("：:·・/|>")]
    if "date" in found and left:
        # A number at the end of what is left is the page.
        found += ["page"] * ("page" not in found and bool(_PAGE_LAST.search(left[-1])))
        left = [part for part in [*left[:-1], _PAGE_LAST.sub("", left[-1])] if part]
    if not found or len(left) > 1 or any(not _SECTION.fullmatch(part) for part in left):
        return ""
    if left and not {"date", "page"} & set(found):
        return ""
    if found == ["date"] or found == ["paper"] or found == ["lunar"]:
        return ""
    order = ("paper", "date", "weekday", "lunar", "issue", "page")
    return "、".join(labels[name] for name in order if name in found)


def nameplate(line: str) -> bool:
    """Whether a line is only the name of a daily or weekly. No title is only that.

    >>> nameplate("江畔日报"), nameplate("江畔新闻")
    (True, False)
    """
    return bool(_NAMEPLATE.fullmatch(squeeze(line)))


def parts(line: str, rule: str) -> list[int]:
    """The offsets at which a line of furniture is cut into its parts; empty if it has only one.

    A folio has nameplate, date (with weekday, lunar date and issue), section and page. A staff line may be followed by the imprint.

    >>> text = "江畔新报 2018年5月16日 星期三 田野周刊03版"
    >>> [text[a:b] for a, b in zip([0, *parts(text, "folio")], [*parts(text, "folio"), len(text)], strict=True)]
    ['江畔新报 ', '2018年5月16日 星期三 ', '田野周刊', '03版']
    >>> parts("编辑/赵宁 版式/孙洁", "staff-line"), parts("2018年5月16日 03版", "folio")
    ([], [11])
    """
    places = [at for at, character in enumerate(line) if not _BLANKS.match(character)]
    bare = "".join(line[at] for at in places)
    if rule == "folio":
        edges = {edge for match in _FOLIO_PART.finditer(bare) for edge in match.span()}
    else:
        edges = {match.start() for match in _CONTACT.finditer(bare)}
    return [places[edge] for edge in sorted(edges) if 0 < edge < len(bare)]


def lone_folio(line: str) -> str:
    """Like `folio`, for a line of one word: a date, a newspaper's name or a page number. Such a line is furniture only at the edge of the
    page or beside other furniture."""
    bare = squeeze(line)
    if only_a_day(line):
        return "日期"
    if re.fullmatch(_PAPER, bare):
        return "报名"
    return "版次" if _PAGE_ONLY.fullmatch(bare) else ""


def furniture(line: str, vocabulary: Vocabulary) -> Verdict | None:
    """The verdict for a line that is furniture wherever it stands; None otherwise."""
    bare = squeeze(line)
    for row in vocabulary.furniture if len(bare) <= LONGEST else ():
        if not row.edge and row.pattern.fullmatch(bare):
            return Verdict(Role.TURN if row.inside else Role.FURNITURE, row.name, "整行合于版面附件词表")
    made_of = folio(line)
    if made_of:
        return Verdict(Role.FURNITURE, "folio", f"整行由{made_of}组成")
    if only_a_day(line) and not _DATE_ONLY.fullmatch(bare):
        return Verdict(Role.FURNITURE, "date-line", "整行是日期，带星期、农历或时刻")
    if len(bare) > LONGEST:
        return None
    contacts = list(_CONTACT.finditer(bare))
    rows = [row for row in vocabulary.furniture if not row.edge] if contacts else []
    for match in contacts:
        head, tail = bare[: match.start()], bare[match.start() :]
        if head and any(row.pattern.fullmatch(head) for row in rows) and any(row.pattern.fullmatch(tail) for row in rows):
            return Verdict(Role.FURNITURE, "staff-line", "整行由责编与联系方式组成")
    of_site = site_line(line)
    if of_site:
        return Verdict(Role.FURNITURE, of_site, "整行由网页上的各项组成")
    paged = _PAGE_PART.sub("", bare)
    if paged != bare and any(row.name.startswith("staff") and row.pattern.fullmatch(paged) for row in vocabulary.furniture):
        return Verdict(Role.FURNITURE, "staff-line", "整行由版次与责编组成")
    for match in _STAFF.finditer(bare):
        head, tail = bare[: match.start()], bare[match.start() :]
        if folio(head) and any(
            row.name.startswith("staff") and row.pattern.fullmatch(_CONTACT.split(tail)[0]) for row in vocabulary.furniture
        ):
            return Verdict(Role.FURNITURE, "folio", "整行由版次、日期与责编组成")
    return None


def edge_furniture(line: str, vocabulary: Vocabulary) -> Verdict | None:
    """The verdict for a line that is furniture only at the edge of the page or beside other furniture; None otherwise."""
    bare = squeeze(line)
    page, behind = _PAGE_FIRST.match(bare), _PAGE_BEHIND.search(bare)
    for row in vocabulary.furniture:
        if row.edge and any(at and row.pattern.fullmatch(bare[: at.start()] + bare[at.end() :]) for at in (page, behind)):
            return Verdict(Role.FURNITURE, "folio", "版边的版次与栏目名")
        if row.edge and len(bare) <= 12 and all(row.pattern.fullmatch(part) for part in _DOT.split(bare)):
            return Verdict(Role.FURNITURE, row.name, "版边的栏目名")
    if len(bare) <= LONGEST and address(line):
        return Verdict(Role.FURNITURE, "site-buttons", "版边的网址")
    made_of = lone_folio(line)
    return Verdict(Role.FURNITURE, "folio", f"版边单独成行的{made_of}") if made_of else None
