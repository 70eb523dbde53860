// What the page was told by the server that served it: addresses, its version, and its times in milliseconds.
const told = document.body.dataset;

export const ROOT = told.root;
export const VERSION = told.version;
export const ICONS = told.icons;
export const TIME = Object.fromEntries(
  ["undo", "idle", "thanks", "beat", "retry", "orphan", "calm"].map((name) => [name, Number(told[name])]),
);

export const one = (selector, from = document) => from.querySelector(selector);
export const all = (selector, from = document) => [...from.querySelectorAll(selector)];
