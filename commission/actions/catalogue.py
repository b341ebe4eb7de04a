"""The two catalogues: adding to them, and changing what is not a code; nothing is ever taken out."""

from typing import Any

from django.db import connection, models, transaction

from commission import rules
from commission.actions.entries import append_administration
from commission.models import Measure, Member, ViolationType
from monitoring_site.clock import database_time
from monitoring_site.refusals import refuse_if


@transaction.atomic
def make_violation_type(
    *, code: str, group: str, gravity: int, name: str, definition: str, is_in_use: bool = True, by: Member
) -> ViolationType:
    """The type is in the catalogue."""
    _lock_catalogues()
    refuse_if(rules.why_not_make_violation_type(by, code=code))
    at = database_time()
    terms = {"group": group, "gravity": gravity, "name": name, "definition": definition, "is_in_use": is_in_use}
    made = ViolationType.objects.create(code=code, **terms)
    append_administration("violation_type_made", about=("violation_type", code), body=terms, by=by, at=at)
    return made


@transaction.atomic
def change_violation_type(
    violation_type: ViolationType,
    *,
    group: str,
    gravity: int,
    name: str,
    definition: str,
    is_in_use: bool,
    by: Member,
) -> ViolationType:
    """The type reads so from now on; its code stays, and so does every incident that names it."""
    terms = {"group": group, "gravity": gravity, "name": name, "definition": definition, "is_in_use": is_in_use}
    return _change(violation_type, event="violation_type_changed", kind="violation_type", terms=terms, by=by)


@transaction.atomic
def make_measure(*, level: str, order: int, name: str, precedent: str, is_in_use: bool = True, by: Member) -> Measure:
    """The measure is in the catalogue."""
    _lock_catalogues()
    refuse_if(rules.why_not_make_measure(by, level=level, order=order))
    at = database_time()
    terms = {"order": order, "name": name, "precedent": precedent, "is_in_use": is_in_use}
    made = Measure.objects.create(level=level, **terms)
    append_administration("measure_made", about=("measure", level), body=terms, by=by, at=at)
    return made


@transaction.atomic
def change_measure(measure: Measure, *, name: str, precedent: str, is_in_use: bool, by: Member) -> Measure:
    """The measure reads so from now on; its level and its place in the order stay."""
    terms = {"name": name, "precedent": precedent, "is_in_use": is_in_use}
    return _change(measure, event="measure_changed", kind="measure", terms=terms, by=by)


def _change(row: models.Model, *, event: str, kind: str, terms: dict[str, Any], by: Member) -> Any:
    locked = type(row)._default_manager.select_for_update().get(pk=row.pk)
    refuse_if(rules.why_not_administer(by))
    at = database_time()
    old = {name: getattr(locked, name) for name in terms}
    for name, value in terms.items():
        setattr(locked, name, value)
    locked.save(update_fields=list(terms))
    append_administration(event, about=(kind, str(row.pk)), body={"old": old, "new": terms}, by=by, at=at)
    return locked


def _lock_catalogues() -> None:
    """A code that does not exist yet has no row to lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('catalogues', 0))")
