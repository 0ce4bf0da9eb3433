"""How to cite an article: in words by the Chinese standards, and as records for reference managers.

What the page does not show is said to be unknown (未详); an inferred date stands in square brackets in words, and stays out of the
fields of records that take only a day. In words `ADDRESS` and `TODAY` hold the places into which the page puts its own address and the day
of reading: they are parts of their own, so that nothing in a title can be taken for one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from edition.model import Article, Byline, Description, Edition
from edition.publish import phrases
from edition.publish.views import Citation, Part

ADDRESS = Part(slot="address")
TODAY = Part(slot="today")
LANGUAGE = "zh-Hans"
_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_PARTS = re.compile(r"\w+")
_ROUGH = re.compile(r"[~?%]")


def citations(article: Article, description: Description) -> tuple[Citation, ...]:
    """The article cited in words, in each form."""
    return (
        Citation("GB/T 7714—2025", standard(article, description)),
        Citation("GB/T 7714—2015", standard(article, description, year=2015)),
        Citation("史学脚注", footnote(article, description)),
    )


def records(edition: Edition) -> Iterable[tuple[str, str]]:
    """`data/articles/<id>.bib`, `.ris` and `.json` for every article, with its address where the edition knows its own."""
    for article in edition.articles:
        description = edition.descriptions[article.id]
        address = f"{edition.address}articles/{article.id}.html" if edition.address else ""
        for suffix, record in (("bib", bibtex), ("ris", ris), ("json", csl)):
            yield f"data/articles/{article.id}.{suffix}", f"{record(article, description, address)}\n"


def authors(article: Article) -> list[str]:
    """Who wrote, each once: those who only made pictures are not named in a citation.

    >>> from edition.model import Byline, Head
    >>> from edition.trace import Text
    >>> names = ("文/摄", "吴昊", None), ("图/本报记者", "李平", None), ("记者", "王芳", "摄"), ("文", "何苗", "图/")
    >>> bylines = tuple(Byline(role, name, Text(), credit=credit) for role, name, credit in names)
    >>> authors(Article("0.txt", Head(), bylines, ()))
    ['吴昊', '何苗']
    """
    return list(dict.fromkeys(byline.name for byline in article.bylines if byline.name.strip() and not _made_pictures(byline)))


def _made_pictures(byline: Byline) -> bool:
    """Whether role or credit is of pictures and the role is not of the text as well; a credit with a stroke (`图/`) lacks its name."""
    roles = set(_PARTS.findall(byline.role or ""))
    return "文" not in roles and (bool(roles & phrases.PICTURES) or byline.credit in phrases.PICTURES)


def standard(article: Article, description: Description, *, year: int = 2025) -> tuple[Part, ...]:
    """The online newspaper article in the form of GB/T 7714; the edition of 2015 has half-width points and the day of reading."""
    newspaper = description.newspaper.value if description.newspaper else "报名未详"
    comma = "，" if year >= 2025 else ", "
    names = authors(article)
    author = f"{comma.join(names[:3])}{f'{comma}等' if len(names) > 3 else ''}. " if names else ""
    cited = Part(_line(f"{author}{_whole_title(article)}[N/OL]. {newspaper}{comma}{_date(description)}"))
    read = () if year >= 2025 else (Part("["), TODAY, Part("]"))
    return (cited, *read, Part(". "), ADDRESS, Part("."))


def footnote(article: Article, description: Description) -> tuple[Part, ...]:
    """The footnote of journals of history."""
    newspaper = f"《{description.newspaper.value}》" if description.newspaper else "报名未详，"
    names = "、".join(authors(article))
    date = phrases.date_words(description.date.value) if description.date else "日期未详"
    shown = date if description.date is None or description.date.stated else f"[{date}]"
    return Part(_line(f"{f'{names}：' if names else ''}《{_whole_title(article)}》，{newspaper}{shown}，")), ADDRESS, Part("。")


def bibtex(article: Article, description: Description, address: str) -> str:
    """The record for BibLaTeX."""
    fields = {
        "entrysubtype": "newspaper",
        "author": " and ".join(f"{{{name}}}" for name in authors(article)),
        "title": _whole_title(article),
        "journaltitle": description.newspaper.value if description.newspaper else "",
        "date": description.date.value if description.date else "",
        "langid": "chinese-simplified",
        "url": address,
    }
    rows = [f"  {name} = {{{value if name in ('author', 'url') else _braced(value)}}}," for name, value in fields.items() if value]
    return "\n".join([f"@article{{{article.id},", *rows, "}"])


def ris(article: Article, description: Description, address: str) -> str:
    """The record of a newspaper article in RIS."""
    day = _day(description)
    rows = [("TY", "NEWS"), *(("AU", name) for name in authors(article)), ("TI", _whole_title(article))]
    if description.newspaper:
        rows.append(("T2", description.newspaper.value))
    if day:
        rows += [("PY", day[0]), ("DA", "/".join(day))]
    elif description.date:
        rows.append(("N1", f"日期：{phrases.date_words(description.date.value)}"))
    rows.append(("LA", LANGUAGE))
    if address:
        rows.append(("UR", address))
    rows.append(("ER", ""))
    return "\n".join(f"{tag}  - {value}" for tag, value in rows)


def csl(article: Article, description: Description, address: str) -> str:
    """The record in CSL-JSON, an article of a newspaper."""
    record: dict[str, object] = {
        "id": article.id,
        "type": "article-newspaper",
        "title": _whole_title(article),
        "author": [{"literal": name} for name in authors(article)],
        "container-title": description.newspaper.value if description.newspaper else "",
        "issued": _issued(description),
        "language": LANGUAGE,
        "URL": address,
    }
    return json.dumps({key: value for key, value in record.items() if value}, ensure_ascii=False, indent=2)


def _issued(description: Description) -> dict[str, object]:
    """The date of CSL: parts, two of them for a range; in words where EDTF says what parts cannot."""
    if description.date is None:
        return {}
    value = description.date.value
    ends = [_DAY.fullmatch(_ROUGH.sub("", end)) for end in value.split("/")]
    if not all(ends):
        return {"literal": phrases.date_words(value)}
    parts = [[int(part) for part in end.groups() if part] for end in ends if end]
    return {"date-parts": parts} | ({"circa": True} if _ROUGH.search(value) else {})


def _day(description: Description) -> list[str]:
    """Year, month and day as far as the page itself states them; nothing for a range or an inferred date."""
    match = _DAY.fullmatch(description.date.value) if description.date and description.date.stated else None
    return [part for part in match.groups() if part] if match else []


def _date(description: Description) -> str:
    if description.date is None:
        return "日期未详"
    return description.date.value if description.date.stated else f"[{phrases.date_words(description.date.value)}]"


def _whole_title(article: Article) -> str:
    return _line(article.title + (f"：{article.head.subtitle}" if article.head.subtitle else ""))


def _line(text: str) -> str:
    return " ".join(text.split())


def _braced(text: str) -> str:
    """Text inside braces, where a brace of its own or a backslash would end or change it.

    >>> _braced("50%的{村}")
    '50\\\\%的村'
    """
    return re.sub(r"[{}\\]", "", text).replace("%", r"\%")
