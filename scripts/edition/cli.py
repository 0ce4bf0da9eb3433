"""The command line of the build: arguments, the order of the rooms, the report, the exit code."""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import re
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache as once
from pathlib import Path
from typing import Any, NoReturn

from mkdocs.utils.yaml import yaml_load
from tqdm import tqdm

from edition import desk, dumps, errors
from edition.alone import alone_in
from edition.cache import Cache, code_key
from edition.commands import CommandLine, positive, speak_utf8
from edition.copies import find_copies
from edition.describe import ALONE, Holding
from edition.dumps import name_of
from edition.errors import EditionError, LeafError, LedgerError, RulingError, Said, SeedError, UnfinishedError, UsageError
from edition.facsimiles import find_facsimiles, stamps_beside
from edition.gazetteer import load_provinces, load_themes
from edition.leaves import PACKAGES, UNRULED, Card, Ruled, cards, desk_of, forget_tables, vocabulary_of
from edition.ledger import dated
from edition.model import NO_IMPRINT, Edition, Facsimile, Imprint, Restoration
from edition.permalinks import Ledger, accept_edit, assign, declaring, dump_ledger, load_ledger
from edition.printing import printed
from edition.project import FILE, settings
from edition.publish import OWNED, UNCOMMITTED, compare, finish, rendered, write
from edition.publish.indexes.articles import ORDERS
from edition.publish.parts import renumbered
from edition.publish.passages import line_fates
from edition.publish.spelling import places
from edition.restore import explain, restore
from edition.restore.decode import decode
from edition.rulings import holds_rulings, path_of
from edition.standing import Stamp, Standing, stamps_in
from edition.trace import SourceLines
from edition.vocabulary import load_traditional, load_vocabulary
from edition.workers import Workers

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "scripts" / "data"
LEDGER = "permalinks.yml"
NO_RULINGS = (LEDGER, "edition.yml")
"""Files beside the dumps that hold no rulings."""
FEW = 16
"""Dumps below which other processes do not pay."""

EPILOG = """\
编者裁定 rulings of editors（docs/about/rulings.md）:
  build.py rule, apply, undo, review, readdress   各有 --help，each with --help

退出码 exit codes:
  0  全部构建完毕（带 --check 时：全部是新的）
     all is built (or, with --check, all is fresh)
  1  --check：已提交的内容过时了，差别已列出
     --check: what is committed is stale; the difference is printed
  2  命令行要求的事做不到
     the command line asks for something that cannot be done
  3  有些原始文本没有收下，其余的已构建
     some seeds were refused; the others are built
  4  停下了：词表的某一行、底册、裁定、字数核算或者输出文件夹有问题，什么都没有写入
     stopped: a vocabulary row, the ledger, a ruling, the account or the output folder; nothing is written
  130  被中断；页面或旧或新
     interrupted; the pages are the old ones or the new ones
"""


