"""Which installer does the work, what it's told, and what a person sees of it."""

import os
from pathlib import Path
from types import ModuleType

import pytest

from tools import installing

from .conftest import Recorder, prepare

UV_LOG = """Using Python 3.11.7 environment at: .venv
Resolved 127 packages in 605ms
Downloading jupyterlab (16.5MiB)
Downloading pandas (11.5MiB)
 Downloaded pandas
"""
PIP_LOG = """Ignoring pywin32: markers 'sys_platform == "win32"' don't match your environment
Collecting anyio==4.16.0 (from -r requirements/workshop.lock)
  Downloading anyio.whl
Requirement already satisfied: six==1.17.0 in ./.venv
Processing ./wheelhouse/arrow-1.4.0-py3-none-any.whl
"""


def installers(programs: Recorder) -> list[str]:
    """Which program has been asked to install the workshop's lock, one after another."""
    commands = programs.those_with("install", "requirements/workshop.lock")
    return [Path(command[0]).stem for command in commands]


@pytest.mark.parametrize(
    "setting",
    [
        "global.index-url='https://index.example/simple'",
        "install.index-url='https://index.example/simple'",
        ":env:.index-url='https://index.example/simple'",
        "global.extra-index-url='https://index.example/simple\\nfile:///here'",
        "global.no-index='true'",
        "global.proxy='http://proxy.example:3128'",
        "global.trusted-host='index.example'",
        "global.client-cert='/etc/company.pem'",
        "global.cert='/etc/company.pem'",
    ],
)
def test_pip_does_the_work_if_it_has_been_told_how_to_reach_an_index(
    start: ModuleType, programs: Recorder, setting: str
) -> None:
    programs.settings = f"global.timeout='60'\n{setting}\n"

    assert prepare(start, programs) == ["venv", "lock", "project"]

    assert installers(programs) == ["python"]


def test_uv_does_the_work_if_it_can_reach_the_index_as_pip_does(
    start: ModuleType, programs: Recorder
) -> None:
    os.environ["SSL_CERT_FILE"] = "/etc/ssl/cert.pem"
    programs.settings = (
        ":env:.cert='/etc/ssl/cert.pem'\n"
        "global.extra-index-url='file:///here'\n"
        "global.timeout='60'\n"
    )

    prepare(start, programs)

    assert installers(programs) == ["uv"]


def test_pip_does_the_work_if_there_is_no_uv_for_this_machine(
    start: ModuleType, programs: Recorder
) -> None:
    programs.acts["-r requirements/installer.lock"] = lambda: 1

    assert prepare(start, programs)[-2:] == ["lock", "project"]

    assert installers(programs) == ["python"]
    assert prepare(start, programs) == []


def test_pip_tries_what_uv_could_not_do(
    start: ModuleType, programs: Recorder, capsys: pytest.CaptureFixture[str]
) -> None:
    programs.acts["uv pip install"] = lambda: 2

    prepare(start, programs)

    assert installers(programs) == ["uv", "python"]
    assert "uv could not do it, so pip tries." in capsys.readouterr().out


def test_uv_is_fetched_once_and_again_if_its_lock_changes(
    start: ModuleType, programs: Recorder, checkout: Path
) -> None:
    prepare(start, programs)
    (checkout / "pyproject.toml").write_text("[project]  # changed\n")
    assert prepare(start, programs) == ["lock", "project"]

    (checkout / "requirements" / "installer.lock").write_text("uv==2 \\\n")
    (checkout / "pyproject.toml").write_text("[project]  # changed again\n")

    assert prepare(start, programs) == ["uv", "lock", "project"]


@pytest.mark.parametrize("option", ["target", "prefix", "root", "user"])
@pytest.mark.parametrize("section", ["global", "install"])
def test_a_pip_that_installs_somewhere_else_keeps_its_other_settings(
    start: ModuleType, programs: Recorder, section: str, option: str
) -> None:
    os.environ["PIP_TIMEOUT"] = "90"
    programs.settings = (
        f"{section}.{option}='/elsewhere'\n"
        "global.index-url='https://index.example/simple'\n"
        "global.find-links='/a\\n/b'\n"
        "global.timeout='60'\n"
        "list.format='columns'\n"
    )

    prepare(start, programs)

    for command, variables in zip(programs.commands, programs.variables, strict=True):
        if "install" in command:
            assert variables["PIP_CONFIG_FILE"] == os.devnull
            assert variables["PIP_INDEX_URL"] == "https://index.example/simple"
            assert variables["PIP_FIND_LINKS"] == "/a /b"
            assert variables["PIP_TIMEOUT"] == "90"  # a variable counts for more than a file
            assert not {"PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_FORMAT"} & variables.keys()


def test_the_size_is_said_before_anything_is_downloaded(
    start: ModuleType, programs: Recorder, capsys: pytest.CaptureFixture[str]
) -> None:
    seen = []
    programs.acts["-r requirements/installer.lock"] = lambda: seen.append(capsys.readouterr().out)

    prepare(start, programs)

    assert "about 127 MB to download, about 20 s at 50 Mbit/s." in seen[0]


def test_the_bar_says_how_far_uv_is_and_what_it_does() -> None:
    lines = UV_LOG.splitlines(keepends=True)
    seen = [installing.uv_progress("".join(lines[:n]), 127, 0) for n in range(len(lines) + 1)]
    prepared = f"{UV_LOG}Prepared 127 packages in 5.80s\n"
    seen += [installing.uv_progress(prepared, 127, placed) for placed in (1, 64, 127)]

    assert seen[0] == (0, "looking what is needed")
    assert seen[len(lines)][1] == "downloading: 12 of 28 MB (got pandas)"
    assert seen[-1] == (1, "unpacking 127 packages")
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_the_bar_says_how_far_pip_is_and_what_it_does() -> None:
    done, what = installing.pip_progress(PIP_LOG, 121, 5)
    assert (round(done, 2), what) == (0.02, "downloading: 3 of 120 packages")

    done, what = installing.pip_progress(f"{PIP_LOG}Installing collected packages: six", 121, 60)
    assert (round(done, 2), what) == (0.9, "unpacking: 60 packages are in place")


def test_the_bar_fits_into_a_line() -> None:
    assert installing.bar(0.5, "half") == f"  [##########----------] {'half':54}"
    assert len(installing.bar(7, "x" * 200)) < 80
