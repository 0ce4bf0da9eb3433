"""署名: the people who wrote, photographed or sent in an article. A byline is a whole line, or brackets at the end of an article, or a part
of its dateline (`本报讯（记者 吴昊）`)."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from edition.days import RECENT
from edition.restore.rules import credits, letters, titles
from edition.restore.rules.credits import MARKS, Credit
from edition.restore.rules.names import COMMON, DOTS, has_length, has_surname, is_name, is_shaped, names_in, run_together
from edition.vocabulary import HAN, SPACES, Vocabulary

_MARK = re.compile(rf"^[{MARKS}]+[{SPACES}]*")
_OF_HEADINGS = "■◆●★"
"""Marks that stand before headings as often as before names. Behind them a common word is none: ■ 高考."""
_LABELLED = re.compile("【(?=(?:作者|记者|通讯员|記者)】)")
"""Matches the bracket before a role that a data base labels: 【作者】李平."""
_NAMELESS = re.compile(
    rf"(?:本[报報刊台臺]|新华社|[{HAN}]{{2,6}}[报報])?(?:首席|特约|特約)?[评評][论論][员員]|本[报報刊](?:编辑部|編輯部|评论部|評論部)"
)
"""Matches who signs a comment without a name: 本报评论员."""
_UNIT = (
    "革委会|革命委员会|委员会|党委|[县市地省区州]委|支部|人武部|政治部|宣传部|文教局|公司|学[校院]|大学|[中小]学|医院|本[报報刊]"
    "|[县市区镇乡厂矿社队校院所局部站连营团师旅军店场段]"
)
_COLLECTIVE = re.compile(
    rf"[{HAN}{SPACES}]{{0,24}}(?:{_UNIT})(?:业余|工农兵|革命|联合)?[{SPACES}]?(?:通[讯訊][组組]|[报報][道导導][组組]|写作小?组|理论小?组|评论小?组|大批判小?组)"
)
"""Matches a group that signs for its unit: 青山县革委会报道组."""
_SIGN = ("员", "員", "部", "组", "組")
"""The last characters of both kinds, by which most lines are ruled out at once."""
_ALONE = re.compile(
    rf"(?:[□○◎][{SPACES}]*|(?:[□○◎■●◆][{SPACES}]*)?(?P<role>(?:本[报報])?(?:特[约約]|首席|[见見][习習]|[实實][习習])?(?:[记記]者|通[讯訊][员員]))[{SPACES}]+)(?P<name>[{HAN}]{{2,3}})"
)
"""Matches a name alone behind a mark, or behind a role and a blank: ○ 南山, 本报记者 追风."""
_REPORTS_BARE = re.compile(rf"[。！？][”’」』]?[{SPACES}]*(?P<name>[{HAN}]{{2,3}})[{SPACES}]?[报報]$")
"""Matches who reports, right behind the last sentence: 。李平报."""
_SOURCE = re.compile(
    rf"(?:据|據|[摘转轉]自|原[载載])[{SPACES}]?[《“]?[{HAN}A-Za-z]{{2,12}}(?:[网網报報社台]|客户端|公众号|微信|微博)[》”]?(?:消息|报道|電|电|[讯訊])?"
)
"""Matches whose news a text is: 据新华社, 摘自《江畔日报》."""
_UNIT_SIGNS = re.compile(
    rf"(?![据見见图圖摘载載原转轉])(?:[{HAN}]{{2,16}}(?:[局委会社站队校院部所馆]|{credits.UNIT})|[校厂局院]办)(?:[{SPACES}]?供稿)?"
)
"""Matches a unit that signs a text in brackets: （县一中办公室）, （县医保局供稿）."""
_WORDY = rf"[0-9A-Za-z]|(?<![{HAN}{DOTS}])[{HAN}]{{6}}(?![{HAN}]{{0,2}}[{DOTS}])"
"""A pattern: what no list of names has that commas part."""
_PARTED = re.compile(rf"[{SPACES}:：/／╱∕|｜丨]|^(?!.*(?:{_WORDY})).*[、，,;；]")
"""Matches a line in which something can part names from each other."""
_BETWEEN_DOTS = re.compile(rf"[{DOTS}][{SPACES}]*([{HAN}]{{2,4}})[{SPACES}]*[{DOTS}]")
"""Matches a name or pen name between two dots: ·老鄉·."""
_PROVINCES = (
    "北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|重庆|四川|贵州|云南"
    "|西藏|陕西|甘肃|青海|宁夏|新疆|香港|澳门|台湾|臺灣|澳門"
)
_OF_PROVINCE = re.compile(rf"(?P<name>[{HAN}{SPACES}{DOTS}]{{2,9}})[（(](?P<place>{_PROVINCES})[）)]")
"""Matches a writer with the province: 王小河（山东）, as below the title of a poem."""
_OF_AUTHOR = re.compile(
    rf"【?(?P<role>作者|记者|通讯员|記者|通訊員)[】：:][{SPACES}]*(?P<name>[{HAN}]{{2,8}}(?:通讯员|通訊員|记者|記者|评论员|評論員|编辑部|編輯部))"
)
"""Matches a field for the author that has no name: 【作者】本报通讯员."""
_AGENCY = "中央社|新[华華]社|中新社"
_PAPER = rf"[{HAN}]{{1,6}}(?:[日晚晨早时時周新快商]|都市)[报報]"
_ROLE_ALONE = re.compile(
    rf"(?:本[报報刊台臺]|{_AGENCY}|{_PAPER}|[{HAN}]{{2,4}}[+＋])[{SPACES}]?"
    r"(?:首席|特[约約]|见习|見習|全媒[体體]|融媒[体體])?(?:[记記]者|通[讯訊][员員])"
)
"""Matches who signs without a name: 新华社记者."""
_OF_PAPER = re.compile(rf"(?P<role>{_PAPER})[{SPACES}]+(?P<name>[{HAN}]{{2,3}})")
"""Matches a writer behind the paper for which he or she writes: 江畔日报 周小满."""
_FOR_PAPER = re.compile(rf"(?P<name>[{HAN}]{{2,4}})[/／](?P<role>{_PAPER}|[{HAN}]{{2,6}}(?:青年|工人|新京|新[闻聞])[报報网網]?)")
"""Matches a writer before the paper that printed the text first: 王小河/江畔青年报."""
_UNNAMED_PICTURES = re.compile(
    rf"[{SPACES}、，,]+(?P<credit>(?:[图圖]片?(?:来源|來源)?|[摄攝]影)[{SPACES}]*[/／|｜丨:：][{SPACES}]*"
    rf"(?:(?:受[访訪]者|采[访訪]对象|当事人|[资資]料|[网網][络絡]|[视視][觉覺]中[国國]|新华社|本[报報])(?:提供|供[图圖]|[图圖]片?|照?片|[发發])?|[{HAN}]{{2,10}}提供))$"
)
"""Matches where the pictures of a text are from, without a name, behind who wrote it: 图/受访者提供."""
USUAL = 1000
"""How often a word stands in the dictionary that nobody takes for a name: 队伍, 昨日."""
LONGEST_RUN_IN = 30
"""The longest byline that can stand before text on the same line, in characters."""
_SENTENCE = re.compile(r"[，。]")
_GAP = re.compile(rf"[{SPACES}]|(?<=[{HAN}])(?=[0-9])")
"""Matches where a byline can end: at a blank, or between a Han character and a digit. The blank beside a digit was set aside earlier."""
_REPORTS_ON = re.compile(r"^[^，。]*(?:获悉|了解到|看到|见到|走进|来到|采访)|^[0-9年月日昨今天上下午]*[从在]")
"""Matches text that says what the person named before it does: `8月6日从交通局获悉`. Then the name is the subject of a sentence and no
byline."""
_BRACKETED = re.compile(r"^(?:[（(【〔［]([^（）()【】〔〕［］]{2,40})[）)】〕］]|[\\＼]([^\\＼。！？]{4,40}))$")
"""Matches a byline in brackets, or behind a backslash, as at the end of an article: （记者 李平）, \\江畔報記者 李平(文) 王寧(圖)."""
_SIGNED = re.compile(r"[（(]([^（）()【】，。：]{2,30})[）)]$")
LONGEST_CAPTION = 80
"""The longest line that can be a caption with its photographer, in characters; in a longer one the photographer signs a text."""
_CREDITED_TAIL = re.compile(
    rf"(?<=[。！？”])[{SPACES}]*(?:本[报報刊])?(?:[记記]者|通[讯訊][员員])[{SPACES}][{HAN}{SPACES}]{{2,16}}[{SPACES}](?:[摄攝]影[报報][道導]|文/[图圖]|[摄攝])$"
)
"""Matches who made text and picture, behind the last sentence of a long line: ……车辆安全。本报记者 李平 摄."""
_PHOTOGRAPHED = ("摄", "摄影", "摄影报道", "供图", "攝", "攝影", "攝影報道", "供圖", "图片", "圖片", "提供")
_ENDS_BEFORE = re.compile(rf"[。！？”…][{SPACES}]*$")
_OUTLET = re.compile(
    rf"^[{HAN}]{{1,6}}(?:日报|晚报|晨报|早报|时报|周报|新报|快报|都市报|商报|电视台|广播电台|融媒体中心|客户端)"
    rf"(?:[·•・][{HAN}A-Za-z]{{2,8}})?$"
)
_REPORTER = "(?:本[报報刊])?(?:特派|特[约約])?[记記]者"
_FOR = rf"(?:[{HAN}]{{2,10}}[社網网報报台臺][／/]?)?"
"""A pattern: for whom a reporter writes, in a dateline in brackets."""
_REPORTED = "(?:报道|報道|報導)"
_NUMERAL = "0-9一二三四五六七八九十"
WIRE = (
    rf"(?:本[报報]|[{HAN}]{{1,3}}社)[{HAN}]{{0,10}}?(?:[{_NUMERAL}]{{1,3}}月)?[{_NUMERAL}廿卅]{{1,3}}日[专專急特]?[电電](?![视視话話影灯燈台臺脑腦力])"
    rf"|(?:{_AGENCY})本[市埠][讯訊]"
)
"""A pattern: a telegram of the paper or of an agency: 本报合肥18日电, 路透社孟买廿一日電."""
_TODAY = r"(?:\d{1,2}月)?\d{1,2}日[电電]"
_BRACKETED_DATELINE = re.compile(
    rf"^[〔［\[【（(](?:(?:{_AGENCY})?(?P<wire>[记記]者(?:[{HAN}]{{3}}(?=[^县縣市\d]{{2}}[县縣市]?{_TODAY})|[{HAN}]{{2}}(?=[^县縣市\d]{{2}}[县縣市]?{_TODAY})))[{HAN}]{{2,3}}{_TODAY}"
    rf"|{_AGENCY}[{HAN}]{{0,6}}{_TODAY}|{_FOR}(?P<run>{_REPORTER}(?:[{HAN}]{{3}}(?=[{HAN}]{{2,3}}{_REPORTED})|[{HAN}]{{2}}(?=[{HAN}]{{2}}{_REPORTED})))[{HAN}]{{2,3}}{_REPORTED}"
    rf"|{_FOR}(?P<at>{_REPORTER}[{SPACES}]*(?:[{HAN}]{{3}}(?=[{SPACES}]*[{HAN}]{{2,3}}[讯訊])|[{HAN}]{{2}}(?=[{SPACES}]*[{HAN}]{{2}}[讯訊])))[{SPACES}]*[{HAN}]{{2,3}}[讯訊]"
    rf"|{_FOR}(?P<cut>{_REPORTER}[^〔〕［］\[\]【】（）()／/╱∕。，]{{2,14}}?)(?:[{SPACES}]*[／/╱∕][{SPACES}]*[{HAN}]{{2,10}}?)?[{SPACES}]*{_REPORTED}?"
    rf"|[{SPACES}]*[{HAN}]{{2,8}}[報报](?P<named>[记記]者[{SPACES}]*[／/╱∕][{SPACES}]*[{HAN}]{{2,4}})?(?:[{SPACES}]*[／/╱∕][{SPACES}]*(?:[{HAN}]{{0,4}}{_REPORTED}|快[讯訊]))[{SPACES}]*"
    rf"|本[报報](?:[记記]者)?(?:特?[讯訊]|消息|{_REPORTED})|[A-Za-z\d]{{2,12}}[{SPACES}]*新[闻聞](?:[台臺網网]|{_REPORTED})"
    rf"|(?:[{HAN}]{{0,6}}(?:[专專特]|[市县縣]|[{HAN}]{{2}}日|\d{{1,2}}日)|本[报報][{HAN}]{{1,4}}|(?!.?[简簡短快资資通喜音综綜])[{HAN}]{{2,8}})[讯訊电電])[〕］\]】）)](?=.)"
)
"""Matches a dateline in brackets, as in Taiwan and Hong Kong: 〔記者王小明／台北報導〕, 【記者王小明台北報導】, 【本報訊】."""
_BEHIND_DATELINE = re.compile(rf"[{SPACES}]*[（(]([^（）()。，]{{2,40}})[）)]")
"""Matches brackets right behind a dateline, which hold who reports."""
_RUN_ALONE = re.compile(
    rf"[〔［\[【（(](?P<role>{_REPORTER})(?P<name>[{HAN}]{{3}}(?=[{HAN}]{{2,3}}報導)|[{HAN}]{{2}}(?=[{HAN}]{{2}}報導))(?P<place>[{HAN}]{{2,3}}報導)[〕］\]】）)]"
)
"""Matches such a dateline that stands alone on its line, with the place right behind the name."""
OF_MEDIUM = (
    rf"[{HAN}]{{2,8}}?(?:融媒体?(?:中心)?|[网網報报台臺]|客户端)(?:消息|[讯訊])?"
    rf"(?=[{SPACES}]*[（(](?:[{HAN}]{{0,4}}[记記]者|通[讯訊][员員])(?![们們在的了]))"
)
"""A pattern: a site or a station before the brackets with its reporters, as a dateline: 青山融媒（通讯员 李平）."""
_DATELINE = re.compile(
    rf"^({OF_MEDIUM}|(?:本[报報]|[{HAN}]{{2,6}})[讯訊]|[{HAN}]{{2,10}}\d{{1,2}}月\d{{1,2}}日(?:[讯訊电電]|消息)(?=[{SPACES}]*[（(]|[{SPACES}])|本[报報][{HAN}]{{0,6}}[电電]|(?:{WIRE}))[{SPACES}]*"
    rf"(?:[（(]([^（）()]{{2,40}})[）)]|((?:记者|通讯员)[^，。：]{{2,24}}?)(?:[{SPACES}]+记者)?[{SPACES}]*(?:(?:昨[天日晚]?|今[天日]|日前|近日|前[天日])[{SPACES}]*)?(?:报道[：:]?|从|获悉|在))?"
)
_OPENS = re.compile(
    rf"^[{HAN}]{{2,10}}\d{{1,2}}月\d{{1,2}}日[讯訊电電](?=[（(])|"
    rf"^本[报報][讯訊]|^[{HAN}]{{2}}讯(?:记者|[（(])|^[据據]?(?:{WIRE})|^本报(?:记者|通讯员)[{HAN}]{{2,4}}报道[：:]"
    rf"|^[（(\[【]上接第?[\dA-Za-z一二三四五六七八九十]{{1,3}}版"
)
REPORTS = re.compile(rf"^(?:本[报報]|本[台臺]|本刊)?((?:[记記]者|通[讯訊][员員])[{HAN}{SPACES}]{{2,16}}?)(?:报道|報道|報導)[：:]")

_END_MARK = re.compile(r"下同|[续續][一二三四]|[组組連连][图圖]|化名|[左右前].")
"""Matches a note in brackets at the end of a text that `names` does not know to be none: （续二）, （化名）."""


@lru_cache(RECENT)
def byline(line: str, vocabulary: Vocabulary, *, bare: bool = False) -> tuple[Credit, ...]:
    """The names of a line that is a byline and nothing else; otherwise an empty tuple.

    The line needs a role word (`记者`) or a mark at its beginning (`□`). With `bare`, two or more names, or one name with a blank in it,
    are enough.

    >>> from pathlib import Path
    >>> from edition.vocabulary import load_vocabulary
    >>> words = load_vocabulary(Path("scripts/data"))
    >>> [(c.role, c.name, c.credit) for c in byline("记者 薛璐 通讯员 乔志华 文/图", words)]
    [('记者', '薛璐', None), ('通讯员', '乔志华', '文/图')]
    >>> [c.name for c in byline("张本森 马 莉 张元芳", words, bare=True)]
    ['张本森', '马莉', '张元芳']
    >>> byline("记者在现场看到", words)
    ()
    """
    pictures = _UNNAMED_PICTURES.search(line)
    if pictures:
        return _with_pictures(line, pictures, byline(line[: pictures.start()], vocabulary, bare=bare))
    whole = _nameless(line, bare=bare) or _from_province(line, vocabulary) or _of_paper(line, vocabulary) or _common_word(line, vocabulary)
    if whole:
        return whole
    mark = _MARK.match(line) or _LABELLED.match(line)
    marked = mark is not None and mark.group()[0] not in "▲△※【"
    abroad = credits.FOREIGN.fullmatch(line.strip()) is not None
    named = (mark or _PARTED.search(line)) if bare else credits.of_body(line, vocabulary)
    if not (named or marked or abroad or vocabulary.role_word.search(line)):
        return ()
    found, roles = credits.read(line, mark.end() if mark else 0, vocabulary, marked=marked)
    if not found or not (roles or bare or marked or abroad):
        return ()
    if roles == 0 and len(found) == 1 and not (marked or abroad) and not re.search(rf"[{SPACES}]", line.strip()):
        return ()
    if roles == 0 and mark and mark[0][0] in _OF_HEADINGS and vocabulary.lexicon.get(line[mark.end() :].strip(), 0) >= COMMON:
        return ()
    return _tile(found, len(line))


def _with_pictures(line: str, pictures: re.Match[str], found: tuple[Credit, ...]) -> tuple[Credit, ...]:
    """The names of a byline with the words behind them that say where its pictures are from: no person, but a credit of the last one."""
    if not found:
        return ()
    last, span = found[-1], pictures.span("credit")
    words = pictures["credit"] if last.credit is None else f"{last.credit} {pictures['credit']}"
    return (*found[:-1], replace(last, credit=words, end=len(line), spans=(*last.spans, span)))


def _common_word(line: str, vocabulary: Vocabulary) -> tuple[Credit, ...]:
    """A name that is a common word, alone on a line behind a mark or a reporter's role and a blank: 本报记者 追风, ○ 南山."""
    found = _ALONE.fullmatch(line.strip())
    name = found["name"] if found else ""
    if found is None or credits.DONE.search(name) or titles.names_kind(name) or not has_length(name, vocabulary):
        return ()
    if vocabulary.lexicon.get(name, 0) >= USUAL:
        return ()
    begin = len(line) - len(line.lstrip())
    spans = [(begin + a, begin + b) for a, b in (found.span("role"), found.span("name")) if a >= 0 and b > a]
    return tuple(_tile([Credit(found["role"] or None, found["name"], None, spans[0][0], spans[-1][1], tuple(spans))], len(line)))


