"""Keep every test away from AWS and other servers: moto imitates DynamoDB in this process.

pytest reads this file before any test, so moto answers every boto3 client that a test makes. The
tests don't see this machine's AWS settings.
"""

import os
from typing import NoReturn

# With these, moto would ask a server instead of answering itself.
MOTO = {
    "TEST_SERVER_MODE",
    "TEST_SERVER_MODE_ENDPOINT",
    "TEST_PROXY_MODE",
    "INITIAL_NO_AUTH_ACTION_COUNT",
}


def hide_what_this_machine_says() -> None:
    """Remove every variable that leads to AWS, and set a fake key."""
    for name in list(os.environ):
        if name.upper().startswith(("AWS_", "BOTO_")) or name.upper() in MOTO:
            del os.environ[name]
    os.environ.update(
        AWS_ACCESS_KEY_ID="fake",
        AWS_SECRET_ACCESS_KEY="fake",  # noqa: S106 - a fake one
        AWS_DEFAULT_REGION="us-east-1",
        AWS_CONFIG_FILE=os.devnull,
        AWS_SHARED_CREDENTIALS_FILE=os.devnull,
        AWS_EC2_METADATA_DISABLED="true",
    )


def refuse_to_send(_session: object, request: object) -> NoReturn:
    """Stop a request that moto hasn't answered and botocore would send."""
    raise RuntimeError(f"stopped a request to {getattr(request, 'url', 'a server')}")


hide_what_this_machine_says()

from botocore.httpsession import URLLib3Session  # noqa: E402
from moto import mock_aws, settings  # noqa: E402

settings.TEST_SERVER_MODE = False  # moto may have been imported before this was hidden
settings.INITIAL_NO_AUTH_ACTION_COUNT = float("inf")
URLLib3Session.send = refuse_to_send
mock_aws().start()
