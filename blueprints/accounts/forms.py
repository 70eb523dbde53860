"""The forms of signing in, passwords, people, accounts and communes."""

from typing import Any

from wtforms import HiddenField, SelectMultipleField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from blueprints.accounts.labels import COMMUNE_ROLES, PASSWORD_TERMS
from blueprints.choices import SelectWordField, offered
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
    TextField,
    TickField,
)
from models.accounts.rules import LEAST_ADMIN_IDLE, LEAST_IDLE, MOST_ADMIN_IDLE, MOST_IDLE, Role
from models.text import COMMUNE_KINDS

NO_ACCOUNT = "Chưa cấp, để sau"
ONE_STEP_ROLES = {role: word for role, word in COMMUNE_ROLES.items() if role is not Role.ADMIN}  # that asks for proof


class RolesField(SelectMultipleField):
    """Roles beside the first one, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, coerce=Role, choices=offered(COMMUNE_ROLES.items()), **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what is offered, once."""
        self.data = [role for role in COMMUNE_ROLES if role.value in valuelist]

    def pre_validate(self, form: Any) -> None:
        """Whatever is left is offered."""


class ProofField(SecretField):
    """The password of whoever is signed in, or a code of the authenticator."""


class TypedAgainForm(OfficeForm):
    """Typing the password or a code once more."""

    proof = ProofField("Mật khẩu hoặc mã xác thực của ông/bà", max_bytes=1024, required=True)


class FactorForm(OfficeForm):
    """The first six digits that an authenticator shows for the offered secret."""

    sealed = HiddenField()
    code = KeyField("Sáu số đang hiện trên điện thoại", max=20, required=True)
    proof = ProofField("Mật khẩu của ông/bà", max_bytes=1024)


class SignInCodeForm(OfficeForm):
    """Six digits of the authenticator, or a spare code."""

    code = KeyField("Mã xác thực", max=40, required=True)


class SignInRuleForm(EditForm):
    """What the office asks of who signs in."""

    change_days = ChoiceField("Quản trị đổi mật khẩu", choices=PASSWORD_TERMS, coerce=int)
    idle_minutes = NumberField("Tự đăng xuất sau (phút không dùng)", LEAST_IDLE, MOST_IDLE, required=True)
    admin_idle_minutes = NumberField(
        "Quản trị tự đăng xuất sau (phút không dùng)", LEAST_ADMIN_IDLE, MOST_ADMIN_IDLE, required=True
    )
    proof = ProofField("Mật khẩu hoặc mã xác thực của ông/bà", max_bytes=1024)


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


class BeginForm(NewPasswordForm):
    """The first administrator of a new place."""

    code = KeyField("Mã trên cửa sổ của máy chủ", max=40, required=True)
    commune_id = PickField("Xã, phường", required=True)
    full_name = LineField("Họ và tên của ông/bà", max=120, required=True)
    username = LineField("Tên đăng nhập", max=60, required=True, default="quantri")


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
    unit_name = LineField("Hoặc đơn vị mới", max=160)
    rank = NumberField("Thứ tự", low=1, high=999, required=True)
    role = SelectWordField("Tài khoản", ONE_STEP_ROLES, required=False, blank=NO_ACCOUNT)

    def validate_unit_name(self, field: Any) -> None:
        """One unit, known or new."""
        if field.data and self.unit_id.data:
            raise ValidationError("Xin chọn một đơn vị trong danh sách, hoặc ghi đơn vị mới (chỉ một trong hai).")


class PastePeopleForm(CreateForm):
    """A list of people as it was copied from a spreadsheet; its tabs tell the columns apart."""

    text = TextField("Các dòng chép từ Excel", max=60000, required=True)
    role = SelectWordField("Tài khoản cho những người này", ONE_STEP_ROLES, required=False, blank=NO_ACCOUNT)


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
    others = RolesField("Kiêm thêm vai trò")
    proof = ProofField("Mật khẩu hoặc mã xác thực của ông/bà", max_bytes=1024)


class EditAccountForm(EditForm):
    """Name, person and role of an account."""

    display_name = LineField("Tên hiển thị", max=120, required=True)
    person_id = PickField("Cán bộ")
    role = ChoiceField("Vai trò", choices=COMMUNE_ROLES)
    others = RolesField("Kiêm thêm vai trò")
    proof = ProofField("Mật khẩu hoặc mã xác thực của ông/bà", max_bytes=1024)


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
