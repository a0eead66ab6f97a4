"""How an exercise is found, and what it may know."""

import subprocess
import sys

import pytest

from classroom.exercises import NoSuchExerciseError, find

FINDS = """
import sys
from classroom.exercises import LESSONS, find
find("give-up-aloud")
print([name for name in sys.modules if name.startswith("classroom.exercises.")])
print("hypothesis" in sys.modules)  # it takes a second, and a tab has to fetch it
for names in LESSONS.values():
    for name in names:
        find(name)
print("pandas" in sys.modules)
"""


def test_an_exercise_is_read_when_it_is_asked_for_and_knows_nothing_of_the_classroom():
    command = [sys.executable, "-c", FINDS]
    found = subprocess.run(command, capture_output=True, text=True, check=True)

    assert (
        found.stdout == "['classroom.exercises.exercise', 'classroom.exercises.own_domain', "
        "'classroom.exercises.own_domain.sections', 'classroom.exercises.leftovers', "
        "'classroom.exercises.give_up_aloud']\n"
        "False\nFalse\n"
    )


def test_a_misspelt_name_is_told_the_nearest_one():
    with pytest.raises(NoSuchExerciseError, match=r"'lok-again'\. Is it 'look-again'\?"):
        find("lok-again")

    with pytest.raises(NoSuchExerciseError, match=r"no exercise is called '42'\.$"):
        find("42")
