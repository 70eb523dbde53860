// Sending sealed answers: fifty at a time, again and again until the server has each of them on its disk.
import { batch, settle } from "./answers.js";
import { call } from "./api.js";
import { deliver, tidy } from "./contacts.js";
import { TIME } from "./page.js";

const MOST = 50;
const SLOWEST = 30000; // milliseconds between two tries; with the jitter still less than a minute
let sending = false;
let again = false;
let failures = 0;
let timer = 0;
let heard = () => {};

export function onHeard(listener) { heard = listener; }

const lockedOut = Symbol("another window sends");

// One window sends at a time where the browser can see to it; two of them only ask twice.
async function alone(work) {
  if (!navigator.locks) return work();
  const free = (lock) => (lock ? work() : lockedOut);
  return navigator.locks.request("kiosk-send", { ifAvailable: true }, free);
}

export async function drain() {
  again = true;
  if (sending) return;
  sending = true;
  clearTimeout(timer);
  try {
    let next = SLOWEST;
    while (again) {
      again = false;
      if ((await alone(everything)) === lockedOut) {
        next = TIME.retry; // the other window may close, or fail, at any moment
        break;
      }
    }
    failures = 0;
    timer = setTimeout(drain, next);
  } catch (problem) {
    failures += 1;
    const wait = Math.min(SLOWEST, Math.max(TIME.retry * 2 ** Math.min(failures - 1, 10), (problem.wait ?? 0) * 1000));
    timer = setTimeout(drain, wait * (0.75 + Math.random() / 2));
  } finally {
    sending = false;
  }
}

async function everything() {
  await wholeQueue();
  await tidy();
  await deliver();
}

async function wholeQueue() {
  let after = 0;
  let most = MOST;
  for (;;) {
    const answers = await batch(after, most);
    if (!answers.length) return;
    const answer = await call("phieu", { items: answers, sent_at: new Date().toISOString() });
    const results = resultsOf(answer, answers);
    if (results) {
      await settle(answers, results);
      after = answers.at(-1).seq;
      heard(answer);
    } else if ([400, 413, 422].includes(answer.status) && most > 1) {
      most = 1; // one of them cannot be read: each by itself, so that it does not hold up the others
    } else {
      heard(answer);
      throw Object.assign(new Error(`answered ${answer.status}`), { wait: answer.wait });
    }
  }
}

// What became of each; null when nothing may be believed and everything stays.
function resultsOf({ status, told }, sent) {
  if (status === 202 && Array.isArray(told?.results)) return told.results;
  if (sent.length === 1 && [400, 413, 422].includes(status) && told?.status === status) {
    return [{ cid: sent[0].cid, status: "rejected", reason: told.code }];
  }
  return null;
}

// An answer that the tablet could not keep goes straight to the server; true when it is kept there.
export async function sendNow(answer) {
  const { touched, withdrawn, ...document } = answer;
  const { status, told } = await call("phieu", { items: [document], sent_at: new Date().toISOString() });
  return status === 202 && ["created", "duplicate"].includes(told?.results?.[0]?.status);
}

export function watch() {
  addEventListener("online", drain);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) drain(); });
}
