"""Writes `docs/about/restoration.md`: what restoration reaches on the edition's own gold.

python tests/report.py --write     write the page
python tests/report.py --check     1 where the page is not what would be written
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts"))

import yaml

from edition.model import Restoration
from edition.restore import restore
from edition.vocabulary import load_vocabulary
from gold_score import Tally, bare, compared, exported, pairs, tallies

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT / "tests" / "gold"
PAGE = ROOT / "docs" / "about" / "restoration.md"
LEFT_OUT = ROOT / "scripts" / "bench" / "left-out.tsv"
FIELDS = {
    "title": "主题",
    "kicker": "引题",
    "subtitle": "副题",
    "byline": "署名",
    "paragraph": "段落",
    "heading": "小标题",
    "caption": "图片说明",
    "set_aside": "版面附件",
    "order": "相邻段落的先后",
}
NUMERALS = "零一二三四五六七八九十"

TEXT = """\
---
title: 复原成绩
description: 复原的结果同手工核定的标准本比较，逐项计数。
---

# 复原成绩

<!-- 本页由 tests/report.py 生成，不要手改。 -->

本版自己的标准本只有{seeds}份原始文本、{articles}篇文章，是对着原始文本逐行用手核定的，在 `tests/gold/`。规则是看着这几份文本写的，\
所以这里的成绩只说明规则没有退步，不能当作对别的报纸的预期。

## 逐项

文字去掉空格和标点以后完全相同才算对；段落多接一句、少接一句，都算错。

| 项目 | 相符 | 标准本 | 复原出 | F1 |
| --- | ---: | ---: | ---: | ---: |
{rows}

文章一行，正文、小标题和图片说明的字合起来同标准本一字不差才算相符，不论各是什么成分。署名不计标准本注明可有可无的。版面附件指报头、报眉、责任编辑、扫码等不进入文章的行。\
F1 是查全和查准的调和平均，1 为全对。

## 没有存疑的，有多少全对

程序拿不准的地方，在文章后面注明存疑。

| 文章 | 篇数 | 整篇全对 |
| --- | ---: | ---: |
| 没有存疑 | {sure} | {sure_right} |
| 有存疑 | {unsure} | {unsure_right} |

整篇全对，指标题、署名、每一段、每个小标题、每条图片说明和先后都对。{meaning}

## 没有见过的报纸

一行是标题、正文还是图注，由各条规则的发现按权重相加来判断。现用的权重是看着全部文本用手定的。下表每次留出一份文本：权重都从1起，只按其余各份调整，再去判断留出的一份。\
规则本身仍是看着全部文本写的，所以换一种报纸，错的只会比这里多；请把存疑和[原始文本](../sources/index.md)一并核对。

| 留出的文本 | 判断的行 | 现用权重判错 | 权重都为1判错 | 没有见过它的权重判错 |
| --- | ---: | ---: | ---: | ---: |
{left_out}

## 重算

```
python scripts/bench/leave_out.py
python tests/report.py --write
```

