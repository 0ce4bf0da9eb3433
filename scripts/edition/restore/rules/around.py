"""What stands around a text and is told by where it stands: lists of links, readers' comments, and notices of rights and liability."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise, takewhile

from edition.layout import ends_sentence
from edition.model import Furniture, Line, Role, Verdict
from edition.restore.page import CUT_SHORT
from edition.restore.rules import captions
from edition.restore.rules.bylines import opens
from edition.vocabulary import HAN, Row, Vocabulary, squeeze, union

LONGEST_LINK = 40
"""The longest link of a list, in characters."""
MOST_LINES = 5
"""The most lines over which a notice can run."""
_LINKED = re.compile(r"^(?:[·•■◆●○▪>»*-]|\d{1,2}(?:[.、．]|(?=[^\d年月日])))|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}$|^\d{1,2}$")
"""Matches a link with a sign or a number before it, or a day behind it. The day with which a title begins (12月5日，…) is no number."""
_SIGN = re.compile(r"^(?:[·•■◆●○▪>»*-]+|\d{1,2}[.、．])")
_CUT_OFF = re.compile(r"[.…]{2,}$|…$")
SHORTEST_TITLE = 4
"""The shortest title that counts as printed again, in characters."""
REPEATED = 2
"""The fewest titles that stand together above the texts and are printed again there, where no head says that they are a list."""
_PAGES = re.compile("(?:版面|版次|版序)(?:导航|導航|目录|目錄|列表)|本期(?:版面|导航)")
_PAGE = re.compile(rf"第?[A-Z]?\d{{1,2}}版[:：]?[{HAN}·]{{0,8}}")
"""Matches an entry of the list of an issue's pages: 第A01版：头版."""
_SENTENCE = re.compile(r"[。；]|[，,].*[，,]")
ITEMS = 2
"""The fewest items with one mark, where more speaks for them; otherwise there must be more."""
ITEM_MARKS = "▲△▶►▷▼▽"
"""The marks of captions that items have as well."""
LONGEST_HEAD = 20
"""The longest title above or below items, in characters."""
_HEADED = re.compile(rf"^[{ITEM_MARKS}]\s?[{HAN}]{{2,8}}\s[^\s]{{8,}}")
"""Matches an item that begins with its heading or its place: ▲南京 外部定今晚發表宣言."""
_CREDITED = re.compile(r"[摄攝影][）)]?$|[摄攝][。）)]|供[图圖]|[图圖]片|^.[图圖][为為]|資料|资料")
_WHOLE = re.compile(r"[。！？…][”’」』]?[）)]?$|[電电][）)]$")
_POINTED = re.compile(r"[，。；：、]")
GUIDED = 2
"""The fewest lines of a guide below its head."""
GUIDED_ALONE = 3
"""The fewest lines of a guide without a head."""
SHORT_NEWS = 2
"""The fewest items of short news below their title."""
_GUIDE = re.compile(r"[【\[■◆●]?(?:今日|本期|内容|要闻|新闻|本报)?(?:导读|看点|提要|速览|要目|目录)[】\]>》:：]*")
_GUIDED = re.compile(r"[^。，；！？]{4,30}(?<!第)[（(/／·…—.>→]*(?:详?见|第)?(?:第?[A-D]?\d{1,2}|第?[一二三四五六七八九十]{1,2})版[）)]?")
_GUIDED_BELOW = re.compile(r"[■●◆▲★□○][^。！？]{4,40}")
"""Matches an item of a guide that says the page only at its end."""
_SHORT_NEWS = re.compile(
    r"[■◆●【\[]?(?:一句话(?:新闻|播报|资讯)?|(?:新闻|本地|县域|城乡|基层|农业|社会)?(?:简讯|短讯|快讯|短波|速递|简报|速览|集纳|点击))[】\]]?"
)
_VOID = re.compile(r"声明作废|特此声明|聲明作廢")
"""Matches what a small notice declares: ▲李平遗失身份证，声明作废."""
_BOOK = re.compile(r"^[·•\d.、]*《[^》]+》")
_OF_READERS = re.compile(r"^(?:回复|回覆|赞|顶|踩|举报|\d+楼|沙发|板凳)|(?:回复|回覆)$|\d{1,2}:\d{2}|IP属地|网友|網友")
"""Matches what stands beside a reader's comment: who wrote it, and when."""

