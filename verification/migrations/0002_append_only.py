"""From here on the database itself keeps votes as cast, shown findings as shown, and verdicts as adopted."""

from django.db import migrations

from record.append_only import append_only_operations

# A finding that was shown, and all that belongs to it, is what delegations comment and vote on.
KEEP_SHOWN = """
CREATE FUNCTION verification_keep_shown_finding() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.shown_at IS NOT NULL THEN
        RAISE EXCEPTION 'a finding that was shown is never changed or removed: % refused', TG_OP
            USING ERRCODE = 'restrict_violation', HINT = 'A new text is a new finding.';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER verification_finding_kept BEFORE UPDATE OR DELETE ON verification_finding
    FOR EACH ROW EXECUTE FUNCTION verification_keep_shown_finding();
ALTER TABLE verification_finding ENABLE ALWAYS TRIGGER verification_finding_kept;

CREATE FUNCTION verification_keep_part_of_shown() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    parent bigint;
BEGIN
    parent := CASE WHEN TG_OP = 'INSERT' THEN NEW.finding_id ELSE OLD.finding_id END;
    IF EXISTS (SELECT 1 FROM verification_finding WHERE id = parent AND shown_at IS NOT NULL) THEN
        RAISE EXCEPTION 'a finding that was shown is never changed or removed: % of % refused', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation', HINT = 'A new text is a new finding.';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER verification_determination_kept BEFORE INSERT OR UPDATE OR DELETE ON verification_determination
    FOR EACH ROW EXECUTE FUNCTION verification_keep_part_of_shown();
ALTER TABLE verification_determination ENABLE ALWAYS TRIGGER verification_determination_kept;
CREATE TRIGGER verification_proposedmeasure_kept BEFORE INSERT OR UPDATE OR DELETE ON verification_proposedmeasure
    FOR EACH ROW EXECUTE FUNCTION verification_keep_part_of_shown();
ALTER TABLE verification_proposedmeasure ENABLE ALWAYS TRIGGER verification_proposedmeasure_kept;

CREATE FUNCTION verification_keep_verdict() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a verdict is never removed' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.case_id, NEW.number, NEW.finding_id, NEW.ballot_id, NEW.adoption, NEW.adopted_at, NEW.supersedes_id)
        IS DISTINCT FROM
       (OLD.case_id, OLD.number, OLD.finding_id, OLD.ballot_id, OLD.adoption, OLD.adopted_at, OLD.supersedes_id)
       OR (OLD.final_at IS NOT NULL AND NEW.final_at IS DISTINCT FROM OLD.final_at)
       OR (OLD.reversed_at IS NOT NULL AND NEW.reversed_at IS DISTINCT FROM OLD.reversed_at)
       OR (OLD.released_at IS NOT NULL AND NEW.released_at IS DISTINCT FROM OLD.released_at)
    THEN
        RAISE EXCEPTION 'a verdict is never changed once adopted'
            USING ERRCODE = 'restrict_violation', HINT = 'A later verdict supersedes it.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER verification_verdict_kept BEFORE UPDATE OR DELETE ON verification_verdict
    FOR EACH ROW EXECUTE FUNCTION verification_keep_verdict();
ALTER TABLE verification_verdict ENABLE ALWAYS TRIGGER verification_verdict_kept;
"""
LET_GO = """
DROP TRIGGER verification_verdict_kept ON verification_verdict;
DROP FUNCTION verification_keep_verdict();
DROP TRIGGER verification_proposedmeasure_kept ON verification_proposedmeasure;
DROP TRIGGER verification_determination_kept ON verification_determination;
DROP FUNCTION verification_keep_part_of_shown();
DROP TRIGGER verification_finding_kept ON verification_finding;
DROP FUNCTION verification_keep_shown_finding();
"""


class Migration(migrations.Migration):
    dependencies = [("verification", "0001_verification"), ("record", "0002_append_only")]

    operations = [
        *append_only_operations("verification_vote"),
        migrations.RunSQL(sql=KEEP_SHOWN, reverse_sql=LET_GO),
    ]
