"""Penalties from order to discharge: who notifies, reports, confirms, refers; and what the clock does, once."""

import threading
import time

import pytest
from django.db import connection, transaction

from monitoring_site.refusals import Refused
from penalties.actions import compliance, finality, orders
from penalties.models import ComplianceReport, Penalty
from record.models import Act, Opening
from tests.factories.penalties import REVIEWERS, both_mediators, penalty_at, proof, waived
from tests.factories.procedure import fresh, hours_pass, in_ballot, in_deliberation, member, rapporteur_named, voted
from tests.factories.threads import together
from verification.actions.moves import locked

ALL_STATES = ["ordered", "notified", "reported", "discharged", "overdue", "referred", "stayed", "reversed"]


def report(penalty, *, by="af.head", files=None, text="Published."):
    return compliance.report_compliance(penalty, text=text, files=[proof()] if files is None else files, by=member(by))


ACTS = {
    "log_notified": (lambda penalty: orders.log_notified(penalty, by=member("admin1")), {"ordered": "notified"}),
    "report_compliance": (report, {"notified": "reported", "overdue": "reported", "referred": "reported"}),
    "confirm_discharge": (
        lambda penalty: compliance.confirm_discharge(penalty, by=member("qa.head")),
        {"reported": "discharged"},
    ),
    "reject_compliance": (
        lambda penalty: compliance.reject_compliance(penalty, reasons="Not so.", by=member("qa.head")),
        {"reported": "notified"},
    ),
    "refer_to_principals": (
        lambda penalty: both_mediators(orders.refer_to_principals, penalty),
        {"overdue": "referred"},
    ),
    "lift_stay": (lambda penalty: both_mediators(orders.lift_stay, penalty), {"stayed": "notified"}),
}


@pytest.mark.django_db
@pytest.mark.parametrize("state", ALL_STATES)
def test_each_act_moves_a_penalty_from_the_states_of_the_law_only(state):
    from django.db import transaction

    penalty = penalty_at(state)

    for name, (act, moves) in ACTS.items():
        with transaction.atomic():
            if state in moves:
                act(penalty)
                expected = moves[state]
            else:
                with pytest.raises(Refused, match="does not belong to the state"):
                    act(penalty)
                expected = state
            assert Penalty.objects.get(pk=penalty.pk).state == expected, name
            transaction.set_rollback(True)


@pytest.mark.django_db
def test_the_way_from_order_to_discharge():
    """AF publishes the finding within its month; the secretariat logs, and Qatar's head confirms."""
    penalty = penalty_at("ordered")

    penalty = orders.log_notified(penalty, by=member("admin2"))
    assert (penalty.due_at - penalty.notified_at).days == 30
    sent = report(penalty)
    logged = compliance.log_compliance_received(penalty, by=member("admin1"))
    compliance.confirm_discharge(penalty, by=member("qa.head"))

    penalty.refresh_from_db()
    assert (logged.pk, logged.logged_by.username) == (sent.pk, "admin1")
    assert (penalty.state, penalty.ended_at is not None) == ("discharged", True)
    acts = list(Act.objects.about([penalty.subject]).order_by("pk").values_list("event", flat=True))
    assert [event.removeprefix("penalties.") for event in acts] == [
        "penalty_ordered",
        "penalty_notified",
        "compliance_reported",
        "compliance_received",
        "penalty_discharged",
    ]


@pytest.mark.django_db
def test_notification_is_logged_by_the_secretariat_only():
    penalty = penalty_at("ordered")

    for username in ("pk.head", "tr.head", "af.officer"):
        with pytest.raises(Refused, match="for the secretariat"):
            orders.log_notified(penalty, by=member(username))


@pytest.mark.django_db
def test_compliance_is_reported_by_the_addressee_only():
    penalty = penalty_at("notified")
    others = [
        ("pk.head", "party that the penalty addresses"),
        ("tr.head", "for the parties"),
        ("af.officer", "Your role"),
    ]

    for username, reason in others:
        with pytest.raises(Refused, match=reason):
            report(penalty, by=username)


@pytest.mark.django_db
def test_a_report_of_compliance_needs_evidence_and_words():
    penalty = penalty_at("notified")

    with pytest.raises(Refused, match=r"A report of compliance needs evidence\."):
        report(penalty, files=[])
    with pytest.raises(Refused, match="Say what was done"):
        report(penalty, text="  ")

    assert not ComplianceReport.objects.exists()


@pytest.mark.django_db
def test_the_evidence_of_a_report_is_sealed_and_seen_by_both_parties():
    from incidents.visibility import evidence_for

    (item,) = report(penalty_at("notified")).evidence.all()

    assert item.is_sealed
    assert all(evidence_for(member(name)).filter(pk=item.pk).exists() for name in ("pk.head", "af.head", "qa.officer"))
    assert not evidence_for(member("admin1")).filter(pk=item.pk).exists()


@pytest.mark.django_db
def test_the_secretariat_opens_the_order_but_not_the_report():
    penalty = penalty_at("reported")
    opened = Opening.objects.filter(reader="secretariat", act__in=Act.objects.about([penalty.subject]))

    assert set(opened.values_list("act__event", "part")) == {
        ("penalties.penalty_ordered", "envelope"),
        ("penalties.penalty_ordered", "body"),
        ("penalties.penalty_notified", "envelope"),
        ("penalties.penalty_notified", "body"),
    }


