"""Hostile input as data: wifi networks with the exact payload, refusals, links, and texts that posters must survive."""

from typing import NamedTuple


class Wifi(NamedTuple):
    """A network and exactly what its code must say."""

    name: str
    ssid: str
    key: str
    security: str
    hidden: bool
    payload: str


def _plain(name: str, ssid: str, key: str = "matkhau-2026", security: str = "WPA", hidden: bool = False) -> Wifi:
    """A network without anything to escape."""
    end = "H:true;;" if hidden else ";"
    middle = {"WPA3": "T:WPA;R:1;", "WPA": "T:WPA;", "WEP": "T:WEP;", "nopass": "T:nopass;"}[security]
    return Wifi(name, ssid, key, security, hidden, f"WIFI:{middle}S:{ssid};" + (f"P:{key};" if key else "") + end)


WIFI: list[Wifi] = [
    _plain("ascii", "UBND-TaySon"),
    _plain("vietnamese", "Phòng họp trực tuyến"),
    _plain("capitals with marks", "PHÒNG HỌP Ủ Ứ Ỡ Ặ"),
    _plain("exactly 32 ascii bytes", "a" * 32),
    _plain("exactly 32 vietnamese bytes", "ễ" * 10 + "ab"),
    _plain("one letter", "đ"),
    _plain("all spaces", "   "),
    _plain("edge spaces", " Khách "),
    _plain("two spaces inside", "a  b"),
    _plain("no-break space", "a\u00a0b"),
    _plain("ideographic space", "a\u3000b"),
    _plain("decomposed", "Pho\u0300ng ho\u0323p"),
    _plain("zero-width space", "ab\u200bcd"),
    _plain("right-to-left mark", "ab\u200fcd"),
    _plain("byte order mark", "\ufeffab"),
    _plain("emoji", "Nhà 🏠🌾"),
    _plain("joined emoji", "👩\u200d🌾 nông"),
    _plain("flag", "🇻🇳 UBND"),
    _plain("chinese", "会议室二楼"),
    _plain("korean", "회의실"),
    _plain("thai", "ห้องประชุม"),
    _plain("arabic", "قاعة"),
    _plain("greek and cyrillic", "αб"),
    _plain("looks latin, is cyrillic", "Tаy Sоn"),
    _plain("apostrophe", "Khách's"),
    _plain("slash and percent", "a/b%20c"),
    _plain("plus and equals", "a+b=c&d"),
    _plain("angle brackets", "<script>alert(1)</script>"),
    _plain("braces and dollar", "${7*7}{{7*7}}"),
    _plain("digits only", "0123456789"),
    _plain("hex-looking name", "deadbeef"),
    _plain("hex-looking key", "Khách", "1234567890abcdef"),
    _plain("digits-only key", "Khách", "987654321098"),
    _plain("eight digits", "Khách", "20261231"),
    _plain("key of 8 bytes", "Khách", "abcdefg8"),
    _plain("key of 63 bytes", "Khách", "aB3" * 21),
    _plain("64 hex digits", "Khách", "0123456789abcdefABCDEF0123456789" * 2),
    _plain("vietnamese key", "Khách", "mậtkhẩudài"),
    _plain("7 letters, 11 bytes", "Khách", "mậtkhẩu"),
    _plain("key with spaces at its edges", "Khách", " khóa  2 "),
    _plain("key of spaces", "Khách", " " * 8),
    _plain("emoji key", "Khách", "🔑🔑"),
    _plain("decomposed key", "Khách", "kho\u0301a-cu-hop"),
    _plain("hidden", "An danh", hidden=True),
    _plain("wpa3 only", "WPA3", security="WPA3"),
    _plain("wpa3 hidden", "Ẩn WPA3", security="WPA3", hidden=True),
    _plain("wep 5 letters", "Cu", "abcde", "WEP"),
    _plain("wep 13 letters", "Cu", "abcdefghijklm", "WEP"),
    _plain("wep 10 hex", "Cu", "0123456789", "WEP"),
    _plain("wep 26 hex", "Cu", "0123456789ABCDEF0123456789", "WEP"),
    _plain("wep 58 hex", "Cu", "0123456789ABCDEF0123456789ab" + "0" * 30, "WEP"),
    _plain("open", "Mở cho mọi người", "", "nopass"),
    _plain("open hidden", "Mở", "", "nopass", True),
    Wifi("backslash", "a\\b", "c\\d-12345", "WPA", False, "WIFI:T:WPA;S:a\\\\b;P:c\\\\d-12345;;"),
    Wifi("trailing backslash", "ab\\", "khoa-cuoi\\", "WPA", False, "WIFI:T:WPA;S:ab\\\\;P:khoa-cuoi\\\\;;"),
    Wifi("two trailing backslashes", "ab\\\\", "12345678", "WPA", False, "WIFI:T:WPA;S:ab\\\\\\\\;P:12345678;;"),
    Wifi("semicolon", "a;b", "c;d;e;f;g", "WPA", False, "WIFI:T:WPA;S:a\\;b;P:c\\;d\\;e\\;f\\;g;;"),
    Wifi("two semicolons at the end", "ab;;", "12345678", "WPA", False, "WIFI:T:WPA;S:ab\\;\\;;P:12345678;;"),
    Wifi("comma", "a,b", "1,2,3,4,5", "WPA", False, "WIFI:T:WPA;S:a\\,b;P:1\\,2\\,3\\,4\\,5;;"),
    Wifi("colon", "a:b", "P:S:T:H:", "WPA", False, "WIFI:T:WPA;S:a\\:b;P:P\\:S\\:T\\:H\\:;;"),
    Wifi("quote inside", 'a"b', 'x"yz12345', "WPA", False, 'WIFI:T:WPA;S:a\\"b;P:x\\"yz12345;;'),
    Wifi("wrapped in quotes", '"Khách"', '"12345678"', "WPA", False,
         'WIFI:T:WPA;S:\\"Khách\\";P:\\"12345678\\";;'),
    Wifi("four quotes", '""""', "12345678", "WPA", False, 'WIFI:T:WPA;S:\\"\\"\\"\\";P:12345678;;'),
    Wifi("injected fields", "Khách", "fooS:evil;T:nopass", "WPA", False,
         "WIFI:T:WPA;S:Khách;P:fooS\\:evil\\;T\\:nopass;;"),
    Wifi("a payload as name", "WIFI:S:x;;", "12345678", "WPA", False, "WIFI:T:WPA;S:WIFI\\:S\\:x\\;\\;;P:12345678;;"),
    Wifi("escape then quote", '\\"', "12345678", "WPA", False, 'WIFI:T:WPA;S:\\\\\\";P:12345678;;'),
    Wifi("everything, hidden", '\\;,":', '":,;\\":,;', "WPA3", True,
         'WIFI:T:WPA;R:1;S:\\\\\\;\\,\\"\\:;P:\\"\\:\\,\\;\\\\\\"\\:\\,\\;;H:true;;'),
    Wifi("worst of all", ";" * 32, '"' * 63, "WPA3", True,
         "WIFI:T:WPA;R:1;S:" + "\\;" * 32 + ";P:" + '\\"' * 63 + ";H:true;;"),
]  # fmt: skip

