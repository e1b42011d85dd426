"""The findings of young people's survey, for the discussion of their areas."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet

from frameworks.models import Area
from leavingcare.compiled import compiled

from ..access import Access
from ..models import SurveyFinding

SHORT = 400  # characters, more than which are folded


@dataclass(frozen=True)
class Heard:
    """The findings about an area."""

    area: Area
    findings: list[SurveyFinding]

    @property
    def is_long(self) -> bool:
        """Return whether a page folds them."""
        return sum(len(each.text) for each in self.findings) > SHORT


def heard(access: Access, areas: Collection[int]) -> list[Heard]:
    """Return the findings about areas, by their keys, that a person may read.

    Groups read them in the submission. One query; none for others than moderators.
    """
    if not access.can["read_young_people"]:
        return []
    rows = _findings(access.assessment.pk, tuple(areas))
    return [
        Heard(area, list(findings))
        for area, findings in groupby(rows, key=lambda each: each.area)
    ]


@compiled
def _findings(assessment: int, areas: tuple[int, ...]) -> QuerySet[SurveyFinding]:
    """Return the findings listed about areas, in their order, with the area of each."""
    listed = SurveyFinding.objects.listed().select_related("area")
    return listed.filter(assessment=assessment, area__in=areas)


def findings_in(every: Iterable[Heard]) -> list[str]:
    """Return every text that people wrote in what `heard` gives."""
    return [each.text for found in every for each in found.findings]
