// Before a changed form is left the browser asks; a form that is sent, or saves itself, asks nothing.
(() => {
  "use strict";
  const typedIn = new Set();

  function differs(field) {
    if (field.type === "hidden" || field.type === "submit" || field.disabled) return false;
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.tagName === "SELECT") {
      const options = [...field.options];
      const first = options.findIndex((option) => option.defaultSelected);
      return field.selectedIndex !== Math.max(first, 0);
    }
    if (field.type === "file") return field.files.length > 0;
    return "defaultValue" in field && field.value !== field.defaultValue;
  }
  const isChanged = (form) => form.isConnected && [...form.elements].some(differs);
  const who = document.body.dataset.who;
  const asks = (form) => who && form?.method === "post" && !form.matches("[data-outbox]");
  const wasRefused = (form) => form.isConnected && form.matches(":has([aria-invalid=true], .theirs)");

  function typed(event) {
    const { form } = event.target;
    if (asks(form)) typedIn.add(form);
  }
  document.addEventListener("input", typed);
  document.addEventListener("change", typed);
  document.addEventListener("submit", (event) => typedIn.delete(event.target), true);
  document.addEventListener("htmx:afterRequest", ({ detail: { elt, xhr } }) => {
    if (elt.tagName === "FORM" && asks(elt) && (xhr.status === 0 || xhr.status >= 400)) typedIn.add(elt);
  });
  addEventListener("beforeunload", (event) => {
    if ([...typedIn].some((form) => isChanged(form) || wasRefused(form))) event.preventDefault();
  });
  for (const form of document.forms) if (asks(form) && wasRefused(form)) typedIn.add(form);

  window.leaving = { watch: (form) => typedIn.add(form), forget: (form) => typedIn.delete(form) };
})();
