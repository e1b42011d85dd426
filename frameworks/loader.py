"""Loading editions and their correspondence. An edition in use is never changed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import cast

from django.db import transaction
from django.db.models import ManyToOneRel, Model, Q

from .fixture import (
    Edition,
    LinkRow,
    StatementKey,
    from_database,
    read,
)
from .fixture_file import FixtureError, Source
from .models import Area, Correspondence, Framework, ScalePoint, Statement
from .validation import faults

EDITION_OF: dict[type[Model], str] = {  # the lookup from a row to its edition
    Framework: "pk",
    ScalePoint: "framework",
    Area: "framework",
    Statement: "area__framework",
}


Pair = tuple[str, str]  # of editions, (earlier, later)
LinkKey = tuple[StatementKey, StatementKey]  # (earlier, later)
LinkValue = tuple[str, str, str]  # (kind, change, note)
Links = Mapping[Pair, Mapping[LinkKey, LinkValue]]
Result = tuple[bool, str]  # (changed, sentence)


@transaction.atomic
def load(files: Iterable[Source]) -> tuple[bool, list[str]]:
    """Load fixture files, all or nothing; return (changed, sentences on what was done).

    An edition in the files replaces the one of the same name, and the correspondence
    of two editions in the files replaces all there was of those two. Raise
    FixtureError if a file is wrong, or would change an edition in use.
    """
    editions, links = read(files)
    if messages := [fault for each in editions.values() for fault in faults(each)]:
        raise FixtureError(messages)
    before = _links_in_database()
    outcomes = [_load_edition(edition) for edition in editions.values()]
    outcomes += _load_links(before, _links_in_files(links))
    return any(changed for changed, _ in outcomes), [
        sentence for _, sentence in outcomes
    ]


def users_of(framework: Framework) -> list[str]:
    """Return the names of the models outside this app that refer to an edition."""
    names = set()
    for model, path in EDITION_OF.items():
        for relation in model._meta.get_fields(include_hidden=True):
            if not isinstance(relation, ManyToOneRel):
                continue  # many to many is seen by its table in between
            user = cast("type[Model]", relation.related_model)  # all apps are loaded
            if user._meta.app_label == model._meta.app_label:
                continue
            lookup = {f"{relation.field.name}__{path}": framework.pk}
            if user._base_manager.filter(**lookup).exists():
                names.add(str(user._meta.verbose_name))
    return sorted(names)


def _load_edition(edition: Edition) -> Result:
    """Load an edition, if it is new or changed; raise FixtureError if in use."""
    digest = edition.digest()
    size = f"{len(edition.areas)} areas, {len(edition.statements)} statements"
    framework = Framework.objects.filter(edition=edition.slug).first()
    if framework is None:
        _write(edition, digest)
        return True, f"{edition.slug}: loaded ({size})."
    if from_database(framework).digest() == digest:
        if framework.digest == digest:
            return False, f"{edition.slug}: unchanged."
        Framework.objects.filter(pk=framework.pk).update(digest=digest)
        return True, f"{edition.slug}: unchanged but for its digest, now recorded."
    if users := users_of(framework):
        message = (
            f"Edition {edition.slug} is in use ({', '.join(users)}), so it cannot be "
            "changed. Give the changed form an edition of its own."
        )
        raise FixtureError([message])
    _remove(framework)
    _write(edition, digest)
    return True, f"{edition.slug}: replaced ({size})."


def _remove(framework: Framework) -> None:
    touching = Q(earlier__area__framework=framework)
    touching |= Q(later__area__framework=framework)
    Correspondence.objects.filter(touching).delete()
    Statement.objects.filter(area__framework=framework).delete()
    framework.areas.all().delete()
    framework.scale.all().delete()
    framework.delete()


def _write(edition: Edition, digest: str) -> None:
    framework = Framework.objects.create(**edition.frameworks[0], digest=digest)
    ScalePoint.objects.bulk_create(
        ScalePoint(framework=framework, **row) for row in edition.scale
    )
    areas = Area.objects.bulk_create(
        Area(framework=framework, **row) for row in edition.areas
    )
    by_number = {area.number: area for area in areas}
    Statement.objects.bulk_create(
        Statement(**{**row, "area": by_number[row["area"]]})
        for row in edition.statements
    )


def _links_in_files(rows: Iterable[LinkRow]) -> Links:
    """Return {pair of editions: {(earlier, later): (kind, change, note)}}.

    Statements are given by their natural keys.
    """
    links: defaultdict[Pair, dict[LinkKey, LinkValue]] = defaultdict(dict)
    messages = []
    for row in rows:
        key = (row["earlier"], row["later"])
        pair = links[row["earlier"][0], row["later"][0]]
        if key in pair:
            messages.append(f"{_name(*key)} is given twice.")
        pair[key] = (row["kind"], row["change"], row["note"])
    if messages:
        raise FixtureError(messages)
    return links


def _links_in_database() -> Links:
    """Return the links that are loaded, in the same form."""
    names = ("area__framework__edition", "area__number", "letter")
    ends = [f"{end}__{name}" for end in ("earlier", "later") for name in names]
    links: defaultdict[Pair, dict[LinkKey, LinkValue]] = defaultdict(dict)
    for row in Correspondence.objects.values_list(*ends, "kind", "change", "note"):
        links[row[0], row[3]][row[:3], row[3:6]] = row[6:]
    return links


def _load_links(before: Links, given: Links) -> list[Result]:
    """Set the correspondence to what the files give, keeping that of other editions.

    Replacing an edition deleted its correspondence, which is restored here.
    Return [(changed, sentence)] of the pairs of editions in the files.
    """
    names = ("area__framework__edition", "area__number", "letter")
    rows = Statement.objects.values_list(*names, "pk")
    statements = {(edition, number, letter): pk for edition, number, letter, pk in rows}
    _check_links({**before, **given}, statements)
    now = _links_in_database()
    for pair, wanted in {**before, **given}.items():
        if now.get(pair) == wanted:
            continue
        earlier, later = pair
        Correspondence.objects.filter(
            earlier__area__framework__edition=earlier,
            later__area__framework__edition=later,
        ).delete()
        Correspondence.objects.bulk_create(
            Correspondence(
                earlier_id=statements[key[0]],
                later_id=statements[key[1]],
                kind=kind,
                change=change,
                note=note,
            )
            for key, (kind, change, note) in wanted.items()
        )
    return [_result(pair, before.get(pair), wanted) for pair, wanted in given.items()]


def _result(
    pair: Pair,
    was: Mapping[LinkKey, LinkValue] | None,
    wanted: Mapping[LinkKey, LinkValue],
) -> Result:
    name = f"{pair[0]} to {pair[1]}"
    if was == wanted:
        return False, f"{name}: unchanged."
    return True, f"{name}: {'replaced' if was else 'loaded'} ({len(wanted)} pairs)."


def _check_links(links: Links, statements: Mapping[StatementKey, int]) -> None:
    published = dict(Framework.objects.values_list("edition", "published"))
    messages = []
    for pair, wanted in links.items():
        if set(pair) <= published.keys() and published[pair[0]] >= published[pair[1]]:
            messages.append(f"{pair[0]} is not earlier than {pair[1]}.")
        for key in wanted:
            messages += [
                f"{_name(*key)}: there is no statement {number}{letter} in {edition}."
                for edition, number, letter in key
                if (edition, number, letter) not in statements
            ]
    if messages:
        raise FixtureError(messages)


def _name(earlier: StatementKey, later: StatementKey) -> str:
    return "Correspondence of {} {}{} to {} {}{}".format(*earlier, *later)
