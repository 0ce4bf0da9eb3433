"""jieba's dictionary, and tokenizers that cut text into its words and into words of our own.

jieba keeps its dictionary in a cache file in the shared temporary folder and trusts any file there, so a half-written or foreign file would
spoil every later run. Here the dictionary is read from jieba's package, once a process, and that cache is never used.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import log
from sys import intern

import jieba  # type: ignore[import-untyped]

NAME, CUE = 20, 3000
"""The frequencies given to names and cues, as counts in jieba's corpus of some sixty million words. A name is rarer than everyday words,
so that 建设乡村 is cut 建设/乡村. A cue is more frequent than its parts, so that 招商引资 stays one word."""
NEVER = float("-inf")


@cache
def _cells() -> Sequence[str]:
    """The dictionary that comes with jieba: a word, its count and its part of speech, again and again."""
    with jieba.get_dict_file() as file:
        cells: list[str] = file.read().decode("utf-8").split()
    return cells


@cache
def dictionary() -> dict[str, int]:
    """Every word of jieba's dictionary and how often it stands in jieba's corpus."""
    return dict(zip(_cells()[::3], map(int, _cells()[1::3]), strict=True))


@cache
def _with_beginnings() -> Mapping[str, int]:
    """The dictionary with every beginning of a word, as jieba wants it: with the count 0 where it is no word itself."""
    counts: dict[str, int] = {}
    longer, end = list(dictionary()), 0
    while longer:
        end += 1
        longer = [word for word in longer if len(word) > end]
        counts.update(dict.fromkeys([word[:end] for word in longer], 0))
    return counts | dictionary()


@cache
def _parts_of_speech() -> Mapping[str, str]:
    return dict(zip(_cells()[::3], map(intern, _cells()[2::3]), strict=True))


def part_of_speech(word: str) -> str:
    """jieba's tag of a word (n, v, ns …); empty where its dictionary does not know the word."""
    return _parts_of_speech().get(word, "")


class _Tokenizer(jieba.Tokenizer):  # type: ignore[misc]
    """A tokenizer that finds the words and the likeliest way through them at once; jieba's own looks each word up three times."""

    def get_DAG(self, sentence: str) -> dict[int, list[int]]:
        """Nothing: `calc` finds the words itself."""
        return {}

    def calc(self, sentence: str, DAG: object, route: dict[int, tuple[float, int]]) -> None:
        """Enter in `route`, for each offset, the worth of the best words from there on, and the last offset of the first of them. Of two
        that are worth the same, the longer word is taken."""
        count_of, whole, length = self.FREQ.get, log(self.total), len(sentence)
        worths = [0.0] * (length + 1)
        for begin in range(length - 1, -1, -1):
            best, last = NEVER, begin
            for end in range(begin + 1, length + 1):
                count = count_of(sentence[begin:end])
                if count is None:
                    break
                if count and (worth := log(count) - whole + worths[end]) >= best:
                    best, last = worth, end - 1
            # A character that begins no word is one itself.
            worths[begin] = best if best > NEVER else worths[begin + 1] - whole
            route[begin] = worths[begin], last


def tokenizer(names: Iterable[str] = (), cues: Iterable[str] = ()) -> jieba.Tokenizer:
    """A tokenizer that also knows the names and cues as words."""
    counts = dict(_with_beginnings())
    for words, count in ((names, NAME), (cues, CUE)):
        for word in words:
            if counts.get(word, 0) < count:
                counts[word] = count
                for end in range(1, len(word)):
                    counts.setdefault(word[:end], 0)
    cutter = _Tokenizer()
    cutter.FREQ = counts
    cutter.total, cutter.initialized = sum(counts.values()), True
    return cutter
