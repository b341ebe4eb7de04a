"""Spoken codes: their shape, and that a taken one is never given again."""

import re

from incidents.codes import ALPHABET, new_code


def test_code_is_spoken_six_characters_of_the_alphabet():
    codes = {new_code("I", is_taken=lambda code: False) for _ in range(200)}

    assert len(codes) == 200
    assert all(re.fullmatch(f"I-[{ALPHABET}]{{6}}", code) for code in codes)


def test_alphabet_has_no_two_characters_that_look_alike():
    for alike in ("0OQ", "1IL", "2Z", "5S", "8B", "UV"):
        assert sum(letter in ALPHABET for letter in alike) <= 1


def test_taken_code_is_not_given():
    offered = []

    def is_taken(code):
        offered.append(code)
        return len(offered) < 3

    assert new_code("E", is_taken=is_taken) == offered[2]
