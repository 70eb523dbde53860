"""The data key on its way back from a backup: opened by the code on paper, taken into use, the former one put aside."""

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from models import clock, private, secrets

ASK_CODE = "Mã khôi phục trên tờ giấy (8 nhóm): "
WRONG_GROUPS = "Nhóm {groups} không đúng. Xin đọc lại trên giấy."
WRONG_CODE = "Mã này không phải của bản sao lưu đó."
NO_CODE = (
    "Bản sao lưu thuộc một khóa dữ liệu khác và cần mã khôi phục của nó. "
    "Nếu đã mất mã và chắc chắn về nguồn gốc của tệp: chạy lại với --unsigned."
)
KEY_TAKEN = "Khóa dữ liệu lấy từ bản sao lưu; khóa trước đó được giữ ở: {file}"
CODE_TRIES = 5


class NoCode(Exception):
    """Nobody could say the code under which the data key of a backup is sealed."""


def key_from(file: Path) -> bytes | None:
    """The data key that travels in a backup of another place, opened by the code on paper; None when there is none.

    NoCode after five codes that open nothing.
    """
    from models import backup

    sealed = backup.sealed_key_of(file)
    if sealed is None or sealed.key_name == secrets.key_name():
        return None
    for _ in range(CODE_TRIES):
        typed = getpass.getpass(ASK_CODE) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
        try:
            return backup.open_key(sealed, typed)
        except backup.WrongCode as wrong:
            groups = ", ".join(map(str, wrong.groups))
            click.echo(WRONG_GROUPS.format(groups=groups) if groups else WRONG_CODE, err=True)
        if not typed:
            break
    raise NoCode(file.name)


@contextmanager
def under_key(instance: Path, key: bytes | None) -> Iterator[Path | None]:
    """Work under another data key, which stays when all went well; where the former one was put is told."""
    if key is None:
        yield None
        return
    path, before = instance / "data.key", secrets.data_key()
    stamp = clock.local(clock.now()).strftime("%Y%m%d-%H%M%S")
    aside, new = (path.with_name(f"data.key.{name}") for name in (f"before-restore-{stamp}", "new"))
    private.write_whole(new, key)  # on the disk for good before anything is sealed under it
    secrets.use_key(key)
    try:
        yield aside
    except BaseException:
        secrets.use_key(before)
        new.unlink(missing_ok=True)
        raise
    private.write_whole(aside, before)
    private.put_in_place(new, path)  # there is a key at every moment: a start that found none would make another one
    private.note_on_disk(instance)