Verdicts = list[Verdict | None]


def lists(page: Sequence[Line], verdicts: Verdicts, vocabulary: Vocabulary) -> None:
    """Judge the lists of links and the comments below a text: from their head to the end of the page or to the next line of furniture."""
    heads = [row for row in vocabulary.furniture if row.where == "head"]
    plain = [squeeze(str(line.text)) for line in page]
    for at in range(1, len(page)):
        row = next((row for row in heads if row.pattern.fullmatch(plain[at])), None) if _free(verdicts[at]) else None
        if row is None or not any(not _is_furniture(verdicts[n]) and ends_sentence(plain[n]) for n in range(at)):
            continue
        end = _end_of_comments(at, plain, verdicts) if row.name == Furniture.SITE_COMMENTS else _end_of_list(at, page, plain, verdicts)
        for n in range(at, end):
            verdicts[n] = Verdict(Role.FURNITURE, row.name, "列表的标题" if n == at else "列表中的一行")


def contents(page: Sequence[Line], verdicts: Verdicts, vocabulary: Vocabulary) -> None:
    """Judge the lists that an e-paper prints above the texts: the pages of the issue, and the titles of the page, of which at least one is
    printed again over its text. Without a head, titles are such a list where all of them are printed again, in the same order, with text
    between them."""
    heads = [row for row in vocabulary.furniture if row.where == "head" and row.name == Furniture.SITE_LINKS]
    plain = [squeeze(str(line.text)) for line in page]
    printed = _Printed(plain)
    for at, line in enumerate(plain):
        pages = at + 1
        while pages < len(plain) and _PAGES.fullmatch(line) and _PAGE.fullmatch(plain[pages]):
            pages += 1
        if pages > at + 1 or any(row.pattern.fullmatch(line) for row in heads):
            end = _end_of_titles(at + 1, plain, verdicts)
            again = any(printed.again(title, end) for title in plain[at + 1 : end])
            _list(range(at, end if again else pages if pages > at + 1 else at), verdicts)
    first = next((at for at, verdict in enumerate(verdicts) if not _is_furniture(verdict)), len(page))
    end = _end_of_titles(first, plain, verdicts)
    titles = [printed.again(title, end) for title in plain[first:end]]
    if len(titles) >= REPEATED and all(titles) and all(a + 1 < b for a, b in pairwise(titles)):
        _list(range(first, end), verdicts)


def _list(lines: Sequence[int], verdicts: Verdicts) -> None:
    for n in lines:
        verdicts[n] = Verdict(Role.FURNITURE, Furniture.SITE_LINKS, "版面或标题的目录")


def _end_of_titles(begin: int, plain: list[str], verdicts: Verdicts) -> int:
    """The line behind the titles that stand one below the other from a line on: where one of them is printed again, at the latest."""
    end = begin
    # The titles so far, by all that they may begin with on another line; and those that are cut off, by what is left of them.
    beginnings, cut_off = set[str](), set[str]()
    while end < len(plain) and (_PAGE.fullmatch(plain[end]) or (not _is_furniture(verdicts[end]) and _is_link(end, plain, verdicts))):
        line = plain[end]
        if line in beginnings or (cut_off and any(line[:size] in cut_off for size in range(SHORTEST_TITLE, len(line) + 1))):
            break
        whole, begin_of_it = _title(line)
        if len(begin_of_it) >= SHORTEST_TITLE:
            beginnings.update(whole[:size] for size in range(SHORTEST_TITLE, len(whole) + 1))
            cut_off.update([begin_of_it] if begin_of_it != whole else [])
        end += 1
    return end


