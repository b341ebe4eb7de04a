"""What the database could read from an index: asked of one index at a time, so that no statistics decide it."""

from django.db import connection, transaction

HIDE_THE_OTHERS = """
    UPDATE pg_index AS other SET indisvalid = false FROM pg_index AS asked
    WHERE asked.indexrelid = %s::regclass AND other.indrelid = asked.indrelid AND other.indexrelid <> asked.indexrelid
"""


def reads_from(index: str, statement: str) -> bool:
    """Whether the statement is read from this index when its table has no other.

    Which of several indexes serves a test's small table best is a guess that the next ANALYZE may change.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(HIDE_THE_OTHERS, [index])
        cursor.execute(f"EXPLAIN {statement}")
        plan = [line for (line,) in cursor.fetchall()]
        transaction.set_rollback(True)
    return any(index in line for line in plan)
