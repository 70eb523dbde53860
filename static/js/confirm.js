// A question before a plain post too; htmx asks by itself through hx-confirm.
(() => {
  "use strict";
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset.confirm || form.hasAttribute("hx-post")) return;
    if (!confirm(form.dataset.confirm)) event.preventDefault();
  });
})();
