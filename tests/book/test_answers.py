"""The answer key has every exercise, with what a teacher may see on a learner's screen."""

from book.answers import answers
from exercises import LESSONS, find


def test_the_key_has_every_exercise_with_its_answer_hints_and_wrong_answers():
    page = answers()

    assert LESSONS
    for name in [name for names in LESSONS.values() for name in names]:
        exercise = find(name)
        part = page[page.index(f"`{name}`") :]
        for text in (exercise.answer, exercise.why, *exercise.hints):
            assert text in part
        assert f"### {exercise.title[:1].upper()}{exercise.title[1:]}" in page
        for message in exercise.wrong.values():
            assert message in part


def test_what_is_wrong_is_shown_as_the_lines_that_differ():
    page = answers()

    assert '+            ConditionExpression="attribute_not_exists(version)",' in page
    assert "*with capitals*" in page