def _nameless(line: str, *, bare: bool) -> tuple[Credit, ...]:
    """Who signs a line without the name of a person: 本报评论员 (not where names are `bare`), 青山县革委会报道组, 【作者】本报通讯员. Empty
    if nobody does."""
    field = _OF_AUTHOR.fullmatch(line.strip())
    if field:
        begin = _span(line)[0]
        spans = [(start + begin, end + begin) for start, end in (field.span("role"), field.span("name"))]
        return (Credit(field["role"], field["name"], None, 0, len(line), tuple(spans)),)
    dotted = _BETWEEN_DOTS.fullmatch(line.strip())
    if dotted:
        begin = _span(line)[0]
        return (Credit(None, dotted[1], None, 0, len(line), ((begin + dotted.start(1), begin + dotted.end(1)),)),)
    mark = _MARK.match(line)
    begin = mark.end() if mark else _span(line)[0]
    name = line[begin:].rstrip()
    if name.endswith(_SIGN) and ((not bare and _NAMELESS.fullmatch(line.strip())) or _COLLECTIVE.fullmatch(name)):
        return (Credit(None, name, None, 0, len(line), ((begin, begin + len(name)),)),)
    return ()


def _of_paper(line: str, vocabulary: Vocabulary) -> tuple[Credit, ...]:
    """The writer of a line that names a paper and a person, and nothing else: 江畔日报 周小满."""
    match = _OF_PAPER.fullmatch(line.strip()) or _FOR_PAPER.fullmatch(line.strip())
    if not match or not is_name(match["name"], vocabulary):
        return ()
    begin = _span(line)[0]
    spans = tuple(sorted((start + begin, end + begin) for start, end in (match.span("role"), match.span("name"))))
    return (Credit(match["role"], match["name"], None, 0, len(line), spans),)


