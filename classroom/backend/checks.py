"""What the doctor looks at. A check's docstring is what it says where all is well."""

import os
import shutil
import socket
import subprocess
import sys
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib import metadata
from tempfile import TemporaryDirectory, TemporaryFile
from textwrap import shorten
from typing import Any
from urllib.parse import urlsplit

from classroom.backend.connect import connect
from classroom.backend.settings import project_root, read_settings
from classroom.backend.tables import drop_table, lesson_table, refuse_a_foreign_table
from classroom.backend.variables import environment

NAMES = ["python", "packages", "kernel", "secrets", "port"]
NAMES += ["settings", "my", "backend", "clock", "table"]
PYTHONS = ((3, 11), (3, 15))  # from, and up to but without
NEEDED = ("boto3", "ipykernel", "ipytest", "moto", "pytest", "python-dotenv")  # by every lesson
KERNEL, PORT = "python3", 8888  # what the lessons ask for, and where JupyterLab tries first
MOST_SECONDS = 300  # between AWS's clock and ours: IAM User Guide, "Signature Version 4"
INSTALL = "Run `python3 start.py prepare`."


class TroubleError(Exception):
    """How bad it is (warn or fail), what is wrong, and what helps."""


class Checks:
    """Each returns a detail; `settings` and `backend` find what those after need."""

    def python(self) -> str:
        """This Python can run the lessons."""
        version = ".".join(map(str, sys.version_info[:3]))
        if not PYTHONS[0] <= sys.version_info < PYTHONS[1]:
            raise TroubleError("fail", f"This is {version}.", "Take a Python that README.md names.")
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
            raise TroubleError(state, f"Missing: {shorten(', '.join(missing), 60)}.", INSTALL)
        if others := [pin.name for pin in pins if not pin.specifier.contains(here[pin.name])]:
            raise TroubleError("warn", f"Not as locked: {shorten(', '.join(others), 60)}.", INSTALL)
        return f"{len(pins)} as locked"

    def kernel(self) -> str:
        """It starts, in this Python."""
        from jupyter_client.manager import run_kernel

        started: Any = run_kernel(kernel_name=KERNEL, stderr=subprocess.DEVNULL)
        asked = {"same": f"__import__('sys').executable == {sys.executable!r}"}
        with TemporaryDirectory(ignore_cleanup_errors=True) as folder:  # or it leaves files behind
            own = environment(lambda _: False, IPYTHONDIR=folder, JUPYTER_RUNTIME_DIR=folder)
            with own, started as kernel:
                reply = kernel.execute("", user_expressions=asked, reply=True, timeout=30)
        told = reply["content"]["user_expressions"]["same"].get("data", {})
        if told.get("text/plain") != "True":
            raise TroubleError("warn", "The lessons would run in another Python.", INSTALL)
        return ""

    def secrets(self) -> str:
        """Git does not track your file of settings."""
        file = os.environ.get("EVENTSTORE_ENV_FILE") or ".env"
        command = [shutil.which("git") or "", "ls-files", "--error-unmatch", "--", file]
        look: Any = {"cwd": project_root(), "capture_output": True, "timeout": 10}
        if command[0] and not subprocess.run(command, **look).returncode:  # noqa: S603
            remedy = f"Run `git rm --cached {file}`; if it was ever pushed, change its keys."
            raise TroubleError("fail", f"Git tracks {file}.", remedy)
        return ""

    def port(self) -> str:
        """There is one for JupyterLab."""
        if "JUPYTER_SERVER_URL" in os.environ:  # its own terminals have this, and it has its port
            return "this terminal is JupyterLab's"
        try:
            socket.create_server(("127.0.0.1", PORT)).close()
        except OSError:
            remedy = "JupyterLab takes the next one; if it runs already, use its address."
            raise TroubleError("warn", f"{PORT} is taken.", remedy) from None
        return str(PORT)

    def settings(self) -> str:
        """They are clear."""
        self.known = read_settings()
        self.client = connect()  # finds region and credentials, or says which is missing
        self.is_aws = self.known.backend == "aws"
        region = f" in {self.client.meta.region_name}, with credentials" if self.is_aws else ""
        return f"{self.known.backend}{region}, tables {self.known.prefix}-*"

    def my(self) -> str:
        """Your work can be saved."""
        folder = self.known.my
        try:
            folder.mkdir(parents=True, exist_ok=True)
            TemporaryFile(dir=folder).close()
        except OSError as error:
            remedy = f"Make {folder} a folder that you may write to."
            raise TroubleError("fail", f"Nothing can be saved: {error.strerror}.", remedy) from None
        return ""

    def backend(self) -> str:
        """It answers."""
        from botocore.exceptions import BotoCoreError, ClientError

        url = urlsplit(self.client.meta.endpoint_url)  # whatever else is in it may be secret
        self.reply: Any = None
        try:
            self.reply = self.client.describe_table(TableName=f"{self.known.prefix}-00")
        except ClientError as error:
            self.reply = error.response
        except BotoCoreError as error:
            says = f"No DynamoDB at {url.hostname}:{url.port or 443}: {type(error).__name__}."
            remedy = (
                "Start it, correct its address in .env, look at your network, or sign in again."
            )
            raise TroubleError("fail", says, remedy) from None
        return "in this process" if self.known.backend == "embedded" else str(url.hostname)

    def clock(self) -> str:
        """It is right."""
        date = self.reply["ResponseMetadata"]["HTTPHeaders"].get("date")
        now = datetime.now(UTC)
        seconds = abs((parsedate_to_datetime(date) - now).total_seconds()) if date else 0
        if seconds > MOST_SECONDS:
            remedy = "Let your system set the clock: AWS refuses what is signed at another time."
            state = "fail" if self.is_aws else "warn"
            raise TroubleError(state, f"It is {seconds / 60:.0f} minutes off.", remedy)
        return ""

    def table(self) -> str:
        """A lesson gets its own."""
        code = self.reply.get("Error", {}).get("Code", "ResourceNotFoundException")
        if code != "ResourceNotFoundException":
            remedy = "Try again, renew your credentials, or ask for `python -m classroom policy`."
            raise TroubleError("fail", f"The backend refuses: {code}.", remedy)
        if not self.is_aws:
            lesson_table(self.client, "doctor")
            drop_table(self.client, lesson_table(self.client, "doctor"))
        elif "Table" in self.reply:  # to look costs nothing
            refuse_a_foreign_table(self.client, self.reply["Table"]["TableName"])
        return ""


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""