def _title(line: str) -> tuple[str, str]:
    """A title in a list without its sign, and what is left of it where the list cuts it off."""
    whole = _SIGN.sub("", line)
    return whole, _CUT_OFF.sub("", whole)


class _Printed:
    """The lines of a page, to be asked which of them prints a title again. A list may cut a title off, or add its second line."""

    def __init__(self, plain: Sequence[str]) -> None:
        self.places: dict[str, list[int]] = {}
        for n, line in enumerate(plain):
            self.places.setdefault(line, []).append(n)
        self.lines = sorted(self.places)

    def again(self, title: str, end: int) -> int:
        """The first line from `end` on that prints the title again, counted from one; 0 if none does."""
        whole, begin = _title(title)
        if len(begin) < SHORTEST_TITLE:
            return 0
        alike = [whole[:size] for size in range(SHORTEST_TITLE, len(whole) + 1)]
        if begin != whole:
            at = bisect_left(self.lines, begin)
            alike += takewhile(lambda line: line.startswith(begin), (self.lines[n] for n in range(at, len(self.lines))))
        found = (places[n] for line in alike if (places := self.places.get(line)) and (n := bisect_left(places, end)) < len(places))
        return min(found, default=end - 1) - end + 1


def guide(plain: Sequence[str], verdicts: Verdicts) -> None:
    """Judge the guide to the other pages (导读): lines below each other that end with the number of a page, and the head above them. Below
    a head, items with a mark can say the page once, behind the last one."""
    at = 0
    while at < len(plain):
        end = at
        headed = at > 0 and bool(_GUIDE.fullmatch(plain[at - 1]))
        while (
            end < len(plain)
            and not _taken(verdicts[end])
            and (_GUIDED.fullmatch(plain[end]) or (headed and _GUIDED_BELOW.match(plain[end])))
        ):
            end += 1
        if end > at and not _GUIDED.fullmatch(plain[end - 1]):
            end = at
        if end - at >= (GUIDED if headed else GUIDED_ALONE):
            for n in range(at - headed, end):
                verdicts[n] = Verdict(Role.FURNITURE, Furniture.GUIDE, "他版文章的导读")
        at = end + 1


def short_news(plain: Sequence[str], verdicts: Verdicts, vocabulary: Vocabulary) -> None:
    """Take back the captions that are short news (一句话新闻 / ▲… / ▲…): their marks are those of points. Such lines stand together below
    the title of short news, or most of them are signed or declare something void, as no captions are."""
    marks = [row.pattern for row in vocabulary.captions if row.name == "caption-mark"]
    at = 0
    while at < len(plain):
        begin, items, signed = at, list[int](), 0
        while at < len(plain) and (_is_caption(verdicts[at]) or (items and _is_closing(verdicts[at]))):
            if _is_closing(verdicts[at]):
                signed += items[-1] == at - 1
            elif any(mark.match(plain[at]) for mark in marks):
                items.append(at)
                signed += bool(_VOID.search(plain[at]))
            else:
                break
            at += 1
        titled = begin > 0 and not _taken(verdicts[begin - 1]) and bool(_SHORT_NEWS.fullmatch(plain[begin - 1]))
        if len(items) >= SHORT_NEWS and (titled or 2 * signed > len(items)):
            for n in items:
                verdicts[n] = Verdict(Role.SINGLE, "short-news", "短讯中的一条")
        at = max(at, begin + 1)


