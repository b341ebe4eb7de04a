"""How long the pages take at a million incidents: `.venv/bin/python bench/pages.py` prints a line for each page.

A scratch database is filled with copies of what two real cases left behind, in every state, and each page is asked for
over and over by a signed-in member. The times are those of the whole answer within the process, without the network.
"""

import argparse
import os
import secrets
import sys
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
os.environ["DEBUG"] = "0"  # with it, Django would keep every query that it sends
os.environ.setdefault("DJANGO_SECRET_KEY", secrets.token_hex(32))

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from pages_rows import STATEMENTS  # noqa: E402
from scratch import scratch_database  # noqa: E402

from commission.models import Member  # noqa: E402
from record.actions import sequence  # noqa: E402
from reports.demonstration.accounts import make_accounts  # noqa: E402
from tests.factories import penalties, procedure  # noqa: E402
from tests.factories.incidents import draft_incident, filed_incident  # noqa: E402

SCRATCH = f"bench_pages_{os.getpid()}"
WARM_UP = 3
READERS = ("pk.head", "tr.head")


def main() -> None:
    """Fill, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--incidents", type=int, default=1_000_000, help="how many incidents there are")
    parser.add_argument("--times", type=int, default=20, help="how often each page is asked for")
    sizes = parser.parse_args()
    with scratch_database(SCRATCH):
        call_command("migrate", verbosity=0)
        addresses = _performed()
        _fill(sizes.incidents)
        _say(f"{'page':44}{'reader':>9}{'queries':>9}{'p50, ms':>9}{'max, ms':>9}{'bytes':>9}")
        for reader in READERS:
            client = Client(HTTP_HOST="localhost", headers={"accept-language": "en"})
            client.force_login(Member.objects.get(username=reader))
            for name, address in addresses.items():
                _say(_line(name, reader, client, address, times=sizes.times))


def _performed() -> dict[str, str]:
    """Two cases by the procedure itself, one final and one in a ballot, and the addresses of what is asked for."""
    make_accounts()
    final = penalties.final_case(violation_class="serious")
    ballot = procedure.case_at("ballot", filer="af.head")
    filed_incident(by=procedure.member("pk.head"))
    draft_incident(by=procedure.member("pk.head"))
    sequence()
    return {
        "desk": "/",
        "incidents, newest": "/incidents/",
        "incidents, one sector and type": "/incidents/?sector=S07&type=A1",
        "incidents, drafts": "/incidents/?state=draft",
        "incidents, an early month": "/incidents/?since=2020-03-01&until=2020-03-31",
        "incidents, a month without any": "/incidents/?since=2010-03-01&until=2010-03-31",
        "an incident": final.incidents.get().get_absolute_url(),
        "cases, newest": "/cases/",
        "cases in a ballot": "/cases/?state=ballot",
        "cases of one filer": "/cases/?filed_by=QA",
        "cases by reference": "/cases/?reference=jmc-2001-000421",
        "a final case": final.get_absolute_url(),
        "a case in a ballot": ballot.get_absolute_url(),
        "its verdict": penalties.verdict_of(final).get_absolute_url(),
        "ledger": "/ledger/",
        "a party's statement": "/ledger/AF/",
        "map": "/map/points.geojson",
        "record": "/record/",
        "notices": "/notices/?show=all",
        "released verdicts": "/released/",
    }


def _fill(incidents: int) -> None:
    began = time.perf_counter()
    for name, statement in STATEMENTS.items():
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")
            cursor.execute(statement, {"incidents": incidents})
            _say(f"{name:40}{cursor.rowcount:>12,} rows  {time.perf_counter() - began:>6,.0f} s")
            cursor.execute("VACUUM ANALYZE")
        # A session keeps its plans of the foreign keys' checks, made when the tables were all but empty.
        connection.close()
    _say(f"filled in {time.perf_counter() - began:,.0f} s")


def _line(name: str, reader: str, client: Client, address: str, *, times: int) -> str:
    took, answered = [], None
    for _ in range(WARM_UP + times):
        began = time.perf_counter()
        answered = client.get(address, secure=True)
        took.append((time.perf_counter() - began) * 1000)
    assert answered is not None and answered.status_code == 200, f"{address}: {answered.status_code}"
    measured = took[WARM_UP:]
    counts = f"{_queries(client, address):>9}{median(measured):>9.1f}{max(measured):>9.1f}{len(answered.content):>9,}"
    return f"{name:44}{reader:>9}{counts}"


def _queries(client: Client, address: str) -> int:
    connection.force_debug_cursor = True
    connection.queries_log.clear()
    client.get(address, secure=True)
    connection.force_debug_cursor = False
    return len(connection.queries_log)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
