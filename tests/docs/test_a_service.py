"""The book shows an example of a service as it is, in parts, and the example does what it says."""

import re
from typing import Any

import jinja2
import pytest

from book.gathered import service as part
from eventstore import given

from ..notebooks.lessons import ROOT
from ..service.service import BOOK, Book, CopiesBought, CopyLent, CopyReturned, decide

PAGE = (ROOT / "book/source/a_service.md").read_text(encoding="utf-8")
CODE = (ROOT / "tests/service/service.py").read_text(encoding="utf-8")
BOUGHT, LENT = CopiesBought("emma", 0, 1), CopyLent("emma", 1, "anna")


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line]


def test_the_page_shows_the_whole_service_in_its_order() -> None:
    fill = jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=False)
    page = fill.from_string(PAGE).render(service=part)

    shown = re.findall(r"```python\n(.*?)```", page, re.DOTALL)

    assert lines("\n".join(shown)) == lines(CODE)
    assert len(shown) == 6


def test_the_service_is_as_short_as_the_page_says() -> None:
    (said,) = re.findall(r"^# A service in (\d+) lines$", PAGE, re.MULTILINE)

    assert int(said) - 10 < len(lines(CODE)) <= int(said)


def test_a_part_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        part("The miracles")


@pytest.mark.parametrize(
    ("before", "message", "after"),
    [
        ([], {"command": "buy", "copies": 2}, [CopiesBought("emma", 0, 2)]),
        ([], {"command": "lend", "reader": "anna"}, []),
        ([BOUGHT], {"command": "lend", "reader": "anna"}, [LENT]),
        ([BOUGHT, LENT], {"command": "lend", "reader": "anna"}, []),
        ([BOUGHT, LENT], {"command": "lend", "reader": "ben"}, []),
        ([BOUGHT, LENT], {"command": "return", "reader": "ben"}, []),
        (
            [BOUGHT, LENT],
            {"command": "return", "reader": "anna"},
            [CopyReturned("emma", 2, "anna")],
        ),
    ],
    ids=str,
)
def test_a_decision(before: list[Any], message: dict[str, Any], after: list[Any]) -> None:
    def when(book: Book, version: int) -> Any:
        return decide({"book": "emma", **message}, book, version)

    assert given(BOOK, *before).when(when) == after


def test_an_unknown_command_is_an_error() -> None:
    with pytest.raises(ValueError, match="there's no command 'burn'"):
        decide({"command": "burn", "book": "emma"}, Book(), 0)
