// The criteria of a round by keys alone: one of them is in hand, figures choose, letters do the rest. No letter means
// anything while somebody types.
(() => {
  "use strict";
  const { marks, outbox, ticks } = window;
  if (!outbox) return;
  const TYPING = "input:not([type=radio], [type=checkbox], [type=file]), textarea, select";
  const MORE = "a[hx-trigger^=revealed]";
  let inHand = ""; // the id of the row

  const rows = () => [...document.querySelectorAll(".crit")];
  const row = () => document.getElementById(inHand);
  const form = () => row()?.querySelector(marks.FORM);
  const choices = (one) => [...one.querySelectorAll("[name=state]")];

  function show() {
    document.querySelectorAll(".crit[data-now]").forEach((one) => { if (one.id !== inHand) delete one.dataset.now; });
    if (row()) row().dataset.now = "";
    const all = rows(), place = document.querySelector("#walk-at");
    const code = row()?.querySelector(".code").textContent;
    if (place && code) place.textContent = `${code} · ${all.indexOf(row()) + 1}/${all.length}`;
  }
  function take(one) {
    if (!one) return;
    inHand = one.id;
    show();
    const chosen = choices(one);
    (chosen.find((choice) => choice.checked) || chosen[0])?.focus({ preventScroll: true });
    one.scrollIntoView({ block: "center" });
  }
  // The next row, or the one before, of which something holds; at the end of the portion the rest is fetched first.
  function walk(step, holds = () => true) {
    const all = rows(), from = row() ? all.indexOf(row()) : -1;
    const way = step > 0 ? all.slice(from + 1) : all.slice(0, Math.max(from, 0)).reverse();
    const found = way.find(holds), more = document.querySelector(MORE);
    if (found) take(found);
    else if (step > 0 && more) {
      more.addEventListener("htmx:afterRequest", () => setTimeout(() => walk(step, holds)), { once: true });
      more.click();
    }
  }
  // What lies in the folded part of the row: unfolds it first. Other answers may come before the one that unfolds.
  let waits = null;
  function inside(use) {
    document.removeEventListener("htmx:afterSwap", waits);
    const found = use(row());
    if (found) return found();
    const way = row().querySelector("a[id^=d]");
    if (!way) return undefined;
    waits = () => {
      const act = use(row());
      if (!act) return;
      document.removeEventListener("htmx:afterSwap", waits);
      act();
    };
    document.addEventListener("htmx:afterSwap", waits);
    return way.click();
  }
  function clear() {
    const url = marks.urlOf(form());
    outbox.keep(url, [...ticks.said(form()), ["clear", "1"]]);
    outbox.send(url);
  }
  const unsaid = (one) => choices(one).length && !choices(one).some((choice) => choice.checked);
  const unsaved = (one) => marks.urlOf(one.querySelector(marks.FORM) || one) in outbox.all(); // being sent or not
  const press = (selector) => (one) => {
    const found = one.querySelector(selector);
    return found && (() => found.click());
  };

  const ACTS = {
    n: () => walk(1),
    p: () => walk(-1),
    u: () => walk(1, unsaid),
    l: () => walk(1, unsaved),
    g: () => press("[name=as_before][value='1']")(row())?.(),
    a: () => press("input[type=file]")(row())?.(),
    t: () => press("a[href$='/ton-tai']")(row())?.(),
    e: () => inside((one) => one.querySelector("textarea") && (() => one.querySelector("textarea").focus())),
    m: () => inside(press("a[href$='/dung-chung']")),
    s: () => outbox.sendAll(),
    0: clear,
  };
  for (const figure of [1, 2, 3, 4, 5]) ACTS[figure] = () => choices(row())[figure - 1]?.click();

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.matches(TYPING)) take(event.target.closest(".crit"));
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest(`${TYPING}, dialog`)) return;
    if (event.key === "?") {
      event.stopImmediatePropagation();
      document.querySelector("#round-keys").showModal();
      return;
    }
    const act = ACTS[event.key.toLowerCase()];
    if (!act || !rows().length) return;
    event.preventDefault();
    if (!row() && !["n", "u", "l"].includes(event.key.toLowerCase())) take(rows()[0]);
    if (form() || "npuls".includes(event.key.toLowerCase())) act();
  }, true);
  for (const name of ["focusin", "click"]) {
    document.addEventListener(name, ({ target }) => {
      const one = target.closest?.(".crit");
      if (one) inHand = one.id;
      const step = name === "click" && target.closest?.("[data-walk]")?.dataset.walk;
      if (step) walk(Number(step));
      show();
    });
  }
  document.addEventListener("htmx:load", show);

  // ---- colleagues: what they saved meanwhile, while this page is looked at and used
  const EVERY = 15_000, USED = 300_000; // milliseconds
  let usedAt = Date.now();
  const look = () => {
    const place = document.querySelector("#colleagues");
    if (place && !document.hidden && navigator.onLine && Date.now() - usedAt < USED) window.htmx.trigger(place, "look");
  };
  for (const name of ["keydown", "pointerdown"]) addEventListener(name, () => { usedAt = Date.now(); });
  for (const name of ["focus", "visibilitychange"]) {
    addEventListener(name, () => {
      usedAt = Date.now();
      look();
    });
  }
  setInterval(look, EVERY);
  // A row that somebody works on here is not taken from under his hands: it says what happened instead.
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    const { target } = event.detail, own = target.matches?.(".crit") && target.querySelector(marks.FORM);
    if (!own || !(outbox.all()[marks.urlOf(own)] || own.elements.note)) return;
    event.detail.shouldSwap = false;
    if (target.querySelector(".news")) return;
    const news = document.createElement("p");
    news.className = "news theirs";
    news.textContent = "Người khác vừa lưu mục này. Chữ đang gõ vẫn giữ; khi lưu, chỗ khác nhau hiện cả hai.";
    own.after(news);
  });
})();
