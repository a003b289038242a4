"""What is typed to sign in: allauth's forms, in our words."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.validators import MaxLengthValidator

from inroads.foundations.accounts.models import User
from inroads.foundations.design.forms import Form

GOOD_ONES = "At least 12 characters. Three words that only you would put together are good"
CODE_HINT = "The 6 digits that your authenticator app shows now, or one of your recovery codes"
LONGEST = 200


class Worded:
    """Gives each field named in `words` its label, its hint, and what to do if it is empty."""

    words: ClassVar[dict[str, tuple[str, str, str]]] = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
        for name, (label, hint, missing) in self.words.items():
            field = fields[name]
            field.label, field.help_text = label, hint
            field.error_messages["required"] = missing
            field.widget.attrs.pop("placeholder", None)
            if name == "code":
                field.widget.attrs["class"] = "govuk-input--width-10"
            if isinstance(field, forms.CharField):
                field.validators.append(MaxLengthValidator(LONGEST, "This is too long"))


class LoginForm(Worded, account.LoginForm):
    words = {
        "login": ("E-mail address", "", "Enter your e-mail address"),
        "password": ("Password", "", "Enter your password"),
    }


class ReauthenticateForm(Worded, account.ReauthenticateForm):
    words = {"password": ("Password", "", "Enter your password")}


class ResetPasswordForm(Worded, account.ResetPasswordForm):
    words = {"email": ("E-mail address", "", "Enter your e-mail address")}


class ResetPasswordKeyForm(Worded, account.ResetPasswordKeyForm):
    words = {
        "password1": ("New password", GOOD_ONES, "Enter a new password"),
        "password2": ("The new password again", "", "Enter the new password again"),
    }


class SetPasswordForm(Worded, account.SetPasswordForm):
    words = ResetPasswordKeyForm.words


class ChangePasswordForm(Worded, account.ChangePasswordForm):
    words = {
        "oldpassword": ("Your password now", "", "Enter your password as it is now"),
        **ResetPasswordKeyForm.words,
    }


class AuthenticateForm(Worded, mfa.AuthenticateForm):
    words = {"code": ("Code", CODE_HINT, "Enter the code")}


class ReauthenticateCodeForm(Worded, mfa.ReauthenticateForm):
    words = {"code": ("Code", CODE_HINT, "Enter the code")}


class ActivateTOTPForm(Worded, totp.ActivateTOTPForm):
    words = {
        "code": (
            "Code",
            "The 6 digits that the app shows now",
            "Enter the code that the app shows",
        )
    }


class Whole:
    """A credential that lacks a part is an error of the form, not of ours."""

    def clean(self):
        with said_plainly():
            return super().clean()  # type: ignore[misc]

    def clean_credential(self):
        with said_plainly():
            check = getattr(super(), "clean_credential", None)
            return check() if check else self.cleaned_data["credential"]  # type: ignore[attr-defined]


@contextmanager
def said_plainly() -> Iterator[None]:
    """What a library says of a broken credential, in a sentence."""
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise forms.ValidationError("That passkey did not work. Try again") from fault


class AuthenticateWebAuthnForm(Whole, webauthn.AuthenticateWebAuthnForm):
    pass


class LoginWebAuthnForm(Whole, webauthn.LoginWebAuthnForm):
    pass


class ReauthenticateWebAuthnForm(Whole, webauthn.ReauthenticateWebAuthnForm):
    pass


class AddWebAuthnForm(Whole, Worded, webauthn.AddWebAuthnForm):
    words = {
        "name": ("A name for it", "So that you know it again, such as “work laptop”", ""),
        "passwordless": ("Sign in with it alone, without a password", "", ""),
    }


class EditWebAuthnForm(Worded, webauthn.EditWebAuthnForm):
    words = {"name": ("A name for it", "Such as “work laptop”", "Enter a name")}


class InvitationForm(Form):
    """The first password of someone who was invited."""

    password1 = forms.CharField(
        label="New password",
        help_text=GOOD_ONES,
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Enter a new password"},
    )
    password2 = forms.CharField(
        label="The new password again",
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Enter the new password again"},
    )

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password1(self) -> str:
        password = self.cleaned_data["password1"]
        validate_password(password, self.user)
        return password

    def clean_password2(self) -> str:
        again = self.cleaned_data["password2"]
        if again != self.cleaned_data.get("password1", again):
            raise forms.ValidationError("The two passwords are not the same")
        return again
