"""Install what a lock lists, with uv or with pip, and show one progress bar.

uv takes seconds where pip takes a minute. pip installs uv first, from a lock of its own. But uv
ignores pip's settings. So pip does all the work if it has been told how to reach an index, as
companies do, or if uv fails.
"""

import hashlib
import os
import re
import subprocess
import sys

from tools import programs
from tools.programs import begin, say

UV_LOCK = "requirements/installer.lock"
PIP = ["pip", "install", "--disable-pip-version-check", "--no-input", "--progress-bar=off"]
# How many megabytes `pip download` fetches on Linux. On other systems it's within a fifth of that.
MEGABYTES = {
    "requirements/bench.lock": 21,
    "requirements/book.lock": 56,
    "requirements/browser-tab.lock": 41,
    "requirements/browser.lock": 71,
    "requirements/installer.lock": 18,
    "requirements/lint.lock": 63,
    "requirements/ministack.lock": 20,
    "requirements/mutants.lock": 23,
    "requirements/workshop.lock": 127,
}
# Settings of pip that say how to reach an index. uv wouldn't know them.
REACH = {"client-cert", "index-url", "no-index", "proxy", "trusted-host"}
# Settings of pip that would put packages somewhere else.
ELSEWHERE = {"prefix", "root", "target", "user"}
# uv needs these options. pip reads the same from PIP_NO_INDEX and PIP_FIND_LINKS.
WHEELHOUSE = ["--no-index", "--find-links", "wheelhouse"]
SITE = "Lib/site-packages" if os.name == "nt" else "lib/python*/site-packages"
AGAIN = "Run the same command to try again."


def install(python, lock, with_project=False):
    """Install the lock into this Python's environment, showing how far it is, then the project.

    Return the exit code, and what to say unless that is 0. A code below 0: a signal ended it.
    """
    size = MEGABYTES[lock]
    say(f"Installing {lock}: about {size} MB to download, {minutes(size)} at 50 Mbit/s.")
    settings = pip_settings()
    uv, extra = find_uv(settings), settings_without_target(settings)
    offline = WHEELHOUSE if "UV_OFFLINE" in os.environ else []
    with_uv = [uv, "pip", "install", *offline, "--python", python] if uv else None
    code, words = 1, ""
    if with_uv:
        code, words = watched([*with_uv, "--require-hashes", "-r", lock], python, lock, uv_progress)
        if code > 0:
            say("uv could not do it, so pip tries.")
            with_uv = None
    if code > 0:
        with_pip = [*pip(python), "--require-hashes", "-r", lock]
        code, words = watched(with_pip, python, lock, pip_progress, extra)
    if with_project and not code:
        command = [*(with_uv or pip(python)), "--quiet", "--no-deps", "--no-build-isolation"]
        code = begin(*command, "--editable", ".", more=extra).wait()
        words = f"The project itself could not be installed; the reason is above. {AGAIN}"
    return code, words


def pip(python):
    """Return the command of pip: the workshop's own, which can serve another environment."""
    other = [] if python == programs.PYTHON else ["--python", python]
    return [programs.PYTHON, "-u", "-m", PIP[0], *other, *PIP[1:]]


def pip_settings():
    """Return pip's settings, from its files and variables, by names such as `install.target`."""
    listed = begin(
        *(programs.PYTHON, "-m", "pip", "config", "list"),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ).communicate()[0]
    found = re.findall(r"^([\w:]+\.[\w-]+)='?(.*?)'?$", listed, re.MULTILINE)
    return {name: text.replace("\\n", " ") for name, text in found}


def is_for_pip_alone(settings):
    """Say whether pip has been told how to reach an index, in a way that uv wouldn't know."""
    for name, value in settings.items():
        option = name.rpartition(".")[2]
        if option == "no-index" and "UV_OFFLINE" in os.environ:
            continue  # start.py --offline has told both
        if option in REACH:
            return True
        if option == "cert" and value != os.environ.get("SSL_CERT_FILE"):
            return True
        if option == "extra-index-url" and not all(
            address.startswith("file:") for address in value.split()
        ):
            return True
    return False


