// Short messages: what the server says beside an answer (HX-Trigger), what a file field refuses, and failed requests.
(() => {
  "use strict";
  const KEPT = "Chữ đã nhập vẫn còn trên màn hình.";
  const FAILED = "Máy chủ gặp lỗi, chưa lưu được.";
  const REASONS = {
    400: "Trang này mở trước lần đăng nhập gần nhất, chưa lưu được. Xin bấm lưu lần nữa.",
    401: "Phiên làm việc đã hết, xin đăng nhập lại.",
    403: "Tài khoản này không có quyền làm việc đó.",
    404: "Mục này không còn.",
    409: "Nội dung vừa được người khác thay đổi, chưa lưu được. Xin tải lại trang để xem.",
    413: "Tệp hoặc nội dung quá lớn, chưa lưu được. Ảnh tối đa 10 MB, tài liệu tối đa 20 MB.",
    429: "Thao tác quá nhanh, xin đợi ít phút rồi lưu lại.",
    503: "Hệ thống đang bận, chưa lưu được. Xin thử lại sau ít phút.",
  };
  const box = () => document.getElementById("toasts");

  function toast(text, kind = "ok") {
    if (!box() || !text) return;
    const line = document.createElement("p");
    line.className = `toast ${kind}`;
    line.textContent = text;
    box().append(line);
    setTimeout(() => line.remove(), kind === "ok" ? 6000 : 15000);
  }

  document.addEventListener("toast", (event) => {
    const said = event.detail || {};
    toast(said.text || said.message || said.value, said.kind || said.category || "ok");
  });
  // what was said of an earlier saving says nothing of this one
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.requestConfig.verb !== "get") box()?.replaceChildren();
  });
  document.addEventListener("htmx:sendError", ({ detail: { elt } }) => {
    if (!elt.matches("[data-quiet]")) toast(`Mất kết nối tới máy chủ, chưa lưu được. ${KEPT} Xin thử lại.`, "bad");
  });
  document.addEventListener("htmx:timeout", () => {
    toast(`Máy chủ trả lời quá lâu. ${KEPT} Xin thử lại.`, "bad");
  });
  document.addEventListener("htmx:responseError", (event) => {
    toast(`${REASONS[event.detail.xhr.status] || FAILED} ${KEPT}`, "bad");
  });
})();
