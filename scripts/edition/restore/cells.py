"""Finds the tables of a page, written with strokes (`| a | b |`), as HTML, or as rows of figures with blanks between them, and makes each
of them one line.

In the reading of such a line, `CELL` stands between two cells and `ROW` between two rows, which tells it from all other lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from edition.restore.lines import BORDER, CELL, ROW, SPACES_AND_BREAKS
from edition.vocabulary import HAN, SPACES

LONGEST_CELL = 150
"""The longest cell of a table, in characters. Old web pages put whole articles into cells; such a table only arranges them."""

Edit = tuple[int, int, str, str]
"""Where a stretch of a reading begins and ends, what is read for it, and the rule."""
Span = tuple[int, int]

_TABLE = re.compile(r"<table\b[^<>]*>(?:(?!</?table\b).)*</table\s*>", re.IGNORECASE | re.DOTALL)
_CAPTION = re.compile(r"</caption\s*>", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)\b[^<>]*>", re.IGNORECASE)
_BREAK = re.compile(r"\r\n|\n|\r")
_ROW = re.compile(rf"[{SPACES}]*[|│┃║].*[|│┃║][{SPACES}]*")
_DASHES = rf"[{SPACES}]*:?-+:?[{SPACES}]*"
_DELIMITER = re.compile(rf"[{SPACES}]*\|?{_DASHES}(?:\|{_DASHES})*\|?[{SPACES}]*")
"""Matches the row of dashes below the header."""
_GRID = re.compile(rf"[{SPACES}]*[+┌├└┏┣┗╔╠╚┠╟][-=:+─━═\u250c-\u254b\u2552-\u256c]{{2,}}[{SPACES}]*")
"""Matches the border between two rows of a grid."""
_HEADER = re.compile(
    "姓名|名称|品名|品种|项目|序号|名次|排名|地区|乡镇|镇乡|单位|学校|日期|时间|车次|班次|线路|产品|商品|书名|年份|月份|代码|场次|队名|科目"
)
"""Matches the first word of a header."""
SHORT_CELL = 14
"""The longest cell of a table with blanks between its cells, in characters."""
_POINTED = re.compile("[，。；！？]")
FIGURE_ROWS = 3
"""The fewest rows of figures that are a table."""
_WORD = re.compile(rf"[^{SPACES}]+")
_NAME = re.compile(rf"[{HAN}A-Za-z（）()·]{{1,12}}|\d{{4}}年?|\d{{1,2}}月")
_FIGURE = re.compile(r"[-+±]?\d[\d,.]*(?:[%％‰元亿万]{1,2})?|[-—–/]{1,2}")
_UNIT = re.compile(rf"[{HAN}]{{1,3}}[/／][{HAN}]{{1,4}}|公斤|市斤|千克|[斤克吨元角箱袋只头亩个件台户人]")
"""Matches the unit of the figures of a row."""
_TREND = re.compile(r"持平|平|上?[涨升]|下?[降跌]|上涨|下降|[↑↓→]")
_STROKE = re.compile(r"(?<!\\)[|│┃║]")


def html_tables(reading: str) -> Iterator[Edit]:
    """The edits that make one line of each HTML table. A table in which no two cells of a row have text, or with
    long cells, only arranges the page and has none."""
    for match in _TABLE.finditer(reading):
        heading = _CAPTION.search(reading, *match.span())
        start, end = heading.end() if heading else match.start(), match.end()
        rows = _html_rows(reading, start, end)
        if rows and _is_table(reading, rows):
            inside = [
                (tag.start(), tag.end(), " " if tag[2].lower() in ("br", "p", "div", "li") else "", "markup")
                for row in rows
                for cell in row
                for tag in _TAG.finditer(reading, *cell)
            ]
            yield from _one_line(reading, start, end, rows)
            yield from inside
            yield from (
                (gap.start(), gap.end(), " ", "line-break") for row in rows for cell in row for gap in _BREAK.finditer(reading, *cell)
            )


def _html_rows(reading: str, start: int, end: int) -> list[list[Span]]:
    """The cells of an HTML table, by rows; none if it holds text outside its cells."""
    rows: list[list[Span]] = []
    begun = -1
    at = start
    for tag in _TAG.finditer(reading, start, end):
        name, closes = tag[2].lower(), bool(tag[1])
        if begun < 0 and reading[at : tag.start()].strip(SPACES_AND_BREAKS):
            return []
        if name in ("td", "th", "tr", "table", "tbody", "thead", "tfoot"):
            if begun >= 0:
                rows[-1].append(_trimmed(reading, begun, tag.start()))
                begun = -1
            if name == "tr" and not closes:
                rows.append([])
            if name in ("td", "th") and not closes:
                if not rows:
                    rows.append([])
                begun = tag.end()
        at = tag.end()
    return [row for row in rows if row]


def _trimmed(reading: str, start: int, end: int) -> Span:
    """The stretch of a cell without the blanks and tags at its ends; an empty stretch at its beginning if nothing is left."""
    visible = [_bare(reading, *place) for place in _between_tags(reading, start, end) if reading[slice(*place)].strip(SPACES_AND_BREAKS)]
    return (visible[0][0], visible[-1][1]) if visible else (start, start)


def _bare(reading: str, start: int, end: int) -> Span:
    """The stretch without the blanks at its ends."""
    text = reading[start:end].lstrip(SPACES_AND_BREAKS)
    begin = end - len(text) if text else start
    return begin, begin + len(text.rstrip(SPACES_AND_BREAKS))


def _between_tags(reading: str, start: int, end: int) -> Iterator[Span]:
    at = start
    for tag in _TAG.finditer(reading, start, end):
        yield at, tag.start()
        at = tag.end()
    yield at, end


def _is_table(reading: str, rows: list[list[Span]]) -> bool:
    cells = [cell for row in rows for cell in row]
    longest = max(len(_TAG.sub("", reading[slice(*cell)])) for cell in cells)
    return max(sum(a < b for a, b in row) for row in rows) > 1 and longest <= LONGEST_CELL


def stroke_tables(reading: str) -> Iterator[Edit]:
    """The edits that make one line of each table written with strokes: two rows or more, each between strokes, or a header above a row of
    dashes. Where it only arranges the page, each cell becomes a line."""
    lines = _lines(reading)
    n = 0
    while n < len(lines):
        stop = _stroke_rows(reading, lines, n)
        if stop == n:
            n += 1
            continue
        rows = [_cells(reading, *lines[k]) for k in range(n, stop) if not _is_border(reading, *lines[k], first=k - n < 2)]
        begin, end = lines[n][0], lines[stop - 1][1]
        if rows and any(a < b for row in rows for a, b in row):
            arranged = not _is_table(reading, rows)
            if arranged:
                rows = [full for row in rows if (full := [(a, b) for a, b in row if a < b])]
            yield from _one_line(reading, begin, end, rows, arranged=arranged)
            for row in rows:
                for a, b in row:
                    yield from ((k, k + 1, "", "markup") for k in range(a, b - 1) if reading[k : k + 2] == "\\|")
        n = stop


def _stroke_rows(reading: str, lines: list[Span], n: int) -> int:
    """The number of the line after the table that begins with line `n`; `n` itself if none does."""

    def is_row(k: int) -> bool:
        found = k < len(lines) and (_ROW.fullmatch(reading, *lines[k]) or _GRID.fullmatch(reading, *lines[k]))
        return bool(found) and not BORDER.search(reading, *lines[k])

    stop = n
    if is_row(n):
        while is_row(stop):
            stop += 1
        return stop if stop - n > 1 else n
    headed = n + 1 < len(lines) and _STROKE.search(reading, *lines[n]) and not BORDER.search(reading, *lines[n])
    if headed and _DELIMITER.fullmatch(reading, *lines[n + 1]) and _STROKE.search(reading, *lines[n + 1]):
        stop = n + 2
        while stop < len(lines) and _STROKE.search(reading, *lines[stop]):
            stop += 1
    return stop


def figure_tables(reading: str) -> Iterator[Edit]:
    """The edits that make one line of each table without strokes: three rows or more, one right below the other, each a name and at least
    two figures with blanks between them, or one and its unit (元/斤), all with as many cells. The line above is its header if it has as
    many.

    >>> len([*figure_tables("城关镇 1200 29.7\\n五里镇 300 32.7\\n石桥镇 280 21.8")])
    10
    >>> [*figure_tables("城关镇 1200 亩\\n五里镇 300 亩\\n石桥镇 280 亩")]
    []
    """
    lines = _lines(reading)
    rows = [_blank_cells(reading, *line) for line in lines]
    n = 0
    while n < len(lines):
        below = _headed(reading, rows, n)
        if below:
            yield from _one_line(reading, lines[n][0], lines[n + len(below) - 1][1], below)
            n += len(below)
            continue
        stop = n
        while stop < len(lines) and _is_figures(reading, rows[stop]) and len(rows[stop]) == len(rows[n]):
            stop += 1
        if stop - n >= FIGURE_ROWS:
            headed = n > 0 and len(rows[n - 1]) == len(rows[n]) and not BORDER.search(reading, *lines[n - 1])
            first = n - headed
            yield from _one_line(reading, lines[first][0], lines[stop - 1][1], rows[first:stop])
        n = max(stop, n + 1)


def _headed(reading: str, rows: list[list[Span]], n: int) -> list[list[Span]]:
    """The rows of the table whose header is line `n`, the header included; none if there is no such table. Its first word is one with which
    headers begin (姓名, 品名), and at least three rows below have as many cells, none of which is a sentence."""
    header = rows[n]
    if len(header) < FIGURE_ROWS or not _HEADER.fullmatch(reading, *header[0]):
        return []
    found = [header]
    for row in rows[n + 1 :]:
        cells = _whole_names(reading, row) if len(row) > len(header) else row
        if len(cells) != len(header) or any(end - begin > SHORT_CELL or _POINTED.search(reading, begin, end) for begin, end in cells):
            break
        found.append(cells)
    return found if len(found) > FIGURE_ROWS else []


def _whole_names(reading: str, row: list[Span]) -> list[Span]:
    """The cells of a row, in which two characters with a blank between them are one: a name that is to be as wide as one of three."""
    out: list[Span] = []
    for cell in row:
        short = out and all(end - begin == 1 and re.match(f"[{HAN}]", reading[begin:end]) for begin, end in (out[-1], cell))
        if short and cell[0] - out[-1][1] <= 2:
            out[-1] = (out[-1][0], cell[1])
        else:
            out.append(cell)
    return out


def _blank_cells(reading: str, begin: int, end: int) -> list[Span]:
    """The words of a line between blanks."""
    return [match.span() for match in _WORD.finditer(reading, begin, end)]


def _is_figures(reading: str, row: list[Span]) -> bool:
    """Whether a row is a name and at least two figures, or one figure and a unit with a stroke. 持平 is as good as a figure."""
    if len(row) < 3 or not _NAME.fullmatch(reading, *row[0]):
        return False
    figures = [cell for cell in row[1:] if _FIGURE.fullmatch(reading, *cell) or _TREND.fullmatch(reading, *cell)]
    units = [cell for cell in row[1:] if _UNIT.fullmatch(reading, *cell) and cell not in figures]
    strokes = any(re.search("[/／]", reading[slice(*cell)]) for cell in units)
    return len(figures) + len(units) == len(row) - 1 and len(figures) >= (1 if strokes else 2)


def _is_border(reading: str, begin: int, end: int, *, first: bool) -> bool:
    """Whether a line of a table is no row. Dashes in a row further down than the `first` two stand for nothing in its cells."""
    return bool(_GRID.fullmatch(reading, begin, end) or (first and _DELIMITER.fullmatch(reading, begin, end)))


def _cells(reading: str, begin: int, end: int) -> list[Span]:
    """The cells of a row between strokes, without the blanks at their ends."""
    strokes = [match.start() for match in _STROKE.finditer(reading, begin, end)]
    places = [begin - 1, *strokes, end]
    cells = [(a + 1, b) for a, b in pairwise(places)]
    if not reading[slice(*cells[0])].strip(SPACES_AND_BREAKS):
        cells = cells[1:]
    if len(cells) > 1 and not reading[slice(*cells[-1])].strip(SPACES_AND_BREAKS):
        cells = cells[:-1]
    return [_bare(reading, *cell) for cell in cells]


def _one_line(reading: str, start: int, end: int, rows: list[list[Span]], *, arranged: bool = False) -> Iterator[Edit]:
    """The edits for what stands before, between and after the cells. The line gets breaks where text stands beside the table.

    Args:
        arranged: the table only arranges its texts, so that each cell is a line of its own.
    """
    cells = [(cell, n) for row in rows for n, cell in enumerate(row)]
    first, last = cells[0][0][0], cells[-1][0][1]
    yield start, first, "\n" if _text_beside(reading, start, -1) else "", "markup"
    for ((_, before), _), ((after, _), n) in pairwise(cells):
        border, rule = ("\n", "markup") if arranged else (CELL, "table-cell") if n else (ROW, "table-row")
        yield before, after, border, rule
    yield last, end, "\n" if _text_beside(reading, end, 1) else "", "markup"


def _text_beside(reading: str, at: int, step: int) -> bool:
    """Whether something stands on the line of offset `at`, before it (`step` -1) or after it."""
    while 0 <= (k := at - 1 if step < 0 else at) < len(reading) and reading[k] not in "\r\n":
        if reading[k] not in SPACES_AND_BREAKS:
            return True
        at += step
    return False


def _lines(reading: str) -> list[Span]:
    """Where each line begins and ends, its break left out."""
    begins = [0, *(match.end() for match in _BREAK.finditer(reading))]
    ends = [*(match.start() for match in _BREAK.finditer(reading)), len(reading)]
    return list(zip(begins, ends, strict=True))
