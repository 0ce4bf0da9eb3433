/* The search of an edition in volumes. A small index tells which volumes may hold the words; these alone are asked, some at a time, each by
   its own search. The index is made by scripts/edition/portal.py. */
(() => {
  "use strict";

  const { make, entry, totalWords, inside: { files, indexIn, parse, decode, sign, slot } } = window.edition;
  const ROOT = new URL("../../", document.currentScript.src);
  const STEP = 5; // volumes that are asked at a time
  const HITS = 3; // results of a volume at first
  const KEYS = 40; // pairs of a query that are asked for, at most: fewer only mean more volumes

  const results = document.querySelector("[data-results]");
  const input = results.querySelector("form").elements.q;
  const said = results.querySelector("[data-said]");
  const list = results.querySelector("[data-list]");
  const more = results.querySelector("[data-more]");

  // Which volumes may hold the words.

  let counts = null; // what the index says of itself
  const index = files(new URL("data/volumes/", ROOT).href, (told) => { counts = told; }, () => {});
  /** The numbers of the volumes that hold a key. */
  const holding = async (key) => {
    const text = await index.load(`k${slot(key, counts.shards)}`);
    const name = `\n${[...key].length === 1 ? `${key} ` : key}`;
    const at = text.indexOf(name);
    if (at < 0) return [];
    const found = text.slice(at + name.length, text.indexOf("\n", at + 1));
    if (found[0] !== "!") return decode(found);
    return Array.from({ length: 6 * (found.length - 1) }, (_, n) => n).filter((n) => (sign(found, 1 + Math.floor(n / 6)) >> (n % 6)) & 1);
  };
  const keysOf = (word) => {
    const characters = [...word];
    return characters.length === 1 ? characters : characters.slice(1).map((character, n) => characters[n] + character);
  };
  /** The volumes in which every pair of every wanted word stands, in their order, each with its number. */
  const candidates = async (text) => {
    await index.begin();
    const { wanted, unwanted } = parse(await index.simplified(String(text)));
    const every = counts.volumes.map(([id, title], number) => ({ id, title, number }));
    if (!wanted.length) return unwanted.length ? every : [];
    const keys = [...new Set(wanted.flatMap(keysOf))];
    const some = keys.length > KEYS ? keys.filter((_, n) => n % Math.ceil(keys.length / KEYS) === 0) : keys;
    const held = (await Promise.all(some.map(holding))).map((volumes) => new Set(volumes));
    return every.filter(({ number }) => held.every((volumes) => volumes.has(number)));
  };

  // What they hold.

  const opened = new Map();
  const volume = (id) => {
    if (!opened.has(id)) opened.set(id, indexIn(new URL(`${id}/data/search/`, ROOT).href));
    return opened.get(id);
  };
  /** What a volume finds; null where its data cannot be read. */
  const asked = async ({ id }, text, options) => {
    try {
      return await volume(id).search(text, options);
    } catch {
      return null;
    }
  };
  const addressOf = (id, text) => {
    const url = new URL(`${id}/search/index.html`, ROOT);
    url.search = String(new URLSearchParams({ q: text }));
    return url.href;
  };
  const section = ({ id, title }, found, text) => {
    const link = make("a", { href: addressOf(id, text), textContent: title });
    if (!found) return make("section", {}, make("h2", {}, link), make("p", { className: "note", textContent: "这一册的数据没有读到，别的册照查；请稍后刷新本页。" }));
    const part = make("section", {}, make("h2", {}, link, " ", make("em", { textContent: totalWords(found) })));
    part.append(make("ol", { className: "hits" }, ...found.hits.map(entry)));
    if (found.total > found.hits.length) part.append(make("p", { className: "more" }, make("a", { href: addressOf(id, text), textContent: `在${title}中看全部结果` })));
    return part;
  };

  let turn = 0;
  let state = null; // of the query: its volumes, how many of them were asked, what they found
  const tell = () => {
    const { text, volumes, at, total, exact, holders, failed } = state;
    const left = volumes.length - at;
    const found = holders ? `${holders}册里${exact ? "找到" : "约"}${total}篇` : left ? "还没有找到" : `没有找到“${text}”`;
    const unread = failed ? `，${failed}册的数据没有读到` : "";
    said.textContent = volumes.length ? `${volumes.length}册里可能有，已查${at}册，${found}${unread}。` : `各册都没有“${text}”。`;
    more.hidden = !left;
  };
  /** Ask the next volumes: some, and as long as nothing is found. */
  const ask = async () => {
    const mine = turn;
    more.hidden = true;
    const before = list.children.length;
    do {
      const now = state.volumes.slice(state.at, state.at + STEP);
      said.textContent = `${state.volumes.length}册里可能有，正在查第${state.at + 1}至${state.at + now.length}册……`;
      const found = await Promise.all(now.map((one) => asked(one, state.text, { limit: HITS, passages: true })));
      if (mine !== turn) return;
      state.at += now.length;
      now.forEach((one, n) => {
        if (found[n]?.hits.length) {
          state.holders += 1;
          state.total += found[n].total;
          state.exact &&= found[n].exact;
        }
        if (!found[n]) state.failed += 1;
        if (!found[n] || found[n].hits.length) list.append(section(one, found[n], state.text));
      });
    } while (state.at < state.volumes.length && list.children.length === before);
    tell();
  };
  const show = async () => {
    const mine = ++turn;
    const text = (new URLSearchParams(location.search).get("q") ?? "").trim();
    if (document.activeElement !== input) input.value = text;
    document.title = text ? `“${text}” - 检索` : "检索";
    list.replaceChildren();
    more.hidden = true;
    said.textContent = text ? "正在查哪几册里有……" : "输入任意几个字。先看哪几册里可能有，再到那几册里去查。";
    if (!text) return;
    let volumes;
    try {
      volumes = await candidates(text);
    } catch {
      if (mine === turn) said.textContent = "检索的数据没有读到，请刷新本页。";
      return;
    }
    if (mine !== turn) return;
    state = { text, volumes, at: 0, total: 0, exact: true, holders: 0, failed: 0 };
    if (volumes.length) await ask();
    else tell();
  };
  results.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = input.value.trim();
    history.pushState(null, "", `${location.pathname}${text ? `?${new URLSearchParams({ q: text })}` : ""}`);
    show();
  });
  more.addEventListener("click", async () => {
    const before = list.children.length;
    await ask();
    // The button may be gone, and with it the place of who works with the keyboard.
    if (more.hidden) list.children[before]?.querySelector("a")?.focus();
  });
  addEventListener("popstate", () => { input.blur(); show(); });

  /** For programs: which volumes may hold the words, and what these find by their own searches. */
  const search = async (text, options) => {
    const found = [];
    for (const one of await candidates(text)) found.push({ ...one, found: await asked(one, text, options) });
    return found;
  };
  Object.assign(window.edition, { volumes: { candidates, search } });
  show();
})();
