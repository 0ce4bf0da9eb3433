"""What of a typeset page the inverse property leaves out, and why: what no reader could tell, and what the edition does not reach yet.

Each entry of `NOT_YET` is named by a case in `tests/cases/known-failures.yml`. Once that is cured and moved, the entry must go.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from conftest import tables
from edition.layout import goes_on
from typeset import Setting, Sheet, Story, columns, inside, printed_names, rows

FEWEST_NARROW = 12
"""Characters of the narrowest column in which a figure that goes down leaves no line that looks like a heading."""
LONGEST_NAME = 4

Doubt = Callable[[Sheet, Story, Setting], bool]


def _signed_before(story: Story, setting: Setting) -> bool:
    """Whether a line of names stands between head and body."""
    return bool(printed_names(story, setting.form)) and setting.form not in ("closing", "dateline")


def _last_of_head(story: Story, setting: Setting) -> str:
    if story.subtitle:
        return "——" + story.subtitle
    last = story.title[setting.title_cut :]
    return " ".join(last) if setting.spaced else last


def _as_wide_as_the_column(story: Story, setting: Setting) -> bool:
    if not setting.width or setting.head_behind or _signed_before(story, setting):
        return False
    return columns(_last_of_head(story, setting)) > 2 * setting.width - 12


def _bare(setting: Setting) -> bool:
    return not setting.marked


def _outside(story: Story, setting: Setting) -> bool:
    """Whether a caption stands after its paragraph, not inside a sentence of it."""
    printed = rows(story, setting)
    return any(inside(printed[n], setting.within) == len(printed[n]) for n in setting.captions_after)


def _looks_like_a_first_line(story: Story, setting: Setting) -> bool:
    """Whether a line inside a paragraph stands behind the end of a sentence and is short, as one without its indent is."""
    for lines in rows(story, setting):
        for above, line in pairwise(lines[:-1]):
            if above[-1] in "。”" and setting.width and columns(line.strip()) < 2 * setting.width - 1:
                return True
    return False


def _runs_over(story: Story, setting: Setting) -> bool:
    """Whether the line before a paragraph's last one makes a word with what follows the paragraph."""
    lines = [[line.strip() for line in paragraph] for paragraph in rows(story, setting)]
    lexicon = tables().lexicon
    return bool(setting.width) and any(len(a) > 1 and goes_on(a[-2], b[0], lexicon) > 0 for a, b in pairwise(lines))


NOT_TELLABLE: dict[str, Doubt] = {
    "a bare caption without a hole": lambda sheet, story, setting: bool(story.captions) and _bare(setting) and not setting.hole,
    "an article without names beside others: its head may be a heading of theirs, and names beside it may be theirs": (
        lambda sheet, story, setting: len(sheet.articles) > 1 and not story.bylines
    ),
    "a line that lacks a character or two to punctuation or a figure, behind the end of a sentence": lambda sheet, story, setting: (
        not setting.indented and _looks_like_a_first_line(story, setting)
    ),
}
NOT_YET: dict[str, Doubt] = {
    "a kicker of one phrase": lambda sheet, story, setting: story.kicker is not None and " " not in story.kicker,
    "a title whose second line is as short as a name": lambda sheet, story, setting: (
        setting.title_cut > 0 and len(story.title) - setting.title_cut <= LONGEST_NAME
    ),
    "a couplet and a title above a text with headings and no byline": lambda sheet, story, setting: (
        bool(story.headings) and (story.kicker is not None or setting.title_cut > 0) and not _signed_before(story, setting)
    ),
    "a first line before a figure in a narrow column": lambda sheet, story, setting: (
        0 < setting.width < FEWEST_NARROW
        and any(columns(lines[0].strip()) <= 2 * setting.width - 6 for lines in rows(story, setting) if len(lines) > 1)
    ),
    "a closing byline before a head that stands behind": lambda sheet, story, setting: (
        len(sheet.articles) > 1 and setting.head_behind and setting.form == "closing"
    ),
    "a line without an indent where every paragraph has one": lambda sheet, story, setting: (
        setting.indented and _looks_like_a_first_line(story, setting)
    ),
    "a last line behind punctuation that hangs over the edge": lambda sheet, story, setting: (
        bool(setting.width)
        and any(
            lines[-2][-1] == "。" and columns(lines[-2].strip()) > 2 * setting.width for lines in rows(story, setting) if len(lines) > 1
        )
    ),
    "headings below the head of the second article": lambda sheet, story, setting: len(sheet.articles) > 1 and bool(story.headings),
}


def doubtful(sheet: Sheet) -> str:
    """The first reason why the page is left out, or nothing."""
    for name, doubt in (NOT_TELLABLE | NOT_YET).items():
        if any(doubt(sheet, story, setting) for story, setting in sheet.articles):
            return name
    return ""
