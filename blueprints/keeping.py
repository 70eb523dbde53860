"""Backing up, restoring and checking a place from the command line, in words that say what was touched."""

import re
import sqlite3
from pathlib import Path
from subprocess import CalledProcessError
from typing import IO, TYPE_CHECKING, Any

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.exc import DBAPIError, OperationalError

from blueprints import recovering
from models import presence
from models.base import db, writing
from models.files import FileStore

if TYPE_CHECKING:
    from models import backup

UNTOUCHED = "Chưa có gì thay đổi: cơ sở dữ liệu và các tệp hiện có còn nguyên."
AS_BEFORE = "Đã trả lại cơ sở dữ liệu và các tệp như trước khi khôi phục."
AT_WORK = (
    "Trang đang chạy, hoặc một lệnh khác đang dùng cơ sở dữ liệu. "
    "Xin dừng trang trước (ví dụ: systemctl stop office), khôi phục xong rồi mở lại."
)
NOT_WRITTEN = "Không ghi được bản sao lưu vào {file}."
UNREADABLE = "Không đọc được cơ sở dữ liệu. Nếu tệp cơ sở dữ liệu bị hỏng, xin khôi phục từ bản sao lưu gần nhất."
NO_SERVER = "Không kết nối được máy chủ cơ sở dữ liệu ghi trong DATABASE_URL."
BAD = "Bản sao lưu không dùng được: "
TECHNICAL = "Chi tiết kỹ thuật: {problem}"
# why a backup was not put back
REFUSALS = {
    "no_archive": BAD + "tệp bị hỏng, hoặc không phải là bản sao lưu của phần mềm này.",
    "format": BAD + "tệp do một phiên bản mới hơn của phần mềm tạo ra. Xin nâng cấp phần mềm trước.",
    "newer": BAD + "cơ sở dữ liệu bên trong thuộc phiên bản mới hơn phần mềm này. Xin nâng cấp phần mềm trước.",
    "dialect": BAD + "bản sao lưu của {made_on}, còn ở đây dùng {here}.",
    "members": BAD + "các phần bên trong không khớp với danh sách của nó.",
    "too_large": BAD + "nội dung bên trong quá lớn.",
    "odd_member": BAD + "có phần lạ bên trong ({name}).",
    "damaged": BAD + "nội dung của {name} đã thay đổi so với lúc sao lưu.",
    "database_damaged": BAD + "cơ sở dữ liệu bên trong bị hỏng.",
    "signature": BAD + "chữ ký không đúng, nội dung đã bị sửa sau khi sao lưu.",
    "guards": BAD + "các chốt chống sửa của cơ sở dữ liệu bên trong thiếu hoặc đã bị thay đổi ({names}).",
    "tables": BAD + "các bảng của cơ sở dữ liệu bên trong khác với phần mềm này ({count} chỗ).",
    "unsigned": "Bản sao lưu này không có chữ ký (định dạng cũ), nên không biết nội dung có bị sửa hay không. "
    "Nếu chắc chắn về nguồn gốc của tệp, xin chạy lại lệnh với --unsigned.",
    "other_key": "Bản sao lưu được ký bằng một khóa dữ liệu khác (data.key), nên ở đây không kiểm tra được chữ ký. "
    "Nếu còn tệp data.key cũ: chép vào thư mục instance rồi chạy lại lệnh. Nếu đã mất khóa cũ và chắc "
    "chắn về nguồn gốc của tệp: chạy lại với --unsigned; mật khẩu Wi-Fi đã lưu sẽ không đọc được nữa.",
    "no_program": "Máy này thiếu chương trình {name} của PostgreSQL. Xin cài gói postgresql-client rồi chạy lại.",
    "no_room": "Ổ đĩa không đủ chỗ: cần {needed_mb} MB, còn {free_mb} MB. Xin dọn bớt rồi chạy lại.",
    "in_use": AT_WORK,
    "not_put": "Bản sao lưu đọc được, nhưng không đặt được vào chỗ của dữ liệu hiện có. Bản sao lưu không bị lỗi.",
}
HALF_DONE = (
    "Việc khôi phục bị dở dang và không tự trả lại được như cũ.\n"
    "Cơ sở dữ liệu trước khi khôi phục còn nguyên ở: {aside}\n"
    "Xin đừng mở trang; báo người phụ trách kỹ thuật kèm dòng dưới đây.\n" + TECHNICAL
)
PRESENT_KEPT = "Cơ sở dữ liệu trước khi khôi phục được giữ ở: {aside}"
FILES_KEPT = "{count} tệp không thuộc bản sao lưu được chuyển sang: {folder}"
NOT_VOUCHED = "Lưu ý: chữ ký của bản sao lưu này không kiểm tra được. Xin chạy lệnh verify và xem lại dữ liệu."
KEYS_LOST = (
    "Lưu ý: {count} mật khẩu Wi-Fi đã lưu được mã hóa bằng khóa dữ liệu khác nên không đọc được nữa. "
    "Nếu còn tệp data.key cũ: dừng trang, chép vào thư mục instance, mở lại. "
    "Nếu không: mở mục Mã QR, vào từng mạng, bấm “Sửa, đổi mật khẩu” và gõ lại mật khẩu."
)
MB = 1024 * 1024
# what does not fit, each as a sentence
FAULT = {
    "count": "Số đếm không khớp với phiếu: {what}.",
    "missing": "Thiếu tệp {what}.",
    "changed": "Tệp {what} không còn như lúc nhận.",
    "orphan": "Tệp {what} không thuộc nội dung nào.",
    "half": "Tệp tạm {what} còn sót lại từ một lần ghi bị ngắt giữa chừng.",
    "chain": "Nhật ký: dòng {what} không nối đúng với dòng trước.",
    "seal": "Phiếu ý kiến: {what} không nối đúng với phiếu trước trong chuỗi niêm phong.",
}
COUNT = re.compile(r"(\w+_\w+) (\d+)/(.+): kept (\d+), counted (\d+)")
COUNT_TOLD = r"bảng \1, xã số \2, ô \3: đang ghi \4, đếm lại được \5"
SWEEPABLE = "{count} điều trên không ảnh hưởng dữ liệu. Muốn dọn: flask --app app files sweep"
ALL_WELL, NO_FAULT = "Mọi thứ khớp.", "Không có sai lệch nào."
tidying = AppGroup("files", help="The files that people have handed in.")


