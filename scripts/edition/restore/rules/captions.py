"""图片说明: captions by their mark, by their opening words, or by the hole that the picture left in the dump."""

from __future__ import annotations

from edition.model import Verdict
from edition.restore.wrap import Measured
from edition.vocabulary import Vocabulary

LONGEST = 45
"""Characters of the longest bare caption; captions are one sentence and were at most 38 long on the pages looked at."""


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
            return Verdict("caption", f"caption-{row.kind}", "行首有图注标记或图注用语")
    return None


def beside_picture(at: int, page: list[Measured], usual_gap: int) -> Verdict | None:
    """The verdict for a bare short line in the place of a picture: more blank lines stand around it than the page has elsewhere.

    In wrapped text a single wider gap is also left by the end of a column, so that there it must be wide on both sides.
    """
    line = page[at]
    if at == 0 or line.line.mark or len(line.plain) > LONGEST or line.line.gap <= usual_gap:
        return None
    after = page[at + 1].line.gap if at + 1 < len(page) else usual_gap + 1
    if line.measure and after <= usual_gap:
        return None
    return Verdict("caption", "caption-gap", f"行前空{line.line.gap}行，多于版上常见的{usual_gap}行，为图片所留")
