"""Judges the lines that need no neighbours: furniture, captions with a mark, bylines with a role word, lines that the extractor marked."""

from __future__ import annotations

import re
from itertools import groupby

from edition.days import days, only_a_day
from edition.layout import ends_sentence
from edition.model import TABLE, Furniture, Line, Role, Verdict
from edition.restore.rules import around, bylines, captions, furniture, rolls, site_heads, sites
from edition.restore.rules.credits import is_credit, of_body
from edition.restore.rules.names import is_name
from edition.vocabulary import HAN, Vocabulary, squeeze

_NAME = re.compile(rf"[{HAN}·]{{2,6}}")
_NUMBER = re.compile("[①-⑳]")
_EXCLAIMS = re.compile(r"^[^。]{1,30}[！？!?][”’」』]?$")
"""Matches a title or heading that is a question or a call."""
_FIELD = re.compile(rf"^([{HAN}]{{2,6}})[：:](?=\S{{1,60}}$)")
"""Matches a line of a notice that names its field: 时间：7月1日."""
SHORTEST_ROLE = 2
"""The fewest characters of a role that can stand on a line of its own. 文 and 图 can be anything."""
LONGEST_NAMES = 12
"""The most characters of names below such a role."""
FIELDS = 3
"""The fewest lines of a notice, one below the other, that name their fields. Two can be the lines of a head."""
SHORT_TITLE = 12
"""The longest title of a notice right above its fields, in characters."""
_TEACHER = re.compile(r"(?:指导|辅导)(?:老师|教师)")
_POINTED = re.compile(r"[，。；：！？、,;:!?]")
_CONTACT = re.compile(r"(?:联系|咨询|报名)?(?:电话|地址|地点|方式|邮箱|手机|微信)[：:]")
_ASKED = re.compile(rf"联系人?[：:][{HAN}\s]{{2,12}}$")
"""Matches the field of a notice that names whom its readers ask: 联系人：李经理."""
_WHEN = re.compile(rf"^[{HAN}]{{0,4}}(?:时间|日期)[：:].*\d{{4}}年\d{{1,2}}月\d{{1,2}}日")
"""Matches the field that says when a thing is. It needs no other fields beside it."""
_DISPATCH = re.compile(rf"^[（(]?(?:据|综合|综述|據)新[华華]社[{HAN}]{{0,8}}(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?[电電讯訊][）)]?$")
"""Matches where a text below which it stands was sent from: 据新华社北京6月3日电."""
_CALLED = re.compile(rf"《([{HAN}]{{2,8}})》[—–-]+[^，。；]{{2,16}}$")
"""Matches what a paper says of itself beside its name: 《今日青山》—青山人自己的报纸."""
_NOTICE = re.compile("公告|通告|公示|启事|声明")
_PAGE_NUMBER = re.compile(r"[A-D]?\d{1,2}")
_EPIGRAPH = re.compile(r"^[—–-]{1,2}题记$")
"""Matches the line below an epigraph that says what it is."""
_OF_AUTHOR = re.compile(r"^[（(](?:本文)?作者(?:单位|單位|系|係|为|為|是|[现現]任|[来來]自)[^（）()]{2,40}[）)]$")
"""Matches a line in brackets that says who the author is, wherever it stands."""
_NOTE = re.compile(r"^[（(](?:[^（）()]{4,}|完|待续|未完|全文完)[）)]$")
"""Matches a line that stands in brackets as a whole, as a note about the text or its author does. No heading does."""
LONGEST_MARKED = 60
"""The longest line that markup makes a title or heading, in characters. Extractors also mark whole paragraphs in large type."""
NAME_LIST = 3
"""The fewest lines of a list of units and names."""
_BULLET = re.compile(r"(?P<mark>[-*+–]) \S|(?P<dot>[•‧∙▪]) ?\S|(?P<time>\d{1,2}[:：]\d{2})(?![:：\d])\s?\D")
"""Matches the mark or the time of day with which each point of a list begins."""
_DOTS = "•‧∙▪"
"""Marks of points that also stand before the lines of a head."""
_BEFORE_DOTS = "：:。"
"""What the sentence above a list of such points ends with."""


