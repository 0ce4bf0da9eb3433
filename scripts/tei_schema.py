"""Write the schema of the edition's TEI documents, `docs/assets/schemas/edition.rng` (RELAX NG): what they use of TEI P5 and nothing else.

    python scripts/tei_schema.py

`ELEMENTS` is the whole schema. An entry gives an element its attributes and its content, in the words of the compact syntax of RELAX NG
(`*`, `+`, `?`, `,`, `|`, brackets, `text`, `empty`). Where an element stands at several places with other contents, the name of an entry
has the place behind a hyphen. An attribute has a list of values, or the name of a kind of values (`KINDS`); with a `?` it may be absent.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

FILE = Path(__file__).resolve().parents[1] / "docs" / "assets" / "schemas" / "edition.rng"
KINDS = {
    "number": ("nonNegativeInteger", ""),
    "id": ("NCName", ""),
    "address": ("anyURI", r"\S+"),
    "pointer": ("anyURI", r"#\S+"),
    "pointers": ("string", r"#\S+( #\S+)*"),
    "word": ("token", r"\S+"),
    "day": ("string", r"\d{4}(-\d\d(-\d\d)?)?"),
    "hash": ("string", "[0-9a-f]{64}"),
    "version": ("string", r"\d+(\.\d+){0,3}"),
    "codepoint": ("string", r"U\+[0-9A-F]{4}"),
}
"""Kinds of values: a datatype of XML Schema, and the pattern that it has besides."""
SURE = "cert=high|medium|low"
READ = "(text | g | lb | milestone | surplus | supplied | choice)*"
"""What is read, with what was changed, supplied and set aside in it."""
PRINTED = "(text | g | lb)*"
"""Characters of the dump."""

ELEMENTS: dict[str, tuple[str, str]] = {
    "TEI": ("xml:lang=zh", "teiHeader, text"),
    "teiHeader": ("", "fileDesc, encodingDesc, profileDesc, revisionDesc?"),
    # What the document is, and what it was made from.
    "fileDesc": ("", "titleStmt, publicationStmt, sourceDesc"),
    "titleStmt": ("", "title-document, editor*"),
    "title-document": ("", "text"),
    "editor": ("xml:id=id", "text"),
    "publicationStmt": ("", "publisher?, distributor, idno-address?, availability"),
    "publisher": ("", "text"),
    "distributor": ("", "text"),
    "idno-address": ("type=URL", "text"),
    "availability": ("", "p-words"),
    "p-words": ("", "text"),
    "sourceDesc": ("", "bibl, biblStruct*"),
    "bibl": ("type=dump", "(idno-file, idno-hash, note-encoding, note-doubt?)"),
    "idno-file": ("type=file", "text"),
    "idno-hash": ("type=sha256", "hash"),
    "note-encoding": ("type=encoding", "text"),
    "note-doubt": ("type=doubt", "text"),
    "biblStruct": ("type=article xml:id=id", "analytic, monogr, note-fact*, note-doubt*"),
    "analytic": ("", "author*, respStmt*, title-article, title-sub?, idno-address?"),
    "author": ("", "roleName*, persName"),
    "roleName": ("", "text"),
    "persName": ("", "text"),
    "respStmt": ("", "resp, name"),
    "resp": ("", "text"),
    "name": ("", "text"),
    "title-article": ("level=a type=main|incipit", "text"),
    "title-sub": ("level=a type=sub", "text"),
    "monogr": ("", "title-newspaper?, imprint"),
    "title-newspaper": (f"level=j {SURE}", "text"),
    "imprint": ("", "(date | date-unknown), biblScope*"),
    "date": (f"when?=day notBefore?=day notAfter?=day {SURE} evidence=internal|external", "text"),
    "date-unknown": ("", "text"),
    "biblScope": (f"unit=issue|page|section {SURE}", "text"),
    "note-fact": ("type=newspaper|date|issue|page|section", "text"),
    # How it was made.
    "encodingDesc": ("", "projectDesc, appInfo, editorialDecl, classDecl?, charDecl?"),
    "projectDesc": ("", "p-words"),
    "appInfo": ("", "application"),
    "application": ("ident=newspaper-edition version=version", "label"),
    "label": ("", "text"),
    "editorialDecl": ("", "p-words+, correction?, normalization?, interpretation?"),
    "correction": ("", "p-rule+"),
    "normalization": ("", "p-rule+"),
    "interpretation": ("", "p-rule+"),
    "p-rule": ("xml:id=id", "text"),
    "classDecl": ("", "taxonomy"),
    "taxonomy": ("", "category+"),
    "category": ("xml:id=id", "catDesc"),
    "catDesc": ("", "text"),
    "charDecl": ("", "char+"),
    "char": ("xml:id=id", "localProp"),
    "localProp": ("name=code value=codepoint", "empty"),
    # What it is about.
    "profileDesc": ("", "langUsage, (settingDesc | textClass)*"),
    "langUsage": ("", "language"),
    "language": ("ident=zh", "text"),
    "settingDesc": ("xml:id=id", "place+"),
    "place": (f"type=province|prefecture|county|township {SURE} evidence=internal|external", "placeName, note-words?, idno-code?"),
    "placeName": ("", "text"),
    "note-words": ("", "text"),
    "idno-code": ("type=GB/T2260|statistics", "text"),
    "textClass": ("xml:id=id", "catRef*, keywords?"),
    "catRef": (f"target=pointer {SURE}", "empty"),
    "keywords": ("", "term+"),
    "term": ("", "text"),
    # What editors ruled.
    "revisionDesc": ("", "change+"),
    "change": ("when?=day who?=pointer target?=pointer", "text"),
    # The text.
    "text": ("xml:space=preserve", "body"),
    "body": ("", "div-article*, div-furniture?"),
    "div-article": (
        "type=jArticle xml:id=id decls=pointers",
        "head-title*, byline*, (p | ab | figure | table)*, div-section*, fw*",
    ),
    "div-section": ("type=section", "head-section, (p | ab | figure | table)*"),
    "div-furniture": ("type=furniture", "fw+"),
    "head-title": ("type=kicker|main|sub", READ),
    "head-section": ("xml:id=id", READ),
    "head-caption": ("", READ),
    "byline": ("", READ),
    "p": ("xml:id=id", READ),
    "ab": ("", READ),
    "figure": ("xml:id=id", "head-caption"),
    "table": ("xml:id=id", "row+"),
    "row": ("", "cell+"),
    "cell": ("", READ),
    "fw": ("type=word ana=pointer", "(text | g | lb | milestone | surplus | choice)*"),
    "lb": ("n=number type?=resumed rend?=CR|CRLF ana?=pointer", "empty"),
    "milestone": ("unit=character n=number", "empty"),
    "g": ("ref=pointer", "empty"),
    "surplus": ("ana=pointer", PRINTED),
    "supplied": ("ana=pointer", "(text | g)*"),
    "choice": ("ana=pointer", "(orig, reg) | (sic, corr)"),
    "orig": ("", PRINTED),
    "reg": ("", "(text | g)*"),
    "sic": ("", PRINTED),
    "corr": ("", "(text | g)*"),
}
"""By name: attributes and content."""
_WORDS = re.compile(r"[\w-]+|[()|,*+?]")
_REPEATS = {"*": "zeroOrMore", "+": "oneOrMore", "?": "optional"}


def schema() -> str:
    """The schema as RELAX NG in XML."""
    out = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.tei-c.org/ns/1.0"',
        ' datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">',
        '<start><ref name="TEI"/></start>',
    ]
    for name, (attributes, content) in ELEMENTS.items():
        out.append(f'<define name="{name}"><element name="{name.partition("-")[0]}">')
        out += map(_attribute, attributes.split())
        out.append(_content(content, within=name))
        out.append("</element></define>")
    return "\n".join([*out, "</grammar>", ""])


def _attribute(said: str) -> str:
    name, _, values = said.partition("=")
    made = f'<attribute name="{name.rstrip("?")}">{_values(values)}</attribute>'
    return f"<optional>{made}</optional>" if name.endswith("?") else made


def _values(values: str) -> str:
    if values in KINDS:
        kind, pattern = KINDS[values]
        return f'<data type="{kind}"><param name="pattern">{escape(pattern)}</param></data>' if pattern else f'<data type="{kind}"/>'
    found = "".join(f"<value>{escape(value)}</value>" for value in values.split("|"))
    return f"<choice>{found}</choice>" if "|" in values else found


def _content(content: str, within: str) -> str:
    """The pattern of a content; a content that is a kind of values is data."""
    if content in KINDS:
        return _values(content)
    words = _WORDS.findall(content)
    pattern, rest = _choice(words, within)
    if rest:
        raise ValueError(f"{within}: {' '.join(rest)} is left over")
    return pattern


def _choice(words: list[str], within: str) -> tuple[str, list[str]]:
    parts, rest, glue = [], words, ""
    while True:
        part, rest = _item(rest, within)
        parts.append(part)
        if not rest or rest[0] not in "|,":
            break
        if glue not in ("", rest[0]):
            raise ValueError(f"{within}: brackets are missing between {glue} and {rest[0]}")
        glue, rest = rest[0], rest[1:]
    joined = "".join(parts)
    return (joined if not glue else f"<choice>{joined}</choice>" if glue == "|" else f"<group>{joined}</group>"), rest


def _item(words: list[str], within: str) -> tuple[str, list[str]]:
    word, rest = words[0], words[1:]
    if word == "(":
        made, rest = _choice(rest, within)
        rest = rest[1:]
    elif word == "empty" or (word == "text" and within != "TEI"):
        made = f"<{word}/>"
    elif word in ELEMENTS:
        made = f'<ref name="{word}"/>'
    else:
        raise ValueError(f"{within}: {word} is no element")
    if rest and rest[0] in _REPEATS:
        repeat = _REPEATS[rest[0]]
        return f"<{repeat}>{made}</{repeat}>", rest[1:]
    return made, rest


if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(schema(), encoding="utf-8", newline="\n")
