"""What rules look at and what they answer.

A rule looks at a line, a joint between two lines of prose, or the place that a reading of the page has reached, and names what it finds.
`weights.tsv` says for what each finding speaks and how much. A rule decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import IntEnum
from typing import NamedTuple

from edition.model import Role
from edition.restore.page import Page


class Between(IntEnum):
    """What stands between a line and the prose before it."""

    NOTHING = 0
    PICTURE = 1
    """Captions, tables or furniture, over which a sentence can go on."""
    HEAD = 2
    """A display line or a byline, or there is no prose before."""


class Joint(NamedTuple):
    """Two lines of prose that follow each other, whatever stands between them."""

    above: int
    """The number of the upper line; -1 if there is none."""
    below: int
    between: Between
    first: bool
    """The upper line is the first one of its paragraph."""


class State(NamedTuple):
    """The place that a reading of the page has reached, as far as the next lines ask for it."""

    role: Role | None
    """Of the line; None before the first one."""
    prose: int = -1
    """The number of the last line of prose; -1 if none can go on."""
    between: Between = Between.HEAD
    """What stands between that line and the next one."""
    first: bool = False
    """The last line of prose is the first one of its paragraph."""
    run: int = 0
    """How many lines of this role stand together: display lines of a head, lines of one caption."""
    ended: bool = False
    """The caption has ended its sentence."""


LineRule = Callable[[Page, int], Iterator[str]]
JointRule = Callable[[Page, Joint], Iterator[str]]
PlaceRule = Callable[[Page, int, State], Iterator[str]]