def parser() -> CommandLine:
    """The command line."""
    what = Said(
        "把报纸的原始文本整理成文章，写出 Markdown 和数据。",
        "Restore raw newspaper dumps to articles and write the edition's Markdown and data.",
    )
    out = CommandLine("build.py", what, EPILOG)
    out.says(
        "seeds",
        "只构建这几份原始文本（文件名），要同时写 --out",
        "build only these seeds (file names); needs --out",
        nargs="*",
        metavar="SEED",
    )
    out.says(
        "--seeds",
        "原始文本的文件夹（不写就是 seeds/）",
        "folder of the dumps (default: seeds/)",
        dest="folder",
        type=Path,
        default=ROOT / "seeds",
        metavar="DIR",
    )
    out.says(
        "--out",
        "写到哪个文件夹（不写就是 docs/）；除了 --ledger 和 --cache，别处什么都不写",
        "folder to write to (default: docs/); nothing outside it is written but --ledger and --cache",
        type=Path,
        metavar="DIR",
    )
    out.says(
        "--jobs",
        "用几个进程（不写就是每个核心一个）",
        "work in so many processes (default: one for each core)",
        type=positive,
        metavar="N",
    )
    out.says(
        "--cache",
        "下次构建不必重做的放在哪个文件夹（不写就是 .cache/；用 --out 时没有）",
        "folder for what the next build need not do again (default: .cache/; none with --out)",
        type=Path,
        metavar="DIR",
    )
    out.says(
        "--ledger",
        "地址的底册（不写就是原始文本旁边的 permalinks.yml，用 --out 时在那个文件夹里）",
        "ledger of addresses (default: permalinks.yml beside the seeds, or in the folder of --out)",
        type=Path,
        metavar="FILE",
    )
    out.says(
        "--check",
        "什么都不写；列出输出文件夹里过时的，有过时的就以 1 退出",
        "write nothing; print what is stale in the output folder, exit 1 if anything is",
        action="store_true",
    )
    out.says(
        "--accept-edit",
        "申明一份原始文本改过：留下的行地址不变；要同时写 --was",
        "declare that a seed was edited: the lines that are left keep their addresses; needs --was",
        metavar="SEED",
    )
    out.says(
        "--was",
        "与 --accept-edit 一起用：改动以前的原始文本（git show HEAD:seeds/SEED > FILE）",
        "with --accept-edit: the seed before the edit (git show HEAD:seeds/SEED > FILE)",
        type=Path,
        metavar="FILE",
    )
    out.says(
        "--explain",
        "列出一份原始文本的每一行：是什么，依哪条规则，凭什么",
        "print each line of a seed with its role, rule and evidence",
        metavar="SEED[:LINE]",
    )
    return out


def main(argv: Sequence[str] | None = None) -> int:
    """Run the build; returns the exit code."""
    speak_utf8()
    arguments = sys.argv[1:] if argv is None else argv
    if arguments and arguments[0] in desk.COMMANDS:
        return _told(lambda: desk.main(arguments, ROOT / "seeds", DATA, _holding()))
    options = parser().parse_args(arguments)
    try:
        return _run(options)
    except KeyboardInterrupt:
        print(Said("已中断。页面是完整的：或旧或新。", "Interrupted. The pages are whole: the old ones or the new ones."), file=sys.stderr)
        return errors.INTERRUPTED
    except BrokenPipeError:
        # Whoever reads the output has seen enough. Python writes out what is left at its end, and must not fail at that again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return errors.OK


def _run(options: argparse.Namespace) -> int:
    return _told(lambda: _build(options) if options.explain is None else _explain(options.explain, options.folder, options.ledger))


def _told(work: Callable[[], int]) -> int:
    """Do it; what stops it is told on the console."""
    try:
        code = work()
        sys.stdout.flush()
        return code
    except EditionError as error:
        print(Said(f"出错：{error.said.zh}", f"error: {error.said.en}"), file=sys.stderr)
        if error.exit_code == errors.STOPPED and not isinstance(error, UnfinishedError):
            print(Said("什么都没有写入。", "Nothing was written."), file=sys.stderr)
        return error.exit_code


def _build(options: argparse.Namespace) -> int:
    if options.seeds and options.out is None:
        raise UsageError(
            "build.py",
            Said("只构建几份原始文本，会把其余的从 docs/ 里去掉", "some seeds alone would take the others out of docs/"),
            Said("请用 --out DIR 给它们另指定一个文件夹", "give a folder for them with --out DIR"),
        )
    if bool(options.accept_edit) != bool(options.was) or (options.check and options.was):
        raise UsageError(
            "build.py",
            Said("--accept-edit 与 --was 要一起用，并且不能带 --check", "--accept-edit and --was belong together, without --check"),
            Said("请写 --accept-edit SEED --was OLDFILE", "write --accept-edit SEED --was OLDFILE"),
        )
    out = options.out or ROOT / "docs"
    if out.resolve() == options.folder.resolve():
        raise UsageError(
            "--out",
            Said(f"{out} 是原始文本的文件夹，里面不写别的", f"{out} is the folder of the seeds, into which nothing else is written"),
            Said("请另指定一个文件夹", "give another folder"),
        )
    if options.check:
        return _built(options, out)
    with alone_in(out):
        if finish(out):
            what = Said(
                "上一次构建写到一半断了，它做好的现已全部就位。",
                "The last build was cut off while it wrote; what it had made is in place now.",
            )
            print(what, file=sys.stderr)
        return _built(options, out)


