"""Names inside a TEI document, and words as text of its header."""

from __future__ import annotations

import re
from functools import cache
from html import escape

from edition.publish.escape import plain

_ODD = re.compile("[^A-Za-z0-9-]")
_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")


def name_of(text: str) -> str:
    """An address or the name of a rule as a name of XML; no two texts have the same one. It holds no full stop, which parts it from what
    follows: `<article>.l33` is the passage `#l33` of the page `articles/<article>.html`.

    >>> name_of("jiyang-xinshi"), name_of("2020-liangshi"), name_of("page date")
    ('jiyang-xinshi', '_2020-liangshi', 'page_20_date')
    """
    name = _ODD.sub(lambda found: f"_{ord(found[0]):X}_", text)
    return name if name[:1].isalpha() or name[:1] == "_" else f"_{name}"


@cache
def rule_name(rule: str) -> str:
    """The name of the statement about a rule in `editorialDecl`."""
    return f"rule.{name_of(rule)}"


def character_name(character: str) -> str:
    """The name of the declaration of a character that XML cannot hold.

    >>> character_name(chr(7))
    'char.U0007'
    """
    return f"char.U{ord(character):04X}"


def character_of(name: str) -> str:
    """The character of a declaration; the inverse of `character_name`."""
    return chr(int(name.removeprefix("char.U"), 16))


def words(text: object) -> str:
    """Words of the header on one line, also for an attribute; a character that XML cannot hold is shown by its picture or its code.

    >>> words("甲 < 乙"), words(chr(0xfffe))
    ('甲 &lt; 乙', 'U+FFFE')
    """
    return escape(_NO_XML.sub(lambda found: f"U+{ord(found[0]):04X}", plain(str(text))))