def spoken(page: list[Line], vocabulary: Vocabulary) -> list[Verdict | None]:
    """The verdict for each line that needs no neighbours to be understood; None for the other lines."""
    verdicts: list[Verdict | None] = []
    before = above = ""
    for line in page:
        reading = str(line.text)
        verdicts.append(
            _alone(reading, line.mark, vocabulary) or _name_below(before, reading, vocabulary) or _below_label(verdicts, above, reading)
        )
        above = reading
        before = reading if verdicts[-1] is not None and verdicts[-1].role == Role.BYLINE else ""
    readings = [str(line.text) for line in page]
    plain = [*map(squeeze, readings)]
    _taught(plain, verdicts)
    _roles_alone(readings, verdicts, vocabulary)
    _signed_by_role(page, verdicts)
    _salutations(plain, verdicts)
    around.guide(plain, verdicts)
    around.short_news(plain, verdicts, vocabulary)
    around.items(readings, [line.gap for line in page], verdicts)
    rolls.rolls(readings, verdicts, vocabulary)
    _singles(plain, [line.gap for line in page], verdicts, vocabulary)
    _name_lists(readings, verdicts, vocabulary)
    _footnotes(readings, verdicts)
    _nameless(readings, verdicts)
    _mastheads(readings, verdicts)
    _upright_mastheads(plain, verdicts)
    _bullets(readings, verdicts)
    _media(readings, verdicts, vocabulary)
    around.contents(page, verdicts, vocabulary)
    around.lists(page, verdicts, vocabulary)
    around.sure_notices(plain, verdicts, vocabulary)
    # What stands below a notice can be the buttons of the site, and these are told by what stands above them.
    for _ in range(2):
        around.notices(plain, verdicts, vocabulary)
        _edges(readings, verdicts, vocabulary)
    for at, reading in enumerate(plain):
        if verdicts[at] is None and furniture.page_number(reading):
            verdicts[at] = Verdict(Role.FURNITURE, Furniture.FOLIO, "两个短横之间的页码")
    _notice_titles(plain, verdicts)
    _nameplates(page, verdicts)
    site_heads.beside_title(page, plain, verdicts)
    return verdicts


def _singles(page: list[str], gaps: list[int], verdicts: list[Verdict | None], vocabulary: Vocabulary) -> None:
    """Judge the lines of a notice that name its fields one below the other (时间：…, 地点：…), and notes in brackets below the text."""
    at = 0
    while at < len(page):
        labels: list[str] = []
        while at + len(labels) < len(page) and verdicts[at + len(labels)] is None:
            plain = page[at + len(labels)]
            found = _FIELD.match(plain)
            if found is None or found[1] in labels or ends_sentence(plain):
                break
            labels.append(found[1])
        dated = any(_WHEN.match(plain) for plain in page[at : at + len(labels)])
        begins = labels and (
            _WHEN.match(page[at])
            or not at
            or verdicts[at - 1] is not None
            or gaps[at] > 0
            or page[at - 1].endswith("：")
            or ends_sentence(page[at - 1])
            or (len(labels) >= FIELDS and _heads_fields(page[at - 1]) and _is_contact(page, verdicts, at + len(labels)))
        )
        for n in range(at, at + len(labels) if begins and (len(labels) >= FIELDS or dated) else at):
            verdicts[n] = Verdict(Role.SINGLE, "field", "逐行列出的事项")
        if at < len(page) and verdicts[at] is None and _OF_AUTHOR.match(page[at]):
            verdicts[at] = Verdict(Role.SINGLE, "note", "括号内说明作者的一行")
            if at and verdicts[at - 1] is None and is_name(page[at - 1], vocabulary):
                verdicts[at - 1] = Verdict(Role.BYLINE, "byline", "其下说明作者的姓名")
        if at and verdicts[at] is None and any(one.match(page[at]) for one in (_NOTE, _DISPATCH, _EPIGRAPH)):
            above = verdicts[at - 1]
            signed = above is not None and above.role in (Role.CLOSING, Role.SINGLE)
            if signed or ends_sentence(page[at - 1]):
                verdicts[at] = Verdict(Role.SINGLE, "note", "正文之后括号内独占一行的说明")
        at += len(labels) or 1
    _contacts(page, verdicts)