def _built(options: argparse.Namespace, out: Path) -> int:
    files, refused = dumps.find(options.folder, options.seeds)
    with _cache(options) as cache, Workers(_jobs(options, len(files))) as workers:
        try:
            return _made(options, out, files, refused, workers, cache)
        except LeafError:  # Where one is damaged, others can be: all is made anew.
            cache.clear()
            return _made(options, out, files, refused, workers, cache)


def _made(
    options: argparse.Namespace, out: Path, files: Sequence[Path], refused: dict[str, SeedError], workers: Workers, cache: Cache
) -> int:
    ledger_path = _ledger_path(options)
    published = _published(out)
    here = options.ledger or os.path.lexists(ledger_path) or published
    ledger = load_ledger(ledger_path if here else options.folder / LEDGER)
    if published and not ledger.rows:
        _no_ledger(ledger_path, out)
    if options.accept_edit:
        ledger = _edited(ledger, options)

    ruled = _ruled(options, files, ledger)
    again = not (options.check or options.accept_edit or refused)
    address = _address(out)
    state = _state(options, cache, _hashes(files), ruled, _read(ledger_path), address) if again else None
    standing: Standing | None = cache.get(state) if state else None
    there = None if options.check else stamps_in(out, OWNED)
    if standing is not None and standing.stamps == there:
        print(standing.report, end="")
        return errors.OK

    found: list[Card] = []
    progress = tqdm(cards(files, DATA, workers, cache, ruled), total=len(files), unit="seed", delay=1, leave=False, disable=None)
    try:
        for path, card in zip(files, progress, strict=True):
            if isinstance(card, SeedError):
                refused[name_of(path)] = card
            else:
                found.append(card)
    except RulingError as error:
        raise _of_edited(error, files, ledger) from error
    forget_tables()
    for name, refusal in refused.items():
        print(Said(f"没有收下：{refusal.said.zh}", f"refused: {refusal.said.en}"), file=sys.stderr)
        row = next((row for row in ledger.rows if row.seed == name and not row.successor), None)
        if row is not None:
            raise LedgerError(
                str(ledger_path),
                Said(f"{row.id} 已经发布，而它的原始文本 {name} 没有收下", f"{row.id} is published, but its seed {name} was refused"),
                Said("请修好这份原始文本", "mend the seed"),
            )
    if not found:
        raise UsageError(
            str(options.folder),
            Said("没有一份原始文本能够整理", "no seed could be restored"),
            Said("请至少放入一份文本（NAME.txt）", "put at least one text dump (NAME.txt) there"),
        )

    present = {name_of(path) for path in options.folder.iterdir()}
    before = ledger
    edition, ledger = _assembled(found, ledger, present, address, find_facsimiles(options.folder), _imprint(out))
    leaves = [card.key for card in found]
    del found  # What only the ledger and the search for copies needed takes up room.
    _judge_published(published - {row.id for row in ledger.rows}, out, ledger_path, present)
    text = dump_ledger(ledger)
    if options.check:
        made = rendered(edition, printed(edition, leaves, None, workers, cache, {}))
        stale = compare({path: content for path, content in made if isinstance(content, str)}, out, OWNED, UNCOMMITTED)
        if not ledger_path.exists() or ledger_path.read_text(encoding="utf-8") != text:
            stale += f"{Said(f'{ledger_path}：底册已经过时', f'{ledger_path}: the ledger is stale')}\n"
        print(stale, end="")
        return errors.STALE if stale else errors.SEEDS_REFUSED if refused else errors.OK
    stamps: dict[str, Stamp] = {}
    # To spell all names anew takes a tenth of a build with one dump more.
    spelled = cache.key("spelling")
    known = cache.get(spelled) or {}
    places().update(known)
    write(rendered(edition, printed(edition, leaves, there, workers, cache, stamps)), out, OWNED, (ledger_path, text), stamps)
    if places().keys() != known.keys():
        cache.put(spelled, places())
    report = _report(edition) + ("" if options.out else _lacking())
    if again and not refused:
        # Of the bytes that were read, whatever stands there now.
        hashes = [(restoration.seed.name, restoration.seed.sha256) for restoration in edition.restorations]
        cache.put(_state(options, cache, hashes, ruled, text.encode("utf-8"), address), Standing(stamps, report))
    if not options.seeds:
        cache.sweep()
    print(report + _by_rulings(before, ledger), end="")
    return errors.SEEDS_REFUSED if refused else errors.OK


