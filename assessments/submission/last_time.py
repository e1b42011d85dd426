"""The submission that an authority looks back at, and the authorities that look back."""

from datetime import date

from django.db.models import DateField, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from ..models import Assessment, LocalAuthority, RegisterEntry, Submission

SAID = LocalAuthority.took_over_from.through.objects  # Coram Voice has


def newest(assessment: Assessment) -> QuerySet[Submission]:
    """Return the submission to look back at, as a queryset of one or none.

    It is the newest by its own date, whenever its round was opened and whenever it
    was imported, from before this assessment was first submitted.
    """
    first = Submission.objects.filter(assessment=assessment).order_by("number")
    day = Subquery(first.values("dated_on")[:1])
    before = Q(dated_on__lt=Coalesce(day, Value(date.max), output_field=DateField()))
    before |= Q(dated_on=day, pk__lt=Subquery(first.values("pk")[:1]))
    return (
        Submission.objects.filter(
            before, assessment__authority__in=_looked_back_at(assessment.authority_id)
        )
        .exclude(assessment=assessment)
        .order_by("-dated_on", "-pk")[:1]
    )


def _looked_back_at(authority: int) -> QuerySet[LocalAuthority]:
    """Return the authority with that key and those it took over from.

    Either the register says so or Coram Voice does; see `looking_back_at`.
    """
    code = LocalAuthority.objects.filter(pk=authority).values("code")
    before = RegisterEntry.objects.filter(succeeded_by__code__in=code)
    return LocalAuthority.objects.filter(
        Q(pk=authority)
        | Q(code__in=before.values("code"))
        | Q(
            pk__in=SAID.filter(from_localauthority=authority).values(
                "to_localauthority"
            )
        )
    )


def looking_back_at(authority: int) -> QuerySet[LocalAuthority]:
    """Return the authority with that key and those that took over from it."""
    code = LocalAuthority.objects.filter(pk=authority).exclude(code="").values("code")
    after = RegisterEntry.objects.filter(predecessors__code__in=code)
    return LocalAuthority.objects.filter(
        Q(pk=authority)
        | Q(code__in=after.values("code"))
        | Q(
            pk__in=SAID.filter(to_localauthority=authority).values(
                "from_localauthority"
            )
        )
    )
