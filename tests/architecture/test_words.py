"""No word of the interface takes a side: the line is the line, in code, pages, data and catalogues."""

import ast
import re

import pytest

from tests.architecture.sources import ROOT, modules, templates

PARTIAL_WORDS = re.compile(r"\b(border|boundar|frontier|durand)\w*", re.IGNORECASE)
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "gettext_noop"}
NOT_SHOWN = re.compile(r"""\bclass\s*=\s*("[^"]*"|'[^']*')|\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}""", re.DOTALL)


def gettext_words(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in GETTEXT:
            yield from (part.value for part in node.args if isinstance(part, ast.Constant))


def test_no_template_takes_a_side():
    found = [(str(path), PARTIAL_WORDS.findall(NOT_SHOWN.sub("", text))) for path, text in templates()]

    assert [(path, words) for path, words in found if words] == []


def test_no_sentence_of_the_code_takes_a_side():
    found = [
        (str(path), words)
        for path, tree in modules()
        for words in gettext_words(tree)
        if isinstance(words, str) and PARTIAL_WORDS.search(words)
    ]

    assert found == []


@pytest.mark.parametrize("pattern", ["commission/data/*.csv", "locale/en/**/*.po"])
def test_no_start_data_takes_a_side(pattern):
    assert [str(path) for path in ROOT.glob(pattern) if PARTIAL_WORDS.search(path.read_text())] == []


def test_the_net_catches_what_it_is_for():
    assert PARTIAL_WORDS.search("cross-border firing")
    assert PARTIAL_WORDS.search("The Boundaries")
    assert not PARTIAL_WORDS.search(NOT_SHOWN.sub("", '<p class="border-top">The line</p>'))
