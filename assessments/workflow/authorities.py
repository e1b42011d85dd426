"""Authorities: made once, named, matched with the register, and merged if they are one."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from leavingcare.models import User
from leavingcare.refusals import Refused

from ..desk.directory import Candidate, Directory
from ..field_merge import Merge, merge
from ..models import (
    Cluster,
    ContactNote,
    DeskEvent,
    LocalAuthority,
    RegisterEntry,
    Round,
)
from ..submission.previous_submission import forget_reports
from .common import NO_VERSION, hold_people, note, same_name

LONGEST_DETAIL = DeskEvent._meta.get_field("detail").max_length
SLUG_LENGTH = 90  # leaves room for a number
NOT_SLUGS = {"new"}  # has a URL of its own
CHOOSE = "Choose an authority from the list."
TAKEN = "{name} is already the name of another authority here."
Kind = DeskEvent.Kind


def free_slug(
    model: type[Round] | type[LocalAuthority] | type[Cluster], name: str
) -> str:
    """Return a short name for URLs that no other row has."""
    base = slugify(name)[:SLUG_LENGTH].strip("-") or model.__name__.lower()
    taken = NOT_SLUGS | set(
        model.objects.filter(slug__startswith=base).values_list("slug", flat=True)
    )
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def authority_named(name: str) -> LocalAuthority:
    """Return the authority that a name or code is certainly of; make it if there is none."""
    return _made_once(lambda: _of_name(name))


def new_authority(name: str) -> LocalAuthority:
    """Make an authority that is none of those that are known; raise Refused if it is."""
    if Directory().exact(name):
        raise Refused(f"{name} is known already. Choose it from the list.")
    return _made_once(lambda: _of_name(name))


def authority_of(candidate: Candidate) -> LocalAuthority:
    """Return the authority of a candidate; make it if it is only in the register."""
    if candidate.authority:
        return candidate.authority
    if candidate.entry is None:
        raise Refused(CHOOSE)
    entry = candidate.entry
    return _made_once(lambda: _of_entry(entry))


def _made_once(make: Callable[[], LocalAuthority]) -> LocalAuthority:
    """Return what `make` returns, also if somebody makes the same at this moment."""
    for _ in range(2):
        try:
            with transaction.atomic():
                return make()
        except IntegrityError:  # made at the same moment, or one with the same slug
            continue
    return make()


def _of_name(name: str) -> LocalAuthority:
    # Before looking: if nearly the same name is made in between, the slug is taken.
    slug = free_slug(LocalAuthority, name)
    found = Directory().exact(name)
    if found is None:
        return LocalAuthority.objects.create(name=name, slug=slug)
    return found.authority or _of_entry(found.entry)


def _of_entry(entry: RegisterEntry | None) -> LocalAuthority:
    if entry is None:
        raise Refused(CHOOSE)
    here = LocalAuthority.objects.filter(code=entry.code).first()
    return here or LocalAuthority.objects.create(
        name=entry.name,
        slug=free_slug(LocalAuthority, entry.name),
        code=entry.code,
        region=entry.region,
        kind=entry.kind,
    )


@transaction.atomic
def change_details(
    *,
    authority: LocalAuthority,
    name: str,
    region: str,
    kind: str,
    took_over_from: Sequence[LocalAuthority],
    seen: str,
    by: User,
) -> Merge:
    """Set an authority's name, those it took over from, and its region and kind.

    The register knows the latter better if it has the authority. `seen` is the token of what the page showed, from `details_of`: nothing is changed
    if any of it clashes. The name it had finds it still. Returns the Merge, and raises
    Refused if another has the name.
    """
    hold_people(authority)
    held = LocalAuthority.objects.get(pk=authority.pk)
    stored, before = details_of(held), held.name
    sent = {"name": name, "took_over_from": _names(took_over_from)}
    if not held.code:
        sent |= {"region": region, "kind": kind}
    merged = merge(token=seen, version=NO_VERSION, stored=stored, sent=sent)
    if merged.clashes:
        return merged
    details = stored | {key: sent[key] for key in merged.changes}
    name = details["name"]
    if before != name:
        _rename(held, name)
    if not held.code:
        held.region, held.kind = details["region"], details["kind"]
    _save(held)
    said = [f"called {name}, was {before}"] if before != name else []
    if "took_over_from" in merged.changes:
        held.took_over_from.set(took_over_from)
        forget_reports(held)
        names = details["took_over_from"].replace("\n", ", ") or "nobody"
        said.append(f"took over from {names}")
    note(Kind.CHANGED, by, authority=held, detail="; ".join(said)[:LONGEST_DETAIL])
    return merged


def _save(authority: LocalAuthority) -> None:
    try:
        with transaction.atomic():
            authority.save(update_fields=["name", "other_names", "region", "kind"])
    except IntegrityError:  # somebody took the name at the same moment
        raise Refused(TAKEN.format(name=authority.name)) from None


def _rename(authority: LocalAuthority, name: str) -> None:
    """Give the authority another name, unless another authority has it."""
    if same_name(LocalAuthority.objects.exclude(pk=authority.pk), name):
        raise Refused(TAKEN.format(name=name))
    names = dict.fromkeys([*authority.other_names, authority.name])
    authority.other_names = [each for each in names if each != name]
    authority.name = name


def details_of(authority: LocalAuthority) -> dict[str, str]:
    """Return what the page of an authority's details shows."""
    return {
        "name": authority.name,
        "region": authority.region,
        "kind": authority.kind,
        "took_over_from": _names(authority.took_over_from.all()),
    }


def _names(authorities: Iterable[LocalAuthority]) -> str:
    """Return the names, one per line, in their order."""
    return "\n".join(sorted(each.name for each in authorities))


@transaction.atomic
def add_note(
    *,
    authority: LocalAuthority,
    on: date,
    text: str,
    next_on: date | None,
    by: User,
) -> ContactNote:
    """Write one line on a contact with the authority. Sent twice, it is one."""
    LocalAuthority.objects.select_for_update(no_key=True).get(pk=authority.pk)
    return ContactNote.objects.get_or_create(
        authority=authority, on=on, text=text, next_on=next_on, by=by
    )[0]
