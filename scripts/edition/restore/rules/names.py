"""Finds the persons' names in a byline."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise, product

from edition.vocabulary import HAN, SPACES, Vocabulary

_TOKEN = re.compile(rf"[^{SPACES}、，,/／;；|｜]+")
DOTS = "·•・‧．∙"
"""The forms of the dot inside a name."""
_DOTTED = re.compile(rf"[{HAN}]{{1,8}}(?:[{DOTS}][{HAN}]{{1,8}}){{1,3}}")
_SHORT = re.compile(rf"[{HAN}]{{2,4}}")
_LONG = re.compile(rf"[{HAN}]{{4,5}}")
_NO_NAME = re.compile(
    r"(?:公告|[声聲]明|[启啟啓]事|通告|公示|通知|新闻|新聞|要闻|要聞|[简簡短]讯|[簡短]訊|快[讯訊]|[导導][读讀]|專題|专题|[专專]版|副刊|言[论論]|信箱|[广廣]告|港聞|照登|招租|招[领領]|[谨謹][启啟啓]|正文|报道|報道|報導|登入|登录)$"
    r"|^(?:云上|掌上|今日)|^(?:供稿|供图|供圖|摄影|攝影|提供)$|(?:[日晚晨早时商]报|[日晚晨早時商]報|新闻网|新聞網|电视台|電視台|融媒体?|客户端|视频号)$|^(?:限制|輔導|保護|普遍)級$|^天[气氣]$|^(?:连线|連線|简介|简历|简讯|来信|來信|来稿|来电|來電|来函|时评|时间|高见|管见|说法|支招|应邀|安排|任务|方阵|计划|成果|成员|关注|關注)$|[的了着著过過是在与與及]|(?:公社|大队|大隊)$|^(?:[节節][选選]|[摘选選][編编自]|未完|待[续續]|[续續]完|[連连][载載]|[全本]文完|外[一二三四][篇首章则]|[一二三]等[奖獎]|有[删刪][节節改]|上接|下[转轉]|[详詳][见見])|^(?:据|據)?新[华華]社?$|^[见見][第上下本]|^[群读][众者]来信|^感[谢謝]信|^第|^[一二三四五六七八九十百千万]{3,}$|^[一二三四五六七八九十百]+$|^之[声聲窗家友音路]$|^走(?:基|进|進|访|訪)|^(?:本报|本報|本刊|本版|我[县縣]|我市|全[县縣]|全市|全[镇鎮])"
)
"""Matches what no name is, of the length of a name: 注销公告, 港聞, and what reporters or readers do or have: 连线, 来信."""
_MEDIUM = re.compile(rf"(?:报|報|新闻|新聞|网|網|台|客户端|融媒体?|视频)(?:[{DOTS}]|$)")
"""Matches the end of the name of a newspaper, a site or a client inside a token: 江畔商报·江畔新闻网."""
_APART = rf"([{HAN}])[{SPACES}]{{1,2}}([{HAN}])"
_ARE_DONE = re.compile("[连連][线線]|[来來][信稿电電函访訪]")
_PLACE = "镇鎮乡鄉村"
"""What places end with: 青山镇 alone is none of the names that also end so (王新村), but behind a role word these are."""

_PART = re.compile(
    "巴图|孟克|乌云|高娃|那仁|娜仁|苏和|斯琴|萨仁|图雅|敖登|宝音|朝鲁|塔娜|扎西|多杰|多吉|才让|卓玛|次仁|洛桑|尼玛|达瓦|索朗|索南|拉姆|旺堆|旺姆|平措|央金"
    "|格桑|仁青|加措|罗布|群培|曲珍|白玛|德吉|桑珠|顿珠|嘎玛|贡布|更登|旦增|丹增|边巴|米玛|普布|巴桑|强巴|江措|益西|云丹|才旦|才旺|当周|公保|夏吾|措毛|吉毛"
    "|其其格|吉日格|哈斯|格根|额尔|乌日|阿木古|呼和|布仁|达来|吉克|阿牛|沙马|木乃|吉木|曲比|海来|俄木|尔古|拉马|马海|曲木|吉伍|尔哈|木呷|日火|石一|阿衣"
)
"""Matches a frequent part of Mongolian, Tibetan and Yi names. Four characters with one of them are one name (孟克巴图), not two."""
COMMON = 100
"""How often jieba's dictionary must have seen a word so that it is a common one."""
Test = Callable[[str, Vocabulary], bool]


