// The file that the clerk just finished at this counter: for ten minutes, and for one answer.
import { fact, note } from "./store.js";

let pushed = null;

export async function hear(told) {
  if (!told) {
    pushed = null;
    return;
  }
  if (told.id === (await fact("used_context").catch(() => null))) return;
  pushed = { ...told, until: performance.now() + told.seconds * 1000 }; // this clock does not jump
}

// What goes with the next answer; the one after it is about another file.
export function take() {
  const found = pushed && performance.now() < pushed.until ? pushed : null;
  pushed = null;
  if (found) note("used_context", found.id).catch(() => {});
  return found;
}
