"""Each backend asks for its own address, prefix and keys, and refuses another's."""

import pytest

from classroom.backend.settings import read_settings

SECRET = "not-a-real-secret"


def test_the_embedded_backend_ignores_a_broken_address(env_file, monkeypatch) -> None:
    env_file("")
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", "http://[::1")

    assert read_settings().endpoint is None


def test_half_an_address_is_refused_for_a_local_server(env_file, refused) -> None:
    env_file(
        "EVENTSTORE_BACKEND=local\nEVENTSTORE_PREFIX=ada\nAWS_ENDPOINT_URL_DYNAMODB=http://[::1"
    )

    assert "AWS_ENDPOINT_URL_DYNAMODB is 'http://[::1'" in refused()


@pytest.mark.parametrize("backend", ["local", "aws"])
def test_a_shared_backend_needs_a_prefix(env_file, backend, refused) -> None:
    env_file(f"EVENTSTORE_BACKEND={backend}\nAWS_ENDPOINT_URL_DYNAMODB=http://127.0.0.1:1")

    assert refused().startswith("EVENTSTORE_PREFIX is missing; set it in .env.\nAllowed: letters")


@pytest.mark.parametrize("prefix", ["my team", "größe", "a/b"])
def test_a_prefix_holds_only_what_a_tables_name_may(monkeypatch, prefix, refused) -> None:
    monkeypatch.setenv("EVENTSTORE_PREFIX", prefix)

    assert f"EVENTSTORE_PREFIX is {prefix!r}" in refused()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "127.0.0.1:8000",
        "file:///etc",
        "https://dynamodb.eu-central-1.amazonaws.com",
        "https://DYNAMODB.US-EAST-1.AMAZONAWS.COM./",
        "https://dynamodb.cn-north-1.amazonaws.com.cn",
        "https://123456789012.ddb.us-east-1.api.aws",
    ],
)
def test_local_needs_an_address_that_is_not_amazons(monkeypatch, url, refused) -> None:
    monkeypatch.setenv("EVENTSTORE_BACKEND", "local")
    monkeypatch.setenv("EVENTSTORE_PREFIX", "mine")
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", url)

    assert refused().startswith("AWS_ENDPOINT_URL_DYNAMODB is")


def test_aws_refuses_the_address_of_another_server(env_file, refused) -> None:
    env_file(
        "EVENTSTORE_BACKEND=aws\nEVENTSTORE_PREFIX=a\nAWS_ENDPOINT_URL_DYNAMODB=http://127.0.0.1:1"
    )

    assert "another server: EVENTSTORE_BACKEND=local" in refused()


def test_a_password_in_an_address_is_not_shown(monkeypatch, refused) -> None:
    monkeypatch.setenv("EVENTSTORE_BACKEND", "local")
    monkeypatch.setenv("EVENTSTORE_PREFIX", "mine")
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", f"ftp://me:{SECRET}@127.0.0.1")

    assert SECRET not in refused()


@pytest.mark.parametrize(
    "taken", ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "AWS_DEFAULT_PROFILE"]
)
def test_keys_of_the_file_never_mix_with_those_of_the_environment(
    env_file, monkeypatch, taken
) -> None:
    env_file(f"AWS_ACCESS_KEY_ID=one\nAWS_SECRET_ACCESS_KEY={SECRET}\nAWS_DEFAULT_REGION=x")
    monkeypatch.setenv(taken, "other")

    assert read_settings().aws == {"AWS_DEFAULT_REGION": "x"}


def test_settings_do_not_show_secrets(env_file) -> None:
    env_file(f"AWS_SECRET_ACCESS_KEY={SECRET}")

    assert SECRET not in f"{read_settings()} {read_settings()!r}"
