"""Sets articles the way a dump of a newspaper page shows them: the inverse of restoring.

Paragraphs are broken at the width of the column and lose their indent, as in a PDF; between two lines stands a blank line or none. A
picture leaves a hole of several blank lines with its caption below, and interrupts the paragraph in which it stands.

`any_sheet` draws a page, with all that the edition should give back for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from random import Random

INDENT = 2
"""Characters of the indent of a paragraph's first line."""
_NEVER_FIRST = "，。、；：！？”’）》"
_NEVER_LAST = "“‘（《"
_UNBROKEN = re.compile(r"[0-9.%A-Za-z]{2}")
HOLE = "\n" * 3


@dataclass(frozen=True)
class Setting:
    """How an article is set."""

    width: int = 0
    """Characters of a line; 0 where the dump has one paragraph a line."""
    head_behind: bool = False
    """The head stands behind the body (the bylines before it), as where a dump follows the frames of the page."""
    spaced: bool = False
    """The letters of the title are spaced."""
    captions_after: tuple[int, ...] = field(default=())
    """The paragraph after which each caption stands."""
    form: str = "lines"
    """How the names are printed, one of `FORMS`."""
    title_cut: int = 0
    """Characters of the first of two lines of the title; 0 where it stands on one."""
    marked: bool = False
    """A mark stands before each caption."""
    within: int = 0
    """The line of its paragraph behind which a caption stands, or the next one that does not end a sentence; 0 where it stands after
    the paragraph."""
    hole: bool = True
    """The picture left a hole."""
    indented: bool = False
    """The dump kept the indents."""
    pushed: bool = False
    """Where punctuation would begin a line, the character before it goes down with it; otherwise it hangs over the edge."""


@dataclass(frozen=True)
class Story:
    """What is set, and what restoring must give back."""

    title: str
    subtitle: str | None
    bylines: tuple[tuple[str | None, str], ...]
    """Role and name."""
    paragraphs: tuple[str, ...]
    captions: tuple[str, ...] = ()
    kicker: str | None = None
    headings: tuple[tuple[int, str], ...] = ()
    """Each with the paragraph before which it stands."""


FORMS = ("lines", "one line", "square", "photo", "closing", "dateline")
"""`记者 李四` one below the other or in a row, `□ 记者 李四`, `本报记者 王五 文/图`, `（本报记者 周小倩）`,
`本报讯（记者 张三 通讯员 李四）`."""


@dataclass(frozen=True)
class Sheet:
    """A page: articles one below the other, with furniture at its edges."""

    articles: tuple[tuple[Story, Setting], ...]
    top: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()
    tight: bool = False
    """No blank line stands between two lines."""


def broken(paragraph: str, width: int, pushed: bool = False) -> list[str]:
    """The lines of a paragraph; punctuation hangs where it would begin a line.

    >>> broken("今年以来，全镇经济稳步发展。", 7)
    ['今年以来，', '全镇经济稳步发', '展。']
    >>> broken("今年以来全镇经济稳步，发展。", 5, pushed=True)
    ['今年以', '来全镇经济', '稳步，发', '展。']
    """
    if not width:
        return [paragraph]
    lines, at, room = [], 0, 2 * (width - INDENT)
    while at < len(paragraph):
        end = at + 1
        while end < len(paragraph) and columns(paragraph[at : end + 1]) <= room:
            end += 1
        while end < len(paragraph) and not pushed and paragraph[end] in _NEVER_FIRST:
            end += 1
        while at + 1 < end < len(paragraph) and _tied(paragraph[end - 1 : end + 1]):
            end -= 1
        lines.append(paragraph[at:end])
        at, room = end, 2 * width
    return lines


def columns(text: str) -> int:
    """How wide a text is: a Han character and its punctuation take two columns, a figure or letter one.

    >>> columns("12.6万")
    6
    """
    return 2 * len(text) - sum(map(str.isascii, text))


def _tied(pair: str) -> bool:
    """Whether a line may not end between the two characters."""
    return pair[1] in _NEVER_FIRST or pair[0] in _NEVER_LAST or bool(_UNBROKEN.fullmatch(pair))


def typeset(story: Story, setting: Setting) -> str:
    """The dump of a page with that one article."""
    return set_sheet(Sheet(((story, setting),)))


def set_sheet(sheet: Sheet) -> str:
    """The dump of the page."""
    glue = "\n" if sheet.tight else "\n\n"
    lines = [*sheet.top, *(line for story, setting in sheet.articles for line in _article(story, setting, glue)), *sheet.foot]
    return glue.join(lines) + "\n"


