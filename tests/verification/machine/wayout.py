"""The way out of any state while one delegation is silent for ever: what the others, the secretariat and time can do.

Two adversaries are never asked to agree: no settlement, and no withdrawal by the filer.
"""

from collections.abc import Callable, Collection, Iterator

from commission.actions import change_seat, confirm_seat_change
from commission.models import Member
from commission.roles import VOTING_ROLES, Role
from monitoring_site.clock import database_time
from monitoring_site.refusals import Refused
from penalties.actions import compliance, finality, orders, reviews
from penalties.actions.reviews import Conclusion
from penalties.models import Penalty
from penalties.vocabularies import ENDED
from tests.factories import penalties, procedure
from verification.actions import ballots, cases, findings, persons
from verification.actions.clocks import perform_due
from verification.models import Case, Challenge
from verification.standing import (
    candidates_for_rapporteur,
    candidates_for_verification,
    clock_runs,
    eligible_voters,
    latest_shown_finding,
)

TERMINAL = {"settled", "no_determination", "withdrawn", "closed"}
STEPS_MAX = 40
WAITS_MAX = 5  # in one state, before the mediators give up and go to the principals
Attempt = tuple[str, Callable[[], object]]


def way_out(case: Case, *, silent: str, until: Collection[str] = ()) -> list[str]:
    """What the others did until the case was over, in order; fails if it is still not over after so many steps.

    `until` names states whose own way out is shown elsewhere: the case need only come so far.
    """
    return WayOut(case, silent, until).taken


