/* What the pages gain where scripts run. Without them everything but search still works: anchors, links and lists are plain HTML. */
(() => {
  "use strict";

  const copied = (button, label) => {
    const before = button.textContent;
    button.textContent = label;
    setTimeout(() => { button.textContent = before; }, 1500);
  };

  // Pages out of a folder may not reach the clipboard by the new interface; the old one still answers there.
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      area.style.position = "fixed";
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  };

  const address = (id) => {
    const url = new URL(document.querySelector("link[rel=canonical]")?.href ?? location.href);
    url.search = "";
    url.hash = id ? `#${id}` : "";
    return url.href;
  };

  // The line number in the margin: a link that also copies itself.
  for (const block of document.querySelectorAll(".text > [id^=l]")) {
    const link = document.createElement("a");
    link.className = "anchor";
    link.href = `#${block.id}`;
    link.textContent = block.id.slice(1);
    link.title = "复制本段链接";
    link.setAttribute("aria-label", `本段链接，原始文本第${block.id.slice(1)}行`);
    link.addEventListener("click", () => { copy(address(block.id)).then(() => copied(link, "已复制")); });
    (block.tagName === "FIGURE" ? block.firstElementChild : block).append(link);
    const source = block.closest("[data-source]");
    if (source) {
      const raw = document.createElement("a");
      raw.className = "anchor raw-line";
      raw.href = `${source.dataset.source}#${block.id.split("-")[0]}`;
      raw.textContent = "原文";
      raw.title = "查看本段的原始文本";
      raw.setAttribute("aria-label", `本段的原始文本，第${block.id.slice(1).split("-")[0]}行`);
      link.after(raw);
    }
  }

  // The citation gets its address from the place where it is read, and a button.
  for (const citation of document.querySelectorAll("[data-citation]")) {
    if (!document.querySelector("link[rel=canonical]") && location.protocol.startsWith("http")) citation.append(` ${address("")}.`);
    const text = citation.textContent.trim();
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "复制";
    button.addEventListener("click", () => { copy(text).then(() => copied(button, "已复制")); });
    citation.append(button);
  }

  // The large field of the home page opens the search of the header.
  for (const field of document.querySelectorAll("[data-find]")) {
    field.addEventListener("click", () => document.querySelector("[data-md-toggle=search]").click());
  }

  // What one facts' evidence says on hover, a tap shows in the list of all.
  for (const fact of document.querySelectorAll("span.inferred")) {
    fact.addEventListener("click", () => { document.querySelector(".grounds").open = true; });
  }
})();
