"""A client without a server: a list answers its requests, below boto3's retries."""

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zlib import crc32

from botocore.awsrequest import AWSResponse

from eventstore import Event
from eventstore.codec import EventCodec
from eventstore.fast import FastReads

from ...contract.backends import FAKE, client

QUERY: Any = {
    "TableName": "events",
    "KeyConditionExpression": "Id = :id",
    "ExpressionAttributeValues": {":id": {"S": "a"}},
}
Reply = tuple[int, dict[str, str], bytes]


class Wire:
    """`replies` are returned in order, and the last one again and again.

    `parsed` are the bodies that botocore's parser got.
    """

    def __init__(self, *replies: Reply, **config: Any):
        self.client = client(None, FAKE, config)
        self.replies = replies
        self.asked = 0
        self.parsed: list[bytes] = []
        self.client.meta.events.register("before-send.dynamodb", self.answer)
        self.client.meta.events.register_last("before-parse.dynamodb", self.look)

    def answer(self, request: Any, **_: object) -> AWSResponse:
        status, headers, body = self.replies[min(self.asked, len(self.replies) - 1)]
        self.asked += 1
        return AWSResponse(request.url, status, headers, Stream(body))

    def look(self, response_dict: dict[str, Any], **_: object) -> None:
        self.parsed.append(response_dict["body"])

    @property
    def untouched(self) -> list[bool]:
        """For each reply, whether botocore's parser got the items."""
        return [b"Items" in body for body in self.parsed]

    def pages(self, *, fast: bool = True) -> Iterator[Any]:
        pages = self.client.get_paginator("query").paginate(**QUERY)
        fast_reads = FastReads(self.client, EventCodec(Event).codecs)
        return fast_reads.iterate(pages) if fast else iter(pages)


class Stream(BytesIO):
    def stream(self) -> Iterator[bytes]:
        yield self.read()


def reply(body: object) -> Reply:
    """A reply with the checksum that DynamoDB sends. `body` is bytes, or becomes JSON."""
    raw = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
    return 200, {"x-amzn-RequestId": "r", "x-amz-crc32": str(crc32(raw))}, raw
