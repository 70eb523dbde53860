"""What may still go wrong with what is being typed, told before it is saved and printed."""

from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, for_readers, requires
from blueprints.pages import render_page
from blueprints.qr import bp
from blueprints.qr.forms import LinkForm, NetworkForm
from blueprints.qr.labels import sentence
from blueprints.qr.short_links import address_of, is_shortened
from models.errors import RuleBroken
from models.qr.cautions import Caution, link_cautions, wifi_cautions
from models.qr.rules import SHORT_LENGTH, SHORT_LETTERS, LinkKind


@bp.post('/ma-qr/luu-y/<any(wifi, "lien-ket"):kind>')
@requires(Permission.MANAGE_QR)
@for_readers
def advise(kind: str) -> AnyResponse:
    """The warnings of a form that is being filled in; nothing is kept, and a key never stands in an address."""
    found = _of_network(NetworkForm()) if kind == "wifi" else _of_link(LinkForm())
    return render_page(
        "qr/advice.html",
        fragment="advice",
        heading="Nên biết trước khi in:",
        cautions=[sentence(caution) for caution in found],
    )


def _of_network(form: NetworkForm) -> list[Caution]:
    ssid, key = form.ssid.data or "", form.password.data or ""
    return wifi_cautions(ssid, key, form.security.data or "", form.hidden.data) if ssid or key else []


def _of_link(form: LinkForm) -> list[Caution]:
    """What the saved link would be warned about; nothing while it cannot be saved as it stands."""
    kind, typed = form.kind.data or LinkKind.OTHER, form.target.data or ""
    code = SHORT_LETTERS[0] * SHORT_LENGTH if typed and is_shortened(kind, typed, form.is_short.data) else None
    try:
        return link_cautions(address_of(kind, typed, code)) if typed else []
    except RuleBroken:
        return []
