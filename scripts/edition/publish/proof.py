"""The last look before anything is written: every page and every export says each character that the account keeps of an article.

The account counts what restoration keeps; only this comparison shows that it also left the house. Blanks do not count. Of a page it reads
what the templates print: the Markdown of the blocks, and the head and the byline of the view. A TEI document must give back the dump and
the reading of its articles, blanks included, and the page of a dump must show each of its lines as it came.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import unescape
from itertools import groupby, pairwise
from typing import Any

from edition.errors import AccountError, Said
from edition.model import Article, Byline, Seed
from edition.publish.anchors import source_name, tei_path
from edition.publish.escape import escape, plain
from edition.publish.markdown import inline
from edition.publish.sheets import Sheet
from edition.publish.tei.names import name_of
from edition.publish.tei.reading import readings_of, stretches_of

DEFECT = Said("这是程序的毛病，请连同原始文本一起报告", "this is a defect of the edition: report it with the seed")


def prove(articles: Iterable[Article], files: Mapping[str, str], sources: Mapping[str, str]) -> None:
    """Compare the record, the plain text and the page of every article with what the article keeps.

    Args:
        articles: of a dump, or of many.
        sources: the texts of their dumps, by name.
        files: all that is published of them, by path; of `data/articles.jsonl` at least their lines.

    Raises:
        AccountError: one of them lacks something; with the file, the article, the field and the characters.
    """
    path = "data/articles.jsonl"
    # Not by `splitlines`: a text may hold U+2028, which JSON does not escape.
    records = {record["id"]: record for record in map(json.loads, filter(None, files[path].split("\n")))}
    for article in articles:
        page, view = (name.format(article.id) for name in ("articles/{}.md", "views/articles/{}.json"))
        shown = json.loads(files[view])
        for place, lacks in (
            (path, missing(article, records[article.id])),
            (f"{view} (txt)", missing_in_text(article, _text(shown))),
            (page, missing_in_blocks(article, files[page], sources[article.seed_name])),
            (view, missing_in_view(article, shown)),
        ):
            for field, characters in lacks.items():
                what = Said(f"{article.id} 的 {field} 缺少 {characters[:40]!r}", f"{field} of {article.id} lacks {characters[:40]!r}")
                raise AccountError(place, what, DEFECT)


def prove_words(articles: Iterable[Article], said: Iterable[str], path: str, form: Callable[[str], str]) -> None:
    """Compare what was written of each article into a table or a book with what the article keeps, character by character.

    Args:
        articles: of a dump.
        said: the row, or the text of the chapter, of each.
        path: where these go, for error messages.
        form: how a text is written there.

    Raises:
        AccountError: one of them lacks something; with the article and the characters.
    """
    for article, text in zip(articles, said, strict=True):
        kept = [*(str(part) for _, part in _head(article)), *(str(block.text) for block in article.blocks), _shown(article.bylines)]
        if lacks := _less("".join(map(form, kept)), text):
            raise AccountError(path, Said(f"{article.id} 缺少 {lacks[:40]!r}", f"{article.id} lacks {lacks[:40]!r}"), DEFECT)


def prove_tei(sheet: Sheet, xml: str) -> None:
    """Compare the TEI document of a dump with all that became of the dump, and with what its articles keep.

    Raises:
        AccountError: it does not give back one of them.
    """
    seed = sheet.restoration.seed
    path = tei_path(seed.name)
    pieces = (piece for passage in sheet.passages() for piece in passage.pieces if piece.start < piece.end)
    printed = ((start, seed.text[start:end] if rule else text) for start, end, text, rule in pieces)
    try:
        stretches, read = stretches_of(xml), readings_of(xml)
    except ValueError as error:
        raise _lost(path, Said(f"无法由它重建 {seed.name}（{error}）", f"does not give back {seed.name} ({error})")) from error
    if _joined(stretches) != _joined(printed):
        raise _lost(path, Said(f"由它重建的 {seed.name} 与原来不同", f"gives back another {seed.name}"))
    for article in sheet.articles:
        if read.get(name_of(article.id)) != _kept(article):
            raise _lost(path, Said(f"{article.id} 的文字与所录不同", f"says something else of {article.id} than is kept"))


def prove_lines(seed: Seed, view: str) -> None:
    """Compare the lines that the page of a dump shows with the dump, character by character, each under its number.

    Args:
        seed: the dump.
        view: the view of the page, which holds the lines as HTML.

    Raises:
        AccountError: a line is missing, is another one, or stands under another number; with the first such line.
    """
    shown, lines = lines_of(json.loads(view)["rows"]), seed.lines
    for n, (start, end) in enumerate(pairwise([*lines.starts, len(seed.text)])):
        if shown[n : n + 1] != [(str(lines.permanent(n + 1)), seed.text[start:end].rstrip("\r\n"))]:
            what = Said(f"第{n + 1}行与 {seed.name} 不同", f"shows another line {n + 1} than {seed.name} has")
            raise _lost(f"views/sources/{source_name(seed.name)}.json", what)


def lines_of(rows: str) -> list[tuple[str, str]]:
    """The lines of a dump as its page shows them, each with its number. No control character stands in HTML, so that they serve as marks.

    >>> lines_of('<ol>\\n<li id="l7"><a href="#l7">7</a><del title="x">&lt;</del>一<span class="odd">U+0009</span></li>\\n</ol><p>二</p>')
    [('7', '<一\\t')]
    """
    text = _FOLDED.sub("", "".join(_LIST.findall(rows)).replace("\n", ""))
    text = unescape(_TAG.sub("", _LINE.sub("\x01\\1\x02", _ODD.sub("\x03\\1\x04", text))))
    found = (line.partition("\x02") for line in text.split("\x01")[1:])
    return [(number, _CODE.sub(lambda code: chr(int(code[1], 16)), line) if "\x03" in line else line) for number, _, line in found]


_LIST = re.compile(r"<ol>\n(.*?)</ol>", re.DOTALL)
_FOLDED = re.compile(r'<li class="blank"><a [^>]*>\d+</a>|<small>[^<]*</small>')
"""What a row of several blank lines says."""
_ODD = re.compile(r'<span class="odd">U\+([0-9A-F]+)</span>')
_LINE = re.compile(r'<(?:li|span) id="l(\d+)"[^>]*>(?:<a [^>]*>\1</a>)?')
_TAG = re.compile(r"<[^>]*>")
_CODE = re.compile("\x03([0-9A-F]+)\x04")


def _joined(texts: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    """Texts by their offsets, those that follow each other as one: of a dump that is all accounted for, the whole dump.

    >>> _joined([(2, "三四"), (0, "一二"), (5, "六")])
    [(0, '一二三四'), (5, '六')]
    """
    out: list[tuple[int, list[str]]] = []
    at = -1
    for start, text in sorted(texts):
        if start != at:
            out.append((start, []))
        out[-1][1].append(text)
        at = start + len(text)
    return [(start, "".join(parts)) for start, parts in out]


def _kept(article: Article) -> list[tuple[str, str]]:
    """Every part of an article that has a text, with its role."""
    head = article.head
    parts = [("kicker", head.kicker), ("title", head.title), ("subtitle", head.subtitle)]
    parts += [("byline", byline.text) for byline in article.bylines]
    parts += [(str(block.kind), block.text) for block in article.blocks if str(block.text).strip()]
    return [(role, str(text)) for role, text in parts if text is not None and text.pieces]


def _lost(place: str, what: Said) -> AccountError:
    return AccountError(place, what, DEFECT)


def missing(article: Article, record: Mapping[str, Any]) -> dict[str, str]:
    """What the record of `articles.jsonl` lacks, by field: `title`, `bylines 2`, `blocks 5`, `set_aside` …"""
    out = {field: _less(text, record.get(field)) for field, text in _head(article)}
    said = record.get("bylines", [])
    for n, byline in enumerate(article.bylines):
        held = "".join(
            str(value) for key, value in (said[n] if n < len(said) else {}).items() if key in ("role", "name", "credit") and value
        )
        # What is in a paragraph as well has no text of its own here, and is said all the same.
        words = "".join(part for part in (byline.role, byline.name, byline.credit) if part)
        out[f"bylines {n + 1}"] = _less(byline.text, held) or _less(words, held)
    kinds = [(block["kind"], _solid(block["text"])) for block in record.get("blocks", [])]
    for n, kind, text in _blocks(article):
        if (kind, text) in kinds:
            del kinds[: kinds.index((kind, text)) + 1]
        else:
            out[f"blocks {n}"] = text
    out["set_aside"] = _less("".join(str(block.text) for block in article.set_aside), "".join(record.get("set_aside", [])))
    return {field: text for field, text in out.items() if text}


def missing_in_text(article: Article, text: str) -> dict[str, str]:
    """What the plain text lacks, by field: `title`, `bylines`, `blocks 5` … Its head ends with a blank line; each part has a line."""
    head, _, body = text.partition("\n\n")
    out = {}
    lines, at = [_solid(line) for line in head.split("\n")], 0
    for field, part in _head(article):
        wanted = _solid(plain(str(part)))
        found = next((n for n in range(at, len(lines)) if wanted in lines[n]), -1)
        at, out[field] = (found + 1, "") if found >= 0 else (at, wanted)
    names = _shown(article.bylines)
    out["bylines"] = min((_less(names, line) for line in lines[at:]), key=len, default=names)
    lines, at = [_solid(line) for line in body.split("\n")], 0
    for n, block in enumerate(article.blocks, 1):
        for part in filter(None, (_solid("".join(row)) for row in block.rows)):
            wanted = plain(part)
            found = next((n for n in range(at, len(lines)) if wanted in lines[n]), -1)
            at, lack = (found + 1, "") if found >= 0 else (at, wanted)
            out[f"blocks {n}"] = out.get(f"blocks {n}", "") + lack
    return {field: text for field, text in out.items() if text}


def missing_in_blocks(article: Article, page: str, source: str) -> dict[str, str]:
    """What the blocks of a Markdown page lack, by field; a block must stand there as its kind, behind the block before it. `source` is the
    text of the dump, of which the page says where an editor put a misprint right."""
    out, at = {}, 0
    for n, block in enumerate(article.blocks, 1):
        if block.kind == "table":
            found = page.find("\n| ", at)
            cells = [escape(cell) for row in block.rows for cell in row if _solid(cell)]
            for cell in cells:
                place = page.find(f" {cell} ", found)
                found = place + len(cell) if 0 <= found <= place else -1
            at, out[f"blocks {n}"] = (found, "") if found >= 0 or not cells else (at, _solid(block.text))
            continue
        text = inline(block.text, source)
        mark = {"heading": f"\n## {text} {{: #", "caption": f"\n{text}\n{{: .caption #"}.get(block.kind, f"\n{text}\n{{: #")
        if _solid(block.text):
            found = page.find(mark, at)
            at, out[f"blocks {n}"] = (found + len(mark), "") if found >= 0 else (at, _solid(block.text))
    return {field: text for field, text in out.items() if text}


def missing_in_view(article: Article, view: Mapping[str, Any]) -> dict[str, str]:
    """What the head and the byline of a view lack, by field."""
    said = {"kicker": view["kicker"], "title": "".join(view["halves"]), "subtitle": view["subtitle"]}
    out = {field: _less(plain(str(text)), said[field]) for field, text in _head(article)}
    signed = "".join(signature["role"] + "、".join(name["text"] for name in signature["names"]) for signature in view["signatures"])
    out["bylines"] = _less(_shown(article.bylines), signed)
    return {field: text for field, text in out.items() if text}


def _text(view: Mapping[str, Any]) -> str:
    """The text that the page lets readers save."""
    address: str = next(one["address"] for one in view["downloads"] if one["file"].endswith(".txt"))
    return b64decode(address.partition(",")[2]).decode("utf-8")


def _head(article: Article) -> Iterator[tuple[str, object]]:
    head = article.head
    return ((field, text) for field, text in (("kicker", head.kicker), ("title", head.title), ("subtitle", head.subtitle)) if text)


def _blocks(article: Article) -> Iterator[tuple[int, str, str]]:
    """Number, kind and text of every block with something to read."""
    for n, block in enumerate(article.blocks, 1):
        if text := _solid(block.text):
            yield n, block.kind, text


def _shown(bylines: Iterable[Byline]) -> str:
    """All that a byline on one line must hold: a role once for the names that follow one another, and each of these once."""
    out = ""
    for role, group in groupby(bylines, lambda byline: byline.role or ""):
        out += role + "".join(dict.fromkeys(byline.name + (byline.credit or "") for byline in group))
    return _solid(plain(out))


def _less(kept: object, said: object) -> str:
    """The characters of `kept` that `said` lacks."""
    whole, wanted = _solid(said), _solid(kept)
    if wanted in whole:
        return ""
    left, out = Counter(whole), []
    for character in wanted:
        left[character] -= 1
        if left[character] < 0:
            out.append(character)
    return "".join(out)


def _solid(text: object) -> str:
    """Without blanks; nothing for None."""
    return "" if text is None else "".join(str(text).split())
