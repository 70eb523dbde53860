// The same person comes back: what could not be saved may be sent again, or dropped.
(() => {
  "use strict";
  if (document.body.classList.contains("paper")) return; // a sheet to print says nothing about who is signed in
  const { get, put, who } = window.drafts;

  function make(name, facts, ...inside) {
    const made = Object.assign(document.createElement(name), facts);
    made.append(...inside);
    return made;
  }

  function offer(draft) {
    const form = make("form", { className: "card draft", method: "post", action: draft.action });
    const token = document.querySelector("[name=csrf_token]").value;
    for (const [name, value] of draft.texts) {
      form.append(make("input", { type: "hidden", name, value: name === "csrf_token" ? token : value }));
    }
    const drop = () => {
      put(null);
      form.remove();
    };
    form.append(
      make("p", {}, `Nội dung gõ trước đó chưa được lưu.${draft.hadFile ? " Tệp đính kèm phải chọn lại." : ""}`),
      make("p", { className: "cluster" },
        make("button", { className: "btn primary" }, "Lưu nội dung đó"),
        make("button", { className: "btn", type: "button", onclick: drop }, "Bỏ đi")),
    );
    form.addEventListener("submit", () => put({ ...draft, isLeft: false })); // as for any form that is sent
    form.setAttribute("role", "status");
    document.querySelector(".page-head").after(form);
  }

  const draft = get();
  if (draft && !who) { // signed out: the page says so, and that the words are still there
    put({ ...draft, isLeft: true });
    document.documentElement.classList.add("has-draft");
  } else if (draft?.isLeft && draft.who === who && Array.isArray(draft.texts)) offer(draft);
  else put(null);
})();
