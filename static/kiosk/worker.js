// Opens the tablet's page without network: page and files of one version, all of them or none. SHELL stands above.
const KEPT = `kiosk-${SHELL.version}`;

async function fill() {
  const plain = { cache: "reload", credentials: "omit" };
  const page = await fetch(SHELL.page, plain);
  if (!page.ok || page.headers.get("X-Kiosk-Version") !== SHELL.version) throw new Error("another version by now");
  const cache = await caches.open(KEPT);
  await cache.addAll(SHELL.files.map((file) => new Request(file, plain)));
  await cache.put(SHELL.page, page);
}

async function tidy() {
  for (const name of await caches.keys()) {
    if (name.startsWith("kiosk-") && name !== KEPT) await caches.delete(name);
  }
  await clients.claim();
}

async function answer(request, kept) {
  const cache = await caches.open(KEPT);
  return (await cache.match(kept, { ignoreVary: true })) ?? fetch(request);
}

addEventListener("install", (event) => event.waitUntil(fill()));
addEventListener("activate", (event) => event.waitUntil(tidy()));
addEventListener("message", (event) => { if (event.data === "change") skipWaiting(); });
addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  const path = address.pathname + address.search;
  if (address.pathname === SHELL.page && request.mode === "navigate") event.respondWith(answer(request, SHELL.page));
  else if (SHELL.files.includes(path)) event.respondWith(answer(request, path));
});
