"""A real Chromium against a real server on a copy of the test database: what the tests of this folder share."""

import os
import shutil

import pytest
from django.db import connections

CHROMIUM = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)
WIDTH, HEIGHT = 1280, 900


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items):
    """Every test here drives a browser; without one it is skipped, and says why."""
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine (apt-get install chromium)"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Debian's Chromium, not one that playwright would fetch; root has no sandbox to run it in."""
    without_sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": without_sandbox}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """A screen as it stands on a desk; `page.set_viewport_size` makes it a telephone."""
    return {**browser_context_args, "viewport": {"width": WIDTH, "height": HEIGHT}, "locale": "en"}


@pytest.fixture(scope="session")
def _no_connection_open():
    connections.close_all()


@pytest.fixture(scope="session")
def playwright(_no_connection_open, playwright):
    """Playwright, which keeps an event loop in this thread from its start to its end.

    Beside a running loop, Django sees other connections than before it, and takes every query for a mistake: so those
    of before are closed first, those of meanwhile are closed last, and queries are allowed.
    """
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield playwright
    connections.close_all()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
