"""What editors change, read and validated into one frozen `Vocabulary`.

Every table in `scripts/data/` is a TSV with comment lines (`#`) and one header line. One row is one fact, and every pattern carries
an example and a counter-example: a row that does not keep its word is refused with its file and line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from edition.days import RECENT
from edition.errors import Said, VocabularyError
from edition.segmenter import dictionary
from edition.tables import compiling, table

HAN = "\u3400-\u9fff\U00020000-\U0003ffff〇々"
"""Han characters, for use inside a bracket expression."""
SPACES = " \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""Blanks that a dump uses inside a line, for use inside a bracket expression."""
COUNTY_PAPER = (
    "今日(?!头条|关注|要闻|导读|热点|视点|话题|天气|提示|看点|聚焦|财经|体育|生活|新闻|本版|本报|出版|更多|推荐|评论|论坛|农村|[一二四六八十])"
    rf"[{HAN}]{{2,3}}(?![版{HAN}])"
)
"""A pattern: the name of a county's paper, 今日 and the county. Other words show that it is a paper, the day above all."""
FREQUENT = 3
"""Occurrences in jieba's corpus from which a word counts; rarer ones are mostly names that any two characters make."""
_BLANK = re.compile(f"[{SPACES}]+")
VOCABULARIES = 4
"""For how many vocabularies the patterns that are made of one are kept. A build has one; tests have more."""


WHERE = ("anywhere", "edge", "foot", "inside", "head", "below")
"""Where a line of furniture counts: wherever it stands; at the edge of the page or beside other furniture; at the end of the page or beside
what a site prints; wherever it stands, and it stays in its article; wherever it heads a list of links; below the text of an article."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a pattern table."""

    name: str
    """The rule that verdicts and pieces name."""
    pattern: re.Pattern[str]
    example: str
    counter_example: str
    place: str
    """`file:line`, for error messages."""
    where: str = "anywhere"
    """One of `WHERE`."""


PARTS = ("button", "counter", "field", "author", "medium", "rights")
"""The kinds of `site-parts.tsv`."""
COUNTS = ("alone", "foot", "row", "weak")
"""How much a part of a site's line counts for."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One row of the table of what sites print: a part of a line."""

    kind: str
    """One of `PARTS`."""
    counts: str
    """One of `COUNTS`."""
    pattern: re.Pattern[str]
    """Matches the part in a line without blanks."""


LABELS = ("display", "names", "caption", "caption goes on", "begins", "goes on", "cut")
"""What evidence can speak for. The last one is what a line costs that is no prose and stands inside a sentence."""


@dataclass(frozen=True, slots=True)
class Weight:
    """One row of the table of weights: how much a finding speaks for a label."""

    name: str
    value: float
    """Less than 0 if it speaks against the label."""
    words: str
    """What the finding is called for readers, in Chinese; empty for what holds for every line with that label."""


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The tables that restoration reads. Two are equal only if they are one: so answers can be remembered with it."""

    characters: Mapping[str, tuple[str, str]]
    """Character to its reading and the rule's name."""
    character_class: re.Pattern[str]
    """Matches one character of `characters`."""
    furniture: tuple[Row, ...]
    site_parts: tuple[Part, ...]
    captions: tuple[Row, ...]
    weights: Mapping[tuple[str, str], Weight]
    """By label and finding."""
    roles: Mapping[str, tuple[str, ...]]
    """Role words by place (`before`, `after`, `credit`), the longest first."""
    role_word: re.Pattern[str]
    """Matches any word of `roles`: a line without one is no byline, unless it is bare names."""
    surnames: frozenset[str]
    lexicon: Mapping[str, int]
    """Frequencies of the words of two to four characters out of jieba's dictionary: where the joint of two lines makes one of them, the
    text goes on."""
    rule_words: Mapping[str, str]
    """What the rules of the tables are called for readers, in Chinese."""
    not_names: frozenset[str]
    """Words that speak against a name: a two to four character run that begins with a surname but is no person."""


def load_vocabulary(folder: Path) -> Vocabulary:
    """Read the tables of `folder` (`scripts/data`); not again as long as none of them is changed.

    Raises:
        VocabularyError: a table is missing, or a row is malformed or fails its own example, with its file and line.
    """
    return _load(folder, *((path.name, path.stat().st_mtime_ns) for path in sorted(folder.glob("*.tsv"))))


