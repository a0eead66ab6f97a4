"""The Python that runs in a browser: fetch it from npm, and tell it which packages it has."""

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import zipfile
from email import message_from_bytes
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

# The version that jupyterlite-pyodide-kernel was made for, and npm's digest of the package.
VERSION = "314.0.6"
SHA512 = (
    "04a0d327222a1710b8044c4ba9e452ddfe71bd76488ceb7c0b7cc62cdfc273bb"
    "45c52c2f29585591c8504360062ceb51e18ad53881716d5f29a320ce3a65b0c5"
)
RUNTIME = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
START = Path(__file__).with_name("scripts") / "start_python.js"
# Where Pyodide publishes the packages of this version.
DISTRIBUTION = f"https://cdn.jsdelivr.net/pyodide/v{VERSION}/full/"


def home(cache: Path) -> Path:
    """Return this version's folder in the cache; each version has its own."""
    return cache / f"pyodide-{VERSION}"


def fetch(folder: Path) -> None:
    """Have npm fetch the package; verify and unpack it, unless it is there."""
    if (folder / "package.json").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    npm = shutil.which("npm") or sys.exit(
        "npm is missing; install Node, which has it: it fetches Pyodide for the browser tab."
    )
    pack = [npm, "pack", "--silent", f"pyodide@{VERSION}", f"--pack-destination={folder}"]
    if subprocess.call(pack, stdout=subprocess.DEVNULL):  # noqa: S603
        sys.exit("npm could not fetch Pyodide; its message is above.")
    archive = folder / f"pyodide-{VERSION}.tgz"
    if hashlib.sha512(archive.read_bytes()).hexdigest() != SHA512:
        sys.exit(f"{archive} has another SHA-512 than expected; delete it, and try again.")
    with tarfile.open(archive) as files:
        for name in (*RUNTIME, "pyodide-lock.json", "package.json"):
            (folder / name).write_bytes(files.extractfile(f"package/{name}").read())


def place(fetched: Path, folder: Path, wheels: Path) -> list[str]:
    """Put Python and these wheels into a folder of the site; return the names of the packages.

    All of them are loaded at the start, so the lock doesn't have to say what they contain or need.
    """
    shutil.copyfile(START, folder / START.name)
    for name in RUNTIME:
        # Not every web server knows the type of .mjs, and browsers insist on it.
        shutil.copyfile(fetched / name, folder / name.replace(".mjs", ".js"))
    packages = {}
    for wheel in sorted(wheels.glob("*.whl")):
        shutil.copyfile(wheel, folder / wheel.name)
        entry = _entry(wheel)
        packages[canonicalize_name(entry["name"])] = entry
    lock = {"info": _official(fetched)["info"], "packages": packages}
    (folder / "pyodide-lock.json").write_text(json.dumps(lock, indent=1, sort_keys=True))
    return sorted(packages)


def official_wheels(fetched: Path, name: str, have: set[str]) -> dict[str, str]:
    """Return the wheels of a package and its dependencies in the distribution, with SHA-256."""
    official = {canonicalize_name(n): each for n, each in _official(fetched)["packages"].items()}

    def wheels(name: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for needed in map(canonicalize_name, official[name]["depends"]):
            found |= {} if needed in have else wheels(needed)
        return {**found, official[name]["file_name"]: official[name]["sha256"]}

    return wheels(name)


def _official(fetched: Path) -> dict[str, Any]:
    lock: dict[str, Any] = json.loads((fetched / "pyodide-lock.json").read_text())
    return lock


def _entry(wheel: Path) -> dict[str, Any]:
    with zipfile.ZipFile(wheel) as archive:
        about = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = message_from_bytes(archive.read(about))
    return {
        "name": metadata["Name"],
        "version": metadata["Version"],
        "file_name": wheel.name,
        "install_dir": "site",
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        "package_type": "package",
        "imports": [],
        "depends": [],
        "unvendored_tests": False,
    }
