"""Roles and what each may do, as one table (DESIGN 2). Which thing, and when, is the rules' question, not this one's."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """The seats inside a delegation, and the secretariat's."""

    HEAD = "head", _("head")
    DEPUTY = "deputy", _("deputy")
    OFFICER = "officer", _("officer")
    OBSERVER = "observer", _("observer")
    ADMIN = "admin", _("admin")


VOTING_ROLES = frozenset({Role.HEAD, Role.DEPUTY})
ACTING_ROLES = VOTING_ROLES | {Role.OFFICER}  # those who can be named to a task

READ = "read"  # what the delegation may see
DRAFT = "draft"  # draft and edit an incident, a reply, a comment; add evidence to drafts
SUBMIT = "submit"  # file, send a reply or comment, ask for review, withdraw, report compliance
VOTE = "vote"  # vote for the delegation
PRESIDE = "preside"  # mediators: register, return, open a ballot, declare final, release …
WRITE_FINDING = "write_finding"  # mediators: the report or the finding, when named to it
ADMINISTER = "administer"  # users, seats, sectors, catalogues, protocol versions, the ledger's clerical side

PERMISSIONS_OF: dict[str, frozenset[str]] = {
    Role.HEAD: frozenset({READ, DRAFT, SUBMIT, VOTE, PRESIDE, WRITE_FINDING}),
    Role.DEPUTY: frozenset({READ, DRAFT, SUBMIT, VOTE, PRESIDE, WRITE_FINDING}),
    Role.OFFICER: frozenset({READ, DRAFT, WRITE_FINDING}),
    Role.OBSERVER: frozenset({READ}),
    Role.ADMIN: frozenset({ADMINISTER}),
}


def may(role: str, permission: str) -> bool:
    """Whether the role carries the permission."""
    return permission in PERMISSIONS_OF[role]