# name, ssid, key, security, the field that is refused, the limit that is named
REFUSED = [
    ("no name", "", "12345678", "WPA", "ssid", 32),
    ("33 ascii bytes", "a" * 33, "12345678", "WPA", "ssid", 32),
    ("31 letters, 40 bytes", "Phòng họp trực tuyến số 12 tầng", "12345678", "WPA", "ssid", 32),
    ("11 chinese letters", "会" * 11, "12345678", "WPA", "ssid", 32),
    ("nine emoji", "🏠" * 9, "12345678", "WPA", "ssid", 32),
    ("line feed in the name", "a\nb", "12345678", "WPA", "ssid", 32),
    ("carriage return", "ab\r", "12345678", "WPA", "ssid", 32),
    ("tab", "a\tb", "12345678", "WPA", "ssid", 32),
    ("null", "a\0b", "12345678", "WPA", "ssid", 32),
    ("lone surrogate", "a\ud800", "12345678", "WPA", "ssid", None),
    ("key of 7 bytes", "a", "1234567", "WPA", "password", 63),
    ("key of 64 letters", "a", "g" * 64, "WPA", "password", 63),
    ("key of 65 hex digits", "a", "0" * 65, "WPA", "password", 63),
    ("22 letters, 66 bytes", "a", "ễ" * 22, "WPA", "password", 63),
    ("no key", "a", "", "WPA", "password", 63),
    ("no key with wpa3", "a", "", "WPA3", "password", 63),
    ("line feed in the key", "a", "1234\n5678", "WPA", "password", 63),
    ("wep of 6", "a", "abcdef", "WEP", "password", None),
    ("wep hex of 12", "a", "0123456789ab", "WEP", "password", None),
    ("open with a key", "a", "12345678", "nopass", "password", 0),
    ("enterprise", "a", "12345678", "WPA2-EAP", "security", None),
    ("two types", "a", "12345678", "WPA/WPA2", "security", None),
    ("SAE", "a", "12345678", "SAE", "security", None),
    ("no type", "a", "12345678", "", "security", None),
]

