"""Subscriptions that are right or wrong in a known way, for the tests of what an answer does."""

from typing import Any, ClassVar


class Following:
    """A subscription: everything but how it saves, which each kind does in its own way."""

    def __init__(self, store: Any, name: str, handle: Any, *, checkpoints: str):
        self.store, self.name, self.handle, self.checkpoints = store, name, handle, checkpoints

    def key(self, id: str) -> dict[str, Any]:
        """Return the key of a stream's checkpoint."""
        return {"Id": {"S": f"checkpoint/{self.name}/{id}"}, "Version": {"N": "0"}}

    def position(self, id: str) -> int:
        """Return the version of the last event handled, or -1."""
        found = self.store.client.get_item(
            TableName=self.checkpoints, Key=self.key(id), ConsistentRead=True
        )
        return int(found["Item"]["Position"]["N"]) if "Item" in found else -1

    def catch_up(self, ids: Any) -> None:
        """Handle what is new, one event after the other."""
        for id in ids:
            for event in self.store.stream(id, after=self.position(id)):
                self.save(list(self.handle(event)), self.checkpoint(id, event.version))

    def checkpoint(self, id: str, version: int) -> dict[str, Any]:
        """Return the action that moves a checkpoint."""
        item = self.key(id) | {"Position": {"N": str(version)}}
        return {"Put": {"TableName": self.checkpoints, "Item": item}}

    def save(self, effects: list[Any], checkpoint: Any) -> None:
        """Save both as one: this is right."""
        self.carry_out(*effects, checkpoint)

    def carry_out(self, *actions: Any) -> None:
        """Send one transaction."""
        self.store.client.transact_write_items(TransactItems=list(actions))


class EffectFirst(Following):
    """Counts a blow again after a crash between the two."""

    def save(self, effects: list[Any], checkpoint: Any) -> None:
        """Send two transactions."""
        self.carry_out(*effects)
        self.carry_out(checkpoint)


class CheckpointFirst(Following):
    """Loses a blow after a crash between the two."""

    def save(self, effects: list[Any], checkpoint: Any) -> None:
        """Send two transactions."""
        self.carry_out(checkpoint)
        self.carry_out(*effects)


class InMemory(Following):
    """Keeps its checkpoints in memory, so a program that starts again begins at 0."""

    def __init__(self, store: Any, name: str, handle: Any, *, checkpoints: str):
        super().__init__(store, name, handle, checkpoints=checkpoints)
        self.positions: dict[str, int] = {}

    def position(self, id: str) -> int:
        """Return what this program remembers."""
        super().position(id)  # or it would send one request less than the others
        return self.positions.get(id, -1)

    def catch_up(self, ids: Any) -> None:
        """Remember each event once its effect is saved."""
        for id in ids:
            for event in self.store.stream(id, after=self.position(id)):
                self.carry_out(*self.handle(event))
                self.positions[id] = event.version


class OneCheckpoint(Following):
    """Saves one checkpoint, after all events."""

    def catch_up(self, ids: Any) -> None:
        """Save the effects one at a time."""
        for id in ids:
            event = None
            for event in self.store.stream(id, after=self.position(id)):
                self.carry_out(*self.handle(event))
            if event:
                self.carry_out(self.checkpoint(id, event.version))


class LastOneApart(Following):
    """Is right until its last event."""

    def save(self, effects: list[Any], checkpoint: Any) -> None:
        """Save the second event's effect first."""
        if checkpoint["Put"]["Item"]["Position"] == {"N": "1"}:
            self.carry_out(*effects)
            self.carry_out(checkpoint)
        else:
            super().save(effects, checkpoint)


class FirstOneApart(Following):
    """Is right after its first event."""

    def save(self, effects: list[Any], checkpoint: Any) -> None:
        """Save the first event's checkpoint first."""
        if checkpoint["Put"]["Item"]["Position"] == {"N": "0"}:
            self.carry_out(checkpoint)
            self.carry_out(*effects)
        else:
            super().save(effects, checkpoint)


class LeavesItsLock(Following):
    """Takes a lock before its first request, and leaves it behind if it crashes there."""

    locks: ClassVar[set[tuple[str, str]]] = set()  # stands for a file, which survives a crash

    def position(self, id: str) -> int:
        """Return where to go on, or a version beyond every event if the lock is taken."""
        lock = (self.name, id)
        if lock in self.locks:
            return 1_000_000
        self.locks.add(lock)
        position = super().position(id)
        self.locks.remove(lock)
        return position


class Idle(Following):
    """Does nothing at all."""

    def catch_up(self, ids: Any) -> None:
        """Leave the board empty."""
