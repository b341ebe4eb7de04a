"""Makes the database's roles, or mends what they may; run by the owner after every migration."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from monitoring_site.database import logins_of_roles
from record.roles import Login, make_roles


class Command(BaseCommand):
    """A second run changes nothing."""

    help = "Make the database roles app (web, worker) and seq (sequencer), and grant what is theirs."

    def handle(self, *arguments: Any, **options: Any) -> None:
        """Both roles are there, or a sentence says what is missing."""
        logins = logins_of_roles()
        if logins is None:
            raise CommandError(
                _(
                    "Set DATABASE_URL_APP and DATABASE_URL_SEQ to the addresses of the two roles, with their names and "
                    "passwords; this command then makes them."
                )
            )
        make_roles(app=Login(*logins["app"]), seq=Login(*logins["seq"]))
        names = {"app": logins["app"][0], "seq": logins["seq"][0]}
        self.stdout.write(_("The roles %(app)s and %(seq)s are there.") % names)
