"""Cuts a line that holds two or three things: a byline and the text after it, a title and the byline or dateline after it, a sentence and a
caption or names after it. Extractors put on one line what stands at one height, and sites put their fields on one line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from edition.days import DAY, TIME
from edition.model import TABLE, Line
from edition.restore.page import unclosed
from edition.restore.rules import bylines, captions, furniture, letters, sites, staff
from edition.vocabulary import HAN, SPACES, Vocabulary

LONGEST = 26
"""The longest title or byline before something else on one line, in characters."""
SHORTEST = 3
"""The shortest end of a title before a byline on one line, in characters."""
_BLANK = re.compile(rf"(?<=[^{SPACES}])[{SPACES}]+(?=[^{SPACES}])")
_TITLE = re.compile(r"^[^，。；、…,;]+(?<![讯訊电電])$")
"""Matches what can be a title, or a part of one; no dateline."""
_ENDED = re.compile(rf"[。！？”’』」）)][{SPACES}]*(?=[^{SPACES}。！？”’』」）)])")
"""Matches the end of a sentence inside a line."""
_COLON = re.compile("[:：]")
_STAMP = re.compile(rf"[^。！？\d][^。]{{4,40}}?[{SPACES}]?(?P<day>(?:{DAY})[{SPACES}]{TIME})[{SPACES}]?(?P<text>[^。]{{8,}}。.{{8,}})")
"""Matches a line of a title, a day with its time, and a text."""
_BEHIND_SENTENCE = re.compile(rf"[^。]{{4,40}}。[{SPACES}]*(?P<title>[^。，；]{{4,40}})")
"""Matches a heading by its mark that is a sentence, as of a caption, and a title."""
_OFFICE_AND_DAY = re.compile(rf"[{HAN}（）]{{2,30}}{letters.OFFICE}[{SPACES}]*(?P<day>{letters.DAY_OF_SIGNING})")
_DATELINE = re.compile(r"本[报報][讯訊](?!息)")
_MORE = re.compile(r"(?<=[…．.。、，\s])(?:(?:阅读|閱讀|查看|詳|详)全文|(?:繼續|继续)(?:閱讀|阅读)(?:全文)?)[>»]*$")
"""Matches the link to the rest of a text."""
_MARK = re.compile(r"[^\w（(\[【［]")
"""Matches the sign with which a marked caption begins (►▲), and no word (图为)."""


def halves(lines: list[Line], vocabulary: Vocabulary) -> list[Line]:
    """The lines, each cut where it holds more than one thing."""
    return [part for line in lines for part in _cut(line, vocabulary)]


def _cut(line: Line, vocabulary: Vocabulary) -> Iterator[Line]:
    reading = str(line.text)
    behind = _BEHIND_SENTENCE.fullmatch(reading) if line.rank else None
    if behind:
        above, title = line.text.split_at([behind.start("title")])
        yield replace(line, text=above, mark="")
        yield replace(line, text=title, gap=0)
        return
    cuts = [] if line.mark == TABLE else _cuts(reading, vocabulary)
    if not cuts:
        yield line
        return
    first, *rest = line.text.split_at(cuts)
    yield replace(line, text=first.strip(SPACES, "margin"))
    for part in rest:
        yield Line(part.strip(SPACES, "margin"), line.number)


def _cuts(reading: str, vocabulary: Vocabulary) -> list[int]:
    labelled = sites.LABEL.match(reading)
    begins = [cut for cut in (labelled.end() if labelled else 0, bylines.run_in(reading, vocabulary)) if cut]
    begins = (
        begins
        or _stamped(reading)
        or _recorded(reading, vocabulary)
        or _author_cuts(reading, vocabulary)
        or _between_blanks(reading, vocabulary)
    )
    ends = [
        cut
        for cut in (
            _more(reading),
            bylines.signed(reading, vocabulary),
            staff.ending(reading, vocabulary),
            *_before_caption(reading, vocabulary),
            *_before_dateline(reading),
            *_signed_off(reading),
        )
        if cut
    ]
    return sorted(cut for cut in {*begins, *ends} if reading[:cut].strip(SPACES) and reading[cut:].strip(SPACES))


def _more(reading: str) -> int:
    """The offset of the link to the rest of a text that a site cuts off; 0 if there is none.

    >>> _more("码头添了新船… 阅读全文>>"), _more("请您继续阅读")
    (8, 0)
    """
    found = _MORE.search(reading) if reading.rstrip(">»").endswith(("全文", "阅读", "閱讀")) else None
    return found.start() if found else 0


def _stamped(reading: str) -> list[int]:
    """Where the day and the time begin and end that stand between a title and its text, as in a list of a site; nowhere if they do not.

    >>> _stamped("码头添了新船 2024-11-17 21:43 " + "码头昨日添了新船，两岸的村民再也不用久等。" * 2), _stamped("2024-11-17 21:43 开会。")
    ([7, 24], [])
    """
    found = _STAMP.match(reading) if _COLON.search(reading) else None
    return [found.start("day"), found.start("text")] if found else []


def _recorded(reading: str, vocabulary: Vocabulary) -> list[int]:
    """Where a dateline begins behind what a data base says of a text; nowhere if something else stands before it.

    >>> from pathlib import Path
    >>> from edition.vocabulary import load_vocabulary
    >>> words = load_vocabulary(Path("scripts/data"))
    >>> _recorded("河報 日期：1934-05-06 版次：02 版 本報訊", words), _recorded("春雨 日期：1934-05-06 本報訊", words)
    ([25], [])
    """
    for blank in _BLANK.finditer(reading[: furniture.LONGEST]):
        if bylines.opens(reading[blank.end() :]) and sites.site_line(reading[: blank.start()], vocabulary):
            return [blank.end()]
    return []


def _author_cuts(reading: str, vocabulary: Vocabulary) -> list[int]:
    """Where a line that a site prints is cut, so that the field that names who wrote is a byline; nowhere if something else were left.

    >>> from pathlib import Path
    >>> from edition.vocabulary import load_vocabulary
    >>> words = load_vocabulary(Path("scripts/data"))
    >>> _author_cuts("来源丨青山融媒记者 李平", words), _author_cuts("来源：青山日报记者站", words)
    ([7], [])
    """
    sourced = sites.SOURCED.match(reading) if "源" in reading else None
    if sourced and furniture.furniture(reading[: sourced.end()].rstrip(SPACES + "、，"), vocabulary):
        named = bylines.byline(reading[sourced.end() :], vocabulary)
        return [sourced.end()] if named and not any(name.credit for name in named) else []
    field = sites.AUTHOR.search(reading) if len(reading) <= furniture.LONGEST else None
    if field is None or not bylines.byline(field[0].strip(), vocabulary) or not sites.site_line(reading, vocabulary):
        return []
    rest = [part for part in (reading[: field.start()].strip(), reading[field.end() :].strip()) if part]
    if not rest or not all(furniture.furniture(part, vocabulary) for part in rest):
        return []
    return [cut for cut in field.span() if 0 < cut < len(reading)]


def _between_blanks(reading: str, vocabulary: Vocabulary) -> list[int]:
    """Where a dateline or byline begins behind a title and a blank, or furniture behind a byline. A byline fills the rest of the line.

    >>> from pathlib import Path
    >>> from edition.vocabulary import load_vocabulary
    >>> words = load_vocabulary(Path("scripts/data"))
    >>> _between_blanks("梨花谢了 本报讯 全市中学生篮球联赛", words), _between_blanks("场地免费开 读者 刘玉兰", words)
    ([5], [6])
    >>> _between_blanks("文/李国梁 图/赵敏 扫码阅读全文", words), _between_blanks("渔民进课堂 ○记者梁伟强", words)
    ([11], [6])
    >>> _between_blanks("本报讯（通讯员 王天武 通讯员 陈秋", words), _between_blanks("住在镇上，听 记者 刘玉兰", words)
    ([], [])
    """
    for blank in _BLANK.finditer(reading[:LONGEST]):
        before, after = reading[: blank.start()], reading[blank.end() :]
        if bylines.byline(before, vocabulary):
            if furniture.furniture(after, vocabulary):
                return [blank.end()]
        elif not _TITLE.match(before) or unclosed(before) or bylines.opens(before) or bylines.outlet(before) or before[-1] in "/／":
            return []
        elif bylines.opens(after) or (len(before) >= SHORTEST and bylines.marked(after, vocabulary) and bylines.byline(after, vocabulary)):
            return [blank.end()]
    return []


def _before_dateline(reading: str) -> list[int]:
    """Where another text begins behind the end of a sentence: at a dateline.

    >>> _before_dateline("产量也高。本报讯 昨日大桥通车。"), _before_dateline("他说：“看到本报讯息。”本报讯息很快。")
    ([5], [])
    """
    return [ended.end() for ended in _ENDED.finditer(reading) if _DATELINE.match(reading, ended.end())]


def _signed_off(reading: str) -> list[int]:
    """Where the day begins behind the office that signs a notice.

    >>> _signed_off("石桥县公安局交通警察大队 2013年10月14日"), _signed_off("大桥通车 2013年10月14日")
    ([13], [])
    """
    found = _OFFICE_AND_DAY.fullmatch(reading)
    return [found.start("day")] if found else []


def _before_caption(reading: str, vocabulary: Vocabulary) -> list[int]:
    """Where a caption with a mark begins behind the end of a sentence. Several marks are those of a list.

    >>> from pathlib import Path
    >>> from edition.vocabulary import load_vocabulary
    >>> words = load_vocabulary(Path("scripts/data"))
    >>> _before_caption("动物。 ►觅食的中华秋沙鸭。", words), _before_caption("好。▲水要够。▲肥要足。", words)
    ([4], [])
    """
    starts = [ended.end() for ended in _ENDED.finditer(reading)]
    found = [at for at in starts if _MARK.match(reading, at) and captions.marked(reading[at:], vocabulary)]
    return found if len(found) == 1 and not captions.marked(reading, vocabulary) else []
