"""Check a client: the store needs boto3's own, which is easy to confuse with others."""

from copy import copy
from inspect import iscoroutinefunction
from typing import Any

from eventstore.errors import shown

# The handler that boto3 registers on the client of a resource or a Table. It turns the attribute
# values of a reply into Python values.
CONVERTER = "dynamodb-attr-value-output"


def check_client(client: Any) -> None:
    """Raise TypeError unless this is a DynamoDB client that leaves attribute values as they are.

    Anything that passes calls on to such a client, for example to trace them, is fine too.
    """
    is_client = hasattr(client, "transact_write_items") and hasattr(client, "meta")
    is_async = iscoroutinefunction(getattr(client, "close", None))  # such as aiobotocore's
    if not is_client or is_async or _converts_values(client):
        raise TypeError(
            "client must be a DynamoDB client, and neither async nor that of a boto3 resource, "
            f"got {shown(client)}; pass boto3.client('dynamodb')"
        )


def _converts_values(client: Any) -> bool:
    # botocore ignores a handler if another one has the same id. So if it ignores ours, boto3's
    # converter is there. We try it on a copy, so that the client stays as it is.
    events = copy(client.meta.events)
    events.register("eventstore.probe", _answer, unique_id=CONVERTER)
    return not events.emit("eventstore.probe")


def _answer(**_: Any) -> None:
    """Do nothing: `emit` lists the handlers that it has called, and that is all we need."""
