// A new page is taken when nobody stands at the tablet; until it is wholly here, the old one goes on.
import { ROOT, TIME, VERSION } from "./page.js";
import { calm } from "./timers.js";

let registration = null;
let isNew = false; // a newer page is in charge, and this one is still shown
let isFree = () => false;

const mayLeave = () => isFree() && calm() > TIME.calm;

// Keep the page for hours without network, where the browser can.
export async function install(free) {
  isFree = free;
  if (!navigator.serviceWorker) return;
  let isKept = Boolean(navigator.serviceWorker.controller);
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    isNew = isKept; // the very first one takes charge of the page that fetched it
    isKept = true;
    change();
  });
  const options = { scope: `${ROOT}/kiosk`, updateViaCache: "none" };
  registration = await navigator.serviceWorker.register(`${ROOT}/kiosk/sw.js`, options).catch(() => null);
}

// The server serves the version ``newest``: fetch it, and change to it once nobody stands here.
export async function hear(newest) {
  if (newest === VERSION) return;
  if (!registration) {
    if (mayLeave() && (await fetch(`${ROOT}/kiosk`, { cache: "no-store" }).catch(() => null))?.ok) location.reload();
    return;
  }
  await registration.update().catch(() => {});
  change();
}

// Change to the page that waits, when nobody stands here.
export function change() {
  if (!mayLeave()) return;
  if (isNew) location.reload();
  else registration?.waiting?.postMessage("change");
}
