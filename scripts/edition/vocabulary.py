"""What editors change, read and validated into one frozen `Vocabulary`.

Every table in `scripts/data/` is a TSV with comment lines (`#`) and one header line. One row is one fact, and every row carries
an example and a counter-example; `failures` reports the rows that do not keep their word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import jieba  # type: ignore[import-untyped]

from edition.errors import VocabularyError

HAN = "\u3400-\u9fff\U00020000-\U0003ffff〇々"
"""Han characters, for use inside a bracket expression."""
SPACES = " \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""Blanks that a dump uses inside a line, for use inside a bracket expression."""
FREQUENT = 3
"""Occurrences in jieba's corpus from which a word counts; rarer ones are mostly names that any two characters make."""
_BLANK = re.compile(f"[{SPACES}]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a pattern table."""

    kind: str
    name: str
    pattern: re.Pattern[str]
    example: str
    counter_example: str
    place: str
    """`file:line`, for error messages."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The tables that restoration reads."""

    characters: Mapping[str, tuple[str, str]]
    """Character to its reading and the rule's name."""
    character_class: re.Pattern[str]
    """Matches one character of `characters`."""
    furniture: tuple[Row, ...]
    captions: tuple[Row, ...]
    roles: Mapping[str, tuple[str, ...]]
    """Role words by place (`before`, `after`, `credit`), the longest first."""
    role_word: re.Pattern[str]
    """Matches any word of `roles`: a line without one is no byline, unless it is bare names."""
    surnames: frozenset[str]
    lexicon: Mapping[str, int]
    """Frequencies of the words of two to four characters out of jieba's dictionary: where the joint of two lines makes one of them, the
    text goes on."""
    words: frozenset[str]
    """Words that speak against a name: a two to four character run that begins with a surname but is no person."""


def load_vocabulary(folder: Path) -> Vocabulary:
    """Read the tables of `folder` (`scripts/data`).

    Raises:
        VocabularyError: a table is missing, or a row is malformed, with its file and line.
    """
    characters: dict[str, tuple[str, str]] = {}
    for place, cells in _rows(folder / "characters.tsv", 5):
        code, _, reading, rule, _ = cells
        if not re.fullmatch(r"U\+[0-9A-F]{4,6}", code):
            raise VocabularyError(place, f"code {code!r} is not of the form U+4E00", "write it in hexadecimal")
        characters[chr(int(code[2:], 16))] = (reading, rule)
    furniture = tuple(_pattern_row(place, *cells[:5]) for place, cells in _rows(folder / "furniture.tsv", 6))
    captions = tuple(_pattern_row(place, cells[0], *cells) for place, cells in _rows(folder / "captions.tsv", 4))
    roles: dict[str, list[str]] = {"before": [], "after": [], "credit": []}
    for place, cells in _rows(folder / "roles.tsv", 4):
        if cells[1] not in roles:
            raise VocabularyError(place, f"place {cells[1]!r} is unknown", f"write one of {', '.join(roles)}")
        roles[cells[1]].append(cells[0])
    surnames = frozenset(name for _, cells in _rows(folder / "surnames.tsv", 1) for name in cells[0].split())
    words = frozenset(word for _, cells in _rows(folder / "not-names.tsv", 1) for word in cells[0].split())
    return Vocabulary(
        characters=characters,
        character_class=re.compile("[" + "".join(map(re.escape, characters)) + "]"),
        furniture=furniture,
        captions=captions,
        roles={where: tuple(sorted(words_, key=len, reverse=True)) for where, words_ in roles.items()},
        role_word=re.compile("|".join(sorted({re.escape(word) for words_ in roles.values() for word in words_}, key=len, reverse=True))),
        surnames=surnames,
        lexicon=_lexicon(),
        words=words,
    )


def _lexicon() -> dict[str, int]:
    """The dictionary that comes with jieba: a word, its frequency and its class on each line."""
    words = {}
    with jieba.get_dict_file() as file:
        for line in file:
            word, frequency, _ = line.decode("utf-8").split(" ")
            if 2 <= len(word) <= 4 and int(frequency) >= FREQUENT:
                words[word] = int(frequency)
    return words


def load_traditional(folder: Path) -> dict[str, str]:
    """`traditional.tsv`: traditional characters with the simplified one that search reads for each.

    Raises:
        VocabularyError: the file is missing, or a row is no pair of two characters.
    """
    found = {}
    for place, (character, reading) in _rows(folder / "traditional.tsv", 2):
        if len(character) != 1 or len(reading) != 1:
            raise VocabularyError(
                place, f"{character!r} and {reading!r} are not one character each", "write one traditional and one simplified"
            )
        found[character] = reading
    return found


def squeeze(line: str) -> str:
    """The line without blanks, as furniture patterns see it.

    >>> squeeze("编辑:武俊 组版:洛青")
    '编辑:武俊组版:洛青'
    """
    return _BLANK.sub("", line)


def failures(vocabulary: Vocabulary) -> list[str]:
    """The rows whose own example does not match, or whose counter-example does; one message each."""
    found = []
    for row in vocabulary.furniture:
        if not row.pattern.fullmatch(squeeze(row.example)):
            found.append(f"{row.place}: {row.name} does not match its example {row.example!r}")
        if row.pattern.fullmatch(squeeze(row.counter_example)):
            found.append(f"{row.place}: {row.name} matches its counter-example {row.counter_example!r}")
    for row in vocabulary.captions:
        if not row.pattern.match(row.example):
            found.append(f"{row.place}: {row.name} does not match its example {row.example!r}")
        if row.pattern.match(row.counter_example):
            found.append(f"{row.place}: {row.name} matches its counter-example {row.counter_example!r}")
    return found


def _pattern_row(place: str, kind: str, name: str, pattern: str, example: str, counter_example: str) -> Row:
    try:
        compiled = re.compile(pattern.replace(r"\p{H}", f"[{HAN}]"))
    except re.error as error:
        raise VocabularyError(place, f"pattern {pattern} cannot be read ({error})", "mend the regular expression") from error
    if not example or not counter_example:
        raise VocabularyError(place, f"{name} lacks an example or a counter-example", "give it one line that matches and one that must not")
    return Row(kind, name, compiled, example, counter_example, place)


def _rows(path: Path, columns: int) -> Iterator[tuple[str, list[str]]]:
    """The rows below the header, each with its `file:line`."""
    try:
        content = path.read_text(encoding="utf-8")
    except OSError as error:
        raise VocabularyError(str(path), f"cannot be read ({error.strerror})", "restore the file from the repository") from error
    except UnicodeDecodeError as error:
        raise VocabularyError(str(path), f"is not UTF-8 at byte {error.start}", "save it as UTF-8") from error
    header = False
    for number, line in enumerate(content.split("\n"), 1):
        if not line.strip() or line.startswith("# ") or line == "#":
            continue
        cells = line.split("\t")
        if len(cells) != columns:
            what = f"{len(cells)} columns instead of {columns} in {line[:60]!r}"
            raise VocabularyError(f"{path}:{number}", what, "separate the columns by one tab each")
        if not header:
            header = True
            continue
        yield f"{path}:{number}", cells
