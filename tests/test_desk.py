"""The editor's commands, from the command line to the built pages: rulings are written, carried out, shown, and taken back."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from conftest import DATA, build, house, read_yaml
from edition import errors
from edition.cli import main
from edition.desk import main as desk
from edition.errors import EditionError, RulingError, UsageError
from edition.leaves import Ruled, leaf_of, load_tables
from test_rulings import PAGE

FIRST, SECOND = "nongji-renyuan-xia-tiantou", "xiaoqiao-tongche-le"


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """A folder with a dump that was built once."""
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "page.txt").write_text(PAGE, encoding="utf-8")
    assert built(folder) == errors.OK
    return folder


def built(seeds: Path) -> int:
    """Build as an office does, the ledger beside the dumps."""
    out = seeds.parent / "out"
    if (seeds / "permalinks.yml").exists():
        (out / "permalinks.yml").write_bytes((seeds / "permalinks.yml").read_bytes())
    code = main(["--seeds", str(seeds), "--out", str(out), "--jobs", "1"])
    (seeds / "permalinks.yml").write_bytes((out / "permalinks.yml").read_bytes())
    return code


def rule(seeds: Path, *words: str, command: str = "rule") -> None:
    assert desk([command, *words, "--seeds", str(seeds), "--date", "2026-03-05"], seeds, DATA) == errors.OK


def rulings(seeds: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = yaml.safe_load((seeds / "page.yml").read_text(encoding="utf-8"))
    return found


def records(seeds: Path) -> dict[str, dict[str, object]]:
    text = (seeds.parent / "out" / "data" / "articles.jsonl").read_text(encoding="utf-8")
    return {record["id"]: record for record in map(json.loads, filter(None, text.split("\n")))}


@pytest.mark.parametrize(
    ("words", "written"),
    [
        (["page.txt:12", "主题"], {"lines": 12, "role": "title", "expect": "小桥通车了"}),
        (["page.txt:8-9", "caption"], {"lines": "8-9", "role": "caption", "expect": "今年全县计划种植水稻二十万亩，比去年增加 一万亩。"}),
        ([SECOND, "title", "城东小桥"], {"field": "title", "line": 12, "expect": "小桥通车了", "to": "城东小桥"}),
        ([SECOND, "日期", "2021-03-06"], {"field": "date", "line": 12, "expect": "2021-03-05", "to": "2021-03-06"}),
        ([SECOND, "date", "-"], {"field": "date", "line": 12, "expect": "2021-03-05", "to": None}),
        ([SECOND, "place", "江苏省南通市如皋市"], {"field": "place", "line": 12, "expect": [], "to": "江苏省南通市如皋市"}),
        (["page.txt", "newspaper", "如皋日报"], {"field": "newspaper", "to": "如皋日报"}),
        (
            [FIRST, "bylines", "记者 王小明", "通讯员 周平"],
            {"field": "bylines", "line": 2, "expect": ["本报记者 王小明"], "to": ["记者 王小明", "通讯员 周平"]},
        ),
        (["page.txt:7", "emend", "己经", "已经"], {"emend": 7, "from": "己经", "to": "已经"}),
        (["page.txt:8", "cut", "比去年"], {"cut": 8, "before": "比去年"}),
        (["page.txt:10", "move", "15"], {"move": 10, "after": 15, "expect": "村民老李说，有了农技人员指导，心里踏实。"}),
        (["page.txt:13", "begin"], {"begin": 13, "expect": "昨天上午，城东小桥正式通车，附近两个村的"}),
        (["page.txt:12", "unite"], {"unite": 12, "expect": "小桥通车了"}),
    ],
)
def test_a_command_writes_a_ruling_that_is_carried_out(seeds: Path, words: list[str], written: dict[str, object]) -> None:
    rule(seeds, *words, "--why", "见原版", "--by", "张三")
    assert rulings(seeds) == [{**written, "why": "见原版", "by": "张三", "date": "2026-03-05"}]
    assert built(seeds) == errors.OK
    told = [one for record in records(seeds).values() for one in record["rulings"]]  # type: ignore[attr-defined]
    assert any((one["why"], one["by"], one["date"]) == ("见原版", "张三", "2026-03-05") for one in told)


def test_rulings_are_added_below_what_an_editor_wrote(seeds: Path) -> None:
    by_hand = "# 张三的裁定\n- {emend: 7, from: 己经, to: 已经, why: 误字}   # 见原版\n"
    (seeds / "page.yml").write_text(by_hand, encoding="utf-8")
    rule(seeds, "page.txt:8", "begins", "--why", "另起一段")
    text = (seeds / "page.yml").read_text(encoding="utf-8")
    assert text.startswith(by_hand.rstrip("\n"))
    assert len(rulings(seeds)) == 2


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (["page.txt:8", "picture", "--why", "试"], UsageError),
        (["page.txt:99", "caption", "--why", "试"], UsageError),
        (["page.txt", "caption", "--why", "试"], UsageError),
        (["page.txt:8", "caption"], UsageError),
        (["no-such-article", "date", "2021", "--why", "试"], UsageError),
        (["page.txt:8", "emend", "己经", "--why", "试"], UsageError),
        (["page.txt:8", "emend", "己经", "已经", "--why", "试"], RulingError),
        (["page.txt:8", "date", "三月", "--why", "试"], RulingError),
        (["page.txt:2", "continues", "--why", "试"], RulingError),
        (["page.txt:8", "confirm", "五校"], RulingError),
        (["page.txt:1", "date", "2021", "--why", "试"], RulingError),
    ],
)
def test_what_cannot_be_carried_out_is_not_written(seeds: Path, words: list[str], error: type[EditionError]) -> None:
    with pytest.raises(error):
        rule(seeds, *words)
    assert not (seeds / "page.yml").exists()
    assert {path.name for path in seeds.iterdir()} == {"page.txt", "permalinks.yml"}


def test_what_is_confirmed_stays_so_when_its_editor_corrects_it(seeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rule(seeds, FIRST, "confirm", "初校", "--by", "张三")
    before = rulings(seeds)[0]["expect"]
    rule(seeds, "page.txt:7", "emend", "己经", "已经", "--why", "误字")
    assert "初校" in capsys.readouterr().out
    assert rulings(seeds)[0]["expect"] != before
    assert built(seeds) == errors.OK
    assert records(seeds)[FIRST]["proofread"] == "初校"
    assert records(seeds)[FIRST]["notes"] == []


def test_the_build_says_which_articles_came_and_went_by_rulings(seeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def said() -> list[str]:
        capsys.readouterr()
        assert built(seeds) == errors.OK
        return [line.strip() for line in capsys.readouterr().out.splitlines() if "一篇：" in line]

    rule(seeds, "page.txt:12", "unite", "--why", "同一篇的小标题")
    assert said() == [f"因裁定少了一篇：{SECOND} → {FIRST}（unite 12）"]
    assert said() == []
    (seeds / "page.yml").unlink()
    assert said() == [f"又有了的一篇：{SECOND}"]
    rule(seeds, "page.txt:10", "begin", "--why", "另一篇")
    rule(seeds, "page.txt:12", "begin", "--why", "又一篇")
    (new,) = said()
    assert new.startswith("因裁定多了一篇：") and new.endswith("（begin 10）")


def test_an_article_that_is_united_leaves_its_address_and_gets_it_back(seeds: Path) -> None:
    ledger = (seeds / "permalinks.yml").read_text(encoding="utf-8")
    rule(seeds, "page.txt:12", "unite", "--why", "同一篇的小标题")
    assert built(seeds) == errors.OK
    out = seeds.parent / "out" / "articles"
    assert f"successor: {FIRST}" in (out / f"{SECOND}.md").read_text(encoding="utf-8")
    assert "reason: 编者裁定：与上一篇是同一篇。同一篇的小标题\n  taken: unite 12\n" in (seeds / "permalinks.yml").read_text(
        encoding="utf-8"
    )
    (seeds / "page.yml").unlink()
    assert built(seeds) == errors.OK
    assert (seeds / "permalinks.yml").read_text(encoding="utf-8") == ledger


def test_two_dumps_of_one_article_are_copies_by_ruling(seeds: Path) -> None:
    (seeds / "other.txt").write_text("小桥今通车\n城东的小桥昨天通车了，老乡们过河再也不用绕路。\n", encoding="utf-8")
    rule(seeds, SECOND, "same", "other.txt#l2", "--why", "同一件事的简讯")
    assert built(seeds) == errors.OK
    assert len(records(seeds)[SECOND]["copies"]) == 1  # type: ignore[arg-type]
    (seeds / "page.yml").write_text((seeds / "page.yml").read_text(encoding="utf-8").replace("#l2", "#l9"), encoding="utf-8")
    assert built(seeds) == errors.STOPPED


def test_an_emendation_is_shown_with_what_was_printed(seeds: Path) -> None:
    rule(seeds, "page.txt:7", "emend", "己经", "已经", "--why", "误字")
    assert built(seeds) == errors.OK
    page = (seeds.parent / "out" / "articles" / f"{FIRST}.md").read_text(encoding="utf-8")
    assert '*已经*{: .emended title="原作“己经”" }' in page
    view = json.loads((seeds.parent / "out" / "views" / "articles" / f"{FIRST}.json").read_text(encoding="utf-8"))
    assert any(variant["examples"][0]["text"] == "己经→已经" for variant in view["apparatus"])
    assert view["rulings"] == ["第7行：“己经”当作“已经”。误字（2026-03-05）"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("pgae.yml", "- {begin: 12, expect: 小桥通车了, why: 试}", "旁边没有它所裁定的原始文本 pgae.txt"),
        ("page.yml", "- begin: 12\n  expect: 大桥通车了\n  why: 试\n", "page.yml:1"),
        ("page.yml", "- begin 12\n", "page.yml:1"),
    ],
)
def test_a_build_stops_at_a_ruling_that_does_not_fit(
    seeds: Path, capsys: pytest.CaptureFixture[str], name: str, content: str, said: str
) -> None:
    before = {path: path.read_bytes() for path in (seeds.parent / "out").rglob("*") if path.is_file()}
    (seeds / name).write_text(content, encoding="utf-8")
    assert built(seeds) == errors.STOPPED
    assert said in capsys.readouterr().err
    assert {path: path.read_bytes() for path in (seeds.parent / "out").rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("content", ["- file: page.txt\n  title: 甲\n", "name: 别的\n", "[", "- 甲\n", "\xff"])
def test_a_file_that_holds_something_else_is_left_alone(seeds: Path, content: str) -> None:
    (seeds / "notes.yml").write_text(content, encoding="latin-1" if content == "\xff" else "utf-8")
    assert built(seeds) == errors.OK


def test_an_edited_dump_keeps_its_rulings(seeds: Path) -> None:
    """Rulings name permanent numbers, which stay with a line when others come above it."""
    rule(seeds, "page.txt:10", "continues", "--why", "同一段")
    old = seeds.parent / "old.txt"
    old.write_text(PAGE, encoding="utf-8")
    (seeds / "page.txt").write_text("青溪文化馆藏报\n" + PAGE, encoding="utf-8")
    out = seeds.parent / "out"
    assert main(["--seeds", str(seeds), "--out", str(out), "--accept-edit", "page.txt", "--was", str(old)]) == errors.OK
    blocks = [str(block["text"]) for block in records(seeds)[FIRST]["blocks"]]  # type: ignore[attr-defined]
    assert any("一万亩。村民老李" in text for text in blocks)


def test_a_ruling_about_an_edited_dump_says_what_was_done_and_where_its_words_stand_now(
    seeds: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rule(seeds, "page.txt:12", "begin", "--why", "另有标题")
    (seeds / "page.txt").write_text("青溪文化馆藏报\n\n" + PAGE, encoding="utf-8")
    assert built(seeds) == errors.STOPPED
    said = capsys.readouterr().err
    assert "page.yml:3：说第 12 行是“小桥通车了”，而这一行现在是“村民老李说" in said
    assert "“小桥通车了”现在在第 14 行。原始文本 page.txt 在上次构建以后改过，还没有申明" in said
    assert "--accept-edit page.txt --was OLDFILE" in said and "裁定跟着各自的行走" in said
    assert "改成 begin: 14" not in said, "once the edit is declared, the line is 12 again"


@pytest.mark.parametrize(
    ("ruling", "said"),
    [
        ("- begin: 13\n  expect: 小桥通车了\n", "请把 begin: 13 改成 begin: 12"),
        ("- emend: 8\n  from: 己经\n  to: 已经\n", "“己经”现在在第 7 行；请把 emend: 8 改成 emend: 7"),
        ("- lines: 5-6\n  role: caption\n  expect: 今年全县计划种植水稻二十万亩……\n", "请把 lines: 5-6 改成 lines: 8-9"),
        ("- begin: 13\n  expect: 大桥通车了\n", "哪一行都不是“大桥通车了”；请核对：仍要这样裁定，就改成 expect: 昨天上午"),
    ],
)
def test_a_ruling_whose_words_stand_elsewhere_says_on_which_line(
    seeds: Path, capsys: pytest.CaptureFixture[str], ruling: str, said: str
) -> None:
    (seeds / "page.yml").write_text(f"{ruling}  why: 试\n", encoding="utf-8")
    assert built(seeds) == errors.STOPPED
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("old", "new", "ruling", "said"),
    [
        ("增加\n一万亩", "增加一万亩", "- lines: 8-9\n  role: caption\n  expect: 今年全县计划种植水稻二十万亩，比去年增加 一万亩。\n", "8"),
        ("", "", "- lines: 14-15\n  role: caption\n  expect: 图为农技人员在田间\n", "11"),
        ("\n小桥", "\n\n小桥", "- move: 10\n  after: 15\n  expect: 小桥通车了\n", "13"),
        ("在田间", "\n在\n\n田间", "- lines: 11\n  role: caption\n  expect: 图为农技人员在田间\n", "11-14"),
        ("在田间\n", "在田间", "- lines: 11-12\n  role: caption\n  expect: 图为农技人员 在田间小桥通车了\n", "11"),
        ("己经", "**己**经", "- emend: 8\n  from: '**己**经'\n  to: 已经\n", "7"),
        ("己经", "己 经", "- cut: 8\n  before: 己经\n", "7"),
    ],
)
def test_words_are_found_on_more_or_fewer_lines_than_a_ruling_names(old: str, new: str, ruling: str, said: str) -> None:
    """The words may stand now on one line that were on two, or on four, or with markup between them."""
    act = ruling.removeprefix("- ").partition("\n")[0]
    told = refused(PAGE.replace(old, new), ruling)
    assert f"请把 {act} 改成 {act.partition(':')[0]}: {said}；" in told and f"现在在第 {said} 行" in told


@pytest.mark.parametrize(("dumped", "words"), [("**己**经", "己**经"), ("己 经", "己 经"), ("**己经**", "己经")])
def test_a_misprint_that_stands_elsewhere_with_markup_is_offered_as_the_dump_has_it(dumped: str, words: str) -> None:
    """Its line alone would be refused in its turn."""
    text, ruling = PAGE.replace("己经", dumped), "- emend: 8\n  from: 己经\n  to: 已经\n"
    offered = re.search(r"现在在第 7 行；请把 (.+?) 改成 (.+?)；不必了", refused(text, ruling))
    assert offered
    was, now = (re.sub(r", from: ", "\n  from: ", part) for part in offered.groups())
    mended = ruling.replace(was, now)
    assert mended == f"- emend: 7\n  from: {words}\n  to: 已经\n"
    ruled(text, mended)


def refused(text: str, ruling: str) -> str:
    """What is said of a ruling that does not fit such a dump."""
    with pytest.raises(RulingError) as error:
        ruled(text, ruling)
    return str(error.value.said.zh)


def ruled(text: str, ruling: str) -> None:
    leaf_of(text.encode(), "page.txt", load_tables(DATA), Ruled("page.yml", f"{ruling}  why: 试\n".encode()))


def test_words_of_one_line_that_are_two_now_are_shown_where_no_range_can_be_written() -> None:
    told = refused(PAGE, "- begin: 3\n  expect: 图为农技人员在田间小桥通车了\n")
    assert "现在在第 11-12 行；请核对：" in told and "begin: 11" not in told


@pytest.mark.parametrize(("field", "to"), [("bylines", "[周平]"), ("themes", "[教育]"), ("place", "null"), ("title", "农机下田")])
def test_what_a_ruling_is_told_to_expect_fits_when_it_is_copied(field: str, to: str) -> None:
    text = PAGE.replace("王小明\n", "王小明 通讯员 周平\n").replace(
        "三月的", "三月的江苏省南通市如皋市，党员带头，党支部开展主题党日，党建引领，"
    )
    ruling = f"- field: {field}\n  line: 5\n  expect: 别的\n  to: {to}\n"
    told = re.search(r"就改成 (expect: .+?)；不必了", refused(text, ruling))
    assert told
    assert field == "title" or len(yaml.safe_load(told[1])["expect"]) > 1
    ruled(text, ruling.replace("expect: 别的", told[1]))


def test_what_waits_is_named_by_permanent_numbers(seeds: Path) -> None:
    """Also after an accepted edit: the number, the words on the line and the ruling ready to copy are of the same line."""
    (seeds / "page.txt").write_text(PAGE.replace("去年十月开工建设。", "去年十月开工建"), encoding="utf-8")
    for path in (seeds / "permalinks.yml", seeds.parent / "out"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert built(seeds) == errors.OK
    old = seeds.parent / "old.txt"
    text = (seeds / "page.txt").read_text(encoding="utf-8")
    old.write_text(text, encoding="utf-8")
    (seeds / "page.txt").write_text("青溪文化馆藏报\n馆藏第七号\n" + text, encoding="utf-8")
    out = seeds.parent / "out"
    assert main(["--seeds", str(seeds), "--out", str(out), "--accept-edit", "page.txt", "--was", str(old)]) == errors.OK
    waiting = [line.split("\t") for line in (out / "data" / "review.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    named = [(int(found[1]), int(row[3]), row[4]) for row in waiting if (found := re.search(r"原文第(\d+)行", row[5]))]
    assert named
    for number, line, words in named:
        assert number == line and text.splitlines()[number - 1].startswith(words.rstrip("…"))


def test_a_misprint_is_looked_for_on_all_lines_that_are_chosen(seeds: Path) -> None:
    rule(seeds, "page.txt:5-9", "emend", "己经", "已经", "--why", "误字")
    assert rulings(seeds)[0]["emend"] == 7


def test_the_dumps_of_volumes_are_found_by_their_names(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    for volume in ("one", "two"):
        (seeds / volume).mkdir(parents=True)
        (seeds / volume / "both.txt").write_text(PAGE, encoding="utf-8")
    (seeds / "two" / "page.txt").write_text(PAGE, encoding="utf-8")
    (seeds / "edition.yml").write_text("title: 两册\nvolumes:\n- {id: one, title: 甲}\n- {id: two, title: 乙}\n", encoding="utf-8")
    assert desk(["rule", "page.txt:8", "begins", "--why", "试", "--seeds", str(seeds)], seeds, DATA) == errors.OK
    assert (seeds / "two" / "page.yml").exists()
    with pytest.raises(UsageError, match="two"):
        desk(["rule", "both.txt:8", "begins", "--why", "试", "--seeds", str(seeds)], seeds, DATA)


# Addresses


def committed(seeds: Path) -> None:
    for words in (["init", "-q", "-b", "main"], ["add", "page.txt", "permalinks.yml"], ["commit", "-qm", "Publish"]):
        git(seeds, *words)


def git(seeds: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(seeds), "-c", "user.name=甲", "-c", "user.email=a@example.org", *words], check=True)


def readdressed(seeds: Path, id_: str) -> None:
    out = str(seeds.parent / "out")
    assert desk(["readdress", id_, "--seeds", str(seeds), "--out", out], seeds, DATA) == errors.OK


def test_an_article_that_was_never_published_gets_an_address_of_its_new_title(seeds: Path) -> None:
    committed(seeds)
    (seeds / "new.txt").write_text(PAGE.replace("青溪", "南河").replace("小桥", "大桥"), encoding="utf-8")
    assert built(seeds) == errors.OK
    old = next(id_ for id_, record in records(seeds).items() if record["title"] == "大桥通车了")
    rule(seeds, old, "title", "城北大桥通车", "--why", "漏了两个字")
    assert built(seeds) == errors.OK
    assert old in records(seeds), "an address follows no title by itself"
    readdressed(seeds, old)
    assert built(seeds) == errors.OK
    assert {record["title"]: id_ for id_, record in records(seeds).items()}["城北大桥通车"] == "chengbei-daqiao-tongche"
    assert old not in records(seeds) and FIRST in records(seeds)


def test_an_address_that_may_be_known_stays(seeds: Path) -> None:
    before = (seeds / "permalinks.yml").read_bytes()
    with pytest.raises(UsageError, match="不在 git 仓库里"):
        readdressed(seeds, SECOND)
    committed(seeds)
    with pytest.raises(UsageError, match="已经提交，是永久地址"):
        readdressed(seeds, SECOND)
    with pytest.raises(UsageError, match="已经提交"):
        readdressed(seeds, "page.txt")
    with pytest.raises(UsageError, match="底册里没有"):
        readdressed(seeds, "meiyou")
    assert (seeds / "permalinks.yml").read_bytes() == before
    assert (seeds.parent / "out" / "articles" / f"{SECOND}.md").exists()


def test_an_address_that_any_commit_ever_had_stays(seeds: Path) -> None:
    """Also where the commit was reverted, is on another branch, or was merged and its changes not taken; a longer id is another one."""
    whole = (seeds / "permalinks.yml").read_text(encoding="utf-8")

    def without(*ids: str) -> None:
        rows = [row for row in whole.split("\n- ") if not any(row.startswith(f"id: {id_}\n") for id_ in ids)]
        (seeds / "permalinks.yml").write_text("\n- ".join(rows), encoding="utf-8")

    without(FIRST, SECOND)
    committed(seeds)
    for branch, missing in (("other", FIRST), ("merged", SECOND)):
        git(seeds, "checkout", "-qb", branch, "main")
        without(missing)
        git(seeds, "commit", "-qam", "Publish")
        git(seeds, "checkout", "-q", "main")
    git(seeds, "merge", "-q", "-s", "ours", "-m", "Take nothing", "merged")
    git(seeds, "branch", "-qD", "merged")
    longer = f"{SECOND}-2"
    (seeds / "permalinks.yml").write_text(whole.replace(f"id: {SECOND}\n", f"id: {longer}\n"), encoding="utf-8")
    git(seeds, "commit", "-qam", "Publish by mistake")
    git(seeds, "revert", "--no-edit", "HEAD")
    (seeds / "permalinks.yml").write_text(whole, encoding="utf-8")
    for id_ in (FIRST, SECOND):
        with pytest.raises(UsageError, match="已经提交，是永久地址"):
            readdressed(seeds, id_)
    (seeds / "permalinks.yml").write_text(whole.replace(f"id: {SECOND}\n", f"id: {longer}\n"), encoding="utf-8")
    with pytest.raises(UsageError, match="已经提交，是永久地址"):
        readdressed(seeds, longer)
    (seeds / "permalinks.yml").write_text(whole.replace(f"id: {SECOND}\n", f"id: {longer}-3\n"), encoding="utf-8")
    readdressed(seeds, f"{longer}-3")


def fresh(edition: Path, seeds: Path, docs: Path) -> tuple[Path, Path]:
    """Articles that were never committed, built of a folder of dumps of an edition, with its pages: the ledger and one page."""
    seeds.mkdir(parents=True)
    (seeds / "page.txt").write_text(PAGE, encoding="utf-8")
    ledger, page = seeds / "permalinks.yml", docs / "articles" / f"{SECOND}.md"
    assert main(["--seeds", str(seeds), "--out", str(docs), "--ledger", str(ledger), "--jobs", "1"]) == errors.OK
    if not (edition / ".git").exists():
        (edition / "README").write_text("甲", encoding="utf-8")
        for words in (["init", "-q"], ["add", "README"], ["commit", "-qm", "Begin"]):
            git(edition, *words)
    return ledger, page


def test_only_the_pages_of_the_folder_of_dumps_that_is_meant_are_touched(tmp_path: Path) -> None:
    seeds, others = tmp_path / "seeds", tmp_path / "others"
    ledger, page = fresh(tmp_path, seeds, tmp_path / "docs")
    ledger_of_others, page_of_others = fresh(tmp_path, others, tmp_path / "elsewhere")
    before = ledger_of_others.read_bytes()
    with pytest.raises(UsageError, match="--out"):
        desk(["readdress", SECOND, "--seeds", str(others)], seeds, DATA)
    assert page.exists() and page_of_others.exists() and ledger_of_others.read_bytes() == before
    assert desk(["readdress", SECOND, "--seeds", str(others), "--out", str(tmp_path / "elsewhere")], seeds, DATA) == errors.OK
    assert page.exists() and not page_of_others.exists() and ledger_of_others.read_bytes() != before
    assert desk(["readdress", SECOND, "--seeds", os.path.relpath(seeds)], seeds, DATA) == errors.OK
    assert not page.exists() and f"id: {SECOND}\n" not in ledger.read_text(encoding="utf-8")


def test_an_address_in_several_volumes_is_taken_away_in_the_one_that_is_named(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    docs = {id_: tmp_path / ".cache" / "volumes" / id_ / "docs" for id_ in ("one", "two")}
    ledger, page = fresh(tmp_path, seeds / "one", docs["one"])
    ledger_of_two, page_of_two = fresh(tmp_path, seeds / "second", docs["two"])
    page_of_house = tmp_path / "docs" / "articles" / f"{SECOND}.md"
    page_of_house.parent.mkdir(parents=True)
    page_of_house.write_text("甲", encoding="utf-8")
    listed = "title: 两册\nvolumes:\n- {id: one, title: 甲}\n- {id: two, title: 乙, seeds: second}\n"
    (seeds / "edition.yml").write_text(listed, encoding="utf-8")
    before = ledger.read_bytes()
    for wanted in (SECOND, "page.txt"):
        with pytest.raises(UsageError, match="在几册里都有：one、second"):
            desk(["readdress", wanted], seeds, DATA)
    assert (ledger.read_bytes(), ledger_of_two.read_bytes()) == (before, before) and page.exists() and page_of_two.exists()
    assert desk(["readdress", SECOND, "--seeds", str(seeds / "second")], seeds, DATA) == errors.OK
    assert ledger.read_bytes() == before != ledger_of_two.read_bytes()
    assert page.exists() and page_of_house.exists() and not page_of_two.exists()
    assert desk(["readdress", SECOND], seeds, DATA) == errors.OK
    assert not page.exists() and page_of_house.exists()


@pytest.mark.parametrize(
    "words",
    [
        ["rule", "", "title", "甲", "--why", "试"],
        ["rule", " ", "date", "2021", "--why", "试"],
        ["undo", "", "1"],
        ["readdress", ""],
        ["rule", FIRST, "", "--why", "试"],
    ],
)
def test_an_error_about_a_word_that_is_empty_names_the_command(seeds: Path, words: list[str]) -> None:
    with pytest.raises(UsageError, match=rf"^build\.py {words[0]}：.*--help"):
        desk([*words, "--seeds", str(seeds)], seeds, DATA)


# What waits


def test_what_waits_is_listed_and_goes_once_it_is_ruled(seeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = seeds.parent / "out"
    assert desk(["review", "--out", str(out)], seeds, DATA) == errors.OK
    listed = capsys.readouterr().out
    assert f"分界与标题　{SECOND}　page.txt 第12行：小桥通车了" in listed
    assert "\n  - {unite: 12, expect: 小桥通车了, why: ？}\n" in listed and "\n  - {begin: 12, expect: 小桥通车了, why: ？}\n" in listed
    assert f"形近的字　{FIRST}　page.txt 第7行：农户育秧、施肥，己经服务了三百多户农家。\n  “己经”形近“已经”，也许是误字\n" in listed
    assert "  - {emend: 7, from: 己经, to: 已经, why: ？}\n" in listed
    page = (out / "review" / "index.md").read_text(encoding="utf-8")
    ready = re.search(r"- unite: 12\n +expect: '小桥通车了'\n +why: ？", page)
    assert ready
    rule(seeds, "page.txt:12", "begin", "--why", "另有标题")
    rule(seeds, SECOND, "place", "江苏省南通市如皋市", "--why", "桥在如皋")
    rule(seeds, FIRST, "confirm", "复校")
    rule(seeds, SECOND, "confirm", "复校")
    assert built(seeds) == errors.OK
    assert (out / "data" / "review.tsv").read_text(encoding="utf-8").count("\n") == 1
    assert "没有等着核对的。已有编者裁定4条。复校2篇。" in (out / "review" / "index.md").read_text(encoding="utf-8")


def test_rulings_that_are_listed_ready_can_be_carried_out(seeds: Path) -> None:
    """What the review page offers is taken as it is, with the question marks filled in."""
    page = (seeds.parent / "out" / "review" / "index.md").read_text(encoding="utf-8")
    found = re.findall(r"(?m)^        - .*(?:\n          .*)*", page)
    assert len(found) == page.count("# seeds/page.yml") > 1
    for ready in found:
        text = re.sub(r"(?m)^        ", "", ready).replace("why: ？", "why: 见原版").replace("to: ？", "to: 江苏省如皋市")
        (seeds / "page.yml").write_text(text, encoding="utf-8")
        assert built(seeds) == errors.OK, text
        (seeds / "page.yml").unlink()
        assert built(seeds) == errors.OK


CONFLICT = """南河日报 2021年3月5日 星期五 第3版