def _from_province(line: str, vocabulary: Vocabulary) -> tuple[Credit, ...]:
    """The writer of a line that names a person and the province in brackets, and nothing else: 王小河（山东）."""
    match = _OF_PROVINCE.fullmatch(line.strip())
    name = re.sub(rf"[{SPACES}]", "", match["name"]) if match else ""
    if not match or not (is_shaped(name, vocabulary) or has_surname(name, vocabulary)):
        return ()
    begin = _span(line)[0]
    start, end = match.span("place")
    (credit,) = credits.bare(line, [(name, begin, len(match["name"]))])
    spans = (*credit.spans, (begin + start, begin + end))
    return (replace(credit, credit=match["place"], start=0, end=len(line), spans=spans),)


def marked(line: str, vocabulary: Vocabulary) -> bool:
    """Whether a line begins with a role word, or with a mark of bylines and a role word."""
    mark = _MARK.match(line)
    return line.startswith(vocabulary.roles["before"], mark.end() if mark else 0)


def run_in(line: str, vocabulary: Vocabulary) -> int:
    """The offset in `line` at which the text begins after a byline; 0 if the line is no byline with text after it.

    >>> from pathlib import Path
    >>> from edition.vocabulary import load_vocabulary
    >>> words = load_vocabulary(Path("scripts/data"))
    >>> run_in("通讯员 廖涛 昨日上午，大桥建成通车，两岸群众奔走相告。", words)
    7
    >>> run_in("通讯员 廖涛8月6日，大桥建成通车，两岸群众奔走相告。", words)
    6
    >>> run_in("通讯员 廖涛 零下18摄氏度的早晨，大桥建成通车，两岸群众奔走相告。", words)
    7
    >>> run_in("青山网记者 廖涛 青山报道8月6日，大桥建成通车，两岸群众奔走相告。", words)
    13
    >>> run_in("记者 在现场看到，大桥建成通车，两岸群众奔走相告。", words)
    0
    >>> run_in("记者 廖涛8月6日从交通局获悉，大桥建成通车，两岸群众奔走相告。", words)
    0
    """
    roled = marked(line, vocabulary) or credits.OF_PAPER.match(line)
    best = 0
    for gap in _GAP.finditer(line[:LONGEST_RUN_IN]) if roled or credits.STROKE.search(line) else ():
        if not (roled or credits.FROM_PLACE.match(line[: gap.start()])):
            continue
        rest = line[gap.end() :]
        is_text = len(rest) >= LONGEST_RUN_IN // 3 and _SENTENCE.search(rest) and not _REPORTS_ON.match(rest)
        found = byline(line[: gap.start()], vocabulary) if is_text else ()
        # A word before a figure is text (零下18摄氏度), unless it can be a name by itself.
        if found and not (rest[:1].isdecimal() and not is_name(found[-1].name, vocabulary)):
            best = gap.end()
    return best


