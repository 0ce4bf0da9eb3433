"""The rules of restoration. `RULES` is the register of those that say what speaks for a line's role; `label` runs it."""

from __future__ import annotations

from edition.restore.evidence import JointRule, LineRule, PlaceRule
from edition.restore.rules import captions, displays, joints
from edition.vocabulary import LABELS

DISPLAY, NAMES, CAPTION, CAPTION_REST, BEGINS, GOES_ON, CUT = LABELS

LINE_RULES: tuple[tuple[str, LineRule], ...] = (
    (DISPLAY, displays.endings),
    (DISPLAY, displays.wording),
    (DISPLAY, displays.setting),
    (DISPLAY, displays.neighbours),
    (CAPTION, captions.wording),
    (CAPTION, captions.shape),
    (CAPTION, captions.setting),
    (CAPTION_REST, captions.going_on),
)
JOINT_RULES: tuple[tuple[str, JointRule], ...] = (
    (BEGINS, joints.beginning),
    (BEGINS, joints.beginning_after),
    (GOES_ON, joints.going_on),
    (GOES_ON, joints.going_on_open),
    (GOES_ON, joints.going_on_ended),
)
PLACE_RULES: tuple[tuple[str, PlaceRule], ...] = (
    (DISPLAY, displays.place),
    (CUT, displays.cut),
    (CUT, captions.unended),
    (CAPTION, captions.place),
    (CAPTION_REST, captions.length),
)
RULES = (*LINE_RULES, *JOINT_RULES, *PLACE_RULES)
"""All rules, each with what its findings speak for."""
LINES = {label: [rule for speaks, rule in LINE_RULES if speaks == label] for label in (DISPLAY, CAPTION, CAPTION_REST)}
JOINTS = {label: [rule for speaks, rule in JOINT_RULES if speaks == label] for label in (BEGINS, GOES_ON)}
PLACES = {label: [rule for speaks, rule in PLACE_RULES if speaks == label] for label in (DISPLAY, CUT, CAPTION, CAPTION_REST)}
"""The same, by what they speak for."""
