"""Every lesson in a real browser, from top to bottom: what it shows, and how it looks."""

import pytest

from ..notebooks.lessons import NOTEBOOKS, read
from .comparing import differences
from .learner import Learner
from .looks import problems


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_lesson_runs_from_top_to_bottom_and_shows_what_is_stored(learner: Learner, path) -> None:
    learner.begin_again(path.stem)
    with learner.lesson(path.stem):
        learner.command("run-all-cells")
        shown = learner.cells()
        learner.photograph(path.stem)
        wrong = problems(learner)

    assert list(differences(read(path).cells, shown)) == []
    assert wrong == []