def signed(line: str, vocabulary: Vocabulary) -> int:
    """The offset in `line` of the bracket that opens the names at the end of an article; 0 if there are none.

    The names stand right after the end of the last sentence.

    >>> from pathlib import Path
    >>> from edition.vocabulary import load_vocabulary
    >>> words = load_vocabulary(Path("scripts/data"))
    >>> signed("两岸群众奔走相告。（李涛 王宁）", words), signed("两岸群众奔走相告。（完）", words)
    (9, 0)
    >>> signed("两岸群众奔走相告。（下午的渡船）", words), signed("两岸群众奔走相告。（王宁 摄）", words)
    (0, 0)
    >>> signed("两岸群众奔走相告。（晋文体）", words), signed("两岸群众奔走相告。（有删节）", words)
    (9, 0)
    """
    credited = _CREDITED_TAIL.search(line) if len(line) > LONGEST_CAPTION else None
    if credited and byline(line[credited.start() :].strip(), vocabulary):
        return credited.start()
    slash = max(line.rfind("\\"), line.rfind("＼"))
    if slash > 0 and _ENDS_BEFORE.search(line, max(0, slash - 3), slash) and closing(line[slash:], vocabulary):
        return slash
    reports = _REPORTS_BARE.search(line) if line[-1:] in ("报", "報") else None
    if reports and is_name(reports["name"], vocabulary):
        return reports.start("name")
    begin = max(line.rfind("（"), line.rfind("(")) if line[-1:] in ("）", ")") else -1
    tail = _SIGNED.match(line, begin) if begin > 0 else None
    if not tail or not _ENDS_BEFORE.search(line, max(0, begin - 3), begin):
        return 0
    inner = tail[1]
    if inner.rstrip().endswith(_PHOTOGRAPHED):
        return 0  # It belongs to a caption and names the photographer.
    bare = re.sub(rf"[{SPACES}]", "", inner)
    found = byline(inner, vocabulary, bare=True) or run_together(inner, 0, vocabulary) or is_name(bare, vocabulary)
    pen_name = _pen_name(inner, vocabulary) or _roled(inner, vocabulary)
    sourced = _SOURCE.fullmatch(bare) and closing(line[begin:], vocabulary)
    return begin if found or pen_name or sourced or _by_unit(inner) else 0


