"""Words: Vietnamese where it belongs, a sentence on every public thing, nothing that is not the project's own."""

import ast
import re
import unicodedata
from collections.abc import Iterator

import pytest

from tests.architecture.house import Module, at, modules, own_texts, product

pytestmark = pytest.mark.slow

VIETNAMESE = re.compile("[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE)
LETTER_SET = re.compile(r"\[[^\]]*\]")  # a set of letters in a pattern, such as [a-zđ], is no word
HOSTS = ["pypi" + ".org", "pythonhosted" + ".org", "registry.npm" + "js", "/opt/" + "pypi", "/opt/" + "wheels"]
FOREIGN = ["issue" + " #", "/work" + "/", "/tmp/" + "kit", "chat" + "gpt", "clau" + "de", *HOSTS]
PHONE = re.compile(r"(?<![\w.,/-])(?:\+84|0)(?:\d{9}|\d{2,3}[ .]\d{3}[ .]\d{3,4})(?![\w/-])")


def docstrings(tree: ast.Module) -> set[ast.Constant]:
    """The constants that are docstrings, which may name a Vietnamese term."""
    return {
        body[0].value
        for node in ast.walk(tree)
        if (body := getattr(node, "body", None))
        and isinstance(body, list)
        and isinstance(body[0], ast.Expr)
        and isinstance(body[0].value, ast.Constant)
    }


def public_things(module: Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Public functions and classes at the top of a module."""
    for node in module.tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node


def test_the_office_speaks_no_vietnamese() -> None:
    wrong = []
    for module in modules("models"):
        if not module.path.stem.startswith("demo") and module.name != "models.text":
            free = docstrings(module.tree)
            wrong += [
                f"{module.where(node)}: {node.value[:60]!r}"
                for node in ast.walk(module.tree)
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in free
                if VIETNAMESE.search(LETTER_SET.sub("", unicodedata.normalize("NFC", node.value)))
            ]
    assert not wrong, "\n".join(wrong)


def test_every_public_thing_says_what_the_office_gets() -> None:
    silent = []
    for module in product():
        silent += [module.where(module.tree)] if module.tree.body and not ast.get_docstring(module.tree) else []
        silent += [f"{module.where(n)}: {n.name}" for n in public_things(module) if not ast.get_docstring(n)]
    assert not silent, "\n".join(silent)


def test_all_text_is_composed() -> None:
    wrong = [str(path) for path in own_texts() if not unicodedata.is_normalized("NFC", path.read_text("utf-8"))]
    assert not wrong, "\n".join(wrong)


def test_no_telephone_number_is_kept() -> None:
    wrong = []
    for path in own_texts():
        text = path.read_text("utf-8")
        wrong += [at(path, text, m.start()) + f": {m[0]}" for m in PHONE.finditer(text) if m[0] != "0123456789"]
    assert not wrong, "\n".join(wrong)


def test_the_project_speaks_of_itself_alone() -> None:
    wrong = []
    for path in own_texts():
        text = path.read_text("utf-8").lower()
        wrong += [at(path, text, text.index(word)) + f": {word}" for word in FOREIGN if word in text]
    assert not wrong, "\n".join(wrong)


def test_one_class_name_has_one_meaning() -> None:
    found: dict[str, list[str]] = {}
    for module in [*modules("models"), *modules("blueprints")]:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef):
                found.setdefault(node.name, []).append(module.where(node))
    doubles = [f"{name}: {', '.join(places)}" for name, places in sorted(found.items()) if len(places) > 1]
    assert len(found) > 200, "hardly a class was read: mend this test"
    assert not doubles, "\n".join(doubles)


def origin(module: Module, node: ast.expr) -> str:
    """The full name of a class that a module mentions: ``Status`` may be ``models.plan.rules.Status``."""
    brought = {
        alias.asname or alias.name: f"{line.module}.{alias.name}"
        for line in ast.walk(module.tree)
        if isinstance(line, ast.ImportFrom)
        for alias in line.names
    }
    name = ast.unparse(node)
    first, _, rest = name.partition(".")
    return ".".join(filter(None, [brought.get(first, f"{module.name}.{first}"), rest]))


def words_of(module: Module, call: str) -> set[str]:
    """The closed lists that a module hands to a function as first argument, such as ``word_type(Kind)``."""
    return {
        origin(module, node.args[0])
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and node.args
        and isinstance(node.args[0], ast.Name | ast.Attribute)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) == call
    }


def test_every_word_that_a_row_keeps_has_a_vietnamese_word() -> None:
    kept = set().union(*(words_of(m, "word_type") for m in modules("models") if m.name != "models.base"))
    told = set().union(*(words_of(m, "words") for m in modules("blueprints")))
    assert kept, "no closed list is kept any more: mend this test"
    missing = sorted(kept - told)
    assert not missing, "no labels.py has words for:\n" + "\n".join(missing)
