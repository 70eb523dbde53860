// A file field says in Vietnamese which file was chosen; one that is too large is not sent at all.
(() => {
  "use strict";
  const MB = 1024 * 1024;
  const limit = (file) => (file.type.startsWith("image/") ? 10 : 20);

  function refusal(file) {
    const weight = Math.ceil(file.size / MB);
    return `Tệp “${file.name}” nặng ${weight} MB, chỉ nhận tối đa ${limit(file)} MB. Xin chọn tệp nhỏ hơn.`;
  }

  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.type !== "file") return;
    const files = [...field.files];
    const large = files.find((file) => file.size > limit(file) * MB);
    let words = files.map((file) => file.name).join(", ") || "Chưa chọn tệp nào";
    if (large) {
      words = refusal(large);
      field.value = "";
      event.stopImmediatePropagation();
      document.dispatchEvent(new CustomEvent("toast", { detail: { message: words, kind: "bad" } }));
    }
    const face = field.parentElement.querySelector(".pick-face span");
    if (face) {
      face.textContent = words;
      face.classList.toggle("t-bad", Boolean(large));
    }
  }, true);
})();
