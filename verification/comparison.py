"""Two texts of one case side by side: determinations field by field, reasons word by word, the proposed measures.

A new round is held on a new text, and a later verdict supersedes an earlier one: both stay, and what differs is shown.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commission.words import delegation_words
from incidents.models import Incident
from verification.differences import Passage, passages
from verification.models import Ballot, Determination, Finding, ProposedMeasure
from verification.queries import whole_finding

# The name of each field, in the reader's language, and what one text says of it.
Words = list[tuple[Callable[[], str], Callable[[Any], str]]]


@dataclass(frozen=True)
class ComparedField:
    """One field of a determination or a measure, in words; "" where the text has no such thing."""

    name: str
    old: str
    new: str

    @property
    def is_changed(self) -> bool:
        """Whether the two texts say different things."""
        return self.old != self.new


@dataclass(frozen=True)
class ComparedThing:
    """A determination or a proposed measure; of the two, one text may have none."""

    incident: Incident
    fields: list[ComparedField]
    is_in_old: bool
    is_in_new: bool
    title: str = ""
    required_act: tuple[Passage, ...] = ()  # of a measure: what is to be done, word by word

    @property
    def is_changed(self) -> bool:
        """Whether the two texts say different things of it."""
        return any(field.is_changed for field in self.fields) or _is_changed(self.required_act)


@dataclass(frozen=True)
class Comparison:
    """An older text and a newer one."""

    old: Finding
    new: Finding
    reasons: list[Passage]
    answer: list[Passage]  # to the parties' comments
    determinations: list[ComparedThing]
    measures: list[ComparedThing]

    @property
    def has_changed_reasons(self) -> bool:
        """Whether a word of the reasons differs."""
        return _is_changed(self.reasons)

    @property
    def has_changed_answer(self) -> bool:
        """Whether a word of the answer to the comments differs."""
        return _is_changed(self.answer)


def comparison_before(finding: Finding | None) -> Comparison | None:
    """A whole text beside the one that it follows; None for a first text, or one that has not been shown."""
    before = _before(finding) if finding is not None and finding.shown_at else None
    return None if before is None or finding is None else comparison_of(whole_finding(before), finding)


def comparison_of(old: Finding, new: Finding) -> Comparison:
    """What the newer text says otherwise than the older one; both whole, as `whole_finding` reads them."""
    return Comparison(
        old=old,
        new=new,
        reasons=passages(old.reasons, new.reasons),
        answer=passages(old.answer_to_comments, new.answer_to_comments),
        determinations=_determinations(old, new),
        measures=_measures(old, new),
    )


def _before(finding: Finding) -> Finding | None:
    """The text of the last ballot before this one was shown; without a ballot, the text that was shown before it."""
    voted = Ballot.objects.filter(case=finding.case_id, opened_at__lt=finding.shown_at).exclude(finding=finding)
    ballot = voted.order_by("-number").select_related("finding").first()
    if ballot is not None:
        return ballot.finding
    shown = Finding.objects.filter(case=finding.case_id, shown_at__isnull=False, number__lt=finding.number)
    return shown.order_by("-number").first()


def _determinations(old: Finding, new: Finding) -> list[ComparedThing]:
    before = {one.incident_id: one for one in old.determinations.all()}
    after = {one.incident_id: one for one in new.determinations.all()}
    return [
        ComparedThing(
            incident=(after.get(key) or before[key]).incident,
            fields=_fields(DETERMINATION_WORDS, before.get(key), after.get(key)),
            is_in_old=key in before,
            is_in_new=key in after,
        )
        for key in dict.fromkeys([*after, *before])
    ]


def _measures(old: Finding, new: Finding) -> list[ComparedThing]:
    before, after = _by_what_they_answer(old), _by_what_they_answer(new)
    return [
        _measure(one, other)
        for key in dict.fromkeys([*after, *before])
        for one, other in zip_longest(before.get(key, []), after.get(key, []))
    ]


def _measure(old: ProposedMeasure | None, new: ProposedMeasure | None) -> ComparedThing:
    shown = new or old
    assert shown is not None, "One of the two texts proposes it."
    return ComparedThing(
        incident=shown.determination.incident,
        fields=_fields(MEASURE_WORDS, old, new),
        is_in_old=old is not None,
        is_in_new=new is not None,
        title=str(shown.measure),
        required_act=tuple(passages(old.required_act if old else "", new.required_act if new else "")),
    )


def _by_what_they_answer(finding: Finding) -> dict[tuple[int, str], list[ProposedMeasure]]:
    """The same measure on the same incident is the same proposal, whatever else changed in it."""
    found: dict[tuple[int, str], list[ProposedMeasure]] = {}
    for one in finding.proposed_measures.all():
        found.setdefault((one.determination.incident_id, one.measure_id), []).append(one)
    return found


def _fields(words: Words, old: Any, new: Any) -> list[ComparedField]:
    return [ComparedField(name(), says(old) if old else "", says(new) if new else "") for name, says in words]


def _answerable(one: Determination) -> str:
    return str(delegation_words(one.answerable)) if one.is_violation else one.get_answerable_display()


def _evidence(one: Determination) -> str:
    return ", ".join(sorted(item.code for item in one.evidence.all())) or "–"


def _due(one: ProposedMeasure) -> str:
    words = ngettext("within %(days)s day of notification", "within %(days)s days of notification", one.due_days)
    return words % {"days": one.due_days}


def _amount(one: ProposedMeasure) -> str:
    return f"{one.amount} {one.currency}" if one.amount else "–"


def _is_changed(compared: Iterable[Passage]) -> bool:
    return any(piece.kind != "equal" for passage in compared for piece in passage)


DETERMINATION_WORDS: Words = [
    (lambda: _("Fact"), lambda one: one.get_fact_display()),
    (lambda: _("Attribution"), lambda one: one.get_attribution_display()),
    (lambda: _("Type"), lambda one: str(one.type)),
    (lambda: _("Sector"), lambda one: one.sector.code),
    (lambda: _("Class"), lambda one: one.get_violation_class_display()),
    (lambda: _("Standard of proof"), lambda one: one.get_standard_display()),
    (lambda: _("Answerable"), _answerable),
    (lambda: _("Rests on"), _evidence),
]
MEASURE_WORDS: Words = [
    (lambda: _("Addressee"), lambda one: str(delegation_words(one.determination.answerable))),
    (lambda: _("Due"), _due),
    (lambda: _("Checked by"), lambda one: str(delegation_words(one.checked_by_id))),
    (lambda: _("Place"), lambda one: one.place or "–"),
    (lambda: _("Amount"), _amount),
]
