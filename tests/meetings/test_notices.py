"""A pasted conclusion notice falls into its blocks, each with the deadline it names."""

from datetime import date

import pytest

from models.meetings.deadlines import Doubt
from models.meetings.notices import split
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
    blocks = split(NOTICE, 2026)
    assert [block.label for block in blocks] == ["1", "2", "2a", "2b", "2c", "2d", "2*", "3", "4"]
    assert {block.label: block.due_on for block in blocks if block.due_on} == {
        "2d": date(2026, 3, 30),
        "2*": date(2026, 3, 28),
        "3": date(2026, 4, 5),
        "4": date(2026, 3, 31),
    }
    assert {block.due_rule for block in blocks if block.due_on} == {DueRule.BEFORE}
    assert {block.label: block.units for block in blocks if block.units} == {
        "1": ["Các đơn vị"],
        "2": ["các phòng"],
        "2a": ["Trạm Y tế"],
        "2b": ["Phòng Văn hóa - Xã hội"],
        "2c": ["Phòng Kinh tế"],
        "2d": ["Phòng Kinh tế"],
        "2*": ["Các phòng"],
        "3": ["Văn phòng"],
        "4": ["Trung tâm"],
    }


def test_broken_lines_are_joined_and_footnotes_left_out() -> None:
    by_label = {block.label: block.text for block in split(NOTICE, 2026)}
    assert by_label["2a"].endswith("chất lượng khám bệnh ban đầu cho Nhân dân.")
    assert by_label["4"].endswith("lượng hóa công việc theo thời gian thực.")


