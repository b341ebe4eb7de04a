"""Private keys in files: kept once, read by their owner alone, and refused when they are another's."""

import stat

import pytest

from record.keys import kept_key, parse_private_line, private_line
from record.note import Kind, NoteRefused

NAME = "jmc.example/record"


def test_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    path = tmp_path / "keys" / "log.key"

    made = kept_key(path, name=NAME, kind=Kind.ED25519)
    again = kept_key(path, name=NAME, kind=Kind.ED25519)

    assert private_line(made) == private_line(again) == path.read_text().removesuffix("\n")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(("name", "kind"), [("other.example", Kind.ED25519), (NAME, Kind.COSIGNATURE)])
def test_key_of_another_name_or_kind_is_refused(tmp_path, name, kind):
    kept_key(tmp_path / "key", name=NAME, kind=Kind.ED25519)

    with pytest.raises(NoteRefused, match=r"not|another"):
        kept_key(tmp_path / "key", name=name, kind=kind)


def test_key_written_in_any_other_way_is_refused(tmp_path):
    line = private_line(kept_key(tmp_path / "key", name=NAME, kind=Kind.ED25519))

    for place in range(len(line)):
        changed = line[:place] + ("A" if line[place] != "A" else "B") + line[place + 1 :]
        try:
            parsed = parse_private_line(changed)
        except NoteRefused:
            continue
        assert private_line(parsed) == changed  # never: a changed name or seed no longer fits its key id
        raise AssertionError(place)
    for other in ("", "PRIVATE+KEY+", line + "\n", line.lower(), line.removeprefix("PRIVATE+KEY+")):
        with pytest.raises(NoteRefused):
            parse_private_line(other)
