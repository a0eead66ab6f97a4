"""A snapshot that can't be read is ignored with a warning, and the state is still right."""

import warnings
from dataclasses import replace
from typing import Any

import pytest

from eventstore import SnapshotWarning

from .conftest import Items

DAMAGE: dict[str, tuple[dict[str, Any], str]] = {
    "no state": ({"State": None}, "KeyError('State')"),
    "a state of another type": (
        {"State": {"SS": ["a"]}},
        """ValueError("has the DynamoDB type SS, which events don't use")""",
    ),
    "another name": (
        {"Projection": {"S": "other"}},
        """ValueError("its Projection is 'other', not 'notes'")""",
    ),
    "another revision": ({"Revision": {"N": "2"}}, "ValueError('its Revision is 2, not 1')"),
    "another stream": (
        {"Stream": {"S": "other"}},
        """ValueError("its Stream is 'other', not '{id}'")""",
    ),
    "no stream": ({"Stream": None}, "KeyError('Stream')"),
}


@pytest.mark.parametrize(("damage", "problem"), DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_snapshot_is_ignored_with_a_warning(
    damage: dict[str, Any],
    problem: str,
    store: Any,
    story: Any,
    notes: Any,
    stream_id: str,
    kept: Items,
    raw: Any,
    table: str,
) -> None:
    story(2)
    store.snapshot(stream_id, notes)
    (item,) = kept(notes)
    damaged = {name: value for name, value in (item | damage).items() if value}
    raw.put_item(TableName=table, Item=damaged)
    story(3)

    with pytest.warns(SnapshotWarning) as warned:
        projected = store.project(stream_id, notes)

    assert projected.state == ["0", "1", "2", "3"]
    assert projected.snapshot_version is None
    assert str(warned[0].message) == (
        f"snapshot of '{stream_id}' by projection 'notes': ignored, because it can't be read: "
        + problem.format(id=stream_id)
    )
    assert warned[0].filename == __file__


@pytest.mark.parametrize("read", ["project", "snapshot", "execute"])
def test_a_warning_points_to_the_line_that_called_the_store(
    read: str, store: Any, story: Any, notes: Any, stream_id: str
) -> None:
    story(0)
    store.snapshot(stream_id, notes)
    odd = replace(notes, decode=lambda _: 1 / 0)
    more = {"execute": [lambda _state, _version: []]}.get(read, [])

    with pytest.warns(SnapshotWarning, match="ZeroDivisionError") as warned:
        getattr(store, read)(stream_id, odd, *more)

    assert warned[0].filename == __file__


@pytest.mark.parametrize(
    ("names", "files"),
    [
        ({}, ["template"]),
        ({"__name__": None}, []),  # Python itself drops every warning from such code
        ({"__name__": 7}, ["template"]),
        ({"__name__": "eventstore"}, ["template"]),
    ],
    ids=["no name", "None", "a number", "our name"],
)
def test_a_damaged_snapshot_is_ignored_in_code_without_a_module(
    names: dict[str, Any], files: list[str], store: Any, story: Any, notes: Any, stream_id: str
) -> None:
    story(0)
    store.snapshot(stream_id, notes)
    odd = replace(notes, decode=lambda _: 1 / 0)
    code = "seen = project(stream_id, odd)"  # as exec, a template or a debugger runs it
    globals_ = {**names, "project": store.project, "stream_id": stream_id, "odd": odd}

    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        exec(compile(code, "template", "exec"), globals_)

    assert globals_["seen"].state == ["0"]
    assert [warning.filename for warning in warned] == files


class OddError(Exception):
    """What nobody expects."""


@pytest.mark.parametrize(
    "error",
    [
        AssertionError("hit_points"),
        AttributeError("hit_points"),
        KeyError("hit_points"),
        OddError("hit_points"),
        RecursionError("hit_points"),
        StopIteration("hit_points"),
        TypeError("hit_points"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_snapshot_that_cannot_be_decoded_is_ignored(
    error: Exception, store: Any, story: Any, notes: Any, stream_id: str
) -> None:
    def decode(_kept: Any) -> Any:
        raise error

    story(2)
    store.snapshot(stream_id, notes)

    with pytest.warns(SnapshotWarning, match=rf"can't be read: {type(error).__name__}\('hit_p"):
        assert store.project(stream_id, replace(notes, decode=decode)).state == ["0", "1", "2"]


def test_a_warning_shows_only_the_beginning_of_a_long_error(
    store: Any, story: Any, notes: Any, stream_id: str
) -> None:
    error = ValueError("x" * 1000)

    def decode(_kept: Any) -> Any:
        raise error

    story(0)
    store.snapshot(stream_id, notes)

    with pytest.warns(SnapshotWarning) as warned:
        store.project(stream_id, replace(notes, decode=decode))

    assert str(warned[0].message).endswith(f" can't be read: {repr(error)[:197]}...")


def test_a_damaged_snapshot_is_replaced_by_the_next(
    store: Any, story: Any, notes: Any, stream_id: str, kept: Items, raw: Any, table: str
) -> None:
    story(2)
    store.snapshot(stream_id, notes)
    (item,) = kept(notes)
    raw.put_item(TableName=table, Item=item | {"State": {"S": "gone"}, "Stream": {"S": "x"}})

    with pytest.warns(SnapshotWarning):
        store.snapshot(stream_id, notes)

    assert kept(notes) == [item]
