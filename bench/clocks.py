"""What the worker's search for due clocks costs: 100,000 running against 1,000, with 1,000 due in each.

`.venv/bin/python bench/clocks.py` works in scratch databases of the configured server, which it drops again.
"""

import os
import secrets
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "monitoring_site.settings")
# With DEBUG, Django would keep every query that it sends.
os.environ["DEBUG"] = "0"
os.environ.setdefault("DJANGO_SECRET_KEY", secrets.token_hex(32))

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from scratch import scratch_database  # noqa: E402

from commission.models import Member, Protocol  # noqa: E402
from incidents.models import Incident  # noqa: E402
from record.models import Act  # noqa: E402
from verification.actions.clocks import perform_due  # noqa: E402
from verification.models import Case, Clock  # noqa: E402

SCRATCH = f"bench_{os.getpid()}"
OWNERS = ("PK", "AF")
FLUSH_SECONDS = 1
# What is due: first and second reminders, and ends; a third each.
MOMENTS = ("half", "three_quarters", "end")


@dataclass(frozen=True)
class Setting:
    """So many clocks run, and so many of them have a moment that has passed."""

    running: int
    due: int


@dataclass(frozen=True)
class Measurement:
    """What one call of the worker's task took, in seconds, and how its moments lay apart, in milliseconds."""

    setting: Setting
    performed: int
    seconds: float
    p50_ms: float
    p99_ms: float
    cpu_ms: float  # of this process, for one moment; unlike the others no matter of what else the machine does
    pages: float  # of the database, that it touched for one moment; likewise
    idle_ms: float  # a call that finds nothing due, with as many running


HEADS = ("running", "due", "done", "all, s", "p50, ms", "p99, ms", "CPU, ms", "pages", "none, ms")
SETTINGS = (Setting(running=1_000, due=1_000), Setting(running=100_000, due=1_000))

COPY_INCIDENTS = """
INSERT INTO incidents_incident
SELECT one.* FROM incidents_incident model, generate_series(1, %(cases)s - 1) number,
    LATERAL jsonb_populate_record(model, jsonb_build_object(
        'id', model.id + number, 'code', 'I-' || lpad(upper(to_hex(number)), 6, 'Z'))) one
"""
COPY_CASES = """
INSERT INTO verification_case
SELECT one.* FROM verification_case model, generate_series(1, %(cases)s - 1) number,
    LATERAL jsonb_populate_record(model, jsonb_build_object(
        'id', model.id + number, 'reference', 'JMC-2001-' || lpad(number::text, 5, '0'))) one
"""
JOIN_CASES = """
INSERT INTO verification_caseincident (case_id, incident_id, joined_at)
SELECT a_case.id, incident.id, now() FROM verification_case a_case
JOIN incidents_incident incident ON incident.id - %(incident)s = a_case.id - %(case)s
"""
# A reply clock of 72 hours. The due ones have reached half, three quarters or their end within the last minutes, each at
# a time of its own; of the others the first moment lies ahead. The due are spread evenly among the running.
START_CLOCKS = """
INSERT INTO verification_clock (kind, owner, case_id, incident_id, started_at, ends_at, next_moment, next_at)
SELECT 'reply', owner, case_id, incident_id, started_at, started_at + interval '72 hours', moment, started_at + after
FROM (
    SELECT owner, case_id, incident_id, moment, after,
        now() - after + CASE WHEN is_due THEN -number * interval '1 millisecond'
            ELSE interval '1 hour' + number * interval '1 second' END AS started_at
    FROM (
        SELECT owner, case_id, incident_id, number, number %% %(every)s = 0 AS is_due,
            CASE WHEN number %% %(every)s = 0 THEN (%(moments)s::text[])[1 + number / %(every)s %% 3]
                ELSE 'half' END AS moment
        FROM (
            SELECT owner, case_id, incident_id, row_number() OVER (ORDER BY case_id, owner) AS number
            FROM verification_caseincident CROSS JOIN unnest(%(owners)s::text[]) AS owner
        ) AS numbered
    ) AS chosen
    JOIN (VALUES ('half', interval '36 hours'), ('three_quarters', interval '54 hours'), ('end', interval '72 hours'))
        AS moments (name, after) ON name = moment
) AS placed
"""


