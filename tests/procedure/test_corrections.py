"""Clerical correction: a new version stands beside the verdict; the text that was voted is never touched."""

import pytest

from tests.factories.penalties import concluded, request_review, ruled_case, verdict_of
from tests.factories.procedure import fresh, hours_pass, in_ballot, member, voted
from tests.procedure.stories import bodies, entries, refused
from verification.actions import cases, corrections
from verification.actions.clocks import perform_due
from verification.models import Finding

pytestmark = pytest.mark.django_db

ERROR = "The finding says 13 March; the report says 3 March."
MENDED = "On 3 March, at about 05:20 UTC, …"


def asked(verdict, *, by="af.deputy"):
    return corrections.request_correction(verdict, request=ERROR, by=member(by))


def corrected(correction, *by, text=MENDED):
    for username in by:
        correction = corrections.correct_verdict(correction, corrected_text=text, by=member(username))
    return correction


def test_a_correction_is_asked_for_by_a_delegation_and_made_by_both_mediators():
    case = ruled_case()
    verdict = verdict_of(case)
    text, digest = bytes(verdict.finding.text_bytes), bytes(verdict.finding.digest)

    with refused("role in the delegation"):
        asked(verdict, by="pk.officer")
    with refused("needs its reasons"):
        corrections.request_correction(verdict, request=" ", by=member("pk.head"))
    correction = asked(verdict)
    with refused("awaits its decision"):
        asked(verdict, by="pk.head")
    with refused("for the mediators"):
        corrected(correction, "af.head")
    corrected(correction, "tr.head")
    corrected(correction, "qa.head", text="On 4 March, …")
    assert not entries(case, "verdict_corrected")  # two texts are no correction
    made = corrected(correction, "qa.head")

    assert made.corrected_text == MENDED
    assert bodies(case, "verdict_corrected", reader="PK") == [{"verdict": 1, "corrected_text": MENDED}]
    finding = Finding.objects.get(pk=verdict.finding_id)
    assert (bytes(finding.text_bytes), bytes(finding.digest)) == (text, digest)
    with refused("has been made"):
        corrected(made, "tr.head")
    asked(verdict, by="pk.head")  # another error, another correction


def test_the_time_to_ask_ends_after_thirty_days():
    case = ruled_case()

    hours_pass(720.1)
    with refused("time to ask for a correction has passed"):  # also before the worker has come by
        asked(verdict_of(case))
    perform_due()

    closed = [body for body in bodies(case, "clock_ended") if body["clock"] == "correction"]
    assert {(body["owner"], body["effect"]) for body in closed} == {
        (delegation, "step_closed") for delegation in ("PK", "AF", "TR", "QA")
    }


def test_the_time_of_a_later_verdict_does_not_reopen_the_earlier_one():
    case = ruled_case()
    first = verdict_of(case)
    hours_pass(300)
    request_review(case)
    case = concluded(case, "reopened")
    hours_pass(500)
    cases.submit_report(case, text="What the team saw, again.", by=member("qa.officer"))
    case = voted(in_ballot(fresh(case)))

    with refused("time to ask for a correction has passed"):
        asked(first)
    asked(verdict_of(case))
