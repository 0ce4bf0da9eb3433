// The theme asks for the whole search index on every page. Here the request waits until a reader opens the search.
(() => {
  "use strict";

  const toggle = document.querySelector("[data-md-toggle=search]");
  const { open, send } = XMLHttpRequest.prototype;

  // A page that is opened out of the results marks the words that were sought, and needs the index for it.
  const wanted = () => toggle.checked || new URLSearchParams(location.search).has("h");

  XMLHttpRequest.prototype.open = function (method, url, ...rest) {
    if (new URL(url, location.href).pathname.endsWith("/search/search_index.json") && !wanted()) {
      this.send = (body) => { toggle.addEventListener("change", () => send.call(this, body), { once: true }); };
    }
    return open.call(this, method, url, ...rest);
  };

  // From disk no index can be read. The theme looks for none where no form has this name.
  if (location.protocol === "file:") document.forms.namedItem("search")?.removeAttribute("name");
})();
