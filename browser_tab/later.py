"""The packages that are fetched when a lesson first asks for them, and where they are then."""

import hashlib
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from packaging.utils import canonicalize_name

from browser_tab import pyodide

# What a lesson looks at its events with. Without them it is plainer.
DISTRIBUTED = ("numpy", "pandas", "matplotlib")
# Not in the distribution, so it comes along; but one lesson needs it, and nobody else waits for it.
BROUGHT = {"hypothesis": ("sortedcontainers", "hypothesis")}
FOLDER = "later"
FROM_THE_KERNEL = f"../../../../{FOLDER}/"  # whose script is in site.EXTENSION

Sources = dict[str, list[tuple[str, str]]]


def arrange(fetched: Path, wheels: Path, site: Path, vendored: Path | None) -> Sources:
    """Return address and SHA-256 of each wheel, for each package; move the site's own there."""
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
    """Take the wheels from the teacher's disk, if they are what the distribution says."""
    for file, digest in needed:
        path = vendored / file
        if not path.exists():
            sys.exit(f"{path} is not there; it can be fetched from {pyodide.DISTRIBUTION}{file}")
        if _digest(path) != digest:
            sys.exit(f"{path} is not what Pyodide {pyodide.VERSION} was published with.")
        shutil.copyfile(path, folder / file)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
