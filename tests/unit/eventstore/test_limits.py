"""What is refused before a request is sent, at the very figure where DynamoDB begins to refuse."""

import pytest

from eventstore import Event, InvalidEventError
from eventstore.codec import EventCodec
from eventstore.limits import check_append, check_id
from eventstore.size import item_size


def check(*events: Event, append_id: str = "x" * 32) -> None:
    items = [EventCodec(Event).write(event) | {"AppendId": {"S": append_id}} for event in events]
    check_append(events, items, append_id)


def event_of(size: int, version: int = 0) -> Event:
    """An event whose item, append id included, has just that many bytes."""
    bare = EventCodec(Event).write(Event(id="a", version=version)) | {"AppendId": {"S": "x" * 32}}
    return Event(id="a", version=version, note="n" * (size - item_size(bare)))


@pytest.mark.parametrize("good", ["a", "ü" * 1024, "snapshot", "a#snapshot#"])
def test_an_id_up_to_2048_bytes_is_allowed(good):
    check_id(good)


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("", "not ''"),
        (None, "not None"),
        (7, "not 7"),
        ("half \ud83d", r"an id is a text that is not empty, not 'half \\ud83d'"),
        ("ü" * 1024 + "a", "has 2049 bytes; 2048 at most"),
        ("snapshot#", "begins with 'snapshot#'"),
        ("snapshot#a", "begins with 'snapshot#'"),
    ],
)
def test_any_other_id_is_refused(bad, said):
    with pytest.raises(InvalidEventError, match=said):
        check_id(bad)


def test_a_long_id_does_not_flood_the_message():
    with pytest.raises(InvalidEventError) as caught:
        check_id("a" * 1_000_000)

    assert len(str(caught.value)) < 200


def test_an_item_of_409600_bytes_is_allowed_and_one_more_is_refused():
    check(event_of(409_600))

    with pytest.raises(InvalidEventError, match="version 0: 409601 bytes; 409600 at most"):
        check(event_of(409_601))


def test_an_append_of_4_mb_is_allowed_and_one_byte_more_is_refused():
    events = [event_of(400_000, version) for version in range(10)]
    check(*events, event_of(4 * 1024 * 1024 - 4_000_000, 10))

    with pytest.raises(InvalidEventError, match="4194305 bytes in one append; 4194304 at most"):
        check(*events, event_of(4 * 1024 * 1024 - 4_000_000 + 1, 10))


def test_100_events_are_allowed_and_101_are_refused():
    events = [Event(id="a", version=version) for version in range(101)]
    check(*events[:100])

    with pytest.raises(InvalidEventError, match="101 events in one append"):
        check(*events)


def test_no_event_is_refused():
    with pytest.raises(InvalidEventError, match="0 events in one append"):
        check()


def test_a_negative_version_is_refused():
    with pytest.raises(InvalidEventError, match="'a', version -5: a version is 0 or more"):
        check(Event(id="a", version=-5))


def test_the_same_version_twice_is_refused_and_in_two_streams_allowed():
    check(Event(id="a", version=0), Event(id="b", version=0))

    with pytest.raises(InvalidEventError, match="'a', version 0: twice"):
        check(Event(id="a", version=0), Event(id="a", version=1), Event(id="a", version=0))


@pytest.mark.parametrize("bad", ["", 7, "half \ud83d"])
def test_an_append_id_that_tells_nothing_apart_is_refused(bad):
    with pytest.raises(InvalidEventError, match="append_id is a text that is not empty"):
        check_append([Event(id="a", version=0)], [{}], bad)
