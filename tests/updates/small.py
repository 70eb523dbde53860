"""A release small enough to be updated twenty times in a test: its code says which one it is and what it finds."""

import shutil
import zipfile
from pathlib import Path

from models.updates import launch

ROOT = Path(__file__).resolve().parents[2]
APP = """
import os, sqlite3
import click
from flask import Flask
NAME, FAILS = {name!r}, {fails!r}

def where():
    url = os.environ.get("DATABASE_URL")
    return url.removeprefix("sqlite:///") if url else os.environ["INSTANCE_DIR"] + "/office.sqlite"

def create_app():
    app = Flask(__name__)
    for group, command in (("db", "upgrade"), ("catalogue", "load"), ("update", "check")):
        found = app.cli.group(group)(lambda: None)
        def run(command=command):
            if command == FAILS:
                raise click.ClickException("not with this database")
            if command == "upgrade":
                with sqlite3.connect(where()) as connection:
                    connection.execute("CREATE TABLE of_the_new (x)")
        found.command(command)(run)
    @app.cli.command("which")
    def which():
        with sqlite3.connect(where()) as connection:
            tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master")]
            kept = connection.execute("SELECT count(*) FROM marker").fetchone()[0]
        print(NAME, "of_the_new" in tables, kept)
    return app
"""


def home(folder: Path, name: str, version: str, fails: str = "") -> Path:
    """The code of a release in a folder."""
    for part in ("blueprints", "models/updates", "static", "templates"):
        (folder / part).mkdir(parents=True)
    (folder / "app.py").write_text(APP.format(name=name, fails=fails))
    (folder / "blueprints/settings.py").write_text(f'VERSION = "{version}"\n')
    shutil.copyfile(launch.__file__, folder / "models/updates/launch.py")
    for one in ("requirements.txt", "requirements-postgres.txt", "README.md"):
        (folder / one).write_text("flask\n")
    return folder


# as much of Flask and click as the code above asks for
PACKAGES = {
    "flask/__init__.py": """
class Commands(dict):
    def command(self, name):
        return lambda function: self.setdefault(name, function)
    def group(self, name):
        return lambda function: self.setdefault(name, Commands())

class Flask:
    def __init__(self, name):
        self.cli = Commands()
""",
    "flask/__main__.py": """
import os, sys
sys.path.insert(0, os.getcwd())
import app
found = app.create_app().cli
for word in sys.argv[3:]:  # behind --app app
    found = found[word]
found()
""",
    "click.py": "class ClickException(Exception): pass\n",
}


def wheel(folder: Path) -> Path:
    """A folder with one wheel, the ``flask`` that a release asks for."""
    folder.mkdir()
    about = "flask-99.dist-info"
    texts = {
        f"{about}/METADATA": "Metadata-Version: 2.1\nName: flask\nVersion: 99\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    files = {**PACKAGES, **texts}
    record = "".join(f"{name},,\n" for name in (*files, f"{about}/RECORD"))
    with zipfile.ZipFile(folder / "flask-99-py3-none-any.whl", "w") as archive:
        for name, text in {**files, f"{about}/RECORD": record}.items():
            archive.writestr(name, text)
    return folder