def printed_names(story: Story, form: str) -> list[str]:
    """The lines of the names, or for a dateline its words."""
    names = [" ".join(filter(None, byline)) for byline in story.bylines]
    if not names or form == "lines":
        return names
    row = " ".join(names)
    return {
        "one line": [row],
        "square": ["□ " + row],
        "photo": [row + " 文/图"],
        "closing": [f"（{row}）"],
        "dateline": [f"本报讯（{row}）"],
    }[form]


def _article(story: Story, setting: Setting, glue: str) -> list[str]:
    titles = [story.title[: setting.title_cut], story.title[setting.title_cut :]] if setting.title_cut else [story.title]
    titles = [" ".join(line) for line in titles] if setting.spaced else titles
    head = [*filter(None, [story.kicker]), *titles, *(["——" + story.subtitle] if story.subtitle else [])]
    names = printed_names(story, setting.form)
    names = [] if setting.form == "dateline" else names
    closing = [names.pop()] if setting.form == "closing" and names else []
    body: list[str] = []
    for number, lines in enumerate(rows(story, setting)):
        body.extend(heading for before, heading in story.headings if before == number)
        here = [caption for caption, after in zip(story.captions, setting.captions_after, strict=True) if after == number]
        captions = [_caption(caption, setting, glue) for caption in here]
        at = inside(lines, setting.within)
        body.extend([*lines[:at], *captions, *lines[at:]])
    return [*names, *body, *closing, *head] if setting.head_behind else [*head, *names, *body, *closing]


def rows(story: Story, setting: Setting) -> list[list[str]]:
    """The printed lines of each paragraph."""
    made = []
    for number, paragraph in enumerate(story.paragraphs):
        first, *others = broken(spoken(story, setting) * (not number) + paragraph, setting.width, setting.pushed)
        made.append(["\u3000" * INDENT * setting.indented + first, *others])
    return made


def inside(rows: list[str], line: int) -> int:
    """The number of lines before a caption that stands inside a sentence of the paragraph."""
    fit = (at for at, row in enumerate(rows[:-1], 1) if at >= line and row[-1] not in "。；：”")
    return next(fit, len(rows)) if line else len(rows)


def _caption(caption: str, setting: Setting, glue: str) -> str:
    marked = "►" * setting.marked + caption
    return HOLE + marked + "\n" * (4 - len(glue)) if setting.hole else marked


# Pages drawn at random

_MATTERS = (
    ("产业园", "产业园引来十二家企业", ("产业园引进企业十二家", "十二家企业落户园区", "企业家在产业园安心办厂", "产业园引来了不少年轻人")),
    ("桂花树", "桂花树栽到家门口", ("道路两旁栽上了桂花树", "家门口的桂花树开了花", "桂花树栽到了村民家门口", "村里把桂花树栽满山坡")),
    ("合作社", "合作社带富三百户", ("合作社带动三百户农民增收", "合作社带富了乡亲", "三百户社员领到分红", "合作社把冷库建在地头")),
    ("跑一次", "群众办事只跑一次", ("群众办事只跑一次", "办事窗口搬到村口", "群众跑一次就能拿证", "老人办事有人代跑")),
    ("高标准", "高标准农田稳产增收", ("全镇新增高标准农田八百亩", "高标准农田亩产1200斤", "农田稳产又增收", "标准化的农田连成一片")),
    ("老街", "老街重新热闹起来", ("镇上的老街重新热闹起来", "老街修好了石板路", "重新开张的店铺占了半条街", "老街的灯笼挂起来了")),
)
_COMMON = (
    "村民房前屋后硬化了",
    "镇党委坚持把项目建设摆在首位",
    "全年接待游客12.6万人次",
    "家里也富裕了不少",
    "新建卫生厕所2000户",
    "志愿者每周入户走访",
    "茶园里一片繁忙景象",
    "大家的日子越过越红火",
    "“一组一会”走进千家万户",
    "占比达到38.5%",
    "在县里的会上（扩大）说明了情况",
    "读《乡村》的人多了",
)
_NAMES = ("吴昊", "陈秋瑾", "沈丽", "王天武", "刘芹", "张元芳", "廖涛", "李向东", "周小倩", "乔志华")
_ROLES = (("记者", "通讯员"), ("本报记者", "通讯员"), ("通讯员", "通讯员"), ("本报记者", "实习生"))
_CAPTIONS = ("茶园一角", "整修后的老街", "村民领到分红", "新栽的桂花树", "志愿者入户走访。", "孩子们在新操场上踢球。")
_KICKERS = ("凝心聚力 真抓实干", "党建引领 产业振兴", "新春走基层")
_SUBTITLES = ("来集镇发展特色产业纪实", "湖丰镇党建工作纪略", "金集镇乡村振兴见闻")
_HEADINGS = ("聚焦经济建设", "聚焦农业发展", "聚焦民生保障", "聚焦组织建设")
_TOP = (("2021年3月5日 星期五 第5版",), ("综合新闻",), ("来集日报",), ("2021年3月5日 星期五", "综合新闻"))
_FOOT = (("编辑:武俊 组版:洛青",), ("扫码下载客户端", "责任编辑：郑凯"), ("（下转第5版）",), ("新闻热线：6123456",))
WIDTHS = (0, 9, 10, 12, 13, 15, 18, 20, 22, 24)
"""Characters of a line: 18 to 48 columns, and one paragraph a line."""


