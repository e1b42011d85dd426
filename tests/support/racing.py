"""Threads let go at the same moment, each with its own connection."""

import threading

from django.db import connection

from leavingcare.refusals import Refused


def at_once(*actions):
    """Run the actions at the same moment; each one's result, or its Refused."""
    barrier = threading.Barrier(len(actions))
    outcomes = [None] * len(actions)

    def run(place, action):
        try:
            barrier.wait()
            outcomes[place] = action()
        except Refused as refused:
            outcomes[place] = refused
        finally:
            connection.close()

    threads = [
        threading.Thread(target=run, args=(place, action))
        for place, action in enumerate(actions)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
