// How somebody wants to be reached: kept apart from the answer until the office has it, shown to nobody.
import { call } from "./api.js";
import { read, write } from "./store.js";

const FITS = /^([^@\s]+@[^@\s]+\.[^@\s]+|\+?[0-9][0-9 .-]{7,18})$/;
const LONGEST = 120;
const TERM = 30 * 24 * 3600 * 1000; // milliseconds; what could not be sent until then goes
const MOST = 50;

export const fits = (contact) => contact.length <= LONGEST && FITS.test(contact);

export const keep = (cid, contact) =>
  write(["contacts"], (contacts) => contacts.put({ cid, contact, kept_at: Date.now() }));

// An answer that still waits goes first: the office does not know of what comes before it.
function ready() {
  return read(["contacts", "open", "sealed"], async (contacts, open, sealed) => {
    const all = await contacts.getAll();
    if (!all.length) return [];
    const [begun, closed] = await Promise.all([open.getAllKeys(), sealed.getAll()]);
    const waiting = new Set([...begun, ...closed.map((answer) => answer.cid)]);
    return all.filter(({ cid }) => !waiting.has(cid)).slice(0, MOST);
  });
}

const drop = (cids) =>
  write(["contacts"], (contacts) => Promise.all(cids.map((cid) => contacts.delete(cid))));

// Send what waits; whatever the office says of one, except that it does not know the answer yet, it goes from here.
export async function deliver() {
  const waiting = await ready();
  if (!waiting.length) return;
  const items = waiting.map(({ cid, contact }) => ({ cid, contact }));
  const { status, told } = await call("lien-lac", { items });
  if (status !== 202 || !Array.isArray(told?.results)) return;
  const done = told.results.filter((result) => result && result.status !== "unknown").map((result) => result.cid);
  await drop(done);
}

// What is kept past its term goes, delivered or not; also where a clock was ahead once.
export async function tidy() {
  const all = await read(["contacts"], (contacts) => contacts.getAll());
  const old = all.filter(({ kept_at: at }) => Math.abs(Date.now() - at) > TERM).map(({ cid }) => cid);
  if (old.length) await drop(old);
}
