"""The portal of an edition in volumes: the list of them, and a small index that tells which of them may hold a word.

It is made of nothing but the published sites of the volumes, so that one that somebody else has built and copied here is a volume like
the others. Of each it reads `data/edition.json` and the keys of its search index: the characters, and the pairs of neighbours, that stand
in it. For each key the index of the portal has the volumes that hold it, in files that are found by the same hash as those of a volume.
`docs/assets/js/portal.js` reads them: a volume in which a pair of a word is missing is not asked for the word.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from edition.errors import InputError, Said
from edition.publish import phrases
from edition.publish.escape import escape
from edition.publish.markdown import markdown
from edition.publish.search import FORMAT as SEARCH
from edition.publish.search import SHARD
from edition.publish.search.fold import Folding
from edition.publish.search.postings import hashes
from edition.publish.search.signs import LAST, encode
from edition.publish.summary import FILE
from edition.publish.views import PortalView, VolumeLine, view_file
from edition.volumes import Volume, Volumes

Keys: TypeAlias = "npt.NDArray[np.uint64]"
"""Ascending keys: two characters by their codes, the second one 0 for a single character."""
INDEX = "data/volumes/"
"""The folder of the index; all in it is the portal's."""
FORMAT = "1"
"""Of the index; another one whenever the interface has to read it in another way."""
BITMAP = "!"
"""Before a list that has a bit for each volume, six in a sign, where that is shorter than their numbers."""
CODE = 21
"""Bits of a character in a key."""
VOLUME = 22
"""Bits of a volume in an entry, which has its key above them."""
FOLDING = Folding({})
BATCH = 1_000_000
"""Entries that are looked at together."""
NEWSPAPERS = 3
"""How many newspapers of a volume the list names."""


@dataclass(frozen=True, slots=True)
class Published:
    """A volume that stands in the site."""

    volume: Volume
    site: Path
    facts: Mapping[str, Any]
    """What its `data/edition.json` says."""
    version: str
    """The name of its search index, which tells its content."""
    counts: Mapping[str, Any]
    """What its search says of itself."""


def published(volume: Volume, site: Path) -> Published | None:
    """What is published of a volume; None where nothing is there.

    Raises:
        InputError: what is there cannot be read, or is of another version.
    """
    if not site.is_dir():
        return None
    path, current = site / FILE, site / "data" / "search" / "current.js"
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
        match = re.fullmatch(r'edition\.current\("(\w+)",(.*)\);\n', current.read_text(encoding="utf-8"), re.S)
        counts = json.loads(match[2]) if match else {}
        whole = bool(counts) and facts["search"] == SEARCH and {"articles", "dumps", "first", "last", "newspapers"} <= facts.keys()
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        whole = False
    if not whole or not match:
        raise _unreadable(volume, site)
    return Published(volume, site, facts, match[1], counts)


def _unreadable(volume: Volume, site: Path) -> InputError:
    following = Said("请从构建它的人那里重新取一份", "fetch it again from whoever builds it")
    if not volume.elsewhere:
        following = Said(f"请运行 make site VOLUME={volume.id}", f"run make site VOLUME={volume.id}")
    return InputError(
        str(site),
        Said("不是一册发布好的网站，或者是别的版本做的", "is no published volume, or one that another version has made"),
        following,
    )


# The keys of a volume


def keys_of(one: Published, cache: Path) -> Keys:
    """The keys of a volume; those of an index that was read before are in the cache, a folder.

    Raises:
        InputError: the index cannot be read.
    """
    path = cache / f"{one.version}.npy"
    try:
        return np.asarray(np.load(path, mmap_mode="r"), np.uint64)
    except (OSError, ValueError):
        pass
    found = np.unique(np.concatenate([np.zeros(0, np.uint64), *_keys(one)]))
    cache.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    with new.open("wb") as file:
        np.save(file, found)
    new.replace(path)
    return found


def _keys(one: Published) -> Iterator[Keys]:
    if one.counts["shards"]:
        for number in range(one.counts["shards"]):
            (text,) = _data(one, f"g{number}")
            lines = text.split("\n")[1:-1]
            # A key is the first two characters of its line, a blank in place of the second one of a single character.
            codes = np.frombuffer("".join([line[:2] for line in lines]).encode("utf-32-le"), "<u4").astype(np.uint64)
            second = np.where(codes[1::2] == ord(" "), np.uint64(0), codes[1::2])
            yield np.asarray(codes[::2] << CODE | second, np.uint64)
    else:
        for record in _data(one, "all"):
            whole: list[Any] = [*record, *[""] * (10 - len(record))]
            texts: list[str] = whole[9] or [*whole[2:5], *whole[6][1::2], *whole[7:9]]
            for text in texts:
                yield keys_in(text.translate(FOLDING))


def keys_in(text: str) -> Keys:
    """The characters of a text and its pairs of neighbours, as keys.

    >>> [hex(key) for key in keys_in("ab").tolist()]
    ['0xc200000', '0xc400000', '0xc200062']
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint64) << CODE
    return np.concatenate([codes, codes[:-1] | codes[1:] >> CODE])


def _data(one: Published, name: str) -> Any:
    """What a file of a volume's index hands over."""
    path = one.site / "data" / "search" / one.version / f"{name}.js"
    try:
        text = path.read_text(encoding="utf-8")
        begin = f'edition.put("{one.version}","{name}",'
        if text.startswith(begin) and text.endswith(");\n"):
            return json.loads(text[len(begin) : -3])
    except (OSError, ValueError):
        pass
    raise _unreadable(one.volume, path)


