"""Words: Vietnamese where it belongs, a sentence on every public thing, nothing that is not the project's own."""

import ast
import re
import unicodedata
from collections.abc import Iterator

import pytest

from tests.architecture.house import Module, at, modules, own_texts, product

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


@pytest.mark.parametrize("module", modules("models"), ids=lambda m: m.name)
def test_the_office_speaks_no_vietnamese(module: Module) -> None:
    if module.path.stem.startswith("demo") or "catalogue" in module.path.parts or module.name == "models.text":
        pytest.skip("data, or letters")
    told = docstrings(module.tree)
    wrong = [
        f"{module.where(node)}: {node.value[:60]!r}"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in told
        if VIETNAMESE.search(LETTER_SET.sub("", unicodedata.normalize("NFC", node.value)))
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("module", product(), ids=lambda m: m.name)
def test_every_public_thing_says_what_the_office_gets(module: Module) -> None:
    if not module.tree.body:
        pytest.skip("an empty module")
    silent = [f"{module.path}:1"] if not ast.get_docstring(module.tree) else []
    silent += [f"{module.where(node)}: {node.name}" for node in public_things(module) if not ast.get_docstring(node)]
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


def words_of(module: Module, call: str) -> set[str]:
    """The first argument's name of every call of a function, such as ``word_type(Kind)``."""
    return {
        node.args[0].id if isinstance(node.args[0], ast.Name) else node.args[0].attr
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and node.args
        and getattr(node.func, "id", getattr(node.func, "attr", "")) == call
        and isinstance(node.args[0], ast.Name | ast.Attribute)
    }


def test_every_word_that_a_row_keeps_has_a_vietnamese_word() -> None:
    kept = set().union(*(words_of(m, "word_type") for m in modules("models") if m.name != "models.base"))
    told = set().union(*(words_of(m, "words") for m in modules("blueprints")))
    assert kept, "no closed list is kept any more: mend this test"
    assert not kept - told, f"no labels.py has words for {sorted(kept - told)}"
