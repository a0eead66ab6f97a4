"""A slip is named only if it explains everything that was seen."""

from classroom.exercises.likely import likely

SLIPS = {"the last one only": lambda *numbers: numbers[-1], "the first one only": max}
PROBES = [(3, 1, 2), (2, 1), (2, 3)]


def test_a_slip_is_named_that_does_the_same_with_every_probe() -> None:
    assert likely(lambda *numbers: numbers[len(numbers) - 1], PROBES, SLIPS) == "the last one only"


def test_nothing_is_named_if_one_probe_differs() -> None:
    assert likely(lambda *numbers: numbers[0], PROBES, SLIPS) == ""


def test_text_is_not_taken_for_a_number() -> None:
    assert likely(lambda *numbers: str(numbers[-1]), PROBES, SLIPS) == ""


def test_an_error_is_something_that_was_seen() -> None:
    slips = {"the fourth is asked for": lambda *numbers: numbers[3]}

    assert likely(lambda *_: [][0], PROBES, slips) == "the fourth is asked for"
    assert likely(lambda *_: 1 / 0, PROBES, slips) == ""
