"""The nouns of the edition: a stage makes new ones, and can neither change what it was given nor write something beside its fields."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import edition

BUILT_UP = {"edition.publish.search.grams.Index", "edition.publish.collation._Count", "edition.describe.place._Town"}
"""What one function builds up and hands on."""
WORKS_OUT = "edition.restore.page.Page"
"""What works its measures out when a rule first asks for them, and keeps them."""


def _dataclasses() -> Iterator[tuple[str, type]]:
    for module in pkgutil.walk_packages(edition.__path__, "edition."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, type) and is_dataclass(value) and value.__module__ == module.name:
                yield f"{value.__module__}.{value.__qualname__}", value


NOUNS = dict(sorted(_dataclasses()))


def test_there_are_nouns_in_every_room() -> None:
    assert len(NOUNS) > 50 and NOUNS.keys() > BUILT_UP
    assert {name.split(".")[1] for name in NOUNS} >= {"model", "restore", "describe", "publish"}


def _can_be_set(noun: type, name: str, force: bool = False) -> bool:
    made = object.__new__(noun)
    try:
        object.__setattr__(made, name, None) if force else setattr(made, name, None)
    except (AttributeError, TypeError):
        return False
    return True


def test_a_noun_never_changes() -> None:
    changing = {name for name, noun in NOUNS.items() if any(_can_be_set(noun, field.name) for field in fields(noun))}
    assert changing == BUILT_UP


def test_a_noun_holds_nothing_but_its_fields() -> None:
    wider = {name for name, noun in NOUNS.items() if _can_be_set(noun, "something_else", force=True)}
    assert wider == {"edition.publish.search.grams.Index", WORKS_OUT}
