"""The Markdown of an article: front matter that people and programs read, then the text.

The body begins with the title as a heading, so that the file reads well by itself. Every block carries its anchor, the line of the
dump on which it begins, and, where it is read from several lines, all of them: `{: #l33 lines=33-39 }`. `scripts/blocks.py` reads
these marks back when the page is made. A table has its mark in its first cell: `| 队伍 {: #l17 lines=17-20 } | 得分 |`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import yaml

from edition.model import LEVELS, Article, Description, Finding
from edition.publish import phrases
from edition.publish.anchors import Anchored, Anchors, extent
from edition.publish.escape import escape, plain
from edition.publish.views import Link
from edition.rulings import EMENDED, by_editors
from edition.trace import SourceLines, Text

UNTITLED = "原文未见标题，以正文起首代替"
ONE_BELOW_THE_OTHER = ("evidence", "rulings", "notes")
"""Keys whose entries are sentences: each has a line of its own. All other values stand on the line of their key."""

EMPTY = "&nbsp;"
"""What stands in the first cell of a table if it is empty. Markdown reads no mark in a cell without text."""

WIDEST = 2**31 - 1
"""The width of a line that is never folded."""
_CSafeDumper = getattr(yaml, "CSafeDumper", None)
"""The dumper that is compiled, four times as fast; not every machine has it."""
_RARE = re.compile(r"[^ -~\u00a0-\u2027\u202a-\ud7ff\ue000-\uffff]|\\[xuU]")
"""Matches characters, also written out, that the compiled dumper would escape where the other one does not."""
_UNQUOTABLE = re.compile(r'["{}<>&\\]')
"""Matches what cannot stand in the value of an attribute."""
_TIMES = re.compile(r"（(\d+)次）$")


def markdown(meta: Mapping[str, object], blocks: Iterable[str]) -> str:
    """A Markdown file: front matter, then blocks."""
    return f"---\n{''.join(_entry(key, value) for key, value in meta.items())}---\n\n" + "\n\n".join(blocks) + "\n"


def _entry(key: str, value: object) -> str:
    # No line is folded: a long sentence is easier to read, and to compare, in one piece.
    flow = None if isinstance(value, list | dict) and key not in ONE_BELOW_THE_OTHER else False
    dumper = yaml.SafeDumper if _CSafeDumper is None or _RARE.search(repr(value)) else _CSafeDumper
    written: str = yaml.dump({key: value}, Dumper=dumper, allow_unicode=True, sort_keys=False, width=WIDEST, default_flow_style=flow)
    return written


def front_matter(article: Article, description: Description, lines: SourceLines, copies: Iterable[Link] = ()) -> dict[str, object]:
    """The facts of an article. A key that has nothing to say is left out. `docs/about/data.md` explains each key."""
    facts: dict[str, object] = {
        "title": article.title,
        "kicker": str(article.head.kicker or ""),
        "subtitle": str(article.head.subtitle or ""),
        "bylines": [_known({"role": b.role, "name": b.name, "credit": b.credit}) for b in article.bylines],
        "newspaper": description.newspaper.value if description.newspaper else None,
        "issue": description.issue.value if description.issue else None,
        "page": description.page.value if description.page else None,
        "page_name": description.page_name.value if description.page_name else None,
        "date": description.date.value if description.date else None,
        "place": _known({level: description.level(level) for level in LEVELS} | {"code": description.code}),
        "themes": [theme.value for theme in description.themes],
        "seed": article.seed_name,
        "lines": list(extent(article, lines)),
        "copies": [one.page.rpartition("/")[2] for one in copies],
        "proofread": article.level,
        "evidence": evidence(article, description),
        "rulings": [plain(phrases.ruling_words(ruling, lines)) for ruling in by_editors(article.rulings)],
        "notes": [plain(note) for note in article.doubts],
    }
    return _known(facts)


def evidence(article: Article, description: Description) -> dict[str, str]:
    """What each inferred fact rests on, by its key; of a theme the word that speaks for it most often, with its number.

    Facts that the page states need no evidence and have none here, unless they are doubtful.
    """
    found: list[tuple[str, Finding | None]] = [(level, description.place.get(level)) for level in LEVELS]
    found += [("date", description.date), ("newspaper", description.newspaper)]
    out = {} if article.head.title else {"title": UNTITLED}
    out |= {key: plain(words) for key, finding in found if finding and (words := phrases.evidence(finding))}
    if cues := [theme.evidence[0] for theme in description.themes if theme.evidence and not theme.stated]:
        out["themes"] = plain("，".join(_TIMES.sub(r"\1次", cue) for cue in cues))
    return out


def body(article: Article, places: Anchors, source: str) -> Iterator[str]:
    """The title, then the blocks of an article; `source` is the text of its dump."""
    yield f"# {escape(article.title)} {{: #head }}"
    for place in places.blocks:
        yield _block(place, source)


def inline(text: Text, source: str) -> str:
    """Markdown for the text of a block. A misprint that an editor put right is marked, with what was printed.

    >>> inline(Text.of("己经到了").replace(re.compile("己经"), "已经", EMENDED), "己经到了")
    '*已经*{: .emended title="原作“己经”" }到了'
    """
    if all(piece.rule != EMENDED for piece in text.pieces):
        return escape(str(text))
    out = ""
    for reading, printed in phrases.corrected(text, source):
        if printed is not None:
            told = _UNQUOTABLE.sub(lambda m: f"U+{ord(m[0]):04X}", printed)
            out += f'*{escape(reading)}*{{: .emended title="原作“{told}”" }}'
        else:
            out += (" " if out and reading[:1].isspace() else "") + escape(reading) + (" " if reading[-1:].isspace() else "")
    return out.strip()


def _block(place: Anchored, source: str) -> str:
    mark = f"#{place.anchor}" + (f" lines={place.lines}" if place.within else "")
    if place.block.kind == "table":
        return _table(place.block.rows, mark)
    text = inline(place.block.text, source)
    if place.block.kind == "heading":
        return f"## {text} {{: {mark} }}"
    return f"{text}\n{{: {'.caption ' if place.block.kind == 'caption' else ''}{mark} }}"


def _table(cells: list[list[str]], mark: str) -> str:
    """A table. The first row is its header, because Markdown knows no table without one; its first cell carries the mark."""
    wide = max(map(len, cells))
    written = [[*map(escape, row), *[""] * (wide - len(row))] for row in cells]
    written[0][0] = f"{written[0][0] or EMPTY} {{: {mark} }}"
    return "\n".join(f"| {' | '.join(row)} |" for row in (written[0], ["---"] * wide, *written[1:]))


def _known(record: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in record.items() if value}
