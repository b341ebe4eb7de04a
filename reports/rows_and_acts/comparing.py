"""The comparison itself: what acts are about, a few hundred at a time, so that it works however many acts there are."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from record.models import Act, Subject
from reports.rows_and_acts.acts import acts_about, all_acts
from reports.rows_and_acts.pairing import WHOLE, AnyPairing, Group, Key, Pairing, Sealed, is_person, plain
from reports.rows_and_acts.people import NAMED_IN, People

HEADS_AT_ONCE = 250
ROWS_AT_ONCE = 2_000
PART_LETTERS_MAX = 40


def differences_of(groups: Sequence[Group], *, without_row: Mapping[str, str]) -> Iterator[str]:
    """A sentence for every row that no act made, and for every act whose row is not there or says something else."""
    yield from _differences_of_events(groups, without_row=without_row)
    people = People(all_acts(NAMED_IN))
    for group in groups:
        for references in _references(group):
            yield from _differences_of_batch(group, references, people=people)


def _differences_of_events(groups: Sequence[Group], *, without_row: Mapping[str, str]) -> Iterator[str]:
    """An act that no table knows, or that names nothing of what it must be about, would never be compared."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for group in groups:
        for event in group.events:
            kinds[event].add(group.kind)
    unknown = Act.objects.exclude(event__in=[*kinds, *without_row]).order_by("pk")
    for key, event in unknown.values_list("pk", "event").iterator():
        yield _("Act %(act)d says %(event)s, which is no event of the procedure.") % {"act": key, "event": event}
    for event, needed in kinds.items():
        if WHOLE in needed:
            continue
        named = Subject.objects.filter(act=OuterRef("pk"), kind__in=needed)
        for key in Act.objects.filter(~Exists(named), event=event).order_by("pk").values_list("pk", flat=True):
            yield _("Act %(act)d says %(event)s, and does not say of what.") % {"act": key, "event": event}


def _references(group: Group) -> Iterator[list[str]]:
    """Everything that rows, or acts alone, are about, in batches."""
    if group.kind == WHOLE:
        yield [WHOLE]
        return
    heads = group.head._default_manager.order_by("pk").values_list(group.reference, flat=True)
    yield from _batches(heads.iterator(chunk_size=ROWS_AT_ONCE))
    there = group.head._default_manager.filter(**{group.reference: OuterRef("reference")})
    gone = Subject.objects.filter(~Exists(there), kind=group.kind, act__event__in=group.events)
    yield from _batches(gone.values_list("reference", flat=True).distinct().order_by("reference").iterator())


def _batches(references: Iterator[str]) -> Iterator[list[str]]:
    while batch := list(islice(references, HEADS_AT_ONCE)):
        yield batch


def _differences_of_batch(group: Group, references: list[str], *, people: People) -> Iterator[str]:
    acts = acts_about(group, references)
    for pairing in group.pairings:
        rows = _rows(pairing, references, people=people)
        for one in references:
            concerning = [act for act in acts[one] if act.event in pairing.events]
            yield from _differences(pairing, one, rows=rows[one], acts=concerning, people=people)
    if group.texts is not None:
        yield from group.texts(references, acts)


def _rows(pairing: AnyPairing, references: list[str], *, people: People) -> dict[str, Counter[Key]]:
    fetched = [f"{column}_id" if is_person(column) else column for column in pairing.columns]
    written: list[Callable[[Any], Any]] = [people.of if is_person(column) else plain for column in pairing.columns]
    rows: Any = pairing.model._default_manager.filter(pairing.where or Q()).order_by("pk")
    if pairing.reference != WHOLE:
        rows = rows.filter(**{f"{pairing.reference}__in": references}).annotate(about_=F(pairing.reference))
        fetched = ["about_", *fetched]
    found: dict[str, Counter[Key]] = defaultdict(Counter)
    for values in rows.values_list(*fetched).iterator(chunk_size=ROWS_AT_ONCE):
        about, *columns = values if pairing.reference != WHOLE else (WHOLE, *values)
        found[about][tuple(write(value) for write, value in zip(written, columns, strict=True))] += 1
    return found


def _differences(
    pairing: AnyPairing, reference: str, *, rows: Counter[Key], acts: list[Sealed], people: People
) -> Iterator[str]:
    told = [act for act in acts if act.is_open]
    silent = len(acts) - len(told)
    # An act whose body was deleted, to protect someone, no longer tells which row it made, nor how one went on.
    if silent and not isinstance(pairing, Pairing):
        return
    try:
        said = Counter(_as_written(key, pairing, people=people) for key in pairing.says(told, called=people.called))
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        yield _("%(kind)s %(key)s: what the record says of it cannot be read.") % {
            "kind": pairing.words,
            "key": reference,
        }
        return
    unsaid = list((rows - said).elements())
    for key in unsaid if len(unsaid) > silent else ():
        yield _("%(kind)s %(key)s stands in the database, and no act of the record says so.") % {
            "kind": pairing.words,
            "key": _shown(reference, key),
        }
    for key in (said - rows).elements():
        yield _("%(kind)s %(key)s stands in the record, and the database does not say so.") % {
            "kind": pairing.words,
            "key": _shown(reference, key),
        }


def _as_written(key: Key, pairing: AnyPairing, *, people: People) -> Key:
    named = zip(pairing.columns, key, strict=True)
    return tuple(people.called(value) if is_person(column) else plain(value) for column, value in named)


def _shown(reference: str, key: Key) -> str:
    parts = [str(part) for part in (reference, *key) if part not in (None, "")]
    return ", ".join(part if len(part) <= PART_LETTERS_MAX else f"{part[:PART_LETTERS_MAX]}…" for part in parts)
