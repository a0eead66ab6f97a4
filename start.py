#!/usr/bin/env python3
"""Set up the workshop and open it, or prove that everything works.

    python3 start.py                    install what is missing, open JupyterLab
    python3 start.py -- --no-browser    what follows -- goes to JupyterLab
    python3 start.py test [-k name]     run every test and every lesson; options go to pytest
    python3 start.py lint               check style and types
    python3 start.py prepare            install, open nothing (the evening before a class)
    python3 start.py wheelhouse         gather every package in wheelhouse/, for bad wifi
        --everyone                      ... for Linux, macOS, Windows and Python 3.11 to 3.14
        --offline                       with any of the others: install from wheelhouse/ only

Everything is installed inside this folder: to remove it, delete the folder. Your own copies of
the lessons are in my/ and never overwritten; to begin one again, delete its copy and start.
"""

import functools
import hashlib
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
PYTHONS = ["3.14", "3.13", "3.12", "3.11"]
COMMANDS = ["lab", "test", "lint", "prepare", "wheelhouse"]
BIN = Path("Scripts", "python.exe") if os.name == "nt" else Path("bin", "python")
SITE = "Lib/site-packages" if os.name == "nt" else "lib/python*/site-packages"
PYTHON = ROOT / ".venv" / BIN
PIP = "-u -m pip install --disable-pip-version-check --no-input --progress-bar=off"
PYTEST = "-m pytest -n 2 --dist loadscope --no-loadscope-reorder"
PYTEST += " --nbval --nbval-current-env --nbval-cell-timeout=60"
JUPYTERLAB = (  # no news, no update check, no list of extensions: nothing is asked of the internet
    "-m jupyterlab --ServerApp.ip=127.0.0.1 --ServerApp.answer_yes=True"
    " --LabApp.default_url=/lab/tree/my/00_start_here.ipynb --Application.log_level=ERROR"
    " --LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate --LabApp.news_url=None"
    " --LabApp.extension_manager=readonly --LanguageServerManager.autodetect=False"
    " --KernelManager.transport_encryption=auto"
)
say = functools.partial(print, flush=True)


def python_problem(version, missing):
    """Say what is wrong with a Python of this version that misses these modules; "" if nothing."""
    minor = f"{version[0]}.{version[1]}"
    found = f"Python {minor}.{version[2]} ({sys.executable})"
    if minor not in PYTHONS:
        others = [f"python{name}" for name in PYTHONS if shutil.which(f"python{name}")]
        here = f"There may be one here; try:  {others[0]} start.py\n" if others else ""
        return f"""The workshop needs Python 3.11, 3.12, 3.13 or 3.14; this is {found}.
{here}To get one: python.org/downloads, or
  macOS: brew install python@3.13    Windows: winget install Python.Python.3.13
  Debian 12, Ubuntu 24.04 or newer: sudo apt install python3 python3-venv"""
    if missing:
        return f"""{found} will do, but it lacks {" and ".join(missing)}.
Debian and Ubuntu have that in a package: sudo apt install python{minor}-venv
Elsewhere, take the Python of python.org/downloads, which is complete."""
    return ""


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
    """Install with pip, saying now and then how many of the lock's packages it has come to."""
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
    if pip.returncode:
        said = "\n".join(log.read_text(errors="replace").splitlines()[-12:])
        sys.exit(f"\n{said}\npip stopped; it says why above. The same command begins again.")
    say(f"{'  Done.':79}")


def ensure(environment, lock):
    """Make the environment hold what the lock says; at once, when its stamp says that it does.

    The stamp comes last, and goes before a change: without it, what is there is half done.
    """
    python, stamp = ROOT / environment / BIN, ROOT / environment / "installed.json"
    try:
        have = json.loads(stamp.read_text())
    except (OSError, ValueError):  # none yet, or one that was interrupted
        have = {}
    made = f"Python {sys.version.split()[0]} in {ROOT}"
    if have.get("made") != made or not python.exists():
        say(f"Making {environment} ...")
        if run(sys.executable, "-m", "venv", "--clear", ROOT / environment):
            sys.exit(f"Python could not make {environment}; it says why above.")
        have = {"made": made}
    contents = (ROOT / lock).read_bytes() + (ROOT / "pyproject.toml").read_bytes()
    digest = hashlib.sha256(contents).hexdigest()
    if have.get(lock) != digest:
        stamp.unlink(missing_ok=True)
        say(f"Installing {lock} (what pip has had before comes from its cache):")
        install(python, lock)
        project = ["--quiet", "--no-deps", "--no-build-isolation", "--editable", "."]
        if lock == "requirements.lock" and run(python, *PIP.split(), *project):
            sys.exit("pip could not install the project itself; it says why above.")
        stamp.write_text(json.dumps({**have, lock: digest}))


