"""Markdown as the build writes it, read faster than Python-Markdown can.

Most pages are paragraphs, headings and lists of links, in the few forms that `scripts/edition/publish/` writes. `read` knows these forms
and makes of them what Python-Markdown does, with the extensions of `mkdocs.yml` and `scripts/blocks.py`, character by character. Of
anything else it keeps its hands off: one sign that it is not sure of, and the whole page goes to Python-Markdown. `tests/test_plain.py`
compares the two, page by page and on random text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn

from markdown.extensions.toc import unique

from blocks import ANCHOR, link_label, numbers

_SPECIAL = re.compile(r"[\\`*_\[\]<>&{}|\x00-\x1f\x7f]")
_TOKEN = re.compile(
    r"\\(?P<escaped>[\\`*_{}\[\]()>#+\-.!|])"
    r"|(?P<raw>&(?:#\d+|#x[0-9a-fA-F]+|[0-9a-zA-Z]+);|</?mark>|</a>|<a href=\"[^\"<>\s]*\">)"
    r"|\*\*(?P<strong>[^*\s](?:[^*]*[^*\s])?)\*\*(?:\{: #(?P<id>[\w-]+) \}|(?![*{]))"
    r"|\*(?P<em>[^*\s](?:[^*]*[^*\s])?)\*(?!\*)"
    r"|(?<!!)\[(?P<text>(?:[^\[\]\\]|\\.)+)\]\((?P<path>[\w./-]*)(?:#(?P<anchor>[\w-]+))?\)(?!\{)"
    r"|(?P<greater>>)"
)
_BEGINS = re.compile(r"[#>+\-=:{\s]|\d+[.)](?!\S)|<(?!mark>|a )|\*\s")
"""What a block may not begin with: it could be something else than a paragraph."""
_HEADING = re.compile(r"(#{1,4}) ([^#]+?)(?: \{: #([\w-]+)(?: lines=([\d,-]+))? \})?")
_COUNTED = re.compile(r"([^*]+) \*([^*\s]+)\*")
_MARK = re.compile(r"\{: ((?:\.[\w-]+ )*)(?:#([\w-]+) )?(?:lines=([\d,-]+) )?\}")
_OPENS = re.compile(r'<(div|nav) class="([\w-]+)"(?: aria-label="(\w+)")? markdown>')
_RAW = re.compile(r'<figure class="[\w -]+">(?:(?!</?figure\b|markdown)[^\n])*</figure>')
"""Matches a figure that the build has written as HTML."""
_ITEM = re.compile(r"( *)- (.*)")
_COLUMNS = re.compile(r"\|(?:(?: ---|---) ?\|)+")
_ODD = re.compile(r"[<>&`\x00-\x09\x0b-\x1f\x7f]")
"""Matches what code may not hold here: it is written as something else, or read as more than code."""
INDENT = "    "
EXTENSIONS = {"toc", "tables", "fenced_code", "attr_list", "md_in_html"}
SETTINGS = {"permalink", "permalink_title", "slugify"}
"""What the table of contents is told."""


class _NotSureError(Exception):
    """The text has something that this reader does not know."""


@dataclass
class Text:
    """What a page says."""

    html: str = ""
    ids: list[str] = field(default_factory=list)
    """Of its headings and blocks, as they are written."""
    headings: list[Any] = field(default_factory=list)
    """As Python-Markdown tells them: dictionaries with `level`, `id` and `name`."""
    links: dict[tuple[str, str], str] = field(default_factory=dict)
    """Its links: path and anchor, and the link as it is written."""


@dataclass(frozen=True)
class Reader:
    """Reads pages, with the settings of the table of contents."""

    slugify: Callable[[str, str], str]
    permalink: str
    permalink_title: str

    @classmethod
    def of(cls, extensions: Sequence[object], settings: Mapping[str, Mapping[str, Any]]) -> Reader | None:
        """The reader for the settings of a site; None where they ask for something that it does not know."""
        toc = settings.get("toc", {})
        sign, title = toc.get("permalink"), toc.get("permalink_title")
        known = {name for name in extensions if isinstance(name, str)} == EXTENSIONS and set(settings) == {"toc"} and set(toc) == SETTINGS
        if known and isinstance(sign, str) and isinstance(title, str) and not re.search(r'["<>&]', sign + title):
            return cls(toc["slugify"], sign, title)
        return None

    def read(self, source: str, address: Callable[[str], str | None]) -> Text | None:
        """What a page says, or None where that is for Python-Markdown to find out.

        Args:
            source: the page without its front matter.
            address: the address of a file that a link names, seen from the page; None where there is no such file.
        """
        try:
            return _Page(self, address).read(source)
        except _NotSureError:
            return None


class _Page:
    def __init__(self, reader: Reader, address: Callable[[str], str | None]) -> None:
        self.reader, self.address, self.found = reader, address, Text()
        self.places: list[int] = []
        """Where in the output the headings stand."""

    def read(self, source: str) -> Text:
        chunks = source.strip("\n").split("\n\n")
        if any(chunk[:1] in ("", "\n") for chunk in chunks):
            _stop()
        out, _ = self._blocks(chunks, 0, "")
        self._name_headings(out)
        self.found.html = "\n".join(out)
        return self.found

    def _blocks(self, chunks: Sequence[str], at: int, inside: str) -> tuple[list[str], int]:
        """The blocks from a chunk on, to the end of the element that is open; and the chunk after them."""
        out: list[str] = []
        while at < len(chunks):
            chunk = chunks[at]
            if inside and chunk == f"</{inside}>":
                return out, at
            if chunk.startswith("- "):
                if out and out[-1] == "</ul>":
                    _stop()
                html, at = self._list(chunks, at)
                out += html
                continue
            if chunk.startswith("#"):
                if inside:
                    _stop()
                self._heading(chunk, out)
            elif opens := _OPENS.fullmatch(chunk):
                if inside:
                    _stop()
                tag, name, title = opens.groups()
                held, at = self._blocks(chunks, at + 1, tag)
                if at == len(chunks) or not held:
                    _stop()
                label = f' aria-label="{title}"' if title else ""
                out += [f'<{tag}{label} class="{name}">', *held, f"</{tag}>"]
            elif chunk.startswith("| "):
                out += self._table(chunk)
            elif not inside and _RAW.fullmatch(chunk):
                out.append(chunk + "\n" * (at + 1 < len(chunks)))  # Markdown puts an empty line behind it.
            else:
                out.append(self._paragraph(chunk, top=not inside))
            at += 1
        if inside:
            _stop()
        return out, at

    def _heading(self, chunk: str, out: list[str]) -> None:
        found = _HEADING.fullmatch(chunk)
        if not found:
            _stop()
        signs, text, name, lines = found.groups()
        counted = _COUNTED.fullmatch(text)
        words = f"{counted[1]} {counted[2]}" if counted else text
        anchor = ANCHOR.fullmatch(name or "")
        if _SPECIAL.search(words) or text.strip() != text or (lines and not anchor) or (counted and anchor):
            _stop()
        html = f"{counted[1]} <em>{counted[2]}</em>" if counted else text
        if anchor:
            if len(signs) == 2 and " " in text:
                html = " ".join(f'<span class="half">{half}</span>' for half in text.split(" "))
            # A heading is called by all that it holds, in its order: its link stands behind its text.
            html = _targets(anchor[1], lines) + html + _link(anchor[1])
        self.found.headings.append({"level": len(signs), "id": name or "", "name": " ".join(words.split())})
        if name:
            self.found.ids.append(name)
        self.places.append(len(out))
        out.append(html)

    def _name_headings(self, out: list[str]) -> None:
        """Give the headings without a name one, when all other names are known, and each its link."""
        used = set(self.found.ids)
        for place, heading in zip(self.places, self.found.headings, strict=True):
            if not heading["id"]:
                heading["id"] = unique(self.reader.slugify(heading["name"], "-"), used)
                if ANCHOR.fullmatch(heading["id"]):
                    _stop()  # `blocks.py` takes it for the mark of a block.
                self.found.ids.append(heading["id"])
            tag, name = f"h{heading['level']}", heading["id"]
            link = f'<a class="headerlink" href="#{name}" title="{self.reader.permalink_title}">{self.reader.permalink}</a>'
            out[place] = f'<{tag} id="{name}">{out[place]}{link}</{tag}>'
        # The head of an article or a source is printed by its template.
        for place, heading in reversed([*zip(self.places, self.found.headings, strict=True)]):
            if (heading["level"], heading["id"]) == (1, "head"):
                del out[place]

    def _paragraph(self, chunk: str, top: bool) -> str:
        text, *rest = chunk.split("\n")
        if not rest:
            return f"<p>{self._text(text)}</p>"
        found = _MARK.fullmatch(rest[0]) if len(rest) == 1 else None
        if not found:
            _stop()
        classes, name, lines = found.groups()
        classes = classes.replace(".", "").strip()
        shown = f' class="{classes}"' if classes else ""
        if not name and not lines and classes:
            return f"<p{shown}>{self._text(text)}</p>"
        anchor = ANCHOR.fullmatch(name or "")
        if not anchor or not top:
            _stop()
        self.found.ids.append(name)
        links, html = _targets(anchor[1], lines) + _link(anchor[1]), self._text(text)
        if "caption" in classes.split():
            return f'<figure{shown} id="{name}">{links}<figcaption>{html}</figcaption></figure>'
        return f'<p{shown} id="{name}">{links}{html}</p>'

    def _list(self, chunks: Sequence[str], at: int) -> tuple[list[str], int]:
        """The list that begins with a chunk, and the chunk after it: one of lines, or one whose entries have paragraphs."""
        if at + 1 == len(chunks) or not chunks[at + 1].startswith(("- ", INDENT)):
            return self._tight(chunks[at]), at + 1
        out = ["<ul>"]
        while at < len(chunks) and chunks[at].startswith("- "):
            out += ["<li>", f"<p>{self._text(chunks[at][2:])}</p>"]
            at += 1
            while at < len(chunks) and chunks[at].startswith(INDENT):
                lines = chunks[at].split("\n")
                if not all(line.startswith(INDENT) for line in lines):
                    _stop()
                lines = [line.removeprefix(INDENT) for line in lines]
                if not lines[0].startswith(INDENT):
                    out.append(self._paragraph("\n".join(lines), top=False))
                elif chunks[at - 1].startswith("- ") or "".join(chunks[at + 1 : at + 2]).startswith(INDENT):
                    _stop()  # Right behind the first line, and before more of the entry, Markdown reads it in other ways.
                else:
                    out.append(_code(lines))
                at += 1
            out.append("</li>")
        return [*out, "</ul>"], at

    def _table(self, chunk: str) -> list[str]:
        """A table whose columns are not aligned."""
        lines = chunk.split("\n")
        if len(lines) < 3 or not _COLUMNS.fullmatch(lines[1]) or "\\|" in chunk or "`" in chunk:
            _stop()
        head, _, *rows = ([cell.strip(" ") for cell in line[1:-1].split("|")] for line in lines if line[0] == line[-1] == "|")
        if {len(row) for row in (head, *rows)} != {lines[1].count("|") - 1} or len(rows) + 2 < len(lines):
            _stop()
        return [
            "<table>",
            "<thead>",
            *self._row("th", head),
            "</thead>",
            "<tbody>",
            *(tag for row in rows for tag in self._row("td", row)),
            "</tbody>",
            "</table>",
        ]

    def _row(self, tag: str, cells: Sequence[str]) -> list[str]:
        return ["<tr>", *(f"<{tag}>{self._inline(cell)}</{tag}>" for cell in cells), "</tr>"]

    def _tight(self, chunk: str) -> list[str]:
        items: list[tuple[int, str]] = []
        for line in chunk.split("\n"):
            found = _ITEM.fullmatch(line)
            depth, odd = divmod(len(found[1]), len(INDENT)) if found else (0, 1)
            if not found or odd or depth > (items[-1][0] + 1 if items else 0):
                _stop()
            items.append((depth, self._text(found[2])))
        out = ["<ul>"]
        for (depth, text), (after, _) in zip(items, [*items[1:], (0, "")], strict=True):
            if after > depth:
                out.append(f"<li>{text}<ul>")
                continue
            out.append(f"<li>{text}</li>")
            out += ["</ul>", "</li>"] * (depth - after)
        return [*out, "</ul>"]

    def _text(self, text: str) -> str:
        """One line of text, with emphasis, links and what else stands inside a line."""
        if not text or text[0].isspace() or text[-1].isspace() or _BEGINS.match(text):
            _stop()
        return self._inline(text)

    def _inline(self, text: str) -> str:
        if not _SPECIAL.search(text):
            return text
        out, at = [], 0
        for found in _TOKEN.finditer(text):
            out += [text[at : found.start()], self._token(found)]
            if _SPECIAL.search(out[-2]):
                _stop()
            at = found.end()
        if _SPECIAL.search(text, at):
            _stop()
        return "".join([*out, text[at:]])

    def _token(self, found: re.Match[str]) -> str:
        kind = found.lastgroup
        if kind == "raw":
            return found[0]
        if kind == "greater":
            return "&gt;"
        if kind == "escaped":
            return "&gt;" if found["escaped"] == ">" else found["escaped"]
        if found["id"]:
            self.found.ids.append(found["id"])
            return f'<strong id="{found["id"]}">{self._inline(found["strong"])}</strong>'
        if kind in ("strong", "em"):
            return f"<{kind}>{self._inline(found[kind])}</{kind}>"
        path, anchor = found["path"], found["anchor"] or ""
        address = self.address(path) if path else ""
        if address is None or not (path or anchor):
            _stop()
        end = f"#{anchor}" if anchor else ""
        self.found.links.setdefault((path, anchor), path + end)
        return f'<a href="{address}{end}">{self._inline(found["text"])}</a>'


def _code(lines: Sequence[str]) -> str:
    """Lines that are shown as they are."""
    if not all(line.startswith(INDENT) for line in lines) or _ODD.search("".join(lines)) or not lines[-1].strip():
        _stop()
    text = "\n".join(line.removeprefix(INDENT) for line in lines).rstrip()
    return f"<pre><code>{text}\n</code></pre>"


def _targets(number: str, lines: str | None) -> str:
    """The targets of a block's other lines, as `blocks.py` makes them."""
    return "".join(f'<span id="l{line}"></span>' for line in numbers(lines or "") if str(line) != number)


def _link(number: str) -> str:
    """The link of a block to itself, as `blocks.py` makes it."""
    return f'<a aria-label="{link_label(number)}" class="anchor" data-line="{number}" href="#l{number}"></a>'


def _stop() -> NoReturn:
    raise _NotSureError