def _heads_fields(plain: str) -> bool:
    """Whether a line can be the title of a notice whose fields stand below: it is short, without any punctuation."""
    return len(plain) <= SHORT_TITLE and not _POINTED.search(plain)


def _is_contact(page: list[str], verdicts: list[Verdict | None], at: int) -> bool:
    """Whether a line is a telephone or an address that can be that of a notice, and not that of the newspaper."""
    verdict = verdicts[at] if at < len(page) else None
    return verdict is not None and verdict.furniture == Furniture.CONTACT and bool(_CONTACT.match(page[at]))


def _contacts(page: list[str], verdicts: list[Verdict | None]) -> None:
    """Take back telephone and address as furniture where they stand among the fields of a notice: they say whom its readers ask."""
    for order, step in ((range(1, len(page)), -1), (range(len(page) - 2, -1, -1), 1)):
        for at in order:
            beside = verdicts[at + step]
            contact = _is_contact(page, verdicts, at)
            field = beside.role == Role.SINGLE if beside is not None else bool(_ASKED.match(page[at + step]))
            if contact and field:
                verdicts[at] = Verdict(Role.SINGLE, "field", "启事中的联系方式")
                if beside is None:
                    verdicts[at + step] = Verdict(Role.SINGLE, "field", "启事中的联系人")


def _taught(page: list[str], verdicts: list[Verdict | None]) -> None:
    """Judge the teacher of the pupil who wrote (指导老师：李晓红) as the end of the text below which the name stands."""
    for at in range(1, len(page)):
        verdict = verdicts[at]
        if verdict is not None and verdict.role == Role.BYLINE and _TEACHER.match(page[at]) and ends_sentence(page[at - 1]):
            verdicts[at] = Verdict(Role.CLOSING, "closing-byline", "文末的指导老师")


def _roles_alone(page: list[str], verdicts: list[Verdict | None], vocabulary: Vocabulary) -> None:
    """Judge a role that stands on a line of its own, with the names on the next one and perhaps the credit below: 记者 / 杨帆 / 文/图."""
    for at in range(len(page) - 1):
        role, names = squeeze(page[at]), page[at + 1]
        if verdicts[at] is not None or verdicts[at + 1] is not None or role not in vocabulary.roles["before"] or len(role) < SHORTEST_ROLE:
            continue
        if len(squeeze(names)) > LONGEST_NAMES or not bylines.byline(f"{role} {names}", vocabulary):
            continue
        verdicts[at] = verdicts[at + 1] = Verdict(Role.BYLINE, "byline", "身份与姓名各占一行的署名")
        if at + 2 < len(page) and verdicts[at + 2] is None and is_credit(squeeze(page[at + 2]), vocabulary):
            verdicts[at + 2] = Verdict(Role.CREDIT, "credit", "上一行署名的图文说明")


def _signed_by_role(page: list[Line], verdicts: list[Verdict | None]) -> None:
    """Judge who signs without a name (新华社记者), on a line between blank lines."""
    for at in range(1, len(page) - 1):
        if verdicts[at] is None and page[at].gap and page[at + 1].gap and bylines.role_alone(str(page[at].text)):
            verdicts[at] = Verdict(Role.BYLINE, "byline", "只有身份、没有姓名的署名")


