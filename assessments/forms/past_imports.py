"""The forms of bringing in past submissions: which files, whose they are, which round."""

from django import forms

from ..models import LocalAuthority, Round
from .setting_up import NameField

NEW = "new"  # no round has this address
MOST_FILES = 50
AUTHORITIES = "authorities"  # the id of the page's list of names
NO_FILE = "Choose at least one file"
IN_DOUBT = (
    "Tick ‘Leave out what is in doubt’, or make the form plain in Word and read it "
    "again"
)


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; cleaned to a list of them, in the order they were chosen."""

    widget = ManyFiles

    def clean(self, data, initial=None):
        if not isinstance(data, list | tuple) or not data:
            raise forms.ValidationError(NO_FILE, code="required")
        return list(data)


class WhichRoundForm(forms.Form):
    """Which round files are of: one that is there, a new one, or as each file says."""

    round = forms.ChoiceField(
        label="Which round are they of?",
        help_text="Word forms do not say their round. Data (JSON) does, and goes to "
        "the round you choose here instead, if you choose one.",
        required=False,
        error_messages={"invalid_choice": "Choose a round from the list"},
    )
    new_round = NameField(
        Round,
        label="Name of the new round, if you chose that",
        help_text="For example, Autumn baseline.",
        required=False,
    )

    def __init__(self, rounds, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.rounds = {round.slug: round for round in rounds}
        self.fields["round"].choices = [
            ("", "As each file says"),
            *((slug, round.name) for slug, round in self.rounds.items()),
            (NEW, "A new round"),
        ]

    def clean(self):
        cleaned = super().clean()
        chosen, name = cleaned.get("round"), cleaned.get("new_round")
        if chosen == NEW and not name and "new_round" not in self.errors:
            self.add_error("new_round", "Type the name of the new round")
        if name and chosen != NEW and "round" not in self.errors:
            self.add_error(
                "new_round", "Choose ‘A new round’ above, or take this name out"
            )
        return cleaned

    @property
    def chosen(self):
        """{"round": a Round or None, "new_round": a name or ""}."""
        return {
            "round": self.rounds.get(self.cleaned_data["round"]),
            "new_round": self.cleaned_data["new_round"],
        }


class FilesForm(WhichRoundForm):
    """The files to read. What is in them is not looked at here."""

    files = FilesField(  # type: ignore[assignment]  # a field, not what was sent
        label="Choose the files",
        help_text=f"Completed Word forms (.docx) and data (.json), up to {MOST_FILES} "
        "files and 25 MB at once. Nothing is brought in yet: you see first what is in "
        "them.",
        widget=ManyFiles(
            attrs={
                "accept": ".docx,.json,application/json,application/vnd.openxml"
                "formats-officedocument.wordprocessingml.document"
            }
        ),
    )
    field_order = ["files", "round", "new_round"]

    @property
    def files_read(self):
        """[(name, bytes)] of the files chosen."""
        return [(file.name, file.read()) for file in self.cleaned_data["files"]]


class BatchForm(WhichRoundForm):
    """Whose each file is, and whether it is to be brought in."""

    def __init__(self, rows, rounds, data=None, *, batch=None):
        super().__init__(rounds, data)
        if batch:
            self.initial = {
                "round": batch.round.slug
                if batch.round
                else NEW * bool(batch.new_round),
                "new_round": batch.new_round,
            }
        self.pks = [row.file.pk for row in rows if is_waiting(row)]
        for row in rows:
            if not is_waiting(row):
                continue
            name = row.file.name
            self.fields[f"authority-{row.file.pk}"] = NameField(
                LocalAuthority,
                label=f"Authority of {name}",
                required=False,
                initial=row.file.authority,
                widget=forms.TextInput(
                    attrs={"class": "govuk-input", "list": AUTHORITIES}
                ),
            )
            self.fields[f"take-{row.file.pk}"] = forms.BooleanField(
                label=f"Bring in {name}",
                required=False,
                initial=is_offered(row),
                widget=forms.CheckboxInput(attrs={"class": "govuk-checkboxes__input"}),
            )

            if row.questions:
                self.fields[f"without-{row.file.pk}"] = forms.BooleanField(
                    label="Leave out what is in doubt",
                    required=False,
                    widget=forms.CheckboxInput(
                        attrs={"class": "govuk-checkboxes__input"}
                    ),
                )

    def clean(self):
        cleaned = super().clean()
        for pk in self.pks:
            name = f"without-{pk}"
            is_open = name in self.fields and not cleaned.get(name)
            if is_open and cleaned.get(f"take-{pk}"):
                self.add_error(name, IN_DOUBT)
        return cleaned

    @property
    def without_doubt(self):
        """The pks of the files that come in without what is in doubt."""
        return {pk for pk in self.pks if self.cleaned_data.get(f"without-{pk}")}

    @property
    def authorities(self):
        """{file's pk: the name of its authority}."""
        return {pk: self.cleaned_data[f"authority-{pk}"] for pk in self.pks}

    @property
    def taken(self):
        """The pks of the files ticked."""
        return [pk for pk in self.pks if self.cleaned_data[f"take-{pk}"]]


def is_waiting(row):
    """Whether a row's file was read and has not been brought in."""
    return row.file.submission_id is None and not row.file.refusal


def is_offered(row):
    """Whether a file is ticked before anybody has looked: nothing speaks against it."""
    says = row.summary["rated"] + row.summary["evidence"] + row.summary["scores"]
    return (
        row.is_ready
        and bool(says)
        and row.summary["is_as_exported"] is not False
        and not row.questions
    )
