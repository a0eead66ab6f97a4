"""The packages that are fetched when a lesson first imports them, and where from."""

import hashlib
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from packaging.utils import canonicalize_name

from browser_tab import pyodide

# No lesson needs these, but learners may import them.
DISTRIBUTED = ("numpy", "pandas")
# Not in the distribution, so the site brings them. Few need them, so nobody else waits: one lesson
# needs hypothesis, and fast reads need msgspec.
BROUGHT = {"hypothesis": ("sortedcontainers", "hypothesis"), "msgspec": ("msgspec",)}
FOLDER = "later"
FROM_THE_KERNEL = f"../../../../{FOLDER}/"  # the kernel's script is in site.EXTENSION

Sources = dict[str, list[tuple[str, str]]]


def arrange(fetched: Path, wheels: Path, site: Path, vendored: Path | None) -> Sources:
    """Return the addresses and SHA-256 of each package's wheels; move the site's own there."""
    folder = site / FOLDER
    folder.mkdir()
    have = {canonicalize_name(path.name.split("-")[0]) for path in wheels.glob("*.whl")}
    sources: Sources = {}
    for name in DISTRIBUTED:
        needed = pyodide.official_wheels(fetched, name, have)
        start = pyodide.DISTRIBUTION if vendored is None else FROM_THE_KERNEL
        sources[name] = [(start + file, digest) for file, digest in needed.items()]
        if vendored is not None:
            copy(needed.items(), vendored, folder)
    for name, parts in BROUGHT.items():
        moved = [
            path.replace(folder / path.name) for part in parts for path in wheels.glob(f"{part}-*")
        ]
        sources[name] = [(FROM_THE_KERNEL + path.name, _digest(path)) for path in moved]
    return sources


def copy(needed: Iterable[tuple[str, str]], vendored: Path, folder: Path) -> None:
    """Copy the wheels from the teacher's disk, if they are those of the distribution."""
    for file, digest in needed:
        path = vendored / file
        if not path.exists():
            sys.exit(f"{path} is missing; download it from {pyodide.DISTRIBUTION}{file}")
        if _digest(path) != digest:
            sys.exit(
                f"{path} differs from the one that Pyodide {pyodide.VERSION} was published with; "
                f"download it from {pyodide.DISTRIBUTION}{file}"
            )
        shutil.copyfile(path, folder / file)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
