"""One of everything a page can be about, made by performing the procedure, its sealed words marked to be found again."""

from dataclasses import dataclass, replace
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from commission.actions import change_seat, draft_protocol
from commission.models import Protocol, SeatChange
from incidents.models import Evidence, Incident
from notices.models import Notice
from penalties.actions import finality
from penalties.models import Penalty, Posting
from record.actions import register_log_key, sequence
from record.models import Act, Checkpoint
from record.note import Key
from tests.factories.incidents import draft_incident, filed_incident, picture
from tests.factories.notices import tell
from tests.factories.penalties import both_mediators, final_case, verdict_of, waived
from tests.factories.procedure import answered, finding_terms, fresh, member, registered_case, vote, voted, with_team
from verification.actions import ballots, cases, corrections, findings, persons, questions, registration, replies, team
from verification.models import AccessRequest, Case, Challenge, Clock, Correction, Question, Verdict

# Words of incidents, cases, evidence and votes that no admin may ever be shown, and no outsider unless released.
MARKS = {
    name: f"sealed-words-{name}"
    for name in [
        "narrative",
        "place",
        "force",
        "statement",
        "summary",
        "file_name",
        "source",
        "reply",
        "report",
        "finding",
        "comment",
        "dissent",
        "reserve",
        "access",
        "site_note",
        "interim",
        "question",
        "grounds",
        "correction",
    ]
}


@dataclass(frozen=True)
class World:
    """What the procedure has made."""

    draft: Incident  # of Pakistan
    filed: Incident  # of Afghanistan, not yet registered
    returned: Incident  # of Afghanistan, returned by Qatar and not filed again
    balloted: Case  # its ballot is open; Türkiye has voted
    final: Case  # its verdict is final, with a penalty and a posting
    released: Case  # as the last, and released
    proceeding: Case  # in verification: access asked for, a question asked, a member challenged
    seat_change: SeatChange  # proposed by one admin
    checkpoints: list[Checkpoint]  # two that the log has signed, the earlier one first

    @property
    def incident(self) -> Incident:
        """The incident of the case in ballot, filed by Pakistan, its evidence for everybody in the case."""
        return self.balloted.live_incidents().get()

    @property
    def case_file(self) -> Evidence:
        """A file that everybody in the case may see."""
        return Evidence.objects.get(incident=self.incident, kind="file")

    @property
    def mediators_file(self) -> Evidence:
        """A file that Pakistan shows to the mediators alone."""
        return Evidence.objects.get(incident=self.final.live_incidents().get(), kind="file")

    @property
    def draft_file(self) -> Evidence:
        """A file of Pakistan's draft."""
        return Evidence.objects.get(incident=self.draft, kind="file")

    @property
    def released_verdict(self) -> Verdict:
        """The verdict that anyone may read."""
        return verdict_of(self.released)

    @property
    def verdict(self) -> Verdict:
        """The verdict that is final and not released."""
        return verdict_of(self.final)

    @property
    def penalty(self) -> Penalty:
        """The penalty of that verdict."""
        return Penalty.objects.get(verdict=self.verdict)

    @property
    def posting(self) -> Posting:
        """The line of that verdict in the ledger."""
        return Posting.objects.get(verdict=self.verdict)

    @property
    def notice(self) -> Notice:
        """What Qatar's head was told last."""
        return Notice.objects.filter(member__username="qa.head").latest("pk")

    @property
    def correction(self) -> Correction:
        """The clerical correction that Pakistan asked of that verdict."""
        return Correction.objects.get(verdict=self.verdict)

    @property
    def clock(self) -> Clock:
        """Afghanistan's time to reply, which its question stopped."""
        return Clock.objects.get(case=self.proceeding, kind="reply", owner="AF")

    @property
    def question(self) -> Question:
        """That question, asked of Pakistan."""
        return Question.objects.get(case=self.proceeding)

    @property
    def access_request(self) -> AccessRequest:
        """What the team asked of Afghanistan."""
        return AccessRequest.objects.get(case=self.proceeding)

    @property
    def challenge(self) -> Challenge:
        """Afghanistan's challenge of Qatar's deputy."""
        return Challenge.objects.get(case=self.proceeding)

    @property
    def case_act(self) -> Act:
        """An act about the case in ballot: all four delegations can open it."""
        return Act.objects.about([self.balloted.subject]).earliest("pk")

    @property
    def filing_act(self) -> Act:
        """The filing of an incident that is not registered yet: open to its filer and the mediators."""
        return Act.objects.about([self.filed.subject]).earliest("pk")

    @property
    def admins_act(self) -> Act:
        """The newest act of an admin: open to the four and the secretariat."""
        return Act.objects.filter(event__startswith="commission.").latest("pk")


