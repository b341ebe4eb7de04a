"""The pages: the ledger, statements, penalties, verdicts, recommendations, and what anyone may read."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from penalties.actions.finality import release_verdict
from tests.factories.penalties import (
    both_mediators,
    case_in_review,
    concluded,
    final_case,
    penalty_at,
    proof,
    ruled_case,
    verdict_of,
)
from tests.factories.procedure import fresh, hours_pass, in_deliberation, member, with_finding

pytestmark = pytest.mark.django_db

UPHELD = {"outcome": "upheld", "reasons": "Nothing new."}
FOUR = ["pk.head", "af.observer", "tr.officer", "qa.deputy"]


def text_of(response):
    return response.content.decode()


def test_everybody_signed_in_reads_the_ledger(client_of):
    case = final_case(violation_class="serious")

    for username in [*FOUR, "admin1"]:
        client = client_of(member(username))
        ledger = text_of(client.get(reverse("ledger")))
        statement = text_of(client.get(reverse("ledger_statement", args=["AF"])))

        assert "Afghanistan" in ledger
        assert f"{case.reference}/P1" in ledger
        assert case.reference in statement


def test_the_ledger_is_not_for_outsiders_and_has_statements_of_parties_only(client, client_of):
    assert client.get(reverse("ledger")).status_code == 302
    assert client_of(member("pk.head")).get(reverse("ledger_statement", args=["TR"])).status_code == 404
    assert client_of(member("pk.head")).post(reverse("ledger")).status_code == 405


def test_the_parties_stand_in_the_readers_alphabet(client_of):
    text = text_of(client_of(member("pk.head")).get(reverse("ledger")))

    assert text.index('id="party-AF"') < text.index('id="party-PK"')


def test_the_statement_shows_a_reversal_and_the_balance_after_each_line(client_of):
    concluded(case_in_review(final_case(violation_class="serious")), "reversed")
    final_case(violation_class="minor")

    response = client_of(member("pk.head")).get(reverse("ledger_statement", args=["AF"]))

    assert [(line.posting.amount, line.balance) for line in response.context["lines"]] == [(1, 1), (-3, 0), (3, 3)]
    assert "reverses" in text_of(response)


def test_the_statement_pages_by_key_and_balances_do_not_start_anew(client_of, monkeypatch):
    from penalties.views import ledger

    monkeypatch.setattr(ledger, "LINES", 2)
    concluded(case_in_review(final_case(violation_class="serious")), "reversed")
    final_case(violation_class="minor")
    client = client_of(member("pk.head"))

    first = client.get(reverse("ledger_statement", args=["AF"]))
    second = client.get(first.context["page"].next_url)

    assert [line.balance for line in first.context["lines"]] == [1, 0]
    assert [line.balance for line in second.context["lines"]] == [3]
    # On paper, where no page leads to another, each says whether the statement goes on.
    assert ["Older lines follow" in text_of(page) for page in (first, second)] == [True, False]


def test_the_ledger_takes_the_same_queries_for_one_row_as_for_three(client_of, django_assert_max_num_queries):
    client = client_of(member("pk.head"))
    final_case()
    client.get(reverse("ledger"))  # what is read once per process

    for _more in range(2):
        with django_assert_max_num_queries(12):
            client.get(reverse("ledger"))
        with django_assert_max_num_queries(12):
            client.get(reverse("ledger_statement", args=["AF"]))
        final_case()


def test_the_four_read_a_verdict_with_its_votes_postings_and_penalties(client_of):
    case = final_case(violation_class="serious")

    pages = [client_of(member(username)).get(verdict_of(case).get_absolute_url()) for username in FOUR]

    assert [page.status_code for page in pages] == [200] * 4
    for text in map(text_of, pages):
        check_verdict_page(text, case)


def check_verdict_page(text, case):
    for words in (
        "The reasons of the finding.",
        "approve",
        f"{case.reference}/P1",
        "serious",
        "Verdict declared final",
    ):
        assert words in text


def test_an_admin_reads_no_verdict(client_of):
    case = final_case()
    client = client_of(member("admin1"))

    for name in ("verdict_detail", "release_verdict", "log_release_reasons"):
        assert client.get(reverse(name, args=[case.reference, 1])).status_code == 403


def test_there_is_no_verdict_where_there_is_none(client_of):
    case = final_case()
    client = client_of(member("pk.head"))

    assert client.get(reverse("verdict_detail", args=[case.reference, 2])).status_code == 404
    assert client.get(reverse("verdict_detail", args=["JMC-1999-00001", 1])).status_code == 404


def test_a_released_verdict_is_for_anyone_and_shows_nothing_of_the_case_file(client):
    case = final_case()
    verdict, incident = verdict_of(case), case.live_incidents().get()
    address = reverse("released_verdict", args=[case.reference, 1])
    assert client.get(address).status_code == 404

    both_mediators(release_verdict, verdict)

    page = text_of(client.get(address))
    assert "The reasons of the finding." in page
    assert "approve" in page
    for sealed in (incident.narrative, incident.place_name, incident.evidence.first().code, "What the team saw."):
        assert sealed not in page
    assert case.reference in text_of(client.get(reverse("released_list")))


def test_a_released_verdict_that_was_reversed_says_so(client):
    case = final_case()
    both_mediators(release_verdict, verdict_of(case))
    concluded(case_in_review(case), "reversed")

    assert "stands no more" in text_of(client.get(reverse("released_verdict", args=[case.reference, 1])))
    assert "stands no more" in text_of(client.get(reverse("released_list")))


def test_a_penalty_shows_its_order_to_everybody_signed_in_and_its_report_to_the_four(client_of):
    penalty = penalty_at("reported")

    for username in [*FOUR, "admin1"]:
        text = text_of(client_of(member(username)).get(penalty.get_absolute_url()))

        assert penalty.reference in text
        assert "official gazette" in text
        assert ("Published." in text) == (username != "admin1")


def test_the_addressee_reports_compliance_with_a_file_once(client_of):
    penalty = penalty_at("notified")
    client = client_of(member("af.deputy"))
    address = reverse("report_compliance", args=[penalty.pk])
    key = client.get(address).context["form"]["idempotency_key"].value()

    for _click in range(2):
        sent = {"idempotency_key": key, "text": "Published.", "files": proof().file}
        sent["files"].seek(0)
        response = client.post(address, sent)
        assert response.status_code == 302

    penalty.refresh_from_db()
    assert penalty.state == "reported"
    assert penalty.compliance_reports.count() == 1


@pytest.mark.parametrize(("files", "reason"), [(None, "needs evidence"), (b"not a picture", "was not kept")])
def test_a_report_without_fit_evidence_is_refused_at_its_field_and_keeps_the_text(client_of, files, reason):
    penalty = penalty_at("notified")
    client = client_of(member("af.head"))
    address = reverse("report_compliance", args=[penalty.pk])
    key = client.get(address).context["form"]["idempotency_key"].value()

    sent = {"idempotency_key": key, "text": "It was published."} | (
        {"files": SimpleUploadedFile("fake.jpg", files)} if files else {}
    )
    response = client.post(address, sent)

    assert response.status_code == 422
    assert reason in text_of(response)
    assert "It was published." in text_of(response)


def test_a_step_that_is_not_open_says_why(client_of):
    penalty = penalty_at("ordered")
    client = client_of(member("tr.head"))

    for act in ("confirm_discharge", "reject_compliance", "refer_to_principals", "stay_penalty", "lift_stay"):
        address = reverse(act, args=[penalty.pk])
        page = client.get(address)
        key = page.context["form"]["idempotency_key"].value()
        refused = client.post(address, {"idempotency_key": key, "reasons": "For these."})

        assert page.status_code == 200
        assert "does not belong to the state" in text_of(page)
        assert refused.status_code == 409


def test_the_clerical_steps_are_for_the_secretariat(client_of):
    penalty = penalty_at("ordered")

    for act in ("log_notified", "log_compliance_received"):
        assert client_of(member("tr.head")).get(reverse(act, args=[penalty.pk])).status_code == 403
        assert client_of(member("admin1")).get(reverse(act, args=[penalty.pk])).status_code == 200


def test_every_step_of_a_case_has_its_page_and_does_its_act(client_of):
    """From the verdict to the closed case, step by step, in the browser."""
    case = ruled_case(violation_class="without_violation")
    way = [
        ("waive_review", "pk.head", {}),
        ("request_review", "af.deputy", {"ground": "procedure", "reasons": "We were not heard."}),
        ("conclude_review", "tr.deputy", UPHELD),
        ("conclude_review", "qa.deputy", UPHELD),
        ("close_case", "tr.head", {}),
    ]
    for act, username, terms in way:
        if act == "close_case":
            both_mediators(release_verdict, verdict_of(case))
        address = reverse(act, args=[case.reference])
        page = client_of(member(username)).get(address)
        form = page.context["form"]
        sent = {name: form[name].value() or "" for name in form.fields} | terms
        answer = client_of(member(username)).post(address, sent)

        assert client_of(member("admin1")).get(address).status_code == 403
        assert client_of(member("pk.observer")).get(address).status_code == 403
        assert (page.status_code, answer.status_code) == (200, 302), text_of(answer)

    assert fresh(case).state == "closed"


def test_a_review_of_a_final_verdict_is_offered_on_a_new_fact_alone_and_asks_for_its_day(client_of):
    case = final_case()
    client, address = client_of(member("af.deputy")), reverse("request_review", args=[case.reference])

    form = client.get(address).context["form"]
    assert [value for value, _words in form.fields["ground"].choices] == ["new_fact"]
    refused = client.post(address, {"ground": "procedure", "reasons": "We were not heard."})

    assert refused.context["form"].errors["ground"] == ["Only a new decisive fact reopens a final verdict."]
    assert "discovered_on" in refused.context["form"].errors
    assert "We were not heard." in text_of(refused)
    assert fresh(case).state == "final"


def test_a_request_for_review_that_comes_second_is_told_why_not_and_keeps_its_words(client_of):
    case = ruled_case()
    address = reverse("request_review", args=[case.reference])
    browsers = [client_of(member(username)) for username in ("pk.head", "af.head")]
    keys = [browser.get(address).context["form"]["idempotency_key"].value() for browser in browsers]
    terms = {"ground": "procedure", "reasons": "We were not heard."}

    first, second = (
        browser.post(address, {"idempotency_key": key, **terms}) for browser, key in zip(browsers, keys, strict=True)
    )

    assert (first.status_code, fresh(case).state) == (302, "review")
    assert second.status_code == 409
    assert "We were not heard." in text_of(second)
    assert browsers[1].get(address).status_code == 200


def test_the_second_mediator_finds_the_form_as_the_first_sent_it(client_of):
    case = case_in_review(final_case(violation_class="serious"))
    incident = case.live_incidents().get()
    address = reverse("conclude_review", args=[case.reference])
    form = client_of(member("tr.deputy")).get(address).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields if name != "withdrawn_measures"}
    sent |= {"outcome": "varied", "reasons": "It was minor.", f"{incident.code}-violation_class": "minor"}
    from penalties.actions.reviews import conclude_review
    from penalties.forms import ConcludeReviewForm

    first = ConcludeReviewForm(sent, subject=case, member=member("tr.deputy"))
    assert first.is_valid(), first.errors
    conclude_review(case, by=member("tr.deputy"), **first.terms())

    shown = client_of(member("qa.deputy")).get(address).context["form"]
    second = {name: shown[name].value() or "" for name in shown.fields if name != "withdrawn_measures"}
    again = ConcludeReviewForm(second, subject=case, member=member("qa.deputy"))
    assert again.is_valid(), again.errors
    conclude_review(case, by=member("qa.deputy"), **again.terms())

    assert verdict_of(case).number == 2


def test_the_recommendation_stands_beside_the_shown_text_with_its_arithmetic(client_of):
    final_case(violation_class="serious")
    hours_pass(1)
    case = with_finding(in_deliberation(), violation_class="serious")

    text = text_of(client_of(member("tr.officer")).get(reverse("case_recommendation", args=[case.reference])))
    part = text_of(
        client_of(member("qa.head")).get(
            reverse("case_recommendation", args=[case.reference]), headers={"HX-Request": "true"}
        )
    )

    assert "Repetition" in text
    assert "P4" in text
    assert "<html" in text
    assert "<html" not in part
    assert "P4" in part


def test_there_is_no_recommendation_without_a_text_or_for_an_admin(client_of):
    case = in_deliberation()
    address = reverse("case_recommendation", args=[case.reference])

    assert client_of(member("qa.head")).get(address).status_code == 404
    assert client_of(member("admin1")).get(address).status_code == 403
