"""Business rows against acts: an honest file agrees, and every row changed, added or removed is named."""

from hashlib import sha256
from io import StringIO

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from commission.actions import (
    change_member,
    change_seat,
    confirm_seat_change,
    make_crossing,
    make_member,
    refuse_seat_change,
    reset_password,
)
from commission.models import Delegation, Member, SeatChange
from record.actions import register_log_key, sequence
from record.models import Body
from record.note import Key
from reports.rows_and_acts import differences_of_rows
from reports.rows_and_acts.following import follow_member
from reports.rows_and_acts.pairing import Sealed
from tests.conftest import Cast
from tests.factories.incidents import draft_incident
from tests.factories.penalties import case_in_review, concluded, final_case, penalty_at
from tests.reports.rows import as_superuser, recorded_cast

pytestmark = pytest.mark.xdist_group("verify_record")


@pytest.fixture(scope="module")
def file(django_db_setup, django_db_blocker, evidence_folder):
    """A final verdict with a penalty that was reported on, one reversed on review, and seats and places changed.

    Made once for the module, in a transaction that is undone afterwards.
    """
    cast = Cast()
    with django_db_blocker.unblock(), transaction.atomic():
        recorded_cast(cast)
        penalty_at("reported", case=final_case(violation_class="serious", measure="P3"))
        concluded(case_in_review(final_case()), "reversed")
        draft_incident(by=cast.pk_officer)
        administered(cast)
        key = Key(django_settings.RECORD_ORIGIN, Ed25519PrivateKey.generate())
        register_log_key(key)
        sequence(key=key)
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def released(settings, tmp_path):
    settings.RECORD_RELEASED_FOLDER = tmp_path / "released"


def administered(cast):
    by = cast.admin1
    delegation = Delegation.objects.get(code="AF")
    made = make_member(
        username="af.second",
        name="Second Observer",
        role="observer",
        delegation=delegation,
        password="long-enough",
        by=by,
    )
    change_member(cast.tr_head, name="Renamed Since", email="", by=by)
    change_seat(made, role="officer", delegation=delegation, is_active=True, by=by)
    change_seat(cast.qa_observer, role="deputy", delegation=cast.qa_observer.delegation, is_active=True, by=by)
    for voter, decide in ((cast.pk_deputy, confirm_seat_change), (cast.af_deputy, refuse_seat_change)):
        reset_password(voter, password="long-enough", by=by)
        decide(SeatChange.objects.get(member=voter), by=cast.admin2)
    reset_password(cast.tr_head, password="long-enough", by=by)  # waits
    reset_password(cast.pk_observer, password="long-enough", by=by)
    make_crossing(
        name="Made Since", sector_code="S07", latitude="34.1", longitude="71.1", is_notified_for_trade=False,
        certainty="published", by=by,
    )  # fmt: skip


@pytest.mark.django_db
def test_honest_file_agrees_with_its_record(file):
    output = StringIO()

    call_command("verify_record", stdout=output)

    assert "agrees with itself and with the database" in output.getvalue()


