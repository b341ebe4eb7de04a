"""The database's roles (RECORD.md section 2): what the web and the worker may, what the sequencer may, and no more.

The owner makes the tables and migrates. `app` reads, and writes what is no rewrite; `seq` moves the inbox into the log.
"""

from dataclasses import dataclass

from django.db import connection, transaction
from psycopg import sql

ROLES_LOCK = 0x726F6C65
# Written by the sequencer alone, or by the owner's commands: the site only reads them.
READ_ONLY = ("record_entry", "record_checkpoint", "record_subtree", "record_logkey", "record_witness")
# The site adds to these and takes nothing away, not even where the triggers would let it.
ADDED_TO = (
    "record_act",
    "record_subject",
    "record_body",
    "record_opening",
    "record_inbox",
    "record_answered",
    "record_cosignature",
    "record_cosigningrefusal",
)
OF_THE_OWNER = (*READ_ONLY, "django_migrations")
OF_THE_SEQUENCER = {
    "record_inbox": "SELECT, DELETE",
    "record_entry": "SELECT, INSERT",
    "record_checkpoint": "SELECT, INSERT",
    "record_subtree": "SELECT, INSERT",
    "record_logkey": "SELECT, INSERT",
}
DELETE_BIT, UPDATE_BIT = 8, 16

MAKE_ROLE = """
DO $$ BEGIN
    CREATE ROLE {role};
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$
"""
# What a trigger refuses to everybody is not granted either.
TABLES = """
SELECT relname, coalesce((
    SELECT bit_or(tgtype) FROM pg_trigger WHERE tgrelid = pg_class.oid AND tgfoid = to_regproc('record_refuse_change')
), 0)
FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
ORDER BY relname
"""


@dataclass(frozen=True)
class Login:
    """A role's name, and its password where the server asks for one."""

    name: str
    password: str = ""


@transaction.atomic
def make_roles(*, app: Login, seq: Login) -> None:
    """Both roles exist and may what is theirs, and nothing that was granted to them before. Safe to repeat."""
    with connection.cursor() as cursor:
        # Locks are each database's own and roles the whole server's: MAKE_ROLE also bears a race with another database.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ROLES_LOCK])
        cursor.execute(TABLES)
        tables = dict(cursor.fetchall())
    for login in (app, seq):
        _make(login)
    _grant("USAGE ON ALL SEQUENCES IN SCHEMA public", to=app)
    for table, refused in tables.items():
        _grant(f'{_rights_on(table, refused=refused)} ON "{table}"', to=app)
    for table, rights in OF_THE_SEQUENCER.items():
        _grant(f'{rights} ON "{table}"', to=seq)


def _rights_on(table: str, *, refused: int) -> str:
    if table in OF_THE_OWNER:
        return "SELECT"
    rights = ["SELECT", "INSERT"]
    if table not in ADDED_TO and not refused & UPDATE_BIT:
        rights.append("UPDATE")
    if table not in ADDED_TO and not refused & DELETE_BIT:
        rights.append("DELETE")
    return ", ".join(rights)


def _make(login: Login) -> None:
    role = sql.Identifier(login.name)
    _run(sql.SQL(MAKE_ROLE).format(role=role))
    options: sql.Composable = sql.SQL("LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS")
    if login.password:
        options = options + sql.SQL(" PASSWORD {password}").format(password=sql.Literal(login.password))
    _run(sql.SQL("ALTER ROLE {role} WITH {options}").format(role=role, options=options))
    database = sql.Identifier(str(connection.settings_dict["NAME"]))
    for statement in (
        "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
        "REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {role}",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC, {role}",
        "GRANT USAGE ON SCHEMA public TO {role}",
        "GRANT CONNECT ON DATABASE {database} TO {role}",
    ):
        _run(sql.SQL(statement).format(role=role, database=database))


def _grant(rights: str, *, to: Login) -> None:
    """`rights` is this module's own text and names of tables that the database gave."""
    _run(sql.SQL("GRANT {rights} TO {role}").format(rights=sql.SQL(rights), role=sql.Identifier(to.name)))


def _run(statement: sql.Composable) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