春耕正当时
本报记者 王小明
本报讯 眼下正是春耕时节，全县各乡镇的田间地头一片繁忙景象，农户忙着翻地、施肥。
农技人员分赴各村，手把手教农户育秧、施肥，已经服务了三百多户农家。

青溪晚报 2021年3月8日 星期一 第1版
"""
WEEKDAY = """南河日报 2021年3月5日 星期六 第3版

春耕正当时
本报记者 王小明
本报讯 眼下正是春耕时节，修水县和安溪县的田间地头一片繁忙景象，农户忙着翻地、施肥。
农技人员分赴各村，手把手教农户育秧、施肥，已经服务了三百多户农家。
"""
JOURNEY = WEEKDAY.replace("修水县和安溪县的田间地头一片繁忙景象", "代表团前往修水县考察春耕，与修水县农户座谈")


@pytest.mark.parametrize(
    ("page", "kind", "said", "readings"),
    [
        (CONFLICT, "date", "没有日期，各行所说不一", {"2021-03-05": 1, "2021-03-08": 8}),
        (CONFLICT, "newspaper", "没有报名，各行所说不一", {"南河日报": 1, "青溪晚报": 8}),
        (WEEKDAY, "date", "日期存疑：日期与所印星期不合", {"2021-03-05": 1, "2021-03-06": 1}),
        (WEEKDAY, "place", "没有地点，文中说到的不止一处", {"江西省九江市修水县": 5, "福建省泉州市安溪县": 5}),
        (JOURNEY, "place", "地点存疑：文中或只是提到", {"江西省九江市修水县": 5, "": 0}),
    ],
)
def test_a_fact_that_can_be_read_in_two_ways_shows_both_with_their_lines(
    tmp_path: Path, page: str, kind: str, said: str, readings: dict[str, int]
) -> None:
    """Each is linked to its line, and its ruling is carried out as it is copied."""
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "page.txt").write_text(page, encoding="utf-8")
    assert built(seeds) == errors.OK
    shown = (tmp_path / "out" / "review" / "index.md").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in (tmp_path / "out" / "data" / "review.tsv").read_text(encoding="utf-8").splitlines()]
    (what,) = [row[5] for row in rows if row[0] == kind]
    assert said in what and all(f"读作“{value}”（第{line}行）" in what for value, line in readings.items() if value)
    for value, line in readings.items():
        where = rf'读作“{value}”：<a href="../sources/page.html#l{line}">.*' if value else "不写地点"
        found = re.search(rf"{where}\n.*\n\n((?: {{8}}.*\n)+)", shown)
        assert found
        (seeds / "page.yml").write_text(re.sub(r"(?m)^        ", "", found[1]).replace("why: ？", "why: 见原版"), encoding="utf-8")
        assert built(seeds) == errors.OK
        (record,) = records(seeds).values()
        units = (record.get(level) or "" for level in ("province", "prefecture", "county"))
        told = "".join(map(str, units)) if kind == "place" else str(record[kind])
        assert told.startswith(value) and bool(told) == bool(value)
        assert f"\n{kind}\t" not in (tmp_path / "out" / "data" / "review.tsv").read_text(encoding="utf-8")


# Reports


def report(**more: str) -> str:
    said = {
        "id": FIRST,
        "seed": "page.txt",
        "sha256": hashlib.sha256(PAGE.encode()).hexdigest(),
        "line": "5",
        "before": "农户育秧、施肥，己经服务了三百多户农家。",
        "after": "农户育秧、施肥，已经服务了三百多户农家。",
        "note": "错字",
    }
    return "".join(f"{key}: {text}\n" for key, text in (said | more).items())


def test_a_report_becomes_a_ruling(seeds: Path, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(f"编者您好：\n\n{report()}\n此致\n", encoding="utf-8")
    rule(seeds, str(tmp_path / "report.txt"), "--by", "张三", command="apply")
    assert rulings(seeds) == [{"emend": 7, "from": "，己经", "to": "，已经", "why": "读者指正：错字", "by": "张三", "date": "2026-03-05"}]
    assert built(seeds) == errors.OK


def test_a_report_that_was_carried_out_is_told_so(seeds: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Also where another ruling stands above it, and where the same reader wants more than was ruled."""
    rule(seeds, "page.txt:5", "emend", "一片", "一派", "--why", "误字")
    (tmp_path / "report.txt").write_text(report(), encoding="utf-8")
    rule(seeds, str(tmp_path / "report.txt"), command="apply")
    written = (seeds / "page.yml").read_text(encoding="utf-8")
    capsys.readouterr()
    rule(seeds, str(tmp_path / "report.txt"), command="apply")
    said = capsys.readouterr().out
    line = next(n for n, text in enumerate(written.split("\n"), 1) if text == "- emend: 7")
    assert f"已改过，裁定在 {seeds / 'page.yml'}:{line}，" in said, "and not that above it, which is about other words"
    more = report(after="农户育秧、施肥，已经服务了五百多户农家。")
    (tmp_path / "report.txt").write_text(more, encoding="utf-8")
    with pytest.raises(UsageError, match="已改过这一段，现在读作“"):
        rule(seeds, str(tmp_path / "report.txt"), command="apply")
    assert (seeds / "page.yml").read_text(encoding="utf-8") == written