def items(page: Sequence[str], gaps: Sequence[int], verdicts: Verdicts) -> None:
    """Take back the captions that are items of a text: news in brief, telegrams. They have one mark, follow each other, and no text stands
    beside them; they are three, or begin with a heading of their own or a place (▲南京 外部…), or each goes on over the next lines."""
    at = 0
    while at < len(page):
        blocks, at = _marked_blocks(at, page, gaps, verdicts)
        if len(blocks) < ITEMS or not _parts_nothing(blocks[0][0], at, page, verdicts):
            continue
        text = ["".join(page[begin:end]) for begin, end in blocks]
        headed = sum(bool(_HEADED.match(page[begin])) for begin, _ in blocks)
        long_ = all(end - begin > 1 and len(one) > captions.LONGEST for (begin, end), one in zip(blocks, text, strict=True))
        shown = sum(captions.describes(squeeze(one[1:])) for one in text)
        many = len(blocks) > ITEMS
        if 2 * shown < len(blocks) and not any(map(_CREDITED.search, text)) and (headed >= ITEMS or long_ or many):
            for begin, end in blocks:
                verdicts[begin] = None if end - begin > 1 else Verdict(Role.SINGLE, "short-news", "短讯中的一条")
            above = blocks[0][0] - 1
            if above >= 0 and verdicts[above] is None:
                verdicts[above] = Verdict(Role.DISPLAY, "display", "其下是逐条的短讯")


def _marked_blocks(at: int, page: Sequence[str], gaps: Sequence[int], verdicts: Verdicts) -> tuple[list[tuple[int, int]], int]:
    """The captions with the mark of a line and with what goes on from them, one right below the other; and the line behind them."""
    mark = page[at][:1]
    blocks: list[tuple[int, int]] = []
    while at < len(page) and _is_caption(verdicts[at]) and mark in ITEM_MARKS and page[at].startswith(mark):
        begin = at
        at += 1
        while at < len(page) and verdicts[at] is None and not gaps[at] and not _WHOLE.search(page[at - 1]):
            at += 1
        blocks.append((begin, at))
        while at < len(page) and _is_closing(verdicts[at]):
            at += 1
    if not blocks:
        return [], at + 1
    begin, end = blocks[-1]
    longest = max((end - begin for begin, end in blocks[:-1]), default=end - begin)
    if end - begin > longest and not all(_WHOLE.search(page[end - 1]) for _, end in blocks):
        # Nothing shows where the last one ends, or they end without a stop: another title may stand below it.
        at = blocks[-1][0] + longest
        blocks[-1] = (begin, at)
    return blocks, at


def _parts_nothing(begin: int, end: int, page: Sequence[str], verdicts: Verdicts) -> bool:
    """Whether no text stands right above and below some lines, which they would part: only a title, a name, furniture."""
    beside = [n for n in (begin - 1, end) if 0 <= n < len(page)]
    above = page[begin - 2] if begin > 1 and verdicts[begin - 2] is None else ""
    if above and not ends_sentence(above) and abs(len(above) - len(page[begin - 1])) <= len("缩进"):
        return False  # Two lines of a column, the sentence open.
    return all(_taken(verdicts[n]) or (not _POINTED.search(page[n]) and len(page[n]) <= LONGEST_HEAD) for n in beside)


def _is_closing(verdict: Verdict | None) -> bool:
    return verdict is not None and verdict.role == Role.CLOSING


def sure_notices(plain: Sequence[str], verdicts: Verdicts, vocabulary: Vocabulary) -> None:
    """Judge the notices that are sure by their words, wherever they stand and however long they are."""
    sure = union(row.pattern for row in vocabulary.furniture if row.where == "anywhere" and row.name == Furniture.SITE_NOTICE)
    for n, line in enumerate(plain):
        if not _taken(verdicts[n]) and sure.fullmatch(line):
            verdicts[n] = Verdict(Role.FURNITURE, Furniture.SITE_NOTICE, "网站的声明")


def notices(plain: list[str], verdicts: Verdicts, vocabulary: Vocabulary) -> None:
    """Judge the notices below a text: together they begin below the end of a sentence, and end above furniture."""
    rows = [row for row in vocabulary.furniture if row.where == "below"]
    end = len(plain)
    while end > 1:
        begin = end
        while begin > 1 and (above := _notice_above(begin, plain, verdicts, rows)) < begin:
            begin = above
        if begin < end and (_is_furniture(verdicts[begin - 1]) or ends_sentence(plain[begin - 1])):
            for n in range(begin, end):
                verdicts[n] = Verdict(Role.FURNITURE, Furniture.SITE_NOTICE, "正文之下的声明")
        end = begin - 1
        while end > 1 and not _is_furniture(verdicts[end]):
            end -= 1