def open_ended(line: str, vocabulary: Vocabulary) -> bool:
    """Whether a byline ends with a role word, so that the name must stand on the next line."""
    bare = line.rstrip()
    done = (*vocabulary.roles["credit"], *vocabulary.roles["after"])
    return any(len(word) > 1 and word not in done and bare.endswith(word) for word in vocabulary.roles["before"])


def closing(line: str, vocabulary: Vocabulary) -> tuple[Credit, ...]:
    """The names of a line that is a byline in brackets, as at the end of an article: `（本报记者 周小倩）`, `（定 农）`; empty if it
    is none."""
    match = _BRACKETED.match(line)
    if not match:
        return ()
    inner = match[1] or match[2]
    # In such brackets also headings stand: 【护眼贴士】.
    named = line[0] not in "【〔［" or is_name(re.sub(rf"[{SPACES}]", "", inner), vocabulary)
    found = (
        _from_place(line)
        or letters.sender(inner, vocabulary)
        or byline(inner, vocabulary, bare=True)
        or (_single(inner, vocabulary) if named else ())
        or _by_unit(inner)
        or credits.bare(inner, run_together(inner, 0, vocabulary))
        or _roled(inner, vocabulary)
        or _pen_name(inner, vocabulary)
    )
    moved = [replace(c, start=c.start + 1, spans=tuple((begin + 1, end + 1) for begin, end in c.spans)) for c in found]
    return _tile(moved, len(line)) if found else ()


