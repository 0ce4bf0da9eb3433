"""Dump text as Markdown that comes out as that text.

A dump can hold anything: `#`, `{{ }}`, `<script>`, half a table. None of it is markup, because a newspaper has none. Only what
Python-Markdown (with the extensions of `mkdocs.yml`) and CommonMark would act on is escaped, so that plain Chinese stays plain.
"""

from __future__ import annotations

import html
import re

_BLANK = re.compile(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
_CONTROL = re.compile(r"[\x00-\x1b\x7f]")
_ODD = re.compile(
    "[\\x00-\\x1f\\x7f-\\xa0\\xad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u3164"
    "\\ue000-\\uf8ff\\ufdd0-\\ufdef\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffc\\ufffe\\uffff\\U000e0000-\\U0010ffff]"
)
"""Characters without ink, of no common meaning, or with power over the order of others: all are shown by what they are called."""
_BACKSLASHED = re.compile(r"[\\`*_{\[\]|]")
_ENTITIES = re.compile(r"[&<]")
_NUMBERED = re.compile(r"(\d+)([.)])(?=\s|$)")
_FORMULA = ("'", *"=+-@＝＋－＠", "\t", "\r", "\n")
"""With what a cell begins that a spreadsheet might take for a formula, and the apostrophe that guards it."""
_OPENINGS = (*"#>+-=", "~~~", "!!!", ":::", "???")
"""What means something at the beginning of a block only."""


def plain(text: str) -> str:
    """The text on one line, without what HTML cannot hold: a control character is shown by its picture (␂).

    >>> plain("上\\n下\\x02")
    '上 下␂'
    """
    if text.isprintable():  # Most texts are, and to ask takes a tenth of the time.
        return text.strip()
    return _CONTROL.sub(lambda m: "␡" if m[0] == "\x7f" else chr(0x2400 + ord(m[0])), _BLANK.sub(" ", text)).strip()


def escape(text: str) -> str:
    """Markdown for one block, or for a part of one.

    >>> escape("一、党建 + 治理（5*2）"), escape("# 一"), escape("1. 一"), escape("2021年1-10月"), escape("<b>&amp;")
    ('一、党建 + 治理（5\\\\*2）', '\\\\# 一', '1\\\\. 一', '2021年1-10月', '&lt;b>&amp;amp;')
    """
    line = plain(text)
    out = _ENTITIES.sub(lambda m: "&amp;" if m[0] == "&" else "&lt;", _BACKSLASHED.sub(r"\\\g<0>", line))
    if line.startswith(_OPENINGS):
        out = f"\\{out}" if line[0] in "#>+-!" else f"&#{ord(line[0])};{out[1:]}"
    if numbered := _NUMBERED.match(line):
        out = f"{numbered[1]}\\{out[numbered.end(1) :]}"
    # A link at the beginning of a block, whose text holds `]:`, would be taken for the definition of a reference.
    out = out.replace("]:", "]&#58;")
    # In a heading, a closing row of # would be taken for its end.
    return f"{out[:-1]}\\#" if len(line) > 1 and line.endswith("#") else out


def escape_html(text: str) -> str:
    """Text inside a raw HTML element.

    >>> escape_html("<i>&")
    '&lt;i&gt;&amp;'
    """
    return html.escape(plain(text), quote=False)


def visible(text: str) -> str:
    """The text with every blank and every character of no ink made visible, for quoting it among words.

    >>> visible("上 \\u200b下")
    '上␣U+200B下'
    """
    return _ODD.sub(lambda m: _code(m[0]), text).replace(" ", "␣").replace("\u3000", "␣")


def escape_raw(text: str) -> str:
    """Text of a dump inside a raw HTML element, character by character as it came; one without ink is shown by its code.

    >>> escape_raw("<党>\\t ")
    '&lt;党&gt;<span class="odd">U+0009</span> '
    """
    return _ODD.sub(lambda m: f'<span class="odd">{_code(m[0])}</span>', html.escape(text, quote=False))


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"


def inert(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula, by an apostrophe before it; one that begins with an apostrophe gets one too.

    >>> inert("=1+1"), inert("'甲"), inert("甲")
    ("'=1+1", "''甲", '甲')
    """
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
