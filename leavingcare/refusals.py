"""Refusals to people who may ask for something, but not now."""


class Refused(Exception):
    """The state of things does not allow this; the message tells the person why.

    Answered as 409 with the reason and, for a POST, what was typed.
    """