@lru_cache(VOCABULARIES)
def _load(folder: Path, *stamps: tuple[str, int]) -> Vocabulary:
    """The tables of a folder, which had these files and times of change."""
    characters: dict[str, tuple[str, str]] = {}
    rule_words: dict[str, str] = {}
    for place, (code, _, reading, rule, said, _) in table(folder / "characters.tsv", 6):
        if not re.fullmatch(r"U\+[0-9A-F]{4,6}", code):
            raise VocabularyError(
                place,
                Said(f"编码 {code!r} 不是 U+4E00 的写法", f"code {code!r} is not of the form U+4E00"),
                Said("请写十六进制", "write it in hexadecimal"),
            )
        characters[chr(int(code[2:], 16))] = (reading, rule)
        _say(rule_words, place, rule, said)
    furniture = []
    for place, cells in table(folder / "furniture.tsv", 7):
        furniture.append(_furniture(place, cells))
        _say(rule_words, place, cells[1], cells[2])
    captions = tuple(_caption(place, cells) for place, cells in table(folder / "captions.tsv", 4))
    roles: dict[str, list[str]] = {"before": [], "after": [], "credit": []}
    for place, cells in table(folder / "roles.tsv", 4):
        if cells[1] not in roles:
            raise VocabularyError(
                place,
                Said(f"位置 {cells[1]!r} 不认识", f"place {cells[1]!r} is unknown"),
                Said(f"请写其中之一：{', '.join(roles)}", f"write one of {', '.join(roles)}"),
            )
        roles[cells[1]].append(cells[0])
    surnames = frozenset(name for _, cells in table(folder / "surnames.tsv", 1) for name in cells[0].split())
    not_names = frozenset(word for _, cells in table(folder / "not-names.tsv", 1) for word in cells[0].split())
    return Vocabulary(
        characters=characters,
        character_class=re.compile("[" + "".join(map(re.escape, characters)) + "]"),
        furniture=tuple(furniture),
        site_parts=tuple(_part(place, cells) for place, cells in table(folder / "site-parts.tsv", 6)),
        captions=captions,
        weights=_weights(folder),
        roles={where: tuple(sorted(words_, key=len, reverse=True)) for where, words_ in roles.items()},
        role_word=re.compile("|".join(sorted({re.escape(word) for words_ in roles.values() for word in words_}, key=len, reverse=True))),
        surnames=surnames,
        lexicon=_lexicon(),
        rule_words=rule_words,
        not_names=not_names,
    )


@cache
def _lexicon() -> Mapping[str, int]:
    """The words of two to four characters in jieba's dictionary that are frequent enough to count."""
    return {word: count for word, count in dictionary().items() if 2 <= len(word) <= 4 and count >= FREQUENT}


def load_traditional(folder: Path) -> dict[str, str]:
    """`traditional.tsv`: traditional characters with the simplified one that search reads for each.

    Raises:
        VocabularyError: the file is missing, or a row is no pair of two characters.
    """
    found = {}
    for place, (character, reading) in table(folder / "traditional.tsv", 2):
        if len(character) != 1 or len(reading) != 1:
            raise VocabularyError(
                place,
                Said(f"{character!r} 和 {reading!r} 不是各一个字", f"{character!r} and {reading!r} are not one character each"),
                Said("请写一个繁体字、一个简体字", "write one traditional and one simplified"),
            )
        found[character] = reading
    return found


@lru_cache(RECENT)
def squeeze(line: str) -> str:
    """The line without blanks, as furniture patterns see it.

    >>> squeeze("编辑:武俊 组版:洛青")
    '编辑:武俊组版:洛青'
    """
    return _BLANK.sub("", line)


def union(patterns: Iterable[re.Pattern[str]]) -> re.Pattern[str]:
    """One pattern for what any of the patterns matches. Most lines match none of them, and to ask once is quicker.

    >>> bool(union([re.compile("报头"), re.compile(r"第\\d版")]).fullmatch("第4版"))
    True
    """
    return re.compile("|".join(f"(?:{pattern.pattern})" for pattern in patterns))


