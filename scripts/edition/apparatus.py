"""The law of the house: every character of a seed is accounted for, on every build.

The pieces of all that an edition keeps and all that it sets aside tile the source exactly once. Of a byline, pages and exports show
role, name and credit and not the printed text, so that these must say all that the text keeps. A seed whose account does not balance
stops the build with its name and the first gap.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from edition.errors import AccountError, Said
from edition.model import Apparatus, Article, Block, Byline, Entry, Restoration
from edition.trace import Piece, SourceLines, Text, out_of_order

_MISSING = Said("没有记入", "is not accounted for")


def balance(restoration: Restoration) -> Apparatus:
    """The account of one seed.

    Raises:
        AccountError: a character is missing, stands twice, was altered without a rule, or is kept for a byline that does not say it; with
            the seed, its line and the character.
    """
    seed = restoration.seed
    read = [piece for article in restoration.articles for text in _read(article.texts(), article.set_aside) for piece in text.pieces]
    aside = [piece for block in _aside(restoration) for piece in _dropped(block)]
    pieces = sorted((piece for piece in [*read, *aside] if piece.start < piece.end), key=lambda piece: piece[:2])
    _tile(pieces, seed.text, seed.name)
    for article in restoration.articles:
        for byline in article.bylines:
            if unsaid(byline):
                what = Said(
                    f"留有 {unsaid(byline)!r}，而身份、姓名、分工里都没有", f"keeps {unsaid(byline)!r}, which is in no role, name or credit"
                )
                raise _unbalanced(seed.text, seed.name, byline.text.begin, what)
    kept = sum(piece.end - piece.start for piece in pieces if not piece.rule)
    changed = sum(piece.end - piece.start for piece in pieces if piece.rule and piece.text)
    supplied = [piece for piece in read if piece.start == piece.end]
    entries = [
        Entry(piece.fate, piece.start, piece.end, seed.text[piece.start : piece.end], piece.text, piece.rule)
        for piece in sorted([*pieces, *supplied], key=lambda piece: piece[:2])
        if piece.rule
    ]
    return Apparatus(
        kept=kept,
        changed=changed,
        moved=sum(_moved(article) for article in restoration.articles),
        set_aside=len(seed.text) - kept - changed,
        supplied=sum(len(piece.text) for piece in supplied),
        entries=tuple(entries),
    )


def unsaid(byline: Byline) -> str:
    """The characters that the printed text of a byline keeps and its role, name and credit do not say; blanks do not count.

    >>> unsaid(Byline("记者", "吴昊", Text.of("记者 吴昊 摄"))), unsaid(Byline("记者", "吴昊", Text.of("记者 吴昊 摄"), credit="摄"))
    ('摄', '')
    """
    left = Counter("".join(part for part in (byline.role, byline.name, byline.credit) if part))
    out = []
    for character in "".join(str(byline.text).split()):
        left[character] -= 1
        if left[character] < 0:
            out.append(character)
    return "".join(out)


def _read(texts: tuple[Text, ...], aside: tuple[Block, ...]) -> Iterator[Text]:
    """The texts of an article without the furniture inside it, which `_aside` lists."""
    yield from texts[: len(texts) - len(aside)]


def _moved(article: Article) -> int:
    """Characters that an article reads in another order than they stand in. The articles of a page have no order among themselves."""
    pieces = [piece for text in _read(article.texts(), article.set_aside) for piece in text.pieces]
    read = [piece for piece in pieces if piece.text and piece.start < piece.end]
    return sum(read[n].end - read[n].start for n in out_of_order(read))


def _aside(restoration: Restoration) -> Iterator[Block]:
    for article in restoration.articles:
        yield from article.set_aside
    yield from restoration.set_aside


def _dropped(block: Block) -> tuple[Piece, ...]:
    """The pieces of furniture as the account sees them: nothing is read for them, under the rule that said so."""
    return block.text.set_aside(block.verdict.rule).pieces


def _tile(pieces: list[Piece], source: str, name: str) -> None:
    at = 0
    for piece in pieces:
        if piece.start != at:
            what = _MISSING if piece.start > at else Said("记了两次", "is accounted for twice")
            raise _unbalanced(source, name, min(at, piece.start), what)
        if not piece.rule and piece.text != source[piece.start : piece.end]:
            raise _unbalanced(
                source,
                name,
                piece.start,
                Said(f"没有依据规则就读成了 {piece.text[:20]!r}", f"is read as {piece.text[:20]!r} without a rule"),
            )
        at = piece.end
    if at != len(source):
        raise _unbalanced(source, name, at, _MISSING)


def _unbalanced(source: str, name: str, at: int, what: Said) -> AccountError:
    line = SourceLines(source).number(at)
    return AccountError(
        f"{name}:{line}",
        Said(f"{source[at : at + 20]!r}（第 {at} 字）{what.zh}", f"{source[at : at + 20]!r} (character {at}) {what.en}"),
        Said("这是程序的毛病，请连同原始文本一起报告", "this is a defect of the edition: report it with the seed"),
    )
