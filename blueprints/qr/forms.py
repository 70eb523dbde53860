"""What people type in the QR room; names and keys of networks keep every byte."""

from blueprints.forms import (
    ChoiceField,
    CreateForm,
    DayField,
    EditForm,
    LineField,
    OfficeForm,
    RawField,
    SecretField,
    SelectWordField,
    TickField,
    UploadField,
)
from blueprints.qr.labels import AUDIENCE, LINK_KIND, PAPER, SECURITY
from blueprints.uploads import PHOTO
from models.qr.payloads import LINK_BYTES, SSID_BYTES
from models.qr.rules import Audience, PaperFormat, Security


class _NetworkFields:
    """The fields of a wifi network."""

    audience = ChoiceField("Dành cho", choices=AUDIENCE, required=False, default=Audience.GUEST)
    place = LineField("Nơi dùng mạng (tên lớn trên tờ in)", max=120)
    ssid = RawField("Tên mạng (SSID)", max_bytes=SSID_BYTES, required=True)
    security = ChoiceField("Bảo mật", choices=SECURITY, default=Security.WPA)
    password = RawField("Mật khẩu Wi-Fi", max_bytes=1000)
    hidden = TickField("Mạng ẩn (không hiện trong danh sách của điện thoại)")
    hide_key = TickField("Không in mật khẩu ra chữ (mã QR vẫn chứa mật khẩu)")
    valid_from = DayField("Áp dụng từ ngày")
    contact = LineField("Dòng liên hệ trên tờ in", max=160)


class NetworkForm(_NetworkFields, CreateForm):
    """A new wifi network."""


class NetworkEditForm(_NetworkFields, EditForm):
    """Changing a wifi network; an empty key stays as it was."""

    is_active = TickField("Mạng còn dùng")


class LinkForm(CreateForm):
    """A new link."""

    kind = SelectWordField("Loại", choices=LINK_KIND, required=False)
    title = LineField("Tên lớn trên tờ in", max=120, required=True)
    target = LineField("Địa chỉ đích", max=LINK_BYTES, required=True)
    is_short = TickField("In địa chỉ ngắn của hệ thống (đổi đích không phải in lại)", default=True)
    contact = LineField("Dòng liên hệ trên tờ in", max=160)


class LinkEditForm(EditForm):
    """Changing a link."""

    title = LineField("Tên lớn trên tờ in", max=120, required=True)
    target = LineField("Địa chỉ đích", max=LINK_BYTES, required=True)
    contact = LineField("Dòng liên hệ trên tờ in", max=160)
    is_active = TickField("Liên kết còn dùng")


class RevealForm(OfficeForm):
    """The password of the person who wants to see a key."""

    own_password = SecretField("Mật khẩu đăng nhập của ông/bà", max_bytes=1024, required=True)


class PhotoForm(OfficeForm):
    """The photo of a hung poster."""

    photo = UploadField("Ảnh chụp tờ đã dán", kinds=PHOTO)


class EmblemForm(EditForm):
    """A picture for the head of the posters."""

    photo = UploadField("Tệp ảnh biểu trưng", kinds=PHOTO)


class RemoveEmblemForm(EditForm):
    """Back to the initials; only the version travels."""


class BulkForm(CreateForm):
    """Many posters into one PDF."""

    paper = SelectWordField("Khổ giấy", choices=PAPER, default=PaperFormat.A4)
