"""What follows from a verdict, as acts of a story: finality, penalties, compliance, review, release, closing."""

from monitoring_site.clock import database_time
from penalties.actions import compliance, finality, orders, reviews
from penalties.models import Penalty
from penalties.schedule import day_of
from reports.demonstration import exhibits, words
from reports.demonstration.plot import Plot
from reports.demonstration.proceedings import Act


def waive(part: str) -> Act:
    """The party's head asks for no review."""

    def act(plot: Plot) -> None:
        finality.waive_review(plot.current_case(), by=plot.member(f"{part}.head"))

    return act


def declare_final(plot: Plot) -> None:
    """A mediator declares the verdict final: penalties are ordered and points posted."""
    finality.declare_final(plot.current_case(), by=plot.member("colleague.head"))


def notify(plot: Plot) -> None:
    """The secretariat notifies the addressees."""
    for penalty in _penalties(plot):
        orders.log_notified(penalty, by=plot.member("admin1"))


def comply(plot: Plot) -> None:
    """The addressee reports that it did what was ordered."""
    for penalty in _penalties(plot):
        head = plot.people[f"{penalty.addressee_id.lower()}.head"]
        paper = exhibits.page(plot.number, lines=[penalty.reference, "Done on the day named below.", "Seal (invented)"])
        compliance.report_compliance(penalty, text=words.COMPLIANCE, files=[paper], by=head)


def log_received(plot: Plot) -> None:
    """The secretariat logs that the report has arrived."""
    for penalty in _penalties(plot):
        compliance.log_compliance_received(penalty, by=plot.member("admin2"))


def confirm_discharge(plot: Plot) -> None:
    """A mediator confirms that what was ordered is done."""
    for penalty in _penalties(plot):
        compliance.confirm_discharge(penalty, by=plot.member("colleague.deputy"))


def request_review_of_procedure(plot: Plot) -> None:
    """The respondent asks for a review of a verdict that is not final yet."""
    case = plot.current_case()
    reviews.request_review(case, ground="procedure", reasons=words.PROCEDURE, by=plot.member("respondent.head"))


def request_review_on_new_fact(plot: Plot) -> None:
    """The respondent asks for a review of a final verdict."""
    reviews.request_review(
        plot.current_case(),
        ground="new_fact",
        reasons=words.NEW_FACT,
        discovered_on=day_of(database_time()),
        by=plot.member("respondent.deputy"),
    )


def reverse(part: str) -> Act:
    """The mediator, by a person who did not vote, concludes that the verdict is reversed."""

    def act(plot: Plot) -> None:
        conclusion = reviews.Conclusion(outcome="reversed", reasons=words.REVERSAL)
        reviews.conclude_review(plot.current_case(), conclusion=conclusion, by=plot.member(part))

    return act


def release(part: str) -> Act:
    """The mediator agrees to the release of the verdict."""

    def act(plot: Plot) -> None:
        finality.release_verdict(plot.current_verdict(), by=plot.member(part))

    return act


def keep_unreleased(plot: Plot) -> None:
    """The mediators' reasons not to release are logged."""
    finality.log_release_reasons(plot.current_verdict(), reasons=words.NO_RELEASE, by=plot.member("registrar.head"))


def close(plot: Plot) -> None:
    """The case is closed."""
    finality.close_case(plot.current_case(), by=plot.member("registrar.head"))


def _penalties(plot: Plot) -> list[Penalty]:
    return list(Penalty.objects.filter(verdict__case=plot.current_case()))
