"""The search index: script files that any host, and a folder, can give out. `docs/assets/js/search.js` reads them.

Articles are cut into chunks of some paragraphs. Every pair of neighbouring characters, and every single one, has the list of the chunks
in which it stands, by the part of the article. A query loads the lists of its pairs, intersects them, then loads those chunks and looks:
what is shown was seen in the text. An edition of fewer than `WHOLE` articles is one file that is looked through from end to end.
Words are counted in files of their own (`counting`), which hold the text of many articles each.

All files stand in a folder named by their content, so that a stale one never meets a new one; `data/search/current.js` names it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence

from edition.model import Edition, Part
from edition.publish.search.counting import bundles, texts, words
from edition.publish.search.documents import Document, documents, facets
from edition.publish.search.fold import simplified
from edition.publish.search.grams import indexed
from edition.publish.search.names import names, official
from edition.publish.search.postings import keyed
from edition.publish.search.signs import encode

WHOLE = 30
"""Articles from which the index is cut into files; below, the whole text weighs less than the lists would."""
SHARD = 1_200
"""Entries of a file of lists: about three kilobytes, packed."""
FORMAT = "5"
"""Of the files; another one whenever the interface has to read them in another way."""


def search_files(edition: Edition, whole: int = WHOLE) -> Iterable[tuple[str, str]]:
    """`data/search/current.js` and the files of the index."""
    found = documents(edition)
    counts: dict[str, object] = {"articles": len(found), "shards": 0}
    if len(found) < whole:
        files = {"all.js": _script("all", [_record(d, d.blocks, edition) for d in found])}
    else:
        files = _shards(found, edition)
        counts["shards"] = len(files)
        counts["chunks"] = sum(len(document.chunks) for document in found)
        counts["starts"] = encode([document.first for document in found])
        for document in found:
            for n, blocks in enumerate(document.chunks, document.first):
                files[f"p{n}.js"] = _script(f"p{n}", _record(document, blocks, edition))
    written = texts(found, edition)
    files |= {f"t{n}.js": _script(f"t{n}", bundle) for n, bundle in enumerate(bundles(written))}
    counts["texts"] = sum(name.startswith("t") for name in files)
    files["words.js"] = _script("words", words(written))
    files["facets.js"] = _script("facets", facets(found, official(edition)))
    files["names.js"] = _script("names", names(edition))
    files["fold.js"] = _script("fold", _fold_table(found, edition))
    digest = hashlib.sha256(FORMAT.encode())
    for name in sorted(files):
        digest.update(f"{name}\0{files[name]}\0".encode())
    version = digest.hexdigest()[:10]
    yield "data/search/current.js", f'edition.current("{version}",{_json(counts)});\n'
    for name in list(files):
        yield f"data/search/{version}/{name}", files.pop(name).replace("VERSION", version, 1)


def _shards(found: list[Document], edition: Edition) -> dict[str, str]:
    """The lists of a large edition in files that are all about as long."""
    index = indexed(found, edition.traditional, edition.lexicon)
    shards = [bytearray(b"\n") for _ in range(max(1, len(index.entries) // SHARD))]
    for key, value, text in keyed(index):
        shards[value % len(shards)] += f"{key:<2}{text}\n".encode()
    del index
    return {f"g{n}.js": _script(f"g{n}", [shard.decode()]) for n, shard in enumerate(shards)}


def _fold_table(found: list[Document], edition: Edition) -> str:
    """Traditional characters, each with the simplified one, as far as the edition has that: others are found nowhere, folded or not."""
    present: set[str] = set()
    for document in found:
        texts = (document.title, document.above, document.below, document.byline, document.place, *(b.text for b in document.blocks))
        present.update(*texts)
    present.update(edition.traditional[character] for character in list(present) if character in edition.traditional)
    return "".join(a + b for a, b in sorted(edition.traditional.items()) if b in present)


def _record(document: Document, blocks: Sequence[Part], edition: Edition) -> list[object]:
    """A chunk of an article as the interface reads it; what is empty at its end is left out.

    Traditional characters stand folded beside what is printed, in the order of the parts.
    """
    head = (document.title, document.above, document.below, document.byline, document.place)
    printed = (*head, *(block.text for block in blocks))
    folded = tuple(simplified(text, edition.traditional) for text in printed)
    record: list[object] = [
        document.number,
        document.id,
        document.title,
        document.byline,
        document.place,
        document.date,
        [text for block in blocks for text in (block.kind[0] + block.anchor, block.text)],
        document.above,
        document.below,
        folded if folded != printed else "",
        int(not document.titled),
    ]
    while not record[-1]:
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
