"""Signing in and out, passwords, codes, and the life of accounts and communes."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from models import clock, journal
from models.accounts import factors, passwords, queries, ruling, stepping, throttle, usage
from models.accounts.queries import token_hash
from models.accounts.rules import Role
from models.accounts.tables import Account, Commune, KnownDevice, Person, SignIn, Unit
from models.accounts.upkeep import tidy
from models.base import db, outside_transaction, reading, upsert
from models.errors import RuleBroken
from models.text import clean, fold, name_sort_key

CODE_LIFE = timedelta(minutes=60)
LONGEST_CODE_LIFE = timedelta(days=7)
CODE_TRIES = 10
MOST_SESSIONS = 5


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What the browser gets: a session token and the token of a device that is known from now on."""

    account: Account
    token: str
    device: str


def plain_username(typed: str) -> str:
    """A user name as it is kept: trimmed, small letters."""
    return clean(typed).casefold()[:60]


def sign_in(username: str, password: str, device: str | None, address: str) -> SignedIn:
    """Open a session, or raise RuleBroken sign_in_wait / sign_in_wrong / account_unused (the caller commits always).

    factors.FactorAsked where the password is right and the account is asked for a code: ``sign_in_with_code`` goes on.

    The password is compared between two transactions: everything is looked at again in the second one.
    """
    username = plain_username(username)
    with reading():
        account = queries.account_named(username)
        throttle.must_wait(throttle.of_sign_in(username, account, device, address))
        kept = password_hash_of(account)
    with outside_transaction():
        fits = passwords.matches(kept, password)
        renewed = passwords.hash_of(password) if fits and kept and passwords.is_outdated(kept) else kept
    account = queries.account_named(username, held=True)
    if password_hash_of(account) != kept:  # closed, or another password, in this very moment
        return sign_in(username, password, device, address)
    tries = throttle.held(throttle.of_sign_in(username, account, device, address))
    if not fits or account is None:
        throttle.failed(tries)
        known_id, home_id = (account.id, account.commune_id) if account else ("?", None)
        journal.note("sign_in_failed", "account", known_id, home_id, address=address)
        if throttle.is_delayed(tries):
            journal.note("sign_in_delayed", "account", known_id, home_id, address=address)
        raise RuleBroken("sign_in_wrong")
    throttle.passed(tries)
    if not account.is_active:
        journal.note("sign_in_closed", "account", account.id, account.commune_id, address=address)
        raise RuleBroken("account_unused")
    account.password_hash = renewed
    if factors.has_factor(account.id):
        raise factors.FactorAsked(account)
    tidy()
    return _open(account, device)


def sign_in_with_code(mark: str, code: str, device: str | None) -> SignedIn:
    """The second half of a sign-in; RuleBroken half_way_over, sign_in_wait, factor_wrong (the caller commits)."""
    account = factors.comes_from_half_way(mark, held=True)
    if not factors.takes(account, code):
        raise RuleBroken("factor_wrong", field="code")
    tidy()
    return _open(account, device)


def password_hash_of(account: Account | None) -> str | None:
    """What a password is held against; who knows that of an account closed for disuse is told why it is closed."""
    if account is None or not (account.is_active or usage.is_closed_unused(account)):
        return None
    return account.password_hash


def knows_password(account: Account, password: str) -> bool:
    """Whether somebody who is signed in knows the password; RuleBroken sign_in_wait after several wrong tries.

    The password is compared between two transactions; nothing may have been written in the first one.
    """
    keys = throttle.of_present_password(account)
    throttle.must_wait(keys)
    kept = account.password_hash
    with outside_transaction():
        fits = passwords.matches(kept, password)
    tries = throttle.held(keys)
    if fits and account.password_hash == kept:
        throttle.passed(tries)
        return True
    throttle.failed(tries)
    journal.note("password_refused", "account", account.id, account.commune_id)
    return False


def proves(account: Account, typed: str, token: str) -> bool:
    """Whether somebody who is signed in types the password, or a code where there is a second factor; the session
    keeps when. RuleBroken sign_in_wait; commits nothing, and a wrong try counts only with the caller's commit.
    """
    is_code = factors.has_factor(account.id) and stepping.is_code(typed)
    is_right = factors.takes(account, typed) if is_code else knows_password(account, typed)
    if is_right:
        here = SignIn.token_hash == token_hash(token)
        db.session.execute(update(SignIn).where(here).values(proved_at=clock.now()))
    return is_right


def _open(account: Account, device: str | None) -> SignedIn:
    now = clock.now()
    oldest = [session.token_hash for session in queries.my_sessions(account.id)[MOST_SESSIONS - 1 :]]
    db.session.execute(delete(SignIn).where(SignIn.token_hash.in_(oldest)))
    token = secrets.token_urlsafe(32)
    times = {"opened_at": now, "seen_at": now, "proved_at": now}
    db.session.add(SignIn(token_hash=token_hash(token), account_id=account.id, **times))
    device = device if device and queries.is_known_device(device) else secrets.token_urlsafe(24)  # never a planted one
    known = {"token_hash": token_hash(device), "account_id": account.id, "first_seen_at": now}
    db.session.execute(upsert(KnownDevice).values(known).on_conflict_do_nothing())
    with journal.acting_as(journal.Actor(account.id, account.display_name)):
        journal.note("signed_in", "account", account.id, account.commune_id)
    usage.note_sign_in(account.id)
    db.session.flush()
    return SignedIn(account, token, device)


def sign_out(token: str, account_id: int, commune_id: int | None) -> None:
    """End one session."""
    db.session.execute(delete(SignIn).where(SignIn.token_hash == token_hash(token)))
    journal.note("signed_out", "account", account_id, commune_id)


