"""Finds the newspaper that printed a page: from its nameplate, its folio, or the credit before a byline.

A QR-code line (扫码下载江畔新报) is no nameplate: it names an app or an account, which may belong to another newspaper.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from edition.days import DAY, LUNAR, TIME, WEEKDAY, bare
from edition.describe.lines import Line, Others, holding, lines_of, rivals
from edition.gazetteer import Gazetteer
from edition.model import Article, Finding, Restoration, Rival
from edition.tables import table

_KINDS = (
    "日报|晚报|早报|晨报|午报|新报|时报|导报|快报|商报|都市报|农民报|工人报|青年报|少年报"
    "|法治报|法制报|教育报|广播电视报|生活报|周报|县报|乡报|农报|报|日報|晚報|早報|晨報|新報|時報|導報|快報|商報|週報|報"
)
_PLATE = re.compile(rf"(?P<stem>[\u4e00-\u9fff]{{1,8}}?)(?:{_KINDS})(?:海外版|农村版)?")
_BARE = re.compile(r"[\u4e00-\u9fff]报|[\u4e00-\u9fff]*[年月季战学公]报")
"""Matches words in 报 that are no newspapers: 举报, 年报, 战报. One character alone before 报 makes a verb."""
_TWO = re.compile("[日晚早晨时商]报|都市报|[日晚早時商]報")
"""Matches the name of a newspaper inside another name: the blank between the two was lost, 青山日报柳河晚报."""
_SHEET = re.compile(r"[\u4e00-\u9fff]{2,8}(?:晚刊|晨刊|周刊|旬刊|半月刊|月刊)")
_PAPER_SHEET = re.compile(r".*(?:晚刊|晨刊)")
"""Matches a newspaper that is called 刊. A 周刊 alone can be a section of a daily whose name does not stand there."""
_OF_A_PLACE = re.compile(r"今日(?P<a>[\u4e00-\u9fff]{2,8})|(?P<b>[\u4e00-\u9fff]{2,8})(?:时讯|時訊)")
"""Matches names that newspapers of counties have and sections as well: 今日永嘉, but not 今日关注; 固镇时讯, but not 市场时讯."""
_NO_PLATE = re.compile(
    r"扫|下载|关注|客户端|公众号|微信|微博|热线|社址|投稿|邮箱|广告|编辑|责编|校对|版式|组版|承印|印刷|发行|邮发|本报|[登刊通简海情汇上公申预播转报举]报$|见报"
)
_LABEL = re.compile(
    r"(?:^|(?<=[^\u4e00-\u9fff]))(?:稿件|文章|新闻|信息|消息)?(?:当前报纸名称|报纸名称|報紙名稱|报名|报纸|来源|來源|稿源|版权所有|版權所有)[:：|丨]|【(?:报名|报纸|报纸名称)】"
)
"""Matches what a site or a data base writes before the newspaper's name."""
_SOURCED = re.compile(
    r"(?<![\u4e00-\u9fff])(?:稿件|文章|新闻|新聞|信息|消息)?(?:(?:当前)?报纸名称|报名|报纸|来源|來源|稿源|版权所有|版權所有)[】]?[:】][\s]*([\u4e00-\u9fff]{2,12}?)"
    r"(?=社?$|\d|[\s|【\[(/]|(?:作者|记者|编辑|责编|时间|日期)[:])"
)
"""Matches the newspaper behind its label, among other fields."""
_BESIDE = re.compile(
    rf"{DAY}|{WEEKDAY}|{LUNAR}|农历[\u4e00-\u9fff]*?[初十廿卅][一二三四五六七八九十]|{TIME}"
    r"|数字报(?:刊)?(?:平台)?|电子版|[第总]*[A-Z]?\d+[期版号]|国内统一(?:连续出版物)?刊?号.*|CN\d[\d-]*|今日\d*版|[A-Z]?\d{1,2}(?!\d)|[^\u4e00-\u9fff]"
)
"""Matches other things in the same furniture line as the name."""
_SECTIONS = re.compile(
    r"要闻|(?:综合|本地|县域|乡镇|社会|经济|文化|民生|时政)?新闻|特别报道|专版|专题|副刊|广告|综合|生活|民生服务|主办|主管"
)
_DATELINE = re.compile(rf"(?![据本])([\u4e00-\u9fff]{{2,8}}?(?:{_KINDS}))讯(?=[（( \u3000])")
"""Matches a newspaper in its own dateline: 青山日报讯（记者 李平）."""
_CREDIT = re.compile(rf"^([\u4e00-\u9fff]{{2,8}}?(?:{_KINDS}))·[\u4e00-\u9fff]{{2,8}}")
"""Matches a newspaper and its app before a reporter's name: 齐鲁晚报·齐鲁壹点."""


@dataclass(frozen=True, slots=True)
class Papers:
    """What tells a newspaper's name from other names."""

    gazetteer: Gazetteer
    bulletins: tuple[str, ...]
    """What the names of bulletins begin with: 防汛快报."""


