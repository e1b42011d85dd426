"""Converters for parts of URLs that Django has none for."""


class ReferenceConverter:
    """A submission's reference, without a dot, so that a format can follow it."""

    regex = "[A-Z0-9-]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
