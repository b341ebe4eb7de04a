"""Making members, changing what of them is not their seat, and the first two admins."""

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import check_password
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from commission import actions, rules
from commission.forms_of_members import ChangePasswordForm, ProfileForm
from commission.models import Delegation, Member, SeatChange
from monitoring_site.refusals import Refused
from record.canonical import NotCanonical
from record.models import Act
from tests.commission.record_of import acts, only_body
from tests.conftest import PASSWORD as FIRST_PASSWORD

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough secret"


def make(cast, *, role="officer", code="PK", by=None, **terms):
    delegation = Delegation.objects.get(code=code) if code else None
    terms = {"username": "new.member", "name": "New Member", "password": PASSWORD, **terms}
    return actions.make_member(role=role, delegation=delegation, by=by or cast.admin1, **terms)


@pytest.mark.parametrize("role", ["officer", "observer"])
def test_member_without_a_vote_may_sign_in_at_once(cast, role):
    member = make(cast, role=role)

    assert authenticate(username="new.member", password=PASSWORD) == member
    assert not SeatChange.objects.exists()
    assert only_body("member_made") == {
        "name": "New Member", "email": "", "role": role, "delegation": "PK", "may_sign_in": True
    }  # fmt: skip


@pytest.mark.parametrize(("role", "code"), [("head", "PK"), ("deputy", "TR"), ("admin", None)])
def test_member_with_power_waits_for_a_second_admin(cast, role, code):
    make(cast, role=role, code=code)

    assert authenticate(username="new.member", password=PASSWORD) is None
    change = SeatChange.objects.get(member__username="new.member")
    assert (change.role, change.is_active, change.proposed_by) == (role, True, cast.admin1)

    actions.confirm_seat_change(change, by=cast.admin2)

    assert authenticate(username="new.member", password=PASSWORD) is not None


def test_actor_stands_in_the_entry_as_text(cast):
    make(cast)

    (act,) = acts("member_made")
    assert (act.actor_name, act.actor_role, act.actor_delegation) == ("Admin1", "admin", "")
    assert [(subject.kind, subject.reference) for subject in act.subjects.all()] == [("member", "new.member")]


@pytest.mark.parametrize("seat", ["pk.head", "af.deputy", "tr.head", "qa.observer"])
def test_only_an_admin_makes_members(cast, seat):
    with pytest.raises(Refused) as refused:
        make(cast, by=cast[seat])

    assert refused.value.reason == rules.NOT_AN_ADMIN
    assert not Member.objects.filter(username="new.member").exists()


def test_user_name_is_given_once(cast):
    with pytest.raises(Refused) as refused:
        make(cast, username="pk.head")

    assert refused.value.reason == rules.NAME_TAKEN


@pytest.mark.parametrize(("role", "code"), [("admin", "PK"), ("officer", None)])
def test_admin_sits_outside_the_delegations_and_nobody_else(cast, role, code):
    with pytest.raises(Refused) as refused:
        make(cast, role=role, code=code)

    assert refused.value.reason == rules.SEAT_AND_DELEGATION


def test_member_is_not_made_when_the_act_cannot_be_recorded(cast):
    before = Act.objects.count()

    with pytest.raises(NotCanonical):
        make(cast, name="Rene\u0301")  # not in Unicode normal form C: the record refuses it

    assert not Member.objects.filter(username="new.member").exists()
    assert Act.objects.count() == before


def test_change_member_keeps_the_seat_and_records_both_names(cast):
    actions.change_member(cast.pk_head, name="Other Name", email="head@example.org", by=cast.admin1)

    member = Member.objects.get(username="pk.head")
    assert (member.name, member.email, member.role) == ("Other Name", "head@example.org", "head")
    body = only_body("member_changed")
    assert body["old"]["name"] == cast.pk_head.name
    assert body["new"] == {"name": "Other Name", "email": "head@example.org"}


def test_change_member_is_refused_to_others(cast):
    with pytest.raises(Refused) as refused:
        actions.change_member(cast.pk_officer, name="X", email="", by=cast.pk_head)

    assert refused.value.reason == rules.NOT_AN_ADMIN


def may_sign_in(member, password):
    return authenticate(username=member.username, password=password) is not None


def only_change_of(member):
    return SeatChange.objects.get(member=member)


