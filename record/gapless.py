"""The trigger that gives the log its gap-free index: every new entry is the next one, whoever inserts it."""

from django.db import migrations

# Any constant will do, as long as nothing else in this database uses it; these spell "seq" and "loop".
SEQUENCE_LOCK = 0x736571
SEQUENCER_LOCK = 0x6C6F6F70

# The lock stands in a statement of its own, before the one that reads max(index): a volatile function takes a fresh
# snapshot for each statement, so the maximum read is the one the last holder of the lock committed.
CREATE_GAPLESS = f"""
CREATE FUNCTION record_next_index_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    expected bigint;
BEGIN
    PERFORM pg_advisory_xact_lock({SEQUENCE_LOCK});
    SELECT coalesce(max(index) + 1, 0) INTO expected FROM record_entry;
    IF NEW.index IS DISTINCT FROM expected THEN
        RAISE EXCEPTION 'the next index of the record is %, not %', expected, NEW.index
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER record_entry_next_index BEFORE INSERT ON record_entry
    FOR EACH ROW EXECUTE FUNCTION record_next_index_only();
ALTER TABLE record_entry ENABLE ALWAYS TRIGGER record_entry_next_index
"""
DROP_GAPLESS = """
DROP TRIGGER record_entry_next_index ON record_entry;
DROP FUNCTION record_next_index_only()
"""


def gapless_operations() -> list[migrations.RunSQL]:
    """Operations after which the database refuses every entry whose index is not the largest plus one."""
    return [migrations.RunSQL(sql=CREATE_GAPLESS, reverse_sql=DROP_GAPLESS)]
