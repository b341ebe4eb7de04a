"""From here on the database itself refuses to change the record, and gives the log its gap-free index."""

from django.db import migrations

from record.append_only import CREATE_REFUSAL, DROP_REFUSAL, append_only_operations
from record.gapless import gapless_operations


class Migration(migrations.Migration):
    dependencies = [("record", "0001_record")]

    operations = [
        migrations.RunSQL(sql=CREATE_REFUSAL, reverse_sql=DROP_REFUSAL),
        *append_only_operations("record_act"),
        *append_only_operations("record_subject"),
        *append_only_operations("record_opening"),
        *append_only_operations("record_entry"),
        # A body may be deleted to protect an informant; the inbox is emptied by the sequencer; answers grow old.
        *append_only_operations("record_body", allow_delete=True),
        *append_only_operations("record_inbox", allow_delete=True),
        *append_only_operations("record_answered", allow_delete=True),
        *gapless_operations(),
    ]
