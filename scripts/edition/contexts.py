"""Reads the words around a place's name that show a place of which the story only speaks, from `scripts/data/places/contexts.tsv`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from edition.errors import Said, VocabularyError
from edition.tables import compiling, table

ELSEWHERE, DOUBTFUL, JOURNEY, HERE, PRODUCT = "elsewhere", "doubtful", "journey", "here", "product"
"""What the words around a name can say: the story does not happen there; it may not; it may not, because somebody travels there, and so
whatever else it says of that place is doubtful, too; it does happen there; or the name is only a part of what a thing is called."""
REACH = 40
"""The most characters before and behind a name that are looked at."""
_NAME, _LED = "\ufffc", "\ufffb"
"""Stand for the name in what the patterns are compared with, and before one that has its province before it."""
_MARKED = re.compile(r"\{([^{}]+)\}")
_FULL_STOP = re.compile(r"[。！？；!?;\n]")
_PLACEHOLDERS = {"{place}": f"{_LED}?{_NAME}", "{far}": _LED + _NAME}
_DISH = "{dish}"
_TRADE = (
    "(?!(?:的|技能|厨艺|烹饪)?(?:节|街|城|文化|产业|产销|协会|同业|集团|大赛|比赛|非遗|制作|技艺|传承|基地|培训|之乡|发源|研究|办公室))"
)
"""What must not follow a dish: words for the trade of the place where it comes from."""


@dataclass(frozen=True, slots=True)
class Contexts:
    """What words around a name say."""

    patterns: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]
    """Each reading with all its patterns that begin with other words than the name, and all that begin with the name; in the order in which
    they are asked. The latter are compared at one place only, and so take no time."""

    def read(self, text: str, start: int, end: int, *, led: bool) -> str:
        """What the sentence around `text[start:end]` says of that place, as a reading; empty if nothing.

        Args:
            text: in simplified characters.
            start: where the name begins.
            end: where it ends.
            led: whether its province stands before it.
        """
        before = _FULL_STOP.split(text[max(0, start - REACH) : start])[-1]
        behind = _FULL_STOP.split(text[end : end + REACH], maxsplit=1)[0]
        around = before + _LED * led + _NAME + behind
        for reading, leads, begins in self.patterns:
            if begins.match(around, len(before)) or (before and (found := leads.search(around)) and not found["name"]):
                return reading
        return ""


def load_contexts(path: Path) -> Contexts:
    """Read the table, and beside it that of dishes.

    Raises:
        VocabularyError: a row is malformed or fails its own example, with its file and line.
    """
    dishes = "|".join(
        sorted((re.escape(word) for _, (word,) in table(path.with_name("dishes.tsv"), 1)), key=lambda word: (-len(word), word))
    )
    found: dict[str, list[str]] = {PRODUCT: [], ELSEWHERE: [], HERE: [], JOURNEY: [], DOUBTFUL: []}
    for place, (reading, pattern, example, counter_example, _) in table(path, 5):
        if reading not in found or not any(name in pattern for name in _PLACEHOLDERS):
            raise VocabularyError(
                place,
                Said(f"{reading} 不是读法，或者 {pattern} 里没有地名", f"{reading} is no reading, or {pattern} lacks the name"),
                Said(
                    f"读法写 {'、'.join(found)} 之一，地名写 {{place}}",
                    f"write one of {', '.join(found)}, and {{place}} for the name",
                ),
            )
        written = pattern.replace(_DISH, f"(?:{dishes}){_TRADE}")
        for placeholder, mark in _PLACEHOLDERS.items():
            written = written.replace(placeholder, mark)
        with compiling(place, pattern):
            row = _contexts({reading: [written]})
        for text, wanted in ((example, True), (counter_example, False)):
            if not any(text) or any(bool(said) != wanted for said in _said(row, text)):
                raise VocabularyError(
                    place,
                    Said(f"{pattern} 与自己的例句 {text!r} 不合", f"{pattern} does not read its own {text!r} as it should"),
                    Said("请改正式样或者例句，地名写在 {} 里", "mend the pattern or the example, with the name in {}"),
                )
        found[reading].append(written)
    return _contexts(found)


def _contexts(found: Mapping[str, Sequence[str]]) -> Contexts:
    """The patterns of each reading in one. Those that lead to the name are sought no further than there, where `name` matches."""

    def joined(patterns: Iterable[str]) -> re.Pattern[str]:
        return re.compile("|".join(patterns) or "(?!)")

    return Contexts(
        tuple(
            (
                reading,
                joined([*(p for p in patterns if p[0] not in (_NAME, _LED)), f"(?P<name>{_NAME})"]),
                joined(p for p in patterns if p[0] in (_NAME, _LED)),
            )
            for reading, patterns in found.items()
        )
    )


def _said(row: Contexts, text: str) -> Iterator[str]:
    """What a row says of each name that an example marks by braces."""
    for match in _MARKED.finditer(text):
        before, behind = _MARKED.sub(r"\1", text[: match.start()]), _MARKED.sub(r"\1", text[match.end() :])
        yield row.read(before + match[1] + behind, len(before), len(before) + len(match[1]), led="省" in match[1])