# The index


def index_files(found: Sequence[Published], keys: Callable[[Published], Keys]) -> Iterator[tuple[str, str]]:
    """The files of the index, by their paths in the site: `current.js` names the folder of the others by their content."""
    volumes = [[one.volume.id, one.volume.title] for one in found]
    files = lists([keys(one) for one in found])
    shards = len(files)
    files["fold"] = "".join(sorted({a + b for one in found for a, b in _pairs(_data(one, "fold"))}))
    digest = hashlib.sha256(repr((FORMAT, volumes)).encode())
    for name, data in files.items():
        digest.update(f"{name}\0{data}\0".encode())
    version = digest.hexdigest()[:10]
    for name in list(files):
        data = json.dumps(files.pop(name), ensure_ascii=False)
        yield f"{INDEX}{version}/{name}.js", f'edition.put("{version}","{name}",{_script(data)});\n'
    counts = json.dumps({"shards": shards, "volumes": volumes}, ensure_ascii=False, separators=(",", ":"))
    yield f"{INDEX}current.js", f'edition.current("{version}",{_script(counts)});\n'


def _pairs(table: str) -> Iterator[tuple[str, str]]:
    return zip(table[::2], table[1::2], strict=True)


def _script(text: str) -> str:
    # Line separators end a string in old scripts.
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def lists(keys: Sequence[Keys]) -> dict[str, str]:
    """For each key the numbers of the volumes that hold it, as lines of files `k0`, `k1` …"""
    entries = np.empty(sum(map(len, keys)), np.uint64)
    at = 0
    for number, found in enumerate(keys):
        entries[at : at + len(found)] = found << VOLUME | np.uint64(number)
        at += len(found)
    entries.sort()
    count = sum(len(begins) for _, begins in _batches(entries))
    shards = [bytearray(b"\n") for _ in range(max(1, count // SHARD))]
    known: dict[bytes, str] = {}
    for batch, begins in _batches(entries):
        codes = batch[begins] >> VOLUME
        first, second = codes >> CODE, codes & ((1 << CODE) - 1)
        numbers = (batch & ((1 << VOLUME) - 1)).astype(np.uint32)
        slots = (hashes(first, second) % np.uint64(len(shards))).tolist()
        ends = [*begins.tolist(), len(batch)]
        for a, b, slot, (start, end) in zip(first.tolist(), second.tolist(), slots, pairwise(ends), strict=True):
            held = numbers[start:end].tobytes()
            if held not in known:
                known[held] = listed(numbers[start:end].tolist())
            shards[slot] += f"{chr(a)}{chr(b) if b else ' '}{known[held]}\n".encode()
    return {f"k{number}": shard.decode() for number, shard in enumerate(shards)}


def _batches(entries: Keys) -> Iterator[tuple[Keys, npt.NDArray[np.int64]]]:
    """The entries, some at a time, with all of a key in one; and where in them each key begins."""
    start = 0
    while start < len(entries):
        last = entries[min(start + BATCH, len(entries)) - 1]
        end = int(np.searchsorted(entries, last | np.uint64((1 << VOLUME) - 1), "right"))
        codes = entries[start:end] >> VOLUME
        yield entries[start:end], np.flatnonzero(np.append(True, codes[1:] != codes[:-1]))
        start = end


def listed(volumes: Sequence[int]) -> str:
    """The numbers of some volumes as text: a list, or a bitmap where that is shorter.

    >>> listed([0, 2]), listed([0, 1, 2, 3, 4, 7])
    ('#$', '!B%')
    """
    bits = [0] * (volumes[-1] // 6 + 1)
    for volume in volumes:
        bits[volume // 6] |= 1 << volume % 6
    bitmap = BITMAP + "".join(LAST[one] for one in bits)
    numbers = encode(volumes)
    return bitmap if len(bitmap) < len(numbers) else numbers


# The pages


def pages(edition: Volumes, found: Sequence[Published]) -> Iterable[tuple[str, str]]:
    """The home page of the portal, and its view."""
    articles, dumps = (sum(one.facts[key] for one in found) for key in ("articles", "dumps"))
    lines = tuple(VolumeLine(one.volume.id, one.volume.title, tuple(_facts(one.facts))) for one in found)
    count = f"共{len(found)}册，收文章{articles}篇，出自原始文本{dumps}份。"
    yield "index.md", markdown({"title": edition.title}, [f"# {escape(edition.title)} {{: #head }}", "## 各册"])
    yield view_file("index", PortalView("portal.html", count=count, volumes=lines))


def _facts(facts: Mapping[str, Any]) -> Iterator[str]:
    yield f"{facts['articles']}篇"
    first, last = facts["first"], facts["last"]
    if first:
        yield phrases.date_words(first if first == last else f"{first}/{last}")
    if names := list(facts["newspapers"]):
        yield "、".join(names[:NEWSPAPERS]) + (f"等{len(names)}种" if len(names) > NEWSPAPERS else "")
