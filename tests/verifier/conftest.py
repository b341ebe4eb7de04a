"""What the verifier's tests share: a log of twenty entries, and the desk of a delegation that follows it."""

import pytest

from tests.verifier.logs import Desk, Log, policy_text, write


@pytest.fixture
def log():
    return Log().fill(20)


@pytest.fixture
def policy(tmp_path):
    return write(tmp_path / "policy", policy_text())


@pytest.fixture
def desk(tmp_path):
    """PK's, on which nothing was pulled yet."""
    return Desk(tmp_path)
