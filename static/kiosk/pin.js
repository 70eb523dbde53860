// The way out for staff: a PIN that is checked on the tablet itself, more and more slowly when it is guessed at.
import { sha256 } from "./js-sha256-1.0.0.min.js";
import { one } from "./page.js";
import { pin } from "./questions.js";
import { fact, note } from "./store.js";

const FREE = 3;
const LONGEST = 300000; // milliseconds

// PBKDF2 with SHA-256, one block, as models/devices/pins.py has it: plain http has no crypto.subtle.
export function digest(typed, salt, rounds) {
  const block = [...new TextEncoder().encode(salt), 0, 0, 0, 1];
  let turn = sha256.hmac.array(typed, block);
  const sum = [...turn];
  for (let round = 1; round < rounds; round += 1) {
    turn = sha256.hmac.array(typed, turn);
    for (let byte = 0; byte < sum.length; byte += 1) sum[byte] ^= turn[byte];
  }
  return sum.map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const say = (words) => { one("#pin-said").textContent = words; };

async function check(opened) {
  const kept = pin();
  const { tries = 0, until = 0 } = (await fact("pin_tries").catch(() => null)) ?? {};
  const left = Math.min(until - Date.now(), LONGEST);
  if (!kept) return say("Máy này chưa có mã PIN. Xin đặt mã ở trang “Máy tính bảng”, máy sẽ nhận khi có mạng.");
  if (left > 0) return say(`Xin chờ ${Math.ceil(left / 1000)} giây rồi thử lại.`);
  const typed = one("#pin-typed").value;
  one("#pin-typed").value = "";
  if (digest(typed, kept.salt, kept.rounds) === kept.digest) {
    await note("pin_tries", {}).catch(() => {});
    say("");
    return opened();
  }
  const wait = tries + 1 < FREE ? 0 : Math.min(LONGEST, 5000 * 2 ** (tries + 1 - FREE));
  await note("pin_tries", { tries: tries + 1, until: Date.now() + wait }).catch(() => {});
  return say("Mã PIN chưa đúng.");
}

export function listen(opened) {
  one("#pin form").addEventListener("submit", (event) => {
    event.preventDefault();
    check(opened);
  });
}

export function clear() {
  one("#pin-typed").value = "";
  say("");
}
