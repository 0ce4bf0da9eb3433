"""The search index: what is compared, how lists are written, and that all of a text is in them."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from itertools import chain, pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, edition_of_seeds
from edition.errors import OutputError
from edition.model import Edition
from edition.publish.escape import plain
from edition.publish.search import counting, search_files
from edition.publish.search.documents import documents
from edition.publish.search.fold import DROPPED, fold
from edition.publish.search.grams import PARTS, WHEEL, Index, indexed
from edition.publish.search.postings import keyed
from edition.publish.search.signs import decode, encode
from edition.segmenter import dictionary, tokenizer


@pytest.fixture(scope="module")
def edition() -> Edition:
    return edition_of_seeds()


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold(text, {"長": "长"})
    assert fold(once, {"長": "长"}) == once
    assert not DROPPED.search(once)


@given(st.text(), st.text())
def test_a_part_folds_to_a_part(before: str, after: str) -> None:
    """Else a passage would not be found in its text: the small sigma has a form of its own at the end of a word."""
    assert fold(before + after, {}) == fold(before, {}) + fold(after, {})


@given(st.sets(st.integers(0, 10**6)))
def test_lists_of_articles_come_back(numbers: set[int]) -> None:
    assert decode(encode(sorted(numbers))) == sorted(numbers)


@given(st.lists(st.integers(0, 10**6), unique=True))
def test_lists_stand_in_a_script_as_they_are(numbers: list[int]) -> None:
    text = encode(sorted(numbers))
    assert json.dumps(text) == f'"{text}"' and " " not in text and "!" not in text


def _plainly(edition: Edition) -> dict[str, dict[tuple[str, int], int]]:
    """For each key its lists and chunks with the places, counted one character after the other."""
    words = {word: frequency for word, frequency in edition.lexicon.items() if len(word) == 2}
    out: dict[str, dict[tuple[str, int], int]] = {}
    inside: set[tuple[str, int]] = set()

    def count(part: str, chunk: int, text: str) -> None:
        text = fold(text, edition.traditional)
        for character in text:
            out.setdefault(character, {})[part, chunk] = 1
        for at, pair in enumerate(map("".join, pairwise(text))):
            here = out.setdefault(pair, {})
            here[part, chunk] = here.get((part, chunk), 0) | 1 << at % WHEEL
            beside = text[at - 1 : at + 1] if at else "", text[at + 1 : at + 3]
            if part == "paragraph" and words.get(pair, 0) >= max(words.get(word, 0) for word in beside):
                inside.add((pair, chunk))

    for document in documents(edition):
        for part, texts in (
            ("title", (document.title * document.titled, document.above, document.below)),
            ("byline", (document.byline, document.place)),
        ):
            for text in texts:
                count(part, document.first, text)
        for n, blocks in enumerate(document.chunks, document.first):
            for block in blocks:
                count(block.kind, n, block.text)
    return {
        key: {
            ("across" if len(key) > 1 and part == "paragraph" and (key, chunk) not in inside else part, chunk): bits
            for (part, chunk), bits in places.items()
        }
        for key, places in out.items()
    }


def _read(key: str, text: str) -> dict[tuple[str, int], int]:
    placed = len(key) > 1
    values = {(part, value) for part, list_ in zip(PARTS, text.split("!"), strict=False) for value in decode(list_, placed)}
    return {(part, value >> 6): value & 63 for part, value in values} if placed else dict.fromkeys(values, 1)


def test_lists_are_what_a_plain_count_gives(edition: Edition) -> None:
    found = {key: _read(key, text) for key, _, text in keyed(indexed(documents(edition), edition.traditional, edition.lexicon))}
    assert found == _plainly(edition)
    assert len(found) > 5_000


@pytest.mark.parametrize("size", [1, 37, 1_000])
def test_lists_are_the_same_however_many_are_written_together(edition: Edition, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    index = indexed(documents(edition)[:2], edition.traditional, edition.lexicon)
    whole = list(keyed(index))
    monkeypatch.setattr("edition.publish.search.postings._BATCH", size)
    assert list(keyed(index)) == whole


def test_batches_of_articles_give_the_same_lists(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = set(keyed(indexed(documents(edition), edition.traditional, edition.lexicon)))
    monkeypatch.setattr("edition.publish.search.grams.BATCH", 2)
    assert set(keyed(indexed(documents(edition), edition.traditional, edition.lexicon))) == whole


@given(st.sets(st.integers(0, (1 << 21) - 1), min_size=1), st.integers(0, 63))
def test_any_step_is_written_as_it_is_read(chunks: set[int], bits: int) -> None:
    entries = np.array(sorted(((1 << 17 | 1) << 24 | chunk) << 6 | bits for chunk in chunks), np.uint64)
    (found,) = keyed(Index(["", "长"], entries))
    assert found[0] == "长长" and _read(*found[::2]) == {("paragraph", chunk): bits for chunk in chunks}


def test_an_index_says_what_is_too_much_for_it(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edition.publish.search.grams.CHUNK", 2)
    with pytest.raises(OutputError, match="more than 4 chunks"):
        indexed(documents(edition), edition.traditional, edition.lexicon)
    monkeypatch.undo()
    monkeypatch.setattr("edition.publish.search.grams.CHARACTER", 9)
    with pytest.raises(OutputError, match="more than 512 different characters"):
        indexed(documents(edition), edition.traditional, edition.lexicon)


def test_an_edition_of_nothing_has_no_lists() -> None:
    assert not list(keyed(indexed([], {}, {})))


def test_pieces_are_whole_articles_in_their_order(edition: Edition) -> None:
    found = documents(edition)
    assert [document.first for document in found] == [sum(len(d.chunks) for d in found[:n]) for n in range(len(found))]
    long = [sum(len(block.text) for block in blocks) for document in found for blocks in document.chunks[:-1]]
    assert long and min(long) >= 800


def test_keys_are_spread_over_the_files(edition: Edition) -> None:
    counts = [0] * 50
    for key, value, _ in keyed(indexed(documents(edition), edition.traditional, edition.lexicon)):
        hash_ = 2166136261
        for character in key:
            hash_ = ((hash_ ^ ord(character)) * 16777619) & 0xFFFFFFFF
        assert value == hash_
        counts[value % 50] += 1
    assert max(counts) < 1.5 * min(counts)


@pytest.mark.parametrize("whole", [0, 100])
def test_the_files_are_named_by_what_they_hold(edition: Edition, whole: int) -> None:
    files = dict(search_files(edition, whole))
    current = files.pop("data/search/current.js")
    version = re.match(r'edition\.current\("(\w{10})",', current)
    assert version and files
    for name, content in files.items():
        assert name.startswith(f"data/search/{version[1]}/")
        assert content.startswith(f'edition.put("{version[1]}","{Path(name).stem}",')
    other = dict(
        search_files(Edition(edition.restorations[:-1], *([getattr(edition, n) for n in ("descriptions", "apparatus")]), (), ()), whole)
    )
    assert version[1] not in other["data/search/current.js"]


# What words are counted in


def _folded(edition: Edition) -> Counter[str]:
    """The characters of all articles, counted one part after the other."""
    out: Counter[str] = Counter()
    for article in edition.articles:
        for text in (article.head.kicker, article.head.title, article.head.subtitle, *(block.text for block in article.blocks)):
            out.update(fold(plain(str(text or "")), edition.traditional))
    return out


def test_every_character_of_every_article_is_counted_once(edition: Edition) -> None:
    found = counting.texts(documents(edition), edition)
    assert Counter("".join(found).replace("\n", "")) == _folded(edition)
    assert all("\n\n" not in text and text.strip("\n") == text for text in found)
    files = dict(search_files(edition, 0))
    written = {Path(name).stem: content for name, content in files.items() if re.search(r"/t\d+\.js$", name)}
    told = json.loads(files["data/search/current.js"].partition(",")[2].removesuffix(");\n"))
    assert list(written) == [f"t{n}" for n in range(told["texts"])]
    assert [*chain(*(json.loads(content.split(",", 2)[2].removesuffix(");\n")) for content in written.values()))] == found


def test_an_article_that_came_in_several_dumps_is_counted_once(edition: Edition) -> None:
    one, other = (article.id for article in edition.articles[:2])
    twice = replace(edition, copies=dict.fromkeys((one, other), (one, other)))
    found = dict(zip((document.id for document in documents(twice)), counting.texts(documents(twice), twice), strict=True))
    assert found[one] and not found[other]
    assert sum(map(bool, found.values())) == len(edition.articles) - 1


@given(st.lists(st.text(max_size=9)), st.integers(1, 20))
def test_bundles_hold_all_texts_in_few_files(all_: list[str], size: int) -> None:
    found = list(counting.bundles(all_, size))
    assert [*chain(*found)] == all_
    assert all(sum(map(len, bundle)) >= size > sum(map(len, bundle[:-1])) for bundle in found[:-1])


def test_a_bundle_holds_about_a_hundred_articles() -> None:
    assert len(list(counting.bundles(["字" * 1_200] * 10_000))) == 10_000 * 1_200 // counting.SIZE == 100


def cut(text: str, costs: dict[str, int], unknown: int) -> list[str]:
    """A run of Han characters in its cheapest words, looked for in every word from every character on."""
    best = [(0, 0)]  # From the end on: what the rest costs, and where its first word ends, negative so that the longest comes first.
    for begin in reversed(range(len(text))):
        ends = (end for end in range(begin + 1, len(text) + 1) if text[begin:end] in costs)
        ways = [(costs[text[begin:end]] + best[len(text) - end][0], -end) for end in ends]
        best.append(min(ways, default=(unknown + best[-1][0], -begin - 1)))
    out, at = [], 0
    while at < len(text):
        out.append(text[at : (at := -best[len(text) - at][1])])
    return out


def _costs(lines: str) -> dict[str, int]:
    return {word: int(cost) for word, cost, *_ in map(str.split, lines.splitlines())}


def test_the_dictionary_cuts_as_the_whole_one_does(edition: Edition) -> None:
    """What is left out of it can stand in no text. jieba itself, which takes logarithms as they are, cuts the same words."""
    found = counting.texts(documents(edition), edition)
    unknown, lines = counting.words(found)
    cutter = tokenizer()
    runs = [run for text in found for run in re.findall("[\u4e00-\u9fd5]+", text)]
    assert len(runs) > 1_000
    different = [run for run in runs if cut(run, _costs(lines), unknown) != list(cutter.cut(run, HMM=False))]
    assert different == []


def test_a_word_of_the_dictionary_is_left_out_only_where_a_pair_of_it_stands_nowhere(edition: Edition) -> None:
    found = counting.texts(documents(edition), edition)
    pairs = {a + b for text in found for a, b in pairwise(text)}
    characters = set("".join(found))
    lines = counting.words(found)[1]
    assert lines.splitlines() == sorted(lines.splitlines(), key=lambda line: line.split(" ")[0])
    assert _costs(lines).keys() == {
        word
        for word, count in dictionary().items()
        if count
        and re.fullmatch("[々〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+", word)
        and characters.issuperset(word)
        and all(a + b in pairs for a, b in pairwise(word))
    }


def test_words_that_only_join_others_are_no_collocates() -> None:
    _, lines = counting.words(["我们但是通过非常建设一个"])
    told = {line.split(" ")[0]: line.endswith(" -") for line in lines.splitlines()}
    assert {word for word in told if len(word) > 1 and not told[word]} == {"建设"}
    assert all(told[word] for word in ("我们", "但是", "通过", "非常", "一个", "建", "我"))


def test_an_edition_without_a_word_has_no_dictionary() -> None:
    assert counting.words([])[1] == counting.words([""])[1] == counting.words(["abc", "。"])[1] == ""


DIGEST = """
import hashlib
from conftest import edition_of_seeds
from edition.publish.search import search_files
print(hashlib.sha256(repr([list(search_files(edition_of_seeds(), whole)) for whole in (0, 100)]).encode()).hexdigest())
"""


def test_the_bytes_are_the_same_on_every_run(edition: Edition) -> None:
    here = hashlib.sha256(repr([list(search_files(edition, whole)) for whole in (0, 100)]).encode()).hexdigest()
    environment = os.environ | {"PYTHONHASHSEED": "7", "PYTHONPATH": os.pathsep.join((str(ROOT / "scripts"), str(ROOT / "tests")))}
    done = subprocess.run([sys.executable, "-c", DIGEST], capture_output=True, encoding="utf-8", check=True, env=environment)
    assert done.stdout.strip() == here
