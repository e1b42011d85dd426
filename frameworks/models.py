"""The instrument: each edition of the Baker & Dixon framework, as data.

Rows are loaded from `fixtures/` by `load_frameworks` and never edited on the site.
No code here or elsewhere knows how many areas, statements or scale points an
edition has. Texts are as the edition prints them, typing errors
and all; those whose name ends in `_md` carry the printed emphasis as light
Markdown (`**bold**`, `*italic*`, `<u>underlined</u>`).
"""

from django.db import models


class FrameworkManager(models.Manager["Framework"]):
    def get_by_natural_key(self, edition: str) -> "Framework":
        return self.get(edition=edition)


class Framework(models.Model):
    """One edition of the framework, complete enough to print the blank form.

    The JSON fields hold what is only ever read out in order:

    guidance         [{"heading", "blocks": [{"kind", "text_md", "number"?}]}], where
                     kind is paragraph, bullet, numbered or stray
    footnotes        [{"mark", "text_md"}], called from the guidance
    cover_questions  [{"key", "question", "box_label"}]; the keys are fields of the
                     cover sheet, or "authority"
    families         {slug: title} of similar statements in several areas
    follow_up        {"heading", "intro", "columns", "comment_prompts",
                     "total_label"}, or {} if the edition prints no follow-up form
    """

    edition = models.SlugField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    title_printed = models.CharField(max_length=200)
    published = models.DateField()
    credit = models.TextField(help_text="Who made it.")
    source = models.TextField(help_text="Where the texts were taken from.")
    contact = models.TextField(blank=True, help_text="The line on whom to send it to.")
    guidance = models.JSONField(default=list)
    footnotes = models.JSONField(default=list)
    cover_questions = models.JSONField(default=list)
    families = models.JSONField(default=dict)
    ideas_prompt = models.TextField(
        blank=True, help_text="Blank if the edition does not ask for ideas."
    )
    scores_heading = models.TextField(help_text="Over the scores out of ten.")
    scores_instruction = models.TextField(blank=True)
    scores_note = models.TextField(blank=True)
    scores_stem = models.TextField(
        blank=True, help_text="What each area's rating title completes."
    )
    follow_up = models.JSONField(default=dict)
    digest = models.CharField(
        max_length=64,
        blank=True,
        help_text="SHA-256 of the edition's fixture rows as last loaded.",
    )

    objects = FrameworkManager()

    class Meta:
        ordering = ["-published"]

    def __str__(self) -> str:
        return f"{self.title} ({self.edition})"

    def natural_key(self) -> tuple[str]:
        return (self.edition,)

    @property
    def asks_for_ideas(self) -> bool:
        return bool(self.ideas_prompt)


class ScalePointManager(models.Manager["ScalePoint"]):
    def get_by_natural_key(self, edition: str, value: int) -> "ScalePoint":
        return self.get(framework__edition=edition, value=value)


class ScalePoint(models.Model):
    """One answer on an edition's scale of agreement; a higher value is better.

    A point is on the agree side if its value is above the middle of the scale, on
    the disagree side if below, and on neither if it is the middle of an odd scale.
    """

    framework = models.ForeignKey(Framework, models.PROTECT, related_name="scale")
    value = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=50, help_text="As the guide names it: Agree.")
    column_heading = models.CharField(
        max_length=50, help_text="As the form's column prints it: Agree at present 4."
    )
    guide = models.TextField(help_text="When to choose it.")
    guide_number = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="Its number in the printed guide, which need not be its value.",
    )

    objects = ScalePointManager()

    class Meta:
        ordering = ["framework", "-value"]
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "value"], name="scale_point_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(value__gte=1), name="scale_point_from_one"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def natural_key(self) -> tuple[str, int]:
        return (*self.framework.natural_key(), self.value)

    natural_key.dependencies = ["frameworks.framework"]


class AreaManager(models.Manager["Area"]):
    def get_by_natural_key(self, edition: str, number: int) -> "Area":
        return self.get(framework__edition=edition, number=number)


