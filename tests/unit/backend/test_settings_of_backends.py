"""Each backend asks for its own address, prefix and keys, and refuses another's."""

import pytest

from classroom import connect
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
        "http://127.0.0.1:99999",
        "http://127.0.0.1:abc",
        "http://127.0.0.1:-1",
        "http://127.0.0.1:0",
        "http://:8000",
        "http://",
        "http:8000",
        "http://::1:8000",
        "http://[::1",
        "http://[dynamodb]:8000",
        "http://my server:8000",
        "http://dynamodb_local:8000",
        "http://127.0.0.1:8000/a b",
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


@pytest.mark.parametrize(
    "url",
    [
        *(
            "http://127.0.0.1:8000",
            "http://[::1]:8000",
            "http://localhost",
            "https://ddb.room/path",
        ),
        *("HTTP://LOCALHOST:65535", "http://ada:secret@127.0.0.1:8000"),
    ],
)
def test_local_takes_any_other_address(monkeypatch, url) -> None:
    monkeypatch.setenv("EVENTSTORE_BACKEND", "local")
    monkeypatch.setenv("EVENTSTORE_PREFIX", "mine")
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", url)

    assert read_settings().endpoint == url
    assert connect().meta.endpoint_url == url


@pytest.mark.parametrize("port", ["99999", "abc"])
def test_a_password_in_an_address_with_a_wrong_port_is_not_shown(
    monkeypatch, port, refused
) -> None:
    monkeypatch.setenv("EVENTSTORE_BACKEND", "local")
    monkeypatch.setenv("EVENTSTORE_PREFIX", "mine")
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", f"http://me:{SECRET}@127.0.0.1:{port}")

    assert SECRET not in refused()


def test_aws_refuses_a_port_that_there_is_not(env_file, refused) -> None:
    url = "https://dynamodb.eu-central-1.amazonaws.com:99999"
    env_file(f"EVENTSTORE_BACKEND=aws\nEVENTSTORE_PREFIX=a\nAWS_ENDPOINT_URL_DYNAMODB={url}")

    assert f"AWS_ENDPOINT_URL_DYNAMODB is {url!r} (from .env)" in refused()


def test_aws_refuses_the_address_of_another_server(env_file, refused) -> None:
    env_file(
        "EVENTSTORE_BACKEND=aws\nEVENTSTORE_PREFIX=a\nAWS_ENDPOINT_URL_DYNAMODB=http://127.0.0.1:1"
    )

    assert "for another server, set EVENTSTORE_BACKEND=local" in refused()


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