LINKS = [
    "https://tayson.gialai.gov.vn/", "HTTPS://TAYSON.GOV.VN/Q/7F3K2M", "http://127.0.0.1:8000/y-kien/abc",
    "https://zalo.me/4167362876598143012", "https://dichvucong.gov.vn/p/home/dvc-trang-chu.html?a=1&b=2#x",
    "https://docs.google.com/forms/d/e/1FAIpQLSe" + "x" * 60 + "/viewform?usp=sf_link",
    "https://tayson.gov.vn/phòng-họp/Đ", "https://tayson.gov.vn/%E1%BB%A7?x=%20", "https://a.vn/?q=a+b,c;d:e",
    "https://ví-dụ.vn/", "https://xn--v-d-cja8357a.vn/", "https://[2001:db8::1]/x", "https://a.vn:8443/",
    "https://a.vn.",
    "https://a.vn?x", "https://a.vn/'\"", "https://a.vn/" + "đ" * 200, "https://a.vn/🏠", "https://a_b.vn/",
    "https://1.vn/0", "https://a.vn/" + "a" * 900,
]  # fmt: skip
# what stands in the code of an address that no phone reads as it was typed
WRITTEN_OUT = {
    "https://tayson.gov.vn/phòng-họp/Đ": "https://tayson.gov.vn/ph%C3%B2ng-h%E1%BB%8Dp/%C4%90",
    "https://ví-dụ.vn/": "https://xn--v-d-rma6749a.vn/",
    "https://VÍ-DỤ.vn/A": "https://xn--v-d-rma6749a.vn/A",
    "https://vi\u0301-du\u0323.vn/": "https://xn--v-d-rma6749a.vn/",
    "https://xã-tây-sơn.gia-lai.vn:8443/x?y=1": "https://xn--x-ty-sn-rwag02q.gia-lai.vn:8443/x?y=1",
    "HTTPS://Đà-Nẵng.VN/Q/7F3K": "HTTPS://xn---nng-zna70au54p.VN/Q/7F3K",
    "https://ａ.vn/": "https://a.vn/",
    "https://a。vn/": "https://a.vn/",
    "https://straße.example/": "https://xn--strae-oqa.example/",
    "https://例え.テスト/": "https://xn--r8jz45g.xn--zckzah/",
    "https://ไทย.example/": "https://xn--o3cw4h.example/",
    "https://a.vn/'\"": "https://a.vn/'%22",
    "https://a.vn/" + "đ" * 200: "https://a.vn/" + "%C4%91" * 200,
    "https://a.vn/🏠": "https://a.vn/%F0%9F%8F%A0",
    "https://a.vn/tìm?từ khóa".replace(" ", "+"): "https://a.vn/t%C3%ACm?t%E1%BB%AB+kh%C3%B3a",
    "https://a.vn/a%20b/c%C3%B2n": "https://a.vn/a%20b/c%C3%B2n",
    "https://a.vn/100%": "https://a.vn/100%25",
    "https://a.vn/%zz%2": "https://a.vn/%25zz%252",
    "https://a.vn/{a}|[b]^`<c>": "https://a.vn/%7Ba%7D%7C%5Bb%5D%5E%60%3Cc%3E",
    "https://a.vn/x#mục#2": "https://a.vn/x#m%E1%BB%A5c%232",
    "https://a.vn/?q=a+b,c;d:e@f!$&'()*=~": "https://a.vn/?q=a+b,c;d:e@f!$&'()*=~",
    " https://a.vn": "https://a.vn",
    "https://a.vn\n": "https://a.vn",
    "\t\u00a0https://a.vn/x \r\n": "https://a.vn/x",
}
BAD_LINKS = [
    "", "   ", "a.vn", "//a.vn", "https://", "https:///x", "https:a.vn", "javascript:alert(1)",
    "data:text/html,x", "ftp://a.vn", "zalo://oa/1", "mailto:a@b.vn",
    "https://a b.vn/", "https://a.vn/a b", "https://a.vn\n/x", "https://a.vn\\x",
    "https://u:p@a.vn/", "https://tayson.gov.vn@evil.io/", "https://a..vn/", "https://-a.vn/", "https://a.vn:99999/",
    "https://a.vn:/", "https://a.vn/\u202egpj", "https://a.vn/\u200b", "https://a.vn/\ud800", "https://[::1",
    "https://a.vn/" + "a" * 1000, "https://a.vn/" + "đ" * 400, "https://đ" + "ễ" * 60 + ".vn/",
    "https://xn--a\u0111.vn/",
    "https://xn--99999999999.vn/", "https://xn--.vn/", "https://[1:2]/", "https://[fe80::1%25eth0]/", "https://[a.vn]/",
    "https://1.2.3/", "https://256.1.1.1/", "https://🏠.vn/", "https://\u0301a.vn/", "https://ví dụ.vn/",
    "https://u@ví-dụ.vn/", "https://ví-dụ@a.vn/", "https://a.vn＠evil.io/", "https://a.vn:８0/",
]  # fmt: skip