def _salutations(page: list[str], verdicts: list[Verdict | None]) -> None:
    """Judge 编辑： as the salutation of a letter, and not as the label of the staff, where a sentence follows and no name."""
    for at in range(len(page) - 1):
        verdict = verdicts[at]
        label = verdict is not None and verdict.furniture == Furniture.STAFF_LABEL and page[at] in ("编辑：", "编辑:")
        if label and verdicts[at + 1] is None and ("，" in page[at + 1] or ends_sentence(page[at + 1])):
            verdicts[at] = Verdict(Role.SINGLE, "salutation", "来信开头的称呼")


def _name_lists(page: list[str], verdicts: list[Verdict | None], vocabulary: Vocabulary) -> None:
    """Judge the lines of a list of units and names (县一中 张红梅 / 县二中 李建平 …): three of them are no bylines."""
    at = 0
    while at < len(page):
        end = at
        while end < len(page) and _is_byline(verdicts[end]) and of_body(page[end].strip(), vocabulary):
            end += 1
        if end - at >= NAME_LIST:
            for n in range(at, end):
                verdicts[n] = Verdict(Role.SINGLE, "field", "名单中的一行")
        at = max(end, at + 1)


def _is_byline(verdict: Verdict | None) -> bool:
    return verdict is not None and verdict.role == Role.BYLINE


def _footnotes(page: list[str], verdicts: list[Verdict | None]) -> None:
    """Take back the captions that begin with a number to which the text refers (始建于明万历年间①): they are footnotes."""
    referred = {sign for reading in page for sign in _NUMBER.findall(reading[1:])}
    for at, reading in enumerate(page):
        verdict = verdicts[at]
        if verdict is not None and verdict.role == Role.CAPTION and reading[:1] in referred:
            verdicts[at] = None


def _nameless(page: list[str], verdicts: list[Verdict | None]) -> None:
    """Take back the first line of the page as a signature if it is only the word 评论员: then it is what the text is called. So is the name
    of a column in brackets that could be a person's (【高原红】), where no sentence ends above."""
    first = next((at for at, verdict in enumerate(verdicts) if not _is_aside(verdict)), 0)
    verdict = verdicts[first] if verdicts else None
    if verdict is not None and verdict.role == Role.BYLINE and squeeze(page[first]) == "评论员":
        verdicts[first] = None
    for at, reading in enumerate(page):
        closing = verdicts[at]
        if closing is not None and closing.role == Role.CLOSING and reading.startswith("【") and not (at and ends_sentence(page[at - 1])):
            verdicts[at] = None


def _bullets(page: list[str], verdicts: list[Verdict | None]) -> None:
    """Judge the points of a list that Markdown marks, and the lines of a timetable: several lines in turn that begin with the same hyphen
    or asterisk and a blank, or with the time. A dot stands before the lines of a head as well, so that a sentence must lead to the list."""
    begins = [_BULLET.match(reading) for reading in page]
    marks = [(found["mark"] or found["dot"] or "time") if found else "" for found in begins]
    for mark, stretch in groupby(range(len(page)), marks.__getitem__):
        lines = [*stretch]
        sure = mark not in _DOTS or (lines[0] and page[lines[0] - 1].rstrip()[-1:] in _BEFORE_DOTS)
        for at in lines if mark and sure and len(lines) > 1 else ():
            verdicts[at] = verdicts[at] or Verdict(Role.SINGLE, "bullet", "逐行列出的要点")


def _upright_mastheads(plain: list[str], verdicts: list[Verdict | None]) -> None:
    """Judge the newspaper's name that is set from top to bottom, with a character on each line."""
    for single, stretch in groupby(range(len(plain)), lambda n: len(plain[n]) == 1):
        lines = [*stretch]
        name = "".join(plain[n] for n in lines)
        if single and len(lines) > 1 and furniture.lone_folio(name) == "报名":
            for at in lines:
                verdicts[at] = Verdict(Role.FURNITURE, Furniture.FOLIO, "竖排的报名")


