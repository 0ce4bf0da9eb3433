"""How to cite an article: in words by the Chinese standards, and as records for reference managers.

What the page does not show is left out; an inferred date stands in square brackets, and stays out of the fields of records that take
only a day. In words `ADDRESS` and `TODAY` hold the places into which the page puts its own address and the day
of reading: they are parts of their own, so that nothing in a title can be taken for one.
"""

from __future__ import annotations

import json
import re

from edition.model import Article, Byline, Description
from edition.publish import phrases
from edition.publish.views import Citation, Part

ADDRESS = Part(slot="address")
TODAY = Part(slot="today")
LANGUAGE = "zh"
"""Of the texts: some are in simplified characters, some in traditional ones."""
MONTHS = tuple(["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"])
_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
VERBATIM = ("entrysubtype", "author", "date", "langid", "url")
"""Fields of BibTeX whose values are ready."""
_LATEX = {sign: f"\\{sign}" for sign in "%&#_${}"} | {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}
_PARTS = re.compile(r"\w+")
_ROUGH = re.compile(r"[~?%]")
_OUTLET = re.compile(
    r"^据|(?:[日晚晨早时商]报|报社|网|客户端|新华社|通讯社|新闻社|电视台|广播电台|融媒体?(?:中心)?|全媒体|壹点)$|[报网台][·・]"
)
"""Matches a newspaper, a site or an app in a byline: it is where the text comes from, and nobody who wrote."""


def citations(article: Article, description: Description) -> tuple[Citation, ...]:
    """The article cited in words, in each form; as it was printed only where the newspaper is known."""
    return tuple(
        Citation(form, parts)
        for form, parts in (
            ("GB/T 7714—2025", standard(article, description)),
            ("GB/T 7714—2025 纸本", standard(article, description, online=False)),
            ("GB/T 7714—2015", standard(article, description, year=2015)),
            ("GB/T 7714—2015 纸本", standard(article, description, year=2015, online=False)),
            ("史学脚注", footnote(article, description)),
            ("APA", apa(article, description)),
        )
        if description.newspaper or "纸本" not in form
    )


def authors(article: Article) -> list[str]:
    """Who wrote, each once: those who only made pictures are not named in a citation.

    >>> from edition.model import Byline, Head
    >>> from edition.trace import Text
    >>> names = ("文/摄", "吴昊", None), ("图/本报记者", "李平", None), ("记者", "王芳", "摄"), ("文", "何苗", "图/")
    >>> bylines = tuple(Byline(role, name, Text(), credit=credit) for role, name, credit in names)
    >>> authors(Article("0.txt", Head(), bylines, ()))
    ['吴昊', '何苗']
    """
    names = (byline.name for byline in article.bylines if byline.name.strip() and not _made_pictures(byline))
    return [name for name in dict.fromkeys(names) if not _OUTLET.search(name)]


def _made_pictures(byline: Byline) -> bool:
    """Whether role or credit is of pictures and the role is not of the text as well; a credit with a stroke (`图/`) lacks its name."""
    roles = set(_PARTS.findall(byline.role or ""))
    return "文" not in roles and (bool(roles & phrases.PICTURES) or byline.credit in phrases.PICTURES)


def standard(article: Article, description: Description, *, year: int = 2025, online: bool = True) -> tuple[Part, ...]:
    """The newspaper article in the form of GB/T 7714, online or as it was printed; the edition of 2015 has half-width points and the day
    of reading."""
    comma, opened, closed = ("，", "（", "）") if year >= 2025 else (", ", "(", ")")
    names = authors(article)
    author = f"{comma.join(names[:3])}{f'{comma}等' if len(names) > 3 else ''}. " if names else ""
    page = f"{opened}{description.page.value}{closed}" if description.page else ""
    printed = comma.join(filter(None, (description.newspaper.value if description.newspaper else "", _date(description)))) + page
    cited = _line(f"{author}{whole_title(article)}[{'N/OL' if online else 'N'}]. {printed}").rstrip(". ")
    if not online:
        return (Part(f"{cited}."),)
    read = () if year >= 2025 else (Part("[" if printed else ". ["), TODAY, Part("]"))
    return (Part(cited), *read, Part(". "), ADDRESS, Part("."))


def footnote(article: Article, description: Description) -> tuple[Part, ...]:
    """The footnote of journals of history."""
    newspaper = f"《{description.newspaper.value}》" if description.newspaper else ""
    names = "、".join(authors(article))
    date = phrases.date_words(description.date.value) if description.date else ""
    shown = date if description.date is None or description.date.known else f"[{date}]"
    page = f"第{description.page.value}版" if description.page and newspaper else ""
    cited = "，".join(filter(None, (f"《{whole_title(article)}》", newspaper + shown, page)))
    return Part(_line(f"{f'{names}：' if names else ''}{cited}，")), ADDRESS, Part("。")


