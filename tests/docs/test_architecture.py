"""The architecture: which package may import which, without a cycle, and what is at the top."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from ..notebooks.lessons import NOTEBOOKS, code_cells, read

ROOT = Path(__file__).parents[2]
# From the bottom up: a package imports only what is listed beside it.
MAY_IMPORT = {"eventstore": set[str](), "classroom": {"eventstore"}}
# Of classroom, from the bottom up: each imports only those above it in this list.
LAYERS = [
    "classroom.errors",
    "classroom.files",
    "classroom.backend",
    "classroom.exercises",
    "classroom.predictions",
    "classroom.display",
    "classroom.logbook",
    "classroom.places",
    "classroom.lessons",
    "classroom.cells",
    "classroom.taking_home",
    "classroom.__main__",
]
ON_THEIR_OWN = {
    "classroom.errors",
    "classroom.files",
    "classroom.exercises",
    "classroom.predictions",
    "classroom.places",
}
PACKAGES = [*MAY_IMPORT, "benchmarks", "book", "browser_tab", "tools"]
TAKEN_HOME = ROOT / "classroom" / "taking_home" / "project"  # files for a learner's own project
ASKED_FOR = {"notebooks", "eventstore", "tests", "environment.yml", "README.md"}


def modules(package: str) -> dict[str, Path]:
    """Each module of a package by its dotted name, without what a learner takes home."""
    found = {}
    for path in sorted((ROOT / package).rglob("*.py")):
        if TAKEN_HOME in path.parents:
            continue
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts).removesuffix(".__init__")] = path
    return found


def imported(module: Path) -> set[str]:
    """All that a module imports, anywhere in it, and for type checkers alone, too."""
    names = set[str]()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} does not say which package it imports"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def imports_within(package: str) -> dict[str, set[str]]:
    """Which modules of its own package each module imports, or takes a name from."""
    known, arrows = modules(package), dict[str, set[str]]()
    for name, path in known.items():
        named = imported(path)
        owners = {each if each in known else each.rpartition(".")[0] for each in named}
        arrows[name] = (owners & known.keys()) - {name}
    return arrows


def cycle_in(arrows: dict[str, set[str]]) -> list[str]:
    """A path that leads back to where it began; empty if there is none."""

    def walk(path: list[str]) -> list[str]:
        for target in sorted(arrows[path[-1]]):
            if target in path:
                return [*path[path.index(target) :], target]
            if target not in finished and (found := walk([*path, target])):
                return found
        finished.add(path[-1])
        return []

    finished = set[str]()
    for name in arrows:
        if name not in finished and (found := walk([name])):
            return found
    return []


def is_within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_a_package_imports_only_those_below_it(package: str) -> None:
    others = MAY_IMPORT.keys() - MAY_IMPORT[package] - {package}
    found = {
        name: found
        for name, path in modules(package).items()
        if (found := {each.partition(".")[0] for each in imported(path)} & others)
    }

    assert found == {}


def layer_of(module: str) -> str:
    """The layer that a module of the classroom belongs to."""
    (found,) = [layer for layer in LAYERS if is_within(module, layer)]
    return found


def test_every_module_of_the_classroom_is_in_one_layer() -> None:
    for module in modules("classroom").keys() - {"classroom"}:
        assert layer_of(module)


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_of_the_classroom_imports_only_those_below_it(layer: str) -> None:
    below = set() if layer in ON_THEIR_OWN else set(LAYERS[: LAYERS.index(layer)])
    arrows = imports_within("classroom")
    found = {
        (name, target)
        for name in arrows.keys() - {"classroom"}
        for target in arrows[name]
        if layer_of(name) == layer
        and (target == "classroom" or layer_of(target) not in {layer, *below})
    }

    assert found == set()


@pytest.mark.parametrize("package", PACKAGES)
def test_no_imports_go_in_a_circle(package: str) -> None:
    # A package's own __init__ gathers what its modules offer; none of them may ask it for that.
    assert cycle_in(imports_within(package)) == []


def test_a_circle_would_be_noticed() -> None:
    assert cycle_in({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c", "b"]


def bound_in(module: Path, package: str) -> set[str]:
    """The names that the package's own module gives to something other than the package's parts."""
    names = set[str]()
    for statement in ast.parse(module.read_text(encoding="utf-8")).body:
        if isinstance(statement, ast.FunctionDef | ast.ClassDef):
            names.add(statement.name)
            continue
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                names.add(node.id)
            elif isinstance(node, ast.Import):
                names |= {alias.asname or alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                # In a browser tab, a part of browser_tab is a package of its own.
                has_parts = f".{package}".endswith(f".{node.module}")
                names |= {
                    alias.asname or alias.name
                    for alias in node.names
                    if not has_parts or alias.asname
                }
    return names


@pytest.mark.parametrize("package", PACKAGES)
def test_no_name_of_a_package_hides_one_of_its_modules(package: str) -> None:
    known = modules(package)
    for name, path in known.items():
        if path.name == "__init__.py":
            parts = {each.rpartition(".")[2] for each in known if each.rpartition(".")[0] == name}
            assert bound_in(path, name) & parts == set(), name


def test_contributing_says_the_same() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| .* \| (.*) \|$", page, re.MULTILINE)
    told = {package: set(re.findall(r"`(\w+)`", imports)) for package, imports in rows}

    assert {package: told.get(package) for package in MAY_IMPORT} == MAY_IMPORT


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_lesson_imports_the_module_and_the_classroom_alone(path: Path) -> None:
    source = "\n".join(cell.source for cell in code_cells(read(path)))
    named = re.findall(r"^\s*(?:from|import) ([\w.]+)", source, re.MULTILINE)
    ours = {name for name in named if name.partition(".")[0] in MAY_IMPORT}

    assert ours <= {"eventstore", "classroom"}


def test_a_stranger_sees_the_architecture_at_a_glance() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    paths = [line for line in listed.stdout.splitlines() if not line.startswith(".")]
    folders = {path.partition("/")[0] for path in paths if "/" in path}
    files = {path for path in paths if "/" not in path}

    assert folders | files >= ASKED_FOR
    assert len(folders) <= 10, folders
    assert len(files) <= 10, files
