/* Small comforts on top of pages that work without this file. */
(() => {
  "use strict";
  document.documentElement.classList.add("js", "quiet"); // quiet: a frame around what has the focus shows once keys are used
  document.addEventListener("keydown", () => document.documentElement.classList.remove("quiet"), { once: true });
  const one = (selector, root = document) => root.querySelector(selector);

  /* Short messages: from the server's HX-Trigger {"toast": {...}} or from a failed request. */
  function toast(text, kind = "ok") {
    const box = document.getElementById("toasts");
    if (!box || !text) return;
    const line = document.createElement("p");
    line.className = `toast ${kind}`;
    line.textContent = text;
    box.append(line);
    setTimeout(() => line.remove(), kind === "ok" ? 6000 : 15000);
  }
  document.addEventListener("toast", (event) => {
    const said = event.detail || {};
    toast(said.text || said.message || said.value, said.kind || said.category || "ok");
  });
  document.addEventListener("htmx:beforeRequest", (event) => { // what was said of an earlier saving says nothing of this one
    if (event.detail.requestConfig.verb !== "get") document.getElementById("toasts")?.replaceChildren();
  });
  const KEPT = "Chữ đã nhập vẫn còn trên màn hình.";
  document.addEventListener("htmx:sendError", () => toast(`Mất kết nối tới máy chủ, chưa lưu được. ${KEPT} Xin thử lại.`, "bad"));
  document.addEventListener("htmx:timeout", () => toast(`Máy chủ trả lời quá lâu. ${KEPT} Xin thử lại.`, "bad"));
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    const why = { 400: "Trang mở đã lâu, xin tải lại trang rồi lưu.", 401: "Phiên làm việc đã hết, xin đăng nhập lại.",
      403: "Tài khoản này không có quyền làm việc đó.", 404: "Mục này không còn.", 413: "Tệp quá lớn.", 429: "Thao tác quá nhanh, xin đợi ít phút." }[status];
    toast(`${why || "Máy chủ gặp lỗi, chưa lưu được."} ${KEPT}`, "bad");
  });

  /* A question before a plain post too; htmx asks by itself through hx-confirm. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.confirm && !form.hasAttribute("hx-post") && !confirm(form.dataset.confirm)) event.preventDefault();
  });

  /* Keys: ? opens the list, / goes to the search field. */
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input:not([type=radio],[type=checkbox]), textarea, select, [contenteditable]")) return;
    if (event.key === "?") one("#keys")?.showModal();
    if (event.key === "/" && one("input[type=search]")) { event.preventDefault(); one("input[type=search]").focus(); }
  });

  /* Counters: bytes for what goes into a QR code, characters for long texts. */
  const bytes = new TextEncoder();
  function count(field) {
    const inBytes = field.dataset.bytesOf;
    const most = Number(inBytes || field.dataset.charsOf);
    const used = inBytes ? bytes.encode(field.value).length : [...field.value.normalize("NFC")].length;
    let line = field.nextElementSibling;
    if (!line?.classList.contains("count")) {
      line = document.createElement("p");
      line.className = "count";
      field.after(line);
    }
    line.textContent = `${used}/${most} ${inBytes ? "byte" : "ký tự"}${used > most ? " – quá dài" : ""}`;
    line.classList.toggle("bad", used > most);
  }
  const counted = "[data-bytes-of], [data-chars-of]";
  document.addEventListener("input", (event) => {
    if (event.target.matches(counted)) count(event.target);
    const mark = event.target.closest("[data-autosave]") && one(".saved", event.target.closest("[data-autosave]"));
    if (mark) mark.textContent = "Chưa lưu…";
  });
  const reach = (table) => { if (table.scrollWidth > table.clientWidth) table.tabIndex = 0; };
  const ready = (root) => {
    root.querySelectorAll(counted).forEach(count);
    root.querySelectorAll("table").forEach(reach); // a table wider than the phone scrolls by keys too
  };
  addEventListener("resize", () => document.querySelectorAll("table").forEach(reach));
  document.addEventListener("htmx:load", (event) => ready(event.detail.elt));
  ready(document);

  /* A file field says in Vietnamese which file was chosen; one that is too large is not sent at all. */
  const MB = 1024 * 1024;
  document.addEventListener("change", (event) => {
    if (event.target.type !== "file") return;
    const files = [...event.target.files];
    const limit = (file) => (file.type.startsWith("image/") ? 10 : 20);
    const large = files.find((file) => file.size > limit(file) * MB);
    let words = files.map((file) => file.name).join(", ") || "Chưa chọn tệp nào";
    if (large) {
      words = `Tệp “${large.name}” nặng ${Math.ceil(large.size / MB)} MB, chỉ nhận tối đa ${limit(large)} MB. Xin chọn tệp nhỏ hơn.`;
      event.target.value = "";
      event.stopImmediatePropagation();
      toast(words, "bad");
    }
    const face = one(".pick-face span", event.target.parentElement);
    if (face) { face.textContent = words; face.classList.toggle("t-bad", Boolean(large)); }
  }, true);

  /* Printing, and after a refused form the eye goes to what must be mended. */
  document.addEventListener("click", (event) => { if (event.target.closest("[data-print]")) window.print(); });
  document.addEventListener("htmx:afterSettle", (event) => one("[aria-invalid=true]", event.detail.elt)?.focus());
  one("[aria-invalid=true]")?.focus();
})();
