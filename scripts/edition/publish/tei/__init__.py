"""The edition in TEI P5: a document a dump, or one an article. The schema is `docs/assets/schemas/edition.rng`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from edition.model import Article
from edition.publish.anchors import source_name, tei_path
from edition.publish.passages import of_page
from edition.publish.sheets import Sheet
from edition.publish.tei.header import declared, encoding_description, file_description, profile_description, revision_description
from edition.publish.tei.names import name_of, words
from edition.publish.tei.transcript import Transcript
from edition.rulings import Ruling, by_editors

SCHEMA = "assets/schemas/edition.rng"
"""The schema, from the root of the site."""


def tei_files(sheet: Sheet) -> Iterable[tuple[str, str]]:
    """`data/tei/<dump>.xml`, all of a dump, and `data/articles/<id>.xml` for each of its articles."""
    yield from ((f"data/articles/{article.id}.xml", article_tei(article, sheet)) for article in sheet.articles)
    seed = sheet.restoration.seed
    text = Transcript(seed.text, sheet.lines)
    for article in sheet.articles:
        text.article(article, sheet.anchors[article.id], declared(article, sheet.descriptions[article.id]))
    text.furniture(list(of_page(sheet.restoration)))
    rulings = by_editors(sheet.restoration.rulings)
    page = f"sources/{source_name(seed.name)}"
    yield tei_path(seed.name), _document(sheet, text, sheet.articles, seed.name, page, rulings, f"../../{SCHEMA}")


def article_tei(article: Article, sheet: Sheet) -> str:
    """The document of one article of a sheet: of the dump it holds what the article holds."""
    text = Transcript(sheet.restoration.seed.text, sheet.lines)
    text.article(article, sheet.anchors[article.id], declared(article, sheet.descriptions[article.id]))
    address = sheet.common.address
    schema = f"{address}{SCHEMA}" if address else ""
    return _document(sheet, text, [article], article.title, f"articles/{article.id}", by_editors(article.rulings), schema)


def _document(
    sheet: Sheet, text: Transcript, articles: Sequence[Article], title: str, page: str, rulings: Sequence[Ruling], schema: str
) -> str:
    described = [(article, sheet.descriptions[article.id]) for article in articles]
    labels = {theme.value for _, description in described for theme in description.themes}
    themes = {label: f"theme.{name_of(sheet.common.pages.get(label, label).removeprefix('themes/'))}" for label in labels}
    editors = list(dict.fromkeys(ruling.by for ruling in rulings if ruling.by))
    held = {ruling: name_of(article.id) for article in articles for ruling in article.rulings if ruling.first}
    common = sheet.common
    model = f'<?xml-model href="{words(schema)}" schematypens="http://relaxng.org/ns/structure/1.0"?>\n' if schema else ""
    return "".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>\n',
            f'{model}<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="zh">\n<teiHeader>\n',
            *file_description(title, common, page, editors, sheet.restoration.seed, described),
            *encoding_description(text.rules, text.characters, {name: label for label, name in themes.items()}, common.words),
            *profile_description(described, themes),
            *revision_description(rulings, editors, held, sheet.lines),
            '</teiHeader>\n<text xml:space="preserve">\n<body>\n',
            *text.parts,
            "</body>\n</text>\n</TEI>\n",
        ]
    )
