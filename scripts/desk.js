/* The editor's desk, on pages of the preview only: choose lines of the dump, say what they are, set a fact, put a misprint right. It is
   written as a ruling beside the dump (scripts/desk.py); the preview then builds and shows it. */
(() => {
  "use strict";

  const desk = document.currentScript.src.replace(/\/desk\.js$/, "");
  const text = document.querySelector(".text");
  const { seed, article } = text.dataset;
  const make = (tag, properties = {}, ...children) => {
    const node = Object.assign(document.createElement(tag), properties);
    node.append(...children.filter(Boolean));
    return node;
  };
  const asked = async (path, body) => {
    const options = body ? { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) } : {};
    const answer = await fetch(`${desk}/${path}`, options);
    return answer.json();
  };
  const kept = { get: (name) => { try { return localStorage.getItem(name) ?? ""; } catch { return ""; } }, set: (name, value) => { try { localStorage.setItem(name, value); } catch {} } };

  document.head.append(make("style", { textContent: `
    .desk-open { position: fixed; z-index: 6; right: 1rem; bottom: 1rem; padding: .5rem 1.1rem; font: .8rem/1.6 var(--hei); color: var(--paper); background: var(--cinnabar); border: 0; border-radius: 3px; cursor: pointer; }
    .desk { position: fixed; z-index: 7; inset: 0 0 0 auto; width: min(26rem, 100vw); overflow-y: auto; box-sizing: border-box; padding: 1rem 1.1rem 2rem; font: .78rem/1.7 var(--hei); color: var(--ink); background: var(--raised); border-left: 1px solid var(--rule); box-shadow: 0 0 1.6rem rgb(0 0 0 / 14%); }
    @media (max-width: 48em) { .desk { inset: auto 0 0; width: auto; height: 55vh; border-left: 0; border-top: 1px solid var(--rule); } }
    @media (min-width: 60em) { .desk-is-open .md-container { margin-right: 26rem; } }
    .desk h2 { margin: 0 0 .4rem; font: 700 1.05rem/1.6 var(--song); }
    .desk fieldset { margin: .8rem 0 0; padding: .4rem .8rem .8rem; border: 1px solid var(--rule); border-radius: 3px; }
    .desk legend { padding: 0 .4em; font-weight: 700; }
    .desk label { display: block; margin-top: .4rem; color: var(--muted); font-size: .72rem; }
    .desk :is(input, select, textarea) { box-sizing: border-box; width: 100%; padding: .3rem .5rem; font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--rule); border-radius: 3px; }
    .desk button { margin-top: .6rem; padding: .25rem .9rem; font: inherit; color: var(--ink); background: var(--tint); border: 1px solid var(--rule); border-radius: 3px; cursor: pointer; }
    .desk button:is(:hover, :focus-visible) { color: var(--cinnabar); border-color: var(--cinnabar); }
    .desk ol { margin: .3rem 0 0; padding: 0; max-height: 13rem; overflow-y: auto; list-style: none; font: .7rem/1.7 var(--mono); border: 1px solid var(--rule); }
    .desk ol li { display: flex; gap: .6em; padding: 0 .4rem; cursor: pointer; white-space: pre; }
    .desk ol li[aria-selected="true"] { background: color-mix(in srgb, var(--cinnabar) 16%, transparent); }
    .desk ol li span { flex: 0 0 3em; text-align: right; color: var(--muted); }
    .desk ul { margin: .3rem 0 0; padding-left: 1.2em; }
    .desk [role="status"] { margin: .8rem 0 0; white-space: pre-wrap; color: var(--cinnabar); }
    .text > [id^="l"].desk-chosen { outline: 2px solid var(--cinnabar); outline-offset: 3px; }
  ` }));

  const panel = make("aside", { className: "desk", hidden: true, id: "desk" });
  panel.setAttribute("aria-label", "校改");
  const opener = make("button", { type: "button", className: "desk-open", textContent: "校改" });
  opener.setAttribute("aria-controls", "desk");
  document.body.append(opener, panel);

  let known = null;
  let chosen = [0, 0]; // first and last line
  const said = make("p", {});
  said.setAttribute("role", "status");
  const list = make("ol", { tabIndex: 0 });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "原始文本的行");
  const stretch = make("input", { id: "desk-lines", autocomplete: "off" });
  const why = make("input", { id: "desk-why", autocomplete: "off" });
  const by = make("input", { id: "desk-by", autocomplete: "name", value: kept.get("edition-editor") });
  const field = (label, node) => [make("label", { htmlFor: node.id, textContent: label }), node];
  const button = (label, act) => {
    const node = make("button", { type: "button", textContent: label });
    node.addEventListener("click", act);
    return node;
  };

  // The preview loads the page again whenever something was built: what is being written must outlive that.
  const DRAFT = `edition-desk ${article}`;
  const drafted = () => { try { return JSON.parse(sessionStorage.getItem(DRAFT)) ?? {}; } catch { return {}; } };
  const inputs = () => [...panel.querySelectorAll("input, select, textarea")].filter((node) => node !== by);
  const draft = () => {
    const found = Object.fromEntries(inputs().map((node) => [node.id, node.value]));
    try { sessionStorage.setItem(DRAFT, JSON.stringify({ ...found, said: said.textContent })); } catch {}
  };
  const forget = () => { try { sessionStorage.removeItem(DRAFT); } catch {} };
  const say = (words) => { said.textContent = words; draft(); };

  const choose = (first, last, scroll = true) => {
    chosen = [Math.min(first, last), Math.max(first, last)];
    stretch.value = chosen[0] === chosen[1] ? chosen[0] : `${chosen[0]}-${chosen[1]}`;
    for (const item of list.children) {
      const on = item.number >= chosen[0] && item.number <= chosen[1];
      item.setAttribute("aria-selected", String(on));
      if (scroll && item.number === chosen[0]) list.scrollTop = item.offsetTop - list.offsetTop - 60;
    }
  };
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = (step > 0 ? chosen[1] : chosen[0]) + step;
    if ([...list.children].some(({ number }) => number === next)) choose(event.shiftKey ? (step > 0 ? chosen[0] : chosen[1]) : next, next);
  });
  const send = async (what, values = [], where = `${seed}:${stretch.value}`) => {
    if (!why.value.trim() && what !== "confirm") {
      say("请写一句为什么。");
      why.focus();
      return;
    }
    kept.set("edition-editor", by.value.trim());
    say("正在写入……");
    const found = await asked("rule", { where, what, values, why: why.value.trim(), by: by.value.trim() }).catch(() => ({ ok: false, said: "预览已经停了。" }));
    if (found.ok) {
      for (const node of [why, before, after]) node.value = "";
      forget();
      said.textContent = "已写入，页面随即更新。";
      load();
    } else say(found.said.split("\n")[0]);
  };

  const load = async () => {
    known = await asked(`article?${new URLSearchParams({ seed, id: article })}`);
    if (known.ok === false) { said.textContent = known.said; return; }
    list.replaceChildren(...known.lines.map(([number, line]) => {
      const item = make("li", { number, tabIndex: -1 }, make("span", { textContent: number }), line);
      item.setAttribute("role", "option");
      item.addEventListener("click", (event) => choose(event.shiftKey && chosen[0] ? chosen[0] : number, number, false));
      return item;
    }));
    const [first, last] = known.record?.lines ?? [1, 1];
    choose(chosen[0] || first, chosen[1] || first, true);
    const ruled = known.rulings.filter(({ line }) => !line || (line >= first && line <= last));
    rulings.replaceChildren(...ruled.map((one) => {
      const undo = button("撤回", async () => {
        const found = await asked("undo", { seed, text: one.text });
        said.textContent = found.said;
        if (found.ok) load();
      });
      return make("li", {}, `${one.line ? `第${one.line}行：` : ""}${one.words}。${one.why} `, undo);
    }));
    fill();
    const left = drafted();
    for (const node of inputs()) if (left[node.id] !== undefined) node.value = left[node.id];
    if (left.said) said.textContent = left.said;
    if (left["desk-lines"]) stretch.dispatchEvent(new Event("change"));
  };

  const role = make("select", { id: "desk-role" });
  const what = make("select", { id: "desk-field" });
  const value = make("textarea", { id: "desk-value", rows: 2 });
  const before = make("input", { id: "desk-from", autocomplete: "off" });
  const after = make("input", { id: "desk-to", autocomplete: "off" });
  const level = make("select", { id: "desk-level" });
  const rulings = make("ul", {});
  const options = (node, names) => { if (!node.options.length) node.append(...names.map(([name, words]) => make("option", { value: name, textContent: words }))); };
  const now = (name) => {
    const record = known.record ?? {};
    if (name === "bylines") return (record.bylines ?? []).map((one) => [one.role, one.name, one.credit].filter(Boolean).join(" ")).join("\n");
    if (name === "place") return ["province", "prefecture", "county", "township"].map((unit) => record[unit]).filter(Boolean).join("");
    return [record[name] ?? ""].flat().join("\n");
  };
  const fill = () => {
    options(role, Object.entries(known.roles));
    options(what, Object.entries(known.fields));
    options(level, known.levels.map((name) => [name, name]));
    value.value = now(what.value);
  };
  what.addEventListener("change", () => { value.value = now(what.value); });
  stretch.addEventListener("change", () => {
    const [first, last] = stretch.value.split("-").map(Number);
    if (first) choose(first, last || first);
  });

  panel.append(
    make("h2", { textContent: "校改" }),
    make("p", { textContent: "点文章里的一段，或在下面选行（按住 Shift 选几行）。裁定写在原始文本旁边，页面几秒后更新。" }),
    list, ...field("行", stretch), ...field("为什么（读者看得到）", why), ...field("谁裁定的", by), said,
    make("fieldset", {}, make("legend", { textContent: "这几行是什么" }), ...field("是", role), button("裁定", () => send(role.value))),
    make("fieldset", {}, make("legend", { textContent: "改一项" }), ...field("项目", what), ...field("应当是（几项分行写，空着就是没有）", value),
      button("裁定", () => send(what.value, value.value.split("\n").map((one) => one.trim()).filter(Boolean).length ? value.value.split("\n").map((one) => one.trim()).filter(Boolean) : ["-"]))),
    make("fieldset", {}, make("legend", { textContent: "改正误字" }), ...field("原作", before), ...field("应作", after), button("裁定", () => send("emend", [before.value, after.value]))),
    make("fieldset", {}, make("legend", { textContent: "起讫" }), button("从这一行起是另一篇", () => send("begin")), " ", button("这一行与上面是同一篇", () => send("unite"))),
    make("fieldset", {}, make("legend", { textContent: "校对" }), ...field("到了", level), button("记下", () => send("confirm", [level.value], article))),
    make("fieldset", {}, make("legend", { textContent: "已有的裁定" }), rulings),
    button("关闭", () => { panel.hidden = true; opener.hidden = false; document.body.classList.remove("desk-is-open"); opener.focus(); kept.set("edition-desk", ""); }),
  );
  panel.addEventListener("input", draft);
  const open = () => { panel.hidden = false; opener.hidden = true; document.body.classList.add("desk-is-open"); kept.set("edition-desk", "open"); load(); };
  opener.addEventListener("click", () => { open(); stretch.focus(); });
  if (kept.get("edition-desk")) open();

  text.addEventListener("click", (event) => {
    const block = event.target.closest(".text > [id^=l]");
    if (panel.hidden || !block || event.target.closest("a, .menu")) return;
    for (const other of text.querySelectorAll(".desk-chosen")) other.classList.remove("desk-chosen");
    block.classList.add("desk-chosen");
    const numbers = [block.id, ...[...block.querySelectorAll("span[id^=l]")].map(({ id }) => id)].map((id) => parseInt(id.slice(1), 10));
    choose(Math.min(...numbers), Math.max(...numbers));
  });
})();