BEFORE, BY_END = DueRule.BEFORE, DueRule.BY_END_OF
SURE: list[tuple[str, date, DueRule, str]] = [
    ("Xong trước ngày 30/3/2026.", date(2026, 3, 30), BEFORE, "trước ngày 30/3/2026"),
    ("Báo cáo trước ngày 05/4.", date(2026, 4, 5), BEFORE, "trước ngày 05/4"),
    ("Báo cáo trước 5/4/2026.", date(2026, 4, 5), BEFORE, "trước 5/4/2026"),
    ("Báo cáo trước ngày 5.4.2026.", date(2026, 4, 5), BEFORE, "trước ngày 5.4.2026"),
    ("Báo cáo trước  ngày   7-9-2026.", date(2026, 9, 7), BEFORE, "trước ngày 7-9-2026"),
    ("Gửi trước ngày 7 tháng 9 năm 2026.", date(2026, 9, 7), BEFORE, "trước ngày 7 tháng 9 năm 2026"),
    ("Gửi trước ngày 30 tháng 3.", date(2026, 3, 30), BEFORE, "trước ngày 30 tháng 3"),
    ("Trình UBND tỉnh trước ngày 8/8/26.", date(2026, 8, 8), BEFORE, "trước ngày 8/8/26"),
    ("Thực hiện đến hết ngày 05/4/2026.", date(2026, 4, 5), BY_END, "đến hết ngày 05/4/2026"),
    ("Báo cáo chậm nhất là ngày 5/4/2026.", date(2026, 4, 5), BY_END, "chậm nhất là ngày 5/4/2026"),
    ("Báo cáo chậm nhất đến hết ngày 5/4.", date(2026, 4, 5), BY_END, "chậm nhất đến hết ngày 5/4"),
    ("Hoàn thành trong ngày 30/3/2026.", date(2026, 3, 30), BY_END, "Hoàn thành trong ngày 30/3/2026"),
    ("Gửi trước 17 giờ 00 ngày 30/3/2026.", date(2026, 3, 30), BY_END, "trước 17 giờ 00 ngày 30/3/2026"),
    ("Gửi trước 16h30, ngày 30/3.", date(2026, 3, 30), BY_END, "trước 16h30, ngày 30/3"),
    ("Thời hạn: 30/6/2026.", date(2026, 6, 30), BY_END, "Thời hạn: 30/6/2026"),
    ("Thời gian hoàn thành trước ngày 05/4/2026.", date(2026, 4, 5), BEFORE, "trước ngày 05/4/2026"),
    ("Từ ngày 1/4 đến ngày 5/4/2026.", date(2026, 4, 5), BY_END, "đến ngày 5/4/2026"),
    ("Hoàn thành trong tháng 5.", date(2026, 5, 31), BY_END, "trong tháng 5"),
    ("Xong trong tháng 02/2027.", date(2027, 2, 28), BY_END, "Xong trong tháng 02/2027"),
    ("Hoàn thành trước tháng 10 năm 2026.", date(2026, 10, 1), BEFORE, "trước tháng 10 năm 2026"),
    ("Báo cáo trong quý II.", date(2026, 6, 30), BY_END, "trong quý II"),
    ("Báo cáo chậm nhất trong quý IV năm 2027.", date(2027, 12, 31), BY_END, "chậm nhất trong quý IV năm 2027"),
    ("Hết quý 3/2026 phải xong.", date(2026, 9, 30), BY_END, "Hết quý 3/2026"),
    ("Hoàn thành trong năm 2026.", date(2026, 12, 31), BY_END, "trong năm 2026"),
    ("Gửi trước ngày 5/4; nhắc lại: trước ngày 05/4/2026.", date(2026, 4, 5), BEFORE, "trước ngày 5/4"),
    ("Theo Công văn ngày 27/6/2025, trước ngày 5/4/2026.", date(2026, 4, 5), BEFORE, "trước ngày 5/4/2026"),
]
DOUBTFUL: list[tuple[str, Doubt | None, str]] = [
    ("Báo cáo trước ngày 31/4/2026.", Doubt.NO_SUCH_DAY, "trước ngày 31/4/2026"),
    ("Báo cáo trước ngày 30 tháng 2.", Doubt.NO_SUCH_DAY, "trước ngày 30 tháng 2"),
    ("Báo cáo trong tháng 13.", Doubt.NO_SUCH_DAY, "trong tháng 13"),
    ("Báo cáo trước ngày 1/4, xong trước ngày 5/4.", Doubt.SEVERAL, "trước ngày 1/4, xong trước ngày 5/4"),
    ("Báo cáo hằng tháng.", Doubt.RECURRING, "hằng tháng"),
    ("Báo cáo định kỳ vào ngày 25 hằng tháng.", Doubt.RECURRING, "định kỳ"),
    ("Báo cáo hằng tuần, lần đầu trước ngày 5/4.", Doubt.RECURRING, "trước ngày 5/4"),
    ("Báo cáo trong 05 ngày làm việc.", Doubt.RELATIVE, "trong 05 ngày"),
    ("Báo cáo trong vòng hai tuần.", Doubt.RELATIVE, "trong vòng hai tuần"),
    ("Báo cáo ngay trong tuần này.", Doubt.RELATIVE, "trong tuần này"),
    ("Hoàn thành trước Tết Nguyên đán.", Doubt.RELATIVE, "trước Tết"),
    ("Theo Công văn ngày 27/6/2025.", None, ""),
    ("Tính đến ngày 05/3/2026 đạt 30%.", None, ""),
    ("Nhu cầu vắc-xin dự phòng quý I năm 2027.", None, ""),
    ("Cuộc họp ngày 24/3/2026 đã nghe báo cáo.", None, ""),
]
UNITS: list[tuple[str, list[str]]] = [
    (
        "Giao Phòng Kinh tế chủ trì, phối hợp với Phòng Văn hóa - Xã hội và Công an xã hoàn thiện dự toán.",
        ["Phòng Kinh tế", "Phòng Văn hóa - Xã hội", "Công an xã"],
    ),
    ("Sở Giáo dục và Đào tạo bổ sung, làm rõ mục tiêu.", ["Sở Giáo dục và Đào tạo"]),
    ("Sở Công Thương bổ sung mục tiêu.", ["Sở Công Thương"]),
    ("Sở Văn hóa, Thể thao và Du lịch lập hồ sơ.", ["Sở Văn hóa, Thể thao và Du lịch"]),
    ("Giao Văn phòng HĐND và UBND xã đăng phương án.", ["Văn phòng HĐND và UBND xã"]),
    (
        "Giao Văn phòng Ủy ban nhân dân tỉnh hoàn thiện, trình Chủ tịch Ủy ban nhân dân tỉnh.",
        ["Văn phòng Ủy ban nhân dân tỉnh"],
    ),
    ("Trạm Y tế xã Tây Sơn lập danh sách.", ["Trạm Y tế xã Tây Sơn"]),
    ("Về chợ: giao Trung tâm Phục vụ hành chính công xã công khai.", ["Trung tâm Phục vụ hành chính công xã"]),
    ("Yêu cầu các sở, ban, ngành tiếp tục rà soát.", ["các sở, ban, ngành"]),
    ("Giao thôn An Lão, thôn Đồng Tâm tuyên truyền.", ["thôn An Lão", "thôn Đồng Tâm"]),
    ("Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam xã vận động.", ["Ủy ban Mặt trận Tổ quốc Việt Nam xã"]),
    (
        "Trường Tiểu học Nguyễn Huệ và Đoàn Thanh niên phối hợp với VNPT.",
        ["Trường Tiểu học Nguyễn Huệ", "Đoàn Thanh niên", "VNPT"],
    ),
    ("Thống nhất nội dung báo cáo của Phòng Kinh tế.", []),
    ("Báo cáo Ủy ban nhân dân tỉnh kết quả.", []),
]


