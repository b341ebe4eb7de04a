"""Admissibility: a mediator that did not file decides; the other may object; late filing needs reasons."""

import pytest

from incidents.actions import file_incident
from monitoring_site.clock import database_time
from tests.factories.incidents import draft_incident, filed_incident
from tests.factories.procedure import case_at, hours_pass, member, registered_case
from tests.procedure.stories import refused, what_if
from verification.actions import registration
from verification.models import Clock

pytestmark = pytest.mark.django_db

OUT_OF_SCOPE = {"reasons": "It is out of scope."}


def test_a_mediator_that_did_not_file_decides_and_nobody_else():
    incident = filed_incident(by=member("tr.deputy"), respondents=["AF"])

    with refused("does not decide on its admissibility"):
        registration.register_incident(incident, by=member("tr.head"))
    with refused("for the mediators"):
        registration.register_incident(incident, by=member("af.head"))
    with refused("Your role"):
        registration.register_incident(incident, by=member("qa.officer"))
    with refused("Say what is missing"):
        registration.return_incident(incident, missing=" ", by=member("qa.head"))
    with refused("needs its reasons"):
        registration.declare_inadmissible(incident, reasons=" ", by=member("qa.head"))
    case = registration.register_incident(incident, by=member("qa.deputy"))

    assert case.state == "verification"


def test_what_is_returned_is_mended_and_filed_again():
    incident = filed_incident(by=member("pk.head"))
    registration.return_incident(incident, missing="At what hour?", by=member("qa.head"))

    with refused("does not belong to the state"):
        registration.register_incident(incident, by=member("qa.head"))
    file_incident(incident, by=member("pk.deputy"))

    assert registration.register_incident(incident, by=member("tr.head")).state == "verification"


def test_the_other_mediator_objects_within_twelve_hours():
    incident = filed_incident(by=member("pk.head"))
    registration.declare_inadmissible(incident, **OUT_OF_SCOPE, by=member("tr.head"))

    objecting = Clock.objects.filter(incident=incident, kind="inadmissibility_objection", stopped_at=None)
    assert [clock.owner for clock in objecting] == ["QA"]
    with refused("does not object to its own"):
        registration.object_to_inadmissibility(incident, **OUT_OF_SCOPE, by=member("tr.deputy"))
    with refused("for the mediators"):
        registration.object_to_inadmissibility(incident, **OUT_OF_SCOPE, by=member("pk.head"))
    with what_if(), refused("time to object has passed"):
        hours_pass(12.1)
        registration.object_to_inadmissibility(incident, reasons="It is in scope.", by=member("qa.head"))
    case = registration.object_to_inadmissibility(incident, reasons="It is in scope.", by=member("qa.head"))

    assert case.incidents.get() == incident


def test_where_a_mediator_filed_nobody_is_left_to_object():
    """Only one mediator did not file: its declaration is final, and the filer does not sit over it."""
    incident = filed_incident(by=member("tr.head"), respondents=["AF"])
    registration.declare_inadmissible(incident, **OUT_OF_SCOPE, by=member("qa.head"))

    with refused("does not decide on its admissibility"):
        registration.object_to_inadmissibility(incident, reasons="It is in scope.", by=member("tr.deputy"))


def test_filing_is_late_after_24_hours_and_refused_after_30_days():
    known = database_time()
    on_time, late, later = (draft_incident(by=member("pk.head"), aware_at=known) for _one in range(3))
    with_reasons = draft_incident(by=member("pk.head"), aware_at=known, late_reasons="The road was closed.")

    hours_pass(23.9)
    file_incident(on_time, by=member("pk.head"))
    hours_pass(0.2)
    with refused("reasons for filing later than 24 hours"):
        file_incident(late, by=member("pk.head"))
    with what_if():
        assert file_incident(with_reasons, by=member("pk.head")).state == "filed"
    hours_pass(720)
    with refused("30 days"):
        file_incident(with_reasons, by=member("pk.head"))
    assert later.state == "draft"


def test_an_incident_joins_a_case_only_while_the_case_is_verified():
    late, later = filed_incident(by=member("af.head")), filed_incident(by=member("pk.head"))

    assert registration.register_incident(late, case=registered_case(), by=member("tr.head")).incidents.count() == 2
    with refused("only while the case is in verification"):
        registration.register_incident(later, case=case_at("deliberation"), by=member("tr.head"))
