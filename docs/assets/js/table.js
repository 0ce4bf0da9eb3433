/* The list of all articles as a table to sort and to filter. Without scripts it is a list in pages.
   The rows of all articles are fetched on the first key or press, not before: there may be thousands. */
(() => {
  "use strict";

  const { make } = window.edition;
  const SHOWN = 100; // rows at a time, and as many more on demand
  const [ID, TITLE, PLACE, DATE, DATE_WORDS, NEWSPAPER, LENGTH, BYLINE] = Array(8).keys();
  const COLUMNS = [["题名", TITLE, TITLE], ["地点", PLACE, PLACE], ["日期", DATE, DATE_WORDS], ["报名", NEWSPAPER, NEWSPAPER], ["字数", LENGTH, LENGTH]];
  const box = document.querySelector(".catalogue[data-rows]");
  if (!box) return;

  const order = new Intl.Collator("zh-Hans-CN-u-co-pinyin", { numeric: true });
  const state = { rows: null, sort: null, down: false, shown: SHOWN };

  const field = make("input", { type: "search", autocomplete: "off", placeholder: "题名、地点、日期、报名、署名" });
  const button = make("button", { type: "button", textContent: "列成表格" });
  const said = make("output");
  const result = make("div", { hidden: true });
  box.append(make("div", { className: "catalogue-tools" }, make("label", {}, "筛选", field), button, said), result);

  let asked = null;
  const load = () => (asked ??= new Promise((done, failed) => {
    const script = make("script", { src: box.dataset.rows, onload: done, onerror: failed });
    document.head.append(script);
  }).then(() => {
    state.rows = window.editionRows.map((row, number) => ({ row, number, text: row.slice(TITLE).join(" ").toLowerCase() }));
  }));

  // What is unknown stands last, whichever way the others are sorted.
  const compare = (one, other) => {
    const [a, b] = [one.row[state.sort], other.row[state.sort]];
    if (a === "" || b === "") return (a === "") - (b === "") || one.number - other.number;
    const found = state.sort === LENGTH ? a - b : order.compare(a, b);
    return (state.down ? -found : found) || one.number - other.number;
  };

  const found = () => {
    const wanted = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    const rows = state.rows.filter(({ text }) => wanted.every((word) => text.includes(word)));
    return state.sort === null ? rows : rows.sort(compare);
  };

  const head = () => make("tr", {}, ...COLUMNS.map(([name, key]) => {
    const press = make("button", { type: "button", textContent: name });
    const cell = make("th", { scope: "col" }, press);
    if (state.sort === key) cell.setAttribute("aria-sort", state.down ? "descending" : "ascending");
    press.addEventListener("click", () => {
      [state.sort, state.down] = [key, state.sort === key && !state.down];
      show();
      result.querySelectorAll("th button")[COLUMNS.findIndex((column) => column[1] === key)].focus();
    });
    return cell;
  }));

  const line = ({ row }) => make("tr", {}, ...COLUMNS.map(([, , key]) => (
    make("td", {}, key === TITLE ? make("a", { href: `${row[ID]}.html`, title: row[BYLINE], textContent: row[TITLE] }) : String(row[key]))
  )));

  const show = () => {
    const rows = found();
    const shown = rows.slice(0, state.shown);
    said.textContent = rows.length ? `共${rows.length}篇` + (shown.length < rows.length ? `，列出前${shown.length}篇` : "") : "没有这样的文章";
    const more = make("button", { type: "button", textContent: `再列${Math.min(SHOWN, rows.length - shown.length)}篇` });
    more.addEventListener("click", () => { state.shown += SHOWN; show(); });
    result.replaceChildren(
      make("table", { className: "rows" }, make("thead", {}, head()), make("tbody", {}, ...shown.map(line))),
      ...(shown.length < rows.length ? [make("p", { className: "more-rows" }, more)] : []),
    );
  };

  const turn = (on) => {
    result.hidden = !on;
    box.classList.toggle("catalogue-on", on);
    button.textContent = on ? "回到列表" : "列成表格";
    if (!on) { said.textContent = ""; field.value = ""; }
  };

  const start = () => load().then(() => { state.shown = SHOWN; turn(true); show(); }, () => { said.textContent = "文章表没有取到。"; asked = null; });
  field.addEventListener("input", start);
  button.addEventListener("click", () => (result.hidden ? start() : turn(false)));
})();
