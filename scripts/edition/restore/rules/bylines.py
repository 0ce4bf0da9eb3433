"""署名: who wrote, photographed or sent in. A byline is read as a whole line, in brackets at the end, or out of a dateline."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import product

from edition.vocabulary import HAN, SPACES, Vocabulary

_MARK = re.compile(rf"^[□■◎●○◇◆☆★▲△※]+[{SPACES}]*")
_SEPARATOR = re.compile(rf"[{SPACES}、，,/／:：;；|]+")
_STROKE_ROLE = re.compile(r"[/／](文|图|摄)(?![^\s、，,;；|])")
LONGEST_RUN_IN = 30
"""Characters of the longest byline that text follows on one line."""
_SENTENCE = re.compile(r"[，。]")
_GAP = re.compile(rf"[{SPACES}]|(?<=[{HAN}])(?=[0-9])")
"""Where a byline can end: at a blank, and before a figure, beside which blanks are set aside."""
_REPORTS_ON = re.compile(r"^[^，。]*(?:获悉|了解到|看到|见到|走进|来到|采访)|^[0-9年月日昨今天上下午]*[从在]")
"""What the one that is named does himself, so that he is the subject of the sentence."""
_BRACKETED = re.compile(r"^[（(【]([^（）()【】]{2,40})[）)】]$")
_SIGNED = re.compile(r"[（(]([^（）()【】，。：]{2,30})[）)]$")
_PHOTOGRAPHED = ("摄", "摄影", "摄影报道", "供图")
_ENDS_BEFORE = re.compile(rf"[。！？”…][{SPACES}]*$")
_OUTLET = re.compile(
    rf"^[{HAN}]{{1,6}}(?:日报|晚报|晨报|早报|时报|周报|新报|快报|都市报|商报|电视台|广播电台|融媒体中心|客户端)"
    rf"(?:[·•・][{HAN}A-Za-z]{{2,8}})?$"
)
_DATELINE = re.compile(
    rf"^((?:本报|[{HAN}]{{2,6}})讯|本报[{HAN}]{{0,6}}电)[{SPACES}]*"
    rf"(?:[（(]([^（）()]{{2,40}})[）)]|((?:记者|通讯员)[^，。：]{{2,12}}?)(?:报道[：:]?|从|获悉|在))?"
)
_OPENS = re.compile(rf"^本报讯|^[{HAN}]{{2}}讯(?:记者|[（(])|^本报(?:记者|通讯员)[{HAN}]{{2,4}}报道[：:]")
_REPORTS = re.compile(rf"^(?:本报|本台|本刊)?((?:记者|通讯员)[{HAN}{SPACES}]{{2,16}}?)报道[：:]")


@dataclass(frozen=True, slots=True)
class Credit:
    """A name in a byline, with the reading offsets of what belongs to it."""

    role: str | None
    name: str
    credit: str | None
    start: int
    end: int


def byline(line: str, vocabulary: Vocabulary, *, bare: bool = False) -> tuple[Credit, ...]:
    """The names of a line that is nothing but a byline; empty where it is something else.

    A role word must stand in the line unless `bare`; then two or more names in a row do, or one spaced name.

    >>> from pathlib import Path
    >>> from edition.vocabulary import load_vocabulary
    >>> words = load_vocabulary(Path("scripts/data"))
    >>> [(c.role, c.name, c.credit) for c in byline("记者 薛璐 通讯员 乔志华 文/图", words)]
    [('记者', '薛璐', None), ('通讯员', '乔志华', '文/图')]
    >>> [c.name for c in byline("张本森 马 莉 张元芳", words, bare=True)]
    ['张本森', '马莉', '张元芳']
    >>> byline("记者在现场看到", words)
    ()
    """
    mark = _MARK.match(line)
    marked = mark is not None and mark.group()[0] not in "▲△※"
    if not (bare or marked or vocabulary.role_word.search(line)):
        return ()
    at = mark.end() if mark else 0
    role: str | None = None
    role_at = at
    credit: str | None = None
    found: list[Credit] = []
    roles = 0
    while at < len(line):
        stroke = _STROKE_ROLE.match(line, at)
        if stroke and found and found[-1].role is None:
            found[-1] = replace(found[-1], role=stroke[1])
            roles, at = roles + 1, stroke.end()
            continue
        separator = _SEPARATOR.match(line, at)
        if separator:
            at = separator.end()
            continue
        word = _word(line, at, vocabulary.roles["credit"])
        if word and found and at + len(word) == len(line.rstrip()):
            found[-1] = replace(found[-1], credit=word)
            roles, at = roles + 1, at + len(word)
            continue
        word = _word(line, at, vocabulary.roles["before"])
        if word in vocabulary.roles["after"] and found and not line[at + len(word) :].strip():
            word = ""
        if word and not (len(word) == 1 and not re.match(rf"[{SPACES}:：/／]", line[at + 1 : at + 2] or "x")):
            if role in vocabulary.roles["credit"] and (not found or found[-1].end <= role_at):
                credit = role
            else:
                role_at = at
            role, roles, at = word, roles + 1, at + len(word)
            continue
        word = _word(line, at, vocabulary.roles["after"])
        if word and found:
            names = [credit for credit in found if credit.role is None] or found[-1:]
            given = None if word in ("报道", "整理", "摄影报道") and names[0].role is None else word
            found = [replace(c, role=c.role or given) if c in names else c for c in found]
            roles, at = roles + 1, at + len(word)
            continue
        end = _chunk_end(line, at, vocabulary)
        names_here = _names(line[at:end], vocabulary)
        if not names_here and (role or marked):
            names_here = _run_together(line[at:end], at, vocabulary) or (_strange(line, at, end, vocabulary) if role else [])
        if not names_here:
            return ()
        for name, offset, length in names_here:
            # A role word goes with the name that follows it.
            start = role_at if role is not None and (not found or found[-1].end <= role_at) else at + offset
            found.append(Credit(role, name, credit, start, at + offset + length))
        at, credit = end, None
    if not found or not (roles or bare or marked):
        return ()
    if roles == 0 and len(found) == 1 and not marked and not re.search(rf"[{SPACES}]", line.strip()):
        return ()
    return _tile(found, len(line))


def run_in(line: str, vocabulary: Vocabulary) -> int:
    """Where the text begins behind a byline on the same line, as a reading offset; 0 where there is none.

    >>> from pathlib import Path
    >>> from edition.vocabulary import load_vocabulary
    >>> words = load_vocabulary(Path("scripts/data"))
    >>> run_in("通讯员 廖涛 昨日上午，大桥建成通车，两岸群众奔走相告。", words)
    7
    >>> run_in("通讯员 廖涛8月6日，大桥建成通车，两岸群众奔走相告。", words)
    6
    >>> run_in("记者 在现场看到，大桥建成通车，两岸群众奔走相告。", words)
    0
    >>> run_in("记者 廖涛8月6日从交通局获悉，大桥建成通车，两岸群众奔走相告。", words)
    0
    """
    mark = _MARK.match(line)
    if not _word(line, mark.end() if mark else 0, vocabulary.roles["before"]):
        return 0
    best = 0
    for gap in _GAP.finditer(line[:LONGEST_RUN_IN]):
        rest = line[gap.end() :]
        told = len(rest) > LONGEST_RUN_IN // 2 and _SENTENCE.search(rest) and not _REPORTS_ON.match(rest)
        if told and byline(line[: gap.start()], vocabulary):
            best = gap.end()
    return best


def signed(line: str, vocabulary: Vocabulary) -> int:
    """Where the names in brackets begin that sign an article at the end of its last sentence, as a reading offset; 0 where there are none.

    >>> from pathlib import Path
    >>> from edition.vocabulary import load_vocabulary
    >>> words = load_vocabulary(Path("scripts/data"))
    >>> signed("两岸群众奔走相告。（李涛 王宁）", words), signed("两岸群众奔走相告。（完）", words)
    (9, 0)
    """
    begin = max(line.rfind("（"), line.rfind("(")) if line[-1:] in ("）", ")") else -1
    tail = _SIGNED.match(line, begin) if begin > 0 else None
    if not tail or not _ENDS_BEFORE.search(line, max(0, begin - 3), begin):
        return 0
    inner = tail[1]
    if inner.rstrip().endswith(_PHOTOGRAPHED):
        return 0  # The caption's own credit.
    found = (
        byline(inner, vocabulary, bare=True)
        or _run_together(inner, 0, vocabulary)
        or is_name(re.sub(rf"[{SPACES}]", "", inner), vocabulary)
    )
    return begin if found else 0


def open_ended(line: str, vocabulary: Vocabulary) -> bool:
    """Whether a byline ends with a role word whose name stands on the next line."""
    bare = line.rstrip()
    credits = (*vocabulary.roles["credit"], *vocabulary.roles["after"])
    return any(len(word) > 1 and word not in credits and bare.endswith(word) for word in vocabulary.roles["before"])


def closing(line: str, vocabulary: Vocabulary) -> tuple[Credit, ...]:
    """The names of a line that is a byline in brackets, as they stand at the end of an article: `（本报记者 周小倩）`, `（定 农）`."""
    match = _BRACKETED.match(line)
    if not match:
        return ()
    inner = match.group(1)
    found = byline(inner, vocabulary, bare=True) or _single(inner, vocabulary)
    if not found:
        found = tuple(Credit(None, name, None, offset, offset + length) for name, offset, length in _run_together(inner, 0, vocabulary))
    return _tile([Credit(c.role, c.name, c.credit, c.start + 1, c.end + 1) for c in found], len(line)) if found else ()


def outlet(line: str) -> bool:
    """Whether the line is the name of a newspaper or station, as it stands before a byline: `齐鲁晚报·齐鲁壹点`."""
    return bool(_OUTLET.match(line))


def dateline(paragraph: str, vocabulary: Vocabulary) -> tuple[bool, tuple[Credit, ...]]:
    """Whether a paragraph begins with 电头 (`本报讯`), and the names that stand in it."""
    match = _DATELINE.match(paragraph) or _REPORTS.match(paragraph)
    if not match:
        return False, ()
    inner = next((group for group in match.groups()[1:] if group), None) if match.re is _DATELINE else match.group(1)
    if not inner:
        return True, ()
    return True, byline(inner, vocabulary, bare=True) or _single(inner, vocabulary)


def opens(plain: str) -> bool:
    """Whether a line begins with 电头 as only the first paragraph of an article does.

    >>> opens("本报讯自村（社区）“两委”"), opens("记者昨日获悉")
    (True, False)
    """
    return bool(_OPENS.match(plain))


def _single(text: str, vocabulary: Vocabulary) -> tuple[Credit, ...]:
    """One bare name, which only brackets make a byline."""
    if _word(text, 0, vocabulary.roles["before"]):
        return ()
    names = _names(text, vocabulary, strict=False)
    return tuple(Credit(None, name, None, offset, offset + length) for name, offset, length in names)


def _word(line: str, at: int, words: tuple[str, ...]) -> str:
    return next((word for word in words if line.startswith(word, at)), "")


def _chunk_end(line: str, at: int, vocabulary: Vocabulary) -> int:
    """Where the next role or credit word begins, or the line ends."""
    words = [w for place in ("before", "after", "credit") for w in vocabulary.roles[place] if len(w) > 1 or place == "after"]
    ends = [found for word in words if (found := line.find(word, at + 2)) > at]
    stroke = _STROKE_ROLE.search(line, at)
    if stroke:
        ends.append(stroke.start())
    single = re.search(rf"[{SPACES}][文图][{SPACES}:：/／]", line[at:])
    if single:
        ends.append(at + single.start())
    return min(ends, default=len(line))


def _names(chunk: str, vocabulary: Vocabulary, *, strict: bool = True) -> list[tuple[str, int, int]]:
    """The names in a stretch without role words, each with offset and length; empty if something in it is no name."""
    tokens = [(m.group(), m.start(), m.end()) for m in re.finditer(rf"[^{SPACES}、，,/／]+", chunk)]
    merged: list[tuple[str, int, int]] = []
    for token, start, end in tokens:
        last, begin, stop = merged[-1] if merged else ("", 0, 0)
        # A name of two characters is printed with a blank, to be as wide as one of three: 马 莉; out of a spaced line also 马 小 莉.
        spaced = len(last) == 1 and len(token) <= 2 and start - stop <= 2
        if last and (spaced or (len(token) == 1 and len(last) == 2 and stop - begin == 3)):
            merged[-1] = (last + token, begin, end)
        else:
            merged.append((token, start, end))
    out = []
    for token, start, end in merged:
        if not is_name(token, vocabulary, strict=strict):
            return []
        out.append((token, start, end - start))
    return out


def _run_together(chunk: str, at: int, vocabulary: Vocabulary) -> list[tuple[str, int, int]]:
    """Two or three names whose blanks are lost, as `李涛王宁`, each with offset and length; `at` is 0 where nothing stands before them."""
    token = chunk.strip()
    if not re.fullmatch(rf"[{HAN}]{{4,9}}", token) or (at == 0 and token in vocabulary.words):
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


def _strange(line: str, at: int, end: int, vocabulary: Vocabulary) -> list[tuple[str, int, int]]:
    """A pen name behind a role word and a blank, which no surname begins: `记者 若愚`. It ends the line and is no word."""
    name = line[at:end].strip()
    if end < len(line) or not re.fullmatch(rf"[{HAN}]{{2,3}}", name) or name in vocabulary.words or line[at - 1] not in SPACES + "：:":
        return []
    return [(name, line.index(name, at) - at, len(name))]


def is_name(token: str, vocabulary: Vocabulary, *, strict: bool = True) -> bool:
    """Whether a token can be a person's name: two to four Han characters that begin with a surname, or parts with a middle dot."""
    if re.fullmatch(rf"[{HAN}]{{1,8}}[·•・][{HAN}]{{1,8}}", token):
        return True
    if not re.fullmatch(rf"[{HAN}]{{2,4}}", token):
        return False
    if not strict:
        return True
    if token in vocabulary.words or (len(token) > 2 and token[:2] in vocabulary.words):
        return False
    return token[:2] in vocabulary.surnames or (token[0] in vocabulary.surnames and len(token) <= 3)


def _tile(found: list[Credit], length: int) -> tuple[Credit, ...]:
    """Stretch the offsets so that the names share the whole line between them; what stands between two goes with the former."""
    starts = [0, *(credit.start for credit in found[1:])]
    return tuple(replace(c, start=start, end=end) for c, start, end in zip(found, starts, [*starts[1:], length], strict=True))
