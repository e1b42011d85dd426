"""People's own choices about how pages look for them."""

from leavingcare.models import User


def show_statements(*, one_at_a_time: bool, by: User) -> None:
    """Show the person one statement of an area at a time, or all, from now on."""
    User.objects.filter(pk=by.pk).update(one_at_a_time=one_at_a_time)
