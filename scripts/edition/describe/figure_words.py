"""The tables by which figures are read: `figures.tsv` (words), `figure-findings.tsv` (what speaks for a reading) and `units.tsv`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from edition.describe.numerals import MULTIPLIERS
from edition.errors import Said, VocabularyError
from edition.tables import compiling, table

Cut = Callable[[str], Iterable[str]]
"""Cuts a clause into words."""
BOUNDS = ("about", "more than", "at least", "nearly", "less than", "at most")
KINDS = (
    *(
        "quantity",
        "generic",
        "paid",
        "dimension",
        "sum",
        "rate",
        "act",
        "doing",
        "work",
        "noun",
        "after",
        "stop",
        "turned",
        "joint",
        "link",
        "there is",
    ),
    *(*BOUNDS, *(f"{bound}, behind" for bound in BOUNDS), "up", "down", "basis", "now", "each", "place", "no-place"),
)
WHERE = ("", "before", "clause", "behind", "period")
"""Where the pattern of a finding is looked for: nowhere (the code finds it), anywhere before the number in its sentence, in its clause
before it, right behind it, and around a year or date, whose end `|` marks."""
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
    generic: frozenset[str]
    paid: frozenset[str]
    """Quantities of money alone."""
    dimension: frozenset[str]
    sum: tuple[str, ...]
    rate: tuple[str, ...]
    act: tuple[str, ...]
    acts: frozenset[str]
    acting: re.Pattern[str]
    working: re.Pattern[str]
    """Matches the beginning of a name by an act or a work."""
    doing: tuple[str, ...]
    work: tuple[str, ...]
    nouns: frozenset[str]
    noun: re.Pattern[str]
    """Matches what is counted, right behind the unit."""
    stop: frozenset[str]
    turned: frozenset[str]
    joint: frozenset[str]
    ends: frozenset[str]
    """Words that are no part of a name: stop, turned and joint."""
    plain: re.Pattern[str]
    """Matches bounds alone, before a number."""
    there: frozenset[str]
    there_is: re.Pattern[str]
    """Matches what says that there is something, up to its number."""
    now: re.Pattern[str]
    each: re.Pattern[str]
    """Matches what ends a period and is part of the name."""
    place: re.Pattern[str]
    """Matches what may be the name of a unit."""
    ends_place: re.Pattern[str]
    no_place: re.Pattern[str]
    subject: re.Pattern[str]
    """Matches the end of who acts."""
    weights: dict[str, float]
    """A finding to how much it speaks for a reading; less than 0 is against it."""
    most: float
    """The greatest weight of a finding."""
    patterns: dict[str, tuple[tuple[str, re.Pattern[str]], ...]]
    """Where a finding is looked for (`WHERE`), to the findings with their patterns."""

    def without_place(self, name: str) -> str:
        """The name of a quantity without the unit for which it holds: 财政收入 for 清溪县财政收入."""
        found = self.place.match(name)
        return name if not found or self.no_place.search(name, 0, found.end() + 1) else name[found.end() :]


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
    units, shapes = _units(folder / "units.tsv")
    early, late = _any(word for kind in BOUNDS for word in words[kind]), _any(word for kind in BOUNDS for word in words[f"{kind}, behind"])
    bounds = {word: kind for kind in BOUNDS for word in (*words[kind], *words[f"{kind}, behind"])}
    there, weights, patterns = _any(words["there is"]), *_findings(folder / "figure-findings.tsv")
    unit, times = "|".join(shapes), _any(MULTIPLIERS)
    basis = (
        rf"{_any(words['basis'])}|(?:比|较|与)(?:历史上?)?(?:最[好高]的)?(?:[\u4e00-\u9fff]{{1,6}}的)?"
        r"(?:(?:20|19)\d\d年(?:\d{1,2}月)?|去年\d{1,2}月|\d{1,2}月)(?:同期|年?末|年?底)?(?:相比)?"
    )
    return FigureWords(
        units,
        re.compile(
            rf"(?P<low>{NUMERAL})(?P<more>[余多来])?(?P<times>(?!千[米克瓦])(?:{times}))?(?P<more2>[余多])?"
            rf"(?:分之(?P<percent>{NUMERAL})|(?:(?P<first>{unit})?(?P<to>[至到—–~～-]{{1,2}})(?P<high>{NUMERAL}))?(?P<unit>{unit}))(?P<late>{late})?"
        ),
        re.compile(rf"(?:(?<![附最])(?<![节签预公合行作])(?:{early}|{_any(words['link'])}))+$"),
        bounds,
        re.compile(early),
        re.compile(
            rf"(?P<basis>{basis})?(?:分别)?(?:年均|实际|名义|累计|平均|又|再|均|将|可|已|净)?"
            rf"(?<!新)(?P<verb>{_any(words['up'] + words['down'])})"
            "(?:了|约|近|超过|达到?){0,2}$"
        ),
        frozenset(words["up"]),
        re.compile(basis),
        frozenset(words["quantity"]),
        frozenset(words["generic"]),
        frozenset(words["paid"]),
        frozenset(words["dimension"]),
        tuple(words["sum"]),
        tuple(words["rate"]),
        _longest(words["act"]),
        frozenset(words["act"]),
        re.compile(_any(words["act"])),
        re.compile(f"年?(?:{_any(words['act'])})|{_any(words['work'])}"),
        _longest(words["doing"]),
        _longest(words["work"]),
        frozenset(words["noun"]),
        re.compile(rf"的?(?P<noun>{_any(words['noun'])})(?=[，。；！？,;!?0-9]|$|、[0-9]|{_any(words['after'])})"),
        frozenset(words["stop"]),
        frozenset(words["turned"]),
        frozenset(words["joint"]),
        frozenset(words["stop"] + words["turned"] + words["joint"]),
        re.compile(f"(?:{early}|[了共]|共计|累计|总计|一共)*"),
        frozenset(words["there is"]),
        re.compile(rf"(?<![没还])(?:{there})(?:{early})*$"),
        re.compile(rf"{_any(words['now'])}|(?<![年来])至今(?!年)|近?[0-9一二三四五六七八九十两几]{{1,3}}年多?[间内]"),
        re.compile(_any(words["each"])),
        re.compile(rf"[\u4e00-\u9fff]{{2,3}}?(?:{_any(words['place'])})"),
        re.compile(rf"(?:{_any(words['place'])}|村|社区)$"),
        re.compile(_any(words["no-place"])),
        re.compile("(?:[局会委部队院校厂司镇乡村县市区站所社室组团员民人户行店馆府警军兵师者家方]|企业|中心|基地|学生|师生)$"),
        weights,
        max(weights.values()),
        patterns,
    )


def _findings(path: Path) -> tuple[dict[str, float], dict[str, tuple[tuple[str, re.Pattern[str]], ...]]]:
    """The weights of findings, and where their patterns are looked for."""
    weights: dict[str, float] = {}
    patterns: dict[str, list[tuple[str, re.Pattern[str]]]] = {where: [] for where in WHERE}
    for place, (finding, weight, where, pattern, _) in table(path, 5):
        if where not in WHERE or bool(where) != bool(pattern) or not re.fullmatch(r"-?\d+(?:\.\d+)?", weight):
            raise VocabularyError(
                place,
                Said(f"{where!r} 不是查找的地方，或者 {weight!r} 不是数", f"{where!r} is no place to look, or {weight!r} is no number"),
                Said(
                    f"请写 {'、'.join(WHERE[1:])} 之一并写出样式，或者都不写",
                    f"write one of {', '.join(WHERE[1:])} with a pattern, or neither",
                ),
            )
        weights[finding] = float(weight)
        if where:
            with compiling(place, pattern):
                patterns[where].append((finding, re.compile(pattern)))
    return weights, {where: tuple(found) for where, found in patterns.items()}


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
        pattern = re.escape(unit) + (f"(?!次|{before})" if before else "(?!次)")
        with compiling(place, before):
            re.compile(pattern)
        units[unit], patterns[unit] = Unit(base, Decimal(factor), kind), pattern
    return units, [patterns[unit] for unit in sorted(patterns, key=lambda unit: (-len(unit), unit))]
