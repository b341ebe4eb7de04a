"""What the stories share: how a refusal, an entry and a clock are told."""

from contextlib import contextmanager

import pytest
from django.db import transaction

from commission.actions import change_seat, confirm_seat_change
from commission.models import Delegation
from monitoring_site import clock
from monitoring_site.refusals import Refused
from record.models import Act
from record.queries import opening_of
from tests.factories.procedure import member
from verification.models import Clock


def refused(sentence):
    """The act is refused, with a sentence that says this; what it had begun is undone, as a page undoes it."""
    return pytest.raises(Refused, match=sentence)


@contextmanager
def what_if():
    """A branch of the story: what happens inside has not happened afterwards, and no time has passed."""
    before = clock.offset()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    clock.put_back()
    clock.move(before)


def entries(subject, event):
    """The acts of this name about a case or an incident, in their order."""
    return list(Act.objects.about([subject.subject]).filter(event=f"verification.{event}").order_by("pk"))


def bodies(subject, event, *, reader="PK"):
    """What those acts say to a delegation."""
    return [opening_of(act, reader=reader).body for act in entries(subject, event)]


def seated(username, *, delegation, role):
    """The member has taken another seat, by the act of two admins."""
    seat = {"role": role, "delegation": Delegation.objects.get(pk=delegation), "is_active": True}
    change = change_seat(member(username), **seat, by=member("admin1"))
    if change is not None:
        confirm_seat_change(change, by=member("admin2"))
    return member(username)


def clock_of(case, kind, owner):
    """The clock of this kind that runs for this owner in the case."""
    return Clock.objects.select_related("case__protocol", "incident").get(
        case=case, kind=kind, owner=owner, stopped_at=None
    )


def runs(case, kind, owner):
    """Whether such a clock runs."""
    return Clock.objects.filter(case=case, kind=kind, owner=owner, stopped_at=None, performed_at=None).exists()
