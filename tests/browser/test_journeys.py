"""Two journeys through the pages alone: an empty form that ends in the ledger, and a case that ends undetermined."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from incidents.models import Incident
from monitoring_site import clock
from monitoring_site.clock import database_time
from penalties.models import Penalty
from record.actions import register_log_key, sequence
from record.models import Act
from record.note import Key
from tests.browser.visitor import Visitor
from tests.factories.incidents import filed_incident, picture
from tests.factories.procedure import in_deliberation, member, registered_case
from verification.models import Case

HOURS_FOR_REVIEW = 361
DISSENT = "The photograph shows another post."


@pytest.fixture
def faults():
    """What no page may have, found on any page of the journey."""
    return []


@pytest.fixture
def visitor(new_context, live_site, faults):
    """`visitor("pk.head")`: that member at a browser of their own; signing in goes through the page."""
    return lambda username="", language="en": Visitor(
        new_context(), live_site, username, language=language, faults=faults
    )


@pytest.fixture
def photo(tmp_path):
    """A photograph as a camera writes it."""
    path = tmp_path / "post.jpg"
    path.write_bytes(picture(size=(640, 480)).read())
    return path


def draft_and_file(head, photo):
    """From the empty form to the receipt."""
    head.follow("/incidents/new/")
    page = head.page
    page.wait_for_selector("#intake-map[data-drawn=yes]")
    now = database_time()
    head.choose(
        time_zone_entered="UTC",
        starts=f"{now - timedelta(hours=5):%Y-%m-%dT%H:%M}",
        ends=f"{now - timedelta(hours=4):%Y-%m-%dT%H:%M}",
        aware=f"{now - timedelta(hours=3):%Y-%m-%dT%H:%M}",
        position="34.115, 71.085",
    )
    page.locator("[data-proposal] button").click()
    head.choose(
        place_name="Ridge above the crossing",
        primary_type="A1",
        narrative="Small-arms fire from the ridge for about twenty minutes.",
        narrative_language="en",
        respondents=["AF"],
    )
    page.locator("#observations [data-rows-add]").click()
    head.choose(**{"observations-0-means": "heard", "observations-0-count": "4"})
    page.locator("[name=files]").set_input_files(photo)
    head.choose(files_audience="case", files_summary="The post after the fire")
    head.send("button[value=save]")
    head.reads("post.jpg")
    head.send("button[value=review]")
    head.send()
    incident = Incident.objects.get()
    head.reads("Receipt", incident.code, bytes(incident.filed_digest).hex(), "The post after the fire")
    return incident


def name_team_and_rapporteur(mediator, case):
    """One mediator's part of both joint acts."""
    mediator.step(f"{case.get_absolute_url()}name-team/", team=["qa.officer"])
    mediator.step(f"{case.get_absolute_url()}name-rapporteur/", rapporteur="tr.officer")


def show_finding(rapporteur, case, incident):
    """The rapporteur writes a finding, saves it as a working draft, and shows it."""
    about = f"incident-{incident.code}"
    rapporteur.follow(f"{case.get_absolute_url()}draft-finding/")
    rapporteur.choose(reasons="Two accounts and the photograph agree on place and hour.")
    rapporteur.choose(
        **{
            f"{about}-fact": "substantiated",
            f"{about}-attribution": "af_forces",
            f"{about}-violation_class": "serious",
            f"{about}-answerable": "AF",
            f"{about}-evidence": [str(item.pk) for item in incident.evidence.all()],
            "measures-0-measure": "P3",
            "measures-0-incident": str(incident.pk),
            "measures-0-required_act": "Publish the finding in the official gazette.",
            "measures-0-checked_by": "QA",
        }
    )
    rapporteur.send("button[name=save_draft]")
    rapporteur.reads("The working draft is saved. Nobody else sees it until it is shown.")
    rapporteur.send("button[name=show]")
    rapporteur.reads("Two accounts and the photograph agree on place and hour.")


