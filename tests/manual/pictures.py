"""Take the pictures of the manual: ``make pictures`` for all, ``make pictures ARGS="audits-round kpi-index"`` for some.

A demo place is made and served; whoever a picture names opens its page in Chromium; what its sentences speak of is
marked and cut out. A picture that shows what it showed before is left as it is.
"""

import io
import json
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import waitress
from flask import Flask
from PIL import Image, ImageChops
from playwright.sync_api import sync_playwright

from app import create_app
from blueprints.guidance import TAKEN, Guide, PagePicture, guides
from models import clock, migrate
from models.base import db
from models.office import interfaces, queries
from tests.living import ARGS, CHROMIUM, Live, session_cookie
from tests.manual import place

HOST = "noibo.tayson.example"
VIEW = {"width": 1366, "height": 768}
TWO_FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"  # all of it is drawn
WHOLE = "document.documentElement.scrollHeight"
WIDE, TALL = 720, 740  # pixels of a picture, at most
FINE = 2  # the page is drawn so many times finer, then averaged
ALIKE = 10  # of 255: what squares of 8 x 8 pixels may differ by between two drawings of the same
CAMERA = Path(__file__).with_name("camera.js").read_text("utf-8")


def make(home: Path, sizes: dict[str, int]) -> Flask:
    """A site on a place of its own."""
    database = f"sqlite:///{home / 'office.sqlite'}"
    app = create_app({"INSTANCE_DIR": home, "UPLOADS_DIR": home / "uploads", "SQLALCHEMY_DATABASE_URI": database})
    with app.app_context():
        migrate.upgrade(db.engine)
        place.furnish(sizes)
    place.knock(app)
    return app


@contextmanager
def served(sizes: dict[str, int]) -> Iterator[Live]:
    """A place, running; what it would read from this machine is made up."""
    with tempfile.TemporaryDirectory(prefix="so-tay-so-") as folder, ExitStack() as stack:
        stack.enter_context(patch.object(interfaces, "own_addresses", lambda: ["192.168.1.10"]))
        stack.enter_context(patch.object(queries, "RELEASED", place.MORNING.date()))  # the clock stands, and is right
        app = make(Path(folder), sizes)
        place.stop_clock(app)
        server = waitress.create_server(app, host="127.0.0.1", port=0, threads=4)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        yield Live(app, f"http://127.0.0.1:{server.effective_port}")
        server.close()
        thread.join(timeout=5)
        with app.app_context():
            db.engine.dispose()


class Camera:
    """A browser that opens pages as anybody of the demo."""

    def __init__(self, live: Live, browser: Any) -> None:
        self.live, self.browser = live, browser
        self.contexts: dict[str, Any] = {}

    def _context(self, username: str) -> Any:
        if username not in self.contexts:
            context = self.browser.new_context(
                viewport=VIEW,
                device_scale_factor=FINE,
                base_url=f"http://{HOST}",
                locale="vi-VN",
                reduced_motion="reduce",
            )
            with clock.held_at(place.MORNING):
                context.add_cookies([session_cookie(Live(self.live.app, f"http://{HOST}"), username)])
            context.clock.set_fixed_time(place.MORNING)
            self.contexts[username] = context
        return self.contexts[username]

    def take(self, picture: PagePicture) -> tuple[Image.Image, str]:
        """The picture and the heading of its page."""
        page = self._context(picture.by).new_page()
        answer = page.goto(picture.at, wait_until="load")
        if answer.status != 200:
            raise LookupError(f"{picture.at} answers {picture.by} with {answer.status}")
        page.evaluate("document.activeElement.blur(), document.fonts.ready.then(() => true)")
        main = page.locator("main")
        marked = {selector for mark in picture.marks for selector in mark}
        for selector in {".guide", ".flash", ".back", *picture.hidden} - marked:
            main.locator(selector).evaluate_all("found => found.forEach(one => one.style.display = 'none')")
        marks = [
            [[self._one(main, selector) for selector in mark], number if picture.is_numbered else 0]
            for number, mark in enumerate(picture.marks, 1)
            if mark
        ]
        last = self._one(main, picture.last) if picture.last else None
        page.set_viewport_size({**VIEW, "height": page.evaluate(WHOLE)})  # all of it, so that nothing sticks to an end
        clip = page.evaluate(CAMERA, {"marks": marks, "last": last})
        page.evaluate(TWO_FRAMES)
        drawn = page.screenshot(clip=clip, animations="disabled", scale="device")
        heading = " ".join(page.locator("main h1").inner_text().split())
        page.close()
        return Image.open(io.BytesIO(drawn)).convert("RGB"), heading

    @staticmethod
    def _one(main: Any, selector: str) -> Any:
        found = main.locator(selector).filter(visible=True)
        if not found.count():
            raise LookupError(f"nothing to be seen of {selector}")
        return found.first.element_handle()


