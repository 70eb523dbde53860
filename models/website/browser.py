"""The system's Chromium, led over a pipe: it draws a page, and every byte of it comes through our own hand.

The browser itself reaches nothing: names lead nowhere and the proxy it is told of is closed, so that whatever does not
pass through ``on_request`` (other windows, sockets, what the browser asks of its own accord) fails. A pipe instead of a
port: nobody else on the computer can lead it. Its protocol: https://chromedevtools.github.io/devtools-protocol/
"""

import json
import os
import select
import shutil
import signal
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

Message = dict[str, Any]
PROGRAMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
CLOSED_DOOR = "http://127.0.0.1:9"
FLAGS = (
    "--headless=new",
    "--remote-debugging-pipe",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--mute-audio",
    f"--proxy-server={CLOSED_DOOR}",
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
)
READS, WRITES = 3, 4  # the numbers of the pipe as the browser knows them
MOST_BYTES = 64 * 1024 * 1024  # of one message


class BrowserGone(Exception):
    """The browser has ended, says something unreadable, or does not answer in time."""


def program() -> str | None:
    """Where the system's browser is; None without one, and where a pipe cannot be handed on."""
    if not hasattr(os, "posix_spawn"):
        return None
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


class LedBrowser:
    """One browser with one page; ``on_request`` answers for everything the page asks for. Close it in any case."""

    def __init__(self, path: str, on_request: Callable[[Message], Message]) -> None:
        self._on_request = on_request
        self._folder = tempfile.mkdtemp(prefix="trinh-duyet-")
        self._number, self._rest = 0, b""
        self._events: set[str] = set()
        self._answers: dict[int, Message] = {}
        self._process, self._to, self._from = _start(path, self._folder)
        self._session = ""
        try:
            target = self.say("Target.createTarget", url="about:blank")["targetId"]
            self._session = self.say("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
            self.say("Page.enable")
            self.say("Fetch.enable", patterns=[{"urlPattern": "*"}])
        except BaseException:
            self.close()
            raise

    def say(self, method: str, /, seconds: float = 30.0, **told: Any) -> Message:
        """Tell the browser something and wait for its answer; BrowserGone when none comes in time."""
        self._number += 1
        mine = self._number
        self._send({"id": mine, "method": method, "params": told})
        end = time.monotonic() + seconds
        try:
            while mine not in self._answers:
                self._step(end)
        except TimeoutError as problem:
            raise BrowserGone(f"{method}: no answer") from problem
        answer = self._answers.pop(mine)
        if "error" in answer:
            raise BrowserGone(f"{method}: {answer['error'].get('message', '')}")
        return dict(answer.get("result", {}))

    def evaluate(self, script: str, seconds: float = 30.0) -> Any:
        """What a piece of script comes to in the page, as plain values; BrowserGone when it fails."""
        told = self.say("Runtime.evaluate", seconds, expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in told:
            raise BrowserGone(str(told["exceptionDetails"].get("text", "")))
        return told["result"].get("value")

    def open(self, url: str, seconds: float) -> bool:
        """Whether a page has come with all that belongs to it in time; BrowserGone when it did not open at all."""
        end = time.monotonic() + seconds
        self._events.clear()
        if self.say("Page.navigate", seconds, url=url).get("errorText"):
            raise BrowserGone("the page did not open")
        try:
            while "Page.loadEventFired" not in self._events:
                self._step(end)
        except TimeoutError:
            return False
        return True

    def close(self) -> None:
        """End the browser with everything it has started, and take its folder away."""
        for end in (self._to, self._from):
            os.close(end)
        with suppress(ProcessLookupError):
            os.killpg(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _send(self, message: Message) -> None:
        if self._session:
            message["sessionId"] = self._session
        text = json.dumps(message).encode() + b"\0"
        try:
            while text:
                text = text[os.write(self._to, text) :]
        except OSError as problem:
            raise BrowserGone("ended") from problem

    def _step(self, end: float) -> None:
        """Take one message: an answer is kept, a request is answered at once, a dialogue is closed."""
        message = self._read(end)
        if "id" in message:
            self._answers[message["id"]] = message
        elif message.get("method") == "Fetch.requestPaused":
            asked = message["params"]
            self._tell({"requestId": asked["requestId"], **self._on_request(asked["request"])})
        elif message.get("method") == "Page.javascriptDialogOpening":
            self._number += 1
            self._send({"id": self._number, "method": "Page.handleJavaScriptDialog", "params": {"accept": False}})
        else:
            self._events.add(str(message.get("method")))

    def _tell(self, answer: Message) -> None:
        method = "Fetch.fulfillRequest" if "responseCode" in answer else "Fetch.failRequest"
        self._number += 1
        self._send({"id": self._number, "method": method, "params": answer})

    def _read(self, end: float) -> Message:
        while b"\0" not in self._rest:
            left = end - time.monotonic()
            if left <= 0 or not select.select([self._from], [], [], left)[0]:
                raise TimeoutError("the browser does not answer")
            piece = os.read(self._from, 1 << 16)
            if not piece or len(self._rest) > MOST_BYTES:
                raise BrowserGone("ended")
            self._rest += piece
        text, _, self._rest = self._rest.partition(b"\0")
        return dict(json.loads(text))


def _start(path: str, folder: str) -> tuple[int, int, int]:
    """Begin the browser in a group of its own; its process, and our two ends of the pipe."""
    import fcntl  # a system without it has no browser here either

    pairs = [os.pipe(), os.pipe()]
    ends = [end for pair in pairs for end in pair]
    their_in, our_out, our_in, their_out = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends]
    for end in ends:
        os.close(end)
    rootly = ("--no-sandbox",) if os.geteuid() == 0 else ()  # its walls cannot be put up by root
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_DUP2, their_in, READS),
        (os.POSIX_SPAWN_DUP2, their_out, WRITES),
    ]
    words = [path, *FLAGS, *rootly, f"--user-data-dir={folder}", "about:blank"]
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    process = os.posix_spawn(path, words, kept, file_actions=actions, setpgroup=0)
    os.close(their_in)
    os.close(their_out)
    return process, our_out, our_in