def record_everything():
    """What the sequencer does, with a key of its own: every act so far stands in a signed checkpoint."""
    key = Key(settings.RECORD_ORIGIN, Ed25519PrivateKey.generate())
    register_log_key(key)
    sequence(key=key)


def vote(voter, case, choice, reasons=""):
    """The delegation's voice, cast on the text that its page shows."""
    voter.open(case.get_absolute_url())
    voter.step(f"{case.get_absolute_url()}cast-vote/", choice=choice, reasons=reasons)


def go_to_verification(mediators, incident):
    """Registered by one mediator; team and rapporteur named by both. Gives the case."""
    tr, qa = mediators
    tr.follow("/incidents/")
    tr.follow(incident.get_absolute_url())
    tr.step(f"{incident.get_absolute_url()}register-incident/")
    case = Case.objects.get()
    tr.reads(case.reference, "registered")
    tr.follow(case.get_absolute_url())
    tr.reads("not yet named", "verification")
    name_team_and_rapporteur(tr, case)
    tr.reads("It is done when the other delegation assents to the same terms.")
    qa.open("/")
    qa.reads("Awaiting your delegation's assent")
    qa.follow(case.get_absolute_url())
    name_team_and_rapporteur(qa, case)
    qa.reads("Qa Officer", "Tr Officer")
    return case


def go_to_deliberation(respondent, team, case, incident):
    """The respondent replies, and the team reports."""
    respondent.open("/")
    respondent.reads("Time is running")
    respondent.follow(case.get_absolute_url())
    respondent.follow(incident.get_absolute_url())
    reply = "No unit of ours was on the ridge."
    respondent.step(f"{incident.get_absolute_url()}send-reply/", stance="deny", text=reply)
    respondent.reads(reply)
    team.follow(case.get_absolute_url())
    team.step(f"{case.get_absolute_url()}submit-report/", text="The team heard two witnesses on the spot.")
    team.reads("The team heard two witnesses on the spot.", "deliberation")


def go_to_ballot(rapporteur, parties, opener, case, incident):
    """The rapporteur shows a finding, both parties comment on it, and a ballot is opened on it."""
    rapporteur.follow(case.get_absolute_url())
    show_finding(rapporteur, case, incident)
    for party in parties:
        party.open(case.get_absolute_url())
        party.step(f"{case.get_absolute_url()}send-comment/", text=f"Read by {party.username}.")
        party.reads(f"Read by {party.username}.")
    rapporteur.open(f"{case.get_absolute_url()}draft-finding/")
    rapporteur.choose(answer_to_comments="Both comments were weighed.")
    rapporteur.send("button[name=show]")
    rapporteur.reads("Both comments were weighed.")
    opener.open(case.get_absolute_url())
    opener.step(f"{case.get_absolute_url()}open-ballot/")
    opener.reads("Votes are sealed from the members until the ballot closes")


def go_to_verdict(pk, af, tr, qa, case):
    """All four vote; nobody sees another's vote before the ballot has closed, and everybody afterwards."""
    vote(pk, case, "approve")
    vote(af, case, "reject", DISSENT)
    pk.open(case.get_absolute_url())
    pk.reads("has voted; sealed until the ballot closes")
    pk.reads_not(DISSENT)
    vote(tr, case, "approve")
    vote(qa, case, "approve")
    pk.open(case.get_absolute_url())
    pk.reads(DISSENT, "determined by the mediators", "ruled")


def see_what_follows(party, case):
    """Ledger, statement, verdict, penalty, and the record, as the party answerable reads them."""
    penalty = Penalty.objects.get()
    party.open("/")
    party.follow("/ledger/")
    party.reads("3 points reach 3: P3", penalty.reference)
    party.follow("/ledger/AF/")
    party.reads(case.reference, "points")
    party.follow(f"{case.get_absolute_url()}verdicts/1/")
    party.reads(DISSENT, penalty.reference)
    party.follow(penalty.get_absolute_url())
    party.reads("Publish the finding in the official gazette.", "ordered")
    record_everything()
    party.follow("/record/")
    party.reads_not("Pending")
    newest = Act.objects.latest("pk")
    party.follow(newest.get_absolute_url())
    party.reads("Recorded", case.reference)


