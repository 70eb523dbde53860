// The page fills the screen and stays: no menu of the browser, no way back, the light stays on.
let isLeft = false;

async function enter() {
  if (isLeft || document.fullscreenElement || !document.documentElement.requestFullscreen) return;
  await document.documentElement.requestFullscreen({ navigationUI: "hide" }).catch(() => {});
  navigator.keyboard?.lock?.(["Escape"]).catch(() => {});
}

// Staff gave the PIN: leave the full screen, and stay out of it until the question is asked again.
export function leave() {
  isLeft = true;
  if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
}

export function resume() { isLeft = false; }

async function stayAwake() {
  if (!document.hidden) await navigator.wakeLock?.request("screen").catch(() => {});
}

export function hold() {
  addEventListener("click", enter);
  addEventListener("contextmenu", (event) => event.preventDefault());
  addEventListener("dragstart", (event) => event.preventDefault());
  history.pushState(null, "");
  addEventListener("popstate", () => history.pushState(null, ""));
  document.addEventListener("visibilitychange", stayAwake);
  stayAwake();
}