# what people may want to read on a poster: title, place
TEXTS = {
    "plain": ("Phòng họp trực tuyến", "Tầng 2"),
    "capitals": ("PHÒNG HỌP ỦY BAN NHÂN DÂN Ặ Ẫ Ể Ỗ Ộ Ở Ừ Ự Ỵ", "TẦNG 2 – KHU NHÀ Ể Ỗ Ữ Ặ"),
    "decomposed": ("Pho\u0300ng ho\u0323p tru\u031b\u0323c tuye\u0302\u0301n", "Ta\u0302\u0300ng 2"),
    "long": ("Phòng họp trực tuyến Hội đồng nhân dân và Ủy ban nhân dân xã Tây Sơn – Điểm cầu số 12",
             "Tầng 2, nhà làm việc chính – Trụ sở Hội đồng nhân dân và Ủy ban nhân dân xã Tây Sơn"),
    "long capitals": ("TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG XÃ TÂY SƠN – QUẦY TIẾP NHẬN VÀ TRẢ KẾT QUẢ SỐ 3", ""),
    "one long word": ("Supercalifragilisticexpialidocious-2026", "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWW"),
    "numbers with units": ("Hội trường 120 chỗ – sức chứa 1.200 người", "Cách cổng chính 50 m, tầng 2, phòng 12"),
    "emoji": ("Nhà văn hóa 🏠🌾 thôn 3", "👩\u200d🌾 Khu A"),
    "foreign letters": ("会议室 – Зал", "αβγ"),
    "quotes and signs": ("Phòng “Bình đẳng” & <Đoàn kết> 100 %", "a/b\\c; d:e, 'f'"),
    "one letter": ("A", ""),
    "120 letters": (("Đường Ẫ " * 16)[:120].strip(), ""),
}  # fmt: skip
