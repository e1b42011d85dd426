"""The rules for passwords, in one wording everywhere.

The National Cyber Security Centre asks for length and a check against known passwords,
and for no rules about kinds of characters.
"""

from django.contrib.auth import password_validation as django_rules
from django.core.exceptions import ValidationError
from zxcvbn import zxcvbn

SHORTEST = 12  # characters
ENOUGH = 3  # of zxcvbn's 0 to 4: more than a hundred million guesses
READ = 72  # characters: zxcvbn takes no more, any further ones only add
OURS = [  # words of this service, which everybody here knows
    "leavingcare",
    "leaving",
    "care",
    "coramvoice",
    "coram",
    "voice",
    "self",
    "assessment",
    "baker",
    "dixon",
]
HINT = f"Use at least {SHORTEST} characters. Three random words work well."


class LongEnough(django_rules.MinimumLengthValidator):
    """Refuses a password that is too short."""

    def __init__(self):
        super().__init__(min_length=SHORTEST)

    def get_error_message(self):
        return f"Password must be {SHORTEST} characters or more"


class UnlikeThePerson(django_rules.UserAttributeSimilarityValidator):
    """Refuses a password that is like the person's email address or name."""

    def __init__(self):
        super().__init__(user_attributes=["email", "name"])

    def get_error_message(self):
        return "Choose a password that is not like your name or email address"


class HardToGuess(django_rules.CommonPasswordValidator):
    """Refuses what many people use, and what follows from it or from the keyboard."""

    def validate(self, password, user=None):
        if len(password) < SHORTEST:  # which is said already
            return
        super().validate(password, user)
        if zxcvbn(password[:READ], OURS)["score"] < ENOUGH:
            raise ValidationError(self.get_error_message(), code="password_too_common")

    def get_error_message(self):
        return "Choose a password that is harder to guess"
