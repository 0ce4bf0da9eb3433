/* What must be known before a page is drawn. It runs in the head, before there is a body, so it must stay small. */
(() => {
  "use strict";

  // The style sheets tell by this whether scripts run.
  document.documentElement.className = "js";

  // The theme takes what stands beside a page, its TEI or its feed, for the site in another language, and would ask for that site's map. It
  // looks for this word alone; with a blank behind it the word means the same.
  for (const link of document.querySelectorAll("link[rel=alternate]")) link.rel = "alternate ";

  // The theme's script keeps the reader's choice of colours by these four names, for all pages of one edition.
  const home = new URL("../../", document.currentScript.src);
  const name = (key, scope) => `${scope.pathname}.${key}`;
  Object.assign(window, {
    __md_scope: home,
    __md_hash: (text) => [...text].reduce((sum, character) => (sum << 5) - sum + character.charCodeAt(0), 0),
    // A browser that keeps nothing refuses; then nothing is remembered.
    __md_get: (key, storage, scope = home) => {
      try {
        return JSON.parse((storage ?? localStorage).getItem(name(key, scope)));
      } catch {
        return null;
      }
    },
    __md_set: (key, value, storage, scope = home) => {
      try {
        (storage ?? localStorage).setItem(name(key, scope), JSON.stringify(value));
      } catch {}
    },
  });

  // The theme puts the passage that an address names into a selector as it stands, where a backslash would be a mistake.
  const mend = () => {
    if (location.hash.includes("\\")) history.replaceState(history.state, "", location.hash.replaceAll("\\", "%5C"));
  };
  mend();
  addEventListener("hashchange", mend);

  // The colours that the reader chose, or else prefers, are set as soon as there is a body: before it is drawn.
  const chosen = window.__md_get("__palette")?.color?.scheme;
  const dark = chosen ? chosen === "slate" : matchMedia("(prefers-color-scheme: dark)").matches;
  new MutationObserver((_, observer) => {
    if (!document.body) return;
    observer.disconnect();
    document.body.setAttribute("data-md-color-scheme", dark ? "slate" : "default");
  }).observe(document.documentElement, { childList: true });
})();
