"""The dossier of a round as one ZIP: report, results, evidence, and a list of digests that anybody can check."""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO, Any

from flask import send_file
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.audits import bp, papers
from blueprints.audits.sheets import file_name
from blueprints.uploads import store
from models import clock
from models.audits import assigning, dossier, items, queries
from models.audits.dossier import DossierFile
from models.audits.tables import AuditRound
from models.base import outside_writing
from models.errors import NotFound, RuleBroken
from models.files import MIB

MOST = 600 * MIB  # of evidence in one dossier
PIECE = MIB
PACKED = frozenset({"jpg", "png", "webp", "pdf", "docx", "xlsx", "pptx"})
CHECKER = '''"""Kiểm tra hồ sơ: python kiem-tra.py ho-so.zip (không cần cài thêm gì)."""
import hashlib, json, sys, zipfile

bad = []
with zipfile.ZipFile(sys.argv[1]) as dossier:
    listed = {one["path"]: one["sha256"] for one in json.loads(dossier.read("manifest.json"))["files"]}
    there = set(dossier.namelist()) - {"manifest.json"}
    for path, digest in listed.items():
        if path not in there:
            bad.append("THIEU: " + path)
        elif hashlib.sha256(dossier.read(path)).hexdigest() != digest:
            bad.append("SAI: " + path)
    bad += ["THUA: " + path for path in there - set(listed)]
print("\\n".join(bad) or "Dung ca %d tep." % len(listed))
sys.exit(1 if bad else 0)
'''
README = """Hồ sơ minh chứng: {about}

bao-cao.docx     báo cáo của đợt
ket-qua.json     kết quả từng tiêu chí, đọc được bằng máy
minh-chung/      ảnh và tệp minh chứng, mỗi tiêu chí một thư mục
manifest.json    danh sách tệp với mã SHA-256
kiem-tra.py      chương trình đối chiếu: python kiem-tra.py {name}.zip

Đối chiếu đúng nghĩa là không tệp nào bị sửa, thiếu hoặc thêm sau khi xuất hồ sơ.
{missing}"""


@bp.get("/kiem-tra/dot/<int:round_id>.zip")
@requires(Permission.READ_FILES)
def zipped(round_id: int) -> AnyResponse:
    """Hand out report, results and evidence of a round in one file that proves itself."""
    round_ = queries.audit_round(viewer(), round_id)
    content = TemporaryFile()  # noqa: SIM115  the answer closes it
    write(round_, content)
    content.seek(0)
    answer = send_file(content, "application/zip", as_attachment=True, download_name=f"ho-so-{file_name(round_)}.zip")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def write(round_: AuditRound, out: IO[bytes]) -> None:
    """Write the dossier piece by piece; a locked round gives the same bytes each time. RuleBroken dossier_large."""
    outside_writing("making a dossier")
    parts = items.groups(round_)
    figures = items.shown_figures(round_, parts)
    files = dossier.files_of(round_, parts)
    if sum(one.file.size for one in files.values()) > MOST:
        raise RuleBroken("dossier_large", most=MOST // MIB)
    at = round_.locked_at or clock.now()
    writer = DossierWriter(out, at)
    for one in files.values():
        writer.add_stored(one)
    report = papers.report(round_, parts, figures, clock.local(at).date(), assigning.of(round_))
    writer.add("bao-cao.docx", _docx(report))
    writer.add("ket-qua.json", _json(dossier.results(round_, parts, figures, files)))
    writer.add("kiem-tra.py", CHECKER.encode())
    missing = "".join(f"Không tìm thấy tệp lúc xuất: {name}\n" for name in writer.missing)
    about = f"{round_.set.name}, đợt {round_.no} – {round_.commune.name}"
    told = README.format(about=about, name=f"ho-so-{file_name(round_)}", missing=missing)
    writer.add("DOC-TRUOC.txt", told.encode("utf-8-sig"))
    writer.close()


class DossierWriter:
    """A ZIP that remembers the digest of everything it was given."""

    def __init__(self, out: IO[bytes], at: datetime) -> None:
        self.package = zipfile.ZipFile(out, "w")
        self.moment = clock.local(at).timetuple()[:6]
        self.files: list[dict[str, Any]] = []
        self.missing: list[str] = []

    def add(self, name: str, content: bytes) -> None:
        """A part that was made here."""
        self._write(name, iter((content,)))

    def add_stored(self, one: DossierFile) -> None:
        """A stored file, a piece at a time; one that is gone is named in the list."""
        try:
            with store().open(one.file.path) as content:
                self._write(one.place, iter(lambda: content.read(PIECE), b""))
        except NotFound:
            self.missing.append(one.place)

    def close(self) -> None:
        """Write the list of digests, and end."""
        self._write("manifest.json", iter((_json({"files": self.files, "missing": self.missing}),)))
        self.package.close()

    def _write(self, name: str, pieces: Iterator[bytes]) -> None:
        about = zipfile.ZipInfo(name, self.moment)
        is_packed = name.rpartition(".")[2] in PACKED
        about.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
        about.external_attr = 0o644 << 16
        digest, size = hashlib.sha256(), 0
        with self.package.open(about, "w", force_zip64=False) as part:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                part.write(piece)
        self.files.append({"path": name, "sha256": digest.hexdigest(), "bytes": size})


def _docx(report: Any) -> bytes:
    from blueprints.document_docx import write as write_docx

    return write_docx(report)


def _json(told: object) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"
