// The citizen's way: one tap is a whole answer; "kept" is said when it is on the disk; everything after it is a gift.
import * as answers from "./answers.js";
import * as contacts from "./contacts.js";
import * as context from "./context.js";
import { asks, questionnaire } from "./questions.js";
import { drain, sendNow } from "./send.js";
import { TIME, all, one } from "./page.js";
import { forget, icon, onWords, show, shown, text, word } from "./screens.js";
import { countDown, stop } from "./timers.js";
import { failed } from "./capabilities.js";

let current = null; // the answer of whoever stands here
let busy = false;
let undo = 0;

export const currentId = () => current?.cid ?? null;
export const isFree = () => shown() === "ask" && !current && !busy;

// Show the question to the next person.
export function nextPerson() {
  clearInterval(undo);
  stop();
  current = null;
  one("#band").hidden = true;
  document.body.classList.remove("choosing");
  forget();
  drawFaces();
  show("ask");
}

function drawFaces() {
  const faces = questionnaire().levels.map((level) => {
    const face = document.createElement("button");
    Object.assign(face, { type: "button", className: `k-face f${level}` });
    face.dataset.level = level;
    const label = document.createElement("span");
    label.textContent = word("levels", level);
    face.append(icon(`face-${level}`), label);
    face.addEventListener("click", () => choose(level));
    return face;
  });
  one("#faces").replaceChildren(...faces);
}

function begun(level) {
  const { mode = null, stage = null, procedure = "" } = context.take() ?? {};
  return {
    cid: answers.newId(), level, mode, stage, procedure, factors: {}, comment: "",
    questionnaire: questionnaire().version, answered_at: new Date().toISOString(),
  };
}

async function choose(level) {
  if (busy) return;
  busy = true;
  stop();
  const answer = current ? { ...current, level, factors: {}, withdrawn: false } : begun(level);
  try {
    if (!current) await answers.begin(answer);
    else if (!(await answers.change(answer.cid, answer))) throw new Error("sealed meanwhile");
    current = answer;
    more();
  } catch {
    await straight(answer);
  } finally {
    busy = false;
  }
}

// The tablet's memory is full or broken: the server may still keep it; if not, nobody is thanked.
async function straight(answer) {
  failed();
  const isKept = await sendNow(answer).catch(() => false);
  current = null;
  if (isKept) thanks();
  else notKept();
}

function notKept() {
  one("#band").hidden = false;
  show("ask");
  countDown(TIME.idle, nextPerson);
}

function more() {
  one("#band").hidden = true;
  document.body.classList.remove("choosing");
  document.body.classList.remove("late");
  one("#mode").hidden = Boolean(current.mode);
  drawMore();
  show("more");
  countDown(TIME.idle, finish);
  let left = Math.ceil(TIME.undo / 1000);
  one("#left").textContent = left;
  clearInterval(undo);
  undo = setInterval(() => {
    left -= 1;
    one("#left").textContent = Math.max(left, 0);
    if (left > 0) return;
    clearInterval(undo);
    document.body.classList.add("late"); // from his chair the clerk must not read what was chosen
  }, TIME.undo / Math.max(left, 1));
}

function drawMore() {
  if (!current) return;
  const ask = asks(current.level);
  one("#kept").className = `k-got f${current.level}`;
  one("#kept > .i").replaceWith(icon(`face-${current.level}`));
  one("#level").textContent = word("levels", current.level);
  one("#why").textContent = text(ask?.ask);
  one("#whys").replaceChildren(...(ask?.reasons ?? []).map((reason) => reasonButton(ask.ask, reason)));
  for (const button of all("#mode button")) {
    button.setAttribute("aria-pressed", String(current.mode === button.dataset.mode));
  }
}

function reasonButton(part, { code, icon: drawing }) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "k-why" });
  const label = document.createElement("span");
  label.textContent = word(part, code);
  button.append(icon(drawing), label, icon("ok"));
  button.setAttribute("aria-pressed", String(Boolean(current.factors[code])));
  button.addEventListener("click", () => {
    const { [code]: before, ...others } = current.factors;
    add({ factors: before ? others : { ...others, [code]: true } });
  });
  return button;
}

// Add to the answer; what cannot be kept is not shown as chosen. The level is safe in any case.
async function add(fields) {
  const answer = current;
  if (!answer) return;
  const isKept = await answers.change(answer.cid, fields).catch(() => false);
  if (!isKept || current !== answer) return;
  Object.assign(answer, fields);
  drawMore();
}

async function takeBack() {
  const isKept = await answers.change(current.cid, { withdrawn: true }).catch(() => false);
  if (!isKept) return;
  clearInterval(undo);
  document.body.classList.add("choosing");
  show("ask");
  countDown(TIME.idle, finish);
}

async function finish() {
  const answer = current;
  nextPerson();
  if (!answer) return;
  await answers.seal(answer.cid).catch(failed); // what could not be sealed now is sealed a little later
  drain();
}

async function done(contact = "") {
  const answer = current;
  if (!answer) return;
  const comment = one("#words").value.trim();
  const isKept = comment && (await answers.change(answer.cid, { comment }).catch(() => false));
  const mayReply = isKept && contact && (await contacts.keep(answer.cid, contact).then(() => true, () => false));
  if (current !== answer) return; // sealed meanwhile
  thanks(mayReply);
  await answers.seal(answer.cid).catch(failed);
  drain();
}

function thanks(mayReply = false) {
  clearInterval(undo);
  current = null;
  for (const field of ["#words", "#contact"]) one(field).value = "";
  const told = one("#thanks-more");
  told.dataset.text = mayReply ? "thanks_reply" : "thanks_more";
  told.textContent = text(told.dataset.text);
  show("thanks");
  countDown(TIME.thanks, nextPerson, false);
}

// Who wants a reply has said about what; only the press below sends how to reach him.
function toReply() {
  const hasWords = one("#words").value.trim() !== "";
  one("#write-said").textContent = hasWords ? "" : text("reply_words");
  if (!hasWords) return one("#words").focus();
  show("reply");
  return one("#contact").focus();
}

function reply() {
  const contact = one("#contact").value.trim();
  if (contacts.fits(contact)) return done(contact);
  one("#reply-said").textContent = text("reply_wrong");
  return one("#contact").focus();
}

function noReply() {
  one("#contact").value = "";
  one("#reply-said").textContent = "";
  show("write");
}

let typing = 0;

export function listen() {
  onWords(() => { drawFaces(); drawMore(); });
  one("#undo").addEventListener("click", takeBack);
  for (const button of all("#mode button")) {
    button.addEventListener("click", () => add({ mode: button.dataset.mode }));
  }
  one("#to-write").addEventListener("click", () => { show("write"); one("#words").focus(); });
  one("#from-write").addEventListener("click", () => show("more"));
  for (const button of all("[data-done]")) button.addEventListener("click", () => done());
  one("#to-reply").addEventListener("click", toReply);
  one("#from-reply").addEventListener("click", noReply);
  one("#send-reply").addEventListener("click", reply);
  one("#words").addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => add({ comment: one("#words").value.trim() }), 500);
  });
  one("#thanks").addEventListener("click", nextPerson);
}
