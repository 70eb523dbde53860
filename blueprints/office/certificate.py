"""The office's own certificate: how tablets and phones come to trust this place."""

from pathlib import Path

from flask import Response, current_app, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, public, requires
from blueprints.office import bp
from blueprints.pages import download, render_page
from blueprints.serving import open_root
from models.errors import NotFound
from models.office import certificates, interfaces
from models.qr import urls


def _seen_from_outside(root: str) -> str:
    """The root of the site as another device opens it: at the machine itself it has a loopback address."""
    host, others = urls.host_of(root), interfaces.own_addresses()
    return root.replace(host, others[0], 1) if urls.opened_from(host) is urls.Opened.ONLY_HERE and others else root


def _authority() -> bytes | None:
    return certificates.authority(Path(current_app.config["INSTANCE_DIR"]))


@bp.get("/quan-tri/chung-thu")
@requires(Permission.WATCH_SYSTEM)
def certificate() -> AnyResponse:
    """How the certificate stands, and how devices are told to trust it."""
    instance, pem = Path(current_app.config["INSTANCE_DIR"]), _authority()
    return render_page(
        "office/certificate.html",
        days=certificates.days_left(instance),
        names=certificates.names(instance),
        fingerprint=certificates.fingerprint(pem) if pem else "",
        address=_seen_from_outside(open_root()).rstrip("/") + url_for(".authority"),
        follows=current_app.config.get("PLAIN_PORT") is not None,
        is_https=current_app.config["HTTPS"],
    )


@bp.get("/chung-thu.crt")
@public
def authority() -> Response:
    """The authority's certificate for devices: it is public by its nature, and holds no key."""
    pem = _authority()
    if pem is None:
        raise NotFound("certificate")
    return download(pem, "application/x-x509-ca-cert", "chung-thu-van-phong.crt")
