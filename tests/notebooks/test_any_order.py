"""Whatever was run before, in whatever order, Run All brings a learner back to what is stored."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st
from jupyter_core.utils import run_sync
from nbclient import NotebookClient
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from classroom.exercises import LESSONS, ROOMS, find

from .lessons import NOTEBOOKS, ROOT, code_cells, is_answer, lesson, magic, read, text_of

RESTART = "restart"
SCALE = int(os.environ.get("EVENTSTORE_TEST_SCALE", "1"))
# The table may hold something else by now. Then a red says so calmly, and a green what helps.
BEGINS = {"green": "✔ green: ", "red": ("✘ red, as it should be", "✔ green now"), "test": "▷"}
EACH = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


class Learner:
    """Somebody who has a lesson open, and runs any cell at any time."""

    def __init__(self, client: NotebookClient, my: Path) -> None:
        self._client, self._my = client, my

    def do(self, step: NotebookNode | str) -> None:
        if isinstance(step, str):
            run_sync(self._client.km.restart_kernel)(now=True)
            run_sync(self._client.kc.wait_for_ready)(timeout=60)
        else:
            self.run(step)

    def run(self, cell: NotebookNode) -> NotebookNode:
        self._client.nb.cells = [cell]
        return self._client.execute_cell(cell, 0)

    def run_all(self, cells: list[NotebookNode]) -> list[str]:
        # What the learner has answered is none of a stored lesson's business.
        (self._my / "progress.json").unlink(missing_ok=True)
        return [text_of(self.run(new_code_cell(cell.source))) for cell in cells]


@contextlib.contextmanager
def a_learner(my: Path) -> Iterator[Learner]:
    empty = read(NOTEBOOKS[0])
    empty.cells = []
    resources = {"metadata": {"path": str(ROOT / "notebooks")}}
    client = NotebookClient(
        empty,
        timeout=60,
        kernel_name="python3",
        resources=resources,
        coalesce_streams=True,
        allow_errors=True,
    )
    with client.setup_kernel(env=os.environ | {"EVENTSTORE_MY": str(my)}):
        yield Learner(client, my)


def steps_of(path: Path) -> list[tuple[str, NotebookNode | str]]:
    """What can be done with a lesson: run any of its cells, answer, restart."""
    steps: list[tuple[str, NotebookNode | str]] = [(RESTART, RESTART)]
    steps += [(f"run {cell.id}", new_code_cell(cell.source)) for cell in code_cells(read(path))]
    for name in (LESSONS | ROOMS)[path.stem]:
        exercise = find(name)
        for kind, code in [("right", exercise.answer), ("wrong", next(iter(exercise.wrong)))]:
            steps.append((f"{kind} {name}", new_code_cell(f'{code}\n\ncheck("{name}")')))
    return steps


@pytest.mark.thorough
@EACH
def test_run_all_brings_back_what_is_stored_after_any_walk(path, tmp_path):
    stored = code_cells(read(path))
    placed = [cell for cell in stored if magic(cell)]
    steps = steps_of(path)
    walks = st.lists(st.sampled_from(range(len(steps))), max_size=12)
    further = st.lists(st.sampled_from(placed), max_size=6) if placed else st.just([])

    with a_learner(tmp_path / "my") as learner:

        @given(st.booleans(), walks, further)
        @settings(
            max_examples=2 * SCALE,
            deadline=None,
            database=None,
            derandomize=SCALE == 1,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def walk(whole_first: bool, chosen: list[int], again: list[NotebookNode]) -> None:
            if whole_first:
                learner.run_all(stored)
            for number in chosen:
                note(steps[number][0])
                learner.do(steps[number][1])

            shown = learner.run_all(stored)

            for cell, text in zip(stored, shown, strict=True):
                assert text == text_of(cell), cell.id
            for cell in again:  # any of them, in any order, without the others
                found = text_of(learner.run(new_code_cell(cell.source)))
                if not found.startswith(BEGINS[magic(cell)]):
                    assert "Run > Run All Above Selected Cell" in found, f"{cell.id}: {found}"
                    *_, found = learner.run_all(stored[: stored.index(cell) + 1])
                    assert found == text_of(cell), cell.id

        walk()


@pytest.mark.thorough
def test_in_lesson_11_going_back_to_an_early_cell_shows_what_it_showed(tmp_path):
    """Later steps change what these cells use, but never how it's called, nor what it returns."""
    stored = code_cells(read(lesson(11)))
    placeless = [cell for cell in stored if not magic(cell) and not is_answer(cell)]

    with a_learner(tmp_path / "my") as learner:
        learner.run_all(stored)

        for cell in reversed(placeless):  # the first one would begin the lesson again
            if "prediction" not in cell.metadata:
                shown = text_of(learner.run(new_code_cell(cell.source)))
                assert shown == text_of(cell), cell.source
