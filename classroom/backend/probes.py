"""What the doctor looks at. A probe's docstring is what the doctor says if all is well."""

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
from classroom.backend.pythons import supported
from classroom.backend.settings import project_root, read_settings
from classroom.backend.tables import drop_table, lesson_table, refuse_a_foreign_table
from classroom.backend.variables import changed_variables

NAMES = ["python", "packages", "kernel", "secrets", "port"]
NAMES += ["settings", "my", "backend", "clock", "table"]
NEEDED = ("boto3", "ipykernel", "ipytest", "moto", "pytest", "python-dotenv")  # by every lesson
KERNEL, PORT = "python3", 8888  # what the lessons ask for, and where JupyterLab tries first
MOST_SECONDS = 300  # between AWS's clock and ours: IAM User Guide, "Signature Version 4"
INSTALL = "Run `python3 start.py prepare`."


class TroubleError(Exception):
    """How bad it is (warn or fail), what is wrong, and what to do."""


class Probes:
    """Each returns a detail; `settings` and `backend` store what the later ones need."""

    def python(self) -> str:
        """This Python can run the lessons."""
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
            own = changed_variables(IPYTHONDIR=folder, JUPYTER_RUNTIME_DIR=folder)
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
        if "JUPYTER_SERVER_URL" in os.environ:  # set in JupyterLab's terminals: it has its port
            return "this terminal is JupyterLab's"
        try:
            socket.create_server(("127.0.0.1", PORT)).close()
        except OSError:
            remedy = "JupyterLab takes the next one; if it is running already, use its address."
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
            says = f"Your work can't be saved: {error.strerror}."
            remedy = f"Make {folder} a folder that you can write to."
            raise TroubleError("fail", says, remedy) from None
        return ""

    def backend(self) -> str:
        """It answers."""
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
        """It is right."""
        date = self.reply["ResponseMetadata"]["HTTPHeaders"].get("date")
        now = datetime.now(UTC)
        seconds = abs((parsedate_to_datetime(date) - now).total_seconds()) if date else 0
        if seconds > MOST_SECONDS:
            remedy = "Let your system set the clock: AWS rejects requests signed at another time."
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
        elif "Table" in self.reply:  # looking at it is free
            refuse_a_foreign_table(self.client, self.reply["Table"]["TableName"])
        return ""


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""
