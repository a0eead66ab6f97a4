"""Whatever snapshots are taken and pruned, every state is that of a full replay."""

import uuid
from collections.abc import Iterable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from eventstore import Projection, VersionGapError

from .strategies import QUIET, scaled

BACKENDS = ["ministack", "dynalite"]  # moto takes five times as long
NOTES: Any = Projection("notes", [], lambda notes, event: [*notes, event.note])

# Events are appended, mostly the next one, sometimes another. Snapshots are taken in between.
STEPS = st.one_of(
    st.just(("append", None)),
    st.just(("append", None)),
    st.integers(0, 7).map(lambda version: ("append", version)),
    (st.none() | st.integers(0, 7)).map(lambda until: ("snapshot", until)),
    st.integers(0, 2).map(lambda keep: ("prune", keep)),
)
HISTORY = st.lists(STEPS, min_size=6, max_size=24)


@settings(QUIET, max_examples=scaled(20))
@given(history=HISTORY)
def test_with_any_snapshots_every_version_equals_a_full_replay(
    history: list[tuple[str, Any]], store: Any, namespace: Any
) -> None:
    id = uuid.uuid4().hex
    versions: set[int] = set()
    for what, number in history:
        if what == "append":
            if number is None:  # the next
                number = min(set(range(len(versions) + 1)) - versions)
            if number in versions:
                continue
            store.append(namespace.Event(id, number, note=str(number)))
            versions.add(number)
        elif what == "snapshot":
            assert replayed(versions, number) == projected(store.snapshot, id, number)
        elif what == "prune":
            store.prune(id, NOTES, number)
    for until in (None, *range(9)):
        assert projected(store.project, id, until) == replayed(versions, until)


def projected(read: Any, id: str, until: int | None) -> Any:
    """Return the state, or the version that is missing."""
    try:
        return read(id, NOTES, until).state
    except VersionGapError as gap:
        return gap.missing


def replayed(versions: Iterable[int], until: int | None) -> Any:
    """Return what a full replay must: the notes, or the first version that is missing."""
    read = sorted(version for version in versions if until is None or version <= until)
    missing = [n for n, version in enumerate(read) if version != n]
    return missing[0] if missing else [str(version) for version in read]
