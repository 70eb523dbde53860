// The tablet at a counter: what it does when it starts, and what it does with the news it hears.
import { isRevoked as saysRevoked } from "./api.js";
import * as answers from "./answers.js";
import * as beat from "./beat.js";
import * as citizen from "./citizen.js";
import * as fullscreen from "./fullscreen.js";
import * as pair from "./pair.js";
import * as questions from "./questions.js";
import * as send from "./send.js";
import * as staff from "./staff.js";
import * as updates from "./updates.js";
import { TIME, one } from "./page.js";
import { show, shown, text } from "./screens.js";
import { fact, note } from "./store.js";

let configured = false;
let isRevoked = false;
let isRunning = false;

function question() {
  fullscreen.resume();
  if (isRevoked) return show("revoked");
  return configured ? citizen.nextPerson() : show("loading");
}

async function start() {
  one("#startup").textContent = "";
  if (!(await fact("token"))) return show("pair");
  isRevoked = Boolean(await fact("revoked"));
  configured = await questions.recall();
  question();
  beat.beat();
  if (!isRunning) {
    isRunning = true;
    send.watch();
    tick();
  }
  return send.drain();
}

// The code was taken: ask what to ask, and let go what waits.
async function paired() {
  isRevoked = false;
  await note("revoked", false).catch(() => {});
  show("loading");
  await start();
}

async function heard(answer) {
  if (!answer) return;
  const now = answer.status === 401 ? saysRevoked(answer) : answer.status < 400 ? false : isRevoked;
  if (now === isRevoked) return;
  isRevoked = now;
  await note("revoked", now).catch(() => {});
  if (citizen.isFree() || ["loading", "revoked"].includes(shown())) question();
}

async function news(answer) {
  await heard(answer);
  await mark();
  if (answer?.status !== 200) return;
  if (answer.told.config !== questions.name() && (!configured || citizen.isFree())) {
    configured = (await questions.refresh().catch(() => null))?.status === 200 || configured;
    if (citizen.isFree() || shown() === "loading") question();
  }
  await updates.hear(answer.told.app);
  send.drain();
}

// A small sign at the foot for staff; the citizen sees the same page as always.
async function mark() {
  const state = await answers.standing().catch(() => null);
  const isQuiet = !state?.waiting || !configured;
  one("#mark").hidden = isQuiet;
  if (!isQuiet) one("#holding").textContent = text("holding").replace("{n}", state.waiting);
  one("#still").textContent = state ? `Phiếu còn giữ trong máy: ${state.waiting + state.set_aside}.` : "";
}

async function tick() {
  await answers.sealOrphans(citizen.currentId(), TIME.orphan).catch(() => {});
  await mark();
  updates.change();
  if (isRevoked && citizen.isFree()) question();
  setTimeout(tick, Math.min(TIME.orphan, 5000));
}

citizen.listen();
staff.listen(question);
pair.listen(paired);
beat.onNews(news);
send.onHeard((answer) => { heard(answer); mark(); });
fullscreen.hold();
updates.install(citizen.isFree);
start().catch(() => show("pair"));
