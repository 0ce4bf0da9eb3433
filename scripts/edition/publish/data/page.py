"""The page of all downloads (`downloads/index.md`): every file with what it holds, its size and its hash.

It is not committed: hashes change with every text, and those of archives with the library that packs them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from edition.publish.crumbs import HOME
from edition.publish.data.lists import DOWNLOADS, INDEXES, Listed
from edition.publish.data.schemas import Noted
from edition.publish.escape import escape
from edition.publish.indexes.index import BROWSE
from edition.publish.indexes.lists import Page, page
from edition.publish.views import Link

SHORT = 12
"""Digits of a hash that are shown; the whole stands in its title."""


def data_page(files: Sequence[Noted], lists: Sequence[Listed], rights: str) -> Iterator[Page]:
    """The page and its view.

    Args:
        files: all files, in the order in which they are listed.
        lists: the lists that have files of their own.
        rights: whose the texts are; empty where nobody says.
    """
    by_path = {file.path: file for file in files}
    own = {path for one in lists for _, path in one.files}
    whole = [file for file in files if file.path not in own]
    blocks = [
        f"# {DOWNLOADS.text}",
        "各项的含义见[数据](../about/data.md)，怎样用见[数据用例](../about/examples.md)。"
        "`data/SHA256SUMS` 列出各个文件的校验值，在 `data/` 里运行 `sha256sum -c SHA256SUMS` 就可以核对。",
        *([f"权利：{escape(rights)}"] if rights else []),
        "## 全部文章",
        _table([file for file in whole if not _explains(file)]),
        "## 格式说明",
        _table([file for file in whole if _explains(file)]),
    ]
    for index, name in INDEXES.items():
        rows = [one for one in lists if one.index == index]
        if rows:
            blocks += [f"## {name}", "\n".join(["| 名称 | 篇数 | 下载 |", "|---|---|---|", *(_row(one, by_path) for one in rows)])]
    tei = "每份原始文本各成一个 TEI P5 文件（`data/tei/`），每篇文章各成 TEI 和 JSON（`data/articles/`），由各自的网页下载。"
    blocks += ["## TEI 与 JSON", tei]
    blocks += ["## Parquet", "表格另可写成 Parquet（`make data`），放在网站的 `data/articles.parquet` 和 `data/seeds.parquet`。"]
    yield from page(DOWNLOADS.page, DOWNLOADS.text, (HOME, BROWSE, Link(DOWNLOADS.text)), blocks)


def _explains(file: Noted) -> bool:
    return file.name.startswith("schemas/") or file.name in ("datapackage.json", "SHA256SUMS")


def _table(files: Sequence[Noted]) -> str:
    rows = [
        f"| [{escape(file.name)}](../{file.path}) | {escape(file.about)} | {'' if file.records is None else file.records} "
        f'| {size_words(file.size)} | `{file.sha256[:SHORT]}`{{: title="{file.sha256}" }} |'
        for file in files
    ]
    return "\n".join(["| 文件 | 内容 | 条数 | 大小 | SHA-256 |", "|---|---|---|---|---|", *rows])


def _row(one: Listed, by_path: Mapping[str, Noted]) -> str:
    links = (f"[{name}](../{path})（{size_words(by_path[path].size)}）" for name, path in one.files)
    return f"| {escape(one.name)} | {len(one.articles)} | {' · '.join(links)} |"


def size_words(size: int) -> str:
    """A size in words.

    >>> size_words(0), size_words(999), size_words(1234567)
    ('0 字节', '999 字节', '1.2 MB')
    """
    if size < 1000:
        return f"{size} 字节"
    return f"{size / 1000:.0f} KB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"
