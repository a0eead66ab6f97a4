"""Which Python start.py accepts, and what it says to the others."""

import ast
import re
import shutil
from types import ModuleType, SimpleNamespace

import pytest

from classroom.backend.pythons import supported

from .conftest import PROJECT


@pytest.mark.parametrize("name", supported())
def test_every_supported_python_is_accepted(start: ModuleType, name: str) -> None:
    major, minor = map(int, name.split("."))

    assert start.python_problem((major, minor, 0), []) == ""


@pytest.mark.parametrize("version", [(3, 10, 13), (3, 15, 0), (2, 7, 18), (3, 1, 1)])
def test_another_python_is_told_what_was_found_and_what_is_needed(
    start: ModuleType, version: tuple[int, int, int]
) -> None:
    said = start.python_problem(version, [])

    *others, newest = supported()
    assert f"needs Python {', '.join(others)} or {newest}" in said
    assert "this is Python " + ".".join(map(str, version)) in said
    assert "python.org/downloads" in said


def test_a_better_python_on_this_machine_is_suggested(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", {"python3.12": "/usr/bin/python3.12"}.get)

    assert "try:  python3.12 start.py" in start.python_problem((3, 9, 6), [])


def test_on_windows_the_launcher_is_told_which_python_to_take(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start, "os", SimpleNamespace(name="nt"))
    monkeypatch.setattr(shutil, "which", lambda _name: None)

    assert "try:  py -3.13 start.py" in start.python_problem((3, 15, 0), [])


@pytest.mark.parametrize(("minor", "missing"), [(15, []), (12, ["venv"])])
def test_the_page_to_get_a_python_from_is_that_of_one_that_will_do(
    start: ModuleType, minor: int, missing: list[str]
) -> None:
    said = start.python_problem((3, minor, 0), missing)

    (version,) = re.findall(r"python\.org/downloads/release/python-3(\d\d)\d+", said)
    assert f"3.{version}" in start.PYTHONS


def test_without_a_better_python_nothing_is_suggested(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)

    assert "try:" not in start.python_problem((3, 9, 6), [])


def test_a_missing_venv_is_named_with_the_package_to_install(start: ModuleType) -> None:
    said = start.python_problem((3, 12, 3), ["ensurepip"])

    assert "it lacks ensurepip" in said
    assert "sudo apt install python3.12-venv" in said


@pytest.mark.parametrize("file", ["start.py", "tools/environments.py"])
def test_python_3_6_can_read_the_file_as_far_as_the_message(file: str) -> None:
    ast.parse((PROJECT / file).read_text(encoding="utf-8"), feature_version=(3, 6))
