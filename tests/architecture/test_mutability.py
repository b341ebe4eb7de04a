"""Every model is listed: what the database lets nobody change, what it guards, and what may change."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

ROOMS = {"record", "commission", "incidents", "verification", "penalties", "notices"}
APPEND_ONLY = {
    "incidents.Filing",
    "penalties.Posting",
    "record.Act",
    "record.Checkpoint",
    "record.Cosignature",
    "record.CosigningRefusal",
    "record.Entry",
    "record.LogKey",
    "record.Opening",
    "record.Subject",
    "record.Subtree",
    "record.Witness",
    "verification.AdmissibilityDecision",
    "verification.ClockExtension",
    "verification.Comment",
    "verification.Recusal",
    "verification.Report",
    "verification.SiteNote",
    "verification.Substitute",
    "verification.Vote",
}
# Never changed; removed only where the record must let go of what it kept.
NEVER_CHANGED = {"record.Answered", "record.Body", "record.Inbox"}
# Changeable until a moment that a trigger of their own knows: a ballot opens, a verdict stands.
GUARDED = {
    "verification.Determination",
    "verification.Finding",
    "verification.ProposedMeasure",
    "verification.Verdict",
}
MUTABLE = {
    "commission.Crossing",
    "commission.Delegation",
    "commission.Measure",
    "commission.Member",
    "commission.Protocol",
    "commission.SeatChange",
    "commission.Sector",
    "commission.ViolationType",
    "incidents.CasualtyFigure",
    "incidents.CustodyStep",
    "incidents.Evidence",
    "incidents.Incident",
    "incidents.Observation",
    "incidents.Source",
    "notices.Cursor",
    "notices.Notice",
    "penalties.ComplianceReport",
    "penalties.Penalty",
    "penalties.Review",
    "verification.AccessRequest",
    "verification.Assent",
    "verification.Ballot",
    "verification.Case",
    "verification.CaseCounter",
    "verification.CaseIncident",
    "verification.Challenge",
    "verification.Clock",
    "verification.Correction",
    "verification.Question",
    "verification.Reply",
    "verification.TeamMember",
}
EVENTS = {4: "INSERT", 8: "DELETE", 16: "UPDATE", 32: "TRUNCATE"}
KEEPS = {
    **{label: {"UPDATE", "DELETE", "TRUNCATE"} for label in APPEND_ONLY},
    **{label: {"UPDATE", "TRUNCATE"} for label in NEVER_CHANGED},
}


def run(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters or None)
        return cursor.fetchall() if cursor.description else []


def guarded_events(model):
    """What triggers that stand in every session look at, on this model's table."""
    rows = run(
        "SELECT tgtype FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled = 'A' AND NOT tgisinternal",
        model._meta.db_table,
    )
    return {event for (bits,) in rows for bit, event in EVENTS.items() if bits & bit} - {"INSERT"}


def insert_a_bare_row(table):
    """One row in a table stripped of its other laws, for the rest of this transaction: only the triggers remain."""
    for name, kind in run(
        "SELECT conname, contype::text FROM pg_constraint WHERE conrelid = %s::regclass ORDER BY contype = 'p'", table
    ):
        if kind in "cfupx":
            run(f'ALTER TABLE {table} DROP CONSTRAINT IF EXISTS "{name}" CASCADE')
    for (column,) in run(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND attidentity = '' "
        "AND attnotnull AND NOT attisdropped",
        table,
    ):
        run(f'ALTER TABLE {table} ALTER COLUMN "{column}" DROP NOT NULL')
    for (name,) in run(
        "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgtype & 4 = 4 AND NOT tgisinternal", table
    ):
        run(f'ALTER TABLE {table} DISABLE TRIGGER "{name}"')
    run(f"INSERT INTO {table} DEFAULT VALUES")
    return run(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND attidentity = '' "
        "AND attgenerated = '' AND NOT attisdropped LIMIT 1",
        table,
    )[0][0]


def test_every_model_is_in_exactly_one_list():
    models = {model._meta.label for model in apps.get_models() if model._meta.app_label in ROOMS}
    lists = [APPEND_ONLY, NEVER_CHANGED, GUARDED, MUTABLE]

    assert set().union(*lists) == models
    assert sum(map(len, lists)) == len(models)


@pytest.mark.django_db
def test_triggers_of_the_database_agree_with_the_lists():
    found = {model._meta.label: guarded_events(model) for model in apps.get_models() if model._meta.app_label in ROOMS}

    assert {label for label, events in found.items() if events} == {*KEEPS, *GUARDED}
    assert {label: events for label, events in found.items() if label in KEEPS} == KEEPS


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("label", "event"), [(label, event) for label, events in sorted(KEEPS.items()) for event in sorted(events)]
)
def test_raw_sql_is_refused(label, event):
    table = apps.get_model(label)._meta.db_table
    column = insert_a_bare_row(table)
    run("SET LOCAL session_replication_role = replica")  # the session in which plain triggers sleep
    statement = {
        "UPDATE": f"UPDATE {table} SET {column} = {column}",
        "DELETE": f"DELETE FROM {table}",
        "TRUNCATE": f"TRUNCATE {table} CASCADE",
    }[event]

    with pytest.raises(DatabaseError, match=f"{event} refused"), transaction.atomic():
        run(statement)

    assert run(f"SELECT count(*) FROM {table}") == [(1,)]
