"""A lesson with one exercise, which asks for `add`."""

from pathlib import Path

from .kernel import Lesson

EXERCISE = '''
import os
os.environ["EVENTSTORE_MY"] = {my!r}
from classroom import exercises
from classroom import check, progress
from classroom.exercises.exercise import Exercise, expect

def it_adds(given):
    """It adds."""
    expect(given.add(1, 2), 3, "minus is not plus")

ADD = Exercise(
    lesson="02_append", title="adding", statement="", start="add = ___", asks=("add",),
    uses={{"Step 1 · A base": "base"}}, tests=(it_adds,), why="Sums matter.",
    hints=("a question?", "a direction", "almost there"),
    answer="def add(a, b):\\n    return a + b", others=(), wrong={{}},
)
exercises.find = lambda name: ADD
exercises.LESSONS = {{"02_append": ("add", "other")}}
'''
BASE = "base = 0"
RIGHT = 'def add(a, b):\n    return a + b\n\ncheck("add")'
WRONG = 'def add(a, b):\n    return a - b\n\ncheck("add")'
OPEN = 'def add(a, b):\n    return ___\n\ncheck("add")'


def begin(lesson: Lesson, folder: Path) -> Lesson:
    """Give the lesson the exercise, and the learner this folder."""
    shown, _ = lesson.run(EXERCISE.format(my=str(folder)), BASE)
    assert shown.error is None
    return lesson
