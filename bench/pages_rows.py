"""The statements that fill bench/pages.py's database: so many copies of what one real case left behind."""

OFFSET = 1_000_000  # copies are numbered from here; what the procedure itself made is below

_MODEL_INCIDENT = "(SELECT id FROM incidents_incident WHERE state = 'registered' ORDER BY id LIMIT 1)"
_MODEL_CASE = "(SELECT id FROM verification_case WHERE state = 'final' ORDER BY id LIMIT 1)"
_SECTORS = "ARRAY(SELECT id FROM commission_sector ORDER BY id)"
_TYPES = "ARRAY(SELECT code FROM commission_violationtype ORDER BY code)"


def _copies(table: str, *, model: str, count: str, changed: str) -> str:
    """So many copies of the model row, `nth` from 1, with these columns changed."""
    return f"""
        INSERT INTO {table} SELECT one.* FROM {table} model
        CROSS JOIN generate_series(1, {count}) AS nth
        CROSS JOIN LATERAL (SELECT (nth::bigint * 7919) %% 10000 AS rare) AS spread
        CROSS JOIN LATERAL jsonb_populate_record(model, jsonb_build_object({changed})) AS one
        WHERE model.id = {model}
    """


# Of ten thousand: 5 drafts, 5 returned, 20 filed, 300 withdrawn, 200 inadmissible; the rest is registered.
_STATE = """CASE WHEN rare < 5 THEN 'draft' WHEN rare < 10 THEN 'returned' WHEN rare < 30 THEN 'filed'
    WHEN rare < 330 THEN 'withdrawn' WHEN rare < 530 THEN 'inadmissible' ELSE 'registered' END"""
_CASE_STATE = """CASE WHEN rare < 50 THEN 'verification' WHEN rare < 80 THEN 'deliberation' WHEN rare < 90 THEN 'ruled'
    WHEN rare < 100 THEN 'escalated' WHEN rare < 500 THEN 'settled' WHEN rare < 900 THEN 'no_determination'
    WHEN rare < 2000 THEN 'final' ELSE 'closed' END"""
_INCIDENT = f"""
    'id', {OFFSET} + nth, 'code', 'J-' || lpad(upper(to_hex(nth)), 6, '0'), 'state', {_STATE},
    'delegation_id', (ARRAY['PK','AF','PK','AF','PK','AF','PK','AF','TR','QA'])[1 + nth / 3 %% 10],
    'is_open_to_mediators', rare >= 10, 'is_open_to_parties', rare >= 530,
    'filed_at', CASE WHEN rare >= 5 THEN model.filed_at END, 'filed_by_id', CASE WHEN rare >= 5 THEN model.filed_by_id END,
    'filed_digest', CASE WHEN rare >= 5 THEN model.filed_digest::text END,
    'registered_at', CASE WHEN rare >= 530 THEN model.registered_at END,
    'starts_at', timestamptz '2020-01-01' + nth * (interval '2190 days' / %(incidents)s),
    'ends_at', timestamptz '2020-01-01 01:00' + nth * (interval '2190 days' / %(incidents)s),
    'sector_id', ({_SECTORS})[1 + nth %% 13],
    'primary_type_id', ({_TYPES})[1 + nth / 13 %% array_length({_TYPES}, 1)],
    'narrative', repeat(model.narrative || ' ', 10)
"""
_CASE = f"""
    'id', {OFFSET} + nth, 'reference', 'JMC-2001-' || lpad(nth::text, 6, '0'), 'state', {_CASE_STATE}
"""
_CASES = "%(incidents)s / 4"
# Every second case has a verdict, declared final, with its finding, determination, measure, penalty and posting.
_RULED = "%(incidents)s / 8"
_OF_NTH = f"{OFFSET} + nth"


def _of_ruled(table: str, changed: str) -> str:
    """One copy of the table's first row for each ruled case, whose number is also its own."""
    first = f"(SELECT id FROM {table} ORDER BY id LIMIT 1)"
    return _copies(table, model=first, count=_RULED, changed=f"'id', {_OF_NTH}, {changed}")


