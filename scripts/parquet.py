"""Write the articles and the dumps of a finished site to Parquet, beside the JSON that they are made of.

    python scripts/parquet.py [SITE …]

Each folder (default: `site`) has `data/articles.jsonl` and `data/seeds.jsonl`; `data/articles.parquet` and `data/seeds.parquet` come
beside them, with columns of the same names and types. They belong to this site alone: the next one is made without them, so that none is
ever older than what it is made of.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from edition import errors
from edition.commands import need, run, speak_utf8
from edition.errors import OutputError, Said, UsageError
from edition.publish.data.fields import ARTICLE, SEED, Field

if TYPE_CHECKING:
    import pyarrow as pa

FILES: Mapping[str, Sequence[Field]] = {"articles": ARTICLE, "seeds": SEED}
TOGETHER = 1000
"""Records that are held at a time, and the rows of a group."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the files; the exit code."""
    speak_utf8()
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sites", nargs="*", type=Path, default=[Path("site")], metavar="SITE")
    chosen = parser.parse_args(arguments)
    return run(lambda: _write_all(chosen.sites), Said("已中断。", "Interrupted."))


def _write_all(sites: Sequence[Path]) -> int:
    need(("pyarrow",), "parquet.py", "make data", "requirements-cluster.txt")
    for site in sites:
        for name, fields in FILES.items():
            source = site / "data" / f"{name}.jsonl"
            count = write(source, source.with_suffix(".parquet"), fields)
            print(Said(f"{source.with_suffix('.parquet')}：{count} 行", f"{source.with_suffix('.parquet')}: {count} rows"))
    return errors.OK


def write(source: Path, target: Path, fields: Sequence[Field]) -> int:
    """Write the records of a file of JSON lines to Parquet; how many there are. The bytes follow from the records alone.

    Raises:
        UsageError: there is no such file.
        OutputError: the system refuses.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([pa.field(field.name, arrow_type(field.schema)) for field in fields])
    new, count = target.with_name(f".{target.name}.new"), 0
    try:
        with source.open(encoding="utf-8", newline="\n") as lines, pq.ParquetWriter(new, schema, version="2.6", compression="zstd") as out:
            for records in _batches(lines):
                out.write_table(pa.Table.from_pylist(records, schema))
                count += len(records)
        os.replace(new, target)
    except FileNotFoundError as error:
        raise UsageError(str(source), Said("没有这个文件", "is not there"), Said("请先运行 make site", "run make site first")) from error
    except OSError as error:
        raise OutputError(
            str(target),
            Said(f"写不进去（{error.strerror or error}）", f"cannot be written ({error.strerror or error})"),
            Said("请检查权限和空间，然后再运行", "look at rights and space, and run again"),
        ) from error
    finally:
        new.unlink(missing_ok=True)
    return count


def _batches(lines: Iterator[str]) -> Iterator[list[dict[str, Any]]]:
    while records := [json.loads(line) for line in islice(lines, TOGETHER)]:
        yield records


def arrow_type(schema: Mapping[str, Any]) -> pa.DataType:
    """The type of a column, from the JSON Schema of its values."""
    import pyarrow as pa

    types = schema.get("type", "string")
    kind = next(one for one in types if one != "null") if isinstance(types, list) else types
    if kind == "array":
        return pa.list_(arrow_type(schema["items"]))
    if kind == "object":
        return pa.struct([pa.field(name, arrow_type(one)) for name, one in schema["properties"].items()])
    return {"string": pa.string(), "integer": pa.int32(), "boolean": pa.bool_()}[kind]


if __name__ == "__main__":
    sys.exit(main())
