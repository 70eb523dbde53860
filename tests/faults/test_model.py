"""The model of a power cut, on records made by hand."""

import re
from pathlib import Path
from random import Random

import pytest

from tests.faults.power import Disk, Image
from tests.faults.record import Answers, calls
from tests.faults.unsafe import SECTOR, Names

PLACE = Path("/place")
BOTH = list(Names)
OPEN = 'openat(AT_FDCWD</>, "/place/a", O_WRONLY|O_CREAT, 0600) = 3</place/a>'
SYNC, SYNC_FOLDER = "fsync(3</place/a>) = 0", "fsync(4</place>) = 0"
OLD, NEW = b"o" * 4 * SECTOR, b"n" * 4 * SECTOR


def record(*lines: str) -> list[str]:
    """Lines as strace writes them, of one thread where none is named."""
    hexed = [re.sub(r'(?<=")[^"]+(?="[,.)])|(?<=<)(?:/|socket)[^>]*', _hex, line) for line in lines]
    return [f"{line if line[0].isdigit() else f'1 {line}'}\n" for line in hexed]


def _hex(text: "re.Match[str]") -> str:
    return "".join(f"\\x{byte:02x}" for byte in text[0].encode())


def wrote(data: bytes, path: str = "/place/a", where: int | None = None) -> str:
    name, at = ("write", "") if where is None else ("pwrite64", f", {where}")
    return f'{name}(3<{path}>, "{data.decode()}", {len(data)}{at}) = {len(data)}'


def left(home: Path, names: Names, *lines: str) -> list[Image]:
    """What two hundred cuts at the end of a record leave."""
    disk = Disk(PLACE, home, names)
    for call in calls(record(*lines)):
        disk.take(call)
    return [disk.image(Random(seed)) for seed in range(200)]


