"""Cuts a line that holds two or three things: a byline and the text after it, a title and the byline or dateline after it, a sentence and a
caption or names after it. Extractors put on one line what stands at one height, and sites put their fields on one line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from edition.days import DAY, TIME, only_a_day
from edition.layout import NUMBERED
from edition.model import BOLD, TABLE, Line
from edition.restore.page import unclosed
from edition.restore.rules import bylines, captions, furniture, letters, sites, staff
from edition.trace import Text
from edition.vocabulary import HAN, SPACES, Vocabulary

LONGEST = 26
"""The longest title or byline before something else on one line, in characters."""
SHORTEST = 3
"""The shortest end of a title before a byline on one line, in characters."""
RUN_ON = 40
"""The shortest text behind a title, and the shortest line of several paragraphs, in characters."""
HEAD = 60
"""The longest title before a wide blank, in characters."""
MEDIUM = 10
"""The longest name of a medium before 记者, in characters."""
DATELINE = 30
"""The longest dateline, which has blanks of its own, in characters."""
WIDE = 3
"""The fewest characters of a blank that stands behind a title."""
_OF_BLANKS = ("blanks-to-one", "blank-beside-punctuation", "blank-beside-number")
"""The rules that left less of a blank than the dump has."""
_IS_END = re.compile("[。！？][”’』」）)]?$")
"""Matches the end of a sentence at the end of a text."""
_SOURCE = re.compile(
    r"(?<=[。！？”])(?:(?:新闻线索)?[报爆]料(?:通道|热线|平台|电话)[:：].{4,80}|[（(](?:来源|來源|稿源|据)[:：][^（）()。]{2,20}[）)])$"
)
"""Matches a source in brackets, or how to reach the paper, behind the last sentence of a text."""
_JUMP = re.compile(
    rf"(?<=[{HAN}。！？”’」』）)，、；：])[{SPACES}]*(?P<jump>[（(【\[［](?:下[转轉接]|转|轉|[紧緊]接)第?[\dA-Za-z一二三四五六七八九十、]{{1,5}}版[^（）()。]{{0,12}}[）)】\]］])$"
)
"""Matches where a text that goes on on another page is cut off, behind its last words: （下转第3版）."""
_BRACKETED = re.compile(
    rf"[^。！？，〔〕【】［］（）()]{{4,{LONGEST + 14}}}?"
    rf"(?=[〔【［]本?[报報]?[{HAN}]{{0,6}}[记記]者[^〔〕【】［］。，]{{2,16}}[报報][导導道][〕】］])"
)
"""Matches what stands before a dateline in brackets with its reporter: a title, where no blank parts the two."""
_SIGNED = re.compile(rf"(?:本[报報])?[记記]者[{SPACES}]+(?=[{HAN}]{{2,4}})")
"""Matches the role before the first name of a byline."""
_STOPS = re.compile("[。！？]")
_NO_TITLE = re.compile(r"[。；]|[：:]$|^[一二三四五六七八九十\d]{1,3}[、.．）)]")
"""Matches what no title before a wide blank has: the end of a clause, the number of a point."""
_HAN = re.compile(f"[{HAN}]")
_HAN_OR_COMMA = re.compile(f"[{HAN}，、]")
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
"""Matches a line of the office that signs a notice and the day."""
_DATELINE = re.compile(r"本[报報][讯訊](?!息)")
_MORE = re.compile(
    rf"(?<=[^{SPACES}])返回[{HAN}]{{2,6}}[，,]?[{SPACES}]?查看更多[{SPACES}]*(?:责任编辑[:：][{SPACES}]*[{HAN}]{{0,4}})?$|"
    r"(?<=[…．.。、，\s])(?:(?:阅读|閱讀|查看|詳|详)全文|(?:繼續|继续)(?:閱讀|阅读)(?:全文)?)[>»]*$"
)
"""Matches the link to the rest of a text."""
_MORE_WORD = re.compile("全文|阅读|閱讀|查看更多")
"""Matches a word that each such link has, and is quick."""
_MARK = re.compile(r"[^\w（(\[【［]")
"""Matches the sign with which a marked caption begins (►▲), and no word (图为)."""


def halves(lines: list[Line], vocabulary: Vocabulary) -> list[Line]:
    """The lines, each cut where it holds more than one thing."""
    return [part for line in lines for part in _cut(line, vocabulary)]


def _cut(line: Line, vocabulary: Vocabulary) -> Iterator[Line]:
    behind = _BEHIND_SENTENCE.fullmatch(str(line.text)) if line.rank else None
    if behind:
        above, below = line.text.split_at([behind.start("title")])
        yield replace(line, text=above, mark="")
        yield replace(line, text=below, gap=0)
        return
    parts: list[tuple[Text, str]] = []
    for part in [] if line.mark == TABLE else line.text.split_at(_cuts(str(line.text), vocabulary)):
        title = _title(part)
        head, text = part.split_at([title]) if title else (Text(), part)
        parts += [(head, BOLD)] if title else []
        parts += [(one, "") for one in text.split_at(_paragraphs(text))]
    if len(parts) < 2:
        yield line
        return
    for n, (text, mark) in enumerate(parts):
        text = text.strip(SPACES, "margin")
        yield Line(text, line.number, mark=mark) if n else replace(line, text=text, mark=line.mark or mark)


def _cuts(reading: str, vocabulary: Vocabulary) -> list[int]:
    labelled = sites.LABEL.match(reading)
    begin = labelled.end() if labelled else 0
    text = bylines.run_in(reading[begin:], vocabulary)
    begins = [begin, begin + text] if text else [begin, *_glued(reading, begin, vocabulary)] if begin else []
    begins = (
        begins
        or _stamped(reading)
        or _recorded(reading, vocabulary)
        or _author_cuts(reading, vocabulary)
        or _between_blanks(reading, vocabulary)
        or _bracketed(reading)
    )
    more = _more(reading)
    ends = [
        cut
        for cut in (
            more,
            _sourced(reading[: more or None].rstrip(SPACES)),
            _jumps(reading),
            bylines.signed(reading, vocabulary),
            staff.ending(reading, vocabulary),
            *_before_caption(reading, vocabulary),
            *_before_dateline(reading),
            *_signed_off(reading),
        )
        if cut
    ]
    return sorted(cut for cut in {*begins, *ends} if reading[:cut].strip(SPACES) and reading[cut:].strip(SPACES))


def _title(text: Text) -> int:
    """The offset at which a text begins behind its title and a wide blank on one line; 0 if it does not.

    >>> line = "渡口添了新船   昨日，渡口添了一条新船，过河的村民不用再等半个钟头，老人坐得稳，孩子坐得欢，船工说天不亮就有人来了。"
    >>> _title(Text.of(line)), _title(Text.of(line.replace("   ", " ")))
    (9, 0)
    """
    if len(text) < RUN_ON:
        return 0
    first, second, *_ = [*(at for at, width in _gaps(text) if width >= WIDE), len(text), len(text)]
    before = str(text)[:first].rstrip(SPACES)
    if not SHORTEST < len(before) <= HEAD or second - first < RUN_ON or _NO_TITLE.search(before):
        return 0
    return 0 if unclosed(before) or bylines.opens(before) else first


def _sourced(reading: str) -> int:
    """The offset at which a source in brackets, or how to reach the paper, stands behind the last sentence of a text; 0 if neither does.

    >>> _sourced("路通了。（来源：青山日报）"), _sourced("路通了（来源：青山日报）"), _sourced("路通了。爆料热线：请拨打12345")
    (4, 0, 4)
    """
    found = _SOURCE.search(reading)
    return found.start() if found else 0


def _jumps(reading: str) -> int:
    """The offset of the words that say on which page a text goes on, behind its last words; 0 if there are none.

    >>> _jumps("桥修好了。（下转第3版）"), _jumps("（下转第3版）"), _jumps("他写道（转第二车间）")
    (5, 0, 0)
    """
    found = _JUMP.search(reading) if reading[-1:] in "）)】]］" else None
    return found.start("jump") if found else 0


def _paragraphs(text: Text) -> list[int]:
    """Where paragraphs begin that a program wrote on one line: a blank stands behind some of the sentences or before the number of a point,
    and nowhere else.

    >>> text = "渡口添了一条新船。村民不用再等。 船工姓周，今年六十岁。他撑了三十年船。 新船有座位，装了栏杆，孩子坐得稳，老人坐得住。"
    >>> _paragraphs(Text.of(text)), _paragraphs(Text.of(text.replace("，", "， "))), _paragraphs(Text.of(text.replace("。", "。 ")))
    ([17, 37], [], [])
    """
    if len(text) < RUN_ON:
        return []
    reading, gaps = str(text), list(_gaps(text))
    before = {at: reading[:at].rstrip(SPACES) for at, _ in gaps}
    ended = [
        at
        for at, width in gaps
        if _IS_END.search(before[at]) or NUMBERED.match(reading[at : at + 6]) or (width > 1 and before[at][-1:] == "：")
    ]
    ends = [at for at in ended if _STOPS.search(reading, at)]
    others = [at for at in before if at > DATELINE and at not in ended and _HAN.match(reading, at) and _HAN_OR_COMMA.match(before[at][-1])]
    wide = all(width > 1 for at, width in gaps if at in ends)
    return ends if 4 * len(others) <= len(ends) and (wide or len(ends) <= 0.7 * len(_STOPS.findall(reading))) else []


def _gaps(text: Text) -> Iterator[tuple[int, int]]:
    """The offset behind each blank inside a line, and how wide the blank is in the dump; also where the reading has none any more."""
    at = 0
    for piece in text.pieces:
        if piece.rule in _OF_BLANKS and 0 < at < len(text):
            yield at + len(piece.text), piece.end - piece.start
        elif not piece.rule:
            yield from ((at + blank.end(), len(blank[0])) for blank in _BLANK.finditer(piece.text))
        at += len(piece.text)


def _glued(reading: str, begin: int, vocabulary: Vocabulary) -> list[int]:
    """Where the byline and the text begin that follow a title behind a label without a blank; nowhere if they do not.

    >>> from pathlib import Path
    >>> from edition.vocabulary import load_vocabulary
    >>> words = load_vocabulary(Path("scripts/data"))
    >>> _glued("正文：渡口昨日添了两条新船记者 李平 通讯员 王芳6月20日，渡口添船。", 3, words)
    [13, 25]
    >>> _glued("正文：青山网记者 李平 通讯员 王芳 青山报道6月20日，渡口添船。", 3, words)
    []
    """
    signed = _SIGNED.search(reading, begin + MEDIUM, begin + HEAD)
    if signed is None or "。" in reading[begin : signed.start()]:
        return []
    text = bylines.run_in(reading[signed.start() :], vocabulary)
    return [signed.start(), signed.start() + text] if text else []


def _more(reading: str) -> int:
    """The offset of the link to the rest of a text that a site cuts off; 0 if there is none.

    >>> _more("码头添了新船… 阅读全文>>"), _more("请您继续阅读")
    (8, 0)
    """
    found = _MORE.search(reading) if _MORE_WORD.search(reading) else None
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
    >>> _author_cuts("2019-06-20 □本报记者 李平 来源：青山日报", words)
    [11, 20]
    >>> _author_cuts("来源：青山日报本报讯（记者李平）昨日，大桥通车。", words)
    [7]
    """
    sourced = sites.SOURCED.match(reading) if "源" in reading else None
    if sourced and furniture.furniture(reading[: sourced.end()].rstrip(SPACES + "、，"), vocabulary):
        if bylines.opens(reading[sourced.end() :]):
            return [sourced.end()]
        named = bylines.byline(reading[sourced.end() :], vocabulary)
        return [sourced.end()] if named and not any(name.credit for name in named) else []
    field = sites.AUTHOR.search(reading) if len(reading) <= furniture.LONGEST else None
    if field is None or not bylines.byline(field[0].strip(), vocabulary):
        return []
    rest = [part for part in (reading[: field.start()].strip(), reading[field.end() :].strip()) if part]
    if not (sites.site_line(reading, vocabulary) or sites.site_line(" ".join(rest), vocabulary)):
        return []
    if not rest or not all(furniture.furniture(part, vocabulary) or only_a_day(part) for part in rest):
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
    for blank in _BLANK.finditer(reading[:LONGEST]) if not bylines.byline(reading, vocabulary) else ():
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


def _bracketed(reading: str) -> list[int]:
    """Where a dateline in brackets begins right behind a title.

    >>> _bracketed("兩村握手言和〔記者王小明／花蓮報導〕兩個村子今天握手。"), _bracketed("他說〔記者王小明〕握手。")
    ([6], [])
    """
    found = _BRACKETED.match(reading)
    return [found.end()] if found and bylines.opens(reading[found.end() :]) else []


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