def teach_kernels():
    """Have each kernel know the lessons' magics before the first cell of a lesson has run."""
    config, folder = "ipython_kernel_config.json", ROOT / ".venv/etc/ipython"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(ROOT / "classroom" / config, folder / config)


def copy_lessons():
    """Give the learner the contents, and each lesson without outputs, if not in my/ yet."""
    notebooks, my = ROOT / "notebooks", ROOT / "my"
    my.mkdir(exist_ok=True)
    if not (my / "README.md").exists():
        shutil.copyfile(notebooks / "README.md", my / "README.md")
    for lesson in sorted(notebooks.glob("*.ipynb")):
        copy = my / lesson.name
        if not copy.exists():
            notebook = json.loads(lesson.read_text(encoding="utf-8"))
            for cell in notebook["cells"]:
                if cell["cell_type"] == "code":
                    cell.update(outputs=[], execution_count=None)
            half = copy.with_suffix(".half")  # renamed when whole: an interrupted copy is no lesson
            half.write_text(json.dumps(notebook, indent=1, ensure_ascii=False), encoding="utf-8")
            half.replace(copy)


def ask_nothing():
    """Answer JupyterLab's question about news, once, so that it does not cover the lesson."""
    folder = ROOT / "my/.jupyter/config/lab/user-settings/@jupyterlab/apputils-extension"
    answer = folder / "notification.jupyterlab-settings"
    if not answer.exists():
        folder.mkdir(parents=True, exist_ok=True)
        answer.write_text('{"fetchNews": "false", "checkForUpdates": false}')


def lab(options):
    """Open JupyterLab: on this machine only, with a token, at the learner's first lesson."""
    copy_lessons()
    ask_nothing()
    say("Opening JupyterLab. Should no browser open, its address is below. Ctrl-C ends it.")
    root = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return run(PYTHON, *JUPYTERLAB.split(), f"--ServerApp.root_dir={ROOT}", *root, *options)


def test(options):
    """Run everything, or the files that the options name, with the servers that the tests ask."""
    ensure(".venv-ministack", "tests/servers/ministack.lock")
    if run(PYTHON, "tests/servers/get_dynalite.py"):
        return 1
    before = ["", *options]  # what follows -k or -m is no file, whatever it looks like
    files = [name for name, last in zip(options, before) if last not in ("-k", "-m")]  # noqa: B905
    chosen = any(Path(name).parts[:1] in [("tests",), ("notebooks",), ("my",)] for name in files)
    return run(PYTHON, *PYTEST.split(), *([] if chosen else ["tests", "notebooks"]), *options)


def lint():
    """Check style and types; all of them, also when the first one complains."""
    ensure(".venv", "requirements-lint.lock")
    checks = ["ruff check .", "ruff format --check .", "mypy"]
    return max([run(PYTHON, "-m", *check.split()) for check in checks])


def main(arguments):
    """Do what was asked for; give the exit code."""
    split = arguments.index("--") if "--" in arguments else len(arguments)
    flags = {"-h", "--help", "--offline", "--everyone"}.intersection(arguments[:split])
    words = [word for word in arguments[:split] if word not in flags]
    command = words.pop(0) if words and words[0] in COMMANDS else "lab"
    strange = words if command != "test" else []
    if strange or flags & {"-h", "--help"}:
        say(f"What is {' '.join(strange)}?\n\n{__doc__}" if strange else __doc__)
        return 2 if strange else 0
    if "--offline" in flags:  # a relative path, because pip takes a space for the end of one
        os.environ.update(PIP_NO_INDEX="1", PIP_FIND_LINKS="wheelhouse", npm_config_offline="true")
    ensure(".venv", "requirements.lock")
    teach_kernels()
    options = words + arguments[split + 1 :]
    if command == "wheelhouse":
        return run(PYTHON, "wheels.py", *flags)
    if command == "lint":
        return lint()
    if command == "test":
        return test(options)
    return lab(options) if command == "lab" else 0


absent = [name for name in ("venv", "ensurepip") if not importlib.util.find_spec(name)]
if python_problem(sys.version_info, absent):
    sys.exit(python_problem(sys.version_info, absent))
if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("\nStopped. The same command goes on from here.")