def _of_edited(error: RulingError, files: Sequence[Path], ledger: Ledger) -> RulingError:
    """The error of a ruling about a dump that was edited since it was built, with that; any other one as it is."""
    path = next((path for path in files if error.place.startswith(f"{path_of(path)}:")), None)
    row = ledger.seed(name_of(path)) if path else None
    if path is None or row is None or row.sha256 == hashlib.sha256(_read(path)).hexdigest():
        return error
    name, following = name_of(path), declaring(name_of(path))
    return RulingError(
        error.place,
        Said(
            f"{error.what.zh}。原始文本 {name} 在上次构建以后改过，还没有申明",
            f"{error.what.en}. The seed {name} was edited since it was last built, and that is not declared",
        ),
        Said(f"{following.zh}；申明以后，裁定跟着各自的行走", f"{following.en}; the rulings then follow their lines"),
    )


def _assembled(
    found: Sequence[Card], ledger: Ledger, present: Collection[str], address: str, facsimiles: Mapping[str, Facsimile], imprint: Imprint
) -> tuple[Edition, Ledger]:
    """The edition of all dumps, and the ledger with their articles."""
    by_name = {card.restoration.seed.name: card for card in found}
    restorations, ledger, redirects = assign(
        [card.restoration for card in found],
        ledger,
        lambda restoration, index: by_name[restoration.seed.name].slugs[index],
        present,
        lambda restoration: by_name[restoration.seed.name].covered,
    )
    descriptions = {}
    parts = {}
    begins = {}
    misprints = {}
    digests = {}
    figures = {}
    for restoration, card in zip(restorations, found, strict=True):
        lines = restoration.seed.lines
        of_articles = (card.descriptions, card.parts, card.covered, card.misprints, card.digests, card.figures)
        for article, description, blocks, told, likely, digest, numbers in zip(restoration.articles, *of_articles, strict=True):
            descriptions[article.id] = description
            digests[article.id] = digest
            misprints[article.id] = tuple(one._replace(line=lines.permanent(one.line)) for one in likely)
            figures[article.id] = numbers
            begins[article.id] = lines.permanent(told.stretches[0][0])
            parts[article.id] = blocks if not restoration.seed.numbers else renumbered(blocks, restoration.seed.lines)
    ledger = dated(ledger, digests, _today())
    articles = [article for restoration in restorations for article in restoration.articles]
    strings = [strings for card in found for strings in card.strings]
    edition = Edition(
        restorations,
        descriptions,
        {name: card.account for name, card in by_name.items()},
        load_provinces(DATA / "places"),
        load_themes(DATA / "themes.yml"),
        redirects,
        address,
        load_traditional(DATA),
        vocabulary_of(DATA).lexicon,
        vocabulary_of(DATA).rule_words,
        find_copies(articles, descriptions, strings, _ruled_copies(found, restorations)),
        parts,
        begins,
        facsimiles,
        misprints,
        {row.id: row.changed for row in ledger.rows if row.id in digests},
        imprint,
        figures,
    )
    return edition, ledger


