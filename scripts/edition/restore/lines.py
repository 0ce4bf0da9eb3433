"""Cuts the text into lines, and sets aside blanks that only the dump has and the print does not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from edition.model import BOLD, TABLE, Line
from edition.trace import SourceLines, Text, join
from edition.vocabulary import HAN, SPACES

SPACES_AND_BREAKS = " \t\n\r\x0b\x0c\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""The characters that are set aside at both ends of a line."""
_REMNANT = re.compile(r"^[，。、；：！？”’）》」』]{1,3}$")
_BREAK = re.compile(r"\r\n|\n|\r")
_MARK = re.compile(rf"(#{{1,6}})[{SPACES}]+(?=\S)")
CELL, ROW = "\x1f", "\x1e"
"""What `markup` reads for the borders between cells and rows of a table, which is one line until here; here they become a tab and a line
break. No dump holds these characters, because `characters.tsv` sets them aside."""
BORDER = re.compile(f"[{CELL}{ROW}]")
_CELL, _ROW = re.compile(CELL), re.compile(ROW)
BOLD_LINE = "\x1d"
"""What `markup` reads for the asterisks before a line that is bold as a whole. No dump holds it either."""
_CJK = f"{HAN}，。、；：！？…—“”‘’（）《》〈〉【】「」·％○①-⑳\u2160-\u217f"
_LETTER = f"[{_CJK}0-9A-Za-z.%]"
# In spaced letters, extractors leave some pairs without a blank.
_SPACED = re.compile(
    rf"(?<![^{SPACES}])(?:{_LETTER}[{SPACES}]){{2,}}(?:(?:[{HAN}]{{2}}[{SPACES}])?{_LETTER}[{SPACES}])*{_LETTER}(?![^{SPACES}])"
)
_LABEL = re.compile(rf"【(?=[^【】]*[{SPACES}])(?:[{SPACES}]*[{HAN}]){{1,6}}[{SPACES}]*】")
"""Matches the label of a data base that is set with blanks: 【 标  题 】."""
_ROLE = re.compile(
    "|".join(
        rf"(?<![^{SPACES}（(、，|/]){f'[{SPACES}]?'.join(word)}(?![^{SPACES}：:])"
        for word in ("本报记者", "特约记者", "见习记者", "实习记者", "通讯员", "实习生", "本報記者", "通訊員", "實習生")
    )
    + rf"|(?<![^{SPACES}])(?:[记記作][{SPACES}]{{1,2}}者|[编編][{SPACES}]{{1,2}}[辑輯]|校[{SPACES}]{{1,2}}[对對])(?=[：:])"
)
"""Matches the word before a name, also with the blank of a line's end inside it: 实 习生 苟佳."""
_PAIR = re.compile(rf"(?:(?<=[{SPACES}]{{2}})|^){_LETTER}[{SPACES}]{_LETTER}(?=[{SPACES}]{{2}}|$)")
"""Matches two letters set apart, between wide blanks, as beside letter-spaced words."""
_BLANK = re.compile(f"[{SPACES}]+")
_HAN = re.compile(f"[{HAN}]")
_RUN = re.compile(f"[{SPACES}]{{2,}}|[\t\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_NEXT_TO_NUMBER = re.compile(rf"(?<=[{HAN}])(?<!讯)[{SPACES}]+(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%％℃])[{SPACES}]+(?=[{HAN}])")
_NEXT_TO_POINT = re.compile(
    rf"(?<=[，。、；：！？“‘（《〈【「])[{SPACES}]+|[{SPACES}]+(?=[，。、；：！？”’）》〉】」])"
    rf"|(?<=[文图])[{SPACES}]+(?=[/／])|(?<=[/／])[{SPACES}]+(?=[文图])"
)
_ASCII_POINT = re.compile(rf"(?<=[{HAN}”’）》」』】%％℃])[,;:!?]|(?<=[0-9A-Za-z])[,;:!?](?=[{HAN}“‘（《「『])")
_STOP = re.compile(rf"(?<=[{HAN}”’）》」』%％℃])[.．](?=[”’」』）]*$)")
"""Matches a point at the end of a line that stands for a full stop."""
_STOP_INSIDE = re.compile(rf"(?<=[{HAN}”’）》」』%％℃])[.．](?=[{HAN}“‘（《「『])")
_NUMERAL = re.compile(r"[一二三四五六七八九十]{1,3}")
DOTTED = 2
"""How many lines end with such a point on a page without any other full stop. Elsewhere a point between Han characters is in a name."""
_BRACKET = re.compile(r"[()]")
_CLOSE = re.compile(r"\(|\)|（|）")
_POINT = re.compile("[,;:!?()]")
_POINTS = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）"}


