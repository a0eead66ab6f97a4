"""How many bytes an item takes, according to AWS's page "DynamoDB item sizes and formats"."""

from decimal import Decimal

from eventstore.values import AttributeValue, Item


def item_size(item: Item) -> int:
    """Return the size of an item such as `{"Version": {"N": "0"}}` in bytes.

    That's the length of each name in UTF-8, and the size of each value.
    """
    size = 0
    for name, value in item.items():
        size += len(name.encode()) + value_size(value)
    return size


def value_size(value: AttributeValue) -> int:
    """Return the size of an attribute value such as `{"N": "0"}` in bytes, without its name."""
    [(type_code, content)] = value.items()
    if type_code == "S":
        return len(content.encode())
    if type_code == "N":
        return number_size(content)
    if type_code == "B":
        return len(content)
    if type_code in ("BOOL", "NULL"):
        return 1
    if type_code == "L":  # 3 bytes for the list, and 1 more for each element
        return 3 + sum(1 + value_size(element) for element in content)
    if type_code == "M":  # 3 bytes for the map, and 1 more for each key
        return 3 + len(content) + item_size(content)
    # SS, NS or BS: the store never writes a set, but another program may.
    element_type = type_code[0]
    return sum(value_size({element_type: element}) for element in content)


def number_size(text: str) -> int:
    """Return the size of a number such as `-12.5` in bytes.

    That's one byte, one more for a minus sign, and one for each pair of digits. The page only says
    "approximately". As other implementations do, we pair the digits outwards from the decimal
    point, so 12.5 has two pairs (12 and 50). Zeros at either end don't count.
    """
    number = Decimal(text)
    digits = "".join(str(digit) for digit in number.as_tuple().digits).rstrip("0")
    if not digits:
        return 1
    # The powers of ten of the first and the last digit: for 12.5 they are 1 and -1.
    first = number.adjusted()
    last = first - len(digits) + 1
    # The digits with powers 0 and 1 are one pair, -2 and -1 another, and so on.
    pairs = first // 2 - last // 2 + 1
    sign = 1 if number < 0 else 0
    return 1 + sign + pairs
