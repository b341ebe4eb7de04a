"""From here on the database itself keeps what was said in a case as it was said."""

from django.db import migrations

from record.append_only import append_only_operations

TABLES = [
    "verification_admissibilitydecision",
    "verification_comment",
    "verification_report",
    "verification_sitenote",
    "verification_clockextension",
    "verification_substitute",
    "verification_recusal",
]


class Migration(migrations.Migration):
    dependencies = [("verification", "0004_proceedings"), ("record", "0002_append_only")]

    operations = [operation for table in TABLES for operation in append_only_operations(table)]
