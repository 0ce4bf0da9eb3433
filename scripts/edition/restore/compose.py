"""Makes an article from a stretch of items: its head, its bylines, and its blocks in reading order."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from statistics import median

from edition.layout import Item, Judged, character_pairs, goes_on, usual_gap
from edition.model import About, Article, Block, Byline, Doubt, Head, Role, Verdict
from edition.restore.articles import Span
from edition.restore.rules import bylines as byline_rules
from edition.restore.rules import letters, titles
from edition.restore.rules.credits import LEFT_OVER, MARKS, Credit
from edition.restore.rules.names import has_length, is_name, is_shaped
from edition.rulings import HEAD
from edition.trace import Text, join, supply
from edition.vocabulary import SPACES, Vocabulary

TRANSITION = 22
"""The longest paragraph that only introduces the conclusion after it, in characters."""
TORN = 2
"""How many blank lines inside sentences make the order of an article's lines doubtful. Those over which a word goes on are not counted."""
_CAPTION_MARK = re.compile(r"^[►▶▷▲△▼▽◀◄◁☝↑↓←→⬆⬇]+\s*")
BETWEEN_LINES = "byline-lines"
"""The rule of the blank that joins the lines of a byline while it is read. No article keeps this blank."""
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
"""Matches a character whose shape only one font knows."""
_BLANKS = re.compile(rf"[{SPACES}]+")


def compose(items: list[Item], span: Span, seed_name: str, vocabulary: Vocabulary) -> Article:
    """The article that the items of a span make."""
    told = frozenset().union(*(character_pairs(item.plain) for item in items[span.start : span.end] if item.role == Role.PARAGRAPH))
    head_items, after_head = _head_lines(items, span, told, vocabulary)
    head_items = _with_ruled([items[n] for n in span.borrowed] or head_items, items[span.start : span.end])
    in_head = {id(item) for item in head_items} | {id(items[n]) for n in span.lent}
    names: list[Byline] = []
    blocks: list[Block] = []
    aside: list[Block] = []
    doubts = list(span.doubts)
    order = _reading_order(items[span.start : span.end], doubts)
    lines = _byline_lines(order, in_head, vocabulary)
    early: list[Item] = []
    for item in order:
        if id(item) in in_head or (item.role == Role.BYLINE and id(item) not in lines):
            continue
        if item.kind == Role.CREDIT:
            if names:
                names[-1] = _credited(names[-1], item, names[-1].text + item.text)
            else:
                early.append(item)
        elif item.role in (Role.BYLINE, Role.CLOSING):
            names.extend(_names(lines.get(id(item), item.text), item, doubts, vocabulary))
        elif item.role == Role.DISPLAY and _is_bare_name(item, span, items, after_head, told, vocabulary):
            names.append(_unread(item.text, vocabulary))
        elif item.role in (Role.DISPLAY, Role.HEADING):
            blocks.append(Block(item.text, replace(item.lines[0].verdict, role=Role.HEADING)))
        elif item.role == Role.CAPTION:
            blocks.append(Block(item.text.replace(_CAPTION_MARK, "", "caption-mark"), item.lines[0].verdict))
        elif item.role == Role.TABLE:
            blocks.append(Block(item.text, item.lines[0].verdict))
        elif item.role == Role.FURNITURE:
            aside.append(Block(item.text, item.lines[0].verdict))
        else:
            blocks.append(Block(item.text, Verdict(Role.PARAGRAPH, "prose", _because(item), item.doubt, _rival(item))))
    for item in early:
        if names:
            names[0] = _credited(names[0], item, item.text + names[0].text)
        else:
            aside.append(Block(item.text, item.lines[0].verdict))
    names.extend(_of_datelines(blocks, names, vocabulary))
    doubts.extend(_doubts(order, vocabulary))
    made = Article(seed_name, _head(head_items), tuple(names), tuple(blocks), tuple(aside))
    return replace(made, doubts=tuple(doubts), blurred=span.blurred, own=0 if _woven(order) else _own(blocks))


