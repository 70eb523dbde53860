"""The communes: which ones are known, which ones work here, and how the province lets a new one begin."""

from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires
from blueprints.accounts import bp
from blueprints.accounts.forms import CommuneForm
from blueprints.accounts.labels import WORDS
from blueprints.accounts.staff import show_code
from blueprints.pages import render_page
from blueprints.security_log import watched
from blueprints.transactions import between_transactions, once, refuse
from models import offices
from models.accounts import actions, passwords, queries
from models.accounts.rules import Role
from models.accounts.tables import Account, Commune
from models.errors import RuleBroken
from models.text import fold


@bp.get("/quan-tri/xa")
@requires(Permission.MANAGE_COMMUNES)
def communes() -> AnyResponse:
    """Every commune known by name; the ones that work here first."""
    return render_page("accounts/communes.html", communes=queries.communes())


@bp.route("/quan-tri/xa/moi", methods=["GET", "POST"])
@requires(Permission.MANAGE_COMMUNES)
@watched("commune_opened")
@once
def new_commune() -> AnyResponse:
    """Let a commune begin here: its plan and units, and its first administrator with a one-use code."""
    form = CommuneForm()
    form.known_id.offer([(row.id, row.name) for row in queries.communes() if row.joined_on is None])
    if form.validate_on_submit():
        with between_transactions():
            code, kept = passwords.new_code_and_hash()
            shipped = offices.shipped()
        try:
            account = _begin(form, shipped)
            actions.give_code(account, kept)
        except RuleBroken as broken:
            refuse(form, broken, WORDS)
        else:
            return show_code(account, code, back=".communes")
    return render_page("accounts/new_commune.html", form=form, status=form.status)


def _begin(form: CommuneForm, shipped: offices.Shipped) -> Account:
    commune = _commune(form)
    if commune.joined_on is not None:  # an office that works here gives out its own keys
        raise RuleBroken("commune_joined", field="name")
    offices.join(commune, shipped)
    return actions.add_account(commune, form.username.data, form.admin_name.data, Role.ADMIN)


def _commune(form: CommuneForm) -> Commune:
    if form.known_id.data:
        return queries.commune(form.known_id.data)
    return queries.commune_named(fold(form.name.data)) or actions.add_commune(form.name.data, queries.province())
