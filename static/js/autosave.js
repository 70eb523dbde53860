// A note that saves itself says that it is not saved yet, and is sent before one walks away from it.
(() => {
  "use strict";
  const waiting = new Set(); // forms whose last words the server has not taken
  const gone = new WeakSet(); // forms that were sent here, so that htmx need not

  document.addEventListener("input", (event) => {
    const mark = event.target.closest("[data-autosave]")?.querySelector(".saved");
    if (mark) mark.textContent = "Chưa lưu…";
    const form = event.target.closest("form[hx-trigger^=change]");
    if (form) {
      waiting.add(form);
      gone.delete(form);
    }
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (gone.has(event.detail.elt)) event.preventDefault();
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) waiting.delete(event.detail.elt);
  });

  // Whether it was taken; what was refused is offered again by the page that follows.
  async function send(form) {
    gone.add(form);
    const texts = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
    const options = { method: "POST", body: texts, keepalive: true, redirect: "manual" };
    const answer = await fetch(form.action, options).catch(() => null);
    const isTaken = answer?.ok || answer?.type === "opaqueredirect";
    if (!isTaken) window.drafts.keep(form, "", true);
    return isTaken;
  }

  async function sendAll() {
    const forms = [...waiting].filter((form) => form.isConnected);
    waiting.clear();
    return (await Promise.all(forms.map(send))).every(Boolean);
  }

  // Away by a link of this page
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]:not([hx-get], [target], [download], [href^='#'], [href*='/tep/'])");
    const opensElsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.button;
    if (!link || !waiting.size || opensElsewhere) return;
    event.preventDefault();
    sendAll().then(() => { location.href = link.href; });
  });

  // Away by another form, which is sent once the notes are in; signing out stays when one was refused
  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (!waiting.size || waiting.has(form) || form.hasAttribute("hx-post")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    sendAll().then((areTaken) => {
      if (areTaken || !window.drafts.signsOut(form)) form.requestSubmit(submitter);
      else location.reload();
    });
  }, true);

  addEventListener("pagehide", sendAll);
})();
