"""Pure: the order of names in the alphabet of the reader's language, where the server's locale knows none (C.UTF-8)."""

import unicodedata

_LATIN = "abcdefghijklmnopqrstuvwxyz"
# Each alphabet as its own schools teach it. Letters that are not in it come after it, by code point.
ALPHABETS = {
    "en": _LATIN,
    "tr": "abcçdefgğhıijklmnoöprsştuüvyz",
    "ar": "ءاأإآٱبتثجحخدذرزسشصضطظعغفقكلمنهةويىئؤ",
    "ur": "آابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھءیے",
    "ps": "آابپتټثجځچڅحخدډذرړزژږسشښصضطظعغفقکګلمنڼوهءيېۍی",
    "fa-af": "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهءی",
}


def reading_key(name: str, *, language: str) -> list[int]:
    """A key by which names sort in the language's alphabet; spaces and marks do not count."""
    alphabet = ALPHABETS.get(language, _LATIN)
    return [_place(letter, alphabet) for letter in _letters(name, language=language, alphabet=alphabet)]


def _letters(name: str, *, language: str, alphabet: str) -> list[str]:
    if language == "tr":
        # Turkish lower case: I is the capital of ı, İ that of i.
        name = name.replace("I", "ı").replace("İ", "i")
    composed = unicodedata.normalize("NFC", name.lower())
    found: list[str] = []
    for letter in composed:
        found.extend([letter] if letter in alphabet else unicodedata.normalize("NFD", letter))
    return [letter for letter in found if letter.isalpha()]


def _place(letter: str, alphabet: str) -> int:
    place = alphabet.find(letter)
    return place if place >= 0 else len(alphabet) + ord(letter)