@pytest.mark.parametrize("names", BOTH)
def test_what_was_not_synced_is_there_or_torn_or_not(names: Names, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(OLD)
    found = {image["a"] for image in left(tmp_path, names, OPEN, wrote(NEW))}
    assert {OLD, NEW} < found and len(found) > 8
    for content in found:
        assert content is not None
        assert {content[at : at + SECTOR] for at in range(0, len(content), SECTOR)} <= {OLD[:SECTOR], NEW[:SECTOR]}


def test_what_was_synced_is_there_and_its_name_when_the_folder_was(tmp_path: Path) -> None:
    made = (OPEN, wrote(NEW), SYNC)
    assert {image["a"] for image in left(tmp_path, Names.JOURNAL, *made)} == {NEW}
    assert {image.get("a") for image in left(tmp_path, Names.FOLDER, *made)} == {NEW, None}
    assert {image["a"] for image in left(tmp_path, Names.FOLDER, *made, SYNC_FOLDER)} == {NEW}
    unsynced = {image["a"] for image in left(tmp_path, Names.FOLDER, OPEN, wrote(NEW), SYNC_FOLDER)}
    assert {b"", NEW} < unsynced, "a name alone holds nothing"


@pytest.mark.parametrize("names", BOTH)
def test_a_rename_is_the_old_or_the_new(names: Names, tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(OLD)
    renamed = (OPEN, wrote(NEW), SYNC, 'rename("/place/a", "/place/b") = 0')
    found = left(tmp_path, names, *renamed)
    assert {image["b"] for image in found} == {OLD, NEW}
    assert all("a" not in image for image in found if image["b"] == NEW)
    assert left(tmp_path, names, *renamed, SYNC_FOLDER)[-1] == {"b": NEW}
    hasty = {image["b"] for image in left(tmp_path, names, OPEN, wrote(NEW), renamed[-1], SYNC_FOLDER)}
    assert {OLD} < {OLD} | hasty and b"" in hasty, "a name that came before what it names"


def test_an_fsync_covers_what_was_written_before_it_began(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(OLD)
    begun = wrote(NEW, where=0).removesuffix(f") = {len(NEW)}")
    late = (
        OPEN,
        f"2 {begun} <unfinished ...>",
        "1 fsync(3</place/a> <unfinished ...>",
        "2 <... pwrite64 resumed>) = 2048",
    )
    assert OLD in {image["a"] for image in left(tmp_path, Names.JOURNAL, *late, "1 <... fsync resumed>) = 0")}
    early = (OPEN, f"2 {begun} <unfinished ...>", "2 <... pwrite64 resumed>) = 2048", SYNC)
    assert {image["a"] for image in left(tmp_path, Names.JOURNAL, *early)} == {NEW}
    failed = (OPEN, wrote(NEW), "fsync(3</place/a>) = -1 EIO (Input/output error) (INJECTED)")
    assert OLD in {image["a"] for image in left(tmp_path, Names.JOURNAL, *failed)}
    unanswered = (OPEN, wrote(NEW), "fsync(3</place/a> <unfinished ...>", "+++ killed by SIGKILL +++")
    assert OLD in {image["a"] for image in left(tmp_path, Names.JOURNAL, *unanswered)}


@pytest.mark.parametrize("names", BOTH)
def test_a_length_and_a_place_to_write(names: Names, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"0123456789")
    assert {image["a"] for image in left(tmp_path, names, OPEN, "ftruncate(3</place/a>, 4) = 0")} == {
        b"0123",
        b"0123456789",
    }
    sought = (OPEN, "lseek(3</place/a>, 6, SEEK_SET) = 6", wrote(b"xy"), wrote(b"z"), SYNC)
    assert left(tmp_path, names, *sought)[0] == {"a": b"012345xyz9"}
    appended = (OPEN.replace("O_CREAT", "O_APPEND"), wrote(b"x"), "ftruncate(3</place/a>, 3) = 0", wrote(b"y"), SYNC)
    assert left(tmp_path, names, *appended)[0] == {"a": b"012y"}
    emptied = (OPEN.replace("O_CREAT", "O_TRUNC"), wrote(b"x"), SYNC)
    assert left(tmp_path, names, *emptied)[0] == {"a": b"x"}


def test_a_folder_that_was_not_synced_takes_all_in_it_along(tmp_path: Path) -> None:
    inside = ('mkdir("/place/f", 0700) = 0', OPEN.replace("/place/a", "/place/f/a"))
    made = (*inside, wrote(NEW, "/place/f/a"), "fsync(3</place/f/a>) = 0", "fsync(4</place/f>) = 0")
    found = left(tmp_path, Names.FOLDER, *made)
    assert {"f" in image for image in found} == {True, False}
    assert all(image.get("f/a") == NEW for image in found if "f" in image)
    assert {image["f/a"] for image in left(tmp_path, Names.FOLDER, *made, SYNC_FOLDER)} == {NEW}


@pytest.mark.parametrize("names", BOTH)
def test_a_removed_name_is_gone_with_any_later_fsync(names: Names, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(OLD)
    (tmp_path / "b").write_bytes(OLD)
    removed = (OPEN, 'unlink("/place/b") = 0')
    assert {"b" in image for image in left(tmp_path, names, *removed)} == {True, False}
    assert {"b" in image for image in left(tmp_path, names, *removed, SYNC)} == {False}


@pytest.mark.parametrize(
    "line",
    [
        "mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, 3</place/a>, 0) = 0x7f00",
        "sendfile(3</place/a>, 5</other>, NULL, 10) = 10",
        "copy_file_range(5</other>, NULL, 3</place/a>, NULL, 10, 0) = 10",
        "fallocate(3</place/a>, 3, 0, 10) = 0",
        'rename("a", "b") = 0',
        'write(3</place/a>, "abc"..., 10) = 10',
    ],
)
def test_what_a_record_does_not_show_is_an_error(line: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"record|model|folder"):
        left(tmp_path, Names.JOURNAL, OPEN, line)


def test_other_places_and_files_without_a_name_are_left_alone(tmp_path: Path) -> None:
    other = [line.replace("/place/a", "/elsewhere/a") for line in (OPEN, wrote(NEW, "/elsewhere/a"))]
    nameless = 'openat(AT_FDCWD</>, "/place", O_RDWR|O_TMPFILE, 0600) = 5</place/#7>(deleted)'
    written = 'write(5</place/#7>(deleted), "abc", 3) = 3'
    assert left(tmp_path, Names.JOURNAL, *other, nameless, written)[0] == {}


def test_an_answer_counts_from_the_moment_it_is_sent() -> None:
    lines = record(
        'recvfrom(7<socket:[1]>, "POST / HTTP/1.1\r\nX-Word: 17\r\n\r\n", 90, 0, NULL, NULL) = 31',
        '2 pwrite64(3</place/a>, "x", 1, 0 <unfinished ...>',
        '3 sendto(7<socket:[1]>, "HTTP/1.1 303 SEE OTHER", 22, 0, NULL, 0 <unfinished ...>',
        "2 <... pwrite64 resumed>) = 1",
        "3 <... sendto resumed>) = 22",
    )
    answers, found = Answers(), calls(lines)
    assert [call.name for call in found] == ["recvfrom", "sendto", "pwrite64"]
    for call in found:
        answers.take(call)
    assert answers.words == ["17"]
    refused = [line.replace(r"\x33\x30\x33", r"\x35\x30\x33") for line in lines]
    for call in calls(refused):
        answers.take(call)
    assert answers.words == ["17"]
