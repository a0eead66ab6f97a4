"""Find the browser that the tests drive; on Debian, install it.

Asked for by run.py before playwright is there, so it imports the standard library only.
"""

import os
import shutil
import subprocess
import sys

NAMED = "EVENTSTORE_TEST_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = [  # nothing that the browser does by itself, so that all it asks for is ours
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]
MISSING = f"""There is no Chromium or Chrome on this machine's PATH.
Debian: apt-get install chromium    elsewhere: google.com/chrome, or chromium.org
Then run this again. To use another one, name it in {NAMED}."""


class MissingBrowserError(Exception):
    """The message says what to install."""


def find() -> str | None:
    """Return the path of the browser that is there: the one that is named, or the first."""
    named = os.environ.get(NAMED)
    if named and not shutil.which(named):
        raise MissingBrowserError(f"{NAMED} is {named!r}, but there is no such program.")
    return next(filter(None, map(shutil.which, [named] if named else NAMES)), None)


def ensure() -> str:
    """Return the path of a browser, installed if need be."""
    found = find()
    if not found:
        apt_install("chromium")
        found = find()
    if not found:
        raise MissingBrowserError(MISSING)
    return found


def apt_install(package: str) -> bool:
    """Install a package of Debian's, if this is Debian and we may."""
    if not shutil.which("apt-get"):
        return False
    sudo = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    commands = (["update"], ["install", "--yes", package])
    return not any(
        subprocess.call([*sudo, "apt-get", "--quiet", "--quiet", *command]) for command in commands
    )


if __name__ == "__main__":
    try:
        sys.stdout.write(f"{ensure()}\n")
    except MissingBrowserError as missing:
        sys.exit(str(missing))
