"""Reads the figures that models for layout write as LaTeX (`$1 2 . 5 \\%$`) as the print has them (12.5%).

Only what is understood to its end is read. A formula with anything else in it stays as it is, whole.
"""

from __future__ import annotations

import re

LONGEST = 120
"""The longest formula that is looked at, in characters. Figures are short."""
FORMULA = re.compile(
    rf"(?<![\\$])\$(?!\$)(?P<dollars>[^$\n]{{1,{LONGEST}}})(?<!\\)\$(?![$\d])|(?<!\\)\\\((?P<brackets>[^\n]{{1,{LONGEST}}}?)\\\)"
)
"""Matches what may be a formula. A figure behind the second dollar shows that both are prices."""
_SIGNS = {
    "%": "%",
    "$": "$",
    "&": "&",
    "#": "#",
    "_": "_",
    "{": "{",
    "}": "}",
    "sim": "~",
    "thicksim": "~",
    "times": "×",
    "div": "÷",
    "pm": "±",
    "cdot": "·",
    "le": "≤",
    "leq": "≤",
    "leqslant": "≤",
    "ge": "≥",
    "geq": "≥",
    "geqslant": "≥",
    "neq": "≠",
    "approx": "≈",
    "rightarrow": "→",
    "to": "→",
    "circ": "°",
    "degree": "°",
    "prime": "′",
    "mu": "μ",
    "alpha": "α",
    "beta": "β",
    "gamma": "γ",
    "Omega": "Ω",
    "Phi": "Φ",
    "phi": "φ",
    "textperthousand": "‰",
    "permil": "‰",
    "cdots": "……",
    "ldots": "……",
    "dots": "……",
}
_BLANKS = frozenset(
    ("quad", "qquad", "displaystyle", "scriptstyle", "scriptsize", "small", "tiny", "normalsize", "left", "right", *",;:! ")
)
_LETTERS = frozenset(("mathrm", "mathbf", "mathit", "mathsf", "text", "textbf", "textrm", "textit", "rm", "bf", "operatorname"))
_TOKEN = re.compile(r"\\(?:[A-Za-z]+|.)|[ \t\u00a0]+|.")
_PLAIN = frozenset("0123456789.,:;/+-=<>()[]%‰°℃×÷·~～—′″〇")
_SUPER = str.maketrans("0123456789+-()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ")
_SUB = str.maketrans("0123456789+-()", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎")
_RAISED, _LOWERED = re.compile(r"[0-9+\-()n]+"), re.compile(r"[0-9+\-()]+")
_SMALL = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_MARKUP = re.compile(r"[\\^_{]")
_WORD = re.compile(r"[A-Za-z]{2}")
_ENDS_IN_FIGURE = re.compile(r"[0-9.]$")


class _Unknown(Exception):
    """The formula holds something that is not understood."""


def undone(formula: str) -> str | None:
    """What a formula (without its dollars) says in plain characters; None if it is not understood to its end.

    >>> undone(r"1 2 . 5 \\%"), undone(r"1 5 0 0 \\mathrm { m } ^ { 2 }"), undone(r"2 5 ^ { \\circ } \\mathrm { C }")
    ('12.5%', '1500m²', '25°C')
    >>> undone(r"\\textcircled { 1 }"), undone(r"3 \\sim 5"), undone(r"\\mathrm { P M } _ { 2 . 5 }")
    ('①', '3~5', 'PM2.5')
    >>> undone(r"\\sum _ { i } x"), undone("5 and "), undone("100至")
    (None, None, None)
    """
    if not _MARKUP.search(formula) and _WORD.search(formula):
        return None  # Words between two prices.
    tokens = _TOKEN.findall(formula.strip())
    try:
        text, end = _group(tokens, 0, words=False)
    except _Unknown:
        return None
    return text if end == len(tokens) and text else None


def raised(figures: str) -> str:
    """The figures as superscript.

    >>> raised("2")
    '²'
    """
    return figures.translate(_SUPER)


def lowered(figures: str) -> str:
    """The figures as subscript.

    >>> lowered("2")
    '₂'
    """
    return figures.translate(_SUB)


def _group(tokens: list[str], at: int, *, words: bool) -> tuple[str, int]:
    """What the tokens say from `at` to the brace that closes the group, or to the end, and where that is. In a group of `words` stand Han
    characters, too."""
    out = ""
    while at < len(tokens) and tokens[at] != "}":
        token = tokens[at]
        name = token[1:] if token[0] == "\\" else ""
        if token.isspace() or name in _BLANKS or (words and token == "~"):
            at += 1
        elif token in ("^", "_"):
            small, at = _argument(tokens, at + 1)
            out += _shifted(small, raise_it=token == "^")
        elif token == "{":
            text, at = _closed(tokens, at, words=words)
            out += text
        elif name == "textcircled":
            text, at = _argument(tokens, at + 1)
            out += _circled(text)
        elif name == "frac":
            above, at = _argument(tokens, at + 1)
            below, at = _argument(tokens, at)
            if not (_SMALL.fullmatch(above) and _SMALL.fullmatch(below)) or _ENDS_IN_FIGURE.search(out):
                raise _Unknown
            out += f"{above}/{below}"
        elif name in _LETTERS:
            text, at = _argument(tokens, at + 1, words=True)
            out += text
        elif name in _SIGNS:
            out, at = out + _SIGNS[name], at + 1
        elif not name and token != "~" and (token in _PLAIN or (token.isascii() and token.isalpha()) or (words and token.isalpha())):
            out, at = out + token, at + 1
        else:
            raise _Unknown
    return out, at


def _argument(tokens: list[str], at: int, *, words: bool = False) -> tuple[str, int]:
    """What the next group or single token says, and where it ends."""
    while at < len(tokens) and tokens[at].isspace():
        at += 1
    if at >= len(tokens):
        raise _Unknown
    if tokens[at] == "{":
        return _closed(tokens, at, words=words)
    text, _ = _group(tokens[at : at + 1], 0, words=words)
    return text, at + 1


def _closed(tokens: list[str], at: int, *, words: bool) -> tuple[str, int]:
    text, end = _group(tokens, at + 1, words=words)
    if end >= len(tokens):
        raise _Unknown
    return text, end + 1


def _shifted(small: str, *, raise_it: bool) -> str:
    if small in ("°", "′"):
        return small
    if raise_it and _RAISED.fullmatch(small):
        return raised(small)
    if not raise_it and _LOWERED.fullmatch(small):
        return lowered(small)
    if not raise_it and _SMALL.fullmatch(small):
        return small
    raise _Unknown


def _circled(number: str) -> str:
    if not number.isdecimal() or not 1 <= int(number) <= 20:
        raise _Unknown
    return chr(0x245F + int(number))
