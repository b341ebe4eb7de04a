"""How a worker does what is due: in the order of the moments, one at a time, and one failure keeps no other waiting."""

from collections.abc import Callable, Collection


def perform_in_order(
    first_due: Callable[[Collection[int]], int | None], perform: Callable[[int], int], *, limit: int, failure_words: str
) -> int:
    """Whatever is due is performed, the earliest first, until nothing is or `limit` is reached; gives how many were done.

    `first_due` gives the key of the earliest that is due besides those that failed; `perform` does it in a transaction
    of its own, and gives 0 where another worker did it meanwhile. Raises an ExceptionGroup of what failed, at the end.
    """
    done, failures, failed = 0, [], set[int]()
    while done < limit and (key := first_due(failed)) is not None:
        try:
            done += perform(key)
        except Exception as failure:  # raised again below, with all others
            failures.append(failure)
            failed.add(key)
    if failures:
        raise ExceptionGroup(failure_words, failures)
    return done
