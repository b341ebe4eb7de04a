"""The people of the demonstration, by seat; every name is invented."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from commission.actions import confirm_seat_change, make_first_admin, make_member
from commission.models import Delegation, Member, SeatChange


@dataclass(frozen=True)
class Account:
    """One seat and who holds it: heads read English, the others the languages of their countries."""

    username: str
    name: str
    language: str = "en"

    @property
    def delegation(self) -> str:
        """The delegation's code."""
        return self.username.partition(".")[0].upper()

    @property
    def role(self) -> str:
        """The seat inside the delegation."""
        return self.username.partition(".")[2]

    @property
    def email(self) -> str:
        """An address at a name that is nobody's for ever (RFC 2606): what is sent there arrives nowhere."""
        return f"{self.username}@{EMAIL_DOMAIN}"


EMAIL_DOMAIN = "commission.example"
TIME_ZONES = {"PK": "Asia/Karachi", "AF": "Asia/Kabul", "TR": "Europe/Istanbul", "QA": "Asia/Qatar"}
ADMINS = (Account("admin1", "Ines Halvorsen"), Account("admin2", "Mateo Lindqvist"))
SEATS = (
    Account("pk.head", "Nasreen Qamardini"),
    Account("pk.deputy", "Tariq Saleemzai", "ur"),
    Account("pk.officer", "Hina Batoori", "ur"),
    Account("pk.observer", "Faisal Dilawari", "ur"),
    Account("af.head", "Zalmay Sahargul"),
    Account("af.deputy", "Parwin Nekzadi", "fa-af"),
    Account("af.officer", "Wahid Roshangar", "ps"),
    Account("af.observer", "Laila Kohdamani", "fa-af"),
    Account("tr.head", "Aylin Karadereli"),
    Account("tr.deputy", "Emre Yaylacık", "tr"),
    Account("tr.officer", "Defne Ovalıoğlu", "tr"),
    Account("tr.observer", "Kerem Sazlıdere", "tr"),
    Account("qa.head", "Mariam Al-Sahliya"),
    Account("qa.deputy", "Khalid Al-Wadiani", "ar"),
    Account("qa.officer", "Noura Al-Rimaliya", "ar"),
    Account("qa.observer", "Jassim Al-Marfai", "ar"),
)


def make_accounts() -> dict[str, Member]:
    """Every seat is taken: the first admins by the operator, the rest by one admin and confirmed by the other."""
    for admin in ADMINS:
        make_first_admin(
            username=admin.username,
            name=admin.name,
            password=settings.DEMONSTRATION_PASSWORD,
            email=admin.email,
        )
    proposing, confirming = (Member.objects.get(username=admin.username) for admin in ADMINS)
    for seat in SEATS:
        _seat(seat, proposing=proposing, confirming=confirming)
    return members()


def members() -> dict[str, Member]:
    """The people of the demonstration by user name."""
    wanted = [account.username for account in (*ADMINS, *SEATS)]
    return {one.username: one for one in Member.objects.select_related("delegation").filter(username__in=wanted)}


def is_seated() -> bool:
    """Whether the demonstration's own people, by user name and name, are all there."""
    found = members()
    return all(one.username in found and found[one.username].name == one.name for one in (*ADMINS, *SEATS))


def printed() -> Iterator[str]:
    """A line for each delegation, and how to sign in."""
    for code in TIME_ZONES:
        yield f"  {code}  " + ", ".join(f"{one.username} ({one.language})" for one in SEATS if one.delegation == code)
    yield "      " + ", ".join(one.username for one in ADMINS)


def _seat(seat: Account, *, proposing: Member, confirming: Member) -> None:
    member = make_member(
        username=seat.username,
        name=seat.name,
        role=seat.role,
        delegation=Delegation.objects.get(pk=seat.delegation),
        password=settings.DEMONSTRATION_PASSWORD,
        email=seat.email,
        language=seat.language,
        time_zone=TIME_ZONES[seat.delegation],
        by=proposing,
    )
    for change in SeatChange.objects.filter(member=member, decided_at=None):
        confirm_seat_change(change, by=confirming)
