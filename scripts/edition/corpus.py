"""Very many dumps at once: each shard of them becomes three files of Parquet, in processes of this machine or of a cluster.

A shard is named after its place in the order and its content, and its files say by which code they were made, so that a run that was ended,
however that was, is taken up by the next one. One process or many, here or elsewhere: the bytes are the same.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import io
import logging
import os
import re
import traceback
import uuid
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache as once
from itertools import chain, islice
from pathlib import Path
from typing import Any

from tqdm import tqdm

from edition import errors
from edition.alone import alone_in
from edition.cache import code_key
from edition.commands import CommandLine, need, positive, run, speak_utf8
from edition.errors import AccountError, EditionError, OutputError, Said, SeedError, UsageError, WorkerError
from edition.inputs import Dump, find, last_line, refused
from edition.leaves import PACKAGES, Leaf, leaf_of, load_tables
from edition.model import LEVELS
from edition.publish.jsonl import article_record
from edition.publish.proof import missing
from edition.workers import Workers

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "scripts" / "data"
EXTRA = ("distributed", "fsspec", "pyarrow")
"""What is needed besides the edition (`requirements-cluster.txt`)."""
TOGETHER = 200
"""Dumps of a shard."""
LARGEST = 64 * 1024 * 1024
"""Bytes of an archive's dumps that close a shard before that: they travel with it."""
AHEAD = 2
"""How many shards of each process may wait for the one before them."""
TIMEOUT = 20
"""Seconds after which a scheduler counts as out of reach."""
KINDS = ("articles", "refusals", "accounts")
"""The folders of files, in the order in which those of a shard are written."""
DEFECT = Said("这是程序的毛病，请连同原始文本一起报告", "this is a defect of the edition: report it with the seed")
RESUME = Said("做完的分片都留着，请再运行同一条命令", "finished shards stay: run the same command again")

