"""The right of reply: deny, admit, self-defence or explain, once, within its time, with evidence of its own."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from incidents.evidence.intake import examined
from tests.factories.incidents import filed_incident
from tests.factories.procedure import fresh, hours_pass, member, registered_case, replied, with_team
from tests.procedure.stories import bodies, clock_of, refused, runs, what_if
from verification.actions import cases, replies

pytestmark = pytest.mark.django_db


def said(incident, *, by="af.head", stance="deny", text="It did not happen so.", **more):
    return replies.send_reply(incident, stance=stance, text=text, by=member(by), **more)


def test_the_respondent_replies_once_and_nobody_for_it():
    case = registered_case()
    incident = case.live_incidents().get()

    with refused("for its respondents"):
        said(incident, by="pk.head")
    with refused("for the parties"):
        said(incident, by="tr.head")
    with refused("Your role"):
        said(incident, by="af.officer")
    with refused("which stance"):
        said(incident, stance="perhaps")
    with refused("reply is empty"):
        said(incident, text=" ")
    said(incident, by="af.deputy")

    assert not runs(case, "reply", "AF")
    with refused("already replied"):
        said(incident)


def test_each_stance_is_recorded_as_it_was_taken_and_moves_nothing():
    case = registered_case()

    for stance in ("deny", "admit", "self_defence", "explain"):
        with what_if():
            said(case.live_incidents().get(), stance=stance)

            assert [(body["delegation"], body["stance"]) for body in bodies(case, "reply_sent")] == [("AF", stance)]
            assert fresh(case).state == "verification"  # an admission is no verdict


def test_a_reply_brings_evidence_of_its_own():
    case = registered_case()
    photograph = examined(SimpleUploadedFile("post.txt", b"The log of the post.", content_type="text/plain"))

    reply = said(case.live_incidents().get(), files=[photograph], files_audience="case", files_summary="The log.")

    evidence = reply.evidence.get()
    assert bodies(case, "reply_sent")[0]["evidence"] == [{"code": evidence.code, "digest": evidence.digest_hex}]
    assert evidence.is_sealed


def test_where_nobody_is_alleged_both_parties_may_reply():
    case = with_team(registered_case(filed_incident(by=member("qa.head"), respondents=[])), team="tr.officer")
    incident = case.live_incidents().get()

    said(incident, by="pk.head")
    with refused("right of reply is still running"):  # the other party's time runs on
        cases.submit_report(case, text="What the team saw.", by=member("tr.officer"))
    said(incident, by="af.head")

    cases.submit_report(case, text="What the team saw.", by=member("tr.officer"))
    assert fresh(case).state == "deliberation"


def test_the_time_to_reply_is_72_hours_from_registration():
    case = registered_case()
    assert clock_of(case, "reply", "AF").started_at == case.live_incidents().get().registered_at

    hours_pass(71.9)
    replied(case)  # in time

    late = registered_case()
    hours_pass(72.1)
    with refused("time to reply does not run"):
        replied(late)
