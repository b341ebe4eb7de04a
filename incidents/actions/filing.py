"""Filing: the incident's first act, and its act again after it was returned."""

from django.db import transaction

from commission.models import Delegation, Member
from incidents import rules
from incidents.actions.moves import move_incident
from incidents.evidence import custody
from incidents.filed_content import digest_of, filed_content
from incidents.models import Filing, Incident
from incidents.vocabularies import State
from monitoring_site.clock import database_time
from monitoring_site.refusals import refuse_if
from record.actions import append


@transaction.atomic
def file_incident(incident: Incident, *, by: Member) -> Incident:
    """The incident is before the mediators, its evidence sealed, its content under the digest of the receipt.

    Raises Refused, naming what is missing. Filed again after a return, it has a new digest and one more entry.
    """
    filed = Incident.objects.select_for_update(of=["self"]).select_related("sector").get(pk=incident.pk)
    refuse_if(rules.why_not_file_incident(by, filed))
    at = database_time()
    custody.seal(filed, at=at, by=by)
    content = filed_content(filed, at=at, by=by)
    digest = digest_of(content)
    move_incident(filed, to=State.FILED, filed_at=at, filed_by=by, filed_digest=digest, is_open_to_mediators=True)
    Filing.objects.create(incident=filed, filed_at=at, filed_by=by, delegation=filed.delegation, digest=digest)
    readers = {str(filed.delegation_id), *Delegation.objects.mediators().values_list("code", flat=True)}
    append(
        event="incidents.incident_filed",
        actor=by.as_actor(),
        at=at,
        subjects=[filed.subject],
        envelope_readers=readers,
        body=content,
        body_readers=readers,
    )
    return filed
