// What was said about a criterion and has not reached the server, kept on this computer for the person who
// said it: over reload and sign-in. outbox.js sends it, ticks.js shows it in its row.
(() => {
  "use strict";
  const { who } = document.body.dataset;
  const PLACE = `outbox.${who}`;

  function all() {
    try {
      return JSON.parse(localStorage.getItem(PLACE)) || {};
    } catch {
      return {};
    }
  }
  function store(entries) {
    try {
      localStorage.setItem(PLACE, JSON.stringify(entries));
    } catch { /* no storage: the row still says that it is not saved */ }
  }
  const tell = (url, state, more = {}) => document.dispatchEvent(
    new CustomEvent("outbox", { detail: { url, state, ...more } }),
  );

  // texts: pairs of a form. Later words take the place of earlier ones; what the form does not show any more is kept,
  // with the marks of what was seen then, so that nothing of a colleague is written over.
  function joined(former, texts) {
    const now = new Map(texts), names = new Set([...now.keys(), "clear", "as_before", "csrf_token"]);
    const more = (former || []).filter(([name]) => !names.has(name));
    if (!more.length) return texts;
    const then = new Map(former);
    now.set("seen", [...new Map([...now.get("seen").split(","), ...then.get("seen").split(",")]
      .map((said) => said.split(":"))).entries()].map((said) => said.join(":")).join(","));
    return [...now.set("version", then.get("version")), ...more];
  }
  function keep(url, texts) {
    const former = all()[url];
    store({ ...all(), [url]: { texts: joined(former?.texts, texts), no: (former?.no || 0) + 1 } });
    tell(url, "kept");
  }
  function drop(url) {
    const { [url]: _gone, ...others } = all();
    store(others);
    tell(url, "dropped");
  }
  function mark(url, why) {
    const entries = all();
    if (entries[url]) store({ ...entries, [url]: { ...entries[url], why } });
    tell(url, why);
  }

  if (who) window.kept = { all, drop, keep, mark, tell };
})();
