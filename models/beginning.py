"""The first account of a place, made by whoever reads a code in the window of the machine that serves it."""

import hmac
from dataclasses import dataclass

from models import offices
from models.accounts import actions, passwords, queries, throttle
from models.accounts.rules import Role
from models.accounts.tables import Account
from models.base import one_at_a_time, outside_transaction, reading
from models.errors import RuleBroken


@dataclass(frozen=True, slots=True)
class FirstOffice:
    """What is typed on the first page: which commune works here, and who looks after the machine."""

    commune_id: int
    full_name: str
    username: str
    password: str


def begin(asked: FirstOffice, typed: str, code: str, least: int = 14, address: str = "?") -> Account:
    """Open the office with its first administrator, who is one of its people too.

    RuleBroken first_code_wrong (many of them from one address must wait: sign_in_wait), office_begun where somebody can
    sign in already, and what ``passwords.check`` and ``actions.add_account`` say. The caller commits in all cases.
    """
    keys = throttle.of_code(address)
    with reading():
        throttle.must_wait(keys)
    fits = hmac.compare_digest(passwords.plain_code(typed).encode("utf-8", "replace"), code.encode())
    with outside_transaction():
        facts = (asked.username, asked.full_name)
        hashed = passwords.checked_hash(asked.password, facts, least) if fits else None
        shipped = offices.shipped() if fits else None
    one_at_a_time()
    if hashed is None or shipped is None:
        throttle.failed(throttle.held(keys))
        raise RuleBroken("first_code_wrong", field="code")
    if queries.has_accounts():
        raise RuleBroken("office_begun")
    commune = queries.commune(asked.commune_id)
    offices.open_first(commune, shipped)
    person = actions.add_person(commune, asked.full_name)
    account = actions.add_account(commune, asked.username, person.full_name, Role.ADMIN, person)
    actions.set_password(account, hashed)
    return account