def _ruled_copies(found: Sequence[Card], restorations: Sequence[Restoration]) -> Iterator[tuple[int, int]]:
    """The pairs of articles, by their number, that are the same because an editor ruled it.

    Raises:
        RulingError: a ruling names an article that is not there.
    """
    places: dict[tuple[str, int], int] = {}
    for number, (restoration, told) in enumerate(
        (one, covered) for one, card in zip(restorations, found, strict=True) for covered in card.covered
    ):
        lines = restoration.seed.lines
        places |= {(restoration.seed.name, lines.permanent(line)): number for line in told.weight}
    for restoration in restorations:
        for ruling in restoration.rulings:
            if ruling.act == "same":
                one = places.get((restoration.seed.name, restoration.seed.lines.permanent(ruling.first)))
                other = places.get((ruling.what, ruling.other))
                if one is None or other is None or one == other:
                    raise RulingError(
                        ruling.place,
                        Said(f"没有另一篇 {ruling.what}#l{ruling.other}", f"there is no other article {ruling.what}#l{ruling.other}"),
                        Said("请写另一篇里读得到的一行", "name a line that can be read in the other article"),
                    )
                yield one, other


@contextlib.contextmanager
def _cache(options: argparse.Namespace) -> Iterator[Cache]:
    """What builds work out: it stays for the next one, but not beside another folder than `docs/`, outside of which nothing is written."""
    code = code_key((ROOT / "scripts" / "edition", DATA), PACKAGES)
    if not options.check and (options.cache or not options.out):
        folder = options.cache or ROOT / ".cache" / "edition"
        with alone_in(folder):
            yield Cache(folder, code)
    else:
        with tempfile.TemporaryDirectory(prefix="edition-") as folder:
            yield Cache(Path(folder), code)


def _jobs(options: argparse.Namespace, count: int) -> int:
    """How many processes work: as many as the machine has cores; one where so few dumps cost less than to start others."""
    wanted: int = options.jobs or os.cpu_count() or 1
    return wanted if options.jobs or count >= FEW else 1


def _edited(ledger: Ledger, options: argparse.Namespace) -> Ledger:
    """The ledger after the edit that the editor declares."""
    files, refused = dumps.find(options.folder, [options.accept_edit])
    if refused:
        raise next(iter(refused.values()))
    old, new = decode(dumps.read(options.was), str(options.was)), decode(dumps.read(files[0]), name_of(files[0]))
    if old.sha256 == new.sha256:
        raise UsageError(
            str(files[0]),
            Said("与 --was 给的是同一个文件", "is the same file as the one given with --was"),
            Said("请先改原始文本，或者不带 --accept-edit 构建", "edit the seed first, or build without --accept-edit"),
        )
    return accept_edit(ledger, old, new)


@once
def _settings(folder: Path) -> Mapping[str, Any]:
    """What mkdocs.yml says, with the environment; a volume has its own in `folder`, beside its pages. Nothing where there is none."""
    path = next((path for path in (folder / FILE, ROOT / FILE) if path.is_file()), None)
    return settings(path) if path else {}


def _address(out: Path) -> str:
    """The public address, as MkDocs takes it out of mkdocs.yml and the environment."""
    found = _settings(out.absolute().parent).get("site_url")
    return f"{found.rstrip('/')}/" if found else ""


def _holding() -> Holding:
    """What the publisher says of all pages."""
    extra = _settings(ROOT).get("extra", {})
    return Holding(*(str(extra.get(field) or "") for field in Holding._fields))


