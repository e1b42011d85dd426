"""The codes that stand for the names of authorities in an analysis."""

from ..models import LocalAuthority
from .reading import Basis


def with_codes(asked: Basis, baseline: Basis | None) -> tuple[Basis, Basis | None]:
    """Return both with a code for each name, in the order of the codes. One query.

    The order of the names would tell which code is which name.
    """
    keys = {row["key"] for row in [*asked, *(baseline or [])]}
    found = {each.pk: each for each in LocalAuthority.objects.filter(pk__in=keys)}

    def coded(basis: Basis) -> Basis:
        return [
            {**row, "authority": found[row["key"]].alias}
            for row in sorted(basis, key=lambda row: found[row["key"]].number)
        ]

    return coded(asked), None if baseline is None else coded(baseline)
