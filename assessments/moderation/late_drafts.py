"""Drafts that came late to a discussion: handed in after it was opened.

A draft handed in after its due date is another thing, see `analysis.due`.
"""

from datetime import datetime


def came_after_opening(
    handed_in_at: datetime | None, opened_at: datetime | None
) -> bool:
    """Return whether a draft was handed in after the discussion of its area opened."""
    return bool(handed_in_at and opened_at and handed_in_at > opened_at)
