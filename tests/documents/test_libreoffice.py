"""What LibreOffice makes of our files: a sheet of A4 for each, without complaint; and what the file itself says."""

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from models.base import db
from models.meetings import minutes
from models.meetings.paper_rules import Capacity
from models.meetings.paper_tables import MeetingNotice
from models.meetings.points import DueRule, Point, PointKind
from models.meetings.tables import Body
from tests.browser import Browser
from tests.factories import Office
from tests.meetings.conftest import make_body, make_meeting

Browse = Callable[..., Browser]
PAPERS = ("bien-ban", "thong-bao", "giay-moi")
SOFFICE = shutil.which("libreoffice") or shutil.which("soffice")


@pytest.fixture(autouse=True)
def _monday(hold: Callable[[str], None]) -> None:
    hold("2026-03-30 16:00")


@pytest.fixture
def body(office: Office) -> Body:
    return make_body(office, "Họp UBND xã")


@pytest.fixture
def meeting_id(office: Office, body: Body) -> int:
    lead, text = office.units[2].id, "Phòng Kinh tế gửi số liệu."
    day = date(2026, 4, 5)
    task = Point("2a", text, PointKind.TASK, lead, "Bảng số liệu", "Chủ tịch UBND xã", day, DueRule.BEFORE)
    points = [Point("1", "Không in giấy."), Point("2", "Về số liệu:"), task]
    meeting = make_meeting(
        office, body, points=points, secretary_id=office.account("secretary").person_id, title="Cho ý kiến dự toán"
    )
    version = minutes.begin(office.viewer("secretary"), meeting, ["Diễn biến"])
    long = "\n".join(f"Ý kiến thứ {number} về dự toán thu, chi ngân sách năm 2027." for number in range(1, 60))
    minutes.write(office.viewer("secretary"), version.blocks[0], "Diễn biến", long)
    db.session.add(
        MeetingNotice(
            commune_id=meeting.commune_id,
            meeting_id=meeting.id,
            grounds="Căn cứ Quy chế làm việc",
            opening="Ngày 30 tháng 3 năm 2026, Chủ tịch chủ trì cuộc họp.",
            heard="Sau khi nghe, Chủ tịch kết luận như sau:",
            closing="Ủy ban nhân dân xã thông báo để thực hiện",
            copies="Các đơn vị\nLưu: VT",
            capacity=Capacity.BY_ORDER_FOR,
            signer_post="Phó Chánh Văn phòng",
            signer_name="Võ Văn Uyên",
        )
    )
    db.session.commit()
    return meeting.id


def content(browse: Browse, meeting_id: int, paper: str) -> bytes:
    answer = browse("secretary").get(f"/hop/{meeting_id}/{paper}.docx")
    assert answer.status_code == 200
    return answer.data


def lines_of(file: Any) -> list[tuple[str, str]]:
    """Every paragraph with its style, in the order of the file."""
    found = []
    for one in file.element.body.iter(qn("w:p")):
        style = one.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        text = "".join(part.text or "" for part in one.iter(qn("w:t")))
        if text.strip():
            found.append((style.get(qn("w:val")) if style is not None else "", text))
    return found


@pytest.mark.parametrize("paper", PAPERS)
def test_the_file_keeps_the_form_to_the_millimetre_and_the_point(browse: Browse, meeting_id: int, paper: str) -> None:
    packed = content(browse, meeting_id, paper)
    names = zipfile.ZipFile(io.BytesIO(packed)).namelist()
    assert len(names) == len(set(names)), "no part stands twice in the file"
    file = docx.Document(io.BytesIO(packed))
    for section in file.sections:
        assert (section.page_width, section.page_height) == (
            pytest.approx(Mm(210), abs=700),
            pytest.approx(Mm(297), abs=700),
        )
        assert Mm(20) <= section.top_margin <= Mm(25) and Mm(20) <= section.bottom_margin <= Mm(25)
        assert Mm(30) <= section.left_margin <= Mm(35) and Mm(15) <= section.right_margin <= Mm(20)
        assert section.different_first_page_header_footer
    sizes = {style.name: style.font.size.pt for style in file.styles if style.font.size is not None}
    assert (sizes["State"], sizes["Motto"], sizes["Body"], sizes["CopiesHead"], sizes["Copy"]) == (13, 14, 14, 12, 11)
    fonts = file.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:rFonts')}")
    assert {fonts.get(qn(f"w:{name}")) for name in ("ascii", "hAnsi", "cs", "eastAsia")} == {"Times New Roman"}
    styles = dict(reversed(lines_of(file)))
    assert styles["State"] == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" and styles["Motto"] == "Độc lập - Tự do - Hạnh phúc"
    assert re.fullmatch(r"Số:\s+/(BB|TB|GM)-UBND", styles["Number"]), "the number stays blank"


