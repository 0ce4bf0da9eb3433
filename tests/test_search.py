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

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench_texts import articles_of, edition_of
from edition.model import Edition
from edition.publish.search import search_files
from edition.publish.search.documents import documents
from edition.publish.search.fold import DROPPED, fold
from edition.publish.search.grams import PARTS, grams
from edition.publish.search.postings import WHEEL, decode, encode, encode_places, pack, shard, slot

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def edition() -> Edition:
    return edition_of(articles_of(11, ROOT), ROOT)


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


@given(st.dictionaries(st.integers(0, 10**6), st.integers(1, 63), min_size=1))
def test_places_come_back(places: dict[int, int]) -> None:
    values = [number * 64 + at for number, at in sorted(places.items())]
    assert decode(encode_places(values), placed=True) == values


@given(st.lists(st.integers(0, 10**6), unique=True))
def test_lists_stand_in_a_script_as_they_are(numbers: list[int]) -> None:
    text = encode(sorted(numbers))
    assert json.dumps(text) == f'"{text}"' and " " not in text and "!" not in text


def test_every_pair_of_every_text_is_in_its_list(edition: Edition) -> None:
    found = documents(edition)
    index = grams(found, edition.traditional, edition.lexicon)
    packed = pack(index)
    keys = dict(re.findall(r"(..)(\S*) ?", shard(sorted(packed.items())), re.S))
    seen = 0
    for document in found:
        for block in document.blocks:
            text = fold(block.text, edition.traditional)
            for at, pair in enumerate(map("".join, pairwise(text))):
                parts = keys[pair].split("!")
                here = [
                    parts[n]
                    for n, part in enumerate(PARTS[: len(parts)])
                    if part == block.kind or (block.kind, part) == ("paragraph", "across")
                ]
                values = {value >> 6: value & 63 for part in here for value in decode(part, placed=True)}
                assert values[document.number] >> at % WHEEL & 1, (document.id, pair)
                seen += 1
            for character in text:
                assert any(document.number in decode(part) for part in keys[character + " "].split("!"))
    assert seen > 10_000


def test_slots_are_spread() -> None:
    keys = [chr(0x4E00 + n) + chr(0x4E00 + 7 * n % 999) for n in range(5_000)]
    counts = [0] * 50
    for key in keys:
        counts[slot(key, 50)] += 1
    assert min(counts) > 50 and max(counts) < 200


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
import hashlib, sys
from pathlib import Path
from bench_texts import articles_of, edition_of
from edition.publish.search import search_files
root = Path(sys.argv[1])
edition = edition_of(articles_of(11, root), root)
print(hashlib.sha256(repr([list(search_files(edition, whole)) for whole in (0, 100)]).encode()).hexdigest())
"""


def test_the_bytes_are_the_same_on_every_run(edition: Edition) -> None:
    here = hashlib.sha256(repr([list(search_files(edition, whole)) for whole in (0, 100)]).encode()).hexdigest()
    environment = os.environ | {"PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT / "scripts")}
    done = subprocess.run([sys.executable, "-c", DIGEST, str(ROOT)], capture_output=True, encoding="utf-8", check=True, env=environment)
    assert done.stdout.strip() == here