class Refused(click.ClickException):
    """A command that was not carried out, told in Vietnamese from the first word to the last."""

    def show(self, file: IO[Any] | None = None) -> None:
        """The sentences alone, without an English word before them."""
        click.echo(self.format_message(), file=file, err=file is None)


def _store() -> FileStore:
    return FileStore(current_app.config["UPLOADS_DIR"])


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def make_backup(file: Path) -> None:
    """Write database and files into one signed FILE (the data key only under the recovery code, if there is one)."""
    from models import backup

    try:
        faulty = backup.write(db.engine, _store(), file, Path(current_app.config["INSTANCE_DIR"]))
    except backup.Unusable as problem:
        raise Refused(REFUSALS[problem.code].format(**problem.details)) from problem
    except OSError as problem:
        raise Refused(f"{NOT_WRITTEN.format(file=file)}\n{TECHNICAL.format(problem=problem)}") from problem
    except (DBAPIError, sqlite3.Error, CalledProcessError) as problem:
        raise Refused(f"{UNREADABLE}\n{TECHNICAL.format(problem=problem)}") from problem
    for path in faulty:
        click.echo(f"Lưu ý: tệp {path} bị mất hoặc đã thay đổi từ trước khi sao lưu.", err=True)
    click.echo(f"Đã sao lưu vào {file}.")


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--unsigned", is_flag=True, help="Take a backup whose signature cannot be checked here.")
@with_appcontext
def restore_backup(file: Path, unsigned: bool) -> None:
    """Put back what FILE holds; what is here now is kept beside it, also when it is broken.

    The recovery code is asked for where FILE was made under another data key and holds that key.
    """
    from models import backup

    if not file.is_file():
        raise Refused(f"Không có tệp {file}.\n{UNTOUCHED}")
    instance = Path(current_app.config["INSTANCE_DIR"])
    opened = None if unsigned else _key_of(file)
    try:
        with presence.alone(instance, db.engine), recovering.under_key(instance, opened) as former:
            done = backup.restore(db.engine, _store(), file, unsigned)
    except presence.AtWork as problem:
        raise Refused(f"{AT_WORK}\n{UNTOUCHED}") from problem
    except OperationalError as problem:
        raise Refused(f"{NO_SERVER}\n{UNTOUCHED}\n{TECHNICAL.format(problem=problem.orig)}") from problem
    except backup.Unusable as problem:
        raise Refused(_error_message(problem)) from problem
    except backup.HalfDone as problem:
        raise Refused(HALF_DONE.format(aside=problem.aside, problem=problem.problem)) from problem
    click.echo("Đã khôi phục.")
    if former is not None:
        click.echo(recovering.KEY_TAKEN.format(file=former))
    for line in _report(done):
        click.echo(line)


