"""In every app one function assigns a state; nothing else does, by attribute, by query or by hand-written SQL."""

import ast
import re
from collections import defaultdict

from tests.architecture.sources import ROOT, functions, modules


def assigns_state(node):
    if isinstance(node, (ast.Assign, ast.AugAssign, ast.AnnAssign)):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return any(isinstance(target, ast.Attribute) and target.attr == "state" for target in targets)
    if not isinstance(node, ast.Call):
        return False
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    names_state = any(keyword.arg == "state" for keyword in node.keywords)
    sets_by_name = called == "setattr" and any(
        isinstance(argument, ast.Constant) and argument.value == "state" for argument in node.args
    )
    return sets_by_name or (called in {"update", "update_or_create", "bulk_update"} and names_state)


def test_one_function_per_app_assigns_a_state():
    found = defaultdict(set)
    for path, tree in modules():
        for function in functions(tree):
            if any(map(assigns_state, ast.walk(function))):
                found[path.parts[0]].add(f"{path.as_posix()} {function.name}")

    assert set(found) == {"incidents", "verification", "penalties"}
    assert {app: len(names) for app, names in found.items()} == dict.fromkeys(found, 1), found
    assert all(name.startswith(f"{app}/actions/moves.py move") for app, names in found.items() for name in names)


def test_no_hand_written_sql_sets_a_state():
    pattern = re.compile(r"UPDATE\s+\w+\s+SET\s[^;]*\bstate\b", re.IGNORECASE)

    assert [str(path) for path, _ in modules() if pattern.search((ROOT / path).read_text())] == []
