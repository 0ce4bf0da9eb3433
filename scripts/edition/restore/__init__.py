"""ROOM 1, restoration: turns the bytes of one dump into its articles. The result depends only on the bytes and the vocabulary.

`STAGES` run in their order. Every stage takes the draft of the page from the stage before and fills a field or two.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from edition.layout import Item, Judged
from edition.model import Article, Block, Doubt, Line, Restoration, Role, Seed, Verdict
from edition.restore import ruled
from edition.restore.articles import apart, segment, whole
from edition.restore.characters import characters
from edition.restore.columns import columns
from edition.restore.compose import compose
from edition.restore.decode import decode
from edition.restore.halves import halves
from edition.restore.known import known
from edition.restore.label import explained, label, roles
from edition.restore.lines import lines
from edition.restore.markup import markup
from edition.restore.mend import mend
from edition.restore.page import Page
from edition.restore.records import ABOVE, label_cut, record_cuts
from edition.restore.rejoin import rejoin
from edition.restore.rules import furniture
from edition.restore.spoken import spoken
from edition.restore.stacked import stacked
from edition.restore.wrap import wrap
from edition.rulings import NONE, RULE, Desk
from edition.trace import SourceLines, Text, line_numbers
from edition.vocabulary import SPACES, Vocabulary

_RECORD = re.compile(r"第\d{1,3}版[（(]")
"""Matches the page that a data base writes above each article: 第4版(), 第5版（国内专页）."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A page on its way from a seed to articles."""

    seed: Seed
    desk: Desk = NONE
    """What editors ruled about it."""
    text: Text = Text()  # noqa: RUF009 (a text is frozen, so one empty text may serve all)
    """The whole page, each character as the edition reads it."""
    printed: Sequence[Text] = ()
    """The lines of the text in the order of its columns."""
    lines: Sequence[Line] = ()
    spoken: Sequence[Verdict | None] = ()
    """For each line the verdict that needs no neighbours, or None."""
    page: Page = Page((), (), {})  # noqa: RUF009 (a page is frozen, so one empty page may serve all)
    """Its lines as they were measured, with the verdicts that need no reading of the page."""
    judged: Sequence[Judged] = ()
    items: Sequence[Item] = ()
    set_aside: tuple[Block, ...] = ()
    """The furniture of the page. It is taken out of `items`."""
    articles: tuple[Article, ...] = ()


Stage = Callable[[Draft, Vocabulary], Draft]

STAGES: tuple[Stage, ...] = (
    lambda page, vocabulary: replace(page, text=characters(page.seed.text, vocabulary)),
    lambda page, _: replace(page, text=ruled.emend(page.text, page.desk, page.seed.text)),
    lambda page, vocabulary: replace(page, text=markup(page.text, vocabulary)),
    lambda page, vocabulary: replace(page, printed=columns(page.text, vocabulary)),
    lambda page, _: replace(page, lines=lines(page.printed, page.seed.text)),
    lambda page, vocabulary: replace(page, lines=stacked([*page.lines], vocabulary.lexicon)),
    lambda page, _: replace(page, lines=_records([*page.lines])),
    lambda page, vocabulary: replace(page, lines=halves([*page.lines], vocabulary)),
    lambda page, vocabulary: replace(page, lines=rejoin([*page.lines], vocabulary)),
    lambda page, _: replace(page, lines=ruled.rule(page.lines, page.desk, page.seed)),
    lambda page, vocabulary: replace(page, spoken=ruled.verdicts(page.lines, spoken([*page.lines], vocabulary))),
    lambda page, vocabulary: replace(page, page=measured([*page.lines], [*page.spoken], vocabulary, page.desk)),
    lambda page, vocabulary: replace(page, judged=ruled.obeyed(label(page.page, vocabulary), page.desk)),
    lambda page, vocabulary: replace(page, items=mend([*page.judged], page.page, vocabulary)),
    lambda page, _: _furniture(page),
    lambda page, vocabulary: replace(page, items=apart(whole([*page.items], vocabulary.lexicon))),
    lambda page, vocabulary: replace(page, articles=_articles([*page.items], page.seed, vocabulary)),
)
"""The stages in their order. Decoding comes before them, because bytes that cannot be decoded are no page."""


