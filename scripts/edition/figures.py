"""A figure (数字): one statement of a quantity that an article prints, with what it rests on."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple


class Change(NamedTuple):
    """By how much a quantity changed."""

    printed: str
    """As printed: 同比增长5.6%."""
    verb: str
    """增长, 下降 …"""
    up: bool
    """Whether it grew."""
    value: str
    """By how much, in figures; of a range the lower end."""
    unit: str
    """As printed: %, 个百分点, 倍, 元 …"""
    basis: str
    """What it is compared to, as printed: 同比, 比上年; empty where that is not said beside it."""


class Figure(NamedTuple):
    """One statement of a quantity. Its printed parts stand in its sentence as they are; a name may be put together of what stands before
    the number and behind it."""

    block: int
    """Which block of the article, of those that have something to read."""
    start: int
    """Where the sentence begins in the text of the block."""
    end: int
    name: str
    """What is counted or measured, as printed: 财政收入, 新建公路, 组建巡逻队 (in 组建15支巡逻队)."""
    printed: str
    """Number, unit and what bounds them: 近3000余人. Empty where the text says the change alone."""
    number: str
    """The number: 1.09亿, 三百二十万; of a range both ends."""
    unit: str
    value: str
    """The number in figures, in the base unit; of a range its lower end."""
    high: str
    """The upper end of a range; else empty."""
    base: str
    """The base unit: 人 for 名, 公斤 for 斤. Only names of the same measure are converted (`units.tsv`)."""
    bound: str
    """`about`, `more than`, `at least`, `nearly`, `less than`, `at most`; empty where the number holds as it stands."""
    period: str
    """Year or date as printed; empty where the sentence names none for it."""
    date: str
    """The period as an EDTF string; empty where nothing shows the year."""
    change: Change | None


def packed(figures: Iterable[Figure]) -> bytes:
    """The figures of an article in few bytes, as the build holds those of all articles."""
    return json.dumps([*figures], ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def unpacked(data: bytes) -> tuple[Figure, ...]:
    """What `packed` made smaller."""
    rows = (Figure(*row) for row in json.loads(data))
    return tuple(one._replace(change=Change(*one.change)) if one.change else one for one in rows)
