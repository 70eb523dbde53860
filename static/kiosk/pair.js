// Pairing by a code that the office reads out; what waits inside the tablet goes on to the server afterwards.
import * as answers from "./answers.js";
import { ROOT, one } from "./page.js";
import { askToPersist } from "./capabilities.js";

async function ask(code) {
  const answer = await fetch(`${ROOT}/kiosk/ghep`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ code }),
    credentials: "omit",
    cache: "no-store",
    redirect: "error",
  });
  return { status: answer.status, told: await answer.json() };
}

const NO_SERVER = "Chưa liên lạc được với máy chủ. Xin xem lại mạng rồi thử lại.";
const NO_ROOM = "Máy này không ghi được vào bộ nhớ. Xin dọn bộ nhớ, hoặc không mở trang ở chế độ ẩn danh.";

async function pair(code, paired) {
  const answer = await ask(code).catch(() => null);
  if (!answer) return NO_SERVER;
  const { status, told } = answer;
  if (status !== 200 || !told.token) return told.title ?? NO_SERVER;
  try {
    await answers.adopt(told.device, told.next_seq, told.token);
  } catch {
    return NO_ROOM;
  }
  askToPersist();
  paired();
  return "";
}

// The code that a scanned address carries behind its hash: typed in for the person, who still presses; never kept.
function scanned() {
  const code = location.hash.slice(1, 21);
  if (code) history.replaceState(null, "", location.pathname + location.search);
  return /^[0-9A-Za-z-]+$/.test(code) ? code : "";
}

export function listen(paired) {
  one("#code").value = scanned();
  addEventListener("hashchange", () => { one("#code").value = scanned() || one("#code").value; });
  one("#pair form").addEventListener("submit", async (event) => {
    event.preventDefault();
    one("#pair-said").textContent = "";
    one("#pair-said").textContent = await pair(one("#code").value, paired);
    one("#code").value = "";
  });
}
