/* What must be known before a page is drawn. It runs in the head, before there is a body, so it must stay small. */
(() => {
  "use strict";

  // The style sheet tells by this whether scripts run, and whether the page of results was asked for something.
  document.documentElement.className = location.search ? "js asks" : "js";

  // The colours that the reader chose, for all pages of one edition, or else prefers. They are kept under the name and in the form of the
  // theme's own script, by which earlier choices were kept.
  const home = new URL("../../", document.currentScript.src).pathname;
  const key = `${home}.__palette`;
  const prefers = matchMedia("(prefers-color-scheme: dark)");
  let chosen;
  try {
    chosen = JSON.parse(localStorage.getItem(key))?.color?.scheme;
  } catch {} // A browser that keeps nothing refuses.
  const show = () => document.body.setAttribute("data-md-color-scheme", chosen ?? (prefers.matches ? "slate" : "default"));
  const choose = (scheme) => {
    chosen = scheme;
    show();
    try {
      localStorage.setItem(key, JSON.stringify({ color: { scheme } }));
    } catch {} // Then it holds for this page.
  };

  // So is the size of the text: 1 to 5, of which 3 is the usual one.
  const USUAL = 3;
  const resize = (by) => {
    const size = Math.min(5, Math.max(1, Number(document.documentElement.dataset.size ?? USUAL) + by));
    document.documentElement.dataset.size = size;
    try {
      localStorage.setItem(`${home}.size`, size);
    } catch {}
  };
  try {
    const size = localStorage.getItem(`${home}.size`);
    if (/^[1-5]$/.test(size)) document.documentElement.dataset.size = size;
  } catch {}
  window.edition = { choose, resize };

  // They are set as soon as there is a body: before it is drawn.
  new MutationObserver((_, observer) => {
    if (!document.body) return;
    observer.disconnect();
    show();
    prefers.addEventListener("change", show);
  }).observe(document.documentElement, { childList: true });
})();