def _with_ruled(head: list[Item], items: list[Item]) -> list[Item]:
    """The lines of a head, with those that an editor ruled to be of it, in the order in which they stand."""
    wanted = {id(item) for item in head} | {id(item) for item in items if _part(item)}
    lines = [item for item in items if id(item) in wanted]
    return lines if any(map(_part, lines)) else head


def _part(item: Item) -> str:
    """The part of a head that an editor ruled a line to be; empty where nobody did."""
    ruled = item.lines[0].measured.line.ruled
    return ruled if ruled in HEAD else ""


def _head(lines: list[Item]) -> Head:
    """The head that the lines make. Where an editor ruled which line is the title, those above it are the kicker and those below it the
    subtitle; else the lines about which nothing was ruled are read as a head without the others."""
    ruled = {part: [item for item in lines if _part(item) == part] for part in HEAD}
    if not any(ruled.values()):
        return titles.head(lines)
    rest = [item for item in lines if not _part(item)]
    if ruled["title"]:
        first = lines.index(ruled["title"][0])
        above, below = ([item for item in part if not _part(item)] for part in (lines[:first], lines[first:]))
        kicker = [item for item in lines if item in above or item in ruled["kicker"]]
        subtitle = [item for item in lines if item in below or item in ruled["subtitle"]]
        return titles.head_of(kicker, ruled["title"], subtitle)
    found = titles.head(rest)
    made = titles.head_of(ruled["kicker"], [], ruled["subtitle"])
    return titles.over(found, made)


def _of_datelines(blocks: list[Block], names: list[Byline], vocabulary: Vocabulary) -> list[Byline]:
    """Who is named in the dateline of an article's first paragraph, and in those of other items of short news, beside the `names` that are
    printed by themselves."""
    known = {byline.name for byline in names if byline.role in ("作者", "撰稿")}
    said = {(byline.role, byline.name) for byline in names}
    out: list[Byline] = []
    paragraphs = [block for block in blocks if block.kind == Role.PARAGRAPH and block.text.begin >= 0]
    for n, block in enumerate(paragraphs):
        begin = str(block.text)[:80]
        if n and begin[:1] not in MARKS:
            continue
        for credit in byline_rules.dateline(begin, vocabulary)[1]:
            if credit.name not in known and (credit.role, credit.name) not in said:
                said.add((credit.role, credit.name))
                out.append(Byline(credit.role, credit.name, Text(), True, credit.credit))
    return out


def _own(blocks: list[Block]) -> int | None:
    """How many of an article's blocks stand above the first line that may be the title of another article: a caption or paragraph that may
    be a title, or a heading that may be none. None where there is no such line."""
    for n, block in enumerate(blocks):
        rival = block.verdict.rival
        if n and (rival == Role.DISPLAY or (rival and block.kind == Role.HEADING)):
            return n
    return None


def _rival(paragraph: Item) -> Role | None:
    """What a paragraph of one line may be instead."""
    return paragraph.lines[0].verdict.rival if len(paragraph.lines) == 1 else None


def _because(paragraph: Item) -> str:
    return f"{len(paragraph.lines)}行相连成段" if len(paragraph.lines) > 1 else "一行成段"


