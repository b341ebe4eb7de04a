"""Enrols a delegation's witness key: an act of administration, done by the operator at the server."""

import argparse
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from record.actions import EnrolmentRefused, enrol_witness
from record.actor import OPERATOR, Actor
from record.note import NoteRefused


class Command(BaseCommand):
    """The delegation's former key, if any, is followed by this one; what it cosigned stays."""

    help = "Enrol a delegation's witness key, with proof that the delegation holds it."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("delegation", metavar="CODE", help="PK, AF, TR or QA")
        parser.add_argument("vkey", metavar="VKEY", help="the line that `verify.py keygen` printed")
        parser.add_argument("proof", metavar="PROOF", type=Path, help="the enrolment file that keygen wrote")
        parser.add_argument("--by", metavar="USERNAME", help="the member of the secretariat who enrols it")

    def handle(self, *arguments: Any, **options: Any) -> None:
        """The key is enrolled, or a sentence says why not."""
        by = _admin(options["by"]) if options["by"] else OPERATOR
        try:
            proof = options["proof"].read_bytes()
            enrol_witness(options["delegation"], vkey=options["vkey"], proof=proof, by=by)
        except (EnrolmentRefused, NoteRefused, OSError) as problem:
            raise CommandError(_("The key was not enrolled: %s.") % problem) from problem
        self.stdout.write(_("%(code)s witnesses with this key from now on.") % {"code": options["delegation"]})


def _admin(username: str) -> Actor:
    member: Any = get_user_model().objects.filter(username=username).first()
    if member is None or not member.is_staff:
        raise CommandError(_("%s is no member of the secretariat.") % username)
    actor: Actor = member.as_actor()
    return actor