def _imprint(out: Path) -> Imprint:
    """What mkdocs.yml says of the edition; a volume has its own beside its pages, and the rest of what all volumes say."""
    own, whole = _settings(out.absolute().parent), _settings(ROOT)
    extra = whole.get("extra", {})
    contact = str(extra.get("contact") or "")
    mail = contact.removeprefix("mailto:").partition("?")[0] if contact.startswith("mailto:") else ""
    title, description = (str(own.get(key) or whole.get(key) or "") for key in ("site_name", "site_description"))
    return Imprint(title, description, str(extra.get("publisher") or ""), mail, str(whole.get("copyright") or ""), _order(extra))


def _order(extra: Mapping[str, Any]) -> str:
    """The order of the list of all articles.

    Raises:
        UsageError: there is no such order.
    """
    order = str(extra.get("order") or NO_IMPRINT.order)
    if order not in ORDERS:
        raise UsageError(
            "mkdocs.yml",
            Said(f"extra.order 写的是 {order}", f"extra.order says {order}"),
            Said(f"请写 {' 或 '.join(ORDERS)}", f"write {' or '.join(ORDERS)}"),
        )
    return order


def _today() -> str:
    """The day of this build, as reproducible builds are told it; only records that are new or changed are dated by it."""
    now = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(now), UTC) if now and now.isdecimal() else datetime.now(UTC)
    return moment.date().isoformat()


def _lacking() -> str:
    """What a publisher has still to fill in; empty where nothing lacks."""
    extra = _settings(ROOT).get("extra", {})
    lacks = [name for name in ("contact", "publisher") if not extra.get(name)]
    lacks += [] if _address(ROOT / "docs") else ["site_url"]
    names = ", ".join(lacks)
    return f"{Said(f'  请在 mkdocs.yml 里填写 {names}', f'  fill in mkdocs.yml: {names}')}\n" if lacks else ""


def _ledger_path(options: argparse.Namespace) -> Path:
    """The ledger that is named, else that beside the seeds; with another output folder a copy there: nothing outside is written."""
    folder: Path = options.folder if options.out is None else options.out
    return options.ledger or folder / LEDGER


def _published(out: Path) -> set[str]:
    """The ids of the articles whose pages stand in the output folder. A page of the list of articles has a name that is no id."""
    names = (path.stem for path in (out / "articles").glob("*.md"))
    return {name for name in names if name != "index" and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)}


def _no_ledger(ledger: Path, out: Path) -> NoReturn:
    raise LedgerError(
        str(ledger),
        Said(
            f"里面没有地址，而 {out / 'articles'} 里已有文章；换了新地址，所有指向它们的链接都会失效",
            f"holds no address, and there are articles in {out / 'articles'}: new addresses would break every link to them",
        ),
        Said(
            f"请恢复这个文件（git checkout -- {ledger}）；如果这些文章从未发布过，也可以删掉它们的文件夹",
            f"restore the file (git checkout -- {ledger}), or, where none of these articles was ever published, remove their folder",
        ),
    )


def _judge_published(unknown: Collection[str], out: Path, ledger: Path, present: Collection[str]) -> None:
    """Stop where a page would go whose address is in no row. The pages of a seed that is gone may go, once its rows are deleted."""
    for id_ in sorted(unknown):
        page = out / "articles" / f"{id_}.md"
        seed = re.search(r"^seed: (.+)$", page.read_text(encoding="utf-8", errors="replace"), re.M)
        if seed is None or str(yaml_load(seed[1])) in present:
            raise LedgerError(
                str(ledger),
                Said(f"没有 {id_} 的记录，却有它的页面（{page}）", f"has no row for {id_}, and there is a page of it ({page})"),
                Said(
                    "请从仓库恢复这条记录；如果文章从未发布过，也可以删掉这个页面",
                    "restore the row from the repository, or, where the article was never published, remove the page",
                ),
            )


