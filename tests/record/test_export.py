"""The export: a folder that the offline verifier accepts, growing with the log, and never rewriting a full tile."""

import json

import pytest
from django.core.management import CommandError, call_command

from record import export, note
from record.actions import give_openings, register_log_key
from record.models import Body
from tests.record.logs import AT, act, cosigned, signed
from tests.verifier.logs import verify_alone

pytestmark = pytest.mark.django_db

NOT_TOLD = {"withheld", "policy_keys"}  # the witnesses stand here in their table, and no act enrolled them


@pytest.fixture
def log(log_key, enrolled):
    """A log with a registered key and four witnesses: `log(3)` is three acts and a cosigned checkpoint more."""
    register_log_key(log_key)

    def grow(count):
        checkpoint = signed(count, key=log_key)
        # Not before the enrolments, which the database dates: no act is later than its cosigners saw it.
        cosigned(checkpoint, *enrolled.values(), time=int(checkpoint.signed_at.timestamp()) + 1)
        return checkpoint

    return grow


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "export"


def exported(folder, *readers):
    call_command("export_record", str(folder), reader=list(readers))


def checked(folder, *options):
    """What the verifier finds: the claims that fail or could not be checked, and its report."""
    answer = verify_alone("check", "--json", "--policy", folder / "policy", *options, folder)
    return answer.claims("does not hold") | answer.claims("could not be checked"), answer.json


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()
    }


def test_export_is_accepted_by_the_offline_verifier(log, folder):
    log(300)

    exported(folder, "PK", "secretariat")

    claims, report = checked(folder)
    assert claims <= NOT_TOLD, report
    assert {"tile/0/000", "tile/0/001.p/48", "tile/1/000.p/1", "tile/entries/000", "protocol/1.json"} <= set(
        files(folder)
    )


def test_export_grows_and_never_touches_a_full_tile(log, folder):
    log(300)
    exported(folder, "PK")
    before = files(folder)
    log(250)

    exported(folder, "PK")

    after = files(folder)
    full = ["tile/0/000", "tile/entries/000"]
    assert [after[name] for name in full] == [before[name] for name in full]
    assert {"tile/0/001", "tile/0/002.p/42", "tile/1/000.p/2"} <= set(after)
    assert not any(name.startswith(("tile/0/001.p", "tile/entries/001.p", "tile/1/000.p/1")) for name in after)
    assert checked(folder)[0] <= NOT_TOLD


def test_export_again_without_news_writes_no_tile_and_no_opening(log, folder):
    log(20)
    exported(folder, "PK")
    before = files(folder)

    exported(folder, "PK")

    same = [name for name in before if name.startswith(("tile/", "openings/"))]
    assert [files(folder)[name] for name in same] == [before[name] for name in same]


def lines_of(folder, reader, number=0):
    path = folder / "openings" / reader / f"{number:06d}.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_openings_are_the_reader_s_own(log, folder):
    act(readers=["PK", "AF"], body={"choice": "approve"}, body_readers=["PK"])
    act(readers=["AF"])
    log(0)

    exported(folder, "PK", "AF")

    mine = [(line["i"], line["p"]) for line in lines_of(folder, "PK") if line["i"] in (4, 5)]
    theirs = [(line["i"], line["p"]) for line in lines_of(folder, "AF") if line["i"] in (4, 5)]
    assert mine == [(4, "envelope"), (4, "body")]
    assert theirs == [(4, "envelope"), (5, "envelope")]
    assert checked(folder, "--reader", "PK")[0] <= NOT_TOLD


def test_openings_given_later_and_bodies_deleted_are_in_the_next_export(log, folder):
    ballot = act(readers=["PK", "AF"], body={"choice": "approve"}, body_readers=["PK"])
    log(0)
    exported(folder, "AF", "PK")
    give_openings([ballot], readers=["AF"], at=AT)
    exported(folder, "AF", "PK")
    assert (4, "body") in [(line["i"], line["p"]) for line in lines_of(folder, "AF")]

    Body.objects.filter(act=ballot).delete()
    exported(folder, "AF", "PK")

    for reader in ("AF", "PK"):
        assert (4, "body") not in [(line["i"], line["p"]) for line in lines_of(folder, reader)]
    assert checked(folder)[0] <= NOT_TOLD


def test_openings_go_into_files_by_ten_thousand_entries(log, folder, monkeypatch):
    monkeypatch.setattr("record.export.openings.ENTRIES_IN_A_FILE", 10)
    size = log(21).size

    written = export.export_openings(folder, reader="PK", size=size, progress=lambda done, total: None)

    assert written == 3
    assert [
        [line["i"] for line in lines_of(folder, "PK", number) if line["p"] == "envelope"] for number in range(3)
    ] == [
        list(range(10)),
        list(range(10, 20)),
        list(range(20, 25)),
    ]


def test_folder_of_another_log_is_refused_and_kept(log, folder, log_key):
    log(3)
    exported(folder)
    kept = (folder / "checkpoint").read_text()
    forged = note.sign_note(note.checkpoint_text(log_key.name, 7, bytes(32)), log_key)
    (folder / "checkpoint").write_text(forged)

    with pytest.raises(CommandError, match="evidence that the log was changed"):
        exported(folder)
    (folder / "checkpoint").write_text(kept.replace("jmc.example", "other.example"))
    with pytest.raises(CommandError, match="not of this log"):
        exported(folder)


@pytest.mark.parametrize("readers", [["QA"], []])
def test_folder_made_for_another_reader_is_refused_before_anything_is_written(log, folder, readers):
    log(3)
    exported(folder, "PK")
    before = files(folder)
    log(1)

    with pytest.raises(CommandError, match=r"holds what PK may open.*Name another folder"):
        exported(folder, *readers)
    assert files(folder) == before

    exported(folder, "PK", *readers)
    assert {path.name for path in (folder / "openings").iterdir()} == {"PK", *readers}


def test_interrupted_export_is_made_good_by_the_next(log, folder):
    log(300)
    exported(folder)
    older = (folder / "checkpoint").read_text()
    log(300)
    exported(folder)
    (folder / "checkpoint").write_text(older)
    (folder / "tile/0/002.p/92").unlink()

    exported(folder)

    assert checked(folder)[0] <= NOT_TOLD


def test_export_of_nothing_says_so(folder):
    with pytest.raises(CommandError, match="no checkpoint yet"):
        exported(folder)


def test_export_shows_its_progress(log, folder, capsys):
    log(2)

    exported(folder, "PK")

    shown = capsys.readouterr()
    assert "100 % the log" in shown.err
    assert "100 % PK" in shown.err
    assert "holds the record of 6 entries" in shown.out
