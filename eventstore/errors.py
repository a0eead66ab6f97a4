"""The store's own errors, which all derive from EventStoreError.

A wrong argument raises a plain ValueError or TypeError. But if an event, its metadata or an id is
wrong, that's an InvalidEventError.

Where a value can be of any size, a message shows it with `shown`: an int can be huge.
"""


def shown(value: object, length: int = 60) -> str:
    """Return the repr of a value. If it's longer than this, it's cut, and ends with three dots."""
    try:
        text = repr(value)
    except ValueError:  # Python refuses to spell out an int of more than 4,300 digits
        return f"a huge {type(value).__name__}"
    return text if len(text) <= length else f"{text[: length - 3]}..."


class EventStoreError(Exception):
    """The root of the store's own errors.

    What DynamoDB reports (throttling, a missing table, denied access) isn't among them. It reaches
    the caller as botocore's own exception.
    """


class EventAlreadyExistsError(EventStoreError):
    """The stream `id` already has an event with this `version`: another writer was faster.

    Read the stream again, then decide again. `EventStore.execute` does both.
    """

    def __init__(self, id: str, version: int):
        super().__init__(id, version)
        self.id = id
        self.version = version

    def __str__(self) -> str:
        return f"event already exists for id {self.id!r} and version {self.version}"


class NoEventFoundError(EventStoreError):
    """The stream `id` has no events at all."""

    def __init__(self, id: str):
        super().__init__(id)
        self.id = id

    def __str__(self) -> str:
        return f"no event found for id {self.id!r}"


class VersionGapError(EventStoreError):
    """The stream `id` doesn't go 0, 1, 2 ...: version `missing` is the first that isn't there.

    To repair the stream, append an event with this version.
    """

    def __init__(self, id: str, missing: int):
        super().__init__(id, missing)
        self.id = id
        self.missing = missing

    def __str__(self) -> str:
        return f"stream {self.id!r} has a gap: version {self.missing} is missing"


class ContentionError(EventStoreError):
    """Another writer was faster at each of the `attempts` that `execute` made on stream `id`.

    `version` is the one that the last attempt found taken.
    """

    def __init__(self, id: str, version: int, attempts: int):
        super().__init__(id, version, attempts)
        self.id = id
        self.version = version
        self.attempts = attempts

    def __str__(self) -> str:
        return (
            f"gave up on stream {self.id!r} after {self.attempts} attempts: "
            f"another writer took version {self.version}"
        )


class TransactionConflictError(EventStoreError):
    """Other transactions were still using the same items at the last of `attempts` attempts.

    Append the same events again with the same `append_id`: they will be stored at most once. If
    `execute` had a `command_id`, call it again with the same one instead.
    """

    def __init__(self, append_id: str, attempts: int):
        super().__init__(append_id, attempts)
        self.append_id = append_id
        self.attempts = attempts

    def __str__(self) -> str:
        return (
            f"append {self.append_id!r} gave up after {self.attempts} attempts: other transactions "
            "were using its items; repeat it with the same append_id (or the same command_id)"
        )


class AppendIdReusedError(EventStoreError):
    """The `append_id` was used before, for an append of other events. Nothing was stored.

    `id` and `version` name an event that the append with this id didn't store. Give each
    append an id of its own, and use it again only to repeat the same append.
    """

    def __init__(self, append_id: str, id: str, version: int):
        super().__init__(append_id, id, version)
        self.append_id = append_id
        self.id = id
        self.version = version

    def __str__(self) -> str:
        return (
            f"append_id {self.append_id!r} was used before, for other events: it didn't store this "
            f"event for id {self.id!r} and version {self.version}"
        )


class CheckpointAheadError(EventStoreError):
    """The subscription `name` has handled version `position` of the stream `id`, which isn't there.

    This happens if the events were restored from a backup, but the read model wasn't: it has the
    effects of events that are gone. Fill it again under a new name, with `every_stream`.
    """

    def __init__(self, name: str, id: str, position: int):
        super().__init__(name, id, position)
        self.name = name
        self.id = id
        self.position = position

    def __str__(self) -> str:
        return (
            f"subscription {self.name!r} has handled version {self.position} of stream "
            f"{self.id!r}, which isn't there: were the events restored from a backup?"
        )


class InvalidEventError(EventStoreError, ValueError):
    """An event, an id, metadata or an append that the store refuses. Nothing was stored.

    The message says what is wrong, with the value and the limit.
    """


class WrongEventTypeError(InvalidEventError, TypeError):
    """Something that isn't an event of the store's type. Nothing was stored."""


class UnreadableEventError(EventStoreError, ValueError):
    """An item in the table doesn't fit the event type. The message names item and attribute."""


class CorruptPageError(EventStoreError):
    """A page of events, or a reply about changes, was damaged at every attempt that boto3 made."""


class SnapshotWarning(UserWarning):
    """A snapshot was ignored or not saved. Results stay right, but reading costs more."""
