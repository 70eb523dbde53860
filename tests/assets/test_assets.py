"""The joined stylesheet and script: what stands in them, in which order, and how long a browser keeps them."""

import mimetypes
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from blueprints import assets
from blueprints.assets import asset, files, join
from tests.browser import Browser


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for kind in ("css", "js"):
        (tmp_path / kind).mkdir()
    monkeypatch.setattr(assets, "STATIC", tmp_path)
    return tmp_path


def test_plain_elements_come_first_and_paper_last(folder: Path) -> None:
    for name in ("print", "buttons", "tiles", "base", "badges", "tokens", "forms", "tables"):
        (folder / "css" / f"{name}.css").touch()
    found = [path.stem for path in files("css")]
    assert found == ["tokens", "base", "tables", "buttons", "forms", "badges", "tiles", "print"]


def test_comments_indentation_and_blank_lines_stay_at_home(folder: Path) -> None:
    (folder / "css" / "a.css").write_text(
        '/* said\nto builders */\n\na > b, i {\n  content: "– a: b; c"; /* why */\n}\n'
    )
    (folder / "css" / "b.css").write_text("b { color: red; }")
    (folder / "js" / "a.js").write_text('// what it does\n\n  const here = "https://a"; // why\n  // more\n')
    assert join("css").text == 'a>b,i{content:"– a: b; c"}b{color:red}'
    assert join("js").text == 'const here = "https://a"; // why\n'


def test_what_is_joined_can_be_joined_so_simply() -> None:
    """No text in quotes looks like a comment or runs over several lines, where it would lose its blanks."""
    for style in files("css"):
        assert not re.search(r"[\"'][^\"'\n]*/\*", style.read_text("utf-8")), style.name
    for script in files("js"):
        lines = script.read_text("utf-8").splitlines()
        assert not [line for line in lines if line.count("`") % 2], script.name


def test_every_file_says_on_top_what_it_is_for() -> None:
    assert len(files("css")) == len(list((assets.STATIC / "css").iterdir()))
    assert len(files("js")) == len(list((assets.STATIC / "js").iterdir()))
    for path in files("css") + files("js"):
        assert path.read_text("utf-8").startswith(("/* ", "// ")), path.name


@pytest.mark.parametrize(("name", "kind"), [("app.css", "text/css"), ("app.js", "text/javascript")])
def test_the_named_content_is_kept_for_a_year(app: Flask, browse: Callable[..., Browser], name: str, kind: str) -> None:
    with app.test_request_context(base_url="http://localhost/noi-bo"):
        assert asset(name).startswith(f"/noi-bo/static/{name}?v=")
    with app.test_request_context():
        address = asset(name)
    nobody = browse(None)
    answer = nobody.get(address)
    assert (answer.status_code, answer.mimetype) == (200, kind)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in answer.headers
    assert nobody.get(f"/static/{name}").headers["Cache-Control"] == "public, max-age=3600"
    again = nobody.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_changed_file_is_seen_at_once_in_development_only(
    app: Flask, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changing = folder / "css" / "a.css"
    changing.write_text("a { color: red; }")
    monkeypatch.setitem(app.extensions, "assets", {"css": join("css")})
    with app.test_request_context():
        before = asset("app.css")
        changing.write_text("a { color: blue; }")
        os.utime(changing, (1, 1))
        assert asset("app.css") == before
        monkeypatch.setitem(app.config, "DEBUG", True)
        assert asset("app.css") != before
        assert app.extensions["assets"]["css"].text == "a{color:blue}"


@pytest.mark.parametrize(("url", "own"), [("/viec-cua-toi", []), ("/", ["/static/pages/dashboard.css"])])
def test_a_page_asks_for_the_shared_stylesheet_at_most_one_of_its_own_and_two_scripts(
    url: str, own: list[str], browse: Callable[..., Browser]
) -> None:
    page = browse("leader").get(url).text
    assert re.findall(r'<link rel="stylesheet" href="([^?]+)\?v=\w{10}">', page) == ["/static/app.css", *own]
    scripts = re.findall(r'<script src="([^?]+)\?v=\w{10}"', page)
    assert scripts == ["/static/htmx-2.0.11.min.js", "/static/app.js"]


def test_our_files_are_what_we_say_whatever_windows_believes(
    monkeypatch: pytest.MonkeyPatch, app: Flask, browse: Callable[..., Browser]
) -> None:
    """Programs for editing leave text/plain for scripts in the registry; a browser then runs none of ours."""
    endings = {path.suffix for path in assets.STATIC.rglob("*") if path.is_file()}
    assert endings - {".md"} <= assets.TYPES.keys(), "say in blueprints/assets.py what this is"
    for ending in assets.TYPES:
        monkeypatch.setitem(mimetypes._db.types_map[True], ending, "text/plain")
    assets.install(Flask(__name__))
    for name, kind in (("htmx-2.0.11.min.js", "text/javascript"), ("icons-1.svg", "image/svg+xml")):
        answer = browse(None).client.get(f"/static/{name}")
        assert answer.mimetype == kind
        answer.close()