def any_sheet(random: Random, articles: Sequence[int] = (1, 1, 2, 3, 4)) -> Sheet:
    """A page of one to four articles, whose paragraphs show where they begin and end."""
    count = random.choice(articles)
    width, behind, indented, pushed = random.choice(WIDTHS), random.random() < 0.3, random.random() < 0.3, random.random() < 0.5
    names = random.sample(_NAMES, 2 * count)
    made = []
    for number, (word, title, clauses) in enumerate(random.sample(_MATTERS, count)):
        signed = names[2 * number :][: random.choice((1, 1, 2))] if random.random() < 0.9 else []
        setting = Setting(
            width=width,
            head_behind=behind,
            spaced=random.random() < 0.2,
            form=random.choice(FORMS),
            title_cut=len(word) + 2 if random.random() < 0.2 else 0,
            marked=random.random() < 0.5,
            within=random.choice((0, 0, 0, 1, 2, 3)) if width else 0,
            hole=random.random() < 0.7,
            indented=indented,
            pushed=pushed,
        )
        story = Story(
            title=title,
            subtitle=random.choice(_SUBTITLES) if random.random() < 0.25 else None,
            bylines=tuple(zip(random.choice(_ROLES), signed, strict=False)),
            paragraphs=(),
            captions=tuple(random.sample(_CAPTIONS, random.choice((0, 0, 1, 2)))),
            kicker=random.choice(_KICKERS) if random.random() < 0.2 else None,
            headings=tuple(zip((1, 3), random.sample(_HEADINGS, 2), strict=True)) if random.random() < 0.25 else (),
        )
        story = replace(story, paragraphs=_paragraphs(random, story, setting, clauses))
        after = tuple(sorted(random.randrange(len(story.paragraphs) - 1) for _ in story.captions))
        made.append((story, replace(setting, captions_after=after)))
    furniture = [random.choice(lines) if random.random() < 0.3 else () for lines in (_TOP, _FOOT)]
    return Sheet(tuple(made), *furniture, tight=random.random() < 0.5)


def _paragraphs(random: Random, story: Story, setting: Setting, matter: Sequence[str]) -> tuple[str, ...]:
    made: list[str] = []
    wanted = random.randint(4 if story.headings else 3, 6)
    while len(made) < wanted:
        sentences = []
        for _ in range(random.randint(2, 4)):
            clauses = random.sample(_COMMON, random.randint(1, 3))
            clauses.insert(random.randrange(len(clauses) + 1), random.choice(matter))
            sentences.append("，".join(clauses) + "。")
        paragraph = "".join(sentences)
        printed = spoken(story, setting) * (not made) + paragraph
        if not setting.width or tells_its_ends(broken(printed, setting.width, setting.pushed)):
            made.append(paragraph)
    return tuple(made)


def tells_its_ends(lines: list[str]) -> bool:
    """Whether the lines show where the paragraph begins and ends: a last line that fills the column does not, and a first line that
    ends a sentence, set shorter by its indent, is taken for a last one where punctuation hangs over the edge."""
    return len(lines) > 1 and columns(lines[-1]) <= max(map(columns, lines)) - 8 and not lines[0].endswith("。")


def spoken(story: Story, setting: Setting) -> str:
    """The dateline with which the first paragraph begins."""
    return "".join(printed_names(story, "dateline")) if setting.form == "dateline" else ""


def any_page(random: Random) -> str:
    """The dump of a page drawn at random."""
    return set_sheet(any_sheet(random))
