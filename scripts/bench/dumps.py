"""Dumps for `speed.py`, made of the five seeds: as many as are wanted, and the same on every run.

A made dump keeps the lines of its seed. One word in three is changed for another one of its length, chosen by its frequency in the
dictionary, so that no two dumps hold the same article; words that tell places, days and persons stay, so that there is something
to describe and to list.
"""

from __future__ import annotations

import itertools
import random
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import jieba  # type: ignore[import-untyped]

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from edition.segmenter import dictionary

ROOT = Path(__file__).resolve().parents[2]
CHANGED = 3
"""One word of so many is changed."""
_HAN = re.compile(r"[\u4e00-\u9fff]{2,4}")
_STAYS = re.compile(r"[省市县区镇乡村年月日报版讯摄图]|记者|通讯|责任|编辑")


def made_dumps(seeds: Sequence[bytes], count: int, lexicon: Mapping[str, int]) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of `count` dumps; the first are the seeds themselves.

    Args:
        seeds: the dumps that others are made of, UTF-8.
        lexicon: words with their frequency.
    """
    chance = random.Random(12)
    words: dict[int, tuple[list[str], list[int]]] = {}
    for length in (2, 3, 4):
        known = sorted(word for word in lexicon if len(word) == length and _HAN.fullmatch(word) and not _STAYS.search(word))
        words[length] = known, list(itertools.accumulate(lexicon[word] for word in known))
    cut = [jieba.lcut(seed.decode("utf-8")) for seed in seeds]
    for number in range(count):
        name = f"{number:06}.txt"
        if number < len(seeds):
            yield name, seeds[number]
            continue
        out = [
            chance.choices(words[len(word)][0], cum_weights=words[len(word)][1])[0]
            if _HAN.fullmatch(word) and not _STAYS.search(word) and not chance.randrange(CHANGED)
            else word
            for word in cut[number % len(seeds)]
        ]
        yield name, "".join(out).encode("utf-8")


def main(folder: Path, count: int) -> None:
    """Write so many dumps into a folder that is made."""
    seeds = [path.read_bytes() for path in sorted((ROOT / "seeds").glob("*.txt"))]
    folder.mkdir(parents=True)
    for name, data in made_dumps(seeds, count, dictionary()):
        (folder / name).write_bytes(data)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
