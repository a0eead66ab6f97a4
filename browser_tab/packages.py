"""Fetch the tab's packages: wheels of the versions in requirements/workshop.lock."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from browser_tab import wheel
from tools.wheelhouse import entries

ROOT = Path(__file__).resolve().parents[1]
OWN_LOCK = ROOT / "requirements" / "tab-kernel.lock"
WANTED = [
    *("boto3", "moto[dynamodb]", "pytest", "ipytest", "hypothesis", "python-dotenv"),
    "msgspec",  # for a store with fast reads
    *("ipython", "jedi", "comm"),  # what the kernel itself imports
]
# docker is only for AWS Lambda; browser_tab/stand_in replaces the other three.
LEFT_OUT = {"docker", "cffi", "cryptography", "pycparser"}
EMSCRIPTEN = {
    "implementation_name": "cpython",
    "os_name": "posix",
    "platform_machine": "wasm32",
    "platform_python_implementation": "CPython",
    "platform_system": "Emscripten",
    "python_full_version": "3.14.2",
    "python_version": "3.14",
    "sys_platform": "emscripten",
}
PLATFORMS = ["pyemscripten_2026_0_wasm32"]
# These have wheels for Linux, none for a browser; without native code they are pure Python.
FOR_LINUX = {"markupsafe", "pyyaml"}
LINUX = ["manylinux2014_x86_64", "manylinux_2_28_x86_64"]
# Other AWS services, native code for Linux, and what only authors of such a library need.
UNWANTED = {
    "boto3": r"boto3/(examples|data/(?!dynamodb))",
    "botocore": r"botocore/(cacert\.pem|data/(?!(dynamodb|dynamodbstreams|sts|iam)/|[^/]+$))",
    "jedi": r"jedi/third_party/(django-stubs|typeshed/(stubs|stdlib/(distutils|lib2to3|tkinter)))/",
    "markupsafe": r".*\.(so|c)$",
    "moto": r"moto/iam/aws_managed_policies\.py"
    r"|moto/(?!(cloudwatch|core|dynamodb(streams)?|events|iam|moto_api|s3|settings|sts"
    r"|utilities)/|[^/]+$)",
    "pygments": r"pygments/lexers/(?!(__init__|_css_builtins|_lilypond_builtins|_mapping"
    r"|_scheme_builtins|css|data|diff|html|javascript|jvm|lilypond|lisp|markup|perl|python|ruby"
    r"|shell|special|text)\.)",
    "python-dateutil": r"dateutil/zoneinfo/.*\.tar\.gz",
    "pyyaml": r".*\.so$",
}


def names() -> list[str]:
    """Return the wanted packages, and the packages they need in a browser."""
    todo, known = list(WANTED), dict[str, str]()
    while todo:
        line = todo.pop()
        wanted = Requirement(line)
        name = canonicalize_name(wanted.name)
        if line not in known and name not in LEFT_OUT:
            known[line] = name
            todo += [*_needs(name, wanted.extras or {""})]
    return sorted(set(known.values()))


def _needs(name: str, extras: set[str]) -> Iterator[str]:
    for line in metadata.requires(name) or []:
        needed, rest = Requirement(line), line.partition(";")[0]
        if not needed.marker or any(
            needed.marker.evaluate({**EMSCRIPTEN, "extra": extra}) for extra in extras
        ):
            yield rest


def fetch(folder: Path) -> None:
    """Have pip download the wheels and verify their hashes, unless they are there."""
    locked = entries((ROOT / "requirements/workshop.lock").read_text()).items()
    blocks = {pinned.split("==")[0]: block for pinned, block in locked}
    wanted = names()
    pure = [blocks[name] for name in wanted if name not in FOR_LINUX] + [OWN_LOCK.read_text()]
    linux = [blocks[name] for name in wanted if name in FOR_LINUX]
    done = folder / "done.lock"
    if done.exists() and done.read_text() == "\n".join([*pure, *linux]):
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    _download(folder, pure, PLATFORMS)
    _download(folder, linux, LINUX)
    done.write_text("\n".join([*pure, *linux]))


def _download(folder: Path, blocks: list[str], platforms: list[str]) -> None:
    lock = folder / "some.lock"
    lock.write_text("\n".join(blocks))
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    command += ["--only-binary=:all:", "--require-hashes", "-r", str(lock), "-d", str(folder)]
    command += ["--python-version=3.14", "--implementation=cp", "--abi=cp314"]
    if subprocess.call([*command, *(f"--platform={platform}" for platform in platforms)]):  # noqa: S603
        sys.exit("pip could not download everything; its message is above.")


def prepare(fetched: Path, folder: Path) -> None:
    """Copy the wheels without the parts that no lesson needs."""
    for path in sorted(fetched.glob("*.whl")):
        name = canonicalize_name(path.name.split("-")[0])
        if name in UNWANTED:
            wheel.slim(path, folder, UNWANTED[name])
        else:
            shutil.copyfile(path, folder / path.name)
