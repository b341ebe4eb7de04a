"""Members who were seated, or given a password, before the column was there: as the record says."""

from django.db import migrations

EVENTS = [
    "commission.member_made",
    "commission.password_reset",
    "commission.seat_changed",
    "commission.seat_change_confirmed",
]


def tell_of(apps, schema_editor):
    acts = apps.get_model("record", "Act").objects.filter(event__in=EVENTS, subjects__kind="member")
    members = apps.get_model("commission", "Member").objects
    for username, at in acts.order_by("pk").values_list("subjects__reference", "at").iterator():
        members.filter(username=username).update(access_changed_at=at)


class Migration(migrations.Migration):
    dependencies = [("commission", "0004_access_changed"), ("record", "0002_append_only")]

    operations = [migrations.RunPython(tell_of, migrations.RunPython.noop)]
