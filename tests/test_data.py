"""What a researcher downloads: tables, schemas, archives and the page that lists them say what the edition says."""

from __future__ import annotations

import csv
import gzip
import hashlib
import importlib.util
import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import parquet
from conftest import PATIENCE, ROOT
from edition.model import Edition, Imprint
from edition.publish import published, rendered
from edition.publish.data.epub import NEVER
from edition.publish.data.fields import ARTICLE, COLUMNS, EDITION, SEED, Field
from edition.publish.data.files import last_day
from edition.publish.data.packed import gzipped, joined, packed, squeezed
from edition.publish.data.rows import csv_row
from edition.publish.data.schemas import json_schema
from edition.publish.settings import sheets_of
from edition.rulings import Ruling
from small import BLANK, CITY, COPY, RIVER, SPRING, TREE, at, download, edition_of, small_edition

PAGE = "downloads/index.md"
FORMULA = re.compile(r"[=+\-@＝＋－＠\t\r\n]")


def everything(edition: Edition) -> dict[str, str | bytes]:
    """Every file of an edition by its path, those that are no text as well."""
    return {path: content for path, content in rendered(edition, map(published, sheets_of(edition))) if isinstance(content, str | bytes)}


@cache
def files() -> dict[str, str | bytes]:
    return everything(small_edition())


def text(path: str, made: Mapping[str, str | bytes] | None = None) -> str:
    content = (made or files())[path]
    assert isinstance(content, str), path
    return content


def table(content: str) -> list[dict[str, str]]:
    """The rows of a table as a program reads them that knows of the apostrophe."""
    assert content.startswith("\ufeff") and content.replace("\r\n", "").count("\r") == 0
    rows = csv.DictReader(io.StringIO(content.removeprefix("\ufeff"), newline=""), strict=True)
    return [{name: cell.removeprefix("'") for name, cell in row.items()} for row in rows]


def lines(content: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in content.split("\n") if line]


# Tables


@given(st.lists(st.text(st.characters(exclude_categories=("Cs",))), min_size=1))
def test_a_row_comes_back_as_it_was_and_no_cell_is_a_formula(cells: list[str]) -> None:
    (row,) = csv.reader(io.StringIO(csv_row(cells) if cells != [""] else '""\r\n', newline=""), strict=True)
    assert not any(FORMULA.match(cell) for cell in row)
    assert [cell.removeprefix("'") for cell in row] == cells


@pytest.mark.parametrize("cell", ["=1+1", "+86", "-5℃", "@记者", "＝甲", "－乙", "\t丙", "\n丁", "'戊", "''", "'=1"])
def test_a_cell_like_a_formula_has_one_apostrophe_before_it(cell: str) -> None:
    (row,) = csv.reader(io.StringIO(csv_row([cell, "己"]), newline=""))
    assert row == [f"'{cell}", "己"]


def test_the_table_has_a_row_for_each_article() -> None:
    rows = table(text("data/articles.csv"))
    assert [row["id"] for row in rows] == [SPRING, TREE, BLANK, COPY, RIVER, CITY]
    spring, tree, blank = rows[:3]
    assert list(spring) == [field.name for field in COLUMNS]
    assert spring | {"text": "", "characters": ""} == {
        "id": "chunfeng", "address": "https://example.org/articles/chunfeng.html", "title": "石桥镇田里机声响 全县春耕按下快进键",
        "kicker": "抢农时 备农资", "subtitle": "石桥镇春耕见闻", "bylines": "记者 丁一帆；通讯员 褚一（文/图）", "newspaper": "河湾日报",
        "date": "2024-03-18", "issue": "35", "page": "2", "page_name": "要闻", "province": "安徽省", "prefecture": "滁州市",
        "county": "天长市", "township": "石桥镇", "code": "341181", "inferred": "province；prefecture；township",
        "themes": "农业农村；党建",
        "characters": "", "seed": "1_hewan.txt", "first_line": "3", "last_line": "15", "copies": COPY, "proofread": "", "text": "",
        "captions": "农机手在田里忙碌",
    }  # fmt: skip
    assert spring["text"].split("\n")[-2:] == ["队伍 亩数", "一队 120"] and "农机手在田里忙碌" not in spring["text"]
    assert (tree["inferred"], tree["date"]) == ("province；date", "2021~")
    assert (blank["title"], blank["kicker"], blank["province"]) == ("渡口的灯亮了一夜，摆渡人说这是最后一班渡……", "", "")


