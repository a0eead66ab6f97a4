"""What the doctor looks at. A probe's docstring is what the doctor says if all is well."""

import errno
import os
import shutil
import socket
import subprocess
import sys
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib import metadata
from pathlib import Path
from tempfile import TemporaryFile
from textwrap import shorten
from typing import Any
from urllib.parse import urlsplit

from classroom.backend.connect import connect
from classroom.backend.kernels import Trial, folder_of_copies, hiding_files, try_a_lesson
from classroom.backend.pythons import how_to_install, how_to_run, supported
from classroom.backend.settings import project_root, read_settings
from classroom.backend.tables import drop_table, lesson_table, refuse_a_foreign_table

NAMES = ["python", "packages", "kernel", "secrets", "port"]
NAMES += ["settings", "my", "backend", "clock", "table"]
NEEDED = ("boto3", "ipykernel", "ipytest", "moto", "pytest", "python-dotenv")  # by every lesson
PORT = 8888  # where JupyterLab tries first
ROOM = 256 * 1024  # a lesson with all its outputs
MOST_SECONDS = 300  # between AWS's clock and ours: IAM User Guide, "Signature Version 4"


class TroubleError(Exception):
    """How bad it is (warn or fail), what is wrong, and what to do."""


class Probes:
    """Each returns a detail; `settings` and `backend` store what the later ones need."""

    def python(self) -> str:
        """This Python can run the lessons."""
        remedy = how_to_run("doctor")
        if remedy and any(not _version(name) for name in NEEDED):
            says = f"This isn't the workshop's Python: it's {sys.executable}."
            raise TroubleError("fail", says, f"Type: {remedy}")
        version, known = ".".join(map(str, sys.version_info[:3])), supported()
        if known and "{}.{}".format(*sys.version_info) not in known:
            remedy = f"Install one of these: {', '.join(known)}."
            raise TroubleError("fail", f"Python {version} is not supported.", remedy)
        return version

    def packages(self) -> str:
        """What a lesson needs is installed."""
        from packaging.requirements import Requirement

        lock = project_root() / "requirements/workshop.lock"  # not in a browser tab
        lines = lock.read_text().splitlines() if lock.exists() else []
        pins = [Requirement(line.rstrip("\\ ")) for line in lines if line[:1].isalnum()]
        pins = [pin for pin in pins if pin.marker is None or pin.marker.evaluate()]
        here = {name: _version(name) for name in [*NEEDED, *(pin.name for pin in pins)]}
        if missing := [name for name, version in here.items() if not version]:
            state = "fail" if set(missing) & set(NEEDED) else "warn"
            raise TroubleError(
                state, f"Missing: {shorten(', '.join(missing), 60)}.", how_to_install()
            )
        if others := [pin.name for pin in pins if not pin.specifier.contains(here[pin.name])]:
            says = f"Not the locked version: {shorten(', '.join(others), 60)}."
            raise TroubleError("warn", says, how_to_install())
        return f"{len(pins)} packages at their locked versions"

    def kernel(self) -> str:
        """A kernel starts in this Python and runs a lesson's first cell."""
        if sys.platform == "emscripten":
            return "it's this tab's"
        trial, hiding = try_a_lesson(), hiding_files()
        if not _is_here(trial):
            state = "fail" if trial.error else "warn"
            says = f"The lessons run in another Python: {trial.python}."
            raise TroubleError(state, says, f"Delete the folder {trial.spec}, which names it.")
        if trial.optimized:
            says = "The kernel leaves out every assert: PYTHONOPTIMIZE is set."
            remedy = "Remove the variable PYTHONOPTIMIZE, and start JupyterLab again."
            raise TroubleError("fail", says, remedy)
        for name, path in hiding.items():
            used = any(Path(file).is_relative_to(path) for file in trial.loaded)
            if used or trial.error:
                says = f"{shown(path)} hides the module {name} that the lessons import."
                raise TroubleError("fail", says, f"Give {shown(path)} another name.")
        if trial.missing in ("classroom", "eventstore"):
            says = f"The lessons can't import {trial.missing}."
            raise TroubleError("fail", says, how_to_install())
        if trial.error:
            says = f"A lesson's first cell raises {trial.error}."
            raise TroubleError("fail", says, how_to_install())
        for name, path in hiding.items():
            says = f"{shown(path)} hides the module {name}."
            raise TroubleError("warn", says, f"Give {shown(path)} another name.")
        return ""

    def secrets(self) -> str:
        """Git doesn't track your settings file."""
        file = os.environ.get("EVENTSTORE_ENV_FILE") or ".env"
        command = [shutil.which("git") or "", "ls-files", "--error-unmatch", "--", file]
        look: Any = {"cwd": project_root(), "capture_output": True, "timeout": 10}
        if command[0] and not subprocess.run(command, **look).returncode:  # noqa: S603
            remedy = f"Run `git rm --cached {file}`; if it was ever pushed, change its keys."
            raise TroubleError("fail", f"Git tracks {file}.", remedy)
        return ""

    def port(self) -> str:
        """JupyterLab has a port."""
        if "JUPYTER_SERVER_URL" in os.environ:  # set in JupyterLab's terminals: it has its port
            return "this terminal is JupyterLab's"
        try:
            socket.create_server(("127.0.0.1", PORT)).close()
        except OSError:
            remedy = "JupyterLab takes the next one. If it's running already, use its address."
            raise TroubleError("warn", f"Port {PORT} is in use.", remedy) from None
        return str(PORT)

    def settings(self) -> str:
        """All settings are valid."""
        self.known = read_settings()
        self.client = (
            connect()
        )  # finds region and credentials, or raises an error that says which is missing
        self.is_aws = self.known.backend == "aws"
        region = f" in {self.client.meta.region_name}, with credentials" if self.is_aws else ""
        return f"{self.known.backend}{region}, tables {self.known.prefix}-*"

    def my(self) -> str:
        """Your work can be saved."""
        copies = folder_of_copies()
        for folder in dict.fromkeys([self.known.my, *([copies] if copies.exists() else [])]):
            try:
                folder.mkdir(parents=True, exist_ok=True)
                with TemporaryFile(dir=folder) as file:
                    file.write(bytes(ROOM))
                    file.flush()
                    os.fsync(file.fileno())  # a disk may only notice now that it's full
            except OSError as error:
                says = f"Your work can't be saved: {error.strerror}."
                remedy = f"Make {folder} a folder that you can write to."
                if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", None)):
                    remedy = f"Make room on the disk of {folder}."
                elif error.errno == errno.EFBIG:
                    remedy = "Your system limits the size of a file: raise that limit."
                elif folder.is_file():
                    says = "Your work can't be saved: a file is in the way."
                raise TroubleError("fail", says, remedy) from None
        for copy in sorted(copies.iterdir()) if copies.is_dir() else ():
            if copy.suffix == ".ipynb" and not os.access(copy, os.W_OK):
                says = f"Your work can't be saved: {shown(copy)} is read-only."
                raise TroubleError("fail", says, f"Allow yourself to write {shown(copy)}.")
        return ""

    def backend(self) -> str:
        """DynamoDB, or its imitation, answers."""
        from botocore.exceptions import BotoCoreError, ClientError

        url = urlsplit(self.client.meta.endpoint_url)  # its other parts may be secret
        self.reply: Any = None
        try:
            self.reply = self.client.describe_table(TableName=f"{self.known.prefix}-00")
        except ClientError as error:
            self.reply = error.response
        except BotoCoreError as error:
            address = f"{url.hostname}:{url.port or 443}"
            says = f"DynamoDB doesn't answer at {address}: {type(error).__name__}."
            remedy = "Start it, correct its address in .env, check your network, or sign in again."
            raise TroubleError("fail", says, remedy) from None
        return "in this process" if self.known.backend == "embedded" else str(url.hostname)

    def clock(self) -> str:
        """The clock is right."""
        date = self.reply["ResponseMetadata"]["HTTPHeaders"].get("date")
        now = datetime.now(UTC)
        seconds = abs((parsedate_to_datetime(date) - now).total_seconds()) if date else 0
        if seconds > MOST_SECONDS:
            remedy = "Let your system set the clock: AWS rejects requests signed at another time."
            state = "fail" if self.is_aws else "warn"
            raise TroubleError(state, f"The clock is {seconds / 60:.0f} minutes off.", remedy)
        return ""

    def table(self) -> str:
        """A lesson can have its own table."""
        code = self.reply.get("Error", {}).get("Code", "ResourceNotFoundException")
        if code != "ResourceNotFoundException":
            remedy = "Try again, renew your credentials, or ask for `python -m classroom policy`."
            raise TroubleError("fail", f"The backend refuses: {code}.", remedy)
        if not self.is_aws:
            lesson_table(self.client, "doctor")
            drop_table(self.client, lesson_table(self.client, "doctor"))
        elif "Table" in self.reply:  # looking at it is free
            refuse_a_foreign_table(self.client, self.reply["Table"]["TableName"])
        return ""


def _is_here(trial: Trial) -> bool:
    """Return whether the kernel's Python is this one, or would have been."""
    if trial.prefix:
        return Path(trial.prefix).samefile(sys.prefix)
    return not Path(trial.python).is_absolute() or trial.python == sys.executable


def shown(path: Path) -> str:
    """Return the path as somebody at the project's root would type it."""
    root = project_root()
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""
