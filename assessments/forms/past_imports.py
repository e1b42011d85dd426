"""The forms for importing past submissions: which files, their authorities and round."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypedDict, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from ..files.incoming.decisions import LEAVE, Decisions, choices_of, questions_of
from ..files.json.submission import PastSubmission
from ..models import LocalAuthority, PastBatch, Round
from ..submission.shown.content import Labels
from ..workflow.past_import_row import Row
from .common import set_choices
from .dates import DayField
from .setting_up import NameField

NEW = "new"  # no round has this short name
MOST_FILES, MOST_MEGABYTES = 50, 25  # in one form
AUTHORITIES = "authorities"  # the id of the page's list of names
NO_FILE = "Choose at least one file"
DECIDE_FIRST = "Decide how {name} is read before you import it"
SELECT = "Select at least one file to import"
DECIDE = "Decide how this is read"
REST = "leave-rest"  # the button that leaves out everything not decided


class ChosenRound(TypedDict):
    """The round that was chosen, or the name of a new one."""

    round: Round | None
    new_round: str


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, cleaned to a list of them in the order they were chosen."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        if not isinstance(data, list | tuple) or not data:
            raise forms.ValidationError(NO_FILE, code="required")
        return list(data)


class WhichRoundForm(forms.Form):
    """The round that files belong to: an existing one, a new one, or as each says."""

    round = forms.ChoiceField(
        label="Which round do they belong to?",
        help_text="Word forms do not name their round. Data (JSON) does, but is added "
        "to the round you choose here, if you choose one.",
        required=False,
        error_messages={"invalid_choice": "Choose a round from the list"},
    )
    new_round = NameField(
        Round,
        label="Name of the new round, if you chose that",
        help_text="For example, Autumn baseline.",
        required=False,
    )

    def __init__(
        self, rounds: Iterable[Round], data: QueryDict | None = None, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.rounds = {round.slug: round for round in rounds}
        set_choices(
            self.fields["round"],
            [
                ("", "As each file says"),
                *((slug, round.name) for slug, round in self.rounds.items()),
                (NEW, "A new round"),
            ],
        )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        chosen, name = cleaned.get("round"), cleaned.get("new_round")
        if chosen == NEW and not name and "new_round" not in self.errors:
            self.add_error("new_round", "Enter the name of the new round")
        if name and chosen != NEW and "round" not in self.errors:
            self.add_error(
                "new_round", "Choose ‘A new round’ above, or remove this name"
            )
        return cleaned

    @property
    def chosen(self) -> ChosenRound:
        return {
            "round": self.rounds.get(self.cleaned_data["round"]),
            "new_round": self.cleaned_data["new_round"],
        }


class FilesForm(WhichRoundForm):
    """The files to read. This form does not check their content."""

    files = FilesField(  # type: ignore[assignment]  # a field, not what was sent
        label="Choose the files",
        help_text=f"Completed Word forms (.docx) and data (.json), up to {MOST_FILES} "
        f"files and {MOST_MEGABYTES} MB at once. You can check what is in them before "
        "anything is imported.",
        widget=ManyFiles(
            attrs={
                "accept": ".docx,.json,application/json,application/vnd.openxml"
                "formats-officedocument.wordprocessingml.document"
            }
        ),
    )
    field_order = ["files", "round", "new_round"]

    @property
    def files_read(self) -> list[tuple[str, bytes]]:
        """The files chosen: [(name, bytes)]."""
        files: list[UploadedFile] = self.cleaned_data["files"]
        return [(file.name or "", file.read()) for file in files]


class BatchForm(WhichRoundForm):
    """The authority of each file, and whether to import it."""

    def __init__(
        self,
        rows: Sequence[Row],
        rounds: Iterable[Round],
        data: QueryDict | None = None,
        *,
        batch: PastBatch | None = None,
    ) -> None:
        super().__init__(rounds, data)
        if batch:
            new = NEW if batch.new_round else ""
            self.initial = {
                "round": batch.round.slug if batch.round else new,
                "new_round": batch.new_round,
            }
        self.rows = rows
        self.waiting = [row for row in rows if is_waiting(row)]
        for row in self.waiting:
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
                label=f"Import {name}",
                required=False,
                initial=is_offered(row),
                widget=forms.CheckboxInput(attrs={"class": "govuk-checkboxes__input"}),
            )
            self.fields[f"round-{row.file.pk}"] = self._round_field(row)
            if row.lacks_day:
                self.fields[f"day-{row.file.pk}"] = _day_field(row)

    def _round_field(self, row: Row) -> forms.ChoiceField:
        return forms.ChoiceField(
            label=f"Round of {row.file.name}",
            choices=[
                ("", "As for all files"),
                *((slug, round.name) for slug, round in self.rounds.items()),
            ],
            required=False,
            initial=row.file.round.slug if row.file.round else "",
            widget=forms.Select(attrs={"class": "govuk-select"}),
            error_messages={"invalid_choice": "Choose a round from the list"},
        )

    @property
    def own_rounds(self) -> dict[int, Round | None]:
        """The round of each file that was chosen for it alone, by the file's pk."""
        return {
            row.file.pk: self.rounds.get(self.cleaned_data[f"round-{row.file.pk}"])
            for row in self.waiting
        }

    @property
    def days(self) -> dict[int, date | None]:
        """The day on which each file was completed, by its pk, where that was asked."""
        return {
            row.file.pk: self.cleaned_data[f"day-{row.file.pk}"]
            for row in self.waiting
            if row.lacks_day
        }

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        for row in self.waiting:
            take = f"take-{row.file.pk}"
            if row.undecided and cleaned.get(take):
                self.add_error(take, DECIDE_FIRST.format(name=row.file.name))
        return cleaned

    @property
    def authorities(self) -> dict[int, str]:
        """The name of each file's authority, by the file's pk."""
        return {
            row.file.pk: self.cleaned_data[f"authority-{row.file.pk}"]
            for row in self.waiting
        }

    @property
    def asked(self) -> list[int]:
        """The pks of the files that were selected, also on a page of before."""
        pks = [row.file.pk for row in self.rows]
        return [pk for pk in pks if f"take-{pk}" in self.data]


