"""Handing a file out: to its own commune only, under the name people gave it, never as a page of this site."""

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.http import parse_options_header

from models import files
from models.base import db
from models.files import FileStore
from tests.browser import Browser
from tests.factories import Office
from tests.files.handed_in import add, pdf, picture

Browse = Callable[..., Browser]


def kept(app: Flask, office: Office, content: bytes, name: str) -> str:
    stored = add(FileStore(app.config["UPLOADS_DIR"]), office.commune.id, content, name)
    db.session.commit()
    return f"/tep/{stored.id}"


@pytest.mark.parametrize(
    ("content", "name", "disposition", "mime", "shown"),
    [
        (pdf(), "Biên bản họp 30/3.pdf", "attachment", "application/pdf", "3.pdf"),
        (pdf(), "Đơn đề nghị.html", "attachment", "application/pdf", "Đơn đề nghị.pdf"),
        (picture("PNG"), "Ảnh chụp.svg", "inline", "image/png", "Ảnh chụp.png"),
        (pdf(), 'a"; filename="x.exe', "attachment", "application/pdf", "a__ filename=_x.pdf"),
    ],
)
def test_headers_of_a_file(
    content: bytes, name: str, disposition: str, mime: str, shown: str, app: Flask, office: Office, browse: Browse
) -> None:
    answer = browse("counter").get(kept(app, office, content, name) + "?filename=x.html&mime=text/html")
    kind, options = parse_options_header(answer.headers["Content-Disposition"])
    assert (answer.status_code, answer.mimetype, kind) == (200, mime, disposition)
    assert shown in (options["filename"], options["filename"].replace(";", "_"))
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff" and answer.headers["Cache-Control"] == "no-store"
    answer.close()


def test_a_file_of_another_commune_is_not_there(
    app: Flask, office: Office, other_office: Office, browse: Browse
) -> None:
    url = kept(app, other_office, pdf(), "Mật.pdf")
    for role in ("counter", "secretary", "leader", "auditor", "admin"):
        foreign, missing = browse(role).get(url), browse(role).get("/tep/999999")
        assert foreign.status_code == missing.status_code == 404
        assert "Mật" not in foreign.text
    assert browse(None).get(url).status_code == 303


def test_the_store_is_no_folder_of_the_web(app: Flask, office: Office, browse: Browse) -> None:
    url = kept(app, office, pdf(), "a.pdf")
    path = files.load(office.viewer("counter"), int(url.rsplit("/", 1)[1])).path
    for address in (
        f"/uploads/{path}",
        f"/static/{path}",
        f"/static/../uploads/{path}",
        f"/static/%2e%2e/uploads/{path}",
        f"/tep/{path}",
    ):
        assert browse("counter").get(address).status_code == 404, address


def test_a_row_whose_content_is_gone_is_404(app: Flask, office: Office, browse: Browse) -> None:
    url = kept(app, office, pdf(), "a.pdf")
    FileStore(app.config["UPLOADS_DIR"]).remove(files.load(office.viewer("counter"), int(url.rsplit("/", 1)[1])).path)
    assert browse("counter").get(url).status_code == 404


def test_only_views_that_take_files_take_large_bodies(app: Flask) -> None:
    """Every marked view stays within what the production server lets through, and every other one at one megabyte."""
    limits = {
        name: getattr(view, "body_limit", app.config["MAX_CONTENT_LENGTH"]) for name, view in app.view_functions.items()
    }
    assert app.config["MAX_CONTENT_LENGTH"] == files.MIB
    for name, limit in limits.items():
        assert (
            limit == files.MIB
            or files.DOCUMENT_LIMIT < limit <= 64 * files.MIB
            or limit < files.PHOTO_LIMIT + files.MIB
        ), name
    assert limits["accounts.sign_in"] == limits["satisfaction.public_page"] == files.MIB


RANGES = {
    "bytes=0-3": (206, "bytes 0-3/{size}", slice(0, 4)),
    "bytes=5-": (206, "bytes 5-{last}/{size}", slice(5, None)),
    "bytes=-4": (206, "bytes {rest}-{last}/{size}", slice(-4, None)),
    "bytes=0-999999": (206, "bytes 0-{last}/{size}", slice(None)),
    "bytes=999999-": (416, "bytes */{size}", None),
    "bytes=0-1,4-5": (200, None, slice(None)),  # several parts, an odd unit, nonsense: the whole
    "lines=0-3": (200, None, slice(None)),
    "bytes=x": (200, None, slice(None)),
    "bytes=9-3": (416, "bytes */{size}", None),
}


@pytest.mark.parametrize("wanted", RANGES)
def test_a_part_of_a_file_is_handed_out(wanted: str, app: Flask, office: Office, browse: Browse) -> None:
    status, told, part = RANGES[wanted]
    content = pdf("phần")
    answer = browse("counter").get(kept(app, office, content, "a.pdf"), headers={"Range": wanted})
    size = len(content)
    expected = told and told.format(size=size, last=size - 1, rest=size - 4)
    assert (answer.status_code, answer.headers.get("Content-Range")) == (status, expected)
    if part is not None:
        assert answer.data == content[part] and answer.headers["Content-Length"] == str(len(content[part]))
        assert answer.headers["Accept-Ranges"] == "bytes" and answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    answer.close()


def test_a_part_of_another_state_of_a_file_is_the_whole(app: Flask, office: Office, browse: Browse) -> None:
    url, content = kept(app, office, pdf(), "a.pdf"), pdf()
    etag = browse("counter").get(url).headers["ETag"]
    for known, status in ((etag, 206), ('"other"', 200)):
        answer = browse("counter").get(url, headers={"Range": "bytes=0-3", "If-Range": known})
        assert answer.status_code == status and answer.data == (content[:4] if status == 206 else content)