def _from_place(line: str) -> tuple[Credit, ...]:
    """Who reports from a place, where nothing parts the two, as in Taiwan: （記者張安花蓮報導）. The place is a credit. The offsets count
    behind the bracket."""
    match = _RUN_ALONE.fullmatch(line)
    if match is None:
        return ()
    spans = tuple((match.start(group) - 1, match.end(group) - 1) for group in ("role", "name", "place"))
    return (Credit(match["role"], match["name"], match["place"], spans[0][0], spans[2][1], spans),)


def outlet(line: str) -> bool:
    """Whether the line is only the name of a newspaper or station: `齐鲁晚报·齐鲁壹点`. Such a line can stand above a byline."""
    return bool(_OUTLET.match(line))


def role_alone(line: str) -> bool:
    """Whether a line says who signs, without a name.

    >>> role_alone("新华社记者"), role_alone("记者"), role_alone("本报记者获悉")
    (True, False, False)
    """
    return bool(_ROLE_ALONE.fullmatch(line.strip()))


def dateline(paragraph: str, vocabulary: Vocabulary) -> tuple[bool, tuple[Credit, ...]]:
    """Whether a paragraph begins with a dateline (电头, `本报讯`), and the names in that dateline."""
    paragraph = paragraph.lstrip(credits.MARKS + SPACES)
    match = _BRACKETED_DATELINE.match(paragraph) or _DATELINE.match(paragraph) or REPORTS.match(paragraph)
    if not match:
        return False, ()
    if match.re is _BRACKETED_DATELINE and not match.lastgroup:
        # 【本报讯】（记者 李平）; 【本報訊】記者李平報道：
        named = _BEHIND_DATELINE.match(paragraph, match.end())
        if named and vocabulary.role_word.search(named[1]):
            return True, _in_dateline(named[1], vocabulary, bracketed=True)
        match = REPORTS.match(paragraph[match.end() :]) or _DATELINE.match(paragraph[match.end() :]) or match
    inner = next((group for group in match.groups()[1:] if group), None) if match.re is _DATELINE else match[match.lastgroup or 1]
    if not inner:
        return True, ()
    bracketed = paragraph[: match.end()].partition(inner)[0][-1:] in ("（", "(", "〔", "[")
    return True, _in_dateline(inner, vocabulary, bracketed=bracketed)


