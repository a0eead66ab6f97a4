"""Every lesson in a tab, from top to bottom: what it shows is what is stored, also on a phone."""

import pytest

from ..browser import learner as pictures
from ..browser.looks import ON_A_PHONE
from ..notebooks.lessons import NOTEBOOKS, read
from .comparing import differences
from .tab import HERE, Learner

RIGHT_BAR = "jupyterapp.commands.execute('application:toggle-side-tabbar', {side: 'right'})"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_lesson_runs_from_top_to_bottom(learner: Learner, path, monkeypatch) -> None:
    monkeypatch.setattr(pictures, "PICTURES", HERE / "screenshots")
    with learner.lesson(path.stem):
        learner.command("run-all-cells")
        shown = learner.cells()
        learner.photograph(path.stem)
        cut = on_a_phone(learner)

    assert list(differences(read(path).cells, shown)) == []
    assert len(learner.asked) <= 1  # who got no answer asks no more
    assert cut == []


def on_a_phone(learner: Learner) -> list[str]:
    """Return what can't be seen whole or looks wrong, folds open, on a screen of 390 pixels."""
    page = learner.page
    page.evaluate("notebook.unroll()")
    page.set_viewport_size({"width": 390, "height": 844})
    page.evaluate("jupyterapp.shell.collapseLeft()")
    page.evaluate(RIGHT_BAR)  # a page that opens on a phone hides it by itself
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)))")
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    cut = [f"{wrong}: {each}" for wrong, ask in ON_A_PHONE.items() for each in page.evaluate(ask)]
    page.evaluate("jupyterapp.shell.expandLeft()")
    page.evaluate(RIGHT_BAR)
    page.set_viewport_size(pictures.SCREEN)
    return cut
