"""A whole commune's site with planted faults and traps: what has to be found, what must not be taken for a fault."""

from tests.website.planted import HOST, Planted

HOME = f"https://{HOST}"
HEAD = '<meta name="viewport" content="width=device-width">'
FOOT = f"<footer>UBND xã Tây Sơn, Thôn 1, xã Tây Sơn. ĐT: 02693. Thư: ubnd@{HOST}</footer>"
WORDS = "<p>" + "Nhân dân các thôn cùng nhau làm đường, giữ rừng và chăm lo việc học của con em. " * 12 + "</p>"
MENU = (
    ("/tin-tuc", "Tin tức, sự kiện"),
    ("/lich", "Lịch công tác"),
    ("/van-ban", "Văn bản chỉ đạo, điều hành"),
    ("/thu-tuc", "Thủ tục hành chính"),
    ("/phan-anh", "Phản ánh, kiến nghị"),
    ("/ngan-sach", "Công khai ngân sách"),
    ("/tiep-dan", "Lịch tiếp công dân"),
    ("/quy-hoach", "Quy hoạch"),
    ("/dau-tu", "Kêu gọi đầu tư"),
    ("/du-an", "DỰ ÁN"),
    ("/tiep-can", "Tiep can thong tin"),
    ("/gioi-thieu", "Giới thiệu"),
    ("/co-cau", "Cơ cấu tổ chức"),
    ("/lanh-dao", "Ban lãnh đạo"),
    ("/chuyen-muc/chuyen-doi-so.html", "CĐS"),
)


def page(title: str, body: str, lang: str = "vi", head: str = HEAD, foot: str = FOOT) -> str:
    """A page of the site."""
    return (
        f'<!doctype html><html lang="{lang}"><head><title>{title}</title>{head}</head><body>{body}{foot}</body></html>'
    )


def news(*days: str) -> str:
    """A list of dated items."""
    return "<ul>" + "".join(f'<li><a href="/bai-{day[:2]}">Bài {day}</a> {day}</li>' for day in days) + "</ul>" + WORDS


def good(site: Planted) -> Planted:
    """A site without a fault, on the 27th of November 2026."""
    menu = "<nav>" + "".join(f'<a href="{url}">{words}</a>' for url, words in MENU) + "</nav>"
    body = f'<form role="search"><input name="q"></form>{menu}{WORDS}'
    site.page("/", page("Xã Tây Sơn", body), Strict_Transport_Security="max-age=31536000")
    for number, (url, words) in enumerate(MENU):
        site.page(url, page(f"{words} {number}", news("26/11/2026", "20/11/2026")))
    site.page("/bai-26", page("Bài 26", WORDS))
    site.page("/bai-20", page("Bài 20", WORDS))
    site.page("/robots.txt", "User-agent: *\nDisallow: /noi-bo/\n", kind="text/plain")
    site.page("/sitemap.xml", f"<urlset><url><loc>{HOME}/</loc></url></urlset>", kind="application/xml")
    return site


def link(url: str, words: str) -> str:
    """A link."""
    return f'<a href="{url}">{words}</a>'


FAULTS = {
    ("hsts", ""),
    ("sitemap", ""),
    ("title", ""),
    ("language", ""),
    ("viewport", ""),
    ("search", ""),
    ("contact", "email"),
    ("contact", "address"),
    ("link", f"{HOME}/da-go"),
    ("link", f"{HOME}/hong"),
    ("link", f"{HOME}/vong"),
    ("link", f"{HOME}/mem"),
    ("file", f"{HOME}/tep/kh-87.docx"),
    ("file", f"{HOME}/tep/rong.pdf"),
    ("file", f"{HOME}/tep/gia.pdf"),
    ("file", f"{HOME}/anh/mat.jpg"),
    ("section", "cong_nghiep"),
    ("section", "lanh_dao"),
    ("content", "dau_tu"),
    ("freshness", "lich_cong_tac"),
    ("freshness", "ngan_sach"),
    ("gambling", "https://nha-cai.example/"),
    ("weight", ""),
}