Rows = Mapping[str, Sequence[Mapping[str, object]]]
"""What a dump gives each kind of file."""
Task = tuple[int, tuple[Dump, ...], str, str]
"""The arguments of `shard`."""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a shard."""

    name: str
    made: bool
    """False where it was there already."""
    articles: int
    refusals: int
    accounts: int


def parser() -> CommandLine:
    """The command line."""
    what = Said(
        "把大量原始文本整理成文章，写成 Parquet，不做网页和永久地址。",
        "Restore very many dumps to articles in Parquet, without pages and permanent addresses.",
    )
    codes = Said(
        "退出码同 build.py：0 全部做完，2 命令行有误，3 有些没有收下（缘由在 OUT/refusals），4 中途停下",
        "exit codes as in build.py: 0 all is made, 2 usage, 3 some dumps were refused (OUT/refusals says why), 4 stopped",
    )
    out = CommandLine("corpus.py", what, str(codes))
    out.says(
        "source",
        "原始文本 NAME.txt 所在的文件夹、压缩包（tar、tar.gz、zip）或者对象存储（URL）",
        "a folder, an archive (tar, tar.gz, zip) or an object store (URL) of dumps NAME.txt",
        metavar="IN",
    )
    out.says(
        "out",
        "articles/、accounts/、refusals/ 写进哪个文件夹或者 URL，只放这一批",
        "folder or URL for articles/, accounts/ and refusals/, for these dumps alone",
        metavar="OUT",
    )
    out.says(
        "--engine", "用本机的进程（不写就是这样），或者 Dask", "processes of this machine (default), or Dask", choices=("pool", "dask")
    )
    out.says(
        "--scheduler",
        "已经在运行的 Dask 集群，例如 tcp://host:8786（不写就在这里开一个）",
        "a Dask cluster that runs, as in tcp://host:8786 (default: one is started here)",
        metavar="ADDRESS",
    )
    out.says(
        "--jobs",
        "在这里用几个进程（不写就是每个核心一个）",
        "work in so many processes here (default: one for each core)",
        type=positive,
        metavar="N",
    )
    out.says(
        "--shard",
        f"一个分片有几份（不写就是 {TOGETHER}）",
        f"dumps of a shard (default: {TOGETHER})",
        type=positive,
        default=TOGETHER,
        metavar="N",
    )
    return out


def main(argv: Sequence[str] | None = None) -> int:
    """Make the corpus; returns the exit code."""
    speak_utf8()
    options = parser().parse_args(argv)
    return run(lambda: _run(options), Said(f"已中断。{RESUME.zh}。", f"Interrupted; {RESUME.en}."))


def _run(options: argparse.Namespace) -> int:
    need(EXTRA, "corpus.py", 'make corpus ARGS="IN OUT"', "requirements-cluster.txt")
    if options.scheduler and options.engine == "pool":
        raise UsageError(
            "corpus.py",
            Said("--scheduler 要 Dask，而 --engine 是 pool", "--scheduler is for Dask, and --engine says pool"),
            Said("请去掉其中一个", "leave one of the two out"),
        )
    if "://" not in options.out and os.path.abspath(options.source) == os.path.abspath(options.out):
        raise UsageError(
            "OUT",
            Said(
                f"{options.out} 是原始文本的文件夹，里面不写别的",
                f"{options.out} is the folder of the dumps, into which nothing else is written",
            ),
            Said("请另指定一个文件夹", "give another folder"),
        )
    found = find(options.source if "://" in options.source else os.path.abspath(options.source))
    found = chain([next(found)], found)  # Where there is nothing to read, nothing is written.
    out, files, root = _output(options.out)
    jobs = options.jobs or os.cpu_count() or 1
    tasks = ((number, dumps, out, code()) for number, dumps in enumerate(_cut(found, options.shard)))
    dask = options.scheduler or options.engine == "dask"
    total: Counter[str] = Counter()
    names: set[str] = set()
    with contextlib.nullcontext() if "://" in out else alone_in(Path(out)):
        made = _by_dask(tasks, jobs, options.scheduler) if dask else _by_pool(tasks, jobs)
        for done in tqdm(made, unit="shard", delay=1, leave=False, disable=None):
            names.add(f"{done.name}.parquet")
            total += Counter(shards=1, made=done.made, articles=done.articles, refusals=done.refusals, accounts=done.accounts)
        _sweep(files, root, names)
    there, dumps, refusals = total["shards"] - total["made"], total["accounts"] + total["refusals"], total["refusals"]
    print(
        Said(
            f"分片 {total['shards']} 个（原有 {there} 个），原始文本 {dumps} 份，文章 {total['articles']} 篇，没有收下 {refusals} 份。",
            f"shards {total['shards']} ({there} were there), dumps {dumps}, articles {total['articles']}, refused {refusals}.",
        )
    )
    return errors.SEEDS_REFUSED if refusals else errors.OK


def _cut(found: Iterable[Dump], count: int) -> Iterator[tuple[Dump, ...]]:
    """The dumps in shards."""
    held: list[Dump] = []
    size = 0
    for dump in found:
        held.append(dump)
        size += len(dump.content) if isinstance(dump.content, bytes) else 0
        if len(held) == count or size >= LARGEST:
            yield tuple(held)
            held, size = [], 0
    if held:
        yield tuple(held)


def _output(where: str) -> tuple[str, Any, str]:
    """The output folder as all processes name it, its file system, and its path there; the folders are made."""
    import fsspec

    out = where if "://" in where else os.path.abspath(where)
    try:
        files, root = fsspec.core.url_to_fs(out)
        for kind in KINDS:
            files.makedirs(f"{root}/{kind}", exist_ok=True)
    except Exception as error:  # Each kind of object store has errors of its own.
        raise _unwritable(where, error) from error
    return out, files, root


def _unwritable(where: str, error: Exception) -> OutputError:
    return OutputError(
        where,
        Said(f"写不进去（{last_line(error)}）", f"cannot be written ({last_line(error)})"),
        Said("请检查权限和空间；做完的分片都留着，然后再运行", "look at rights and space, and run again: finished shards stay"),
    )


def _sweep(files: Any, root: str, names: set[str]) -> None:
    """Remove shards of other dumps or of another cut, and what killed runs left."""
    for kind in KINDS:
        for path in files.ls(f"{root}/{kind}", detail=False, refresh=True):
            name = path.rstrip("/").rpartition("/")[2]
            if name not in names and re.fullmatch(r"\.?\d{5,}-[0-9a-f]{16}\.parquet(\.[0-9a-f]{32}\.new)?", name):
                with contextlib.suppress(OSError):
                    files.rm_file(path)


# The engines


def _by_pool(tasks: Iterable[Task], jobs: int) -> Iterator[Done]:
    with Workers(jobs, AHEAD) as workers:
        try:
            yield from workers.in_order(workers.call(shard, *task) for task in _warmed(tasks))
        except WorkerError as error:
            raise WorkerError(
                "corpus.py", error.what, Said(f"{RESUME.zh}，内存不足时加上 --jobs 1", f"{RESUME.en}, with --jobs 1 where memory is short")
            ) from error


def _warmed(tasks: Iterable[Task]) -> Iterator[Task]:
    """The tasks; the tables are read before the first one is handed out, so that processes can inherit them."""
    for task in tasks:
        load_tables(DATA)
        yield task


def _by_dask(tasks: Iterable[Task], jobs: int, scheduler: str | None) -> Iterator[Done]:
    from distributed import Client, LocalCluster

    with contextlib.ExitStack() as stack:
        logging.disable(logging.CRITICAL)  # What matters of it comes back as an error.
        stack.callback(logging.disable, logging.NOTSET)
        try:
            cluster = scheduler or stack.enter_context(LocalCluster(n_workers=jobs, threads_per_worker=1, dashboard_address=None))
            client = stack.enter_context(Client(cluster, timeout=TIMEOUT))
        except (OSError, ValueError, RuntimeError) as error:
            raise UsageError(
                scheduler or "Dask",
                Said(f"连不上 Dask（{last_line(error)}）", f"cannot be reached as a Dask cluster ({last_line(error)})"),
                Said("请检查调度器的地址，以及它是否在运行", "look at the address of the scheduler, and whether it runs"),
            ) from error
        waiting: deque[Any] = deque()
        tasks = iter(tasks)
        while True:
            ahead = AHEAD * max(jobs, sum(_asked(client.nthreads).values()))
            for task in islice(tasks, max(0, ahead - len(waiting))):
                waiting.append(_asked(client.submit, shard, *task, pure=False))
            if not waiting:
                return
            yield _asked(waiting.popleft().result)


def _asked(ask: Callable[..., Any], *arguments: object, **options: object) -> Any:
    """What a cluster answers."""
    try:
        return ask(*arguments, **options)
    except EditionError:
        raise
    except Exception as error:  # The cluster is gone, or lost the process that worked again and again, or lacks the code.
        raise WorkerError(
            "Dask",
            Said(f"集群没有做完（{last_line(error)}）", f"the cluster did not finish ({last_line(error)})"),
            Said(
                f"请检查调度器、工作进程的内存和它们的 PYTHONPATH（scripts/）；{RESUME.zh}",
                f"look at the scheduler, the memory of workers and their PYTHONPATH (scripts/); {RESUME.en}",
            ),
        ) from error


# A shard


@once
def code() -> str:
    """A key of all that the files depend on besides the dumps, worked out once in each process."""
    return code_key((ROOT / "scripts" / "edition", DATA), (*PACKAGES, "pyarrow"))


def shard(number: int, dumps: Sequence[Dump], out: str, wanted: str) -> Done:
    """Make the files of a shard, unless they are there.

    Args:
        number: its place in the order.
        dumps: what it is made of.
        out: the output folder.
        wanted: the `code` of whoever asks.

    Raises:
        WorkerError: this process has other code.
        OutputError: the files cannot be written.
    """
    import fsspec
    import pyarrow as pa
    import pyarrow.parquet as pq

    if code() != wanted:
        raise WorkerError(
            "corpus.py",
            Said("工作进程的程序、词表、Python 或者软件包与这里不同", "a process has other code, tables, Python or packages than this one"),
            Said("请让各处用同一份程序和 requirements-cluster.txt", "give all machines the same copy and the same lock files"),
        )
    contents = [(dump.name, dump.read()) for dump in dumps]
    digest = hashlib.sha256()
    for name, content in contents:
        told = hashlib.sha256(content).hexdigest() if isinstance(content, bytes) else str(content)
        digest.update(f"{name}\0{told}\0".encode())
    title = f"{number:05}-{digest.hexdigest()[:16]}"
    key = hashlib.sha256(f"{code()}\0{title}\0{digest.hexdigest()}".encode()).hexdigest().encode()
    files, root = fsspec.core.url_to_fs(out)
    paths = {kind: f"{root}/{kind}/{title}.parquet" for kind in KINDS}
    if (counts := _there(files, paths, key)) is not None:
        return Done(title, False, *counts)
    load_tables(DATA)  # Here, where an error in a table ends the work and is no refusal.
    schemas = {kind: schema.with_metadata({"edition.key": key}) for kind, schema in _schemas().items()}
    batches: dict[str, list[Any]] = {kind: [] for kind in KINDS}
    for name, content in contents:
        for kind, batch in _batches(name, content, schemas).items():
            batches[kind].append(batch)
    counts = []
    for kind, path in paths.items():
        table = pa.Table.from_batches(batches[kind], schemas[kind]).combine_chunks()
        counts.append(table.num_rows)
        data = io.BytesIO()
        pq.write_table(table, data, version="2.6", compression="zstd", compression_level=9, row_group_size=4096)
        new = f"{root}/{kind}/.{title}.parquet.{uuid.uuid4().hex}.new"
        try:
            files.pipe_file(new, data.getvalue())
            files.mv(new, path)
        except Exception as error:  # Each kind of object store has errors of its own.
            raise _unwritable(path, error) from error
    return Done(title, True, *counts)


def _there(files: Any, paths: Mapping[str, str], key: bytes) -> list[int] | None:
    """How many rows the files of a shard have; None unless all are there, whole and made of this by this code."""
    import pyarrow.parquet as pq

    counts = []
    for path in paths.values():
        try:
            with files.open(path) as file:
                found = pq.read_metadata(file)
        except Exception:  # Each kind of object store has errors of its own; what cannot be read is made again.
            return None
        if (found.metadata or {}).get(b"edition.key") != key:
            return None
        counts.append(found.num_rows)
    return counts


def _batches(name: str, content: bytes | SeedError, schemas: Mapping[str, Any]) -> dict[str, Any]:
    """What a dump gives each kind of file. Where the program fails, that is a row as well, and the other dumps are made."""
    import pyarrow as pa

    try:
        rows = _rows(name, content)
        return {kind: pa.RecordBatch.from_pylist(rows.get(kind, []), schema) for kind, schema in schemas.items()}
    except (SeedError, AccountError) as error:
        refusal = error
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        said = f"{last_line(error)} ({Path(frame.filename).name}:{frame.lineno})"
        refusal = refused(name, Said(f"程序出错：{said}", f"the program failed: {said}"), DEFECT)
    what, following = refusal.what, refusal.next_step
    row = {"name": name, "place": refusal.place, "what": what.en, "what_zh": what.zh, "next": following.en, "next_zh": following.zh}
    return {kind: pa.RecordBatch.from_pylist([row] if kind == "refusals" else [], schema) for kind, schema in schemas.items()}


def _rows(name: str, content: bytes | SeedError) -> Rows:
    """The rows of a dump.

    Raises:
        SeedError: it is refused.
        AccountError: its account does not balance, or a row lacks something that the account keeps.
    """
    if isinstance(content, SeedError):
        raise content
    leaf = leaf_of(content, name, load_tables(DATA))
    seed = leaf.restoration.seed
    counts = {field.name: getattr(leaf.account, field.name) for field in fields(leaf.account) if field.name != "entries"}
    account = {"name": name, "sha256": seed.sha256, "encoding": seed.encoding, **counts}
    return {
        "articles": list(_articles(leaf)),
        "accounts": [account | {"articles": len(leaf.restoration.articles), "size": len(content), "content": content}],
    }


def _articles(leaf: Leaf) -> Iterator[Mapping[str, object]]:
    lines = leaf.restoration.seed.lines
    taken: Counter[str] = Counter()
    for article, told in zip(leaf.restoration.articles, leaf.descriptions, strict=True):
        record: dict[str, Any] = article_record(article, told, lines, ())
        key = f"{article.seed_name}#l{record['lines'][0]}"
        taken[key] += 1
        for field, characters in missing(article, record).items():
            what = Said(f"{key} 的 {field} 缺少 {characters[:40]!r}", f"{field} of {key} lacks {characters[:40]!r}")
            raise AccountError(article.seed_name, what, DEFECT)
        # The id is the ledger's, copies are known only where all dumps are, and nobody ruled anything.
        del record["id"], record["copies"], record["proofread"], record["rulings"]
        yield {"key": key if taken[key] == 1 else f"{key}-{taken[key]}", **record}


@once
def _schemas() -> dict[str, Any]:
    """The columns of each kind of file. FORMAT: they never change meaning; more may come."""
    import pyarrow as pa

    text, number, truth = pa.string(), pa.int32(), pa.bool_()
    texts = pa.list_(text)
    span = pa.list_(number)
    byline = pa.struct([("role", text), ("name", text), ("in_text", truth), ("credit", text)])
    block = pa.struct([("kind", text), ("text", text), ("lines", span)])
    place = pa.struct([("code", text), ("doubtful", texts)])
    article: list[tuple[str, Any]] = [(name, text) for name in ("key", "seed", "kicker", "title", "subtitle")]
    article += [("bylines", pa.list_(byline)), ("blocks", pa.list_(block)), ("set_aside", texts)]
    article += [(level, text) for level in LEVELS] + [("place", place)]
    article += [(name, text) for name in ("date", "newspaper", "issue", "page", "page_name")]
    article += [("themes", texts), ("notes", texts), ("lines", span)]
    account: list[tuple[str, Any]] = [(name, text) for name in ("name", "sha256", "encoding")]
    account += [(name, number) for name in ("kept", "changed", "set_aside", "supplied", "moved", "articles")]
    account += [("size", pa.int64()), ("content", pa.binary())]
    refusal = [(name, text) for name in ("name", "place", "what", "what_zh", "next", "next_zh")]
    return {"articles": pa.schema(article), "accounts": pa.schema(account), "refusals": pa.schema(refusal)}
