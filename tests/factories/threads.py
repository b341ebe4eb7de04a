"""Acts done in the same instant, each in a thread with a connection of its own: for `committed_database` only."""

import threading
from collections.abc import Callable

from django.db import connection

from monitoring_site.refusals import Refused


def together(*acts: Callable[[], object]) -> list[object]:
    """What each act answered, in their order: its value, or the Refused it raised. Anything else fails the test."""
    start = threading.Barrier(len(acts))
    answers: list[object] = [None] * len(acts)
    failures: list[BaseException] = []

    def perform(place: int, act: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()  # so that all begin when the barrier falls, not when they are connected
            start.wait(timeout=20)
            answers[place] = act()
        except Refused as refused:
            answers[place] = refused
        except BaseException as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=perform, args=one) for one in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads), "an act never came back: a deadlock?"
    if failures:
        raise failures[0]
    return answers


def refused_among(answers: list[object]) -> list[Refused]:
    """The refusals among the answers."""
    return [answer for answer in answers if isinstance(answer, Refused)]