def apa(article: Article, description: Description) -> tuple[Part, ...]:
    """The entry of a list of references in the style of the APA (7th edition), for papers in English; names and titles as printed."""
    names = authors(article)
    shown = [*names[:19], f"… {names[-1]}"] if len(names) > 20 else names
    last = ", & " if len(names) > 2 else " & "
    joined = ", ".join(shown) if len(names) > 20 else last.join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))
    title, date = whole_title(article), f"({_english(description)})"
    newspaper = description.newspaper.value if description.newspaper else ""
    page = description.page.value if description.page and newspaper else ""
    parts = (joined, date, title) if names else (title, date)
    cited = ". ".join([*parts, *filter(None, [", ".join(filter(None, (newspaper, page)))])])
    return Part(f"{_line(cited)}. "), ADDRESS


def _english(description: Description) -> str:
    """The date as English has it; with ca. where it is inferred or not exact."""
    if description.date is None:
        return "n.d."
    value = description.date.value
    ends = [_DAY.fullmatch(_ROUGH.sub("", end)) for end in value.split("/")]
    said = []
    for end in ends:
        if end is None or (end[2] and not 1 <= int(end[2]) <= 12):
            said = [value]
            break
        day = f" {int(end[3])}" if end[3] else ""
        said.append(", ".join(filter(None, (end[1], f"{MONTHS[int(end[2]) - 1]}{day}" if end[2] else ""))))
    rough = bool(_ROUGH.search(value)) or not description.date.known
    return ("ca. " if rough else "") + "–".join(said)


def bibtex(article: Article, description: Description, address: str) -> str:
    """The record for BibLaTeX."""
    fields = {
        "entrysubtype": "newspaper",
        "author": " and ".join(f"{{{_escaped(name)}}}" for name in authors(article)),
        "title": whole_title(article),
        "journaltitle": description.newspaper.value if description.newspaper else "",
        "number": description.issue.value if description.issue else "",
        "date": description.date.value if description.date and description.date.known else "",
        "note": _inferred(description),
        "pages": description.page.value if description.page else "",
        "langid": "chinese",
        "url": address,
    }
    rows = [f"  {name} = {{{value if name in VERBATIM else _escaped(value)}}}," for name, value in fields.items() if value]
    return "\n".join([f"@article{{{article.id},", *rows, "}"])


def ris(article: Article, description: Description, address: str) -> str:
    """The record of a newspaper article in RIS."""
    day = _day(description)
    rows = [("TY", "NEWS"), *(("AU", name) for name in authors(article)), ("TI", whole_title(article))]
    if description.newspaper:
        rows.append(("T2", description.newspaper.value))
    if day:
        rows += [("PY", day[0]), ("DA", "/".join(day))]
    elif description.date:
        rows.append(("N1", _inferred(description) or f"日期：{phrases.date_words(description.date.value)}"))
    told = (("IS", description.issue), ("SE", description.page_name), ("SP", description.page))
    rows += [(tag, finding.value) for tag, finding in told if finding]
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
        "title": whole_title(article),
        "author": [{"literal": name} for name in authors(article)],
        "container-title": description.newspaper.value if description.newspaper else "",
        "issue": description.issue.value if description.issue else "",
        "section": description.page_name.value if description.page_name else "",
        "page": description.page.value if description.page else "",
        "issued": _issued(description),
        "note": _inferred(description),
        "language": LANGUAGE,
        "URL": address,
    }
    return json.dumps({key: value for key, value in record.items() if value}, ensure_ascii=False, indent=2)


def _issued(description: Description) -> dict[str, object]:
    """The date of CSL: parts, two of them for a range; in words where EDTF says what parts cannot."""
    if description.date is None or not description.date.known:
        return {}
    value = description.date.value
    ends = [_DAY.fullmatch(_ROUGH.sub("", end)) for end in value.split("/")]
    if not all(ends):
        return {"literal": phrases.date_words(value)}
    parts = [[int(part) for part in end.groups() if part] for end in ends if end]
    return {"date-parts": parts} | ({"circa": True} if _ROUGH.search(value) else {})


def _day(description: Description) -> list[str]:
    """Year, month and day as far as the page itself states them; nothing for a range or an inferred date."""
    match = _DAY.fullmatch(description.date.value) if description.date and description.date.known else None
    return [part for part in match.groups() if part] if match else []


def _date(description: Description) -> str:
    """The date of a citation; in brackets where it is inferred, in words where figures cannot say it."""
    if description.date is None:
        return ""
    value = description.date.value
    if description.date.known:
        return value
    ends = _ROUGH.sub("", value).split("/")
    return f"[{'—'.join(ends) if all(map(_DAY.fullmatch, ends)) else phrases.date_words(value)}]"


def whole_title(article: Article) -> str:
    """Title and subtitle on one line."""
    return _line(article.title + (f"：{article.head.subtitle}" if article.head.subtitle else ""))


def _line(text: str) -> str:
    return " ".join(text.split())


def _inferred(description: Description) -> str:
    """An inferred date in words, for a note: the fields of a record cannot say that it is one."""
    date = description.date
    return f"日期（推断）：{phrases.date_words(date.value)}" if date and not date.known else ""


def _escaped(text: str) -> str:
    r"""Text as LaTeX prints it.

    >>> _escaped("50%的{村} & \\_")
    '50\\%的\\{村\\} \\& \\textbackslash{}\\_'
    """
    return "".join(_LATEX.get(sign, sign) for sign in text)
