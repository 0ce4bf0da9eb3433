"""名单与数目: rows of names, of donors with what they gave, and of prizes, one below the other. Each row stays a paragraph by itself, so
that no number meets the name of another row."""

from __future__ import annotations

import re
from collections.abc import Sequence

from edition.model import Role, Verdict
from edition.restore.rules.credits import of_body
from edition.restore.rules.names import is_name, is_shaped, names_in
from edition.vocabulary import HAN, SPACES, Vocabulary, squeeze

ROWS = 3
"""The fewest rows that are a roll where no line above says so."""
ANNOUNCED = 2
"""The fewest rows below a line that says that a roll follows."""
LONGEST_ROW = 40
"""The longest row, in characters."""
NOTES = 2
"""The most lines between the announcement and the first row: （共二十名）, （第三批）."""
_LABEL = re.compile(rf"(?P<label>[{HAN}\d（）()]{{2,16}})[：:][{SPACES}]*")
_NOTE = re.compile(r"[（(][^（）()。；]{1,12}[）)]")
"""Matches a note behind a name: （女，回族）."""
_NOTED = re.compile(r"^[（(][^（）()]{2,24}[）)]$")
_AMOUNT = re.compile(
    rf"(?P<who>[{HAN}（）()A-Za-z·・{SPACES}]{{2,24}}?)[：:{SPACES}]*(?P<amount>\d[\d,.]*[余多]?[千百]?[万亿]?[{SPACES}]*"
    rf"(?:元|美元|港元|公斤|斤|吨|株|袋|箱|件|床|册|本|套|台|只|头|双|桶|份|分|票|亩|户|名)(?:[/／][{HAN}]{{1,3}})?)[、，,；;]?"
)
"""Matches who gave or got how much: 周小满 500元."""
_BODY = re.compile(
    r"(?:[局部院校所站社厂场科股处队会委办店行馆村组班]|公司|中心|学校|[小中大]学|[一二三四五六]中|政府|支行|银行|集团|协会|商会|超市|酒店|宾馆|饭店|无名氏|合计|总计|共计|小计|好心人|全体[职教员]工)$"
)
_OF_BODY = re.compile(rf"[{HAN}\d（）()]{{1,14}}?{_BODY.pattern[:-1]}[{SPACES}]+")
"""Matches the unit before the names of its members: 县一中 周小满 吴敏."""
_PRICE = re.compile(r"[元角分][/／]")
_ANNOUNCES = re.compile(r"名单|芳名|名录|光荣榜|红榜|如下[：:]?$|捐[款赠].{0,6}[：:]$|(?:获得者|获奖者|得主|分别[为是])[^，。]{0,4}[：:]$")
_GIVES = re.compile(r"(?:名单|获奖|获得者|入选|表彰|结果)[^。]{0,10}[：:]$")
_SAYS = re.compile(r"[，：]|排[列序名]|为序|不分先后|^[（(]共")
_FIGURES = re.compile(rf"[{HAN}\dA-Za-z]{{1,8}}[：:](?P<figures>(?:[{SPACES}+]*\d[\d,.]*)+)[{SPACES}]*[千百]?[万亿]?[元注]?")
"""Matches a label with figures: 红球：03 08 15."""
_POINTED = re.compile(r"[，。；！？…]")

_MEASURED_IN = re.compile(rf"[（(]?(?:计量)?单位[：:][{HAN}/／、，%{SPACES}]{{1,12}}[）)]?")
"""Matches the unit of a table, above it: 单位：元/公斤."""
_CLASS = re.compile(rf"[{HAN}]{{3,10}}")
_ROW = Verdict(Role.SINGLE, "field", "名单、数目中的一行")

Verdicts = list[Verdict | None]


def rolls(page: Sequence[str], verdicts: Verdicts, vocabulary: Vocabulary) -> None:
    """Judge the rows of each roll."""
    at = 0
    while at < len(page):
        end = at
        while end < len(page) and _may_be_row(page[end], verdicts[end], vocabulary) and row(page[end], vocabulary):
            end += 1
        announced = _announced(at, page, verdicts)
        if not (end - at >= ANNOUNCED and (announced or _draws(page[at:end]))) and not (
            end - at >= ROWS and _speaks(page[at:end], vocabulary)
        ):
            end = _plain_rows(at, page, verdicts) if at and _GIVES.search(page[at - 1]) else at
        if end > at and end < len(page) and verdicts[end] is None and row(page[end - 1], vocabulary) == "names":
            end += is_name(squeeze(page[end]), vocabulary)  # The last row can have one name.
        if end > at and announced:
            _notes(at, page, verdicts)
        for n in range(at, end):
            verdicts[n] = _ROW
        at = max(end, at + 1)
    for n in range(len(page) - 1):
        below = verdicts[n + 1]
        if verdicts[n] is None and _MEASURED_IN.fullmatch(page[n].strip()) and below and (below == _ROW or below.role == Role.TABLE):
            verdicts[n] = Verdict(Role.SINGLE, "note", "表格之上的计量单位")


