"""A right answer also passes the lesson's tests so far, and sends what DynamoDB accepts."""

import pytest

from .adding import RIGHT
from .kernel import Lesson

PLACED = "from dataclasses import replace\nADD = replace(ADD, after='1b')"
GREEN = "%%green 1a\ndef test_base():\n    assert base == 0"
RED = (
    "%%red 1b NameError: name 'add' is not defined\n"
    "def test_add_is_exact():\n    assert add(0.1, 0.2) == 0.30000000000000004\n"
    "def test_add_is_not_picky():\n    assert add('a', 'b') == 'ab'"
)
PICKY = 'def add(a, b):\n    return int(a) + int(b)\n\ncheck("add")'
CLIENT = (
    "from classroom import connect, lesson_table\n"
    "client = connect()\ntable = lesson_table(client, '99')"
)


def test_an_answer_must_pass_the_tests_of_the_lesson_so_far(adding: Lesson) -> None:
    *_, wrong, right = adding.run(PLACED, GREEN, RED, PICKY, RIGHT)

    assert wrong.state == "✘ not yet"
    assert wrong.text.splitlines()[2:5] == [
        "Should hold:  The lesson's tests so far pass, too.",
        "Seen:         test_add_is_exact fails",
        "",
    ]
    assert "assert add(0.1, 0.2) == 0.30000000000000004" in wrong.text
    assert "test_add_is_not_picky" not in wrong.text
    assert "classroom" not in wrong.text
    assert right.state == "✔ right: adding"


def test_a_test_that_our_answer_fails_is_not_held_against_an_answer(adding: Lesson) -> None:
    broken = (
        "%%red 1b NameError: name 'add' is not defined\ndef test_add():\n    assert add(1, 1) == 3"
    )
    *_, shown = adding.run(PLACED, broken, RIGHT)

    assert shown.state == "✔ right: adding"


def test_the_lesson_has_its_own_names_again_afterwards(adding: Lesson) -> None:
    mine = f"base = 7\n{PICKY}"
    *_, shown, add, base = adding.run(PLACED, GREEN, RED, mine, "'add' in globals()", "base")

    assert "test_add_is_exact fails" in shown.text
    assert (add.text, base.text) == ("False", "0")


KEY = 'KeyConditionExpression="Id = :id", '
VALUES = 'ExpressionAttributeValues={":id": {"S": "a"}, ":after": {"N": "1"}}'
QUERY = "    client.query(TableName=table, {})\n"
AT_10 = {"Id": {"S": "a"}, "Version": {"N": "10"}}


def start_at(condition: str, key: dict[str, dict[str, str]]) -> str:
    values = {":id": {"S": "a"}} | ({":v": {"N": "2"}} if ":v" in condition else {})
    return QUERY.format(
        f"KeyConditionExpression={condition!r}, ExpressionAttributeValues={values}, "
        f"ExclusiveStartKey={key}"
    )


