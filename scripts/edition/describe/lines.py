"""Finds for which articles a line of furniture holds: a folio for its page, the line of a site or data base for its one article.

`scripts/data/other-lines.tsv` lists lines that hold for none: the day of an event, of a look at the page, of a list of other articles.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from edition.days import TIME, bare
from edition.errors import Said, VocabularyError
from edition.model import Article, Finding, Furniture, Restoration, Rival
from edition.tables import compiling, table

LINE, BELOW, BEHIND = "line", "below", "behind"
"""What a row speaks of: the line itself, the line right below it, or every line behind it."""
Others = Mapping[str, re.Pattern[str]]
"""The patterns of other lines, by what they speak of."""
_OF_OTHERS = (Furniture.SITE_LINKS, Furniture.SITE_COMMENTS, Furniture.SITE_NOTICE)
"""The furniture that speaks of other articles, or of the site."""
_OWN = re.compile(
    rf"来源|來源|出处|出處|稿源|(?:发[布表]|發[佈布表]|更新|上传|录入)(?:日期|时间|時間)|【(?:日期|时间|报名|报纸|报纸名称|年代?号?)】|{TIME}"
)
"""Matches what only the line of a site or data base says."""

_PUBLISHED = re.compile(r"(?:[发發][布佈表]|刊登|刊出|刊发|出版|见报|見報)(?:日期|时间|時間)?[:：]?\d")
"""Matches the day on which a text appeared."""
_CHANGED = re.compile(r"(?:最后|最後)?(?:更新|修改|编辑|編輯)(?:日期|时间|時間|于|於)?[:：]?\d")
"""Matches the day on which somebody changed it, which is not that of the text where both are stated."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of furniture."""

    printed: str
    at: int
    """Where it begins in the dump; -1 where that is not known."""
    row: str
    """The whole line of the dump in which it stands."""

    @property
    def own(self) -> bool:
        """Whether it belongs to one article, as lines of sites do, and not to a page."""
        return bool(_OWN.search(bare(self.row)))


def load_others(folder: Path) -> Others:
    """The patterns of `other-lines.tsv` in `folder` (`scripts/data`).

    Raises:
        VocabularyError: a row is malformed or fails its own example, with its file and line.
    """
    found: dict[str, list[str]] = {LINE: [], BELOW: [], BEHIND: []}
    for place, (where, pattern, example, counter_example, _) in table(folder / "other-lines.tsv", 5):
        if where not in found:
            raise VocabularyError(
                place,
                Said(f"{where!r} 不是位置", f"{where!r} is no position"),
                Said(f"请写 {'、'.join(found)} 之一", f"write one of {', '.join(found)}"),
            )
        with compiling(place, pattern):
            compiled = re.compile(pattern)
        for text, wanted in ((example, True), (counter_example, False)):
            if bool(compiled.search(bare(text))) != wanted:
                raise VocabularyError(
                    place,
                    Said(f"{pattern} 与自己的例句 {text!r} 不合", f"{pattern} does not read its own {text!r} as it should"),
                    Said("请改正式样或者例句", "mend the pattern or the example"),
                )
        found[where].append(pattern)
    return {where: re.compile("|".join(patterns) or "(?!)") for where, patterns in found.items()}


def lines_of(restoration: Restoration, others: Others) -> list[Line]:
    """The lines of furniture that can state the day or the newspaper of an article, those of the page first."""
    text = restoration.seed.text
    rows = _rows(text)
    starts = [start for start, _ in rows]
    blocks = [*restoration.set_aside, *(block for article in restoration.articles for block in article.set_aside)]
    placed = [(block, block.text.begin if text else -1) for block in blocks if block.verdict.furniture not in _OF_OTHERS]
    last = _list_of_others(rows, restoration, others, max((at for _, at in placed), default=-1))
    out: list[Line] = []
    for block, at in placed:
        for printed in str(block.text).splitlines():
            number = bisect_right(starts, at) - 1
            row, above = (rows[number][1], rows[number - 1][1] if number else "") if at >= 0 else (printed, "")
            if not (others[LINE].search(bare(row)) or others[BELOW].search(bare(above)) or at > last):
                out.append(Line(printed.strip(), at, row))
    published = any(_PUBLISHED.search(bare(line.row)) for line in out)
    return [line for line in out if not (published and _CHANGED.match(bare(line.printed)))]