def _doubts(items: list[Item], vocabulary: Vocabulary) -> list[Doubt]:
    """The doubts about the blocks of an article, in Chinese: captions that are guesses, open sentences, columns taken apart."""
    doubts = []
    for item in items:
        number = item.lines[0].measured.line.number
        for judged in item.lines:
            if judged.verdict.doubt:
                line = judged.measured.line.number
                doubts.append(Doubt(f"原文第{line}行：{judged.verdict.doubt}", About.READING, line, _second(judged)))
        if item.doubt:
            doubts.append(Doubt(f"原文第{number}行：{item.doubt}", About.ORDER, number))
        last = item.lines[-1]
        whole = last.measured.ended or last.measured.colon or last.verdict.role in (Role.SINGLE, Role.SIGNATURE)
        if item.role == Role.PARAGRAPH and not whole:
            doubts.append(Doubt(f"原文第{number}行起的一段没有句末标点，可能缺文或错接", About.ORDER, number))
    if _woven(items):
        doubts.append(Doubt("原文里几栏的行交错排列，行的次序由程序判断，请核对", About.ORDER))
    if _torn(items, vocabulary):
        doubts.append(Doubt("原文多处在句中空行，上下行是否相接由程序判断，请核对", About.ORDER))
    doubts.extend(_lost(items))
    if any(piece.rule in ("gutter", "folded-line") for item in items for piece in item.text.pieces):
        doubts.append(Doubt("原文把几栏并成一行，栏的次序由程序判断", About.ORDER))
    return doubts


def _second(judged: Judged) -> str:
    """What a line may be in place of what it was read as, as it would be ruled."""
    rival = judged.verdict.rival
    if rival == Role.PROSE:
        return "begins" if judged.role != Role.PROSE or not judged.begins else "continues"
    return {Role.CAPTION: "caption", Role.DISPLAY: "heading", Role.NAMES: "byline"}.get(rival, "") if rival else ""


def _lost(items: list[Item]) -> list[Doubt]:
    """The doubts about characters that the extractor could not name, in Chinese."""
    out = []
    for words, count in (
        ("以“(cid:…)”代替，已经去掉，可能缺字", sum(p.rule == "unnamed-glyph" for item in items for p in item.text.pieces)),
        ("以□代替", sum(p.rule == "unreadable-glyph" for item in items for p in item.text.pieces)),
        ("没有通用的字形，照原样保留", sum(len(_PRIVATE.findall(str(item.text))) for item in items)),
    ):
        if count:
            out.append(Doubt(f"原文有{count}个字符转换程序没有认出，{words}，请对照原版", About.LOST))
    return out


def _woven(items: list[Item]) -> bool:
    """Whether lines of an article stand in the dump in turn with those of other columns."""
    return any(piece.rule == "woven-line" for item in items for piece in item.text.pieces)


def _torn(items: list[Item], vocabulary: Vocabulary) -> bool:
    """Whether an article's lines may be out of order: blank lines stand inside its sentences, and no word goes on over most of them."""
    lines = [judged.measured.line for item in items for judged in item.lines]
    usual = usual_gap(lines)
    torn = whole = 0
    for item in items:
        for a, b in pairwise(judged.measured for judged in item.lines):
            if item.role == Role.PARAGRAPH and b.line.gap > usual and not a.ended:
                joins = goes_on(a.plain, b.plain, vocabulary.lexicon)
                torn, whole = torn + (not joins), whole + bool(joins)
    return torn >= TORN and torn > whole


def _head_lines(items: list[Item], span: Span, told: frozenset[str], vocabulary: Vocabulary) -> tuple[list[Item], set[int]]:
    """The display lines of the head, and the `id()`s of all other display lines beside it; `told` are the character pairs of the text.

    If the head stands before the body, a display line after the byline is the first heading. A last line is a heading as well if it looks
    like the headings further down.
    """
    run = [item for item in items[span.head[0] : span.head[1]] if item.role in (Role.DISPLAY, Role.BYLINE)]
    lent = {id(items[n]) for n in span.lent}
    display = [item for item in run if item.role == Role.DISPLAY and id(item) not in lent]
    if len(display) < 2:
        return display, set()
    body = [item for item in items[span.start : span.end] if item.role == Role.PARAGRAPH]
    before_body = bool(body) and items.index(body[-1], span.start) >= span.head[1]
    rest: list[Item] = []
    if before_body:
        names_at = next((n for n, item in enumerate(run) if item.role == Role.BYLINE), None)
        if names_at is not None and any(item.role == Role.DISPLAY for item in run[:names_at]):
            rest = [item for item in run[names_at:] if item.role == Role.DISPLAY]
        headings = [item for item in items[span.head[1] : span.end] if item.role == Role.DISPLAY]
        # A quotation alone is no title: the line below it belongs to the head.
        quoted = len(display) == 2 and titles.quotation(display[0].plain)
        if not rest and headings and run[-1] is display[-1] and not quoted and _alike(display[-1], headings):
            rest = [display[-1]]
    signed = any(item.role == Role.BYLINE for item in run)
    names = [] if signed else [item for item in display if item not in rest and _looks_like_name(item, told, vocabulary)]
    unsigned = before_body or not any(item.role in (Role.BYLINE, Role.CLOSING) for item in items[span.start : span.end])
    if not names and not signed and unsigned and not rest and _ends_as_name(display, told, vocabulary):
        names = display[-1:]
    if len(names) < len(display) - len(rest):
        rest.extend(names[:1])
    keep = [item for item in display if item not in rest]
    return keep, {id(item) for item in rest}


