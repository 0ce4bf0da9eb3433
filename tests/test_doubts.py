"""What the edition says when it is not sure of an article."""

from __future__ import annotations

import pickle

import pytest

from edition.model import About, Doubt
from edition.restore import restore
from edition.trace import SourceLines
from edition.vocabulary import Vocabulary

PAGE = """余家湾渡口添了新船
记者 吴昊
余家湾渡口今年添了两条新
船，过河的人多了，撑船的余大
爷忙了起来，每天清早都可以瞧
{}桥头有人等着要上他的船的样，
村里的人去镇上读书、买菜都走
{}桥头那边，大家说船添得很对，
今后还要再修一座码头，让外
地的客人也来坐船，渡口的石阶
也要修宽，老人和孩子走得稳。
"""


def _notes(page: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    return restore(page.encode(), "page.txt", vocabulary).articles[0].doubts


def test_blank_lines_inside_sentences_over_which_no_word_goes_on(vocabulary: Vocabulary) -> None:
    """Such lines may stand out of order; a page without them is not doubted for it."""
    told = "原文多处在句中空行，上下行是否相接由程序判断，请核对"
    assert told in _notes(PAGE.format("\n", "\n"), vocabulary)
    assert told not in _notes(PAGE.format("", ""), vocabulary)


FLUSH = """余家湾渡口添了新船
记者 吴昊
余家湾渡口今年添了两条新船
以后过河的人多了。
撑船的余大爷也忙了起来每天
都在等着客人上船。
渡口的石阶修宽了老人和孩子
走得更加稳当了。
村里的人去镇上读书买菜方便
大家都说这两条船添得真好。
今后还要再修一座码头让来客
都有地方歇脚喝茶。
"""


def test_a_sentence_that_ends_with_its_line_where_paragraphs_have_no_indent(vocabulary: Vocabulary) -> None:
    """Nothing tells whether the paragraph ends there; where its last line has room left, it does."""
    told = "段首不缩进"
    assert any(told in note for note in _notes(FLUSH, vocabulary))
    assert not any(told in note for note in _notes(FLUSH.replace("大家都说", "大家说"), vocabulary))


SHORT = """余家湾渡口添了新船
记者 吴昊
余家湾渡口今年添了两条新船
，过河的人多了，撑船的余大爷
忙了起来，每天清早都在等客。
村里的人去镇上读书买菜都要走
桥头那边，大家说船添得很对，
今后还要再修一座码头。
"""


def test_a_sentence_that_ends_with_its_line_where_few_lines_show_how_wide_a_column_is(vocabulary: Vocabulary) -> None:
    """With more full lines in the column its width is sure, and so is that the line is full."""
    told = "栏宽只有几行为凭"
    assert any(told in note for note in _notes(SHORT, vocabulary))
    more = "今后还要再修一座码头让远近的\n客人也来坐一坐船看一看江两岸\n" * 5
    assert not any(told in note for note in _notes(SHORT + more, vocabulary))


VERSE = """渡口谣
□ 柳青禾
渡口的风啊吹了又吹
吹老了石阶吹老了船桅
摆渡的人站在船头
把一声号子喊成了流水
娘在岸上喊我的乳名
一声比一声轻
"""
RADIO = """村里装上了广播
记者 吴昊
平川村的电线杆上装了广播，每天清早播天气和菜价，老人坐在门口就能听见，再也不用跑到村部去问，
一年下来，村里的菜少烂了三成，大家都说这个广播装得好，邻村也跟着装了起来，还请平川村的人去教
"""


def test_a_text_without_a_stop_at_its_end_is_doubted_unless_it_is_verse(vocabulary: Vocabulary) -> None:
    told = "没有句末标点，可能缺文或错接"
    assert not any(told in note for note in _notes(VERSE, vocabulary))
    assert any(told in note for note in _notes(RADIO, vocabulary))


TWO = """余家湾渡口添了新船
余家湾渡口今年添了两条新船，过河的人多了，撑船的余大爷忙了起来，每天清早都可以看见他。
渡口的石阶要修宽
渡口的石阶也要修宽，老人和孩子走得更稳，外地的客人也能来坐船，大家都说好。
"""


def test_a_title_that_shares_nothing_with_its_text_gives_it_no_place(vocabulary: Vocabulary) -> None:
    (article,) = restore(RADIO.replace("村里装上了广播", "山路弯弯通果园").encode(), "page.txt", vocabulary).articles
    assert article.blurred
    assert not restore(RADIO.encode(), "page.txt", vocabulary).articles[0].blurred


ORCHARD = """石桥村的梨熟了
记者 周敏
石桥村的梨今年熟得早，果农天不亮就上山摘梨，一筐一筐背到路边，等着收购的货车开进村来。
一条山路弯弯曲曲通到果园，车开不上去，梨全靠人背，背一筐下来要歇三回。
"""


@pytest.mark.parametrize(
    ("page", "doubted"),
    [
        (RADIO.replace("村里装上了广播", "山路弯弯通果园"), False),
        (RADIO.replace("村里装上了广播", "喜讯天天传到家") + ORCHARD, False),
        (RADIO.replace("村里装上了广播", "山路弯弯通果园") + ORCHARD, True),
        (RADIO.replace("村里装上了广播", "喜讯天天传到家") + ORCHARD.replace("石桥村的梨熟了", "平川村的广播"), True),
    ],
    ids=["no other text", "the other text has its title", "the other text has its words", "it has the words of the other title"],
)
def test_such_a_title_is_doubted_where_it_may_be_another_articles(page: str, doubted: bool, vocabulary: Vocabulary) -> None:
    article = restore(page.encode(), "page.txt", vocabulary).articles[0]
    assert article.blurred
    assert any("少有共同字词" in note for note in article.doubts) == doubted


def test_a_line_of_a_head_may_be_the_title_of_another_text(vocabulary: Vocabulary) -> None:
    """The second line of the head has its words in the text below the next head, and none in its own."""
    told = "有一行或属另一篇"
    page = RADIO.replace("村里装上了广播", "村里装上了广播\n果农上山摘梨忙") + ORCHARD
    assert any(told in note for note in _notes(page, vocabulary))
    assert not any(told in note for note in _notes(RADIO + ORCHARD, vocabulary))


def test_an_article_with_two_bylines_may_be_two(vocabulary: Vocabulary) -> None:
    told = "有几处署名"
    page = RADIO.rstrip() + "。\n记者 周敏\n广播一响，老人就把板凳搬到门口，听完菜价再下地。\n"
    assert any(told in note for note in _notes(page, vocabulary))
    assert not any(told in note for note in _notes(RADIO, vocabulary))


FIGURES = """石桥村通了公交
本报讯 石桥村昨日通了公
交，村里的老人和孩子都来
看热闹，路口的人挤得满满
的，还有人放了一挂鞭炮。
往后进城，再也不用走
五里山路，站牌就立在村口
老槐树底下的那块平地上。
公交2路、5路、11路经过
村口，票价两块，老人凭证
可以免票坐车进城，带菜篮
子的人也能上车。
"""


def test_a_line_with_figures_may_be_full_where_it_looks_indented(vocabulary: Vocabulary) -> None:
    """Figures are a little wider in print than columns tell, so that the sentence may or may not begin a paragraph."""
    told = "一段的开头，也可能是上文的接续"
    assert any(told in note for note in _notes(FIGURES, vocabulary))


def test_an_unclear_border_is_doubted_on_both_sides(vocabulary: Vocabulary) -> None:
    """The line between the two texts is a heading of the one or the title of the other, and one costs about as much as the other."""
    articles = restore(TWO.encode(), "page.txt", vocabulary).articles
    assert [article.blurred for article in articles] == [True, True]
    assert all(any("分界不甚分明" in note for note in article.doubts) for article in articles)


PICTURE = """农村信息服务进展明显
本报记者 吴昊
农业部门今年建成信息服务平台二十个，培训信息员一千多人，农
民打一个电话就能问到行情。
各地还办起了展销会，引导企业下乡收购，卖难的事少了许多，农
民的收入比上年增加了一成。


{}

近日，外地的果树专家来到青溪县南沟村，五十多位果农听了课。
"""


@pytest.mark.parametrize(
    ("line", "own"),
    [
        ("专家讲剪枝", 2),  # the title of another article, or a caption
        ("图为专家在讲剪枝。", None),  # a caption, sure enough
    ],
)
def test_what_stands_below_a_line_that_may_be_a_title_may_be_another_articles(line: str, own: int | None, vocabulary: Vocabulary) -> None:
    (article,) = restore(PICTURE.format(line).encode(), "page.txt", vocabulary).articles
    assert article.own == own
    assert len(article.blocks) == 4


FIRST = """果农听上专家课
本报记者 吴昊


青溪县南沟村昨天办起了果树剪枝班


近日，外地的果树专家来到青溪县南沟村，当场给果农传授果林养护门道，五十多位果农听了课，大家都说讲得好，
回去就照着做。
"""


def test_below_a_first_line_in_doubt_the_text_is_the_articles_own(vocabulary: Vocabulary) -> None:
    """No text of another article stands above it."""
    (article,) = restore(FIRST.encode(), "page.txt", vocabulary).articles
    assert article.blocks[0].verdict.rival
    assert article.own is None


TURNS = """入夏以来，溪口镇连续下
石桥村的果园这几年换了
了十几天雨，河水涨到了
新品种，梨子个大皮薄，
警戒线。镇里抽调八十多
还没下树就被外地客商订
名干部，分成六个组，白
走了一半。村里建了两座
天巡堤，夜里守闸，把沿
冷库，挑剩下的也能存到
河的老人都接到了小学的
过年，价钱比往年高出三
教室里。厨房支起三口大
成。种梨大户周师傅算了
锅，妇女们轮流做饭，顿
一笔账，三十亩地除去人
顿有热汤。住在二楼的陈
工和肥料，净收入有二十
奶奶说，水来的时候心里
来万元，他打算明年再把
慌，看见穿雨衣的年轻人
坡上的荒地也开出来种
进了院子就不慌了。
上。
"""


def test_lines_of_columns_in_turn_are_doubted_and_no_word_of_theirs_is_sure(vocabulary: Vocabulary) -> None:
    told = "几栏的行交错排列"
    (article,) = restore(TURNS.encode(), "page.txt", vocabulary).articles
    assert any(told in note for note in article.doubts)
    assert article.own == 0
    assert not any(told in note for note in _notes(RADIO, vocabulary))


LOST = """渡船靠岸的早晨
{}
"""


@pytest.mark.parametrize(
    ("sign", "note"),
    [
        ("(cid:12)", "原文有2个字符转换程序没有认出，以“(cid:…)”代替"),
        ("\ufffd", "原文有2个字符转换程序没有认出，以□代替"),
        ("\ue123", "原文有2个字符转换程序没有认出，没有通用的字形"),
    ],
)
def test_characters_that_the_extractor_could_not_name_are_counted(sign: str, note: str, vocabulary: Vocabulary) -> None:
    text = "今年以来，全镇新增高标准农田{}八百亩，村民房前屋后硬{}化了，道路两旁栽上了桂花树。"
    assert any(found.startswith(note) for found in _notes(LOST.format(text.format(sign, sign)), vocabulary))
    assert not any("没有认出" in found for found in _notes(LOST.format(text.format("", "")), vocabulary))


def test_an_article_without_a_title(vocabulary: Vocabulary) -> None:
    text = "今年以来，全镇新增高标准农田八百亩，村民房前屋后硬化了，道路两旁栽上了桂花树。"
    assert _notes(text, vocabulary) == ("版上未见这一篇的标题",)
    assert "版上未见这一篇的标题" not in _notes(LOST.format(text), vocabulary)


def test_a_doubt_says_to_programs_what_it_is_about() -> None:
    """Also when it comes back from another process, and by the permanent number of its line."""
    doubt = Doubt("原文第2行：读作一段的开头，也可能是图注", About.READING, 2, "caption")
    back = pickle.loads(pickle.dumps(doubt))
    assert (back, back.about, back.line, back.second) == (str(doubt), About.READING, 2, "caption")
    moved = back.numbered(SourceLines("甲\n乙", (7, 9)))
    assert (moved, moved.about, moved.line, moved.second) == ("原文第9行：读作一段的开头，也可能是图注", About.READING, 9, "caption")


LEAD = """渡口的老船修好了

渡口的老船停了半年，镇上请来木匠换了船底的板子，又在船头装了一盏灯，夜里过河的人远远就能看见。

渡口边住着十二户人家，孩子每天坐船上学，船停的半年里要绕十里山路，天不亮就得出门。

{}

窗口前不收钱

记者 何雨

窗口是护士长提议开的，家属带来的饭菜凉了，从前只能用开水泡一泡，食堂的蒸箱空着也是空着。

现在每天有八十多位家属来热饭，食堂师傅把蒸箱擦得干干净净，还备了咸菜和热汤。
"""


@pytest.mark.parametrize(
    ("between", "doubted"),
    [
        ("医院的食堂里新开了一个窗口，专给照看病人的家属热饭，家里带来的饭菜都能放进蒸箱，规矩有三条：", True),
        ("老船下水那天，孩子站满了渡口，木匠在船头点了灯，船夫说要把半年的路都补回来。", False),
    ],
)
def test_a_paragraph_that_has_more_in_common_with_the_text_below(between: str, doubted: bool, vocabulary: Vocabulary) -> None:
    """It may be the lead of that text, whose title stands between them, but ends no sentence; both articles have the doubt."""
    above, below = restore(LEAD.format(between).encode(), "page.txt", vocabulary).articles
    assert [any("分界不甚分明" in note for note in article.doubts) for article in (above, below)] == [doubted, doubted]


BETWEEN = """本报讯（记者 何雨）河口村的石桥昨天通车，桥长四十二米，两岸的村民再也不用绕行七里山路。

石桥由村民自己筹款，二十六户人家凑了三十一万元，施工队让出了利润，河口村石桥修得又快又好。

河口村石桥通车

{}白杨镇的夜校开课

本报讯（记者 陶宁）白杨镇夜校本周开课，头一堂讲的是果树剪枝，教室里坐了六十多人，后排站满了。

夜校请来县里的农艺师，白杨镇的果农白天干活，晚上上课，一学期排了十二堂课。
"""


@pytest.mark.parametrize(("between", "doubted"), [("山里的路越走越宽\n\n", True), ("", False)])
def test_a_line_between_two_titles_may_be_of_either(between: str, doubted: bool, vocabulary: Vocabulary) -> None:
    """The text above ends with its title, and the next one begins with its own; the border may be above the line or below it."""
    articles = restore(BETWEEN.format(between).encode(), "page.txt", vocabulary).articles
    assert [any("分界不甚分明" in note for note in article.doubts) for article in articles] == [doubted, doubted]


MOWERS = """果园里来了新机器

记者 何雨

柳树沟的果园今年添了三台割草机，果农推着机器在树行里走，一天能割二十亩，从前要请六个人。

割草机是合作社凑钱买的，哪家用哪家加油，用完擦干净送回库房，谁也没有弄坏过一次。

{}
"""


@pytest.mark.parametrize(
    ("rest", "doubted"),
    [
        ("食堂的饭菜便宜了\n\n镇上的食堂把饭菜降了两块，老人中午来打饭，一荤两素八块钱，还送一碗汤。", True),
        ("算一笔账\n\n一台割草机四千块，三年用下来，每亩果园的除草钱从九十块降到了二十块。", False),
    ],
)
def test_a_heading_with_a_text_of_its_own_may_begin_another_article(rest: str, doubted: bool, vocabulary: Vocabulary) -> None:
    """It shares its words with the text below it alone, as a title does; the only heading of an article shares none here."""
    assert any("或不止一篇" in note for note in _notes(MOWERS.format(rest), vocabulary)) == doubted


def test_a_title_that_begins_with_a_dash(vocabulary: Vocabulary) -> None:
    """A line with a dash is a subtitle, so that the title above it is lacking."""
    told = "标题以破折号开头，其上或缺主题，请核对"
    page = "{}\n\n窗口是护士长提议开的，家属带来的饭菜凉了，从前只能用开水泡一泡，食堂的蒸箱空着也是空着。\n"
    assert told in _notes(page.format("——护士长和她的窗口"), vocabulary)
    assert told not in _notes(page.format("窗口前不收钱\n\n——护士长和她的窗口"), vocabulary)
