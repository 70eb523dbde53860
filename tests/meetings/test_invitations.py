"""An invitation that is pasted: what it says is proposed, what is doubtful stays empty and is named."""

from datetime import date, time

import pytest

from models.meetings.invitations import Invitation, read_invitation

HEAD = "ỦY BAN NHÂN DÂN\nXÃ TÂY SƠN\nSố: /GM-UBND\nTây Sơn, ngày 08 tháng 12 năm 2026\n\nGIẤY MỜI\n"
FRIDAY = date(2026, 12, 11)
CASES: dict[str, tuple[str, dict[str, object]]] = {
    "a form with labels": (
        HEAD + "Họp UBND xã tháng 12\nỦy ban nhân dân xã trân trọng kính mời các đồng chí dự họp:\n"
        "1. Thời gian: 14 giờ 00 phút, thứ Sáu, ngày 11/12/2026.\n2. Địa điểm: Phòng họp trực tuyến, tầng 2.\n"
        "3. Chủ trì: Đồng chí Nguyễn Kim Đạt, Chủ tịch UBND xã.\n4. Nội dung: Cho ý kiến dự toán ngân sách năm 2027.\n",
        {
            "title": "Cho ý kiến dự toán ngân sách năm 2027",
            "day": FRIDAY,
            "start": time(14),
            "place": "Phòng họp trực tuyến, tầng 2",
            "chair": "Nguyễn Kim Đạt",
        },
    ),
    "a span of hours": (
        "Thời gian: Từ 07h30 đến 11h00 ngày 11/12/2026\nĐịa điểm: Hội trường UBND xã",
        {"day": FRIDAY, "start": time(7, 30), "end": time(11), "place": "Hội trường UBND xã"},
    ),
    "the day in words": (
        "Thời gian: Vào hồi 8 giờ 30 phút, ngày 11 tháng 12 năm 2026",
        {"day": FRIDAY, "start": time(8, 30)},
    ),
    "hours with a colon and a dash": (
        "- Thời gian: 13:30 - 16:30, thứ 6 ngày 11-12-2026",
        {"day": FRIDAY, "start": time(13, 30), "end": time(16, 30)},
    ),
    "two in the afternoon": ("Thời gian: 2 giờ chiều thứ Sáu 11/12/2026", {"day": FRIDAY, "start": time(14)}),
    "an hour that may be either": (
        "Thời gian: 2 giờ ngày 11/12/2026",
        {"day": FRIDAY, "start": None, "doubts": ("unsure_hour",)},
    ),
    "no year": (
        "Thời gian: 8h00 ngày 11/12",
        {"day": None, "start": time(8), "doubts": ("no_year",)},
    ),
    "a weekday that is another one": (
        "Thời gian: 8 giờ 00, thứ Hai ngày 11/12/2026",
        {"day": None, "start": time(8), "doubts": ("other_weekday",)},
    ),
    "two days": (
        "Thời gian: 8 giờ ngày 10/12/2026 đến ngày 11/12/2026",
        {"day": None, "doubts": ("two_days",)},
    ),
    "a day that does not exist": ("Thời gian: 8h ngày 31/11/2026", {"day": None, "doubts": ("no_such_day",)}),
    "no labels, one sentence": (
        HEAD + "Họp giao ban tuần 50\n"
        "UBND xã mời các đồng chí dự họp vào lúc 7 giờ 30 ngày 11/12/2026 tại Phòng họp số 1.",
        {"title": "Họp giao ban tuần 50", "day": FRIDAY, "start": time(7, 30), "place": "Phòng họp số 1"},
    ),
    "an agenda of numbered lines": (
        "Thời gian: 8h00 ngày 11/12/2026\nChương trình:\n1. Báo cáo thu, chi ngân sách;\n2. Dự toán năm 2027;\n"
        "3) Ý kiến khác.\nNơi nhận:\n- Như trên;\n- Lưu: VT.",
        {"day": FRIDAY, "agenda": ("Báo cáo thu, chi ngân sách", "Dự toán năm 2027", "Ý kiến khác")},
    ),
    "what it is about as a list": (
        "Nội dung:\n- Rà soát nhiệm vụ quá hạn;\n- Phân công trực Tết.\nThời gian: 15h00 ngày 11/12/2026",
        {"title": "", "agenda": ("Rà soát nhiệm vụ quá hạn", "Phân công trực Tết"), "start": time(15)},
    ),
    "presided by, in a sentence": (
        "Cuộc họp do ông Siu Hữu Phúc chủ trì.\nThời gian: 9 giờ 00, ngày 11/12/2026.",
        {"chair": "Siu Hữu Phúc", "day": FRIDAY, "start": time(9)},
    ),
    "without marks": (
        "Thoi gian: 14h00 ngay 11/12/2026\nDia diem: Hoi truong\nChu tri: D/c Nguyen Kim Dat - Chu tich",
        {"day": FRIDAY, "start": time(14), "place": "Hoi truong", "chair": "Nguyen Kim Dat"},
    ),
    "about, in the words of the head": (
        "GIẤY MỜI\nV/v họp Ban Chỉ đạo chuyển đổi số\nThời gian: 8h00 ngày 11/12/2026",
        {"title": "họp Ban Chỉ đạo chuyển đổi số", "day": FRIDAY},
    ),
    "spaces where none should be": (
        "Thời  gian :  14 giờ 00 ,  ngày 11 / 12 / 2026\nĐịa  điểm :  Phòng họp số 1",
        {"day": FRIDAY, "start": time(14), "place": "Phòng họp số 1"},
    ),
    "papers by another day": (
        "Thời gian: 8h00 ngày 11/12/2026\nTài liệu: gửi trước 17h00 ngày 08/12/2026",
        {"day": FRIDAY, "start": time(8), "doubts": ()},
    ),
    "not an invitation": (
        "Kính gửi các đồng chí, tuần này không họp.",
        {"title": "", "day": None, "start": None, "place": "", "chair": "", "agenda": ()},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_an_invitation_says(case: str) -> None:
    text, said = CASES[case]
    found = read_invitation(text)
    assert {name: getattr(found, name) for name in said} == said, found
    if "doubts" not in said and found.day:
        assert found.doubts == (), found


@pytest.mark.parametrize(
    "text", ["", "\x00", "Thời gian:", "99/99/9999 99h99", "Thời gian: " + "1/" * 9999, "9" * 70_000, "Chủ trì: " * 999]
)
def test_odd_texts_are_read_too(text: str) -> None:
    assert isinstance(read_invitation(text), Invitation)


def test_the_day_of_the_letter_is_not_the_day_of_the_meeting() -> None:
    assert read_invitation(HEAD + "Họp giao ban\nMời các đồng chí dự họp.").day is None
