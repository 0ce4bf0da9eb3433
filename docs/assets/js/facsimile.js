/* The picture of the printed page beside the lines of its dump, loaded when a reader asks for it. A line shows where it stands on the page,
   and a place on the page shows its line. Without this script the link leads to the picture itself. */
(() => {
  "use strict";

  const link = document.querySelector(".facsimile-link");
  const source = document.querySelector(".source");
  const STEP = 1.5; // of the width, by which the picture grows
  const LARGEST = 5; // widths of its frame
  const LIKE = 0.03; // of the ratio of its sides, by which the picture may differ from the page that was measured
  const make = (tag, properties = {}, ...children) => {
    const node = Object.assign(document.createElement(tag), properties);
    node.append(...children);
    return node;
  };
  const button = (label, textContent, act) => {
    const node = make("button", { type: "button", textContent, ariaLabel: label, title: label });
    node.addEventListener("click", act);
    return node;
  };
  const placeOf = (row) => row.dataset.place.split(" ").map(Number);
  const named = () => document.getElementById(location.hash.slice(1))?.closest("[data-place]");

  let panel = null;
  let shown = null; // the line that is marked

  const open = () => {
    const picture = make("img", { src: link.href, alt: `${document.querySelector("h1").textContent.trim()}的原版图像`, draggable: false });
    const mark = make("span", { className: "facsimile__mark", hidden: true });
    const page = make("div", { className: "facsimile__page" }, picture, mark);
    const view = make("div", { className: "facsimile__view", tabIndex: 0 }, page);
    view.setAttribute("role", "region");
    view.setAttribute("aria-label", "原版图像，可以滚动");
    let zoom = 1;

    const centre = (x, y) => {
      view.scrollTo(x * page.offsetWidth - view.clientWidth / 2, y * page.offsetHeight - view.clientHeight / 2);
    };
    const enlarge = (wanted) => {
      const x = (view.scrollLeft + view.clientWidth / 2) / page.offsetWidth;
      const y = (view.scrollTop + view.clientHeight / 2) / page.offsetHeight;
      zoom = Math.min(LARGEST, Math.max(1, wanted));
      page.style.width = `${100 * zoom}%`;
      centre(x, y);
    };
    const show = (row) => {
      shown?.classList.remove("shown");
      shown = row;
      row.classList.add("shown");
      const [left, top, width, height] = placeOf(row);
      Object.assign(mark.style, { left: `${left}%`, top: `${top}%`, width: `${width}%`, height: `${height}%` });
      mark.hidden = false;
      centre((left + width / 2) / 100, (top + height / 2) / 100);
    };
    const begin = () => {
      const ratio = Number(source.dataset.ratio);
      if (ratio && Math.abs(picture.naturalWidth / picture.naturalHeight / ratio - 1) > LIKE) {
        for (const row of source.querySelectorAll("[data-place]")) delete row.dataset.place;
        view.before(make("p", { className: "note", textContent: "图像与量位置时的版面不同，不标各行的位置。" }));
      }
      const row = named() ?? shown;
      if (!row) return;
      enlarge(STEP * STEP);
      show(row);
    };
    picture.addEventListener("load", begin);
    picture.addEventListener("error", () => page.replaceChildren(make("p", { className: "note", textContent: "图像没有读到。" })));
    picture.addEventListener("click", ({ offsetX, offsetY }) => {
      const [x, y] = [(100 * offsetX) / picture.clientWidth, (100 * offsetY) / picture.clientHeight];
      const around = [...source.querySelectorAll("[data-place]")].filter((row) => {
        const [left, top, width, height] = placeOf(row);
        return x >= left && x <= left + width && y >= top && y <= top + height;
      });
      const size = (row) => placeOf(row)[2] * placeOf(row)[3];
      const row = around.sort((one, other) => size(one) - size(other))[0];
      if (!row) return;
      row.scrollIntoView({ block: "center" });
      show(row);
    });

    panel = make(
      "aside",
      { className: "facsimile" },
      make("p", { className: "facsimile__do" },
        button("放大", "＋", () => enlarge(zoom * STEP)),
        button("缩小", "－", () => enlarge(zoom / STEP)),
        button("看整页的宽度", "整版", () => enlarge(1)),
        button("收起原版图像", "收起", close)),
      view,
    );
    panel.setAttribute("aria-label", "原版图像");
    panel.show = show;
    source.prepend(panel);
    source.classList.add("pictured");
    link.setAttribute("aria-expanded", "true");
    (named() ?? source).scrollIntoView({ block: named() ? "center" : "start" });
    setTimeout(() => view.focus({ preventScroll: true })); // Once the browser has gone to the line that the address names.
  };
  const close = () => {
    panel.remove();
    panel = null;
    source.classList.remove("pictured");
    shown?.classList.remove("shown");
    link.setAttribute("aria-expanded", "false");
    link.focus();
  };

  link.setAttribute("role", "button");
  link.setAttribute("aria-expanded", "false");
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // The picture in a window of its own.
    event.preventDefault();
    if (panel) close();
    else open();
  });
  link.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    link.click();
  });
  source.addEventListener("click", ({ target }) => {
    const row = target.closest("[data-place]");
    if (panel && row) panel.show(row);
  });
  window.addEventListener("hashchange", () => { if (panel && named()) panel.show(named()); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && panel?.contains(document.activeElement)) close(); });
  if (new URLSearchParams(location.search).has("facsimile")) open();
})();
