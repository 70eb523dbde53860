// What staff see behind the PIN: how the tablet fares, and what may be done with it.
import * as answers from "./answers.js";
import { one } from "./page.js";
import { device } from "./questions.js";
import { beat } from "./beat.js";
import { drain } from "./send.js";
import { show } from "./screens.js";
import { countDown, stop } from "./timers.js";
import * as pin from "./pin.js";
import * as screen from "./fullscreen.js";

const PATIENCE = 120000; // milliseconds; then the question stands there again
let back = () => {};

function line(name, value) {
  const term = document.createElement("dt");
  const fact = document.createElement("dd");
  term.textContent = name;
  fact.textContent = value;
  return [term, fact];
}

async function draw() {
  const state = await answers.standing().catch(() => null);
  const facts = state
    ? [["Chờ gửi", `${state.waiting} phiếu`], ["Đã ghi trên máy", `${state.highest_seq} phiếu`],
      ["Để riêng, máy chủ không nhận", `${state.set_aside} phiếu`]]
    : [["Bộ nhớ của máy", "không mở được"]];
  const all = [["Máy", device()?.name ?? ""], ...facts];
  one("#facts").replaceChildren(...all.flatMap(([name, value]) => line(name, value)));
}

async function exportAll() {
  const file = new Blob([JSON.stringify(await answers.everything(), null, 1)], { type: "application/json" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = `phieu-${device()?.id ?? "may"}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

export function askPin(give) {
  pin.clear();
  show("pin");
  one("#pin-typed").focus();
  countDown(20000, give);
}

export function listen(give) {
  back = () => { stop(); give(); };
  pin.listen(() => {
    show("staff");
    draw();
    countDown(PATIENCE, back);
  });
  one("#emblem").addEventListener("click", () => { if (document.body.dataset.screen === "ask") askPin(back); });
  one("#leave").addEventListener("click", screen.leave);
  one("#export").addEventListener("click", exportAll);
  one("#send-now").addEventListener("click", async () => { await drain(); await beat(); draw(); });
  const toPair = () => {
    show("pair");
    one("#code").focus();
    countDown(PATIENCE, back);
  };
  one("#re-pair").addEventListener("click", toPair);
  one("#revoked-pair").addEventListener("click", toPair);
  for (const button of document.querySelectorAll("[data-back]")) button.addEventListener("click", () => back());
}
