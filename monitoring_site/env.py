"""Reads the environment and refuses what it does not understand, with a sentence on how to mend it."""

import os
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
ENV = environ.Env()
TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"0", "false", "no", "off", ""}


def boolean(name: str, *, default: bool) -> bool:
    """The truth of a variable; a word that is neither yes nor no stops the process."""
    word = os.environ.get(name)
    if word is None:
        return default
    if word.lower() in TRUE_WORDS:
        return True
    if word.lower() in FALSE_WORDS:
        return False
    raise ImproperlyConfigured(f"{name} is {word!r}: write 1 or 0, yes or no, true or false.")


def words(name: str, *, default: list[str]) -> list[str]:
    """A comma-separated variable as a list."""
    text = os.environ.get(name)
    return default if text is None else [word.strip() for word in text.split(",") if word.strip()]


def whole_number(name: str, *, default: int) -> int:
    """A whole number that is not negative; anything else stops the process."""
    text = os.environ.get(name)
    if text is None:
        return default
    if not text.isdecimal():
        raise ImproperlyConfigured(f"{name} is {text!r}: write a whole number, such as {default}.")
    return int(text)


def address(name: str, *, default: str) -> str:
    """The beginning of the site's addresses, without a slash at its end; what is no web address stops the process."""
    text = os.environ.get(name, default).rstrip("/")
    if not text.startswith(("http://", "https://")) or any(letter.isspace() for letter in text):
        raise ImproperlyConfigured(f"{name} is {text!r}: write the site's address, such as {default}.")
    return text


def secret_key() -> str:
    """DJANGO_SECRET_KEY, or a key made once and kept in var/secret_key for a local installation."""
    if key := os.environ.get("DJANGO_SECRET_KEY"):
        return key
    if not boolean("DEBUG", default=True):
        raise ImproperlyConfigured(
            "DEBUG is off and DJANGO_SECRET_KEY is not set: set it to a long random text and keep it from everyone."
        )
    return _kept_key(BASE_DIR / "var" / "secret_key")


def _kept_key(path: Path) -> str:
    from django.core.management.utils import get_random_secret_key

    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(descriptor, "w") as file:
        file.write(key := get_random_secret_key())
    return key
