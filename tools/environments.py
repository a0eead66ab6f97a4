"""Create the workshop's environments from their locks.

start.py uses this before anything is installed, so it only needs the standard library.
"""

import hashlib
import json
import sys

from tools import installing, programs
from tools.programs import run, say

LAYOUT = 2  # increase it if older environments must be made again; version 1.0 had 1


def ensure(environment, lock):
    """Install a lock into an environment, unless that has been done.

    The environment's file installed.json has a hash of each lock that is installed. It's deleted
    before a change and written after it, so without it the environment may be half done. uv and pip
    change nothing until they have downloaded everything: if one exits with an error, the hashes of
    the other locks are still right.
    """
    home = programs.ROOT / environment
    python, stamp = home / programs.BIN, home / "installed.json"
    try:
        have = json.loads(stamp.read_text())
    except (OSError, ValueError):  # missing, or its writing was interrupted
        have = {}
    major, minor, _ = sys.version.split(".", 2)  # patch releases share what is installed
    made = f"Python {major}.{minor} in {programs.ROOT}, layout {LAYOUT}"
    if have.get("made") != made or not python.exists():
        say(f"Creating {environment} ...")
        # Only the workshop's own environment needs pip: it can serve the others.
        pip = [] if python == programs.PYTHON else ["--without-pip"]
        if run(sys.executable, "-m", "venv", "--clear", *pip, home):
            sys.exit(f"Python could not create {environment}; its message is above.")
        have = {"made": made}
    contents = (programs.ROOT / lock).read_bytes() + (programs.ROOT / "pyproject.toml").read_bytes()
    digest = hashlib.sha256(contents).hexdigest()
    if have.pop(lock, None) != digest:
        stamp.unlink(missing_ok=True)
        code, words = installing.install(python, lock, lock == "requirements/workshop.lock")
        if code > 0:  # it gave up; below 0, a signal ended it
            stamp.write_text(json.dumps(have))
        if code:
            sys.exit(words)
        stamp.write_text(json.dumps({**have, lock: digest}))
