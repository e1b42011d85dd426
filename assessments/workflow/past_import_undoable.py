"""The reasons for which the import of a past submission cannot be undone."""

from collections.abc import Collection, Iterable

from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Concat

from ..models import (
    AuditEvent,
    Benchmark,
    DraftResponse,
    PastFile,
    RoundAnalysis,
    Submission,
)
from .common import Kind

# Reading, and who may take part, build nothing on a submission.
HARMLESS = {
    Kind.DOWNLOADED,
    Kind.DUE_CHANGED,
    Kind.FILE_TAKEN,
    Kind.INVITED,
    Kind.JOINED,
    Kind.LEFT,
    Kind.REMINDED,
    Kind.ROLE_CHANGED,
    Kind.TAKEN_AGREED,
    Kind.TAKEN_AWAY,
    Kind.WITHDRAWN,
}
NOT_IMPORTED = "This file is not imported."
OLDER = "It was imported before imports could be undone."
RELEASED = "{reference} is in release {number} of {round}."
ANALYSED = "{reference} is in analysis {number} of {round}, which was kept."
CHANGED = "{reference} has been worked on since it was imported: {what}."
REUSED = "Evidence of {reference} has been copied into a later assessment."


Why = dict[str, str]  # {reference of a submission: why its import cannot be undone}


def why_not(file: PastFile) -> str:
    """Return why the import of a file cannot be undone, or ""."""
    return reasons([file]).get(file.pk, NOT_IMPORTED)


def reasons(files: Iterable[PastFile]) -> dict[int, str]:
    """Return {key of an imported file: why its import cannot be undone, or ""}.

    Five queries, for any number of files.
    """
    imported = {file.submission_id: file for file in files if file.submission_id}
    submissions = list(
        Submission.objects.filter(pk__in=imported)
        .select_related("assessment")
        .only("reference", "assessment__round")
    )
    rounds = {each.assessment.round_id for each in submissions}
    found = _reused(submissions) | _changed(submissions)
    found |= {
        each.reference: OLDER
        for each in submissions
        if "content" not in imported[each.pk].before
    }
    found |= _analysed(rounds) | _released(rounds)
    return {imported[each.pk].pk: found.get(each.reference, "") for each in submissions}


def _reused(submissions: Collection[Submission]) -> Why:
    """Return those with evidence that a later assessment has; see `reuse_evidence`."""
    source = Concat(Value(", "), OuterRef("assessment__round__name"))
    later = DraftResponse.objects.filter(
        Q(carried_from__endswith=source)
        | Q(carried_from__contains=Concat(source, Value(" and "))),
        draft__group__assessment__authority=OuterRef("assessment__authority"),
    )
    references = (
        Submission.objects.filter(pk__in=[each.pk for each in submissions])
        .filter(Exists(later))
        .values_list("reference", flat=True)
    )
    return {each: REUSED.format(reference=each) for each in references}


def _changed(submissions: Collection[Submission]) -> Why:
    """Return those worked on since they were imported, with what was done last."""
    references = {each.assessment_id: each.reference for each in submissions}
    events = AuditEvent.objects.filter(
        assessment__in=references,
        at__gt=F("assessment__submissions__past_file__brought_in_at"),
    ).exclude(kind__in=HARMLESS)
    return {
        references[each.assessment_id]: CHANGED.format(
            reference=references[each.assessment_id], what=each
        )
        for each in events.select_related("by").order_by("at", "pk")
    }


def _analysed(rounds: Collection[int]) -> Why:
    """Return those that an analysis was kept of, with the first one."""
    of_them = Q(round__in=rounds) | Q(baseline__in=rounds)
    analyses = RoundAnalysis.objects.filter(of_them).select_related("round")
    return {
        row["reference"]: ANALYSED.format(
            reference=row["reference"], number=each.number, round=each.round
        )
        for each in analyses.order_by("-made_at", "-pk")
        for basis in each.basis.values()
        for row in basis or []
    }


def _released(rounds: Collection[int]) -> Why:
    """Return those whose results were released, with the first release."""
    benchmarks = Benchmark.objects.filter(round__in=rounds).select_related("round")
    return {
        reference: RELEASED.format(
            reference=reference, number=each.number, round=each.round
        )
        for each in benchmarks.defer("figures").order_by("-number")
        for reference in each.basis
    }
