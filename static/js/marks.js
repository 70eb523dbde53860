// In the row of a criterion it stands whether the server has it; what it has not says so, with the way to send it.
(() => {
  "use strict";
  const { kept } = window;
  if (!kept) return;
  const FORM = "form[data-outbox]", TEXT = "textarea, input[inputmode]";
  const WORDS = {
    kept: "Chưa lưu…",
    sending: "Đang lưu…",
    unsent: "Chưa lưu – giữ trên máy này, tự gửi lại khi có mạng",
    "signed-out": "Chưa lưu – phiên làm việc đã hết, đăng nhập lại thì tự gửi",
    refused: "Chưa lưu – xin xem lại mục này",
  };
  const AGAIN = { unsent: 1, "signed-out": 1, refused: 1 };

  const formOf = (url) => [...document.querySelectorAll(FORM)].find((form) => form.getAttribute("action") === url);
  const urlOf = (form) => form.getAttribute("action");
  const button = (text, onclick) => Object.assign(
    document.createElement("button"), { type: "button", className: "btn", textContent: text, onclick },
  );

  function show(url, state) {
    const row = formOf(url)?.closest(".crit"), line = row?.querySelector(".saved");
    count();
    if (!row) return;
    row.dataset.save = state;
    const ways = state in AGAIN ? [" ", button("Gửi lại", () => window.outbox.send(url))] : [];
    if (state === "refused") ways.push(" ", button("Bỏ đi", () => { kept.drop(url); location.reload(); }));
    line.replaceChildren(WORDS[state], ...ways);
  }
  function count() {
    const urls = Object.entries(kept.all()).filter(([, entry]) => entry.why).map(([url]) => url);
    const place = document.querySelector("#unsaved");
    if (!place) return; // a sheet to print
    place.hidden = !urls.length;
    place.replaceChildren(Object.assign(
      document.createElement("a"), { href: urls[0], textContent: `${urls.length} mục kiểm tra chưa lưu` },
    ));
  }
  // What is waiting stands in its row once more after a reload.
  function showAgain(form) {
    const entry = kept.all()[urlOf(form)];
    for (const [name, value] of entry?.texts || []) {
      if (name === "state") {
        form.querySelectorAll("[name=state]").forEach((one) => { one.checked = one.value === value; });
      } else if (form.elements[name]?.matches?.(TEXT)) form.elements[name].value = value;
    }
    if (entry) show(urlOf(form), entry.why || "kept");
  }

  window.marks = { FORM, TEXT, formOf, urlOf, show, count, showAgain };
})();
