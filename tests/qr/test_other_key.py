"""After a restore without the old data key: pages say so and show the way out, prints refuse by name, links go on."""

import io

import pytest
from sqlalchemy import func, select

from models import secrets
from models.accounts.tables import Account
from models.base import db, outside_transaction
from models.journal import JournalEntry
from models.qr import rekeying
from models.qr.keys import key_of
from models.qr.rules import PhotoVerdict
from models.qr.tables import Poster, PosterCheck
from tests.factories import GOOD_PASSWORD, hash_of
from tests.qr.room import WIFI, add_link, add_wifi

pytestmark = pytest.mark.slow

TOLD = "không đọc được nữa"


@pytest.fixture
def lose_key(site):
    """Let the place have another data key from here on."""
    yield lambda: secrets.use_key(secrets.new_key())
    secrets.use_key(site.config["DATA_KEY"])


@pytest.fixture
def lost(clerk, lose_key):
    """A poster and its network, whose key nobody can read any more."""
    poster = add_wifi(clerk)
    network = db.session.get(Poster, poster).network_id
    lose_key()
    return poster, network


def test_pages_say_so_and_lead_to_typing_the_key_again(clerk, lost):
    poster, network = lost
    for url in (f"/ma-qr/{poster}", f"/ma-qr/wifi/{network}"):
        page = clerk.get(url)
        assert page.status_code == 200 and TOLD in page.text and f"/ma-qr/wifi/{network}/sua" in page.text, url
        assert "Tờ này đã thu hồi" not in page.text and "xem-mat-khau" not in page.text
    assert clerk.get("/ma-qr").status_code == clerk.get(f"/ma-qr/wifi/{network}/sua").status_code == 200


def test_those_who_may_not_change_it_are_told_whom_to_ask(clerk, browse, lost):
    page = browse("counter").get(f"/ma-qr/{lost[0]}")
    assert page.status_code == 200 and TOLD in page.text and "/sua" not in page.text and "quản trị" in page.text


@pytest.mark.parametrize("name", ["a4.pdf", "a6.png", "a4.svg", "xem-truoc/a4.png"])
def test_prints_refuse_by_name(clerk, lost, name):
    refused = clerk.get(f"/ma-qr/{lost[0]}/{name}")
    assert refused.status_code == 409 and TOLD in refused.text and "Tây Sơn" in refused.text


def test_many_posters_are_refused_before_the_first_is_made(clerk, lost):
    other = add_wifi(clerk, ssid="Mạng còn đọc được")
    refused = clerk.post_form("/ma-qr/in-nhieu", {"poster": [str(lost[0]), str(other)], "paper": "a5"})
    assert refused.status_code == 422 and TOLD in refused.text and "Tây Sơn" in refused.text
    assert clerk.post_form("/ma-qr/in-nhieu", {"poster": [str(other)], "paper": "a5"}).status_code == 303


def test_a_file_made_under_the_old_key_asks_to_be_made_again(clerk, lose_key):
    job = clerk.post_form("/ma-qr/in-nhieu", {"poster": [str(add_wifi(clerk))], "paper": "a5"}).location
    clerk.post(f"{job}/tiep")
    lose_key()
    refused = clerk.get(f"{job}.pdf")
    assert refused.status_code == 409 and "tạo lại" in refused.text


def test_showing_the_key_is_refused_and_not_journaled_as_shown(clerk, lost):
    account = db.session.scalars(select(Account).where(Account.username == "secretary")).one()
    with outside_transaction():
        kept = hash_of(GOOD_PASSWORD)
    account.password_hash = kept
    db.session.commit()
    refused = clerk.post(f"/ma-qr/wifi/{lost[1]}/xem-mat-khau", {"own_password": GOOD_PASSWORD})
    assert refused.status_code == 409 and TOLD in refused.text
    shown = select(func.count()).select_from(JournalEntry).where(JournalEntry.action == "revealed")
    assert db.session.scalar(shown) == 0


def test_typing_the_key_again_is_the_way_out(clerk, lost):
    poster, network = lost
    url = f"/ma-qr/wifi/{network}/sua"
    empty = clerk.post_form(url, {**WIFI, "password": "", "is_active": "y"})
    assert empty.status_code == 422 and TOLD in empty.text
    assert clerk.post_form(url, {**WIFI, "is_active": "y"}).status_code == 303
    row = db.session.query(Poster).filter_by(follows_id=poster).one()
    assert key_of(row.network) == WIFI["password"]
    assert clerk.get(f"/ma-qr/{row.id}/a4.pdf").status_code == 200 and TOLD not in clerk.get(f"/ma-qr/{row.id}").text


def test_an_unreadable_network_may_become_an_open_one(clerk, lost):
    changed = {**WIFI, "security": "nopass", "password": "", "is_active": "y"}
    assert clerk.post_form(f"/ma-qr/wifi/{lost[1]}/sua", changed).status_code == 303


def test_no_more_posters_of_it_are_made(clerk, lost):
    clerk.post_form("/phong/moi", {"name": "Phòng 1", "place": ""})
    rooms = clerk.post(f"/ma-qr/wifi/{lost[1]}/to-cho-phong", {"room": ["1"]})
    assert rooms.status_code == 409 and TOLD in rooms.text


def test_a_photo_of_it_is_not_called_another_thing(clerk, lose_key):
    poster = add_wifi(clerk)
    photo = clerk.get(f"/ma-qr/{poster}/a5.png").data
    lose_key()
    sent = {"photo": (io.BytesIO(photo), "anh.png")}
    refused = clerk.post_form(f"/ma-qr/{poster}/da-dan", sent, page=f"/ma-qr/{poster}")
    assert refused.status_code == 422 and TOLD in refused.text
    assert db.session.query(PosterCheck).count() == 0


def test_links_need_no_key(clerk, lose_key):
    """What hangs is still recognised, and changing a title does not call for printing everything anew."""
    poster = add_link(clerk)
    photo = clerk.get(f"/ma-qr/{poster}/a5.png").data
    link = db.session.get(Poster, poster).link_id
    lose_key()
    rekeying.renew_prints()
    db.session.commit()
    sent = {"photo": (io.BytesIO(photo), "anh.png")}
    clerk.post_form(f"/ma-qr/{poster}/da-dan", sent, page=f"/ma-qr/{poster}")
    assert db.session.query(PosterCheck).one().verdict == PhotoVerdict.MATCH
    clerk.post_form(f"/ma-qr/lien-ket/{link}/sua", {"title": "Tên khác", "target": "/y-kien/abc", "is_active": "y"})
    assert db.session.query(Poster).count() == 1


def test_prints_under_the_present_key_are_left_alone(clerk):
    poster = add_link(clerk)
    before = db.session.get(Poster, poster).payload_print
    rekeying.renew_prints()
    assert db.session.get(Poster, poster).payload_print == before


def test_unreadable_keys_are_counted(clerk, lost):
    add_wifi(clerk, ssid="Mạng mới")
    add_wifi(clerk, ssid="Mạng mở", security="nopass", password="")
    assert list(rekeying.unreadable()) == [lost[1]]
