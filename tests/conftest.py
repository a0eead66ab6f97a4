"""What every test gets: the servers, and an environment that no setting of this machine enters."""

import os
from collections.abc import Iterator

import pytest

from .servers.fixtures import dynalite, ministack

__all__ = ["dynalite", "ministack"]


@pytest.fixture(scope="session", autouse=True)
def no_aws_settings() -> Iterator[None]:
    """No AWS_* variable and no ~/.aws file reaches a test, so none can find real credentials."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            patch.delenv(name)
        patch.setenv("AWS_CONFIG_FILE", os.devnull)
        patch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        yield
