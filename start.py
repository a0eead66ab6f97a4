#!/usr/bin/env python3
"""Set up the workshop and open it, or prove that everything works.

    python3 start.py                    install what is missing, open JupyterLab
    python3 start.py -- --no-browser    what follows -- goes to JupyterLab
    python3 start.py test [-k name]     run every test and every lesson; options go to pytest
    python3 start.py test my/store      run the tests of what you took home
    python3 start.py lint               check style and types
    python3 start.py prepare            install, open nothing (the evening before a class)
    python3 start.py wheelhouse         gather every package in wheelhouse/, for bad wifi
        --everyone                      ... for Linux, macOS, Windows and Python 3.11 to 3.14
        --offline                       with any of the others: install from wheelhouse/ only

Everything is installed inside this folder: to remove it, delete the folder. Your own copies of
the lessons are in my/ and never overwritten; to begin one again, delete its copy and start.
"""

import importlib.util
import json
import os
import shutil
import sys
from pathlib import Path

from tools.environments import PYTHON, ROOT, ensure, run, say

PYTHONS = ["3.14", "3.13", "3.12", "3.11"]
# The page of one of them: the newest Python, which python.org offers first, may be too new.
DOWNLOAD = "python.org/downloads/release/python-31311"
COMMANDS = ["lab", "test", "lint", "prepare", "wheelhouse"]
PYTEST = "-m pytest -n 2 --dist loadscope --no-loadscope-reorder"
PYTEST += " --nbval --nbval-current-env --nbval-cell-timeout=60"
JUPYTERLAB = (  # no news, no update check, no list of extensions: nothing is asked of the internet
    "-m jupyterlab --ServerApp.ip=127.0.0.1 --ServerApp.answer_yes=True"
    " --LabApp.default_url=/lab/tree/my/00_start_here.ipynb --Application.log_level=ERROR"
    " --LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate --LabApp.news_url=None"
    " --LabApp.extension_manager=readonly --LanguageServerManager.autodetect=False"
    " --KernelManager.transport_encryption=auto"
)


def python_problem(version, missing):
    """Say what is wrong with a Python of this version that misses these modules; "" if nothing."""
    minor = f"{version[0]}.{version[1]}"
    found = f"Python {minor}.{version[2]} ({sys.executable})"
    if minor not in PYTHONS:
        others = [f"python{name}" for name in PYTHONS if shutil.which(f"python{name}")]
        if os.name == "nt":  # there, none has its version in its name, and `py` takes the newest
            others = ["py -3.13"]
        here = f"There may be one here; try:  {others[0]} start.py\n" if others else ""
        return f"""The workshop needs Python 3.11, 3.12, 3.13 or 3.14; this is {found}.
{here}To get one: {DOWNLOAD}, or
  macOS: brew install python@3.13    Windows: winget install Python.Python.3.13
  Debian 12, Ubuntu 24.04 or newer: sudo apt install python3 python3-venv"""
    if missing:
        return f"""{found} will do, but it lacks {" and ".join(missing)}.
Debian and Ubuntu have that in a package: sudo apt install python{minor}-venv
Elsewhere, take that of {DOWNLOAD}, which is complete."""
    return ""


def teach_kernels():
    """Have each kernel know the lessons' magics before the first cell of a lesson has run."""
    config, folder = "ipython_kernel_config.json", ROOT / ".venv/etc/ipython"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(ROOT / "classroom" / config, folder / config)


def copy_lessons():
    """Give the learner the contents as they now are, and each lesson, without outputs, once."""
    notebooks, my = ROOT / "notebooks", ROOT / "my"
    my.mkdir(exist_ok=True)
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


def folders(options):
    """Give the first folder of each file that the options name."""
    before = ["", *options]  # what follows -k or -m is no file, whatever it looks like
    files = [name for name, last in zip(options, before) if last not in ("-k", "-m")]  # noqa: B905
    return {Path(name).parts[0] for name in files if name}


def asks_for_my(words):
    """Say whether this is `test my/...`: the learner's own tests, which need nothing but .venv."""
    found = folders(words[1:]) if words[:1] == ["test"] else set()
    return "my" in found and not found & {"tests", "notebooks"}


def test_my(options):
    """Run what the learner took home. A terminal's own Python may be any: .venv's is asked."""
    return run(PYTHON, "tools/test_home.py", *options)


def test(options):
    """Run everything, or the files that the options name, with the servers that the tests ask."""
    if asks_for_my(["test", *options]):
        return test_my(options)
    ensure(".venv-ministack", "requirements/ministack.lock")
    if run(PYTHON, "tests/servers/get_dynalite.py"):
        return 1
    chosen = folders(options) & {"tests", "notebooks"}
    return run(PYTHON, *PYTEST.split(), *([] if chosen else ["tests", "notebooks"]), *options)


def lint():
    """Check style and types; all of them, also when the first one complains."""
    ensure(".venv", "requirements/lint.lock")
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
    if asks_for_my(arguments) and PYTHON.exists():
        return test_my(arguments[1:])
    if "--offline" in flags:  # a relative path, because pip takes a space for the end of one
        os.environ.update(PIP_NO_INDEX="1", PIP_FIND_LINKS="wheelhouse", npm_config_offline="true")
    ensure(".venv", "requirements/workshop.lock")
    teach_kernels()
    options = words + arguments[split + 1 :]
    if command == "wheelhouse":
        return run(PYTHON, "tools/wheelhouse.py", *flags)
    if command == "lint":
        return lint()
    if command == "test":
        return test(options)
    return lab(options) if command == "lab" else 0


absent = [name for name in ("venv", "ensurepip") if not importlib.util.find_spec(name)]
problem = python_problem(sys.version_info, absent)
if problem and not (asks_for_my(sys.argv[1:]) and PYTHON.exists()):
    sys.exit(problem)
if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("\nStopped. The same command begins again.")
