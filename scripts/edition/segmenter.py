"""jieba's dictionary, and tokenizers that cut text into its words and into words of our own.

jieba keeps its dictionary in a cache file in the shared temporary folder and trusts any file there, so a half-written or foreign file would
spoil every later run. Here the dictionary is read from jieba's package, once a process, and that cache is never used.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

import jieba  # type: ignore[import-untyped]

NAME, CUE = 20, 3000
"""The frequencies given to names and cues, as counts in jieba's corpus of some sixty million words. A name is rarer than everyday words,
so that 建设乡村 is cut 建设/乡村. A cue is more frequent than its parts, so that 招商引资 stays one word."""


@cache
def dictionary() -> Mapping[str, int]:
    """Every word of jieba's dictionary and how often it stands in jieba's corpus."""
    with jieba.get_dict_file() as file:
        cells = file.read().decode("utf-8").split()
    return dict(zip(cells[::3], map(int, cells[1::3]), strict=True))  # A word, its count and its part of speech on each line.


def tokenizer(names: Iterable[str] = (), cues: Iterable[str] = ()) -> jieba.Tokenizer:
    """A tokenizer that also knows the names and cues as words."""
    counts = dict(dictionary())
    for words, count in ((names, NAME), (cues, CUE)):
        counts.update((word, count) for word in words if counts.get(word, 0) < count)
    cutter = jieba.Tokenizer()
    # jieba wants every beginning of a word among the words, with the count 0 where it is none itself.
    cutter.FREQ = {word[:end]: 0 for word in counts for end in range(1, len(word))} | counts
    cutter.total, cutter.initialized = sum(counts.values()), True
    return cutter
