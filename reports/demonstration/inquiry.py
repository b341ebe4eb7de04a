"""What is done in a case without moving it, as acts of a story: access, notes, questions, challenges, corrections."""

from commission.models import Delegation
from reports.demonstration import words
from reports.demonstration.plot import Plot
from verification.actions import corrections, persons, questions, team
from verification.models import Clock


def ask_access(plot: Plot) -> None:
    """The team asks the respondent to let it in."""
    team.ask_access(
        plot.current_case(),
        party=Delegation.objects.get(pk=plot.respondent),
        place=plot.place.name,
        text=words.ACCESS_ASKED,
        by=plot.member("colleague.officer"),
    )


def grant_access(plot: Plot) -> None:
    """The respondent lets the team in, on its conditions."""
    request = plot.current_case().access_requests.get(is_granted=None)
    team.grant_access(request, answer=words.ACCESS_GRANTED, by=plot.member("respondent.deputy"))


def refuse_access(plot: Plot) -> None:
    """The respondent does not let the team in."""
    request = plot.current_case().access_requests.get(is_granted=None)
    team.refuse_access(request, answer=words.ACCESS_REFUSED, by=plot.member("respondent.head"))


def note_and_report(plot: Plot) -> None:
    """The team notes what it saw at the place, and says what it can so far."""
    case, by = plot.current_case(), plot.member("colleague.officer")
    team.add_site_note(case, place=plot.place.name, text=words.SITE_NOTE, by=by)
    team.submit_interim_report(case, text=words.INTERIM_REPORT, by=by)


def ask_question(plot: Plot) -> None:
    """The respondent asks the filer something before it replies: its clock stands still meanwhile."""
    clock = Clock.objects.get(case=plot.current_case(), kind="reply", owner=plot.respondent, stopped_at=None)
    filer = Delegation.objects.get(pk=plot.member("party.head").delegation_id)
    questions.ask_question(clock, addressed_to=filer, text=words.QUESTION, by=plot.member("respondent.deputy"))


def answer_question(plot: Plot) -> None:
    """The filer answers it."""
    question = plot.current_case().questions.get(answered_at=None)
    questions.answer_question(question, answer=words.ANSWER, by=plot.member("party.deputy"))


def name_substitute(plot: Plot) -> None:
    """The respondent's head names an officer who may vote in its stead."""
    persons.name_substitute(
        plot.current_case(), substitute=plot.member("respondent.officer"), by=plot.member("respondent.head")
    )


def challenge_team(plot: Plot) -> None:
    """The respondent doubts that a member of the team is impartial."""
    persons.challenge_member(
        plot.current_case(),
        challenged=plot.member("colleague.officer"),
        grounds=words.CHALLENGE,
        by=plot.member("respondent.head"),
    )


def request_correction(plot: Plot) -> None:
    """The party asks that a clerical error in the verdict be mended."""
    by = plot.member("party.deputy")
    corrections.request_correction(plot.current_verdict(), request=words.CORRECTION_ASKED, by=by)


def correct_verdict(plot: Plot) -> None:
    """Both mediators give the same corrected passage."""
    for part in ("registrar.deputy", "colleague.deputy"):
        correction = plot.current_verdict().corrections.get(corrected_at=None)
        corrections.correct_verdict(correction, corrected_text=words.CORRECTED, by=plot.member(part))