def _state(
    options: argparse.Namespace, cache: Cache, hashes: Sequence[tuple[str, str]], ruled: Mapping[str, Ruled], ledger: bytes, address: str
) -> str:
    """The key of all that an edition is made from: names and hashes of the dumps, rulings, ledger, what else lies in the folder."""
    others = stamps_beside(options.folder)
    rulings = repr(sorted((name, one.content) for name, one in ruled.items()))
    return cache.key(
        "standing",
        repr(hashes),
        rulings,
        ledger,
        repr(others),
        address,
        repr(_holding()),
        repr(_imprint(options.out or ROOT / "docs")),
        _lacking(),
    )


def _hashes(files: Sequence[Path]) -> list[tuple[str, str]]:
    return [(name_of(path), hashlib.sha256(_read(path)).hexdigest()) for path in files]


def _ruled(options: argparse.Namespace, files: Sequence[Path], ledger: Ledger) -> dict[str, Ruled]:
    """What editors ruled, by the name of the dump.

    Raises:
        RulingError: there is a file of rulings, and no dump of its name.
    """
    out = {}
    for path in files:
        place, row = path_of(path), ledger.seed(name_of(path))
        content = _read(place) if place.name not in NO_RULINGS else b""
        if content or _holding() != ALONE:
            # The numbers of a dump that was edited since are those of other lines.
            fits = row and row.numbers and content and row.sha256 == hashlib.sha256(_read(path)).hexdigest()
            out[name_of(path)] = Ruled(str(place), content, row.numbers if row and fits else (), _holding())
    stems = {path.stem for path in dumps.find(options.folder)[0]}
    for path in sorted(options.folder.iterdir()):
        if path.suffix.lower() not in (".yml", ".yaml") or path.name in NO_RULINGS:
            continue
        if path.stem in stems and path.suffix != ".yml":
            raise RulingError(
                str(path),
                Said("裁定的文件名要以 .yml 结尾", "the name of a file of rulings ends with .yml"),
                Said(f"请改名 {path.stem}.yml", f"rename it to {path.stem}.yml"),
            )
        if path.stem not in stems and holds_rulings(_read(path)):
            raise RulingError(
                str(path),
                Said(f"旁边没有它所裁定的原始文本 {path.stem}.txt", f"there is no dump {path.stem}.txt beside it"),
                Said(
                    "原始文本删了或者改了名，就请恢复；裁定的文件名错了，就请改正；不是裁定，就移到别处",
                    "restore the dump where it was removed or renamed; correct the name of the rulings where that is wrong; move what "
                    "holds no rulings elsewhere",
                ),
            )
    return out


def _read(path: Path) -> bytes:
    """The bytes of a file; none where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _report(edition: Edition) -> str:
    """For each seed what became of its characters, and what needs an editor's look."""
    out = []
    for restoration in edition.restorations:
        account = edition.apparatus[restoration.seed.name]
        size = len(restoration.seed.text)
        doubts = sum(len(article.doubts) for article in restoration.articles)
        unaccounted = size - account.kept - account.changed - account.set_aside
        name, count = restoration.seed.name, len(restoration.articles)
        out.append(
            str(
                Said(
                    f"{name}：文章 {count} 篇；{size} 字：照录 {account.kept}，改字 {account.changed}，另存 {account.set_aside}，"
                    f"未记入 {unaccounted}；移置 {account.moved}；存疑 {doubts} 处",
                    f"{name}: articles {count}; characters {size}: {account.kept} kept, {account.changed} changed, "
                    f"{account.set_aside} set aside, {unaccounted} unaccounted; {account.moved} moved; {doubts} doubts",
                )
            )
        )
        # Doubts are in Chinese, for readers.
        out += [f"  请看 {article.id}：{note}" for article in restoration.articles for note in article.doubts]
    return "".join(f"{line}\n" for line in out)


