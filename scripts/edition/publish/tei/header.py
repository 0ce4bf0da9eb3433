"""The header of a TEI document: what was transcribed, by which rules, what is known of it, and what editors ruled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from edition.model import LEVELS, Article, Byline, Description, Finding, Seed
from edition.publish import phrases
from edition.publish.citations import authors
from edition.publish.rule_words import RuleWords
from edition.publish.sheets import Common
from edition.publish.tei.names import character_name, name_of, rule_name, words
from edition.rulings import Ruling
from edition.trace import SourceLines

VERSION = "1.0.0"
"""The version of the program, as `pyproject.toml` has it."""
PROJECT = "把报纸的原始文本整理成可引用、可核对的文章，原始文本的每一个字都有交代。"
RIGHTS = "文字的权利属于其作者和报社。"
METHOD = (
    "正文照阅读的次序，原始文本的每一个字都在其中。照录的不加标记；改读的用choice，orig是原文，reg是读法，编者所改用sic、corr；"
    "不读的空白和记号用surplus，版面附件用fw；补出的用supplied。各处依据的规则由ana指明。",
    "lb代表原始文本的一个断行，n是它起头的那一行的永久行号，未注rend的是换行符（U+000A），未注ana的都是断行而不读；"
    "type为resumed的不代表字符，只说明下文在哪一行。milestone的n是下一个字在原始文本中的位次，从0数起；"
    "把各段按位次排好，去掉reg、corr、supplied，就是原始文本。",
    "每一块的xml:id是文章的id加网页上的锚点：a.l33就是articles/a.html#l33。",
)
"""How the text is written, a paragraph each."""
KINDS = ("correction", "normalization", "interpretation")
"""The parts of the editorial declaration: of editors, of the program about characters, of the program about lines."""

_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_ROUGH = re.compile("[?~%]")


def file_description(
    title: str, common: Common, page: str, editors: Sequence[str], seed: Seed, articles: Iterable[tuple[Article, Description]]
) -> Iterator[str]:
    """`fileDesc`: title, editors, what may be done with it, and its sources: the dump, and of each article the newspaper.

    Args:
        title: of the document.
        common: what the edition says of itself, and its public address.
        page: the page of the document there, as `sources/x`.
        editors: who ruled about what it holds.
        seed: the dump.
        articles: those of the document.
    """
    yield f"<fileDesc>\n<titleStmt>\n<title>{words(title)}</title>\n"
    yield from (f'<editor xml:id="editor.{n}">{words(name)}</editor>\n' for n, name in enumerate(editors, 1))
    address, imprint = common.address, common.imprint
    publisher = f"<publisher>{words(imprint.publisher)}</publisher>\n" if imprint.publisher else ""
    yield f"</titleStmt>\n<publicationStmt>\n{publisher}<distributor>{words(imprint.title or phrases.NAME)}</distributor>\n"
    rights = words(imprint.rights or RIGHTS)
    yield f"{_address(address, page)}<availability><p>{rights}</p></availability>\n</publicationStmt>\n<sourceDesc>\n"
    doubt = f'<note type="doubt">{words(seed.doubt)}</note>' if seed.doubt else ""
    yield (
        f'<bibl type="dump"><idno type="file">{words(seed.name)}</idno> <idno type="sha256">{seed.sha256}</idno> '
        f'<note type="encoding">{words(seed.encoding)}</note>{doubt}</bibl>\n'
    )
    for article, description in articles:
        yield from _print_source(article, description, address)
    yield "</sourceDesc>\n</fileDesc>\n"


def encoding_description(rules: Mapping[str, str], characters: Iterable[str], themes: Mapping[str, str], said: RuleWords) -> Iterator[str]:
    """`encodingDesc`: the program, how the text is written, the rules that occur in it, and the themes.

    Args:
        rules: each with its part of `KINDS`.
        characters: those that XML cannot hold.
        themes: the label of each theme by its name in the document.
        said: the rules in words.
    """
    yield f"<encodingDesc>\n<projectDesc><p>{PROJECT}</p></projectDesc>\n"
    yield f'<appInfo><application ident="newspaper-edition" version="{VERSION}"><label>{phrases.NAME}</label></application></appInfo>\n'
    yield "<editorialDecl>\n"
    yield from (f"<p>{paragraph}</p>\n" for paragraph in METHOD)
    for kind in KINDS:
        if found := sorted(rule for rule, of in rules.items() if of == kind):
            yield f"<{kind}>\n"
            yield from (f'<p xml:id="{rule_name(rule)}">{words(said.of(rule))}</p>\n' for rule in found)
            yield f"</{kind}>\n"
    yield "</editorialDecl>\n"
    if themes:
        yield "<classDecl>\n<taxonomy>\n"
        yield from (f'<category xml:id="{name}"><catDesc>{words(label)}</catDesc></category>\n' for name, label in sorted(themes.items()))
        yield "</taxonomy>\n</classDecl>\n"
    if found := sorted(characters):
        yield "<charDecl>\n"
        for one in found:
            yield f'<char xml:id="{character_name(one)}"><localProp name="code" value="U+{ord(one):04X}"/></char>\n'
        yield "</charDecl>\n"
    yield "</encodingDesc>\n"


def profile_description(articles: Iterable[tuple[Article, Description]], themes: Mapping[str, str]) -> Iterator[str]:
    """`profileDesc`: of each article its place, its themes and its keywords. `themes` is the name of each theme by its label."""
    yield '<profileDesc>\n<langUsage><language ident="zh">中文</language></langUsage>\n'
    for article, description in articles:
        name = name_of(article.id)
        if description.place:
            yield f'<settingDesc xml:id="{name}.setting">\n'
            yield from (_place(level, found) for level in LEVELS if (found := description.place.get(level)))
            yield "</settingDesc>\n"
        if description.themes or description.keywords:
            yield f'<textClass xml:id="{name}.class">\n'
            yield from (f'<catRef target="#{themes[theme.value]}" cert="{certainty(theme)}"/>\n' for theme in description.themes)
            if description.keywords:
                terms = "".join(f"<term>{words(word)}</term>" for word in description.keywords)
                yield f"<keywords>{terms}</keywords>\n"
            yield "</textClass>\n"
    yield "</profileDesc>\n"


def revision_description(
    rulings: Sequence[Ruling], editors: Sequence[str], held: Mapping[Ruling, str], lines: SourceLines
) -> Iterator[str]:
    """`revisionDesc`: what editors ruled; nothing where they did not. `held` is for some rulings the name of the article that has it."""
    if not rulings:
        return
    yield "<revisionDesc>\n"
    for ruling in rulings:
        when = f' when="{ruling.date}"' if ruling.date else ""
        who = f' who="#editor.{editors.index(ruling.by) + 1}"' if ruling.by else ""
        target = f' target="#{held[ruling]}"' if ruling in held else ""
        yield f"<change{when}{who}{target}>{words(phrases.ruling_words(ruling, lines))}</change>\n"
    yield "</revisionDesc>\n"


def declared(article: Article, description: Description) -> list[str]:
    """The names of what the header says of an article."""
    name = name_of(article.id)
    found = {"print": True, "setting": bool(description.place), "class": bool(description.themes or description.keywords)}
    return [f"{name}.{part}" for part, there in found.items() if there]


def certainty(finding: Finding) -> str:
    """How certain a fact is (`cert`).

    >>> certainty(Finding("甲县", (), "printed", stated=True)), certainty(Finding("甲县", ("甲",), "short name", doubt="mention"))
    ('high', 'low')
    """
    return "low" if finding.doubtful else "high" if finding.known else "medium"


def days_of(edtf: str) -> dict[str, str]:
    """The attributes of a date: `when`, or `notBefore` and `notAfter` of a range; nothing for what they cannot say.

    >>> days_of("2021-03-05"), days_of("2021~"), days_of("2021-11/2021-12"), days_of("../2021"), days_of("2021-21")
    ({'when': '2021-03-05'}, {'when': '2021'}, {'notBefore': '2021-11', 'notAfter': '2021-12'}, {'notAfter': '2021'}, {})
    """
    first, stroke, last = edtf.partition("/")
    ends = {"notBefore": first, "notAfter": last} if stroke else {"when": first}
    return {name: day for name, end in ends.items() if _is_day(day := _ROUGH.sub("", end))}


def _is_day(text: str) -> bool:
    """Whether it is a year, a month or a day of the calendar."""
    found = _DAY.fullmatch(text)
    try:
        return bool(found and date(int(found[1]), int(found[2] or 1), int(found[3] or 1)))
    except ValueError:
        return False


def _address(address: str, page: str) -> str:
    return f'<idno type="URL">{words(address)}{page}.html</idno>\n' if address else ""


def _print_source(article: Article, description: Description, address: str) -> Iterator[str]:
    """The article as the newspaper printed it."""
    kind = "main" if article.head.title else "incipit"
    yield f'<biblStruct type="article" xml:id="{name_of(article.id)}.print">\n<analytic>\n'
    yield from _signed(article)
    yield f'<title level="a" type="{kind}">{words(article.title)}</title>\n'
    if article.head.subtitle:
        yield f'<title level="a" type="sub">{words(article.head.subtitle)}</title>\n'
    yield f"{_address(address, f'articles/{article.id}')}</analytic>\n<monogr>\n"
    newspaper, day = description.newspaper, description.date
    folio = {"issue": description.issue, "page": description.page, "section": description.page_name}
    if newspaper:
        yield f'<title level="j" cert="{certainty(newspaper)}">{words(newspaper.value)}</title>\n'
    yield "<imprint>\n"
    if day:
        days = "".join(f' {name}="{value}"' for name, value in days_of(day.value).items())
        sure = "low" if _ROUGH.search(day.value) else certainty(day)
        yield f'<date{days} cert="{sure}" evidence="{_evidence(day)}">{words(phrases.date_words(day.value))}</date>\n'
    else:
        yield "<date>未详</date>\n"
    for unit, found in folio.items():
        if found:
            yield f'<biblScope unit="{unit}" cert="{certainty(found)}">{words(found.value)}</biblScope>\n'
    yield "</imprint>\n</monogr>\n"
    for name, found in {"newspaper": newspaper, "date": day, **folio}.items():
        if found and (why := phrases.evidence(found)):
            yield f'<note type="{name}">{words(why)}</note>\n'
    yield from (f'<note type="doubt">{words(doubt)}</note>\n' for doubt in article.doubts)
    yield "</biblStruct>\n"


def _signed(article: Article) -> Iterator[str]:
    """Who wrote the article, and who is named besides."""
    left = authors(article)
    others: list[Byline] = []
    for byline in article.bylines:
        if byline.name in left:
            left.remove(byline.name)
            roles = "".join(f"<roleName>{words(role)}</roleName> " for role in (byline.role, byline.credit) if role)
            yield f"<author>{roles}<persName>{words(byline.name)}</persName></author>\n"
        else:
            others.append(byline)
    for byline in others:
        resp = "，".join(part for part in (byline.role, byline.credit) if part) or "署名"
        yield f"<respStmt><resp>{words(resp)}</resp><name>{words(byline.name)}</name></respStmt>\n"


def _place(level: str, found: Finding) -> str:
    kind = "GB/T2260" if len(found.code) <= 6 else "statistics"
    code = f'<idno type="{kind}">{words(phrases.whole_code(found.code))}</idno>' if found.code else ""
    why = phrases.evidence(found)
    note = f"<note>{words(why)}</note>" if why else ""
    name = f"<placeName>{words(found.value)}</placeName>"
    return f'<place type="{level}" cert="{certainty(found)}" evidence="{_evidence(found)}">{name}{note}{code}</place>\n'


def _evidence(finding: Finding) -> str:
    """What a fact rests on (`evidence`): the page itself, or what else was drawn upon."""
    return "internal" if finding.stated else "external"
