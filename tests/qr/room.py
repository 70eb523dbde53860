"""Acting in the QR room like a clerk, and looking at what comes out."""

import pypdfium2
import zxingcpp
from pyzbar import pyzbar

SSID, KEY = 'Phòng họp; "Tây Sơn"', "mật\\khẩu:2026,ok"
WIFI = {"place": "Phòng họp trực tuyến", "ssid": SSID, "password": KEY, "security": "WPA"}


def add_wifi(clerk, **changes):
    answer = clerk.post_form("/ma-qr/wifi/moi", {**WIFI, **changes})
    assert answer.status_code == 303, answer.text[:3000]
    return int(answer.location.rsplit("/", 1)[1])


def add_link(clerk, **changes):
    fields = {"kind": "feedback", "title": "Đánh giá sự phục vụ", "target": "/y-kien/abc", "is_short": "y", **changes}
    answer = clerk.post_form("/ma-qr/lien-ket/moi", fields)
    assert answer.status_code == 303, answer.text[:3000]
    return int(answer.location.rsplit("/", 1)[1])


def code_texts(pdf: bytes, scale: float = 2.0):
    """What two decoders read on the first page of a PDF."""
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=scale).to_pil().convert("L")
    return {code.text for code in zxingcpp.read_barcodes(picture)}, {
        code.data.decode() for code in pyzbar.decode(picture)
    }


def words_of(pdf: bytes, page: int = 0) -> str:
    return pypdfium2.PdfDocument(pdf)[page].get_textpage().get_text_bounded()
