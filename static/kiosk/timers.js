// What happens by itself when nobody touches the screen: one countdown at a time, with its bar at the foot.
import { one } from "./page.js";

let timer = 0;
let running = null;

function show(milliseconds) {
  const bar = one("#bar");
  bar.hidden = !milliseconds;
  bar.getAnimations?.().forEach((animation) => animation.cancel());
  if (milliseconds) bar.animate?.([{ width: "100%" }, { width: "0" }], { duration: milliseconds, fill: "forwards" });
}

// Count down to ``done``; a touch begins anew where ``isTouched`` says so.
export function countDown(milliseconds, done, isTouched = true) {
  stop();
  running = { milliseconds, done, isTouched };
  start();
}

function start() {
  clearTimeout(timer);
  const { milliseconds, done } = running;
  show(milliseconds);
  timer = setTimeout(() => { stop(); done(); }, milliseconds);
}

export function stop() {
  clearTimeout(timer);
  running = null;
  show(0);
}

let touchedAt = performance.now();

// How long nobody has touched the screen, in milliseconds.
export const calm = () => performance.now() - touchedAt;

function touched() {
  touchedAt = performance.now();
  if (running?.isTouched) start();
}

for (const kind of ["pointerdown", "keydown", "input"]) addEventListener(kind, touched, { passive: true });
