// A table wider than the phone scrolls by keys too.
(() => {
  "use strict";
  const reach = (table) => {
    if (table.scrollWidth > table.clientWidth) table.tabIndex = 0;
  };
  const reachAll = (root) => root.querySelectorAll("table").forEach(reach);
  addEventListener("resize", () => reachAll(document));
  document.addEventListener("htmx:load", (event) => reachAll(event.detail.elt));
  reachAll(document);
})();