def has_length(token: str, _: Vocabulary) -> bool:
    """Whether `token` is as long as a person's name, two to four Han characters or parts with a dot between them (阿依·古丽), and nothing
    that no name is."""
    if _SHORT.fullmatch(token):
        return not _NO_NAME.search(token)
    return _DOTTED.fullmatch(token) is not None and not _MEDIUM.search(token)


def is_name(token: str, vocabulary: Vocabulary) -> bool:
    """Whether `token` can be a person's name by itself: it has the length, and it begins with a surname or has a dot inside."""
    if not has_length(token, vocabulary):
        return False
    if _DOTTED.fullmatch(token):
        return True
    if token in vocabulary.not_names or (len(token) > 2 and (token[:2] in vocabulary.not_names or token[-1] in _PLACE)):
        return False
    return token[:2] in vocabulary.surnames or (token[0] in vocabulary.surnames and len(token) <= 3)


def is_shaped(token: str, vocabulary: Vocabulary) -> bool:
    """Whether `token` has the length of a name and is no common word.

    Behind a role word that is enough: not every name begins with a surname of the table (次仁卓玛, 若愚). Two common words are none
    (高度关注), and neither is a place (青石镇).
    """
    if is_name(token, vocabulary):
        return True
    halves = (token[:2], token[2:]) if len(token) == 4 else ()
    words = halves and all(vocabulary.lexicon.get(half, 0) >= COMMON for half in halves)
    place = len(token) > 2 and token[-1] in _PLACE
    return has_length(token, vocabulary) and token not in vocabulary.lexicon and not (words or place)


def in_parts(token: str, vocabulary: Vocabulary) -> bool:
    """Whether a token is a Mongolian, Tibetan or Yi name of four or five characters: one half is a frequent part of such names, and the
    other is no common word.

    >>> from pathlib import Path
    >>> from edition.vocabulary import load_vocabulary
    >>> words = load_vocabulary(Path("scripts/data"))
    >>> [in_parts(token, words) for token in ("孟克巴图", "泽仁拉姆", "吉克阿牛", "格桑花开", "高度关注")]
    [True, True, True, False, False]
    """
    if not _LONG.fullmatch(token) or token in vocabulary.lexicon or token == "扎西德勒":
        return False
    cuts = (2, len(token) - 2)
    for cut in cuts:
        parts = [half for half in (token[:cut], token[cut:]) if _PART.fullmatch(half)]
        if len(parts) > 1 or (parts and not any(half in vocabulary.lexicon for half in (token[:cut], token[cut:]) if half not in parts)):
            return True
    return False


def peers(chunk: str, vocabulary: Vocabulary) -> list[tuple[str, int, int]]:
    """Two names or more without a role, of which at least half are such names (阿约 沙马木乃 吉克阿牛), and the others no common words;
    empty if there are none."""
    names = names_in(chunk, vocabulary, lambda token, words: in_parts(token, words) or is_name(token, words) or _rare(token, words))
    sure = sum(in_parts(name, vocabulary) for name, _, _ in names)
    return names if len(names) > 1 and 2 * sure >= len(names) else []


def _rare(token: str, vocabulary: Vocabulary) -> bool:
    """Whether a token has the length of a name, is no common word, and begins with none."""
    return has_length(token, vocabulary) and all(vocabulary.lexicon.get(word, 0) < COMMON for word in (token, token[:2]))


def has_surname(token: str, vocabulary: Vocabulary) -> bool:
    """Whether `token` has the length of a name and begins with a surname, also if it is a common word: 高原, 夏天, 田野.

    Behind a role word such a word is a name.
    """
    if not has_length(token, vocabulary):
        return False
    return token[:2] in vocabulary.surnames or (token[0] in vocabulary.surnames and len(token) <= 3 and token[-1] not in _PLACE)


