"""The settings come from variables, or else from a file, and a slip in them is named."""

import os
from pathlib import Path

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

    assert "EVENTSTORE_ENV_FILE is 'absent.env' (an environment variable)" in refused()


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

    assert "EVENTSTORE_BACKEND is 'AWS!' (an environment variable)" in refused()


@pytest.mark.parametrize(
    "name",
    [
        "EVENTSTORE_BACKND",
        "EVENSTORE_BACKEND",
        "EVENT_STORE_BACKEND",
        "eventstore_backend",
    ],
)
@pytest.mark.parametrize("place", ["from .env", "an environment variable"])
def test_a_misspelt_name_is_refused_in_both_sources(
    env_file, monkeypatch, name, place, refused
) -> None:
    if place == "from .env":
        env_file(f"{name}={SECRET}")
    else:
        monkeypatch.setenv(name, SECRET)

    message = refused()

    assert message.startswith(f"There is no setting {name} ({place}).")
    assert "Did you mean EVENTSTORE_BACKEND?" in message
    assert SECRET not in message


# KurrentDB was EventStoreDB, and its settings still begin like ours.
OF_KURRENTDB = [
    *("CERTIFICATE_FILE", "CLUSTER_SIZE", "CONFIG", "DB", "DEV", "ENABLE_ATOM_PUB_OVER_HTTP"),
    *("EXT_IP", "HTTP_PORT", "INDEX", "INSECURE", "LOG", "LOG_LEVEL", "MAX_MEMTABLE_SIZE"),
    *("MEM_DB", "NODE_IP", "NODE_PORT", "PREPARE_COUNT", "RUN_PROJECTIONS"),
]


@pytest.mark.parametrize("start", ["EVENTSTORE_", "eventstore_", "EVENT_STORE_"])
def test_variables_of_another_event_store_are_ignored(monkeypatch, start) -> None:
    for name in OF_KURRENTDB:
        monkeypatch.setenv(f"{start}{name}", SECRET)

    assert read_settings().backend == "embedded"


@pytest.mark.parametrize("name", ["EVENTSTORE_X", "EVENTSTORE_INSECURE"])
def test_in_our_own_file_every_unknown_name_like_ours_is_refused(env_file, name, refused) -> None:
    env_file(f"{name}={SECRET}")

    assert refused().startswith(f"There is no setting {name} (from .env).\nAllowed: EVENTSTORE_")


@pytest.mark.parametrize("name", ["EVENTSTORE_PREFX", "EVENTSTORE_PREFIXES", "EVENTSTORE_ENVFILE"])
def test_other_slips_in_a_variables_name_are_noticed_too(monkeypatch, name, refused) -> None:
    monkeypatch.setenv(name, "ada")

    assert f"There is no setting {name} (an environment variable). Did you mean" in refused()


TEXT = f"EVENTSTORE_PREFIX=größe\nAWS_SECRET_ACCESS_KEY={SECRET}\n"
NOT_UTF_8 = {
    "UTF-16, as PowerShell writes it": TEXT.encode("utf-16"),
    "UTF-16 the other way round": b"\xfe\xff" + TEXT.encode("utf-16-be"),
    "UTF-16 without a mark": TEXT.encode("utf-16-le"),
    "UTF-16 of English only": TEXT.replace("ö", "o").replace("ß", "s").encode("utf-16-be"),
    "UTF-32": TEXT.encode("utf-32"),
    "Latin-1": TEXT.encode("latin-1"),
    "zeros": TEXT.encode() + b"\0\0\0",
}


@pytest.mark.parametrize("kind", NOT_UTF_8)
def test_a_file_in_another_encoding_is_named_and_told_what_to_do(
    env_file, tmp_path, kind, refused
) -> None:
    env_file("")
    (tmp_path / ".env").write_bytes(NOT_UTF_8[kind])

    assert refused() == (
        "The file .env is not text in UTF-8.\n"
        "Open it in an editor, save it with the encoding UTF-8, and try again."
    )


def test_a_folder_in_place_of_the_file_is_named(env_file, tmp_path, refused) -> None:
    env_file("")
    (tmp_path / ".env").unlink()
    (tmp_path / ".env").mkdir()

    assert refused() == (
        ".env is a folder, but the settings belong in a file of that name.\n"
        "Rename the folder, or set EVENTSTORE_ENV_FILE to another file."
    )


def test_a_file_that_we_may_not_read_is_named(env_file, monkeypatch, refused) -> None:
    env_file("EVENTSTORE_PREFIX=ada")

    def read_bytes(_) -> bytes:
        raise PermissionError(13, "Permission denied", "/home/ada/.env")

    monkeypatch.setattr(Path, "read_bytes", read_bytes)

    assert refused() == (
        "The file .env can't be read: Permission denied.\nAllow yourself to read it, or remove it."
    )


def test_a_path_may_begin_with_the_home_folder(env_file, monkeypatch, tmp_path) -> None:
    env_file("EVENTSTORE_MY=~/work\n")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))

    assert read_settings().my == tmp_path / "home" / "work"


def test_the_file_of_settings_may_be_in_the_home_folder(monkeypatch, tmp_path) -> None:
    (tmp_path / "room.env").write_text("EVENTSTORE_PREFIX=room")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("EVENTSTORE_ENV_FILE", "~/room.env")

    assert read_settings().prefix == "room"


def test_the_home_folder_of_nobody_is_refused(env_file, refused) -> None:
    env_file("EVENTSTORE_MY=~nobody-of-this-name/work")

    assert refused() == (
        "EVENTSTORE_MY is '~nobody-of-this-name/work' (from .env).\n"
        "Allowed: a folder; ~ at the beginning is your home folder."
    )


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
