// The heartbeat: the office hears how the tablet fares, the tablet hears what is new.
import * as answers from "./answers.js";
import { call } from "./api.js";
import { told as capabilities } from "./capabilities.js";
import * as context from "./context.js";
import { TIME, VERSION } from "./page.js";

let timer = 0;
let news = () => {};

export function onNews(listener) { news = listener; }

export async function beat() {
  clearTimeout(timer);
  try {
    const state = { ...(await answers.standing()), ...(await capabilities()) };
    const answer = await call("tim", { ...state, app_version: VERSION, sent_at: new Date().toISOString() });
    if (answer.status === 200) await context.hear(answer.told.context);
    await news(answer);
  } catch {
    await news(null); // no network, no server, or somebody else's answer
  } finally {
    clearTimeout(timer);
    timer = setTimeout(beat, TIME.beat);
  }
}