def _ends_as_name(display: list[Item], told: frozenset[str], vocabulary: Vocabulary) -> bool:
    """Whether the last line of a head is a pen name: two or three Han characters that do not complete the line before, and of which the
    text has no pair."""
    if display[-2].lines[-1].measured.flush or character_pairs(display[-1].plain) & told:
        return False
    last, before = display[-1].plain, display[-2].plain
    return len(last) <= 3 and is_shaped(last, vocabulary) and not goes_on(before, last, vocabulary.lexicon)


def _alike(line: Item, headings: list[Item]) -> bool:
    """Whether a line looks like the headings: the same markup, and all are quotations or have the same number of parts between blanks and
    about the same length."""
    same_mark = all(line.lines[0].measured.line.mark == item.lines[0].measured.line.mark for item in headings)
    if all(titles.quotation(item.plain) for item in (line, *headings)):
        return same_mark
    halves = {str(item.text).count(" ") for item in headings}
    usual = median(len(item.plain) for item in headings)
    return same_mark and str(line.text).count(" ") in halves and abs(len(line.plain) - usual) <= max(2, 0.25 * usual)


def _looks_like_name(item: Item, told: frozenset[str], vocabulary: Vocabulary) -> bool:
    if item.kind == Role.PEN_NAME:
        return True
    test = has_length if " " in str(item.text) else is_name
    return len(item.plain) <= 3 and test(item.plain, vocabulary) and not character_pairs(item.plain) & told


def _is_bare_name(item: Item, span: Span, items: list[Item], after_head: set[int], told: frozenset[str], vocabulary: Vocabulary) -> bool:
    """Whether a display line that is not in the head is the writer's name. It stands beside the head, before a text whose head follows the
    text, or below the text."""
    if id(item) in after_head:
        return _looks_like_name(item, told, vocabulary) or _ends_as_name([item, item], told, vocabulary)
    at = next((n for n in range(span.start, span.end) if items[n] is item), span.start)
    if item.kind == Role.PEN_NAME and not any(other.role == Role.PARAGRAPH for other in items[at : span.end]):
        return True
    first = next((n for n in range(span.start, span.end) if items[n].role == Role.PARAGRAPH), span.end)
    opening = any(items[n] is item for n in range(span.start, first))
    return opening and (bool(span.borrowed) or span.head[0] >= first) and has_length(item.plain, vocabulary)


def _byline_lines(order: list[Item], in_head: set[int], vocabulary: Vocabulary) -> dict[int, Text]:
    """The text of each byline, by the `id()` of the item with which it begins.

    A byline that ends with a role goes on in the byline below it.
    """
    out: dict[int, Text] = {}
    head: Item | None = None
    for n, item in enumerate(order):
        if item.role != Role.BYLINE or id(item) in in_head:
            head = None
        elif head is None or not byline_rules.open_ended(str(order[n - 1].text), vocabulary):
            head = item
            out[id(item)] = item.text
        else:
            blank = supply(" ", item.text.pieces[0].start, BETWEEN_LINES)
            out[id(head)] = out[id(head)] + blank + item.text
    return out


