// The way to the server: JSON with the tablet's token. What is none of ours (a login page of a network) says nothing.
import { ROOT } from "./page.js";
import { fact } from "./store.js";

const PATIENCE = 20000; // milliseconds

export async function call(path, body) {
  const token = await fact("token");
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const answer = await fetch(`${ROOT}/kiosk/${path}`, {
      method: body ? "POST" : "GET",
      headers: {
        ...(body && { "Content-Type": "application/json" }),
        ...(token && { Authorization: `Bearer ${token}` }),
      },
      body: body && JSON.stringify(body),
      credentials: "omit",
      cache: "no-store",
      redirect: "error",
      signal: stop.signal,
    });
    const wait = Number(answer.headers.get("Retry-After")) || 0;
    return { status: answer.status, wait, told: await answer.json() };
  } finally {
    clearTimeout(timer);
  }
}

// Only our own server says in our own words that this tablet may not speak any more.
export const isRevoked = ({ status, told }) => status === 401 && told?.code === "unauthorized";