def restore(data: bytes, name: str, vocabulary: Vocabulary, desk: Desk = NONE) -> Restoration:
    """The articles of one dump, in reading order, and the furniture that belongs to none of them; `desk` is what editors ruled about it.

    Raises:
        SeedError: the bytes are not text, or hold no text.
        RulingError: a ruling no longer fits.
    """
    page = Draft(decode(data, name), desk)
    for stage in STAGES:
        page = stage(page, vocabulary)
    return ruled.finish(Restoration(page.seed, page.articles, page.set_aside), desk, vocabulary)


def readings(source: str, vocabulary: Vocabulary) -> list[str]:
    """Each line of a dump as it is read by itself: its characters as the edition has them, without markup."""
    lines = SourceLines(source)
    text = markup(characters(source, vocabulary), vocabulary)
    out = [""] * lines.count()
    for number, character in zip(line_numbers(text, lines), str(text), strict=True):
        out[number - 1] += character
    return out


def explain(data: bytes, name: str, vocabulary: Vocabulary, desk: Desk = NONE) -> dict[int, list[str]]:
    """What was found for and against every reading of each line of a dump, by line number, in Chinese; `label` decides on it.

    Raises:
        SeedError: the bytes are not text, or hold no text.
    """
    page = Draft(decode(data, name), desk)
    for stage in STAGES:
        page = stage(page, vocabulary)
        if len(page.page):
            break
    return explained(page.page, vocabulary)


def measured(lines: list[Line], said: list[Verdict | None], vocabulary: Vocabulary, desk: Desk = NONE) -> Page:
    """The page as it is measured, with the verdicts that need no reading of it; `said` are those that need no neighbours."""
    if not desk:
        widths = wrap(lines, said)
        return Page(widths, known(widths, said, vocabulary), vocabulary.lexicon)
    plain = [replace(line, ruled="", edge="") for line in lines]
    alone = spoken(plain, vocabulary)
    bare = measured(plain, alone, vocabulary)
    unruled = roles(bare, vocabulary)
    anyway = [verdict or (Verdict(role, RULE) if role else None) for verdict, role in zip(bare.verdicts, unruled, strict=True)]
    obeyed = ruled.verdicts(lines, anyway)
    # What was ruled to be what it is has neighbours that are known by it.
    same = [bool(a and b and a.role == b.role) for a, b in zip(obeyed, bare.verdicts, strict=True)]
    said = [alone[n] if line.ruled and same[n] else said[n] for n, line in enumerate(lines)]
    page = measured(lines, said, vocabulary)
    found = [obeyed[n] if line.ruled else page.verdicts[n] for n, line in enumerate(lines)]
    return replace(page, verdicts=found, unruled=unruled)


def _records(lines: list[Line]) -> list[Line]:
    """The lines, with those of a data base cut into page number, title and text, or into label and title."""
    out: list[Line] = []
    for n, line in enumerate(lines):
        reading = str(line.text)
        cuts = record_cuts(reading, (str(above.text) for above in out[-ABOVE:]))
        cuts = cuts or label_cut(reading, (str(near.text) for near in lines[max(0, n - ABOVE) : n + ABOVE]))
        first, *rest = line.text.split_at(cuts) if cuts else [line.text]
        out += [replace(line, text=first) if cuts else line, *(Line(part.strip(SPACES, "margin"), line.number) for part in rest)]
    return out


def _furniture(page: Draft) -> Draft:
    """The draft with the furniture of the page taken out of the items. A jump line (下转第3版) stays where it stands inside an article.

    Below the page that a data base writes above each article (第4版()), an article begins.
    """
    of_page: list[Block] = []
    rest: list[Item] = []
    record = False
    for item in page.items:
        if item.role == Role.FURNITURE and item.kind != Role.TURN:
            record = record or bool(_RECORD.match(item.plain))
            verdict = item.lines[0].verdict
            cuts = furniture.parts(str(item.text), verdict.furniture)
            of_page.extend(Block(part, verdict) for part in item.text.split_at(cuts))
        else:
            rest.append(replace(item, begins=True) if record else item)
            record = False
    return replace(page, items=rest, set_aside=tuple(of_page))


def _articles(items: list[Item], seed: Seed, vocabulary: Vocabulary) -> tuple[Article, ...]:
    articles = (compose(items, span, seed.name, vocabulary) for span in segment(items))
    return tuple(replace(article, doubts=(Doubt(seed.doubt), *article.doubts)) if seed.doubt else article for article in articles)


__all__ = ["STAGES", "explain", "readings", "restore"]
