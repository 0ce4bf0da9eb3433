"""Places from words, not from letters: short names in words that are no place, and every unit as newspapers name it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import describing
from edition.describe.place import describe_place
from edition.gazetteer import Gazetteer, stem
from edition.model import Article, Block, Head, Role, Verdict
from edition.segmenter import dictionary
from edition.trace import Text

PHRASES = (Path(__file__).parent / "cases" / "describe" / "no-place.txt").read_text(encoding="utf-8").split("\n", 1)[1].split()
"""Everyday phrases with names of places in them that say nothing about where a story happens."""
OFTEN = 200
"""How often a word must stand in jieba's corpus to be one of two words that a name goes over."""
EACH = 3
"""How many words end with, and how many begin with, a part of a name."""
RIGHT = {"山东平原", "河南郑州"}
"""What the sweep of two words makes by chance and is a place: a unit behind its province."""
VERDICT = Verdict(Role.PARAGRAPH, "case")


def _article(title: str, *paragraphs: str) -> Article:
    return Article("case.txt", Head(title=Text.of(title)), (), tuple(Block(Text.of(text), VERDICT) for text in paragraphs))


def _neutral(words: str) -> Article:
    """A story that names no place, with the words in it twice."""
    return _article(
        "街坊心连心 好事天天有",
        f"上周，街道办起运动会，年轻人拔河，老人踢毽，孩子跳绳。大家说起{words}，都很高兴。",
        f"比赛开了一天，街坊都说，秋天还要再办一回，再谈{words}。",
    )


def _told(article: Article) -> dict[str, str]:
    tables = describing()
    place, _ = describe_place(article, tables.gazetteer, tables.cut)
    return {level: finding.value for level, finding in place.items()}


def _inside(words: str) -> Iterator[str]:
    return (words[start:end] for start in range(len(words)) for end in range(start + 2, len(words) + 1))


def _short_names(gazetteer: Gazetteer) -> set[str]:
    return {name for name, senses in gazetteer.names.items() if any(s.kind == "short" and len(s.code) <= 6 for s in senses)}


def _full_names(gazetteer: Gazetteer) -> set[str]:
    return {name for name, senses in gazetteer.names.items() if any(s.kind != "short" for s in senses)}


@pytest.mark.slow  # Thousands of stories.
def test_no_word_that_contains_a_name_is_a_place() -> None:
    gazetteer = describing().gazetteer
    short, full = _short_names(gazetteer), _full_names(gazetteer)
    words = [word for word in dictionary() if len(word) < 8 and any(part in short and part != word for part in _inside(word))]
    words = [word for word in words if not any(part in full for part in _inside(word))]
    assert len(words) > 5000
    assert {word: found for word in words if (found := _told(_neutral(word)))} == {}


@pytest.mark.slow  # Thousands of stories.
def test_no_two_words_that_a_name_goes_over_are_a_place() -> None:
    gazetteer = describing().gazetteer
    begins, ends = defaultdict(list), defaultdict(list)
    for word, count in sorted(dictionary().items(), key=lambda item: -item[1]):
        for length in range(1, len(word)) if len(word) in (2, 3) and count > OFTEN else ():
            begins[word[:length]].append(word)
            ends[word[-length:]].append(word)
    full = _full_names(gazetteer)
    pairs = {
        first + second
        for name in _short_names(gazetteer)
        for length in range(1, len(name))
        for first in ends[name[:length]][:EACH]
        for second in begins[name[length:]][:EACH]
    }
    pairs = {pair for pair in pairs if not any(part in full for part in _inside(pair))}
    assert len(pairs) > 10_000
    assert {pair: found for pair in sorted(pairs - RIGHT) if (found := _told(_neutral(pair)))} == {}


@pytest.mark.parametrize("phrase", PHRASES)
def test_no_everyday_phrase_is_a_place(phrase: str) -> None:
    assert _told(_neutral(phrase)) == {}
    assert _told(_article(f"{phrase}走进社区", f"{phrase}走进社区。居民谈{phrase}。", f"{phrase}的故事，大家都爱听。")) == {}
    assert _told(_article("邻里一家亲", f"{phrase}的故事，大家都爱听。在{phrase}面前，孩子们唱起歌。")) == {}


@pytest.mark.slow  # Thousands of stories.
@pytest.mark.parametrize("way", ["full", "township", "dateline"])
def test_every_unit_is_found_as_newspapers_name_it(way: str) -> None:
    """Each prefecture and county: once by its full name and then by its short one; before its township; in a dateline."""
    gazetteer = describing().gazetteer
    units = {
        code: name
        for code, name in gazetteer.units.items()
        if len(code) in (4, 6) and code[:2] < "71" and (len(code) == 4 or code[4:] < "70")
    }
    names, stems = Counter(units.values()), Counter(map(stem, units.values()))
    townships = {code[:6]: name for code, name in gazetteer.units.items() if len(code) == 9 and name.endswith(("镇", "乡"))}
    told: list[bool] = []
    for code, name in units.items():
        # A name that several units bear stands behind that of the unit above it.
        full = name if names[name] == 1 else gazetteer.units[gazetteer.chain(code)[-2]] + name
        if way == "full":
            article = _article("秋收正当时", f"近日，{full}的田野一片繁忙。", f"眼下，{stem(name)}已收割过半，{stem(name)}农机手忙个不停。")
        elif way == "township" and code in townships:
            article = _article("秋收正当时", f"近日，{full}{townships[code]}的田野一片繁忙。", "村民说，今年收成好。")
        elif way == "dateline" and stems[stem(name)] == 1:
            article = _article("秋收正当时", f"本报{stem(name)}3月5日电 （记者 李平）田野一片繁忙。", "村民说，今年收成好。")
        else:
            continue
        told.append(_told(article).get({4: "prefecture", 6: "county"}[len(code)]) == name)
    assert len(told) > 2000
    assert sum(told) / len(told) >= 0.98
