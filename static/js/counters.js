// Under a field, how much of its room is used: bytes for what goes into a QR code, characters of a text that nears its
// limit. Nothing is cut; what is too long is refused in words.
(() => {
  "use strict";
  const COUNTED = "[data-bytes-of], [data-chars-of]";
  const NEAR = 0.8; // of the characters that a field takes
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
    const isFar = !inBytes && used < most * NEAR;
    if (isFar && !field.nextElementSibling?.classList.contains("count")) return;
    const line = lineBelow(field);
    line.hidden = isFar;
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