class UndoForm(forms.Form):
    """A confirmation that what was imported should be deleted."""

    confirmed = forms.BooleanField(
        label="Yes, delete what was imported",
        error_messages={
            "required": "Confirm that you want to delete what was imported"
        },
    )


class DecisionsForm(forms.Form):
    """The decisions on a file that is in doubt, with one field for each question."""

    def __init__(
        self,
        found: PastSubmission,
        labels: Labels,
        data: QueryDict | None = None,
        *,
        decisions: Mapping[int, str] | None = None,
    ) -> None:
        super().__init__(data)
        self.leaves_rest = bool(data and REST in data)
        for place, question in enumerate(questions_of(found)):
            self.fields[f"question-{place}"] = forms.ChoiceField(
                label=f"How do you read {question.where}?",
                choices=choices_of(question, found["responses"], labels),
                initial=(decisions or {}).get(place),
                required=not self.leaves_rest,
                widget=forms.RadioSelect,
                error_messages={
                    "required": f"{DECIDE}: {question.where}",
                    "invalid_choice": f"{DECIDE}: {question.where}",
                },
            )

    @property
    def decisions(self) -> Decisions:
        """The decisions: {place of the question: choice}."""
        names = [f"question-{place}" for place in range(len(self.fields))]
        return {
            place: cast("str", self.cleaned_data[name]) or LEAVE
            for place, name in enumerate(names)
        }


def _day_field(row: Row) -> DayField:
    return DayField(
        label=f"When {row.file.name} was completed",
        required=False,
        initial=row.file.completed_on,
        widget=forms.TextInput(attrs={"class": "govuk-input"}),
    )


def is_waiting(row: Row) -> bool:
    """Return whether a file was read and is not imported."""
    return row.file.submission_id is None and not row.file.refusal


def is_offered(row: Row) -> bool:
    """Return whether a file is selected at first: it is ready and nothing is unusual."""
    if not row.is_ready or not row.summary or row.same or row.is_after:
        return False
    says = row.summary["rated"] + row.summary["evidence"] + row.summary["scores"]
    return bool(says) and row.summary["is_as_exported"] is not False
