// The same person comes back: what could not be saved stands in its form again, or may be sent or dropped.
(() => {
  "use strict";
  if (document.body.classList.contains("paper")) return; // a sheet to print says nothing about who is signed in
  const { address, all, drop, put, store, who } = window.drafts;
  const { draft: name, refused, taken } = document.body.dataset;
  const OWN = ["csrf_token", "draft_id", "owed_on"]; // the page has its own

  function make(name, facts, ...inside) {
    const made = Object.assign(document.createElement(name), facts);
    made.append(...inside);
    return made;
  }

  // The button that sends a form to the address of the draft, where it has several
  const wayOf = (form, draft) => [...form.querySelectorAll("[formaction]")]
    .find((way) => address(way.getAttribute("formaction")) === draft.action);
  const formOf = (draft) => [...document.forms].find((form) => form.method === "post" && (
    address(form.getAttribute("action")) === draft.action
    || wayOf(form, draft)
  ));

  // Puts the texts into the fields of a form; false, and nothing is changed, where one of them has no field there.
  function fill(form, texts) {
    const said = new Map();
    for (const [name, value] of texts) said.set(name, [...(said.get(name) || []), value]);
    const words = texts.filter(([name, value]) => !OWN.includes(name) && value !== "");
    const has = (name) => [...form.elements].some((field) => field.name === name && field.type !== "submit");
    if (form.matches("[data-outbox]") || !words.every(([name]) => has(name))) return false;
    for (const field of form.elements) {
      const values = said.get(field.name);
      if (!field.name || OWN.includes(field.name) || field.type === "file" || field.type === "submit") continue;
      if (field.type === "checkbox" || field.type === "radio") field.checked = Boolean(values?.includes(field.value));
      else if (values) field.value = values.length > 1 ? values.shift() : values[0];
    }
    form.dispatchEvent(new Event("input", { bubbles: true }));
    window.leaving.watch(form);
    return true;
  }

  function byItself(draft) {
    const form = make("form", { method: "post", action: draft.action });
    const token = document.querySelector("[name=csrf_token]").value;
    for (const [name, value] of draft.texts) {
      form.append(make("input", { type: "hidden", name, value: name === "csrf_token" ? token : value }));
    }
    return form;
  }

  function offer(draft, filled) {
    const form = filled || byItself(draft);
    const ways = make("div", { className: "card draft" });
    const save = () => form.requestSubmit(wayOf(form, draft));
    const away = () => {
      drop(draft.id);
      window.leaving.forget(form);
      if (filled) location.reload();
      else ways.remove();
    };
    const where = filled ? " Chữ đã được điền lại vào biểu mẫu bên dưới." : "";
    const file = draft.hadFile ? " Tệp đính kèm phải chọn lại." : "";
    ways.append(
      make("p", {}, `Nội dung gõ trước đó chưa được lưu.${where}${file}`),
      make("p", { className: "cluster" },
        make("button", { className: "btn primary", type: "button", onclick: save }, "Lưu nội dung đó"),
        make("button", { className: "btn", type: "button", onclick: away }, "Bỏ đi")),
    );
    if (!filled) ways.append(form);
    ways.setAttribute("role", "status");
    document.querySelector(".page-head").after(ways);
    document.addEventListener("htmx:afterRequest", ({ detail: { elt, xhr } }) => {
      if (elt === form && xhr.status > 0 && xhr.status < 400) ways.remove();
    });
  }

  for (const id of (taken || "").split(" ")) drop(id);
  if (refused !== undefined) history.replaceState(history.state, "", refused); // a reload fetches, and sends nothing
  if (who) store(all().filter((draft) => draft.who === who && Array.isArray(draft.texts)));
  const sent = all().find((draft) => draft.id === name) || (name === undefined ? all().at(-1) : undefined);
  document.documentElement.classList.toggle("has-draft", Boolean(sent));
  if (!who) store(all().map((draft) => ({ ...draft, isLeft: true })));
  else if (refused !== undefined) { // this page holds what was typed; one without its form has it offered elsewhere
    if (sent) put({ ...sent, isSeen: true, isLeft: Boolean(document.querySelector(".oops")) });
  } else {
    for (const draft of all()) {
      const form = formOf(draft);
      const isFilled = Boolean(form) && fill(form, draft.texts);
      if (form || draft.isLeft || !draft.isSeen) offer(draft, isFilled && form);
    }
  }
})();