def test_the_characters_of_a_row_are_those_of_its_text() -> None:
    for row in table(text("data/articles.csv")):
        assert int(row["characters"]) == len("".join(row["text"].split())) > 0


def test_a_text_like_a_formula_goes_into_the_table_and_comes_back() -> None:
    edition = edition_of(("a", '=HYPERLINK("x")\n-5，"好"\x02', at("安徽省")), bylines={"a": ["记者 +王"]})
    content = text("data/articles.csv", everything(edition))
    assert "'=HYPERLINK" in content and "=HYPERLINK" not in content.replace("'=HYPERLINK", "")
    assert table(content)[0]["text"] == '=HYPERLINK("x")\n-5，"好"␂'


def test_a_list_has_the_rows_and_the_records_of_its_page() -> None:
    whole = {row["id"]: row for row in table(text("data/articles.csv"))}
    records = {record["id"]: record for record in lines(text("data/articles.jsonl"))}
    found = [path for path in files() if path.startswith("data/lists/") and path.endswith(".csv")]
    names = ["anhui", "chongqing", "hubei", "unknown", "dangjian", "nongye", "hewanribao", "yangxinshibao", "unknown"]
    assert [path.rpartition("/")[2].removesuffix(".csv") for path in found] == names
    for path in found:
        page = text(f"{path.removeprefix('data/lists/').removesuffix('.csv')}.md")
        ids = re.findall(r"\(\.\./articles/([\w-]+)\.md\)", page)
        facts = [{name: cell for name, cell in whole[id_].items() if name not in ("text", "captions")} for id_ in ids]
        assert ids and table(text(path)) == facts
        packed = files()[path.replace(".csv", ".jsonl.gz")]
        assert isinstance(packed, bytes) and lines(gzip.decompress(packed).decode("utf-8")) == [records[id_] for id_ in ids]
        assert f"[CSV](../{path}) · [JSONL]({f'../{path}'.replace('.csv', '.jsonl.gz')})" in page
        assert ("[EPUB](" in page) == (not path.endswith("newspapers/unknown.csv"))


# Schemas


def validator(path: str, made: Mapping[str, str | bytes]) -> Draft202012Validator:
    schema = json.loads(text(f"data/schemas/{path}.json", made))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def ruled() -> Edition:
    """The small edition after an editor was there."""
    edition = small_edition()
    first = edition.restorations[0]
    told = (Ruling("begin", "x.yml:1", 3, 3, why="见原版", by="张三", date="2026-03-05"),)
    article = replace(first.articles[0], level="初校", rulings=told)
    changed = replace(first, articles=(article, *first.articles[1:]), rulings=told)
    return replace(edition, restorations=(changed, *edition.restorations[1:]), imprint=Imprint(rights="权利属于原报社。"))


def test_every_record_is_what_its_schema_says(built: Path) -> None:
    names = ("articles.jsonl", "seeds.jsonl", "edition.json", *(f"schemas/{name}.json" for name in ("article", "seed", "edition")))
    seeds = {f"data/{name}": (built / "data" / name).read_text(encoding="utf-8") for name in names}
    for made in (seeds, files(), everything(ruled())):
        for path, schema in (("articles.jsonl", "article"), ("seeds.jsonl", "seed"), ("edition.json", "edition")):
            records = lines(text(f"data/{path}", made))
            assert records
            for record in records:
                validator(schema, made).validate(record)
                assert {*record} == {*validator(schema, made).schema["properties"]}


def test_every_row_is_what_the_columns_say(built: Path) -> None:
    check = Draft202012Validator(json_schema("", COLUMNS))
    whole = {field.name for field in COLUMNS if field.schema.get("type") == "integer"}
    for content in ((built / "data" / "articles.csv").read_bytes().decode("utf-8"), text("data/articles.csv")):
        rows = table(content)
        assert rows
        for row in rows:
            check.validate({name: int(cell) if name in whole else cell for name, cell in row.items()})


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "Ä"},
        {"title": 3},
        {"lines": [0, 1]},
        {"blocks": [{"kind": "poem", "text": "诗", "lines": [1, 1]}]},
        {"themes": None},
    ],
)
def test_a_schema_refuses_what_is_none(wrong: dict[str, object]) -> None:
    record = lines(text("data/articles.jsonl"))[0]
    assert validator("article", files()).is_valid(record)
    assert not validator("article", files()).is_valid(record | wrong)
    assert not validator("article", files()).is_valid({name: value for name, value in record.items() if name != "id"})


