"""The published register of local authorities, loaded from `fixtures/register/`."""

from datetime import date

from django.db import models


class RegisterSource(models.Model):
    """The source of the loaded register, for the pages that show it."""

    title = models.CharField(max_length=200)
    publisher = models.CharField(max_length=100)
    version = models.CharField(max_length=50)
    published = models.CharField(max_length=50)
    url = models.URLField()
    licence = models.CharField(max_length=100)
    licence_url = models.URLField()
    attribution = models.TextField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the loaded file.")
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"


class RegisterEntry(models.Model):
    """An authority in the register, whether or not it takes part here.

    A `LocalAuthority` is the entry whose `code` it has. Entries are never edited on
    the site: `load_register` replaces them.
    """

    code = models.CharField(max_length=9, unique=True, help_text="GSS code, of ONS.")
    name = models.CharField(max_length=100)
    short_name = models.CharField(max_length=100)
    other_names = models.JSONField(default=list, help_text="Earlier and other ones.")
    former_codes = models.JSONField(default=list)
    kind = models.CharField(max_length=50)
    region = models.CharField(max_length=50)
    started = models.DateField(null=True)
    ended = models.DateField(null=True)
    succeeded_by = models.ManyToManyField(
        "self", symmetrical=False, related_name="predecessors"
    )

    class Meta:
        ordering = ["short_name", "code"]
        verbose_name_plural = "register entries"

    def __str__(self) -> str:
        return self.name

    @property
    def names(self) -> list[str]:
        """Return every name it is or was known by, its own first."""
        return list(dict.fromkeys([self.name, self.short_name, *self.other_names]))

    def has_ended(self, today: date) -> bool:
        """Return whether the authority no longer exists."""
        return self.ended is not None and self.ended < today
