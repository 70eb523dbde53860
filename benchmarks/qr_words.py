"""The poster that the benchmarks print."""

from models.qr import payloads
from models.qr.notices import Notice, Value


def notice(number: int = 0) -> Notice:
    """A wifi poster of a meeting room."""
    ssid, key = ("Phòng họp trực tuyến" if not number else f"Phòng họp {number}"), "matkhau-2026"
    return Notice(
        code=payloads.wifi(ssid, key, "WPA"),
        office="Ủy ban nhân dân xã Tây Sơn",
        region="Tỉnh Gia Lai",
        initials="TS",
        heading="Quét mã để vào Wi-Fi",
        title=ssid,
        place="Tầng 2 – Trụ sở UBND xã",
        steps=(
            "Mở Camera, hoặc mở Zalo rồi chạm biểu tượng quét mã.",
            "Hướng máy vào mã, giữ yên đến khi có dòng chữ hiện ra.",
            "Chạm vào dòng chữ đó rồi chọn Kết nối.",
        ),
        short_steps=("Mở Camera hoặc Zalo", "Đưa máy vào mã", "Chọn Kết nối"),
        stamp=f"Tờ QR-{number:06d} · bản 1 · in ngày 30/3/2026",
        short_stamp=f"QR-{number:06d} · bản 1 · 30/3/2026",
        reach_words="Đứng cách mã không quá {metres} m",
        ruler="Đoạn này phải dài đúng 50 mm",
        document=ssid,
        picture="biểu tượng",
        values=(Value("Tên mạng", ssid), Value("Mật khẩu", key)),
        has_waves=True,
        contact="Cần giúp đỡ, xin hỏi cán bộ tại quầy.",
    )
