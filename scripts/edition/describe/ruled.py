"""What editors ruled about the facts of an article: they take the place of what the page and the gazetteer give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from edition.days import is_edtf
from edition.errors import RulingError, Said
from edition.gazetteer import LEVEL_OF, Gazetteer, standard_code
from edition.model import LEVELS, Description, Finding, Restoration, Theme
from edition.rulings import IMPORTED, RULE, Desk, Ruling, same_words, unfit

OPEN = ("镇", "乡", "街道", "村", "社区", "苏木")
"""Endings of the smallest units, not all of which the tables know."""


def carry_out(
    fields: Sequence[str],
    restoration: Restoration,
    found: tuple[Description, ...],
    desk: Desk,
    gazetteer: Gazetteer,
    themes: Sequence[Theme],
) -> tuple[Description, ...]:
    """The descriptions with the rulings about some fields carried out.

    Raises:
        RulingError: a ruling no longer fits, or states what cannot be.
    """
    out = list(found)
    # What is said of one article comes after what is said of the whole page, and so prevails.
    for ruling in sorted(desk.of("field"), key=lambda ruling: ruling.first > 0):
        if ruling.what not in fields:
            continue
        about = [n for n, article in enumerate(restoration.articles) if ruling in article.rulings]
        about = about[:1] if ruling.first else about  # A line that two articles share names the first one.
        _expected(ruling, [out[n] for n in about])
        for n in about:
            out[n] = _ruled(out[n], ruling, gazetteer, themes)
    return tuple(out)


def value(description: Description, field: str) -> str | tuple[str, ...]:
    """What a field of a description says now; empty for nothing."""
    if field == "place":
        return tuple(unit for level in LEVELS if (unit := description.level(level)))
    if field == "themes":
        return tuple(theme.value for theme in description.themes)
    finding: Finding | None = getattr(description, field)
    return finding.value if finding else ""


def _expected(ruling: Ruling, found: Sequence[Description]) -> None:
    """Stop where something else stands there than the ruling says."""
    if not ruling.expects:
        return
    said = ruling.expect if isinstance(ruling.expect, tuple) else (ruling.expect,) if ruling.expect else ()
    for description in found:
        now = value(description, ruling.what)
        words = now if isinstance(now, tuple) else (now,) if now else ()
        if not same_words("".join(said), "".join(words)):
            raise unfit(ruling, now)


def _ruled(description: Description, ruling: Ruling, gazetteer: Gazetteer, themes: Sequence[Theme]) -> Description:
    evidence, rule = (ruling.why,), IMPORTED if ruling.by == IMPORTED else RULE
    if ruling.what == "place":
        return replace(description, place=dict(_place(ruling, gazetteer, evidence, rule)))
    if ruling.what == "themes":
        known = {theme.label for theme in themes}
        names = ruling.to if isinstance(ruling.to, tuple) else ()
        for name in names:
            if name not in known:
                raise RulingError(
                    ruling.place,
                    Said(f"没有专题“{name}”", f"there is no theme “{name}”"),
                    Said(f"请从中选：{'、'.join(sorted(known))}", f"choose of {', '.join(sorted(known))}"),
                )
        return replace(description, themes=tuple(Finding(name, evidence, rule) for name in names))
    to = ruling.to if isinstance(ruling.to, str) else None
    if to and ruling.what == "date" and not is_edtf(to):
        raise RulingError(
            ruling.place,
            Said(f"“{to}”不是日期", f"“{to}” is no date"),
            Said("请写 2021-03-05、2021-03 或 2021；不确知的加问号", "write 2021-03-05, 2021-03 or 2021, with ? where it is not sure"),
        )
    return replace(description, **{ruling.what: Finding(to, evidence, rule) if to else None})  # type: ignore[arg-type]


def _place(ruling: Ruling, gazetteer: Gazetteer, evidence: tuple[str, ...], rule: str) -> Iterator[tuple[str, Finding]]:
    """The units of a place that was ruled, by level, from the province down."""
    names = ruling.to if isinstance(ruling.to, tuple) else ()
    if not names:
        return
    whole = "".join("".join(names).split())
    codes = gazetteer.called(whole)
    rest = ""
    if not codes and len(names) > 1 and names[-1].endswith(OPEN):
        rest = names[-1]
        codes = gazetteer.called("".join(names[:-1]))
    if len(codes) != 1:
        several = "、".join("".join(gazetteer.units[unit] for unit in gazetteer.chain(code)) for code in codes[:4])
        raise RulingError(
            ruling.place,
            Said(f"“{whole}”可以是 {several}", f"“{whole}” can be {several}")
            if codes
            else Said(f"行政区划里没有“{whole}”", f"“{whole}” is no unit of the tables"),
            Said(
                "请从省写起，各级用今天的全名，例如 [江苏省, 南通市, 如皋市]",
                "write it from the province down, with the full names of today",
            ),
        )
    for code in gazetteer.chain(codes[0]):
        yield LEVEL_OF[len(code)], Finding(gazetteer.units[code], evidence, rule, code=standard_code(code))
    if rest:
        yield LEVELS[-1], Finding(rest, evidence, rule)
