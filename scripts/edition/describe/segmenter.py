"""Makes a jieba tokenizer that knows the names of the gazetteer and the cues of the themes.

jieba keeps its dictionary in a cache file in the shared temporary folder and trusts any file there. So a half-written or foreign file would
spoil every later run. This tokenizer reads jieba's own dictionary and never uses that cache.
"""

from __future__ import annotations

from collections.abc import Iterable

import jieba  # type: ignore[import-untyped]

NAME, CUE = 20, 3000
"""The frequencies given to names and cues, as counts in jieba's corpus of some sixty million words. A name is rarer than everyday words,
so that 建设乡村 is cut 建设/乡村. A cue is more frequent than its parts, so that 招商引资 stays one word."""


def tokenizer(names: Iterable[str], cues: Iterable[str]) -> jieba.Tokenizer:
    """A tokenizer that knows the names and cues as words. Making it takes most of a second."""
    cutter = jieba.Tokenizer()
    counts, total = cutter.gen_pfdict(cutter.get_dict_file())
    for words, count in ((names, NAME), (cues, CUE)):
        for word in words:
            known = counts.get(word, 0)
            if known < count:
                counts[word] = count
                total += count - known
                for end in range(1, len(word)):
                    counts.setdefault(word[:end], 0)
    cutter.FREQ, cutter.total, cutter.initialized = counts, total, True
    return cutter
