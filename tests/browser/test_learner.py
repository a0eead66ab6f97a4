"""What a learner does that Run All does not: slips, asks, restarts, and runs cells out of order."""

import json
import re
from collections.abc import Iterator

import pytest

from classroom.cells.blanks import BLANK
from classroom.exercises import find
from classroom.lessons import bare_heading

from .comparing import differences
from .exercise import CELLS, EXERCISE, HERE, LESSON, NAME, PROGRESS, with_check
from .learner import Learner

IN_ORDER = find("catch-one-error")
# The middle of the first such text in the selected cell, on the screen; nothing until it's shown.
WHERE = """text => {
    const cell = document.querySelector(".jp-Cell.jp-mod-active");
    const nodes = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    while (nodes.nextNode() && !nodes.currentNode.data.includes(text));
    if (!nodes.currentNode.data?.includes(text)) return null;
    const range = document.createRange();
    const start = nodes.currentNode.data.indexOf(text);
    range.setStart(nodes.currentNode, start);
    range.setEnd(nodes.currentNode, start + text.length);
    nodes.currentNode.parentElement.scrollIntoView({block: "center"});
    const box = range.getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
}"""


def middle(learner: Learner, text: str) -> tuple[float, float]:
    x, y = learner.page.wait_for_function(WHERE, arg=text).json_value()
    return x, y


@pytest.fixture(autouse=True)
def own_copy(learner: Learner) -> Iterator[None]:
    """A new copy of the lesson is open, and no exercise is done."""
    learner.begin_again(LESSON)
    with learner.lesson(LESSON):
        yield


def test_from_a_wrong_answer_by_a_hint_to_the_right_one(learner: Learner) -> None:
    learner.choose(HERE)
    learner.command("run-all-above")
    wrong, told = next(iter(EXERCISE.wrong.items()))

    refused = learner.run(HERE, with_check(wrong))
    learner.snap(f"{LESSON}-refused")
    before = learner.run(PROGRESS)
    accepted = learner.run(HERE, with_check(EXERCISE.answer))
    after = learner.run(PROGRESS)

    assert refused.startswith("✘ not yet")
    assert told in refused
    assert "Stuck? Open the first hint below." in refused
    assert accepted.startswith(f"✔ right: {EXERCISE.title}")
    assert EXERCISE.why in accepted
    assert row_of_the_lesson(before)[1:] == ["0 of 5", "○ ✘ ○ ○ ○"]
    assert row_of_the_lesson(after)[1:] == ["1 of 5", "○ ✔ ○ ○ ○"]
    learner.photograph(f"{LESSON}-learner")


def row_of_the_lesson(progress: str) -> list[str]:
    (row,) = (line for line in progress.splitlines() if line.startswith(LESSON.replace("_", " ")))
    return row.split("\t")


def test_a_restart_in_the_middle_loses_names_and_no_progress(learner: Learner) -> None:
    learner.choose(HERE)
    learner.command("run-all-above")
    learner.run(HERE, with_check(EXERCISE.answer))

    learner.restart()
    learner.choose(HERE)
    learner.command("run-all-above")
    learner.command("run-all-below")

    shown = learner.cells()
    assert "✔ right" in shown[HERE].outputs[0].data["text/plain"]
    assert re.search("02 append +1 of 5", shown[PROGRESS].outputs[0].data["text/plain"])
    assert list(differences(untouched(CELLS), untouched(shown))) == []
    kept = json.loads((learner.my / "progress.json").read_text(encoding="utf-8"))
    assert kept == {NAME: {"state": "right", "tries": 0, "tried": ""}}


def untouched(cells):
    return [cell for index, cell in enumerate(cells) if index not in (HERE, PROGRESS)]


def test_an_exercise_before_its_time_says_which_cell_is_missing(learner: Learner) -> None:
    first = next(index for index, cell in enumerate(CELLS) if cell.cell_type == "code")
    learner.run(first)

    early = learner.run(HERE, with_check(EXERCISE.answer))
    missing, place = re.fullmatch(
        r"○ not judged: (\w+) is missing here\s+It comes from “(.+)”\. In the menu: .*", early
    ).groups()
    learner.snap(f"{LESSON}-too-early")
    assert EXERCISE.needs[missing] == place
    headings = [line for cell in CELLS for line in cell.source.splitlines() if line[:3] == "## "]
    assert place in [bare_heading(heading[3:]) for heading in headings]

    learner.choose(HERE)
    learner.command("run-all-above")
    assert learner.run(HERE).startswith("✔ right")


def test_a_double_click_on_a_blank_selects_it_and_nothing_else(learner: Learner) -> None:
    cells = learner.cells()
    index = next(
        n for n, cell in enumerate(cells) if BLANK in cell.source and "check(" in cell.source
    )
    learner.choose(index)
    x, y = middle(learner, BLANK)

    learner.page.mouse.dblclick(x, y)

    assert learner.page.evaluate("String(getSelection())") == BLANK


def test_lines_are_put_in_order_by_keyboard(learner: Learner) -> None:
    answer = [line for line in IN_ORDER.answer.splitlines() if line]
    cells = learner.cells()
    index = next(n for n, cell in enumerate(cells) if cell.source.endswith('"catch-one-error")'))
    learner.choose(index)
    learner.page.mouse.click(*middle(learner, answer[0]))
    press = learner.page.keyboard.press

    for place, line in enumerate(answer):
        now = learner.cells()[index].source.splitlines()
        press("Control+Home")
        for _ in range(now.index(f"# {line}")):
            press("ArrowDown")
        for _ in range(now.index(f"# {line}") - place):
            press("Alt+ArrowUp")
        press("Control+/")

    code = learner.cells()[index].source.splitlines()
    assert code[: len(answer)] == answer
    assert [line[:2] for line in code[len(answer) : len(answer) + 3]] == ["# ", "# ", ""]
