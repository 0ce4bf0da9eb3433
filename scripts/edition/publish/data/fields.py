"""The fields of all that is published as data, each with its name, its words for readers and the JSON Schema of its values.

This is the one list: the schemas, the data package and the head of the table follow from it. `docs/about/data.md` explains the same
fields at greater length; a test compares the names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from edition.model import LEVELS
from edition.publish.phrases import LEVEL_WORDS
from edition.rulings import LEVELS as PROOFREAD

Schema = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record, or one column of a table."""

    name: str
    title: str
    """What it is called for readers."""
    about: str
    """What it says, in a sentence or two for readers."""
    schema: Schema
    """The JSON Schema of its values."""


TEXT: Schema = {"type": "string"}
MAYBE: Schema = {"type": ["string", "null"]}
TEXTS: Schema = {"type": "array", "items": TEXT}
COUNT: Schema = {"type": "integer", "minimum": 0}
LINE: Schema = {"type": "integer", "minimum": 1}
EXTENT: Schema = {"type": "array", "items": LINE, "minItems": 2, "maxItems": 2}


def record(**fields: Schema) -> Schema:
    """The schema of an object that has these fields, all of them and no others."""
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


RULINGS: Schema = {
    "type": "array",
    "items": record(what=TEXT, lines={"type": "array", "items": LINE, "maxItems": 2}, why=MAYBE, by=MAYBE, date=MAYBE),
}
BYLINES: Schema = {
    "type": "array",
    "items": record(role=MAYBE, name={"type": "string", "minLength": 1}, in_text={"type": "boolean"}, credit=MAYBE),
}
BLOCKS: Schema = {
    "type": "array",
    "items": record(kind={"enum": ["paragraph", "heading", "caption", "table"]}, text={"type": "string", "minLength": 1}, lines=EXTENT),
}
PLACE = record(code=MAYBE, doubtful={"type": "array", "items": {"enum": list(LEVELS)}})
SHA256: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
COUNTS: Schema = {"type": "object", "additionalProperties": {"type": "integer", "minimum": 1}}
PROOF = "校对到了哪一级：机校、初校、复校；没有写的是未校"

ARTICLE: tuple[Field, ...] = (
    Field("id", "编号", "永久地址的末段", {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}),
    Field("seed", "原始文本", "原始文本的文件名", TEXT),
    Field("kicker", "引题", "没有的是 null", MAYBE),
    Field("title", "主题", "没有的是 null", MAYBE),
    Field("subtitle", "副题", "没有的是 null", MAYBE),
    Field("bylines", "署名", "一人一项：身份、姓名、分工，以及这几个字是否也在正文里", BYLINES),
    Field("blocks", "正文各块", "段落、小标题、图片说明和表格，各有文字和首末行", BLOCKS),
    Field("set_aside", "版面附件", "夹在文中而不属于正文的版面附件", TEXTS),
    *(Field(level, f"{LEVEL_WORDS[level]}级", "地点这一级的全称，没有的是 null", MAYBE) for level in LEVELS),
    Field("place", "地点", "最小一级的行政区划代码，以及存疑的各级", PLACE),
    Field("date", "日期", "EDTF 写法，没有的是 null", MAYBE),
    Field("newspaper", "报名", "没有的是 null", MAYBE),
    Field("issue", "期号", "版面上写明的，没有的是 null", MAYBE),
    Field("page", "版次", "如 4、A03，没有的是 null", MAYBE),
    Field("page_name", "版名", "如要闻，没有的是 null", MAYBE),
    Field("themes", "专题", "最切合的在前", TEXTS),
    Field("copies", "同文另本", "同一篇文章在别的原始文本里的编号", TEXTS),
    Field("proofread", "校对", f"{PROOF}，是 null", {"enum": [*PROOFREAD, None]}),
    Field("rulings", "编者裁定", "裁定了什么，首行和末行，缘由，谁，哪一天", RULINGS),
    Field("notes", "存疑", "复原时拿不准、有待编者核对之处", TEXTS),
    Field("lines", "首末行", "文章在原始文本中的首行和末行", EXTENT),
)
"""Of `articles.jsonl`, one record an article."""

SEED: tuple[Field, ...] = (
    Field("seed", "原始文本", "文件名", TEXT),
    Field("sha256", "校验值", "原文件的 SHA-256", SHA256),
    Field("encoding", "编码", "原文件的编码", TEXT),
    Field("articles", "文章", "由它整理出的文章的编号", TEXTS),
    Field("set_aside", "版面附件", "不属于任何一篇的版面附件，以及行内搁置而含有文字的标记", TEXTS),
    Field("rulings", "编者裁定", "关于这一份的编者裁定", RULINGS),
)
"""Of `seeds.jsonl`, one record a dump."""

EDITION: tuple[Field, ...] = (
    Field("articles", "文章", "文章篇数，同文另本只计一篇", COUNT),
    Field("dumps", "原始文本", "原始文本份数", COUNT),
    Field("first", "最早的日期", "只知年、月的写到年、月；都没有的是 null", MAYBE),
    Field("last", "最晚的日期", "同上", MAYBE),
    Field("newspapers", "报名", "各报的文章篇数，多的在前", COUNTS),
    Field("provinces", "省份", "各省的文章篇数，多的在前", COUNTS),
    Field("search", "检索", "检索数据的版本", TEXT),
)
"""Of `edition.json`."""

COLUMNS: tuple[Field, ...] = (
    Field("id", "编号", "永久地址的末段", TEXT),
    Field("address", "地址", "文章网页的地址；没有公开网址的，是相对于网站首页的路径", TEXT),
    Field("title", "主题", "原文未见标题的，以正文起首代替", TEXT),
    Field("kicker", "引题", "没有的留空", TEXT),
    Field("subtitle", "副题", "没有的留空", TEXT),
    Field("bylines", "署名", "身份、姓名，括号里是分工；几人之间用分号（；）", TEXT),
    Field("newspaper", "报名", "没有的留空", TEXT),
    Field("date", "日期", "EDTF 写法", TEXT),
    Field("issue", "期号", "版面上写明的", TEXT),
    Field("page", "版次", "如 4、A03", TEXT),
    Field("page_name", "版名", "如要闻", TEXT),
    *(Field(level, f"{LEVEL_WORDS[level]}级", "地点这一级的全称", TEXT) for level in LEVELS),
    Field("code", "行政区划代码", "地点最小一级的代码", TEXT),
    Field("inferred", "推断", "以上地点、日期、报名各列中，推断或存疑的列名；不在其中的，是版面上写明或编者裁定的", TEXT),
    Field("themes", "专题", "最切合的在前，其间用分号（；）", TEXT),
    Field("characters", "字数", "text 一列的字数，空白不计", COUNT),
    Field("seed", "原始文本", "原始文本的文件名", TEXT),
    Field("first_line", "首行", "文章在原始文本中的首行", LINE),
    Field("last_line", "末行", "文章在原始文本中的末行", LINE),
    Field("copies", "同文另本", "同一篇文章在别的原始文本里的编号，其间用分号（；）", TEXT),
    Field("proofread", "校对", PROOF, TEXT),
    Field("text", "正文", "段落、小标题和表格，一块一行；表格一行一行，格与格之间空一格", TEXT),
    Field("captions", "图片说明", "一条一行", TEXT),
)
"""Of `articles.csv`, one row an article."""
FACTS = tuple(field for field in COLUMNS if field.name not in ("text", "captions"))
"""The columns of the tables of lists, which have no texts."""
