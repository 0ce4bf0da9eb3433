/* The page on which words are counted: a table, a picture and a file of it. Its address holds all that was asked; tally.js counts. */
(() => {
  "use strict";

  const { make, csv, tally, inside: { own, parse } } = window.edition;
  const GROUPS = { year: "年份", province: "地点", newspaper: "报纸" };
  const BASE = 10_000; // characters
  const BARS = 40; // groups of a picture at most: those with the most text
  const [WIDTH, NAMES, VALUES, ROW, BAR] = [340, 100, 50, 6, 13]; // of a picture, in its units

  const page = document.querySelector("[data-counting]");
  const form = page.querySelector("form");
  const input = form.elements.q;
  const said = page.querySelector("[data-said]");
  const progress = page.querySelector("[data-progress]");
  const views = page.querySelector("[data-views]");
  const kinds = views.querySelectorAll("button");
  const lines = views.querySelector("a"); // the way to the concordance
  const list = page.querySelector("[data-list]");

  const read = () => {
    const given = new URLSearchParams(location.search);
    const by = given.get("by");
    return { q: given.get("q") ?? "", by: [...kinds].some((kind) => kind.dataset.by === by) ? by : "year" };
  };
  let state = read();
  const go = (change) => {
    state = { ...state, ...change };
    const asked = new URLSearchParams();
    if (state.q) asked.set("q", state.q);
    if (state.by !== "year") asked.set("by", state.by);
    history.pushState(null, "", `${location.pathname}${String(asked) ? `?${asked}` : ""}`);
    render();
  };

  // Numbers: a cell is what a program reads and what a reader sees.

  const grouped = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, ",");
  const rate = (times, length) => ((times / length) * BASE).toFixed(2);
  const integer = (value) => ({ value, shown: grouped(value) });
  const rateOf = (times, length) => ({ value: Number(((times / length) * BASE).toFixed(4)), shown: rate(times, length) });
  const ratioOf = ([one, other]) => {
    if (!one.times || !other.times) return { value: "", shown: "—" };
    const value = Number(Math.log2(one.times / other.times).toFixed(4));
    return { value, shown: `${value > 0 ? "+" : value < 0 ? "−" : ""}${Math.abs(value).toFixed(2)}` };
  };
  const score = (value) => ({ value: Number(value.toFixed(4)), shown: value.toFixed(2) });
  const word = (value, shown = value) => ({ value, shown });
  const nameOf = (name) => (state.by === "year" && /^\d+$/.test(name) ? `${name}年` : name);
  const quoted = (text) => `“${text}”`;

  // The table, as rows of cells: the picture, the page and the file all say the same.

  /** Years in their order, others by how much text they have; what is not known comes last. */
  const ordered = (rows) => {
    const known = rows.filter(({ name }) => !name.endsWith("未详"));
    if (state.by !== "year") known.sort((a, b) => b.length - a.length || (a.name < b.name ? -1 : 1));
    return [...known, ...rows.filter(({ name }) => name.endsWith("未详"))];
  };
  const heads = (words) => {
    const whose = words.map((one) => (words.length > 1 ? quoted(one) : ""));
    return [GROUPS[state.by], "文章", "字数", ...whose.flatMap((one) => [`${one}篇数`, `${one}次数`, `${one}每万字`]), ...(words.length > 1 ? ["对数比"] : [])];
  };
  const cells = (row) => [
    word(row.name, nameOf(row.name)), integer(row.articles), integer(row.length),
    ...row.words.flatMap(({ articles, times }) => [integer(articles), integer(times), rateOf(times, row.length)]),
    ...(row.words.length > 1 ? [ratioOf(row.words)] : []),
  ];
  const tableOf = (caption, head, rows, last) => {
    const line = ([first, ...others]) => make("tr", {}, make("th", { scope: "row" }, first.shown), ...others.map(({ shown }) => make("td", {}, shown)));
    const table = make("table", { className: "counts" }, make("caption", { textContent: caption }),
      make("thead", {}, make("tr", {}, ...head.map((name) => make("th", { scope: "col", textContent: name })))),
      make("tbody", {}, ...rows.map(line)), ...(last ? [make("tfoot", {}, line(last))] : []));
    const box = make("div", { className: "wide", tabIndex: 0, ariaLabel: caption }, table);
    box.setAttribute("role", "region");
    return box;
  };

  // The picture: a bar for each group and word; the second word's bars are hollow.

  const draw = (tag, attributes, ...children) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...children);
    return node;
  };
  const bar = (n, attributes) => draw("rect", n ? { ...attributes, class: "second", fill: "none", stroke: "currentColor" } : attributes);
  const short = (name) => (name.length > 8 ? `${name.slice(0, 7)}…` : name);
  const picture = (title, words, rows) => {
    const top = Math.max(...rows.flatMap((row) => row.words.map(({ times }) => times / row.length))) || 1;
    const marks = [];
    let y = 2;
    if (words.length > 1) {
      words.forEach((one, n) => {
        marks.push(bar(n, { x: NAMES, y: y + 3, width: 14, height: BAR - 5 }), draw("text", { x: NAMES + 20, y: y + 11 }, draw("title", {}, one), short(one)));
        y += BAR + 2;
      });
      y += ROW;
    }
    for (const row of rows) {
      marks.push(draw("text", { x: NAMES - 6, y: y + 4 + (BAR * words.length) / 2, "text-anchor": "end" }, draw("title", {}, nameOf(row.name)), short(nameOf(row.name))));
      row.words.forEach(({ times }, n) => {
        const long = ((WIDTH - NAMES - VALUES) * (times / row.length)) / top;
        if (times) marks.push(bar(n, { x: NAMES, y: y + 3, width: long.toFixed(1), height: BAR - 5 }));
        marks.push(draw("text", { x: (NAMES + long + 4).toFixed(1), y: y + 11 }, rate(times, row.length)));
        y += BAR;
      });
      y += ROW;
    }
    marks.push(draw("path", { d: `M${NAMES} 0V${y}`, stroke: "currentColor" }));
    const svg = draw("svg", { viewBox: `0 0 ${WIDTH} ${y}`, role: "img", "font-family": "sans-serif", "font-size": 11 },
      draw("title", {}, title), draw("desc", {}, "每组一条（两词时两条，后一词的是空心的），长短是每万字次数；数值见表。"), ...marks);
    return make("figure", { className: "plot" }, svg);
  };

  // Files.

  const fileName = (end) => `${[...parse(state.q).wanted, GROUPS[state.by] ?? "搭配词"].join("-").replace(/[\\/:*?"<>|]/g, "_").slice(0, 80)}.${end}`;
  const download = (label, end, type, content) => {
    const button = make("button", { type: "button", className: "copy", textContent: label });
    button.addEventListener("click", () => {
      const link = make("a", { href: URL.createObjectURL(new Blob([content()], { type })), download: fileName(end) });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    });
    return button;
  };
  const sheet = (head, rows) => download("下载CSV", "csv", "text/csv", () => `\ufeff${csv([head, ...rows.map((row) => row.map(({ value }) => value))])}\r\n`);
  const image = (figure) => download("下载SVG", "svg", "image/svg+xml", () => new XMLSerializer().serializeToString(figure.firstChild));

  // What was asked.

  const showGroups = (edition, words) => {
    const { rows, all } = tally.table(edition, words, state.by);
    const sorted = ordered(rows);
    const head = heads(words);
    const most = new Set([...sorted].sort((a, b) => b.length - a.length).slice(0, BARS));
    const figure = picture(`${words.map(quoted).join("与")}每万字次数，按${GROUPS[state.by]}`, words, sorted.filter((row) => most.has(row)));
    const caption = `${words.map(quoted).join("与")}的词频，按${GROUPS[state.by]}`;
    list.replaceChildren(
      make("p", { className: "files" }, sheet(head, [...sorted, all].map(cells)), " ", image(figure)),
      figure,
      ...(most.size < sorted.length ? [make("p", { className: "note", textContent: `图中只有字数最多的${BARS}组，表中是全部。` })] : []),
      tableOf(caption, head, sorted.map(cells), cells(all)),
    );
  };
  /** The way to the places where two words stand near each other. */
  const together = (one, other) => {
    const found = make("a", { href: lines.href, textContent: other });
    found.search = String(new URLSearchParams({ q: `"${one}" "${other}"`, view: "lines" }));
    return found;
  };
  const showCollocates = async (edition, words, mine) => {
    const head = ["搭配词", "同现次数", "全部次数", "logDice"];
    const rows = [];
    for (const one of words) {
      const found = await tally.collocates(edition, one, told);
      rows.push(found.map((row) => [{ value: row.word, shown: together(one, row.word) }, integer(row.together), integer(row.times), score(row.score)]));
    }
    if (mine !== turn) return;
    list.replaceChildren(
      make("p", { className: "files" }, sheet(["词", ...head], rows.flatMap((some, n) => some.map((row) => [word(words[n]), ...row])))),
      ...words.map((one, n) => (rows[n].length
        ? tableOf(`${quoted(one)}的搭配词`, head, rows[n]) : make("p", { textContent: `${quoted(one)}没有够得上的搭配词。` }))),
    );
  };

  let turn = 0;
  const told = (value, max) => {
    progress.hidden = value === max;
    Object.assign(progress, { value, max });
  };
  const render = async () => {
    const mine = ++turn;
    if (document.activeElement !== input) input.value = state.q;
    document.title = state.q.trim() ? `${quoted(state.q)} - 词频` : "词频";
    for (const kind of kinds) kind.setAttribute("aria-pressed", String(kind.dataset.by === state.by));
    views.hidden = true;
    progress.hidden = true;
    list.replaceChildren();
    if (!state.q.trim()) {
      said.textContent = "输入一个词，数它出现多少次；两个词之间空一格，就放在一起比较。";
      return;
    }
    said.textContent = "正在统计……";
    try {
      const edition = await tally.text(told);
      const { wanted } = parse(await own.files.simplified(state.q));
      const words = wanted.slice(0, 2);
      if (mine !== turn) return;
      const { all } = tally.table(edition, words, "year");
      const times = words.map((one, n) => `${quoted(one)}${grouped(all.words[n].articles)}篇，${grouped(all.words[n].times)}处，每万字${rate(all.words[n].times, all.length)}处`);
      const more = wanted.length > 2 ? "只比较前两个词。" : "";
      if (!words.length) {
        said.textContent = "这里没有可以数的字。";
        return;
      }
      const summary = `全部${grouped(all.articles)}篇，${grouped(all.length)}字。${times.join("；")}。${more}`;
      views.hidden = false;
      lines.search = String(new URLSearchParams({ q: state.q, view: "lines" }));
      if (state.by === "collocates") await showCollocates(edition, words, mine);
      else showGroups(edition, words);
      if (mine === turn) said.textContent = summary;
    } catch {
      if (mine === turn) said.textContent = "统计要用的文字没有读到，请刷新本页。";
    }
    if (mine === turn) progress.hidden = true;
  };
  for (const kind of kinds) kind.addEventListener("click", () => go({ by: kind.dataset.by }));
  form.addEventListener("submit", (event) => { event.preventDefault(); go({ q: input.value.trim() }); });
  addEventListener("popstate", () => { state = read(); input.value = state.q; render(); });
  input.value = state.q;
  render();
})();
