"""What a learner does in the tab: answers an exercise, closes the page, and comes again."""

from playwright.sync_api import Browser

from ..browser.exercise import EXERCISE, HERE, HINTS, LESSON, NAME, with_check
from .tab import arrived


def test_an_exercise_is_judged_and_the_work_outlives_the_page(browser: Browser, address) -> None:
    wrong, told = next(iter(EXERCISE.wrong.items()))
    with arrived(browser, address) as learner:
        with learner.lesson(LESSON):
            learner.choose(HERE)
            learner.command("run-all-above")
            refused = learner.run(HERE, with_check(wrong))
            hint = learner.run(HINTS, f'hint("{NAME}")')
            accepted = learner.run(HERE, with_check(EXERCISE.answer))
        learner.page.reload()
        learner.wait_for_the_lab()
        with learner.lesson(LESSON):
            again = learner.cells()
            learner.execute("from classroom import progress")
            progress = learner.execute("progress()")

    assert learner.complaints == []
    assert refused.startswith("✘ not yet")
    assert told in refused
    assert hint.strip() == f"Hint 1 of 3: {EXERCISE.hints[0]}"
    assert accepted.startswith(f"✔ right: {EXERCISE.title}")
    assert again[HERE].source == with_check(EXERCISE.answer)
    assert "02 append              1 of 5" in progress
