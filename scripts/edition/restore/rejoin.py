"""Joins lines that stand cut in the dump: printed lines that an extractor cut where the font changes (before a quotation mark or a digit it
began a new line), the mark of a caption and its caption, a large first letter and its text, a byline whose last name goes on on the next
line, and the names of a list below their label."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from edition.days import only_a_day
from edition.layout import INDENT, SLACK, ends_sentence, goes_on, usual_gap
from edition.model import Line
from edition.restore.rules import furniture
from edition.restore.rules.bylines import REPORTS, byline, closing, marked
from edition.restore.rules.rolls import row
from edition.trace import supply
from edition.vocabulary import HAN, Vocabulary, squeeze

AROUND = 8
"""How many lines before and after a line are looked at. Their commonest width is the measure."""
ENOUGH = 4
"""The fewest lines of that width. Fewer can have one width by chance."""
NARROWEST = 10
"""Width of the narrowest printed column, in columns: a Han character takes two."""
LONG = 10
"""The fewest characters of a line below a large first letter."""
NARROW = 12
"""The longest line of a byline in a narrow column, in characters."""
MOST = 4
"""The most parts of one printed line."""
_CHANGE = re.compile(r"^[“‘”’0-9]")
_CLOSES = re.compile(r"^[”’]")
_LETTER = re.compile(f"[{HAN}]")
"""Matches a first letter that is set larger than its text and stands on a line of its own."""
_LONE_MARK = re.compile(r"^[►▶▷▲△▼▽◀◄◁]+$")
"""Matches a line that is nothing but the mark of a caption."""
ITEMS = 2
"""The fewest items that show how a column is printed."""
_ITEM = re.compile(rf"^[▲△▶►][ \u3000]?[{HAN}]{{2,8}}[ \u3000][{HAN}]{{6,}}$")
"""Matches the first line of an item that has a heading of its own, and no punctuation."""
_UNPOINTED = re.compile(rf"^[{HAN}]+[。）]?$")
_OPENS = re.compile(r"^本报讯")
_DATELINE = re.compile(r"[【〔［\[]本[报報][讯訊][】〕］\]]\n.|本[报報][讯訊]\n[（(]")
"""Matches a dateline that stands alone on its line, and the first character of the next line."""
_REST = re.compile(rf"^[{HAN}]{{1,3}}$|^[^（()，。]{{1,24}}[）)]$")
"""Matches what can be the rest of a name, or of names in brackets."""
_IMPRINT = re.compile(
    rf"(?:[{HAN}][:：]\n(?:[\d—–-]{{3,14}}号?|[{HAN}]{{2,4}})|[{HAN}][:：][\d—–-]+\n[\d—–-]{{0,14}}号?|第\n\d{{1,6}}期?"
    rf"|(?:[{HAN}]刊号|邮发代号)\n[A-Z]{{0,2}}[\d—–/-]{{3,14}})$"
)
"""Matches two lines of which the first one ends with a label or inside the number behind it, and the second one is the rest."""
_YEAR = re.compile(r"(?:\d{4}|[一二][〇○零一二三四五六七八九]{3})年(?:\d{1,2}月)?")
"""Matches the beginning of a day, alone on its line."""
_AT_LABEL = re.compile(r"[:：第号\d—–-]")
"""Matches the last character of such a first line."""


def rejoin(page: list[Line], vocabulary: Vocabulary) -> list[Line]:
    """The lines of the page, with the parts of each printed line joined, the mark of a caption with its caption, a large first letter with
    its text, the rest of a name with its byline, the names of a list with their label, and the lines of each item of a column without
    punctuation."""
    page = _imprints(_initials(_opened(_marked(page)), vocabulary), vocabulary)
    return _rejoined(_items(_listed(_signed(page, vocabulary), vocabulary)))


def _listed(page: list[Line], vocabulary: Vocabulary) -> list[Line]:
    """The lines of the page. Names go on below a row of names with a label (柳河镇：周 敏 吴小满)."""
    usual = usual_gap(page)
    out: list[Line] = []
    labelled = False
    for line in page:
        kind = row(str(line.text), vocabulary) if line.gap <= usual else ""
        if labelled and kind == "names":
            blank = supply(" ", line.text.begin, "list-space")
            out[-1] = replace(out[-1], text=out[-1].text + blank + line.text)
        else:
            labelled = kind == "labelled"
            out.append(line)
    return out


def _initials(page: list[Line], vocabulary: Vocabulary) -> list[Line]:
    """The lines of the page. The first character of a text that is set so large that it stands on a line of its own begins the next line,
    if the two make a word. Characters one below the other are a title set from top to bottom."""
    plain = [squeeze(str(line.text)) for line in page]
    out: list[Line] = []
    for n, line in enumerate(page):
        letter = n > 0 and len(plain[n]) >= LONG and not line.gap and not line.mark and _LETTER.fullmatch(plain[n - 1])
        alone = letter and (n < 2 or (len(plain[n - 2]) > 1 and (page[n - 1].gap or not _is_open(plain[n - 2]))))
        if alone and goes_on(plain[n - 1], plain[n], vocabulary.lexicon):
            out[-1] = replace(out[-1], text=out[-1].text + line.text)
        else:
            out.append(line)
    return out


def _opened(page: list[Line]) -> list[Line]:
    """The lines of the page. A dateline that stands alone begins the text of the next line. It ends with a colon (本报记者张三报道：),
    is in brackets (【本报讯】), or has the reporter in brackets behind it."""
    out: list[Line] = []
    for line in page:
        above = str(out[-1].text) if out and not line.mark else ""
        if above and (REPORTS.fullmatch(above) or _DATELINE.fullmatch(f"{above}\n{str(line.text)[:1]}")):
            out[-1] = replace(out[-1], text=out[-1].text + line.text)
        else:
            out.append(line)
    return out


def _imprints(page: list[Line], vocabulary: Vocabulary) -> list[Line]:
    """The lines of the page. A number or name that did not fit on a line of the imprint goes on there: 邮编：/460665, 校对：/李平; so does
    the day below its year: 2019年/6月20日."""
    usual = usual_gap(page)
    out: list[Line] = []
    for line in page:
        above, rest = str(out[-1].text) if out and line.gap <= usual and not line.mark else "", str(line.text)
        day = _YEAR.fullmatch(above.strip()) and only_a_day(above.strip() + rest.strip())
        if day or (_AT_LABEL.match(above[-1:]) and _IMPRINT.search(f"{above}\n{rest}") and furniture.furniture(above + rest, vocabulary)):
            out[-1] = replace(out[-1], text=out[-1].text + line.text)
        else:
            out.append(line)
    return out


def _is_open(plain: str) -> bool:
    """Whether a line is so long, without the end of a sentence, that the next one can go on with it."""
    return len(plain) >= LONG and not ends_sentence(plain)


def _items(page: list[Line]) -> list[Line]:
    """The lines of the page, with the lines of each item joined (▲水災募賑　本縣紳商昨在…) where papers of the Republic printed several of
    them, each with its heading and without punctuation: there only a full line goes on."""
    begins = [n for n, line in enumerate(page) if _ITEM.match(str(line.text))]
    widths = [2 * len(str(line.text)) for line in page]
    measure = max((widths[n] for n in begins), default=0)
    if len(begins) < ITEMS or sum(abs(width - measure) <= SLACK for width in widths) < ITEMS:
        return page
    out: list[Line] = []
    inside = False
    for n, line in enumerate(page):
        follows = inside and not line.gap and not line.mark and abs(widths[n - 1] - measure) <= SLACK and widths[n] <= measure + SLACK
        inside = n in begins or bool(follows and _UNPOINTED.match(str(line.text)))
        if inside and n not in begins:
            out[-1] = replace(out[-1], text=out[-1].text + line.text)
        else:
            out.append(line)
    return out


def _signed(page: list[Line], vocabulary: Vocabulary) -> list[Line]:
    """The lines of the page. A line that begins as a byline, and is one only with the few characters of the next line, or with up to three
    short lines in a narrow column, goes on there."""
    usual = usual_gap(page)
    out: list[Line] = []
    joined = 0
    for n, line in enumerate(page):
        if n < joined:
            out[-1] = replace(out[-1], text=out[-1].text + line.text)
            continue
        joined = _end_of_byline(page, n, usual, vocabulary)
        above = str(out[-1].text) if out else ""
        rest = str(line.text)
        cut = (
            line.gap <= usual
            and marked(above.lstrip("（("), vocabulary)
            and (_cuts_role(above, rest, vocabulary) or (_REST.match(rest) and not byline(above, vocabulary)))
        )
        if cut and (byline(above + rest, vocabulary) or closing(above + rest, vocabulary)):
            out[-1] = replace(out[-1], text=out[-1].text + line.text)
        else:
            out.append(line)
    return out


def _end_of_byline(page: list[Line], n: int, usual: int, vocabulary: Vocabulary) -> int:
    """The number of the line behind a byline that stands on several short lines, the first of which is line `n`; 0 if it is none."""
    reading = str(page[n].text)
    if len(reading) > NARROW or not marked(reading, vocabulary) or byline(reading, vocabulary):
        return 0
    found = 0
    for end in range(n + 1, min(n + MOST, len(page))):
        rest = str(page[end].text)
        if page[end].gap > usual or page[end].mark or len(rest) > NARROW or (marked(rest, vocabulary) and byline(rest, vocabulary)):
            break
        reading += rest
        found = end + 1 if byline(reading, vocabulary) else found
    return found


def _cuts_role(above: str, below: str, vocabulary: Vocabulary) -> bool:
    """Whether the end of a line cuts the word before a name: 通讯/员 黎小妹."""
    words = vocabulary.roles["before"]
    return any(above.endswith(word[:n]) and below.startswith(word[n:]) for word in words for n in range(1, len(word)))


def _marked(page: list[Line]) -> list[Line]:
    """The lines of the page. A mark of captions that stands alone on a line begins the next one."""
    out: list[Line] = []
    for line in page:
        if out and not line.gap and not line.mark and _LONE_MARK.match(squeeze(str(out[-1].text))):
            out[-1] = replace(out[-1], text=out[-1].text + line.text)
        else:
            out.append(line)
    return out


def _rejoined(page: list[Line]) -> list[Line]:
    """The lines of the page, with the parts of each printed line joined.

    All parts but the first begin with a quotation mark or a digit. Together they are as wide as the printed column, or narrower by
    the indent of a first line. tests/cases/rejoin.yml has pages of either kind.
    """
    changes = [n for n in range(1, len(page)) if not page[n].gap and not page[n].mark and _CHANGE.match(str(page[n].text))]
    if not changes:
        return page
    plain = [squeeze(str(line.text)) for line in page]
    widths = [2 * len(text) - len(text.encode("ascii", "ignore")) for text in plain]
    joined: dict[int, int] = {}
    for n in changes:
        if n - 1 in joined or not widths[n - 1] + widths[n] >= ENOUGH:
            continue
        end = _end(n, plain, widths, page)
        if end:
            joined[n - 1] = end
    if not joined:
        return page
    out: list[Line] = []
    at = 0
    while at < len(page):
        end = joined.get(at, at + 1)
        line = page[at]
        for piece in page[at + 1 : end]:
            line = replace(line, text=line.text + piece.text)
        out.append(line)
        at = end
    return out


def _end(n: int, plain: list[str], widths: list[int], page: list[Line]) -> int:
    """The number of the line after the printed line whose second part is line `n`; 0 if `n` is no such part."""
    total = widths[n - 1] + widths[n]
    near = [widths[k] for k in range(max(0, n - AROUND), min(len(plain), n + AROUND + 1)) if k not in (n - 1, n)]
    measure, count = Counter(near).most_common(1)[0] if near else (0, 0)
    if count < ENOUGH or measure < NARROWEST or total > measure + SLACK:
        return 0
    end = n + 1
    while (
        end < min(len(plain), n + MOST - 1) and total + widths[end] <= measure + SLACK and _CHANGE.match(plain[end]) and not page[end].gap
    ):
        total += widths[end]
        end += 1
    if ends_sentence(plain[n - 1]) and not _CLOSES.match(plain[n]):
        return 0
    # After the end of a paragraph, a printed line that is short by the indent is a first line. A heading is not so wide.
    opened = bool(_OPENS.match(plain[n - 1]))
    starts = n < 2 or ends_sentence(plain[n - 2]) or opened
    inside = (
        not starts or opened or plain[n - 1].endswith("：") or (n > 1 and widths[n - 2] >= measure - SLACK and not plain[n][0].isdecimal())
    )
    return end if (starts and SLACK < measure - total <= INDENT) or (inside and abs(total - measure) <= SLACK) else 0