def test_a_report_is_carried_out_only_where_its_own_words_were_put_right(seeds: Path, tmp_path: Path) -> None:
    """The words that the reader wants may stand elsewhere in the paragraph."""
    rule(seeds, "page.txt:7", "emend", "己经", "曾经", "--why", "误字")
    rule(seeds, "page.txt:5", "emend", "一片", "已经一片", "--why", "脱字")
    (tmp_path / "report.txt").write_text(report(line="7", before="己经", after="已经"), encoding="utf-8")
    with pytest.raises(UsageError, match="现在读作“曾经”"):
        rule(seeds, str(tmp_path / "report.txt"), command="apply")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (report(sha256="0" * 64), "另一个 page.txt"),
        (report(before="别的话", after="别的"), "没有“别的话”"),
        (report(line="七"), "不是读者的报告"),
        ("您好，有一个错字。\n", "不是读者的报告"),
    ],
)
def test_a_report_that_does_not_fit_is_refused(seeds: Path, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "report.txt").write_text(text, encoding="utf-8")
    with pytest.raises(EditionError) as caught:
        rule(seeds, str(tmp_path / "report.txt"), command="apply")
    assert said in caught.value.said.zh
    assert not (seeds / "page.yml").exists()


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ({}, (7, "，己经", "，已经")),
        ({"before": "己经", "after": "已经"}, (7, "，己经", "，已经")),
        ({"before": "施肥，己经服务了三百", "after": "施肥，己经服务了三百余"}, (7, "百多", "百余多")),
        ({"before": "一片繁忙景象", "after": "一派繁忙景象"}, (5, "一片", "一派")),
        (
            {
                "before": "> 教农户育秧、施肥，己经服\n> 务了三百多户农家。".removeprefix("> "),
                "after": "教农户育秧、施肥，已经服\n> 务了三百多户农家。",
            },
            (7, "，己经", "，已经"),
        ),
        ({"sha256": "\n".join(re.findall(".{32}", hashlib.sha256(PAGE.encode()).hexdigest()))}, (7, "，己经", "，已经")),
    ],
)
def test_a_report_is_narrowed_to_the_words_that_differ(
    seeds: Path, tmp_path: Path, told: dict[str, str], wanted: tuple[int, str, str]
) -> None:
    """Mail programs quote and break lines; what is corrected is looked for where the reader saw it, and nowhere else."""
    (tmp_path / "report.txt").write_text("".join(f"> {line}\r\n" for line in report(**told).splitlines()), encoding="utf-8", newline="")
    rule(seeds, str(tmp_path / "report.txt"), command="apply")
    assert [(one["emend"], one["from"], one["to"]) for one in rulings(seeds)] == [wanted]


