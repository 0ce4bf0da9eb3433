"""What an edition has names for: places, people, themes, newspapers, and the words that tell its articles apart, each with its pinyin.

Search offers them before passages, finds them by pinyin (`rugao`, `rg`), and reads a word that is found nowhere as one that sounds alike.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from pypinyin import Style, pinyin

from edition.model import Edition
from edition.publish.groups import by_province
from edition.publish.indexes.newspapers import page_names, papers
from edition.publish.indexes.people import NAMES, anchors_of
from edition.publish.indexes.places import seats_of
from edition.publish.indexes.themes import in_use
from edition.publish.spelling import order

WORDS = 6_000
"""Words that are kept, those of most articles first: some 40 KB, packed."""
_TIMES = re.compile(r"（\d+次）$")
_HAN = re.compile("[\u4e00-\u9fff]{2,6}")

Row = list[object]


def names(edition: Edition) -> dict[str, object]:
    """By kind the names, each with pinyin, number of articles and where it leads; and the characters of each syllable that one
    of theirs can have: 天长 is spelled tianchang, whatever a dictionary says of 长.

    A place leads to its entry and to its value as a facet, a person to an entry, a theme and a newspaper to a page; a word leads nowhere.
    """
    rows: dict[str, list[Row]] = {
        "place": list(_places(edition)),
        "person": list(_people(edition)),
        "theme": [[theme.label, _sound(theme.label), len(found), f"themes/{theme.id}.html"] for theme, found in in_use(edition)],
        "newspaper": [[name, _sound(name), len(found), f"{page_names(edition)[name]}.html"] for name, found in papers(edition).items()],
        "word": list(_words(edition)),
    }
    present = {character for kind in rows.values() for row in kind for character in str(row[0])}
    return {"rows": rows, "sounds": {syllable: signs for syllable, signs in _characters().items() if not present.isdisjoint(signs)}}


@cache
def _characters() -> dict[str, str]:
    """The characters of each syllable, of those that are in daily use (GB 2312, first level)."""
    found: dict[str, str] = {}
    for row in range(0xB0, 0xD8):
        for cell in range(0xA1, 0xFF):
            character = bytes((row, cell)).decode("gb2312", errors="ignore")
            for syllable in pinyin(character, style=Style.NORMAL, heteronym=True)[0] if character else ():
                found[syllable] = found.get(syllable, "") + character
    return dict(sorted(found.items()))


def _sound(name: str, person: bool = False) -> str:
    """The pinyin, its syllables apart by blanks."""
    return order(name, person)[1]


def _places(edition: Edition) -> Iterator[Row]:
    """Every unit down to the townships, with the names of those that it lies in, the widest first; in the official order."""
    anchors = seats_of(edition)[1]
    pages = {province.name: f"provinces/{province.id}.html" for province in edition.provinces}
    for way, count in _ways(edition).items():
        leads = pages[way[0]] if len(way) == 1 else f"places/index.html#{anchors.name(way)}"
        yield [way[-1], _sound(way[-1]), count, leads, "/".join(way)]


def official(edition: Edition) -> dict[str, int]:
    """The places that articles name, written as facets write them, each with its rank in the official order."""
    return {"/".join(way): rank for rank, way in enumerate(_ways(edition))}


def _ways(edition: Edition) -> Counter[tuple[str, ...]]:
    """Every place that articles name, as the units from the province down, with the number of its articles."""
    counts: Counter[tuple[str, ...]] = Counter()
    found = by_province(edition)
    counts.update({(province.name,): len(found[province.name]) for province in edition.provinces if province.name in found})
    for group in seats_of(edition)[0]:
        for seat in group.items:
            for path, _ in seat.placed:
                counts.update((seat.province, *path[: n + 1]) for n in range(len(path)))
    return counts


def _people(edition: Edition) -> Iterator[Row]:
    counts: Counter[str] = Counter()
    for article in edition.works:
        counts.update(dict.fromkeys((byline.name for byline in article.bylines if byline.name.strip()), 1))
    anchors = anchors_of(edition)
    for name, count in counts.items():
        yield [name, _sound(name, person=True), count, f"people/index.html#{anchors.name((NAMES, name))}"]


def _words(edition: Edition) -> Iterator[Row]:
    """The keywords of articles and the words that speak for their themes."""
    counts: Counter[str] = Counter()
    for article in edition.works:
        description = edition.descriptions[article.id]
        cues = (_TIMES.sub("", cue) for theme in description.themes for cue in theme.evidence)
        counts.update({word for word in (*description.keywords, *cues) if _HAN.fullmatch(word)})
    for word, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:WORDS]:
        yield [word, _sound(word), count]