def _in_dateline(inner: str, vocabulary: Vocabulary, *, bracketed: bool) -> tuple[Credit, ...]:
    """The names in a dateline, without its brackets."""
    found = byline(inner, vocabulary, bare=True) or _single(inner, vocabulary)
    return found or (_roled(inner, vocabulary) if bracketed else ())


@lru_cache(RECENT)
def opens(plain: str) -> bool:
    """Whether a line begins with a dateline (电头), or （上接第一版）, as only the first paragraph of an article does.

    >>> opens("本报讯自村（社区）“两委”"), opens("记者昨日获悉")
    (True, False)
    """
    return bool(_OPENS.match(plain) or _BRACKETED_DATELINE.match(plain))


def _by_unit(inner: str) -> tuple[Credit, ...]:
    """The unit that signs in brackets; empty if there is none."""
    if not _UNIT_SIGNS.fullmatch(inner.strip()):
        return ()
    begin, end = _span(inner)
    return (Credit(None, inner.strip(), None, begin, end, ((begin, end),)),)


def _pen_name(inner: str, vocabulary: Vocabulary) -> tuple[Credit, ...]:
    """A pen name in brackets at the end of a text: two or three characters that are no word and no note."""
    bare = re.sub(rf"[{SPACES}]", "", inner)
    named = len(bare) in (2, 3) and is_shaped(bare, vocabulary) and not _END_MARK.fullmatch(bare)
    begin, end = _span(inner)
    return (Credit(None, bare, None, begin, end, ((begin, end),)),) if named else ()


