"""What codes say: exact payloads, four families of phones, refusals with limits, warnings with their phones."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import RuleBroken
from models.qr import payloads
from models.qr.cautions import Phones, is_weak
from tests.qr import phones
from tests.qr.cases import BAD_LINKS, LINKS, REFUSED, WIFI, WRITTEN_OUT, Wifi

READERS = [phones.zxing_java, phones.new_android, phones.strict_mecard]
by_name = pytest.mark.parametrize("case", WIFI, ids=lambda case: case.name)


def expected(case: Wifi) -> phones.Parsed:
    kind = "WPA" if case.security == "WPA3" else case.security
    return {"S": case.ssid, "P": case.key, "T": kind, "H": "true" if case.hidden else ""}


def test_the_set_is_large_and_every_case_is_another():
    assert len(WIFI) >= 60 and len(LINKS) >= 20 and len(REFUSED) >= 17
    assert len({case.payload for case in WIFI}) == len(WIFI)


@by_name
def test_r01_the_payload_is_exact(case):
    assert payloads.wifi(case.ssid, case.key, case.security, case.hidden) == case.payload


@by_name
@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
def test_r01_phones_read_back_what_was_typed(case, reader):
    assert reader(case.payload) == expected(case)


@by_name
def test_r01_older_android_fails_only_where_a_warning_says_so(case):
    warned = {caution.code for caution in payloads.wifi_warnings(case.ssid, case.key, case.security)}
    assert phones.old_android(case.payload) == expected(case) or warned & {"trailing_backslash", "wrapped_in_quotes"}


@pytest.mark.parametrize("url", [*LINKS, *WRITTEN_OUT])
def test_r01_links_become_what_every_phone_reads(url):
    code = payloads.link(url)
    assert code == WRITTEN_OUT.get(url, url)
    assert code.isascii() and not re.search(r'[\s"<>\\^`{|}]|%(?![0-9A-Fa-f]{2})', code)
    assert len(code) > payloads.LINK_BYTES or payloads.link(code) == code


@pytest.mark.parametrize("label", ["ví-dụ", "đắk-lắk", "ủy-ban-nhân-dân-xã-ia-grai", "hà-nội", "ÂÊÔĂĐƠƯ", "bücher"])
def test_r01_vietnamese_hosts_are_named_as_the_standard_library_names_them(label):
    assert payloads.link(f"https://{label}.vn/") == f"https://{label.encode('idna').decode()}.vn/"


@pytest.mark.parametrize(("name", "ssid", "key", "security", "field", "limit"), REFUSED, ids=lambda v: str(v)[:20])
def test_r02_refusals_name_field_and_limit(name, ssid, key, security, field, limit):
    with pytest.raises(RuleBroken) as refused:
        payloads.wifi(ssid, key, security)
    assert refused.value.field == field
    if limit is not None:
        assert refused.value.details["max"] == limit


@pytest.mark.parametrize("url", BAD_LINKS)
def test_r02_links_that_no_phone_should_open_are_refused(url):
    with pytest.raises(RuleBroken) as refused:
        payloads.link(url)
    assert refused.value.field == "url"


WARNED = [
    ("ab\\", "matkhau-2026", "WPA", "trailing_backslash", Phones.OLD_ANDROID),
    ("ab", "matkhau-2026\\", "WPA", "trailing_backslash", Phones.OLD_ANDROID),
    ('"ab"', "matkhau-2026", "WPA", "wrapped_in_quotes", Phones.OLD_ANDROID),
    (" ab", "matkhau-2026", "WPA", "edge_spaces", Phones.ALL),
    ("ab", "matkhau-2026\u00a0", "WPA", "edge_spaces", Phones.ALL),
    ("a\u200bb", "matkhau-2026", "WPA", "invisible", Phones.ALL),
    ("a\u202eb", "matkhau-2026", "WPA", "invisible", Phones.ALL),
    ("a\u00a0b", "matkhau-2026", "WPA", "invisible", Phones.ALL),
    ("Tаy Sоn", "matkhau-2026", "WPA", "mixed_scripts", Phones.ALL),
    ("a%20b", "matkhau-2026", "WPA", "percent_code", Phones.NEW),
    ("ab", "mậtkhẩu-2026", "WPA", "key_not_ascii", Phones.ALL),
    ("e\u0301", "matkhau-2026", "WPA", "not_nfc", Phones.ALL),
    ("ab", "abcde", "WEP", "wep", Phones.IPHONE),
    ("ab", "09051" + "23456", "WPA", "weak_key", None),
    ("ab", "12345678", "WPA", "weak_key", None),
    ("ab", "Password123", "WPA", "weak_key", None),
    ("ab", "aaaaaaaa", "WPA", "weak_key", None),
    ("ab" * 12, "Xy7-" * 15, "WPA", "dense", Phones.CHEAP),
    ("ab", "matkhau-2026", "WPA3", "wpa3_only", Phones.OLD_ANDROID),
]


@pytest.mark.parametrize(("ssid", "key", "security", "code", "who"), WARNED)
def test_r03_warnings_name_the_phones(ssid, key, security, code, who):
    found = {caution.code: caution.phones for caution in payloads.wifi_warnings(ssid, key, security)}
    assert code in found
    assert who is None or who in found[code]
    payloads.wifi(ssid, key, security)  # a warning never blocks


@pytest.mark.parametrize("ssid", ["Phòng họp trực tuyến", "UBND-Khach", "Nhà 👩\u200d🌾", "100% tốt", "會議室"])
def test_r03_an_ordinary_network_gets_no_warning(ssid):
    assert payloads.wifi_warnings(ssid, "song-xanh-4821", "WPA") == []


@pytest.mark.parametrize("key", ["rung-thong-7313", "Tr0ng-Cay_Ca-Phe", "2026-hop-xa-17", "khachsan-9x"])
def test_r03_a_good_key_is_not_called_weak(key):
    assert not is_weak(key)


def test_r03_links_without_https_are_warned_about():
    assert [caution.code for caution in payloads.link_warnings("http://a.vn/")] == ["not_https"]
    assert payloads.link_warnings("https://tayson.gov.vn/x") == []
    assert "dense" in {caution.code for caution in payloads.link_warnings("https://a.vn/" + "x" * 200)}


@pytest.mark.parametrize(
    ("host", "code"),
    [
        ("127.0.0.1:8000", "only_this_machine"),
        ("[::1]:8000", "only_this_machine"),
        ("LOCALHOST", "only_this_machine"),
        ("a.localhost", "only_this_machine"),
        ("0.0.0.0", "only_this_machine"),
        ("[::]", "only_this_machine"),
        ("[::ffff:127.0.0.1]", "only_this_machine"),
        ("127.9.9.9", "only_this_machine"),
        ("192.168.1.5", "only_inside"),
        ("10.0.0.1:81", "only_inside"),
        ("172.16.9.9", "only_inside"),
        ("169.254.1.1", "only_inside"),
        ("100.64.0.1", "only_inside"),
        ("[fd00::1]", "only_inside"),
        ("[fe80::1]:8000", "only_inside"),
        ("[::ffff:192.168.1.5]", "only_inside"),
        ("may-chu", "only_inside"),
        ("may-chu:8000", "only_inside"),
        ("noibo.local", "only_inside"),
        ("NOIBO.LOCAL.", "only_inside"),
        ("noibo.lan", "only_inside"),
        ("noibo.home.arpa", "only_inside"),
        ("noibo.internal", "only_inside"),
        ("máy-chủ", "only_inside"),
        ("tayson.gov.vn", None),
        ("8.8.8.8", None),
        ("[2001:4860:4860::8888]", None),
        ("localhost.vn", None),
        ("local.vn", None),
        ("ví-dụ.vn", None),
        ("172.32.0.1", None),
    ],
)
def test_r03_addresses_that_only_some_can_open_are_warned_about(host, code):
    found = {caution.code for caution in payloads.link_warnings(f"https://{host}/q/ABCDEF")}
    assert found & {"only_this_machine", "only_inside"} == ({code} if code else set())


def test_r03_a_host_with_marks_is_no_reason_to_warn_any_more():
    assert payloads.link_warnings("https://ví-dụ.vn/phòng") == []
    assert "dense" in {caution.code for caution in payloads.link_warnings("https://a.vn/" + "đ" * 30)}


def test_r03_hidden_networks_get_their_warning():
    found = payloads.wifi_warnings("UBND", "song-xanh-4821", "WPA", hidden=True)
    assert [(caution.code, caution.field) for caution in found] == [("hidden_network", "hidden")]
    assert Phones.IPHONE in found[0].phones
    assert payloads.wifi_warnings("UBND", "song-xanh-4821", "WPA") == []


def test_r03_every_warning_and_refusal_has_its_words():
    from pathlib import Path

    from blueprints.qr import labels

    folder = Path(payloads.__file__).parent
    source = "".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    refused = set(re.findall(r'RuleBroken\(\s*"(\w+)"', source)) | {"security_enterprise", "security_unknown"}
    warned = set(re.findall(r'Caution\("(\w+)"', source))
    assert refused - set(labels.REFUSALS) == set()
    assert warned == set(labels.CAUTION)


@given(st.text(min_size=1, max_size=32), st.text(min_size=8, max_size=63))
def test_r04_whatever_is_accepted_is_carried_byte_for_byte(ssid, key):
    try:
        payload = payloads.wifi(ssid, key, "WPA")
    except RuleBroken:
        return
    assert phones.strict_mecard(payload) == {"S": ssid, "P": key, "T": "WPA", "H": ""}


def test_r05_types_are_a_closed_list():
    assert payloads.wifi("a", "12345678", "WPA3") == "WIFI:T:WPA;R:1;S:a;P:12345678;;"
    assert payloads.wifi("a", "12345678", "WPA") == "WIFI:T:WPA;S:a;P:12345678;;"
    with pytest.raises(RuleBroken, match="security_enterprise"):
        payloads.wifi("a", "12345678", "WPA2-EAP")


@pytest.mark.parametrize("security", ["WPA", "WPA3", "WEP"])
@pytest.mark.parametrize("key", ["", None])
def test_r06_an_empty_key_never_opens_a_network(security, key):
    with pytest.raises(RuleBroken, match="key_empty"):
        payloads.wifi("a", key, security)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("4167362876598143012", "https://zalo.me/4167362876598143012"),
        ("tayson.gialai", "https://zalo.me/tayson.gialai"),
        ("zalo://oa/416736", "https://zalo.me/416736"),
        ("http://zalo.me/abc", "https://zalo.me/abc"),
        ("https://www.zalo.me/abc/", "https://zalo.me/abc"),
        (" zalo.me/abc ", "https://zalo.me/abc"),
    ],
)
def test_r30_zalo_becomes_its_https_address(typed, address):
    assert payloads.zalo(typed) == address


@pytest.mark.parametrize(
    "typed", ["", "https://evil.vn/abc", "zalo.me.evil.vn/abc", "javascript:x", "a b", "../x", "https://zalo.me/"]
)
def test_r30_other_hosts_are_refused(typed):
    with pytest.raises(RuleBroken):
        payloads.zalo(typed)