@pytest.mark.parametrize(("text", "due_on", "rule", "printed"), SURE)
def test_a_sure_deadline_is_read_as_printed(text: str, due_on: date, rule: DueRule, printed: str) -> None:
    (block,) = split(f"1. {text}", 2026)
    assert (block.due_on, block.due_rule, block.due_text, block.doubt) == (due_on, rule, printed, None)


@pytest.mark.parametrize(("text", "doubt", "printed"), DOUBTFUL)
def test_what_is_not_sure_stays_empty_and_says_why(text: str, doubt: Doubt | None, printed: str) -> None:
    (block,) = split(f"1. {text}", 2026)
    assert (block.due_on, block.due_rule) == (None, None), "nothing is guessed"
    assert (block.doubt, block.due_text) == (doubt, printed)


def test_days_that_were_read_are_offered_as_answers() -> None:
    (block,) = split("1. Dự thảo trước ngày 1/4, chính thức trước ngày 31/4 và trước ngày 5/4/2027.", 2026)
    assert (block.doubt, block.options) == (Doubt.NO_SUCH_DAY, (date(2026, 4, 1), date(2027, 4, 5)))


@pytest.mark.parametrize(("text", "names"), UNITS)
def test_units_are_named_as_they_are_written_the_leading_one_first(text: str, names: list[str]) -> None:
    (block,) = split(f"1. {text}", 2026)
    assert block.units == names


SHAPES: list[tuple[str, str, list[str]]] = [
    ("blanks missing", "1.Giao việc\na)Phòng Kinh tế\nb)Phòng Văn hóa", ["1", "1a", "1b"]),
    ("slashes and brackets", "1/ Một\n2) Hai\n3 . Ba", ["1", "2", "3"]),
    (
        "dashes below",
        "1. Giao:\n- Phòng A lập\n- Phòng B gửi\na) Rà soát\n+ Trạm Y tế",
        ["1", "1-1", "1-2", "1a", "1a-1"],
    ),
    ("numbers below numbers", "1. Một\n1.1. Hai\n1.2 Ba\n2. Bốn", ["1", "1.1", "1.2", "2"]),
    ("parts", "I. KINH TẾ\n1. Một\n2. Hai\nII. VĂN HÓA\n1. Ba", ["I.1", "I.2", "II.1"]),
    ("parts without points", "I. Giao Phòng Kinh tế lập\nII. Giao Trạm Y tế gửi", ["I", "II"]),
    ("spoken numbers", "Một là, giao Phòng Kinh tế\nHai là yêu cầu các thôn", ["1", "2"]),
    ("spoken order", "Thứ nhất, giao Phòng Kinh tế\nThứ hai, yêu cầu các thôn", ["1", "2"]),
    ("no numbers", "Kết luận:\nGiao Phòng Kinh tế lập\nkế hoạch\n- Trạm Y tế gửi số liệu", ["", ""]),
    ("a wrapped line that begins with a number", "1. Thực hiện Nghị quyết số\n57. Sau đó báo cáo\n2. Hai", ["1", "2"]),
    ("one left out", "1. Một\n3. Ba", ["1", "3"]),
    ("signed without recipients", "1. Một\nTL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG\n2. Hai", ["1"]),
]


