"""What the record holds of an act of administration, as its readers open it; shared by the tests of this room."""

from record.models import Act
from record.queries import opening_of

READERS = ["AF", "PK", "QA", "TR", "secretariat"]


def acts(event):
    return list(Act.objects.filter(event=f"commission.{event}").order_by("pk"))


def only_body(event):
    """The body of the one act of this event, after checking that every reader opens it alike."""
    (act,) = acts(event)
    opened = [opening_of(act, reader=reader) for reader in READERS]
    assert all(one is not None and one.body == opened[0].body for one in opened)
    return opened[0].body