def test_a_blank_line_inside_a_report_loses_nothing(seeds: Path, tmp_path: Path) -> None:
    told = report(after="农户育秧、施肥，已经服务\n\n了三百多户农家。")
    (tmp_path / "report.txt").write_text(told, encoding="utf-8")
    with pytest.raises(UsageError, match="了三百多户农家"):
        rule(seeds, str(tmp_path / "report.txt"), command="apply")
    (tmp_path / "report.txt").write_text(f"编者您好：\n\n{report()}\n此致\n敬礼\n", encoding="utf-8")
    rule(seeds, str(tmp_path / "report.txt"), command="apply")


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        ("一片繁忙景象", "一大片繁忙景象", [(5, "一片", "一大片")]),
        ("穿梭，一片", "穿梭，一片片", [(5, "片", "片片")]),
        ("片繁忙景象", "片忙景象", [(6, "繁忙", "忙")]),
        ("手把手教", "手把手地教", [(6, "手教", "手地教")]),
        ("一片繁忙", "一繁忙", [(5, "一片", "一")]),
    ],
)
def test_what_is_put_in_or_left_out_at_the_end_of_a_line(
    seeds: Path, tmp_path: Path, before: str, after: str, wanted: list[tuple[int, str, str]]
) -> None:
    (tmp_path / "report.txt").write_text(report(before=before, after=after), encoding="utf-8")
    rule(seeds, str(tmp_path / "report.txt"), command="apply")
    assert [(one["emend"], one["from"], one["to"]) for one in rulings(seeds)] == wanted
    assert built(seeds) == errors.OK


