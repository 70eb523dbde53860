"""The Python that the zip brings along for Windows, where hardly any office has one: a folder, nothing to install.

It is the embeddable package of python.org as it came, but for the file that says where its packages lie.
"""

import re
import zipfile
from pathlib import Path, PurePosixPath

FOLDER, PACKAGES = "python", "packages"
PATHS = re.compile(r"python3[0-9]+\._pth")
PROGRAM, SPARE = "python.exe", "__pycache__"


def is_bundled(python: Path) -> bool:
    """Whether a Python is such a folder, which knows neither ``venv`` nor the packages of anybody else."""
    return any(PATHS.fullmatch(one.name) for one in python.parent.iterdir())


def unpack(archive: Path, folder: Path) -> None:
    """Put the embeddable package into a folder and let it look for packages beside that; ValueError for another zip."""
    with zipfile.ZipFile(archive) as opened:
        files = [one for one in opened.infolist() if not one.is_dir()]
        top = {PurePosixPath(one.filename).parent for one in files if PurePosixPath(one.filename).name == PROGRAM}
        if len(top) != 1:
            raise ValueError(f"{archive} is no embeddable package of Python for Windows")
        (inside,) = top
        folder.mkdir(parents=True)
        for one in files:
            name = PurePosixPath(one.filename)
            if name.parent == inside:  # it has no folders
                (folder / name.name).write_bytes(opened.read(one))
    (paths,) = (one for one in folder.iterdir() if PATHS.fullmatch(one.name))
    paths.write_text(f"{paths.stem}.zip\r\n.\r\n../{PACKAGES}\r\n", "ascii", newline="")


def parts(windows: Path) -> dict[str, bytes]:
    """What the zip carries of a folder in which Python and its packages lie beside each other."""
    files = (one for top in (FOLDER, PACKAGES) for one in sorted((windows / top).rglob("*")))
    kept = (one for one in files if one.is_file() and SPARE not in one.parts)
    found = {one.relative_to(windows).as_posix(): one.read_bytes() for one in kept}
    if f"{FOLDER}/{PROGRAM}" not in found:
        raise ValueError(f"{windows} holds no Python for Windows")
    return found