REFUSED = {
    "a filter on a key": (
        QUERY.format(f'{KEY}FilterExpression="Version > :after", {VALUES}'),
        "Filter Expression can only contain non-primary key attributes: Version",
    ),
    "a filter on an alias of a key": (
        QUERY.format(
            f'{KEY}FilterExpression="#v > :after", '
            f'ExpressionAttributeNames={{"#v": "Version"}}, {VALUES}'
        ),
        "Filter Expression can only contain non-primary key attributes: Version",
    ),
    "a placeholder that is not a word": (
        QUERY.format(KEY + 'ExpressionAttributeValues={":id": {"S": "a"}, ":a b": {"S": "a"}}'),
        "ExpressionAttributeValues contains invalid key: ':a b'",
    ),
    "an unused value": (QUERY.format(KEY + VALUES), ":after is not used"),
    "two conditions on one key": (
        QUERY.format(
            'KeyConditionExpression="Id = :id AND Version > :after AND Version < :after", ' + VALUES
        ),
        "KeyConditionExpressions must only contain one condition per key",
    ),
    "bounds that are reversed": (
        QUERY.format(
            'KeyConditionExpression="Id = :id AND Version BETWEEN :b AND :a", '
            'ExpressionAttributeValues={":id": {"S": "a"}, ":a": {"N": "1"}, ":b": {"N": "2"}}'
        ),
        "BETWEEN 2 AND 1 is reversed",
    ),
    "a reserved word": (
        "    client.put_item(TableName=table, Item={'Id': {'S': 'a'}, 'Version': {'N': '0'}}, "
        "ConditionExpression='attribute_not_exists(Name)')\n",
        "Name is a reserved word",
    ),
    "a table's name with a forgotten f": (
        "    client.get_item(TableName='{table}-missing', Key={'Id': {'S': 'a'}})\n",
        "TableName may have letters, digits, _, - and ., not '{table}-missing'",
    ),
    "a function that there isn't": (
        "    client.put_item(TableName=table, Item={'Id': {'S': 'a'}, 'Version': {'N': '0'}}, "
        "ConditionExpression='NOT (attributes_not_exists (Version))')\n",
        "Invalid ConditionExpression: Invalid function name; function: attributes_not_exists",
    ),
    "an unused value in a transaction": (
        "    client.transact_write_items(TransactItems=[{'Put': {'TableName': table, 'Item': "
        "{'Id': {'S': 'a'}, 'Version': {'N': '0'}}, 'ConditionExpression': "
        "'attribute_not_exists(Id)', 'ExpressionAttributeValues': {':x': {'S': 'x'}}}}])\n",
        ":x is not used",
    ),
    "a start key of another stream": (
        start_at("Id = :id", {"Id": {"S": "b"}, "Version": {"N": "1"}}),
        "The provided starting key is outside query boundaries based on provided conditions",
    ),
    "a start key before the versions that are asked for": (
        start_at("Id = :id AND Version > :v", {"Id": {"S": "a"}, "Version": {"N": "1"}}),
        "The provided starting key does not match the range key predicate",
    ),
    "a start key after them": (
        start_at("Version BETWEEN :v AND :v AND Id = :id", AT_10),
        "The provided starting key does not match the range key predicate",
    ),
    "a start key without a version": (
        start_at("Id = :id", {"Id": {"S": "a"}}),
        "The provided starting key is invalid",
    ),
    "a start key with more than the keys": (
        start_at("Id = :id", AT_10 | {"Note": {"S": "a"}}),
        "The provided starting key is invalid",
    ),
    "a start key of another type": (
        start_at("Id = :id", {"Id": {"S": "a"}, "Version": {"S": "1"}}),
        "The provided key element does not match the schema",
    ),
    "a scan that starts at half a key": (
        "    client.scan(TableName=table, ExclusiveStartKey={'Id': {'S': 'a'}})\n",
        "The provided starting key is invalid: The provided key element does not match the schema",
    ),
    "a version that is not a number": (
        "    client.get_item(TableName=table, Key={'Id': {'S': 'a'}, 'Version': {'N': 'one'}})\n",
        "The parameter cannot be converted to a numeric value: one",
    ),
    "an empty number": (
        "    client.put_item(TableName=table, Item={'Id': {'S': 'a'}, 'Version': {'N': ''}})\n",
        "The parameter cannot be converted to a numeric value",
    ),
    "a number in a list that is not one": (
        "    client.put_item(TableName=table, Item={'Id': {'S': 'a'}, 'Version': {'N': '0'}, "
        "'All': {'L': [{'M': {'a': {'N': 'None'}}}]}})\n",
        "The parameter cannot be converted to a numeric value: None",
    ),
    "a placeholder's number that is not one": (
        QUERY.format(
            'KeyConditionExpression="Id = :id AND Version > :v", '
            'ExpressionAttributeValues={":id": {"S": "a"}, ":v": {"N": "v"}}'
        ),
        "ExpressionAttributeValues contains invalid value: "
        "The parameter cannot be converted to a numeric value: v for key :v",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_dynamodb_would_refuse_is_refused(adding: Lesson, what: str) -> None:
    request, told = REFUSED[what]
    body = f'def add(a, b):\n{request}    return a + b\n\ncheck("add")'
    *_, shown = adding.run(CLIENT, body)

    assert shown.error is None
    assert shown.state == "✘ not yet"
    assert "An error occurred (ValidationException) when calling the" in shown.text
    assert told in shown.text


ACCEPTED = {
    "either order": QUERY.format(
        'KeyConditionExpression="Version > :after AND Id = :id", ' + VALUES
    ),
    "brackets and small letters": QUERY.format(
        'KeyConditionExpression="(Id = :id) and (Version between :after and :after)", ' + VALUES
    ),
    "a filter on another attribute": QUERY.format(
        f'{KEY}FilterExpression="Note <> :after AND NOT contains(Note, :after)", {VALUES}'
    ),
    "an update": "    client.update_item(TableName=table, Key={'Id': {'S': 'a'}, 'Version': {'N': "
    "'0'}}, UpdateExpression='SET Note = if_not_exists(Note, :n)', ExpressionAttributeValues="
    "{':n': {'S': 'x'}}, ConditionExpression='attribute_not_exists(Id) OR size(Note) < :n')\n",
    "a table by its ARN": "    client.get_item(TableName=client.describe_table(TableName=table)"
    "['Table']['TableArn'], Key={'Id': {'S': 'a'}, 'Version': {'N': '0'}})\n",
    "a start key": start_at("Id = :id", AT_10),
    "a start key that is one of those asked for": start_at("Id = :id AND Version > :v", AT_10),
    "a start key between others": start_at("Version >= :v AND Id = :id", AT_10),
    "numbers, however they are written": "    client.put_item(TableName=table, Item={'Id': "
    "{'S': 'a'}, 'Version': {'N': '2'}, 'All': {'NS': ['-1.50', '.5', '1E3', '+7']}})\n",
    "a set of strings": "    client.put_item(TableName=table, Item={'Id': {'S': 'a'}, 'Version': "
    "{'N': '1'}, 'All': {'SS': ['a']}})\n",
}


@pytest.mark.parametrize("what", ACCEPTED)
def test_what_dynamodb_would_accept_is_accepted(adding: Lesson, what: str) -> None:
    *_, shown = adding.run(
        CLIENT, f'def add(a, b):\n{ACCEPTED[what]}    return a + b\n\ncheck("add")'
    )

    assert (shown.error, shown.state) == (None, "✔ right: adding")


def test_a_domain_of_ones_own_may_have_the_names_of_the_lesson(adding: Lesson) -> None:
    mine = PLACED.replace("after='1b'", "after='1b', of_the_domain=True")
    *_, shown = adding.run(mine, GREEN, RED, PICKY)

    assert shown.state == "✔ right: adding"
