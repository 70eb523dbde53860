"""A pasted conclusion notice falls into its blocks, each with the deadline it names."""

from datetime import date

import pytest

from models.meetings.notices import split_notice
from models.meetings.points import DueRule

NOTICE = """
THÔNG BÁO
Kết luận của Chủ tịch UBND xã tại cuộc họp ngày 24 tháng 3 năm 2026

Sau khi nghe báo cáo, Chủ tịch UBND xã kết luận, chỉ đạo như sau:

1. Các đơn vị quán triệt ý nghĩa của việc chuyển đổi số.

2. Yêu cầu các phòng rà soát chỉ tiêu. Trong đó lưu ý:

a) Trạm Y tế bổ sung lộ trình nhằm nâng cao chất lượng

khám bệnh ban đầu cho Nhân dân.

b) Phòng Văn hóa - Xã hội bổ sung mục tiêu theo Công văn ngày 27/6/2025¹.

c) Phòng Kinh tế làm rõ nhiệm vụ.

d) Giao Phòng Kinh tế đối soát bản đồ. Báo cáo UBND xã trước ngày 30/3/2026.

*** Các phòng cập nhật biểu mẫu điện tử trước ngày 28/3/2026.**

3. Giao Văn phòng tham mưu khung tiêu chí. Thời gian hoàn thành **trước ngày 05/4/2026**.

4. Giao Trung tâm hoàn thiện kế hoạch **trước ngày 31/3/2026**. Đồng thời nghiên cứu giải pháp lượng hóa

¹ Một số nhiệm vụ: (i) học bạ số (Công văn ngày 27/11/2025).

công việc theo thời gian thực.

UBND xã thông báo để các đơn vị liên quan biết, tổ chức triển khai thực hiện./.

Nơi nhận:
- Lưu: VT.
"""


def test_nine_blocks_four_deadlines() -> None:
    blocks = split_notice(NOTICE)
    assert [block.label for block in blocks] == ["1", "2", "2a", "2b", "2c", "2d", "2*", "3", "4"]
    assert {block.label: block.due_on for block in blocks if block.due_on} == {
        "2d": date(2026, 3, 30),
        "2*": date(2026, 3, 28),
        "3": date(2026, 4, 5),
        "4": date(2026, 3, 31),
    }
    assert all(block.due_rule is DueRule.BEFORE for block in blocks)


def test_broken_lines_are_joined_and_footnotes_left_out() -> None:
    by_label = {block.label: block.text for block in split_notice(NOTICE)}
    assert by_label["2a"].endswith("chất lượng khám bệnh ban đầu cho Nhân dân.")
    assert by_label["4"].endswith("lượng hóa công việc theo thời gian thực.")


@pytest.mark.parametrize(
    ("text", "due_on", "rule", "printed"),
    [
        ("1. Xong trước ngày 30/3/2026.", date(2026, 3, 30), DueRule.BEFORE, "30/3/2026"),
        ("1. Thực hiện đến hết ngày 05/4/2026.", date(2026, 4, 5), DueRule.BY_END_OF, "05/4/2026"),
        ("1. Báo cáo chậm nhất là ngày 5/4/2026.", date(2026, 4, 5), DueRule.BY_END_OF, "5/4/2026"),
        ("1. Báo cáo trước ngày 5/4.", None, DueRule.BEFORE, "5/4"),
        ("1. Báo cáo trước ngày 31/2/2026.", None, DueRule.BEFORE, "31/2/2026"),
        ("1. Báo cáo trong tháng 5.", None, DueRule.BEFORE, ""),
        ("1. Theo Công văn ngày 27/6/2025.", None, DueRule.BEFORE, ""),
    ],
)
def test_a_deadline_is_proposed_only_when_it_is_sure(
    text: str, due_on: date | None, rule: DueRule, printed: str
) -> None:
    (block,) = split_notice(text)
    assert (block.due_on, block.due_rule, block.due_text) == (due_on, rule, printed)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Không có mục nào.",
        "a) mở đầu bằng chữ",
        "2026/3/30",
        "\x00\ud800",
        "1.",
        "9" * 5000,
    ],
)
def test_what_has_no_blocks_gives_none(text: str) -> None:
    assert split_notice(text) == []


def test_decomposed_letters_and_windows_lines_are_read_alike() -> None:
    import unicodedata

    other = unicodedata.normalize("NFD", NOTICE).replace("\n", "\r\n")
    assert split_notice(other) == split_notice(NOTICE)
