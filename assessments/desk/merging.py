"""The plan of merging two authorities: shown first, and made again when it is done."""

from dataclasses import dataclass, field

from django.db.models import Q

from ..models import (
    AgreedResponse,
    Assessment,
    Cluster,
    Invitation,
    LocalAuthority,
    Membership,
    Role,
    YoungPeopleRecord,
)

Status = Assessment.Status


@dataclass
class MergePlan:
    """The outcome for everything that the double has.

    moved       assessments that the kept authority gets
    parked      assessments that nobody has begun, in a round of which both have one:
                they are taken out, and stay with the double
    given_back  those of the kept one that are parked in place of the double's
    memberships, invitations  that move
    clusters    clusters of the double that the kept one joins
    repeated    memberships and invitations that the kept one has already
    promoted    memberships of the kept one whose person moderates for the double
    problems    what keeps the two from being merged, a sentence each
    """

    kept: LocalAuthority
    double: LocalAuthority
    moved: list[Assessment] = field(default_factory=list)
    parked: list[Assessment] = field(default_factory=list)
    given_back: list[Assessment] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)
    repeated: list[Membership] = field(default_factory=list)
    promoted: list[Membership] = field(default_factory=list)
    invitations: list[Invitation] = field(default_factory=list)
    repeated_invitations: list[Invitation] = field(default_factory=list)
    clusters: list[Cluster] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def open_invitations(self) -> list[Invitation]:
        """Return the invitations that move and can still be accepted."""
        return [
            each
            for each in self.invitations
            if not each.accepted_at and not each.withdrawn_at and not each.has_expired
        ]


def plan(kept: LocalAuthority, double: LocalAuthority) -> MergePlan:
    """Return what merging the double into the kept authority would do."""
    found = MergePlan(kept, double)
    if kept.pk == double.pk:
        found.problems.append("Choose another authority.")
        return found
    for each in (kept, double):
        if each.merged_into:
            found.problems.append(f"{each} has been merged into {each.merged_into}.")
    if kept.code and double.code:
        found.problems.append(
            f"The register has both: {kept} is {kept.code} and {double} is "
            f"{double.code}. They are two authorities."
        )
    _plan_assessments(found)
    _plan_people(found)
    joins = double.clusters.exclude(pk__in=kept.clusters.values("pk"))
    found.clusters = list(joins.order_by("name"))
    return found


def _plan_assessments(found: MergePlan) -> None:
    theirs = {
        each.round_id: each
        for each in Assessment.objects.filter(authority=found.kept).select_related(
            "round"
        )
    }
    for each in Assessment.objects.filter(authority=found.double).select_related(
        "round"
    ):
        other = theirs.get(each.round_id)
        if other is None:
            found.moved.append(each)
        elif each.is_withdrawn:
            continue  # it stays with the double, for the record
        elif is_untouched(each):
            found.parked.append(each)
        elif other.is_withdrawn or is_untouched(other):
            found.moved.append(each)
            found.given_back.append(other)
        else:
            found.problems.append(
                f"Both have worked in {each.round}. Decide which continues, and take the "
                "other out of the round first."
            )


def is_untouched(assessment: Assessment) -> bool:
    """Return whether nobody has done anything in the assessment yet."""
    settled = ~Q(outcome=AgreedResponse.Outcome.NOT_SETTLED)
    return not (
        assessment.version
        or assessment.groups.exists()
        or assessment.submissions.exists()
        or assessment.agreed_responses.filter(settled | Q(version__gt=0)).exists()
        or assessment.agreed_areas.filter(version__gt=0).exists()
        or assessment.agreed_areas.opened().exists()
        or assessment.young_people_scores.filter(version__gt=0).exists()
        or YoungPeopleRecord.objects.filter(
            assessment=assessment, version__gt=0
        ).exists()
        or assessment.survey_findings.exists()
    )


def _plan_people(found: MergePlan) -> None:
    theirs = {
        each.user_id: each
        for each in found.kept.memberships.select_related("user").order_by("pk")
    }
    for each in found.double.memberships.select_related("user").order_by("user__name"):
        other = theirs.get(each.user_id)
        if other is None:
            found.memberships.append(each)
            continue
        found.repeated.append(each)
        if each.role == Role.MODERATOR != other.role:
            found.promoted.append(other)
    emails = {each.user.email for each in [*theirs.values(), *found.memberships]}
    open_ones = {"accepted_at": None, "withdrawn_at": None}
    emails |= set(
        found.kept.invitations.filter(**open_ones).values_list("email", flat=True)
    )
    for invitation in found.double.invitations.all():
        is_open = not invitation.accepted_at and not invitation.withdrawn_at
        repeats = is_open and invitation.email in emails
        (found.repeated_invitations if repeats else found.invitations).append(
            invitation
        )
