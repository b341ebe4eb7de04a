"""Where a reader may go from every page: entries by permission, so that no template compares roles."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commission.models import Member
from commission.roles import ADMINISTER, READ


@dataclass(frozen=True)
class Entry:
    """One way to go, and whether the reader is already there."""

    label: str | Promise
    url: str
    is_current: bool


# (name of the address, words, who is offered it: members with one of the permissions; nobody named: everyone)
PLACES: tuple[tuple[str, Promise, frozenset[str]], ...] = (
    ("desk", _("My desk"), frozenset({READ})),
    ("incident_list", _("Incidents"), frozenset({READ})),
    ("case_list", _("Cases"), frozenset({READ})),
    ("map", _("Map"), frozenset({READ})),
    ("ledger", _("Ledger"), frozenset({READ, ADMINISTER})),
    ("record_list", _("Record"), frozenset({READ, ADMINISTER})),
    ("released_list", _("Released verdicts"), frozenset()),
    ("admin:index", _("Administration"), frozenset({ADMINISTER})),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """For every template: the entries of the reader's navigation, and the page a reader starts from."""
    member = request.user if getattr(request, "user", None) and request.user.is_authenticated else None
    return {
        "navigation": [_entry(name, words, path=request.path) for name, words, asked in PLACES if _may(member, asked)],
        "home_url": home_url(member),
    }


def home_url(member: Member | None) -> str:
    """The page a reader starts from: the desk, the secretariat's administration, or the released verdicts."""
    if member is None:
        return reverse("released_list")
    return reverse("desk") if member.may(READ) else reverse("admin:index")


def _may(member: Member | None, asked: frozenset[str]) -> bool:
    return not asked or (member is not None and any(member.may(permission) for permission in asked))


def _entry(name: str, words: Promise, *, path: str) -> Entry:
    url = reverse(name)
    # The desk lies at the root of every address.
    is_current = path == url if url == "/" else path.startswith(url)
    return Entry(words, url, is_current)
