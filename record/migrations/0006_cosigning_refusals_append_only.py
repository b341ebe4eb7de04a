"""From here on the database itself refuses to change what a witness has refused, and why."""

from django.db import migrations

from record.append_only import append_only_operations


class Migration(migrations.Migration):
    dependencies = [("record", "0005_cosigning_refusals")]

    operations = append_only_operations("record_cosigningrefusal")