class Area(models.Model):
    """A 'gold standard' area.

    Editions number and word their areas differently; `theme` is what the same
    area is called in every edition, so it is what comparisons across editions use.
    """

    framework = models.ForeignKey(Framework, models.PROTECT, related_name="areas")
    number = models.PositiveSmallIntegerField()
    theme = models.SlugField(max_length=30)
    title = models.CharField(max_length=250)
    examples = models.TextField(blank=True, help_text="Printed after the title.")
    heading_printed = models.TextField()
    row_label = models.CharField(
        max_length=250, blank=True, help_text="Printed beside the area's rows."
    )
    prompt_md = models.TextField(help_text="The question over the area's statements.")
    evidence_prompt = models.TextField()
    rating_title = models.CharField(
        max_length=250, help_text="How the score out of ten names the area."
    )
    rating_order = models.PositiveSmallIntegerField(
        help_text="Place on the page of scores out of ten."
    )
    follow_up_label = models.CharField(max_length=250, blank=True)
    follow_up_prompts = models.TextField(blank=True)

    objects = AreaManager()

    class Meta:
        ordering = ["framework", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "number"], name="area_number_unique"
            ),
            models.UniqueConstraint(
                fields=["framework", "theme"], name="area_theme_unique"
            ),
            models.UniqueConstraint(
                fields=["framework", "rating_order"], name="area_rating_order_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    def natural_key(self) -> tuple[str, int]:
        return (*self.framework.natural_key(), self.number)

    natural_key.dependencies = ["frameworks.framework"]


class StatementManager(models.Manager["Statement"]):
    def get_by_natural_key(self, edition: str, number: int, letter: str) -> "Statement":
        return self.get(
            area__framework__edition=edition, area__number=number, letter=letter
        )


class Statement(models.Model):
    """Something a gold standard service would agree with."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="statements")
    letter = models.CharField(max_length=2)
    text_md = models.TextField()
    footnote = models.TextField(blank=True)
    family = models.SlugField(
        max_length=30,
        blank=True,
        help_text="Similar statements in several areas; our own marking.",
    )

    mark = ""  # its footnote's number, once a page has numbered them

    objects = StatementManager()

    class Meta:
        ordering = ["area", "letter"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "letter"], name="statement_letter_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text_md}"

    @property
    def code(self) -> str:
        """The statement's position in its edition, for example "2b". Reads `area`."""
        return f"{self.area.number}{self.letter}"

    def natural_key(self) -> tuple[str, int, str]:
        return (*self.area.natural_key(), self.letter)

    natural_key.dependencies = ["frameworks.area"]


class CorrespondenceManager(models.Manager["Correspondence"]):
    def get_by_natural_key(
        self,
        earlier_edition: str,
        earlier_number: int,
        earlier_letter: str,
        later_edition: str,
        later_number: int,
        later_letter: str,
    ) -> "Correspondence":
        return self.get(
            earlier=Statement.objects.get_by_natural_key(
                earlier_edition, earlier_number, earlier_letter
            ),
            later=Statement.objects.get_by_natural_key(
                later_edition, later_number, later_letter
            ),
        )


class Correspondence(models.Model):
    """A statement of one edition that a statement of a later one continues.

    A statement may be split, merged or moved to another area, so this is many to
    many. It is curated, never guessed from letters or from how alike the texts are.
    """

    class Kind(models.TextChoices):
        SAME = "same", "Same wording"
        REWORDED = "reworded", "Reworded: asks the same thing"
        RELATED = "related", "Related: an answer could differ"

    earlier = models.ForeignKey(Statement, models.PROTECT, related_name="later_links")
    later = models.ForeignKey(Statement, models.PROTECT, related_name="earlier_links")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    change = models.CharField(max_length=50, blank=True)
    note = models.TextField(blank=True)

    objects = CorrespondenceManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["earlier", "later"], name="correspondence_unique"
            ),
            models.CheckConstraint(
                condition=~models.Q(earlier=models.F("later")),
                name="correspondence_of_two_statements",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.earlier.code} → {self.later.code} ({self.kind})"

    def natural_key(self) -> tuple[str, int, str, str, int, str]:
        return (*self.earlier.natural_key(), *self.later.natural_key())

    natural_key.dependencies = ["frameworks.statement"]
