// The tablet's own memory (IndexedDB): answers still open, sealed ones by their number, those set aside,
// a few facts, and apart from the answers how people want to be reached.
import { openDB } from "./idb-8.0.4.min.js";

const NAME = "kiosk";
const LAYOUT = 2;
const ON_DISK = { durability: "strict" }; // a write is told as done when it is on the disk
let opened = null;

// The layout of each version is only ever added to: an update must find every answer that waits.
function layOut(database, before) {
  if (before < 1) {
    database.createObjectStore("open", { keyPath: "cid" });
    database.createObjectStore("sealed", { keyPath: "seq" });
    database.createObjectStore("aside", { keyPath: "cid" });
    database.createObjectStore("facts");
  }
  if (before < 2) database.createObjectStore("contacts", { keyPath: "cid" });
}

function open() {
  if (!opened) {
    opened = openDB(NAME, LAYOUT, {
      upgrade: layOut,
      blocking: (_current, _wanted, event) => event.target.close(), // a later page lays it out anew
      terminated: () => { opened = null; },
    });
    opened.catch(() => { opened = null; });
  }
  return opened;
}

// Read and write several stores at once: all of it is on the disk when this returns, or nothing is.
export async function write(stores, work) {
  const transaction = (await open()).transaction(stores, "readwrite", ON_DISK);
  try {
    const result = await work(...stores.map((name) => transaction.objectStore(name)));
    await transaction.done;
    return result;
  } catch (problem) {
    try { transaction.abort(); } catch { /* it is over already */ }
    transaction.done.catch(() => {});
    throw problem;
  }
}

export async function read(stores, work) {
  const transaction = (await open()).transaction(stores, "readonly");
  return work(...stores.map((name) => transaction.objectStore(name)));
}

export const fact = (name) => read(["facts"], (facts) => facts.get(name));

export const note = (name, value) => write(["facts"], (facts) => facts.put(value, name));
