#!/usr/bin/env python3
"""Install the workshop and open it, or prove that everything works.

    python3 start.py                    install what is missing, open JupyterLab
    python3 start.py -- --no-browser    options after -- go to JupyterLab
    python3 start.py test [-k name]     run every test and every lesson; pytest gets the options
    python3 start.py test my/store      run the tests of what you took home
    python3 start.py lint               check style and types
    python3 start.py prepare            install, but open nothing (the evening before a class)
    python3 start.py wheelhouse         collect every package in wheelhouse/, for bad wifi
        --everyone                      ... for Linux, macOS, Windows and every supported Python
    python3 start.py --offline          install from wheelhouse/ only; goes with every command

Everything is installed inside this folder; to remove it, delete the folder. What you write
in my/ is never overwritten; `python -m classroom reset 2` gives you a new copy of lesson 02.
"""

import importlib.util
import os
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))  # PYTHONSAFEPATH leaves it out
from tools.environments import ensure
from tools.programs import PYTHON, ROOT, run, say

PYTHONS = ["3.14", "3.13", "3.12", "3.11"]
# The page of Python 3.13: python.org's own page offers the newest, which may be too new.
DOWNLOAD = "python.org/downloads/release/python-31311"
COMMANDS = ["lab", "test", "lint", "prepare", "wheelhouse"]
PYTEST = "-m pytest -n 2 --dist loadscope --no-loadscope-reorder"
PYTEST += " --nbval --nbval-current-env --nbval-cell-timeout=60"
JUPYTERLAB = (  # no news, update check or list of extensions, so it needs no internet
    "-m jupyterlab --ServerApp.ip=127.0.0.1 --ServerApp.answer_yes=True"
    " --LabApp.default_url=/lab/tree/my/00_start_here.ipynb --Application.log_level=ERROR"
    " --LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate --LabApp.news_url=None"
    " --LabApp.extension_manager=readonly --LanguageServerManager.autodetect=False"
    " --KernelManager.transport_encryption=auto --LabApp.custom_css=True"
)
STYLES = "classroom/display/custom.css"


def python_problem(version, missing):
    """Return what is wrong with a Python of this version that lacks these modules, or ""."""
    minor = f"{version[0]}.{version[1]}"
    found = f"Python {minor}.{version[2]} ({sys.executable})"
    if minor not in PYTHONS:
        others = [f"python{name}" for name in PYTHONS if shutil.which(f"python{name}")]
        if os.name == "nt":  # no version in the name there, and `py` takes the newest
            others = ["py -3.13"]
        here = f"There may be one here; try:  {others[0]} start.py\n" if others else ""
        needed = f"{', '.join(reversed(PYTHONS[1:]))} or {PYTHONS[0]}"
        return f"""The workshop needs Python {needed}; this is {found}.
{here}To install one: {DOWNLOAD}, or
  macOS: brew install python@3.13    Windows: winget install Python.Python.3.13
  Debian 12, Ubuntu 24.04 or newer: sudo apt install python3 python3-venv"""
    if missing:
        return f"""{found} is supported, but it lacks {" and ".join(missing)}.
On Debian and Ubuntu, install this package: sudo apt install python{minor}-venv
Elsewhere, install a complete one: {DOWNLOAD}"""
    return ""


def configure_kernels():
    """Make each kernel know the lessons' magics before the first cell runs."""
    config, folder = "ipython_kernel_config.json", ROOT / ".venv/etc/ipython"
    wanted = (ROOT / "classroom" / config).read_bytes()
    if not (folder / config).exists() or (folder / config).read_bytes() != wanted:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / config).write_bytes(wanted)


def turn_off_news():
    """Answer JupyterLab's question about news, once, so that it doesn't cover the lesson."""
    folder = ROOT / "my/.jupyter/config/lab/user-settings/@jupyterlab/apputils-extension"
    answer = folder / "notification.jupyterlab-settings"
    if not answer.exists():
        folder.mkdir(parents=True, exist_ok=True)
        answer.write_text('{"fetchNews": "false", "checkForUpdates": false}')


