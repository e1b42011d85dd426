"""The names of people, which emails to others repeat."""

import re
from typing import Any

from django.core.exceptions import ValidationError

from .models import User
from .text import TextField

# What a program that shows emails turns into a link: the site's own emails may not be
# made to lead anywhere else.
LINK = re.compile(r"[/\\@]|\w{2,}[.:]\w{2,}|\bwww\b", re.IGNORECASE)


class NameField(TextField):
    """A person's name: one line, without anything that could become a link."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"required": "Enter your name"})
        super().__init__(
            lines=False,
            max_length=User._meta.get_field("name").max_length,
            is_counted=False,
            **kwargs,
        )

    def validate(self, value: str) -> None:
        super().validate(value)
        if LINK.search(value):
            raise ValidationError(
                "Enter your name without web or email addresses. Put a space after "
                "each full stop",
                code="link",
            )
