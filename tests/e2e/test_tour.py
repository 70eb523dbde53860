"""A tour of every page with demo data: no accessibility fault, no sideways scroll, no complaint in the console."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.living import axe_faults

PAGES = {
    "lanhdao": ["/", "/viec-cua-toi", "/viec-cua-toi?muc=xac-nhan", "/viec-cua-toi?muc=xong", "/ke-hoach/viec",
                "/ke-hoach/nhiem-vu/9", "/ke-hoach/nhiem-vu/29/hoan-thanh", "/ke-hoach/chi-tieu",
                "/ke-hoach/nhiem-vu", "/ke-hoach/nhiem-vu/5", "/ke-hoach/kich-ban", "/ke-hoach/kich-ban/III-4",
                "/hai-long", "/hai-long/phieu", "/tai-khoan", "/khong-co-trang-nay"],
    "thuky": ["/viec-cua-toi", "/ke-hoach/nhiem-vu/14", "/hop", "/hop/moi", "/hop/1", "/ma-qr", "/ma-qr/wifi/moi"],
    "kiemtra": ["/kiem-tra", "/kiem-tra/dot/1"],
    "quay": ["/viec-cua-toi", "/hai-long/ghi"],
    "quantri": ["/quan-tri/can-bo", "/quan-tri/tai-khoan", "/quan-tri/xa", "/quan-tri/nhat-ky"],
    "tinh": ["/", "/tinh", "/hop", "/hai-long", "/kiem-tra"],
    "": ["/dang-nhap", "/dat-mat-khau"],
}  # fmt: skip
SCROLLS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


# axe looks at every page on the PC and at two of each role on the phone
WIDTHS = (1360, 1240, 1024, 768, 700, 390, 360)


@pytest.mark.parametrize("username", PAGES)
def test_pages_are_accessible_and_fit(window: Callable[..., Any], username: str) -> None:
    page = window(username or None)
    faults = []
    for at, path in enumerate(PAGES[username]):
        page.goto(path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            if page.evaluate(SCROLLS) > 0:
                faults.append(f"{path} scrolls sideways by {page.evaluate(SCROLLS)} px at {width}")
            if width == 1360 or (width == 390 and at < 2):
                found = axe_faults(page)
                faults += [f"{path} {one['id']} at {width}: {one['nodes'][0]['html'][:160]}" for one in found]
    complaints = [text for text in page.complaints if "404" not in text]
    assert not faults + complaints, "\n".join(faults + complaints)
