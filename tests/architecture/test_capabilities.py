"""A capability is written in its own four folders: what did one forget? And does nothing central have to know it?"""

import ast
import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from flask import Flask

import blueprints
import models
from app import create_app
from blueprints import capability as kit
from blueprints.access import access_of
from blueprints.capability import Capability, Entry, Section
from models import demo
from models.accounts.rules import Permission, Role, permissions
from models.base import db
from models.measures.queries import measures
from tests.access.table import ROWS
from tests.architecture.house import ROOT, product, templates

TINY = {
    "blueprints/tiny/__init__.py": """
from flask import Blueprint
from blueprints.capability import Capability, Entry, Section
from blueprints.things import Thing
bp = Blueprint("tiny", __name__)
CAPABILITY = Capability(
    bp, views=("page",), menu=(Entry(Section.DAILY, 35, "Sổ thử", "list", "tiny.page"),),
    things={"tiny_note": Thing("Dòng sổ thử", {"words": "lời"})}, verbs={"stamped": "đã đóng dấu"},
    refusals={"full": "Sổ đã đầy."}, lists={"notes": lambda: "/thu"},
)
""",
    "blueprints/tiny/page.py": """
from blueprints.access import Permission, requires
from blueprints.tiny import bp
@bp.get("/thu")
@requires(Permission.READ_TINY)
def page():
    return "thử"
""",
    "models/tiny/__init__.py": "",
    "models/tiny/grants.py": """
from models.accounts.rules import EVERYBODY
GRANTS = {"read_tiny": EVERYBODY}
""",
    "models/tiny/measures.py": """
from models.counting import Measure, MeasureUnit, behind, share
MEASURES = [Measure("tiny.share", MeasureUnit.PERCENT, "One of two.", lambda look: share(1, 2, behind("notes")))]
""",
    "models/tiny/demo.py": "SIZE = ('notes', 7)\ndef seed(*_all): pass\n",
}
CACHES = (kit.capabilities, kit.menu, kit.things, kit.verbs, kit.lists, measures, permissions)


def forgotten(one: Capability, app: Flask) -> Iterator[str]:
    """What a capability does not say of itself, in words that tell where to write it."""
    name, rules = one.name, [rule for rule in app.url_map.iter_rules() if "static" not in rule.endpoint]
    here = Path(inspect.getfile(import_module(f"blueprints.{name}"))).parent
    addressed = {path.stem for path in here.glob("*.py") if "@bp." in path.read_text("utf-8")}
    yield from (f"blueprints/{name}/__init__.py views: {view}" for view in sorted(addressed - set(one.views)))
    pages = {rule.endpoint for rule in rules if "GET" in (rule.methods or ()) and not rule.arguments}
    yield from (f"{entry.endpoint} of the menu is no page" for entry in one.menu if entry.endpoint not in pages)
    doors = {rule.endpoint.partition(".")[2] for rule in rules if rule.endpoint.startswith(f"{name}.")}
    told = set(ROWS[name].access) if name in ROWS else set()
    yield from (f"tests/{name}/access.py: {door}" for door in sorted(doors ^ told))
    if "models" in one.lacks:
        return
    yield from (f"blueprints/{name}/things.py: {table}" for table in tables_of(name) if table not in one.things)
    for part in ("measures", "demo"):
        if (find_spec(f"models.{name}.{part}") is None) != (part in one.lacks):
            yield f"models/{name}/{part}.py, or lacks={{'{part}'}} in blueprints/{name}/__init__.py"


def tables_of(name: str) -> list[str]:
    """The journalled tables of a capability."""
    kinds = [mapper.class_ for mapper in db.Model.registry.mappers]
    own = [kind for kind in kinds if kind.__module__ == f"models.{name}.tables" and getattr(kind, "__journal__", True)]
    return [kind.__table__.name for kind in own]


@pytest.mark.parametrize("name", sorted(path.parent.name for path in (ROOT / "blueprints").glob("*/__init__.py")))
def test_a_capability_says_everything_of_itself(name: str, app: Flask) -> None:
    one = kit.named(name)
    assert one is not None, f"blueprints/{name}/__init__.py: CAPABILITY, with a blueprint of the same name"
    assert list(forgotten(one, app)) == []
    for folder in ("blueprints", "models", "templates", "tests"):
        assert folder in one.lacks or (ROOT / folder / one.name).is_dir(), f"{folder}/{one.name}"


def test_no_two_entries_of_the_menu_share_a_place() -> None:
    places = [(entry.section, entry.order) for one in kit.capabilities() for entry in one.menu]
    assert len(places) == len(set(places))


def test_a_measure_belongs_to_its_capability_and_says_what_it_counts() -> None:
    for key, one in measures().items():
        assert find_spec(f"models.{key.split('.')[0]}.measures"), key
        assert one.says.endswith(".") and one.says[0].isupper(), key


@pytest.mark.slow
def test_whatever_is_asked_for_is_granted_and_the_other_way_round() -> None:
    asked = {
        node.attr.lower()
        for module in product()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "Permission"
    }
    texts = [path.read_text("utf-8") for path in [*templates(), *(module.path for module in product())]]
    by_name = {name for text in texts for name in re.findall(r"""\bmay\(["'](\w+)["']\)""", text)}
    assert asked | by_name == set(permissions())


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The site with one capability more, of which no file of the house knows."""
    for name, text in TINY.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.setattr(blueprints, "__path__", [*blueprints.__path__, str(tmp_path / "blueprints")])
    monkeypatch.setattr(models, "__path__", [*models.__path__, str(tmp_path / "models")])
    for cache in CACHES:
        cache.cache_clear()
    home = tmp_path / "home"
    site = create_app({"INSTANCE_DIR": home, "SQLALCHEMY_DATABASE_URI": f"sqlite:///{home / 'office.sqlite'}"})
    yield site
    with site.app_context():
        db.engine.dispose()
    monkeypatch.undo()
    for cache in CACHES:
        cache.cache_clear()


def test_a_new_folder_is_all_that_a_new_capability_needs(tiny: Flask) -> None:
    assert tiny.test_client().get("/thu").headers["Location"] == "/dang-nhap?next=/thu"
    assert (access_of(tiny, "tiny.page"), Permission.READ_TINY.roles) == (permissions()["read_tiny"], frozenset(Role))
    assert Entry(Section.DAILY, 35, "Sổ thử", "list", "tiny.page") in kit.menu(Section.DAILY)
    assert (kit.things()["tiny_note"].word("words"), kit.verbs()["stamped"]) == ("lời", "đã đóng dấu")
    assert demo.sizes()["notes"] == 7
    assert kit.place(measures()["tiny.share"].read(None).where) == "/thu"
    assert kit.named("tiny").refusals["full"] == "Sổ đã đầy."
    assert list(forgotten(kit.named("tiny"), tiny)) == ["tests/tiny/access.py: page"]


def test_what_two_capabilities_claim_stops_the_start(tiny: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    twin = Capability(kit.named("tiny").bp, views=(), menu=(), things={"meeting": kit.things()["meeting"]})
    both = kit.capabilities()
    monkeypatch.setattr(kit, "capabilities", lambda: (*both, twin))
    kit.things.cache_clear()
    with pytest.raises(KeyError, match="meeting"):
        kit.things()
