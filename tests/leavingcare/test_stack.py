import resource
from functools import partial

from django.conf import settings

from leavingcare.stack import in_one_piece

CALLS = 300
DEPTHS = range(300)  # the frames of so many calls take more than one piece of 16 KB


def with_large_frame():
    """Take more room than a step in depth, so that a piece ends here at some depth."""
    return max(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19)


def pages_fetched():
    """Return how many pages of memory a loop of calls fetched from the system."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(CALLS):
        with_large_frame()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def pages_fetched_below(depth):
    return pages_fetched_below(depth - 1) if depth else pages_fetched()


def most_pages_fetched(call):
    return max(call(depth) for depth in DEPTHS)


def test_a_loop_fetches_memory_at_each_call_where_a_piece_ends():
    """Else this version of Python does not need the module."""
    assert most_pages_fetched(pages_fetched_below) >= CALLS


def test_a_loop_in_one_piece_never_does():
    assert most_pages_fetched(in_one_piece(pages_fetched_below)) < CALLS / 10


def test_a_call_in_one_piece_gives_what_the_function_gives():
    call = in_one_piece(partial)
    assert call(dict, a=1)() == {"a": 1}
    assert call.__name__ == "partial"


def test_every_request_is_answered_in_one_piece():
    assert settings.MIDDLEWARE[0] == "leavingcare.stack.in_one_piece"
