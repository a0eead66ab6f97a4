from collections.abc import Callable, Iterator

import pytest
from botocore.exceptions import ClientError

from classroom import take_turns
from classroom.errors import EscapedRequestError, LessonError


class TakenError(Exception):
    """An error of the learner's own."""


def writer(versions: list[int], note: str = "") -> Iterator[str]:
    """Appends after the last version that it has seen, as a store would have it."""
    seen = len(versions)
    yield f"has seen {seen}"
    if seen < len(versions):
        raise TakenError(f"<a> {seen}")
    versions.append(seen)
    yield f"appends {seen}{note}"


def failing(error: Exception) -> Iterator[str]:
    yield "begins"
    raise error


def test_each_writer_goes_on_to_its_next_yield_when_the_order_says_so() -> None:
    versions = [0]

    turns = take_turns("ann bob bob ann", ann=writer(versions), bob=writer(versions, "!"))

    assert repr(turns) == (
        "step  ann                  bob\n"
        "1     has seen 1\n"
        "2                          has seen 1\n"
        "3                          appends 1!\n"
        "4     ✘ TakenError: <a> 1"
    )
    assert versions == [0, 1]


def test_the_error_that_ended_a_writer_is_kept_and_the_others_go_on() -> None:
    versions: list[int] = []

    turns = take_turns(
        "ann bob bob ann cy", ann=writer(versions), bob=writer(versions), cy=writer([])
    )

    assert list(turns.errors) == ["ann"]
    assert isinstance(turns.errors["ann"], TakenError)
    assert turns.rows[-1] == ["5", "", "", "has seen 0"]


def test_a_writer_that_returns_is_done_or_says_what_it_returns() -> None:
    def short(word: str | None) -> Iterator[str]:
        yield "begins"
        return word

    turns = take_turns("ann ann bob bob", ann=short(None), bob=short("has given up"))

    assert [row[1:] for row in turns.rows] == [
        ["begins", ""],
        ["is done", ""],
        ["", "begins"],
        ["", "has given up"],
    ]


def test_a_client_error_is_shown_by_its_code_as_messages_differ_by_server() -> None:
    refused = ClientError({"Error": {"Code": "Refused", "Message": "words"}}, "PutItem")

    turns = take_turns("ann ann", ann=failing(refused))

    assert turns.rows[1] == ["2", "✘ ClientError: Refused"]


def test_an_error_with_many_lines_is_shown_in_one() -> None:
    turns = take_turns("ann ann", ann=failing(TakenError("one\n  two")))

    assert turns.rows[1] == ["2", "✘ TakenError: one two"]


@pytest.mark.parametrize("error", [NameError("stor"), AssertionError(), EscapedRequestError()])
def test_a_mistake_in_the_cell_is_raised(error: Exception) -> None:
    with pytest.raises(type(error)) as caught:
        take_turns("ann ann", ann=failing(error))

    assert caught.value is error


def test_a_stranger_in_the_order_is_refused_before_anybody_does_a_step() -> None:
    versions = [0]

    with pytest.raises(LessonError, match="names 'eve', but the writers are ann, bob"):
        take_turns("ann ann eve", ann=writer(versions), bob=writer(versions))

    assert versions == [0]


@pytest.mark.parametrize("last", [failing(TakenError()), iter(["ends"])])
def test_a_writer_that_has_ended_cannot_have_another_turn(last: Iterator[str]) -> None:
    def writes() -> Iterator[str]:
        yield from last

    with pytest.raises(LessonError, match="ann can't take step 3: ann finished in step 2"):
        take_turns("ann ann ann", ann=writes())


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        (lambda: failing(TakenError("3")), " with: ✘ TakenError: 3"),
        (lambda: iter(["does nothing"]), " with: does nothing"),
        (lambda: iter([]), ""),
    ],
)
def test_a_writer_that_has_ended_is_quoted_to_say_why(
    ends: Callable[[], Iterator[str]], said: str
) -> None:
    def writes() -> Iterator[str]:
        return (yield from ends())

    with pytest.raises(LessonError, match=rf"finished in step \d{said}$"):
        take_turns("ann ann ann", ann=writes())


def test_what_a_writer_returns_is_its_last_text() -> None:
    def writes() -> Iterator[str]:
        yield "begins"
        return "gives up"

    with pytest.raises(LessonError, match=r"finished in step 2 with: gives up$"):
        take_turns("ann ann ann", ann=writes())


@pytest.mark.parametrize("mistake", [writer, None, "ann"])
def test_a_writer_without_yield_or_not_called_is_refused(mistake: object) -> None:
    with pytest.raises(LessonError, match="ann must be a generator"):
        take_turns("ann", ann=mistake)


def test_the_html_marks_the_step_that_lost_and_wraps_long_words() -> None:
    versions: list[int] = []

    html = take_turns("ann bob bob ann", ann=writer(versions), bob=writer(versions))._repr_html_()

    assert html.count("<tr>") == 5
    assert html.count("background:") == 1
    assert html.count("white-space:pre-wrap") == 12
    assert 'background:rgba(209,36,47,0.16)">✘ TakenError: &lt;a&gt; 0<' in html
