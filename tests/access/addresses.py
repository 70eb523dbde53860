"""Every address of the site with example ids, so that whatever walks through all pages meets a new one too."""

import re
from typing import Any

from flask import Flask
from sqlalchemy import func, select
from werkzeug.routing import Rule

from models.base import db
from tests.access.table import PICKED, TABLES, WORDS

MISSING = 987_654_321


def rules(app: Flask, method: str) -> list[Rule]:
    """Every address that takes a method, static files left out."""
    found = [rule for rule in app.url_map.iter_rules() if method in (rule.methods or ()) and rule.endpoint != "static"]
    return sorted(found, key=lambda rule: (rule.endpoint, rule.rule))


def table_of(rule: Rule, name: str) -> str | None:
    """The table whose ids stand in an address."""
    return TABLES.get(f"{rule.endpoint.split('.')[0]}.{name}")


def has_ids(rule: Rule) -> bool:
    """Whether an address names a row of a commune."""
    return any(table_of(rule, name) not in (None, "commune") for name in rule.arguments)


def url(rule: Rule, commune_id: int | None) -> str | None:
    """An address with ids of a commune, or with ids of nothing (None); None when the commune has no such row."""
    values: dict[str, Any] = {}
    capability = rule.endpoint.split(".")[0]
    for name in rule.arguments:
        table = table_of(rule, name)
        word = WORDS.get(f"{rule.endpoint}.{name}", WORDS.get(f"{capability}.{name}"))
        values[name] = _row(table, commune_id, f"{capability}.{name}") if table else word
        if values[name] is None:
            assert table, f"{rule.rule}: say in tests/{capability}/access.py what <{name}> is"
            return None
    return _filled(rule, values)


def _row(table: str, commune_id: int | None, name: str) -> int | None:
    if commune_id is None:
        return MISSING
    if table == "commune":
        return commune_id
    column = db.metadata.tables[table].c
    wanted = PICKED.get(name, PICKED.get(table, {}))
    picked = [column[key] == value for key, value in wanted.items()]
    return db.session.scalar(select(func.min(column.id)).where(column.commune_id == commune_id, *picked))


def _filled(rule: Rule, values: dict[str, Any]) -> str:
    """The address of this very rule (two rules may share an endpoint)."""
    return re.sub(r"<(?:[^<>]*:)?(\w+)>", lambda found: str(values[found[1]]), rule.rule)
