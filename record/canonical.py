"""Canonical JSON (RFC 8785) as the record hashes it: one value, one sequence of bytes. Pure; no Django.

Narrower than the RFC on purpose (RECORD.md section 1): what two implementations might spell differently is
refused, not normalised, so that stored bytes and hashed bytes can never part.
"""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NoReturn, TypeAlias

import rfc8785

INTEGER_MAX = 2**53 - 1
TIME_FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"

Value: TypeAlias = None | bool | int | str | list["Value"] | dict[str, "Value"]


class NotCanonical(ValueError):
    """The value or the bytes have no place in the record; the message says why."""


def canonical_bytes(value: object) -> bytes:
    """The RFC 8785 bytes of a value made of null, booleans, integers, text, sequences and mappings.

    Raises NotCanonical on floats, integers beyond 2^53-1 either way, lone surrogates, text or keys that are
    not in Unicode normal form C, keys that are not text, and every other type.
    """
    return rfc8785.dumps(_plain(value))


def parse_canonical(encoded: bytes) -> Value:
    """The value of bytes that `canonical_bytes` would give back unchanged; anything else raises NotCanonical."""
    try:
        value = json.loads(
            encoded.decode("utf-8"),
            object_pairs_hook=_mapping_without_duplicates,
            parse_float=_refuse_number,
            parse_constant=_refuse_number,
        )
        reencoded = canonical_bytes(value)
    except NotCanonical:
        raise
    except (ValueError, RecursionError) as problem:
        raise NotCanonical(f"not JSON: {problem}") from problem
    if reencoded != encoded:
        raise NotCanonical("the bytes are not the canonical form of their own value")
    return value


def fixed_width(at: datetime) -> str:
    """A time as the record writes it: in UTC with six digits of a second, so that equal times are equal bytes."""
    assert at.tzinfo is not None, "A recorded time has its zone."
    return at.astimezone(UTC).strftime(TIME_FORMAT)


def normalised(text: str) -> str:
    """The text in Unicode normal form C, as the record demands it: for use where text comes in, before it is stored."""
    return unicodedata.normalize("NFC", text)


def _plain(value: object) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return _checked_integer(value)
    if isinstance(value, str):
        return _checked_text(value)
    if isinstance(value, Mapping):
        return {_checked_key(key): _plain(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray, memoryview)):
        return [_plain(item) for item in value]
    raise NotCanonical(f"a {type(value).__name__} has no canonical form here")


def _checked_integer(number: int) -> int:
    if abs(number) > INTEGER_MAX:
        raise NotCanonical("an integer beyond 2^53-1 is read differently by different programs")
    return int(number)


def _checked_key(key: object) -> str:
    if not isinstance(key, str):
        raise NotCanonical("every key of a mapping must be text")
    return _checked_text(key)


def _checked_text(text: str) -> str:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise NotCanonical("a lone surrogate is not text") from None
    if not unicodedata.is_normalized("NFC", text):
        raise NotCanonical("text must be in Unicode normal form C")
    return str.__str__(text)


def _mapping_without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = dict(pairs)
    if len(mapping) != len(pairs):
        raise NotCanonical("a key appears twice")
    return mapping


def _refuse_number(written: str) -> NoReturn:
    raise NotCanonical(f"only integers are recorded, not {written[:40]}")
