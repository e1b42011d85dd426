"""Coming back to a statement later."""

from django.db import transaction

from leavingcare.models import User

from ..field_merge import fingerprint
from ..models import AgreedResponse
from .common import lock


@transaction.atomic
def mark_to_come_back(*, response: AgreedResponse, come_back: bool) -> None:
    """Put a statement on the 'come back to' list, or remove it with its note."""
    lock(response.assessment)
    AgreedResponse.objects.filter(pk=response.pk).update(
        come_back=come_back, come_back_note="", come_back_owner=None
    )


@transaction.atomic
def note_to_come_back(
    *, response: AgreedResponse, note: str, owner: User | None, seen: str
) -> bool:
    """Put a statement on the list, with what must happen first and who does it.

    `seen` is the token of the note that the page showed. Return False, with nothing
    stored, if somebody else has changed it since.
    """
    lock(response.assessment)
    held = AgreedResponse.objects.get(pk=response.pk)
    is_same = (held.come_back_note, held.come_back_owner) == (note, owner)
    if token_of_note(held) != seen and not is_same:
        return False
    AgreedResponse.objects.filter(pk=held.pk).update(
        come_back=True, come_back_note=note, come_back_owner=owner
    )
    return True


def token_of_note(response: AgreedResponse) -> str:
    """Return the token of the note that a page shows."""
    return fingerprint([response.come_back_note, response.come_back_owner_id])
