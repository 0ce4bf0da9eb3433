"""What a TEI document of the edition holds, read back from it alone: the dump, and what the edition reads."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from edition.publish.tei.names import character_of, name_of

TEI = "{http://www.tei-c.org/ns/1.0}"
_ID = "{http://www.w3.org/XML/1998/namespace}id"
_STRUCTURE = {f"{TEI}{name}" for name in ("body", "div", "table", "row", "figure", "choice")}
"""Elements that hold elements alone: blanks between these are no text."""
_UNREAD = {f"{TEI}{name}" for name in ("surplus", "orig", "sic", "lb", "milestone", "fw", "ab")}
_NOT_PRINTED = {f"{TEI}{name}" for name in ("supplied", "reg", "corr")}
_ENDS = {None: "\n", "CR": "\r", "CRLF": "\r\n"}
_ROLES = {"kicker": "kicker", "main": "title", "sub": "subtitle", None: "heading"}
"""The role of a `head`, by its type."""


def stretches_of(xml: str) -> list[tuple[int, str]]:
    """The stretches of the dump that a document holds, each behind the offset of its first character, by these offsets.

    Raises:
        ValueError: characters stand before the first offset, or an offset is none.
        xml.etree.ElementTree.ParseError: it is no XML.
    """
    found: list[tuple[int, list[str]]] = []
    for event in _printed(_body(xml)):
        if isinstance(event, int):
            found.append((event, []))
        elif found:
            found[-1][1].append(event)
        elif event:
            raise ValueError("the first stretch has no offset")
    return sorted((start, "".join(parts)) for start, parts in found)


def raw_of(xml: str) -> str:
    """The whole dump, character by character, from the document of a dump alone.

    Raises:
        ValueError: the stretches leave a gap or overlap, so that the document was damaged or is that of one article.
        xml.etree.ElementTree.ParseError: it is no XML.
    """
    out, at = [], 0
    for start, text in stretches_of(xml):
        if start != at:
            raise ValueError(f"character {at} of the dump is followed by {start}")
        out.append(text)
        at += len(text)
    return "".join(out)


def reading_of(xml: str, article: str) -> list[tuple[str, str]]:
    """What the edition reads of an article: each part with its role, in the order of reading. Of a table, tabs part the cells and line
    breaks the rows.

    Args:
        xml: the document of its dump, or its own.
        article: its id.

    Raises:
        KeyError: the document holds no such article.
        xml.etree.ElementTree.ParseError: it is no XML.
    """
    found = readings_of(xml).get(name_of(article))
    if found is None:
        raise KeyError(article)
    return found


def readings_of(xml: str) -> dict[str, list[tuple[str, str]]]:
    """What the edition reads of all articles of a document, by their names in it (`names.name_of`).

    Raises:
        xml.etree.ElementTree.ParseError: it is no XML.
    """
    return {div.get(_ID, ""): list(_parts(div)) for div in _body(xml) if div.get("type") == "jArticle"}


def _body(xml: str) -> Element:
    found = ElementTree.fromstring(xml.encode("utf-8")).find(f"{TEI}text/{TEI}body")
    if found is None:
        raise ValueError("the document has no text")
    return found


def _printed(element: Element) -> Iterator[int | str]:
    """The characters of the dump in an element, and the offsets at which stretches of it begin."""
    if element.tag in _NOT_PRINTED:
        return
    if element.tag in _STRUCTURE:
        for child in element:
            yield from _printed(child)
        return
    yield element.text or ""
    for child in element:
        if child.tag == f"{TEI}milestone":
            yield int(child.get("n", ""))
        elif child.tag == f"{TEI}lb":
            if child.get("type") is None:
                yield _ENDS[child.get("rend")]
        elif child.tag == f"{TEI}g":
            yield character_of(child.get("ref", "")[1:])
        else:
            yield from _printed(child)
        yield child.tail or ""


def _parts(div: Element) -> Iterator[tuple[str, str]]:
    for child in div:
        kind = child.tag.removeprefix(TEI)
        if kind == "div":
            yield from _parts(child)
        elif kind == "head":
            yield _ROLES[child.get("type")], _read(child)
        elif kind == "figure":
            yield "caption", _read(child)
        elif kind == "table":
            yield "table", "\n".join("\t".join(map(_read, row)) for row in child)
        elif kind == "byline":
            yield "byline", _read(child)
        elif kind == "p":
            yield "paragraph", _read(child)


def _read(element: Element) -> str:
    """What is read of an element."""
    if element.tag in _UNREAD:
        return ""
    if element.tag == f"{TEI}g":
        return character_of(element.get("ref", "")[1:])
    structure = element.tag in _STRUCTURE
    out = ["" if structure else element.text or ""]
    for child in element:
        out.append(_read(child))
        out.append("" if structure else child.tail or "")
    return "".join(out)
