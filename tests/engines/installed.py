"""Install what the engines need, where there is apt-get (see tests/browser/chromium.py)."""

import os
import shutil
import subprocess
import sys

NEEDED = {  # a program, and Debian's package
    "nginx": "nginx-light",
    "firefox-esr": "firefox-esr",
    "WebKitWebDriver": "webkit2gtk-driver",
    "Xvfb": "xvfb",
}
MORE = "/usr/sbin"  # where Debian has nginx; not everybody's PATH has it


def missing() -> list[str]:
    """Return the packages whose programs aren't there."""
    path = f"{os.environ['PATH']}:{MORE}"
    return [package for name, package in NEEDED.items() if not shutil.which(name, path=path)]


def main() -> int:
    """Install what is missing; return 1 and name the packages if that isn't possible."""
    if missing() and shutil.which("apt-get"):
        sudo = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
        for command in (["update"], ["install", "--yes", "--no-install-recommends", *missing()]):
            if subprocess.call([*sudo, "apt-get", "--quiet", "--quiet", *command]):
                break
    if missing():
        sys.stderr.write(f"These Debian packages are missing: {' '.join(missing())}\n")
    return 1 if missing() else 0


if __name__ == "__main__":
    sys.exit(main())
