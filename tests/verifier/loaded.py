"""The verifier's functions, loaded from its file, as tests call them directly."""

import importlib.util
import sys
from pathlib import Path

VERIFIER = Path(__file__).resolve().parents[2] / "verifier" / "verify.py"

_spec = importlib.util.spec_from_file_location("verifier_under_test", VERIFIER)
verifier = importlib.util.module_from_spec(_spec)
sys.modules[_spec.name] = verifier
_spec.loader.exec_module(verifier)
