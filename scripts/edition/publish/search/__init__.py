"""The search index: script files that any host, and a folder, can give out. `docs/assets/js/search.js` reads them.

Every pair of neighbouring characters, and every single one, has the list of the articles in which it stands, by the part of the
article. A query loads the lists of its pairs, intersects them, then loads the articles themselves and looks: what is shown was seen
in the text. An edition of fewer than `WHOLE` articles is one file that is looked through from end to end.

All files stand in a folder named by their content, so that a stale one never meets a new one; `data/search/current.js` names it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from edition.model import Edition
from edition.publish.search.documents import Document, documents, facets
from edition.publish.search.grams import grams
from edition.publish.search.postings import pack, shard, slot

WHOLE = 30
"""Articles from which the index is cut into files; below, the whole text weighs less than the lists would."""
SHARD = 2_400
"""Characters of a file of lists: not two kilobytes packed."""
FORMAT = "2"


def search_files(edition: Edition, whole: int = WHOLE) -> Iterable[tuple[str, str]]:
    """`data/search/current.js` and the files of the index."""
    found = documents(edition)
    if len(found) < whole:
        files = {"all.js": _script("all", [_record(document) for document in found])}
        counts = {"articles": len(found), "shards": 0}
    else:
        files, shards = _shards(found, edition)
        counts = {"articles": len(found), "shards": shards}
    files["facets.js"] = _script("facets", facets(found))
    files["fold.js"] = _script("fold", _fold_table(found, edition))
    digest = hashlib.sha256(FORMAT.encode())
    for name in sorted(files):
        digest.update(f"{name}\0{files[name]}\0".encode())
    version = digest.hexdigest()[:10]
    yield "data/search/current.js", f'edition.current("{version}",{_json(counts)});\n'
    for name in list(files):
        yield f"data/search/{version}/{name}", files.pop(name).replace("VERSION", version, 1)


def _shards(found: list[Document], edition: Edition) -> tuple[dict[str, str], int]:
    """The files of a large edition: an article each, and the lists."""
    files = {f"a{document.number}.js": _script(f"a{document.number}", _record(document)) for document in found}
    packed = pack(grams(found, edition.traditional, edition.lexicon))
    count = max(1, sum(len(key) + len(text) + 1 for key, text in packed.items()) // SHARD)
    shards: list[list[str]] = [[] for _ in range(count)]
    for key in sorted(packed):
        shards[slot(key, count)].append(key)
    files |= {f"g{n}.js": _script(f"g{n}", [shard((key, packed.pop(key)) for key in keys)]) for n, keys in enumerate(shards)}
    return files, count


def _fold_table(found: list[Document], edition: Edition) -> str:
    """Traditional characters, each with the simplified one, as far as the edition has that: others are found nowhere, folded or not."""
    present: set[str] = set()
    for document in found:
        texts = (document.title, document.above, document.below, document.byline, document.place, *(b.text for b in document.blocks))
        present.update(*texts)
    present.update(edition.traditional[character] for character in list(present) if character in edition.traditional)
    return "".join(a + b for a, b in sorted(edition.traditional.items()) if b in present)


def _record(document: Document) -> list[object]:
    """An article as the interface reads it; what is empty at its end is left out."""
    record: list[object] = [
        document.id,
        document.title,
        document.above,
        document.below,
        document.byline,
        document.place,
        document.date,
        [[block.kind[0], block.anchor, block.text] for block in document.blocks],
        document.folded,
    ]
    while record and not record[-1]:
        record.pop()
    return record


def _script(name: str, data: object) -> str:
    """A script file that hands its data over; `VERSION` is put in when the whole is known."""
    return f'edition.put("VERSION","{name}",{_json(data)});\n'


def _json(data: object) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # Line separators end a string in old scripts.
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


__all__ = ["search_files"]
