"""Parts of addresses that Django has no converter for."""


class ReferenceConverter:
    """A submission's reference, so that what follows its first dot is a format."""

    regex = "[A-Z0-9-]+"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value
