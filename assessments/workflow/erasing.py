"""Erasing everything of one authority, at the end of its contract.

The rows are found by their foreign keys: every row that refers to a row of the
authority is one too. People who belonged to no other authority are anonymised.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator

from django.apps import apps
from django.db import transaction
from django.db.models import ForeignKey, Model, Q
from django.utils import timezone
from post_office.models import Email

from leavingcare.models import User

from ..models import LocalAuthority, RoundAnalysis, Submission
from .anonymising import forget_person

Rows = dict[type[Model], set[int]]
AT_ONCE = 500  # keys in one statement


def rows_of(authority: LocalAuthority) -> Rows:
    """Return the keys of all rows of the authority, by model."""
    found: Rows = defaultdict(set)
    found[LocalAuthority].add(authority.pk)
    fresh: Rows = {LocalAuthority: {authority.pk}}
    while fresh:
        more: Rows = defaultdict(set)
        for model, keys in fresh.items():
            for field in references_to(model):
                for part in parts(keys):
                    rows = field.model._base_manager.filter(
                        **{f"{field.name}__in": part}
                    )
                    more[field.model] |= set(rows.values_list("pk", flat=True))
        fresh = {
            model: new for model, keys in more.items() if (new := keys - found[model])
        }
        for model, keys in fresh.items():
            found[model] |= keys
    return dict(found)


def references_to(model: type[Model]) -> Iterator[ForeignKey[Model, Model]]:
    """Return the foreign keys of this app, with those of its links, to a model."""
    for each in apps.get_app_config("assessments").get_models(
        include_auto_created=True
    ):
        for field in each._meta.local_fields:
            if isinstance(field, ForeignKey) and field.related_model is model:
                yield field


def parts(keys: set[int]) -> Iterator[list[int]]:
    """Return the keys in parts that a statement can take."""
    ordered = sorted(keys)
    for start in range(0, len(ordered), AT_ONCE):
        yield ordered[start : start + AT_ONCE]


@transaction.atomic
def erase(*, authority: LocalAuthority) -> dict[str, object]:
    """Delete everything of an authority; return what its certificate says."""
    people = list(
        User.objects.filter(memberships__authority=authority, is_staff=False).exclude(
            pk__in=User.objects.filter(
                memberships__authority__in=LocalAuthority.objects.exclude(
                    pk=authority.pk
                )
            ).values("pk")
        )
    )
    rows = rows_of(authority)
    submissions = Submission.objects.filter(assessment__authority=authority)
    certificate = {
        "authority": authority.name,
        "erased_at": timezone.now().isoformat(),
        "rows": {model._meta.db_table: len(keys) for model, keys in rows.items()},
        "submissions": dict(submissions.values_list("reference", "digest")),
        "people_anonymised": len(people),
    }
    for model, keys in rows.items():
        for part in parts(keys):
            # What was submitted refuses to be deleted in every other way.
            query = model._base_manager.filter(pk__in=part)
            query._raw_delete(query.db)
    forget_in_analyses(rows[LocalAuthority])
    for person in people:
        forget_person(person)
    named = Q(subject__contains=authority.name) | Q(message__contains=authority.name)
    Email.objects.filter(named).delete()
    return certificate


def forget_in_analyses(authorities: Collection[int]) -> None:
    """Take an authority, with its doubles, out of kept analyses: they have its name."""
    for kept in RoundAnalysis.objects.select_for_update():
        left = {
            name: basis and [row for row in basis if row["key"] not in authorities]
            for name, basis in kept.basis.items()
        }
        if left != kept.basis:
            kept.basis = left
            kept.save(update_fields=["basis"])
