"""A round's sheet as office programs hand it back: Excel's own ways of writing a cell, LibreOffice there and back."""

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from models import clock
from models.audits.rules import ItemState
from models.base import db
from tests.audits.test_sheets import Browse, Edited, changes, edit_five, export, hand_in, row, seen
from tests.factories import Office

SOFFICE = shutil.which("soffice")


def as_excel_saves(content: bytes) -> bytes:
    """What Excel makes of a cell that somebody formats and breaks into lines: runs of text, carriage returns."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                runs = "<r><t xml:space='preserve'>Đã </t></r><r><rPr><b/></rPr><t>xem_x000D_\nhai dòng</t></r>"
                part = part.replace(b"<t>RUNS</t>", runs.encode())
                assert runs.encode() in part
            new.writestr(name, part)
    return made.getvalue()


def test_a_file_as_excel_saves_it(round_id: int, office: Office, browse: Browse, hold: Callable[[str], None]) -> None:
    hold("2026-12-02 09:00")
    auditor, unit = browse("auditor"), office.units[0].name
    sheet = export(auditor, round_id)
    sheet.set("WEB-A02", Đánh_giá=" chưa đạt ", Ghi_chú="RUNS", Tồn_tại="Thiếu", Đơn_vị_khắc_phục=unit.upper())
    due = sheet.cell("WEB-A02", "Hạn khắc phục")
    due.value, due.number_format = 46370, "d/m/yyyy"
    sheet.cell("WEB-A03", "Ghi chú").value = '="tính "&"ra"'
    page, fields = seen(auditor, address := hand_in(auditor, round_id, as_excel_saves(sheet.save())))
    assert changes(page) == {
        "WEB-A02-state": "Chưa đạt",
        "WEB-A02-note": "Đã xem\nhai dòng",
        "WEB-A02-finding": "Thiếu",
        "WEB-A02-unit": unit,
        "WEB-A02-due": "14/12/2026",
    }, "a formula without a value says nothing"
    assert auditor.post(f"{address}/ghi", fields).status_code == 303
    assert row("WEB-A02", round_id).note == "Đã xem\nhai dòng"


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_a_sheet_survives_libreoffice(round_id: int, office: Office, browse: Browse, tmp_path: Path) -> None:
    row("WEB-A03", round_id).assess(ItemState.NOT_MET, 1, clock.now(), "=1+1\nhai dòng", "", None)
    db.session.commit()
    auditor, unit = browse("auditor"), office.units[0].name
    sheet = export(auditor, round_id)
    edit_five(sheet, unit)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "dot.xlsx").write_bytes(sheet.save())
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    for kind, source in (("ods", "in/dot.xlsx"), ("xlsx", "ods/dot.ods")):
        done = subprocess.run(
            [SOFFICE, profile, "--headless", "--convert-to", kind, "--outdir", tmp_path / kind, tmp_path / source],
            capture_output=True,
            timeout=180,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    content = (tmp_path / "xlsx" / "dot.xlsx").read_bytes()
    kept = Edited(content)
    assert (kept.cell("WEB-A03", "Ghi chú").value, kept.cell("WEB-A03", "Ghi chú").data_type) == ("=1+1\nhai dòng", "s")
    page, fields = seen(auditor, address := hand_in(auditor, round_id, content))
    assert len(changes(page)) == 9 and not page.select(".clash")
    assert page.select_one("#not") is None, "every cell is understood"
    assert auditor.post(f"{address}/ghi", fields).status_code == 303
    assert row("WEB-A07", round_id).na_reason == "Không có di tích"
    page, _ = seen(auditor, hand_in(auditor, round_id, content))
    assert changes(page) == {}
