"""The forms of the place itself."""

from blueprints.forms import CreateForm, LineField, OfficeForm


class PlaceForm(CreateForm):
    """One more folder for copies."""

    path = LineField(
        "Thư mục",
        max=400,
        required=True,
        description="Ví dụ D:\\SaoLuu, /media/usb/sao-luu hoặc thư mục mạng. Thư mục phải có sẵn.",
    )


class RecoveryCodeForm(OfficeForm):
    """The recovery code as somebody reads it from paper."""

    code = LineField(
        "Tám nhóm trên tờ giấy", max=80, required=True, description="Gõ liền hay cách đều được, chữ thường cũng được"
    )
