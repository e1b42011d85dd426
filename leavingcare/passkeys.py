"""Passkeys as the second step of signing in, beside the codes of an app.

django-allauth does the work. This refuses, in our words, whatever its parser stumbles
over, stores of an answer only what is used again, and keeps to a few for each person.
"""

import json
from contextlib import contextmanager, suppress

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed
from allauth.mfa.webauthn import forms, views
from cryptography.exceptions import InvalidSignature
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.forms import CharField, HiddenInput
from django.urls import reverse_lazy
from fido2.cose import CoseKey
from fido2.utils import websafe_encode
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

from .text import TextField

PASSKEY = Authenticator.Type.WEBAUTHN
MOST = 10  # of one person
LONGEST = 20_000  # characters of an answer; a browser's has about 1,000
ALGORITHM = 3  # where a public key says how it signs
NOTHING_SENT = "Your browser sent no passkey. Try again"


class AnswerField(CharField):
    """The answer of a passkey, as the browser writes it: JSON."""

    widget = HiddenInput

    def __init__(self):
        super().__init__(
            max_length=LONGEST,
            error_messages={
                "required": NOTHING_SENT,
                "max_length": "Passkey not recognised. Try again",
            },
        )

    def clean(self, value):
        with refusing():
            return json.loads(super().clean(value))


class PasskeyName(TextField):
    """The name by which a person tells their passkeys apart."""

    def __init__(self, **kwargs):
        super().__init__(
            label="Name of the passkey",
            help_text="For example: my work telephone",
            lines=False,
            max_length=60,
            is_counted=False,
            **kwargs,
        )


@contextmanager
def refusing():
    """Refuse an answer that is not a passkey's, whatever is wrong with it.

    It comes from outside, and each part of it is parsed by a library that expects
    bytes in good order. What goes wrong in the database is another matter.
    """
    try:
        yield
    except ValidationError as refused:
        if getattr(refused, "code", None) != "incorrect_code":
            raise
        raise get_adapter().validation_error("incorrect_passkey") from refused
    except DatabaseError:
        raise
    except Exception as fault:
        raise get_adapter().validation_error("incorrect_passkey") from fault


class AddForm(forms.AddWebAuthnForm):
    """The new passkey that the browser made."""

    name = PasskeyName(required=False)
    credential = AnswerField()

    def clean_credential(self):
        with refusing():
            return registered(self.cleaned_data["credential"])

    def clean(self):
        if Authenticator.objects.filter(user=self.user, type=PASSKEY).count() >= MOST:
            raise ValidationError(
                f"You have {MOST} passkeys. Remove one before you add another"
            )
        with refusing():
            return super().clean()


def registered(answer):
    """Return what is stored of a new passkey, if we can verify what it will sign."""
    sent = RegistrationResponse.from_dict(answer)
    key = sent.response.attestation_object.auth_data.credential_data.public_key
    if key[ALGORITHM] not in CoseKey.supported_algorithms():
        raise ValueError("No key of a kind that we asked for.")
    with suppress(InvalidSignature):  # a key that cannot be used fails in another way
        key.verify(b"", b"")
    identifier = websafe_encode(sent.raw_id)
    return {
        "type": "public-key",
        "id": identifier,
        "rawId": identifier,
        "response": {
            "clientDataJSON": websafe_encode(bytes(sent.response.client_data)),
            "attestationObject": websafe_encode(
                bytes(sent.response.attestation_object)
            ),
        },
        "clientExtensionResults": {},
    }


class UseForm(forms.AuthenticateWebAuthnForm):
    """The answer of a passkey to somebody who signs in."""

    credential = AnswerField()

    def clean_credential(self):
        try:
            with refusing():
                AuthenticationResponse.from_dict(self.cleaned_data["credential"])
                return super().clean_credential()
        except ValidationError as refused:
            if refused.code == "incorrect_passkey":
                self.note_failure()
            raise

    def note_failure(self):
        """Have a wrong answer logged as a wrong code is."""
        authentication_failed.send(
            sender=Authenticator,
            request=context.request,
            user=self.user,
            authenticator=None,
            reauthentication=self.reauthenticated,
        )


class UseAgainForm(UseForm):
    """The answer of a passkey to somebody about to change their account."""

    reauthenticated = True


class NameForm(forms.EditWebAuthnForm):
    """Another name for a passkey."""

    name = PasskeyName(error_messages={"required": "Enter a name"})


class Authenticate(AuthenticateView):
    """Asks for a code or a passkey, whichever the person has."""

    def get_context_data(self, **kwargs):
        person = self.stage.login.user
        kinds = Authenticator.objects.filter(user=person).values_list("type", flat=True)
        return super().get_context_data(**kwargs) | {"kinds": set(kinds)}


class Add(views.AddWebAuthnView):
    """Adds a passkey; its recovery codes, emails and record come with it or not at all."""

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | kwargs  # the form, checked once

    @transaction.atomic
    def form_valid(self, form):
        return super().form_valid(form)


class Reauthenticate(views.ReauthenticateWebAuthnView):
    """Asks for a passkey before a change to the account."""

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | kwargs

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form))


class Remove(views.RemoveWebAuthnView):
    """Removes a passkey."""

    success_url = reverse_lazy("mfa_index")

    @transaction.atomic
    def form_valid(self, form):
        return super().form_valid(form)


class Rename(views.EditWebAuthnView):
    """Gives a passkey another name."""

    success_url = reverse_lazy("mfa_index")
