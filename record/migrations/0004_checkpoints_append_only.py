"""From here on the database itself refuses to change what was signed, and by whom."""

from django.db import migrations

from record.append_only import append_only_operations


class Migration(migrations.Migration):
    dependencies = [("record", "0003_checkpoints_and_witnesses")]

    operations = [
        *append_only_operations("record_logkey"),
        *append_only_operations("record_checkpoint"),
        *append_only_operations("record_subtree"),
        *append_only_operations("record_witness"),
        *append_only_operations("record_cosignature"),
    ]