def end_sessions(account_id: int, except_token: str | None = None) -> None:
    """End every session of an account, save perhaps the one that asks."""
    query = delete(SignIn).where(SignIn.account_id == account_id)
    if except_token:
        query = query.where(SignIn.token_hash != token_hash(except_token))
    db.session.execute(query)


def facts_of(account: Account) -> tuple[str, ...]:
    """The owner's own names, which a password must not be made of."""
    return (account.username, account.display_name)


def set_password(account: Account, kept: str) -> None:
    """Give an account a new password, of which ``kept`` is the checked hash, and end all of its sessions."""
    account.password_hash = kept
    account.password_set_at = clock.now()
    account.code_hash = None
    account.code_expires_at = None
    ruling.keep_password(account)
    end_sessions(account.id)
    journal.note("password_set", "account", account.id, account.commune_id)


def give_code(account: Account, kept: str, life: timedelta = CODE_LIFE) -> None:
    """Let the owner set a password within ``life`` with a one-use code, of which ``kept`` is the hash."""
    account.code_hash = kept
    account.code_expires_at = clock.now() + life
    account.code_tries = 0
    db.session.flush()
    usage.count_anew(account.id)


def use_code(username: str, code: str, password: str, least: int = 14, address: str = "?") -> Account:
    """Set a password with a one-use code; RuleBroken code_wrong for a wrong, used, late or worn-out code.

    Many wrong tries from one address must wait (RuleBroken sign_in_wait). The caller commits in all cases. The code is
    compared between two transactions: everything is looked at again in the second one.
    """
    username, keys = plain_username(username), throttle.of_code(address)
    with reading():
        throttle.must_wait(keys)
        account = queries.account_named(username)
        kept = _code_hash_of(account)
        facts, past = (facts_of(account), ruling.past_passwords(account)) if account else ((), ())
    with outside_transaction():
        fits = passwords.matches(kept, passwords.plain_code(code))
        hashed = passwords.checked_hash(password, facts, least, past) if fits else None
    account = queries.account_named(username, held=True)
    tries = throttle.held(keys)
    if account is None or hashed is None or _code_hash_of(account) != kept:
        throttle.failed(tries)
        _refuse_code(account)
        raise RuleBroken("code_wrong", field="code")
    set_password(account, hashed)
    return account


def _refuse_code(account: Account | None) -> None:
    if account is not None and account.code_hash:
        account.code_tries += 1
        if account.code_tries >= CODE_TRIES:
            account.code_hash = None
        journal.note("code_refused", "account", account.id, account.commune_id)


def _code_hash_of(account: Account | None) -> str | None:
    return account.code_hash if account is not None and account.is_active and _code_is_live(account) else None


def _code_is_live(account: Account) -> bool:
    expires: datetime | None = account.code_expires_at
    if account.code_hash is None or expires is None:
        return False
    # further away than any code lives: given while the clock was ahead
    return timedelta(0) < expires - clock.now() <= LONGEST_CODE_LIFE


def keep_one_admin(account: Account) -> None:
    """Before an account stops being an administrator: another one who can sign in must stay (RuleBroken last_admin)."""
    if Role.ADMIN in account.roles and account.is_active and not queries.other_admins(account):
        raise RuleBroken("last_admin")


def switch_off(account: Account) -> None:
    """Close an account at once; the last administrator of a commune stays (RuleBroken last_admin)."""
    keep_one_admin(account)
    account.is_active = False
    end_sessions(account.id)


def add_account(
    commune: Commune | None, username: str, display_name: str, role: Role, person: Person | None = None
) -> Account:
    """A new account without a password; RuleBroken username_taken / username_odd."""
    name = plain_username(username)
    if not name or not all(letter.isascii() and (letter.isalnum() or letter in "._-") for letter in name):
        raise RuleBroken("username_odd", field="username")
    if queries.account_named(name) is not None:
        raise RuleBroken("username_taken", field="username")
    if (role is Role.PROVINCE) != (commune is None):
        raise RuleBroken("role_without_commune", field="role")
    account = Account(
        username=name,
        display_name=clean(display_name),
        role=role,
        commune_id=commune.id if commune else None,
        person_id=person.id if person else None,
    )
    db.session.add(account)
    db.session.flush()
    return account


def add_commune(name: str, province: str) -> Commune:
    """A commune known by name; the one that is there already is returned as it is."""
    name = clean(name)
    found = queries.commune_named(fold(name))
    if found is None:
        found = Commune(name=name, fold=fold(name), province=clean(province), joined_on=None)
        db.session.add(found)
        db.session.flush()
    return found


def add_unit(commune: Commune, name: str, position: int = 100) -> Unit:
    """A unit of a commune; RuleBroken unit_taken when the name is there already."""
    name = clean(name)
    taken = db.session.scalar(select(Unit.id).where(Unit.commune_id == commune.id, Unit.fold == fold(name)))
    if taken is not None:
        raise RuleBroken("unit_taken", field="name")
    unit = Unit(commune_id=commune.id, name=name, fold=fold(name), position=position)
    db.session.add(unit)
    db.session.flush()
    return unit


def add_person(commune: Commune, full_name: str, title: str = "", unit: Unit | None = None, rank: int = 100) -> Person:
    """Somebody who works at the office."""
    person = Person(commune_id=commune.id, unit_id=unit.id if unit else None, title=clean(title), rank=rank)
    name_person(person, full_name)
    db.session.add(person)
    db.session.flush()
    return person


def name_person(person: Person, full_name: str) -> None:
    """Give a person a name, and the keys by which it is ordered and found."""
    person.full_name = clean(full_name)
    person.sort_key = name_sort_key(person.full_name)
    person.fold = fold(person.full_name)
