"""Build an edition in volumes: each as a project of its own, by the same commands as an edition that is whole, and the portal above them.

    python scripts/volumes.py [ID …] [--check]

`seeds/edition.yml` lists the volumes. One is built in `.cache/volumes/ID/`, with its own ledger beside its dumps, and its site changes
places with `site/ID/` as a whole. Those that are not named stay as they are. The portal is rendered in `.cache/portal/`, from nothing
but the sites of the volumes, and its files take their places in `site/` one by one.
"""

from __future__ import annotations

import filecmp
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from mkdocs.utils.yaml import yaml_load

from edition import portal
from edition.alone import alone_in
from edition.commands import CommandLine, speak_utf8
from edition.errors import OK, SEEDS_REFUSED, EditionError, OutputError, Said, UsageError
from edition.publish import OWNED
from edition.publish.tree import write
from edition.renewal import remove, renew, take_up
from edition.standing import Stamp, stamps_in
from edition.volumes import NAME, Volume, Volumes, load_volumes

ROOT = Path.cwd()
"""The edition, with `mkdocs.yml`, `docs/`, `seeds/` and `site/`: the folder in which this is called."""
SCRIPTS = Path(__file__).resolve().parent
LEDGER = "permalinks.yml"
PORTAL = ".cache/portal"
CURRENT = f"{portal.INDEX}current.js"
"""It takes its place last: then all that it names is there."""
NOT_IN_PORTAL = ("about/", "count/")
"""What is written by hand for readers of one volume."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the volumes that are named, or all, and the portal; the exit code is that of `build.py`."""
    speak_utf8()
    parser = CommandLine("volumes.py", Said(f"构建 seeds/{NAME} 里的各册和总目。", f"Build the volumes of seeds/{NAME} and their portal."))
    parser.says(
        "ids",
        "构建哪几册（不写就是全部）；总目总要做",
        "volumes to build (default: all); the portal is always made",
        nargs="*",
        metavar="ID",
    )
    parser.says("--check", f"只看 seeds/{NAME} 写得对不对", f"only look whether seeds/{NAME} is right", action="store_true")
    options = parser.parse_args(arguments)
    try:
        edition = load_volumes(ROOT / "seeds" / NAME)
        wanted = chosen(edition, options.ids)
        if options.check:
            return OK
        with alone_in(ROOT / ".cache"):
            return build(edition, wanted)
    except EditionError as error:
        print(Said(f"出错：{error.said.zh}", f"error: {error.said.en}"), file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return 130


def chosen(edition: Volumes, ids: Sequence[str]) -> list[Volume]:
    """The volumes that are to be built.

    Raises:
        UsageError: an id is none of them.
    """
    built = {volume.id: volume for volume in edition.volumes if not volume.elsewhere}
    for id_ in ids:
        if id_ not in built:
            raise UsageError(
                id_,
                Said(f"seeds/{NAME} 里没有这一册，或者它在别处构建", f"is no volume of seeds/{NAME}, or built elsewhere"),
                Said(f"请从中选：{'、'.join(built)}", f"choose from {', '.join(built)}"),
            )
    return [volume for volume in built.values() if volume.id in ids or not ids]


def build(edition: Volumes, wanted: Sequence[Volume]) -> int:
    """Build volumes, then the portal."""
    address = _address(ROOT / "mkdocs.yml")
    for volume in edition.volumes:
        take_up(ROOT, ROOT / "site" / volume.id, f"-{volume.id}")
    code = OK
    for volume in wanted:
        print(Said(f"== 册 {volume.id}：{volume.title}", f"== volume {volume.id}"), flush=True)
        code = max(code, build_volume(volume, address))
    found = [(volume, portal.published(volume, ROOT / "site" / volume.id)) for volume in edition.volumes]
    for volume, one in found:
        if one is None:
            following = Said("请把做好的网站复制到那里", "copy its site there")
            if not volume.elsewhere:
                following = Said(f"请运行 make site VOLUME={volume.id}", f"run make site VOLUME={volume.id}")
            print(
                Said(
                    f"注意：site/{volume.id} 还没有，总目里先不列这一册；{following.zh}。",
                    f"warning: there is no site/{volume.id}, so the portal does not list it yet; {following.en}.",
                ),
                file=sys.stderr,
            )
    build_portal(edition, [one for _, one in found if one], address)
    articles = sum(one.facts["articles"] for _, one in found if one)
    listed = sum(1 for _, one in found if one)
    print(
        Said(
            f"site/ 已建好：{listed} 册，文章 {articles} 篇。查看：用浏览器打开 {ROOT / 'site' / 'index.html'}。",
            f"site/ is built: volumes {listed}, articles {articles}. Look at it: open {ROOT / 'site' / 'index.html'} in a browser.",
        )
    )
    return code


def build_volume(volume: Volume, address: str) -> int:
    """Build and render one volume.

    Raises:
        OutputError: its build or its rendering stopped, which has said why.
    """
    project = ROOT / ".cache" / "volumes" / volume.id
    settings = {"site_name": volume.title, "site_url": f"{address}{volume.id}/" if address else "", "extra": {"portal": "../index.html"}}
    prepare(project, settings, ())
    folders = {"--seeds": volume.seeds, "--out": project / "docs", "--cache": project / "cache", "--ledger": volume.seeds / LEDGER}
    code = _run(["build.py", *(word for pair in folders.items() for word in pair)], ROOT)
    if code not in (OK, SEEDS_REFUSED):
        raise _stopped(volume.id, code)
    _render(project, ROOT / "site" / volume.id, f"-{volume.id}")
    return code


def build_portal(edition: Volumes, found: Sequence[portal.Published], address: str) -> None:
    """Make the index and the list, render the portal, and put it in its place."""
    project = ROOT / PORTAL
    settings: dict[str, Any] = {
        "site_name": edition.title,
        "site_url": address,
        "nav": [{"首页": "index.md"}, {"检索": "search/index.md"}],
        "extra": {"volumes": [one.volume.id for one in found]},
    }
    if edition.description:
        settings["site_description"] = edition.description
    prepare(project, settings, NOT_IN_PORTAL)
    docs, owned = project / "docs", ("index.md", "views/", portal.INDEX)
    # The index is made again where a volume has another content, and not where only the list has.
    key = hashlib.sha256(repr([(one.volume.id, one.volume.title, one.version) for one in found]).encode())
    key.update((SCRIPTS / "edition" / "portal.py").read_bytes())
    made, record = key.hexdigest(), project / "index.json"
    stamps: dict[str, Stamp] = stamps_in(docs, (portal.INDEX,))
    known = _read(record)
    if stamps and known == {"key": made, "stamps": {path: list(stamp) for path, stamp in stamps.items()}}:
        index: Iterator[tuple[str, str | Stamp]] = iter(list(stamps.items()))
    else:
        index = iter(portal.index_files(found, lambda one: portal.keys_of(one, project / "keys")))
    stamps = {}
    write((*portal.pages(edition, found), *index), docs, owned, None, stamps)
    told = {path: list(stamp) for path, stamp in stamps.items() if path.startswith(portal.INDEX)}
    _write(record, json.dumps({"key": made, "stamps": told}))
    versions = {f"{one.version}.npy" for one in found}
    for path in (project / "keys").glob("*"):
        if path.name not in versions:
            path.unlink()
    _render(project, project / "site", "-portal")
    place(project / "site", ROOT / "site", project / "placed.json", project / "placing")
    _tell_strangers({volume.id for volume in edition.volumes})


def prepare(project: Path, settings: Mapping[str, Any], without: Sequence[str]) -> None:
    """Make a project that inherits the settings, the code and what is written by hand."""
    up = Path(os.path.relpath(ROOT, project)).as_posix()
    scripts = Path(os.path.relpath(SCRIPTS, project)).as_posix()
    whole = {"theme": {"custom_dir": f"{scripts}/theme"}, "hooks": [f"{scripts}/hooks.py"], **settings}
    text = f"INHERIT: {up}/mkdocs.yml\n{yaml.safe_dump(whole, allow_unicode=True, sort_keys=True)}"
    docs = project / "docs"
    docs.mkdir(parents=True, exist_ok=True)
    if not (project / "mkdocs.yml").is_file() or (project / "mkdocs.yml").read_text(encoding="utf-8") != text:
        _write(project / "mkdocs.yml", text)
    owned = (*OWNED, portal.INDEX)
    by_hand = {name: path for name, path in _files(ROOT / "docs") if not name.startswith((*owned, *without))}
    for name, path in _files(docs):
        if name not in by_hand and not name.startswith(owned):
            path.unlink()
    for name, path in by_hand.items():
        new = docs / name
        if not (new.is_file() and (new.samefile(path) or filecmp.cmp(path, new, shallow=False))):
            new.parent.mkdir(parents=True, exist_ok=True)
            remove(new)
            shutil.copy2(path, new)


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """All files below a folder with their paths; what a killed build left there is none of them."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not re.search(r"(?:^|/)\.", name):
            yield name, path


def place(made: Path, site: Path, record: Path, stage: Path) -> None:
    """Put the files of the portal in their places between the volumes, each as a whole, and remove those that it has no more.

    Only what an earlier run has put there (`record`) is removed, and what lies in the folder of the index, which is the portal's.
    """
    files = dict(_files(made))
    before = set(_read(record) or ())
    before |= {f"{portal.INDEX}{name}" for name, _ in _files(site / portal.INDEX)}
    _write(record, json.dumps(sorted(before | files.keys())))
    try:
        remove(stage)
        stage.mkdir(parents=True)
        for name in sorted(files, key=lambda name: (name == CURRENT, name)):
            target = site / name
            if target.is_file() and filecmp.cmp(files[name], target, shallow=False):
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(files[name], stage / "file")
            os.replace(stage / "file", target)
        for name in before - files.keys():
            (site / name).unlink(missing_ok=True)
            for folder in (site / name).parents:
                if folder == site or any(folder.iterdir()):
                    break
                folder.rmdir()
        remove(stage)
    except OSError as error:
        raise OutputError(
            str(error.filename or site),
            Said(f"写不进去（{error.strerror}）", f"cannot be written ({error.strerror})"),
            Said(
                "请移走占着它名字的东西，或者腾出空间，再运行 make site", "move what has its name, or free space, and run make site again"
            ),
        ) from error
    _write(record, json.dumps(sorted(files)))


def _tell_strangers(ids: set[str]) -> None:
    """Name what stands in the site and belongs neither to a volume nor to the portal: nobody removes it but its owner."""
    mine = {name.split("/")[0] for name, _ in _files(ROOT / PORTAL / "site")} | ids
    strangers = sorted(path.name for path in (ROOT / "site").iterdir() if path.name not in mine)
    if strangers:
        names = ", ".join(strangers[:8]) + (" …" if len(strangers) > 8 else "")
        print(
            Said(
                f"注意：site/ 里有不属于总目和各册的东西：{names}。不要的请移走。",
                f"warning: site/ holds what belongs to no volume and not to the portal: {names}. Remove what is not wanted.",
            ),
            file=sys.stderr,
        )


def _render(project: Path, site: Path, name: str) -> None:
    def render(new: Path) -> None:
        if code := _run(["render.py", new, "--site", site], project):
            raise _stopped(name.removeprefix("-"), code)

    renew(ROOT, site, render, name)


def _stopped(what: str, code: int) -> EditionError:
    error = OutputError(
        what,
        Said("没有做完（见上）", "is not finished (see above)"),
        Said("请照上面说的修好，再运行", "mend what is named above, and run again"),
    )
    error.exit_code = code
    return error


def _run(command: Sequence[str | Path], folder: Path) -> int:
    program, *arguments = map(str, command)
    return subprocess.run([sys.executable, str(SCRIPTS / program), *arguments], cwd=folder, check=False).returncode


def _address(settings: Path) -> str:
    with settings.open("rb") as file:
        found = yaml_load(file).get("site_url")
    return f"{found.rstrip('/')}/" if found else ""


def _read(path: Path) -> Any:
    """What a record says; nothing where there is none that can be read."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _write(path: Path, text: str) -> None:
    new = path.with_name(f"{path.name}.new")
    new.write_text(text, encoding="utf-8", newline="\n")
    os.replace(new, path)


if __name__ == "__main__":
    sys.exit(main())