def _rows(text: str) -> list[tuple[int, str]]:
    """The lines of a dump that are not empty, each with where it begins."""
    return [(match.start(), match[0]) for match in re.finditer(r"[^\n]*\S[^\n]*", text)]


def _list_of_others(rows: Sequence[tuple[int, str]], restoration: Restoration, others: Others, end: int) -> int:
    """Where the head of a list of other articles stands behind the first paragraph; `end`, up to which it is sought, if there is none."""
    prose = min((start for article in restoration.articles for start, _ in _spans(article, head=False)), default=0)
    heads = (start for start, row in rows if prose < start < end and others[BEHIND].search(bare(row)))
    return next(heads, end)


def _spans(article: Article, *, head: bool) -> Iterator[tuple[int, int]]:
    """Where the parts of an article stand in the dump, with or without its head."""
    for text in [*article.texts()[: -len(article.set_aside) or None]] if head else [block.text for block in article.blocks]:
        if text.pieces:
            yield text.pieces[0].start, text.pieces[-1].end


def holding(restoration: Restoration, found: Sequence[tuple[Line, Finding]], *, page: bool = False) -> tuple[Finding | None, ...]:
    """For each article the finding of the line that holds for it; None where no line does, or lines that say different things.

    A line of its own goes before those of the page. Where a page says two things, a line at the head of the dump shows that each holds for
    the articles below it, and one at the end that each holds for those above.

    Args:
        restoration: of the page.
        found: what lines state.
        page: it is said of the page, on whatever line it stands.
    """
    own = [(line, finding) for line, finding in found if line.own and not page]
    wide = [(line, finding) for line, finding in found if page or not line.own]
    spans = [list(_spans(article, head=True)) for article in restoration.articles]
    if len(spans) < 2 or not restoration.seed.text or not all(spans):
        return (_one(own) or (None if own else _one(wide)),) * len(spans)
    extents = [(min(start for start, _ in one), max(end for _, end in one)) for one in spans]
    if own and all(line.at < extents[0][0] for line, _ in own) and _one(own):
        wide, own = own, []
    theirs = _parted(own, extents, every=False)
    pages = [_one(wide)] * len(spans) if _one(wide) else [_one(one) for one in _parted(wide, extents, every=True)]
    return tuple((_one(mine) if mine else page) for mine, page in zip(theirs, pages, strict=True))


def rivals(found: Sequence[tuple[Line, Finding]]) -> tuple[Rival, ...]:
    """All that lines state of a fact, each with the first line that states it."""
    first: dict[str, Rival] = {}
    for line, finding in found:
        first.setdefault(finding.value, Rival(finding.value, line.at))
    return tuple(first.values())


def _one(found: Sequence[tuple[Line, Finding]]) -> Finding | None:
    """The first finding, if all say the same."""
    return found[0][1] if len({finding.value for _, finding in found}) == 1 else None


def _parted(found: Sequence[tuple[Line, Finding]], extents: Sequence[tuple[int, int]], *, every: bool) -> list[list[tuple[Line, Finding]]]:
    """The findings that hold for each article: inside it, or between two articles for the one to which the lines of this dump belong.

    Args:
        found: with their lines.
        extents: where each article begins and ends in the dump.
        every: a line holds for every article up to the next line, and not only for that beside it.
    """
    out: list[list[tuple[Line, Finding]]] = [[] for _ in extents]
    between: dict[int, list[tuple[Line, Finding]]] = defaultdict(list)
    for line, finding in found:
        inside = [at for at, (start, end) in enumerate(extents) if start <= line.at < end]
        if inside and every:
            return [[] for _ in extents]  # A folio in the midst of a story shows nothing of where its page begins.
        if len(inside) == 1:
            out[inside[0]].append((line, finding))
        elif not inside:
            between[sum(start <= line.at for start, _ in extents)].append((line, finding))
    if bool(between[0]) == bool(between[len(extents)]):
        return out
    order = range(len(extents)) if between[0] else range(len(extents) - 1, -1, -1)
    held: list[tuple[Line, Finding]] = []
    for at in order:
        beside = between[at if between[0] else at + 1]
        held = beside or (held if every else [])
        out[at] = out[at] or held
    return out