def make_world() -> World:
    """Perform the procedure for each of them."""
    final = _final(_filed(files_audience="mediators_only"))
    released = final_case(_filed())
    both_mediators(finality.release_verdict, verdict_of(released))
    draft_protocol(numbers=Protocol.objects.in_effect().numbers, by=member("admin1"))
    seat = {"role": "deputy", "delegation": member("af.head").delegation, "is_active": True}
    change = change_seat(member("af.officer"), **seat, by=member("admin1"))
    assert change is not None
    key = Key(settings.RECORD_ORIGIN, Ed25519PrivateKey.generate())
    register_log_key(key)
    sequence(key=key)
    world = World(
        draft=draft_incident(by=member("pk.head"), **_marked()),
        filed=filed_incident(by=member("af.head"), **_marked()),
        returned=_returned(filed_incident(by=member("af.head"), **_marked())),
        balloted=_in_ballot(_filed()),
        final=final,
        released=fresh(released),
        proceeding=_proceeding(_filed()),
        seat_change=change,
        checkpoints=[],
    )
    corrections.request_correction(world.verdict, request=MARKS["correction"], by=member("pk.head"))
    tell()
    sequence(key=key)
    world.checkpoints.extend(Checkpoint.objects.order_by("size"))
    return world


def _marked() -> dict[str, Any]:
    statement = {"kind": "statement", "text": MARKS["statement"], "audience": "case", "summary": MARKS["summary"]}
    return {
        "narrative": MARKS["narrative"],
        "place_name": MARKS["place"],
        "force_named": MARKS["force"],
        "statements": [statement],
        "files": [picture(f"{MARKS['file_name']}.jpg")],
        "files_audience": "case",
        "files_summary": MARKS["summary"],
        "sources": [{"description": MARKS["source"], "reliability": "B", "credibility": "2", "shown_to": ["TR"]}],
    }


def _filed(**changed: Any) -> Incident:
    return filed_incident(by=member("pk.head"), **{**_marked(), **changed})


def _returned(incident: Incident) -> Incident:
    return registration.return_incident(incident, missing=MARKS["grounds"], by=member("qa.deputy"))


def _in_ballot(incident: Incident) -> Case:
    case = with_team(registered_case(incident))
    replies.send_reply(incident, stance="deny", text=MARKS["reply"], by=member("af.head"))
    cases.submit_report(case, text=MARKS["report"], by=member("qa.officer"))
    case = fresh(case)
    findings.draft_finding(case, terms=replace(finding_terms(case), reasons=MARKS["finding"]), by=member("tr.officer"))
    for party in ("pk.head", "af.head"):
        findings.send_comment(case, text=MARKS["comment"], by=member(party))
    ballots.open_ballot(answered(case), by=member("tr.head"))
    vote(case, by="pk.head", choice="reject", reasons=MARKS["dissent"])
    return fresh(case)


def _proceeding(incident: Incident) -> Case:
    case = with_team(registered_case(incident))
    af, team_member = member("af.head"), member("qa.officer")
    team.ask_access(case, party=af.delegation, place="Post 14", text=MARKS["access"], by=team_member)
    team.add_site_note(case, place="Post 14", text=MARKS["site_note"], by=team_member)
    team.submit_interim_report(case, text=MARKS["interim"], by=team_member)
    clock = Clock.objects.get(case=case, kind="reply", owner="AF")
    questions.ask_question(clock, addressed_to=member("pk.head").delegation, text=MARKS["question"], by=af)
    persons.challenge_member(case, challenged=member("qa.deputy"), grounds=MARKS["grounds"], by=af)
    return fresh(case)


def _final(incident: Incident) -> Case:
    case = _in_ballot(incident)
    vote(case, by="af.head", choice="reserve", reasons=MARKS["reserve"])
    case = waived(voted(case, {"TR": "approve", "QA": "approve"}))
    finality.declare_final(case, by=member("qa.head"))
    return fresh(case)