LAST = "(SELECT max(id) FROM {table})"
CHANGES = [
    # a column that decides
    ("verification_vote", "UPDATE {table} SET choice = 'reserve' WHERE delegation_id = 'AF'", "Vote"),
    ("verification_vote", "UPDATE {table} SET cast_by_id = (SELECT max(id) FROM commission_member)", "Vote"),
    ("verification_verdict", "UPDATE {table} SET adoption = 'varied'", "Verdict"),
    ("verification_verdict", "UPDATE {table} SET reversed_at = NULL WHERE reversed_at IS NOT NULL", "Verdict"),
    ("verification_verdict", "UPDATE {table} SET released_at = now()", "Verdict"),
    ("verification_ballot", "UPDATE {table} SET digest = sha256('x')", "Ballot"),
    ("verification_ballot", "UPDATE {table} SET outcome = 'annulled', annulment_reasons = 'x'", "Closed ballot"),
    ("verification_reply", "UPDATE {table} SET text = 'we agree' WHERE sent_at IS NOT NULL", "Reply"),
    ("verification_case", f"UPDATE {{table}} SET reference = 'JMC-2026-99999' WHERE id = {LAST}", "Case"),
    ("verification_case", "UPDATE {table} SET state = 'closed'", "Case"),
    ("verification_case", "UPDATE {table} SET rapporteur_id = NULL", "Case"),
    ("verification_recusal", "DELETE FROM {table} WHERE reason = 'team'", "Recusal"),
    ("verification_teammember", "UPDATE {table} SET relieved_at = now()", "Member of the verification team"),
    ("verification_determination", "UPDATE {table} SET answerable = 'PK'", "The rows of finding"),
    ("verification_proposedmeasure", "UPDATE {table} SET due_days = 300", "The rows of finding"),
    ("verification_finding", "UPDATE {table} SET text_bytes = 'x'", "The text of finding"),
    ("verification_finding", "UPDATE {table} SET reasons = 'x'", "The rows of finding"),
    ("verification_report", "UPDATE {table} SET text = 'x'", "Report"),
    ("verification_comment", "UPDATE {table} SET delegation_id = 'TR'", "Comment"),
    ("verification_assent", "UPDATE {table} SET delegation_id = 'PK'", "Assent"),
    ("verification_admissibilitydecision", "UPDATE {table} SET kind = 'inadmissible'", "Decision on admissibility"),
    ("penalties_posting", "UPDATE {table} SET amount = 1 WHERE amount = 3", "Posting"),
    ("penalties_posting", "UPDATE {table} SET party_id = 'QA'", "Posting"),
    ("penalties_penalty", "UPDATE {table} SET addressee_id = 'QA'", "Penalty"),
    ("penalties_penalty", "UPDATE {table} SET due_at = due_at + interval '90 days' WHERE due_at > now()", "Penalty"),
    ("penalties_penalty", "UPDATE {table} SET state = 'discharged', ended_at = now()", "Penalty"),
    ("penalties_compliancereport", "UPDATE {table} SET text = 'nothing'", "Compliance report"),
    ("penalties_review", "UPDATE {table} SET outcome = 'upheld'", "Concluded review"),
    ("incidents_incident", "UPDATE {table} SET filed_digest = sha256('x') WHERE filed_at IS NOT NULL", "Incident"),
    ("incidents_incident", "UPDATE {table} SET narrative = 'x' WHERE filed_at IS NOT NULL", "The rows of incident"),
    ("incidents_evidence", "UPDATE {table} SET digest = sha256('x') WHERE is_sealed", "Evidence"),
    ("incidents_evidence", "UPDATE {table} SET is_sealed = false", "Evidence"),
    ("incidents_custodystep", "UPDATE {table} SET by_id = (SELECT max(id) FROM commission_member)", "Sealing of evidence"),
    ("incidents_filing", "UPDATE {table} SET filed_by_id = (SELECT max(id) FROM commission_member)", "Filing"),
    ("commission_member", "UPDATE {table} SET role = 'head' WHERE username = 'af.second'", "Member"),
    ("commission_member", "UPDATE {table} SET name = 'Somebody Else' WHERE username = 'pk.head'", "Member"),
    ("commission_member", "UPDATE {table} SET access_changed_at = NULL WHERE username = 'pk.observer'", "Member"),
    ("commission_member", "UPDATE {table} SET access_changed_at = now() WHERE username = 'af.deputy'", "Member"),
    ("commission_seatchange", "UPDATE {table} SET role = 'head'", "Change of seat"),
    ("commission_seatchange", "UPDATE {table} SET gives_password = NOT gives_password", "Change of seat"),
    (
        "commission_seatchange",
        "UPDATE {table} SET is_confirmed = true WHERE NOT is_confirmed",
        "Decision on a change of seat",
    ),
    ("commission_delegation", "UPDATE {table} SET kind = 'mediator' WHERE code = 'PK'", "Delegation"),
    ("commission_sector", "UPDATE {table} SET polygon = '{{}}' WHERE code = 'S07'", "Sector"),
    ("commission_crossing", "UPDATE {table} SET certainty = 'approximate' WHERE name = 'Made Since'", "Crossing"),
    ("commission_violationtype", "UPDATE {table} SET gravity = 3 WHERE code = 'A1'", "Type of violation"),
    ("commission_measure", "UPDATE {table} SET is_in_use = false WHERE level = 'P3'", "Measure"),
    ("commission_protocol", "UPDATE {table} SET numbers = '{{}}'", "Protocol version"),
    # a row removed behind its act
    ("verification_vote", "DELETE FROM {table} WHERE delegation_id = 'QA'", "Vote"),
    ("penalties_posting", "DELETE FROM {table} WHERE reverses_id IS NOT NULL", "Posting"),
    ("penalties_review", "DELETE FROM {table}", "Review"),
    ("verification_caseincident", f"DELETE FROM {{table}} WHERE id = {LAST}", "Incident of a case"),
    ("verification_reply", f"DELETE FROM {{table}} WHERE id = {LAST}", "Reply"),
    ("incidents_incident", f"DELETE FROM {{table}} WHERE filed_at IS NOT NULL AND id < {LAST}", "Incident"),
    ("penalties_compliancereport_evidence", "DELETE FROM {table}", "Evidence of compliance"),
    ("commission_seatchange", "DELETE FROM {table}", "Change of seat"),
    ("commission_crossing", "DELETE FROM {table} WHERE name = 'Made Since'", "Crossing"),
    # a row that no act made
    (
        "penalties_posting",
        "INSERT INTO {table} (party_id, unit, amount, verdict_id, determination_id, dated, posted_at) "
        "SELECT 'PK', 'USD', 9, verdict_id, determination_id, dated, posted_at FROM {table} LIMIT 1",
        "Posting",
    ),
    (
        "verification_sitenote",
        "INSERT INTO {table} (case_id, place, text, noted_at, noted_by_id) "
        "SELECT id, 'Torkham', 'seen', now(), opened_by_id FROM verification_case LIMIT 1",
        "Site note",
    ),
    (
        "verification_substitute",
        "INSERT INTO {table} (case_id, delegation_id, member_id, named_at, named_by_id) "
        "SELECT id, 'TR', opened_by_id, now(), opened_by_id FROM verification_case LIMIT 1",
        "Substitute voter",
    ),
    (
        "commission_member",
        "INSERT INTO {table} (username, name, email, password, role, language, time_zone, is_active) "
        "VALUES ('backdoor', 'Back Door', '', '', 'admin', 'en', 'UTC', true)",
        "Member",
    ),
    (
        "record_witness",
        "INSERT INTO {table} (delegation, vkey, enrolled_at, is_demonstration) VALUES ('PK', 'x', now(), false)",
        "Witness",
    ),
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("table", "statement", "kind"), CHANGES, ids=[f"{table} {sql[:6]} {kind}" for table, sql, kind in CHANGES]
)
def test_every_changed_row_is_named(file, table, statement, kind):
    as_superuser(table, statement.format(table=table))

    differences = list(differences_of_rows())

    assert any(difference.startswith(f"{kind} ") for difference in differences), differences


