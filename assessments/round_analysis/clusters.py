"""The clusters of authorities, as an analysis is narrowed to them."""

from ..models import Cluster


def clusters_of() -> dict[int, list[str]]:
    """Return {key of an authority: the names of its clusters that have not ended}."""
    found: dict[int, list[str]] = {}
    rows = Cluster.objects.current().filter(authorities__isnull=False)
    for name, key in rows.order_by("name").values_list("name", "authorities"):
        found.setdefault(key, []).append(name)
    return found
