"""Calls whose frames lie in one piece of memory.

Python keeps the frames of calls in pieces of 16 KB and gives a piece back when it is
empty. Where one ends inside a loop, each call in that loop fetches the next piece and
gives it back. That doubled the time of a page, depending on how deep its loops were.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
# Of a frame. With so many Python takes a piece of 256 KB, half of which stays free for
# the frames of what is called.
SLOTS = 15_400


def in_one_piece(
    function: Callable[Arguments, Result],
) -> Callable[Arguments, Result]:
    """Return a function that does the same, with the frames of its calls in one piece.

    It can be a middleware.
    """

    def call(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        return function(*args, **kwargs)

    call.__code__ = call.__code__.replace(co_stacksize=SLOTS)
    return wraps(function)(call)
