"""The office's emblem: taken as a picture only, small on paper, the code beside it untouched."""

import io
import random

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image, ImageDraw
from sqlalchemy import select

from models.base import db
from models.journal import HIDDEN, JournalEntry
from models.qr import emblems
from models.qr.tables import Emblem
from tests.qr.room import add_wifi, code_texts

pytestmark = [pytest.mark.slow, pytest.mark.alike]

URL = "/ma-qr/bieu-trung"
RED = (200, 20, 30)


def photo(kind: str = "PNG", size: tuple[int, int] = (900, 600)) -> bytes:
    """A red disc on a transparent (or white) ground."""
    picture = Image.new("RGBA", size, (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((size[0] // 4, 50, size[0] // 4 + 400, 450), fill=(*RED, 255))
    out = io.BytesIO()
    (picture.convert("RGB") if kind == "JPEG" else picture).save(out, kind)
    return out.getvalue()


def hand_in(browser, content: bytes, name: str = "bieu-trung.png"):
    return browser.post_form(URL, {"photo": (io.BytesIO(content), name)}, content_type="multipart/form-data")


def pictures(pdf: bytes) -> list[Image.Image]:
    """All pictures of a PDF's first page."""
    page = pypdfium2.PdfDocument(pdf)[0]
    return [found.get_bitmap().to_pil().convert("RGB") for found in page.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE])]


@pytest.mark.parametrize("paper", ["a4", "a5", "a6", "wall", "tent"])
def test_the_emblem_heads_the_posters_and_leaves_the_code_alone(clerk, paper):
    poster = add_wifi(clerk)
    plain = clerk.get(f"/ma-qr/{poster}/{paper}.pdf").data
    assert pictures(plain) == []
    assert hand_in(clerk, photo()).status_code == 303
    made = clerk.get(f"/ma-qr/{poster}/{paper}.pdf").data
    assert code_texts(made) == code_texts(plain)
    seen = pictures(made)
    assert len({image.tobytes() for image in seen}) == 1, "one picture, and no other on the page"
    assert max(seen[0].size) <= emblems.SIDE
    assert seen[0].getpixel((emblems.SIDE // 2, emblems.SIDE // 2)) == RED
    assert len(made) < 150 * 1024
    assert made == clerk.get(f"/ma-qr/{poster}/{paper}.pdf").data


def test_it_is_cut_to_its_content_and_stands_on_white():
    made = Image.open(io.BytesIO(emblems.prepared(photo()))).convert("RGB")
    assert made.size == (emblems.SIDE, emblems.SIDE)
    assert made.getpixel((0, 0)) == (255, 255, 255)
    assert made.getpixel((round(emblems.SIDE * 0.06), emblems.SIDE // 2)) == RED, "the ground around it is gone"
    grey = Image.frombytes("I;16", (60, 60), b"".join((20_000).to_bytes(2, "little") for _ in range(3600)))
    assert Image.open(io.BytesIO(emblems.prepared(as_png(grey)))).convert("L").getpixel((160, 160)) == 78


def as_png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    "picture",
    [
        Image.new("RGB", (50, 50), "white"),
        Image.new("RGBA", (50, 50), (0, 0, 0, 0)),
        Image.new("RGBA", (50, 50), (255, 255, 255, 120)),
        Image.new("RGB", (9000, 1), "white"),
    ],
)
def test_what_would_print_as_nothing_is_refused(clerk, picture):
    answer = hand_in(clerk, as_png(picture))
    assert answer.status_code == 422
    assert "chỉ có màu trắng" in answer.text
    assert db.session.scalars(select(Emblem)).all() == []


@pytest.mark.slow
def test_a_noisy_photo_keeps_the_poster_small(clerk):
    poster = add_wifi(clerk)
    noise = Image.frombytes("RGB", (600, 600), random.Random(1).randbytes(600 * 600 * 3))
    assert hand_in(clerk, as_png(noise)).status_code == 303
    for paper in ("a4", "a6", "tent"):
        assert len(clerk.get(f"/ma-qr/{poster}/{paper}.pdf").data) < 150 * 1024


def test_a_thin_line_stays_to_be_seen():
    made = Image.open(io.BytesIO(emblems.prepared(as_png(Image.new("RGB", (9000, 1), "black")))))
    assert len(made.getcolors()) > 1


def test_too_many_pixels_are_refused_before_they_are_decoded(clerk):
    answer = hand_in(clerk, as_png(Image.new("1", (6500, 6500))))
    assert answer.status_code == 422
    assert "triệu điểm ảnh" in answer.text


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg"),
        (b"%PDF-1.7 x", "a.pdf"),
        (b"\x89PNG\r\n\x1a\nxx", "a.png"),
        (b"", "a.png"),
        (b"GIF89a" + b"\0" * 40, "a.gif"),
    ],
)
def test_what_is_no_picture_is_refused_beside_the_field(clerk, content, name):
    answer = hand_in(clerk, content, name)
    assert answer.status_code == 422
    assert "photo-error" in answer.text
    assert db.session.scalars(select(Emblem)).all() == []


def test_it_is_replaced_and_taken_away_and_the_journal_keeps_no_picture(clerk):
    assert clerk.get(f"{URL}.png").status_code == 404
    hand_in(clerk, photo())
    first = clerk.get(f"{URL}.png").data
    assert first[:8] == b"\x89PNG\r\n\x1a\n"
    hand_in(clerk, photo("JPEG"), "moi.jpg")
    assert clerk.get(f"{URL}.png").data != first
    upload = {"version": "1", "photo": (io.BytesIO(photo()), "cu.png")}
    assert clerk.post_form(URL, upload, content_type="multipart/form-data").status_code == 409
    stale = clerk.post_form(f"{URL}/bo", {"version": "1"}, page=URL)
    assert stale.status_code == 409
    assert clerk.post_form(f"{URL}/bo", {"version": "2"}, page=URL).status_code == 303
    assert clerk.get(f"{URL}.png").status_code == 404
    lines = db.session.scalars(select(JournalEntry).where(JournalEntry.entity == "emblem")).all()
    assert [line.action for line in lines] == ["created", "changed", "deleted"]
    assert [HIDDEN in line.changes for line in lines] == [True, True, True]
    assert max(len(line.changes) for line in lines) < 100


def test_another_office_has_its_own(clerk, browse, other_office):
    hand_in(clerk, photo())
    other = browse("secretary", other_office)
    assert other.get(f"{URL}.png").status_code == 404
    assert "Chưa có biểu trưng" in other.get(URL).text
