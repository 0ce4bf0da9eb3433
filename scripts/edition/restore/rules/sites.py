"""What a site prints around a copied article, told by its parts: fields with a label, days, counters and buttons, in any order."""

from __future__ import annotations

import re
import unicodedata

from edition.days import DAY, TIME, WEEKDAY
from edition.vocabulary import HAN

_WHEN = rf"(?:{DAY}|\d{{8}})(?:{WEEKDAY})?[T|]?(?:{TIME})?"
_VALUE = r"[^。！？，；：:<>]{1,24}?"
_STAFF = r"(?:责任|責任|执行|值班|网站|本网)?(?:编辑|編輯)|责编|責編|校对|校對|审核|審核|录入|发布者|發布者|发布人|编审|供稿"
_OF = r"(?:稿件|文章|新闻|信息|消息)?(?:来源|來源|出处|出處)|稿源|分类|分類|标签|標籤|栏目|欄目|频道|頻道|关键词|所属栏目"
_FIELD = rf"(?:{_OF}|{_STAFF})[:]{_VALUE}"
_AUTHOR = rf"(?:作者|撰稿|文)[:]{_VALUE}"
_DATED = rf"(?:(?:发[布表]|發[佈布表]|更新|刊登|刊发|出版|见报|录入|上传)?(?:日期|时间|時間)|发布于|發佈於|更新于)[:]?{_WHEN}"
_COUNTER = (
    r"(?:阅读|浏览|点击|评论|人气|收藏|点赞|转发|閱讀|瀏覽|點擊|評論)(?:数|量|次数|率|數)?(?:[:]\d+次?|\d+次|\(\d+\))"
    r"|(?:已有)?\d+人(?:阅读|浏览|评论)"
)
_BUTTON = (
    r"[上下]一[篇版页期條条]|打印(?:本页|此文|正文)?|关闭(?:窗口)?|收藏(?:本文)?|纠错|分享(?:[到至])?[:]?|微信(?:好友)?|(?:新浪)?微博|QQ(?:空间|好友)?|朋友圈"
    r"|[【\[]?字[体號号體](?:大小)?[:]?|大中小|大|中|小|A[+-]?(?![A-Za-z])|放大\+?|缩小-?|(?:全文)?复制(?:链接|全文)?|返回(?:目录|首页|顶部|列表)"
    r"|查看原图|往期回顾|版面导航|标题导航|数字报(?:刊)?平台|PDF(?:版|下载)?|举报|点赞"
)
_PATH = rf"(?:您?(?:现在|当前)?的?(?:所在)?位置[:])?(?:首页|首頁)(?:[>»›→/\-]+[{HAN}]{{1,10}})+"
_ADDRESS = r"(?:https?://)?(?:www\.[A-Za-z\d.-]+|[A-Za-z\d-]{1,40}\.(?:com|cn|net|org|gov)(?:\.cn)?)(?:/[\w./?=&%-]*)?"
_RIGHTS = rf"(?:©|\(C\))[^。！？]{{0,40}}|[{HAN}]ICP备\d+号(?:-\d+)?|版权声明[:][^。]{{0,40}}"
_PART = re.compile(
    rf"(?P<dated>{_DATED})|(?P<path>{_PATH})|(?P<counter>{_COUNTER})|(?P<rights>{_RIGHTS})|(?P<address>{_ADDRESS})"
    rf"|(?P<author>{_AUTHOR})|(?P<field>{_FIELD})|(?P<when>{_WHEN})|(?P<button>{_BUTTON})"
    rf"|(?P<paper>[{HAN}]{{1,6}}?(?:日报|晚报|晨报|时报|新报|都市报|商报|报))"
)
_ALONE = frozenset(("dated", "path", "counter", "rights"))
"""The parts that are furniture by themselves. A day can also sign a letter, and an address can be a line of a notice."""
_BETWEEN = re.compile(r"(?:[<>|/·\-—)\[\]【】:«»]|\((?!C\)))*")
_NEIGHBOUR = re.compile(r"[上下]一[篇条條][:].{1,40}")
_BODY = re.compile(r"[【\[]?(?:正文|全文|内容|內容)[】\]]?[:]")
"""Matches the label that a data base writes above the text."""
_PLAIN = re.compile(r"[上下]一|返回.|打印.|关闭.|复制.|[字]|导航|平台|QQ空间")
"""Matches buttons that are no heading either, where they stand alone: 分享 can be one."""
_STRONG = re.compile(r"[上下]一|打印|关闭|字[体號号體]|复制|返回|导航|平台|QQ空间|朋友圈|分享|缩小|纠错|PDF")


def site_line(line: str) -> str:
    """The rule under which a line is set aside as a site's own; empty if it is something else. Nothing of it may be left over.

    >>> site_line("2023-04-12 08:15 来源：青山县融媒体中心 编辑：李平 阅读：356"), site_line("<< 上一版 下一版 >>")
    ('site-date', 'site-buttons')
    >>> site_line("来源：一是财政拨款，二是村民自筹"), site_line("大小工程一起抓"), site_line("作者：李平")
    ('', '', '')
    """
    plain = re.sub(r"\s", "", re.sub(r"(?<=\d)\s+(?=\d{1,2}:\d{2})", "|", unicodedata.normalize("NFKC", line).strip()))
    if _NEIGHBOUR.fullmatch(plain):
        return "site-buttons"
    if _BODY.fullmatch(plain):
        return "site-record"
    found = _parts(plain)
    kinds = [kind for kind, _ in found]
    if set(kinds) == {"author"}:
        return ""  # It names who wrote the text, and nothing shows that it is a site's.
    strong = any(kind == "button" and (_STRONG if len(found) > 1 else _PLAIN).search(text) for kind, text in found)
    if not (_ALONE & set(kinds) or strong or len({*kinds} - {"paper"}) > 1 or kinds.count("field") > 1):
        return ""
    if {"dated", "when"} & set(kinds):
        return "site-date"
    return "site-path" if kinds == ["path"] else "site-source" if "field" in kinds else "site-buttons"


def address(line: str) -> bool:
    """Whether a line is only the address of a site."""
    return [kind for kind, _ in _parts(re.sub(r"\s", "", unicodedata.normalize("NFKC", line)))] == ["address"]


def _parts(plain: str) -> list[tuple[str, str]]:
    """The parts of a line with their kinds; nothing if something else stands among them."""
    out: list[tuple[str, str]] = []
    at = _BETWEEN.match(plain).end()  # type: ignore[union-attr]
    while at < len(plain):
        match = _PART.match(plain, at)
        if match is None:
            return []
        end = match.end()
        if match.lastgroup in ("field", "author"):
            # The value goes on up to where another part begins.
            while end < len(plain) and not (_BETWEEN.fullmatch(plain, end) or _begins(plain, end)):
                end += 1
                if plain[end - 1] in "。！？，；:" or end - match.start() > 32:
                    return []
        out.append((str(match.lastgroup), plain[at:end]))
        at = _BETWEEN.match(plain, end).end()  # type: ignore[union-attr]
    return out


def _begins(plain: str, at: int) -> bool:
    """Whether a part that is no single letter begins at an offset."""
    match = _PART.match(plain, _BETWEEN.match(plain, at).end())  # type: ignore[union-attr]
    return match is not None and len(match[0]) > 1