def main() -> None:
    """Prints one line for each setting; no scratch database is left."""
    _say("".join(f"{head:>10}" for head in HEADS))
    with scratch_database(SCRATCH) as migrated:
        call_command("migrate", verbosity=0)
        connection.close()
        for number, setting in enumerate(SETTINGS):
            with scratch_database(f"{SCRATCH}_{number}", template=migrated):
                _say(_line(_measured(setting)))


def _measured(setting: Setting) -> Measurement:
    _fill(setting)
    before, begin_cpu, begin = _pages_touched(), time.process_time(), time.perf_counter()
    performed = perform_due()
    seconds, cpu = time.perf_counter() - begin, time.process_time() - begin_cpu
    pages = _pages_touched() - before
    assert performed == setting.due == Act.objects.count(), "every due moment leaves one act, and nothing else does"
    assert Clock.objects.filter(stopped_at=None).count() == setting.running, (
        "a reminder or a closed step stops no clock"
    )
    times = list(Act.objects.order_by("id").values_list("at", flat=True))
    apart = [(later - earlier).total_seconds() * 1000 for earlier, later in zip(times, times[1:], strict=False)]
    hundredths = quantiles(apart, n=100)
    begin = time.perf_counter()
    assert perform_due() == 0, "what is done is not due again"
    idle = time.perf_counter() - begin
    return Measurement(
        setting=setting,
        performed=performed,
        seconds=seconds,
        p50_ms=hundredths[49],
        p99_ms=hundredths[98],
        cpu_ms=cpu / performed * 1000,
        pages=pages / performed,
        idle_ms=idle * 1000,
    )


def _pages_touched() -> int:
    connection.close()  # a session tells the server's statistics what it did at the latest when it ends
    time.sleep(FLUSH_SECONDS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT blks_hit + blks_read FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def _fill(setting: Setting) -> None:
    """One case, with one incident, for every two clocks: the two parties' time to reply."""
    case, incident = _model_rows()
    cases = setting.running // len(OWNERS)
    with connection.cursor() as cursor:
        for statement in (COPY_INCIDENTS, COPY_CASES):
            cursor.execute(statement, {"cases": cases})
        cursor.execute(JOIN_CASES, {"case": case.pk, "incident": incident.pk})
        every = setting.running // setting.due
        cursor.execute(START_CLOCKS, {"owners": list(OWNERS), "moments": list(MOMENTS), "every": every})
        assert cursor.rowcount == setting.running
        cursor.execute("ANALYZE")


def _model_rows() -> tuple[Case, Incident]:
    """One case and one incident, registered, that all others are copies of."""
    at = datetime.now(UTC)
    head = Member.objects.create_member(
        "tr.head", password=secrets.token_hex(16), name="Head", delegation_id="TR", role="head", time_zone="UTC"
    )
    incident = Incident.objects.create(
        code="I-MODEL0",
        state="registered",
        delegation_id="PK",
        drafted_at=at,
        drafted_by=head,
        filed_at=at,
        filed_by=head,
        filed_digest=secrets.token_bytes(32),
        registered_at=at,
        is_open_to_mediators=True,
        is_open_to_parties=True,
        respondents=[],
    )
    case = Case.objects.create(
        reference="JMC-2000-00001", protocol=Protocol.objects.in_effect(), opened_at=at, opened_by=head
    )
    return case, incident


def _line(found: Measurement) -> str:
    counts = (found.setting.running, found.setting.due, found.performed)
    times = (found.seconds, found.p50_ms, found.p99_ms, found.cpu_ms, found.pages, found.idle_ms)
    return "".join([*(f"{count:>10}" for count in counts), *(f"{measured:>10.2f}" for measured in times)])


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
