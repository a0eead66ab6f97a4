"""Show a table as a cabinet: a stream is a drawer, an event is a card."""

import re
from typing import TYPE_CHECKING, Any

from classroom.display.html import element, scrolling
from classroom.exercises.exercise import TRIED

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

Card = tuple[str, str, str]  # its version, its change and its note

_FRAME = "border:2px solid rgba(128,128,128,0.6);border-top-width:8px;border-radius:8px"
_FRAME += ";border-collapse:separate;margin:4px 0"
_LABEL = "caption-side:top;text-align:left;font-weight:600;padding:4px 8px;white-space:nowrap"
_LEFT, _DIGITS = "text-align:left", "font-variant-numeric:tabular-nums"
_NUMBER = f"{_LEFT};white-space:nowrap"
_MARKED = "background:rgba(213,94,0,0.2)"  # see-through: for a light theme and a dark one


class Cabinet:
    """The drawers of a table by label; beside an earlier cabinet, what has changed is marked."""

    def __init__(
        self, drawers: dict[str, list[Card]], before: dict[str, list[Card]] | None = None
    ) -> None:
        self.drawers, self._before = drawers, before

    def __repr__(self) -> str:
        lines = []
        for label, cards in self.drawers.items():
            lines.append(f"drawer {label}")
            lines += [] if cards else ["  empty"]
            for number, change, note in cards:
                mark = self._mark(label, (number, change, note))
                lines.append(f"  card {number:<3} {change:>4}  {note}  {mark}".rstrip())
        return "\n".join(lines) or "the cabinet is empty"

    def _repr_html_(self) -> str:
        if not self.drawers:
            return repr(self)
        return scrolling("".join(self._drawer(*drawer) for drawer in self.drawers.items()))

    def _drawer(self, label: str, cards: list[Card]) -> str:
        rows = "" if cards else f"<tr>{element('td', 'empty')}</tr>"
        marks = [self._mark(label, card) for card in cards]
        for (number, change, note), mark in zip(cards, marks, strict=True):
            marked = f' style="{_MARKED}"' if mark else ""
            rows += (
                f"<tr{marked}>{element('th', f'card {number}', scope='row', style=_NUMBER)}"
                f"{element('td', change, style=_DIGITS)}{element('td', note, style=_LEFT)}"
                + (element("td", mark, style=f"{_LEFT};font-weight:600") if any(marks) else "")
                + "</tr>"
            )
        caption = element("caption", f"drawer {label}", style=_LABEL)
        return f'<table style="{_FRAME}">{caption}<tbody>{rows}</tbody></table>'

    def _mark(self, label: str, card: Card) -> str:
        """Return in words what has become of a card; empty if it's as it was."""
        if self._before is None:
            return ""
        old = {number: rest for number, *rest in self._before.get(label, [])}
        number, *rest = card
        if number not in old:
            return "+ new"
        return "" if old[number] == rest else f"✎ overwritten: was {' '.join(old[number])}"


def cabinet(
    client: "DynamoDBClient", table: str, *streams: str, before: Cabinet | None = None
) -> Cabinet:
    """Return a picture of a small table, or of the drawers of these streams.

    Without `streams`, it has all but those that checking an answer created. Cards that are new or
    overwritten since the cabinet `before` are marked.
    """
    earlier = before.drawers if before else None
    if streams:
        return Cabinet({each: drawer(client, table, each) for each in streams}, earlier)
    pages = client.get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
    items: list[dict[str, Any]] = [item for page in pages for item in page["Items"]]
    items.sort(key=lambda item: (*_as_counted(item["Id"]["S"]), float(item["Version"]["N"])))
    drawers: dict[str, list[Card]] = {}
    for item in [item for item in items if not item["Id"]["S"].startswith(TRIED)]:
        drawers.setdefault(item["Id"]["S"], []).append(_card(item))
    return Cabinet(drawers, earlier)


def drawer(client: "DynamoDBClient", table: str, stream: str) -> list[Card]:
    """Return the cards of one drawer."""
    pages = client.get_paginator("query").paginate(
        TableName=table,
        KeyConditionExpression="Id = :id",
        ExpressionAttributeValues={":id": {"S": stream}},
        ConsistentRead=True,
    )
    return [_card(item) for page in pages for item in page["Items"]]


def _card(item: Any) -> Card:
    if "State" in item:  # of a snapshot
        return item["Version"]["N"], "", item["State"]["S"]
    change = int(item.get("CharacterHitPoints", {}).get("N", 0))
    note = item.get("Note", {}).get("S", "")
    return item["Version"]["N"], f"{change:+d}" if change else "0", f'"{note:.60}"'


def _as_counted(label: str) -> tuple[list[str | int], str]:
    """Return a sort key that puts stream-2 before stream-12."""
    parts = re.split(r"(\d+)", label)  # text and digits alternate
    return [int(part) if part.isdecimal() else part for part in parts], label
