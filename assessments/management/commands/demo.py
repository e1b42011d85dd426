"""A browsable demonstration: four invented authorities, each at another stage."""

import json
from datetime import datetime, time, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from assessments.models import (
    AgreedResponse,
    Draft,
    DraftResponse,
    LocalAuthority,
    Membership,
    Role,
    Round,
)
from assessments.workflow import moderating, setting_up, submitting
from assessments.workflow.drafting import keep_revision
from frameworks.models import Framework
from leavingcare.models import User

TEXTS = settings.BASE_DIR / "fixtures" / "demo" / "texts.json"
PASSWORD = "a walk by the river"
DOMAIN = "example.org"


class Command(BaseCommand):
    """Fills an empty site; on a site that has the demonstration it only says who."""

    help = "Fill an empty demonstration site, and print the people to sign in as."

    def handle(self, *args, **options):
        if not settings.DEMO:
            raise CommandError("This fills a demonstration. Set DEMO=1 to make one.")
        texts = json.loads(TEXTS.read_text())
        if not Round.objects.filter(name=texts["round"]).exists():
            with transaction.atomic():
                Demonstration(texts).build()
        self.say_who(texts["people"])

    def say_who(self, people):
        self.stdout.write(f"\nSign in as any of these. Password: {PASSWORD}\n\n")
        for place, members in people.items():
            for name, *rest in members:
                address, role = f"{rest[0]}@{DOMAIN}", (rest[1:] or [""])[0]
                part = f"{role}, {place}" if role else "Coram Voice staff"
                self.stdout.write(f"  {address:<20} {name:<14} {part}")


