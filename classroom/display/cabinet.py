"""Show a table as a cabinet: a stream is a drawer, an event is a card."""

import re
from typing import TYPE_CHECKING, Any

from classroom.display.html import element
from classroom.exercises.exercise import TRIED

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_FRAME = "border:1px solid currentColor;border-radius:4px;margin:4px 0"
_LABEL = "caption-side:top;text-align:left;font-weight:600;padding:4px 8px;white-space:nowrap"
_LEFT, _DIGITS = "text-align:left", "font-variant-numeric:tabular-nums"


class Cabinet:
    """The drawers of a table by label; each card is a version, a change and a note."""

    def __init__(self, drawers: dict[str, list[tuple[str, str, str]]]) -> None:
        self.drawers = drawers

    def __repr__(self) -> str:
        lines = []
        for label, cards in self.drawers.items():
            lines.append(f"drawer {label}")
            lines += [f"  card {number:<3} {change:>4}  {note}" for number, change, note in cards]
        return "\n".join(lines) or "the cabinet is empty"

    def _repr_html_(self) -> str:
        if not self.drawers:
            return repr(self)
        return "".join(_drawer(label, cards) for label, cards in self.drawers.items())


def cabinet(client: "DynamoDBClient", table: str) -> Cabinet:
    """Return a picture of a small table, without the streams that checking an answer created."""
    pages = client.get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
    items: list[dict[str, Any]] = [item for page in pages for item in page["Items"]]
    items.sort(key=lambda item: (*_as_counted(item["Id"]["S"]), float(item["Version"]["N"])))
    drawers: dict[str, list[tuple[str, str, str]]] = {}
    for item in [item for item in items if not item["Id"]["S"].startswith(TRIED)]:
        drawers.setdefault(item["Id"]["S"], []).append(_card(item))
    return Cabinet(drawers)


def drawer(client: "DynamoDBClient", table: str, stream: str) -> list[tuple[str, str, str]]:
    """Return the cards of one drawer."""
    pages = client.get_paginator("query").paginate(
        TableName=table,
        KeyConditionExpression="Id = :id",
        ExpressionAttributeValues={":id": {"S": stream}},
        ConsistentRead=True,
    )
    return [_card(item) for page in pages for item in page["Items"]]


def _card(item: Any) -> tuple[str, str, str]:
    change = int(item.get("CharacterHitPoints", {}).get("N", 0))
    note = item.get("Note", {}).get("S", "")
    return item["Version"]["N"], f"{change:+d}" if change else "0", f'"{note:.60}"'


def _as_counted(label: str) -> tuple[list[str | int], str]:
    """Return a sort key that puts stream-2 before stream-12."""
    parts = re.split(r"(\d+)", label)  # text and digits alternate
    return [int(part) if part.isdecimal() else part for part in parts], label


def _drawer(label: str, cards: list[tuple[str, str, str]]) -> str:
    rows = "".join(
        f"<tr>{element('th', f'card {number}', scope='row', style=_LEFT)}"
        f"{element('td', change, style=_DIGITS)}{element('td', note, style=_LEFT)}</tr>"
        for number, change, note in cards
    )
    caption = element("caption", f"drawer {label}", style=_LABEL)
    return f'<table style="{_FRAME}">{caption}<tbody>{rows}</tbody></table>'
