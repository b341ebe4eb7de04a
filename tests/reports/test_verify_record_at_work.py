"""verify_record looks at one moment: what is done while it works is no difference."""

import threading
from io import StringIO

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import call_command
from django.db import connection

from record.actions import register_log_key
from record.note import Key
from tests.factories.procedure import registered_case
from tests.reports.rows import recorded_cast
from verification.models import Case


def test_work_that_goes_on_meanwhile_is_no_difference(committed_database, settings, tmp_path, cast):
    settings.RECORD_RELEASED_FOLDER = tmp_path / "released"
    recorded_cast(cast)
    register_log_key(Key(settings.RECORD_ORIGIN, Ed25519PrivateKey.generate()))

    def at_work(execute, sql, params, many, context):
        if "incidents_incident" in sql and not thread.is_alive() and not thread.ident:
            thread.start()
            thread.join()
        return execute(sql, params, many, context)

    def work():
        registered_case()
        connection.close()

    thread = threading.Thread(target=work)
    with connection.execute_wrapper(at_work):
        call_command("verify_record", stdout=StringIO())

    assert Case.objects.count() == 1
