"""What the doctor looks at. A check's docstring is what it says where all is well."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib import metadata
from typing import Any, NoReturn
from urllib.parse import urlsplit

from classroom.connect import connect
from classroom.environment import environment
from classroom.settings import Settings, project_root, read_settings
from classroom.tables import drop_table, lesson_table, refuse_a_foreign_table

CHECKS = ["python", "packages", "kernel", "settings", "my", "account", "backend", "table"]
CHECKS += ["clock", "secrets", "port"]
PYTHONS = ((3, 11), (3, 14))  # the oldest and the newest
NEEDED = ("boto3", "ipykernel", "ipytest", "moto", "pytest", "python-dotenv")  # by every lesson
KERNEL, PORT = "python3", 8888  # what the lessons ask for, and where JupyterLab tries first
MOST_SECONDS = 300  # between AWS's clock and ours: IAM User Guide, "Signature Version 4"
INSTALL = "Run `python3 start.py prepare`."
REFUSED = {
    "AccessDeniedException": "Ask the account's owner for what `python -m classroom policy` says.",
    "InternalServerError": "Try again in a minute.",
}


class TroubleError(Exception):
    """How bad it is (warn or fail), what is wrong, and what helps."""


class LeftOutError(Exception):
    """A check needs what an earlier one has not found."""


class Lab:
    """The checks. Each returns a detail; the earlier ones leave something for the later."""

    settings_read: Settings
    client: Any
    found: dict[str, Any]  # what the backend says of the table of lesson 00
    date: str

    def __getattr__(self, name: str) -> NoReturn:
        raise LeftOutError(name)

    def python(self) -> str:
        """This Python can run the lessons."""
        oldest, newest = (".".join(map(str, version)) for version in PYTHONS)
        version = ".".join(map(str, sys.version_info[:3]))
        if not PYTHONS[0] <= sys.version_info[:2] <= PYTHONS[1]:
            raise TroubleError("fail", f"This is Python {version}.", f"Take {oldest} to {newest}.")
        return version

    def packages(self) -> str:
        """What a lesson needs is installed."""
        from packaging.requirements import Requirement
        from packaging.utils import canonicalize_name

        dists = metadata.distributions()
        here: dict[str, str] = {canonicalize_name(dist.name): dist.version for dist in dists}
        lock = project_root() / "requirements.lock"
        lines = lock.read_text().splitlines() if lock.exists() else []
        pins = [Requirement(line.rstrip("\\ ")) for line in lines if line[:1].isalnum()]
        pins = [pin for pin in pins if pin.marker is None or pin.marker.evaluate()]
        wanted = dict.fromkeys([*NEEDED, *(pin.name for pin in pins)])
        if missing := [name for name in wanted if name not in here]:
            state = "fail" if set(missing) & set(NEEDED) else "warn"
            raise TroubleError(state, _listed("Missing", missing), INSTALL)
        if others := [pin.name for pin in pins if not pin.specifier.contains(here[pin.name])]:
            raise TroubleError("warn", _listed("Not as locked", others), INSTALL)
        return f"{len(pins)} as locked"

    def kernel(self) -> str:
        """It starts, in this Python."""
        from jupyter_client.manager import run_kernel

        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:  # leave no traces
            own = environment(lambda _: False, IPYTHONDIR=folder, JUPYTER_RUNTIME_DIR=folder)
            started: Any = run_kernel(kernel_name=KERNEL, stderr=subprocess.DEVNULL)
            with own, started as kernel:
                asked = {"python": "__import__('sys').executable"}
                reply = kernel.execute("", user_expressions=asked, reply=True, timeout=30)
        told = reply["content"]["user_expressions"]["python"]["data"]["text/plain"]
        if told != repr(sys.executable):
            raise TroubleError("warn", "The lessons would run in another Python.", INSTALL)
        return ""

    def settings(self) -> str:
        """They are clear."""
        self.settings_read = read_settings()
        self.client = connect()  # finds region and credentials
        return f"backend {self.settings_read.backend}, tables {self.settings_read.prefix}-..."

    def my(self) -> str:
        """Your work can be saved."""
        folder = self.settings_read.my
        try:
            folder.mkdir(parents=True, exist_ok=True)
            tempfile.TemporaryFile(dir=folder).close()
        except OSError as error:
            remedy = f"Make {folder} a folder that you may write to."
            raise TroubleError("fail", f"Nothing can be saved: {error.strerror}.", remedy) from None
        return ""

    def account(self) -> str:
        """Region and credentials are there, or not needed."""
        return self.client.meta.region_name if self._is_aws else "not needed"

    def backend(self) -> str:
        """It answers."""
        from botocore.exceptions import BotoCoreError, ClientError

        url = urlsplit(self.client.meta.endpoint_url)
        place = f"{url.hostname}:{url.port or 443}"  # whatever else is in it may be secret
        try:
            reply = self.client.describe_table(TableName=f"{self.settings_read.prefix}-00")
        except ClientError as error:
            reply = error.response
        except BotoCoreError as error:
            says = f"No DynamoDB answers at {place}: {type(error).__name__}."
            remedy = "Start it, correct its address in .env, or look at your network."
            raise TroubleError("fail", says, remedy) from None
        self.date = reply["ResponseMetadata"]["HTTPHeaders"].get("date", "")
        code = reply.get("Error", {}).get("Code", "")
        if code not in ("", "ResourceNotFoundException"):
            remedy = REFUSED.get(code, "Renew your credentials, and look at the clock below.")
            raise TroubleError("fail", f"It refuses: {code}.", remedy)
        self.found = reply.get("Table", {})
        return "in this process" if self.settings_read.backend == "embedded" else place

    def table(self) -> str:
        """A lesson gets its own."""
        found = self.found
        if not self._is_aws:
            lesson_table(self.client, "doctor")
            drop_table(self.client, lesson_table(self.client, "doctor"))
        elif found:  # to look costs nothing
            refuse_a_foreign_table(self.client, found["TableName"])
        return ""

    def clock(self) -> str:
        """It is right."""
        if not self.date:
            return "not compared"
        seconds = abs((parsedate_to_datetime(self.date) - datetime.now(UTC)).total_seconds())
        if seconds > MOST_SECONDS:
            remedy = "Let your system set the clock: AWS refuses what is signed at another time."
            state = "fail" if self._is_aws else "warn"
            raise TroubleError(state, f"It is {seconds / 60:.0f} minutes off.", remedy)
        return ""

    def secrets(self) -> str:
        """Git does not track your file of settings."""
        file = os.environ.get("EVENTSTORE_ENV_FILE") or ".env"
        command = [shutil.which("git") or "", "ls-files", "--error-unmatch", "--", file]
        look = {"cwd": project_root(), "capture_output": True, "timeout": 10}
        if command[0] and not subprocess.run(command, **look).returncode:  # type: ignore # noqa
            remedy = f"Run `git rm --cached {file}`; if it was ever pushed, change its keys."
            raise TroubleError("fail", f"Git tracks {file}.", remedy)
        return ""

    def port(self) -> str:
        """JupyterLab's is free."""
        try:
            socket.create_server(("127.0.0.1", PORT)).close()
        except OSError:
            remedy = "JupyterLab takes the next one; if it runs already, use its address."
            raise TroubleError("warn", f"{PORT} is taken.", remedy) from None
        return str(PORT)

    @property
    def _is_aws(self) -> bool:
        return self.settings_read.backend == "aws"


def _listed(what: str, names: list[str]) -> str:
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return f"{what}: {', '.join(names[:5])}{more}."
