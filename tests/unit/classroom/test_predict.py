"""A learner predicts what a cell will do, runs it, and hears about each answer."""

import pytest

from .kernel import START, Lesson

PREDICTIONS = """
from classroom import predict, predictions
from classroom.predictions.prediction import Answer, Prediction

ANSWERS = {"a": Answer("It fails", "1 is not 2."), "b": Answer("It passes", "Only if `1 < 2`.")}
CODE = {"a": Answer("With `append`", "So it is.")}
KNOWN = {
    "with-a-place": Prediction(
        name="with-a-place", place="4a", question="", answers=ANSWERS, right="a",
        outcome="1 failed: assert 1 == 2", giveaways=(),
    ),
    "without": Prediction(
        name="without", place="", question="", answers=ANSWERS, right="b", outcome="", giveaways=(),
    ),
    "with-code": Prediction(
        name="with-code", place="", question="", answers=CODE, right="a", outcome="", giveaways=(),
    ),
}
plain = predictions.__dict__.setdefault("plain", predictions.find)
predictions.find = lambda name: KNOWN.get(name) or plain(name)
"""
TEST = "%%test 4a\ndef test_it():\n    assert 1 == 2"
ALL = "✔ a: It fails → 1 is not 2.\n  b: It passes → Only if `1 < 2`."


@pytest.fixture
def predicting(lesson: Lesson) -> Lesson:
    started, defined = lesson.run(START, PREDICTIONS)
    assert (started.error, defined.error) == (None, None)
    return lesson


@pytest.mark.parametrize("written", ["b", " B ", "b)", "b."])
def test_the_answer_gets_its_reply_after_the_test_has_run(predicting: Lesson, written: str) -> None:
    committed, shown = predicting.run(f'predict("with-a-place", "{written}")', TEST)

    assert committed.text == "▷ your prediction: b\n\nIt passes"
    assert shown.state == "▷ pytest says: 1 failed"
    assert "E       assert 1 == 2" in shown.text
    assert shown.text.endswith(
        "You predicted b.\n✔ a: It fails → 1 is not 2.\n  b (yours): It passes → Only if `1 < 2`."
    )
    assert "<li>✔ a: It fails → 1 is not 2.</li>" in shown.html
    assert "<li><strong>b: It passes</strong> → Only if <code>1 &lt; 2</code>.</li>" in shown.html


@pytest.mark.parametrize("written", ["", "___", "..."])
def test_without_an_answer_the_lesson_goes_on_and_every_answer_has_its_reply(
    predicting: Lesson, written: str
) -> None:
    open_, shown = predicting.run(f'predict("with-a-place", "{written}")', TEST)

    assert open_.error is None
    assert open_.text == ("○ no prediction yet: write a or b in place of ___, or go on without one")
    assert shown.text.endswith(f"The answers:\n{ALL}")


def test_a_letter_that_is_not_an_answer_is_said(predicting: Lesson) -> None:
    (shown,) = predicting.run('predict("with-a-place", "d")')

    assert shown.error is None
    assert shown.text == "○ 'd' isn't one of the answers: write a or b"


def test_a_test_without_a_prediction_has_no_replies(predicting: Lesson) -> None:
    (shown,) = predicting.run(TEST.replace("4a", "5a"))

    assert "→" not in shown.text


def test_the_replies_come_again_when_the_test_runs_again(predicting: Lesson) -> None:
    _, first, again = predicting.run('predict("with-a-place", "a")', TEST, TEST)

    assert first.text == again.text


def test_without_a_place_the_replies_come_below_the_next_ordinary_cell(
    predicting: Lesson,
) -> None:
    _, empty, shown, other, again = predicting.run('predict("without")', "", "1 + 1", "3", "1 + 1")

    assert empty.text == other.text.replace("3", "") == ""
    assert shown.text.startswith("2\nThe answers:\n  a: It fails → 1 is not 2.\n✔ b: ")
    assert again.text == shown.text


def test_an_unknown_prediction_is_said(predicting: Lesson) -> None:
    (shown,) = predicting.run('predict("what")')

    assert shown.error == "LessonError"
    assert "no prediction is called 'what'" in shown.text


def test_code_in_an_answer_is_repeated_without_backticks(predicting: Lesson) -> None:
    (committed,) = predicting.run('predict("with-code", "a")')

    assert committed.text == "▷ your prediction: a\n\nWith append"


def test_a_letter_without_quotation_marks_is_told_what_it_needs(predicting: Lesson) -> None:
    (shown,) = predicting.run('predict("with-a-place", b)')

    assert shown.error == "NameError"
    assert 'Put the letter between quotation marks: "b"' in shown.text
    assert "Run All Above" not in shown.text
