"""Codes for one answer each: nobody guesses one, it counts once, and its sheet can be read by a phone."""

from collections.abc import Callable

import pytest
from flask import Flask
from PIL import Image
from pypdfium2 import PdfDocument
from sqlalchemy import select

from blueprints.satisfaction import code_sheet
from models.base import db
from models.errors import NotFound
from models.satisfaction import actions, codes
from models.satisfaction.rules import Channel, HoldReason, Mode, Stage, Status
from models.satisfaction.tables import Response, ResponseBatch
from tests.browser import Browser
from tests.factories import Office
from tests.qr.reading import by_zbar

Browse = Callable[..., Browser]


@pytest.fixture
def batch(office: Office) -> ResponseBatch:
    """Twenty-four codes for what goes with a result."""
    made = codes.make_batch(office.viewer("secretary"), None, Stage.RESULT, Mode.ONLINE, 24)
    db.session.commit()
    return made


def rows() -> list[Response]:
    """All answers in the order they came."""
    return list(db.session.scalars(select(Response).order_by(Response.id)))


def test_a_code_counts_once_and_is_polite_afterwards(browse: Browse, batch: ResponseBatch) -> None:
    url = f"/y-kien/{codes.code_of(batch, 7)}"
    late, other = browse(None), browse(None)
    opened = late.hidden_fields(url)
    assert other.post_form(url, {"level": "5"}).status_code == 303
    again = other.get(url)
    assert again.status_code == 200 and "Mã này đã nhận một ý kiến" in again.text
    assert "<form" not in again.text
    answer = late.post_raw(url, {**opened, "level": "1"}, follow_redirects=True)
    assert "Cảm ơn ông/bà" in answer.text, "a page that was open already is no error"
    assert [(row.status, row.hold_reason) for row in rows()] == [
        (Status.COUNTED, None),
        (Status.HELD, HoldReason.REUSED),
    ]
    assert {(row.stage, row.mode, row.channel) for row in rows()} == {(Stage.RESULT, Mode.ONLINE, Channel.QR)}
    assert actions.check_rollups() == []


def test_the_same_page_sent_twice_is_one_answer(browse: Browse, batch: ResponseBatch) -> None:
    url, citizen = f"/y-kien/{codes.code_of(batch, 1)}", browse(None)
    opened = citizen.hidden_fields(url)
    for _ in range(2):
        assert citizen.post_raw(url, {**opened, "level": "4"}).status_code == 303
    assert len(rows()) == 1


def test_what_is_refused_does_not_spend_a_code(browse: Browse, batch: ResponseBatch) -> None:
    url = f"/y-kien/{codes.code_of(batch, 2)}"
    assert browse(None).post_form(url, {"level": ""}).status_code == 422
    assert not codes.behind(codes.code_of(batch, 2)).is_used


def test_nobody_guesses_a_code(batch: ResponseBatch) -> None:
    good = codes.code_of(batch, 3)
    other = codes.code_of(batch, 4)
    assert codes.behind(good).no == 3
    for wrong in (good[:-1] + "x", f"{batch.id}-25-{good[-22:]}", f"{batch.id}-4-{good[-22:]}", "1-1-" + "A" * 22):
        if wrong != other:
            with pytest.raises(NotFound):
                codes.behind(wrong)
    batch.is_active = False
    db.session.flush()
    with pytest.raises(NotFound):
        codes.behind(good)


@pytest.mark.slow
def test_codes_are_made_printed_and_called_back(browse: Browse, office: Office) -> None:
    page, browser = "/hai-long/ma-phieu", browse("secretary")
    sent = {"stage": "refusal", "mode": "unknown", "size": "24"}
    assert browser.post_form(page, sent).status_code == 303
    made = db.session.scalars(select(ResponseBatch)).one()
    batch_id = made.id
    pdf = browser.get(f"{page}/{batch_id}.pdf")
    assert pdf.mimetype == "application/pdf" and pdf.data.startswith(b"%PDF-")
    assert browser.post(f"{page}/{batch_id}/tat").status_code == 303
    assert not db.session.get_one(ResponseBatch, batch_id).is_active


def cut(sheet: Image.Image) -> list[Image.Image]:
    """The labels of a sheet, as scissors leave them."""
    dot = sheet.width / code_sheet.SHEET.width
    boxes = [(one.x, one.y, one.x + one.width, one.y + one.height) for one in code_sheet.SHEET.spots()]
    return [sheet.crop(tuple(round(edge * dot) for edge in box)) for box in boxes]  # type: ignore[arg-type]


@pytest.mark.slow
def test_a_phone_reads_every_code_of_a_sheet(app: Flask) -> None:
    wanted = [f"https://noibo.tayson.example/y-kien/12-{number}-{'x' * 22}" for number in range(1, 26)]
    drawn = PdfDocument(code_sheet.draw(wanted, "Giấy trả kết quả", "Xã Tây Sơn"))
    assert len(drawn) == 2, "twenty-four on a sheet, the next one on another"
    seen = [text for page in drawn for label in cut(page.render(scale=4).to_pil()) for text in by_zbar(label)]
    assert sorted(seen) == sorted(wanted)