def test_a_report_of_several_misprints_becomes_a_ruling_for_each_line(seeds: Path, tmp_path: Path) -> None:
    before = "三月的田野里，农机往来穿梭，一片繁忙景象。农技人员走进田间地头，手把手教农户育秧、施肥，己经服务了三百多户农家。"
    after = before.replace("农机", "收割机").replace("一片", "一派").replace("己经", "已经").replace("三百多", "三百余")
    (tmp_path / "report.txt").write_text(report(line="5", before=before, after=after), encoding="utf-8")
    rule(seeds, str(tmp_path / "report.txt"), command="apply")
    told = [(one["emend"], one["from"], one["to"]) for one in rulings(seeds)]
    assert [number for number, *_ in told] == [5, 7]
    lines = PAGE.splitlines()
    for number, printed, meant in told:
        assert lines[number - 1].count(str(printed)) == 1
        lines[number - 1] = lines[number - 1].replace(str(printed), str(meant))
    assert after in "".join(lines)
    assert built(seeds) == errors.OK


@pytest.mark.parametrize(
    "told",
    [
        {"before": "别处才有的己", "after": "别处才有的已"},
        {"line": "13"},
        {"before": "一片\n繁忙景象", "after": "一派\n热闹景象"},
        {"before": "，", "after": "。"},
        {"before": "己经", "after": ""},
    ],
)
def test_a_report_never_changes_another_place(seeds: Path, tmp_path: Path, told: dict[str, str]) -> None:
    (tmp_path / "report.txt").write_text(report(**told), encoding="utf-8")
    with pytest.raises(EditionError):
        rule(seeds, str(tmp_path / "report.txt"), command="apply")
    assert not (seeds / "page.yml").exists()