STATEMENTS = {
    "incidents": _copies("incidents_incident", model=_MODEL_INCIDENT, count="%(incidents)s", changed=_INCIDENT),
    "cases": _copies("verification_case", model=_MODEL_CASE, count=_CASES, changed=_CASE),
    "incidents of cases": f"""
        INSERT INTO verification_caseincident (case_id, incident_id, joined_at)
        SELECT {OFFSET} + 1 + nth / 4, {OFFSET} + 1 + nth, now()
        FROM generate_series(0, %(incidents)s - 1) AS nth
        WHERE {OFFSET} + 1 + nth / 4 IN (SELECT id FROM verification_case)
    """,
    "clocks that have stopped": f"""
        INSERT INTO verification_clock (kind, owner, case_id, started_at, ends_at, stopped_at, next_moment)
        SELECT kind, owner, id, opened_at, opened_at + interval '3 days', opened_at + interval '2 days', ''
        FROM verification_case CROSS JOIN (VALUES ('reply', 'PK'), ('ballot', 'AF'), ('team', 'TR'), ('report', 'team'))
            AS clock (kind, owner)
        WHERE id > {OFFSET}
    """,
    "clocks that run": f"""
        INSERT INTO verification_clock (kind, owner, case_id, started_at, ends_at, next_at, next_moment)
        SELECT 'draft_finding', owner, id, now(), now() + interval '3 days' + id * interval '1 ms', now() + interval '1 day', 'half'
        FROM verification_case CROSS JOIN (VALUES ('PK'), ('AF'), ('TR'), ('QA'), ('rapporteur')) AS clock (owner)
        WHERE id > {OFFSET} AND state IN ('verification', 'deliberation', 'ruled', 'escalated')
    """,
    "findings": _of_ruled(
        "verification_finding",
        f"'case_id', {_OF_NTH}, 'shown_at', NULL, 'text_bytes', NULL, 'digest', NULL",
    ),
    "determinations": _of_ruled(
        "verification_determination",
        f"'finding_id', {_OF_NTH}, 'incident_id', {OFFSET} + nth * 4, 'answerable', (ARRAY['PK','AF'])[1 + nth %% 2]",
    ),
    "measures proposed": _of_ruled(
        "verification_proposedmeasure",
        f"'finding_id', {_OF_NTH}, 'determination_id', {_OF_NTH}",
    ),
    # The database lets nothing be added to a finding once it was shown.
    "findings shown": f"""
        UPDATE verification_finding SET shown_at = model.shown_at, text_bytes = model.text_bytes, digest = model.digest
        FROM (SELECT * FROM verification_finding ORDER BY id LIMIT 1) AS model
        WHERE verification_finding.id > {OFFSET}
    """,
    "ballots": _of_ruled(
        "verification_ballot",
        f"'case_id', {_OF_NTH}, 'finding_id', {_OF_NTH}",
    ),
    "verdicts": _of_ruled(
        "verification_verdict",
        f"'case_id', {_OF_NTH}, 'finding_id', {_OF_NTH}, 'ballot_id', {_OF_NTH},"
        " 'released_at', CASE WHEN nth %% 3 = 0 THEN now() END",
    ),
    "penalties": _of_ruled(
        "penalties_penalty",
        f"'reference', 'JMC-2001-' || lpad(nth::text, 6, '0') || '/P1',"
        f" 'verdict_id', {_OF_NTH}, 'proposed_measure_id', {_OF_NTH},"
        " 'addressee_id', (ARRAY['PK','AF'])[1 + nth %% 2], 'due_at', now() + interval '20 days',"
        " 'state', CASE WHEN rare < 20 THEN 'overdue' WHEN rare < 40 THEN 'reported' ELSE 'discharged' END",
    ),
    "postings": _of_ruled(
        "penalties_posting",
        f"'verdict_id', {_OF_NTH}, 'determination_id', {_OF_NTH},"
        " 'party_id', (ARRAY['PK','AF'])[1 + nth %% 2],"
        " 'dated', date '2020-01-01' + (nth::bigint * 2190 / (%(incidents)s / 8))::int",
    ),
    "acts": f"""
        INSERT INTO record_act (id, event, at, actor_name, actor_role, actor_delegation, salt, envelope, commitment)
        SELECT {OFFSET} + nth, event, at, actor_name, actor_role, actor_delegation, one.salt, envelope,
            sha256(one.salt || envelope)
        FROM (SELECT * FROM record_act ORDER BY id DESC LIMIT 1) AS model
        CROSS JOIN generate_series(1, %(incidents)s) AS nth
        CROSS JOIN LATERAL (SELECT sha256(nth::text::bytea) AS salt) AS one
    """,
    "subjects of acts": f"""
        INSERT INTO record_subject (act_id, kind, reference)
        SELECT {OFFSET} + nth, 'incident', 'J-' || lpad(upper(to_hex(nth)), 6, '0')
        FROM generate_series(1, %(incidents)s) AS nth
    """,
    "openings of acts": f"""
        INSERT INTO record_opening (act_id, part, reader, given_at)
        SELECT {OFFSET} + nth, 'envelope', reader, now()
        FROM generate_series(1, %(incidents)s) AS nth CROSS JOIN (VALUES ('PK'), ('TR')) AS one (reader)
    """,
    "entries": f"""
        INSERT INTO record_entry (index, body, commitment, sequenced_at)
        SELECT (SELECT max(index) FROM record_entry) + id - {OFFSET},
            decode('{{"c":"' || encode(commitment, 'hex') || '","v":1}}', 'escape'), commitment, now()
        FROM record_act WHERE id > {OFFSET} ORDER BY id
    """,
    "notices": f"""
        INSERT INTO notices_notice (member_id, reader, act_id, event, subject_kind, reference, step, deadline_clock,
            made_at, read_at, mail_attempts)
        SELECT member.id, delegation_id, {OFFSET} + nth, 'incidents.incident_filed', 'incident',
            'J-' || lpad(upper(to_hex(nth)), 6, '0'), 'decide_admissibility', '', now(),
            CASE WHEN nth %% 1000 > 0 THEN now() END, 0
        FROM commission_member member CROSS JOIN generate_series(1, %(incidents)s / 5) AS nth
        WHERE username IN ('pk.head', 'tr.head')
    """,
}
