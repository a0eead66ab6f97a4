"""What the tests of the backend need: settings of their own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from classroom.backend import settings
from classroom.backend.probes import Probes
from classroom.errors import SettingsError

from ...plain import no_embedded_backend, no_settings

__all__ = ["no_embedded_backend", "no_settings"]


@pytest.fixture
def own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EVENTSTORE_MY", str(tmp_path / "my"))


@pytest.fixture
def no_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    """The doctor starts none: that takes a second or two, and has tests of its own."""
    monkeypatch.setattr(Probes, "kernel", lambda _: "")


@pytest.fixture
def env_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Write .env at the root of a project of its own."""

    def write(text: str) -> None:
        (tmp_path / ".env").write_text(text, encoding="utf-8")

    monkeypatch.setattr(settings, "project_root", lambda: tmp_path)
    monkeypatch.delenv("EVENTSTORE_ENV_FILE")
    return write


@pytest.fixture
def refused() -> Callable[[], str]:
    """Read the settings, and return the message of the error that they must raise."""

    def read() -> str:
        with pytest.raises(SettingsError) as caught:
            settings.read_settings()
        return str(caught.value)

    return read
