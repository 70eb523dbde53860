// Which screen is shown, in which language, and how large: words come from the questionnaire, never from here.
import { ICONS, all, one } from "./page.js";

let languages = [];
let language = null;

let days = ""; // how long it is kept how somebody wants to be reached

export const text = (name) => (language?.text[name] ?? "").replace("{days}", days);
export const word = (part, name) => language?.[part]?.[name] ?? "";

export function icon(name) {
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawing.setAttribute("class", "i");
  drawing.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${ICONS}#${name}`);
  drawing.append(use);
  return drawing;
}

let drawn = () => {};

// ``draw`` fills in what depends on the answer whenever the words change.
export function onWords(draw) { drawn = draw; }

export function speak(code) {
  language = languages.find((known) => known.code === code) ?? languages[0];
  if (!language) return;
  document.documentElement.lang = language.code;
  for (const place of all("[data-text]")) place.textContent = text(place.dataset.text);
  for (const place of all("[data-label]")) place.setAttribute("aria-label", text(place.dataset.label));
  for (const button of all("#languages button")) {
    button.setAttribute("aria-pressed", String(button.lang === language.code));
  }
  drawn();
}

export function useLanguages(found, contactDays) {
  languages = found;
  days = String(contactDays ?? 30);
  const buttons = found.map(({ code, name }) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", lang: code, textContent: name });
    button.addEventListener("click", () => speak(code));
    return button;
  });
  one("#languages").replaceChildren(...buttons);
  one("#languages").hidden = found.length < 2;
  speak(language?.code);
}

export const isLarge = () => document.body.classList.contains("large");

export function enlarge(on) {
  document.body.classList.toggle("large", on);
  one("#larger").setAttribute("aria-pressed", String(on));
}

// The next person finds nothing of the one before: first language, usual size, no words.
export function forget() {
  speak(languages[0]?.code);
  enlarge(false);
  for (const field of ["#words", "#contact"]) one(field).value = "";
  for (const said of ["#write-said", "#reply-said"]) one(said).textContent = "";
}

export const shown = () => document.body.dataset.screen;

const STAFF = ["loading", "pair", "revoked", "pin", "staff"];

export function show(name) {
  document.body.dataset.screen = name;
  for (const screen of all("main > section")) screen.hidden = screen.id !== name;
  one("#choices").hidden = STAFF.includes(name);
  if (STAFF.includes(name)) document.documentElement.lang = "vi";
  const heading = one("h2", one(`#${name}`));
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

one("#larger").addEventListener("click", () => enlarge(!isLarge()));
