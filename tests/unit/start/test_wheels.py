"""The wheelhouse: which packages of a lock another machine needs."""

from pathlib import Path
from types import ModuleType

import pytest

from classroom.backend.pythons import supported

from .conftest import load

LOCK = """\
anyio==4.16.0 \\
    --hash=sha256:aa \\
    --hash=sha256:ab
numpy==2.4.6 ; python_full_version < '3.12' \\
    --hash=sha256:ba
numpy==2.5.5 ; python_full_version >= '3.12' \\
    --hash=sha256:bb
pywin32==312 ; sys_platform == 'win32' \\
    --hash=sha256:ca
soupsieve==2.10 ; python_full_version < '3.11.5' \\
    --hash=sha256:da
"""


@pytest.fixture
def wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    module = load("tools/wheelhouse.py")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "WHEELHOUSE", tmp_path / "wheelhouse")
    return module


@pytest.mark.parametrize(
    ("platform", "python", "pinned"),
    [
        ("Linux x86_64", "3.11.0", ["anyio==4.16.0", "numpy==2.4.6", "soupsieve==2.10"]),
        ("Linux x86_64", "3.11.99", ["anyio==4.16.0", "numpy==2.4.6"]),
        ("macOS arm64", "3.12.99", ["anyio==4.16.0", "numpy==2.5.5"]),
        ("Windows amd64", "3.14.0", ["anyio==4.16.0", "numpy==2.5.5", "pywin32==312"]),
    ],
)
def test_each_machine_gets_what_its_markers_say(
    wheels: ModuleType, platform: str, python: str, pinned: list[str]
) -> None:
    assert list(wheels.needed(LOCK, platform, python)) == pinned


def test_an_entry_keeps_its_hashes_and_loses_its_marker(wheels: ModuleType) -> None:
    chosen = wheels.needed(LOCK, "Linux x86_64", "3.12.0")

    assert chosen["anyio==4.16.0"] == (
        "anyio==4.16.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:ab"
    )
    assert chosen["numpy==2.5.5"] == "numpy==2.5.5 \\\n    --hash=sha256:bb"


def test_everyone_means_every_system_and_every_supported_python(
    wheels: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, ...]] = []
    for lock in wheels.LOCKS:
        (wheels.ROOT / lock).parent.mkdir(parents=True, exist_ok=True)
        (wheels.ROOT / lock).write_text(LOCK)
    monkeypatch.setattr(wheels, "download", lambda _lock, *options: asked.append(options))

    wheels.main(["--everyone"])

    options = {option for command in asked for option in command}
    assert len(asked) == len(wheels.LOCKS) * (1 + len(wheels.PLATFORMS) * len(wheels.PYTHONS))
    assert {"--platform=manylinux_2_17_x86_64", "--platform=win_amd64"} < options
    assert {"--platform=macosx_12_0_arm64", "--platform=macosx_12_0_x86_64"} < options
    assert {f"--python-version={minor}.0" for minor in supported()} < options


def test_a_wheel_for_every_machine_is_asked_for_once(
    wheels: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted: list[str] = []
    for lock in wheels.LOCKS:
        (wheels.ROOT / lock).parent.mkdir(parents=True, exist_ok=True)
        (wheels.ROOT / lock).write_text(LOCK)
    wheels.WHEELHOUSE.mkdir()
    (wheels.WHEELHOUSE / "anyio-4.16.0-py3-none-any.whl").touch()
    (wheels.WHEELHOUSE / "numpy-2.5.5-cp312-cp312-win_amd64.whl").touch()
    monkeypatch.setattr(wheels, "download", lambda lock, *_: wanted.append(lock.read_text()))

    wheels.everyone()

    assert not any("anyio" in text for text in wanted)
    assert any("numpy==2.5.5" in text for text in wanted)
