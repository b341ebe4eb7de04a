"""A person's mistake against the procedure: a sentence, which one middleware turns into a page."""

from django.utils.functional import Promise

Refusal = str | Promise


class Refused(Exception):
    """The act may not be done now, by this member, because of `reason`, a sentence for a person."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason)
        self.reason = reason


def refuse_if(reason: Refusal | None) -> None:
    """Raise the refusal, if there is one."""
    if reason is not None:
        raise Refused(reason)
