"""What an SVG picture shows: its words, with about where they are, its lines and its shapes."""

import re
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from classroom.display.drawing import LETTER, Picture

PHONE = 464  # pixels: a picture as wide as this can shrink to fit a phone, and still be read
Point = tuple[float, float]


@dataclass(frozen=True)
class Words:
    """One line of text, and the box that it takes."""

    text: str
    left: float
    right: float
    bottom: float

    @property
    def top(self) -> float:
        return self.bottom - 11

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    def overlaps(self, other: "Words") -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


def drawn(picture: Picture) -> ElementTree.Element:
    return ElementTree.fromstring(picture._repr_html_())[0]


def size(svg: ElementTree.Element) -> Point:
    _, _, width, height = map(float, svg.attrib["viewBox"].split())
    return width, height


def words(svg: ElementTree.Element) -> list[Words]:
    """Return the texts that run from left to right."""
    found = []
    for each in svg.iter("text"):
        if "transform" not in each.attrib:
            text, x = each.text or "", float(each.attrib["x"])
            width = len(text) * LETTER * 0.9
            before = {"start": 0.0, "middle": 0.5, "end": 1.0}[each.attrib["text-anchor"]]
            left = x - before * width
            found.append(Words(text, left, left + width, float(each.attrib["y"])))
    return found


def word(svg: ElementTree.Element, beginning: str) -> Words:
    """Return the one text that begins like this."""
    [found] = [each for each in words(svg) if each.text.startswith(beginning)]
    return found


def lines(svg: ElementTree.Element) -> list[tuple[dict[str, str], list[Point]]]:
    """Return the attributes and the points of every line."""
    return [_with_points(each) for each in svg.iter("polyline")]


def shapes(svg: ElementTree.Element) -> list[tuple[dict[str, str], list[Point]]]:
    """Return the attributes and the corners of every filled shape."""
    return [_with_points(each) for each in svg.iter("polygon")]


def _with_points(element: Any) -> tuple[dict[str, str], list[Point]]:
    pairs = (pair.split(",") for pair in element.attrib["points"].split())
    return dict(element.attrib), [(float(x), float(y)) for x, y in pairs]


def backgrounds(svg: ElementTree.Element) -> list[str]:
    """Return every colour that is written in the picture, other than that of a line or a mark."""
    source = ElementTree.tostring(svg, encoding="unicode")
    rest = re.sub(r'(stroke|fill)="#[0-9a-f]{6}"', "", source)
    return re.findall(r"#[0-9a-f]{6}\b|white|black", rest)
