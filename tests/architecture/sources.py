"""The project's own files, as the architecture tests read them."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ["monitoring_site", "record", "commission", "incidents", "verification", "penalties", "notices", "reports"]


def modules(*, with_tests=False):
    """Path and syntax tree of every module, migrations apart: those are Django's and never edited."""
    folders = [*ROOMS, "verifier", *(["tests"] if with_tests else [])]
    paths = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [(path.relative_to(ROOT), ast.parse(path.read_text())) for path in paths if "migrations" not in path.parts]


def templates():
    """Path and text of every template."""
    return [(path.relative_to(ROOT), path.read_text()) for path in sorted((ROOT / "templates").rglob("*.*"))]


def style_sheets():
    """Path and text of every style sheet of ours."""
    return [(path.relative_to(ROOT), path.read_text()) for path in sorted((ROOT / "static" / "css").glob("*.css"))]


def functions(tree):
    """Every function of a module, methods and inner ones too."""
    return [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
