"""What is refused before a request is sent: exactly what DynamoDB would refuse."""

import pytest

from eventstore import Event, InvalidEventError
from eventstore.codec import EventCodec
from eventstore.limits import check_append, check_id
from eventstore.size import item_size


def check(*events: Event, append_id: str = "x" * 32) -> None:
    items = [EventCodec(Event).write(event) | {"AppendId": {"S": append_id}} for event in events]
    check_append(events, items, append_id)


def event_of(size: int, version: int = 0) -> Event:
    """An event whose item has exactly this size in bytes, with its append id."""
    bare = EventCodec(Event).write(Event(id="a", version=version)) | {"AppendId": {"S": "x" * 32}}
    return Event(id="a", version=version, note="n" * (size - item_size(bare)))


@pytest.mark.parametrize("good", ["a", "ü" * 1024, "snapshot", "a#snapshot#"])
def test_an_id_up_to_2048_bytes_is_allowed(good):
    check_id(good)


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("", "id must be a non-empty string, got ''"),
        (None, "id must be a non-empty string, got None"),
        (7, "id must be a non-empty string, got 7"),
        ("half \ud83d", r"id must be valid text, got 'half \\ud83d': surrogates"),
        ("ü" * 1024 + "a", r"^id 'ü{56}\.\.\. has 2049 bytes, but DynamoDB allows at most 2048$"),
        ("snapshot#", "^id 'snapshot#' starts with 'snapshot#', which is reserved"),
        ("snapshot#a", "^id 'snapshot#a' starts with 'snapshot#', which is reserved"),
    ],
)
def test_any_other_id_is_refused_with_the_reason(bad, said):
    with pytest.raises(InvalidEventError, match=said):
        check_id(bad)


def test_a_long_id_is_cut_in_the_message():
    with pytest.raises(InvalidEventError) as caught:
        check_id("a" * 1_000_000)

    assert len(str(caught.value)) < 200


def test_an_item_of_409600_bytes_is_allowed_and_one_more_is_refused():
    check(event_of(409_600))

    with pytest.raises(InvalidEventError, match=r"version 0 takes 409601 bytes, .* at most 409600"):
        check(event_of(409_601))


def test_an_append_of_4_mb_is_allowed_and_one_byte_more_is_refused():
    events = [event_of(400_000, version) for version in range(10)]
    check(*events, event_of(4 * 1024 * 1024 - 4_000_000, 10))

    with pytest.raises(InvalidEventError, match=r"has 4194305 bytes, .* at most 4194304"):
        check(*events, event_of(4 * 1024 * 1024 - 4_000_000 + 1, 10))


def test_100_events_are_allowed_and_101_are_refused():
    events = [Event(id="a", version=version) for version in range(101)]
    check(*events[:100])

    with pytest.raises(InvalidEventError, match="an append takes 1 to 100 events, got 101"):
        check(*events)


def test_an_append_without_events_is_refused():
    with pytest.raises(InvalidEventError, match="an append takes 1 to 100 events, got 0"):
        check()


def test_a_negative_version_is_refused():
    with pytest.raises(InvalidEventError, match="'a', version -5: the version must be at least 0"):
        check(Event(id="a", version=-5))


def test_a_version_twice_is_refused_in_one_stream_and_allowed_in_two():
    check(Event(id="a", version=0), Event(id="b", version=0))

    with pytest.raises(InvalidEventError, match="'a', version 0 is in the append twice"):
        check(Event(id="a", version=0), Event(id="a", version=1), Event(id="a", version=0))


@pytest.mark.parametrize("bad", ["", 7, "half \ud83d"])
def test_an_append_id_that_is_empty_or_not_a_string_is_refused(bad):
    with pytest.raises(
        InvalidEventError, match=r"append_id must be (a non-empty string|valid text), got"
    ):
        check_append([Event(id="a", version=0)], [{}], bad)
