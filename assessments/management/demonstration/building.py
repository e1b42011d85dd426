"""The authorities of a demonstration, each at another stage."""

from datetime import datetime, time, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.text import slugify

from assessments.models import (
    AgreedResponse,
    Draft,
    Invitation,
    LocalAuthority,
    Membership,
    Role,
    Round,
)
from assessments.workflow import (
    follow_up_requests,
    inviting,
    moderating,
    second_ratings,
    setting_up,
    signing_off,
    submitting,
)
from frameworks.models import Framework
from leavingcare.demonstration import STAFF, address_of
from leavingcare.models import StaffRole, User

from .following import follow_up, hand_over, hear_young_people, plan
from .rating import rate
from .working_together import beside_the_submission, work_together
from .writing import Writer

DAY = timedelta(days=1)
SETTLED = 6  # statements of the first area under discussion
Outcome = AgreedResponse.Outcome


class Demonstration:
    """Builds the demonstration from its texts, the same one every time."""

    def __init__(self, texts, framework):
        self.texts, self.framework = texts, framework
        self.now, self.today = timezone.now(), timezone.localdate()
        self.writer = Writer(texts, framework, self.now)
        self.people = {}

    def build(self):
        self.round = Round.objects.create(
            name=self.texts["round"],
            slug=slugify(self.texts["round"]),
            framework=self.framework,
            opens_on=self.today - 28 * DAY,
            closes_on=self.today + 28 * DAY,
        )
        self.add_people()
        self.setting_up("Southmere")
        self.last_time("Eastvale")
        rate(self, *self.start("Eastvale"))
        self.discussing("Northmoor")
        self.approving("Hillford")
        self.submitted("Westhaven")
        work_together(self)

    def add_people(self):
        password = make_password(self.texts["password"])  # slow on purpose: once
        for place, members in self.texts["people"].items():
            authority = None
            if place != STAFF:
                authority = LocalAuthority.objects.create(
                    name=place, slug=slugify(place)
                )
            for name, short, *role in members:
                user = User.objects.create(
                    email=address_of(short),
                    password=password,
                    name=name,
                    is_staff=not authority,
                    staff_role=StaffRole.OFFICER if authority else role[0],
                )
                EmailAddress.objects.create(
                    user=user, email=user.email, verified=True, primary=True
                )
                self.people[short] = user
                if authority:
                    Membership.objects.create(
                        user=user, authority=authority, role=role[0]
                    )

    def start(self, place):
        """Start the authority's assessment; return it and its moderator."""
        authority = LocalAuthority.objects.get(name=place)
        assessment = setting_up.start(
            authority=authority, round=self.round, by=self.people["val"]
        )
        return assessment, self.members(assessment, Role.MODERATOR)[0]

    def members(self, assessment, role):
        rows = assessment.authority.memberships.filter(role=role).order_by("pk")
        return [row.user for row in rows.select_related("user")]

    def setting_up(self, place):
        """Start an assessment: two people invited, and one invitation expired."""
        assessment, moderator = self.start(place)
        old = self.texts["invited_long_ago"]
        inviting.invite_all(
            authority=assessment.authority,
            addresses=[old, *self.texts["invited"]],
            role=Role.CONTRIBUTOR,
            by=moderator,
        )
        Invitation.objects.filter(email=old).update(
            invited_at=self.now - 20 * DAY, expires_at=self.now - 6 * DAY
        )

    def last_time(self, place):
        """Submit the authority's assessment of a round of the previous edition."""
        edition = (
            Framework.objects.filter(
                areas__statements__later_links__later__area__framework=self.framework
            )
            .distinct()
            .first()
        )
        if edition is None:
            return
        name = self.texts["earlier_round"]
        round = Round.objects.create(
            name=name,
            slug=slugify(name),
            framework=edition,
            opens_on=edition.published,
            closes_on=edition.published + 90 * DAY,
        )
        assessment = setting_up.start(
            authority=LocalAuthority.objects.get(name=place),
            round=round,
            by=self.people["val"],
        )
        then = timezone.make_aware(datetime.combine(round.closes_on, time(12)))
        self.agree(assessment, list(edition.scale.all()), then)
        assessment.agreed_areas.update(global_score=5, scored_at=then)
        assessment.completed_on = round.closes_on
        assessment.lead_name = self.people["oli"].name
        assessment.save()
        submitting.freeze(assessment, by=None, at=then)
        said, oli = self.texts["beside"], self.people["oli"]
        day = round.closes_on + 180 * DAY
        follow_up(assessment, said["follow_up"], oli, completed_on=day)
        hand_over(assessment, timezone.make_aware(datetime.combine(day, time(12))))

    def agree(self, assessment, scale, at):
        """Settle every statement of an earlier assessment, in one UPDATE."""
        responses = list(assessment.agreed_responses.order_by("pk"))
        for number, response in enumerate(responses):
            response.outcome = Outcome.AGREED
            response.settled_at = at
            response.rating = scale[number * 3 % len(scale)]
            if number % 4:
                response.evidence = self.writer.pick("evidence", number * 7)
            if number % 9 == 0:
                response.outcome = Outcome.NOT_AGREED
                response.rating = None
                response.candidates = [point.value for point in scale[:2]]
        AgreedResponse.objects.bulk_update(
            responses,
            ["outcome", "rating", "candidates", "evidence", "settled_at"],
        )

    def everybody_rates(self, place):
        """Have every group rate every area and hand it in."""
        assessment, moderator = self.start(place)
        members = self.members(assessment, Role.CONTRIBUTOR)
        areas = list(self.framework.areas.all())
        for place_in, name in enumerate(self.texts["groups"]):
            member = members[place_in % len(members)]
            group = setting_up.add_group(
                assessment=assessment,
                name=name,
                areas=areas,
                by=moderator,
                members=[member],
            )
            self.writer.answer(group, [member], place=place_in)
            Draft.objects.filter(group=group).update(
                handed_in_at=self.now - timedelta(hours=18 + place_in),
                handed_in_by=member,
                global_score=5 + place_in % 3,
            )
        return assessment, moderator

    def open_discussions(self, assessment, by, areas):
        rows = assessment.agreed_areas.select_related("area", "assessment")
        for agreed_area in rows.filter(area__in=areas):
            moderating.open_discussion(agreed_area=agreed_area, by=by)

    def discussing(self, place):
        """Open three discussions, one half settled; a group still rates an area."""
        assessment, moderator = self.everybody_rates(place)
        areas = list(self.framework.areas.all())
        late = Draft.objects.filter(group__assessment=assessment, area=areas[-1]).last()
        late.handed_in_at = late.handed_in_by = None
        late.save()
        self.open_discussions(assessment, moderator, areas[:3])
        responses = assessment.agreed_responses.filter(statement__area=areas[0])
        self.writer.settle(assessment, responses[:SETTLED], moderator)
        self.disagree(assessment, areas)
        day = self.today - 60 * DAY
        hear_young_people(assessment, self.texts["beside"], moderator, day=day)

    def disagree(self, assessment, areas):
        """Have one group disagree with an agreed answer, and another change its mind."""
        group = assessment.groups.get(name=self.texts["groups"][0])
        member = group.members.get()
        others = assessment.agreed_responses.filter(
            statement=OuterRef("statement"), outcome=Outcome.AGREED
        ).exclude(rating=OuterRef("rating"))
        first, second = [
            group.drafts.get(area=area)
            .responses.exclude(rating=None)
            .annotate(differs=Exists(others))
            .order_by("-differs", "pk")
            .first()
            for area in areas[:2]
        ]
        second_ratings.dissent(
            response=first, text=self.texts["dissent"], seen=None, by=member
        )
        lowest = self.writer.points[-1]
        second_ratings.give_second_rating(
            response=second, value=lowest.value, by=member
        )

    def settled(self, place):
        """Settle everything, give the scores, and fill in the cover sheet."""
        assessment, moderator = self.everybody_rates(place)
        self.open_discussions(assessment, moderator, self.framework.areas.all())
        self.writer.settle(assessment, assessment.agreed_responses.all(), moderator)
        for agreed_area in assessment.agreed_areas.select_related("area"):
            agreed_area.global_score = 5 + agreed_area.area.number % 3
            agreed_area.scored_at, agreed_area.scored_by = self.now, moderator
            agreed_area.save()
        assessment.completed_on = self.today
        for name in ("how_completed", "who_was_involved"):
            setattr(assessment, name, self.texts[name])
        assessment.lead_name, assessment.lead_job_title = moderator.name, "Moderator"
        assessment.lead_email = moderator.email
        assessment.save()
        return assessment, moderator

    def approving(self, place):
        assessment, moderator = self.settled(place)
        signing_off.ask(assessment=assessment, by=moderator)

    def submitted(self, place):
        assessment, moderator = self.settled(place)
        blanks = submitting.unconfirmed_blanks(assessment)
        submitting.submit(assessment=assessment, by=moderator, confirmed=blanks)
        said = self.texts["beside"]
        hear_young_people(assessment, said, moderator, day=self.today - 7 * DAY)
        plan(assessment, said["plan"], moderator, today=self.today)
        follow_up_requests.ask(
            round=self.round,
            due_on=self.today + 90 * DAY,
            assessments=[assessment],
            by=self.people["val"],
        )
        follow_up(assessment, said["follow_up"], moderator, areas=4)
        beside_the_submission(self, assessment, moderator)
