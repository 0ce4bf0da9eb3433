"""The tables of `scripts/data/`: TSV files with comment lines (`#`) and one header line, where one row is one fact."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from edition.errors import VocabularyError


def table(path: Path, columns: int) -> Iterator[tuple[str, list[str]]]:
    """The rows below the header, each with its `file:line`.

    Raises:
        VocabularyError: the file cannot be read, or a row has another number of columns.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise VocabularyError(str(path), f"cannot be read ({error.strerror})", "restore the file from the repository") from error
    except UnicodeDecodeError as error:
        raise VocabularyError(str(path), f"is not UTF-8 at byte {error.start}", "save it as UTF-8") from error
    header = False
    for number, line in enumerate(lines, 1):
        if not line.strip() or line[0] == "#":
            continue
        cells = line.split("\t")
        if len(cells) != columns:
            what = f"{len(cells)} columns instead of {columns} in {line[:60]!r}"
            raise VocabularyError(f"{path}:{number}", what, "separate the columns by one tab each")
        if header:
            yield f"{path}:{number}", cells
        header = True
