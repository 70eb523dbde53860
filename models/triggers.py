"""Triggers by which the database itself refuses a change, whatever program asks, on both databases."""

from collections.abc import Callable, Sequence
from typing import NamedTuple


class Dialect(NamedTuple):
    """What two databases say differently: how values are compared with NULL among them, and the type of text."""

    alike: str
    text: str


LITE, BIG = Dialect("IS", "TEXT"), Dialect("IS NOT DISTINCT FROM", "text")
Rule = tuple[str, str, str, str]  # name, timing (INSERT, UPDATE or DELETE), table, condition on OLD and NEW


def refusing(prefix: str, refusal: str, rules: Callable[[Dialect], Sequence[Rule]]) -> dict[str, list[str]]:
    """The statements of each dialect; a change of which the condition of a rule holds fails with ``refusal``."""
    return {
        "sqlite": [_lite(refusal, f"{prefix}_{name}", *rest) for name, *rest in rules(LITE)],
        "postgresql": [ddl for name, *rest in rules(BIG) for ddl in _big(refusal, f"{prefix}_{name}", *rest)],
    }


def _lite(refusal: str, name: str, timing: str, table: str, when: str) -> str:
    return f"CREATE TRIGGER {name} BEFORE {timing} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{refusal}'); END"


def _big(refusal: str, name: str, timing: str, table: str, when: str) -> list[str]:
    gone = "OLD" if timing == "DELETE" else "NEW"
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {when} THEN RAISE EXCEPTION '{refusal}'; END IF; RETURN {gone}; END $$",
        f"CREATE TRIGGER {name} BEFORE {timing} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]