def bad(site: Planted, with_traps: bool = False) -> Planted:
    """The same site with the faults above, and, where wanted, with traps that are no faults of the commune."""
    good(site)
    menu = "<nav>" + "".join(link(url, words) for url, words in MENU if url != "/lanh-dao") + "</nav>"
    broken = "".join(
        link(url, words)
        for url, words in (
            ("/da-go", "Trang cũ"),
            ("/hong", "Trang lỗi"),
            ("/vong", "Vòng"),
            ("/mem", "Trang mềm"),
            ("/tep/kh-87.docx", "Tải Kế hoạch số 87"),
            ("/tep/rong.pdf", "Tải về"),
            ("/tep/gia.pdf", "Phụ lục"),
            ("/nang", "Trang nặng"),
        )
    )
    hidden = f'<div style="position:absolute;left:-9999px">{link("https://nha-cai.example/", "Nhà cái uy tín")}</div>'
    foot = "<footer>UBND xã Tây Sơn. ĐT: 02693. Thư: cu@tayson.example</footer>"
    home = f'{menu}{broken}<img src="/anh/mat.jpg" alt="Ảnh">{hidden}{TRAPS if with_traps else ""}{WORDS}'
    site.page("/", page("Xã Tây Sơn", home, foot=foot))
    for path, planted in list(site.pages.items()):
        if path not in ("/", "/robots.txt", "/sitemap.xml"):
            status, headers, content = planted
            site.pages[path] = (status, headers, content.decode().replace(FOOT, foot).encode())
    site.page("/hong", "x", 500)
    site.leads("/vong", "/vong")
    site.page("/mem", page("Không tìm thấy trang", "<p>Xin lỗi</p>"))
    site.page("/tep/rong.pdf", "", kind="application/pdf")
    site.page("/tep/gia.pdf", page("Trang chủ giả", WORDS, foot=foot))
    site.page("/dau-tu", page("Kêu gọi đầu tư", "<p>Nội dung đang được cập nhật...</p>", foot=foot))
    site.page("/lich", page("Lịch công tác", news("16/11/2026"), foot=foot))
    site.page("/ngan-sach", page("Ngân sách", news("14/4/2026"), foot=foot))
    site.page("/bai-26", page("Bài", WORDS, lang="en", foot=foot))
    site.page("/bai-20", page("Bài", WORDS, head="", foot=foot))
    site.page("/bai-16", page("Bài 16", WORDS, foot=foot))
    site.page("/bai-14", page("Bài 14", WORDS, foot=foot))
    site.page("/nang", page("Trang nặng", f"{WORDS}<!-- {'chữ ' * 450_000} -->", foot=foot))
    site.page("/sitemap.xml", page("Sơ đồ trang", WORDS))
    return _trapped(site) if with_traps else site


TRAPS = "".join(
    link(url, words)
    for url, words in (
        ("/cam", "Trang có tường lửa"),
        ("/nhanh", "Trang quá nhanh"),
        ("/tuong-lua", "Trang chắn"),
        ("/bom", "Trang nén"),
        ("/nho-giot", "Trang chậm"),
        ("/noi-bo/x", "Nội bộ"),
        ("https://dichvucong.example/", "Dịch vụ công quốc gia"),
        ("/tin-ca-cuoc", "Công an xã triệt phá nhóm cá cược bóng đá"),
        ("/ra-ngoai", "Chuyển ra ngoài"),
        (f"https://mat-ten.{HOST}/", "Tên miền không có"),
        ("javascript:void(0)", "In trang"),
        ("#dau", "Về đầu trang"),
        ("/dang-nhap", "Đăng nhập"),
    )
)


def _trapped(site: Planted) -> Planted:
    site.page("/cam", "Forbidden", 403)
    site.page("/nhanh", "Slow down", 429)
    site.page("/tuong-lua", page("Attention Required!", "<p>Checking your browser</p>"))
    site.bomb("/bom")
    site.drips("/nho-giot")
    site.page("/tin-ca-cuoc", page("Triệt phá nhóm cá cược", WORDS, foot="<footer></footer>"))
    site.leads("/ra-ngoai", "https://evil.example/")
    site.page("/dang-nhap", "x", 401)
    return site
