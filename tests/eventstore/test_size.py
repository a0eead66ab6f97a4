"""DynamoDB's arithmetic of sizes, by the examples of its own page and by hand."""

import pytest

from eventstore.size import item_size, value_size


@pytest.mark.parametrize(
    ("value", "size"),
    [
        ({"S": ""}, 0),
        ({"S": "Köln"}, 5),
        ({"N": "0"}, 1),
        ({"N": "5"}, 2),
        ({"N": "-5"}, 3),
        ({"N": "27"}, 2),
        ({"N": "-27"}, 3),
        ({"N": "461"}, 3),
        ({"N": "1000"}, 2),
        ({"N": "0.25"}, 2),
        ({"N": "1E+100"}, 2),
        ({"N": "9" * 38}, 20),
        ({"B": b"abc"}, 3),
        ({"BOOL": True}, 1),
        ({"NULL": True}, 1),
        ({"L": []}, 3),
        ({"L": [{"S": "ab"}, {"BOOL": True}]}, 3 + 1 + 2 + 1 + 1),
        ({"M": {}}, 3),
        ({"M": {"ab": {"S": "c"}}}, 3 + 1 + 2 + 1),
    ],
)
def test_a_value_has_the_size_that_dynamodb_counts(value, size):
    assert value_size(value) == size


def test_an_item_counts_its_attribute_names():
    assert item_size({"Id": {"S": "a"}, "Größe": {"N": "1"}}) == 2 + 1 + 7 + 2