class Demonstration:
    """Builds the demonstration from its texts, the same one every time."""

    def __init__(self, texts):
        self.texts = texts
        self.people = {}
        self.now = timezone.now()

    def build(self):
        framework = Framework.objects.first()
        if framework is None:
            raise CommandError("Load the frameworks first: manage.py load_frameworks.")
        self.scale = {point.value: point for point in framework.scale.all()}
        self.round = Round.objects.create(
            name=self.texts["round"],
            slug=slugify(self.texts["round"]),
            framework=framework,
            opens_on=timezone.localdate() - timedelta(days=28),
            closes_on=timezone.localdate() + timedelta(days=28),
        )
        self.add_people()
        self.last_time("Eastvale", framework)
        self.rating("Eastvale")
        self.moderating("Northmoor")
        self.submitted("Westhaven")
        self.start("Southmere")

    def add_people(self):
        for place, members in self.texts["people"].items():
            authority = None
            if place != "staff":
                authority = LocalAuthority.objects.create(
                    name=place, slug=slugify(place)
                )
            for name, address, *role in members:
                user = User.objects.create_user(
                    f"{address}@{DOMAIN}", PASSWORD, name=name, is_staff=not authority
                )
                EmailAddress.objects.create(
                    user=user, email=user.email, verified=True, primary=True
                )
                self.people[address] = user
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
        moderator = authority.memberships.get(role=Role.MODERATOR).user
        return assessment, moderator

    def last_time(self, place, framework):
        """What the authority submitted in a round of the edition before."""
        edition = (
            Framework.objects.filter(
                areas__statements__later_links__later__area__framework=framework
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
            closes_on=edition.published + timedelta(days=90),
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
        assessment.lead_name = "Oli Example"
        assessment.save()
        submitting.freeze(assessment, by=None, at=then)

    def agree(self, assessment, scale, at):
        """Settle every statement of an assessment on something, in one UPDATE."""
        responses = list(assessment.agreed_responses.order_by("pk"))
        for number, response in enumerate(responses):
            response.outcome = AgreedResponse.Outcome.AGREED
            response.settled_at = at
            response.rating = scale[number * 3 % len(scale)]
            if number % 4:
                response.evidence = self.pick("evidence", number * 7)
            if number % 9 == 0:
                response.outcome = AgreedResponse.Outcome.NOT_AGREED
                response.rating = None
                response.candidates = [point.value for point in scale[:2]]
        AgreedResponse.objects.bulk_update(
            responses,
            ["outcome", "rating", "candidates", "evidence", "settled_at"],
        )

    def contributors(self, assessment):
        return [
            member.user
            for member in assessment.authority.memberships.filter(
                role=Role.CONTRIBUTOR
            ).order_by("pk")
        ]

    def rating(self, place):
        """A group for each area, half of them part of the way through, and one more."""
        assessment, moderator = self.start(place)
        setting_up.apply_preset(
            assessment=assessment,
            preset=setting_up.Preset.GROUP_PER_AREA,
            by=moderator,
        )
        members = self.contributors(assessment)
        for place_in, group in enumerate(assessment.groups.order_by("pk")):
            group.members.add(members[place_in % len(members)])
            if place_in % 2 == 0:
                self.answer(group, share=0.3 + place_in / 15)
        areas = self.round.framework.areas.all()[::3]
        group = setting_up.add_group(
            assessment=assessment,
            name=self.texts["groups"][-1],
            areas=areas,
            by=moderator,
        )
        group.members.set(members)
        self.answer(group, share=0.95)

    def everybody_rates(self, place):
        """Every group has rated every area and handed it in."""
        assessment, moderator = self.start(place)
        members = self.contributors(assessment)
        areas = list(self.round.framework.areas.all())
        for place_in, name in enumerate(self.texts["groups"]):
            group = setting_up.add_group(
                assessment=assessment, name=name, areas=areas, by=moderator
            )
            member = members[place_in % len(members)]
            group.members.add(member)
            self.answer(group, shift=place_in)
            Draft.objects.filter(group=group).update(
                handed_in_at=self.now,
                handed_in_by=member,
                global_score=5 + place_in % 3,
            )
        return assessment, moderator

    def moderating(self, place):
        """Four groups, all handed in; two areas under discussion, one half settled."""
        assessment, moderator = self.everybody_rates(place)
        for agreed_area in assessment.agreed_areas.select_related("area")[:2]:
            moderating.open_discussion(agreed_area=agreed_area, by=moderator)
        self.settle(
            assessment.agreed_responses.filter(statement__area__number=1)[:5], moderator
        )

    def submitted(self, place):
        assessment, moderator = self.everybody_rates(place)
        for agreed_area in assessment.agreed_areas.select_related("area"):
            moderating.open_discussion(agreed_area=agreed_area, by=moderator)
        self.settle(assessment.agreed_responses.all(), moderator)
        assessment.agreed_areas.update(
            global_score=6, scored_at=self.now, scored_by=moderator
        )
        assessment.completed_on = timezone.localdate()
        for name in ("how_completed", "who_was_involved"):
            setattr(assessment, name, self.texts[name])
        assessment.lead_name, assessment.lead_job_title = "Rae Example", "Moderator"
        assessment.lead_email = f"rae@{DOMAIN}"
        assessment.save()
        blanks = submitting.blanks(assessment)
        submitting.submit(assessment=assessment, by=moderator, confirmed=blanks)

    def answer(self, group, *, share=1.0, shift=0):
        """Rate and write in the first part of each of the group's drafts."""
        member = group.members.first()
        values = sorted(self.scale, reverse=True)
        for draft in group.drafts.all():
            responses = list(
                draft.responses.select_related("statement").order_by(
                    "statement__letter"
                )
            )
            for number, response in enumerate(responses[: int(len(responses) * share)]):
                seed = number * 5 + draft.area_id * 3
                # Groups differ by one point on some statements, by two on few.
                differs = shift if seed % 7 == 0 else shift % 2 if seed % 3 == 0 else 0
                value = values[(seed + differs) % len(values)]
                response.rating = self.scale[value]
                response.evidence = self.pick("evidence", seed + shift * 7)
                if (seed + shift) % 3 == 0:
                    response.ideas = self.pick("ideas", seed + shift)
                response.updated_at, response.updated_by = self.now, member
                response.version = 1
                keep_revision(response, member, self.now)
            DraftResponse.objects.bulk_update(
                responses,
                ["rating", "evidence", "ideas", "updated_at", "updated_by", "version"],
            )

    def pick(self, kind, seed):
        return self.texts[kind][seed % len(self.texts[kind])]

    def settle(self, responses, moderator):
        """Settle each on the middle of what the groups said, with their evidence."""
        for number, response in enumerate(responses.select_related("statement__area")):
            drafts = DraftResponse.objects.filter(
                draft__group__assessment=response.assessment_id,
                statement=response.statement_id,
            ).select_related("rating", "draft__group")
            ratings = sorted(draft.rating.value for draft in drafts)
            moderating.settle(
                response=response,
                token="0",
                values={
                    "answer": [
                        AgreedResponse.Outcome.AGREED,
                        ratings[len(ratings) // 2],
                        [],
                    ],
                    "rationale": self.pick("reasons", number),
                    "evidence": "\n".join(
                        f"{draft.draft.group}: {draft.evidence}" for draft in drafts[:2]
                    ),
                    "ideas": "\n".join(draft.ideas for draft in drafts if draft.ideas),
                },
                by=moderator,
            )
