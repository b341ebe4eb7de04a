"""The one row of the cursor: notices begin with the record's first entry."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def add_cursor(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The row stands, for the worker to lock."""
    apps.get_model("notices", "Cursor").objects.create(pk=1)


def remove_cursor(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The row is gone."""
    apps.get_model("notices", "Cursor").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_notices")]

    operations = [migrations.RunPython(add_cursor, remove_cursor)]