def test_new_password_of_an_officer_opens_at_once(cast):
    actions.reset_password(cast.pk_officer, password=PASSWORD, by=cast.admin1)

    assert may_sign_in(cast.pk_officer, PASSWORD)
    assert only_body("password_reset") == {"seat": {"role": "officer", "delegation": "PK", "may_sign_in": True}}


@pytest.mark.parametrize("seat", ["pk.head", "tr.deputy", "admin2"])
def test_new_password_of_a_seat_with_power_changes_nothing_until_it_is_confirmed(cast, client_of, seat):
    client = client_of(cast[seat])

    actions.reset_password(cast[seat], password=PASSWORD, by=cast.admin1)

    assert may_sign_in(cast[seat], FIRST_PASSWORD) and not may_sign_in(cast[seat], PASSWORD)
    assert client.get("/profile/").status_code == 200
    assert Member.objects.get(username=seat).access_changed_at is None
    assert not acts("password_reset")
    assert only_body("password_reset_proposed")["seat"] == {
        "role": cast[seat].role, "delegation": cast[seat].delegation_id or "", "may_sign_in": True
    }  # fmt: skip


def test_new_password_of_a_voter_counts_and_ends_the_sessions_once_a_second_admin_confirms(cast, client_of):
    client = client_of(cast.pk_head)
    actions.reset_password(cast.pk_head, password=PASSWORD, by=cast.admin1)

    actions.confirm_seat_change(only_change_of(cast.pk_head), by=cast.admin2)

    assert may_sign_in(cast.pk_head, PASSWORD) and not may_sign_in(cast.pk_head, FIRST_PASSWORD)
    assert client.get("/profile/").status_code == 302
    decided = only_change_of(cast.pk_head)
    assert (decided.is_confirmed, decided.waiting_password) == (True, "")
    assert Member.objects.get(username="pk.head").access_changed_at == decided.decided_at
    assert only_body("password_reset_confirmed")["proposed_by"] == "admin1"


@pytest.mark.parametrize("refusing", ["admin1", "admin2"])
def test_new_password_that_is_refused_has_changed_nothing(cast, client_of, refusing):
    client = client_of(cast.pk_head)
    actions.reset_password(cast.pk_head, password=PASSWORD, by=cast.admin1)

    actions.refuse_seat_change(only_change_of(cast.pk_head), by=cast[refusing])

    assert may_sign_in(cast.pk_head, FIRST_PASSWORD) and not may_sign_in(cast.pk_head, PASSWORD)
    assert client.get("/profile/").status_code == 200
    assert only_change_of(cast.pk_head).waiting_password == ""
    assert Member.objects.get(username="pk.head").access_changed_at is None
    assert only_body("password_reset_refused")["proposed_by"] == "admin1"


def test_one_admin_alone_cannot_sign_in_as_a_voter(cast):
    actions.reset_password(cast.pk_head, password=PASSWORD, by=cast.admin1)

    with pytest.raises(Refused) as refused:
        actions.confirm_seat_change(only_change_of(cast.pk_head), by=cast.admin1)

    assert refused.value.reason == rules.NOT_A_SECOND_ADMIN
    assert not may_sign_in(cast.pk_head, PASSWORD)


def test_one_admin_alone_silences_no_delegation_and_no_other_admin(cast):
    for seat in ("tr.head", "tr.deputy", "admin2"):
        actions.reset_password(cast[seat], password=PASSWORD, by=cast.admin1)

    assert all(may_sign_in(cast[seat], FIRST_PASSWORD) for seat in ("tr.head", "tr.deputy", "admin2"))
    actions.refuse_seat_change(only_change_of(cast.admin2), by=cast.admin2)
    assert not may_sign_in(cast.admin2, PASSWORD)


def test_a_new_password_waits_alone_beside_no_other_change_of_the_seat(cast):
    actions.reset_password(cast.pk_head, password=PASSWORD, by=cast.admin1)

    with pytest.raises(Refused) as refused:
        actions.reset_password(cast.pk_head, password="another long secret", by=cast.admin2)
    assert refused.value.reason == rules.CHANGE_WAITS
    with pytest.raises(Refused) as refused:
        actions.change_seat(
            cast.pk_head, role="deputy", delegation=cast.pk_head.delegation, is_active=True, by=cast.admin2
        )
    assert refused.value.reason == rules.CHANGE_WAITS


