"""Many people at the door at the same moment: a Monday morning, a shared browser, a rain of guesses."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta

import argon2
import pytest
from flask import Flask
from sqlalchemy import func, select, update

from models import clock
from models.accounts.queries import token_hash
from models.accounts.tables import Account, FormKey, KnownDevice, SignIn, Throttle
from models.base import db
from tests.browser import Browser
from tests.factories import GOOD_PASSWORD, Office, give_password

pytestmark = pytest.mark.slow

Send = Callable[[Sequence[dict[str, str]]], Counter[int]]
WRONG = "sai mat khau roi nhe"
NAMES = ("counter", "secretary", "auditor", "leader", "admin")


@pytest.fixture
def everybody(office: Office) -> Office:
    """The office, where everybody has a password."""
    for name in NAMES:
        give_password(office.account(name), GOOD_PASSWORD)
    return office


@pytest.fixture
def together(app: Flask) -> Send:
    """Send sign-in forms at the same moment, each from a browser of its own; how often each status came back."""

    def send(forms: Sequence[dict[str, str]]) -> Counter[int]:
        browsers, tokens = [], []
        for form in forms:
            browser = Browser(app)
            if device := form.pop("device", ""):
                browser.client.set_cookie("office-device", device, path="/dang-nhap")
            browsers.append(browser)
            tokens.append(browser.hidden_fields("/dang-nhap"))
        db.session.remove()
        statuses: list[int] = []
        ready = threading.Barrier(len(forms))

        def one(number: int) -> None:
            ready.wait()
            answer = browsers[number].client.post("/dang-nhap", data=tokens[number] | forms[number])
            statuses.append(answer.status_code)

        threads = [threading.Thread(target=one, args=(number,)) for number in range(len(forms))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return Counter(statuses)

    return send


def right(name: str, **more: str) -> dict[str, str]:
    return {"username": name, "password": GOOD_PASSWORD, **more}


def test_everybody_comes_in_from_an_address_that_was_never_seen(everybody: Office, together: Send) -> None:
    for _ in range(3):
        assert together([right(name) for name in NAMES]) == {303: len(NAMES)}


def test_one_person_opens_five_browsers_at_once(everybody: Office, together: Send) -> None:
    assert together([right("counter") for _ in range(5)]) == {303: 5}
    assert together([right("counter") for _ in range(5)]) == {303: 5}
    assert db.session.scalar(select(func.count()).select_from(SignIn)) == 5  # the oldest were closed


def test_two_windows_of_a_browser_that_only_a_colleague_has_used(everybody: Office, together: Send) -> None:
    device, now = "a-browser-of-the-office-42", clock.now()
    colleague = everybody.account("leader").id
    db.session.add(KnownDevice(token_hash=token_hash(device), account_id=colleague, first_seen_at=now))
    db.session.commit()
    assert together([right("counter", device=device) for _ in range(4)]) == {303: 4}


def test_old_counts_of_everybody_are_tidied_away_meanwhile(everybody: Office, together: Send) -> None:
    """On Monday all that was counted on Friday is old: everybody's own row too, and nobody waits in a circle."""
    assert together([right(name) for name in NAMES]) == {303: len(NAMES)}
    friday = clock.now() - timedelta(days=3)
    for _ in range(3):
        for table, instant in ((Throttle, "last_at"), (SignIn, "opened_at"), (FormKey, "used_at")):
            db.session.execute(update(table).values({instant: friday}))
        db.session.commit()
        assert together([right(name) for name in NAMES]) == {303: len(NAMES)}
        assert db.session.scalar(select(func.count()).where(SignIn.opened_at == friday)) == 0


@pytest.mark.usefixtures("real_hashes")
def test_an_old_hash_is_renewed_once_and_everybody_comes_in(everybody: Office, together: Send) -> None:
    weak = argon2.PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(GOOD_PASSWORD)
    everybody.account("counter").password_hash = weak
    db.session.commit()
    assert together([right("counter") for _ in range(5)]) == {303: 5}
    kept = db.session.scalar(select(Account.password_hash).where(Account.username == "counter"))
    assert kept is not None and "m=19456,t=2,p=1" in kept


def test_guesses_at_the_same_moment_count_one_by_one(everybody: Office, together: Send) -> None:
    """Comparing outside the transaction gives nobody more tries than one after the other would."""
    guesses = [{"username": "counter", "password": WRONG} for _ in range(12)]
    assert together(guesses) == {422: 5, 429: 7}
    assert together([right("counter")]) == {429: 1}