def _mastheads(page: list[str], verdicts: list[Verdict | None]) -> None:
    """Judge a line that can be a nameplate only beside the day of the paper, or below it with other furniture between: 今日青山 /
    2020年5月6日 星期三."""
    for at, reading in enumerate(page):
        if verdicts[at] is None and furniture.masthead(reading):
            above = next((n for n in range(at - 1, -1, -1) if not _is_aside(verdicts[n])), -1)
            beside = [*range(max(0, min(above + 1, at - 1)), at), *range(at + 1, min(at + 2, len(page)))]
            if any(_is_day(page[n], verdicts[n]) for n in beside):
                verdicts[at] = Verdict(Role.FURNITURE, Furniture.FOLIO, "日期旁边的报名")


def _notice_titles(page: list[str], verdicts: list[Verdict | None]) -> None:
    """Take back 公告 as the name of a section right above a sentence or a salutation: there it is the title of a notice."""
    for at in range(len(page) - 1):
        verdict, below = verdicts[at], page[at + 1]
        if verdict is None or verdict.furniture != Furniture.SECTION or not _NOTICE.fullmatch(page[at]):
            continue
        if verdicts[at + 1] is None and (below.endswith("：") or "，" in below or ends_sentence(below)):
            verdicts[at] = None


def _media(page: list[str], verdicts: list[Verdict | None], vocabulary: Vocabulary) -> None:
    """Judge the name of a site or an account that a line of the site names again (青山发布, above 原创 青山发布 2019-06-20), or that stands
    between a title and the day with its time."""
    sourced = (Furniture.SITE_DATE, Furniture.SITE_SOURCE, Furniture.SITE_PATH)
    telling = [reading for reading, of in zip(page, verdicts, strict=True) if of is not None and of.furniture in sourced]
    named = {name for reading in telling for name in sites.media(reading, vocabulary)}
    for at, reading in enumerate(page):
        if _is_aside(verdicts[at]):
            continue
        if named and (squeeze(reading) in named or ((of := _CALLED.match(squeeze(reading))) and of[1] in named)):
            verdicts[at] = Verdict(Role.FURNITURE, Furniture.SITE_SOURCE, "网页各项中再次出现的媒体名")
        elif 0 < at < len(page) - 1 and sites.account(reading) and not _is_aside(verdicts[at - 1]) and sites.clocked(page[at + 1]):
            verdicts[at] = Verdict(Role.FURNITURE, Furniture.SITE_SOURCE, "标题与发布时间之间的媒体名")


def _foot(page: list[str], verdicts: list[Verdict | None], vocabulary: Vocabulary) -> int:
    """The line below which only words stand that can be buttons; the end of the page where these go on from an open sentence or verse."""
    last = len(page) - 1
    while last > 0 and (verdicts[last] is None or _is_aside(verdicts[last])) and furniture.foot_furniture(page[last], vocabulary):
        last -= 1
    closed = last >= 0 and (verdicts[last] is not None or ends_sentence(squeeze(page[last])))
    return last if closed and last < len(page) - 1 else len(page)


def _is_aside(verdict: Verdict | None) -> bool:
    return verdict is not None and verdict.role == Role.FURNITURE


def _is_day(reading: str, verdict: Verdict | None) -> bool:
    folio = verdict is not None and verdict.furniture in (Furniture.FOLIO, Furniture.DAY)
    return only_a_day(reading) or (folio and next(days(reading), None) is not None)


