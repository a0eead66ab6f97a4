"""A program that crashes after some requests sends nothing more, whatever it catches."""

from typing import Any

import pytest

from classroom import connect, crash_after, lesson_table


@pytest.fixture(scope="module")
def client() -> Any:
    return connect()


@pytest.fixture
def table(client: Any) -> str:
    return lesson_table(client, "crashes")


def put(client: Any, table: str, number: int) -> None:
    item = {"Id": {"S": "a"}, "Version": {"N": str(number)}}
    client.put_item(TableName=table, Item=item)


def stored(client: Any, table: str) -> list[int]:
    items = client.scan(TableName=table)["Items"]
    return sorted(int(item["Version"]["N"]) for item in items)


@pytest.mark.parametrize("requests", range(5))
def test_the_first_requests_are_carried_out_and_the_program_ends_there(
    client: Any, table: str, requests: int
) -> None:
    reached = []

    with crash_after(client, requests):
        for number in range(3):
            put(client, table, number)
            reached.append(number)

    assert reached == stored(client, table) == [0, 1, 2][:requests]


def test_nothing_that_the_program_catches_lets_it_go_on(client: Any, table: str) -> None:
    with crash_after(client, 1):
        for number in range(3):
            try:
                put(client, table, number)
            except BaseException:
                continue

    assert stored(client, table) == [0]


def test_afterwards_the_client_is_as_it_was(client: Any, table: str) -> None:
    with crash_after(client, 0):
        put(client, table, 0)

    put(client, table, 1)

    assert stored(client, table) == [1]


def test_an_error_of_the_program_is_raised(client: Any) -> None:
    with pytest.raises(ValueError, match="a slip"), crash_after(client, 5):
        raise ValueError("a slip")


@pytest.mark.parametrize("requests", [-1, 1.0, True, "2"])
def test_a_number_of_requests_is_a_whole_number(client: Any, requests: Any) -> None:
    with pytest.raises(ValueError, match="requests must be a whole number"):
        crash_after(client, requests)