# Taking back


def undo(seeds: Path, line: int) -> None:
    assert desk(["undo", "page.txt", str(line), "--seeds", str(seeds)], seeds, DATA) == errors.OK


def test_a_ruling_is_taken_back_and_nothing_else(seeds: Path) -> None:
    left = "\n# 下面是李四的\n-\n  begin: 12\n  expect: 小桥通车了\n  why: 另一篇\n"
    text = f"# 张三\n\n- emend: 7\n  from: 己经\n  to: 已经\n  why: 误字\n{left}"
    (seeds / "page.yml").write_text(text, encoding="utf-8")
    undo(seeds, 3)
    left = f"# 张三\n\n{left}"
    assert (seeds / "page.yml").read_text(encoding="utf-8") == left
    undo(seeds, 6)
    assert (seeds / "page.yml").read_text(encoding="utf-8") == "# 张三\n\n\n# 下面是李四的\n"
    assert built(seeds) == errors.OK


@pytest.mark.parametrize("text", ["[{emend: 7, from: 己经, to: 已经, why: 误}]\n", "- {emend: 7, from: 己经, to: 已经, why: 误}\n"])
def test_what_has_no_lines_of_its_own_is_left_to_the_editor(seeds: Path, text: str) -> None:
    (seeds / "page.yml").write_text(text, encoding="utf-8")
    if text.startswith("["):
        with pytest.raises(UsageError):
            undo(seeds, 1)
        assert (seeds / "page.yml").read_text(encoding="utf-8") == text
    else:
        undo(seeds, 1)
        assert not (seeds / "page.yml").exists()