def load_bulletins(folder: Path) -> tuple[str, ...]:
    """The stems of `bulletins.tsv` in `folder` (`scripts/data`).

    Raises:
        VocabularyError: a row is malformed, with its file and line.
    """
    return tuple(stem for _, (stem, _) in table(folder / "bulletins.tsv", 2))


Named = tuple[Finding | None, tuple[Rival, ...]]
"""A newspaper, and where it is open, all that lines name."""


def describe_newspapers(restoration: Restoration, others: Others, papers: Papers) -> tuple[Named, ...]:
    """The newspaper of each article, as printed; None where neither its page nor a line of its own shows it."""
    found: list[tuple[Line, Finding]] = []
    for line in lines_of(restoration, others):
        if name := _name(line.printed, papers):
            found.append((line, Finding(name, (line.printed,), "nameplate", stated=True)))
    shown = holding(restoration, _first_rank(found)) if found else (_credited(restoration),) * len(restoration.articles)
    known = (one or _in_dateline(article, papers) for one, article in zip(shown, restoration.articles, strict=True))
    return tuple((one, () if one else rivals(_first_rank(found))) for one in known)


def _in_dateline(article: Article, papers: Papers) -> Finding | None:
    """The newspaper that an article calls itself where others say 本报讯; None if it does not."""
    text = next((str(block.text) for block in article.blocks if block.kind == "paragraph"), "")
    match = _DATELINE.match(text)
    if match and _plate(match[1], papers) and not _NO_PLATE.search(match[1]):
        return Finding(match[1], (match[0].strip(),), "dateline", stated=True)
    return None


def _first_rank(found: Sequence[tuple[Line, Finding]]) -> Sequence[tuple[Line, Finding]]:
    """The findings without names that can be those of a section, 江畔晨刊 and 今日江畔, where one says plainly that it is a newspaper's."""
    return [one for one in found if _PLATE.fullmatch(one[1].value)] or found


def _name(line: str, papers: Papers | None = None) -> str | None:
    """The newspaper's name in a furniture line; None if there is none.

    >>> _name("柳河乡报 2020 年 6 月 5 日 第 21 期 4 版"), _name("清 川 晚 报"), _name("扫码下载江畔新报")
    ('柳河乡报', '清川晚报', None)
    >>> _name("A4 民生 青山晚报 2016年5月4日 星期三"), _name("青山日报数字报")
    ('青山晚报', '青山日报')
    >>> _name("江畔日报 清川晚报"), _name("江畔网 (2012-06-04 09:20:26) 稿件来源：江畔日报")
    (None, '江畔日报')
    """
    sourced = _SOURCED.search(unicodedata.normalize("NFKC", line)) if len(line) <= 120 else None
    if sourced and _plate(sourced[1], papers):
        return sourced[1]
    plain = _LABEL.sub("", bare(line))
    if len(plain) > 80 or _NO_PLATE.search(plain):
        return None
    printed = _BESIDE.sub(" ", unicodedata.normalize("NFKC", line)).split()
    named = [word for word in printed if _plate(word, papers)]
    if (
        len(named) == 1
        and len(printed) > 1
        and not re.search("[·・/]", line)
        and all(2 <= len(word) <= 4 for word in printed if word not in named)
    ):
        return named[0]  # The blanks between the words show where the name begins: A4 民生 青山晚报.
    rest = _BESIDE.sub(" ", plain)
    for part in (rest, _SECTIONS.sub(" ", rest)):
        words = part.split()
        plates = [word for word in words if _plate(word, papers)]
        sheets = [word for word in words if _SHEET.fullmatch(word)]
        if words and len(words) == len(plates) + len(sheets) and len(plates or sheets) == 1:
            return next((word for word in plates or sheets if plates or _PAPER_SHEET.fullmatch(word)), None)
    return None


def _plate(word: str, papers: Papers | None) -> bool:
    """Whether a word is a newspaper's name."""
    if papers and (place := _OF_A_PLACE.fullmatch(word)):
        return any(len(sense.code) <= 6 for sense in papers.gazetteer.names.get(place["a"] or place["b"], ()))
    match = None if _BARE.fullmatch(word) else _PLATE.fullmatch(word)
    if match and _TWO.search(match["stem"]):
        return False
    return bool(match) and not (papers and match and len(word) > len(match["stem"]) + 1 and match["stem"].endswith(papers.bulletins))


def _credited(restoration: Restoration) -> Finding | None:
    """The newspaper named before a reporter, in a byline or on a line of its own; None if there is none."""
    for article in restoration.articles:
        lines = [byline.name for byline in article.bylines] + [str(byline.text) for byline in article.bylines]
        lines += [byline.role for byline in article.bylines if byline.role]
        lines += [str(block.text) for block in (*article.set_aside, *article.blocks) if len(block.text) < 40]
        for line in lines:
            match = _CREDIT.match(line.strip())
            if match:
                return Finding(match[1], (line.strip(),), "credit", stated=True)
    blocks = [*restoration.set_aside, *(block for article in restoration.articles for block in article.set_aside)]
    for line in (line for block in blocks for line in str(block.text).splitlines()):
        match = _CREDIT.match(line.strip())
        if match and not _NO_PLATE.search(line):
            return Finding(match[1], (line.strip(),), "credit", stated=True)
    return None
