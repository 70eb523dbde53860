"""In which language the page behind a printed code speaks: the address says it, so that it needs no cookie."""

from typing import Any

from flask import current_app, request

from models import clock
from models.satisfaction import questionnaires
from models.satisfaction.handling import handling
from models.satisfaction.questionnaires import PageWords

FIRST, ARG = "vi", "ngon-ngu"


def arg(words: PageWords) -> dict[str, Any]:
    """What an address carries to be answered in this language."""
    return {} if words.code == FIRST else {ARG: words.code}


def languages() -> list[dict[str, Any]]:
    """The languages of this office's tablets; those with words for the page are offered there too."""
    return questionnaires.languages(current_app.config["INSTANCE_DIR"] / "kiosk_words")


def asked() -> PageWords:
    """The language that the address asks for; Vietnamese where it names none that there is."""
    there = [language for language in languages() if questionnaires.PAGE[0] in language]
    wanted = request.args.get(ARG, FIRST)
    found = next((language for language in there if language["code"] == wanted), there[0])
    days = str(handling(clock.today()).contact_days)
    page = {name: words.replace("{days}", days) for name, words in found["page"].items()}
    names = [(language["code"], language["name"]) for language in there]
    return PageWords(found["code"], page, found["text"], found["levels"], found["plain"], names)
