"""Sets an article the way a dump of a newspaper page shows it: the inverse of restoring.

Paragraphs are broken at the width of the column and lose their indent, as in a PDF; every line is followed by a blank line. A
picture leaves a hole of several blank lines with its caption below, and interrupts the paragraph in which it stands.
"""

from __future__ import annotations

from dataclasses import dataclass, field

INDENT = 2
"""Characters of the indent of a paragraph's first line."""
_NEVER_FIRST = "，。、；：！？”’）》"
HOLE = "\n" * 3


@dataclass(frozen=True)
class Setting:
    """How a page is set."""

    width: int = 0
    """Characters of a line; 0 where the dump has one paragraph a line."""
    head_behind: bool = False
    """The head stands behind the body (the bylines before it), as where a dump follows the frames of the page."""
    spaced: bool = False
    """The letters of the title are spaced."""
    captions_after: tuple[int, ...] = field(default=())
    """The paragraph after which each caption stands."""


@dataclass(frozen=True)
class Story:
    """What is set, and what restoring must give back."""

    title: str
    subtitle: str | None
    bylines: tuple[tuple[str, str], ...]
    """Role and name."""
    paragraphs: tuple[str, ...]
    captions: tuple[str, ...] = ()


def broken(paragraph: str, width: int) -> list[str]:
    """The lines of a paragraph; punctuation hangs where it would begin a line.

    >>> broken("今年以来，全镇经济稳步发展。", 7)
    ['今年以来，', '全镇经济稳步发', '展。']
    """
    if not width:
        return [paragraph]
    lines, at, room = [], 0, width - INDENT
    while at < len(paragraph):
        end = at + room
        while end < len(paragraph) and paragraph[end] in _NEVER_FIRST:
            end += 1
        lines.append(paragraph[at:end])
        at, room = end, width
    return lines


def typeset(story: Story, setting: Setting) -> str:
    """The dump of the page."""
    title = " ".join(story.title) if setting.spaced else story.title
    head = [title, *(["——" + story.subtitle] if story.subtitle else [])]
    names = [f"{role} {name}" for role, name in story.bylines]
    body: list[str] = []
    for number, paragraph in enumerate(story.paragraphs):
        body.extend(broken(paragraph, setting.width))
        captions = [caption for caption, after in zip(story.captions, setting.captions_after, strict=True) if after == number]
        body.extend(HOLE + caption + "\n" * 2 for caption in captions)
    lines = [*names, *body, *head] if setting.head_behind else [*head, *names, *body]
    return "\n\n".join(lines) + "\n"