def bring_styles():
    """Put the styles of the lessons where JupyterLab looks for them."""
    copy = ROOT / "my/.jupyter/config/custom"
    copy.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / STYLES, copy)


def lab(options):
    """Open JupyterLab: on this machine only, with a token, at the learner's first lesson."""
    if run(PYTHON, "-m", "classroom", "copies"):
        return 1
    turn_off_news()
    bring_styles()
    say("Opening JupyterLab. If no browser opens, use the address below. Ctrl-C ends it.")
    root = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return run(PYTHON, *JUPYTERLAB.split(), f"--ServerApp.root_dir={ROOT}", *root, *options)


def folders(options):
    """Give the first folder of each file that the options name."""
    before = ["", *options]  # what follows -k or -m isn't a file, whatever it looks like
    files = [name for name, last in zip(options, before) if last not in ("-k", "-m")]  # noqa: B905
    return {Path(name).parts[0] for name in files if name}


def wants_own_tests(words):
    """Say whether this is `test my/...`: the learner's own tests, which need nothing but .venv."""
    found = folders(words[1:]) if words[:1] == ["test"] else set()
    return "my" in found and not found & {"tests", "notebooks"}


def test_my(options):
    """Run what the learner took home. Whichever Python runs this file, that of .venv runs them."""
    return run(PYTHON, "tools/test_home.py", *options)


def test(options):
    """Run everything, or the files in the options, with the servers that the tests use."""
    if wants_own_tests(["test", *options]):
        return test_my(options)
    ensure(".venv-ministack", "requirements/ministack.lock")
    if run(PYTHON, "tests/servers/get_dynalite.py"):
        return 1
    chosen = folders(options) & {"tests", "notebooks"}
    return run(PYTHON, *PYTEST.split(), *([] if chosen else ["tests", "notebooks"]), *options)


def lint():
    """Check style and types; run all of the tools, even if the first one complains."""
    ensure(".venv", "requirements/lint.lock")
    # mypy checks the packages, and a program that uses the module as a stranger's would.
    tools = ["ruff check .", "ruff format --check .", "mypy", "mypy --strict tests/typing"]
    return max([run(PYTHON, "-m", *tool.split()) for tool in tools])


def main(arguments):
    """Run the command and return the exit code."""
    split = arguments.index("--") if "--" in arguments else len(arguments)
    flags = {"-h", "--help", "--offline", "--everyone"}.intersection(arguments[:split])
    words = [word for word in arguments[:split] if word not in flags]
    command = words.pop(0) if words and words[0] in COMMANDS else "lab"
    unknown = words if command != "test" else []
    if unknown or flags & {"-h", "--help"}:
        say(
            f"start.py has no command or option {' '.join(unknown)}\n\n{__doc__}"
            if unknown
            else __doc__
        )
        return 2 if unknown else 0
    if wants_own_tests(arguments) and PYTHON.exists():
        return test_my(arguments[1:])
    if "--offline" in flags:  # a relative path, because pip splits PIP_FIND_LINKS at spaces
        os.environ.update(PIP_NO_INDEX="1", PIP_FIND_LINKS="wheelhouse", UV_OFFLINE="1")
        os.environ.update(npm_config_offline="true")
    ensure(".venv", "requirements/workshop.lock")
    configure_kernels()
    options = words + arguments[split + 1 :]
    if command == "wheelhouse":
        return run(PYTHON, "tools/wheelhouse.py", *flags)
    if command == "lint":
        return lint()
    if command == "test":
        return test(options)
    return lab(options) if command == "lab" else 0


# This also runs when make imports this file.
absent = [name for name in ("venv", "ensurepip") if not importlib.util.find_spec(name)]
problem = python_problem(sys.version_info, absent)
if problem and not (wants_own_tests(sys.argv[1:]) and PYTHON.exists()):
    sys.exit(problem)
if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("\nStopped. Run the same command to start again.")
    except PermissionError as error:  # root may have prepared this folder for others
        sys.exit(f"You may not write to {error.filename}. Its owner can give you this folder.")
