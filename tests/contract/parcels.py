"""Another event type, with a field of every type that can be stored."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class ParcelEvent:
    id: str
    version: int
    text: str = ""
    weight_grams: int = 0
    price: Decimal = Decimal(0)
    label: bytes = b""
    is_fragile: bool = False
    tags: list[Any] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)
    depot: str | None = None


NESTED = {"a": [{"b": [1, "two", None, True, b"\x00", Decimal("0.5"), {}, []]}]}

DEEPEST: Any = []
for _ in range(31):
    DEEPEST = [DEEPEST]

VALUES: dict[str, list[Any]] = {
    "text": [
        "",
        " ",
        "Ärger, größer",
        "日本語",
        "\N{DRAGON}",
        "e\N{COMBINING ACUTE ACCENT}",
        "a\x00b\x7f",
        "line\r\nline\t\N{LINE SEPARATOR}",
        "\"quoted\" \\ 'too'",
        "#name :value {}",
        "x" * 100_000,
    ],
    "weight_grams": [0, 1, -2, 10**37, 10**38 - 1, 1 - 10**38, 10**125, -(10**125)],
    "price": [
        Decimal("0.1"),
        Decimal("-0.01"),
        Decimal("1.50"),
        Decimal(3),
        Decimal("1E-130"),
        Decimal("-1E-130"),
        Decimal("9." + "9" * 37 + "E+125"),
        Decimal("0." + "1" * 38),
        Decimal("12345678901234567890.123456789012345678"),
    ],
    "label": [b"", b"\x00", bytes(range(256)), "ä".encode()],
    "is_fragile": [True, False],
    "tags": [[], [None], [1, "1", Decimal("1.5"), True, b"1"], [[[]], [{}]], ["ä"] * 100, DEEPEST],
    "extra": [{}, {"ä": 1}, {"Name": "reserved", "a.b": 1, "a b": [0]}, NESTED],
    "depot": [None, "", "Wien"],
}
CASES = [(name, value) for name, values in VALUES.items() for value in values]
