/* What a reader tells the editors: a passage, what should stand there, and where that is in the dump. Nothing is sent from here: the report
   is copied, or opens in the reader's mail program or on the page of an issue tracker. `build.py apply` makes a ruling of it. */
(() => {
  "use strict";

  const { copying, entries } = window.edition;
  const { contact, seed, sha256, article, raw } = document.querySelector(".text").dataset;
  const AROUND = 12; // characters on either side of what differs
  const make = (tag, properties = {}, ...children) => {
    const node = Object.assign(document.createElement(tag), properties);
    node.append(...children);
    return node;
  };

  /** Two texts, cut to what differs and some characters around it. */
  const narrowed = (before, after) => {
    const a = [...before];
    const b = [...after];
    let start = 0;
    while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
    let end = 0;
    while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
    const first = Math.max(0, start - AROUND);
    const last = Math.max(0, end - AROUND);
    return [a, b].map((text) => text.slice(first, text.length - last).join(""));
  };
  const oneLine = (text) => text.replace(/\s+/g, " ").trim();

  /** The lines of the dump; only where pages may read files. */
  const lines = async (numbers) => {
    if (!location.protocol.startsWith("http")) return "";
    const answer = await fetch(new URL(raw, location.href));
    if (!answer.ok) return "";
    const all = (await answer.text()).split(/\r\n|\n|\r/);
    return numbers.map((number) => all[number - 1] ?? "").join("\n");
  };
  const numbersOf = (block) => {
    const named = [block, ...block.querySelectorAll("span[id^=l]")].map(({ id }) => parseInt(id.slice(1), 10));
    return [...new Set(named.filter(Number.isInteger))].sort((a, b) => a - b);
  };

  const dialog = make("dialog", { className: "report" });
  dialog.setAttribute("aria-labelledby", "report-head");
  document.body.append(dialog);

  const show = ({ block, link, text }) => {
    const numbers = numbersOf(block);
    const printed = make("pre", { tabIndex: 0 });
    const wanted = make("textarea", { value: text, rows: Math.min(8, 2 + Math.floor(text.length / 30)), id: "report-after" });
    const note = make("input", { type: "text", id: "report-note", autocomplete: "off" });
    const report = () => {
      const [before, after] = narrowed(oneLine(text), oneLine(wanted.value));
      const said = { id: article, seed, sha256, line: numbers[0], before, after, note: oneLine(note.value) };
      return `${Object.entries(said).map(([key, value]) => `${key}: ${value}`).join("\n")}\n`;
    };
    const copy = make("button", { type: "button", textContent: "复制报告" });
    copying(copy, report);
    const mail = contact.startsWith("mailto:");
    const send = make("a", { textContent: mail ? "写邮件" : "去提交", target: "_blank", rel: "noopener noreferrer" });
    const aim = () => {
      const [title, body] = [`${document.title}，第${numbers[0]}行`, report()].map(encodeURIComponent);
      send.href = mail && !contact.includes("{") ? `${contact}?subject=${title}&body=${body}` : contact.replace("{title}", title).replace("{body}", body);
    };
    wanted.addEventListener("input", aim);
    note.addEventListener("input", aim);
    aim();
    const close = make("button", { type: "button", textContent: "关闭" });
    close.addEventListener("click", () => dialog.close());
    const stretch = numbers.length > 1 ? `${numbers[0]}—${numbers.at(-1)}` : numbers[0];
    const source = make("section", { hidden: true }, make("h3", { textContent: `原始文本第${stretch}行` }), printed);
    dialog.replaceChildren(
      make("h2", { id: "report-head", textContent: "报告此处有误" }),
      make("p", { className: "note", textContent: "这里什么也不会自己发出去。" + (mail || contact.includes("{body}") ? "" : "请先复制报告，再到提交的页面粘贴。") }),
      make("h3", { textContent: "这一段" }),
      make("blockquote", { textContent: text, tabIndex: 0 }),
      source,
      make("label", { htmlFor: "report-after", textContent: "应当是" }), wanted,
      make("label", { htmlFor: "report-note", textContent: "说明（依据、来源）" }), note,
      make("p", { className: "report__do" }, copy, send, close),
    );
    dialog.onclose = () => link.focus();
    dialog.showModal();
    wanted.focus();
    lines(numbers).then((found) => {
      if (!found) return;
      printed.textContent = found;
      source.hidden = false;
    }).catch(() => {});
  };
  entries.push({ label: "报告此处有误", act: show });
  // What stands below the head reports on the title; the menus of the paragraphs on these.
  const whole = document.querySelector("[data-report]");
  whole?.addEventListener("click", (event) => {
    const head = document.querySelector(".head");
    if (!numbersOf(head).length) return; // The title has no line of its own: the link leads to who is written to.
    event.preventDefault();
    show({ block: head, link: whole, text: [...head.querySelectorAll("h1 .half")].map((half) => half.textContent).join(" ") });
  });
})();
