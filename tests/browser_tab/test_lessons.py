"""Every lesson in a tab, from top to bottom: what it shows is what is stored."""

import pytest

from ..browser import learner as pictures
from ..notebooks.lessons import NOTEBOOKS, read
from .comparing import differences
from .tab import HERE, Learner


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_lesson_runs_from_top_to_bottom(learner: Learner, path, monkeypatch) -> None:
    monkeypatch.setattr(pictures, "PICTURES", HERE / "screenshots")
    with learner.lesson(path.stem):
        learner.command("run-all-cells")
        shown = learner.cells()
        learner.photograph(path.stem)

    assert list(differences(read(path).cells, shown)) == []
    assert len(learner.asked) <= 1  # who got no answer asks no more
