"""What one story is about: who files against whom, the event told, and the people by their parts in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from commission.models import Member
from incidents.models import Incident
from reports.demonstration.events import Event
from reports.demonstration.places import Place
from verification.models import Case, Verdict

OTHER = {"PK": "AF", "AF": "PK", "TR": "QA", "QA": "TR"}
MEDIATORS = ("TR", "QA")


@dataclass
class Plot:
    """The cast of one story, by part: `filer.head`, `respondent.deputy`, or a user name as it is."""

    people: Mapping[str, Member]
    filer: str
    respondent: str  # the party that the incident is about, also where none is alleged
    event: Event
    place: Place
    number: int  # varies numbers, pictures and turns of phrase
    names_respondent: bool = True
    is_late: bool = False  # filed later than 24 hours after awareness, with reasons
    violation_class: str = "minor"
    measure: str = "P3"
    due_days: int = 30
    incidents: list[Incident] = field(default_factory=list)
    case: Case | None = None

    @property
    def registrar(self) -> str:
        """The mediator that decides on admissibility: never the one that filed, and otherwise by turns."""
        return OTHER[self.filer] if self.filer in MEDIATORS else MEDIATORS[self.number // 2 % 2]

    @property
    def rapporteur(self) -> str:
        """The mediator whose officer drafts the finding: the one that registered; the other's officer verifies."""
        return self.registrar

    def member(self, part: str) -> Member:
        """The person in this part."""
        who, _dot, role = part.partition(".")
        codes = {
            "filer": self.filer,
            "party": OTHER[self.respondent],  # the filer, or the party that a mediator's filing is not about
            "respondent": self.respondent,
            "registrar": self.registrar,
            "colleague": OTHER[self.registrar],  # the other mediator
        }
        return self.people[f"{codes.get(who, who).lower()}.{role}" if role else part]

    def current_case(self) -> Case:
        """The story's case as the database has it."""
        assert self.case is not None, "The story has reached a case."
        return Case.objects.select_related("protocol", "rapporteur").get(pk=self.case.pk)

    def current_verdict(self) -> Verdict:
        """The verdict that stands in the story's case."""
        verdict = self.current_case().latest_verdict()
        assert verdict is not None, "The story has reached a verdict."
        return verdict
