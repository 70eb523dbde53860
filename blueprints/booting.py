"""How the machine starts the site by itself, and the zip that an office without internet installs from."""

import os
import shlex
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from blueprints import starting
from blueprints.settings import ROOT, VERSION
from models.accounts import passwords, queries
from models.base import db, reading
from models.updates import bundled, offline

boot = AppGroup("boot", help="Starting the site with the machine.")
FIRST_CODE = "first_code"  # under this name the code lies in ``app.extensions`` until somebody can sign in
TASKS = "http://schemas.microsoft.com/windows/2004/02/mit/task"
LOCAL_SERVICE = "S-1-5-19"  # an account of Windows with few rights
UNIT = """[Unit]
Description=So tay so cua xa
After=network.target

[Service]
User={user}
WorkingDirectory={home}
Environment={instance} {uploads}
ExecStart={python} {launch} serve --host 0.0.0.0 --port {port}
Restart=always
ProtectSystem=strict
ReadWritePaths={writes}
NoNewPrivileges=true
PrivateTmp=true

[Install]
WantedBy=multi-user.target
"""


def first_code(app: Flask) -> str | None:
    """A new code for the page that makes the first account; None where somebody can sign in already."""
    with reading():
        is_begun = queries.has_accounts()
        db.session.remove()
    if is_begun:
        return None
    app.extensions[FIRST_CODE] = code = passwords.new_code()
    return passwords.written_code(code)


def quoted(text: str) -> str:
    """One word of a unit file, as systemd.syntax(7) and systemd.service(5) read it back."""
    plain = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{plain}"'


def unit(home: Path, python: str, folders: tuple[Path, Path], user: str, port: int) -> str:
    """The unit file of systemd; ``folders`` are those of the database and of the files, which alone are written."""
    instance, uploads = folders
    return UNIT.format(
        user=user,
        home=str(home).replace("%", "%%"),
        python=quoted(python),
        launch=quoted(str(home / "models/updates/launch.py")),
        instance=quoted(f"INSTANCE_DIR={instance}").replace("$$", "$"),
        uploads=quoted(f"UPLOADS_DIR={uploads}").replace("$$", "$"),
        writes=" ".join(quoted(str(one)).replace("$$", "$") for one in folders),
        port=port,
    )


def task(home: Path, python: str, port: int) -> str:
    """The task of Windows' Task Scheduler: with the machine, again a minute after a failure, for as long as it runs."""
    root = ET.Element("Task", {"version": "1.2", "xmlns": TASKS})
    _add(root, "RegistrationInfo", Description="Sổ tay số của xã")
    triggers = ET.SubElement(root, "Triggers")
    _add(triggers, "BootTrigger", Enabled="true")
    principals = ET.SubElement(root, "Principals")
    _add(principals, "Principal", UserId=LOCAL_SERVICE, RunLevel="LeastPrivilege").set("id", "Office")
    settings = _add(root, "Settings", MultipleInstancesPolicy="IgnoreNew", DisallowStartIfOnBatteries="false")
    _add(settings, "RestartOnFailure", Interval="PT1M", Count="999")
    ET.SubElement(settings, "ExecutionTimeLimit").text = "PT0S"
    actions = ET.SubElement(root, "Actions", {"Context": "Office"})
    launch = str(home / "models" / "updates" / "launch.py")
    said = subprocess.list2cmdline([launch, "serve", "--host", "0.0.0.0", "--port", str(port)])  # noqa: S104
    _add(actions, "Exec", Command=python, Arguments=said, WorkingDirectory=str(home))
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-16"?>\n' + ET.tostring(root, encoding="unicode")


def _add(parent: ET.Element, name: str, **children: str) -> ET.Element:
    made = ET.SubElement(parent, name)
    for child, text in children.items():
        ET.SubElement(made, child).text = text
    return made


def _here() -> tuple[Path, str]:
    """Where the launcher lies, and the Python it was started with; an update changes neither."""
    return Path(os.environ.get("OFFICE_HOME", ROOT)), os.environ.get("OFFICE_PYTHON", sys.executable)


def typed_line(home: Path, python: str, folders: dict[str, Path], words: list[str], is_windows: bool) -> str:
    """A command of this place as it is typed at the machine; ``folders``: those that the launcher would not find."""
    command = [python, str(home / "models/updates/launch.py"), *words]
    if is_windows:
        told = "".join(f'set "{name}={path}" && ' for name, path in folders.items())
        return told + subprocess.list2cmdline(command)
    return shlex.join([*(["env"] if folders else []), *(f"{name}={path}" for name, path in folders.items()), *command])


def restore_line(archive: str) -> str:
    """What is typed at this machine to put back an archive."""
    home, python = _here()
    usual = {"INSTANCE_DIR": home / "instance", "UPLOADS_DIR": home / "uploads"}
    folders = {name: Path(current_app.config[name]) for name in usual if Path(current_app.config[name]) != usual[name]}
    return typed_line(home, python, folders, ["restore", archive], os.name == "nt")


def restores_by_dropping() -> str:
    """The file onto which an archive is dropped at this machine; empty on Linux, and where there was no zip."""
    name = "khoi-phuc.bat"
    return name if os.name == "nt" and (_here()[0] / name).is_file() else ""


@boot.command("systemd")
@click.option("--user", default="office", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--print", "_shown", is_flag=True, help="Print it (which is what happens anyway).")
@with_appcontext
def systemd(user: str, port: int, _shown: bool) -> None:
    """The unit file of this place, for /etc/systemd/system/office.service."""
    config, (home, python) = current_app.config, _here()
    folders = Path(config["INSTANCE_DIR"]), Path(config["UPLOADS_DIR"])
    click.echo(unit(home, python, folders, user, port), nl=False)


@boot.command("windows")
@click.option("--port", default=8000, show_default=True)
@click.option("--print", "_shown", is_flag=True, help="Print it; without a file this is what happens anyway.")
@click.option("--file", "target", type=click.Path(dir_okay=False, path_type=Path), help="Write it in UTF-16.")
@with_appcontext
def windows(port: int, _shown: bool, target: Path | None) -> None:
    """The task of this place, for `schtasks /create /tn Office /xml FILE`."""
    told = task(*_here(), port)
    if target is not None:
        target.write_text(told, encoding="utf-16")
    else:
        click.echo(told)


@boot.command("zip")
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--wheels", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--windows", "for_windows", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@with_appcontext
def pack(target: Path, wheels: Path, for_windows: Path) -> None:
    """Everything that an office without internet starts from: code, wheels, Python for Windows, hashes, two starts."""
    count = offline.pack(ROOT, wheels, for_windows, starting.files, target)
    click.echo(f"{target}: bản {VERSION}, {count} tệp")


@boot.command("python")
@click.argument("archive", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("folder", type=click.Path(path_type=Path))
def python(archive: Path, folder: Path) -> None:
    """Unpack an embeddable Python for Windows, as python.org has it, for the zip."""
    try:
        bundled.unpack(archive, folder)
    except ValueError as problem:
        raise click.ClickException(str(problem)) from problem


def install(app: Flask) -> None:
    """Add the commands to the flask program."""
    app.cli.add_command(boot)
