"""Collect wheels in wheelhouse/, for machines like this one, or with --everyone for a whole room.

`python3 start.py wheelhouse` runs this with the workshop's own Python. Copy the folder wheelhouse/
into a checkout on another machine, and `python3 start.py --offline` installs without a network.
"""

import re
import subprocess
import sys
from pathlib import Path

from packaging.requirements import Requirement

from classroom.backend.pythons import supported

ROOT = Path(__file__).resolve().parents[1]
WHEELHOUSE = ROOT / "wheelhouse"
LOCKS = ["requirements/installer.lock", "requirements/workshop.lock", "requirements/ministack.lock"]
# The oldest systems for which every locked package has wheels.
GLIBC = [f"manylinux_2_{minor}_x86_64" for minor in range(28, 4, -1)]
PLATFORMS = {
    "Linux x86_64": ("linux", "posix", "Linux", "x86_64", [*GLIBC, "manylinux2014_x86_64"]),
    "macOS arm64": ("darwin", "posix", "Darwin", "arm64", ["macosx_12_0_arm64"]),
    "macOS x86_64": ("darwin", "posix", "Darwin", "x86_64", ["macosx_12_0_x86_64"]),
    "Windows amd64": ("win32", "nt", "Windows", "AMD64", ["win_amd64"]),
}
# A lock may distinguish 3.11.4 from 3.11.5; the first and a late release stand for all others.
PYTHONS = [f"{minor}.{patch}" for minor in supported() for patch in (0, 99)]


def entries(lock: str) -> dict[str, str]:
    """Return each requirement in a lock's text, with all of its lines."""
    return {block.split(" \\")[0]: block for block in re.split(r"\n(?=\S)", lock.strip())}


def marker_values(platform: str, python: str) -> dict[str, str]:
    """Return the values of the variables in markers, for CPython on this platform."""
    sys_platform, os_name, system, machine, _tags = PLATFORMS[platform]
    return {
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "os_name": os_name,
        "platform_machine": machine,
        "platform_system": system,
        "python_full_version": python,
        "python_version": python.rpartition(".")[0],
        "sys_platform": sys_platform,
    }


def needed(lock: str, platform: str, python: str) -> dict[str, str]:
    """Return the entries for that machine, without markers: pip would apply them to this one."""
    chosen = {}
    for line, block in entries(lock).items():
        requirement = Requirement(line)
        if not requirement.marker or requirement.marker.evaluate(marker_values(platform, python)):
            pinned = f"{requirement.name}{requirement.specifier}"
            chosen[pinned] = block.replace(line, pinned, 1)
    return chosen


def download(lock: Path, *options: str) -> None:
    """Have pip download a lock's wheels into wheelhouse/ and verify their hashes."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--only-binary=:all:"]
    command += ["--require-hashes", "-r", str(lock), "-d", str(WHEELHOUSE), *options]
    if subprocess.call(command):  # noqa: S603
        sys.exit("pip could not download everything; its message is above.")


def is_here(pinned: str) -> bool:
    """Return whether there already is a wheel that fits every machine."""
    name, version = pinned.split("==")
    return any(WHEELHOUSE.glob(f"{name.replace('-', '_')}-{version}-*-none-any.whl"))


def everyone() -> None:
    """Collect what each platform and each Python needs beyond the wheels that fit all."""
    some = WHEELHOUSE / "some.lock"
    for platform, (*_names, tags) in PLATFORMS.items():
        for python in PYTHONS:
            print(f"{platform}, Python {python.rpartition('.')[0]} ...", flush=True)  # noqa: T201
            options = [f"--platform={tag}" for tag in tags]
            options += ["--no-deps", "--implementation=cp", f"--python-version={python}"]
            for lock in LOCKS:
                wanted = needed((ROOT / lock).read_text(), platform, python)
                rest = [block for pinned, block in wanted.items() if not is_here(pinned)]
                if rest:
                    some.write_text("\n".join(rest))
                    download(some, *options)
    some.unlink()


def main(arguments: list[str]) -> None:
    """Collect the wheels, and say how many there are."""
    WHEELHOUSE.mkdir(exist_ok=True)
    for lock in LOCKS:
        download(ROOT / lock)
    if "--everyone" in arguments:
        everyone()
    sizes = [wheel.stat().st_size for wheel in WHEELHOUSE.glob("*.whl")]
    print(f"wheelhouse/: {len(sizes)} packages, {sum(sizes) / 1e6:.0f} MB")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
