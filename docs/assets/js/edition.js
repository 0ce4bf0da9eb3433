/* What the pages gain where scripts run. Without them everything but search still works: anchors, links and lists are plain HTML. */
(() => {
  "use strict";

  const successor = document.querySelector("meta[name=successor]");
  if (successor) location.replace(successor.content + location.hash);

  const SAID = 700; // milliseconds that a menu stays to say that something was copied
  const make = (tag, properties = {}) => Object.assign(document.createElement(tag), properties);

  // Pages out of a folder may not reach the clipboard by the new interface; the old one still answers there.
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = make("textarea", { value: text });
      area.style.position = "fixed";
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  };

  // What was copied is said on the button and, for those who hear the page, in one place that is read out.
  const status = make("p", { className: "said", role: "status" });
  document.body.append(status);
  const copying = (button, text) => {
    const label = button.textContent;
    button.addEventListener("click", async () => {
      await copy(text());
      button.textContent = status.textContent = "已复制";
      setTimeout(() => { button.textContent = label; status.textContent = ""; }, 1500);
    });
  };

  const known = new URL(document.querySelector("link[rel=canonical]")?.href ?? location.href);
  // An address of this machine leads nobody anywhere else, and no citation holds one.
  const local = !known.protocol.startsWith("http") || /^(localhost|.*\.localhost|127\..*|0\.0\.0\.0|\[::1?\])$/.test(known.hostname);
  const home = new URL("../../", document.currentScript.src);
  const address = (id) => {
    // Where the edition has no public address, a page is named as it is within the edition.
    if (local) return `${known.pathname.startsWith(home.pathname) ? known.pathname.slice(home.pathname.length) : ""}${id ? `#${id}` : ""}`;
    const url = new URL(known);
    url.search = "";
    url.hash = id ? `#${id}` : "";
    try {
      return decodeURI(url.href);
    } catch {
      return url.href; // A folder whose name is not in UTF-8.
    }
  };

  // Citations get the address of the page and the day of reading, and stand behind tabs.
  const day = new Date();
  const two = (number) => String(number).padStart(2, "0");
  for (const place of document.querySelectorAll("[data-address]")) place.textContent = local ? "本页地址" : address("");
  for (const place of document.querySelectorAll("[data-today]")) {
    place.textContent = `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
  }
  for (const list of document.querySelectorAll("[data-tabs]")) {
    const names = [...list.querySelectorAll("dt")];
    const panels = [...list.querySelectorAll("dd")];
    const bar = make("div", { className: "tabs", role: "tablist", ariaLabel: "引用格式" });
    const box = make("div", { className: list.className });
    const show = (chosen) => names.forEach((_, n) => {
      bar.children[n].ariaSelected = String(n === chosen);
      bar.children[n].tabIndex = n === chosen ? 0 : -1;
      box.children[n].hidden = n !== chosen;
    });
    names.forEach((name, n) => {
      const tab = make("button", { type: "button", role: "tab", id: `tab-${n}`, textContent: name.textContent });
      tab.setAttribute("aria-controls", `citation-${n}`);
      tab.addEventListener("click", () => show(n));
      bar.append(tab);
      const panel = make("div", { role: "tabpanel", id: `citation-${n}`, tabIndex: 0, innerHTML: panels[n].innerHTML });
      panel.setAttribute("aria-labelledby", tab.id);
      const text = panel.textContent.trim();
      const button = make("button", { type: "button", className: "copy", textContent: "复制" });
      copying(button, () => text);
      panel.append(" ", button);
      box.append(panel);
    });
    bar.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = ([...bar.children].indexOf(document.activeElement) + step + names.length) % names.length;
      show(next);
      bar.children[next].focus();
    });
    show(0);
    list.replaceWith(bar, box);
  }

  // The number in the margin opens what can be done with its paragraph.
  const text = document.querySelector(".text");
  let open = null;
  const close = (focus) => {
    if (!open) return;
    open.menu.remove();
    open.link.ariaExpanded = "false";
    if (focus) open.link.focus();
    open = null;
  };
  const passage = (block) => {
    const bare = block.cloneNode(true);
    bare.querySelectorAll(".anchor, .menu, .headerlink").forEach((part) => part.remove());
    const rows = [...bare.querySelectorAll("tr")];
    const cells = (row) => [...row.cells].map((cell) => cell.textContent.trim()).join("\t");
    return rows.length ? rows.map(cells).join("\n") : bare.textContent.trim();
  };
  const cite = (block) => {
    const whole = document.querySelector("[role=tabpanel]").cloneNode(true);
    whole.querySelector(".copy")?.remove();
    const place = whole.querySelector("[data-address]");
    if (place && !local) place.textContent = address(block.id);
    // Inside quotation marks double ones become single ones, and the other way round.
    const inner = passage(block).replace(/[“”‘’]/g, (mark) => "‘’“”"["“”‘’".indexOf(mark)]);
    return `${block.matches(".caption") ? "图片说明：" : ""}“${inner}”（${whole.textContent.trim()}）`;
  };
  const openMenu = (link, block) => {
    const menu = make("div", { className: "menu", role: "menu", ariaLabel: `原始文本第${link.dataset.line}行` });
    const item = (tag, label, properties) => {
      const node = make(tag, { textContent: label, tabIndex: -1, ...properties });
      node.setAttribute("role", "menuitem");
      menu.append(node);
      return node;
    };
    for (const [label, what] of [["复制本段链接", () => address(block.id)], ["复制本段及引文", () => cite(block)]]) {
      const button = item("button", label, { type: "button" });
      copying(button, what);
      // It says for a moment that it is done.
      button.addEventListener("click", () => setTimeout(() => { if (open?.menu === menu) close(true); }, SAID));
    }
    const line = `#l${parseInt(link.dataset.line, 10)}`;
    if (text.dataset.source) item("a", "看原始文本这一行", { href: text.dataset.source + line });
    if ("pictured" in text.dataset) item("a", "看原版图像", { href: `${text.dataset.source}?facsimile${line}` });
    for (const { label, act } of window.edition.entries) {
      item("button", label, { type: "button" }).addEventListener("click", () => { close(false); act({ block, link, text: passage(block) }); });
    }
    menu.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const items = [...menu.children];
      items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
    });
    link.after(menu);
    link.ariaExpanded = "true";
    open = { link, menu };
    menu.firstElementChild.focus({ preventScroll: true });
  };
  for (const link of document.querySelectorAll(".text .anchor")) {
    const block = link.closest("[id]");
    link.ariaHasPopup = "menu";
    link.ariaExpanded = "false";
    link.addEventListener("click", () => {
      const again = open?.link === link;
      close(false);
      // Only once the browser has gone to the anchor, or it would take the focus away.
      if (!again) setTimeout(() => openMenu(link, block));
    });
  }
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(true); });
  document.addEventListener("click", (event) => {
    if (open && !open.menu.contains(event.target) && event.target !== open.link) close(false);
  });

  // Other scripts add entries to the menu of a paragraph.
  window.edition = Object.assign(window.edition ?? {}, { copying, entries: [] });

  // What a link or an address names, where the page has it.
  const decoded = (hash = location.hash) => {
    try {
      return decodeURIComponent(hash.slice(1));
    } catch {
      return ""; // The address is cut off within a character, and names nothing.
    }
  };
  const target = (hash) => document.getElementById(decoded(hash));

  // The size of the text, and the text alone.
  const tools = document.querySelector(".tools");
  if (tools) {
    const button = (label, name, act) => {
      const node = make("button", { type: "button", textContent: label, ariaLabel: name, title: name });
      node.addEventListener("click", act);
      return node;
    };
    const sizes = () => [button("−", "缩小字号", () => window.edition.resize(-1)), button("＋", "放大字号", () => window.edition.resize(1))];
    const item = (className, ...nodes) => {
      const node = make("li", { className });
      node.append(...nodes);
      return node;
    };
    const bar = make("div", { className: "reading-bar", hidden: true, ariaLabel: "阅读模式" });
    bar.setAttribute("role", "group");
    const read = (on) => {
      document.documentElement.classList.toggle("reading", on);
      bar.hidden = !on;
      (on ? bar.lastElementChild : start).focus({ preventScroll: true });
    };
    const start = button("阅读模式", "只看正文", () => read(true));
    bar.append(...sizes(), button("退出阅读", "退出阅读模式", () => read(false)));
    document.querySelector("article").append(bar);
    tools.append(item("sizes", "字号 ", ...sizes()), item("", start));
    document.addEventListener("keydown", (event) => { if (event.key === "Escape" && !bar.hidden && !open) read(false); });
  }

  // What is folded opens where an address leads to it, or into it.
  const unfold = () => {
    const folded = target(location.hash)?.closest("details:not([open])");
    if (!folded) return;
    folded.open = true;
    target(location.hash).scrollIntoView();
  };
  unfold();
  addEventListener("hashchange", unfold);
  document.addEventListener("click", (event) => { if (event.target.closest("a[href^='#']")) setTimeout(unfold); });

  // The buttons for the colours. A browser on a phone takes on the colour of the page.
  const colour = make("meta", { name: "theme-color" });
  document.head.append(colour);
  const tint = () => { colour.content = getComputedStyle(document.body).backgroundColor; };
  const buttons = [...document.querySelectorAll("[data-md-component=palette] button")];
  for (const button of buttons) {
    button.addEventListener("click", () => {
      document.body.setAttribute("data-md-color-switching", ""); // All at once, and no part slowly.
      window.edition.choose(button.value);
      tint();
      buttons.find((other) => other !== button)?.focus(); // It stands where this one stood.
      requestAnimationFrame(() => document.body.removeAttribute("data-md-color-switching"));
    });
  }
  tint();
  new MutationObserver(tint).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });

  // The contents beside a page name the section that is read, and keep it in sight.
  const entries = [...document.querySelectorAll(".md-nav--secondary .md-nav__link")].map((link) => ({ link, section: target(link.hash) }));
  const mark = () => {
    const page = document.documentElement;
    const line = parseFloat(getComputedStyle(page).scrollPaddingTop) + 10;
    // Where the page cannot move on, the last section is as near as it comes.
    const ended = scrollY > 0 && scrollY + innerHeight >= page.scrollHeight - 1;
    const read = ended ? entries.at(-1) : entries.findLast(({ section }) => section?.getBoundingClientRect().top <= line);
    for (const entry of entries) {
      if (entry.link.classList.toggle("md-nav__link--active", entry === read)) entry.link.setAttribute("aria-current", "location");
      else entry.link.removeAttribute("aria-current");
    }
    const box = read?.link.closest(".md-sidebar__scrollwrap");
    if (!box?.clientHeight) return;
    const { top, bottom } = read.link.getBoundingClientRect();
    const edge = box.getBoundingClientRect();
    if (top < edge.top || bottom > edge.bottom) box.scrollTop += top - edge.top - edge.height / 2;
  };
  let waiting = 0;
  if (entries.length) {
    mark();
    addEventListener("scroll", () => { waiting ||= requestAnimationFrame(() => { waiting = 0; mark(); }); }, { passive: true });
  }

  // What is wider than the page is moved by the keys as well.
  for (const box of document.querySelectorAll("pre > code, .md-typeset__scrollwrap")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  }

  // An address that names an entry of a long list leads to its first page: the entry may stand on a later one.
  // Some hosts leave out `index.html` and `.html`.
  const here = location.pathname.startsWith(home.pathname) && document.querySelector(".pager")
    ? location.pathname.slice(home.pathname.length).replace(/(^|\/)$/, "$1index").replace(/\.html$/, "") : "";
  const list = here.replace(/_\d+$/, "");
  const leadOn = () => {
    if (!list || location.hash.length < 2 || document.getElementById(decoded())) return;
    const script = make("script", { src: `${home.href}data/anchors/${list}.js` });
    script.addEventListener("load", () => {
      const number = Object.hasOwn(window.editionAnchors, decoded()) ? window.editionAnchors[decoded()] : 0;
      const page = `${list}${number > 1 ? `_${number}` : ""}`;
      if (number && page !== here) location.replace(`${home.href}${page}.html${location.hash}`);
    });
    document.head.append(script);
  };
  leadOn();
  addEventListener("hashchange", leadOn);
})();