def test_the_database_too_keeps_no_password_of_a_decided_change(cast):
    actions.reset_password(cast.pk_head, password=PASSWORD, by=cast.admin1)
    actions.refuse_seat_change(only_change_of(cast.pk_head), by=cast.admin2)

    with pytest.raises(IntegrityError, match="seat_change_password_only_while_waiting"), transaction.atomic():
        SeatChange.objects.update(waiting_password="kept")


def test_no_password_ever_stands_in_the_record_nor_as_text_beside_it(cast):
    make(cast)
    actions.reset_password(cast.pk_officer, password=PASSWORD, by=cast.admin1)
    actions.reset_password(cast.pk_head, password=PASSWORD, by=cast.admin1)
    waiting = only_change_of(cast.pk_head).waiting_password
    actions.confirm_seat_change(only_change_of(cast.pk_head), by=cast.admin2)

    assert PASSWORD not in waiting and check_password(PASSWORD, waiting)
    for event in ("member_made", "password_reset", "password_reset_proposed", "password_reset_confirmed"):
        told = str(only_body(event))
        assert PASSWORD not in told and waiting not in told
        assert "password" not in only_body(event)


@pytest.mark.parametrize("seat", ["pk.officer", "pk.head"])
def test_new_password_is_given_by_admins_alone(cast, seat):
    with pytest.raises(Refused) as refused:
        actions.reset_password(cast[seat], password=PASSWORD, by=cast.pk_deputy)

    assert refused.value.reason == rules.NOT_AN_ADMIN
    assert may_sign_in(cast[seat], FIRST_PASSWORD)


def test_the_members_row_says_when_an_admin_last_changed_its_access(cast):
    member = make(cast)
    made_at = Member.objects.get(pk=member.pk).access_changed_at
    assert made_at == acts("member_made")[0].at

    actions.change_member(member, name="Other Name", email="", by=cast.admin1)
    assert Member.objects.get(pk=member.pk).access_changed_at == made_at

    actions.reset_password(member, password=PASSWORD, by=cast.admin1)
    assert Member.objects.get(pk=member.pk).access_changed_at == acts("password_reset")[0].at > made_at


def test_own_settings_and_password_do_not_undo_what_an_admin_does_meanwhile(cast):
    profile = ProfileForm({"language": "tr", "time_zone": "UTC"}, instance=Member.objects.get(username="pk.officer"))
    terms = {"old_password": FIRST_PASSWORD, "new_password1": PASSWORD, "new_password2": PASSWORD}
    password = ChangePasswordForm(Member.objects.get(username="pk.officer"), terms)
    assert profile.is_valid() and password.is_valid()
    actions.change_seat(
        cast.pk_officer, role="observer", delegation=cast.pk_officer.delegation, is_active=False, by=cast.admin1
    )

    profile.save()
    password.save()

    member = Member.objects.get(username="pk.officer")
    assert (member.role, member.is_active, member.language) == ("observer", False, "tr")
    assert member.access_changed_at is not None and member.check_password(PASSWORD)


def test_own_password_is_not_reset_but_changed(cast):
    with pytest.raises(Refused) as refused:
        actions.reset_password(cast.admin1, password=PASSWORD, by=cast.admin1)

    assert refused.value.reason == rules.NOT_ONE_S_OWN_SEAT


def without_admins():
    Member.objects.filter(role="admin").delete()


def create_admin(monkeypatch, username, password=PASSWORD):
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    call_command("create_admin", username, "First Admin")


def test_create_admin_makes_two_and_no_third(monkeypatch):
    without_admins()

    create_admin(monkeypatch, "first")
    create_admin(monkeypatch, "second")
    with pytest.raises(CommandError, match="Two admins exist already"):
        create_admin(monkeypatch, "third")

    assert authenticate(username="first", password=PASSWORD).is_admin
    assert [act.actor_name for act in acts("member_made")] == ["operator of the server"] * 2
    assert Member.objects.filter(role="admin").count() == 2


def test_create_admin_refuses_a_weak_password_and_a_taken_name(monkeypatch):
    without_admins()

    with pytest.raises(CommandError, match="too short"):
        create_admin(monkeypatch, "first", password="short")
    with pytest.raises(CommandError, match="taken"):
        create_admin(monkeypatch, "pk.head")

    assert not Member.objects.filter(role="admin").exists()