def test_a_ruling_on_which_another_rests_is_not_taken_back(seeds: Path) -> None:
    rule(seeds, SECOND, "title", "甲", "--why", "试")
    rule(seeds, SECOND, "title", "乙", "--why", "试")
    before = (seeds / "page.yml").read_bytes()
    with pytest.raises(RulingError, match=r"page\.yml"):
        undo(seeds, 3)
    assert (seeds / "page.yml").read_bytes() == before


# Addresses


def addresses(seeds: Path) -> dict[str, tuple[object, object]]:
    text = (seeds / "permalinks.yml").read_text(encoding="utf-8")
    return {row["id"]: (row["lines"], row.get("successor")) for row in yaml.safe_load(text) if "id" in row}


FOUR = "".join(
    f"{title}\n本报讯（记者 {name}）{text}，大家都说这是一件好事，今后的日子会越过越好。\n"
    "村里的老人坐在门前谈起这件事，都说从前想也不敢想。\n"
    for title, name, text in (
        ("茶农上山采摘春茶", "王小明", "昨日，春茶开采，茶农们一早上山采摘春茶"),
        ("村口石桥修缮完工", "李云", "本月初，村口石桥修缮完工，行人又能过河"),
        ("农民夜校开讲首课", "周平", "上周，农民夜校开讲首课，来了六十多位农民"),
        ("鱼塘投放五万鱼苗", "陈红", "前天，鱼塘投放鱼苗，共计五万多尾鱼苗"),
    )
)


