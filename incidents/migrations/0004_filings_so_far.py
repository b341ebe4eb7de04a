"""What was filed before filings had rows: of each incident, the filing that its own row tells of."""

from django.db import migrations


def write_down(apps, schema_editor):
    Filing = apps.get_model("incidents", "Filing")
    filed = apps.get_model("incidents", "Incident").objects.filter(filed_at__isnull=False, filings=None)
    Filing.objects.bulk_create(
        [
            Filing(
                incident=incident,
                filed_at=incident.filed_at,
                filed_by_id=incident.filed_by_id,
                delegation_id=incident.delegation_id,
                digest=incident.filed_digest,
            )
            for incident in filed.only("filed_at", "filed_by", "delegation", "filed_digest").iterator()
        ],
        batch_size=1000,
    )


class Migration(migrations.Migration):
    dependencies = [("incidents", "0003_filings")]

    operations = [migrations.RunPython(write_down, migrations.RunPython.noop)]
