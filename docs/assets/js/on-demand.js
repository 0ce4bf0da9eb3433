// The theme asks for the whole search index on every page. Here the request waits until a reader opens the search.
(() => {
  "use strict";

  const toggle = document.querySelector("[data-md-toggle=search]");
  const { open, send } = XMLHttpRequest.prototype;

  XMLHttpRequest.prototype.open = function (method, url, ...rest) {
    if (new URL(url, location.href).pathname.endsWith("/search/search_index.json") && !toggle.checked) {
      this.send = (body) => { toggle.addEventListener("change", () => send.call(this, body), { once: true }); };
    }
    return open.call(this, method, url, ...rest);
  };
})();