def lines(parts: Sequence[Text], source: str) -> list[Line]:
    """The lines that are not blank, in the order given. Each carries its line break, its margins and the blank lines after it, set aside.

    The first line also carries the blank lines before it, so that the lines together hold every character of the source.
    """
    numbers = SourceLines(source)
    dotted = _dotted(parts)
    out: list[Line] = []
    before: list[Text] = []
    gap = 0
    for part in parts:
        bare = str(part).strip(SPACES_AND_BREAKS)
        if not bare:
            aside = part.set_aside("blank-line")
            gap += 1
            if out:
                last = out[-1]
                out[-1] = Line(last.text + aside, last.number, last.gap, last.mark, last.indent)
            else:
                before.append(aside)
            continue
        if out and _REMNANT.match(bare):
            # Extractors that sort text by font write closing punctuation on a line of its own. It belongs to the line before.
            last = out[-1]
            out[-1] = Line(last.text + _clean(part, dotted)[0], last.number, last.gap, last.mark, last.indent)
            gap = 0
            continue
        number = numbers.number(part.begin)
        whole, indent, mark = _clean(part, dotted)
        if before:
            whole = join([*before, whole])
            before = []
        out.append(Line(whole, number, gap, mark, indent))
        gap = 0
    return out if out or not before else [Line(join(before), 1)]


def _dotted(parts: Sequence[Text]) -> bool:
    """Whether the page writes its full stops as points."""
    if any("。" in str(part) for part in parts):
        return False
    return sum(bool(_STOP.search(str(part).strip(SPACES_AND_BREAKS))) for part in parts) >= DOTTED


def _clean(part: Text, dotted: bool) -> tuple[Text, int, str]:
    """The line with its break, margins and markup set aside; its indent in columns (a full-width blank is two); its markup (`#`).

    Args:
        dotted: the page writes its full stops as points.
    """
    part = part.replace(_BREAK, "", "line-break")
    reading = str(part)
    bare = reading.lstrip(SPACES_AND_BREAKS)
    indent = sum(2 if character == "\u3000" else 1 for character in reading[: len(reading) - len(bare)])
    part = part.strip(SPACES_AND_BREAKS, "margin")
    if BORDER.search(str(part)):
        return part.replace(_CELL, "\t", "table-cell").replace(_ROW, "\n", "table-row"), indent, TABLE
    mark = ""
    found = _MARK.match(str(part))
    if found:
        mark = found.group(1)
        part = part.replace(re.compile(rf"\A{re.escape(found.group())}"), "", "markdown-mark")
    elif str(part).startswith(BOLD_LINE):
        mark = BOLD
        part = part.strip(BOLD_LINE, "markdown-mark")
    return spacing(points(_stops(part, dotted))), indent, mark


def _stops(text: Text, dotted: bool) -> Text:
    """The text with a point behind its last Han character read as a full stop; on a `dotted` page also the points inside it.

    >>> str(_stops(Text.of("住进了新房."), False)), str(_stops(Text.of("买买提.艾力说......"), False))
    ('住进了新房。', '买买提.艾力说......')
    >>> str(_stops(Text.of("一.住进了新房.大家都来"), True))
    '一.住进了新房。大家都来'
    """
    if "." not in str(text) and "．" not in str(text):
        return text
    text = text.replace(_STOP, "。", "full-stop")
    if not dotted:
        return text
    reading = str(text)
    return text.replace(_STOP_INSIDE, lambda m: m.group() if _NUMERAL.fullmatch(reading[: m.start()]) else "。", "full-stop")