def _checked(row: Row, matches: Callable[[str], object]) -> Row:
    """The row, if its pattern matches its example and not its counter-example: an editor's change must not break the row itself."""
    for text, wanted in ((row.example, True), (row.counter_example, False)):
        if not text:
            raise VocabularyError(
                row.place,
                Said(f"{row.name} 没有正例或者反例", f"{row.name} lacks an example or a counter-example"),
                Said("请写一行相符的，再写一行不该相符的", "give it one line that matches and one that must not"),
            )
        if bool(matches(text)) != wanted:
            if wanted:
                what = Said(f"{row.name} 与自己的正例 {text!r} 不符", f"{row.name} does not match its example {text!r}")
            else:
                what = Said(f"{row.name} 与自己的反例 {text!r} 相符", f"{row.name} matches its counter-example {text!r}")
            raise VocabularyError(
                row.place,
                what,
                Said(
                    "请改正式样；如果例句本来就不属于这一类，请改例句",
                    "mend the pattern, or the example where the line is none of this kind",
                ),
            )
    return row


def _furniture(place: str, cells: list[str]) -> Row:
    where, name, _, pattern, example, counter_example, _ = cells
    if where not in WHERE:
        raise VocabularyError(
            place,
            Said(f"{where!r} 没有说清 {name} 在哪里算数", f"{where!r} says nothing about where {name} counts"),
            Said(f"请写其中之一：{'、'.join(WHERE)}", f"write one of {', '.join(WHERE)}"),
        )
    row = Row(name, _compiled(place, pattern), example, counter_example, place, where)
    return _checked(row, lambda line: row.pattern.fullmatch(squeeze(line)))


def _part(place: str, cells: list[str]) -> Part:
    kind, counts, pattern, example, counter_example, _ = cells
    if kind not in PARTS or counts not in COUNTS:
        raise VocabularyError(
            place,
            Said(f"没有 {kind!r} {counts!r} 这一类", f"there is no {kind!r} that counts {counts!r}"),
            Said(f"请写其中之一：{'、'.join(PARTS)}；{'、'.join(COUNTS)}", f"write one of {', '.join(PARTS)}; {', '.join(COUNTS)}"),
        )
    row = _checked(Row(kind, _compiled(place, pattern), example, counter_example, place), _compiled(place, pattern).fullmatch)
    return Part(kind, counts, row.pattern)


def _weights(folder: Path) -> dict[tuple[str, str], Weight]:
    weights: dict[tuple[str, str], Weight] = {}
    for place, (label, name, value, words, _) in table(folder / "weights.tsv", 5):
        if not re.fullmatch(r"-?\d+(\.\d+)?", value):
            raise VocabularyError(
                place,
                Said(f"{value!r} 不是数", f"{value!r} is not a number"),
                Said("请写 -1.5 这样的数", "write a number like -1.5"),
            )
        if label not in LABELS:
            raise VocabularyError(
                place,
                Said(f"没有 {label!r} 这种读法", f"{label!r} is no label of a line"),
                Said(f"请写其中之一：{'、'.join(LABELS)}", f"write one of {', '.join(LABELS)}"),
            )
        if (label, name) in weights:
            raise VocabularyError(
                place,
                Said(f"{label!r} 的 {name!r} 已有一行", f"there is a row for {name!r} of {label!r} already"),
                Said("请只留一行", "keep one of them"),
            )
        weights[label, name] = Weight(name, float(value), words)
    return weights


def _caption(place: str, cells: list[str]) -> Row:
    kind, pattern, example, counter_example = cells
    row = Row(f"caption-{kind}", _compiled(place, pattern), example, counter_example, place)
    return _checked(row, row.pattern.match)


def _compiled(place: str, pattern: str) -> re.Pattern[str]:
    with compiling(place, pattern):
        return re.compile(pattern.replace(r"\p{H}", f"[{HAN}]"))


def _say(words: dict[str, str], place: str, rule: str, said: str) -> None:
    """Note what a rule is called for readers; rows of one rule call it the same."""
    if not rule or not said:
        raise VocabularyError(
            place,
            Said("规则没有名称，或者没有说明", "a rule without its name or its words"),
            Said("两样都请写上：说明是给读者看的，用中文", "give both: the words are what readers see, in Chinese"),
        )
    if words.setdefault(rule, said) != said:
        raise VocabularyError(
            place,
            Said(f"{rule} 在这里叫 {said!r}，在上面叫 {words[rule]!r}", f"{rule} is called {said!r} here and {words[rule]!r} above"),
            Said("同一条规则在各行里请用同一个说明", "call a rule the same in all its rows"),
        )
