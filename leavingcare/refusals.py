"""Refusals to people who may ask for something, but not now."""


class Refused(Exception):
    """The state of things does not allow this; the message tells the person why.

    Answered as 409 with the reason and, for a POST, what was typed. `link` is the
    (URL, words) of what the person can do about it, if there is such a page.
    """

    def __init__(self, reason: str, *, link: tuple[str, str] | None = None) -> None:
        super().__init__(reason)
        self.link = link
