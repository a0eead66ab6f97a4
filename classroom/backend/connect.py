"""Make a boto3 client for the backend in the settings: embedded, local or aws."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from classroom.backend import embedded
from classroom.backend.settings import (
    ENDPOINT,
    KEYS,
    PROFILE,
    REGION,
    Settings,
    is_amazon,
    read_settings,
)
from classroom.errors import SettingsError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodbstreams import DynamoDBStreamsClient

# Emulators ignore keys, but boto3 needs some. A real key never goes to a local endpoint.
_FAKE = {
    "aws_access_key_id": "workshop",
    "aws_secret_access_key": "workshop",
    "region_name": "us-east-1",
}


def connect() -> "DynamoDBClient":
    """Return a DynamoDB client for the backend in `.env`; raise SettingsError if it's unclear."""
    client: DynamoDBClient = _client("dynamodb")
    return client


def connect_streams() -> "DynamoDBStreamsClient":
    """Return a client of DynamoDB Streams for the same backend as `connect`."""
    client: DynamoDBStreamsClient = _client("dynamodbstreams")
    return client


def _client(service: str) -> Any:
    settings = read_settings()
    if settings.backend == "embedded":
        embedded.start()
        client = _isolated_client(service, None)
        client.meta.events.register("before-send", embedded.refuse_when_off)
        return client
    embedded.stop()
    if settings.backend == "local":
        return _isolated_client(service, settings.endpoint)
    return _amazon(service, settings)


def _config(**more: Any) -> Any:
    """Return the limits of a request: three attempts, each with 1 s to connect and 2 s to read."""
    from botocore.config import Config

    return Config(
        connect_timeout=1,
        read_timeout=2,
        retries={"total_max_attempts": 3, "mode": "standard"},
        **more,
    )


def _isolated_client(service: str, endpoint: str | None) -> Any:
    """Return a client that ignores this machine's AWS settings and proxies."""
    import boto3  # type: ignore[import-untyped]

    with embedded.without_aws_settings():
        session = boto3.Session(**_FAKE)
        # moto knows no address for each account, as the one of Streams would have.
        config = _config(proxies={}, account_id_endpoint_mode="disabled")
        return session.client(service, endpoint_url=endpoint, config=config)


def _amazon(service: str, settings: Settings) -> Any:
    """Return a client from AWS's standard chain; only its session sees what `.env` adds."""
    import boto3
    from botocore.exceptions import BotoCoreError

    given = settings.aws
    if len(pair := [name for name in KEYS[:2] if name in given]) == 1:
        absent = next(name for name in KEYS[:2] if name not in given)
        raise SettingsError(f"{pair[0]} is set, but {absent} isn't.\nSet both of them, or neither.")
    try:
        session = boto3.Session(
            **{name.lower(): given[name] for name in KEYS if name in given},
            profile_name=given.get(PROFILE),
            region_name=given.get(REGION),
        )
        if session.region_name is None:
            raise SettingsError(f"{REGION} is missing.\nAllowed: a region, such as eu-central-1.")
        if session.get_credentials() is None:
            raise SettingsError(
                f"No AWS credentials found.\nSet {' and '.join(KEYS[:2])}, or {PROFILE}."
            )
        endpoint = settings.endpoint if service == "dynamodb" else None  # it's that of DynamoDB
        client = session.client(service, endpoint_url=endpoint, config=_config())
    except BotoCoreError as error:  # half a pair of keys, an unknown profile or region
        raise SettingsError(f"Your AWS settings don't work: {error}") from None
    if not is_amazon(client.meta.endpoint_url):
        raise SettingsError(
            "EVENTSTORE_BACKEND is 'aws', but your AWS configuration names the endpoint "
            f"{urlsplit(client.meta.endpoint_url).hostname}.\n"
            "Allowed: an address of AWS. For another server, set EVENTSTORE_BACKEND=local "
            f"and {ENDPOINT}."
        )
    return client
