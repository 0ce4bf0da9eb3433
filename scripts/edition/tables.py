"""The tables of `scripts/data/`: TSV files with comment lines (`#`) and one header line, where one row is one fact."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from edition.errors import Said, VocabularyError


def table(path: Path, columns: int) -> Iterator[tuple[str, list[str]]]:
    """The rows below the header, each with its `file:line`.

    Raises:
        VocabularyError: the file cannot be read, or a row has another number of columns.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise VocabularyError(
            str(path),
            Said(f"读不出来（{error.strerror}）", f"cannot be read ({error.strerror})"),
            Said("请从仓库恢复这个文件", "restore the file from the repository"),
        ) from error
    except UnicodeDecodeError as error:
        raise VocabularyError(
            str(path),
            Said(f"第 {error.start} 字节处不是 UTF-8", f"is not UTF-8 at byte {error.start}"),
            Said("请另存为 UTF-8", "save it as UTF-8"),
        ) from error
    header, name = False, str(path)
    for number, line in enumerate(lines, 1):
        if not line.strip() or line[0] == "#":
            continue
        cells = line.split("\t")
        if len(cells) != columns:
            what = Said(
                f"{line[:60]!r} 有 {len(cells)} 栏，应有 {columns} 栏", f"{len(cells)} columns instead of {columns} in {line[:60]!r}"
            )
            raise VocabularyError(f"{path}:{number}", what, Said("请在每两栏之间放一个制表符", "separate the columns by one tab each"))
        if header:
            yield f"{name}:{number}", cells
        header = True


@contextmanager
def compiling(place: str, pattern: str) -> Iterator[None]:
    """A block that compiles a pattern of a table.

    Args:
        place: `file:line` of its row.
        pattern: as it stands there.

    Raises:
        VocabularyError: it is no regular expression.
    """
    try:
        yield
    except re.error as error:
        raise VocabularyError(
            place,
            Said(f"式样 {pattern} 读不懂（{error}）", f"pattern {pattern} cannot be read ({error})"),
            Said("请改正这个正则表达式", "mend the regular expression"),
        ) from error
