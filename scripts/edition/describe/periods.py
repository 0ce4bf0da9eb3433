"""Reads the phrases and days that date a page, from `scripts/data/periods.tsv` and `spring-festivals.tsv`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from edition.errors import Said, VocabularyError
from edition.tables import compiling, table


@dataclass(frozen=True, slots=True)
class Period:
    """A phrase, with the first and last day on which a newspaper uses it for its own time; None if there is no such day."""

    pattern: re.Pattern[str]
    earliest: date | None
    latest: date | None
    reason: str
    """Why the phrase belongs to that time, in Chinese, for readers."""
    example: str
    counter_example: str
    place: str
    """`file:line`, for error messages."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The tables by which a page is dated."""

    periods: tuple[Period, ...]
    spring_festivals: Mapping[int, date]
    """The first day of the lunar year, by year."""


def load_calendar(folder: Path) -> Calendar:
    """The calendar of both tables in `folder` (`scripts/data`).

    Raises:
        VocabularyError: a row is malformed, with its file and line.
    """
    periods: list[Period] = []
    for place, (pattern, earliest, latest, reason, example, counter) in table(folder / "periods.tsv", 6):
        with compiling(place, pattern):
            compiled = re.compile(pattern)
        if not (earliest or latest) or not (reason and example and counter):
            raise VocabularyError(
                place,
                Said(f"{pattern} 缺上下限、理由或者例句", f"{pattern} lacks a bound, a reason or an example"),
                Said("请填上空着的那一格", "fill in the empty cell"),
            )
        if not compiled.search(example):
            raise VocabularyError(
                place,
                Said(f"{pattern} 与自己的正例 {example!r} 不符", f"{pattern} does not match its example {example!r}"),
                Said("请改正式样或者正例", "mend the pattern or the example"),
            )
        if compiled.search(counter):
            raise VocabularyError(
                place,
                Said(f"{pattern} 与自己的反例 {counter!r} 相符", f"{pattern} matches its counter-example {counter!r}"),
                Said("请改正式样或者反例", "mend the pattern or the counter-example"),
            )
        first, last = (_day(place, day) if day else None for day in (earliest, latest))
        periods.append(Period(compiled, first, last, reason, example, counter, place))
    festivals: dict[int, date] = {}
    for place, (year, day) in table(folder / "spring-festivals.tsv", 2):
        festivals[int(year)] = _day(place, day)
    return Calendar(tuple(periods), festivals)


def _day(place: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise VocabularyError(
            place, Said(f"{text!r} 不是日期", f"{text!r} is no day"), Said("请写成 2021-07-20 这样", "write it as 2021-07-20")
        ) from error
