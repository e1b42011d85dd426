"""allauth's forms in this site's words."""

from allauth.account import forms
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import Form

from . import passwords
from .models import User
from .names import NameField

EMAIL_FORMAT = "Enter an email address in the correct format, like name@example.org"


class InOurWords:
    """Labels and hints of our own, no placeholders, and errors that say what to do."""

    words: dict[
        str, tuple[str, str, str]
    ] = {}  # field: (label, hint, what to say when it is empty)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, (label, hint, missing) in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = label, hint
            field.error_messages["required"] = missing
            field.widget.attrs.pop("placeholder", None)


class SignInForm(InOurWords, forms.LoginForm):
    words = {
        "login": ("Email address", "", "Enter your email address"),
        "password": ("Password", "", "Enter your password"),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].error_messages["invalid"] = EMAIL_FORMAT

    def clean(self):
        try:
            return super().clean()
        except ValidationError as error:
            self.add_error("login", error)
            return self.cleaned_data


class ResetForm(InOurWords, forms.ResetPasswordForm):
    words = {"email": ("Email address", "", "Enter your email address")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].error_messages["invalid"] = EMAIL_FORMAT

    @transaction.atomic
    def save(self, request, **kwargs):
        """Queue the link; for an address without an account do as much, and undo it.

        Else a stranger could tell by the time who has an account.
        """
        is_known = bool(self.users)
        if not is_known:
            self.users = [User(pk=0, email=self.cleaned_data["email"])]
        email = super().save(request, **kwargs)
        if not is_known:
            transaction.set_rollback(True)
        return email


class NewPassword(InOurWords):
    """A new password, entered twice."""

    words = {
        "password1": ("New password", passwords.HINT, "Enter a new password"),
        "password2": ("New password again", "", "Enter the new password again"),
    }

    def clean(self):
        first, second = map(self.cleaned_data.get, ("password1", "password2"))
        if first and second and first != second:
            self.add_error("password2", "Enter the same new password again")
        return super().clean()


class NewPasswordForm(NewPassword, forms.ResetPasswordKeyForm):
    pass


class ChangeForm(NewPassword, forms.ChangePasswordForm):
    words = {
        "oldpassword": ("Current password", "", "Enter your current password"),
    } | NewPassword.words


class ConfirmForm(InOurWords, forms.ReauthenticateForm):
    words = {"password": ("Password", "", "Enter your password")}


CODE = {"code": ("Code", "", "Enter the code")}


class CodeForm(InOurWords, mfa_forms.AuthenticateForm):
    words = CODE


class CodeAgainForm(InOurWords, mfa_forms.ReauthenticateForm):
    words = CODE


class FirstCodeForm(InOurWords, ActivateTOTPForm):
    words = {
        "code": (
            "Code that the app shows",
            "It changes every 30 seconds",
            "Enter the code",
        )
    }


class NameForm(Form):
    """The name by which colleagues know the person."""

    name = NameField(label="Name")
