"""What rules, roles and changes are called for readers; a test looks for the rule that has no words.

A rule that a row of `scripts/data/` names has its words in that row.
"""

from __future__ import annotations

from edition.model import Edition

RULES = {
    # Blanks, lines and columns.
    "blank-beside-number": "数字与汉字之间的空格",
    "blank-beside-punctuation": "标点旁的空格",
    "blank-line": "空行",
    "blanks-to-one": "连续的空白读作一个空格",
    "folded-line": "几栏折作一行，折处的空白",
    "woven-line": "几栏的行交错排列，行末的换行",
    "gutter": "并栏一行，栏间的空白",
    "justification": "两端对齐撑开的空格",
    "letter-spacing": "疏排的字距",
    "speck": "识别程序误认的斑点",
    "line-break": "断行",
    "margin": "行首、行末的空白",
    "markdown-mark": "转换程序所加的标记",
    "markup": "网页标签、图片链接、分隔线等排版记号",
    "html-entity": "网页字符代号读作所代的字符",
    "raised-figure": "上标、下标数字",
    "latex": "按数学公式写的数字、单位读作通常写法",
    "unnamed-glyph": "转换程序没有认出的字（cid 代号）",
    "table-cell": "表格的分栏",
    "table-row": "表格的分行",
    # Points and marks.
    "ascii-punctuation": "汉字旁的半角标点读作全角",
    "full-stop": "句末的圆点读作句号",
    "line-end-hyphen": "西文词断行处的连字符",
    "byline-separator": "署名中的间隔：空格、标点、括号、署名前的符号",
    "caption-mark": "图片说明前的指示符号",
    "kicker-blank": "引题与主题之间的空格",
    "titles-blank": "同一行上两个标题之间的空格",
    "subtitle-dash": "副题前的破折号，由版式另加",
    # Editors.
    "ruling": "编者裁定",
    "emended": "编者改正误字",
    # Supplied.
    "title-lines": "标题各行之间的空格",
    "list-space": "名单断行处姓名之间的空格",
    "word-space": "断行处西文词之间的空格",
    # Furniture that no row names.
    "folio": "报头、报眉：报名、日期、版次",
    "date-line": "单独成行的日期",
    "credit": "没有姓名的“文/图”一类",
    "title-again": "标题又印了一次",
    "guide": "他版文章的导读",
}
"""Rules that the program itself names, by the name that pieces and verdicts carry."""

QUIET = frozenset(("line-break", "blank-line"))
"""Rules that every line is under: they are told last, and not for each line."""
MOVED = "阅读的次序与原文不同"
MENDED = {
    "caption": "句子跨过图片说明相连",
    "furniture": "句子跨过版面附件相连",
    "table": "句子跨过表格相连",
    "column": "句子跨过并排的另一栏相连",
    "article": "句子跨过另一篇文章相连",
    "inside": "句子跨过本文的别处相连",
}
"""By what stood between the halves of a sentence."""
ROLES = {
    "kicker": "引题",
    "title": "主题",
    "subtitle": "副题",
    "byline": "署名",
    "paragraph": "段落",
    "heading": "小标题",
    "caption": "图片说明",
    "table": "表格",
    "furniture": "版面附件",
}
KINDS = {"changed": "改字", "set aside": "另存", "supplied": "补", "moved": "移置", "mended": "缀合"}


class RuleWords:
    """The rules of an edition in words: those of the vocabulary's rows, and those of the program."""

    def __init__(self, edition: Edition) -> None:
        self._words = {**RULES, **edition.rule_words}

    def of(self, rule: str) -> str:
        """The rule in words; its name where it has none."""
        return self._words.get(rule, rule)


def role_words(role: str) -> str:
    """The role of a passage in words."""
    return ROLES.get(role, role)
