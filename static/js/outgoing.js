// Whoever goes on to another page finds there what was just said; nobody signs out unasked over what is not sent yet.
(() => {
  "use strict";
  const { outbox, drafts } = window;
  if (!outbox) return;
  const fresh = () => outbox.waiting().some(([, entry]) => !entry.why);
  const ASK = "Còn nội dung kiểm tra chưa gửi được về máy chủ. Nếu đăng xuất, nội dung vẫn giữ trên máy này "
    + "và tự gửi khi đăng nhập lại. Vẫn đăng xuất?";

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]:not([hx-get], [target], [download], [href^='#'], [href*='/tep/'])");
    const opensElsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.button;
    if (!link || !fresh() || opensElsewhere) return;
    event.preventDefault();
    outbox.sendAll().then(() => { location.href = link.href; });
  });
  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (!drafts.signsOut(form) || !outbox.waiting().length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    outbox.sendAll().then((areTaken) => {
      if (areTaken || confirm(ASK)) form.submit();
      else location.reload();
    });
  }, true);
  addEventListener("pagehide", () => outbox.sendAll());
})();
