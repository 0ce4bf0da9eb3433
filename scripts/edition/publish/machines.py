"""What machines read off the pages: schema.org for search engines in the page of an article, COinS for reference managers in lists.

Both only say what is known without doubt; a date only where the page states it, because neither has words for an inference.
"""

from __future__ import annotations

import json
from urllib.parse import quote

from edition.model import LEVELS, Article, Description, Edition
from edition.publish import phrases
from edition.publish.citations import LANGUAGE, authors, whole_title
from edition.publish.escape import plain

SAFE = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in "&+=%#\"'<>")
"""What COinS may hold as it is, beside all that is no ASCII."""
_MARKUP = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
"""What ends a script, or a line of one, inside HTML."""


def news_article(article: Article, description: Description, address: str) -> str:
    """The `NewsArticle` of schema.org as JSON-LD, ready to stand inside a `script`.

    Args:
        article: the article.
        description: what is known of it.
        address: the public address of the edition; empty where there is none.
    """
    url = f"{address}articles/{article.id}.html" if address else ""
    record = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": url,
        "url": url,
        "headline": plain(article.title),
        "alternativeHeadline": plain(str(article.head.subtitle or "")),
        "author": [{"@type": "Person", "name": plain(name)} for name in authors(article)],
        "datePublished": _date(description),
        "isPartOf": _part_of(description),
        "printPage": description.page.value if description.page else "",
        "printSection": description.page_name.value if description.page_name else "",
        "contentLocation": _place(description),
        "about": [{"@type": "DefinedTerm", "name": theme.value} for theme in description.themes],
        "inLanguage": LANGUAGE,
    }
    return json.dumps({key: value for key, value in record.items() if value}, ensure_ascii=False).translate(_MARKUP)


def coins(edition: Edition, article: Article) -> str:
    """The ContextObject of an article, from which reference managers make a newspaper article."""
    key = "coins", article.id
    if key not in edition.memo:
        description = edition.descriptions[article.id]
        pairs = [
            ("rft.type", "newspaperArticle"),
            ("rft.title", whole_title(article)),
            *(("rft.au", name) for name in authors(article)),
            ("rft.source", description.newspaper.value if description.newspaper else ""),
            ("rft.date", _date(description)),
            ("rft.pages", description.page.value if description.page else ""),
            ("rft.language", LANGUAGE),
            ("rft.identifier", f"{edition.address}articles/{article.id}.html" if edition.address else ""),
        ]
        told = "&".join(f"{name}={_quoted(plain(value))}" for name, value in pairs if value)
        edition.memo[key] = f"ctx_ver=Z39.88-2004&rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Adc&{told}"
    made: str = edition.memo[key]
    return made


def _quoted(value: str) -> str:
    """A value with what means something in a ContextObject written out; Chinese stays as it is, a ninth as long.

    >>> _quoted("梨花村 50%+A&B")
    '梨花村%2050%25%2BA%26B'
    """
    return "".join(sign if ord(sign) > 0x7F or sign in SAFE else quote(sign, safe="") for sign in value)


def _date(description: Description) -> str:
    """The day, month or year that the page states; nothing for a range or an inferred date."""
    date = description.date
    return date.value if date and date.known and date.value.replace("-", "").isdigit() and not _season(date.value) else ""


def _season(value: str) -> bool:
    return len(value) == 7 and value[5:] > "12"


def _part_of(description: Description) -> dict[str, object]:
    """The newspaper, or its issue where the folio gives the number."""
    if not description.newspaper:
        return {}
    newspaper: dict[str, object] = {"@type": "Newspaper", "name": description.newspaper.value}
    if not description.issue:
        return newspaper
    issue = {"@type": "PublicationIssue", "issueNumber": description.issue.value, "datePublished": _date(description)}
    return {key: value for key, value in issue.items() if value} | {"isPartOf": newspaper}


def _place(description: Description) -> dict[str, object]:
    """The smallest unit that is not doubtful, in those in which it lies, each with its code where it has one."""
    place: dict[str, object] = {}
    for level in LEVELS:
        unit = description.place.get(level)
        if unit is None or unit.doubtful or place.get("name") == unit.value:
            continue
        made: dict[str, object] = {"@type": "AdministrativeArea", "name": unit.value}
        if unit.code:
            standard = "GB/T 2260" if len(unit.code) <= 6 else "统计用区划代码"
            made["identifier"] = {"@type": "PropertyValue", "propertyID": standard, "value": phrases.whole_code(unit.code)}
        place = made | ({"containedInPlace": place} if place else {})
    return place