@pytest.mark.django_db
def test_act_of_an_unknown_event_or_about_nothing_is_named(file):
    as_superuser(
        "record_act", "UPDATE record_act SET event = 'verification.vote_bought' WHERE event = 'penalties.verdict_final'"
    )
    as_superuser("record_subject", "DELETE FROM record_subject WHERE kind IN ('case', 'incident')")

    differences = list(differences_of_rows())

    assert any("says verification.vote_bought, which is no event of the procedure" in one for one in differences)
    assert any("says verification.vote_cast, and does not say of what" in one for one in differences)


@pytest.mark.django_db
def test_altered_act_is_told_and_stops_nothing(file):
    as_superuser("record_body", "UPDATE record_body SET body = '[1]'")
    as_superuser("record_act", "UPDATE record_act SET envelope = 'x' WHERE event = 'penalties.penalty_notified'")

    differences = list(differences_of_rows())

    assert any("what the record says of it cannot be read" in one for one in differences)


@pytest.mark.django_db
def test_body_that_was_deleted_to_protect_someone_accuses_nobody(file):
    Body.objects.filter(act__event__in=["incidents.incident_filed", "verification.vote_cast"]).delete()

    assert list(differences_of_rows()) == []


@pytest.mark.django_db
def test_namesakes_and_the_renamed_are_not_taken_for_others(file, cast):
    for username in ("pk.deputy", "af.deputy"):
        change_member(Member.objects.get(username=username), name="Same Name", email="", by=cast.admin1)
    concluded(case_in_review(final_case(), by="pk.deputy"), "upheld")

    assert list(differences_of_rows()) == []


@pytest.mark.django_db
def test_text_of_a_varied_verdict_is_compared_with_the_whole_finding_in_its_act(file):
    case = concluded(case_in_review(final_case()), "varied", withdrawn_measures=[1])
    assert list(differences_of_rows()) == []
    text = b"another text"
    finding = case.findings.latest("number")
    as_superuser(
        "verification_finding",
        f"UPDATE verification_finding SET text_bytes = '{text.decode()}', digest = sha256('{text.decode()}') "
        f"WHERE id = {finding.pk}",
    )

    differences = "\n".join(differences_of_rows())

    assert f"The rows of finding {finding.number} of {case.reference} are not the text that was shown." in differences
    assert f"Finding {case.reference}, {sha256(text).hexdigest()[:40]}" in differences
    assert f"Finding {case.reference}, {finding.digest_hex[:40]}" in differences


@pytest.mark.django_db
def test_command_fails_where_anything_differs(file):
    as_superuser("penalties_posting", "UPDATE penalties_posting SET amount = 1 WHERE amount = 3")
    output = StringIO()

    with pytest.raises(CommandError, match="2 things differ"):
        call_command("verify_record", stdout=output)

    assert "and no act of the record says so" in output.getvalue()


@pytest.mark.django_db
def test_questions_to_the_database_do_not_grow_with_the_file(file, django_assert_max_num_queries):
    with CaptureQueriesContext(connection) as before:
        list(differences_of_rows())
    final_case()

    with django_assert_max_num_queries(len(before) + 2 * TEXT_QUERIES):
        list(differences_of_rows())


# A finding is worked out again one by one: its determinations, their evidence, its measures.
TEXT_QUERIES = 4


def test_a_new_password_that_closed_the_seat_is_followed_as_it_was_recorded_then():
    seat = {"role": "head", "delegation": "PK", "may_sign_in": True}
    made, reset, confirmed = (
        Sealed(f"commission.{event}", time, "Admin", "", {}, body, "", is_open=True)
        for event, time, body in [
            ("member_made", "1", {"name": "Head", "email": "", **seat}),
            ("password_reset", "2", {"closed_until_confirmed": True}),
            ("seat_change_confirmed", "3", {"old": {**seat, "may_sign_in": False}, "new": seat}),
        ]
    )

    assert list(follow_member([made, reset], str)) == [("Head", "", "head", "PK", False, "2")]
    assert list(follow_member([made, reset, confirmed], str)) == [("Head", "", "head", "PK", True, "3")]