测试每次都拿本页同实际的结果核对，不符就不通过。每一项不许低于 `tests/gold/floors.json` 里的数。
"""


def page(restored: Mapping[str, Restoration]) -> str:
    """The page for the seeds restored, by their names without suffix."""
    totals = {field: Tally() for field in ("article", *FIELDS)}
    verdicts: Counter[tuple[bool, bool]] = Counter()
    for path in sorted(GOLD.glob("*.yml")):
        gold = yaml.safe_load(path.read_text(encoding="utf-8"))
        found = restored[path.stem]
        articles = [exported(article) | {"notes": article.doubts} for article in found.articles]
        for field, tally in tallies(gold, articles, [str(block.text) for block in found.set_aside]).items():
            total = totals[field]
            total.right, total.gold, total.found = total.right + tally.right, total.gold + tally.gold, total.found + tally.found
        totals["article"].add(Counter(map(_letters, gold["articles"])), Counter(map(_letters, articles)))
        verdicts.update(_verdicts(gold["articles"], articles))
    sure, unsure = (sum(count for (noted, _), count in verdicts.items() if noted is kind) for kind in (False, True))
    return TEXT.format(
        seeds=_numeral(len(list(GOLD.glob("*.yml")))),
        articles=_numeral(totals["article"].gold),
        rows="\n".join(_row(label, totals[field]) for field, label in {"article": "文章", **FIELDS}.items()),
        sure=sure,
        sure_right=verdicts[False, True],
        unsure=unsure,
        unsure_right=verdicts[True, True],
        meaning=_meaning(sure, verdicts[False, True]),
        left_out=_left_out(LEFT_OUT.read_text(encoding="utf-8")),
    )


def _left_out(text: str) -> str:
    """The rows of the table of newspapers left out, and their sum.

    >>> print(_left_out("# seed\\tlines\\twrong\\n001_ab\\t30\\t1\\n002_cd\\t12\\t2\\n"))
    | 001_ab | 30 | 1 |
    | 002_cd | 12 | 2 |
    | 合计 | 42 | 3 |
    """
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    sums = [str(sum(map(int, column))) for column in list(zip(*rows, strict=True))[1:]]
    return "\n".join(f"| {' | '.join(row)} |" for row in [*rows, ["合计", *sums]])


def _row(label: str, tally: Tally) -> str:
    return f"| {label} | {tally.right} | {tally.gold} | {tally.found} | {tally.f1:.4g} |"


def _letters(article: Mapping[str, Any]) -> str:
    """The letters of the blocks in alphabetical order: the same for two articles that hold the same words in whatever roles."""
    return "".join(sorted("".join(bare(block["text"]) for block in article["blocks"])))


def _verdicts(gold: Sequence[Mapping[str, Any]], articles: Sequence[Mapping[str, Any]]) -> Counter[tuple[bool, bool]]:
    """How many of the articles restored carry a note or not, and are wholly right or not."""
    out: Counter[tuple[bool, bool]] = Counter()
    for wanted, other in pairs(gold, articles):
        if other:
            a, b = compared(wanted, other)
            out[bool(other["notes"]), bool(wanted) and a == b] += 1
    return out


def _meaning(sure: int, right: int) -> str:
    if not sure:
        return "每篇都有存疑，所以没有一篇可以不看就信。"
    if sure == right:
        return "标准本里没有存疑的都全对，也就是说程序没有在不知不觉中错过；篇数很少，不能由此断定别处也是这样。"
    return f"标准本里没有存疑而仍有错的有{_numeral(sure - right)}篇：程序错了而不自知，没有存疑不等于没有错。"


def _numeral(number: int) -> str:
    """A number below a hundred in Chinese.

    >>> _numeral(5), _numeral(11), _numeral(20)
    ('五', '十一', '二十')
    """
    tens, ones = divmod(number, 10)
    return (NUMERALS[tens] * (tens > 1) + "十" * (tens > 0) + NUMERALS[ones] * (ones > 0)) or NUMERALS[0]


def main() -> int:
    """Write the page, or compare it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    wish = parser.add_mutually_exclusive_group(required=True)
    wish.add_argument("--write", action="store_true", help="write the page")
    wish.add_argument("--check", action="store_true", help="exit 1 where the page is not what would be written")
    wanted = parser.parse_args()
    vocabulary = load_vocabulary(ROOT / "scripts" / "data")
    seeds = [ROOT / "seeds" / f"{gold.stem}.txt" for gold in sorted(GOLD.glob("*.yml"))]
    made = page({path.stem: restore(path.read_bytes(), path.name, vocabulary) for path in seeds})
    if wanted.write:
        PAGE.write_text(made, encoding="utf-8", newline="\n")
        return 0
    fresh = PAGE.exists() and PAGE.read_text(encoding="utf-8") == made
    if not fresh:
        print(f"{PAGE.relative_to(ROOT)} is not what restoration reaches now; python tests/report.py --write")
    return int(not fresh)


if __name__ == "__main__":
    sys.exit(main())
