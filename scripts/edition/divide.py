"""The seeds of volumes out of a corpus: every dump goes to the volume of its newspaper or province and its year, byte for byte.

The corpus is read shard by shard, twice: first to count, then to write. What is written by hand afterwards stays: a dump that is there and
differs stops the work, and a list of volumes that is there is never changed.
"""

from __future__ import annotations

import argparse
import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from tqdm import tqdm

from edition import errors
from edition.commands import CommandLine, need, positive, run, speak_utf8
from edition.dumps import problem_of_name
from edition.errors import InputError, OutputError, Said
from edition.inputs import last_line
from edition.publish.phrases import NAME as TITLE
from edition.publish.spelling import ascii_name, order
from edition.volumes import NAME, Volume, Volumes, dump_volumes, load_volumes, problem_of_id, volume_lines

EXTRA = ("fsspec", "pyarrow")
"""What is needed besides the edition (`requirements-cluster.txt`)."""
BY = {"newspaper-year": ("newspaper", "报名未详"), "province-year": ("province", "省份未详")}
"""By what a corpus is divided: the column of its articles, and the words where it is unknown."""
NO_YEAR = "年份未详"
NOTHING = "未详"
"""The volume of what has neither."""
UNKNOWN = "weixiang"
"""未详, in an id."""
MOST = 10_000
"""Articles of a volume."""

Key = tuple[str, str]
"""Newspaper or province, and year; empty where unknown."""


@dataclass(frozen=True, slots=True)
class Shelved:
    """A dump and the volume that it belongs to."""

    key: Key
    name: str
    articles: int
    content: bytes
    """Empty where it was not asked for."""


def parser() -> CommandLine:
    """The command line."""
    what = Said(
        "从语料（scripts/corpus.py）做出各册的原始文本和册目。",
        "Make the seeds of volumes, and their list, out of a corpus (scripts/corpus.py).",
    )
    codes = Said(
        "退出码同 build.py：0 全部写好，2 命令行有误，4 中途停下", "exit codes as in build.py: 0 all is written, 2 usage, 4 stopped"
    )
    out = CommandLine("divide.py", what, str(codes))
    out.says("corpus", "有 articles/ 和 accounts/ 的文件夹或者 URL", "folder or URL with articles/ and accounts/", metavar="CORPUS")
    out.says(
        "seeds",
        f"每册一个文件夹和 {NAME} 写在哪里",
        f"folder for a folder of dumps for each volume, and {NAME}",
        type=Path,
        metavar="SEEDS",
    )
    first = next(iter(BY))
    out.says("--by", f"按什么分册（不写就是 {first}）", f"what makes a volume (default: {first})", choices=tuple(BY), default=first)
    out.says(
        "--most",
        f"一册至多约几篇（不写就是 {MOST:,}）",
        f"articles of a volume, about (default: {MOST:,})",
        type=positive,
        default=MOST,
        metavar="N",
    )
    return out


def main(argv: Sequence[str] | None = None) -> int:
    """Divide a corpus; returns the exit code."""
    speak_utf8()
    options = parser().parse_args(argv)
    return run(lambda: _run(options), Said("已中断。请再运行同一条命令。", "Interrupted; run the same command again."))