def test_incident_goes_from_an_empty_form_to_the_ledger_and_the_record(visitor, faults, photo):
    pk, af, tr, qa = (visitor(name) for name in ("pk.head", "af.head", "tr.deputy", "qa.deputy"))

    incident = draft_and_file(pk, photo)
    case = go_to_verification((tr, qa), incident)
    team = visitor("qa.officer")
    go_to_deliberation(af, team, case, incident)
    rapporteur = visitor("tr.officer")
    go_to_ballot(rapporteur, (pk, af), tr, case, incident)
    go_to_verdict(pk, af, tr, qa, case)
    clock.move(timedelta(hours=HOURS_FOR_REVIEW))
    tr.open(case.get_absolute_url())
    tr.step(f"{case.get_absolute_url()}declare-final/")
    tr.reads("final")
    see_what_follows(af, case)
    outsider = visitor()
    outsider.open("/released/")
    outsider.reads_not(case.reference)

    seen = set()
    for one in (pk, af, tr, qa, team, rapporteur, outsider):
        one.looks_again("ar", but=seen)
        seen.update(one.seen)
    assert not faults, "\n".join(faults)


def test_case_the_principals_leave_open_ends_in_no_determination(visitor, faults):
    incident = filed_incident(by=member("af.head"), narrative="گولی چلنے کی آواز آئی", narrative_language="ur")
    case = in_deliberation(registered_case(incident))
    tr, qa, pk = (visitor(name, "ur") for name in ("tr.deputy", "qa.deputy", "pk.head"))
    address = case.get_absolute_url()

    tr.follow("/cases/")
    tr.follow(address)
    tr.reads(incident.narrative)
    tr.step(f"{address}escalate-case/", reasons="فریقین میں اتفاق نہیں ہو سکا")
    tr.reads("فریقین میں اتفاق نہیں ہو سکا", "escalated to the principals")
    positions = {f"position_{code}": f"چاروں وفود نے اپنا موقف درج کرایا: {code}" for code in ("pk", "af", "tr", "qa")}
    tr.step(f"{address}record-principals-answer/", answer="none", **positions)
    tr.reads("It is done when the other delegation assents to the same terms.")
    qa.open("/")
    qa.follow(address)
    qa.follow(f"{address}record-principals-answer/")
    assert {name: qa.page.locator(f"[name={name}]").input_value() for name in positions} == positions
    qa.send()
    qa.reads("no determination", *positions.values())

    pk.open("/")
    pk.follow("/cases/")
    pk.follow(address)
    pk.reads("no determination", *positions.values())
    pk.follow("/ledger/")
    pk.reads("Nothing has been posted.", "No penalty is open.")
    pk.open("/ledger/PK/")
    pk.reads("Nothing has been posted.")
    record_everything()
    pk.open(address)
    pk.reads("Recorded")
    pk.reads_not("Pending")
    assert not Penalty.objects.exists()
    assert Case.objects.get().state == "no_determination"
    assert not faults, "\n".join(faults)


def test_a_faulty_page_is_found_out(visitor, faults):
    outsider = visitor()
    outsider.open("/released/")
    assert not faults

    outsider.page.evaluate("""
        const main = document.querySelector("main");
        main.append(document.createElement("img"));
        main.insertAdjacentHTML("beforeend", "<script>1</script><p style='color: red'>red</p>");
        main.insertAdjacentHTML("beforeend", "<p class='text-nowrap'>" + "wide ".repeat(99));
        main.append(Object.assign(document.createElement("script"), { textContent: "1" }));
    """)
    outsider.looks()

    found = "\n".join(faults)
    assert "policy violated: script-src-elem inline" in found
    assert "policy violated: style-src-attr inline" in found
    assert "image-alt" in found
    assert "wider than a telephone" in found
