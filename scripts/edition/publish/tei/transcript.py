"""The text of a TEI document: what the edition reads, in the order of reading, with every character of the dump.

What a piece is decides how it is written:

| fate | in TEI |
|---|---|
| kept | its characters |
| changed | `choice` of `orig` and `reg`; by an editor, of `sic` and `corr` |
| set aside | a line break is `lb`, all else `surplus`; by an editor, `choice` of `sic` and an empty `corr`; furniture is `fw` |
| supplied | `supplied` |

The stretches of the dump stand in the order of reading. Where the next character of the document is not the next one of the dump, a
`milestone` says its offset there, so that the dump can be put together again (`reading.raw_of`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from edition.model import Article
from edition.publish.anchors import HEAD, Anchors
from edition.publish.passages import Passage, of_article
from edition.publish.tei.names import character_name, name_of, rule_name
from edition.rulings import EMENDED, RULE
from edition.trace import Piece, SourceLines, Text

HEADS = {"kicker": "kicker", "title": "main", "subtitle": "sub"}
"""The types of `head`, by the part of the head of an article."""
BREAK = "line-break"
"""The rule of an `lb` that names none."""
BY_EDITORS = (EMENDED, RULE)

_SPECIAL = re.compile("\r\n|[\n\r]|[&<>]|[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_BREAKS = re.compile(r"(?:\r\n|\n|\r)+")
_ENDS = {"\n": "", "\r": ' rend="CR"', "\r\n": ' rend="CRLF"'}
RESUMED = ' type="resumed"'
"""Says that an `lb` stands for no character: the text goes on in that line."""
_SEPARATORS = re.compile(r"[\t\n]")


class Transcript:
    """The content of `body` while it is written, and what the header must declare for it."""

    def __init__(self, source: str, lines: SourceLines) -> None:
        self.parts: list[str] = []
        self.rules: dict[str, str] = {}
        """The rules that occur, each with the element of `editorialDecl` to which it belongs."""
        self.characters: set[str] = set()
        """The characters that XML cannot hold."""
        self._source = source
        self._lines = lines
        self._at = -1

    def article(self, article: Article, places: Anchors, declared: Iterable[str]) -> None:
        """Write an article; `declared` are the names of what the header says of it."""
        name = name_of(article.id)
        put = self.parts.append
        decls = " ".join(f"#{one}" for one in declared)
        put(f'<div type="jArticle" xml:id="{name}" decls="{decls}">\n')
        within = False
        for passage in of_article(article, places):
            begins = passage.role == "heading" and passage.anchor != HEAD
            if within and (begins or not passage.anchor):
                put("</div>\n")
                within = False
            if begins:
                put('<div type="section">\n')
                within = True
            self._passage(passage, f' xml:id="{name}.{passage.anchor}"')
        put("</div>\n</div>\n" if within else "</div>\n")

    def _passage(self, passage: Passage, id_: str) -> None:
        role, pieces = passage.role, passage.pieces
        if not passage.anchor:
            self._furniture(passage)
        elif role in HEADS:
            self._element(f'head type="{HEADS[role]}"', pieces)
        elif role == "byline":
            self._element("byline", pieces)
        elif passage.anchor == HEAD:  # A block of which nothing can be read.
            self._element("ab", pieces)
        elif role == "heading":
            self._element(f"head{id_}", pieces)
        elif role == "caption":
            self.parts.append(f"<figure{id_}>")
            self._element("head", pieces, "")
            self.parts.append("</figure>\n")
        elif role == "table":
            self._table(id_, pieces)
        else:
            self._element(f"p{id_}", pieces)

    def furniture(self, passages: Sequence[Passage]) -> None:
        """Write the furniture that belongs to no article."""
        if passages:
            self.parts.append('<div type="furniture">\n')
            for passage in passages:
                self._furniture(passage)
            self.parts.append("</div>\n")

    def _furniture(self, passage: Passage) -> None:
        rule = passage.verdict.rule if passage.verdict else ""
        self.rules[rule] = "correction" if rule in BY_EDITORS else "interpretation"
        self._element(f'fw type="{name_of(rule)}" ana="#{rule_name(rule)}"', passage.pieces, own=rule)

    def _element(self, tag: str, pieces: Sequence[Piece], end: str = "\n", own: str = "") -> None:
        if not pieces:
            return
        self.parts.append(f"<{tag}>")
        self._pieces(pieces, own)
        self.parts.append(f"</{tag.partition(' ')[0]}>{end}")

    def _table(self, id_: str, pieces: Sequence[Piece]) -> None:
        """What parts cells and rows is there as the structure; as it was printed it stands at the end of its cell."""
        put, text = self.parts.append, Text(pieces)
        found = [(match.start(), match[0]) for match in _SEPARATORS.finditer(str(text))]
        parts = text.split_at(at for start, _ in found for at in (start, start + 1))
        put(f"<table{id_}>\n<row><cell>")
        self._pieces(parts[0].pieces)
        for (_, separator), between, cell in zip(found, parts[1::2], parts[2::2], strict=True):
            rule = "table-row" if separator == "\n" else "table-cell"
            self._pieces([Piece(piece.start, piece.end, "", piece.rule or rule) if piece.text else piece for piece in between])
            put("</cell></row>\n<row><cell>" if separator == "\n" else "</cell><cell>")
            self._pieces(cell.pieces)
        put("</cell></row>\n</table>\n")

    def _pieces(self, pieces: Iterable[Piece], own: str = "") -> None:
        """Write pieces; those under the rule `own` are what the element is there for."""
        put = self.parts.append
        for start, end, text, rule in pieces:
            if start == end:
                if text:
                    put(f"<supplied{self._by(rule)}>{self._read(text)}</supplied>")
                continue
            if start != self._at:
                put(f'<milestone unit="character" n="{start}"/>{self._line(start, RESUMED)}')
            self._at = end
            raw = self._source[start:end]
            if not rule:
                put(self._kept(text, start))
            elif rule == own:
                put(self._raw(raw, start))
            elif rule in BY_EDITORS:
                put(f"<choice{self._by(rule)}><sic>{self._raw(raw, start)}</sic><corr>{self._read(text)}</corr></choice>")
            elif text:
                put(f"<choice{self._by(rule)}><orig>{self._raw(raw, start)}</orig><reg>{self._read(text)}</reg></choice>")
            else:
                put(self._aside(raw, start, rule))

    def _by(self, rule: str) -> str:
        """The attribute that names the rule."""
        self.rules.setdefault(rule, "correction" if rule in BY_EDITORS else "normalization")
        return f' ana="#{rule_name(rule)}"'

    def _aside(self, raw: str, start: int, rule: str) -> str:
        by = self._by(rule)
        if _BREAKS.fullmatch(raw) and not self._split(raw, start):
            return self._raw(raw, start, "" if rule == BREAK else by)
        return f"<surplus{by}>{self._raw(raw, start)}</surplus>"

    def _raw(self, raw: str, start: int, by: str = "") -> str:
        """Characters of the dump that are not read: its line breaks are `lb`, each with the number of the line that it begins."""

        def written(match: re.Match[str]) -> str:
            found = match[0]
            if found in _ENDS and not (match.end() == len(raw) and self._split(raw, start)):
                return self._line(start + match.end(), _ENDS[found] + by)
            return _ENTITIES.get(found) or self._character(found)

        return _SPECIAL.sub(written, raw) if _SPECIAL.search(raw) else raw

    def _kept(self, raw: str, start: int) -> str:
        """Characters of the dump that are read: a line break is one of them, and the line that it begins is named behind it."""

        def written(match: re.Match[str]) -> str:
            found = match[0]
            if found in _ENDS:
                split = match.end() == len(raw) and self._split(raw, start)
                return "".join(map(self._character, found)) + ("" if split else self._line(start + match.end(), RESUMED))
            return _ENTITIES.get(found) or self._character(found)

        return _SPECIAL.sub(written, raw) if _SPECIAL.search(raw) else raw

    def _read(self, text: str) -> str:
        """Characters of the reading that are not those of the dump."""

        def written(match: re.Match[str]) -> str:
            return _ENTITIES.get(match[0]) or "".join(map(self._character, match[0]))

        return _SPECIAL.sub(written, text) if _SPECIAL.search(text) else text

    def _character(self, character: str) -> str:
        self.characters.add(character)
        return f'<g ref="#{character_name(character)}"/>'

    def _line(self, offset: int, more: str) -> str:
        """The beginning of the line that holds the character at `offset`."""
        return f'<lb n="{self._lines.permanent(self._lines.number(offset))}"{more}/>'

    def _split(self, raw: str, start: int) -> bool:
        """Whether a piece ends between the two characters of one line break, which is then no break by itself."""
        after = start + len(raw)
        return raw.endswith("\r") and self._source[after : after + 1] == "\n"
