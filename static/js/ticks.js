// A criterion saves itself: each choice is sent at once, and a press on the same choice sends it once more.
(() => {
  "use strict";
  const { outbox, marks } = window;
  if (!outbox) return;
  const { FORM, TEXT, formOf, urlOf, show, count, showAgain } = marks;
  const PRESSED = ["clear", "as_before"];
  const timers = new Map(); // by address, what is about to be sent
  const held = new Map(); // by address, an answer that waits while somebody types

  const AT_ONCE = { swapStyle: "outerHTML", swapDelay: 0, settleDelay: 0 };
  const isTyping = (row) => row.contains(document.activeElement) && document.activeElement.matches(TEXT);
  // The texts of a form; a button says what it was pressed for.
  const said = (form, submitter) => [...new FormData(form, submitter)].filter(([, value]) => typeof value === "string");
  function save(form, delay = 0, submitter = null) {
    const url = urlOf(form);
    outbox.keep(url, said(form, submitter));
    clearTimeout(timers.get(url));
    timers.set(url, setTimeout(() => outbox.send(url), delay));
  }

  // The answer in place of the row; while somebody types there it waits, and only what the next save needs is taken.
  function put(url, html) {
    const form = formOf(url), answer = new DOMParser().parseFromString(html, "text/html");
    const others = [...answer.querySelectorAll("[hx-swap-oob]")];
    others.forEach((one) => document.getElementById(one.id)?.replaceWith(document.importNode(one, true)));
    others.forEach((one) => one.remove());
    const row = form?.closest(".crit"), fresh = answer.querySelector(".crit");
    if (!row || !fresh) return;
    if (!isTyping(row)) window.htmx.swap(row, fresh.outerHTML, AT_ONCE);
    else {
      for (const name of ["version", "seen"]) form[name].value = fresh.querySelector(`[name=${name}]`).value;
      held.set(url, html);
      row.dataset.save = "";
      row.querySelector(".saved")?.replaceChildren("Đã lưu");
    }
  }

  document.addEventListener("outbox", ({ detail: { url, state, html, status, leadsTo } }) => {
    if (state === "taken") {
      put(url, html);
      const now = formOf(url), entry = outbox.all()[url]; // said meanwhile: from now on of what is stored
      if (entry && now) outbox.keep(url, [...said(now), ...entry.texts.filter(([name]) => PRESSED.includes(name))]);
    } else if (state === "not-taken") {
      if ([409, 422].includes(status)) put(url, html);
      if (status === 401 && formOf(url) && leadsTo) location.href = leadsTo;
      if (status === 409 || status === 422) show(url, "refused");
    } else if (state !== "dropped") show(url, state);
    count();
  });

  document.addEventListener("htmx:load", ({ detail: { elt } }) => elt.querySelectorAll(FORM).forEach(showAgain));
  document.addEventListener("focusout", ({ target }) => {
    const form = target.closest?.(FORM), html = form && held.get(urlOf(form));
    if (html && !outbox.all()[urlOf(form)]) setTimeout(() => put(urlOf(form), html));
    if (html) held.delete(urlOf(form));
  });
  document.addEventListener("input", ({ target }) => {
    const form = target.closest(FORM);
    if (form && target.matches(TEXT)) outbox.keep(urlOf(form), said(form));
  });
  document.addEventListener("change", ({ target }) => {
    const form = target.closest(FORM);
    if (form && target.type !== "file") save(form, target.type === "radio" ? 300 : 0);
  });
  document.addEventListener("click", ({ target }) => { // the choice that was pressed before: no change, but sent again
    const form = target.matches("input[type=radio]") && target.closest(FORM);
    if (form && outbox.all()[urlOf(form)]) save(form);
  });
  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (!form.matches(FORM)) return;
    event.preventDefault();
    save(form, 0, submitter);
  });
  window.ticks = { put, said };
  document.querySelectorAll(FORM).forEach(showAgain);
  count();
})();
