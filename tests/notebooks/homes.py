"""Run pytest in each of some folders, in one process: to start takes longer than their tests.

    python -I -S tests/notebooks/homes.py alone SITE_PACKAGES FOLDER ...

Each folder has a store.py and its tests, as a lesson's learner takes them home. What a learner
installs for them can be imported (boto3, hypothesis, pytest, moto[dynamodb], and what these need),
the folder itself, and nothing else: no part of this checkout, nor any other package of its
environment. With `beside` in place of `alone`, the module `eventstore` can be imported, too.
"""

import importlib.metadata
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from importlib.machinery import PathFinder
from pathlib import Path
from typing import ClassVar

ROOT = Path(__file__).parents[2]
OPTIONS = ["-q", "-p", "no:cacheprovider", "-p", "no:unraisableexception"]
QUICK = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # nbval takes seconds to import
INSTALLED = ["boto3", "hypothesis", "moto[dynamodb]", "pytest"]


def outcomes(folders: Iterable[Path], beside: bool = False) -> list[Counter[str]]:
    """How many tests of each folder came out how."""
    site = Path(importlib.metadata.distribution("pytest").locate_file(""))
    kind = "beside" if beside else "alone"
    command = [sys.executable, "-I", "-S", __file__, kind, site, *folders]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, env=QUICK)
    assert done.returncode == 0, done.stdout + done.stderr
    return [Counter(counted) for counted in json.loads(done.stdout.splitlines()[-1])]


class Count:
    """A plugin of pytest that counts what came out, errors outside of a test among it."""

    def __init__(self) -> None:
        self.outcomes: Counter[str] = Counter()

    def pytest_collectreport(self, report) -> None:
        self.outcomes["error"] += report.failed

    def pytest_runtest_logreport(self, report) -> None:
        if report.when == "call" or report.skipped:
            self.outcomes[report.outcome] += 1
        else:
            self.outcomes["error"] += not report.passed


class Only(PathFinder):
    """An importer that finds nothing but these packages, the standard library, and this folder."""

    packages: ClassVar[set[str]] = set()

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        here = any(file.exists() for file in (Path(name), Path(f"{name}.py")))
        # The standard library's file about this build has a name of this machine.
        known = name in cls.packages | sys.stdlib_module_names or name.startswith("_sysconfigdata_")
        if path is None and not known and not here:
            return None
        return super().find_spec(name, path, target)


def packages_of(site: str) -> set[str]:
    """What can be imported once these are installed: their packages, and those they need."""
    todo, names, found = list(INSTALLED), set[str](), set[str]()
    while todo:
        name, extras = re.fullmatch(r"([\w.-]+)(?:\[(.*)\])?", todo.pop()).groups()
        if (name, extras) in names:
            continue
        names.add((name, extras))
        (distribution,) = importlib.metadata.distributions(name=name, path=[site])
        found |= {file.parts[0].partition(".")[0] for file in distribution.files or ()}
        for line in distribution.requires or ():
            needed, _, marker = line.partition(";")
            extra = re.search(r"extra == ['\"](.*?)['\"]", marker)
            if extra is None or extra[1] in (extras or "").split(","):
                other = re.match(r"[\w.-]+(\[.*?\])?", needed)[0]
                if any(importlib.metadata.distributions(name=other.split("[")[0], path=[site])):
                    todo.append(other)
    return found


def main(kind: str, site: str, *folders: str) -> None:
    sys.path.append(site)
    packages = packages_of(site)
    if kind == "beside":
        sys.path.append(str(ROOT))
        packages.add("eventstore")
    Only.packages = packages
    sys.meta_path[sys.meta_path.index(PathFinder)] = Only
    sys.dont_write_bytecode = True
    import pytest

    path, counted = [*sys.path], []
    for folder in folders:
        count = Count()
        os.chdir(folder)
        pytest.main(OPTIONS, [count])
        counted.append(count.outcomes)
        sys.path[:] = path  # the next folder has a store of its own
        for name, module in list(sys.modules.items()):
            if Path(getattr(module, "__file__", None) or ".").is_relative_to(folder):
                del sys.modules[name]
    sys.stdout.write(f"\n{json.dumps(counted)}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
