"""Write wheels: the same files always make the same bytes."""

import base64
import hashlib
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

LONG_AGO = (2020, 1, 1, 0, 0, 0)
WHEEL = "Wheel-Version: 1.0\nGenerator: browser_tab\nRoot-Is-Purelib: {pure}\nTag: {tag}\n"


def write(folder: Path, name: str, version: str, files: Mapping[str, bytes]) -> Path:
    """Write the wheel of a pure Python package of ours, and return its path."""
    info = f"{name}-{version}.dist-info"
    about = {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode(),
        f"{info}/WHEEL": WHEEL.format(pure="true", tag="py3-none-any").encode(),
    }
    return archive(folder / f"{name}-{version}-py3-none-any.whl", {**files, **about})


def slim(wheel: Path, folder: Path, unwanted: str) -> Path:
    """Copy a wheel without the unwanted files; without native code it fits every machine."""
    with zipfile.ZipFile(wheel) as opened:
        files = {name: opened.read(name) for name in opened.namelist() if not name.endswith("/")}
    kept = {name: data for name, data in files.items() if not re.match(unwanted, name)}
    target = wheel.name
    if "x86_64" in target:
        target = "-".join([*target.split("-")[:2], "py3-none-any.whl"])
        (about,) = (name for name in kept if name.endswith(".dist-info/WHEEL"))
        kept[about] = WHEEL.format(pure="true", tag="py3-none-any").encode()
    return archive(folder / target, kept)


def archive(path: Path, files: Mapping[str, bytes]) -> Path:
    """Write a zip file; if it's a wheel, include the list of its files."""
    files = dict(files)
    about = [name for name in files if name.endswith(".dist-info/METADATA")]
    if about:
        record = about[0].removesuffix("METADATA") + "RECORD"
        files.pop(record, None)
        lines = [
            f"{name},sha256={_digest(data)},{len(data)}\n" for name, data in sorted(files.items())
        ]
        files[record] = "".join([*lines, f"{record},,\n"]).encode()
    with zipfile.ZipFile(path, "w") as opened:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.external_attr = 0o644 << 16
            opened.writestr(entry, data, zipfile.ZIP_DEFLATED, 9)
    return path


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