def small(drawn: Image.Image) -> Image.Image:
    """As large as the manual shows it."""
    width = min(drawn.width // FINE, WIDE, TALL * drawn.width // drawn.height)
    return drawn.resize((width, round(drawn.height * width / drawn.width)), Image.Resampling.LANCZOS)


def packed(image: Image.Image) -> bytes:
    """The lightest file in which its letters are still clear."""
    whole = io.BytesIO()
    image.save(whole, "WEBP", quality=62, method=4)
    few = io.BytesIO()
    image.quantize(64, dither=Image.Dither.NONE).convert("RGB").save(few, "WEBP", lossless=True, quality=80, method=4)
    return min(whole.getvalue(), few.getvalue(), key=len)


def alike(one: bytes, other: bytes) -> bool:
    """Whether two pictures show the same, whoever drew them."""
    first, second = (Image.open(io.BytesIO(packed_one)).convert("L") for packed_one in (one, other))
    if first.size != second.size:
        return False
    squares = [image.resize((image.width // 8, image.height // 8), Image.Resampling.BOX) for image in (first, second)]
    return ImageChops.difference(*squares).getextrema()[1] <= ALIKE


def keep(guide: Guide, picture: PagePicture, taken: tuple[Image.Image, str], told: dict[str, Any]) -> str:
    """Write what has changed; what became of it."""
    image, heading = small(taken[0]), taken[1]
    path, new = TAKEN.parents[1] / picture.file, packed(image)
    told[guide.anchor] = {
        "at": picture.at,
        "heading": heading,
        "marks": [list(mark) for mark in picture.marks],
        "width": image.width,
        "height": image.height,
    }
    if path.exists() and alike(path.read_bytes(), new):
        return "the same"
    path.write_bytes(new)
    return f"{len(new):,} bytes"


def take_all(wanted: Sequence[tuple[Guide, PagePicture]], sizes: dict[str, int], told: dict[str, Any]) -> int:
    """Take pictures of one place; how many could not be taken."""
    failed = 0
    with served(sizes) as live, sync_playwright() as playwright:
        rules = f"--host-resolver-rules=MAP {HOST}:80 127.0.0.1:{live.url.rpartition(':')[2]}"
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*ARGS, rules, "--hide-scrollbars", "--font-render-hinting=none"]
        )
        camera = Camera(live, browser)
        for guide, picture in wanted:
            try:
                became = keep(guide, picture, camera.take(picture), told)
            except Exception as problem:  # the others are taken all the same
                became, failed = f"NOT TAKEN: {problem}", failed + 1
            sys.stdout.write(f"{guide.anchor}: {became}\n")
        browser.close()
    return failed


def main(names: Sequence[str]) -> int:
    """Take the pictures with these names, or all, and forget those that no guidance asks for."""
    told = json.loads(TAKEN.read_text("utf-8"))
    asked = [(guide, guide.picture) for guide in guides() if guide.picture]
    failed = 0
    for sizes in (place.COMMUNE, place.PROVINCE):
        wanted = [
            (guide, picture)
            for guide, picture in asked
            if (not names or guide.anchor in names) and place.sizes_for(picture.by) is sizes
        ]
        failed += take_all(wanted, sizes, told) if wanted else 0
    anchors = {guide.anchor for guide, _ in asked}
    for path in TAKEN.parent.glob("*.webp"):
        if path.stem not in anchors:
            path.unlink()
    kept = {anchor: told[anchor] for anchor in sorted(anchors & set(told))}
    TAKEN.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
