"""图片说明: captions by their mark, by their opening words, or by the hole that the picture left in the dump."""

from __future__ import annotations

import re
from collections.abc import Mapping

from edition.layout import Measured, goes_on
from edition.model import Verdict
from edition.vocabulary import Vocabulary

INDENTED = 6
"""Columns that the first line of a paragraph may lack and still go on below a picture: the indent, and figures set wider than half."""
SHORTEST = 5
"""Characters of the shortest bare caption that is a sentence."""
LONGEST = 45
"""Characters of the longest bare caption; captions are one sentence and were at most 38 long on the pages looked at."""


DESCRIPTION = 24
"""Characters of the longest sentence that is taken for a caption by its words alone."""
_SCENE = re.compile(r"在|正|给|向|将|把|为|看|（[左右中前后][^）]*）|展示|参观|一角|全景|俯瞰|现场|合影")
_PREDICATE = re.compile(r"[了过是有不没也都就才又再还要会能可使让得着]|^(?:特此|此致|感谢|谢谢|敬请|祝|愿)")
"""Words that only a telling sentence or the close of a letter has: without them it names what is to be seen."""
_COUNTED = re.compile(r"[说道称讲]|表示|^[“我你他她它这那此]|[0-9]|[？！；：]|，.*，")
_TOLD = re.compile(r"[说道称讲]|表示|介绍|认为|^[“我你他她它这那此]|记者|我们|今年|去年|目前|据|将于|[0-9]|[？！；：]|，.*，|了。$")


def describes(sentence: str, *, alone: bool = False) -> bool:
    """Whether a sentence describes a scene as captions do, and tells nothing as paragraphs do. One that stands `alone` need not
    name the scene: it is no rest of a longer sentence, and few paragraphs are so short.

    >>> describes("社员给苹果套袋。"), describes("“没有大船，就划小船。”教练说。")
    (True, False)
    >>> describes("河边的老渡船。"), describes("河边的老渡船。", alone=True), describes("雾也散了。", alone=True)
    (False, True, False)
    >>> describes("祝全家安康。", alone=True)
    False
    """
    if len(sentence) > DESCRIPTION or _TOLD.search(sentence):
        return False
    return bool(_SCENE.search(sentence)) or (alone and not _PREDICATE.search(sentence))


def tells(sentence: str) -> bool:
    """Whether a sentence tells or counts something, as captions rarely do."""
    return bool(_COUNTED.search(sentence))


def marked(line: str, vocabulary: Vocabulary) -> Verdict | None:
    """The verdict for a caption that says so itself by a mark (►▲) or by 图为.

    >>> from pathlib import Path
    >>> from edition.vocabulary import load_vocabulary
    >>> words = load_vocabulary(Path("scripts/data"))
    >>> marked("►招商中心。", words).role
    'caption'
    >>> marked("招商中心。", words)
    """
    for row in vocabulary.captions:
        if row.pattern.match(line):
            return Verdict("caption", row.name, "行首有图注标记或图注用语")
    return None


def beside_pictures(page: list[Measured], said: list[Verdict | None], usual_gap: int, lexicon: Mapping[str, int]) -> dict[int, Verdict]:
    """The verdicts for bare short lines in the places of pictures: more blank lines stand before them than the page has elsewhere.

    On some pages the hole is on both sides of the caption, so that the text that goes on after it also stands behind a hole; such
    pages show no hole with a single line behind it. In wrapped text a single wider gap is also left by the end of a
    column, so that there it must be wide on both sides. A line right above a byline is a headline. `said` holds what lines have said of
    themselves.
    """
    wide = [n for n in range(1, len(page)) if page[n].line.gap > usual_gap]
    chains: list[list[int]] = []
    for n in wide:
        if chains and chains[-1][-1] == n - 1:
            chains[-1].append(n)
        else:
            chains.append([n])
    both_sides = all(len(chain) > 1 or chain[-1] == len(page) - 1 for chain in chains)
    found = {}
    for chain in chains:
        for n in chain:
            line = page[n]
            last = n == chain[-1] and n + 1 < len(page)
            if said[n] is not None or line.line.mark or len(line.plain) > LONGEST:
                continue
            below = said[n + 1] if n + 1 < len(said) else None
            if line.plain.count("，") > 1 or (not line.ended and below is not None and below.role == "byline"):
                continue
            before = next((page[k] for k in range(n - 1, -1, -1) if said[k] is None and k not in found), None)
            if last and (both_sides or (line.measure and not _alone(before, line, page[n + 1], lexicon))):
                if line.measure and not both_sides and _in_two_lines(before, line, page[n + 1]):
                    found[n] = Verdict("caption", "caption-gap-lines", f"行前空{line.line.gap}行，两行合为描写画面的一句，为图片所留")
                continue
            if line.measure and not line.ended and (before is None or before.ended or not before.measure or before.short > INDENTED):
                continue  # In columns heads stand in holes as well, between ended sentences.
            if before is not None and not before.ended and before.width > 2 * LONGEST and goes_on(before.plain, line.plain, lexicon):
                continue
            found[n] = Verdict("caption", "caption-gap", f"行前空{line.line.gap}行，多于版上常见的{usual_gap}行，为图片所留")
    return found


def _alone(before: Measured | None, line: Measured, below: Measured, lexicon: Mapping[str, int]) -> bool:
    """Whether a short line is one whole sentence by itself: the text before has come to an end, or it goes on with the full line below."""
    whole = line.ended and "。" not in line.plain[:-1] and not tells(line.plain)
    apart = line.short > INDENTED or describes(line.plain)
    if before is None or before.ended or not before.measure:
        return whole and apart
    return whole and describes(line.plain) and below.flush and not goes_on(before.plain, line.plain, lexicon)


def _in_two_lines(before: Measured | None, line: Measured, below: Measured) -> bool:
    """Whether a line and the one below it are one whole sentence that describes a scene, where the text before has come to an end."""
    whole = not line.ended and below.ended and below.short > INDENTED and (before is None or before.ended)
    return whole and describes(line.plain + below.plain)