@pytest.mark.parametrize("why", [("同一篇", "同一篇"), ("甲", "乙")])
def test_rulings_taken_back_in_any_order_leave_every_address_what_it_was(seeds: Path, why: tuple[str, str]) -> None:
    (seeds / "page.txt").unlink()
    for path in (seeds / "permalinks.yml", seeds.parent / "out"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    (seeds / "four.txt").write_text(FOUR, encoding="utf-8")
    assert built(seeds) == errors.OK
    first = addresses(seeds)
    assert len(first) == 4
    lines = FOUR.splitlines()
    one, other = ({"unite": line, "expect": lines[line - 1], "why": reason} for line, reason in zip((4, 7), why, strict=True))
    begin = {"begin": 12, "expect": lines[11], "why": "另一篇"}
    for told in ([one, other], [other], [], [one], [other], [one, other, begin], [begin], []):
        (seeds / "four.yml").write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
        assert built(seeds) == errors.OK, told
        now = addresses(seeds)
        assert {id_: lines_ for id_, (lines_, _) in now.items() if id_ in first}.keys() == first.keys()
        assert sum(successor is None for _, successor in now.values()) == 4 - len([one_ for one_ in told if "unite" in one_]) + len(
            [one_ for one_ in told if "begin" in one_]
        )
    assert {id_: row for id_, row in addresses(seeds).items() if id_ in first} == first


# What one line holds


def test_a_head_that_was_changed_says_what_was_printed(seeds: Path) -> None:
    rule(seeds, "page.txt:12", "title", "城东小桥通车", "--why", "见原版")
    rule(seeds, "page.txt:13", "subtitle", "不再绕道", "--why", "漏排")
    assert built(seeds) == errors.OK
    found = [json.loads(path.read_text(encoding="utf-8")) for path in (seeds.parent / "out" / "views" / "articles").glob("*qiao*.json")]
    assert ["“城东小桥通车”原作“小桥通车了”", "“不再绕道”原文所无"] in [list(view.get("emended", ())) for view in found]


def test_a_cut_line_is_ruled_by_its_parts(seeds: Path) -> None:
    (seeds / "page.txt").unlink()
    (seeds / "permalinks.yml").unlink()
    shutil.rmtree(seeds.parent / "out")
    (seeds / "glued.txt").write_text(
        "南河日报\n青山变金山本报讯 昨天，茶农们上了山，漫山遍野都是采茶的人，茶香飘满山谷。\n", encoding="utf-8"
    )
    rule(seeds, "glued.txt:2", "cut", "本报讯", "--why", "连排")
    rule(seeds, "glued.txt:2.1", "主题", "--why", "标题")
    rule(seeds, "glued.txt:2.2", "段落", "--why", "正文")
    assert built(seeds) == errors.OK
    record = next(iter(records(seeds).values()))
    assert record["title"] == "青山变金山"
    assert [str(block["text"])[:3] for block in record["blocks"]] == ["本报讯"]  # type: ignore[attr-defined]
    with pytest.raises(RulingError, match="2"):
        rule(seeds, "glued.txt:2.3", "caption", "--why", "试")


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ([FIRST, "署名", "记者 王小明"], {"field": "bylines", "to": ["记者 王小明"]}),
        (["page.txt:4", "署名"], {"lines": 4, "role": "byline"}),
        ([FIRST, "bylines", "通讯员：周平", "记者 王小明 文/图"], {"field": "bylines", "to": ["通讯员：周平", "记者 王小明 文/图"]}),
    ],
)
def test_a_word_that_is_a_role_and_a_fact_is_told_apart_by_its_value(seeds: Path, words: list[str], written: dict[str, object]) -> None:
    rule(seeds, *words, "--why", "见原版")
    assert written.items() <= rulings(seeds)[0].items()
    assert built(seeds) == errors.OK


def test_a_value_that_is_not_used_is_no_ruling(seeds: Path) -> None:
    with pytest.raises(UsageError):
        rule(seeds, "page.txt:5", "小标题", "新题", "--why", "试")


def test_a_confirmed_article_is_not_united_unread(seeds: Path) -> None:
    rule(seeds, FIRST, "confirm", "初校")
    with pytest.raises(RulingError, match="初校"):
        rule(seeds, "page.txt:12", "unite", "--why", "同一篇")


def test_a_ruling_about_furniture_is_published_with_its_reason(seeds: Path) -> None:
    rule(seeds, "page.txt:1", "emend", "南河", "北河", "--why", "报头印错")
    assert built(seeds) == errors.OK
    out = seeds.parent / "out"
    for path in ("sources/page.md", "data/seeds.jsonl"):
        assert "报头印错" in (out / path).read_text(encoding="utf-8"), path


@pytest.mark.parametrize("name", ["page.yaml", "page.YML"])
def test_a_file_of_rulings_with_another_suffix_is_told(seeds: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    (seeds / name).write_text("- begin: 12\n  expect: 小桥通车了\n  why: 另一篇\n", encoding="utf-8")
    assert built(seeds) == errors.STOPPED
    assert "page.yml" in capsys.readouterr().err


def test_what_a_publisher_says_of_the_whole_edition(tmp_path: Path) -> None:
    """The newspaper of pages that name none is stated with its reason, and what is not filled in is named."""
    folder = house(tmp_path)
    program = folder / "scripts" / "build.py"
    first = build(program=program)
    assert "请在 mkdocs.yml 里填写 contact, publisher, site_url" in first.stdout
    settings = folder / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    for key, value in (("newspaper", "乡间晚报"), ("publisher", "某县地方志办公室"), ("contact", "mailto:a@example.org")):
        text = text.replace(f'{key}: ""', f"{key}: {value}")
    settings.write_text(text, encoding="utf-8")
    again = build(program=program, environment=os.environ | {"SITE_URL": "https://example.org/"})
    assert again.returncode == errors.OK and "fill in" not in again.stdout
    lines = (folder / "docs" / "data" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    papers = {json.loads(line)["newspaper"] for line in lines}
    assert "乡间晚报" in papers and None not in papers
    stated = {
        path.read_text(encoding="utf-8")
        for path in (folder / "docs" / "articles").glob("*.md")
        if "乡间晚报" in path.read_text(encoding="utf-8")
    }
    assert all("newspaper: 据本集说明：本集各版同属一报" in page for page in stated)
    record = next(one for one in map(json.loads, lines) if one["newspaper"] == "乡间晚报")
    done = build("rule", record["id"], "newspaper", "清溪日报", "--why", "合订本封面", program=program)
    assert done.returncode == errors.OK, done.stderr
    (ruling,) = read_yaml(folder / "seeds" / record["seed"].replace(".txt", ".yml"))
    assert ruling["expect"] == "乡间晚报"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace('region: ""', "region: 山那边"), encoding="utf-8")
    refused = build(program=program)
    assert refused.returncode == errors.USAGE and "mkdocs.yml: extra.region" in refused.stderr and "山那边" in refused.stderr
    settings.write_text(text.replace("order: date", "order: author"), encoding="utf-8")
    refused = build(program=program)
    assert refused.returncode == errors.USAGE
    assert "mkdocs.yml: extra.order says author" in refused.stderr and "date or place" in refused.stderr
