"""About how long it takes to rate statements."""

MINUTES = 1.5  # to rate a statement and say how one knows
HOUR = 60  # minutes
LEAST = STEP = 5  # minutes


def about(statements: int) -> str:
    """Return about how long so many statements take, in words: "20 minutes"."""
    minutes = max(LEAST, round(statements * MINUTES / STEP) * STEP)
    if minutes < HOUR:
        return f"{minutes} minutes"
    hours = round(minutes / HOUR)
    return "1 hour" if hours == 1 else f"{hours} hours"
