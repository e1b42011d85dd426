"""The authorities that took over from others, by the register or as Coram Voice says."""

from collections.abc import Collection

from django.db.models import OuterRef, Subquery

from ..models import LocalAuthority, RegisterEntry


def took_over(keys: Collection[int]) -> dict[int, set[int]]:
    """Return {key of an authority: those it took over from}, among these. One query."""
    found: dict[int, set[int]] = {}
    rows = (
        RegisterEntry.objects.annotate(
            now=_key_of("succeeded_by__code"), then=_key_of("code")
        )
        .filter(now__in=keys, then__in=keys)
        .order_by()
        .values_list("now", "then")
    )
    said = LocalAuthority.took_over_from.through.objects.filter(
        from_localauthority__in=keys, to_localauthority__in=keys
    ).values_list("from_localauthority", "to_localauthority")
    for now, then in rows.union(said):
        found.setdefault(now, set()).add(then)
    return found


def _key_of(code: str) -> Subquery:
    return Subquery(LocalAuthority.objects.filter(code=OuterRef(code)).values("pk")[:1])
