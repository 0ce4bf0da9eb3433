"""XML and HTML as they come from outside, read without harm: no entity is followed, no document type is believed, and limits are stated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from xml.parsers import expat

from edition.errors import Said, SeedError

LARGEST = 128 * 1024 * 1024
"""Bytes of the largest file of XML or HTML: a page with a box for each character has two million."""
DEEPEST = 400
"""How deep elements may stand inside each other."""
MOST = 4_000_000
"""Elements of the largest file."""
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}encoding\s*=\s*["']([\w.-]+)["']""")
_META = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_CHINESE = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs", "big5-hkscs": "big5hkscs"}
_VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"])
_AGAIN = Said("请重新导出或者取得这个文件", "export or fetch the file again")


@dataclass(frozen=True, eq=False, slots=True)
class Node:
    """An element: its name without namespace, its attributes likewise, and what stands in it, texts and elements in their order."""

    name: str
    attributes: dict[str, str]
    inside: list[Node | str] = field(default_factory=list)

    def get(self, name: str) -> str:
        """An attribute; empty where there is none."""
        return self.attributes.get(name, "")

    def children(self, *names: str) -> Iterator[Node]:
        """The elements right in it, of these names or of all."""
        for one in self.inside:
            if isinstance(one, Node) and (not names or one.name in names):
                yield one

    def walk(self, *names: str) -> Iterator[Node]:
        """The elements in it, itself included, in the order of the file."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            if not names or node.name in names:
                yield node
            waiting.extend(reversed([one for one in node.inside if isinstance(one, Node)]))

    def text(self) -> str:
        """All text in it."""
        return "".join(one for node in self.walk() for one in node.inside if isinstance(one, str)) if self._flat() else self._whole()

    def _flat(self) -> bool:
        return not any(isinstance(one, Node) for one in self.inside)

    def _whole(self) -> str:
        out: list[str] = []
        waiting: list[Node | str] = [self]
        while waiting:
            one = waiting.pop()
            if isinstance(one, str):
                out.append(one)
            else:
                waiting.extend(reversed(one.inside))
        return "".join(out)


def start_of(data: bytes, length: int = 65536) -> str:
    """The beginning of a text, in capitals and small letters as ASCII has them, to know a format by."""
    head = data[:length]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head.decode("utf-16", errors="replace")
    return head.decode("latin-1").removeprefix("\u00ef\u00bb\u00bf")


def root_of(data: bytes) -> str:
    """The name of the first element of XML, without its namespace; empty where there is none."""
    found = re.search(r"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)[\s>/]", re.sub(r"<\?.*?\?>|<!--.*?-->", "", start_of(data), flags=re.DOTALL))
    return found[1] if found else ""


def _large(data: bytes, name: str) -> None:
    if len(data) > LARGEST:
        raise SeedError(
            name,
            Said(f"超过 {LARGEST >> 20} MiB", f"has more than {LARGEST >> 20} MiB"),
            Said("请一个版面一个文件", "make one file of each page"),
        )


def parse_xml(data: bytes, name: str) -> Node:
    """The tree of XML.

    Raises:
        SeedError: it is damaged, declares entities, or has more than any page has.
    """
    _large(data, name)
    declared = _DECLARED.search(data)
    encoding = _CHINESE.get(declared[1].decode("ascii", "replace").lower()) if declared else None
    if encoding:
        data = decoded(data, encoding, name).encode("utf-8")
    parser = expat.ParserCreate("utf-8" if encoding else None, namespace_separator="}")
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.buffer_text = True
    top = Node("", {})
    stack = [top]
    count = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > MOST or len(stack) > DEEPEST:
            raise SeedError(name, Said("标签太多或者嵌套太深", "has more elements, or deeper ones, than any page"), _AGAIN)
        node = Node(tag.rpartition("}")[2], {key.rpartition("}")[2]: value for key, value in attributes.items()})
        stack[-1].inside.append(node)
        stack.append(node)

    def end(tag: str) -> None:
        stack.pop()

    def refuse(*_: object) -> int:
        raise SeedError(
            name,
            Said(
                "声明了实体，这样的 XML 可以撑爆内存或者读出别的文件",
                "declares entities, with which XML can fill the memory or read other files",
            ),
            Said("请导出不带 DOCTYPE 声明的文件", "export it without a document type"),
        )

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = lambda text: stack[-1].inside.append(text)
    parser.EntityDeclHandler = parser.ExternalEntityRefHandler = parser.UnparsedEntityDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        reason = expat.errors.messages[error.code]
        raise SeedError(
            f"{name}:{error.lineno}",
            Said(f"不是完好的 XML（{reason}；可能没有下载完）", f"is no XML that can be read ({reason}; it may be cut off)"),
            _AGAIN,
        ) from error
    except (ValueError, LookupError) as error:
        raise SeedError(
            name,
            Said(f"编码读不出来（{error}）", f"has an encoding that cannot be read ({error})"),
            Said("请另存为 UTF-8", "save it as UTF-8"),
        ) from error
    return next(top.children())


def decoded(data: bytes, encoding: str, name: str) -> str:
    """The text of bytes in an encoding.

    Raises:
        SeedError: they are not in it.
    """
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SeedError(
            name,
            Said(f"不是 {encoding}，第 {error.start} 字节起读不出来", f"is not {encoding}: it cannot be read from byte {error.start} on"),
            Said("请另存为 UTF-8", "save it as UTF-8"),
        ) from error


def parse_html(data: bytes, name: str) -> Node:
    """The tree of HTML as far as tags tell it: what is not closed ends with what it stands in.

    Raises:
        SeedError: it is in no encoding that is known, or has more than any page has.
    """
    _large(data, name)
    return _Tree(name).of(html_text(data, name))


def html_text(data: bytes, name: str) -> str:
    """The text of a file of HTML, in the encoding that it says, or in UTF-8 or GB18030."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return decoded(data, "utf-16", name)
    said = _META.search(data[:4096]) or _DECLARED.search(data)
    wanted = said[1].decode("ascii", "replace").lower() if said else ""
    for encoding in dict.fromkeys(("utf-8-sig", _CHINESE.get(wanted, "gb18030"))):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return decoded(data, _CHINESE.get(wanted, "utf-8"), name)


