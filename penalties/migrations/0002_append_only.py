"""From here on the database itself refuses to change a posting."""

from django.db import migrations

from record.append_only import append_only_operations


class Migration(migrations.Migration):
    dependencies = [("penalties", "0001_penalties"), ("record", "0002_append_only")]

    operations = [*append_only_operations("penalties_posting")]
