/* What people typed and could not save: kept in this tab, offered again, sent when they walk away. */
(() => {
  "use strict";
  const one = (selector, root = document) => root.querySelector(selector);

  /* What was sent after the session had ended stays in this tab, and is offered again to the same person. */
  const DRAFT = "draft";
  const who = document.body.dataset.who;
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!who || form.method !== "post" || one("[type=password], [name*=password]", form) || !one("textarea, select, input:not([type=hidden])", form)) return;
    const parts = [...new FormData(form, event.submitter)];
    const texts = parts.filter(([, value]) => typeof value === "string");
    const action = event.submitter?.getAttribute("formaction") || form.getAttribute("action") || location.href;
    sessionStorage.setItem(DRAFT, JSON.stringify({ who, action, texts, hadFile: parts.some(([, value]) => value.name) }));
  });
  document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) sessionStorage.removeItem(DRAFT); });
  function offerDraft() {
    const draft = JSON.parse(sessionStorage.getItem(DRAFT) || "null");
    if (!draft) return;
    if (!who) return sessionStorage.setItem(DRAFT, JSON.stringify({ ...draft, isLeft: true })); // signed out: the page says so
    if (!draft.isLeft || draft.who !== who) return sessionStorage.removeItem(DRAFT);
    const make = (name, facts, ...inside) => { const made = Object.assign(document.createElement(name), facts); made.append(...inside); return made; };
    const form = make("form", { className: "card draft", method: "post", action: draft.action });
    const drop = () => { sessionStorage.removeItem(DRAFT); form.remove(); };
    const token = one("[name=csrf_token]").value;
    for (const [name, value] of draft.texts) form.append(make("input", { type: "hidden", name, value: name === "csrf_token" ? token : value }));
    form.append(make("p", {}, `Nội dung gõ trước khi hết phiên chưa được lưu.${draft.hadFile ? " Tệp đính kèm phải chọn lại." : ""}`),
      make("p", { className: "cluster" }, make("button", { className: "btn primary" }, "Lưu nội dung đó"),
        make("button", { className: "btn", type: "button", onclick: drop }, "Bỏ đi")));
    form.addEventListener("submit", () => sessionStorage.removeItem(DRAFT));
    form.setAttribute("role", "status");
    one(".page-head").after(form);
  }
  offerDraft();

  /* A note that is still waiting to be saved by itself is sent when the page is left. */
  const waiting = new Set();
  document.addEventListener("input", (event) => { const form = event.target.closest("form[hx-trigger^=change]"); if (form) waiting.add(form); });
  document.addEventListener("htmx:afterRequest", (event) => waiting.delete(event.detail.elt));
  addEventListener("pagehide", () => waiting.forEach((form) => {
    const texts = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
    if (form.isConnected) fetch(form.action, { method: "POST", body: texts, keepalive: true });
  }));
})();
