"""Works the whole record out again from the database's rows, and says what differs."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from monitoring_site.one_moment import one_moment
from record.models import Entry
from record.rederivation import differences_of_acts, differences_of_log
from reports.rows_and_acts import differences_of_rows


class Command(BaseCommand):
    """What it cannot find is what the operator changed everywhere alike; the delegations' verifiers find that."""

    help = "Check entries, roots, signatures, acts and business rows against each other."

    def handle(self, *arguments: Any, **options: Any) -> None:
        """Every difference is printed; the command fails if there is one."""
        with one_moment():
            count = self._printed_differences()
            entries = Entry.objects.count()
        if count:
            raise CommandError(ngettext("%d thing differs.", "%d things differ.", count) % count)
        self.stdout.write(_("The record of %d entries agrees with itself and with the database.") % entries)

    def _printed_differences(self) -> int:
        count = 0
        for words, differences in (
            (_("Entries, roots and signatures"), differences_of_log(released_folder=settings.RECORD_RELEASED_FOLDER)),
            (_("Acts and their entries"), differences_of_acts()),
            (_("Rows and their acts"), differences_of_rows()),
        ):
            self.stdout.write(f"- {words}")
            for difference in differences:
                count += 1
                self.stdout.write(f"  {difference}")
        return count
