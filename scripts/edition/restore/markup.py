"""Takes out what layout models, Markdown converters and copies of web pages write around the text of a page.

Tags, pictures, rules, fences and quote marks are set aside, entities and LaTeX figures are read as their characters, and a table becomes
one line (`cells`). What only looks like markup (`a<b`, `3*4`) stays. `lines` then sets aside the marks of headings.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator

from edition.restore import latex
from edition.restore.cells import Edit, Span, figure_tables, html_tables, stroke_tables
from edition.restore.lines import BOLD_LINE, BORDER, SPACES_AND_BREAKS
from edition.trace import Text
from edition.vocabulary import HAN, Vocabulary

LONGEST_BOLD = 30
"""The longest line that counts as a heading because it is bold, in characters. Converters also set whole leads in bold."""
_BLOCK = (
    "address|article|aside|blockquote|body|br|button|caption|center|col|colgroup|dd|details|dir|div|dl|dt|fieldset|figcaption|figure|footer|"
    "form|frame|frameset|h[1-6]|head|header|hr|html|iframe|img|image|input|legend|li|link|main|map|menu|meta|nav|noscript|object|ol|"
    "optgroup|option|p|page|picture|pre|section|select|source|summary|table|tbody|td|textarea|tfoot|th|thead|title|tr|ul|video|audio"
)
"""Tags at which a browser begins a new line."""
_INLINE = "a|abbr|acronym|b|big|cite|code|del|dfn|em|font|i|ins|kbd|label|mark|q|s|samp|small|span|strike|strong|sub|sup|time|tt|u|var|wbr"
_IS_BLOCK = re.compile(_BLOCK, re.IGNORECASE)
_ATTRIBUTE = (
    r"\s+(?:[a-z_:@][\w:.-]*\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'=<>`]+)"
    r"|(?:hidden|checked|disabled|controls|nowrap|noshade|async|defer|selected|open|allowfullscreen))(?=[\s/>])"
)
_WINDOW_TITLE = re.compile(r"<title\b[^<>]*>(?P<text>[^<>]*)</title\s*>", re.IGNORECASE)
_BEFORE_NAME = re.compile(r"[^_|｜—–-]+")
"""Matches a title without the name of the site behind it."""
_LABELS = {"title": "# ", "author": "作者：", "date": "日期：", "source": "来源："}
"""What is read for the keys of the fields above a Markdown text that tell something of it."""
_FRONT_MATTER = re.compile(
    r"\s*---[ \t]*\r?\n(?P<fields>(?:(?:[A-Za-z_][\w-]{0,24}:(?:[ \t].*)?|[ \t]*-[ \t].*|[ \t]+\S.*|[ \t]*)\r?\n){1,60}?)"
    r"---[ \t]*(?:(?:\r?\n)+|\Z)"
)
_BARE_FIELDS = re.compile(
    r"\s*(?=title:)(?P<fields>(?:[A-Za-z_]{2,20}:[ \t]*.*\r?\n){2,20}?)(?:(?:content|text|body):[ \t]*(?:\r?\n)?|(?:[ \t]*\r?\n)+)"
)
"""Matches such fields that no rules stand around, before the text or a blank line."""
_FIELD = re.compile(
    rf"(?m)^(?P<key>{'|'.join(_LABELS)}):[ \t]+(?P<quote>[\"']?)(?P<value>\d{{4}}-\d\d-\d\d(?=[T ])|[^\r\n]+?)(?P=quote)"
    r"(?=[ \t]*\r?$|[T ]\d)"
)
_TARGET = r"\((?:[^()\n]|\([^()\n]*\))*\)"
_MARKUP = re.compile(
    r"(?P<aside><!--.{0,2000}?-->|<(?P<raw>script|style)\b[^<>]*>(?:[^<]|<(?!/?(?:script|style)\b))*</(?P=raw)\s*>|<!DOCTYPE\b[^<>]*>|<\?xml\b[^<>]*>"
    r"|<\|ref\|>[a-z_ ]{1,30}<\|/ref\|>|<\|(?:det|box_start)\|>[\[\](),\d\s]{0,200}<\|(?:/det|box_end)\|>|<\|/?[a-z_]+\|>"
    r"|\*\*-{3,} (?:Start|End) of picture text -{3,}\*\*)"
    rf"|(?P<picture>\[?!\[[^\]\n]*\]{_TARGET}(?:\]{_TARGET})?|(?:\*\*)?==> picture \[[^\]\n]{{0,40}}\] intentionally omitted <==(?:\*\*)?)"
    r"|<(?P<shift>su[pb])>(?P<figures>[0-9]{1,3})</(?P=shift)>"
    rf"|<(?P<closes>/?)(?P<name>{_BLOCK}|{_INLINE})(?:{_ATTRIBUTE})*\s*/?>"
    rf"|(?P<before>\[)[^\[\]\n]+(?P<behind>\]\((?:https?://|mailto:|\.{{0,2}}/|#)(?:[^()\s]|\([^()\s]*\))*\))",
    re.IGNORECASE | re.DOTALL,
)
_HEADING = re.compile("h[1-6]", re.IGNORECASE)
_BREAK = re.compile(r"\r\n|\n|\r")
_BLANK = r"[ \t\u00a0\u3000]"
_ONLY_MARKUP = re.compile(
    rf"{_BLANK}*(?:(?P<sign>[-*_])(?:{_BLANK}*(?P=sign)){{2,}}|={{3,}}|\{{\{{[<%][^{{}}]*[>%]\}}\}}|(?:```|~~~){_BLANK}*[A-Za-z0-9_+-]*){_BLANK}*"
)
"""Matches a line that is a rule, a fence of code or a short code of a generator of sites ({{< … >}})."""
_QUOTE = re.compile(rf"(?m)^{_BLANK}*(?:>{_BLANK}+)+(?=\S)|^{_BLANK}*>(?:{_BLANK}|>)*$")
_BOLD = re.compile(r"(?<![*\\])(?P<sign>\*{2,3})(?=[^\s*])(?P<text>(?:[^*\r\n]|(?:\r\n|\n|\r)(?!\s))+?)(?<![\r\n])(?P=sign)(?!\*)")
_BOLD_LINE = re.compile(rf"(?m)^{_BLANK}*(?P<sign>\*{{2,3}}){_BLANK}*(?P<text>[^*\s][^*\r\n]*?){_BLANK}*(?P=sign){_BLANK}*$")
_BOLD_TAGS = re.compile(r"\s*(?:<[^<>]*>\s*)*<(?:b|strong)\b[^<>]*>(?P<text>[^<>]+)</(?:b|strong)\s*>\s*(?:</[^<>]*>\s*)*", re.IGNORECASE)
_SLANTED = r"\*(?=[^\s*_])[^*_\r\n]+(?<=\S)\*"
_SLANTED_LINE = re.compile(
    rf"(?m)(?:^{_BLANK}*|(?<=\*){_BLANK}+(?={_SLANTED}{_BLANK}*$))([*_])(?=[^\s*_])(?P<text>[^*_\r\n]+)(?<=\S)\1(?={_BLANK}*(?:{_SLANTED}{_BLANK}*)?$)"
)
"""Matches a slanted line, or each of its two parts: *在桥上看雪。* *李平 摄*."""
_CLAUSES = re.compile(r"[，。；！？…,;!?]")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ESCAPED_POINT = re.compile(r"(?m)(?<=^\d)\\(?=[.)])|(?<=^\d\d)\\(?=[.)])")
_BLANKS = re.compile(rf"{_BLANK}+")
_BESIDE = f"[{HAN}，。、；：！？“”‘’（）《》]"
_BLANK_BEFORE = re.compile(rf"(?<={_BESIDE}){_BLANK}+\Z")
_BLANK_BEHIND = re.compile(rf"{_BLANK}+(?={_BESIDE})")
_FIELDS = (
    "文献号|原文出处|原刊地名|原刊期号|原刊页号|分类号|分类名|复印期号|作者简介|作者单位|日期|版号|版次|版名|版面|报名|来源|栏目|字数"
    "|标题|正标题|主标题|副标题|引题|题名|作者|摘要|关键词|正文|全文"
)
_FIELD_LABEL = re.compile(
    rf"(?P<before>{_BLANK}*)【{_BLANK}*(?:{'|'.join(f'{_BLANK}*'.join(name) for name in _FIELDS.split('|'))}){_BLANK}*】"
)
"""Matches the label of a field of a record: 【 标  题 】."""
FIELDS = 3
"""The fewest labels of fields on a page that holds records of a data base."""
_ESCAPE = re.compile(r"\\(?:r\\n|[nrt]|u3000|xa0|u00a0|\")")
"""Matches a character that a program wrote as it stands in code: \\n, \\u3000."""
FEWEST = 3
"""The fewest lines, or line breaks, of one form that are the work of a program and no chance."""
_NUMBER = re.compile(rf"{_BLANK}*(?P<number>\d{{1,5}})(?::{_BLANK}*|\t|\|{_BLANK}*)")
"""Matches the number of a line before it."""
_SPECK = re.compile(rf"(?m)^{_BLANK}*[|_~¦]{{1,2}}{_BLANK}+(?=[{HAN}“])|(?<=[{HAN}。！？”]){_BLANK}+[|_~¦]{{1,2}}{_BLANK}*$")
"""Matches a speck at the edge of a line."""
_SURE = r"(?:0\.\d{1,18}|1\.0{1,18})"
"""A pattern: how sure the program was, from 0 to 1."""
_RECOGNISED = re.compile(
    rf"(?m)^(?P<before>{_BLANK}*(?:\[?\[?\[\[[\d., \[\]-]{{8,200}}\]\],?{_BLANK}*)?\(?(?P<quote>['\"]))"
    rf"(?P<text>[^\r\n]*?)(?P<behind>(?P=quote),{_BLANK}*{_SURE}\)?\]*,?{_BLANK}*)$"
    rf"|^(?P<bare>[^\r\n]*\S)(?P<score>(?:{_BLANK}+|,{_BLANK}*)(?=\S{{4}}){_SURE}{_BLANK}*)$"
)
"""Matches a line of recognised text with how sure the program was of it, and perhaps with its place: ('路通了', 0.998)."""
RECOGNISED = 0.8
"""The least share of the lines of a page that are such."""
_UNNAMED = re.compile(r"\(cid:\d{1,6}\)")
_ALL = re.compile(r"(?s).+")


def markup(text: Text, vocabulary: Vocabulary) -> Text:
    """The text of a page without markup. tests/cases/markup.yml has pages of each kind, and pages that must stay as they are."""
    for signs, find in _PASSES:
        reading = str(text)
        if any(sign in reading for sign in signs):
            text = _edited(text, list(find(reading)))
    if "&" in str(text):
        text = text.replace(_ENTITY, lambda match: _entity(match.group(), vocabulary), "html-entity")
    return text.replace(_UNNAMED, "", "unnamed-glyph") if "(cid:" in str(text) else text


def _edited(text: Text, edits: list[Edit]) -> Text:
    """The text with the edits made. They lie apart."""
    if not edits:
        return text
    wanted = {begin: (end, new, rule) for begin, end, new, rule in edits if begin < end}
    cuts = sorted({at for begin, (end, _, _) in wanted.items() for at in (begin, end)})
    out = []
    for begin, part in zip([0, *cuts], text.split_at(cuts), strict=True):
        if begin in wanted and len(part) == wanted[begin][0] - begin:
            _, new, rule = wanted.pop(begin)
            out.append(part.replace(_ALL, new, rule))
        else:
            out.append(part)
    return Text(piece for part in out for piece in part.pieces)


def _window_title(reading: str) -> Iterator[Edit]:
    """The edit for the title of the window. Browsers show it above the page, on which the same title stands again."""
    found = _WINDOW_TITLE.search(reading)
    title = _BEFORE_NAME.match(found["text"].strip(SPACES_AND_BREAKS)) if found else None
    if found and title and reading.find(title.group().strip(SPACES_AND_BREAKS), found.end()) >= 0:
        yield found.start(), found.end(), "", "markup"


def _front_matter(reading: str) -> Iterator[Edit]:
    """The edits for the fields above a text (title: …, date: …, in Markdown between two rules). Who wrote it and when stay, with a label
    that `sites` and `bylines` read, and the title where the text does not say it again."""
    found = _FRONT_MATTER.match(reading) or _BARE_FIELDS.match(reading)
    fields = [*_FIELD.finditer(found["fields"])] if found else []
    if found is None or not fields:
        return
    at, before, begin = found.start(), "", found.start("fields")
    for field in fields:
        value = begin + field.start("value")
        if field["key"] != "title" or reading.find(field["value"], found.end()) < 0:
            yield at, value, before + _LABELS[field["key"]], "markup"
            at, before = begin + field.end("value"), "\n"
    yield at, found.end(), before, "markup"


def _tags(reading: str) -> Iterator[Edit]:
    """The edits for tags, pictures and links. Between two texts, the tag of a block divides the line. A line of nothing but tags goes as a
    whole, unless it holds a picture, whose gap a caption needs."""
    found = list(_MARKUP.finditer(reading))
    lines = _Lines(reading, [match.span() for match in found])
    at = 0
    for n, (begin, end) in enumerate(lines.spans):
        here = []
        while at < len(found) and found[at].start() < end:
            here.append(found[at])
            at += 1
        if not here:
            continue
        if _visible(reading, begin, end, here) < begin:
            if any(match["picture"] or (match["name"] or "").lower() in ("img", "image", "figure", "picture", "br") for match in here):
                yield from ((match.start(), match.end(), "", "markup") for match in here)
            else:
                opened = [match for match in here if _HEADING.fullmatch(match["name"] or "") and not match["closes"]]
                yield lines.whole(n, _heading(opened[-1]) if opened and opened[-1] is here[-1] else "")
        else:
            yield from _in_line(reading, begin, end, here)


def _in_line(reading: str, begin: int, end: int, here: list[re.Match[str]]) -> Iterator[Edit]:
    """The edits inside a line that also holds text."""
    last = _visible(reading, begin, end, here)
    table = BORDER.search(reading, begin, end)
    bold = _BOLD_TAGS.fullmatch(reading, begin, end)
    heads = bold.start("text") if bold and _may_head(bold["text"]) else -1
    at, written = begin, False
    for match in here:
        written = written or bool(reading[at : match.start()].strip(SPACES_AND_BREAKS))
        at = match.end()
        name, rule = (match["name"] or "").lower(), "markup"
        new = ""
        if match["before"]:
            yield *match.span("before"), "", rule
            yield *match.span("behind"), "", rule
            written = True
            continue
        if match["shift"]:
            new, rule = (latex.raised if match["shift"].lower() == "sup" else latex.lowered)(match["figures"]), "raised-figure"
            written = True
        elif match.end() == heads and not any(_HEADING.fullmatch(other["name"] or "") for other in here):
            new, rule = BOLD_LINE, "markdown-mark"
        elif table:
            new = " " if name == "br" else ""
        elif _IS_BLOCK.fullmatch(name):
            if written and match.end() <= last:
                new, written = "\n", False
            if _HEADING.fullmatch(name) and not match["closes"]:
                new += _heading(match)
        yield match.start(), match.end(), new, rule


def _heading(tag: re.Match[str]) -> str:
    """The mark that stands for the tag of a heading: `lines` knows what it means."""
    return "#" * int(tag["name"][1]) + " "


def _visible(reading: str, begin: int, end: int, here: list[re.Match[str]]) -> int:
    """The offset of the last character of a line that is neither blank nor markup; less than `begin` if there is none."""
    stop = end
    for match in reversed(here):
        if match["before"] or match["shift"]:
            return max(match.start("behind"), match.start()) if not reading[match.end() : stop].strip(SPACES_AND_BREAKS) else stop
        if reading[match.end() : stop].strip(SPACES_AND_BREAKS):
            return stop
        stop = match.start()
    return stop if reading[begin:stop].strip(SPACES_AND_BREAKS) else begin - 1


def _rules(reading: str) -> Iterator[Edit]:
    """The edits for lines that are a rule or a fence."""
    lines = _Lines(reading)
    for n, span in enumerate(lines.spans):
        if _ONLY_MARKUP.fullmatch(reading, *span):
            yield lines.whole(n)


class _Lines:
    """The lines of a reading. A break inside markup ends none."""

    def __init__(self, reading: str, inside: Iterable[Span] = ()) -> None:
        self.reading = reading
        self.spans: list[Span] = []
        """Where each line begins and ends, its break left out."""
        begin = 0
        taken = iter(inside)
        start, stop = next(taken, (len(reading), len(reading)))
        for match in _BREAK.finditer(reading):
            while stop <= match.start() and start < len(reading):
                start, stop = next(taken, (len(reading), len(reading)))
            if not start <= match.start() < stop:
                self.spans.append((begin, match.start()))
                begin = match.end()
        self.spans.append((begin, len(reading)))
        self.taken = -1
        """The last line that went."""

    def whole(self, n: int, new: str = "") -> Edit:
        """The edit for a line that goes as a whole, its break included. Of the blank lines before and after it one goes with it, so that
        no gap is left. `new` is read for them."""
        after = n + 1
        if self._blank(n - 1) and after < len(self.spans) and self._blank(after):
            after += 1
        self.taken = after - 1
        begin = self.spans[n][0]
        return begin, self.spans[after][0] if after < len(self.spans) else len(self.reading), new, "markup"

    def _blank(self, n: int) -> bool:
        return n <= self.taken or n < 0 or not self.reading[slice(*self.spans[n])].strip(SPACES_AND_BREAKS)


def _quotes(reading: str) -> Iterator[Edit]:
    return ((match.start(), match.end(), "", "markup") for match in _QUOTE.finditer(reading))


def _bold_lines(reading: str) -> Iterator[Edit]:
    """The edits for lines that are bold as a whole. One that can be a heading gets the mark that `lines` reads."""
    for match in _BOLD_LINE.finditer(reading):
        yield match.start(), match.start("text"), BOLD_LINE if _may_head(match["text"]) else "", "markdown-mark"
        yield match.end("text"), match.end(), "", "markdown-mark"


def _may_head(bold: str) -> bool:
    """Whether a bold line can be a heading: it is short, and no clause ends in it."""
    return len(bold) <= LONGEST_BOLD and not _CLAUSES.search(bold) and bool(re.search(f"[{HAN}]", bold))


def _bold(reading: str) -> Iterator[Edit]:
    for match in _BOLD.finditer(reading):
        yield match.start(), match.start("text"), "", "markdown-mark"
        yield match.end("text"), match.end(), "", "markdown-mark"
    for match in _SLANTED_LINE.finditer(reading):
        yield match.start(1), match.start("text"), "", "markdown-mark"
        yield match.end("text"), match.end(), "", "markdown-mark"


def _escaped(reading: str) -> Iterator[Edit]:
    return ((match.start(), match.end(), "", "markup") for match in _ESCAPED_POINT.finditer(reading))


def _entity(entity: str, vocabulary: Vocabulary) -> str:
    """The character that an entity stands for, as the edition reads it; the entity itself if it stands for none.

    >>> from pathlib import Path
    >>> from edition.vocabulary import load_vocabulary
    >>> words = load_vocabulary(Path("scripts/data"))
    >>> _entity("&lt;", words), _entity("&#8203;", words), _entity("&nbsp;", words), _entity("&T;", words), _entity("&#0;", words)
    ('<', '', ' ', '&T;', '&#0;')
    """
    character = html.unescape(entity)
    if character == entity or "\ufffd" in character or any("\ud800" <= one <= "\udfff" for one in character):
        return entity
    read = "".join(vocabulary.characters[one][0] if one in vocabulary.characters else one for one in character)
    return " " if read in ("\u00a0", "\n", "\r", "\t") else read


def _fields(reading: str) -> Iterator[Edit]:
    """The edits for the labels of fields of a record. Their letters close up, so that nobody takes the blanks for those between columns,
    and of several fields on one line each gets a line of its own.

    >>> text = "【 日  期 】19960104 【 标  题 】路通了 【 正  文 】    路通了。"
    >>> str(_edited(Text.of(text), list(_fields(text)))).split("\\n")
    ['【日期】19960104', '【标题】路通了', '【正文】    路通了。']
    """
    found = [*_FIELD_LABEL.finditer(reading)]
    for match in found if len(found) >= FIELDS else ():
        label = match.end("before")
        begins = not reading[reading.rfind("\n", 0, label) + 1 : label].strip(SPACES_AND_BREAKS)
        if not begins and label > match.start():
            yield match.start(), label, "\n", "markup"
        elif not begins:
            yield label, label + 1, "\n【", "markup"
        yield from ((blank.start(), blank.end(), "", "letter-spacing") for blank in _BLANKS.finditer(reading, label, match.end()))


def _escapes(reading: str) -> Iterator[Edit]:
    """The edits for characters that a program wrote as in code, on a page that has more line breaks written so than others."""
    breaks = reading.count("\\n")
    if breaks < FEWEST or reading.count("\n") > breaks:
        return
    for match in _ESCAPE.finditer(reading):
        sign = match[0][-1]
        yield match.start(), match.end(), "\n" if sign == "n" else '"' if sign == '"' else "" if match[0] == "\\r" else "\u3000", "markup"


def _line_numbers(reading: str) -> Iterator[Edit]:
    """The edits for numbers that a program wrote before each line of the page."""
    lines = [line for line in _Lines(reading).spans if reading[slice(*line)].strip(SPACES_AND_BREAKS)]
    found = [_NUMBER.match(reading, *line) for line in lines]
    numbers = [int(match["number"]) for match in found if match]
    first = numbers[0] if numbers else -1
    if len(lines) > FEWEST and first in (0, 1) and numbers == [*range(first, first + len(lines))]:
        yield from ((match.start(), match.end(), "", "markup") for match in found if match)


def _specks(reading: str) -> Iterator[Edit]:
    """The edits for specks of the paper that were recognised as strokes at the beginning or end of lines. Two strokes on one line are those
    of a table, and so are all others of its page."""
    spans = _Lines(reading).spans
    for begin, end in spans if all(reading.count("|", *span) < 2 for span in spans) else ():
        yield from ((match.start(), match.end(), "", "speck") for match in _SPECK.finditer(reading, begin, end))


def _recognised(reading: str) -> Iterator[Edit]:
    """The edits for what a program for recognising text wrote around each line: its place, and how sure it was."""
    found = [*_RECOGNISED.finditer(reading)]
    if len(found) < FEWEST or len(found) < RECOGNISED * sum(bool(line.strip()) for line in reading.splitlines()):
        return
    for match in found:
        yield from ((*match.span(part), "", "markup") for part in ("before", "behind", "score") if match[part])


def _formulas(reading: str) -> Iterator[Edit]:
    """The edits for figures in LaTeX, and for the blanks between them and Han characters or punctuation."""
    at = 0
    for match in latex.FORMULA.finditer(reading):
        text = latex.undone(match["dollars"] or match["brackets"])
        if text is None:
            continue
        for blank in (_BLANK_BEFORE.search(reading, at, match.start()), _BLANK_BEHIND.match(reading, match.end())):
            if blank:
                yield blank.start(), blank.end(), "", "blank-beside-number"
                at = blank.end()
        yield match.start(), match.end(), text, "latex"
        at = max(at, match.end())


_PASSES: tuple[tuple[tuple[str, ...], Callable[[str], Iterator[Edit]]], ...] = (
    (("\\n",), _escapes),
    (("0.", "1."), _recognised),
    (("1",), _line_numbers),
    (("|", "_", "~", "¦"), _specks),
    (("---", "title:"), _front_matter),
    (("<table", "<TABLE"), html_tables),
    (("|", "│", "┃", "║"), stroke_tables),
    ((" ", "\t", "\u3000"), figure_tables),
    (("<title", "<TITLE"), _window_title),
    (("<", "](", "==> "), _tags),
    ((">",), _quotes),
    (("---", "- -", "**", "* *", "__", "_ _", "===", "```", "~~~", "{{"), _rules),
    (("**",), _bold_lines),
    (("*", "_"), _bold),
    (("\\",), _escaped),
    (("$", "\\("), _formulas),
    (("【",), _fields),
)
"""The passes over a page in their order, each with the signs without which there is nothing for it."""

__all__ = ["markup"]
