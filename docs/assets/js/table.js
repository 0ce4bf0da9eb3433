/* Lists as tables to sort and to filter: all articles, and the figures in their texts. Without scripts they are lists in pages.
   The rows are fetched on the first key or press, not before: there may be thousands. */
(() => {
  "use strict";

  const { make } = window.edition;
  const SHOWN = 100; // rows at a time, and as many more on demand
  const MOST = 20; // bars of a picture
  const order = new Intl.Collator("zh-Hans-CN-u-co-pinyin", { numeric: true });
  const words = (text) => text.toLowerCase().split(/\s+/).filter(Boolean);

  const load = (address, rows) => new Promise((done, failed) => {
    document.head.append(make("script", { src: address, onload: done, onerror: failed }));
  }).then(rows);

  /* One table. kind: where its rows are and what they are called; columns of [name, what it is sorted by, what is shown, whether that is a number];
     filters of [name, label, placeholder, the text that is searched]; tools and drawn: what else there is, where there is something. */
  const table = (box, kind) => {
    const state = { rows: null, sort: null, down: false, shown: SHOWN, plot: "" };
    const fields = kind.filters.map(([name, label, placeholder]) => {
      const field = make("input", { type: "search", name, autocomplete: "off", placeholder });
      return [name, field, make("label", {}, label, field)];
    });
    const button = make("button", { type: "button", textContent: "列成表格" });
    const said = make("output");
    const result = make("div", { hidden: true });
    let asked = null;

    const compare = ([, by, , number]) => (one, other) => {
      const [a, b] = [by(one.row), by(other.row)];
      if (a === "" || b === "") return (a === "") - (b === "") || one.number - other.number; // What is unknown stands last, whichever way.
      const found = number ? a - b : order.compare(a, b);
      return (state.down ? -found : found) || one.number - other.number;
    };
    const found = () => {
      const wanted = fields.map(([, field]) => words(field.value));
      const rows = state.rows.filter(({ texts }) => texts.every((text, n) => wanted[n].every((word) => text.includes(word))));
      return state.sort === null ? rows : rows.sort(compare(kind.columns[state.sort]));
    };

    const head = () => make("tr", {}, ...kind.columns.map(([name], n) => {
      const press = make("button", { type: "button", textContent: name });
      const cell = make("th", { scope: "col" }, press);
      if (state.sort === n) cell.setAttribute("aria-sort", state.down ? "descending" : "ascending");
      press.addEventListener("click", () => {
        [state.sort, state.down] = [n, state.sort === n && !state.down];
        show();
        result.querySelectorAll("th button")[n].focus();
      });
      return cell;
    }));
    const line = ({ row }) => make("tr", {}, ...kind.columns.map(([, , shown]) => make("td", {}, shown(row))));

    const note = () => {
      if (!kind.address) return;
      const given = new URLSearchParams(fields.map(([name, field]) => [name, field.value.trim()]).filter(([, value]) => value));
      if (state.sort !== null) given.set("sort", `${state.down ? "-" : ""}${state.sort + 1}`);
      if (state.plot) given.set("plot", state.plot);
      try { history.replaceState(history.state, "", `${location.pathname}${[...given].length && !result.hidden ? `?${given}` : ""}${location.hash}`); } catch { /* A page out of a folder may not. */ }
    };
    const show = () => {
      const rows = found();
      const shown = rows.slice(0, state.shown);
      said.textContent = rows.length ? `共${rows.length}${kind.unit}` + (shown.length < rows.length ? `，列出前${shown.length}${kind.unit}` : "") : `没有这样的${kind.noun}`;
      const more = make("button", { type: "button", textContent: `再列${Math.min(SHOWN, rows.length - shown.length)}${kind.unit}` });
      more.addEventListener("click", () => { state.shown += SHOWN; show(); });
      result.replaceChildren(
        ...(kind.drawn && state.plot ? [kind.drawn(rows.map(({ row }) => row), state.plot)] : []),
        make("table", { className: "rows" }, make("thead", {}, head()), make("tbody", {}, ...shown.map(line))),
        ...(shown.length < rows.length ? [make("p", { className: "more-rows" }, more)] : []),
      );
      note();
    };
    const turn = (on) => {
      result.hidden = !on;
      tools.forEach((tool) => { tool.hidden = !on; });
      box.classList.toggle("catalogue-on", on);
      button.textContent = on ? "回到列表" : "列成表格";
      if (!on) { said.textContent = ""; fields.forEach(([, field]) => { field.value = ""; }); note(); }
    };
    const start = () => (asked ??= load(kind.source, kind.rows)).then((rows) => {
      state.rows ??= rows.map((row, number) => ({ row, number, texts: kind.filters.map(([, , , text]) => text(row).toLowerCase()) }));
      state.shown = SHOWN;
      turn(true);
      show();
    }, () => { said.textContent = `${kind.noun}表没有取到。`; asked = null; });

    const tools = kind.tools?.(state, () => found().map(({ row }) => row), () => show()) ?? [];
    tools.forEach((tool) => { tool.hidden = true; });
    box.append(make("div", { className: "catalogue-tools" }, ...fields.map(([, , label]) => label), ...tools, button, said), result);
    fields.forEach(([, field]) => field.addEventListener("input", start));
    button.addEventListener("click", () => (result.hidden ? start() : turn(false)));
    if (!kind.address) return;
    const given = new URLSearchParams(location.search);
    const sort = Number(given.get("sort"));
    if (Number.isInteger(sort) && sort && Math.abs(sort) <= kind.columns.length) [state.sort, state.down] = [Math.abs(sort) - 1, sort < 0];
    state.plot = ["year", "place"].includes(given.get("plot")) ? given.get("plot") : "";
    tools.forEach((tool) => { const choice = tool.querySelector("select"); if (choice) choice.value = state.plot; });
    fields.forEach(([name, field]) => { field.value = given.get(name) ?? ""; });
    if (state.sort !== null || state.plot || fields.some(([, field]) => field.value)) start();
  };

  // All articles.
  const articles = (box) => {
    const [ID, TITLE, PLACE, DATE, DATE_WORDS, NEWSPAPER, LENGTH, BYLINE] = Array(8).keys();
    const plain = (key) => (row) => String(row[key]);
    table(box, {
      source: box.dataset.rows, rows: () => window.editionRows, unit: "篇", noun: "文章",
      filters: [["text", "筛选", "题名、地点、日期、报名、署名", (row) => row.slice(TITLE).join(" ")]],
      columns: [
        ["题名", (row) => row[TITLE], (row) => make("a", { href: `${row[ID]}.html`, title: row[BYLINE], textContent: row[TITLE] })],
        ["地点", (row) => row[PLACE], plain(PLACE)],
        ["日期", (row) => row[DATE], plain(DATE_WORDS)],
        ["报名", (row) => row[NEWSPAPER], plain(NEWSPAPER)],
        ["字数", (row) => row[LENGTH], plain(LENGTH), true],
      ],
    });
  };

  // The figures in the texts.
  const [ARTICLE, ANCHOR, FROM, NAME, UNIT, VALUE, HIGH, PRINTED, WHEN, TIME, CHANGE, WHERE, SENTENCE] = Array(13).keys();
  const NAMED = ["article", "anchor", "title", "name", "base_unit", "value", "high", "printed", "period", "date", "change", "place", "sentence"];
  const GREAT = [[1e8, "亿"], [1e4, "万"]];
  const inWords = (value) => {
    const [worth, word] = GREAT.find(([worth]) => value >= worth) ?? [1, ""];
    return `${Number((value / worth).toPrecision(12))}${word}`;
  };
  const csv = (rows) => {
    // A sheet would take a cell that begins with one of these signs for a formula; a number below nought is none.
    const cell = (value) => `"${(/^-?\d+(\.\d+)?$/.test(value) ? value : String(value).replace(/^(?=[=+\-@'\t\r])/, "'")).replaceAll('"', '""')}"`;
    return `\ufeff${[NAMED, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
  };
  const svg = (name, given, ...inside) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.entries(given).forEach(([key, value]) => made.setAttribute(key, value));
    made.append(...inside);
    return made;
  };
  const picture = (title, told, width, height, marks) => make("figure", { className: "plot" },
    svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img" }, svg("title", {}, title), svg("desc", {}, told), ...marks),
    make("figcaption", { textContent: `${title}。${told}` }));
  const overYears = (name, unit, rows) => {
    const points = rows.filter((row) => /^\d{4}$/.test(row[TIME])).map((row) => [Number(row[TIME]), Number(row[VALUE])]);
    const years = points.map(([year]) => year);
    const [first, last, top] = [Math.min(...years), Math.max(...years), Math.max(...points.map(([, value]) => value)) || 1];
    if (new Set(years).size < 2) return null;
    const [WIDTH, HEIGHT, EDGE] = [320, 120, 22];
    const ground = HEIGHT - EDGE;
    const dots = points.map(([year, value]) => svg("circle", {
      cx: (EDGE + (WIDTH - 2 * EDGE) * (year - first) / (last - first)).toFixed(1), cy: (ground - (HEIGHT - 2 * EDGE) * value / top).toFixed(1), r: 3,
    }, svg("title", {}, `${year}年：${inWords(value)}${unit}`)));
    const ends = [[EDGE, first], [WIDTH - EDGE, last]].map(([x, year]) => svg("text", { x, y: HEIGHT - 6, "text-anchor": "middle" }, String(year)));
    return picture(`${name}，${first}—${last}年`, `${points.length}个数值，最高${inWords(top)}${unit}；各数见下表`, WIDTH, HEIGHT,
      [...dots, svg("path", { d: `M${EDGE} ${ground}H${WIDTH - EDGE}` }), ...ends, svg("text", { x: 2, y: 12 }, `${inWords(top)}${unit}`)]);
  };
  const overPlaces = (name, unit, rows) => {
    // Only what holds for one time is set side by side: the latest for which there are several places.
    const times = [...new Set(rows.map((row) => row[TIME]).filter(Boolean))].sort().reverse();
    const at = (time) => rows.filter((row) => row[TIME] === time && row[WHERE]);
    const time = times.find((one) => new Set(at(one).map((row) => row[WHERE])).size > 1);
    if (!time) return null;
    const bars = at(time).slice(0, MOST);
    const [WIDTH, ROW, NAMES] = [320, 20, 120];
    const top = Math.max(...bars.map((row) => Number(row[VALUE]))) || 1;
    const marks = bars.flatMap((row, n) => {
      const long = (WIDTH - NAMES - 60) * Number(row[VALUE]) / top;
      const y = n * ROW;
      return [
        svg("text", { x: NAMES - 4, y: y + 14, "text-anchor": "end" }, row[WHERE].length > 10 ? `…${row[WHERE].slice(-9)}` : row[WHERE]),
        svg("rect", { x: NAMES, y: y + 4, width: long.toFixed(1), height: ROW - 8 }),
        svg("text", { x: (NAMES + long + 4).toFixed(1), y: y + 14 }, `${inWords(Number(row[VALUE]))}${unit}`),
      ];
    });
    return picture(`${name}，${bars[0][WHEN]}，各地`, `${bars.length}个数值，最高${inWords(top)}${unit}；各数见下表`, WIDTH, ROW * bars.length, marks);
  };
  const drawn = (rows, over) => {
    // Of the rows shown, the quantity that most of them state.
    const counts = new Map();
    const plain = rows.filter((row) => row[VALUE] && !row[HIGH]);
    plain.forEach((row) => { const key = JSON.stringify([row[NAME], row[UNIT]]); counts.set(key, (counts.get(key) ?? 0) + 1); });
    const [most] = [...counts].sort((one, other) => other[1] - one[1]);
    const [name, unit] = most ? JSON.parse(most[0]) : ["", ""];
    const mine = plain.filter((row) => row[NAME] === name && row[UNIT] === unit);
    return (most && (over === "year" ? overYears : overPlaces)(name, unit, mine))
      ?? make("p", { className: "note", textContent: `所列数量不足以按${over === "year" ? "年份" : "地点"}画图：同一名目要有两个以上${over === "year" ? "年份" : "地点（同一时间）"}。` });
  };
  const figures = (box) => table(box, {
    source: box.dataset.figures, rows: () => window.editionFigures, unit: "条", noun: "数量", address: true, drawn,
    filters: [
      ["name", "名目", "财政收入", (row) => `${row[NAME]} ${row[UNIT]}`],
      ["place", "地点", "县、镇", (row) => row[WHERE]],
      ["year", "年份", "2020", (row) => `${row[TIME]} ${row[WHEN]}`],
      ["text", "文字", "句中、题名中的字", (row) => `${row[SENTENCE]} ${row[FROM]}`],
    ],
    columns: [
      ["名目", (row) => row[NAME], (row) => make("a", { href: `../articles/${row[ARTICLE]}.html#${row[ANCHOR]}`, title: row[SENTENCE], textContent: row[NAME] })],
      ["数值", (row) => (row[VALUE] === "" ? "" : Number(row[VALUE])), (row) => row[PRINTED], true],
      ["时间", (row) => row[TIME], (row) => row[WHEN]],
      ["变化", (row) => row[CHANGE], (row) => row[CHANGE]],
      ["地点", (row) => row[WHERE], (row) => row[WHERE]],
      ["出处", (row) => row[FROM], (row) => row[FROM]],
    ],
    tools: (state, rows, show) => {
      const choice = make("select", {}, ...[["", "不画"], ["year", "按年份"], ["place", "按地点"]].map(([value, textContent]) => make("option", { value, textContent })));
      choice.addEventListener("change", () => { state.plot = choice.value; show(); });
      const save = make("button", { type: "button", textContent: "下载所列（CSV）" });
      save.addEventListener("click", () => {
        const link = make("a", { href: URL.createObjectURL(new Blob([csv(rows())], { type: "text/csv" })), download: "figures.csv" });
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 1000);
      });
      return [make("label", { className: "choice" }, "画图", choice), save];
    },
  });

  document.querySelectorAll(".catalogue[data-rows]").forEach(articles);
  document.querySelectorAll(".catalogue[data-figures]").forEach(figures);
})();
