"""A passkey, as somebody's telephone or security key keeps it."""

import json
import re
from hashlib import sha256
from html import unescape
from secrets import token_bytes

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from tests.support.markup import markup

FLAG = AuthenticatorData.FLAG
SITE = "testserver"
DATA = re.compile(r'<script id="passkey-data" type="application/json">(.*?)</script>')


def asked(response):
    """Return what a page asks of a passkey."""
    return json.loads(unescape(DATA.search(markup(response))[1]))


class Passkey:
    """Makes the answers that a browser sends; `site` is for whom, `origin` from where."""

    def __init__(self, site=SITE, origin=f"https://{SITE}"):
        self.site, self.origin = site, origin
        self.name = token_bytes(16)
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.public = ES256.from_cryptography_key(self.private.public_key())

    def added(self, options, *, public=None):
        """Return the answer to a page that adds a passkey."""
        held = AttestedCredentialData.create(
            b"\0" * 16, self.name, public or self.public
        )
        data = self.data(FLAG.UP | FLAG.UV | FLAG.AT, held)
        made = AttestationObject.create("none", data, {})
        said = self.said("webauthn.create", options["creation_options"])
        return self.answer(clientDataJSON=said, attestationObject=made)

    def used(self, options, *, signed_by=None, flags=FLAG.UP | FLAG.UV):
        """Return the answer to a page that asks for a passkey."""
        said = self.said("webauthn.get", options["request_options"])
        data = self.data(flags)
        signature = (signed_by or self).private.sign(
            data + sha256(said).digest(), ec.ECDSA(SHA256())
        )
        return self.answer(
            clientDataJSON=said, authenticatorData=data, signature=signature
        )

    def data(self, flags, held=b""):
        return AuthenticatorData.create(
            sha256(self.site.encode()).digest(), flags, 0, held
        )

    def said(self, what, options):
        challenge = options["publicKey"]["challenge"]
        return CollectedClientData.create(what, challenge, self.origin)

    def answer(self, **response):
        name = websafe_encode(self.name)
        return {
            "type": "public-key",
            "id": name,
            "rawId": name,
            "response": {
                part: websafe_encode(bytes(content))
                for part, content in response.items()
            },
            "clientExtensionResults": {},
        }
