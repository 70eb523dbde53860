// Photos and files of a criterion: chosen, taken by the camera, pasted or dropped into its row. Words go first, then
// one photo after the other, each with a bar of its own; each is kept in this browser under a key until the office
// has it.
(() => {
  "use strict";
  const { marks, outbox, ticks } = window;
  if (!outbox || !window.indexedDB) return;
  const { who } = document.body.dataset;
  const MB = 1024 * 1024, LONGEST = 30_000;
  const queue = new Map(); // by key: what is not in the office yet
  let isSending = false, wait = 1000, again = 0;

  // ---- the memory of this browser; where there is none a photo lives as long as its page
  const opened = new Promise((resolve) => {
    const asked = indexedDB.open("proofs", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("proofs", { keyPath: "key" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => resolve(null);
  });
  async function stored(mode, act) {
    const base = await opened;
    if (!base) return undefined;
    return new Promise((resolve) => {
      const asked = act(base.transaction("proofs", mode).objectStore("proofs"));
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => resolve(undefined);
    });
  }
  const hex = (number) => number.toString(16).padStart(2, "0");
  const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map(hex).join("");

  // ---- how each stands, below its row
  const make = (name, facts, ...inside) => {
    const made = Object.assign(document.createElement(name), facts);
    made.append(...inside);
    return made;
  };
  const button = (text, onclick) => make("button", { type: "button", className: "btn", onclick }, text);
  const size = (file) => `${(file.size / MB).toLocaleString("vi-VN", { maximumFractionDigits: 1 })} MB`;
  function line(one) {
    const words = { waiting: "chờ gửi", sending: "đang gửi", refused: one.why }[one.state];
    const said = make("small", {}, `${words} · ${size(one.file)}`);
    const made = make("li", { className: "up" }, make("span", {}, one.name), said);
    made.dataset.state = one.state;
    if (one.state === "sending") {
      made.append(make("progress", { max: 1, value: one.part || 0, ariaLabel: `Đã gửi ${one.name}` }));
    } else {
      const ways = [button("Gửi lại", () => retry(one)), " ", button("Bỏ tệp này", () => forget(one))];
      made.append(make("span", {}, ...ways));
    }
    return made;
  }
  function show(url) {
    const form = marks.formOf(url), place = form?.closest(".crit").querySelector("[data-ups]");
    place?.replaceChildren(...[...queue.values()].filter((one) => one.url === url).map(line));
  }
  function retry(one) {
    one.state = "waiting";
    show(one.url);
    sendNext();
  }
  function forget(one) {
    queue.delete(one.key);
    stored("readwrite", (proofs) => proofs.delete(one.key));
    show(one.url);
  }

  // ---- sending
  function upload(one) {
    return new Promise((resolve) => {
      const request = new XMLHttpRequest(), body = new FormData();
      body.set("form_key", one.key);
      body.set("file", one.file, one.name);
      const isOpen = marks.formOf(one.url)?.elements.note; // it stays so
      request.open("POST", `${one.url}/minh-chung${isOpen ? "?mo=1" : ""}`);
      request.setRequestHeader("HX-Request", "true");
      request.setRequestHeader("HX-Current-URL", location.href);
      request.setRequestHeader("X-CSRFToken", JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"]);
      request.timeout = 180_000;
      request.upload.onprogress = ({ loaded, total }) => {
        one.part = loaded / total;
        show(one.url);
      };
      request.onloadend = () => resolve(request);
      request.send(body);
    });
  }
  async function take(one, request) {
    forget(one);
    wait = 1000;
    const asked = { headers: { "HX-Request": "true" } };
    const answer = request.responseText || await fetch(one.url, asked).then((said) => said.text());
    ticks.put(one.url, answer);
    show(one.url);
  }
  function refusal(request) {
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    const known = { 413: "tệp quá lớn" }[request.status] || "không nhận được";
    return page.querySelector(".error")?.textContent.trim() || known;
  }
  async function sendNext() {
    clearTimeout(again);
    const one = [...queue.values()].find(({ state }) => state === "waiting");
    if (isSending || !one) return;
    isSending = true;
    if (outbox.waiting().length) await outbox.sendAll(); // words first
    one.state = "sending";
    show(one.url);
    const request = await upload(one);
    isSending = false;
    window.drafts.renew(request.getResponseHeader("X-CSRFToken"));
    const { status } = request;
    one.state = "waiting";
    if (status === 200) await take(one, request);
    else if ([403, 404, 409, 413, 422].includes(status)) {
      Object.assign(one, { state: "refused", why: refusal(request) });
    } else if (status === 401) location.href = request.getResponseHeader("HX-Redirect") || "/dang-nhap";
    else {
      show(one.url);
      again = setTimeout(sendNext, wait);
      wait = Math.min(wait * 2, LONGEST);
      return;
    }
    show(one.url);
    sendNext();
  }

  // ---- taking them in
  function add(form, files) {
    for (const file of files) {
      const isPicture = file.type.startsWith("image/");
      const stamp = new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" }).replace(":", "g");
      const isPasted = !file.name || file.name === "image.png";
      const name = isPasted ? `Ảnh dán lúc ${stamp}.${file.type.split("/")[1] || "png"}` : file.name;
      const one = { key: newKey(), url: marks.urlOf(form), who, name, file, state: "waiting" };
      if (file.size > (isPicture ? 10 : 20) * MB) Object.assign(one, { state: "refused", why: "tệp quá lớn" });
      queue.set(one.key, one);
      stored("readwrite", (proofs) => proofs.put({ ...one, state: "waiting" }));
    }
    show(marks.urlOf(form));
    sendNext();
  }
  function link(form, text) {
    outbox.keep(marks.urlOf(form), [...ticks.said(form).filter(([name]) => name !== "link"), ["link", text]]);
    outbox.send(marks.urlOf(form));
  }
  const looksLikeLink = (text) => /^(https?:\/\/|www\.)\S+$/i.test(text) && !/\s/.test(text);
  const rowOf = (target) => target.closest?.(".crit") || document.querySelector(".crit[data-now]");

  // Its row may be drawn anew while somebody chooses or takes a photo: what comes then comes from a field that no page
  // shows any more, so each field is listened to by itself, and the one that is open is held.
  let open = null;
  function taken({ target }) {
    const form = target.closest(marks.FORM);
    open = null;
    if (!form || !target.files.length) return;
    add(form, [...target.files]);
    target.value = "";
    target.dispatchEvent(new Event("input", { bubbles: true }));
  }
  function watch(field) {
    field.multiple = true;
    field.addEventListener("change", taken);
    field.addEventListener("click", () => { open = field; });
  }
  document.addEventListener("paste", (event) => {
    const form = rowOf(event.target)?.querySelector(marks.FORM), given = event.clipboardData;
    if (!form || !given) return;
    const text = given.getData("text/plain").trim();
    if (given.files.length) add(form, [...given.files]);
    else if (!event.target.matches(marks.TEXT) && looksLikeLink(text)) link(form, text);
    else return;
    event.preventDefault();
  });
  for (const name of ["dragover", "drop"]) {
    document.addEventListener(name, (event) => {
      const form = event.target.closest?.(".crit")?.querySelector(marks.FORM);
      if (!form) return;
      event.preventDefault();
      const text = event.dataTransfer.getData("text/plain").trim();
      if (name === "drop" && event.dataTransfer.files.length) add(form, [...event.dataTransfer.files]);
      else if (name === "drop" && looksLikeLink(text)) link(form, text);
    });
  }

  addEventListener("online", sendNext);
  document.addEventListener("htmx:load", ({ detail: { elt } }) => {
    elt.querySelectorAll(marks.FORM).forEach((form) => show(marks.urlOf(form)));
    elt.querySelectorAll(`${marks.FORM} input[type=file]`).forEach(watch);
  });
  stored("readonly", (proofs) => proofs.getAll()).then((kept) => {
    for (const one of kept || []) if (one.who === who && !queue.has(one.key)) queue.set(one.key, one);
    for (const { url } of queue.values()) show(url);
    sendNext();
  });
})();
