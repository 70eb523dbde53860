// After a refused form the eye goes to what must be mended.
(() => {
  "use strict";
  const look = (root) => root.querySelector("[aria-invalid=true]")?.focus();
  document.addEventListener("htmx:afterSettle", (event) => look(event.detail.elt));
  look(document);
})();
