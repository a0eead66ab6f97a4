"""A real JupyterLab, started by start.py's own code, for a learner who has just arrived."""

import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from classroom import lessons
from tools import programs

from ..servers.process import free_port
from ..unit.start.conftest import load

ROOT = Path(__file__).parents[2]
SECONDS_TO_START = 60
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/\S+\?token=\w+")


@contextmanager
def running_lab(home: Path) -> Iterator[str]:
    """Give the address that JupyterLab prints, token included; `home` stands for the checkout."""
    start = load("start.py")
    start.ROOT = home
    shutil.copytree(ROOT / "notebooks", home / "notebooks", ignore=lambda *_: ["__pycache__"])
    shutil.copy(ROOT / "README.md", home)
    (home / start.STYLES).parent.mkdir(parents=True)
    shutil.copy(ROOT / start.STYLES, home / start.STYLES)
    copy_lessons(home)
    log = home / "lab.log"
    # The app in the page is for us: by it we ask what a person would see.
    options = ["--no-browser", "--LabApp.expose_app_in_browser=True"]
    options += [f"--ServerApp.port={free_port()}", "--ServerApp.port_retries=0"]
    with log.open("wb") as output, pytest.MonkeyPatch.context() as patch:
        patch.setenv("EVENTSTORE_MY", str(home / "my"))
        patch.setattr(programs, "ROOT", home)
        patch.delenv("CI", raising=False)  # a learner's machine

        def begin(*command: object) -> "subprocess.Popen[bytes] | int":
            if "copies" in command:  # it would copy to this checkout's my/
                return 0
            return programs.begin(*command, stdout=output, stderr=subprocess.STDOUT)

        start.run = begin
        server = start.lab(options)
    try:
        yield address(server, log)
    finally:
        server.terminate()
        server.wait(30)


def copy_lessons(home: Path) -> None:
    """Do what `python -m classroom copies` does, in `home`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lessons, "project_root", lambda: home)
        lessons.make_copies()


def address(server: "subprocess.Popen[bytes]", log: Path) -> str:
    """Wait until JupyterLab has printed where it is."""
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.poll() is None:
        if found := ADDRESS.search(log.read_text(errors="replace")):
            return found[0]
        time.sleep(0.05)
    raise AssertionError(f"JupyterLab printed no address, but:\n{log.read_text(errors='replace')}")
