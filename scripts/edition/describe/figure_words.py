"""The tables by which figures are read: `figures.tsv` (words) and `units.tsv`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from edition.describe.numerals import MULTIPLIERS
from edition.errors import Said, VocabularyError
from edition.tables import compiling, table

BOUNDS = ("about", "more than", "at least", "nearly", "less than", "at most")
KINDS = (
    *("quantity", "dimension", "sum", "rate", "act", "work", "noun", "after", "stop", "joint", "link"),
    *(*BOUNDS, "up", "down", "basis", "now", "each", "place", "no-place"),
)
UNIT_KINDS = ("money", "measure", "counter", "share", "change")
NUMERAL = "[0-9一二两三四五六七八九十百千](?:(?!千[米克瓦])[0-9.,一二两三四五六七八九十百千零〇万亿])*"
"""A pattern: what may be a number."""


class Unit(NamedTuple):
    """A unit as it is printed."""

    base: str
    factor: Decimal
    kind: str
    """One of UNIT_KINDS."""


@dataclass(frozen=True, slots=True)
class FigureWords:
    """The words, ready to be looked for."""

    units: dict[str, Unit]
    statement: re.Pattern[str]
    """Matches what may be a number with its unit."""
    before: re.Pattern[str]
    """Matches bounds and links right before a number."""
    bounds: dict[str, str]
    """A word to its bound."""
    bounding: re.Pattern[str]
    change: re.Pattern[str]
    """Matches how a quantity changed, right before the number."""
    up: frozenset[str]
    basis: re.Pattern[str]
    quantity: frozenset[str]
    dimension: frozenset[str]
    sum: tuple[str, ...]
    rate: tuple[str, ...]
    act: tuple[str, ...]
    work: tuple[str, ...]
    nouns: frozenset[str]
    noun: re.Pattern[str]
    """Matches what is counted, right behind the unit."""
    stop: frozenset[str]
    joint: frozenset[str]
    now: re.Pattern[str]
    each: re.Pattern[str]
    """Matches what ends a period and is part of the name."""
    place: re.Pattern[str]
    """Matches what may be the name of a unit."""
    no_place: re.Pattern[str]

    def without_place(self, name: str) -> str:
        """The name of a quantity without the unit for which it holds: 财政收入 for 清溪县财政收入."""
        found = self.place.match(name)
        return name if not found or self.no_place.search(found[0]) else name[found.end() :]


def _any(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "|".join(map(re.escape, _longest(words)))


def _longest(words: Iterable[str]) -> tuple[str, ...]:
    """The words, the longest first."""
    return tuple(sorted(set(words), key=lambda word: (-len(word), word)))


def load_figure_words(folder: Path) -> FigureWords:
    """The words and units of a folder (`scripts/data`).

    Raises:
        VocabularyError: a row is malformed, with its file and line.
    """
    words: dict[str, list[str]] = defaultdict(list)
    for place, (kind, cell, _) in table(folder / "figures.tsv", 3):
        if kind not in KINDS or not cell.split():
            raise VocabularyError(
                place,
                Said(f"{kind!r} 不是词的种类，或者没有词", f"{kind!r} is no kind of words, or there are none"),
                Said(f"请写 {'、'.join(KINDS)} 之一和词语", f"write one of {', '.join(KINDS)}, and words"),
            )
        words[kind] += cell.split()
    units, patterns = _units(folder / "units.tsv")
    bounds = {word: kind for kind in BOUNDS for word in words[kind]}
    early = _any(word for word in bounds if word not in ("以上", "以下", "以内", "之内", "左右", "上下", "余", "多", "超出"))
    late = _any(("以上", "以下", "以内", "之内", "左右", "上下"))
    unit, times = "|".join(patterns), _any(MULTIPLIERS)
    basis = rf"{_any(words['basis'])}|(?:比|较)(?:20|19)\d\d年(?:同期|年?末|年?底)?"
    return FigureWords(
        units,
        re.compile(
            rf"(?P<low>{NUMERAL})(?P<more>[余多来])?(?P<times>(?!千[米克瓦])(?:{times}))?(?P<more2>[余多])?"
            rf"(?:分之(?P<percent>{NUMERAL})|(?:(?P<first>{unit})?(?P<to>[至到—–~～-]{{1,2}})(?P<high>{NUMERAL}))?(?P<unit>{unit}))(?P<late>{late})?"
        ),
        re.compile(rf"(?:(?<![附最])(?<![节签预公合])(?:{early}|{_any(words['link'])}))+$"),
        bounds,
        re.compile(early),
        re.compile(
            rf"(?P<basis>{basis})?(?:实际|累计|平均|又|再|均|将|可|已|净)?(?P<verb>{_any(words['up'] + words['down'])})"
            "(?:了|约|近|超过|达到?){0,2}$"
        ),
        frozenset(words["up"]),
        re.compile(basis),
        frozenset(words["quantity"]),
        frozenset(words["dimension"]),
        tuple(words["sum"]),
        tuple(words["rate"]),
        _longest(words["act"]),
        _longest(words["work"]),
        frozenset(words["noun"]),
        re.compile(rf"的?(?P<noun>{_any(words['noun'])})(?=[，。；！？,;!?0-9]|$|、[0-9]|{_any(words['after'])})"),
        frozenset(words["stop"]),
        frozenset(words["joint"]),
        re.compile(rf"{_any(words['now'])}|近?[0-9一二三四五六七八九十两几]{{1,3}}年多?[来间内]"),
        re.compile(_any(words["each"])),
        re.compile(rf"[\u4e00-\u9fff]{{2,3}}?(?:{_any(words['place'])})"),
        re.compile(_any(words["no-place"])),
    )


def _units(path: Path) -> tuple[dict[str, Unit], list[str]]:
    """The units, and for each a pattern that matches it where it is no part of another word; the longest first."""
    units, patterns = {}, {}
    for place, (unit, base, factor, kind, before, _) in table(path, 6):
        if kind not in UNIT_KINDS or not re.fullmatch(r"\d+(?:\.\d+)?", factor):
            raise VocabularyError(
                place,
                Said(f"{kind!r} 不是单位的种类，或者 {factor!r} 不是数", f"{kind!r} is no kind of unit, or {factor!r} is no number"),
                Said(f"请写 {'、'.join(UNIT_KINDS)} 之一和一个数", f"write one of {', '.join(UNIT_KINDS)}, and a number"),
            )
        pattern = re.escape(unit) + (f"(?!{before})" if before else "")
        with compiling(place, before):
            re.compile(pattern)
        units[unit], patterns[unit] = Unit(base, Decimal(factor), kind), pattern
    return units, [patterns[unit] for unit in sorted(patterns, key=lambda unit: (-len(unit), unit))]
