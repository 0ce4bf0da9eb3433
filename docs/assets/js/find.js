/* The interface of search on every page: its field, and the marks on the passage that a result leads to. The page of results is results.js. */
(() => {
  "use strict";

  const { search, understand } = window.edition;
  const NAMES = 3; // that the field offers before passages
  const KINDS_OF_NAMES = { place: "地点", person: "署名", theme: "专题", newspaper: "报纸", word: "词" };
  const PAUSE = 120; // milliseconds that a reader stops typing
  const KIND_NAMES = { title: "标题", byline: "署名、地点", caption: "图片说明", heading: "小标题", paragraph: "正文" };

  const make = (tag, properties = {}, ...children) => {
    const node = Object.assign(document.createElement(tag), properties);
    node.append(...children);
    return node;
  };
  const settled = (wait, action) => {
    let timer;
    return (...values) => { clearTimeout(timer); timer = setTimeout(() => action(...values), wait); };
  };
  /** Where a result leads: the passage, with the words to be marked there. */
  const target = (hit, anchor = hit.anchor) => `${hit.url}${hit.words ? `?h=${encodeURIComponent(hit.words)}` : ""}#${anchor}`;
  const facts = (hit) => [hit.place, hit.date, hit.byline].filter(Boolean).join(" · ");
  const totalWords = ({ total, exact, places }) => (exact ? `找到${total}篇${places ? `，${places}处` : ""}` : `约${total}篇`);
  /** Rows of cells as CSV. A sheet would take words that begin with one of these signs for a formula; numbers stay numbers. */
  const csv = (rows) => {
    const cell = (value) => (typeof value === "number" ? String(value) : `"${String(value).replace(/^(?=[=+\-@\t\r])/, "'").replaceAll('"', '""')}"`);
    return rows.map((row) => row.map(cell).join(",")).join("\r\n");
  };

  /** Where a name leads: its entry in an index, or the search for a word. */
  const named = ({ name, page }, results) => (page ? new URL(`../${page}`, new URL(results, location.href)).href : `${results}?${new URLSearchParams({ q: name })}`);
  const about = ({ kind, way, count }) => [KINDS_OF_NAMES[kind], way?.split("/").slice(0, -1).join(""), `${count}篇`].filter(Boolean).join(" · ");

  /** A result in a list. */
  const entry = (hit) => {
    const item = make("li", {});
    item.append(make("p", {}, make("a", { href: target(hit), innerHTML: hit.titleHtml })));
    if (facts(hit)) item.append(make("p", { className: "facts", textContent: facts(hit) }));
    if (hit.excerpt) {
      const passages = make("p", { className: "begins", innerHTML: hit.excerpt });
      const others = hit.passages.filter(({ anchor }) => anchor !== "head" && anchor !== hit.anchor).length;
      if (hit.kind !== "paragraph") passages.prepend(make("span", { className: "kind", textContent: KIND_NAMES[hit.kind] }), " ");
      item.append(passages);
      if (others) item.append(make("p", { className: "cues", textContent: `同一篇中还有${others}处` }));
    }
    return item;
  };

  // The field of every page. That of the portal of several volumes leads to its page of results alone.

  const field = document.querySelector("[data-search] input");
  const results = document.querySelector("[data-results]");
  if (field && !results && field.form.dataset.search !== "page") {
    const form = field.form;
    const box = make("div", { className: "found", id: "found", hidden: true });
    const list = make("div", { id: "found-list" });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "检索结果");
    const said = make("p", { className: "found__said" });
    said.setAttribute("role", "status");
    box.append(list, said);
    form.append(box);
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", "found-list");
    field.setAttribute("aria-expanded", "false");
    let chosen = -1;
    const open = (shown) => {
      box.hidden = !shown;
      field.setAttribute("aria-expanded", String(shown));
      if (!shown) field.removeAttribute("aria-activedescendant");
    };
    const choose = (n) => {
      const options = [...list.children];
      chosen = options.length ? (n + options.length + 1) % (options.length + 1) : -1;
      if (chosen === options.length) chosen = -1;
      options.forEach((option, k) => option.setAttribute("aria-selected", String(k === chosen)));
      if (chosen < 0) field.removeAttribute("aria-activedescendant");
      else {
        field.setAttribute("aria-activedescendant", options[chosen].id);
        options[chosen].scrollIntoView({ block: "nearest" });
      }
    };
    let turn = 0;
    const show = async () => {
      const query = field.value.trim();
      const mine = ++turn;
      if (!query) { open(false); return; }
      const [found, names] = await Promise.all([search(query).catch(() => null), understand.named(query).catch(() => [])]);
      if (mine !== turn) return;
      const options = [
        ...names.slice(0, NAMES).map((name) => {
          const option = make("a", { href: named(name, form.action) });
          option.append(make("span", { className: "found__title", textContent: name.name }), make("span", { className: "found__facts", textContent: about(name) }));
          return option;
        }),
        ...(found?.hits ?? []).map((hit) => {
          const option = make("a", { href: target(hit) });
          option.append(
            make("span", { className: "found__title", innerHTML: hit.titleHtml }),
            make("span", { className: "found__facts", textContent: facts(hit) }),
            make("span", { className: "found__text", innerHTML: hit.excerpt }),
          );
          return option;
        }),
      ];
      options.forEach((option, n) => {
        Object.assign(option, { id: `found-${n}`, tabIndex: -1 });
        option.setAttribute("role", "option");
      });
      list.replaceChildren(...options);
      chosen = -1;
      if (!found) said.textContent = "检索的数据没有读到，请刷新本页。";
      else if (!found.hits.length) {
        said.textContent = options.length ? "正文里没有这几个字。" : "没有找到。";
        said.append(make("a", { href: `${form.action}?${new URLSearchParams({ q: query })}`, textContent: "换个查法" }));
      }
      else {
        said.replaceChildren(`${totalWords(found)}。`);
        if (found.total > found.hits.length) said.append(make("a", { href: `${form.action}?${new URLSearchParams({ q: query })}`, textContent: "看全部结果" }));
      }
      open(true);
    };
    field.addEventListener("input", settled(PAUSE, show));
    field.addEventListener("focus", () => { if (field.value.trim()) show(); });
    field.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        choose(event.key === "ArrowDown" ? chosen + 1 : chosen < 0 ? list.children.length - 1 : chosen - 1);
      } else if (event.key === "Enter" && chosen >= 0) {
        event.preventDefault();
        list.children[chosen].click();
      } else if (event.key === "Escape") {
        open(false);
        field.blur();
      }
    });
    document.addEventListener("click", (event) => { if (!form.contains(event.target)) open(false); });
    form.addEventListener("focusout", (event) => { if (event.relatedTarget && !form.contains(event.relatedTarget)) open(false); });
  }
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if ((event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) || (event.key === "k" && (event.ctrlKey || event.metaKey))) {
      const wanted = [...document.querySelectorAll("[data-results] input[name=q], [data-search] input")].find((input) => input.offsetParent);
      if (!wanted) return;
      event.preventDefault();
      wanted.focus();
      wanted.select();
    }
  });

  // The passage that a result leads to: the words are marked there.

  const words = new URLSearchParams(location.search).get("h");
  const text = document.querySelector(".text");
  if (words && text) {
    const marks = (node) => {
      const letters = [];
      const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
      for (let leaf = walker.nextNode(); leaf; leaf = walker.nextNode()) letters.push(leaf);
      for (const leaf of letters) {
        const ranges = window.edition.find(leaf.data, words);
        for (const [from, to] of ranges.reverse()) {
          const range = document.createRange();
          range.setStart(leaf, from);
          range.setEnd(leaf, to);
          range.surroundContents(make("mark"));
        }
      }
    };
    for (const block of [...text.children, ...document.querySelectorAll(".head h1 .half")]) marks(block);
    // The marks moved the passage that the address names.
    let passage = null;
    try {
      passage = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      passage?.scrollIntoView();
    } catch {} // The address is cut off within a character, and names nothing.
    step([...document.querySelectorAll(".head mark, .text mark")], passage);
  }

  /** From one place of the words to the next; the first one is that in the passage, or the next after it. */
  function step(places, passage) {
    if (!places.length) return;
    const after = (place) => passage.contains(place) || passage.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING;
    let at = passage ? Math.max(0, places.findIndex(after)) : 0;
    const number = make("output", { textContent: `${at + 1}/${places.length}` });
    const go = (by) => {
      places[at].classList.remove("now");
      at = (at + by + places.length) % places.length;
      places[at].classList.add("now");
      number.textContent = `${at + 1}/${places.length}`;
      if (by) places[at].scrollIntoView({ block: "center" });
    };
    const button = (label, sign, act) => {
      const node = make("button", { type: "button", textContent: sign, ariaLabel: label, title: label });
      node.addEventListener("click", act);
      return node;
    };
    const bar = make("nav", { className: "places-found", ariaLabel: "检索到的各处" },
      make("span", { textContent: words }), number, button("上一处", "↑", () => go(-1)), button("下一处", "↓", () => go(1)),
      button("关闭", "×", () => { bar.remove(); for (const place of places) place.replaceWith(...place.childNodes); }));
    document.body.append(bar);
    go(0);
  }

  Object.assign(window.edition, { make, settled, target, facts, named, about, entry, totalWords, csv, KIND_NAMES, PAUSE });
})();
