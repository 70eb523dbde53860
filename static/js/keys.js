// Keys: ? opens the list of keys, / goes to the page's own search field, else to the search of everything;
// the frame around the focus shows once keys are used.
(() => {
  "use strict";
  const TYPING = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]";
  const page = document.documentElement;
  page.classList.add("quiet");
  document.addEventListener("keydown", () => page.classList.remove("quiet"), { once: true });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest(TYPING)) return;
    if (event.key === "?") document.querySelector("#keys")?.showModal();
    const search = document.querySelector("input[type=search]");
    const way = document.querySelector("a.find");
    if (event.key === "/" && (search || way)) {
      event.preventDefault();
      if (search) search.focus();
      else way.click();
    }
  });
})();