@pytest.mark.django_db
def test_the_secretariat_logs_a_report_once():
    penalty = penalty_at("reported")
    compliance.log_compliance_received(penalty, by=member("admin1"))

    with pytest.raises(Refused, match="No report of compliance waits"):
        compliance.log_compliance_received(penalty, by=member("admin2"))


@pytest.mark.django_db
@pytest.mark.parametrize("named", [["tr.deputy"], ["tr.deputy", "tr.officer"]], ids=["the rapporteur", "a former one"])
def test_the_rapporteur_does_not_confirm_a_discharge_whoever_was_named_since(named):
    case = in_deliberation()
    for username in named:
        case = rapporteur_named(case, username)
    case = waived(voted(in_ballot(case)))
    finality.declare_final(case, by=member("tr.deputy"))
    penalty = penalty_at("reported", case=fresh(case))

    with pytest.raises(Refused, match=r"The rapporteur does not confirm a discharge\."):
        compliance.confirm_discharge(penalty, by=member("tr.deputy"))
    compliance.confirm_discharge(penalty, by=member("tr.head"))


@pytest.mark.django_db
def test_a_report_that_is_not_accepted_leaves_the_due_date_and_can_be_sent_again():
    penalty = penalty_at("reported")
    due_at = penalty.due_at

    with pytest.raises(Refused, match="needs its reasons"):
        compliance.reject_compliance(penalty, reasons="", by=member("tr.head"))
    compliance.reject_compliance(penalty, reasons="The page is missing.", by=member("tr.head"))

    penalty.refresh_from_db()
    assert (penalty.state, penalty.due_at) == ("notified", due_at)
    assert ComplianceReport.objects.get().rejection_reasons == "The page is missing."
    report(penalty)
    assert ComplianceReport.objects.count() == 2


@pytest.mark.django_db
def test_one_mediator_alone_refers_nothing_to_the_principals():
    penalty = penalty_at("overdue")

    orders.refer_to_principals(penalty, by=member("tr.head"))
    orders.refer_to_principals(penalty, by=member("tr.deputy"))

    assert Penalty.objects.get().state == "overdue"
    orders.refer_to_principals(penalty, by=member(REVIEWERS[1]))
    assert Penalty.objects.get().state == "referred"


@pytest.mark.django_db
def test_an_assent_ends_with_the_state_in_which_it_was_given():
    penalty = penalty_at("overdue")
    orders.refer_to_principals(penalty, by=member("tr.head"))
    report(penalty)
    compliance.reject_compliance(penalty, reasons="The page is missing.", by=member("qa.head"))
    hours_pass(0.1)
    compliance.perform_due()
    assert Penalty.objects.get().state == "overdue"

    orders.refer_to_principals(penalty, by=member("qa.head"))
    assert Penalty.objects.get().state == "overdue"  # Türkiye said so of another delay
    orders.refer_to_principals(penalty, by=member("tr.deputy"))
    assert Penalty.objects.get().state == "referred"


# The clock


@pytest.mark.django_db
def test_the_clock_shows_as_overdue_once_and_nothing_else():
    penalty = penalty_at("notified")
    hours_pass(24 * 30 - 0.1)
    assert compliance.perform_due() == 2  # the reminders

    hours_pass(0.2)
    assert (compliance.perform_due(), compliance.perform_due()) == (1, 0)

    penalty.refresh_from_db()
    act = Act.objects.get(event="penalties.penalty_overdue")
    assert (penalty.state, act.actor_name, act.actor_role) == ("overdue", "clock", "clock")


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["ordered", "reported", "stayed", "discharged"])
def test_the_clock_leaves_alone_what_is_not_running(state):
    penalty = penalty_at(state)
    hours_pass(24 * 1000)

    assert compliance.perform_due() == 0
    assert Penalty.objects.get(pk=penalty.pk).state == state


def test_two_workers_at_the_same_instant_end_a_clock_once(committed_database, django_db_blocker):
    with django_db_blocker.unblock():
        penalty_at("notified")
        hours_pass(24 * 31)

        done = together(compliance.perform_due, compliance.perform_due)

        assert sum(done) == 3
        assert Act.objects.filter(event="penalties.clock_reminded").count() == 2
        assert Act.objects.filter(event="penalties.penalty_overdue").count() == 1


def test_a_report_holds_no_order_while_it_waits_for_the_case(committed_database, django_db_blocker):
    """Whoever has the case takes the order next: a report that had it already would wait for them, and they for it."""
    with django_db_blocker.unblock():
        penalty, case_is_held = penalty_at("notified"), threading.Event()

        def work():
            with transaction.atomic():
                locked(penalty.verdict.case)
                case_is_held.set()
                until_somebody_waits()
                Penalty.objects.select_for_update(nowait=True).get(pk=penalty.pk)

        def report_beside():
            assert case_is_held.wait(timeout=20)
            report(penalty)

        together(work, report_beside)

        assert Penalty.objects.get().state == "reported"


def until_somebody_waits():
    """Until another connection to this database waits for a lock."""
    with connection.cursor() as cursor:
        for _hundredth in range(2_000):
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
            time.sleep(0.01)
    raise AssertionError("nobody waits for a lock")


WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


@pytest.mark.django_db
def test_the_workers_task_does_what_is_due():
    from penalties.tasks import end_due_clocks

    penalty_at("notified")
    hours_pass(24 * 31)

    assert end_due_clocks.func(timestamp=0) == 3  # two reminders, and the end
    assert Penalty.objects.get().state == "overdue"
