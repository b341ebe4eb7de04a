"""How fast the record is, beside the disk it stands on: `python bench/record.py` prints a table.

Everything is measured in one run on one machine: the disk's own fsync rate, appending with a commit each, sequencing
and signing in batches, the time from submitting an act to the signed checkpoint that holds it, re-checking a million
entries with the offline verifier, and checking one proof file with four cosignatures. RECORD.md section 4 has the aims.
"""

import argparse
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from record_offline import measured_offline

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

PROBE_SECONDS = 2.0
PROBE_BYTES = 8_192
WRITERS = 4


def main() -> None:
    """Probe, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--acts", type=int, default=2_000, help="appended one by one, with a commit each")
    parser.add_argument("--batch", type=int, default=20_000, help="acts that wait when the sequencer is timed")
    parser.add_argument("--entries", type=int, default=1_000_000, help="entries that the verifier checks again")
    sizes = parser.parse_args()
    lines = [("fsync, this disk", f"{fsync_rate():,.0f} /s", "")]
    lines += measured_with_database(sizes.acts, sizes.batch)
    lines += measured_offline(sizes.entries)
    width = max(len(name) for name, _, _ in lines)
    for name, value, aim in lines:
        print(f"{name:{width}}  {value:>24}  {aim}".rstrip())  # noqa: T201


def fsync_rate() -> float:
    """How often a second this disk makes a small write durable: what a commit cannot be faster than."""
    folder = ROOT / "var"
    folder.mkdir(exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        count, until = 0, time.perf_counter() + PROBE_SECONDS
        began = time.perf_counter()
        while time.perf_counter() < until:
            os.pwrite(file.fileno(), os.urandom(PROBE_BYTES), 0)
            os.fdatasync(file.fileno())
            count += 1
        return count / (time.perf_counter() - began)


def measured_with_database(act_count: int, batch: int) -> list[tuple[str, str, str]]:
    """Appending, sequencing and latency, in a scratch database with the site's own tables."""
    import django

    django.setup()
    from django.core.management import call_command
    from scratch import scratch_database

    with scratch_database(f"bench_record_{os.getpid()}"):
        call_command("migrate", verbosity=0)
        appended = append_rate(act_count)
        sequenced = sequence_rate(batch)
        waits = submit_to_checkpoint_seconds(act_count)
    waits.sort()
    p50, p99 = waits[len(waits) // 2] * 1000, waits[int(len(waits) * 0.99)] * 1000
    return [
        ("append with a commit, one writer", f"{appended:,.0f} acts/s", ""),
        (f"sequence and sign, batch of {batch:,}", f"{sequenced:,.0f} entries/s", "aim: at least 1,500"),
        (f"submit to checkpoint, {WRITERS} writers, p50", f"{p50:,.0f} ms", ""),
        (f"submit to checkpoint, {WRITERS} writers, p99", f"{p99:,.0f} ms", "aim: at most 300"),
    ]


def append_rate(count: int) -> float:
    """Acts a second, each in a transaction of its own."""
    began = time.perf_counter()
    for _ in range(count):
        _append()
    return count / (time.perf_counter() - began)


def sequence_rate(count: int) -> float:
    """Entries a second from the inbox to a signed checkpoint, in one batch."""
    from django.db import connection

    from record.actions import sequence

    sequence(key=_log_key())
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO record_inbox (body, commitment) "
            """SELECT decode('{"c":"' || encode(c, 'hex') || '","v":1}', 'escape'), c """
            "FROM (SELECT sha256(number::text::bytea) AS c FROM generate_series(1, %s) AS number) AS leaves",
            [count],
        )
    began = time.perf_counter()
    sequenced = sequence(limit=count, key=_log_key())
    assert sequenced == count, sequenced
    return count / (time.perf_counter() - began)


def submit_to_checkpoint_seconds(count: int) -> list[float]:
    """From before an act is appended until a signed and released checkpoint holds it, with several writers at once."""
    from record.models import Checkpoint, Entry

    began_at: dict[bytes, float] = {}
    checkpoint_at: list[tuple[int, float]] = []
    with _sequencer(checkpoint_at):
        _in_threads(WRITERS, lambda: _submit(count // WRITERS, began_at))
        while Entry.objects.filter(commitment__in=list(began_at)).count() < len(began_at):
            time.sleep(0.05)
        time.sleep(0.5)
    assert Checkpoint.objects.exists()
    places = dict(Entry.objects.filter(commitment__in=list(began_at)).values_list("commitment", "index"))
    waits = []
    for commitment, index in places.items():
        signed = next(at for size, at in checkpoint_at if size > index)
        waits.append(signed - began_at[bytes(commitment)])
    return waits


@contextmanager
def _sequencer(checkpoint_at: list[tuple[int, float]]) -> Iterator[None]:
    """The sequencer at work in a thread of its own, as the command does it."""
    from record.management.commands.sequence_record import BATCH_SIZE, PAUSE_SECONDS
    from record.queries.log import newest_checkpoint
    from record.sequencer import Sequencer

    stop = threading.Event()

    def work(folder: str) -> None:
        sequencer = Sequencer(key=_log_key(), folder=Path(folder))
        while not stop.is_set():
            if sequencer.sequence(limit=BATCH_SIZE):
                now, newest = time.perf_counter(), newest_checkpoint()
                assert newest is not None
                checkpoint_at.append((newest.size, now))
            stop.wait(PAUSE_SECONDS)

    with tempfile.TemporaryDirectory(dir=ROOT / "var") as folder:
        thread = threading.Thread(target=_closing(lambda: work(folder)))
        thread.start()
        yield
        stop.set()
        thread.join()


def _submit(count: int, began_at: dict[bytes, float]) -> None:
    for _ in range(count):
        began = time.perf_counter()
        act = _append()
        began_at[bytes(act.commitment)] = began


def _append() -> Any:
    from django.db import transaction

    from record.actions import append
    from record.actor import Actor

    with transaction.atomic():
        return append(
            event="verification.comment_sent",
            actor=Actor(name="Bench", role="head", delegation="PK"),
            at=datetime.now(UTC),
            subjects=[("case", "JMC-2026-00001")],
            envelope_readers=["PK", "AF", "TR", "QA"],
            body={"text": "x" * 200},
            body_readers=["PK", "AF", "TR", "QA"],
        )


def _in_threads(count: int, work: Callable[[], None]) -> None:
    threads = [threading.Thread(target=_closing(work)) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _closing(work: Callable[[], None]) -> Callable[[], None]:
    def run() -> None:
        from django.db import connection

        try:
            work()
        finally:
            connection.close()

    return run


_KEYS: dict[str, Any] = {}


def _log_key() -> Any:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from django.conf import settings

    from record.note import Key

    if "log" not in _KEYS:
        _KEYS["log"] = Key(settings.RECORD_ORIGIN, Ed25519PrivateKey.generate())
    return _KEYS["log"]


if __name__ == "__main__":
    main()
