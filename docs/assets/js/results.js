/* The page of results: articles or lines, narrowed by facets. Its address holds all that was asked. */
(() => {
  "use strict";

  const { search, count, nearest, KINDS, KIND_NAMES, make, settled, target, facts, named, about, entry, totalWords, csv, understand, PAUSE } = window.edition;
  const FACETS = { province: "地点", theme: "专题", year: "年份", newspaper: "报纸", kind: "所在" };
  const PAGE = 10;
  const LINES = 40; // articles at a time whose lines the concordance shows
  const SIDE = 24; // characters on either side in the concordance
  const LONG = 8; // values of a facet that are shown at first
  const SPAN = /^(\d{4})-(\d{4})$/;

  const results = document.querySelector("[data-results]");
  const form = results.querySelector("form");
  const input = form.elements.q;
  const said = results.querySelector("[data-said]");
  const places = { facets: results.querySelector("[data-facets]"), list: results.querySelector("[data-list]"), chosen: results.querySelector("[data-chosen]") };
  const more = results.querySelector("[data-more]");
  const views = results.querySelector("[data-views]");
  const kinds = views.querySelectorAll("button");
  const tallied = views.querySelector("a"); // the way to the count of the same words
  const volumes = results.querySelector("[data-volumes]"); // the way to the search of all volumes, where there are several
  const understood = results.querySelector("[data-understood]");
  const order = results.querySelector("[data-order]");
  const opened = new Set();
  if (matchMedia("(max-width: 48em)").matches) results.querySelector("[data-narrow]").open = false;

  const read = () => {
    const given = new URLSearchParams(location.search);
    const facets = Object.fromEntries(Object.keys(FACETS).map((name) => [name, given.getAll(name)]).filter(([, values]) => values.length));
    const one = (name, ...values) => values.find((value) => value === given.get(name)) ?? "";
    const years = (given.get("years")?.match(SPAN)?.slice(1) ?? []).sort().join("-");
    if (years) delete facets.year; // A span says which years.
    return { q: given.get("q") ?? "", facets, years, view: one("view", "lines") || "articles", by: one("by", "left", "right"), order: one("order", "new", "old") };
  };
  const write = ({ q, facets, view, by, years, order: dated }) => {
    const out = new URLSearchParams();
    if (q) out.set("q", q);
    for (const [name, values] of Object.entries(facets)) for (const value of values) out.append(name, value);
    if (years) out.set("years", years);
    if (dated) out.set("order", dated);
    if (view === "lines") out.set("view", view);
    if (view === "lines" && by) out.set("by", by);
    const asked = String(out);
    return `${location.pathname}${asked ? `?${asked}` : ""}`;
  };
  let state = read();
  /** The facets with the years of a span. */
  const chosen = () => {
    const span = state.years.match(SPAN);
    if (!span) return state.facets;
    return { ...state.facets, year: Array.from({ length: span[2] - span[1] + 1 }, (_, n) => String(Number(span[1]) + n).padStart(4, "0")) };
  };
  const go = (change, replace = false) => {
    state = { ...state, ...change };
    history[replace ? "replaceState" : "pushState"](null, "", write(state));
    render();
  };

  const facetLink = (name, value, label, number, on) => {
    const values = state.facets[name] ?? [];
    const next = on ? values.filter((other) => other !== value) : name === "province" || name === "kind" ? [value] : [...values, value];
    const facets = { ...state.facets, [name]: next };
    if (!next.length) delete facets[name];
    const change = name === "year" ? { facets, years: "" } : { facets }; // A year takes the place of a span.
    const link = make("a", { href: write({ ...state, ...change }), textContent: label });
    if (number !== undefined) link.append(" ", make("em", { textContent: number }));
    if (on) link.setAttribute("aria-current", "true");
    link.addEventListener("click", (event) => { event.preventDefault(); go(change); });
    return link;
  };
  /** What a value is called, by its steps from the widest. */
  const stepsOf = (name, value) => (name === "kind" ? [KINDS.includes(value) ? KIND_NAMES[value] : value] : name === "province" ? value.split("/") : [value]);
  const facetBox = (name, values) => {
    const chosen = state.facets[name] ?? [];
    let shown = values;
    if (name === "province") {
      // One level at a time: the units right below the one that is chosen.
      const within = chosen[0] ?? "";
      const depth = within ? within.split("/").length : 0;
      shown = values.filter(([value]) => (within ? value.startsWith(`${within}/`) : true) && value.split("/").length === depth + 1);
    }
    // Years and places stand in their own order, the rest by how much there is.
    if (name !== "year" && name !== "province") shown = [...shown].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    shown = shown.filter(([value]) => !chosen.includes(value));
    if (!shown.length) return null;
    const items = shown.map(([value, number], n) => {
      const item = make("li", {}, facetLink(name, value, stepsOf(name, value).at(-1), number, false));
      item.hidden = n >= LONG && !opened.has(name);
      return item;
    });
    const box = make("section", {}, make("h2", { textContent: FACETS[name] }), make("ul", {}, ...items));
    if (items.length > LONG && !opened.has(name)) {
      const all = make("button", { type: "button", textContent: `全部${items.length}项` });
      all.addEventListener("click", () => { opened.add(name); items.forEach((item) => { item.hidden = false; }); all.remove(); });
      box.append(all);
    }
    return box;
  };
  /** From which year to which. */
  const spanBox = (first, last) => {
    const [, from = first, to = last] = state.years.match(SPAN) ?? [];
    const year = (label, value) => make("input", { type: "number", min: 1800, max: 2100, required: true, value: Number.isFinite(Number(value)) ? value : "", ariaLabel: label });
    const [begin, end] = [year("起始年", from), year("终止年", to)];
    const form_ = make("form", { className: "span" }, begin, "—", end, make("button", { type: "submit", textContent: "限定" }));
    form_.addEventListener("submit", (event) => {
      event.preventDefault();
      const years = [begin, end].map(({ value }) => Number(value)).sort((a, b) => a - b).map((one) => String(one).padStart(4, "0")).join("-");
      const { year: _, ...facets } = state.facets;
      go({ years, facets });
    });
    return make("section", {}, make("h2", { textContent: "起止年份" }), form_);
  };
  const showFacets = async (found, mine) => {
    const counted = await count(found.numbers);
    if (mine !== turn) return;
    if (state.q.trim()) counted.kind = KINDS.map((kind) => [kind, undefined]);
    places.facets.replaceChildren(...Object.keys(FACETS).map((name) => facetBox(name, counted[name] ?? [])).filter(Boolean));
    const known = (counted.year ?? []).map(([year]) => Number(year)).filter(Boolean);
    if (known.length > 1 || state.years) places.facets.append(spanBox(Math.min(...known), Math.max(...known)));
    if (!found.exact) places.facets.prepend(make("p", { className: "note", textContent: "各项篇数是至多之数：没有逐篇看过。" }));
  };
  const showChosen = () => {
    const chips = Object.entries(state.facets).flatMap(([name, values]) => values.map((value) => {
      const label = stepsOf(name, value).join(" › ");
      const link = facetLink(name, value, `${FACETS[name]}：${label} ×`, undefined, true);
      link.setAttribute("aria-label", `去掉${FACETS[name]}：${label}`);
      return make("li", {}, link);
    }));
    if (state.years) {
      const link = make("a", { href: write({ ...state, years: "" }), textContent: `年份：${state.years.replace("-", "—")} ×`, ariaLabel: "去掉起止年份" });
      link.addEventListener("click", (event) => { event.preventDefault(); go({ years: "" }); });
      chips.push(make("li", {}, link));
    }
    places.chosen.replaceChildren(...chips);
    places.chosen.hidden = !chips.length;
  };

  // The concordance: every place of the words on a line of its own.

  const linesOf = (hit) => hit.passages.flatMap(({ anchor, text: whole, ranges }) => ranges.map(([from, to]) => ({
    hit, anchor, left: whole.slice(Math.max(0, from - SIDE), from), word: whole.slice(from, to), right: whole.slice(to, to + SIDE),
  })));
  const ordered = (lines) => {
    const key = { left: (line) => [...line.left].reverse().join(""), right: (line) => line.right }[state.by];
    return key ? [...lines].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0)) : lines;
  };
  const sheet = (lines) => {
    const rows = lines.map(({ hit, anchor, left, word, right }) => [left, word, right, hit.title, hit.place, hit.date, `${hit.url}#${anchor}`]);
    return csv([["左", "词", "右", "标题", "地点", "日期", "地址"], ...rows]);
  };
  const table = (lines) => {
    const body = make("tbody", {}, ...ordered(lines).map(({ hit, anchor, left, word, right }) => make("tr", {},
      make("td", {}, make("bdi", { textContent: left, dir: "ltr" })), make("td", {}, make("a", { href: target(hit, anchor), textContent: word, title: `${hit.title}，${facts(hit)}` })),
      make("td", { textContent: right }), make("td", {}, make("span", { textContent: hit.title }), " ", make("small", { textContent: [hit.date, hit.place].filter(Boolean).join(" · ") })))));
    const head = make("tr", {}, ...[["left", "左"], ["", "词"], ["right", "右"]].map(([by, name]) => {
      const button = make("button", { type: "button", textContent: name, title: by ? `按${name}边的字排列` : "按相关排列" });
      button.addEventListener("click", () => go({ by }, true));
      const cell = make("th", { scope: "col" }, button);
      cell.setAttribute("aria-sort", state.by === by && by ? "ascending" : "none");
      return cell;
    }), make("th", { scope: "col", textContent: "出处" }));
    return make("table", { className: "kwic" }, make("caption", { textContent: `“${state.q}”的索引行，${lines.length}处` }), make("thead", {}, head), body);
  };

  // What else the query may mean.

  /** A way to another question. */
  const other = (change, ...children) => {
    const next = { ...state, facets: {}, years: "", by: "", ...change };
    const link = make("a", { href: write(next) }, ...children);
    link.addEventListener("click", (event) => { event.preventDefault(); input.value = next.q; go(next); });
    return link;
  };
  /** Facets of which a run of years is a span: a reader looks over one sign, and not over a hundred. */
  const spanned = ({ year = [], ...facets }) => (year.length > 2 && year.every((one, n) => one === String(Number(year[0]) + n))
    ? { facets, years: `${year[0]}-${year.at(-1)}` } : { facets: { ...(year.length && { year }), ...facets } });
  const hitsOf = (found) => make("ol", { className: "hits" }, ...found.hits.map(entry));
  const showUnderstood = async (found, mine) => {
    const q = state.q.trim();
    const free = !Object.keys(state.facets).length && !state.years;
    const [names, told, also] = await Promise.all([
      understand.named(q), free ? understand.facts(q) : null, found.hits.length ? understand.also(q, chosen()) : null,
    ].map((one) => Promise.resolve(one).catch(() => null)));
    const asFacts = told && await search(told.q, { facets: told.facets, limit: PAGE, passages: true, order: state.order }).catch(() => null);
    if (mine !== turn) return;
    const rows = [];
    if (names?.length) {
      rows.push(make("ul", {}, ...names.map((name) => make("li", {}, make("a", { href: named(name, location.pathname), textContent: name.name }), " ", make("small", { textContent: about(name) })))));
    }
    if (asFacts?.hits.length) rows.push(make("p", {}, "看作 ", other({ q: told.q, ...spanned(told.facets) }, told.label), `：${asFacts.exact ? "" : "约"}${asFacts.total}篇`));
    if (also) rows.push(make("p", {}, "也可查 ", other({ q: also.q, facets: state.facets, years: state.years }, `“${also.q}”`), `：${also.exact ? "" : "约"}${also.total}篇`));
    understood.replaceChildren(...rows);
    understood.hidden = !rows.length;
    if (found.hits.length || !q) return;
    if (asFacts?.hits.length) { places.list.replaceChildren(hitsOf(asFacts)); return; }
    const better = await understand.instead(q, chosen()).catch(() => null);
    if (mine !== turn) return;
    if (better) {
      const shown = await search(better.q, { facets: chosen(), limit: PAGE, passages: true, order: state.order });
      if (mine !== turn) return;
      places.list.replaceChildren(
        make("p", {}, "改查 ", other({ q: better.q, facets: state.facets, years: state.years }, `“${better.q}”`), `（${better.why}）：${better.exact ? "" : "约"}${better.total}篇`),
        hitsOf(shown),
      );
      return;
    }
    const near = names?.length ? "" : await nearest(q);
    if (mine !== turn || !near) return;
    places.list.replaceChildren(make("p", {}, "最接近而能找到的是：", other({ q: near }, near)));
  };

  let turn = 0;
  let shownHits = [];
  const show = async (from, mine) => {
    const asking = state.q.trim() || Object.keys(state.facets).length || state.years;
    order.value = state.order;
    if (!from) understood.hidden = true;
    if (document.activeElement !== input) input.value = state.q;
    document.title = state.q ? `“${state.q}” - 检索` : "检索";
    for (const link of kinds) link.setAttribute("aria-pressed", String(link.dataset.view === state.view));
    views.hidden = !state.q.trim();
    tallied.search = String(new URLSearchParams({ q: state.q }));
    if (volumes) volumes.search = state.q.trim() ? String(new URLSearchParams({ q: state.q })) : "";
    showChosen();
    let found;
    try {
      const limit = state.view === "lines" && state.q.trim() ? LINES : PAGE;
      found = asking ? await search(state.q, { facets: chosen(), limit, from, passages: true, order: state.order }) : await search("", { facets: {}, limit: 0 });
    } catch {
      said.textContent = "检索的数据没有读到，请刷新本页。";
      return;
    }
    if (mine !== turn) return;
    if (!asking) {
      said.textContent = "输入任意几个字，或从下面选地点、专题、年份。";
      places.list.replaceChildren();
      more.hidden = true;
      await showFacets({ numbers: found.all, exact: true }, mine);
      return;
    }
    shownHits = from ? [...shownHits, ...found.hits] : found.hits;
    said.textContent = found.hits.length || from ? `${totalWords(found)}。` : state.q.trim() ? `没有找到“${state.q}”。` : "没有这样的文章。";
    if (state.view === "lines" && state.q.trim()) {
      const lines = shownHits.flatMap(linesOf);
      const button = make("button", { type: "button", className: "copy", textContent: "复制为CSV" });
      window.edition.copying(button, () => sheet(ordered(lines)));
      places.list.replaceChildren(...(lines.length ? [button, table(lines)] : []));
    } else {
      const list = make("ol", { className: "hits" }, ...shownHits.map(entry));
      places.list.replaceChildren(...(shownHits.length ? [list] : []));
    }
    more.hidden = shownHits.length >= found.total || !found.hits.length;
    await Promise.all([showFacets(found, mine), !from && state.q.trim() ? showUnderstood(found, mine) : null]);
  };
  /** Show what is asked; the page is busy until all of it stands, what else the query may mean and the facets among it. */
  const render = async (from = 0) => {
    const mine = ++turn;
    results.setAttribute("aria-busy", "true");
    try {
      await show(from, mine);
    } finally {
      if (mine === turn) results.setAttribute("aria-busy", "false");
    }
  };
  more.addEventListener("click", () => render(shownHits.length));
  for (const link of kinds) link.addEventListener("click", () => go({ view: link.dataset.view }));
  order.addEventListener("change", () => go({ order: order.value }));
  form.addEventListener("submit", (event) => { event.preventDefault(); go({ q: input.value.trim() }); });
  input.addEventListener("input", settled(PAUSE, () => go({ q: input.value.trim() }, true)));
  addEventListener("popstate", () => { state = read(); input.value = state.q; render(); });
  input.value = state.q;
  // Who comes from another page without a question is about to ask one; who opens this one begins at its top, as everywhere.
  if (!state.q && document.referrer) input.focus();
  render();
})();