def _by_rulings(before: Ledger, after: Ledger) -> str:
    """Each article that is there no more, or anew, because of what editors ruled since the last build."""
    known = {row.id: row for row in before.rows}
    out = []
    for row in after.rows:
        was = known.get(row.id)
        if was is None and row.given:
            out.append(Said(f"  因裁定多了一篇：{row.id}（{row.given}）", f"  new by a ruling: {row.id} ({row.given})"))
        elif was and row.successor and not was.successor and (row.taken or row.given):
            zh, en = (row.taken, row.taken) if row.taken else (f"撤回 {row.given}", f"withdrawn: {row.given}")
            out.append(
                Said(f"  因裁定少了一篇：{row.id} → {row.successor}（{zh}）", f"  gone by a ruling: {row.id} → {row.successor} ({en})")
            )
        elif was and was.successor and not row.successor:
            out.append(Said(f"  又有了的一篇：{row.id}", f"  there again: {row.id}"))
    return "".join(f"{said}\n" for said in out)


def _explain(what: str, folder: Path, ledger: Path | None) -> int:
    """Print every line of a seed, or one, with its role, rule and evidence. A path says itself in which folder the seed lies."""
    name, colon, line = what.rpartition(":")
    if not colon or re.search(r"[/\\]", line):  # C:\seeds\page.txt
        name, line = what, ""
    if not name:
        raise UsageError(
            "--explain",
            Said(f"{what!r} 里没有原始文本的名字", f"{what!r} names no seed"),
            Said(
                "请写 SEED 或者 SEED:LINE，例如 000_f29bf31aff6409ee.txt:33", "write SEED or SEED:LINE, as in 000_f29bf31aff6409ee.txt:33"
            ),
        )
    if line and not line.isdecimal():
        raise UsageError(
            what,
            Said(f"{line!r} 不是行号", f"{line!r} is not a line number"),
            Said("请写 SEED:LINE，例如 000_f29bf31aff6409ee.txt:33", "write SEED:LINE, as in 000_f29bf31aff6409ee.txt:33"),
        )
    if Path(name).parent != Path():
        folder = Path(name).parent
    files, refused = dumps.find(folder, [name if name.endswith(".txt") else f"{name}.txt"])
    if refused:
        raise next(iter(refused.values()))
    vocabulary = load_vocabulary(DATA)
    data = dumps.read(files[0])
    known = load_ledger(ledger or folder / LEDGER)
    desk = desk_of(data, name_of(files[0]), _ruled(argparse.Namespace(folder=folder), files, known).get(name_of(files[0]), UNRULED))
    restoration = restore(data, name_of(files[0]), vocabulary, desk)
    told = explain(data, name_of(files[0]), vocabulary, desk)
    row = known.seed(restoration.seed.name)
    numbers = SourceLines(restoration.seed.text, row.numbers if row and row.sha256 == restoration.seed.sha256 else ())
    permanent = {numbers.permanent(number): number for number in range(1, numbers.count() + 1)}
    wanted = permanent.get(int(line)) if line else None
    if line and wanted is None:
        raise UsageError(
            what,
            Said(f"原始文本没有第 {line} 行，它共有 {numbers.count()} 行", f"the seed has no line {line}; it has {numbers.count()}"),
            Said("请在这个范围里选一行", "ask for one of these"),
        )
    fates = line_fates(restoration)
    for number, fate in fates.items() if wanted is None else [(wanted, fates[wanted])] if wanted in fates else []:
        start, end = numbers.span(number)
        rule = fate.verdict.rule if fate.verdict else fate.role
        print(f"{numbers.permanent(number):>6}  {fate.role:<10} {rule:<16} {restoration.seed.text[start:end].strip()[:48]}")
        if fate.verdict and fate.verdict.because:
            print(f"{'':>6}  {fate.verdict.because}")
        for words in told.get(number, ()) if wanted is not None else ():
            print(f"{'':>6}    {words}")
    if wanted is not None and wanted not in fates:
        print(f"{line:>6}  blank      blank-line       空行，另存")
    return errors.OK
