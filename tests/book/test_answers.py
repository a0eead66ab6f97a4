"""The answer key has every exercise, with what a teacher may see on a learner's screen."""

import pytest

from book.answers import answers, where
from book.lessons import lessons
from classroom.display.html import spelled
from classroom.exercises import find, names


def test_the_key_has_every_exercise_with_its_answer_hints_and_wrong_answers():
    page = answers()

    assert [*names()]
    for name in names():
        exercise = find(name)
        part = page[page.index(f"`{name}`") :]
        for text in (exercise.answer, exercise.remark, *map(spelled, exercise.hints)):
            assert text in part
        assert spelled(exercise.why) in part
        assert f"### {exercise.title[:1].upper()}{exercise.title[1:]}" in page
        for message in exercise.wrong.values():
            assert spelled(message) in part


def test_what_is_wrong_is_shown_as_the_lines_that_differ():
    page = answers()

    assert '+            ConditionExpression="attribute_not_exists(version)",' in page
    assert "<em>with capitals</em>" in page


def test_an_exercise_is_found_in_its_lesson():
    assert where(lessons()[2], find("keep-the-first-card")).title.startswith("Beat 4")
    with pytest.raises(ValueError, match="lesson 01 has no exercise of lesson 02_append"):
        where(lessons()[1], find("keep-the-first-card"))
