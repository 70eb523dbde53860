// What this browser cannot do, and how much room there is: the office is told, in words of consequence.
let isFull = false;

// Something could not be kept in the tablet's memory.
export function failed() { isFull = true; }

async function storage() {
  if (!navigator.storage?.estimate) return {};
  const { quota, usage } = await navigator.storage.estimate();
  return { free_bytes: Math.max(0, Math.floor(quota - usage)), persisted: await navigator.storage.persisted() };
}

export const askToPersist = () => navigator.storage?.persist?.().catch(() => false);

export async function told() {
  const lacks = [
    [!navigator.serviceWorker, "service_worker"],
    [!navigator.locks, "locks"],
    [!navigator.storage?.persist, "persist"],
    [!navigator.wakeLock, "wake_lock"],
    [isFull, "full"],
  ].filter(([isLacking]) => isLacking).map(([, word]) => word);
  return { lacks, ...(await storage().catch(() => ({}))) };
}
