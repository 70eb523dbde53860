// The counter's page while the line is down: an answer is kept in this browser, shown as waiting,
// and sent when the line is back. The key of its form is its id, so that one that did arrive is not counted twice.
(() => {
  "use strict";
  const form = document.querySelector("form.entry");
  const note = document.querySelector("#waiting");
  const list = document.querySelector("#kept");
  const who = document.body.dataset.who;
  if (!form || !note || !list || !who || !window.fetch) return;
  const PLACE = `office.waiting.${who}`;
  const AGAIN = 15000, LINE = 4000; // milliseconds: until it is tried again, until the line is taken for down
  let isSending = false;

  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(PLACE)) || [];
    } catch {
      return [];
    }
  };
  const write = (items) => localStorage.setItem(PLACE, JSON.stringify(items));
  const newKey = () => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(24)))).replace(/[+/]/g, "_");

  function show(problem = "") {
    const items = read();
    note.hidden = list.hidden = !items.length;
    const waiting = `Mất kết nối. Đang chờ gửi ${items.length} phiếu, giữ trong máy này và tự gửi. Cứ ghi tiếp.`;
    note.textContent = problem || waiting;
    list.replaceChildren(
      ...items.map((item) => {
        const row = document.createElement("li");
        const drop = document.createElement("button");
        drop.type = "button";
        drop.className = "btn";
        drop.textContent = "Bỏ phiếu";
        drop.addEventListener("click", () => {
          write(read().filter((other) => other.key !== item.key));
          show();
        });
        row.append(`${item.label} · chờ gửi `, drop);
        return row;
      }),
    );
  }

  async function post(address, entries) {
    return fetch(address, { method: "POST", body: new URLSearchParams(entries), redirect: "manual" });
  }

  async function freshToken() {
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    return page.querySelector("form.entry input[name=csrf_token]")?.value;
  }

  async function sendAll() {
    if (isSending || !read().length) return;
    isSending = true;
    try {
      for (const item of read()) {
        const token = await freshToken();
        if (!token) return show("Có phiếu đang chờ gửi. Xin đăng nhập lại, phiếu sẽ tự gửi.");
        const entries = item.entries.map(([name, value]) => [name, name === "csrf_token" ? token : value]);
        const answer = await post(item.address, entries);
        if (answer.type !== "opaqueredirect") return show("Có phiếu chưa gửi được. Xin mở lại trang này.");
        write(read().filter((other) => other.key !== item.key));
      }
      location.assign(form.action);
    } catch {
      show(); // still no line
    } finally {
      isSending = false;
    }
  }

  function keep(entries) {
    const level = entries.find(([name]) => name === "level")[1];
    const label = form.querySelector(`label[for=level-${level}]`).textContent.trim();
    const key = entries.find(([name]) => name === "form_key")[1];
    const said = entries.map(([name, value]) => [name, name === "said_at" ? new Date().toISOString() : value]);
    write([...read(), { key, label, address: form.action, entries: said }]);
    window.drafts?.drop(form.elements.draft_id?.value); // it waits here, not as a draft
    form.reset();
    form.elements.form_key.value = newKey();
    show();
  }

  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (!button?.name || form.dataset.plain) return;
    const entries = [...new FormData(form), [button.name, button.value]];
    if (!entries.some(([name]) => name === "level")) return; // the page says what is missing
    event.preventDefault();
    try {
      await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(LINE) });
    } catch {
      return keep(entries); // no line
    }
    form.dataset.plain = "1";
    form.requestSubmit(button);
  });
  addEventListener("online", sendAll);
  setInterval(sendAll, AGAIN);
  show();
  sendAll();
})();
