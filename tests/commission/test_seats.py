"""Seats: at once where no power moves; by a second admin where a vote or an admin's powers do."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from commission import actions, rules
from commission.models import Delegation, Member, SeatChange
from monitoring_site.refusals import Refused
from tests.commission.record_of import acts, only_body


def change(member, *, by, role=None, code="same", is_active=True):
    delegation = member.delegation if code == "same" else code and Delegation.objects.get(code=code)
    return actions.change_seat(member, role=role or member.role, delegation=delegation, is_active=is_active, by=by)


def reason_of(call, *arguments, **terms):
    with pytest.raises(Refused) as refused:
        call(*arguments, **terms)
    return refused.value.reason


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("seat", "terms"),
    [("pk.officer", {"role": "observer"}), ("tr.observer", {"is_active": False}), ("af.officer", {"code": "PK"})],
)
def test_seat_without_power_changes_at_once(cast, seat, terms):
    assert change(cast[seat], by=cast.admin1, **terms) is None

    member = Member.objects.get(username=seat)
    assert (member.role, member.delegation_id, member.is_active) != (
        cast[seat].role, cast[seat].delegation_id, cast[seat].is_active
    )  # fmt: skip
    body = only_body("seat_changed")
    assert body["old"]["role"] == cast[seat].role
    assert body["new"] == {
        "role": member.role, "delegation": member.delegation_id, "may_sign_in": member.is_active
    }  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("seat", "terms"),
    [
        ("pk.officer", {"role": "deputy"}),
        ("pk.deputy", {"role": "officer"}),
        ("pk.deputy", {"is_active": False}),
        ("qa.head", {"code": "TR"}),
        ("tr.observer", {"role": "admin", "code": None}),
    ],
)
def test_seat_with_power_waits_until_a_second_admin_confirms(cast, seat, terms):
    proposed = change(cast[seat], by=cast.admin1, **terms)

    unchanged = Member.objects.get(username=seat)
    assert (unchanged.role, unchanged.delegation_id, unchanged.is_active) == (
        cast[seat].role, cast[seat].delegation_id, True
    )  # fmt: skip
    assert only_body("seat_change_proposed")["new"]["role"] == proposed.role

    actions.confirm_seat_change(proposed, by=cast.admin2)

    member = Member.objects.get(username=seat)
    assert (member.role, member.delegation_id, member.is_active) == (
        proposed.role, proposed.delegation_id, proposed.is_active
    )  # fmt: skip
    assert only_body("seat_change_confirmed")["proposed_by"] == "admin1"


@pytest.mark.django_db
def test_the_admin_who_proposed_does_not_confirm(cast):
    proposed = change(cast.pk_officer, role="deputy", by=cast.admin1)

    assert reason_of(actions.confirm_seat_change, proposed, by=cast.admin1) == rules.NOT_A_SECOND_ADMIN
    assert Member.objects.get(username="pk.officer").role == "officer"
    assert not acts("seat_change_confirmed")


@pytest.mark.django_db
def test_the_database_too_wants_a_second_admin(cast):
    proposed = change(cast.pk_officer, role="deputy", by=cast.admin1)

    with pytest.raises(IntegrityError, match="seat_change_confirmed_by_a_second_admin"), transaction.atomic():
        SeatChange.objects.filter(pk=proposed.pk).update(
            is_confirmed=True, decided_by=cast.admin1, decided_at=proposed.proposed_at
        )


@pytest.mark.django_db
@pytest.mark.parametrize("seat", ["pk.head", "tr.deputy"])
def test_no_delegation_confirms_or_refuses_a_seat(cast, seat):
    proposed = change(cast.pk_officer, role="deputy", by=cast.admin1)

    assert reason_of(actions.confirm_seat_change, proposed, by=cast[seat]) == rules.NOT_AN_ADMIN
    assert reason_of(actions.refuse_seat_change, proposed, by=cast[seat]) == rules.NOT_AN_ADMIN


@pytest.mark.django_db
@pytest.mark.parametrize("seat", ["admin1", "admin2"])
def test_any_admin_refuses_a_change(cast, seat):
    proposed = change(cast.pk_officer, role="deputy", by=cast.admin1)

    actions.refuse_seat_change(proposed, by=cast[seat])

    assert Member.objects.get(username="pk.officer").role == "officer"
    assert SeatChange.objects.get().is_confirmed is False
    body = only_body("seat_change_refused")
    assert (body["kept"]["role"], body["refused"]["role"]) == ("officer", "deputy")


@pytest.mark.django_db
def test_a_change_is_decided_once(cast):
    proposed = change(cast.pk_officer, role="deputy", by=cast.admin1)
    actions.refuse_seat_change(proposed, by=cast.admin2)

    assert reason_of(actions.confirm_seat_change, proposed, by=cast.admin2) == rules.ALREADY_DECIDED
    assert reason_of(actions.refuse_seat_change, proposed, by=cast.admin2) == rules.ALREADY_DECIDED


@pytest.mark.django_db
def test_one_change_of_a_seat_waits_at_a_time(cast):
    change(cast.pk_officer, role="deputy", by=cast.admin1)

    assert reason_of(change, cast.pk_officer, role="head", by=cast.admin2) == rules.CHANGE_WAITS


@pytest.mark.django_db
def test_nobody_changes_their_own_seat_and_nothing_is_no_change(cast):
    assert reason_of(change, cast.admin1, role="head", code="PK", by=cast.admin1) == rules.NOT_ONE_S_OWN_SEAT
    assert reason_of(change, cast.pk_officer, by=cast.admin1) == rules.NO_CHANGE
    assert reason_of(change, cast.pk_officer, code=None, by=cast.admin1) == rules.SEAT_AND_DELEGATION


@pytest.mark.django_db
def test_nobody_confirms_the_seat_they_are_to_lose_or_gain(cast):
    third = actions.make_member(
        username="admin3", name="Admin Three", role="admin", delegation=None, password="x" * 12, by=cast.admin1
    )
    actions.confirm_seat_change(SeatChange.objects.get(member=third), by=cast.admin2)
    proposed = change(cast.admin2, role="observer", code="QA", by=cast.admin1)

    assert reason_of(actions.confirm_seat_change, proposed, by=cast.admin2) == rules.NOT_ONE_S_OWN_SEAT


@pytest.mark.django_db
def test_a_delegation_keeps_one_who_may_vote(cast):
    actions.confirm_seat_change(change(cast.pk_deputy, role="officer", by=cast.admin1), by=cast.admin2)

    assert reason_of(change, cast.pk_head, role="observer", by=cast.admin1) == rules.LAST_VOTER
    assert reason_of(change, cast.pk_head, is_active=False, by=cast.admin1) == rules.LAST_VOTER
    assert reason_of(change, cast.pk_head, code="AF", by=cast.admin1) == rules.LAST_VOTER
    assert change(cast.pk_head, role="deputy", by=cast.admin1) is not None


@pytest.mark.django_db
def test_two_changes_proposed_side_by_side_still_leave_a_voter(cast):
    first = change(cast.pk_deputy, role="officer", by=cast.admin1)
    second = change(cast.pk_head, role="officer", by=cast.admin1)
    actions.confirm_seat_change(first, by=cast.admin2)

    assert reason_of(actions.confirm_seat_change, second, by=cast.admin2) == rules.LAST_VOTER


@pytest.mark.django_db
def test_the_secretariat_keeps_two_admins(cast):
    assert reason_of(change, cast.admin2, is_active=False, by=cast.admin1) == rules.LAST_ADMINS


@pytest.mark.django_db
def test_closed_member_is_signed_out_at_the_next_page(cast, client_of):
    client = client_of(cast.pk_officer)
    assert client.get("/profile/").status_code == 200

    change(cast.pk_officer, is_active=False, by=cast.admin1)

    assert client.get("/profile/").status_code == 302


def test_two_admins_deciding_at_once_decide_once(committed_database, cast):
    proposed = change(cast.pk_officer, role="deputy", by=cast.admin1)
    third = actions.make_member(
        username="admin3", name="Admin Three", role="admin", delegation=None, password="x" * 12, by=cast.admin1
    )
    actions.confirm_seat_change(SeatChange.objects.get(member=third), by=cast.admin2)
    third.refresh_from_db()
    told, together = [], threading.Barrier(2)

    def decide(act, by):
        try:
            together.wait()
            act(proposed, by=by)
            told.append("done")
        except Refused as refused:
            told.append(refused.reason)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=decide, args=(actions.confirm_seat_change, cast.admin2)),
        threading.Thread(target=decide, args=(actions.refuse_seat_change, third)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(map(str, told)) == sorted(["done", str(rules.ALREADY_DECIDED)])
    decided = [
        act
        for event in ("seat_change_confirmed", "seat_change_refused")
        for act in acts(event)
        if act.subjects.filter(reference="pk.officer").exists()
    ]
    assert len(decided) == 1
