"""Making members, changing what of them is not their seat, and the first two admins."""

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from commission import actions, rules
from commission.models import Delegation, Member, SeatChange
from monitoring_site.refusals import Refused
from record.canonical import NotCanonical
from record.models import Act
from tests.commission.record_of import acts, only_body

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


def test_new_password_of_an_officer_opens_at_once(cast):
    actions.reset_password(cast.pk_officer, password=PASSWORD, by=cast.admin1)

    assert authenticate(username="pk.officer", password=PASSWORD) is not None
    assert only_body("password_reset") == {"closed_until_confirmed": False}


def test_one_admin_alone_cannot_sign_in_as_a_voter(cast):
    actions.reset_password(cast.pk_head, password=PASSWORD, by=cast.admin1)

    assert authenticate(username="pk.head", password=PASSWORD) is None
    actions.confirm_seat_change(SeatChange.objects.get(member=cast.pk_head), by=cast.admin2)
    assert authenticate(username="pk.head", password=PASSWORD) is not None


def test_no_password_ever_stands_in_the_record(cast):
    make(cast)
    actions.reset_password(cast.pk_officer, password=PASSWORD, by=cast.admin1)

    for event in ("member_made", "password_reset"):
        assert PASSWORD not in str(only_body(event))
        assert "password" not in only_body(event)


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
