"""The commission under attack: a copy of the demonstration, its sequencer, its own check, and the four delegations."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction

from record.actions import LogDiffers
from record.models import Checkpoint
from record.sequencer import Sequencer, log_key
from tests.attacks.delegations import FAILS, KEY, UNKNOWN, Answer, Delegation
from tests.attacks.table import Notice, normalised
from tests.factories.procedure import member
from verification.actions.ballots import cast_vote
from verification.models import Ballot, Vote

BATCH = 10_000
FOUR = ("PK", "AF", "TR", "QA")
EACH, SEQUENCER, OWN_CHECK = "each delegation", "the sequencer", "the server's own check"


@contextmanager
def branch() -> Iterator[None]:
    """The server as it is for some; afterwards it is again as it was, its released checkpoint too."""
    released = settings.RECORD_RELEASED_FOLDER / "checkpoint"
    note = released.read_text()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    released.write_text(note)


def cast_votes(count: int, *, by: Sequence[str] = FOUR) -> list[Vote]:
    """So many votes in open ballots of which none closes: acts that stand in the inbox."""
    votes: list[Vote] = []
    for ballot in Ballot.objects.filter(closed_at=None).order_by("pk"):
        cast = set(ballot.votes.values_list("delegation_id", flat=True))
        for code in (one for one in by if one not in cast):
            if len(votes) < count and len(cast) < len(FOUR) - 1:
                head = member(f"{code.lower()}.head")
                votes.append(cast_vote(ballot.case, choice="approve", digest=ballot.digest_hex, by=head))
                cast.add(code)
    assert len(votes) == count, f"only {len(votes)} votes could be cast"
    return votes


class Commission:
    """The server, with the database in use, and the four delegations' machines."""

    def __init__(self, folder: Path) -> None:
        self.delegations = {code: Delegation(code, folder / code) for code in FOUR}

    def __getitem__(self, code: str) -> Delegation:
        return self.delegations[code]

    def found(self) -> None:
        """Four witnesses are enrolled, the demonstration is signed, and each delegation has seen it and cosigned."""
        call_command("demonstration_witnesses", enrol=True, stdout=StringIO())
        for code, one in self.delegations.items():
            key = settings.RECORD_DEMONSTRATION_KEYS / f"{code}.key"
            (one.folder / KEY).write_bytes(key.read_bytes())
        sequencer().sequence(limit=BATCH)
        self.fetch()
        for one in self.delegations.values():
            one.begin()
            one.bring_cosignature()

    def day_ends(self) -> None:
        """What was pending is signed; all four fetch it, check that it extends what they hold, and cosign."""
        sequencer().sequence(limit=BATCH)
        self.fetch()
        for one in self.delegations.values():
            one.follow()

    def fetch(self, *, is_opened: bool = False) -> None:
        """Each delegation has the log as the server now gives it, and if asked for what it may open."""
        first, *others = self.delegations.values()
        first.fetch(is_opened=is_opened)
        for one in others:
            one.fetch(is_opened=True) if is_opened else one.fetch_as(first)

    def fetch_nothing(self) -> None:
        """What each delegation finds where the log was is empty."""
        for one in self.delegations.values():
            one.fetch_nothing()

    @property
    def size(self) -> int:
        """How many entries the newest checkpoint counts."""
        return Checkpoint.objects.latest("size").size

    def noticed_by_each(self, ask: Callable[[Delegation], Answer], *, codes: Sequence[str] = ("PK", "QA")) -> Notice:
        """What each finds on its own machine: with one command, the same sentence. A party and a mediator stand for all."""
        return self.noticed_by(EACH, *(ask(self[code]) for code in codes))

    @staticmethod
    def noticed_by(who: str, *answers: Answer) -> Notice:
        """The first sentence of what does not hold, or cannot be checked any more; the same in all answers."""
        for answer in answers:
            assert answer.status in (1, 2), answer.text
        first = ((one.command, [*one.sentences(FAILS), *one.sentences(UNKNOWN)][0]) for one in answers)
        (notice,) = {Notice(who, command, normalised(sentence)) for command, sentence in first}
        return notice

    @staticmethod
    def noticed_by_sequencer(at_work: Sequencer | None = None) -> Notice:
        """The sentence with which the sequencer refuses to go on, or a new one to begin."""
        try:
            (at_work or sequencer()).sequence(limit=BATCH)
        except LogDiffers as refusal:
            return Notice(SEQUENCER, "manage.py sequence_record", normalised(str(refusal)))
        raise AssertionError("the sequencer signed on")

    @staticmethod
    def noticed_by_own_check(saying: str = "") -> Notice:
        """The first sentence (with these words) of those that the server finds in its own database."""
        output = StringIO()
        try:
            call_command("verify_record", stdout=output)
        except CommandError:
            lines = [line.strip() for line in output.getvalue().splitlines() if line.startswith("  ")]
            first = next(line for line in lines if saying in line)
            return Notice(OWN_CHECK, "manage.py verify_record", normalised(first))
        raise AssertionError(output.getvalue())

    @staticmethod
    def own_check_agrees() -> str:
        """The sentence with which the server's own check finds nothing wrong."""
        output = StringIO()
        call_command("verify_record", stdout=output)
        return normalised(output.getvalue().splitlines()[-1])


def sequencer() -> Sequencer:
    """A sequencer as it begins. (The command is a loop around it, and ends with its sentence.)"""
    return Sequencer(key=log_key(), folder=settings.RECORD_RELEASED_FOLDER)
