"""When the demonstration is refused, and what an interrupted seeding leaves: nothing."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from commission.models import Member
from incidents.models import Incident
from monitoring_site import clock
from record.models import Act

pytestmark = pytest.mark.django_db


class InterruptedOutput(StringIO):
    """Ctrl-C comes while the stories are being performed."""

    def write(self, text):
        if "Performing" in text:
            raise KeyboardInterrupt
        return super().write(text)


def test_seeding_is_refused_among_the_members_of_a_real_commission(cast, settings):
    settings.DEMONSTRATION = True

    with pytest.raises(CommandError, match="not the demonstration's"):
        call_command("seed_demonstration")

    assert Member.objects.count() == len(cast.usernames())
    assert not Act.objects.exists()


def test_seeding_is_refused_where_pages_would_not_say_that_it_is_invented(settings):
    settings.DEMONSTRATION = False
    Member.objects.all().delete()

    with pytest.raises(CommandError, match="DEMONSTRATION=1"):
        call_command("seed_demonstration")

    assert not Member.objects.exists()


def test_interrupted_seeding_leaves_nothing(settings):
    settings.DEMONSTRATION = True
    settings.CLOCK_MAY_MOVE = False
    Member.objects.all().delete()

    with pytest.raises(CommandError, match="nothing of the demonstration was kept"):
        call_command("seed_demonstration", stdout=InterruptedOutput())

    assert not Member.objects.exists()
    assert not Incident.objects.exists()
    assert not Act.objects.exists()
    assert clock.offset() == timedelta(0)
    assert settings.CLOCK_MAY_MOVE is False
