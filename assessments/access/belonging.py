"""The rule on who may be a member of an authority."""

from leavingcare.models import User


def may_belong(user: User) -> bool:
    """Return whether the person may be a member of an authority.

    Coram Voice staff may not: they can neither be invited nor join, and a membership
    they got in any other way gives them nothing.
    """
    return not user.is_staff
