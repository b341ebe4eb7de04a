"""Who must have cosigned (C2SP tlog-policy), and how a witness shows that it holds its key. Pure; no Django."""

from collections.abc import Collection, Mapping

from record.note import (
    Key,
    Kind,
    NoteRefused,
    Verifier,
    parse_vkey,
    plain_signers,
    plainly_signed,
    signature_lines,
    vkey_of,
)

GROUP = "three"
QUORUM_MAX = 3
ENROLMENT = "witness-enrolment/v2\n"
NOTHING = "nothing"
SINCE = "# since entry "  # a comment to readers of tlog-policy; the verifier takes it for the policy's version


def policy_text(log_vkey: str, witnesses: Mapping[str, str], *, since: int | None = None) -> str:
    """The log's key, the witnesses' by name, and the quorum: three of them, or all while there are fewer.

    `since` is the log's entry that enrolled the newest of these keys: the version of the policy.
    """
    version = [] if since is None else [f"{SINCE}{since}"]
    lines = [*version, f"log {log_vkey}", *(f"witness {name} {vkey}" for name, vkey in sorted(witnesses.items()))]
    if witnesses:
        threshold = str(QUORUM_MAX) if len(witnesses) >= QUORUM_MAX else "all"
        lines.append(f"group {GROUP} {threshold} {' '.join(sorted(witnesses))}")
    lines.append(f"quorum {GROUP if witnesses else 'none'}")
    return "".join(f"{line}\n" for line in lines)


def enrolment_text(vkey: str, *, delegation: str, replaces: str | None = None) -> str:
    """What a new witness signs with its key, and others who vouch for it: no cosignature can be taken for it.

    It names whose key it is to be and the key whose place it takes, so that vouching for one delegation's key can be
    turned neither against another delegation's nor against a key that came in later.
    """
    return f"{ENROLMENT}{vkey}\ndelegation {delegation}\nreplaces {replaces or NOTHING}\n"


def enrolment_note(key: Key, *others: Key, delegation: str, replaces: str | None = None) -> str:
    """The enrolment of a witness's key, signed by the key itself and by whoever vouches for it."""
    assert key.kind is Kind.COSIGNATURE, "A witness cosigns."
    text = enrolment_text(vkey_of(key), delegation=delegation, replaces=replaces)
    return plainly_signed(text, key, *others)


def signers_of_enrolment(
    note: str | bytes, *, vkey: str, delegation: str, replaces: str | None, others: Collection[Verifier]
) -> set[Verifier]:
    """Which of the new key and the others signed this enrolment of the key, for this delegation, in this one's place.

    Raises NoteRefused if it is of something else, is malformed, or carries a wrong signature of one of them.
    """
    new = parse_vkey(vkey)
    text, _ = signature_lines(note)
    if new.kind is not Kind.COSIGNATURE or not text.startswith(f"{ENROLMENT}{vkey}\n"):
        raise NoteRefused("this is not the enrolment of this witness's key")
    if text != enrolment_text(vkey, delegation=delegation, replaces=replaces):
        place = f"in the place of {replaces}" if replaces else "as its first key"
        raise NoteRefused(f"this is not an enrolment for {delegation} {place}: whoever signed it signed something else")
    return plain_signers(note, {new, *others})
