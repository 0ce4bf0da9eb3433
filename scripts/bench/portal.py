"""Measure the index of the portal for many volumes that are not built: 50 of 10,000 articles each.

Some volumes are written, each from the sentences of the five seeds with other words of the dictionary (`texts.py`). The others are drawn
from the first one: a key that stands there c times is in another one with the probability 1 - exp(-c), as if its number were drawn anew,
and as many new keys as that leaves out are pairs of characters drawn by their frequency. So every volume has about as many keys, and much
that only it has.

Words are runs of characters of the first volume that none of the other written ones holds: each of these that is asked is asked in vain.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.texts import Writer, articles_of
from edition.portal import CODE, Keys, keys_in, lists
from edition.publish.search.fold import fold
from edition.publish.search.postings import hashes
from edition.segmenter import dictionary

ROOT = Path(__file__).resolve().parents[2]
LENGTHS = (2, 3, 4, 6)
WORDS = 300
"""Words of each length."""
SEED = 5
BATCH = 500
"""Articles whose keys are counted together."""


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="Measure the index of the portal.")
    parser.add_argument("--volumes", type=int, default=50)
    parser.add_argument("--written", type=int, default=6, help="volumes that are really written (default: %(default)s)")
    parser.add_argument("--articles", type=int, default=10_000, help="of each volume (default: %(default)s)")
    parser.add_argument("--merge", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.merge:
        print(json.dumps(merge(options.merge)))
        return 0
    with tempfile.TemporaryDirectory() as name:
        measure(options.volumes, min(options.written, options.volumes), options.articles, Path(name))
    return 0


def merge(folder: Path) -> dict[str, float]:
    """Make the index of the keys in a folder, in a process of its own; seconds and megabytes."""
    before = _peak()
    keys = [np.load(path, mmap_mode="r") for path in sorted(folder.glob("*.npy"))]
    started = time.process_time()
    files = lists(keys)
    seconds, peak = time.process_time() - started, _peak()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return {"seconds": seconds, "before": before, "memory": peak}


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(volumes: int, written: int, articles: int, folder: Path) -> None:
    """Print the figures of so many volumes of so many articles."""
    chance = np.random.default_rng(SEED)
    texts, counted = [], []
    for number in range(written):
        text, keys, counts = volume(articles, number)
        texts.append(text)
        counted.append((keys, counts))
        np.save(folder / f"{number:05}.npy", keys)
    for number in range(written, volumes):
        np.save(folder / f"{number:05}.npy", drawn(*counted[0], chance))
    told = json.loads(subprocess.run([sys.executable, __file__, "--merge", str(folder)], capture_output=True, check=True).stdout)
    files = {int(path.name[1:]): path.read_bytes() for path in folder.glob("k*")}
    packed = {slot: len(gzip.compress(text, 6)) for slot, text in files.items()}
    total = sum(text.count(b"\n") - 1 for text in files.values())
    print(f"{volumes} volumes of {articles:,} articles; characters of one {len(texts[0]) / 1e6:.1f} M")
    print(f"keys of the written volumes {', '.join(f'{len(keys):,}' for keys, _ in counted)}; of all together {total:,}")
    print(f"index: {sum(map(len, files.values())) / 1e6:.1f} MB, packed {sum(packed.values()) / 1e6:.1f} MB, {len(files):,} files")
    print(f"made in {told['seconds']:.0f} s of CPU; memory at most {told['memory']:.0f} MB, {told['before']:.0f} of it before")
    print(f"words of one of {written} written volumes alone:")
    print(f"  {'characters':<11}{'words':>6}{'others asked':>14}{f'of {volumes} volumes':>16}{'files':>7}{'KB, packed':>12}")
    for length in LENGTHS:
        row(length, words_of(texts, length), [keys for keys, _ in counted[1:]], volumes, packed)


def volume(articles: int, number: int) -> tuple[str, Keys, Keys]:
    """The folded text of a volume, its keys, and how often each stands there."""
    found = articles_of(11, ROOT)
    writer = Writer(found, dictionary())
    writer.random = random.Random(f"{SEED} {number}")
    lines: list[str] = []
    keys, counts = np.zeros(0, np.uint64), np.zeros(0, np.int64)
    for start in range(0, articles, BATCH):
        here: list[str] = []
        for n in range(start, min(start + BATCH, articles)):
            article = writer.article(n, *found[n % len(found)][:2])[0]
            here += [fold(text, {}) for text in (article.title, *(str(block.text) for block in article.blocks))]
        lines += here
        new, times = np.unique(np.concatenate([keys_in(line) for line in here if line]), return_counts=True)
        # The sums of what was there and what is new.
        keys, back = np.unique(np.concatenate([keys, new]), return_inverse=True)
        counts = np.bincount(back, np.concatenate([counts, times])).astype(np.int64)
    return "\n".join(lines), keys, counts.astype(np.uint64)


def drawn(keys: Keys, counts: Keys, chance: np.random.Generator) -> Keys:
    """The keys of a volume that is like a written one."""
    kept = keys[chance.random(len(keys)) < -np.expm1(-counts.astype(float))]
    single = keys & ((1 << CODE) - 1) == 0
    characters, weights = keys[single] >> CODE, counts[single].astype(float)
    wanted, new = len(keys) - len(kept), np.zeros(0, np.uint64)
    while len(new) < wanted:
        first, second = (chance.choice(characters, 2 * wanted, p=weights / weights.sum()) for _ in range(2))
        new = np.setdiff1d(np.union1d(new, first << CODE | second), keys, assume_unique=True)
    return np.union1d(kept, chance.choice(new, wanted, replace=False))


def words_of(texts: Sequence[str], length: int) -> list[str]:
    """Runs of Han characters that stand in the first text and in no other one."""
    chance = random.Random(SEED)
    found: list[str] = []
    for _ in range(200 * WORDS):
        at = chance.randrange(len(texts[0]) - length)
        word = texts[0][at : at + length]
        if all("\u4e00" <= character <= "\u9fff" for character in word) and not any(word in text for text in texts[1:]):
            found.append(word)
            if len(found) == WORDS:
                break
    return found


def row(length: int, words: Sequence[str], others: Sequence[Keys], volumes: int, packed: dict[int, int]) -> None:
    """Print what words of one length ask for."""
    shares, files, sizes = [], [], []
    for word in words:
        first, second = (np.array([ord(pair[n]) for pair in pairwise(word)], np.uint64) for n in (0, 1))
        keys = first << CODE | second
        asked = sum(1 for other in others if np.array_equal(other[np.minimum(np.searchsorted(other, keys), len(other) - 1)], keys))
        slots = set((hashes(first, second) % np.uint64(len(packed))).tolist())
        shares.append(asked / len(others))
        files.append(len(slots))
        sizes.append(sum(packed[slot] for slot in slots) / 1024)
    share = statistics.mean(shares)
    asked_of = f"{1 + (volumes - 1) * share:.1f}"
    print(f"  {length:<11}{len(words):>6}{share:>14.1%}{asked_of:>16}{statistics.mean(files):>7.1f}{statistics.mean(sizes):>12.1f}")


if __name__ == "__main__":
    sys.exit(main())
