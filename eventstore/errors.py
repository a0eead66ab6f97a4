"""What can go wrong between a caller and a stream, one class a reason."""


class EventAlreadyExistsError(Exception):
    """The stream has an event with this version already: somebody else was faster."""

    def __init__(self, id: str, version: int):
        super().__init__(id, version)
        self.id, self.version = id, version

    def __str__(self) -> str:
        return f"event already exists for id {self.id!r} and version {self.version}"


class NoEventFoundError(Exception):
    """The stream has no event at all."""

    def __init__(self, id: str):
        super().__init__(id)
        self.id = id

    def __str__(self) -> str:
        return f"no event found for id {self.id!r}"


class CorruptPageError(Exception):
    """A page of events or snapshots arrived without them, cut or changed, at each attempt."""


class InvalidEventError(ValueError):
    """The event cannot be stored, and no request was sent. The message names field and figure."""


class UnreadableEventError(ValueError):
    """A stored item does not fit the event type. The message names the item and the attribute."""


class VersionGapError(Exception):
    """The versions of a stream do not run 0, 1, 2 ...: `missing` is the first that is not there."""

    def __init__(self, id: str, missing: int):
        super().__init__(id, missing)
        self.id, self.missing = id, missing

    def __str__(self) -> str:
        return f"stream {self.id!r} has a gap: version {self.missing} is missing"


class ContentionError(Exception):
    """Every attempt to decide was overtaken; `version` is the last that a rival had taken."""

    def __init__(self, id: str, version: int, attempts: int):
        super().__init__(id, version, attempts)
        self.id, self.version, self.attempts = id, version, attempts

    def __str__(self) -> str:
        last = f"version {self.version} is a rival's"
        return f"gave up on stream {self.id!r} after {self.attempts} attempts: {last}"


class TransactionConflictError(Exception):
    """Other transactions held the same items, again and again. Repeat it with its `append_id`."""

    def __init__(self, append_id: str, attempts: int):
        super().__init__(append_id, attempts)
        self.append_id, self.attempts = append_id, attempts

    def __str__(self) -> str:
        return (
            f"append {self.append_id!r}: others held its items, at each of {self.attempts} attempts"
        )


class SnapshotWarning(UserWarning):
    """A snapshot was ignored, or not stored. Answers stay right; they cost more."""