@pytest.mark.parametrize(("text", "labels"), [shape[1:] for shape in SHAPES], ids=[shape[0] for shape in SHAPES])
def test_labels_of_many_shapes(text: str, labels: list[str]) -> None:
    assert [block.label for block in split(text, 2026)] == labels


def test_wrapped_lines_belong_to_their_block() -> None:
    first, second = split("1. Thực hiện Nghị quyết số\n57. Sau đó báo cáo trước\nngày  30/3/2026.\n2. Hai", 2026)
    assert first.text == "Thực hiện Nghị quyết số 57. Sau đó báo cáo trước ngày 30/3/2026."
    assert (first.due_on, second.text) == (date(2026, 3, 30), "Hai")


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
    assert split(text, 2026) == []


def test_decomposed_letters_and_windows_lines_are_read_alike() -> None:
    import unicodedata

    other = unicodedata.normalize("NFD", NOTICE).replace("\n", "\r\n")
    assert split(other, 2026) == split(NOTICE, 2026)


WHOLE: list[tuple[str, str, list[tuple[str, str | None]]]] = [
    # what it looks like, the text, and each block with its day
    (
        "chỉ có số",
        "KẾT LUẬN\n1. Giao Phòng Kinh tế rà soát trước ngày 5/4/2026.\n2. Các thôn báo cáo.",
        [("1", "2026-04-05"), ("2", None)],
    ),
    (
        "số và chữ",
        "1. Về đất đai:\na) Giao Phòng Kinh tế lập danh sách.\nb) Trạm Y tế phối hợp trước ngày 10/4.\n2. Về chợ.",
        [("1", None), ("1a", None), ("1b", "2026-04-10"), ("2", None)],
    ),
    (
        "chữ đ đứng sau d",
        "1. Giao:\na) A.\nb) B.\nc) C.\nd) D.\nđ) Đ, trước ngày 1/5/2026.\ne) E.",
        [("1", None), ("1a", None), ("1b", None), ("1c", None), ("1d", None), ("1đ", "2026-05-01"), ("1e", None)],
    ),
    (
        "phần La Mã",
        "I. KINH TẾ\n1. Giao Phòng Kinh tế, xong trước ngày 7/4/2026.\nII. VĂN HÓA\n1. Giao Phòng Văn hóa.",
        [("I.1", "2026-04-07"), ("II.1", None)],
    ),
    (
        "điều nhỏ 1.1",
        "1. Chung\n1.1. Văn phòng gửi chậm nhất ngày 8/4/2026.\n1.2. Các phòng.\n2. Khác",
        [("1", None), ("1.1", "2026-04-08"), ("1.2", None), ("2", None)],
    ),
    (
        "gạch đầu dòng dưới số",
        "1. Giao:\n- Phòng A gửi trước ngày 3/4/2026.\n- Phòng B gửi.\n2. Hết",
        [("1", None), ("1-1", "2026-04-03"), ("1-2", None), ("2", None)],
    ),
    (
        "một là, hai là",
        "Một là, giao Phòng Kinh tế rà soát đến hết ngày 30/4/2026.\nHai là, yêu cầu các thôn báo cáo.",
        [("1", "2026-04-30"), ("2", None)],
    ),
    (
        "thứ nhất, thứ hai",
        "Thứ nhất, giao Văn phòng.\nThứ hai, giao Trạm Y tế trong tháng 5.",
        [("1", None), ("2", "2026-05-31")],
    ),
    (
        "không đánh số",
        "Chủ tịch kết luận:\nGiao Phòng Kinh tế lập kế hoạch trước ngày 9/4/2026.\nGiao Trạm Y tế thống kê.",
        [("", "2026-04-09"), ("", None)],
    ),
    (
        "ngoặc đơn",
        "1) Giao Văn phòng trước ngày 2/4.\n2) Giao Công an xã.",
        [("1", "2026-04-02"), ("2", None)],
    ),
    (
        "gạch chéo",
        "1/ Giao Văn phòng quý II.\n2/ Giao Công an xã chậm nhất trong quý III/2026.",
        [("1", None), ("2", "2026-09-30")],
    ),
    (
        "chép từ Zalo",
        "KL họp sáng nay:\n1. P. Kinh tế gửi trước 16h30 ngày 31/3\n2. Trạm Y tế gửi số liệu\nCảm ơn các đồng chí",
        [("1", "2026-03-31"), ("2", None)],
    ),
    (
        "dấu chấm trong ngày",
        "1. Giao Văn phòng trước ngày 5.4.2026.\n2. Giao thôn An Lão trước ngày 5-5-2026.",
        [("1", "2026-04-05"), ("2", "2026-05-05")],
    ),
    (
        "hai ngày trong một ý",
        "1. Dự thảo trước ngày 1/4, trình ký trước ngày 8/4/2026.\n2. Giao Văn phòng.",
        [("1", None), ("2", None)],
    ),
    (
        "việc lặp lại",
        "1. Báo cáo hằng tuần vào thứ Sáu.\n2. Báo cáo ngày 25 hằng tháng.",
        [("1", None), ("2", None)],
    ),
    (
        "ngày không có thật",
        "1. Giao Văn phòng trước ngày 31/4/2026.\n2. Giao Văn phòng trước ngày 29/2/2028.",
        [("1", None), ("2", "2028-02-29")],
    ),
    (
        "dòng bị ngắt giữa ngày",
        "1. Giao Văn phòng hoàn thành trước\nngày 6 tháng 4 năm 2026.\n2. Giao Trạm Y tế\nphối hợp.",
        [("1", "2026-04-06"), ("2", None)],
    ),
    (
        "chữ in đậm, nơi nhận, chữ ký",
        "**1. Giao Văn phòng **trước ngày 04/4/2026**.**\n2. Giao Trạm Y tế.\nNơi nhận:\n- Như trên;\n- Lưu: VT.",
        [("1", "2026-04-04"), ("2", None)],
    ),
    (
        "câu kết thông báo",
        "1. Giao Văn phòng.\nVăn phòng UBND xã thông báo đến các đơn vị biết, thực hiện./.\n2. Không thuộc văn bản",
        [("1", None)],
    ),
    (
        "chú thích cuối trang",
        "1. Giao Trạm Y tế nâng cao chất lượng¹.\n¹ Theo Công văn ngày 27/6/2025.\n2. Giao Văn phòng trước ngày 3/4.",
        [("1", None), ("2", "2026-04-03")],
    ),
    (
        "ý có dấu sao",
        "1. Giao các phòng.\n* Các phòng gửi biểu trước ngày 28/3/2026.\n2. Hết.",
        [("1", None), ("1*", "2026-03-28"), ("2", None)],
    ),
    (
        "số thứ tự quá mười",
        "\n".join(f"{number}. Việc {number}, trước ngày {number}/4/2026." for number in range(1, 13)),
        [(str(number), f"2026-04-{number:02d}") for number in range(1, 13)],
    ),
    (
        "văn bản của tổ chức khác",
        "Ban Chỉ đạo thống nhất:\n1. Đoàn Thanh niên và VNPT hỗ trợ trong năm 2026.\n2. Mặt trận vận động.",
        [("1", "2026-12-31"), ("2", None)],
    ),
    (
        "ngày nêu căn cứ không phải hạn",
        "1. Thực hiện Công văn ngày 20/3/2026 của UBND tỉnh.\n2. Số liệu tính đến ngày 15/3/2026 còn thiếu.",
        [("1", None), ("2", None)],
    ),
]


def test_at_least_twenty_shapes_of_whole_notices_stand_here() -> None:
    assert len(WHOLE) >= 20 and len({shape[0] for shape in WHOLE}) == len(WHOLE)


@pytest.mark.parametrize(("text", "blocks"), [shape[1:] for shape in WHOLE], ids=[shape[0] for shape in WHOLE])
def test_whole_notices_of_many_shapes(text: str, blocks: list[tuple[str, str | None]]) -> None:
    found = [(block.label, block.due_on.isoformat() if block.due_on else None) for block in split(text, 2026)]
    assert found == blocks


@pytest.mark.parametrize("text", [shape[1] for shape in WHOLE], ids=[shape[0] for shape in WHOLE])
def test_nothing_is_invented(text: str) -> None:
    """Every unit stands in its block as it is written, and so do the words of every deadline and doubt."""
    whole = " ".join(text.replace("**", "").split())
    for block in split(text, 2026):
        assert block.text in whole and all(name in block.text for name in block.units)
        assert block.due_text in block.text and (block.due_on is None or block.due_text)
        assert (block.due_on is None) == (block.due_rule is None)