class WayOut:
    """One attempt to bring a case to its end."""

    def __init__(self, case: Case, silent: str, until: Collection[str]) -> None:
        self.case, self.silent, self.until = procedure.fresh(case), silent, until
        self.taken: list[str] = []
        self.waited = 0  # times, in this state
        while not self.is_over():
            assert len(self.taken) < STEPS_MAX, f"stuck in {self.case.state} without {silent}: {self.taken}"
            before = self.case.state
            self.taken.append(self.one_step())
            self.case = procedure.fresh(case)
            self.waited = 0 if self.case.state != before else self.waited

    def is_over(self) -> bool:
        """Ended; or final, with nothing left to be done but what the silent party owes."""
        if self.case.state != "final":
            return self.case.state in TERMINAL or self.case.state in self.until
        owed = Penalty.objects.filter(verdict__case=self.case).exclude(state__in=ENDED)
        return owed.exists() and {(one.addressee_id, one.state) for one in owed} <= {
            (self.silent, "overdue"),
            (self.silent, "referred"),
        }

    def one_step(self) -> str:
        """The first thing that is not refused; else time passes."""
        for name, attempt in getattr(self, f"_in_{self.case.state}")():
            try:
                attempt()
            except Refused:
                continue
            return name
        self.waited += 1
        procedure.hours_pass(73.01)
        perform_due()
        compliance.perform_due()
        return "wait"

    # --- people ---------------------------------------------------------------------------------------------------
    def presiding(self, *delegations: str) -> list[Member]:
        """Heads and deputies of these delegations who are not silent."""
        wanted = Member.objects.filter(role__in=VOTING_ROLES, is_active=True, delegation__in=delegations)
        return list(wanted.exclude(delegation=self.silent).select_related("delegation").order_by("pk"))

    def by_either(self, name: str, act: Callable[..., object]) -> Iterator[Attempt]:
        """One mediator's head or deputy does it, whoever may."""
        for member in self.presiding("TR", "QA"):
            yield name, lambda member=member: act(by=member)

    def by_both(self, name: str, act: Callable[..., object]) -> Iterator[Attempt]:
        """Both mediators do it, through whoever may."""
        for one in self.presiding("TR"):
            for other in self.presiding("QA"):
                yield name, lambda pair=(one, other): [act(by=member) for member in pair]

    # --- states ---------------------------------------------------------------------------------------------------
    def _in_verification(self) -> Iterator[Attempt]:
        team = [one.member for one in self.case.team.filter(relieved_at=None).select_related("member__delegation")]
        for member in team:
            yield "report", lambda member=member: cases.submit_report(self.case, text="Seen.", by=member)
        if self.case.rapporteur not in set(candidates_for_rapporteur(self.case)):
            yield from self._name_rapporteur()
        if not set(team) & set(candidates_for_verification(self.case)):
            for member in candidates_for_verification(self.case):
                yield from self.by_both("team", self._with(cases.name_team, team=[member]))
        yield from self._to_principals()

    def _in_deliberation(self) -> Iterator[Attempt]:
        candidates = set(candidates_for_rapporteur(self.case))
        if self.case.rapporteur not in candidates:
            yield from self._name_rapporteur()
        elif self.case.rapporteur.delegation_id != self.silent:
            if self.case.facts_shown_at is None:
                yield "draft", self._draft
            shown = latest_shown_finding(self.case)
            if shown and shown.comments.exists():
                yield "answer", self._answer
            for challenge in self.case.challenges.filter(decided_at=None):
                yield from self.by_both("challenge", self._decide(challenge))
            yield from self.by_either("open", self._with(ballots.open_ballot))
        yield from self._to_principals()

    def _in_ballot(self) -> Iterator[Attempt]:
        for code in {"PK", "AF", "TR", "QA"} - {self.silent}:
            for member in eligible_voters(self.case, delegation=code).select_related("delegation"):
                yield "vote", lambda member=member: procedure.vote(self.case, by=member.username)

    def _in_escalated(self) -> Iterator[Attempt]:
        yield from ()

    def _in_ruled(self) -> Iterator[Attempt]:
        yield from self.by_either("final", self._with(finality.declare_final))

    def _in_review(self) -> Iterator[Attempt]:
        yield from self.by_both("uphold", self._conclude("upheld"))
        yield from self.by_either("lapse", self._conclude("lapsed"))
        if self.waited >= WAITS_MAX:
            yield "seat", self._seat_another

    def _in_final(self) -> Iterator[Attempt]:
        yield from self.by_either("reasons", self._log_reasons)
        yield from self.by_either("close", self._with(finality.close_case))
        for penalty in Penalty.objects.filter(verdict__case=self.case).exclude(state__in=ENDED):
            yield "notify", lambda penalty=penalty: orders.log_notified(penalty, by=procedure.member("admin1"))
            for member in self.presiding(penalty.addressee_id):
                yield "comply", lambda penalty=penalty, member=member: self._comply(penalty, member)
            yield from self.by_either("discharge", self._on(penalty, compliance.confirm_discharge))
            if penalty.state == "reported":
                yield "seat", self._seat_another

    # --- acts -----------------------------------------------------------------------------------------------------
    def _with(self, act: Callable[..., object], **terms: object) -> Callable[..., object]:
        return lambda *, by: act(self.case, **terms, by=by)

    @staticmethod
    def _on(penalty: Penalty, act: Callable[..., object]) -> Callable[..., object]:
        return lambda *, by: act(penalty, by=by)

    def _name_rapporteur(self) -> Iterator[Attempt]:
        for member in candidates_for_rapporteur(self.case):
            yield from self.by_both("rapporteur", self._with(cases.name_rapporteur, rapporteur=member))

    def _to_principals(self) -> Iterator[Attempt]:
        if self.silent in {"TR", "QA"} or self.waited >= WAITS_MAX:
            yield from self.by_either("escalate", self._with(cases.escalate_case, reasons="No way on."))

    def _draft(self) -> None:
        terms = procedure.finding_terms(self.case, violation_class="without_violation")
        findings.draft_finding(self.case, terms=terms, by=procedure.member(self.case.rapporteur.username))

    def _answer(self) -> None:
        shown = latest_shown_finding(self.case)
        if shown.shown_at != self.case.facts_shown_at or clock_runs(self.case, "comment", at=database_time()):
            raise Refused("There is nothing to answer yet.")
        procedure.answered(self.case)

    @staticmethod
    def _decide(challenge: Challenge) -> Callable[..., object]:
        return lambda *, by: persons.decide_challenge(challenge, is_upheld=False, reasons="No doubt.", by=by)

    def _conclude(self, outcome: str) -> Callable[..., object]:
        return self._with(reviews.conclude_review, conclusion=Conclusion(outcome=outcome, reasons="So it is."))

    def _log_reasons(self, *, by: Member) -> None:
        finality.log_release_reasons(self.case.latest_verdict(), reasons="Names of villagers.", by=by)

    @staticmethod
    def _comply(penalty: Penalty, member: Member) -> None:
        compliance.report_compliance(penalty, text="Published.", files=[penalties.proof()], by=member)

    def _seat_another(self) -> None:
        """The secretariat gives a mediator that speaks one more deputy."""
        mediator = "QA" if self.silent == "TR" else "TR"
        found = Member.objects.filter(delegation__kind="mediator", role=Role.OBSERVER).exclude(delegation=self.silent)
        seat = {"role": Role.DEPUTY, "delegation": self.presiding(mediator)[0].delegation, "is_active": True}
        change = change_seat(found.order_by("pk").first(), **seat, by=procedure.member("admin1"))
        assert change is not None, "a voting seat needs a second admin"
        confirm_seat_change(change, by=procedure.member("admin2"))
