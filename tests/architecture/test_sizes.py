"""Functions and modules stay small enough to read, and say what lives in them."""

import ast

from tests.architecture.sources import ROOT, functions, modules

FUNCTION_LINES_MAX = 40
MODULE_LINES_MAX = 300
DRAWERS_OF_EVERYTHING = {
    "utils",
    "util",
    "helpers",
    "helper",
    "manager",
    "managers",
    "process",
    "handle",
    "data",
    "info",
}


def test_no_function_is_longer_than_forty_lines():
    long = [
        f"{path}:{function.lineno} {function.name}"
        for path, tree in modules()
        for function in functions(tree)
        if function.end_lineno - function.lineno + 1 > FUNCTION_LINES_MAX
    ]

    assert long == []


def test_no_module_is_longer_than_three_hundred_lines():
    # The verifier is one file by intent: each delegation reads it, pins its digest, and needs nothing beside it.
    paths = [path for path, _ in modules() if path.parts[0] != "verifier"]
    long = [str(path) for path in paths if len((ROOT / path).read_text().splitlines()) > MODULE_LINES_MAX]

    assert long == []


def test_every_module_says_what_lives_in_it():
    # An empty __init__.py has nothing living in it.
    silent = [str(path) for path, tree in modules(with_tests=True) if tree.body and not ast.get_docstring(tree)]

    assert silent == []


def test_no_module_is_named_for_nothing_in_particular():
    assert [str(path) for path, _ in modules() if path.stem in DRAWERS_OF_EVERYTHING] == []


def test_every_function_is_annotated():
    bare = [
        f"{path}:{function.lineno} {function.name}"
        for path, tree in modules()
        for function in functions(tree)
        if function.returns is None
    ]

    assert bare == []
