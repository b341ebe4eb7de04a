"""Makes the first two admins; every further member is made by them, in the administration."""

import getpass
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from commission.actions import make_first_admin
from commission.models import Member
from commission.texts import normalised, refuse_control_characters
from monitoring_site.refusals import Refused


class Command(BaseCommand):
    """`manage.py create_admin USERNAME "Full Name"`; asks for the password, or reads it from standard input."""

    help = "Make one of the first two admins of the secretariat."

    def add_arguments(self, parser: CommandParser) -> None:
        """User name and name."""
        parser.add_argument("username")
        parser.add_argument("name")

    def handle(self, *args: Any, **options: Any) -> None:
        """The admin exists, or a sentence says why not."""
        username, name = normalised(options["username"]), normalised(options["name"])
        password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
        try:
            refuse_control_characters(username + name)
            validate_password(password, Member(username=username, name=name))
            make_first_admin(username=username, name=name, password=password)
        except ValidationError as problem:
            raise CommandError(" ".join(problem.messages)) from problem
        except Refused as refused:
            raise CommandError(str(refused.reason)) from refused
        self.stdout.write(f"{name} may sign in as {username}.")
