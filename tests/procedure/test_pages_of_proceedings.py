"""The pages of the acts that move no state: each opens for the right member, acts once, and refuses the wrong one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import uuid4

import pytest
from django.urls import reverse

from commission.models import Delegation
from tests.factories.incidents import filed_incident
from tests.factories.penalties import ruled_case, verdict_of
from tests.factories.procedure import member, registered_case, with_team
from tests.procedure.stories import clock_of, entries
from verification.actions import corrections, persons, questions, team
from verification.models import Case

pytestmark = pytest.mark.django_db


def case_with_team():
    return with_team(registered_case())


def reply_clock():
    return clock_of(registered_case(), "reply", "AF")


def question():
    return questions.ask_question(
        reply_clock(), addressed_to=Delegation.objects.get(pk="TR"), text="Which ridge?", by=member("af.head")
    )


def access_request():
    party = Delegation.objects.get(pk="AF")
    return team.ask_access(case_with_team(), party=party, place="Post 14", text="On Tuesday.", by=member("qa.officer"))


def challenge():
    return persons.challenge_member(
        registered_case(), challenged=member("tr.head"), grounds="He owns land there.", by=member("pk.head")
    )


def verdict():
    return verdict_of(ruled_case())


def correction():
    return corrections.request_correction(verdict(), request="The date is wrong.", by=member("af.head"))


def counter_report():
    theirs = filed_incident(by=member("af.head"))
    registered_case(filed_incident(by=member("pk.head")), theirs)
    return theirs


def other_account(incident):
    return {"of": Case.objects.get(incidents=incident).incidents.exclude(pk=incident.pk).get().code}


def by_key(row):
    return [row.pk]


def of_case(case):
    return [case.reference]


def case_of(subject):
    """The case that the act is entered under."""
    return subject if isinstance(subject, Case) else Case.objects.get(**KEYS[type(subject).__name__](subject))


KEYS = {
    "Incident": lambda one: {"incidents": one},
    "Verdict": lambda one: {"verdicts": one},
    "Correction": lambda one: {"verdicts": one.verdict_id},
    **dict.fromkeys(["Clock", "Question", "AccessRequest", "Challenge"], lambda one: {"pk": one.case_id}),
}


@dataclass(frozen=True)
class Page:
    """`by` does the act here, which leaves the entry `event`; `wrong` gets the answer `refusal`."""

    start: Callable
    address: Callable
    by: str
    wrong: str
    event: str
    data: dict | Callable = field(default_factory=dict)
    refusal: int = 409


TEXT = {"text": "Three shell holes."}
PAGES = {
    "extend_clock": Page(reply_clock, by_key, "af.head", "pk.head", "clock_extended"),
    "ask_question": Page(
        reply_clock, by_key, "af.head", "pk.head", "question_asked", {"addressed_to": "TR", "text": "Which ridge?"}
    ),
    "answer_question": Page(question, by_key, "tr.deputy", "qa.head", "question_answered", {"answer": "The northern."}),
    "ask_access": Page(
        case_with_team,
        of_case,
        "qa.officer",
        "tr.officer",
        "access_asked",
        {"party": "AF", "place": "Post 14", "text": "On Tuesday."},
    ),
    "grant_access": Page(
        access_request, by_key, "af.deputy", "pk.head", "access_granted", {"answer": "With an escort."}
    ),
    "refuse_access": Page(access_request, by_key, "af.head", "pk.head", "access_refused", {"answer": "It is mined."}),
    "add_site_note": Page(
        case_with_team, of_case, "qa.officer", "tr.officer", "site_note_added", {"place": "Post 14", **TEXT}
    ),
    "submit_interim_report": Page(
        case_with_team, of_case, "qa.officer", "tr.officer", "interim_report_submitted", TEXT
    ),
    # Another delegation's head cannot choose this officer: the form has no such choice.
    "name_substitute": Page(
        registered_case, of_case, "pk.head", "af.head", "substitute_named", {"substitute": "pk.officer"}, refusal=422
    ),
    # No seat of the four is wrong, only a role.
    "challenge_member": Page(
        registered_case,
        of_case,
        "pk.deputy",
        "pk.officer",
        "member_challenged",
        {"challenged": "tr.head", "grounds": "He owns land there."},
        refusal=403,
    ),
    "decide_challenge": Page(
        challenge,
        by_key,
        "qa.head",
        "pk.head",
        "assent_given",
        {"is_upheld": "True", "reasons": "The doubt is justified."},
    ),
    "request_correction": Page(
        verdict,
        lambda one: [one.case.reference, one.number],
        "af.deputy",
        "af.officer",
        "correction_requested",
        {"request": "The date is wrong."},
        refusal=403,
    ),
    "correct_verdict": Page(
        correction,
        by_key,
        "tr.head",
        "af.head",
        "assent_given",
        {"corrected_text": "On 3 March, …"},
    ),
    "link_counter_report": Page(
        counter_report,
        lambda one: [one.code],
        "qa.deputy",
        "af.head",
        "counter_report_linked",
        other_account,
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_page_acts_once_for_the_right_member_and_refuses_the_wrong_one(name, client_of):
    page = PAGES[name]
    subject = page.start()
    address = reverse(name, args=page.address(subject))
    data = {**(page.data(subject) if callable(page.data) else page.data), "idempotency_key": str(uuid4())}
    case = case_of(subject)
    known = len(entries(case, page.event))

    wrong = client_of(member(page.wrong)).post(address, {**data, "idempotency_key": str(uuid4())})
    assert (wrong.status_code, len(entries(case, page.event))) == (page.refusal, known)
    client = client_of(member(page.by))
    opened = client.get(address)
    assert opened.status_code == 200
    assert opened.context["reason"] is None
    assert set(opened.context["form"].fields) == set(data)
    once, twice = client.post(address, data), client.post(address, data)

    assert (once.status_code, twice.status_code) == (302, 302)
    assert once.url == twice.url == subject.get_absolute_url()
    assert len(entries(case, page.event)) == known + 1


@pytest.mark.parametrize("name", PAGES)
def test_page_is_for_no_observer_and_no_admin_and_for_nothing_that_is_not_there(name, client_of):
    page = PAGES[name]
    nowhere = {1: [999_999], 2: ["JMC-1999-00001", 1]}[2 if name == "request_correction" else 1]
    address = reverse(name, args=nowhere)

    assert client_of(member(page.by)).get(address).status_code == 404
    for username in ("pk.observer", "admin1"):
        assert client_of(member(username)).post(address, {}).status_code == 403


@pytest.mark.parametrize(
    ("name", "first", "second", "done"),
    [
        ("decide_challenge", "qa.head", "tr.deputy", "challenge_decided"),
        ("correct_verdict", "tr.head", "qa.head", "verdict_corrected"),
    ],
)
def test_the_second_mediator_reads_the_first_one_s_terms_and_completes_the_act(name, first, second, done, client_of):
    page = PAGES[name]
    subject = page.start()
    address = reverse(name, args=page.address(subject))
    client_of(member(first)).post(address, {**page.data, "idempotency_key": str(uuid4())})

    client = client_of(member(second))
    form = client.get(address).context["form"]
    typed = {field: str(form[field].value()) for field in form.fields}
    answer = client.post(address, typed)  # sent as it opened

    assert answer.status_code == 302
    assert len(entries(case_of(subject), done)) == 1


def test_the_case_s_page_offers_each_row_its_steps_to_whom_they_are_open(client_of):
    request = access_request()
    grant = reverse("grant_access", args=[request.pk])
    page = reverse("case_detail", args=[request.case.reference])

    assert grant in client_of(member("af.head")).get(page).content.decode()
    assert grant not in client_of(member("pk.head")).get(page).content.decode()