class _Tree(HTMLParser):
    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self.name = name
        self.top = Node("", {})
        self.stack = [self.top]
        self.count = 0

    def of(self, text: str) -> Node:
        """The tree of a text."""
        self.feed(text)
        self.close()
        return self.top

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.count += 1
        if self.count > MOST:
            raise SeedError(self.name, Said("标签太多", "has more elements than any page"), _AGAIN)
        if tag in ("p", "li", "tr", "td", "th", "option", "dd", "dt"):
            self._end_open(tag)
        node = Node(tag, {key: value or "" for key, value in attrs})
        self.stack[-1].inside.append(node)
        if tag not in _VOID and len(self.stack) <= DEEPEST:
            self.stack.append(node)

    def _end_open(self, tag: str) -> None:
        """Some elements end where the next of them begins."""
        around = {"li": ("ul", "ol"), "tr": ("table", "tbody", "thead"), "td": ("tr",), "th": ("tr",)}.get(tag, ("div", "body", "td"))
        for at in range(len(self.stack) - 1, 0, -1):
            if self.stack[at].name == tag:
                del self.stack[at:]
                return
            if self.stack[at].name in around:
                return

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID and self.stack[-1].name == tag:
            self.stack.pop()

    def handle_endtag(self, tag: str) -> None:
        for at in range(len(self.stack) - 1, 0, -1):
            if self.stack[at].name == tag:
                del self.stack[at:]
                return

    def handle_data(self, data: str) -> None:
        self.stack[-1].inside.append(data)
