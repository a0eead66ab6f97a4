"""An installation that pip gives up, or that somebody interrupts: the next start picks it up."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from .conftest import Recorder, prepare


def interrupted() -> Callable[[], int]:
    """Ctrl-C comes to us and to pip, which then ends with its usual code."""
    presses = [KeyboardInterrupt()]

    def wait() -> int:
        if presses:
            raise presses.pop()
        return 1

    return wait


def killed() -> Callable[[], int]:
    """A signal has ended pip: POSIX gives it as a negative code."""
    return lambda: -9


def test_an_interrupted_first_start_is_picked_up(start: ModuleType, programs: Recorder) -> None:
    programs.acts["requirements/workshop.lock"] = interrupted()
    with pytest.raises(KeyboardInterrupt):
        start.main(["prepare"])
    del programs.acts["requirements/workshop.lock"]

    assert prepare(start, programs) == ["venv", "uv", "lock", "project"]
    assert prepare(start, programs) == []


def test_a_failed_installation_ends_with_the_words_of_pip(
    start: ModuleType, programs: Recorder, checkout: Path
) -> None:
    def fail() -> int:
        (checkout / ".venv" / "installing.log").write_text(
            "ERROR: No matching distribution for one==1\n"
        )
        return 1

    programs.acts["requirements/workshop.lock"] = fail
    with pytest.raises(SystemExit, match="No matching distribution for one==1"):
        start.main(["prepare"])
    del programs.acts["requirements/workshop.lock"]

    assert prepare(start, programs) == ["lock", "project"]
    assert prepare(start, programs) == []


def test_a_project_that_cannot_be_installed_is_tried_again(
    start: ModuleType, programs: Recorder
) -> None:
    programs.acts["--editable"] = lambda: 1
    with pytest.raises(SystemExit, match="The project itself"):
        start.main(["prepare"])
    del programs.acts["--editable"]

    assert prepare(start, programs) == ["lock", "project"]
    assert prepare(start, programs) == []


def test_a_change_that_pip_gives_up_leaves_the_environment_and_is_tried_again(
    start: ModuleType, programs: Recorder, checkout: Path
) -> None:
    prepare(start, programs)
    before = (checkout / "requirements/workshop.lock").read_text()
    (checkout / "requirements/workshop.lock").write_text("three==3 \\\n")
    programs.acts["requirements/workshop.lock"] = lambda: 1
    with pytest.raises(SystemExit, match="to try again"):
        start.main(["prepare"])
    del programs.acts["requirements/workshop.lock"]

    (checkout / "requirements/workshop.lock").write_text(
        before
    )  # pip may have changed some: it is asked
    assert prepare(start, programs) == ["lock", "project"]
    assert prepare(start, programs) == []


def test_a_lint_that_pip_gives_up_leaves_the_workshop_as_it_was(
    start: ModuleType, programs: Recorder
) -> None:
    prepare(start, programs)
    programs.acts["requirements/lint.lock"] = lambda: 1
    with pytest.raises(SystemExit):
        start.main(["lint"])

    assert prepare(start, programs) == []


@pytest.mark.parametrize("step", ["requirements/workshop.lock", "--editable"])
@pytest.mark.parametrize("how", [killed, interrupted])
def test_a_change_that_was_interrupted_begins_with_a_new_environment(
    start: ModuleType, programs: Recorder, checkout: Path, step: str, how: Callable[[], Any]
) -> None:
    prepare(start, programs)
    (checkout / "requirements/workshop.lock").write_text("three==3 \\\n")
    programs.acts[step] = how()
    with pytest.raises((SystemExit, KeyboardInterrupt)):
        start.main(["prepare"])
    del programs.acts[step]

    assert prepare(start, programs) == ["venv", "uv", "lock", "project"]


def test_a_stamp_that_was_interrupted_is_as_good_as_none(
    start: ModuleType, programs: Recorder, checkout: Path
) -> None:
    prepare(start, programs)
    (checkout / ".venv" / "installed.json").write_text("")

    assert prepare(start, programs) == ["venv", "uv", "lock", "project"]
