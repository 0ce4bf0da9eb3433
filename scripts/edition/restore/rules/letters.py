"""Letters of readers: the words with which they close, and who signs them below the text."""

from __future__ import annotations

import re

from edition.restore.rules.credits import Credit
from edition.restore.rules.names import names_in
from edition.vocabulary import HAN, SPACES, Vocabulary

OFFICE = "(?:局|队|隊|委员会|委|政府|办公室|公司|中心|部|院|校|会|會|处|處|室|站|社|馆|館|厂|廠|所|小组|[中小大]学|[中小大]學|幼儿园)"
"""The end of the name of an office that signs a notice, for a pattern."""
DAY_OF_SIGNING = (
    r"(?:\d{4}年\d{1,2}月\d{1,2}日|[一二][〇○零Ｏ一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)"
)
"""The day below it, for a pattern."""

_PLACE = "省|市|县|縣|区|區|旗|镇|鎮|乡|鄉|村|屯|街道|社区|社區|小区|公社|大队|大隊|生产队|农场|林场|路|街"
_FROM = re.compile(rf"(?P<place>[{HAN}\d]{{1,14}}(?:{_PLACE}))[{SPACES}]+(?=\S)")
_CLOSES = re.compile(
    r"此[致復复]|(?:此致)?敬礼[！!。]?|(?:此致)?敬禮[！!。]?|(?:顺|順|即|敬)?[颂頌祝](?:编|編|大|春|夏|秋|冬|近|时|時)[安祺绥綏][！!。]?"
)
"""Matches the closing words of a letter."""
_SALUTES = re.compile(rf"(?:(?:尊敬|敬爱|亲爱)的)?[{HAN}“”、《》]{{2,16}}[：:]")
_COLUMN = re.compile(rf"(?:[{HAN}]{{0,4}}(?:来信|來信|信箱|来函|投书|投書|呼声|热线))")


def closes(plain: str) -> bool:
    """Whether a line is made of the words that close a letter.

    >>> closes("此致"), closes("敬礼！"), closes("致敬英雄")
    (True, True, False)
    """
    return bool(_CLOSES.fullmatch(plain))


def salutes(plain: str) -> bool:
    """Whether a line can be the salutation of a letter: 编辑同志："""
    return bool(_SALUTES.fullmatch(plain))


def column(plain: str) -> bool:
    """Whether a line is what a column of letters is called: 读者来信."""
    return bool(_COLUMN.fullmatch(plain))


def sender(line: str, vocabulary: Vocabulary) -> tuple[Credit, ...]:
    """Who signs a letter behind the place from which it comes, and nothing else; empty if a line is something else.

    >>> from pathlib import Path
    >>> from edition.vocabulary import load_vocabulary
    >>> words = load_vocabulary(Path("scripts/data"))
    >>> [(c.role, c.name) for c in sender("青山县石门镇 李平", words)], sender("青山县 全力抗旱", words)
    ([('青山县石门镇', '李平')], ())
    """
    found = _FROM.match(line)
    names = names_in(line[found.end() :], vocabulary) if found else []
    if found is None or not names:
        return ()
    places = [(start + found.end(), start + found.end() + length) for _, start, length in names]
    first, *rest = [Credit(None, name, None, *span, (span,)) for (name, _, _), span in zip(names, places, strict=True)]
    first = Credit(found["place"], first.name, None, 0, first.end, (found.span("place"), *first.spans))
    starts = [0, *(credit.start for credit in rest)]
    ends = [*starts[1:], len(line)]
    return tuple(
        Credit(credit.role, credit.name, None, start, end, credit.spans)
        for credit, start, end in zip([first, *rest], starts, ends, strict=True)
    )
