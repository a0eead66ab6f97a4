"""Create the workshop's environments from their locks, and run programs in them.

start.py uses this before anything is installed, so it only needs the standard library.
"""

import functools
import hashlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path("Scripts", "python.exe") if os.name == "nt" else Path("bin", "python")
SITE = "Lib/site-packages" if os.name == "nt" else "lib/python*/site-packages"
PYTHON = ROOT / ".venv" / BIN
PIP = "-u -m pip install --disable-pip-version-check --no-input --progress-bar=off"
AGAIN = "Run the same command to try again."
say = functools.partial(print, flush=True)


def variables():
    """Return variables that keep JupyterLab's and IPython's files here, and other settings out."""
    others = ("JUPYTER", "PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_PREFIX")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(others)}
    path = os.pathsep.join([str(PYTHON.parent), kept.get("PATH", os.defpath)])
    home = ROOT / "my" / ".jupyter"
    folders = {
        f"JUPYTER_{name.upper()}_DIR": str(home / name) for name in ("config", "data", "runtime")
    }
    ours = {"PATH": path, "VIRTUAL_ENV": str(ROOT / ".venv"), "PIP_USER": "0"}
    return {**kept, **ours, **folders, "IPYTHONDIR": str(home / "ipython")}


def begin(*command, **options):
    """Start a program in this folder."""
    parts = [str(part) for part in command]
    return subprocess.Popen(parts, cwd=ROOT, env=variables(), **options)  # noqa: S603


def run(*command):
    """Run a program and return its exit code. Ctrl-C is left to the program."""
    process = begin(*command)
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


def progress(log, wanted, placed):
    """Return a line that says how far pip is, from its log, and its latest message."""
    words = [line.split(" ")[0] for line in log]
    wanted -= words.count("Ignoring")  # only other machines need these
    fetched = sum(words.count(word) for word in ("Collecting", "Processing", "Requirement"))
    return f"  {fetched:3} of {wanted} fetched, {placed:3} in place  {log[-1].strip():42.42}"


def install(python, lock):
    """Install with pip, and keep saying how many of the lock's packages it has reached.

    Return its exit code, and what to say unless that is 0.
    """
    wanted = sum(line[:1].isalnum() for line in (ROOT / lock).read_text().splitlines())
    home, (seconds, end) = python.parents[1], (0.3, "\r") if sys.stdout.isatty() else (10, "\n")
    log = home / "pip.log"
    with log.open("w") as output:
        command = [python, *PIP.split(), "--require-hashes", "-r", lock]
        pip = begin(*command, stdout=output, stderr=output)
    while pip.returncode is None:
        try:
            pip.wait(seconds)
        except subprocess.TimeoutExpired:
            placed = len(list(home.glob(f"{SITE}/*.dist-info")))
            said = log.read_text(errors="replace").splitlines()
            say(progress(said or [""], wanted, placed), end=end)
    if not pip.returncode:
        say(f"{'  Done.':79}")
    said = "\n".join(log.read_text(errors="replace").splitlines()[-12:])
    return pip.returncode, f"\n{said}\npip failed; its last words are above. {AGAIN}"


def ensure(environment, lock):
    """Install what the lock says into the environment; do nothing if its stamp says it's there.

    The stamp is removed before a change and written after it, so an environment without a stamp is
    half done. pip changes nothing until it has fetched everything, so if it gives up, the stamp
    keeps the other locks.
    """
    python, stamp = ROOT / environment / BIN, ROOT / environment / "installed.json"
    try:
        have = json.loads(stamp.read_text())
    except (OSError, ValueError):  # missing, or its writing was interrupted
        have = {}
    major, minor, _ = sys.version.split(".", 2)  # patch releases share what is installed
    made = f"Python {major}.{minor} in {ROOT}"
    if have.get("made") != made or not python.exists():
        say(f"Creating {environment} ...")
        if run(sys.executable, "-m", "venv", "--clear", ROOT / environment):
            sys.exit(f"Python could not create {environment}; its message is above.")
        have = {"made": made}
    contents = (ROOT / lock).read_bytes() + (ROOT / "pyproject.toml").read_bytes()
    digest = hashlib.sha256(contents).hexdigest()
    if have.pop(lock, None) != digest:
        stamp.unlink(missing_ok=True)
        say(f"Installing {lock} (pip takes what it knows from its cache):")
        code, words = install(python, lock)
        if lock == "requirements/workshop.lock" and not code:
            project = ["--quiet", "--no-deps", "--no-build-isolation", "--editable", "."]
            code = begin(python, *PIP.split(), *project).wait()
            words = f"pip could not install the project itself; its message is above. {AGAIN}"
        if code > 0:  # pip gave up; below 0, a signal ended it
            stamp.write_text(json.dumps(have))
        if code:
            sys.exit(words)
        stamp.write_text(json.dumps({**have, lock: digest}))