def _nameplates(page: list[Line], verdicts: list[Verdict | None]) -> None:
    """Judge the newspaper's name, or above a marked title the page's number, as furniture if it stands in the middle of the page with blank
    lines around it. Above a byline it is the writer's newspaper."""
    for at in range(1, len(page) - 1):
        following = verdicts[at + 1]
        apart = page[at].gap and page[at + 1].gap and not (following is not None and following.role == Role.BYLINE)
        if verdicts[at] is None and apart and furniture.nameplate(str(page[at].text)):
            verdicts[at] = Verdict(Role.FURNITURE, Furniture.FOLIO, "前后空行、单独成行的报名")
        elif verdicts[at] is None and apart and page[at + 1].mark.startswith("#") and _PAGE_NUMBER.fullmatch(str(page[at].text)):
            verdicts[at] = Verdict(Role.FURNITURE, Furniture.FOLIO, "标题之上前后空行的版次")


def _alone(reading: str, mark: str, vocabulary: Vocabulary) -> Verdict | None:
    if mark == TABLE:
        return Verdict(Role.TABLE, "table", "几行几列的表格")
    verdict = furniture.furniture(reading, vocabulary) if len(reading) <= 120 else None
    if verdict is None and len(reading) <= 120:
        verdict = captions.marked(reading, vocabulary)
    if verdict is None and len(reading) <= LONGEST_MARKED:
        if bylines.byline(reading, vocabulary):
            return Verdict(Role.BYLINE, "byline", "整行为署名")
        if bylines.closing(reading, vocabulary):
            return Verdict(Role.CLOSING, "closing-byline", "括号内独占一行的署名")
        if mark and (not ends_sentence(squeeze(reading)) or _EXCLAIMS.search(reading)):
            return Verdict(Role.DISPLAY, "markup", f"转换程序标作标题（{mark}）")
    return verdict


def _name_below(before: str, reading: str, vocabulary: Vocabulary) -> Verdict | None:
    """The verdict for the line below a byline: a name after a role word (`本报记者 马远 通讯员` / `杨玉`), or a credit; None otherwise."""
    if (
        before
        and len(reading) <= LONGEST_MARKED
        and bylines.open_ended(before, vocabulary)
        and bylines.byline(f"{before} {reading}", vocabulary)
    ):
        return Verdict(Role.BYLINE, "byline", "上一行署名的续行")
    if before and is_credit(squeeze(reading), vocabulary):
        return Verdict(Role.CREDIT, "credit", "上一行署名的图文说明")
    return None


def _below_label(verdicts: list[Verdict | None], before: str, reading: str) -> Verdict | None:
    """The verdict for a name below a label (`责任编辑：` / `米粒`); None for anything else, as a title below the label of a record."""
    above = verdicts[-1] if verdicts else None
    records = (Furniture.SITE_RECORD, Furniture.SITE_PAGE)
    label = _is_aside(above) and above.furniture not in records and before.rstrip().endswith(("：", ":"))  # type: ignore[union-attr, operator]
    if label and _NAME.fullmatch(squeeze(reading)):
        return Verdict(Role.FURNITURE, Furniture.STAFF, "上一行标记的姓名")
    return None


def _edges(page: list[str], verdicts: list[Verdict | None], vocabulary: Vocabulary) -> None:
    """Judge dates, newspaper names and section names as furniture if they stand at the edge of the page or beside other furniture."""

    def is_furniture(at: int) -> bool:
        if not 0 <= at < len(page):
            return True
        verdict = verdicts[at]
        return verdict is not None and verdict.role == Role.FURNITURE

    foot = _foot(page, verdicts, vocabulary)

    def at_foot(at: int) -> bool:
        """Whether a line stands below a text, or beside what a site prints."""
        verdict = verdicts[at] if 0 <= at < len(page) else None
        return at > foot or (verdict is not None and verdict.furniture is not None and verdict.furniture.of_site)

    for order, step in ((range(len(page)), -1), (range(len(page) - 1, -1, -1), 1)):
        for at in order:
            verdict = verdicts[at]
            if verdict is None or verdict.role == Role.DISPLAY:
                found = furniture.edge_furniture(page[at], vocabulary) if is_furniture(at + step) else None
                found = found or (furniture.foot_furniture(page[at], vocabulary) if at_foot(at + step) else None)
                verdicts[at] = found or verdict
