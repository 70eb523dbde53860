// What is kept of a criterion is sent until the server has taken it, by itself when the line is back.
(() => {
  "use strict";
  if (!window.kept) return;
  const { all, drop, mark, tell } = window.kept;
  const LONGEST = 30_000, ANSWER = 20_000; // milliseconds between two tries, and until an answer is given up
  const REFUSED = [400, 403, 404, 409, 410, 413, 422]; // the same words would be refused again
  const sending = new Map(); // by address, what is on its way
  let wait = 2000, again = 0;

  const token = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  async function post(url, texts) {
    const headers = { "HX-Request": "true", "HX-Current-URL": location.href, "X-CSRFToken": token() };
    const body = new URLSearchParams(texts.filter(([name]) => name !== "csrf_token"));
    const ways = { method: "POST", body, headers, redirect: "manual", keepalive: true };
    const answer = await fetch(url, { ...ways, signal: AbortSignal.timeout(ANSWER) });
    window.drafts.renew(answer.headers.get("X-CSRFToken"));
    return { status: answer.status, html: await answer.text(), leadsTo: answer.headers.get("HX-Redirect") };
  }

  // True when it was taken, else false; whatever happens to the line, the words stay.
  async function trySend(url) {
    const { texts, no } = all()[url];
    tell(url, "sending");
    let answer = await post(url, texts).catch(() => null);
    if (answer?.status === 400) answer = await post(url, texts).catch(() => null); // with the token that came with it
    if (answer?.status === 200) {
      wait = 2000;
      if (all()[url]?.no === no) drop(url);
      tell(url, "taken", { html: answer.html, texts });
      return !all()[url]; // what was said meanwhile goes next
    }
    if (answer?.status === 401) mark(url, "signed-out");
    else mark(url, REFUSED.includes(answer?.status) ? "refused" : "unsent");
    tell(url, "not-taken", { ...answer, texts });
    return false;
  }

  function send(url) {
    if (!all()[url]) return Promise.resolve(true);
    if (!sending.has(url)) {
      sending.set(url, trySend(url).finally(() => {
        sending.delete(url);
        plan();
      }));
    }
    return sending.get(url);
  }
  const sendAll = () => Promise.all(Object.keys(all()).map(send)).then((taken) => taken.every(Boolean));
  const waiting = () => Object.entries(all()).filter(([, entry]) => !["refused", "signed-out"].includes(entry.why));

  function plan() {
    clearTimeout(again);
    if (!waiting().length) return;
    again = setTimeout(() => waiting().forEach(([url]) => send(url)), wait);
    wait = Math.min(wait * 2, LONGEST);
  }

  window.outbox = { ...window.kept, send, sendAll, waiting };
  addEventListener("online", sendAll);
  addEventListener("load", () => sendAll());
})();
