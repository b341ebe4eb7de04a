"""The sequencer with the log's key: refuses to sign behind or beside what was released, then signs and releases."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from record.actions import LogDiffers, register_log_key, sequence
from record.keys import kept_key
from record.models import Checkpoint
from record.note import Key, Kind, NoteRefused, open_note, parse_checkpoint
from record.queries.log import newest_checkpoint
from record.released import ReleasedByAnother, release, released_note


class Sequencer:
    """Signs one log with one key. Raises LogDiffers where signing on would fork what was released."""

    def __init__(self, *, key: Key, folder: Path) -> None:
        self._key, self._folder = key, folder
        register_log_key(key)
        self._released = released_note(folder)
        if self._released is not None:
            self._refuse_to_fork(self._released)
        self._release_newest()

    def sequence(self, *, limit: int) -> int:
        """Up to `limit` pending acts are entries of a signed and released checkpoint; gives how many."""
        self._refuse_what_was_set_back()
        count = sequence(limit, key=self._key)
        self._release_newest()
        return count

    def _release_newest(self) -> None:
        """Also what was committed just before a crash, and so not yet released."""
        newest = newest_checkpoint()
        if newest is None or newest.note == self._released:
            return
        try:
            release(newest.note, folder=self._folder, after=self._released)
        except ReleasedByAnother as problem:
            raise LogDiffers(
                _("Another sequencer has released a checkpoint meanwhile (%s): two logs are signed with one key.")
                % problem
            ) from problem
        self._released = newest.note

    def _refuse_what_was_set_back(self) -> None:
        """A database that somebody restored, or cut short, while this sequencer is at work."""
        newest = newest_checkpoint()
        if self._released is not None and (newest is None or newest.note != self._released):
            self._refuse_to_fork(self._released)

    def _refuse_to_fork(self, note: str) -> None:
        released = parse_checkpoint(open_note(note, [self._key.verifier]).text)
        newest = newest_checkpoint()
        if newest is None or newest.size < released.size:
            raise LogDiffers(_behind(released.size, newest=newest, folder=self._folder))
        same_size = Checkpoint.objects.filter(size=released.size).first()
        if same_size is None or same_size.root != released.root:
            raise LogDiffers(_beside(released.size, folder=self._folder))


def log_key() -> Key:
    """The log's private key, made at the very first start. Only the sequencer's process calls this.

    Raises LogDiffers where the file holds no key of this log, and in a process of the site, which has none.
    """
    if settings.RECORD_LOG_KEY_FILE is None:
        raise LogDiffers(
            _(
                "This process works in the database role app, and the site never holds the log's key: set DATABASE_ROLE=seq."
            )
        )
    try:
        return kept_key(settings.RECORD_LOG_KEY_FILE, name=settings.RECORD_ORIGIN, kind=Kind.ED25519)
    except NoteRefused as problem:
        raise LogDiffers(
            _("%(file)s is not the key of the log %(origin)s: %(problem)s.")
            % {"file": settings.RECORD_LOG_KEY_FILE, "origin": settings.RECORD_ORIGIN, "problem": problem}
        ) from problem


def _behind(size: int, *, newest: Checkpoint | None, folder: Path) -> str:
    return _(
        "The database is behind what was released: a checkpoint of %(released)d entries is in %(folder)s, and the "
        "database's newest has %(size)d. An old backup was restored, or rows were removed. Signing on would fork the "
        "log, and every witness would see it. Restore the newest backup; if entries are lost for good, tell the four "
        "delegations before anything else is done."
    ) % {"released": size, "size": newest.size if newest else 0, "folder": folder}


def _beside(size: int, *, folder: Path) -> str:
    return _(
        "The database holds another log than the one that was released: its tree of %(size)d entries is not the one "
        "in %(folder)s. Signing on would fork the log. Restore the database that belongs to this folder."
    ) % {"size": size, "folder": folder}
