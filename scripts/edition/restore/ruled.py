"""Carries out what editors ruled about a dump (`edition.rulings`): evidence that nothing outweighs.

Rulings act where the rules decide, so that all that follows, paragraphs, articles, the account, is made of them: a misprint is put right
before lines are read, lines are cut and moved before they are judged, a role is a verdict, an edge is no choice of `segment`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from edition.errors import RulingError, Said
from edition.layout import Judged
from edition.model import TABLE, About, Article, Byline, Head, Line, Restoration, Role, Seed, Verdict
from edition.restore.rules import bylines as byline_rules
from edition.rulings import BECAUSE, EMENDED, HEAD, LEVELS, RULE, Desk, Ruling, lines_of, same_words, shown, unfit
from edition.trace import SourceLines, Text, join, supply
from edition.vocabulary import SPACES, Vocabulary

REST = " rest"
"""Follows the role of a further line of the same block."""
_VERDICTS = {
    **dict.fromkeys(HEAD, Role.DISPLAY),
    "heading": Role.HEADING,
    f"heading{REST}": Role.HEADING,
    "byline": Role.BYLINE,
    "caption": Role.CAPTION,
    f"caption{REST}": Role.CAPTION_REST,
    "furniture": Role.FURNITURE,
    "paragraph": Role.SINGLE,
    f"paragraph{REST}": Role.SINGLE,
}
"""The role of lines by what they were ruled to be. Other prose is left to `label`, which is told where a paragraph begins."""
_KINDS = {
    Role.FURNITURE: (Role.TURN,),
    Role.BYLINE: (Role.NAMES, Role.CREDIT, Role.CLOSING),
    Role.SINGLE: (Role.SIGNATURE,),
}
"""The roles that editors do not tell from these."""


def emend(text: Text, desk: Desk, source: str) -> Text:
    """The page with its misprints put right.

    Raises:
        RulingError: a misprint does not stand on its line, or twice.
    """
    lines = SourceLines(source)
    for ruling in desk.of("emend"):
        _expect(ruling, source, lines)
        start, end = lines.span(ruling.first)
        first, last = (_position(text, start), len(text) if end is None else _position(text, end))
        reading, raw = str(text[first:last]), source[start:end]
        if ruling.what not in reading and raw.count(ruling.what) == 1:  # As the dump has it, and not as it is read.
            begin = start + raw.index(ruling.what)
            cuts = [_position(text, begin), _position(text, begin + len(ruling.what))]
        else:
            at = first + _only(reading, ruling)
            cuts = [at, at + len(ruling.what)]
        before, printed, after = text.split_at(cuts)
        text = before + printed.replace(re.compile(".+", re.DOTALL), str(ruling.to), EMENDED) + after
    return text


def rule(lines: Sequence[Line], desk: Desk, seed: Seed) -> list[Line]:
    """The lines as they were cut and moved by rulings, each with what was ruled about it.

    Raises:
        RulingError: a ruling no longer fits the dump.
    """
    out = list(lines)
    if not desk:
        return out
    source = SourceLines(seed.text)
    for ruling in desk.of("cut"):
        _expect(ruling, seed.text, source)
        out = _cut(out, ruling, source)
    for ruling in desk.of("lines", "move", "begin", "unite", "same"):
        _expect(ruling, seed.text, source, [str(out[n].text) for n in _covering(out, ruling, source)] if ruling.part else [])
    for ruling in desk.of("move"):
        out = _move(out, ruling, source)
    for ruling in desk.of("lines"):
        for at in _covering(out, ruling, source):
            _whole_table(out[at], ruling, source)
        out, found = _stretch(out, ruling, source)
        for n, at in enumerate(found):
            role = ruling.what
            if n:
                role = "continues" if role == "begins" else f"{role}{REST}" if f"{role}{REST}" in _VERDICTS else role
            out[at] = replace(out[at], ruled=role)
    for ruling in desk.of("begin", "unite"):
        out = out if ruling.part else _parted(out, ruling.first, source)
        at = _covering(out, ruling, source)[0]
        out[at] = replace(out[at], edge=ruling.act)
    return out


def _whole_table(line: Line, ruling: Ruling, source: SourceLines) -> None:
    """Stop where a ruling is about some rows of a table, which is one line here, or about how a table goes on."""
    numbers = sorted(set(_lines(line.text, source)))
    if line.mark != TABLE or (ruling.what not in ("begins", "continues") and ruling.first <= numbers[0] and numbers[-1] <= ruling.last):
        return
    raise RulingError(
        ruling.place,
        Said(f"第 {numbers[0]}—{numbers[-1]} 行是一个表格，不能拆开裁定", f"lines {numbers[0]} to {numbers[-1]} are one table"),
        Said(f"请写 lines: {numbers[0]}-{numbers[-1]}", f"write lines: {numbers[0]}-{numbers[-1]}"),
    )


def verdicts(lines: Sequence[Line], found: Sequence[Verdict | None]) -> list[Verdict | None]:
    """Verdicts on lines, with those of editors in their place.

    Who rules that a line is what it was found to be says nothing new: it stays of its kind, a jump line or a byline that closes, and is as
    much as before a sign of where articles begin and end.

    Args:
        lines: the lines of the page.
        found: for each line the verdict that it has without rulings, or None.
    """
    below = [*(line.ruled for line in lines[1:]), ""]
    return [
        _verdict(line, verdict, line.ruled.endswith(REST) or after.endswith(REST)) if line.ruled else verdict
        for line, verdict, after in zip(lines, found, below, strict=True)
    ]


def _verdict(line: Line, found: Verdict | None, of_several: bool) -> Verdict | None:
    """What was ruled about a line, which may be one `of_several` of a block; these are all of the same kind."""
    role = _VERDICTS.get(line.ruled)
    if role is None:
        return None
    if found is not None and (found.role == role or (found.role in _KINDS.get(role, ()) and not of_several)):
        return replace(found, because=BECAUSE, doubt="", rival=None)
    return Verdict(role, RULE, BECAUSE)


def obeyed(judged: Sequence[Judged], desk: Desk) -> Sequence[Judged]:
    """The lines as `label` judged them.

    Raises:
        RulingError: a line was to go on from the text or the caption above, and there is none, or it was to begin an article as well.
    """
    captioned = False
    for one in judged:
        line = one.measured.line
        if line.edge == "begin" and (line.ruled == "continues" or line.ruled.endswith(REST)):
            raise RulingError(
                _ruling_of(line, desk).place,
                Said(f"第 {line.number} 行接着上一行，又另起一篇", f"line {line.number} goes on from the one above, and begins an article"),
                Said("请去掉其中的一条", "take one of the two rulings away"),
            )
        if line.ruled == f"caption{REST}" and not captioned and _ruling_of(line, desk).what == line.ruled:
            raise RulingError(
                _ruling_of(line, desk).place,
                Said(f"第 {line.number} 行的上一行不是图片说明", f"the line above line {line.number} is no caption"),
                Said("请先用 move 把它移到那条图片说明之后", "move it behind that caption first (move)"),
            )
        captioned = one.verdict.role in (Role.CAPTION, Role.CAPTION_REST)
        if line.ruled == "continues" and one.begins:
            ruling = _ruling_of(line, desk)
            raise RulingError(
                ruling.place,
                Said(f"第 {line.number} 行上面没有可以相接的正文", f"there is no text above line {line.number} from which it could go on"),
                Said("请先用 move 把这几行移到它们的上文之后", "move the lines behind that text first (move)"),
            )
    return judged


def _ruling_of(line: Line, desk: Desk) -> Ruling:
    """The ruling that says what a line is."""
    return next(ruling for ruling in desk.of("lines") if ruling.first <= line.number <= ruling.last)


def finish(restoration: Restoration, desk: Desk, vocabulary: Vocabulary) -> Restoration:
    """The articles with the parts of their heads that were ruled, and with what was ruled about each.

    Raises:
        RulingError: a ruling no longer fits, or its line is in no article.
    """
    if not desk:
        return restoration
    source = SourceLines(restoration.seed.text)
    articles = list(restoration.articles)
    _seen(articles, restoration, desk)
    for ruling in desk.of("begin", "unite", "field", "same", "confirm"):
        at = article_at(articles, ruling, source) if ruling.first else -1
        if ruling.act == "field" and ruling.what in (*HEAD, "bylines"):
            articles[at] = _with_field(articles[at], ruling, source, vocabulary)
        elif ruling.act == "confirm":
            if not same_words(str(ruling.expect or ""), digest(articles[at])):
                raise unfit(ruling, digest(articles[at]))
            articles[at] = replace(articles[at], level=ruling.what)
            if ruling.what in LEVELS[2:]:
                articles[at] = replace(articles[at], doubts=(), blurred=False, own=None)
    for n, article in enumerate(articles):
        held = _numbers(article, source)
        about = [ruling for ruling in desk.rulings if not ruling.first or not held.isdisjoint(lines_of(ruling))]
        articles[n] = replace(article, rulings=tuple(sorted(about, key=lambda ruling: ruling.first)))
    return replace(restoration, articles=tuple(articles), rulings=desk.rulings)


def _seen(articles: Sequence[Article], restoration: Restoration, desk: Desk) -> None:
    """Stop where what was emended is read nowhere: it was taken for markup."""
    texts = [text for article in articles for text in article.texts()] + [block.text for block in restoration.set_aside]
    read = {piece.start for text in texts for piece in text.pieces if piece.rule == EMENDED and piece.text}
    source = SourceLines(restoration.seed.text)
    for ruling in desk.of("emend"):
        start, end = source.span(ruling.first)
        if not any(start <= at and (end is None or at < end) for at in read):
            raise RulingError(
                ruling.place,
                Said(f"“{ruling.to}”会被当作排版记号，读不出来", f"“{ruling.to}” would be taken for markup"),
                Said("请改用别的写法", "write it in another way"),
            )


def article_at(articles: Sequence[Article], ruling: Ruling, source: SourceLines) -> int:
    """The number of the article that holds the line of a ruling.

    Raises:
        RulingError: none does.
    """
    for n, article in enumerate(articles):
        if ruling.first in _numbers(article, source):
            return n
    raise RulingError(
        ruling.place,
        Said(f"第 {ruling.first} 行不在任何一篇文章里", f"line {ruling.first} is in no article"),
        Said("请写这一篇里读得到的一行", "name a line that can be read in the article"),
    )


def digest(article: Article) -> str:
    """What a confirmed article is known by: its title, and a sign that changes with anything that is read in it."""
    read = "\n".join([repr((block.kind, str(block.text))) for block in article.blocks])
    head = [str(part) for part in (article.head.kicker, article.head.title, article.head.subtitle)]
    names = [(byline.role, byline.name, byline.credit) for byline in article.bylines]
    return f"{article.title} #{hashlib.sha256(repr((head, names, read)).encode()).hexdigest()[:6]}"


def value(article: Article, field: str) -> str | tuple[str, ...]:
    """What a field of the head of an article says now; empty for nothing.

    Args:
        article: the article.
        field: one of `HEAD`, or `bylines`.
    """
    if field == "bylines":
        return tuple(" ".join(part for part in (one.role, one.name, one.credit) if part) for one in article.bylines)
    return str(getattr(article.head, field) or "")


def _with_field(article: Article, ruling: Ruling, source: SourceLines, vocabulary: Vocabulary) -> Article:
    now = value(article, ruling.what)
    if isinstance(now, tuple):
        expected = ruling.expect if isinstance(ruling.expect, tuple) else (ruling.expect,) if ruling.expect else ()
        fits = list(map("".join, map(str.split, expected))) == list(map("".join, map(str.split, now)))
    else:
        fits = same_words("".join(ruling.expect) if isinstance(ruling.expect, tuple) else ruling.expect or "", now)
    if not fits:
        raise unfit(ruling, now)
    at = source.span(ruling.first)[0]
    if ruling.what == "bylines":
        return replace(article, bylines=_bylines(article, ruling, at, vocabulary))
    printed: Text | None = getattr(article.head, ruling.what)
    text = _reread(printed, str(ruling.to), at)
    head: Head = replace(article.head, **{ruling.what: text})
    settled = About.TITLE if ruling.what == "title" else None
    return replace(article, head=head, doubts=tuple(doubt for doubt in article.doubts if doubt.about is not settled))


def _bylines(article: Article, ruling: Ruling, at: int, vocabulary: Vocabulary) -> tuple[Byline, ...]:
    """The bylines that were ruled. What was printed as a byline is read as these, whatever it was taken for."""
    names = ruling.to if isinstance(ruling.to, tuple) else ()
    printed = join([byline.text for byline in article.bylines])
    if printed and not names:
        raise RulingError(
            ruling.place,
            Said("印出来的署名不能这样删去", "a printed byline cannot be removed so"),
            Said("请用 lines 和 role 说明那一行是什么", "say what its line is with lines and role"),
        )
    out = []
    for words in names:
        found = byline_rules.byline(words, vocabulary, bare=True)
        role, name, credit = (found[0].role, found[0].name, found[0].credit) if len(found) == 1 else (None, words, None)
        in_text = not printed and any(name in str(block.text) for block in article.blocks)
        out.append(Byline(role, name, Text(), in_text, credit))
    said = ["".join(part for part in (one.role, one.name, one.credit) if part) for one in out]
    if printed:
        # The account asks of each byline that it says its own text: it is shared out among them.
        parts = _reread(printed, "".join(said), at).split_at([sum(map(len, said[:n])) for n in range(1, len(said))])
        return tuple(replace(byline, text=part) for byline, part in zip(out, parts, strict=True))
    return tuple(byline if byline.in_text else replace(byline, text=supply(text, at, RULE)) for byline, text in zip(out, said, strict=True))


def _reread(printed: Text | None, words: str, at: int) -> Text:
    """Other words for a printed text; supplied where there is none."""
    if not printed:
        return (printed or Text()) + supply(words, at, RULE)
    return printed.replace(re.compile(".+", re.DOTALL), words, RULE)


# Lines of the dump


def _expect(ruling: Ruling, text: str, source: SourceLines, parts: Sequence[str] = ()) -> None:
    """Stop where other words stand on the lines than the ruling says; of a part of a line it may say either."""
    start, _ = source.span(ruling.first)
    _, end = source.span(ruling.last)
    found = " ".join(text[start:end].split())
    expected = "".join(ruling.expect) if isinstance(ruling.expect, tuple) else ruling.expect or ""
    if ruling.expects and not any(same_words(expected, one) for one in (found, *parts)):
        raise unfit(ruling, shown(found))


def _only(reading: str, ruling: Ruling) -> int:
    """Where the words of a ruling stand in a line.

    Raises:
        RulingError: they do not, or twice.
    """
    times = reading.count(ruling.what)
    if times != 1:
        line = " ".join(reading.split())
        wrong = (
            Said(f"这一行里有 {times} 处“{ruling.what}”", f"“{ruling.what}” stands {times} times in this line")
            if times
            else Said(f"这一行里没有“{ruling.what}”，只有“{line}”", f"there is no “{ruling.what}” in this line, which is “{line}”")
        )
        raise RulingError(
            ruling.place,
            wrong,
            Said("请把前后的字也写上，或者核对行号", "write more of the words around it, or look at the number of the line"),
        )
    return reading.index(ruling.what)


def _cut(lines: list[Line], ruling: Ruling, source: SourceLines) -> list[Line]:
    found = _covering(lines, ruling, source)
    holding = [n for n in found if ruling.what in str(lines[n].text)]
    n = holding[0] if len(holding) == 1 else found[0]
    line = lines[n]
    at = _only(str(line.text), ruling)
    above, below = line.text.split_at([at])
    if not at:
        return lines
    parts = (replace(line, text=above.strip(SPACES, "margin")), Line(below.strip(SPACES, "margin"), line.number))
    return [*lines[:n], *parts, *lines[n + 1 :]]


def _move(lines: list[Line], ruling: Ruling, source: SourceLines) -> list[Line]:
    lines, found = _stretch(lines, ruling, source)
    moved = [lines[n] for n in found]
    rest = [line for n, line in enumerate(lines) if n not in found]
    target = replace(ruling, first=ruling.other, last=ruling.other, part=0)
    rest, behind = _stretch(rest, target, source)
    at = behind[-1] + 1
    return [*rest[:at], *moved, *rest[at:]]


def _stretch(lines: list[Line], ruling: Ruling, source: SourceLines) -> tuple[list[Line], list[int]]:
    """The lines, cut so that those of a ruling stand by themselves, and the numbers of these."""
    if ruling.part:
        return lines, _covering(lines, ruling, source)
    lines = _parted(lines, ruling.first, source)
    if ruling.last < source.count():
        lines = _parted(lines, ruling.last + 1, source)
    return lines, _covering(lines, ruling, source)


def _parted(lines: list[Line], number: int, source: SourceLines) -> list[Line]:
    """The lines, with a new one where a line of the dump begins that was joined to the one above it."""
    start, end = source.span(number)
    for n, line in enumerate(lines):
        pieces = [piece for piece in line.text.pieces if piece.text]
        if pieces and pieces[0].start < start and any(start <= piece.start and (end is None or piece.start < end) for piece in pieces):
            above, below = line.text.split_at([_position(line.text, start)])
            return [*lines[:n], replace(line, text=above), Line(below, number), *lines[n + 1 :]]
    return lines


def _covering(lines: Sequence[Line], ruling: Ruling, source: SourceLines) -> list[int]:
    """The lines in which something of the lines of a ruling can be read.

    Raises:
        RulingError: nothing can.
    """
    start, _ = source.span(ruling.first)
    _, end = source.span(ruling.last)
    found = [
        n
        for n, line in enumerate(lines)
        if any(piece.text and start <= piece.start and (end is None or piece.start < end) for piece in line.text.pieces)
    ]
    if not found:
        raise RulingError(
            ruling.place,
            Said(f"第 {ruling.first} 行没有可读的文字", f"there is nothing to read on line {ruling.first}"),
            Said("请核对行号", "look at the number of the line"),
        )
    if ruling.part > len(found):
        raise RulingError(
            ruling.place,
            Said(f"第 {ruling.first} 行只有 {len(found)} 部分", f"line {ruling.first} has only {len(found)} parts"),
            Said("请看原始文本页面上这一行的分段，或者先用 cut 断行", "look at the line on the page of the raw text, or cut it first"),
        )
    return [found[ruling.part - 1]] if ruling.part else found


def _position(text: Text, offset: int) -> int:
    """Where in a reading the character of the dump at an offset stands, or the next one."""
    at = 0
    for piece in text.pieces:
        if piece.text and piece.start >= offset:
            return at
        if piece.text and piece.end > offset:
            return at + (offset - piece.start if len(piece.text) == piece.end - piece.start else len(piece.text))
        at += len(piece.text)
    return at


def _numbers(article: Article, source: SourceLines) -> set[int]:
    """The lines of the dump that can be read in an article."""
    return {number for text in article.texts() for number in _lines(text, source)}


def _lines(text: Text, source: SourceLines) -> Iterator[int]:
    for piece in text.pieces:
        if piece.text and piece.start < piece.end:
            yield from range(source.number(piece.start), source.number(piece.end - 1) + 1)
