"""What other programs follow: Atom feeds of the edition and of its provinces and themes, and a static repository of OAI-PMH.

All of it needs the public address. Nothing says when it was made: the date of a record is the day on which the record last changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape as _escaped

from edition.model import Article, Edition
from edition.publish import phrases
from edition.publish.anchors import feed_path
from edition.publish.citations import LANGUAGE, authors, whole_title
from edition.publish.escape import plain
from edition.publish.groups import by_province
from edition.publish.indexes.themes import in_use

OAI = "data/oai.xml"
_NO_DAY = "1970-01-01"
"""Stands for the day of what has none: both formats ask for one."""
_NO_CHARACTERS = dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd")
LATEST = 50
"""Entries of a feed: who follows it asks more often than so many articles change."""
_OAI_DC = (
    'xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd"'
)


def feeds(edition: Edition) -> Iterable[tuple[str, str]]:
    """`data/feeds/edition.atom`, and one for each province and theme that has articles; none without a public address."""
    if not edition.address:
        return
    title = edition.imprint.title or phrases.NAME
    yield from _feed(edition, "index", title, edition.works)
    found = by_province(edition)
    for province in edition.provinces:
        if articles := found.get(province.name):
            yield from _feed(edition, f"provinces/{province.id}", f"{title}：{province.name}", articles)
    for theme, articles in in_use(edition):
        yield from _feed(edition, f"themes/{theme.id}", f"{title}：{theme.label}", articles)


def _feed(edition: Edition, page: str, title: str, articles: Sequence[Article]) -> Iterator[tuple[str, str]]:
    path, url = feed_path(page), f"{edition.address}{page}.html"
    latest = sorted(articles, key=lambda article: edition.changed.get(article.id, ""), reverse=True)[:LATEST]
    publisher = edition.imprint.publisher or edition.imprint.title or "编者"
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{LANGUAGE}">',
        f"<id>{_text(url)}</id>",
        f"<title>{_text(title)}</title>",
        f"<updated>{_moment(edition, latest[0])}</updated>",
        f"<author><name>{_text(publisher)}</name></author>",
        f'<link rel="self" type="application/atom+xml" href="{_text(edition.address + path)}"/>',
        f'<link rel="alternate" type="text/html" href="{_text(url)}"/>',
    ]
    lines += [part for article in latest for part in _entry(edition, article)]
    yield path, "\n".join([*lines, "</feed>", ""])


def _entry(edition: Edition, article: Article) -> Iterator[str]:
    url, known = _text(f"{edition.address}articles/{article.id}.html"), edition.descriptions[article.id]
    yield "<entry>"
    yield f"<id>{url}</id>"
    yield f"<title>{_text(whole_title(article))}</title>"
    yield f"<updated>{_moment(edition, article)}</updated>"
    for name in authors(article):
        yield f"<author><name>{_text(name)}</name></author>"
    yield f'<link rel="alternate" type="text/html" href="{url}"/>'
    for theme in known.themes:
        yield f'<category term="{_text(theme.value)}"/>'
    if sentence := phrases.first_sentence(article):
        yield f"<summary>{_text(sentence)}</summary>"
    yield "</entry>"


def repository(edition: Edition) -> Iterable[tuple[str, str]]:
    """`data/oai.xml`, a static repository that a gateway of OAI-PMH serves; only where the edition says its address and its mail."""
    if not edition.address or not edition.imprint.mail:
        return
    days = [day for article in edition.works if (day := edition.changed.get(article.id))]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<Repository xmlns="http://www.openarchives.org/OAI/2.0/static-repository" xmlns:oai="http://www.openarchives.org/OAI/2.0/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/static-repository '
        'http://www.openarchives.org/OAI/2.0/static-repository.xsd">',
        "<Identify>",
        f"<oai:repositoryName>{_text(edition.imprint.title)}</oai:repositoryName>",
        f"<oai:baseURL>{_text(edition.address + OAI)}</oai:baseURL>",
        "<oai:protocolVersion>2.0</oai:protocolVersion>",
        f"<oai:adminEmail>{_text(edition.imprint.mail)}</oai:adminEmail>",
        f"<oai:earliestDatestamp>{min(days, default=_NO_DAY)}</oai:earliestDatestamp>",
        "<oai:deletedRecord>no</oai:deletedRecord>",
        "<oai:granularity>YYYY-MM-DD</oai:granularity>",
        "</Identify>",
        "<ListMetadataFormats>",
        "<oai:metadataFormat>",
        "<oai:metadataPrefix>oai_dc</oai:metadataPrefix>",
        "<oai:schema>http://www.openarchives.org/OAI/2.0/oai_dc.xsd</oai:schema>",
        "<oai:metadataNamespace>http://www.openarchives.org/OAI/2.0/oai_dc/</oai:metadataNamespace>",
        "</oai:metadataFormat>",
        "</ListMetadataFormats>",
        '<ListRecords metadataPrefix="oai_dc">',
    ]
    lines += [part for article in edition.works for part in _record(edition, article)]
    yield OAI, "\n".join([*lines, "</ListRecords>", "</Repository>", ""])


def _record(edition: Edition, article: Article) -> Iterator[str]:
    known = edition.descriptions[article.id]
    host = edition.address.partition("//")[2].partition("/")[0].partition(":")[0]
    url = f"{edition.address}articles/{article.id}.html"
    date = known.date.value if known.date and known.date.known else ""
    yield "<oai:record>"
    yield f"<oai:header><oai:identifier>oai:{_text(host)}:{article.id}</oai:identifier>"
    yield f"<oai:datestamp>{edition.changed.get(article.id) or _NO_DAY}</oai:datestamp></oai:header>"
    yield f"<oai:metadata><oai_dc:dc {_OAI_DC}>"
    places = [unit for unit in (phrases.place_words(known),) if unit and not any(one.doubtful for one in known.place.values())]
    told = [
        ("title", whole_title(article)),
        *(("creator", name) for name in authors(article)),
        *(("subject", theme.value) for theme in known.themes),
        ("description", phrases.first_sentence(article)),
        ("publisher", edition.imprint.publisher),
        ("date", date),
        ("type", "Text"),
        ("identifier", url),
        ("source", known.newspaper.value if known.newspaper else ""),
        ("language", LANGUAGE),
        *(("coverage", place) for place in places),
        ("rights", edition.imprint.rights),
    ]
    yield from (f"<dc:{name}>{_text(value)}</dc:{name}>" for name, value in told if value)
    yield "</oai_dc:dc></oai:metadata></oai:record>"


def _moment(edition: Edition, article: Article) -> str:
    """The day on which a record last changed, as Atom wants it."""
    return f"{edition.changed.get(article.id) or _NO_DAY}T00:00:00Z"


def _text(value: str) -> str:
    """A text inside XML, without what XML cannot hold."""
    return _escaped(plain(value).translate(_NO_CHARACTERS), quote=True)
