"""Where the record was there before the notices, they begin with its next entry: nobody is mailed the past."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Max


def begin_behind_the_past(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """A cursor that nothing has moved yet stands behind the record's last entry."""
    last = apps.get_model("record", "Entry").objects.aggregate(index=Max("index"))["index"]
    if last is not None:
        apps.get_model("notices", "Cursor").objects.filter(next_index=0).update(next_index=last + 1)


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_cursor"), ("record", "0001_record")]

    operations = [migrations.RunPython(begin_behind_the_past, migrations.RunPython.noop)]
