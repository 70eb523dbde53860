// What is asked: kept on the tablet as it was told last, changed only when nobody stands there.
import { call } from "./api.js";
import * as context from "./context.js";
import { one } from "./page.js";
import { useLanguages } from "./screens.js";
import { fact, note } from "./store.js";

let told = null;

export const questionnaire = () => told.questionnaire;
export const pin = () => told?.pin ?? null;
export const device = () => told?.device ?? null;
export const name = () => told?.config ?? "";
export const asks = (level) => told.questionnaire.asks.find((ask) => ask.levels.includes(level));

function use(found) {
  told = found;
  one("#office").textContent = found.office.name;
  one("#counter").textContent = found.counter || found.device.name;
  one("#emblem").textContent = found.office.short;
  useLanguages(found.languages, found.contact_days);
}

// What the tablet was told before it was switched off; false when it never was.
export async function recall() {
  const found = await fact("configuration");
  if (found) use(found);
  return Boolean(found);
}

// Ask anew; the answer of the server, which may be that this tablet may not ask any more.
export async function refresh() {
  const answer = await call("cau-hinh");
  if (answer.status === 200 && answer.told?.questionnaire) {
    const { context: pushed, now, ...found } = answer.told;
    await note("configuration", found).catch(() => {}); // a full memory still asks
    await context.hear(pushed);
    use(found);
  }
  return answer;
}
