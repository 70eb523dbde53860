"""The languages of the tablets: shipped ones, and those that the office puts beside its database."""

from pathlib import Path

import pytest
import yaml
from flask import Flask

from models.satisfaction import questionnaires
from models.satisfaction.questionnaires import SHIPPED, languages
from tests.devices.conftest import Machine


def english() -> dict:
    found: dict = yaml.safe_load((SHIPPED / "en.yaml").read_text("utf-8"))
    return found


def put(folder: Path, name: str, told: object) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(told if isinstance(told, str) else yaml.safe_dump(told, allow_unicode=True), "utf-8")


def codes(folder: Path) -> list[str]:
    return [one["code"] for one in languages(folder)]


def test_every_shipped_language_has_words_for_every_reason() -> None:
    for language in languages(SHIPPED / "none"):
        for asked in questionnaires.questionnaires():
            for ask in asked.asks:
                for reason in ask["reasons"]:
                    words = language[ask["ask"]][reason["code"]]
                    assert 1 <= len(words.split()) <= 5, words


def test_the_office_adds_a_language_as_a_file(tmp_path: Path) -> None:
    put(tmp_path, "jra.yaml", {**english(), "code": "jra", "name": "Jrai"})
    assert codes(tmp_path) == ["vi", "en", "jra"] and languages(tmp_path)[2]["name"] == "Jrai"


@pytest.mark.parametrize(
    "told",
    [
        "",
        "- a",
        "{",
        "code: !!python/object/apply:os.system [id]",
        {"code": "jra"},
        {**english(), "code": "bdq"},
        {**english(), "code": "jra", "name": ""},
        {**english(), "code": "jra", "name": "x" * 201},
        {**english(), "code": "jra", "text": {"question": "?"}},
        {**english(), "code": "jra", "best": []},
        {**english(), "code": "jra", "levels": {5: 5}},
        "a" * 70_000,
    ],
    ids=lambda told: str(told)[:30],
)
def test_a_file_that_is_no_language_is_left_out(tmp_path: Path, told: object) -> None:
    put(tmp_path, "jra.yaml", told)
    assert codes(tmp_path) == ["vi", "en"]


def test_the_shipped_words_cannot_be_replaced(tmp_path: Path) -> None:
    put(tmp_path, "vi.yaml", {**english(), "code": "vi"})
    assert codes(tmp_path) == ["vi", "en"] and languages(tmp_path)[0]["levels"]["5"] == "Rất hài lòng"


def test_a_tablet_hears_of_new_words_and_asks_for_them(app: Flask, machine: Machine, token: str) -> None:
    before = machine("/kiosk/cau-hinh", token=token, method="GET").get_json()
    assert machine("/kiosk/tim", {}, token).get_json()["config"] == before["config"]
    folder = Path(app.config["INSTANCE_DIR"]) / "kiosk_words"
    put(folder, "jra.yaml", {**english(), "code": "jra", "name": "Jrai"})
    try:
        assert machine("/kiosk/tim", {}, token).get_json()["config"] != before["config"]
        after = machine("/kiosk/cau-hinh", token=token, method="GET").get_json()
        assert [one["name"] for one in after["languages"]] == ["Tiếng Việt", "English", "Jrai"]
        assert after["questionnaire"] == before["questionnaire"] and after["device"]["name"] == "Máy quầy 1"
    finally:
        (folder / "jra.yaml").unlink()


def test_a_file_made_before_some_words_came_goes_on(tmp_path: Path) -> None:
    before = {name: told for name, told in english().items() if name not in questionnaires.PAGE}
    before["text"] = {name: text for name, text in before["text"].items() if name not in questionnaires.LATER}
    put(tmp_path, "jra.yaml", {**before, "code": "jra", "name": "Jrai"})
    found = languages(tmp_path)[2]
    assert found["text"]["reply"] == languages(tmp_path)[0]["text"]["reply"] and "page" not in found
