"""allauth's forms in this site's words."""

from allauth.account import forms
from django.core.exceptions import ValidationError

NEW_PASSWORD = (
    "Use at least 12 characters. Three words that have nothing to do with each other "
    "work well. Do not use your name or email address."
)
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


class NewPasswordForm(InOurWords, forms.ResetPasswordKeyForm):
    words = {
        "password1": ("New password", NEW_PASSWORD, "Enter a new password"),
        "password2": ("New password again", "", "Enter the new password again"),
    }


class ChangeForm(InOurWords, forms.ChangePasswordForm):
    words = {
        "oldpassword": ("Current password", "", "Enter your current password"),
    } | NewPasswordForm.words


class ConfirmForm(InOurWords, forms.ReauthenticateForm):
    words = {"password": ("Password", "", "Enter your password")}
