"""What a learner does in the tab: answers an exercise, closes the page, and comes again."""

from playwright.sync_api import Browser

from exercises import find

from ..notebooks.lessons import lesson, read
from .tab import arrived

LESSON, NAME = "02_append", "keep-the-first-sheet"
EXERCISE = find(NAME)
CELLS = read(lesson(2)).cells
STATEMENT, HERE, HINTS, ANSWER = (
    index for index, cell in enumerate(CELLS) if cell.metadata.get("exercise") == NAME
)
PROGRESS = next(index for index, cell in enumerate(CELLS) if cell.source.strip() == "progress()")


def with_check(answer: str) -> str:
    return f'{answer}\n\ncheck("{NAME}")'


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
