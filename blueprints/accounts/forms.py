"""The forms of signing in, passwords, people, accounts and communes."""

from typing import Any

from wtforms.validators import ValidationError

from blueprints.forms import LineField, OfficeForm, SecretField


class SignInForm(OfficeForm):
    """User name and password."""

    username = LineField("Tên đăng nhập", max=60, required=True)
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

    username = LineField("Tên đăng nhập", max=60, required=True)
    code = LineField("Mã một lần", max=40, required=True)
