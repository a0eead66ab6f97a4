"""What a browser takes of the machine's memory: it has many processes, which share some of it."""

import os
import re
from pathlib import Path

BROWSERS = ("chrom", "firefox", "Isolated", "Web Content", "WebKit", "MiniBrowser")


def megabytes() -> float:
    """Return the memory of all browsers that this process has started, each shared page once."""
    return sum(map(_kilobytes, _descendants(os.getpid()))) / 1000


def _descendants(process: int) -> list[int]:
    children = [
        int(each)
        for task in Path(f"/proc/{process}/task").iterdir()
        for each in (task / "children").read_text().split()
    ]
    return children + [deeper for child in children for deeper in _descendants(child)]


def _kilobytes(process: int) -> int:
    home = Path(f"/proc/{process}")
    try:
        if not any(name in (home / "cmdline").read_text() for name in BROWSERS):
            return 0
        found = re.search(r"^Pss:\s+(\d+)", (home / "smaps_rollup").read_text(), re.MULTILINE)
    except OSError:  # it has ended meanwhile
        return 0
    return int(found[1]) if found else 0
