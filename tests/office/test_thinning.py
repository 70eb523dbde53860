"""The oldest copies go; one that is held fast on that night is no reason to call the night lost."""

from pathlib import Path

import pytest

from models.office import copies


def test_a_copy_that_is_held_fast_goes_another_night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hours = ["20260301-010000", "20260301-020000", "20260301-030000", "20260301-040000"]
    for hour in hours:
        (tmp_path / f"office-{hour}.zip").write_bytes(b"")
    held, unlink = tmp_path / f"office-{hours[2]}.zip", Path.unlink

    def refused(path: Path, missing_ok: bool = False) -> None:
        """As Windows answers while a virus scanner looks at the file."""
        if path == held:
            raise PermissionError(13, "in use", str(path))
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", refused)
    copies._thin(tmp_path)
    left = {path.name for path in tmp_path.iterdir()}
    assert held.name in left and len(left) == 2
    monkeypatch.undo()
    copies._thin(tmp_path)
    assert len(list(tmp_path.iterdir())) == 1