def _names(text: Text, item: Item, doubts: list[Doubt], vocabulary: Vocabulary) -> list[Byline]:
    reading = str(text)
    found = byline_rules.byline(reading, vocabulary, bare=True) or byline_rules.closing(reading, vocabulary)
    found = found or (letters.sender(reading, vocabulary) if item.role == Role.CLOSING else ())
    # An unreadable character looks like a mark. Before a role word it is a mark; elsewhere it may be a letter of a name.
    lost = any(piece.rule == "unreadable-glyph" and piece.text for piece in text.pieces)
    if not found or (lost and not reading.lstrip(MARKS).lstrip().startswith(vocabulary.roles["before"])):
        return [_unread(text, vocabulary)]
    parts = text.split_at([credit.end for credit in found[:-1]])
    for credit in found:
        if credit.nameless:
            line = item.lines[0].measured.line.number
            doubts.append(Doubt(f"原文第{line}行：署名中“{credit.nameless}”之后没有姓名，可能缺文", About.NAMES, line))
    return [Byline(c.role, c.name, _printed(part, c), False, c.credit) for c, part in zip(found, parts, strict=True)]


def _unread(text: Text, vocabulary: Vocabulary) -> Byline:
    """A byline that is not taken apart: the whole line, without blanks, is the name. Behind a name, 报 says who reports."""
    name = _BLANKS.sub("", str(text))
    reports = len(name) > 2 and name.endswith(("报", "報")) and is_name(name[:-1], vocabulary)
    written = _written(text.replace(_BLANKS, "", "byline-separator"))
    return Byline(None, name[:-1], written, False, name[-1]) if reports else Byline(None, name, written)


def _printed(text: Text, credit: Credit) -> Text:
    """The text of a byline. The separators between role, name and credit are set aside."""
    cuts = [place - credit.start for span in credit.spans for place in span]
    parts = (part if n % 2 else part.replace(LEFT_OVER, "", "byline-separator") for n, part in enumerate(text.split_at(cuts)))
    return _written(join(parts))


def _written(text: Text) -> Text:
    """The text without the blanks that joined its lines, and without other supplied pieces."""
    return Text(piece for piece in text.pieces if piece.rule != BETWEEN_LINES and piece.start < piece.end)


def _credited(byline: Byline, item: Item, text: Text) -> Byline:
    """The byline with the credit of `item`, which stands on a line of its own (`文/图`), added."""
    credit = " ".join(filter(None, (byline.credit, item.plain)))
    return replace(byline, credit=credit, text=text.replace(_BLANKS, "", "byline-separator"))


def _reading_order(items: list[Item], doubts: list[Doubt]) -> list[Item]:
    """The items in reading order. A byline between two sections (a paragraph above it, a heading below) belongs to the end.

    The paragraph before such a byline is the conclusion and moves to the end with it. So does a short paragraph that introduces the
    conclusion.
    """
    stranded = next(
        (
            n
            for n in range(1, len(items) - 1)
            if items[n].role == Role.BYLINE
            and items[n - 1].role == Role.PARAGRAPH
            and items[n + 1].role == Role.DISPLAY
            and _headed(items[:n])
        ),
        None,
    )
    if stranded is None:
        return items
    start = stranded - 1
    if start and items[start - 1].role == Role.PARAGRAPH and len(items[start - 1].plain) <= TRANSITION:
        start -= 1
    doubts.append(Doubt(f"署名夹在两节之间，其前{stranded - start}段作为结语移至文末，请核对", About.NAMES))
    return [*items[:start], *items[stranded + 1 :], *items[start : stranded + 1]]


def _headed(items: list[Item]) -> bool:
    """Whether a heading that is not the first of these items has a paragraph after it."""
    return any(item.role == Role.DISPLAY and any(other.role == Role.PARAGRAPH for other in items[n:]) for n, item in enumerate(items) if n)