def _notes(at: int, page: Sequence[str], verdicts: Verdicts) -> None:
    """Judge the notes above the first row that say more than a part of a title does: （共二十名，按姓氏笔画排列）."""
    above = at - 1
    while above > 0 and _NOTED.fullmatch(page[above].strip()):
        if verdicts[above] is None and _SAYS.search(page[above]):
            verdicts[above] = Verdict(Role.SINGLE, "note", "名单之前括号内独占一行的说明")
        above -= 1


def _draws(rows: Sequence[str]) -> bool:
    """Whether all rows have a label and nothing but figures, and one has several, as those of a lottery do."""
    found = [_FIGURES.fullmatch(reading.strip()) for reading in rows]
    return all(found) and any(match is not None and len(match["figures"].split()) >= ROWS for match in found)


def _may_be_row(reading: str, verdict: Verdict | None, vocabulary: Vocabulary) -> bool:
    """Whether nothing else is known about a line, or only that it names a unit and a person."""
    return verdict is None or (verdict.role == Role.BYLINE and of_body(reading.strip(), vocabulary) is not None)


def row(reading: str, vocabulary: Vocabulary) -> str:
    """What a line is as a row of a roll: `labelled`, `names`, `amounts` or `figures`; empty if it is none.

    >>> from pathlib import Path
    >>> from edition.vocabulary import load_vocabulary
    >>> words = load_vocabulary(Path("scripts/data"))
    >>> row("柳河镇：周 敏 吴小满 赵大河", words), row("周敏（女） 吴小满（回族）", words), row("县医院 8000元 周小满 500元", words)
    ('labelled', 'names', 'amounts')
    >>> row("周敏、吴小满、赵大河、", words), row("石桥修好通车", words), row("记者：周敏 吴小满", words)
    ('', '', '')
    """
    plain = reading.strip()
    givers = _givers(plain)
    if len(plain) > LONGEST_ROW or (_POINTED.search(_NOTE.sub("", plain)) and not givers):
        return ""
    label = _LABEL.match(plain)
    if label and label["label"].endswith(vocabulary.roles["before"]):
        return ""
    body = plain[label.end() :] if label else plain
    unit = _OF_BODY.match(body)
    if unit and _are_names(body[unit.end() :], True, vocabulary):
        return "labelled"
    if "、" not in body and _are_names(body, bool(label), vocabulary):
        return "labelled" if label else "names"
    if givers:
        return "amounts"
    return "figures" if _FIGURES.fullmatch(plain) else ""


def _are_names(body: str, labelled: bool, vocabulary: Vocabulary) -> bool:
    """Whether blanks and notes in brackets part the names of persons, and nothing else stands there."""
    names = names_in(_NOTE.sub(" ", body).strip(), vocabulary, is_shaped)
    sure = sum(is_name(name, vocabulary) for name, _, _ in names)
    return len(names) >= (1 if labelled or _NOTE.search(body) else 2) and 2 * sure >= len(names)


def _givers(plain: str) -> list[str]:
    """Who is named with an amount in a line of nothing else."""
    matches = [*_AMOUNT.finditer(plain)]
    rest = _AMOUNT.sub("", plain).strip()
    return [match["who"].strip() for match in matches] if matches and not rest else []


def _is_giver(who: str, vocabulary: Vocabulary) -> bool:
    bare = re.sub(rf"[{SPACES}]|{_NOTE.pattern}", "", who)
    return is_name(bare, vocabulary) or bool(_BODY.search(bare))


def _announced(at: int, page: Sequence[str], verdicts: Verdicts) -> bool:
    """Whether the line above says that a roll follows; notes in brackets and the name of a class (优秀教师) may stand between, and above
    that also another row."""
    above = at - 1
    while above > 0 and at - above <= NOTES and (_NOTED.fullmatch(page[above].strip()) or _CLASS.fullmatch(page[above].strip())):
        above -= 1
    over = verdicts[above] if above >= 0 else None
    return above >= 0 and (bool(_ANNOUNCES.search(page[above])) or (above < at - 1 and over == _ROW))


def _speaks(rows: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether rows that nothing announces are no bylines and no parts of a title: names have a label or a note, amounts are prices or those
    of persons and units."""
    for reading in rows:
        kind = row(reading, vocabulary)
        known = _PRICE.search(reading) or all(_is_giver(who, vocabulary) for who in _givers(reading.strip()))
        if (kind == "names" and not _NOTE.search(reading)) or (kind == "amounts" and not known):
            return False
    return True


def _plain_rows(at: int, page: Sequence[str], verdicts: Verdicts) -> int:
    """The line behind rows of other words (周小满家庭 柳河镇) below a line that announces a list; `at` if there are fewer than three."""
    end = at
    while (
        end < len(page)
        and verdicts[end] is None
        and len(page[end]) <= LONGEST_ROW
        and re.search(rf"\S[{SPACES}]+\S", page[end])
        and not _POINTED.search(page[end])
    ):
        end += 1
    return end if end - at >= ROWS else at
