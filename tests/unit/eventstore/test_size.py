"""How DynamoDB counts bytes, by the examples on its own page and by hand."""

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
        ({"N": "-0"}, 1),
        ({"N": "0012300"}, 3),
        ({"N": "1.5"}, 3),
        ({"N": "0.15"}, 2),
        ({"N": "0.015"}, 3),
        ({"N": "12340"}, 4),
        ({"N": "-12.34E1"}, 5),
        ({"N": "1" * 37 + ".1"}, 21),
        ({"B": b"abc"}, 3),
        ({"BOOL": True}, 1),
        ({"NULL": True}, 1),
        ({"L": []}, 3),
        ({"L": [{"S": "ab"}, {"BOOL": True}]}, 3 + 1 + 2 + 1 + 1),
        ({"M": {}}, 3),
        ({"M": {"ab": {"S": "c"}}}, 3 + 1 + 2 + 1),
        ({"SS": ["a", "ä"]}, 3),
        ({"NS": ["1", "-12"]}, 2 + 3),
        ({"BS": [b"a", b"bc"]}, 3),
    ],
)
def test_a_value_has_the_size_that_dynamodb_charges(value, size):
    assert value_size(value) == size


def test_the_size_of_an_item_includes_its_attribute_names():
    assert item_size({"Id": {"S": "a"}, "Größe": {"N": "1"}}) == 2 + 1 + 7 + 2
