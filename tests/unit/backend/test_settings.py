"""The settings come from the environment, else from a file, and a slip in them is named."""

import os

import pytest

from classroom.backend import settings
from classroom.backend.settings import KNOWN, read_settings

SECRET = "not-a-real-secret"


def test_nothing_set_means_embedded_with_tables_called_workshop() -> None:
    found = read_settings()

    assert (found.backend, found.prefix, found.endpoint, found.aws) == (
        *("embedded", "workshop", None),
        {},
    )
    assert found.my == settings.project_root() / "my"


def test_the_root_is_the_folder_of_pyproject_toml() -> None:
    assert (settings.project_root() / "pyproject.toml").is_file()


def test_the_file_sets_what_the_environment_does_not(env_file, monkeypatch) -> None:
    env_file("EVENTSTORE_PREFIX=from-file\nEVENTSTORE_MY=home\n")
    monkeypatch.setenv("EVENTSTORE_PREFIX", "from-environment")

    found = read_settings()

    assert found.prefix == "from-environment"
    assert found.my == settings.project_root() / "home"


def test_another_file_is_named_by_a_variable(env_file, monkeypatch, tmp_path) -> None:
    env_file("EVENTSTORE_PREFIX=ignored")
    (tmp_path / "room.env").write_text("\ufeffEVENTSTORE_PREFIX=room", encoding="utf-8")
    monkeypatch.setenv("EVENTSTORE_ENV_FILE", "room.env")

    assert read_settings().prefix == "room"


def test_a_named_file_that_is_missing_is_refused(monkeypatch, refused) -> None:
    monkeypatch.setenv("EVENTSTORE_ENV_FILE", "absent.env")

    assert "EVENTSTORE_ENV_FILE is 'absent.env' (from the environment)" in refused()


def test_reading_the_file_does_not_change_a_variable(env_file) -> None:
    before = dict(os.environ)
    env_file("EVENTSTORE_PREFIX=mine\nAWS_SECRET_ACCESS_KEY=a${HOME}")

    assert read_settings().aws == {"AWS_SECRET_ACCESS_KEY": "a${HOME}"}
    assert dict(os.environ) == before


def test_a_misspelt_value_names_setting_value_place_and_what_is_allowed(env_file, refused) -> None:
    env_file("EVENTSTORE_BACKEND=embeded")

    assert refused() == (
        "EVENTSTORE_BACKEND is 'embeded' (from .env). Did you mean embedded?\n"
        "Allowed: embedded, local, aws."
    )


def test_the_message_names_the_environment_as_the_source(monkeypatch, refused) -> None:
    monkeypatch.setenv("EVENTSTORE_BACKEND", "AWS!")

    assert "EVENTSTORE_BACKEND is 'AWS!' (from the environment)" in refused()


@pytest.mark.parametrize(
    "name",
    [
        "EVENTSTORE_BACKND",
        "EVENSTORE_BACKEND",
        "EVENT_STORE_BACKEND",
        "eventstore_backend",
        "EVENTSTORE_X",
    ],
)
@pytest.mark.parametrize("place", [".env", "the environment"])
def test_a_misspelt_name_is_refused_in_both_sources(
    env_file, monkeypatch, name, place, refused
) -> None:
    if place == ".env":
        env_file(f"{name}={SECRET}")
    else:
        monkeypatch.setenv(name, SECRET)

    message = refused()

    assert message.startswith(f"There is no setting {name} (from {place}).")
    assert name == "EVENTSTORE_X" or "Did you mean EVENTSTORE_BACKEND?" in message
    assert SECRET not in message


def test_an_aws_variable_that_we_would_ignore_is_refused_in_the_file(env_file, refused) -> None:
    env_file("AWS_REGION=eu-central-1")

    assert "There is no setting AWS_REGION (from .env)" in refused()


def test_variables_of_other_programs_are_ignored(env_file, monkeypatch) -> None:
    env_file("COMPOSE_PROJECT_NAME=x\nEVENTSTORE_TEST_ENDPOINTS=http://127.0.0.1:1")
    for name in ("AWS_MAX_ATTEMPTS", "S3_ACCESS_KEY_ID", "TF_AWS_PROFILE", "R2_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "2")

    assert read_settings().backend == "embedded"


def test_the_example_names_every_setting_and_sets_none() -> None:
    lines = (settings.project_root() / ".env.example").read_text(encoding="utf-8").splitlines()

    assert all(not line or line.startswith("#") for line in lines)
    assert {line[2:].partition("=")[0] for line in lines if "=" in line} == set(KNOWN)
