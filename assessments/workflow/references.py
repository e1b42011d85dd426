"""The references by which people name a submission, a follow-up or a form."""

import secrets

# Letters and digits that are not mistaken for each other when read aloud.
ALPHABET = "23456789CFGHJMPQRVWX"


def new_reference(kind: str, *, parts: int = 2) -> str:
    """Return a new reference that people can read out: "BD-4F7H-9QXR" for "BD".

    Nobody can guess one of three parts.
    """
    made = ["".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(parts)]
    return "-".join([kind, *made])
