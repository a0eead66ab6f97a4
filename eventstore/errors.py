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


class InvalidEventError(ValueError):
    """The event cannot be stored, and no request was sent. The message names field and figure."""


class UnreadableEventError(ValueError):
    """A stored item does not fit the event type. The message names the item and the attribute."""
