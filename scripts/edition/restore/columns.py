"""Puts the lines of printed columns in order, if an extractor wrote several columns side by side.

`pdftotext -layout` sets them side by side on a grid (`grid`). `pymupdf4llm` folds many lines into one (`folded`). Plain `pdftotext`
glues lines of neighbouring columns together (`glued`). This stage finds out which of these the page shows, if any. Only blanks are set
aside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby, pairwise

from edition.restore.boxes import ROWS, boxes, gap
from edition.restore.folded import FOLDED, unfold
from edition.restore.glued import GLUED, reordered
from edition.restore.grid import RULE, RULED, RULES, Cell, Grid, Row, divided, on_grid
from edition.restore.lines import BORDER
from edition.restore.rules.bylines import byline, run_in
from edition.restore.rules.furniture import furniture
from edition.restore.weave import woven
from edition.trace import Text, join
from edition.vocabulary import Vocabulary

_SPACED = re.compile(r"(?<!\S)\S(?: \S){3,}(?!\S)")
_WALL = "■" * 500
"""Stands for a line that must stay as it is. It is wider than any printed column, so that no stretch of columns includes it."""
BYLINE_BLANKS = 2
"""The most blanks between the names of a byline that stands beside other text."""
LONGEST_BYLINE = 60
"""The longest byline, in characters."""
STRETCH = 500
"""So many rows are read at once: more than a page of newsprint has."""
_FIGURE = re.compile(r"[0-9A-Za-z.,%％+-]{1,12}")
"""Matches a figure or a Latin word that can fill a printed line alone."""
_HEAD_MARK = "# "
"""The characters of the mark of a heading in Markdown."""
_BREAK = re.compile(r"\r\n|\n|\r")
_GAPPED = re.compile(r"\S[ \u00a0\u3000]{2,}\S")


def columns(text: Text, vocabulary: Vocabulary) -> list[Text]:
    """The lines of the page in the order of their columns.

    tests/cases/columns.yml has pages of each kind, and pages that must stay as they are. A table belongs to no column.
    """
    if not BORDER.search(str(text)):
        return _columns(text, vocabulary)
    out: list[Text] = []
    for table, stretch in groupby(text.split_at(_starts(str(text))[1:]), lambda line: bool(BORDER.search(str(line)))):
        lines = [*stretch]
        out.extend(lines if table else _columns(join(lines), vocabulary))
    return out


def _columns(text: Text, vocabulary: Vocabulary) -> list[Text]:
    reading = str(text)
    lines = text.split_at(_starts(reading)[1:])
    readings = [str(line).replace("\f", " ") for line in lines]
    between = divided(readings) if len(RULE.findall(reading)) >= RULED else None
    if between or len(_GAPPED.findall(reading)) >= ROWS:
        beside = _beside(lines, between or on_grid(readings), RULES if between else "", vocabulary)
        if beside is not None:
            # If a gutter is narrow, one column of the grid holds two printed columns.
            return _unglued(beside, vocabulary)
    unfolded = _unfolded(lines, vocabulary) if FOLDED.search(reading) else []
    if unfolded:
        return unfolded
    if GLUED.search(reading):
        unglued = _unglued(lines, vocabulary)
        if unglued != lines:
            return unglued
    return _unwoven(lines, vocabulary) or lines


def _starts(reading: str) -> list[int]:
    """The offsets at which the lines begin."""
    return [0, *(match.end() for match in _BREAK.finditer(reading) if match.end() < len(reading))]


def _beside(lines: list[Text], rows: list[Row], rules: str, vocabulary: Vocabulary) -> list[Text] | None:
    """The lines of a page that is a grid; None if no line holds more than one column. `rules` are the signs that stand between columns.

    Blanks before the left edge of a column belong to the gutter, those behind it are an indent. Blank rows in a column are blank lines.
    """
    out: list[Text] = []
    found = False
    for top in range(0, len(rows), STRETCH):
        stretch = rows[top : top + STRETCH]
        starts = [0, *accumulate(len(str(line)) for line in lines[top : top + STRETCH])]
        places = [(blank, starts[cell.row] + stretch[cell.row].offset(cell.edge)) for blank, cell in _cells(stretch, vocabulary)]
        if not places:
            out += lines[top : top + STRETCH]
            continue
        found = True
        begins = sorted(begin for _, begin in places)
        parts = dict(zip(begins, join(lines[top : top + STRETCH]).split_at(begins[1:]), strict=True))
        out += [line for blank, begin in places for line in (*[Text()] * blank, _bare(parts[begin], "gutter", rules=rules))]
    return out if found else None


def _cells(rows: Sequence[Row], vocabulary: Vocabulary) -> Iterator[tuple[int, Cell]]:
    """The cells of some rows in reading order, each with the number of blank rows between it and the one before it in its column; none if
    no row holds more than one column."""
    rows = [_with_bylines(row, vocabulary) for row in rows]
    across = {n for n, row in enumerate(rows) if len(row.words) > 1 and furniture(" ".join(map(row.plain, row.words)), vocabulary)}
    grid = Grid(rows, vocabulary.lexicon, across)
    last: Cell | None = None
    for box in boxes(grid):
        for cell in box.cells:
            yield gap(grid, last, cell) if last else 0, cell
            last = cell


def _with_bylines(row: Row, vocabulary: Vocabulary) -> Row:
    """The row, in which each byline is one stretch: its blanks are no gutters."""
    if len(row.words) < 2 or not vocabulary.role_word.search(row.text.replace(" ", "")):
        return row
    words: list[tuple[int, int]] = []
    n = 0
    while n < len(row.words):
        ends = (end for end in range(len(row.words), n + 1, -1) if _is_byline(row, n, end, vocabulary))
        end = next(ends, n + 1)
        words.append((row.words[n][0], row.words[end - 1][1]))
        n = end
    return row._replace(words=tuple(words))


def _is_byline(row: Row, begin: int, end: int, vocabulary: Vocabulary) -> bool:
    """Whether some stretches of a row are a byline. Only one that is the whole row can have wide blanks."""
    words = row.words[begin:end]
    wide = any(after[0] - before[1] > BYLINE_BLANKS for before, after in pairwise(words))
    if words[-1][1] - words[0][0] > LONGEST_BYLINE or (wide and len(words) < len(row.words)):
        return False
    return bool(byline(" ".join(map(row.plain, words)), vocabulary))


def _bare(cell: Text, rule: str, keep: int = 0, rules: str = "") -> Text:
    """The cell with the blanks at its end set aside, except the first `keep` of them; so is a rule between columns."""
    reading = str(cell)
    bare = reading.rstrip()
    kept = len(bare[:-1].rstrip() if bare[-1:] and bare[-1] in rules else bare) + keep
    if kept >= len(reading):
        return cell
    front, back = cell.split_at([kept])
    return front + back.set_aside(rule)


def _unfolded(lines: list[Text], vocabulary: Vocabulary) -> list[Text]:
    """The lines of the page, with every folded line taken apart into its printed lines; empty if no line is folded."""
    parts = [part for line in lines for part in line.split_at(_around_bylines(str(line), vocabulary))]
    folded = unfold([str(part) for part in parts], vocabulary.lexicon)
    out: list[Text] = []
    for n, part in enumerate(parts):
        cells = folded.get(n, [])
        line = str(part)
        if not line.strip() and n and str(parts[n - 1]).strip():
            # The extractor writes a blank line after every block, even inside a sentence. So it is no gap.
            out[-1] += part
        elif not cells:
            out.append(part)
        else:
            begins = sorted(cell.begin for cell in cells)
            # Characters before the first printed line stay with it.
            pieces = dict(zip(begins, part.split_at(begins[1:]), strict=True))
            out.extend(_bare(pieces[cell.begin], "folded-line", _between_words(line, cell.end)) for cell in cells)
    return out if folded else []


def _unwoven(lines: list[Text], vocabulary: Vocabulary) -> list[Text]:
    """The lines of the page column by column; empty if they stand in order. A line that says itself what it is belongs to no column, and a
    figure on a line of its own to the line above it."""
    readings = [str(line).rstrip() for line in lines]
    above = -1
    for n, reading in enumerate(readings):
        if above >= 0 and _FIGURE.fullmatch(reading.strip()):
            readings[above] += reading.strip()
            readings[n] = ""
        elif reading:
            above = n
    own = {n for n, reading in enumerate(readings) if reading and _says_itself(reading.lstrip(), vocabulary)}
    filled = [n for n, reading in enumerate(readings) if reading and n not in own]
    found = [[filled[n] for n in column] for column in woven([readings[n] for n in filled], vocabulary.lexicon)]
    if not found:
        return []
    # A blank line between lines of several columns is no gap in any of them.
    starts = [n for n, reading in enumerate(readings) if reading]
    parts = dict(zip(starts, (join(lines[a:b]) for a, b in pairwise([0, *starts[1:], len(lines)])), strict=True))
    return [parts[n] if n in own else _bare(parts[n], "woven-line") for texts in sorted([*found, *([n] for n in own)]) for n in texts]


def _around_bylines(line: str, vocabulary: Vocabulary) -> list[int]:
    """The offsets at which text begins after a byline, and at which a byline begins after a title, on one line.

    >>> from pathlib import Path
    >>> from edition.vocabulary import load_vocabulary
    >>> words = load_vocabulary(Path("scripts/data"))
    >>> _around_bylines("——安远县推进垃圾分类见闻 本报记者 廖涛 通讯员 何苗", words)
    [14]
    >>> _around_bylines("##### 本报记者 廖涛 通讯员 何苗", words)
    []
    """
    begin = run_in(line, vocabulary)
    tail = max(begin, len(line) - LONGEST_BYLINE // 2)
    blanks = (match.end() for match in re.finditer(r"(?<=\S) (?=\S)", line) if match.start() > tail)
    end = next((at for at in blanks if vocabulary.role_word.match(line, at) and byline(line[at:].strip(), vocabulary)), 0)
    return [at for at in (begin, end) if line[:at].strip(_HEAD_MARK)]


def _between_words(line: str, end: int) -> int:
    """1 if the blank at offset `end` follows a Latin letter, so that it belongs to the text; else 0.

    >>> line = "全程使用 Python 编写"
    >>> _between_words(line, 11), _between_words(line, 4)
    (1, 0)
    """
    return int(line[end - 1].isascii() and line[end - 1].isalpha() and line[end : end + 1] == " ")


def _says_itself(line: str, vocabulary: Vocabulary) -> bool:
    """Whether a line is a byline, furniture, or set in spaced letters. Its blanks are no gutters, and it belongs to no column.

    >>> from pathlib import Path
    >>> from edition.vocabulary import load_vocabulary
    >>> words = load_vocabulary(Path("scripts/data"))
    >>> _says_itself("合 作 社 带 富 三 百 户", words), _says_itself("镇里请来了农技站的 师傅", words)
    (True, False)
    >>> _says_itself("河湾新报 2022年4月26日 星期二 第1846期 04版", words), _says_itself("04", words)
    (True, False)
    """
    if line.count(" ") >= 3 and _SPACED.search(line):
        return True
    # A lone number may be the folio, but also a figure of the text.
    return len(line) <= LONGEST_BYLINE and bool(byline(line, vocabulary) or (" " in line and furniture(line, vocabulary)))


def _unglued(lines: list[Text], vocabulary: Vocabulary) -> list[Text]:
    """The lines of the page, with the parts of glued lines in reading order."""
    out: list[Text] = []
    at = 0
    readings = [_WALL if _says_itself(str(line).strip(), vocabulary) else str(line) for line in lines]
    for begin, end, parts in reordered(readings, vocabulary.lexicon):
        out.extend(lines[at:begin])
        begins: dict[int, list[int]] = {}
        for part in sorted(parts):
            begins.setdefault(part.line, []).append(part.begin)
        found: dict[tuple[int, int], Text] = {}
        before = (begin, 0)
        for n in range(begin, end):
            if n in begins:
                found.update(zip([(n, place) for place in begins[n]], lines[n].split_at(begins[n][1:]), strict=True))
                before = n, begins[n][-1]
            else:
                # A blank line between glued lines is no gap in a column.
                found[before] += lines[n]
        out.extend(_bare(found[part.line, part.begin], "gutter") for part in parts)
        at = end
    return [*out, *lines[at:]]
