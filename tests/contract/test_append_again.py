"""Repeat an append whose outcome is unknown: with the same append_id, it's stored once."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from .deviations import ITEM_OF_A_FAILED_CONDITION, TRANSACTIONS

Make = Callable[..., Any]
Stored = Callable[[], list[dict[str, Any]]]


@pytest.mark.lesson(7)
@pytest.mark.behaviour(ITEM_OF_A_FAILED_CONDITION)
def test_a_repeated_append_succeeds_and_stores_nothing_again(
    store: Any, event: Make, stored: Stored
) -> None:
    store.append(event(0, note="Init"), append_id="once")
    before = stored()

    store.append(event(0, note="Init"), append_id="once")

    assert stored() == before


@pytest.mark.lesson(8)
@pytest.mark.behaviour(TRANSACTIONS)
def test_a_repeated_append_of_several_succeeds_and_stores_nothing_again(
    store: Any, event: Make, stored: Stored
) -> None:
    store.append(event(0), event(1), append_id="once")
    before = stored()

    store.append(event(0), event(1), append_id="once")

    assert stored() == before


@pytest.mark.lesson(7)
@pytest.mark.parametrize("rivals_id", ["ONCE", "once ", "on", "\N{LATIN SMALL LETTER O}nce again"])
def test_an_append_id_that_only_looks_alike_is_a_conflict(
    rivals_id: str, store: Any, event: Make, namespace: Any
) -> None:
    store.append(event(0), append_id=rivals_id)

    with pytest.raises(namespace.EventAlreadyExistsError):
        store.append(event(0), append_id="once")


@pytest.mark.lesson(7)
def test_an_event_without_an_append_id_belongs_to_another_writer(
    store: Any, event: Make, namespace: Any, raw: Any, table: str, stream_id: str
) -> None:
    raw.put_item(TableName=table, Item={"Id": {"S": stream_id}, "Version": {"N": "0"}})

    with pytest.raises(namespace.EventAlreadyExistsError):
        store.append(event(0), append_id="once")


@pytest.mark.lesson(8)
@pytest.mark.behaviour(TRANSACTIONS)
def test_a_repeated_append_names_the_version_that_a_rival_has_taken(
    store: Any, event: Make, namespace: Any, stored: Stored
) -> None:
    store.append(event(1), event(2), append_id="rival")

    for _attempt in range(2):
        with pytest.raises(namespace.EventAlreadyExistsError) as clash:
            store.append(event(0), event(1), append_id="ours")
        assert clash.value.version == 1

    assert len(stored()) == 2


@pytest.mark.lesson(8)
@pytest.mark.behaviour(TRANSACTIONS)
def test_an_append_id_used_again_for_other_versions_raises_an_error(
    store: Any, event: Make, namespace: Any, stored: Stored
) -> None:
    store.append(event(0), event(1), append_id="once")

    own = getattr(namespace, "AppendIdReusedError", ClientError)  # the module's, not a lesson's
    with pytest.raises((namespace.EventAlreadyExistsError, own)):
        store.append(event(1), event(2), append_id="once")

    assert len(stored()) == 2