def _run(options: argparse.Namespace) -> int:
    need(EXTRA, "divide.py", 'make divide ARGS="CORPUS SEEDS"', "requirements-cluster.txt")
    column, unknown = BY[options.by]
    totals: Counter[Key] = Counter()
    for one in shelved(options.corpus, column, contents=False):
        totals[one.key] += max(1, one.articles)
    if not totals:
        raise InputError(
            options.corpus,
            Said("里面一份原始文本也没有", "holds no dump"),
            Said("请先运行 make corpus", "run make corpus first"),
        )
    folder: Path = options.seeds
    there = load_volumes(folder / NAME, present=False) if (folder / NAME).exists() else None
    parts = {key: -(-total // options.most) for key, total in totals.items()}
    volumes = _named(
        {(key, part): _title(key, part, parts[key], unknown) for key in sorted(parts, key=_in_order) for part in range(parts[key])},
        folder,
        there,
    )
    counts: Counter[str] = Counter()
    filled: Counter[Key] = Counter()
    for one in tqdm(shelved(options.corpus, column, contents=True), unit="dump", delay=1, leave=False, disable=None):
        part = min(filled[one.key] * parts[one.key] // totals[one.key], parts[one.key] - 1)
        filled[one.key] += max(1, one.articles)
        volume = volumes[one.key, part]
        _put(volume.seeds, one)
        counts[volume.id] += 1
    _list(folder, there, list(volumes.values()))
    print(
        Said(
            f"{len(volumes)} 册，原始文本 {sum(counts.values())} 份，在 {folder} 里。",
            f"volumes {len(volumes)}, dumps {sum(counts.values())}, in {folder}.",
        )
    )
    return errors.OK


def shelved(corpus: str, column: str, *, contents: bool) -> Iterator[Shelved]:
    """Every dump of a corpus with its volume, shard by shard.

    Raises:
        InputError: the corpus cannot be read, is of another version, or a dump in it is damaged.
    """
    import fsspec
    import pyarrow.parquet as pq

    def table(path: str, columns: Sequence[str]) -> list[dict[str, Any]]:
        try:
            with files.open(path) as file:
                # Without threads: one that still waits when the work ends early aborts the process.
                shard = pq.ParquetFile(file, pre_buffer=False).read(columns=list(columns), use_threads=False)
                found: list[dict[str, Any]] = shard.to_pylist()
        except Exception as error:  # Each kind of object store has errors of its own.
            raise _unread(path, error) from error
        if found and not found[0].keys() >= set(columns):
            raise InputError(
                path,
                Said("没有原始文本的字节（content 列）", "holds no bytes of dumps (the column content)"),
                Said("请用现在的 make corpus 重做这份语料", "make the corpus again with the present make corpus"),
            )
        return found

    try:
        files, root = fsspec.core.url_to_fs(corpus if "://" in corpus else os.path.abspath(corpus))
        paths = sorted(path for path in files.ls(f"{root}/accounts", detail=False) if str(path).endswith(".parquet"))
    except Exception as error:  # Each kind of object store has errors of its own.
        raise _unread(corpus, error) from error
    for path in paths:
        title = PurePosixPath(str(path)).name
        told: dict[str, tuple[Counter[str], Counter[str]]] = {}
        for row in table(f"{root}/articles/{title}", ("seed", column, "date")):
            names, years = told.setdefault(row["seed"], (Counter(), Counter()))
            names[row[column] or ""] += 1
            years[_year(row["date"])] += 1
        for row in table(str(path), ("name", "sha256", "articles", *(["content"] if contents else []))):
            content: bytes = row.get("content", b"")
            if contents and hashlib.sha256(content).hexdigest() != row["sha256"]:
                raise InputError(
                    str(path),
                    Said(f"{row['name']} 的字节与校验值不符", f"the bytes of {row['name']} do not fit their hash"),
                    Said("请重做这份语料", "make the corpus again"),
                )
            names, years = told.get(row["name"], (Counter(), Counter()))
            yield Shelved((_most(names), _most(years)), row["name"], row["articles"], content)


def _unread(path: str, error: Exception) -> InputError:
    return InputError(
        path,
        Said(f"读不出来（{last_line(error)}）", f"cannot be read ({last_line(error)})"),
        Said("请写 make corpus 写出的那个文件夹", "give the folder that make corpus has written"),
    )


def _year(date: str | None) -> str:
    """The year of an EDTF date, where it is certain to the digit.

    >>> _year("2021-11/2021-12"), _year("202X"), _year(None)
    ('2021', '', '')
    """
    return date[:4] if date and date[:4].isdecimal() else ""


def _most(counts: Counter[str]) -> str:
    """What most articles say; those that say nothing do not count.

    >>> _most(Counter({"": 5, "2020": 1, "2021": 2})), _most(Counter())
    ('2021', '')
    """
    known = {value: count for value, count in counts.items() if value}
    return min(known, key=lambda value: (-known[value], value)) if known else ""


def _in_order(key: Key) -> tuple[object, ...]:
    """By newspaper or province, then by year; the unknown ones last."""
    return not key[0], order(key[0]), not key[1], key[1]


def _title(key: Key, part: int, parts: int, unknown: str) -> tuple[str, str]:
    """The title and the id of a volume.

    >>> _title(("如皋日报", "2021"), 0, 1, "报名未详"), _title(("", ""), 1, 2, "报名未详")
    (('如皋日报 2021年', 'rugaoribao-2021'), ('未详（2）', 'weixiang-part-2'))
    """
    name, year = key
    title = f"{name or unknown} {f'{year}年' if year else NO_YEAR}" if name or year else NOTHING
    id_ = f"{ascii_name(name) if name else UNKNOWN}{f'-{year}' if year else f'-{UNKNOWN}' if name else ''}"
    return (title, id_) if parts == 1 else (f"{title}（{part + 1}）", f"{id_}-part-{part + 1}")


def _named(titles: dict[tuple[Key, int], tuple[str, str]], folder: Path, there: Volumes | None) -> dict[tuple[Key, int], Volume]:
    """The volumes; one whose title is in the list keeps its id and its folder, others get an id that is free."""
    known = {volume.title: volume for volume in there.volumes if not volume.elsewhere} if there else {}
    taken = {volume.id for volume in there.volumes} if there else set()
    out: dict[tuple[Key, int], Volume] = {}
    for key, (title, spelled) in titles.items():
        if title not in known:
            id_, number = spelled, 1
            while id_ in taken or problem_of_id(id_):
                number += 1
                id_ = f"{spelled}-{number}"
            taken.add(id_)
            known[title] = Volume(id_, title, folder / id_)
        out[key] = known[title]
    return out


def _put(folder: Path, one: Shelved) -> None:
    """Write a dump, unless it is there. What stands in a folder of the corpus has its name in its own."""
    name = one.name.replace("/", "_").replace("\\", "_")
    if name.startswith(".") or problem_of_name(PurePosixPath(name)):
        raise InputError(
            one.name,
            Said("这个名字不能用作文件名", "is no name of a file"),
            Said("请改名后重做语料", "rename it, and make the corpus again"),
        )
    path = folder / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if path.exists():
            if path.read_bytes() == one.content:
                return
            raise OutputError(
                str(path),
                Said("已有内容不同的同名文件", "is there with other content"),
                Said("请移走它，或者另指定一个文件夹", "move it, or give another folder"),
            )
        new = path.with_name(f".{name}.new")
        new.write_bytes(one.content)
        os.replace(new, path)
    except OSError as error:
        raise OutputError(
            str(path),
            Said(f"写不进去（{error.strerror}）", f"cannot be written ({error.strerror})"),
            Said("请检查权限和空间，再运行同一条命令", "look at rights and space, and run the same command again"),
        ) from error


def _list(folder: Path, there: Volumes | None, volumes: Iterable[Volume]) -> None:
    """Write the list of volumes, or say what is to be added to the one that is there."""
    if there is None:
        text = dump_volumes(Volumes(TITLE, "", tuple(volumes)), folder)
        (folder / f".{NAME}.new").write_text(text, encoding="utf-8", newline="\n")
        os.replace(folder / f".{NAME}.new", folder / NAME)
        return
    listed = {volume.id for volume in there.volumes}
    if new := [volume for volume in volumes if volume.id not in listed]:
        print(Said(f"{folder / NAME} 已在，没有改动；请在它的末尾补上：", f"{folder / NAME} is there and was not changed; add at its end:"))
        print("".join(volume_lines(volume, folder) for volume in new), end="")