def _key_of(file: Path) -> bytes | None:
    try:
        return recovering.key_from(file)
    except recovering.NoCode as problem:
        raise Refused(f"{recovering.NO_CODE}\n{UNTOUCHED}") from problem


def _error_message(problem: "backup.Unusable") -> str:
    """The reason in whole sentences, and what was touched."""
    details: dict[str, Any] = problem.details
    figures = {f"{name}_mb": -(-size // MB) for name, size in details.items() if name in ("needed", "free")}
    names = {"names": ", ".join(details.get("names", ()))}
    lines = [REFUSALS[problem.code].format(**{**details, **figures, **names})]
    lines.append(AS_BEFORE if problem.code == "not_put" else UNTOUCHED)
    if "problem" in details:
        lines.append(TECHNICAL.format(**details))
    return "\n".join(lines)


def _report(done: "backup.Restored") -> list[str]:
    """Where the former things are, and what the administrator has to know."""
    lines = []
    if done.database_aside:
        lines.append(PRESENT_KEPT.format(aside=done.database_aside))
    if done.files_aside:
        lines.append(FILES_KEPT.format(count=done.files_moved, folder=done.files_aside))
    if not done.is_signed:
        lines.append(NOT_VOUCHED)
    if done.unreadable_keys:
        lines.append(KEYS_LOST.format(count=done.unreadable_keys))
    return lines


@click.command("verify")
@with_appcontext
def verify() -> None:
    """Check counters, files and the journal; exit code 1 when something is lost or wrong."""
    from models.verify import checks

    try:
        findings = checks(_store())
    except DBAPIError as problem:
        raise Refused(f"{UNREADABLE}\n{TECHNICAL.format(problem=problem.orig)}") from problem
    for finding in findings:
        click.echo(FAULT[finding.fault].format(what=COUNT.sub(COUNT_TOLD, finding.what)))
    harmless = sum(finding.is_harmless for finding in findings)
    if harmless:
        click.echo(SWEEPABLE.format(count=harmless))
    faults = len(findings) - harmless
    click.echo(f"Có {faults} sai lệch." if faults else NO_FAULT if harmless else ALL_WELL)
    if faults:
        raise SystemExit(1)


@click.command("rebuild-rollups")
@with_appcontext
def rebuild_rollups() -> None:
    """Count all answers anew, commune by commune and month by month; again and again without harm."""
    from models.accounts.queries import joined_communes
    from models.satisfaction import rollups

    communes = [(commune.id, commune.name) for commune in joined_communes()]
    db.session.rollback()
    for commune_id, name in communes:
        with writing():
            rollups.rebuild_rollups(commune_id, commit_each=True)
            db.session.commit()
        click.echo(f"{name}: đã đếm lại.")


@tidying.command("sweep")
@with_appcontext
def sweep() -> None:
    """Put aside the files that no record speaks of; nothing is deleted, and nothing of the last hour is touched."""
    from models.files import aside

    swept = aside.sweep(_store())
    if swept.folder is None:
        click.echo("Không có tệp nào cần dọn.")
    else:
        click.echo(f"Đã chuyển {swept.moved} tệp không thuộc nội dung nào sang: {swept.folder}")
    if swept.young:
        click.echo(f"Để nguyên {swept.young} tệp mới ghi dưới một giờ, có thể đang được gửi lên.")


def install(app: Flask) -> None:
    """Add the commands to the flask program."""
    for command in (make_backup, restore_backup, verify, rebuild_rollups, tidying):
        app.cli.add_command(command)
