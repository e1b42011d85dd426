"""Counts of authorities, as the sentences of an analysis say them."""


def authorities(count: int) -> str:
    """Return "no authority", "1 authority", "12 authorities"."""
    if not count:
        return "no authority"
    return f"{count} authorit{'y' if count == 1 else 'ies'}"