def spacing(text: Text) -> Text:
    """The text with the blanks of justification and of the extractor set aside. The blank between the halves of a title stays.

    >>> str(spacing(Text.of("“ 一 组 一 会 ” 组 建 任 务")))
    '“一组一会”组建任务'
    >>> str(spacing(Text.of("本 报 记 者  马 小 龙")))
    '本报记者 马小龙'
    >>> str(spacing(Text.of("本报讯（记者 庞家川 实 习生 苟佳）")))
    '本报讯（记者 庞家川 实习生 苟佳）'
    >>> str(spacing(Text.of("排列三 5 2 8"))), str(spacing(Text.of("2 0 1 9 年 5 月")))
    ('排列三5 2 8', '2019年5月')
    >>> str(spacing(Text.of("读 者  刘 玉 兰")))
    '读者 刘玉兰'
    >>> str(spacing(Text.of("全 村 栽 下 梨树 三 百 亩")))
    '全村栽下梨树三百亩'
    >>> str(spacing(Text.of("投资 20 亿元 （ 含税）")))
    '投资20亿元 （含税）'
    >>> str(spacing(Text.of("党旗猎猎新潮涌 不忘初心得始终")))
    '党旗猎猎新潮涌 不忘初心得始终'
    """
    if not _BLANK.search(str(text)):
        return text
    closed = _closed(_closed(_closed(text, _LABEL), _ROLE), _SPACED)
    if closed is not text:
        text = _closed(closed, _PAIR)
    text = text.replace(_RUN, " ", "blanks-to-one")
    text = text.replace(_NEXT_TO_NUMBER, "", "blank-beside-number")
    return text.replace(_NEXT_TO_POINT, "", "blank-beside-punctuation")


def _closed(text: Text, spaced: re.Pattern[str]) -> Text:
    """The text without the blanks in what `spaced` matches; the text itself if it matches nothing. Figures alone are no spaced
    letters: 5 2 8 are three numbers."""
    cuts = [at for match in spaced.finditer(str(text)) if _HAN.search(match[0]) for at in match.span()]
    if not cuts:
        return text
    parts = text.split_at(cuts)
    return join(part.replace(_BLANK, "", "letter-spacing") if n % 2 else part for n, part in enumerate(parts))


def points(text: Text) -> Text:
    """The text with ASCII punctuation beside Han characters read as full-width: the print has it so. Brackets change in pairs.

    >>> str(points(Text.of("好消息,村(社区)增长18.8%;见1,000.5和F(x)")))
    '好消息，村（社区）增长18.8%；见1,000.5和F(x)'
    """
    if not _POINT.search(str(text)):
        return text
    text = text.replace(_ASCII_POINT, lambda m: _POINTS[m.group()], "ascii-punctuation")
    return _brackets(text) if _BRACKET.search(str(text)) else text


def _brackets(text: Text) -> Text:
    """The text with ASCII brackets read as full-width: pairs with a Han character inside or right before them, and single ones beside a
    Han character."""
    reading = str(text)
    wide: set[int] = set()
    opened: list[int] = []
    for match in _CLOSE.finditer(reading):
        at, sign = match.start(), match.group()
        if sign in "(（":
            opened.append(at)
            continue
        begin = opened.pop() if opened else -1
        inside = reading[begin + 1 : at] if begin >= 0 else reading[max(0, at - 1) : at]
        beside = reading[max(0, begin - 1) : begin] if begin > 0 else ""
        if re.search(f"[{HAN}]", inside) or re.fullmatch(f"[{HAN}”’》]", beside):
            wide.update((begin, at))
    for at in opened:
        if re.search(f"[{HAN}]", reading[max(0, at - 1) : at + 2]):
            wide.add(at)
    if not wide:
        return text
    return text.replace(_BRACKET, lambda m: _POINTS[m.group()] if m.start() in wide else m.group(), "ascii-punctuation")