def settings_without_target(settings):
    """Return variables that keep pip from installing somewhere else, and its other settings."""
    in_files = {name: value for name, value in settings.items() if not name.startswith(":env:")}
    if not any(name.rpartition(".")[2] in ELSEWHERE for name in in_files):
        return {}
    kept = {"PIP_CONFIG_FILE": os.devnull}  # pip then reads no file at all
    for name, value in in_files.items():
        section, _, option = name.rpartition(".")
        variable = f"PIP_{option.upper().replace('-', '_')}"
        if section in ("global", "install") and option not in ELSEWHERE:
            kept[variable] = os.environ.get(variable, value)
    return kept


def find_uv(settings):
    """Return the path of uv, installed if it isn't there; None if pip has to do the work."""
    if is_for_pip_alone(settings):
        return None
    uv = programs.PYTHON.with_name("uv.exe" if os.name == "nt" else "uv")
    stamp = programs.PYTHON.parents[1] / "installer.txt"
    digest = hashlib.sha256((programs.ROOT / UV_LOCK).read_bytes()).hexdigest()
    if not (stamp.exists() and stamp.read_text() == digest and uv.exists()):
        command = [*pip(programs.PYTHON), "--only-binary=:all:", "--require-hashes", "-r", UV_LOCK]
        with (programs.PYTHON.parents[1] / "installer.log").open("w") as log:
            more = settings_without_target(settings)
            if begin(*command, more=more, stdout=log, stderr=log).wait():
                return None  # no uv for this machine, or no way to get it
        stamp.write_text(digest)
    return uv


def watched(command, python, lock, progress, more=None):
    """Run an installer, and keep showing how far it is. Return its code, and its last words."""
    home = python.parents[1]
    wanted = sum(line[:1].isalnum() for line in (programs.ROOT / lock).read_text().splitlines())
    seconds, end = (0.2, "\r") if sys.stdout.isatty() else (10, "\n")
    log = home / "installing.log"
    with log.open("w") as output:
        process = begin(*command, more=more, stdout=output, stderr=output)
    while process.returncode is None:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            placed = len(list(home.glob(f"{SITE}/*.dist-info")))
            say(bar(*progress(log.read_text(errors="replace"), wanted, placed)), end=end)
    if not process.returncode:
        say(f"{bar(1, 'done'):79}")
    said = "\n".join(log.read_text(errors="replace").splitlines()[-12:])
    return (
        process.returncode,
        f"\n{said}\nThe installation failed; its last words are above. {AGAIN}",
    )


def bar(done, what):
    """Return a line of at most 79 characters: a bar for 0 to 1, and what is happening."""
    full = round(20 * min(1, done))
    return f"  [{'#' * full}{'-' * (20 - full)}] {what:54.54}"


def uv_progress(log, _wanted, placed):
    """Return how far uv is, from its log, and what it's doing.

    Its log first has the size of each large package, then which have arrived, then "Prepared".
    """
    sizes = dict(re.findall(r"^Downloading (\S+) \(([\d.]+)MiB\)", log, re.MULTILINE))
    got = re.findall(r"^ Downloaded (\S+)", log, re.MULTILINE)
    found = re.search(r"^Prepared (\d+) packages", log, re.MULTILINE)
    if found:
        count = int(found[1])
        return 0.8 + 0.2 * min(1, placed / count), f"unpacking {count} packages"
    if not sizes:
        return 0, "looking what is needed"
    total = sum(map(float, sizes.values()))
    here = sum(float(sizes.get(name, 0)) for name in got)
    last = f" (got {got[-1]})" if got else ""
    return 0.8 * here / total, f"downloading: {here:.0f} of {total:.0f} MB{last}"


def pip_progress(log, wanted, placed):
    """Return how far pip is, from its log, and what it's doing."""
    words = [line.split(" ")[0] for line in log.splitlines()]
    wanted = max(1, wanted - words.count("Ignoring"))  # only other machines need these
    fetched = sum(words.count(word) for word in ("Collecting", "Processing", "Requirement"))
    if "Installing" in words:
        return 0.8 + 0.2 * min(1, placed / wanted), f"unpacking: {placed} packages are in place"
    return 0.8 * fetched / wanted, f"downloading: {fetched} of {wanted} packages"


def minutes(megabytes):
    """Return how long a download takes on an ordinary line of 50 Mbit/s, in words."""
    seconds = megabytes * 8 / 50
    return f"about {seconds:.0f} s" if seconds < 60 else f"about {seconds / 60:.0f} min"
