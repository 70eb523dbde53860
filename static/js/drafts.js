// What people typed and could not save is kept in this tab until a page shows that it was taken.
// The files are joined by name: autosave, leaving and offer use window.drafts.
(() => {
  "use strict";
  const DRAFTS = "draft";
  const MOST = 8; // forms whose drafts are kept, the newest
  const who = document.body.dataset.who;

  function all() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(DRAFTS) || "[]");
      return Array.isArray(kept) ? kept : [];
    } catch {
      return [];
    }
  }

  function store(drafts) {
    try {
      if (drafts.length) sessionStorage.setItem(DRAFTS, JSON.stringify(drafts.slice(-MOST)));
      else sessionStorage.removeItem(DRAFTS);
    } catch { /* no storage, no drafts */ }
  }

  const address = (text) => {
    const { pathname, search } = new URL(text || "", location.href);
    return pathname + search;
  };
  const put = (draft) => store([...all().filter((kept) => kept.action !== draft.action), draft]);
  const drop = (id) => store(all().filter((kept) => kept.id !== id));

  // The name under which a draft travels with its form, so that a page can say that it was taken.
  function nameOf(form) {
    let field = form.querySelector("[name=draft_id]");
    if (!field) {
      field = Object.assign(document.createElement("input"), { type: "hidden", name: "draft_id" });
      form.append(field);
    }
    field.value = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 12)}`;
    return field.value;
  }

  // A form that is sent is kept; never one with a password.
  function keep(form, action, isLeft = false, submitter = null) {
    if (!who || !form || form.matches("[data-outbox]") || form.method !== "post") return;
    if (form.querySelector("[type=password], [name*=password]")) return;
    if (!form.querySelector("textarea, select, input:not([type=hidden])")) return;
    const id = nameOf(form);
    const parts = [...new FormData(form, submitter?.form === form ? submitter : null)];
    put({
      id,
      who,
      isLeft,
      texts: parts.filter(([, value]) => typeof value === "string"),
      action: address(action || form.getAttribute("action")),
      hadFile: parts.some(([, value]) => value.name),
    });
  }

  const signsOut = (form) => form.getAttribute("action")?.endsWith("/dang-xuat");

  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (signsOut(form)) store([]);
    else keep(form, submitter?.getAttribute("formaction"), false, submitter);
  }, true);

  // A page that stays on the screen: what was refused is kept for a reload, what was taken is not.
  function keepRefused({ elt, requestConfig: asked }) {
    const submitter = asked?.triggeringEvent?.submitter;
    if (asked?.verb !== "get") keep(elt.closest("form"), submitter?.getAttribute("formaction"), true, submitter);
  }
  for (const name of ["sendError", "timeout"]) {
    document.addEventListener(`htmx:${name}`, (event) => keepRefused(event.detail));
  }
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const { elt, xhr, requestConfig: asked } = event.detail;
    const form = elt.closest("form");
    if (xhr.status === 401) keep(form, "", true, asked.triggeringEvent?.submitter);
    else if (xhr.status >= 400) keepRefused(event.detail);
    else if (asked.verb !== "get" && form) drop(form.querySelector("[name=draft_id]")?.value);
    renew(xhr.getResponseHeader("X-CSRFToken"));
  });

  // A token of this session in place of an older one, in all forms on the screen.
  function renew(token) {
    if (!token) return;
    document.querySelectorAll("[name=csrf_token]").forEach((field) => { field.value = token; });
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
  }

  window.drafts = { address, all, drop, keep, put, renew, signsOut, store, who };
})();
