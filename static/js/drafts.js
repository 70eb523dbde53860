/* What people typed and could not save: kept in this tab, offered again, sent before they walk away. */
(() => {
  "use strict";
  const one = (selector, root = document) => root.querySelector(selector);
  const DRAFT = "draft";
  const who = document.body.dataset.who;
  const put = (draft) => { try { draft ? sessionStorage.setItem(DRAFT, JSON.stringify(draft)) : sessionStorage.removeItem(DRAFT); } catch { /* no storage, no drafts */ } };
  const get = () => { try { return JSON.parse(sessionStorage.getItem(DRAFT) || "null"); } catch { return null; } };

  /* A form that is sent is kept until the next page shows that the session was still open; never one with a password. */
  let sent = null;
  function keep(form, action, isLeft = false, submitter = null) {
    if (!who || !form || form.method !== "post" || one("[type=password], [name*=password]", form)) return;
    if (!one("textarea, select, input:not([type=hidden])", form)) return;
    const parts = [...new FormData(form, submitter?.form === form ? submitter : null)];
    const texts = parts.filter(([, value]) => typeof value === "string");
    put({ who, isLeft, texts, action: action || form.getAttribute("action") || location.href, hadFile: parts.some(([, value]) => value.name) });
    sent = form;
  }
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const { elt, xhr, requestConfig } = event.detail;
    if (xhr.status === 401) keep(elt.closest("form"), "", true, requestConfig.triggeringEvent?.submitter);
    else if (xhr.status < 300 && requestConfig.verb !== "get" && sent && sent === elt.closest("form")) put(null);
  });

  /* A note that saves itself is sent before the page is left by a link or another form, and at the latest when it goes. */
  const waiting = new Set();
  const gone = new WeakSet(); // sent here, so that htmx need not
  const send = async () => { // whether all of them were taken; what was refused is offered again by the page that follows
    const forms = [...waiting].filter((form) => form.isConnected);
    waiting.clear();
    const taken = await Promise.all(forms.map(async (form) => {
      gone.add(form);
      const texts = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
      const answer = await fetch(form.action, { method: "POST", body: texts, keepalive: true, redirect: "manual" }).catch(() => null);
      const isTaken = answer?.ok || answer?.type === "opaqueredirect";
      if (!isTaken) keep(form, "", true);
      return isTaken;
    }));
    return taken.every(Boolean);
  };
  document.addEventListener("input", (event) => { const form = event.target.closest("form[hx-trigger^=change]"); if (form) { waiting.add(form); gone.delete(form); } });
  document.addEventListener("htmx:beforeRequest", (event) => { if (gone.has(event.detail.elt)) event.preventDefault(); });
  document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) waiting.delete(event.detail.elt); });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]:not([hx-get], [target], [download], [href^='#'], [href*='/tep/'])");
    if (!link || !waiting.size || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    send().then(() => { location.href = link.href; });
  });
  const signsOut = (form) => form.getAttribute("action")?.endsWith("/dang-xuat");
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (waiting.size && !waiting.has(form) && !form.hasAttribute("hx-post")) { // the submitter comes back once the notes are in
      event.preventDefault();
      event.stopImmediatePropagation();
      const { submitter } = event;
      send().then((isTaken) => { isTaken || !signsOut(form) ? form.requestSubmit(submitter) : location.reload(); });
    } else if (signsOut(form)) put(null);
    else keep(form, event.submitter?.getAttribute("formaction"), false, event.submitter);
  }, true);
  addEventListener("pagehide", send);

  /* The same person comes back: the form may be sent again, or dropped. */
  function offer(draft) {
    const make = (name, facts, ...inside) => { const made = Object.assign(document.createElement(name), facts); made.append(...inside); return made; };
    const form = make("form", { className: "card draft", method: "post", action: draft.action });
    const token = one("[name=csrf_token]").value;
    for (const [name, value] of draft.texts) form.append(make("input", { type: "hidden", name, value: name === "csrf_token" ? token : value }));
    form.append(make("p", {}, `Nội dung gõ trước đó chưa được lưu.${draft.hadFile ? " Tệp đính kèm phải chọn lại." : ""}`),
      make("p", { className: "cluster" }, make("button", { className: "btn primary" }, "Lưu nội dung đó"),
        make("button", { className: "btn", type: "button", onclick: () => { put(null); form.remove(); } }, "Bỏ đi")));
    form.addEventListener("submit", () => put({ ...draft, isLeft: false })); // as for any form that is sent
    form.setAttribute("role", "status");
    one(".page-head").after(form);
  }
  const draft = get();
  if (document.body.classList.contains("paper")) return; // a sheet to print says nothing about who is signed in
  if (draft && !who) { // signed out: the page says so, and that the words are still there
    put({ ...draft, isLeft: true });
    document.documentElement.classList.add("has-draft");
  } else if (draft?.isLeft && draft.who === who && Array.isArray(draft.texts)) offer(draft);
  else put(null);
})();
