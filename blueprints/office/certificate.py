"""The office's own certificate: how tablets and phones come to trust this place."""

from pathlib import Path

from flask import Response, current_app, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, proved, public, requires
from blueprints.office import bp
from blueprints.office.labels import REFUSALS
from blueprints.pages import download, go_to, render_page
from blueprints.serving import open_root, seen_from_outside
from blueprints.transactions import between_transactions, saved
from models import journal
from models.accounts.queries import sole_office
from models.errors import NotFound
from models.office import certificates, interfaces
from models.qr import outlines, payloads, symbols, urls


def _authority() -> bytes | None:
    return certificates.authority(Path(current_app.config["INSTANCE_DIR"]))


def _code_of(address: str) -> str:
    """The picture that leads a tablet to an address; empty where no other device opens it."""
    if urls.opened_from(urls.host_of(address)) is urls.Opened.ONLY_HERE:
        return ""
    return outlines.data_url(symbols.encode(payloads.link(address)))


@bp.get("/quan-tri/chung-thu")
@requires(Permission.WATCH_SYSTEM)
def certificate() -> AnyResponse:
    """How the certificate stands, and how devices are told to trust it."""
    instance, pem = Path(current_app.config["INSTANCE_DIR"]), _authority()
    address = seen_from_outside(open_root()).rstrip("/") + url_for(".authority")
    return render_page(
        "office/certificate.html",
        days=certificates.days_left(instance),
        names=certificates.names(instance),
        fingerprint=certificates.fingerprint(pem) if pem else "",
        address=address,
        picture=_code_of(address) if pem else "",
        own=interfaces.own_addresses(),
        follows=current_app.config.get("PLAIN_PORT") is not None,
        is_https=current_app.config["HTTPS"],
    )


@bp.post("/quan-tri/chung-thu")
@requires(Permission.SET_UP_OFFICE)
@proved
def issue_certificate() -> AnyResponse:
    """The first certificate, for the addresses that the machine has now; every later one comes by itself."""
    office, instance = sole_office(), Path(current_app.config["INSTANCE_DIR"])
    if office is None:
        return go_to(url_for(".certificate"), REFUSALS["many_offices_certificate"], "warn")
    if certificates.authority(instance) is not None:
        return go_to(url_for(".certificate"), "Máy đã có chứng thư.", "idle")
    with between_transactions():
        made = certificates.issue(instance, office, interfaces.own_addresses())
    journal.note("issued", "certificate", "1", None, until=made.not_valid_after_utc.date().isoformat())
    return saved(url_for(".certificate"), "Đã cấp chứng thư. Đóng chương trình trên máy chủ rồi mở lại thì có https.")


@bp.get("/chung-thu.crt")
@public
def authority() -> Response:
    """The authority's certificate for devices: it is public by its nature, and holds no key."""
    pem = _authority()
    if pem is None:
        raise NotFound("certificate")
    return download(pem, "application/x-x509-ca-cert", "chung-thu-van-phong.crt")
