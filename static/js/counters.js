// Under a field, how much of its room is used: bytes for what goes into a QR code, characters for long texts.
(() => {
  "use strict";
  const COUNTED = "[data-bytes-of], [data-chars-of]";
  const bytes = new TextEncoder();

  function lineBelow(field) {
    const next = field.nextElementSibling;
    if (next?.classList.contains("count")) return next;
    const line = document.createElement("p");
    line.className = "count";
    field.after(line);
    return line;
  }

  function count(field) {
    const inBytes = field.dataset.bytesOf;
    const most = Number(inBytes || field.dataset.charsOf);
    const used = inBytes ? bytes.encode(field.value).length : [...field.value.normalize("NFC")].length;
    const line = lineBelow(field);
    line.textContent = `${used}/${most} ${inBytes ? "byte" : "ký tự"}${used > most ? " – quá dài" : ""}`;
    line.classList.toggle("bad", used > most);
  }

  const countAll = (root) => root.querySelectorAll(COUNTED).forEach(count);
  document.addEventListener("input", (event) => {
    if (event.target.matches(COUNTED)) count(event.target);
  });
  document.addEventListener("htmx:load", (event) => countAll(event.detail.elt));
  countAll(document);
})();
