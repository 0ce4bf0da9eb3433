"""The search index: what is compared, how lists are written, and that all of a text is in them."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, edition_of_seeds
from edition.errors import OutputError
from edition.model import Edition
from edition.publish.search import search_files
from edition.publish.search.documents import documents
from edition.publish.search.fold import DROPPED, fold
from edition.publish.search.grams import PARTS, WHEEL, Index, indexed
from edition.publish.search.postings import keyed
from edition.publish.search.signs import decode, encode


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
