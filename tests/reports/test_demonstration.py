"""The demonstration, seeded once for all tests of this module, in a transaction that is undone afterwards."""

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction

from commission.models import Member
from incidents.models import Incident
from monitoring_site import clock
from reports.demonstration.performance import seed

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def lines(django_db_setup, django_db_blocker):
    """What the seeding said; the database holds the demonstration, with every constraint checked."""
    was = django_settings.DEMONSTRATION
    with django_db_blocker.unblock(), transaction.atomic():
        django_settings.DEMONSTRATION = True
        Member.objects.all().delete()
        said = []
        assert seed(say=said.append)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        yield said
        transaction.set_rollback(True)
    django_settings.DEMONSTRATION = was
    clock.put_back()


def test_seeding_makes_incidents(lines):
    assert Incident.objects.count() >= 10


def test_show(lines):
    from collections import Counter
    from verification.models import Case
    from penalties.models import Penalty, Posting
    from record.models import Act
    print(Counter(Incident.objects.values_list("state", flat=True)), Counter(Case.objects.values_list("state", flat=True)))
    print(Counter(Penalty.objects.values_list("state","addressee")), list(Posting.objects.values_list("party","amount","unit")), Act.objects.count(), Incident.objects.count())
