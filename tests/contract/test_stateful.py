"""Any sequence of appends, reads, snapshots, decisions and faults, compared with a small model."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError, HTTPClientError
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from eventstore import Event, EventAlreadyExistsError, EventStore, Projection, VersionGapError

from ..servers.proxy import FAULTS, FELT, Fault, Planned, Proxy, proxy_before
from .backends import FAKE, client
from .strategies import QUIET, scaled

pytestmark = pytest.mark.usefixtures("no_pauses")
BACKENDS = ["ministack"]
NOTES: Any = Projection("notes", [], lambda notes, event: [*notes, event.note])
VERSIONS = st.integers(0, 6)
UNTIL = st.none() | st.integers(-1, 7)


class Model:
    """A stream: versions with notes. Snapshots and faults don't change it."""

    def __init__(self) -> None:
        self.notes: dict[int, str] = {}

    def append(self, notes: dict[int, str]) -> int | None:
        """Store all notes or none, and return the first version that is taken."""
        taken = next((version for version in notes if version in self.notes), None)
        self.notes |= {} if taken is not None else notes
        return taken

    def query(self, after: int | None, until: int | None) -> list[int]:
        low, high = -1 if after is None else after, 99 if until is None else until
        return [version for version in sorted(self.notes) if low < version <= high]

    def project(self, until: int | None) -> list[str] | int:
        """Return the notes so far, or the version that is missing."""
        versions = self.query(None, until)
        missing = next((n for n, version in enumerate(versions) if n != version), None)
        return [self.notes[version] for version in versions] if missing is None else missing


class Streams(RuleBasedStateMachine):
    """One stream, behind a network that loses what it's told to lose."""

    def __init__(
        self,
        proxy: Proxy,
        good: EventStore[Event],
        store: EventStore[Event],
        hasty: EventStore[Event],
    ):
        super().__init__()
        self.proxy, self.good, self.store, self.hasty = proxy, good, store, hasty
        self.id, self.model, self.count = uuid.uuid4().hex, Model(), 0
        proxy.plan.clear()

    def events(self, versions: list[int]) -> tuple[list[Event], dict[int, str]]:
        self.count += 1
        notes = dict.fromkeys(versions, f"append {self.count}")
        return [Event(self.id, version, note=note) for version, note in notes.items()], notes

    def outcome(self, act: Callable[[], Any]) -> Any:
        """Return the result, or the version that is taken or missing."""
        try:
            return act()
        except EventAlreadyExistsError as clash:
            return clash.version
        except VersionGapError as gap:
            return gap.missing

    @rule(fault=st.sampled_from(FAULTS))
    def lose_something_soon(self, fault: Fault) -> None:
        if len(self.proxy.plan) < 2:  # after more in a row, boto3 would give up
            self.proxy.plan.append(Planned(fault))

    @rule(versions=st.lists(VERSIONS, min_size=1, max_size=3, unique=True))
    def append(self, versions: list[int]) -> None:
        events, notes = self.events(versions)
        assert self.outcome(lambda: self.store.append(*events)) == self.model.append(notes)

    @rule(count=st.integers(1, 3))
    def append_what_is_next(self, count: int) -> None:
        first = next(n for n in range(99) if n not in self.model.notes)
        events, notes = self.events([first + n for n in range(count)])
        assert self.outcome(lambda: self.store.append(*events)) == self.model.append(notes)

    @rule(
        versions=st.lists(VERSIONS, min_size=1, max_size=3, unique=True),
        fault=st.sampled_from(FELT),
    )
    def append_unsure_and_repeat(self, versions: list[int], fault: Fault) -> None:
        events, notes = self.events(versions)
        append_id = f"append {self.count}"
        self.proxy.plan.clear()
        self.proxy.plan.append(Planned(fault))
        with pytest.raises((HTTPClientError, ClientError)):
            self.hasty.append(*events, append_id=append_id)

        outcome = self.outcome(lambda: self.store.append(*events, append_id=append_id))

        assert outcome == self.model.append(notes)

    @rule(until=UNTIL)
    def snapshot(self, until: int | None) -> None:
        outcome = self.outcome(lambda: self.store.snapshot(self.id, NOTES, until).state)
        assert outcome == self.model.project(until)

    @rule(keep=st.integers(0, 2))
    def prune(self, keep: int) -> None:
        self.store.prune(self.id, NOTES, keep)

    @rule(until=UNTIL)
    def project(self, until: int | None) -> None:
        outcome = self.outcome(lambda: self.store.project(self.id, NOTES, until).state)
        assert outcome == self.model.project(until)

    @rule(count=st.integers(0, 2))
    def execute(self, count: int) -> None:
        self.count += 1
        note = f"decision {self.count}"
        expected = self.model.project(None)
        outcome = self.outcome(
            lambda: (
                self.store.execute(
                    self.id,
                    NOTES,
                    lambda _, at: [Event(self.id, at + n, note=note) for n in range(count)],
                ).state
            )
        )
        if isinstance(expected, list):
            self.model.append({len(expected) + n: note for n in range(count)})
            expected = expected + [note] * count
        assert outcome == expected

    @rule(after=UNTIL, until=UNTIL)
    def query(self, after: int | None, until: int | None) -> None:
        events = list(self.store.stream(self.id, after=after, until=until))
        assert [event.version for event in events] == self.model.query(after, until)

    @invariant()
    def the_stream_is_what_the_model_says(self) -> None:
        # Not through the proxy: this read would use up the fault that is planned for an operation.
        found = {event.version: event.note for event in self.good.stream(self.id)}
        assert found == self.model.notes


@pytest.fixture
def proxy(raw: Any) -> Iterator[Proxy]:
    with proxy_before(raw.meta.endpoint_url) as proxy:
        yield proxy


def test_the_store_behaves_like_the_model_in_any_sequence_of_operations_and_faults(
    proxy: Proxy, raw: Any, table: str
) -> None:
    store = EventStore(client(proxy.url, FAKE, {}), table)
    hasty = EventStore(client(proxy.url, FAKE, {"retries": {"total_max_attempts": 1}}), table)

    run_state_machine_as_test(
        lambda: Streams(proxy, EventStore(raw, table), store, hasty),
        settings=settings(QUIET, max_examples=scaled(7), stateful_step_count=25),
    )
