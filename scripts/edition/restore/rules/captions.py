"""图片说明: finds captions by their mark, by their first words, or by the gap of blank lines that a picture left in the dump."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from statistics import median

from edition.layout import Measured, goes_on, is_first
from edition.model import Verdict
from edition.restore.rules.bylines import opens
from edition.vocabulary import Vocabulary

INDENTED = 6
"""Columns that a paragraph's first line may lack and still go on below a picture: the indent, and room for digits, which are set wider than
half a Han character."""
SHORTEST = 5
"""The shortest sentence that can be a caption without a mark, in characters."""
LONGEST = 45
"""The longest caption without a mark, in characters. Captions are one sentence; on the pages looked at, the longest had 38."""


UNWRAPPED = 0.8
"""The least share of the lines that are not wrapped on a page on which each line is a paragraph."""
SHORTER = 0.6
"""The largest share of the usual width of such paragraphs that a caption may have."""
DESCRIPTION = 24
"""The longest sentence that counts as a caption by its words alone, in characters."""
_SCENE = re.compile(r"在|正|给|向|将|把|为|看|（[左右中前后][^）]*）|展示|参观|一角|全景|俯瞰|现场|合影")
_PREDICATE = re.compile(r"[了过是有不没也都就才又再还要会能可使让得着]|^(?:特此|此致|感谢|谢谢|敬请|祝|愿)")
"""Matches words of a sentence that tells something, or of the end of a letter. Without them, a sentence only names what is to be seen."""
_LATER = "将(?:每|于|会|继续|进一步|全面|陆续|持续|逐步|尽快)"
_COUNTED = re.compile(rf"^[①-⑳\ue000-\uf8ff•●■◆▪*+-]|[说道称讲]|表示|{_LATER}|^[“我你他她它这那此]|[0-9]|[？！；：]|，.*，")
_TOLD = re.compile(
    rf"^[①-⑳\ue000-\uf8ff•●■◆▪*+-]|[说道称讲]|表示|介绍|认为|^[“我你他她它这那此]|记者|我们|今年|去年|目前|据|{_LATER}|[0-9]|[？！；：]|，.*，|了。$"
)


def longest(page: Sequence[Measured], said: Sequence[Verdict | None]) -> float:
    """The width in columns of the widest caption without a mark, on a page on which each line is a paragraph: stories in short paragraphs
    have short captions. 0 on a page of wrapped lines, where width does not tell."""
    silent = [line for line, verdict in zip(page, said, strict=True) if verdict is None]
    loose = [line.width for line in silent if not line.measure]
    return SHORTER * median(loose) if loose and len(loose) >= UNWRAPPED * len(silent) else 0.0


def describes(sentence: str, *, alone: bool = False) -> bool:
    """Whether a sentence describes a scene, as captions do, and tells nothing, as paragraphs do. A sentence that stands `alone` need not
    name the scene: it is no part of a longer sentence, and few paragraphs are so short.

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
    """Whether a sentence tells or counts something. Captions rarely do."""
    return bool(_COUNTED.search(sentence))


def marked(line: str, vocabulary: Vocabulary) -> Verdict | None:
    """The verdict for a caption that begins with a mark (►▲) or with words like 图为; None if it is none.

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
    """The verdicts, by index in `page`, for short lines without a mark where a picture was. More blank lines than usual stand before them.

    On some pages there is such a gap both before and after the caption, so that the text after it follows a gap as well. There, gaps
    always come in pairs. In wrapped text the end of a column leaves a gap, too; so there a line without a gap after it must be a whole
    sentence by itself. A line right above a byline is a title. `said` holds the verdicts that are already known.
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
    widest, after_gaps = longest(page, said), frozenset(wide)
    for chain in chains:
        for n in chain:
            line = page[n]
            last = n == chain[-1] and n + 1 < len(page)
            if said[n] is not None or line.line.mark or len(line.plain) > LONGEST or (widest and line.ended and line.width > widest):
                continue
            below = said[n + 1] if n + 1 < len(said) else None
            if line.plain.count("，") > 1 or (not line.ended and below is not None and below.role == "byline"):
                continue
            before = next((page[k] for k in range(n - 1, -1, -1) if said[k] is None and k not in found), None)
            if last and (both_sides or (line.measure and not _alone(before, line, page[n + 1], lexicon))):
                if line.measure and not both_sides and _in_two_lines(before, line, page[n + 1]):
                    found[n] = Verdict("caption", "caption-gap-lines", f"行前空{line.line.gap}行，两行合为描写画面的一句，为图片所留")
                continue
            follows = n + 1 < len(page) and said[n + 1] is None
            over = follows and is_first(page[n + 1])  # No sentence that a picture interrupted goes on with an indent.
            if (
                opens(line.plain)
                or (n + 1 < len(page) and opens(page[n + 1].plain) and not line.ended)
                or (line.measure and not line.ended and (over or not (follows or n + 1 in after_gaps)))
            ):
                continue
            if before is None and not line.ended and not line.measure:
                continue  # The first line of a page is a title.
            if line.measure and not line.ended and (before is None or before.ended or not before.measure or before.short > INDENTED):
                continue  # In wrapped text, heads have such gaps as well. They stand between ended sentences.
            if before is not None and not before.ended and before.width > 2 * LONGEST and goes_on(before.plain, line.plain, lexicon):
                continue
            found[n] = Verdict("caption", "caption-gap", f"行前空{line.line.gap}行，多于版上常见的{usual_gap}行，为图片所留")
    return found


def _alone(before: Measured | None, line: Measured, below: Measured, lexicon: Mapping[str, int]) -> bool:
    """Whether a line is one whole sentence by itself. The sentence before it has ended, or goes on in the full line below."""
    whole = line.ended and "。" not in line.plain[:-1] and not tells(line.plain)
    apart = line.short > INDENTED or describes(line.plain)
    if before is None or before.ended or not before.measure:
        return whole and apart
    return whole and describes(line.plain) and below.flush and not goes_on(before.plain, line.plain, lexicon)


def _in_two_lines(before: Measured | None, line: Measured, below: Measured) -> bool:
    """Whether two lines are one whole sentence that describes a scene. The sentence before them must have ended."""
    whole = not line.ended and below.ended and below.short > INDENTED and (before is None or before.ended)
    return whole and describes(line.plain + below.plain)
