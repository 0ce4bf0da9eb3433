"""名单与数目: rows of names, of donors with what they gave, and of prizes, one below the other. Each row stays a paragraph by itself, so
that no number meets the name of another row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from edition.days import RECENT
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
_FIGURE = re.compile(r"\d")
_BODY = re.compile(
    r"(?:[局部院校所站社厂场科股处队会委办店行馆村组班]|公司|中心|学校|[小中大]学|[一二三四五六]中|政府|支行|银行|集团|协会|商会|超市|酒店|宾馆|饭店|无名氏|合计|总计|共计|小计|好心人|全体[职教员]工)$"
)
_OF_BODY = re.compile(rf"[{HAN}\d（）()]{{1,14}}?{_BODY.pattern[:-1]}[{SPACES}]+")
"""Matches the unit before the names of its members: 县一中 周小满 吴敏."""
_PRICE = re.compile(r"[元角分][/／]")
_ANNOUNCES = re.compile(r"名单|芳名|名录|光荣榜|红榜|如下[：:]?$|捐[款赠].{0,6}[：:]$|(?:获得者|获奖者|得主|分别[为是])[^，。]{0,4}[：:]$")
_GIVES = re.compile(r"(?:名单|获奖|获得者|入选|表彰|结果|以下|下列)[^。]{0,12}[：:]$")
_SAYS = re.compile(r"[，：]|排[列序名]|为序|不分先后|^[（(]共")
_FIGURES = re.compile(rf"[{HAN}\dA-Za-z]{{1,8}}[：:](?P<figures>(?:[{SPACES}+]*\d[\d,.]*)+)[{SPACES}]*[千百]?[万亿]?[元注]?")
"""Matches a label with figures: 红球：03 08 15."""
_POINTED = re.compile(r"[，。；！？…]")

_MEASURED_IN = re.compile(rf"[（(]?(?:计量)?单位[：:][{HAN}/／、，%{SPACES}]{{1,12}}[）)]?")
"""Matches the unit of a table, above it: 单位：元/公斤."""
_CLASS = re.compile(rf"[{HAN}]{{2,10}}(?:[（(]\d+[名人个篇项户][）)])?[：:]?")
_STOPS = "，。；！？…"
_SEVERAL = re.compile(rf"[^{_STOPS}{SPACES}]+(?:[{SPACES}]+[^{_STOPS}{SPACES}]+)+")
"""Matches several words with blanks between them and no punctuation."""
_UNIT = re.compile(rf"[{HAN}\d（）()]{{2,20}}?(?:{_BODY.pattern[:-1]}|党[委组]|支部|[镇乡村县区]|街道|社区)")
"""Matches a unit."""
_PRICED = re.compile(rf"[^{_STOPS}{SPACES}]+(?:[{SPACES}]+[^{_STOPS}{SPACES}]+)+?[{SPACES}]*\d[\d.]*元")
"""Matches several words and a price."""
_ROW = Verdict(Role.SINGLE, "field", "名单、数目中的一行")

Verdicts = list[Verdict | None]


def rolls(page: Sequence[str], verdicts: Verdicts, vocabulary: Vocabulary) -> None:
    """Judge the rows of each roll."""
    for at, reading in enumerate(page):
        if _ANNOUNCES.search(reading):
            _announced(at + 1, page, verdicts, vocabulary)
    at = 0
    while at < len(page):
        end = at
        while end < len(page) and _is_row(page[end], verdicts[end], vocabulary):
            end += 1
        alone = end - at >= ROWS and _speaks(page[at:end], vocabulary)
        if not (alone or (end - at >= ANNOUNCED and _draws(page[at:end]))):
            end = _plain_rows(at, page, verdicts)
        for n in range(at, end):
            verdicts[n] = _ROW
        at = max(end, at + 1)
    for n in range(len(page) - 1):
        below = verdicts[n + 1]
        if verdicts[n] is None and _MEASURED_IN.fullmatch(page[n].strip()) and below and (below == _ROW or below.role == Role.TABLE):
            verdicts[n] = Verdict(Role.SINGLE, "note", "表格之上的计量单位")


def _announced(begin: int, page: Sequence[str], verdicts: Verdicts, vocabulary: Vocabulary) -> None:
    """Judge the rows below a line that says that a roll follows. Notes in brackets stand above the first row, and the name of a class
    (优秀教师) above the rows of that class. A note that says more than a part of a title is a paragraph: （共二十名，按姓氏笔画排列）."""
    rows: list[int] = []
    notes: list[int] = []
    at = begin
    while at < len(page):
        plain = page[at].strip()
        last = rows and verdicts[at] is None and is_name(squeeze(plain), vocabulary)
        if last or _is_row(page[at], verdicts[at], vocabulary):
            rows.append(at)
        elif not rows and at - begin < NOTES and _NOTED.fullmatch(plain):
            notes.append(at)
        elif not (_CLASS.fullmatch(plain) and at + 1 < len(page) and _is_row(page[at + 1], verdicts[at + 1], vocabulary)):
            break
        at += 1
    for n in rows if len(rows) >= ANNOUNCED else ():
        verdicts[n] = _ROW
    for n in notes if len(rows) >= ANNOUNCED else ():
        if verdicts[n] is None and _SAYS.search(page[n]):
            verdicts[n] = Verdict(Role.SINGLE, "note", "名单之前括号内独占一行的说明")


def _draws(rows: Sequence[str]) -> bool:
    """Whether all rows have a label and nothing but figures, and one has several, as those of a lottery do."""
    found = [_FIGURES.fullmatch(reading.strip()) for reading in rows]
    return all(found) and any(match is not None and len(match["figures"].split()) >= ROWS for match in found)


def _is_row(reading: str, verdict: Verdict | None, vocabulary: Vocabulary) -> bool:
    """Whether a line is a row, and nothing else is known about it than that it names a unit and a person."""
    known = verdict is None or (verdict.role == Role.BYLINE and of_body(reading.strip(), vocabulary) is not None)
    return known and bool(row(reading, vocabulary))


@lru_cache(RECENT)
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
    givers = _givers(plain) if len(plain) <= LONGEST_ROW else []
    if len(plain) > LONGEST_ROW or (not givers and _POINTED.search(_NOTE.sub("", plain))):
        return ""
    label = _LABEL.match(plain)
    if label and label["label"].endswith(vocabulary.roles["before"]):
        return ""
    body = plain[label.end() :] if label else plain
    unit = _OF_BODY.match(body) if len(body.split()) > 1 else None
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
    matches = [*_AMOUNT.finditer(plain)] if _FIGURE.search(plain) else []
    rest = _AMOUNT.sub("", plain).strip() if matches else ""
    return [] if rest else [match["who"].strip() for match in matches]


def _is_giver(who: str, vocabulary: Vocabulary) -> bool:
    bare = re.sub(rf"[{SPACES}]|{_NOTE.pattern}", "", who)
    return is_name(bare, vocabulary) or bool(_BODY.search(bare))


def _speaks(rows: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether rows that nothing announces are no bylines and no parts of a title: names have a label or a note, amounts are prices or those
    of persons and units."""
    for reading in rows:
        kind = row(reading, vocabulary)
        known = _PRICE.search(reading) or all(_is_giver(who, vocabulary) for who in _givers(reading.strip()))
        if (kind == "names" and not _NOTE.search(reading)) or (kind == "amounts" and not known):
            return False
    return True


def _plain_rows(begin: int, page: Sequence[str], verdicts: Verdicts) -> int:
    """The line behind rows of other words, three or more: of several words (周小满家庭 柳河镇) or units, below a line that announces them,
    or with a price at the end of each. The first line itself if there are none."""
    given = begin > 0 and bool(_GIVES.search(page[begin - 1]))
    for test in (_SEVERAL, _UNIT, _PRICED) if given else (_PRICED,):
        end = begin
        while end < len(page) and verdicts[end] is None and len(page[end]) <= LONGEST_ROW and test.fullmatch(page[end].strip()):
            end += 1
        if end - begin >= ROWS:
            return end
    return begin
