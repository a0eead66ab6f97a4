"""What a learner is told of a story of their own that is none yet."""

from dataclasses import dataclass

import pytest

from classroom.exercises.exercise import NotYetError
from classroom.exercises.own_events import expect_a_story


@dataclass(frozen=True)
class Loan:
    id: str
    version: int
    reader: str = "Ada"


@dataclass(frozen=True)
class Fine(Loan):
    cents: int = 150


@dataclass
class Draft:
    id: str
    version: int
    reader: str = "Ada"


class Plain:
    """An event without its decorator."""


@dataclass(frozen=True)
class Empty:
    id: str
    version: int


def test_three_frozen_events_of_the_stream_are_a_story():
    expect_a_story([Loan("book", version) for version in range(3)], "book", "my_story")


@pytest.mark.parametrize(
    ("events", "seen", "expected", "slip"),
    [
        (Loan("book", 0), "Loan", "list", "put [ and ] around the events of my_story"),
        ([], "events: 0", "three events or more", "tell a little more in my_story"),
        ([Loan("book", 0)], "events: 1", "three events or more", "tell a little more"),
        ([Draft("book", 0)], "frozen=False", "frozen=True", "nobody rewrites the past"),
        (["Ada"], "'Ada'", "an event", "the name of your class, then ( and )"),
        ([Plain()], "not a dataclass", "frozen=True", "belongs above the class"),
        ([Empty("book", 0)], "id and version only", "a field of its own, too", "what happened?"),
        ([Loan("book", 0), Fine("book", 1)], "Fine and Loan", "one type", "could be a field"),
        ([Loan("book", n) for n in (1, 2, 3)], [1, 2, 3], [0, 1, 2], "first event is number 0"),
        ([Loan("ada", n) for n in range(3)], "the id 'ada'", "the id that is given", "the stream"),
    ],
)
def test_what_is_amiss_is_said_in_words_of_the_learner(events, seen, expected, slip):
    with pytest.raises(NotYetError) as told:
        expect_a_story(events, "book", "my_story")

    assert (told.value.seen, told.value.expected) == (seen, expected)
    assert slip in told.value.slip