def _end_of_list(at: int, page: Sequence[Line], plain: list[str], verdicts: Verdicts) -> int:
    """The line behind a list of links with its head at a line; that line itself if none follows."""
    end = at + 1
    while end < len(plain) and _is_link(end, plain, verdicts):
        end += 1
    if _ends(end, verdicts):
        return end if end > at + 1 or at + 1 == len(plain) or _of_site(verdicts[at - 1]) else at
    # A text follows, and its title may be among the lines: the list ends with its marked lines, or above a blank line.
    marked = at + 1
    while marked < end and (_LINKED.search(plain[marked]) or CUT_SHORT.search(plain[marked])):
        marked += 1
    if marked > at + 1:
        return marked
    gaps = [n for n in range(at + 2, end) if page[n].gap]
    return gaps[-1] if gaps and not any(page[n].gap for n in range(at + 1, gaps[0])) else at


def _end_of_comments(at: int, plain: list[str], verdicts: Verdicts) -> int:
    """The line behind readers' comments; their head itself where nothing shows that a site prints them."""
    end = at + 1
    while end < len(plain) and not (_is_page_line(verdicts[end]) or opens(plain[end])):
        end += 1
    rest = plain[at + 1 : end]
    shown = plain[at][-1] in "）)条" or any(map(_of_site, verdicts[at + 1 : end])) or _of_site(verdicts[at - 1])
    if sum(map(len, rest)) > sum(map(len, plain[:at])) and not any(map(_OF_READERS.search, rest)):
        shown = False  # The word is a button above the text.
    return end if not rest or shown or sum(bool(_OF_READERS.search(line)) for line in rest) > 1 else at


def _notice_above(end: int, plain: list[str], verdicts: Verdicts, rows: list[Row]) -> int:
    """The line with which the notice begins that ends above a line; that line itself if there is none."""
    text = ""
    for n in range(end - 1, max(0, end - 1 - MOST_LINES), -1):
        if _taken(verdicts[n]):
            break
        text = plain[n] + text
        if any(row.pattern.fullmatch(text) for row in rows):
            return n
    return end


def _is_link(at: int, plain: list[str], verdicts: Verdicts) -> bool:
    """Whether a line can be a link of a list: short, and no sentence; or the beginning of a text, cut short."""
    verdict = verdicts[at]
    if _is_page_line(verdict) or (verdict is not None and verdict.role in (Role.BYLINE, Role.TABLE)):
        return False
    line = plain[at]
    return (
        _of_site(verdict)
        or bool(CUT_SHORT.search(line))
        or not (len(line) > LONGEST_LINK or _SENTENCE.search(line) or opens(line) or _BOOK.match(line))
    )


def _ends(at: int, verdicts: Verdicts) -> bool:
    return at >= len(verdicts) or _is_furniture(verdicts[at])


def _is_furniture(verdict: Verdict | None) -> bool:
    return verdict is not None and verdict.role == Role.FURNITURE


def _is_caption(verdict: Verdict | None) -> bool:
    return verdict is not None and verdict.role == Role.CAPTION


def _of_site(verdict: Verdict | None) -> bool:
    kind = verdict.furniture if verdict is not None else None
    return kind is not None and (kind.of_site or kind == Furniture.DAY)


def _is_page_line(verdict: Verdict | None) -> bool:
    """Whether a line is furniture of the printed page, which begins something else."""
    return _is_furniture(verdict) and not _of_site(verdict)


def _free(verdict: Verdict | None) -> bool:
    """Whether a line can head a list: it is text, or a button of that name."""
    return not _taken(verdict) or _of_site(verdict)


def _taken(verdict: Verdict | None) -> bool:
    """Whether a line has a verdict that says that it is no text of its own."""
    return verdict is not None and verdict.role not in (Role.DISPLAY, Role.CAPTION, Role.SINGLE)
