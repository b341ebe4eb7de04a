"""One case, and the incidents beside it: what an act of the machine is about, and in the other side's mirror image."""

from dataclasses import dataclass, field

from incidents.models import Incident
from monitoring_site.refusals import Refused
from penalties.models import Penalty
from tests.factories import procedure
from tests.factories.mirror import portrait
from verification.models import Case, Challenge, Correction, Question, Verdict


class Absent(Refused):
    """What the act would be about is not there; as little as a refusal, it changes nothing."""


@dataclass
class Side:
    """A case by its key, and the incidents that were filed beside it, the newest last."""

    case_key: int
    filed: list[int] = field(default_factory=list)

    @property
    def case(self) -> Case:
        """The case as the database has it."""
        return procedure.fresh(Case(pk=self.case_key))

    @property
    def state(self) -> str:
        """The state of the case alone."""
        return Case.objects.values_list("state", flat=True).get(pk=self.case_key)

    @property
    def newest(self) -> Incident:
        """The incident that was filed last beside the case."""
        if not self.filed:
            raise Absent("No incident was filed beside the case.")
        return Incident.objects.get(pk=self.filed[-1])

    @property
    def first(self) -> Incident:
        """The incident with which the case was opened."""
        return self.case.incidents.order_by("caseincident__id").first()

    @property
    def verdict(self) -> Verdict:
        """The verdict that stands."""
        return self.case.latest_verdict() or self._absent()

    @property
    def question(self) -> Question:
        """The question that was asked last and waits for its answer, or the last one."""
        return Question.objects.filter(case=self.case_key).order_by("-answered_at", "-pk").first() or self._absent()

    @property
    def challenge(self) -> Challenge:
        """The challenge that was made last."""
        return Challenge.objects.filter(case=self.case_key).order_by("-pk").first() or self._absent()

    @property
    def correction(self) -> Correction:
        """The correction that was asked for last."""
        return Correction.objects.filter(verdict__case=self.case_key).order_by("-pk").first() or self._absent()

    @property
    def penalty(self) -> Penalty:
        """The penalty that was ordered last."""
        return Penalty.objects.filter(verdict__case=self.case_key).order_by("-pk").first() or self._absent()

    def likeness(self) -> dict:
        """What the procedure says about the case and the incidents beside it, without times and references."""
        states = [Incident.objects.get(pk=key).state for key in self.filed]
        return {**portrait(self.case), "beside": states}

    def without_names(self, sentence: str) -> str:
        """The sentence with this side's own references taken out."""
        case = self.case
        found = sentence.replace(case.reference, "the case")
        for code in case.incidents.values_list("code", flat=True):
            found = found.replace(code, "the incident")
        return found

    @staticmethod
    def _absent():
        raise Absent("There is nothing of the kind.")
