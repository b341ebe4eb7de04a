"""Incidents that went back to their filer before this, and were not filed again since, are closed to the mediators."""

from django.db import migrations

FILED, RETURNED = "incidents.incident_filed", "incidents.incident_returned"


def close(apps, schema_editor):
    Act = apps.get_model("record", "Act")
    gone_back = apps.get_model("incidents", "Incident").objects.filter(state__in=["returned", "withdrawn"])
    for incident in gone_back.filter(is_open_to_mediators=True).only("code").iterator():
        # An incident may have been withdrawn while it was filed, or after it was returned: the record knows.
        acts = Act.objects.filter(subjects__kind="incident", subjects__reference=incident.code)
        last = acts.filter(event__in=[FILED, RETURNED]).order_by("pk").last()
        if last is not None and last.event == RETURNED:
            gone_back.filter(pk=incident.pk).update(is_open_to_mediators=False)


def open_again(apps, schema_editor):
    apps.get_model("incidents", "Incident").objects.filter(filed_at__isnull=False).update(is_open_to_mediators=True)


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0006_found_by_start_and_by_draft"),
        ("record", "0002_append_only"),
    ]

    operations = [migrations.RunPython(close, open_again)]
