"""What the published data look like, for programs: JSON Schemas (draft 2020-12) and a data package (Frictionless Data Package 1)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from edition.publish.data.fields import ARTICLE, COLUMNS, EDITION, FACTS, SEED, Field
from edition.publish.figures import COLUMNS as FIGURE_COLUMNS

DRAFT = "https://json-schema.org/draft/2020-12/schema"
FOLDER = "data/"
"""All paths of the package are from here."""
TABLE = "data/schemas/table.json"
"""The columns of every table, as a Table Schema."""
RECORDS: Mapping[str, tuple[str, Sequence[Field]]] = {
    "data/schemas/article.json": ("一篇文章（articles.jsonl 的一行）", ARTICLE),
    "data/schemas/seed.json": ("一份原始文本（seeds.jsonl 的一行）", SEED),
    "data/schemas/edition.json": ("全部数据的概数（edition.json）", EDITION),
}
"""The schema of each kind of record, by its path: what it is of, and its fields."""
FORMATS = {
    "csv": "text/csv",
    "jsonl": "application/jsonl",
    "gz": "application/gzip",
    "json": "application/json",
    "epub": "application/epub+zip",
    "zip": "application/zip",
    "ris": "application/x-research-info-systems",
    "bib": "application/x-bibtex",
}
"""Media types, by suffix."""
CLOSED = "other-closed"
"""The name that the Open Definition gives to terms that are not open."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A file of the data that was made."""

    path: str
    """From the root of the site."""
    about: str
    """What it holds, in words for readers."""
    records: int | None
    """How many records it holds; None where these are not counted."""
    size: int
    """In bytes."""
    sha256: str

    @property
    def name(self) -> str:
        """Its path from the folder of the data."""
        return self.path.removeprefix(FOLDER)

    @property
    def suffix(self) -> str:
        """What its name ends with, behind the dot."""
        return self.path.rpartition(".")[2]


def schema_files(address: str) -> Iterable[tuple[str, str, str]]:
    """Path, subject and content of each schema; `address` is the public one of the edition, or empty."""
    for path, (title, fields) in RECORDS.items():
        yield path, title, _json(json_schema(title, fields, f"{address}{path}" if address else ""))
    yield TABLE, "各个列表的表格各列", _json(table_schema(FACTS))


def json_schema(title: str, fields: Sequence[Field], place: str = "") -> dict[str, object]:
    """The JSON Schema of a record that has these fields, all of them; more may come. `place` is its public address."""
    return {
        "$schema": DRAFT,
        **({"$id": place} if place else {}),
        "title": title,
        "type": "object",
        "properties": {field.name: {"title": field.title, "description": field.about, **field.schema} for field in fields},
        "required": [field.name for field in fields],
        "additionalProperties": True,
    }


def table_schema(fields: Sequence[Field]) -> dict[str, object]:
    """The same as a Table Schema, which knows one type for each field."""
    described = [{"name": one.name, "title": one.title, "description": one.about, "type": _type(one)} for one in fields]
    return {"fields": described, "primaryKey": fields[0].name}


def data_package(files: Iterable[Noted], title: str, address: str, rights: str) -> str:
    """`datapackage.json`: every file with its size, its hash and, where it has records, its fields; `rights` may be empty."""
    package: dict[str, object] = {
        "profile": "data-package",
        "name": "newspaper-edition",
        "title": title,
        **({"homepage": address} if address else {}),
        "licenses": [{"name": CLOSED, "title": rights or "权利属于原作者和原报社"}],
        "resources": [_resource(file) for file in files],
    }
    return _json(package)


def _resource(file: Noted) -> dict[str, object]:
    stem, _, suffix = file.name.rpartition(".")
    fields = {"articles.jsonl": ARTICLE, "seeds.jsonl": SEED, "articles.csv": COLUMNS}.get(file.name)
    figures = {"fields": [{"name": name, "type": "string"} for name in FIGURE_COLUMNS]} if file.name == "figures.csv" else None
    record = {"seeds.jsonl": "schemas/seed.json", "edition.json": "schemas/edition.json"}.get(file.name, "schemas/article.json")
    schema: dict[str, object] = {"jsonSchema": record} if suffix in ("jsonl", "gz") or file.name == "edition.json" else {}
    if suffix == "csv":
        schema = {"schema": TABLE.removeprefix(FOLDER)}
    if fields or figures:
        schema["schema"] = table_schema(fields) if fields else figures
    return {
        "name": f"{stem.replace('/', '-').replace('_', '-')}-{suffix}",
        "title": file.about,
        "path": file.name,
        "profile": "tabular-data-resource" if suffix == "csv" else "data-resource",
        "format": suffix,
        "mediatype": FORMATS[suffix],
        **({"encoding": "utf-8"} if suffix in ("csv", "json", "jsonl") else {}),
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        **schema,
    }


def _type(field: Field) -> str:
    """The type of a field in a Table Schema."""
    types = field.schema.get("type", "string")
    return next(one for one in types if one != "null") if isinstance(types, list) else str(types)


def _json(value: Mapping[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
