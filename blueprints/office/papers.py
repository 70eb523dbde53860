"""The papers of the place itself: its security dossier."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from blueprints.documents import (
    Across,
    Column,
    Document,
    Note,
    Paragraph,
    Signatures,
    Signer,
    StateHead,
    Table,
    Title,
    issuer_of,
    place_of,
)
from blueprints.filters import file_size, moment, number
from blueprints.labels import words
from models import clock
from models.catalogue import read_yaml
from models.office.dossier import DossierLine, Footing
from models.office.rules import GIB
from models.text import commune_kind

GROUND = words(Footing, {Footing.MEASURED: "đo được", Footing.STATED: "khai", Footing.MISSING: "chưa có"})
COLUMNS = (
    Column("Mã", width=10),
    Column("Yêu cầu của bộ tiêu chí", width=30),
    Column("Hiện có", width=41),
    Column("Căn cứ", width=16),
)
BY_HAND = "………………………………"
HYPHEN = "\u2011"  # a code stays in one line
SECRETS = "Mật khẩu băm bằng argon2id; mật khẩu Wi-Fi, mã xác thực được mã hóa."
# what no program can see: who does it, and what is to be written in
OFFICE_DOES = {
    "AT-20": "Văn phòng cập nhật máy tính, trình duyệt mỗi tháng. Lần gần nhất:",
    "AT-21": "UBND ban hành quy định. Số, ngày văn bản; ngày rà soát gần nhất:",
    "AT-22": "Đơn vị quản lý mạng chia vùng, đặt tường lửa theo sơ đồ. Sơ đồ số, ngày:",
    "AT-23": "Bên bàn giao phần mềm ký cam kết bảo mật, giao mã nguồn. Biên bản số, ngày:",
    "AT-24": "UBND ban hành Quy chế an ninh mạng rồi trình hồ sơ cấp độ. Quyết định số, ngày:",
    "AT-25": "Người được phân công báo sự cố (họ tên, chức danh); sự cố trong kỳ:",
    "AT-26": "Văn phòng lập báo cáo năm. Ngày ký, ngày gửi của báo cáo gần nhất:",
    "AT-27": "Văn phòng tổ chức khóa học, khảo sát; số liệu ở trang Tập huấn. Số người đạt, đã học:",
    "AT-28": "Văn phòng kiểm tra phần mềm trên máy tính. Ngày kiểm tra, số máy:",
    "AT-29": "Đơn vị quản lý mạng đối chiếu thực tế với sơ đồ đã duyệt. Ngày đối chiếu:",
    "AT-30": "Văn phòng cài phần mềm phòng mã độc, bật tường lửa, khóa màn hình trên từng máy. Số máy đủ:",
}
SAID = {
    "AT-01": "Mật khẩu ít nhất {least} ký tự; mật khẩu dễ đoán bị từ chối.",
    "AT-02": "Tài khoản mới chỉ có mã dùng một lần, người dùng tự đặt mật khẩu. Đang chờ đặt: {waiting} tài khoản.",
    "AT-03": "Quản trị đổi mật khẩu {days} ngày một lần, không dùng lại {past} mật khẩu gần nhất; quá hạn thì chỉ mở "
    "được trang đổi. Còn trong hạn: {fresh} tài khoản quản trị.",
    "AT-03-free": "Cơ quan chọn không buộc đổi định kỳ. Quản trị không dùng lại {past} mật khẩu gần nhất.",
    "AT-04": "Sau {tries} lần sai, thiết bị lạ phải chờ, mỗi lần lâu hơn, nhiều nhất {minutes} phút.",
    "AT-05": "Hết thời gian chờ thì tự thử lại được; quản trị cấp mã đặt lại mật khẩu khi cần.",
    "AT-06": "Phiên tự hết sau {idle} phút không dùng, quản trị {admin} phút; dài nhất {hours} giờ. Bản nháp được giữ.",
    "AT-07": "Bắt buộc với quản trị, lãnh đạo. Đã cài: quản trị {admins}, lãnh đạo {leaders}, tất cả {all} tài khoản.",
    "AT-07-free": "Không bắt buộc. Đã cài: quản trị {admins}, lãnh đạo {leaders}, tất cả {all} tài khoản.",
    "AT-08": "Tài khoản gắn với một người: {named}. Quản trị kiêm vai trò khác: {beside}. Không có tài khoản, mật khẩu "
    "mặc định.",
    "AT-09": "Chưa đêm nào tìm tài khoản 45 ngày không dùng để khóa.",
    "AT-09-nightly": "Mỗi đêm tự khóa tài khoản 45 ngày không dùng, báo trước 7 ngày; gần nhất lúc {at}. "
    "Đang khóa vì thế: {closed}; quá hạn mà còn mở: {overdue}.",
    "AT-10": "{active} tài khoản đang mở, {closed} đã khóa; rà soát gần nhất lúc {at}.",
    "AT-10-due": "{active} tài khoản đang mở, {closed} đã khóa; quý này chưa rà soát, quản trị làm ở trang Tài khoản.",
    "AT-11": "Quyền theo vai trò. Trong {active} tài khoản: quản trị {admins}, lãnh đạo {leaders}.",
    "AT-12": "Ghi đăng nhập, đăng xuất, thất bại, khóa, mở, thêm, sửa, đổi quyền. 24 giờ qua: {failed} lần sai.",
    "AT-13": "Nhật ký bảo mật ghi thời điểm, địa chỉ nguồn, trang, tài khoản và hành vi.",
    "AT-14": "Nhật ký có từ {since}, không tự xóa, móc xích bằng mã băm; kiểm tra lúc {at}: liền mạch.",
    "AT-14-faults": "Nhật ký có từ {since}; kiểm tra lúc {at}: {faults} chỗ đứt, cần xem ngay.",
    "AT-14-unchecked": "Nhật ký có từ {since}, không tự xóa; chưa kiểm tra lần nào.",
    "AT-14-none": "Chưa có dòng nhật ký nào.",
    "AT-15": "Ổ đĩa còn {free} trong {total}, sắp đầy thì trang Tình trạng hệ thống báo; xem lại gần nhất lúc {at}.",
    "AT-15-due": "Ổ đĩa còn {free} trong {total}, sắp đầy thì trang Tình trạng hệ thống báo. Tuần này chưa xem lại, "
    "quản trị làm ở trang Nhật ký bảo mật.",
    "AT-16": "Giờ của máy chủ không sớm hơn dòng ghi mới nhất. Văn phòng bật đồng bộ giờ với máy chủ thời gian ở mọi "
    "máy.",
    "AT-16-wrong": "Giờ của máy chủ đang sai hoặc ổ đĩa đang lỗi, cần xem ngay.",
    "AT-17": "Chưa có bản sao lưu nào ({places} nơi đã chọn).",
    "AT-17-made": "Mỗi đêm một bản vào {places} nơi, có mã băm từng tệp và chữ ký; bản mới nhất lúc {at}.",
    "AT-17-faults": "Lần sao lưu lúc {at} có lỗi ({places} nơi), cần xem ngay.",
    "AT-18": "Chưa có bản sao lưu nào được mở thử.",
    "AT-18-tried": "Bản lúc {at} đã mở thử, đủ {rows} dòng. Khóa dữ liệu được niêm phong; phần còn lại không mã "
    "hóa: văn phòng để bản sao trên ổ đĩa có mã hóa.",
    "AT-18-no-code": "Bản lúc {at} đã mở thử, đủ {rows} dòng. Chưa in mã khôi phục; bản sao không mã hóa: văn "
    "phòng để trên ổ đĩa có mã hóa.",
    "AT-19": "Mở bằng https, chứng thư còn {days} ngày. " + SECRETS,
    "AT-19-proxy": "Mở bằng https qua máy chủ phía trước. " + SECRETS,
    "AT-19-plain": "Chưa mở bằng https. " + SECRETS,
    "PM": "Bản {version}; phần mềm và cơ sở dữ liệu cùng phiên bản.",
    "PM-differs": "Bản {version}; cơ sở dữ liệu khác phiên bản, cần xem ngay.",
    "PM-key": "Có khóa công khai để nhận bản cập nhật đã ký.",
    "PM-no-key": "Chưa có khóa công khai của bên cung cấp để nhận bản cập nhật đã ký.",
    "DL": "Chưa đêm nào xóa dữ liệu quá hạn.",
    "DL-purged": "Dữ liệu quá hạn được xóa mỗi đêm, gần nhất lúc {at}; thời hạn từng loại ở trang Dữ liệu lưu giữ.",
    **{f"by_hand_{code}": f"{said} {BY_HAND}" for code, said in OFFICE_DOES.items()},
}
OWN = {
    "PM": "Phần mềm được cập nhật từ nguồn xác thực.",
    "DL": "Dữ liệu cá nhân chỉ giữ trong thời hạn cần thiết.",
}
ABOUT = (
    "Bảng này do phần mềm lập từ cài đặt và hồ sơ của chính nó. “Đo được” là đọc từ máy lúc in; “khai” là cách phần "
    "mềm được làm ra, hoặc phần văn phòng tự điền; “chưa có” là chưa đáp ứng bằng phần mềm này."
)


@cache
def _required() -> Mapping[str, tuple[str, str]]:
    """What each criterion asks for, with the group it belongs to."""
    told: Any = read_yaml("criteria_infrastructure")
    return {one["code"]: (one["requirement"], group["title"]) for group in told["groups"] for one in group["criteria"]}


def security(commune: str, now: datetime, lines: Sequence[DossierLine]) -> Document:
    """The security dossier of a place, to be signed and handed in."""
    today = clock.local(now).date()
    return Document(
        "Hồ sơ an toàn của hệ thống",
        commune,
        today,
        (
            StateHead(issuer_of(commune), "BK-UBND", place_of(commune), today),
            Title("BẢN KÊ", "Biện pháp bảo đảm an toàn thông tin của hệ thống Sổ tay số"),
            Paragraph(ABOUT),
            Table(COLUMNS, tuple(_rows(now, lines))),
            Note("Hệ thống không chứa bí mật nhà nước. Cấp độ do cơ quan phê duyệt quyết định."),
            Signatures((Signer("NGƯỜI LẬP"), Signer(f"LÃNH ĐẠO UBND {commune_kind(commune).upper()}"))),
        ),
    )


def _rows(now: datetime, lines: Sequence[DossierLine]) -> Iterator[tuple[Any, ...] | Across]:
    group = ""
    for line in sorted(lines, key=_place):
        required, title = _required().get(line.code) or (OWN[line.code], "Phần mềm và dữ liệu")
        if title != group:
            group = title
            yield Across(title)
        figures = {name: _told(name, value) for name, value in line.figures.items()}
        ground = f"{GROUND[line.ground]} lúc {moment(now)}" if line.ground is Footing.MEASURED else GROUND[line.ground]
        code = line.code.replace("-", HYPHEN) if line.code in _required() else ""
        yield (code, required, SAID[line.say].format(**figures), ground)


def _place(line: DossierLine) -> int:
    """Where a line stands: as its criterion does in the set, what has none behind all."""
    codes = list(_required())
    return codes.index(line.code) if line.code in codes else len(codes)


def _told(name: str, value: object) -> str:
    if isinstance(value, datetime):
        return moment(value)
    if name in ("free", "total") and isinstance(value, int):
        return f"{number(value // GIB)} GB" if value >= 10 * GIB else file_size(value)
    return number(value) if isinstance(value, int) else str(value)
