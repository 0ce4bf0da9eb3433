"""Numbers as newspapers print them, in figures or in Han numerals, with or without 万 and 亿."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_STEPS = {"十": 10, "百": 100, "千": 1000}
_GREAT = {"万": 10_000, "亿": 100_000_000}
MULTIPLIERS = {
    "百": Decimal(100),
    "千": Decimal(1000),
    "万": Decimal(10**4),
    "十万": Decimal(10**5),
    "百万": Decimal(10**6),
    "千万": Decimal(10**7),
    "亿": Decimal(10**8),
    "十亿": Decimal(10**9),
    "百亿": Decimal(10**10),
    "千亿": Decimal(10**11),
    "万亿": Decimal(10**12),
}
"""What can stand behind figures: 3.2万 is 32000."""
_SPOKEN = re.compile(r"(?:[一二两三四五六七八九]?[千百十][零〇]?|[一二两三四五六七八九][零〇]?)+")
"""Matches a number below ten thousand; whether its steps go down is looked at besides."""


def han_number(text: str) -> int | None:
    """The number that Han numerals say by steps; None for what is no such number, is left vague, or is a row of figures.

    Pairs such as 三四百 (three or four hundred), and 二〇二〇, are no numbers here.

    >>> [han_number(text) for text in ("三百二十万", "两千", "十二", "一千零五", "一亿三千万", "百", "三百五十")]
    [3200000, 2000, 12, 1005, 130000000, 100, 350]
    >>> [han_number(text) for text in ("三四百", "二〇二〇", "万万", "十百", "三百五", "零", "")]
    [None, None, None, None, None, None, None]
    """
    total, rest = 0, text
    for great, worth in (("亿", _GREAT["亿"]), ("万", _GREAT["万"])):
        head, found, tail = rest.partition(great)
        if found:
            part = _below_ten_thousand(head.lstrip("零〇") if total else head)
            if not part:
                return None
            total, rest = total + part * worth, tail
    if rest:
        below = _below_ten_thousand(rest.lstrip("零〇") if total else rest)
        if below is None or (total and below < 1000 and rest[0] not in "零〇"):
            return None
        total += below
    return total or None


def _below_ten_thousand(text: str) -> int | None:
    """A number by its steps, each smaller than the one before; a figure at the end needs 十 or 零 before it, for 三百五 is 350 or 305."""
    if not text or not _SPOKEN.fullmatch(text):
        return None
    total, digit, last = 0, None, 10_000
    skipped = False
    for character in text:
        if character in "零〇":
            skipped = True
            continue
        if character in _DIGITS:
            if digit is not None:
                return None
            digit = _DIGITS[character]
            continue
        step = _STEPS[character]
        if step >= last or (digit is None and step != 10 and total):
            return None
        total, digit, last = total + (1 if digit is None else digit) * step, None, step
    if digit is not None:
        if last < 10_000 and last > 10 and not skipped:
            return None
        total += digit
    return total


def number_of(figures: str, multiplier: str = "") -> Decimal | None:
    """The number for figures or Han numerals with what multiplies them; None where it is none.

    >>> number_of("1.09", "亿"), number_of("12,600"), number_of("三百二十", "万"), number_of("三四百")
    (Decimal('109000000.00'), Decimal('12600'), Decimal('3200000'), None)
    """
    times = MULTIPLIERS[multiplier] if multiplier else Decimal(1)
    if figures[0].isdecimal():
        return Decimal(figures.replace(",", "")) * times
    found = han_number(figures)
    return None if found is None else found * times


def written(number: Decimal) -> str:
    """A number in figures, without an exponent or needless noughts.

    >>> written(Decimal("109000000.00")), written(Decimal("5.60")), written(Decimal("0.5"))
    ('109000000', '5.6', '0.5')
    """
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def numbers_of(match: re.Match[str]) -> tuple[Decimal, Decimal | None] | None:
    """The number of a match, and the upper end of a range; None where it is no clear number."""
    if match["percent"]:
        found = _number(match["percent"], False) if match["low"] == "百" and not match["more"] and not match["times"] else None
        return None if found is None else (found, None)
    more = bool(match["more"] or match["more2"])
    low = _number(match["low"], more, match["times"] or "")
    if low is None or match["to"] is None:
        return None if low is None else (low, None)
    high = _number(match["high"], False)
    if high is None or more or (match["first"] and match["first"] != match["unit"]):
        return None
    great = re.search("[百千万亿]+$", match["high"])
    if great and not match["first"] and match["low"][-1].isdecimal() and match["high"][0].isdecimal():
        small = _number(match["high"][: great.start()], False)
        if small is not None and low < small:
            low *= high / small
    return (low, high) if low < high else None


_FIGURES = re.compile(r"((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)([百千万亿]*)")


def _number(token: str, more: bool, times: str = "") -> Decimal | None:
    """The number of a token; None where it is none, is below ten and in Han numerals, or vague."""
    if found := _FIGURES.fullmatch(token):
        if found[2] and times:
            return None
        if found[1].startswith("0") and not found[1].startswith("0.") and found[1] != "0":
            return None
        try:
            return number_of(found[1], found[2] or times)
        except KeyError:
            return None
    if token[0].isdecimal() or (len(token) == 1 and not (more and token in "十百千")) or (token[0] in "百千" and not more):
        return None
    value = number_of(token, times)
    return value if value is not None and value >= 10 else None
