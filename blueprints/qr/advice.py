"""What may still go wrong with what is being typed, told before it is saved and printed."""

from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires
from blueprints.htmx import render_page
from blueprints.qr import bp
from blueprints.qr.forms import LinkForm, NetworkForm
from blueprints.qr.labels import sentence
from models.qr.cautions import Caution, link_cautions, wifi_cautions
from models.qr.rules import LinkKind


@bp.post('/ma-qr/luu-y/<any(wifi, "lien-ket"):kind>')
@requires(Permission.MANAGE_QR)
def advise(kind: str) -> AnyResponse:
    """The warnings of a form that is being filled in; nothing is kept, and a key never stands in an address."""
    found = _of_network(NetworkForm()) if kind == "wifi" else _of_link(LinkForm())
    return render_page("qr/advice.html", fragment="advice", cautions=[sentence(caution) for caution in found])


def _of_network(form: NetworkForm) -> list[Caution]:
    ssid, key = form.ssid.data or "", form.password.data or ""
    return wifi_cautions(ssid, key, form.security.data or "") if ssid or key else []


def _of_link(form: LinkForm) -> list[Caution]:
    """A short address of our own and a Zalo account are sound by themselves."""
    target = form.target.data or ""
    is_own = form.is_short.data or form.kind.data is LinkKind.ZALO or target.startswith("/")
    return [] if is_own or not target else link_cautions(target)
