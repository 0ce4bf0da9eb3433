"""No letter of a byline is lost: role, name and credit say all that is printed, and what separates them is set aside by name.

Lines are drawn from roles, names, separators and odd words in any order, most of them such as no newspaper prints.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conftest import tables
from edition.apparatus import balance, unsaid
from edition.errors import AccountError
from edition.model import Article, Byline, Head, Restoration, Seed
from edition.publish.citations import authors
from edition.publish.phrases import byline_words
from edition.restore import restore
from edition.restore.rules.bylines import byline, closing, dateline
from edition.restore.rules.credits import LEFT_OVER, Credit
from edition.trace import Text

ROLES = sorted({word for found in tables().roles.values() for word in found})
NAMES = ("吴昊", "褚一", "王芳", "王 芳", "欧阳建国", "阿不都·热合曼", "若愚", "李涛王宁", "张本森", "文国平")
BETWEEN = (" ", "  ", "\u3000", "、", "，", "：", ":", "/", "／", " / ", "；", "|", "｜", "（", "）", "", "")
MARKS = ("", "", "", "□", "◎", "■ ")
ODD = ("文/摄", "图/", "摄影/报道", "的", "昨日", "，", "。", "A1", "□", "·")
STORY = "镇党委坚持把项目建设摆在首位，产业园引进企业十二家，带动三百户农民增收，群众的日子越过越红火。\n" * 2

token = st.sampled_from(ROLES) | st.sampled_from(NAMES) | st.sampled_from(("文", "图", "摄", "记者", "通讯员")) | st.sampled_from(NAMES)
part = st.tuples(token | token | token | st.sampled_from(ODD), st.sampled_from(BETWEEN)).map("".join)
line = st.tuples(st.sampled_from(MARKS), st.lists(part, min_size=1, max_size=7).map("".join)).map("".join)


def letters(text: str) -> str:
    """What is no blank, no mark and nothing that separates words."""
    return LEFT_OVER.sub("", text)


def _spoken(found: Iterable[Byline] | Iterable[Credit]) -> Counter[str]:
    """The letters of roles, names and credits."""
    return Counter(letters("".join(part for one in found for part in (one.role, one.name, one.credit) if part)))


def _agrees(printed: str, found: tuple[Credit, ...]) -> None:
    """The spans of what is said hold every letter in its order, and role, name and credit say what they hold."""
    spans = [span for credit in found for span in credit.spans]
    assert spans == sorted(spans)
    assert letters("".join(printed[begin:end] for begin, end in spans)) == letters(printed)
    assert [credit.start for credit in found] == [0, *(credit.end for credit in found[:-1])]
    for credit in found:
        own = Counter(letters("".join(printed[begin:end] for begin, end in credit.spans)))
        more = _spoken([credit]) - own
        assert not own - _spoken([credit]), credit
        # What is not printed here is a role or a credit that is printed once for several names.
        assert not more - Counter(letters((credit.role or "") + (credit.credit or ""))), credit
        assert credit.name.strip() and not re.search(r"\s", credit.name)


@settings(max_examples=600)
@given(line=line)
@example(line="通讯员 褚一 文/摄")
@example(line="文/王三 图/")
@example(line="记者 通讯员 王四")
@example(line="文/图 图/文 文/图 记者 吴昊")
@example(line="吴昊 记者 摄 王芳")
@example(line="吴昊 文/摄 记者 文/图")
def test_role_name_and_credit_say_every_letter(line: str) -> None:
    for found in (byline(line, tables()), byline(line, tables(), bare=True)):
        if found:
            _agrees(line, found)
    bracketed = f"（{line}）"
    if found := closing(bracketed, tables()):
        _agrees(bracketed, found)
    opening, spoken = dateline(f"本报讯（{line}）昨日，全镇召开动员会。", tables())
    assert opening
    if spoken:
        # The brackets of the line itself can end the dateline early.
        inner = re.split("[（(）)]", line)[0]
        assert _spoken(spoken) >= Counter(letters(inner))


@settings(max_examples=120)
@given(lines=st.lists(line, min_size=1, max_size=3), place=st.sampled_from(["above", "behind", "signed", "inside"]))
@example(lines=["本报记者 马远 通讯员", "杨玉 实习生", "李平"], place="above")
@example(lines=["记者 吴昊 文/图", "文/摄"], place="above")
@example(lines=["□记者 吴昊 | 通讯员 王芳 供图"], place="behind")
@example(lines=["记者 吴昊 文/摄"], place="signed")
@example(lines=["记者 吴昊 王芳 摄影报道"], place="inside")
@example(lines=["\ufffd记者 吴昊"], place="above")
@example(lines=["\ufffd吴昊 摄"], place="above")
def test_a_page_says_every_letter_of_its_bylines(lines: list[str], place: str) -> None:
    head = "产业园引来十二家企业\n"
    source = {
        "above": head + "\n".join(lines) + "\n" + STORY,
        "behind": head + STORY + "\n".join(lines) + "\n",
        "signed": head + STORY.rstrip() + f"（{lines[0]}）\n",
        "inside": head + f"本报讯（{lines[0]}）昨日，{STORY}",
    }[place]
    found = restore(source.encode(), "page.txt", tables())
    balance(found)
    for article in found.articles:
        assert all(one.name.strip() for one in article.bylines)
        assert all(name.strip() for name in authors(article))
        for one in article.bylines:
            assert not unsaid(one)
            aside = "".join(found.seed.text[piece.start : piece.end] for piece in one.text if piece.rule == "byline-separator")
            assert not letters(aside).replace("\ufffd", ""), aside
        shown = Counter(letters(byline_words(article.bylines)))
        assert not _spoken(_once(article.bylines)) - shown


def _once(bylines: Iterable[Byline]) -> list[Byline]:
    """Each name once, and a role that is the same as the one before left out, as the line under a headline shows them."""
    out: list[Byline] = []
    role: str | None = None
    for one in bylines:
        if all((one.role, one.name, one.credit) != (other.role, other.name, other.credit) for other in out):
            shown = None if out and one.role == role else one.role
            out.append(Byline(shown, one.name, one.text, one.in_text, one.credit))
        role = one.role
    return out


def test_a_byline_that_says_less_than_it_keeps_stops_the_build() -> None:
    source = "记者 吴昊 摄"
    seed = Seed("page.txt", "", "utf-8", source)

    def page(credit: str | None) -> Restoration:
        one = Byline("记者", "吴昊", Text.of(source), credit=credit)
        return Restoration(seed, (Article("page.txt", Head(), (one,), ()),))

    balance(page("摄"))
    with pytest.raises(AccountError, match=r"(?m)^page\.txt:1: .*'摄', which is in no role, name or credit; .+"):
        balance(page(None))


def test_a_role_without_a_name_is_a_doubt() -> None:
    (article,) = restore(f"产业园引来十二家企业\n文/王芳 图/\n{STORY}".encode(), "page.txt", tables()).articles
    assert [(one.role, one.name, one.credit) for one in article.bylines] == [("文", "王芳", "图/")]
    assert "原文第2行：署名中“图”之后没有姓名，可能缺文" in article.doubts


def test_what_separates_the_words_of_a_byline_is_set_aside() -> None:
    found = restore(f"产业园引来十二家企业\n□记者：吴 昊、王芳｜褚一（文/摄）\n{STORY}".encode(), "page.txt", tables())
    aside = [entry.before for entry in balance(found).entries if entry.rule == "byline-separator"]
    assert "".join(aside) == "□： 、｜（）"
    assert byline_words(found.articles[0].bylines) == "记者 吴昊、王芳、褚一（文/摄）"
