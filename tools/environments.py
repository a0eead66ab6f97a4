"""Make the environments of the workshop from their locks, and run programs in them.

start.py does it by this, before anything is installed: it needs the standard library only.
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
AGAIN = "The same command tries again."
say = functools.partial(print, flush=True)


def variables():
    """Keep the files of JupyterLab and IPython in this folder, and others' settings out of it."""
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
    """Run to the end, for the exit code. How to answer Ctrl-C is left to the program that runs."""
    process = begin(*command)
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


def progress(log, wanted, placed):
    """Say in one line how far pip is, from its log, and what it says last."""
    words = [line.split(" ")[0] for line in log]
    wanted -= words.count("Ignoring")  # what only other kinds of machine need
    fetched = sum(words.count(word) for word in ("Collecting", "Processing", "Requirement"))
    return f"  {fetched:3} of {wanted} fetched, {placed:3} in place  {log[-1].strip():42.42}"


def install(python, lock):
    """Install with pip, saying now and then how many of the lock's packages it has come to.

    Return its exit code, and what to say where that is not 0.
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
    return pip.returncode, f"\n{said}\npip stopped; it says why above. {AGAIN}"


def ensure(environment, lock):
    """Make the environment hold what the lock says; at once, when its stamp says that it does.

    The stamp goes before a change and comes back after it: without it, what is there is half done.
    pip changes nothing before all is fetched: where it gives up, the stamp keeps all other locks.
    """
    python, stamp = ROOT / environment / BIN, ROOT / environment / "installed.json"
    try:
        have = json.loads(stamp.read_text())
    except (OSError, ValueError):  # none yet, or one that was interrupted
        have = {}
    major, minor, _ = sys.version.split(".", 2)  # a patch release changes nothing that is installed
    made = f"Python {major}.{minor} in {ROOT}"
    if have.get("made") != made or not python.exists():
        say(f"Making {environment} ...")
        if run(sys.executable, "-m", "venv", "--clear", ROOT / environment):
            sys.exit(f"Python could not make {environment}; it says why above.")
        have = {"made": made}
    contents = (ROOT / lock).read_bytes() + (ROOT / "pyproject.toml").read_bytes()
    digest = hashlib.sha256(contents).hexdigest()
    if have.pop(lock, None) != digest:
        stamp.unlink(missing_ok=True)
        say(f"Installing {lock} (what pip has had before comes from its cache):")
        code, words = install(python, lock)
        if lock == "requirements/workshop.lock" and not code:
            project = ["--quiet", "--no-deps", "--no-build-isolation", "--editable", "."]
            code = begin(python, *PIP.split(), *project).wait()
            words = f"pip could not install the project itself; it says why above. {AGAIN}"
        if code > 0:  # it gave up by itself; less than 0: a signal has ended it
            stamp.write_text(json.dumps(have))
        if code:
            sys.exit(words)
        stamp.write_text(json.dumps({**have, lock: digest}))