@pytest.mark.parametrize(
    ("heading", "fields"), [("表格各列", COLUMNS), ("JSON 各项", ARTICLE), ("JSON 各项", SEED), ("JSON 各项", EDITION)], ids=str
)
def test_the_page_about_data_explains_every_field(heading: str, fields: tuple[Field, ...]) -> None:
    page = (ROOT / "docs" / "about" / "data.md").read_text(encoding="utf-8")
    section = page.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    named = re.findall(r"`(\w+)`", section)
    assert [field.name for field in fields if field.name not in named] == []
    if fields is COLUMNS:
        cells = re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
        assert Counter(re.findall(r"`(\w+)`", "".join(cells))) == Counter(field.name for field in fields)


# All files


def test_the_data_package_says_what_each_file_is(built: Path) -> None:
    package = json.loads((built / "data" / "datapackage.json").read_text(encoding="utf-8"))
    found = {resource["path"]: resource for resource in package["resources"]}
    names = [resource["name"] for resource in package["resources"]]
    assert len({*names}) == len(names) and all(re.fullmatch(r"[-a-z0-9._/]+", name) for name in names)
    assert {
        "articles.csv",
        "articles.jsonl",
        "seeds.jsonl",
        "lists/provinces/anhui.csv",
        "epub/edition.epub",
        "edition.zip",
    } <= found.keys()
    for path, resource in found.items():
        content = (built / "data" / path).read_bytes()
        assert (resource["bytes"], resource["hash"]) == (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}")
        assert resource["format"] == path.rpartition(".")[2] and resource["mediatype"].startswith(
            "application/" if path[-3:] != "csv" else "t"
        )
    head = next(csv.reader(io.StringIO((built / "data" / "articles.csv").read_text(encoding="utf-8-sig"))))
    table_schema = found["articles.csv"]["schema"]
    assert [field["name"] for field in table_schema["fields"]] == head
    assert {field["type"] for field in table_schema["fields"]} == {"string", "integer"}
    assert all(re.search("[\u4e00-\u9fff]", field["title"] + field["description"]) for field in table_schema["fields"])
    listed = json.loads((built / "data" / found["lists/themes/dangjian.csv"]["schema"]).read_text(encoding="utf-8"))
    assert listed["fields"] == [field for field in table_schema["fields"] if field["name"] not in ("text", "captions")]
    assert package["licenses"] == [{"name": "other-closed", "title": "报道文字的权利属于原作者和原报社，供研究查考。"}]


def test_the_sums_are_those_of_the_files_and_the_page_lists_them_all(built: Path) -> None:
    page = (built / PAGE).read_text(encoding="utf-8")
    linked = re.findall(r"\]\(\.\./data/([^)]*)\)", page)
    sums = dict(reversed(line.split("  ")) for line in (built / "data" / "SHA256SUMS").read_text(encoding="utf-8").splitlines())
    assert {*sums} | {"SHA256SUMS"} == {*linked} and len(linked) == len({*linked})
    for name, mark in sums.items():
        assert hashlib.sha256((built / "data" / name).read_bytes()).hexdigest() == mark
    unlisted = {path.relative_to(built / "data").as_posix() for path in (built / "data").rglob("*") if path.is_file()} - {*linked}
    folders = {re.split(r"[/.]", name)[0] for name in unlisted}
    assert folders == {"anchors", "articles", "figures", "review", "search", "seeds", "tei"}, "what only pages need, and dumps"
    assert "| [articles.csv](../data/articles.csv) | 全部文章，一行一篇的表格 | 11 | " in page and f'title="{sums["articles.csv"]}"' in page
    assert "权利：报道文字的权利属于原作者和原报社，供研究查考。" in page


def test_a_hostile_name_makes_no_markup_on_the_page() -> None:
    made = everything(edition_of(("a", "文。", at("安徽省", newspaper="<b>晚|报</b>[x](y)"))))
    assert "| &lt;b>晚\\|报&lt;/b>\\[x\\](y) | 1 | " in text(PAGE, made)