def names_in(chunk: str, vocabulary: Vocabulary, test: Test = is_name) -> list[tuple[str, int, int]]:
    """The names in a stretch without role words, each with its offset in `chunk` and its length; empty if any word in it is no name.

    `test` says what a name is: `is_name`, or, where more speaks for names, `has_surname`, `is_shaped` or `has_length`.
    """
    tokens = [(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(chunk)]
    merged: list[tuple[str, int, int]] = []
    for token, start, end in tokens:
        last, begin, stop = merged[-1] if merged else ("", 0, 0)
        # A name of two characters is printed with a blank, to be as wide as one of three: 马 莉. In spaced letters also: 马 小 莉.
        near = start - stop <= 2 and not chunk[stop:start].strip()
        spaced = len(last) == 1 and len(token) <= 2 and near
        if last and (spaced or (len(token) == 1 and len(last) == 2 and stop - begin == 3 and near)):
            merged[-1] = (last + token, begin, end)
        else:
            merged.append((token, start, end))
    out = []
    for token, start, end in merged:
        if not test(token, vocabulary):
            return []
        out.append((token, start, end - start))
    return out


def set_apart(chunk: str, vocabulary: Vocabulary) -> list[tuple[str, int, int]]:
    """Names of two characters that are printed with a blank inside, to be as wide as those of three (时 间), each with its offset in
    `chunk` and its length; empty if anything else stands there. Behind a role such a word is a name, except for what reporters and
    readers do (连 线)."""
    if not re.fullmatch(rf"[{SPACES}]*{_APART}(?:[{SPACES}、，]+{_APART})*[{SPACES}]*", chunk):
        return []
    found = [(match[1] + match[2], match.start(), len(match[0])) for match in re.finditer(_APART, chunk)]
    return found if all(name[0] in vocabulary.surnames and not _ARE_DONE.fullmatch(name) for name, _, _ in found) else []


def run_together(chunk: str, at: int, vocabulary: Vocabulary) -> list[tuple[str, int, int]]:
    """Two or three names without blanks between them (`李涛王宁`), each with its offset in `chunk` and its length; empty if there are
    none. `at` is the offset of `chunk` in its line."""
    token = chunk.strip()
    if not re.fullmatch(rf"[{HAN}]{{4,9}}", token) or (at == 0 and token in vocabulary.not_names):
        return []
    if len(token) == 4 and any(map(_PART.fullmatch, (token[:2], token[2:]))):
        return []
    begin = chunk.index(token)
    for count in (2, 3):
        for lengths in product((3, 2), repeat=count):
            if sum(lengths) != len(token):
                continue
            starts = [sum(lengths[:n]) for n in range(count)]
            names = [token[start : start + length] for start, length in zip(starts, lengths, strict=True)]
            if all(name[0] in vocabulary.surnames and is_name(name, vocabulary) for name in names):
                return [(name, begin + start, len(name)) for name, start in zip(names, starts, strict=True)]
    return []


def parts_word(names: list[tuple[str, int, int]], chunk: str, vocabulary: Vocabulary) -> bool:
    """Whether names that no blank parts cut a word of the dictionary, so that they are a phrase rather: 山高路远一支笔.

    >>> from pathlib import Path
    >>> from edition.vocabulary import load_vocabulary
    >>> words = load_vocabulary(Path("scripts/data"))
    >>> [parts_word(run_together(chunk, 1, words), chunk, words) for chunk in ("山高路远一支笔", "李涛王宁")]
    [True, False]
    """
    for (_, _, _), (_, cut, _) in pairwise(names):
        for begin in range(max(0, cut - 3), cut):
            for end in range(cut + 1, min(len(chunk), cut + 3) + 1):
                usual = 1 if end - begin > 2 else COMMON
                if vocabulary.lexicon.get(chunk[begin:end], 0) >= usual:
                    return True
    return False


def pen_name(line: str, at: int, end: int, vocabulary: Vocabulary) -> list[tuple[str, int, int]]:
    """The pen name between offsets `at` and `end` of a line, with its offset from `at` and its length; empty if there is none.

    It need not begin with a surname (`记者 若愚`). It stands after a role word and a blank, ends the line, and is no common word.
    """
    name = line[at:end].strip()
    if (
        end < len(line)
        or not re.fullmatch(rf"[{HAN}]{{2,3}}", name)
        or name in vocabulary.not_names
        or name in vocabulary.lexicon
        or line[at - 1] not in SPACES + "：:"
    ):
        return []
    return [(name, line.index(name, at) - at, len(name))]
