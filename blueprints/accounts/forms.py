"""The forms of signing in, passwords, people, accounts and communes."""

from typing import Any

from wtforms.validators import ValidationError

from blueprints.accounts.labels import COMMUNE_ROLES
from blueprints.forms import (
    ChoiceField,
    CreateForm,
    EditForm,
    KeyField,
    LineField,
    NumberField,
    OfficeForm,
    PickField,
    SecretField,
    TickField,
)
from models.text import COMMUNE_KINDS


class SignInForm(OfficeForm):
    """User name and password."""

    username = KeyField("Tên đăng nhập", max=60, required=True)
    password = SecretField("Mật khẩu", required=True)


class NewPasswordForm(OfficeForm):
    """A new password, typed twice."""

    password = SecretField("Mật khẩu mới", required=True)
    again = SecretField("Gõ lại mật khẩu mới", required=True)

    def validate_again(self, field: Any) -> None:
        """Both must be the same."""
        if field.data != self.password.data:
            raise ValidationError("Hai lần gõ chưa giống nhau.")


class ChangePasswordForm(NewPasswordForm):
    """The present password and the new one."""

    present = SecretField("Mật khẩu đang dùng", required=True)


class CodeForm(NewPasswordForm):
    """A one-use code from the administrator, and the password it sets."""

    username = KeyField("Tên đăng nhập", max=60, required=True)
    code = KeyField("Mã một lần", max=40, required=True)


class UnitForm(CreateForm):
    """A new unit of the office."""

    name = LineField("Tên đơn vị", max=160, required=True)
    position = NumberField("Thứ tự", low=1, high=999, required=True)


class EditUnitForm(EditForm):
    """A unit that is there already; switched off rather than deleted."""

    name = LineField("Tên đơn vị", max=160, required=True)
    position = NumberField("Thứ tự", low=1, high=999, required=True)
    is_active = TickField("Đang hoạt động")


class PersonForm(CreateForm):
    """Somebody new at the office."""

    full_name = LineField("Họ và tên", max=120, required=True)
    title = LineField("Chức danh", max=120)
    unit_id = PickField("Đơn vị")
    rank = NumberField("Thứ tự", low=1, high=999, required=True)


class EditPersonForm(EditForm):
    """Somebody who is there already; switched off rather than deleted."""

    full_name = LineField("Họ và tên", max=120, required=True)
    title = LineField("Chức danh", max=120)
    unit_id = PickField("Đơn vị")
    rank = NumberField("Thứ tự", low=1, high=999, required=True)
    is_active = TickField("Đang làm việc tại cơ quan")


class AccountForm(CreateForm):
    """A new account for a person of the office."""

    person_id = PickField("Cán bộ", required=True)
    username = LineField("Tên đăng nhập", max=60, required=True)
    role = ChoiceField("Vai trò", choices=COMMUNE_ROLES)


class EditAccountForm(EditForm):
    """Name, person and role of an account."""

    display_name = LineField("Tên hiển thị", max=120, required=True)
    person_id = PickField("Cán bộ")
    role = ChoiceField("Vai trò", choices=COMMUNE_ROLES)


class CommuneForm(CreateForm):
    """A commune that begins to work here, and its first administrator."""

    known_id = PickField("Chọn nơi đã có tên", blank="— chưa có trong danh sách —")
    name = LineField("Hoặc ghi tên xã, phường", max=120)
    admin_name = LineField("Họ và tên người quản trị", max=120, required=True)
    username = LineField("Tên đăng nhập của người quản trị", max=60, required=True)

    def validate(self, extra_validators: Any = None) -> bool:
        """Either one that is known or a new name, which begins with what it is."""
        is_good: bool = super().validate(extra_validators)
        name = self.name.data
        if bool(name) == bool(self.known_id.data):
            self.name.errors = ["Xin chọn một nơi trong danh sách, hoặc ghi tên mới (chỉ một trong hai)."]
        elif name and not name.casefold().startswith(tuple(f"{kind} " for kind in COMMUNE_KINDS)):
            self.name.errors = ["Xin ghi đủ chữ Xã, Phường hoặc Đặc khu ở đầu, ví dụ: Xã Ia Pa."]
        return is_good and not self.name.errors
