"""Posters for tests, and what a finished PDF tells about itself."""

import base64
import re
import zlib
from functools import cache

import pypdfium2
import pypdfium2.raw as pdfium

from models.qr import paper, payloads
from models.qr.notices import Notice, Value
from models.qr.rules import PaperFormat

STEPS = (
    "Mở Camera, hoặc mở Zalo rồi chạm biểu tượng quét mã.",
    "Hướng máy vào mã, giữ yên đến khi có dòng chữ hiện ra.",
    "Chạm vào dòng chữ đó rồi chọn Kết nối.",
)
WALL_FORMATS = ("wall", "a4", "a5", "a6", "tent", "a6x4")
ALL_FORMATS = (*WALL_FORMATS, "labels")


def notice(
    title="Phòng họp trực tuyến",
    place="Tầng 2 – Trụ sở UBND xã",
    ssid="UBND Tây Sơn – Khách",
    key="song-xanh-4821",
    **changes,
) -> Notice:
    """A wifi poster with everything on it."""
    fields = {
        "code": changes.get("code") or payloads.wifi(ssid, key, "WPA" if key else "nopass"),
        "office": "Ủy ban nhân dân xã Tây Sơn",
        "region": "Tỉnh Gia Lai",
        "initials": "TS",
        "heading": "Quét mã để vào Wi-Fi",
        "title": title,
        "place": place,
        "steps": STEPS,
        "short_steps": ("Mở Camera hoặc Zalo", "Đưa máy vào mã", "Chọn Kết nối"),
        "stamp": "Tờ QR-000012 · bản 2 · in ngày 30/3/2026",
        "short_stamp": "QR-000012 · bản 2 · 30/3/2026",
        "reach_words": "Đứng cách mã không quá {metres} m",
        "ruler": "Đoạn này phải dài đúng 50 mm",
        "document": f"Wi-Fi – {title}",
        "picture": "biểu tượng",
        "has_waves": True,
        "contact": "Cần giúp đỡ, xin hỏi cán bộ tại quầy.",
        "note": "" if key else "Mạng này không có mật khẩu.",
        "values": (Value("Tên mạng", ssid), *((Value("Mật khẩu", key),) if key else ())),
        **changes,
    }
    return Notice(**fields)


@cache
def printed(size: str, made: Notice) -> paper.Printed:
    """A poster laid out on a sheet."""
    return paper.lay_out(made, PaperFormat(size))


@cache
def document(size: str, made: Notice) -> bytes:
    """Its PDF."""
    return paper.pdf([printed(size, made)], made.document)


def text_of(pdf: bytes, page: int = 0) -> str:
    """The text of a page as one line of words."""
    return " ".join(pypdfium2.PdfDocument(pdf)[page].get_textpage().get_text_bounded().split())


def content_of(pdf: bytes) -> str:
    """The drawing commands of all streams that can be unpacked."""
    parts = []
    for match in re.finditer(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        raw = match[1].strip()
        try:
            parts.append(zlib.decompress(base64.a85decode(b"<~" + raw, adobe=True)).decode("latin-1"))
        except (ValueError, zlib.error):
            continue
    return "\n".join(parts)


def kinds_of(pdf: bytes) -> list[int]:
    """The kinds of all objects on the first page."""
    page = pypdfium2.PdfDocument(pdf)[0]
    return [pdfium.FPDFPageObj_GetType(obj.raw) for obj in page.get_objects()]