def _roled(inner: str, vocabulary: Vocabulary) -> tuple[Credit, ...]:
    """The names behind the only role word in the brackets of a dateline, although they are common words (记者 骏马); empty if they say what
    was done."""
    role = vocabulary.role_word.match(inner)
    if role is None or vocabulary.role_word.search(inner, role.end()) or credits.DONE.search(inner, role.end()):
        return ()
    found = [(begin + role.end(), begin + role.end() + size) for _, begin, size in names_in(inner[role.end() :], vocabulary, has_length)]
    if not found:
        return ()
    spans = [(role.span(), span) if not n else (span,) for n, span in enumerate(found)]
    return tuple(
        _tile([Credit(role[0], inner[a:b], None, parts[0][0], b, parts) for (a, b), parts in zip(found, spans, strict=True)], len(inner))
    )


def _single(text: str, vocabulary: Vocabulary) -> tuple[Credit, ...]:
    """The names of a text that has no role words. They are a byline only if they stand in brackets or in a dateline."""
    if text.startswith(vocabulary.roles["before"]):
        return ()
    return tuple(credits.bare(text, names_in(text, vocabulary, has_length)))


def _span(line: str) -> tuple[int, int]:
    """The span of a line without its margins."""
    return len(line) - len(line.lstrip()), len(line.rstrip())


def _tile(found: list[Credit], length: int) -> tuple[Credit, ...]:
    """The names with offsets that cover the whole line. Each one ends where the next begins, so that the characters between two
    names belong to the first of the two."""
    starts = [0, *(credit.start for credit in found[1:])]
    return tuple(replace(c, start=start, end=end) for c, start, end in zip(found, starts, [*starts[1:], length], strict=True))
