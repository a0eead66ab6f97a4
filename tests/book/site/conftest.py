"""The site, made once from nothing, and a browser that opens it as a file."""

import subprocess
import sys

import pytest
from playwright.sync_api import sync_playwright

from book.__main__ import HERE

from ...browser.chromium import QUIET, ensure

MAKE = """
import sys
from pathlib import Path
from book.__main__ import make
sys.exit(make(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])))
"""


def make(folder, tab="", source=HERE / "source"):
    """Make the book in a process of its own: Sphinx keeps much that a second book would meet."""
    command = [sys.executable, "-c", MAKE, folder, tab, source]
    return subprocess.run(command, cwd=HERE.parent).returncode


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("book")
    assert make(folder) == 0
    return folder / "html"


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=ensure(), args=["--no-sandbox", *QUIET]
        )
        yield browser
        browser.close()
