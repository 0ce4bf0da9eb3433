"""Lines of those who made a page: a label, a sign or a blank, and names; any number of them, in brackets or behind a mark."""

from __future__ import annotations

import re

from edition.restore.rules.credits import MARKS
from edition.restore.rules.names import is_name, is_shaped
from edition.vocabulary import HAN, SPACES, Vocabulary

_BEFORE = (
    "本版|本期|今日|值班|责任|責任|执行|執行|见习|實習|实习|图片|文字|视觉|美术|美術"
    "|电子|网站|网络|新媒体|微信|本文|首席|主任|总|副|文稿|图文"
)
_WORK = (
    "编辑|編輯|责编|責編|编审|主编|主編|美编|美編|美术|组版|版式|排版|制版|校对|校對|检校|审读|审核|審核|核稿|审校|审签|监审"
    "|签发|监制|總監|总监|统筹|策划|编发|录入|值班主任|总值班|一审|二审|三审|初审|复审|複审|终审|終审|一審|二審|三審|初審|複審|終審"
)
WORK = re.compile(f"{_WORK}|设计")
"""Matches what every line of the staff has, and is quick."""
_TRANSLATED = "譯者|译者|编译|編譯"
"""Who put a text into Chinese. Alone such a name is a byline, beside those of the staff it is one of theirs."""
_LABEL = rf"(?:{_BEFORE})*(?:{_WORK}|{_TRANSLATED})(?:设计|制作)?"
LABEL = re.compile(_LABEL)
"""Matches what somebody did for the page: 责任编辑, 二审."""
_NAME = rf"[{HAN}]{{2,4}}(?:·[{HAN}]{{1,6}})?"
_ENTRY = re.compile(
    rf"(?P<label>{_LABEL})(?P<sign>[{SPACES}]*[:：/／丨|｜][{SPACES}]*|[{SPACES}]+)(?P<names>{_NAME}(?:[、，,/／{SPACES}]+(?!{_LABEL}){_NAME})*)"
)
_AROUND = re.compile(rf"^[{MARKS}{SPACES}]*[（(【\[［]?|(?:[）)】\]］](?:\d{{6,8}})?)?[{SPACES}]*$")
_BETWEEN = re.compile(rf"[{SPACES}|｜丨，,;；/／{MARKS}]*")
_ENDING = re.compile(rf"(?<=[。！？”」』）)])[{SPACES}]*[（(【\[][^（）()【】\[\]。！？]{{4,24}}[）)】\]](?:\d{{6,8}})?[{SPACES}]*$")
_NAMES = re.compile(_NAME)


def staff(line: str, vocabulary: Vocabulary) -> bool:
    """Whether a line names those who made the page, and nothing else.

    >>> from pathlib import Path
    >>> from edition.vocabulary import load_vocabulary
    >>> words = load_vocabulary(Path("scripts/data"))
    >>> staff("编辑 李珊 审核 王家福", words), staff("（责编：李珊、王芳）", words), staff("审核：把好关", words)
    (True, True, False)
    >>> staff("（譯者：李珊/核稿：王芳）1130903", words), staff("译者：王芳", words)
    (True, False)
    """
    text = _AROUND.sub("", line)
    at = entries = translated = 0
    names: list[str] = []
    while at < len(text):
        entry = _ENTRY.match(text, at)
        if entry is None:
            return False
        entries += 1
        translated += entry["label"] in _TRANSLATED.split("|")
        names += _NAMES.findall(entry["names"])
        at = _BETWEEN.match(text, entry.end()).end()  # type: ignore[union-attr]
    # Behind a single label, a word that is no name can stand as well: 审核：把好关.
    test = is_shaped if entries > 1 else is_name
    return entries > translated and all(test(name, vocabulary) for name in names)


def begins(line: str) -> list[int]:
    """The offsets at which the names of the staff can begin inside a line."""
    return [match.start() for match in LABEL.finditer(line) if match.start()]


def ending(line: str, vocabulary: Vocabulary) -> int:
    """The offset at which the staff stands in brackets behind the last sentence of a text, with or without the day; 0 if it does not.

    >>> from pathlib import Path
    >>> from edition.vocabulary import load_vocabulary
    >>> words = load_vocabulary(Path("scripts/data"))
    >>> [ending(line, words) for line in ("雨停了。（編輯：李小河）1130903", "雨停了。（王芳 编辑整理）", "（编辑：王芳）")]
    [4, 0, 0]
    """
    found = _ENDING.search(line) if WORK.search(line) else None
    return found.start() if found and staff(found[0], vocabulary) else 0
