"""Which browser is found, and what is said where there is none."""

import pytest

from . import chromium


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """A machine with these programs."""
    programs = {"apt-get", "sudo"}
    monkeypatch.delenv(chromium.NAMED, raising=False)
    monkeypatch.setattr(
        chromium.shutil, "which", lambda name: f"/bin/{name}" if name in programs else None
    )
    monkeypatch.setattr(chromium.subprocess, "call", lambda _command: 1)
    return programs


def test_what_is_there_is_taken_and_nothing_installed(machine: set[str]) -> None:
    machine.add("google-chrome")

    assert chromium.ensure() == "/bin/google-chrome"


def test_a_named_browser_goes_before_others(
    machine: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    machine |= {"chromium", "brave"}
    monkeypatch.setenv(chromium.NAMED, "brave")

    assert chromium.ensure() == "/bin/brave"


def test_a_named_browser_that_is_missing_is_not_replaced_by_another(
    machine: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.add("chromium")
    monkeypatch.setenv(chromium.NAMED, "brave")

    with pytest.raises(chromium.MissingBrowserError, match="is 'brave', but there is no such"):
        chromium.ensure()


@pytest.mark.parametrize(
    ("user", "words"), [(0, ["apt-get"]), (1000, ["sudo", "--non-interactive", "apt-get"])]
)
def test_debian_installs_it(
    machine: set[str], monkeypatch: pytest.MonkeyPatch, user: int, words: list[str]
) -> None:
    commands: list[list[str]] = []

    def call(command: list[str]) -> int:
        commands.append(command)
        machine.update({"chromium"} if "install" in command else set())
        return 0

    monkeypatch.setattr(chromium.subprocess, "call", call)
    monkeypatch.setattr(chromium.os, "geteuid", lambda: user, raising=False)

    assert chromium.ensure() == "/bin/chromium"
    assert [command[: len(words)] for command in commands] == [words, words]
    assert [command[-1] for command in commands] == ["update", "chromium"]


@pytest.mark.parametrize("has_apt", [True, False])
def test_where_it_cannot_be_installed_we_say_what_to_do(machine: set[str], has_apt: bool) -> None:
    if not has_apt:
        machine.clear()

    with pytest.raises(chromium.MissingBrowserError, match="apt-get install chromium"):
        chromium.ensure()
