"""make, conda, the devcontainer and CI: each opens the same house."""

import json
import os
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from classroom.backend.pythons import supported

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
CI = (ROOT / ".ci" / "run").read_text(encoding="utf-8")

PAGES = [ROOT / "README.md", ROOT / ".ci" / "run", *(ROOT / "book/source").rglob("*.md")]


def read_yaml(path: str) -> Any:
    return yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))


def test_conda_gets_what_pyproject_declares() -> None:
    declared = PROJECT["dependencies"] + PROJECT["optional-dependencies"]["workshop"]
    listed = read_yaml("environment.yml")["dependencies"]

    python, pip, *packages, by_pip = listed
    assert pip == "pip"
    assert sorted(packages) == sorted(re.sub(r"\[\w+\]", "", one) for one in declared)
    assert by_pip == {"pip": ["-e .[workshop]"]}
    assert python.removeprefix("python=") in supported()


def test_start_py_welcomes_the_pythons_that_pyproject_allows() -> None:
    text = (ROOT / "start.py").read_text(encoding="utf-8")
    (names,) = re.findall(r"^PYTHONS = (\[.*\])$", text, re.MULTILINE)

    assert sorted(json.loads(names)) == supported()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_names_the_pythons_that_pyproject_allows(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    first, *_, last = supported()

    for named in re.findall(r"((?:3\.\d+, )+3\.\d+ or 3\.\d+)", text):
        assert re.split(", | or ", named) == supported()
    for named in re.findall(r"(3\.\d+) to (3\.\d+)", text):
        assert named == (first, last)


def test_some_pages_name_the_pythons() -> None:
    assert sum("3.11" in page.read_text(encoding="utf-8") for page in PAGES) >= 5


def test_the_workflow_runs_every_python_and_three_systems() -> None:
    matrix = read_yaml(".github/workflows/test.yml")["jobs"]["test"]["strategy"]["matrix"]
    systems = {entry["os"] for entry in matrix["include"]} | set(matrix["os"])

    assert matrix["python"] == supported()
    assert {entry["python"] for entry in matrix["include"]} <= set(supported())
    assert systems == {"ubuntu-latest", "macos-latest", "windows-latest"}


def test_the_workflow_asks_for_little_and_trusts_no_moving_tag() -> None:
    workflow = read_yaml(".github/workflows/test.yml")
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    used = [step["uses"] for step in steps if "uses" in step]

    assert workflow["permissions"] == {"contents": "read"}
    assert workflow["concurrency"]["cancel-in-progress"] is True
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", name) for name in used)
    assert any(name.startswith("actions/setup-node@") for name in used)


def test_the_workflow_runs_what_ci_runs() -> None:
    jobs = read_yaml(".github/workflows/test.yml")["jobs"].values()
    steps = [step["run"] for job in jobs for step in job["steps"] if "run" in step]
    ours = [line for line in CI.splitlines() if re.match(r"python3|\.venv|make", line)]

    assert sorted(steps) == sorted(line.replace("python3", "python") for line in ours)


def test_ci_stops_at_the_first_failure_and_lets_nothing_be_missing() -> None:
    assert CI.startswith("#!/usr/bin/env bash\n")
    assert "set -euo pipefail\n" in CI
    assert "export CI=true\n" in CI
    assert os.name == "nt" or os.access(ROOT / ".ci" / "run", os.X_OK)


def test_what_ci_and_make_run_is_there() -> None:
    named = re.findall(r"(?<![\w./-])(?:[\w]+/)*\w+\.py\b", CI + MAKEFILE)

    assert named
    assert [name for name in set(named) if not (ROOT / name).is_file()] == []


@pytest.mark.parametrize(
    ("target", "command"),
    [
        ("lab", "$(PYTHON) start.py"),
        ("test", "$(PYTHON) start.py test"),
        ("lint", "$(PYTHON) start.py lint"),
        ("prepare", "$(PYTHON) start.py prepare"),
        ("wheelhouse", "$(PYTHON) start.py wheelhouse"),
        ("notebooks", ".venv/bin/python tools/execute_lessons.py"),
    ],
)
def test_a_make_target_is_a_thin_alias_that_help_lists(target: str, command: str) -> None:
    rule = re.search(rf"^{target}:.*## .+\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)

    assert rule is not None
    assert rule[1] == f"\t{command}\n"


def test_make_without_a_target_lists_them() -> None:
    first = re.search(r"^(\w+):", MAKEFILE, re.MULTILINE)

    assert first is not None
    assert first[1] == "help"


def test_clean_leaves_the_learners_work() -> None:
    rule = MAKEFILE.split("\nclean:")[1]

    assert "rm -rf" in rule
    assert not re.search(r"(?<=\s)(my|notebooks|\.env)\b(?! stay)", rule.split("\n", 1)[1])


def test_the_devcontainer_prepares_the_same_environment() -> None:
    container = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text())
    python = re.fullmatch(r"python:([\d.]+)-\w+", container["image"])

    assert container["postCreateCommand"] == "python3 start.py prepare"
    assert python is not None
    assert python[1] in supported()