def test_the_archive_holds_tables_texts_and_dumps() -> None:
    content = files()["data/edition.zip"]
    assert isinstance(content, bytes) and content == everything(small_edition())["data/edition.zip"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        held = {name.removeprefix("edition/"): archive.read(name) for name in archive.namelist()}
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    for name in ("articles.csv", "articles.jsonl", "seeds.jsonl", "schemas/article.json", "seeds/1_hewan.txt"):
        assert held[name].decode("utf-8") == text(f"data/{name}"), name
    texts = {path: content for path, content in files().items() if isinstance(content, str)}
    for article in small_edition().articles:
        assert held[f"texts/{article.id}.txt"].decode("utf-8") == download(texts, article.id, "txt")
    sums = dict(reversed(line.split("  ")) for line in held.pop("SHA256SUMS").decode().splitlines())
    assert sums == {name: hashlib.sha256(content).hexdigest() for name, content in held.items()}


@pytest.mark.parametrize("texts", [{"a.txt": "新年好" * 500}, {"甲/乙.txt": "", "丙": "😀\n"}, {f"{n}": "文" * n for n in range(30)}])
def test_what_was_compressed_before_stands_in_an_archive_as_if_it_were_not(texts: dict[str, str]) -> None:
    ready, plain = packed((path, squeezed(text)) for path, text in texts.items()), packed(texts.items())
    mixed = packed((path, squeezed(text) if number % 2 else text) for number, (path, text) in enumerate(texts.items()))
    found = []
    for content in (ready, plain, mixed):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert archive.testzip() is None and {info.filename: archive.read(info).decode() for info in archive.infolist()} == texts
            found.append([(one.filename, one.date_time, one.CRC, one.flag_bits, one.external_attr) for one in archive.infolist()])
    assert found[0] == found[1] == found[2]
    assert gzip.decompress(gzipped(joined(map(squeezed, texts.values())))).decode() == "".join(texts.values())


def test_a_book_was_last_changed_when_one_of_its_articles_was() -> None:
    edition = small_edition()
    first, second, *_ = (article.id for article in edition.articles)
    edition = replace(edition, changed={first: "2026-03-05", second: "2026-04-01"})
    assert last_day(edition, edition.articles) == "2026-04-01"
    assert last_day(edition, edition.articles[:1]) == "2026-03-05"
    assert last_day(small_edition(), small_edition().articles) == NEVER


# Parquet


with_parquet = pytest.mark.skipif(
    importlib.util.find_spec("pyarrow") is None and os.environ.get("EDITION_REQUIRE_CLUSTER") != "1",
    reason="pyarrow is not installed: pip install -r requirements-cluster.txt",
)


@with_parquet
def test_parquet_holds_the_records(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import pyarrow.parquet as pq

    (tmp_path / "data").mkdir()
    for name in parquet.FILES:
        (tmp_path / "data" / f"{name}.jsonl").write_bytes(text(f"data/{name}.jsonl", everything(ruled())).encode("utf-8"))
    assert parquet.main([str(tmp_path)]) == 0
    assert f"{tmp_path / 'data' / 'articles.parquet'}: 6 rows" in capsys.readouterr().out
    for name in parquet.FILES:
        wanted = lines((tmp_path / "data" / f"{name}.jsonl").read_text(encoding="utf-8"))
        assert pq.read_table(tmp_path / "data" / f"{name}.parquet").to_pylist() == wanted
    before = (tmp_path / "data" / "articles.parquet").read_bytes()
    assert parquet.main([str(tmp_path)]) == 0
    assert (tmp_path / "data" / "articles.parquet").read_bytes() == before
    assert len([*(tmp_path / "data").iterdir()]) == 4


@with_parquet
def test_without_a_site_there_is_no_parquet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert parquet.main([str(tmp_path)]) == 2
    assert "run make site first" in capsys.readouterr().err and not [*tmp_path.iterdir()]


# The worked examples


EXAMPLES = ROOT / "docs" / "about" / "examples.md"
LACKING = [name for name in ("pandas", "duckdb") if importlib.util.find_spec(name) is None]
with_examples = pytest.mark.skipif(
    bool(LACKING) and os.environ.get("EDITION_REQUIRE_EXAMPLES") != "1",
    reason=f"{' and '.join(LACKING)} not installed: pip install -r requirements-examples.txt",
)


def code(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", EXAMPLES.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def run_examples(built: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the names of the examples in Python hold after they ran, in a folder with the two files that the page asks for."""
    for name in ("articles.csv", "seeds.jsonl"):
        shutil.copy(built / "data" / name, folder)
    monkeypatch.chdir(folder)
    names: dict[str, Any] = {}
    for block in code("python"):
        exec(compile(block, str(EXAMPLES), "exec"), names)
    return names


@with_examples
def test_the_examples_count_what_is_there(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = run_examples(built, tmp_path, monkeypatch)
    records = lines((built / "data" / "articles.jsonl").read_text(encoding="utf-8"))
    by_county: Counter[tuple[str, ...]] = Counter()
    times: Counter[str] = Counter()
    characters: Counter[str] = Counter()
    by_seed: Counter[str] = Counter()
    for record in records:
        year = re.search(r"\d{4}", record["date"] or "")
        texts = [block["text"] for block in record["blocks"] if block["kind"] != "caption"]
        solid = sum(len("".join(text.split())) for text in texts)
        by_county[record["province"] or "", record["county"] or "未详", year[0] if year else "未详"] += 1
        times[year[0] if year else "未详"] += sum(text.count("党建") for text in texts)
        characters[year[0] if year else "未详"] += solid
        by_seed[record["seed"]] += solid
    assert names["counts"].to_dict() == by_county and sum(by_county.values()) == len(records) > 1
    assert names["by_year"] == [
        (year, times[year], count, pytest.approx(10000 * times[year] / count, abs=0.006)) for year, count in sorted(characters.items())
    ]
    assert sum(times.values()) > 0
    seeds = lines((built / "data" / "seeds.jsonl").read_text(encoding="utf-8"))
    assert names["by_seed"] == [
        (seed["seed"], seed["encoding"], len(seed["articles"]), by_seed[seed["seed"]], len(seed["set_aside"])) for seed in seeds
    ]


@with_examples
def test_an_example_counts_a_copy_once_and_a_stated_date_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").mkdir()
    for name in ("articles.csv", "seeds.jsonl"):
        (tmp_path / "data" / name).write_bytes(text(f"data/{name}").encode("utf-8"))
    names = run_examples(tmp_path, tmp_path, monkeypatch)
    assert names["counts"].to_dict() == {
        ("", "未详", "未详"): 1, ("安徽省", "天长市", "2024"): 1, ("安徽省", "未详", "2021"): 1,
        ("湖北省", "阳新县", "2021"): 1, ("重庆市", "綦江区", "2024"): 1,
    }  # fmt: skip
    assert {*names["stated"]["id"]} == {SPRING, CITY}


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("Rscript") is None and os.environ.get("EDITION_REQUIRE_EXAMPLES") != "1", reason="R is not installed")
def test_the_example_in_r_counts_what_is_there(built: Path, tmp_path: Path) -> None:
    for name in ("articles.csv", "seeds.jsonl"):
        shutil.copy(built / "data" / name, tmp_path)
    (block,) = code("r")
    (tmp_path / "x.R").write_text(f"{block}\ncat('\\n', sum(counts$id), nrow(joined), '\\n')\n", encoding="utf-8")
    done = subprocess.run(["Rscript", "x.R"], cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False)
    if "there is no package called" in done.stderr and os.environ.get("EDITION_REQUIRE_EXAMPLES") != "1":
        pytest.skip("readr or jsonlite is not installed in R")
    count = len(lines((built / "data" / "articles.jsonl").read_text(encoding="utf-8")))
    assert done.returncode == 0 and done.stdout.split()[-2:] == [str(count), str(count)], done.stdout + done.stderr


# Bibliographies and the lists


def test_a_bibliography_has_every_article_of_its_list(built: Path) -> None:
    told = json.loads((built / "data" / "lists.json").read_text(encoding="utf-8"))
    ids = {json.loads(line)["id"] for line in (built / "data" / "articles.jsonl").read_text(encoding="utf-8").splitlines()}
    assert told["format"] == 1 and told["lists"]
    for one in [*told["lists"], {"articles": sorted(ids), "files": [f"data/articles.{kind}" for kind in ("ris", "bib", "csl.json")]}]:
        assert {*one["articles"]} <= ids and all((built / path).is_file() for path in one["files"])
        held = {
            path.partition(".")[2]: (built / path).read_text(encoding="utf-8")
            for path in one["files"]
            if not path.endswith((".epub", ".gz"))
        }
        assert sorted(record["id"] for record in json.loads(held["csl.json"])) == sorted(one["articles"])
        assert sorted(re.findall(r"^@article\{([\w-]+),$", held["bib"], re.M)) == sorted(one["articles"])
        assert held["ris"].count("TY  - NEWS\n") == held["ris"].count("ER  - \n") == len(one["articles"])
        if "csv" in held:
            assert sorted(row["id"] for row in csv.DictReader(io.StringIO(held["csv"].lstrip("\ufeff")))) == sorted(one["articles"])
    assert {one["page"] for one in told["lists"]} <= {
        path.relative_to(built).with_suffix(".html").as_posix() for path in built.rglob("*.md")
    }
