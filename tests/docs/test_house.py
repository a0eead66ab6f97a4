"""The house: which package may import which, and how much there is to read in each."""

import ast
import re
from pathlib import Path

import pytest

from ..notebooks.lessons import LESSONS, code_cells, read

ROOT = Path(__file__).parents[2]
# From the ground up: a package imports only what is listed beside it.
MAY_IMPORT = {
    "eventstore": set[str](),
    "lab": {"eventstore"},
    "pictures": {"eventstore", "lab"},
    "exercises": {"eventstore"},
    "classroom": {"eventstore", "lab", "pictures", "exercises"},
}
MOST_LINES = {"lab": 900, "pictures": 900, "classroom": 1200}


def modules(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def imported(module: Path) -> set[str]:
    """The first parts of all names that it imports, wherever in it."""
    names = list[str]()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} says not which package it imports"
            names.append(str(node.module))
    return {name.partition(".")[0] for name in names}


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_a_package_imports_only_those_below_it(package: str) -> None:
    others = MAY_IMPORT.keys() - MAY_IMPORT[package] - {package}

    assert modules(package)
    assert [path for path in modules(package) if imported(path) & others] == []


def test_contributing_says_the_same() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| .* \| (.*) \|$", page, re.MULTILINE)
    told = {package: set(re.findall(r"`(\w+)`", imports)) for package, imports in rows}

    assert {package: told.get(package) for package in MAY_IMPORT} == MAY_IMPORT


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_imports_the_module_and_the_classroom_alone(path: Path) -> None:
    source = "\n".join(cell.source for cell in code_cells(read(path)))
    named = re.findall(r"^\s*(?:from|import) (\w+)", source, re.MULTILINE)

    assert MAY_IMPORT.keys() & named <= {"eventstore", "classroom"}


@pytest.mark.parametrize("package", MOST_LINES)
def test_a_package_can_be_read_in_one_sitting(package: str) -> None:
    lines = sum(path.read_text(encoding="utf-8").count("\n") for path in modules(package))

    assert 0 < lines < MOST_LINES[package]
