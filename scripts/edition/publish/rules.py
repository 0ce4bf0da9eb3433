"""The rules of restoration in words that a reader understands; a test looks for the one that has none."""

from __future__ import annotations

RULES = {
    # Characters: scripts/data/characters.tsv.
    "byte-order-mark": "编码标记",
    "compatibility-ideograph": "兼容汉字读作通用字",
    "control-character": "无形的控制字符",
    "form-feed": "换页符",
    "full-width-digit": "全角数字读作半角",
    "full-width-letter": "全角字母、符号读作半角",
    "horizontal-bar": "横线读作破折号的一半",
    "invisible-character": "无形的字符",
    "kangxi-radical": "康熙部首读作同形的汉字",
    "ligature": "西文连字拆作字母",
    "presentation-form": "竖排、小型标点读作通用标点",
    "radical-supplement": "部首符号读作同形的汉字",
    "soft-hyphen": "无形的断词符",
    "two-em-dash": "长破折号读作通用破折号",
    "unreadable-glyph": "失落的字形以□代替",
    # Blanks, lines and columns.
    "blank-beside-number": "数字与汉字之间的空格",
    "blank-beside-punctuation": "标点旁的空格",
    "blank-line": "空行",
    "blanks-to-one": "连续的空白读作一个空格",
    "folded-line": "几栏折作一行，折处的空白",
    "gutter": "并栏一行，栏间的空白",
    "justification": "两端对齐撑开的空格",
    "letter-spacing": "疏排的字距",
    "line-break": "断行",
    "margin": "行首、行末的空白",
    "markdown-mark": "转换程序所加的标记",
    # Points and marks.
    "ascii-punctuation": "汉字旁的半角标点读作全角",
    "byline-separator": "署名中的间隔：空格、标点、括号、署名前的符号",
    "caption-mark": "图片说明前的指示符号",
    "kicker-blank": "引题与主题之间的空格",
    "subtitle-dash": "副题前的破折号，由版式另加",
    # Supplied.
    "title-lines": "标题各行之间的空格",
    "word-space": "断行处西文词之间的空格",
    # Furniture: scripts/data/furniture.tsv.
    "code-line": "扫码提示",
    "code-slogan": "扫码旁的广告语",
    "contact-line": "联系方式、刊号等",
    "folio": "报头、报眉：报名、日期、版次",
    "jump-line": "转版、接版的提示",
    "section-name": "栏目名",
    "staff-line": "责任编辑、版式、校对等",
    "staff-line-bare": "责任编辑、版式、校对等",
    "credit": "没有姓名的“文/图”一类",
}
"""By the name that pieces and verdicts carry."""

QUIET = frozenset(("line-break", "blank-line"))
"""Rules that every line is under: they are told last, and not for each line."""
MOVED = "阅读的次序与原文不同"
MENDED = {
    "caption": "句子跨过图片说明相连",
    "furniture": "句子跨过版面附件相连",
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
    "furniture": "版面附件",
}
KINDS = {"changed": "改字", "set aside": "另存", "supplied": "补", "moved": "移置", "mended": "缀合"}


def rule_words(rule: str) -> str:
    """The rule in words; its name where it has none.

    >>> rule_words("letter-spacing"), rule_words("no-such-rule")
    ('疏排的字距', 'no-such-rule')
    """
    return RULES.get(rule, rule)


def role_words(role: str) -> str:
    """The role of a passage in words."""
    return ROLES.get(role, role)
