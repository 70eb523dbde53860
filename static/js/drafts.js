// What people typed and could not save is kept in this tab until a page shows that it was taken.
// The files are joined by name: autosave and offer use window.drafts.
(() => {
  "use strict";
  const DRAFT = "draft";
  const who = document.body.dataset.who;
  let sent = null; // the form that was kept last

  function put(draft) {
    try {
      if (draft) sessionStorage.setItem(DRAFT, JSON.stringify(draft));
      else sessionStorage.removeItem(DRAFT);
    } catch { /* no storage, no drafts */ }
  }

  function get() {
    try {
      return JSON.parse(sessionStorage.getItem(DRAFT) || "null");
    } catch {
      return null;
    }
  }

  // A form that is sent is kept until the next page shows that the session was still open; never one with a password.
  function keep(form, action, isLeft = false, submitter = null) {
    if (!who || !form || form.method !== "post" || form.querySelector("[type=password], [name*=password]")) return;
    if (!form.querySelector("textarea, select, input:not([type=hidden])")) return;
    const parts = [...new FormData(form, submitter?.form === form ? submitter : null)];
    put({
      who,
      isLeft,
      texts: parts.filter(([, value]) => typeof value === "string"),
      action: action || form.getAttribute("action") || location.href,
      hadFile: parts.some(([, value]) => value.name),
    });
    sent = form;
  }

  const signsOut = (form) => form.getAttribute("action")?.endsWith("/dang-xuat");

  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (signsOut(form)) put(null);
    else keep(form, submitter?.getAttribute("formaction"), false, submitter);
  }, true);

  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const { elt, xhr, requestConfig } = event.detail;
    const isWritten = xhr.status < 300 && requestConfig.verb !== "get";
    if (xhr.status === 401) keep(elt.closest("form"), "", true, requestConfig.triggeringEvent?.submitter);
    else if (isWritten && sent && sent === elt.closest("form")) put(null);
  });

  window.drafts = { get, keep, put, signsOut, who };
})();
