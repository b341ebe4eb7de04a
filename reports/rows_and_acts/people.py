"""Who is meant by a name in an act: members are renamed, and an act keeps the name that was theirs when it was done."""

from collections import defaultdict
from collections.abc import Iterable

from commission.models import Member
from reports.rows_and_acts.pairing import Sealed

NAMED_IN = ("commission.member_made", "commission.member_changed")


class People:
    """One token for all who were ever called alike, so that a row's member and an act's name can be compared.

    Names are those of the record: a member's row is believed only where no act says how the member is called.
    """

    def __init__(self, acts: Iterable[Sealed]) -> None:
        names: dict[str, set[str]] = defaultdict(set)
        for act in acts:
            stated = [act.body, *(act.body.get(name) or {} for name in ("old", "new"))]
            names[act.subjects.get("member", "")] |= {one["name"] for one in stated if "name" in one}
        self._by_name: dict[str, str] = {}
        self._by_key: dict[int, str] = {}
        for key, username, name in Member.objects.order_by("username").values_list("pk", "username", "name"):
            self._by_key[key] = self._joined(username, names.get(username) or {name})

    def of(self, key: int | None) -> str | None:
        """The token of the member with this primary key."""
        return self._by_key[key] if key is not None else None

    def called(self, name: str | None) -> str | None:
        """The token of whoever had this name; the name itself where no member ever had it."""
        return self._by_name.get(name, name) if name is not None else None

    def _joined(self, username: str, names: set[str]) -> str:
        """The member's token, which is from now on that of everybody who shares one of the names."""
        alike = {self._by_name[name] for name in names if name in self._by_name}
        token = min({username, *alike})
        if alike:
            self._by_name |= {name: token for name, former in self._by_name.items() if former in alike}
            self._by_key |= {key: token for key, former in self._by_key.items() if former in alike}
        self._by_name.update(dict.fromkeys(names, token))
        return token
