"""Append-only tables: the trigger SQL and its reverse, for the migrations of any app.

A migration that uses this depends on ("record", "0002_append_only"), which makes the function behind the triggers. What
the triggers stop are accidents and a hacked web process; what binds the operator is the record's cosignatures.
"""

from django.db import migrations

CREATE_REFUSAL = """
CREATE FUNCTION record_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed or removed: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation', HINT = 'A correction is a new row that names the old one.';
END;
$$
"""
DROP_REFUSAL = "DROP FUNCTION record_refuse_change()"

# ENABLE ALWAYS: a plain trigger is skipped under session_replication_role = replica.
CREATE_TRIGGERS = """
CREATE TRIGGER {table}_keeps_rows BEFORE {events} ON {table}
    FOR EACH ROW EXECUTE FUNCTION record_refuse_change();
CREATE TRIGGER {table}_keeps_all BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION record_refuse_change();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_keeps_rows;
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_keeps_all
"""
DROP_TRIGGERS = """
DROP TRIGGER {table}_keeps_all ON {table};
DROP TRIGGER {table}_keeps_rows ON {table}
"""


def append_only_operations(table: str, *, allow_delete: bool = False) -> list[migrations.RunSQL]:
    """Operations after which the database refuses UPDATE, TRUNCATE and (unless allowed) DELETE on the table."""
    assert table.isidentifier(), table
    events = "UPDATE" if allow_delete else "UPDATE OR DELETE"
    return [
        migrations.RunSQL(
            sql=CREATE_TRIGGERS.format(table=table, events=events),
            reverse_sql=DROP_TRIGGERS.format(table=table),
        )
    ]
