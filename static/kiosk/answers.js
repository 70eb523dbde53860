// The life of an answer on the tablet: begun by a tap, changed for a while, sealed with a number, gone once it is kept.
import { read, write } from "./store.js";

// An id without crypto.randomUUID, which plain http does not have.
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export const begin = (answer) => write(["open"], (open) => open.put({ ...answer, touched: Date.now() }));

// Add to an answer that is still open; false when it was sealed meanwhile, by another window or after a long silence.
export function change(cid, fields) {
  return write(["open"], async (open) => {
    const answer = await open.get(cid);
    if (!answer) return false;
    await open.put({ ...answer, ...fields, touched: Date.now() });
    return true;
  });
}

// What is sent: only a sealed answer has a number, and the numbers have no gaps.
async function close(answer, open, sealed, facts) {
  const { touched, withdrawn, ...document } = answer;
  await open.delete(answer.cid);
  if (withdrawn) return; // pressed by mistake, and never pressed again
  const seq = (await facts.get("next_seq")) ?? 1;
  await sealed.put({ ...document, seq });
  await facts.put(seq + 1, "next_seq");
}

export function seal(cid) {
  return write(["open", "sealed", "facts"], async (open, sealed, facts) => {
    const answer = await open.get(cid);
    if (answer) await close(answer, open, sealed, facts);
  });
}

// Seal what nobody is at any more: the tablet was switched off, or the page died.
export function sealOrphans(current, age) {
  return write(["open", "sealed", "facts"], async (open, sealed, facts) => {
    for (const answer of await open.getAll()) {
      const silent = Date.now() - answer.touched;
      if (answer.cid !== current && (silent > age || silent < -age)) await close(answer, open, sealed, facts);
    }
  });
}

export const batch = (after, most) =>
  read(["sealed"], (sealed) => sealed.getAll(IDBKeyRange.lowerBound(after, true), most));

// Take the server's word: kept ones go, refused ones are set aside with the reason, all others stay.
export function settle(sent, results) {
  const told = new Map(results.filter(Boolean).map((result) => [result.cid, result]));
  return write(["sealed", "aside"], async (sealed, aside) => {
    for (const { cid, seq } of sent) {
      const result = told.get(cid);
      const kept = await sealed.get(seq);
      if (!result || kept?.cid !== cid) continue;
      if (["conflict", "rejected"].includes(result.status)) {
        await aside.put({ ...kept, status: result.status, reason: result.reason ?? "" });
      } else if (!["created", "duplicate"].includes(result.status)) continue;
      await sealed.delete(seq);
    }
  });
}

// A tablet that now speaks as another device numbers anew what waits in it; one that is paired again goes on.
export function adopt(device, nextSeq, token) {
  return write(["sealed", "facts"], async (sealed, facts) => {
    const before = await facts.get("device");
    let next = Math.max(nextSeq, before && before.id !== device.id ? 1 : ((await facts.get("next_seq")) ?? 1));
    if (before && before.id !== device.id) {
      const waiting = await sealed.getAll();
      await sealed.clear();
      for (const answer of waiting) await sealed.put({ ...answer, seq: next++ });
    }
    await facts.put(next, "next_seq");
    await facts.put(device, "device");
    await facts.put(token, "token");
  });
}

function spans(numbers) {
  const found = [];
  for (const number of numbers.sort((one, other) => one - other)) {
    const last = found.at(-1);
    if (last && number === last[1] + 1) last[1] = number;
    else found.push([number, number]);
  }
  return found;
}

// How the queue stands, all of it at one moment.
export function standing() {
  return read(["open", "sealed", "aside", "facts"], async (open, sealed, aside, facts) => {
    const [numbers, first, refused, next] = await Promise.all([
      sealed.getAllKeys(), sealed.getAll(null, 1), aside.getAll(), facts.get("next_seq"),
    ]);
    return {
      waiting: numbers.length,
      oldest_at: first[0]?.answered_at ?? null,
      set_aside: refused.length,
      highest_seq: (next ?? 1) - 1,
      holding: spans([...numbers, ...refused.map((answer) => answer.seq)]).slice(0, 500),
    };
  });
}

export const everything = () =>
  read(["sealed", "aside"], async (sealed, aside) => ({
    waiting: await sealed.getAll(), set_aside: await aside.getAll(),
  }));
