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

  // An opened list of further acts closes by Esc, where the focus goes back to its button, and by a press elsewhere.
  const close = (kept) => document.querySelectorAll("details.more[open]").forEach((one) => {
    if (one !== kept) one.open = false;
  });
  document.addEventListener("click", ({ target }) => close(target.closest("details.more")));
  document.addEventListener("keydown", ({ key, target }) => {
    const opened = key === "Escape" && target.closest?.("details.more[open]");
    if (opened) opened.querySelector("summary").focus();
    if (key === "Escape") close();
  });
})();
