"""The table of roles and permissions, against the table of DESIGN 2."""

import pytest

from commission.roles import (
    ADMINISTER,
    DRAFT,
    PERMISSIONS_OF,
    PRESIDE,
    READ,
    SUBMIT,
    VOTE,
    VOTING_ROLES,
    WRITE_FINDING,
    Role,
    may,
)

ALLOWED = {
    READ: {"head", "deputy", "officer", "observer"},
    DRAFT: {"head", "deputy", "officer"},
    SUBMIT: {"head", "deputy"},
    VOTE: {"head", "deputy"},
    PRESIDE: {"head", "deputy"},
    WRITE_FINDING: {"head", "deputy", "officer"},
    ADMINISTER: {"admin"},
}


@pytest.mark.parametrize("permission", ALLOWED)
@pytest.mark.parametrize("role", Role.values)
def test_may_says_what_the_design_says(role, permission):
    assert may(role, permission) == (role in ALLOWED[permission])


def test_every_role_has_its_permissions_and_no_other_permission_exists():
    assert set(PERMISSIONS_OF) == set(Role.values)
    assert set().union(*PERMISSIONS_OF.values()) == set(ALLOWED)


def test_voting_roles_are_those_that_may_vote():
    assert {role for role in Role if may(role, VOTE)} == VOTING_ROLES


@pytest.mark.django_db
def test_member_who_may_not_sign_in_may_nothing(cast):
    head = cast.pk_head
    head.is_active = False

    assert not any(head.may(permission) for permission in ALLOWED)