def test_minutes_have_no_day_line_secretary_left_chair_right(browse: Browse, meeting_id: int) -> None:
    file = docx.Document(io.BytesIO(content(browse, meeting_id, "bien-ban")))
    found = lines_of(file)
    assert not [text for style, text in found if style == "Day"]
    signs = [cell.text.split("\n")[0] for table in file.tables for row in table.rows for cell in row.cells]
    assert signs.index("THƯ KÝ") < signs.index("CHỦ TỌA")
    texts = [text for _, text in found]
    assert texts.index("Nơi nhận:") > texts.index("THƯ KÝ")
    assert "Cuộc họp kết thúc vào 9 giờ 00 phút, ngày 30 tháng 3 năm 2026./." in texts


def test_a_notice_tells_each_conclusion_once_with_one_lead(browse: Browse, meeting_id: int) -> None:
    texts = [text for _, text in lines_of(docx.Document(io.BytesIO(content(browse, meeting_id, "thong-bao"))))]
    assert "1. Không in giấy." in texts and "2. Về số liệu:" in texts
    (task,) = [text for text in texts if text.startswith("a) ")]
    assert task == "a) Phòng Kinh tế gửi số liệu (thời hạn: trước ngày 5/4/2026)."
    assert [text for text in texts if text.isupper() and "CH" in text and "CỘNG" not in text] == [
        "TL. CHỦ TỊCH",
        "KT. CHÁNH VĂN PHÒNG",
        "PHÓ CHÁNH VĂN PHÒNG",
    ]
    assert any(text.startswith("Thử Nghiệm, ngày") and text.endswith("tháng 3 năm 2026") for text in texts)
    assert "Ủy ban nhân dân xã thông báo để thực hiện./." in texts and "- Lưu: VT." in texts


def test_an_invitation_says_who_what_when_and_where(browse: Browse, meeting_id: int) -> None:
    texts = [text for _, text in lines_of(docx.Document(io.BytesIO(content(browse, meeting_id, "giay-moi"))))]
    assert "GIẤY MỜI" in texts and "Ủy ban nhân dân xã Thử Nghiệm trân trọng kính mời:" in texts
    assert "- Lê Văn An, Chánh Văn phòng;" in texts
    assert "Chủ trì: Chủ tịch UBND xã Trần Văn Ân." in texts
    assert "Thời gian: 8 giờ 00 phút, ngày 30 tháng 3 năm 2026 (thứ Hai)." in texts


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("paper", PAPERS)
def test_libreoffice_makes_sheets_of_a4_of_it(browse: Browse, meeting_id: int, paper: str, tmp_path: Path) -> None:
    import pypdfium2

    (tmp_path / f"{paper}.docx").write_bytes(content(browse, meeting_id, paper))
    command = [str(SOFFICE), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    made = subprocess.run(
        [*command, "--outdir", str(tmp_path), str(tmp_path / f"{paper}.docx")],
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert made.returncode == 0 and "rror" not in made.stderr, made.stderr
    pdf = pypdfium2.PdfDocument(tmp_path / f"{paper}.pdf")
    points = [tuple(round(side) for side in page.get_size()) for page in pdf]
    assert set(points) == {(595, 842)}
    assert len(points) >= (2 if paper == "bien-ban" else 1)
    first = pdf[0].get_textpage().get_text_range()
    assert "ỦY BAN NHÂN DÂN" in first  # marks of other letters depend on the fonts of the machine
    if paper == "bien-ban":
        assert pdf[1].get_textpage().get_text_range().strip().startswith("2"), "pages are numbered from the second on"
    pdf.close()
