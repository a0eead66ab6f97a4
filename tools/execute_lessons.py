"""Execute the lessons and rooms in place, and give them a uniform form: `make notebooks`.

The cells of an exercise are generated from its file in classroom/exercises. In a lesson, any cell
whose metadata says {"exercise": NAME} stands for all of them. The same goes for a prediction, with
{"prediction": NAME} and classroom/predictions; the cell that shows its outcome gets it as metadata.

The result depends only on the lessons' sources and the locked packages: executing again doesn't
change any text output.
"""

import itertools
import os
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from classroom import places, predictions
from classroom.exercises import find
from classroom.exercises.exercise import Exercise
from classroom.lessons import EDITION, ROOMS, Lesson, lessons, notebooks, rooms

METADATA = {
    "edition": EDITION,
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
KEPT = {
    "beat",
    "editable",
    "exercise",
    "jupyter",
    "outcome",
    "prediction",
    "tags",
}  # in a cell's metadata

FOLDED = "<details>\n<summary>{}</summary>\n\n{}\n\n</details>"


def navigation(path: Path) -> tuple[str, str]:
    """Return the line above and the one below a lesson or a room, which link to its neighbours.

    Below a lesson with a room, there's a second line, which leads to the room.
    """
    this = Lesson(path)
    before = [each for each in lessons() if this.comes_after(each)]
    after = [each for each in lessons() if each != this and each not in before]
    links = [
        *(f"← {_link(each)}" for each in before[-1:]),
        "[Contents](README.md)",
        *(f"{_link(each)} →" for each in after[:1]),
    ]
    line = " · ".join(links)
    doors = [
        f"\n\nTen minutes to spare? {_link(room)}, in the bug museum."
        for room in rooms()
        if not this.is_room and ROOMS[room.number] == int(this.number)
    ]
    return line, line + "".join(doors)


def _link(lesson: Lesson) -> str:
    return f"[{lesson.heading}]({lesson.path.name})"


def execute(notebook: NotebookNode, folder: Path) -> None:
    """Run every cell in a new kernel, in `folder`, as a learner would."""
    NotebookClient(
        notebook,
        timeout=60,
        kernel_name="python3",
        record_timing=False,
        coalesce_streams=True,  # or a busy machine splits one cell's prints into two outputs
        resources={"metadata": {"path": str(folder)}},
    ).execute()


def exercise_cells(name: str) -> list[NotebookNode]:
    """Return the cells of an exercise: the statement, the answer's cell, and what helps with it."""
    exercise = find(name)
    cells = [
        new_markdown_cell(_statement(exercise), id=name),
        new_code_cell(f'{exercise.start.rstrip()}\n\n\ncheck("{name}")', id=f"{name}-cell"),
        new_markdown_cell(_help(exercise), id=f"{name}-help"),
    ]
    for cell in cells:
        cell.metadata.exercise = name
    cells[2].metadata.editable = False  # or a double click on a hint would show its Markdown
    return cells


def _statement(exercise: Exercise) -> str:
    """Return the statement, in a box of its own below its heading."""
    heading, _, body = exercise.statement.partition("\n\n")
    if exercise.at_home:
        return f"{heading}\n\n{_box('success', '⌂ At home.', body)}"
    return f"{heading}\n\n{_box('warning', '✎ Your turn.', body)}"


def _box(kind: str, label: str, body: str) -> str:
    """Return Markdown in a box that JupyterLab, the browser tab and the book know."""
    return f'<div class="alert alert-{kind}">\n\n**{label}** {body}\n\n</div>'


def _help(exercise: Exercise) -> str:
    """Return three hints and our answer, each folded."""
    answer = f"```python\n{exercise.answer}```\n\n{exercise.remark}".strip()
    parts = [*zip(("A hint", "A second hint", "A third hint"), exercise.hints, strict=True)]
    return "\n\n".join(FOLDED.format(*part) for part in [*parts, ("Our answer", answer)])


def prediction_cells(name: str) -> list[NotebookNode]:
    """Return the cells of a prediction: the question, and where the learner commits."""
    prediction = predictions.find(name)
    listed = "\n".join(
        f"- **{letter}**: {each.text}" for letter, each in prediction.answers.items()
    )
    text = f"{prediction.question}\n\n{listed}"
    cells = [
        new_markdown_cell(_box("info", "▷ Predict.", text), id=name),
        new_code_cell(f'predict("{name}", "___")', id=f"{name}-predict"),
    ]
    for cell in cells:
        cell.metadata.prediction = name
    return cells


def with_generated_cells(cells: list[NotebookNode]) -> list[NotebookNode]:
    """Return the lesson's cells, with those of each exercise and prediction generated anew."""
    makers = {"exercise": exercise_cells, "prediction": prediction_cells}

    def kind_and_name(cell: NotebookNode) -> tuple[str, str]:
        kind = next((kind for kind in makers if kind in cell.metadata), "")
        return kind, cell.metadata.get(kind, "")

    made: list[NotebookNode] = []
    for (kind, name), group in itertools.groupby(cells, kind_and_name):
        made += makers[kind](name) if kind else group
    note_outcomes(made)
    return made


def note_outcomes(cells: list[NotebookNode]) -> None:
    """Give the cell below a prediction, which shows the outcome, that outcome as metadata."""
    expected = ""
    for cell in cells:
        cell.metadata.pop("outcome", None)
        if cell.cell_type != "code" or "exercise" in cell.metadata:
            continue
        if "prediction" in cell.metadata:
            expected = predictions.find(cell.metadata.prediction).outcome
        elif expected:
            cell.metadata.outcome, expected = expected, ""


def normalise(notebook: NotebookNode, path: Path) -> None:
    """Remove what a reader doesn't need: widget state, kernel metadata, timestamps."""
    notebook.metadata = nbformat.from_dict(METADATA)
    links = [cell for cell in notebook.cells if "navigation" in cell.metadata.get("tags", [])]
    for cell, line in zip(links, navigation(path), strict=True):
        cell.source = line
    for cell in notebook.cells:
        cell.metadata = {key: cell.metadata[key] for key in sorted(cell.metadata) if key in KEPT}
        for output in cell.get("outputs", []):
            if "metadata" in output:
                output.metadata = {}
            if "<ins " in output.get("data", {}).get("text/html", ""):
                cell.metadata.jupyter = {"source_hidden": True}  # the output shows it, marked


def main() -> None:
    """Execute all lessons and rooms, or those on the command line."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "EVENTSTORE_BACKEND": "embedded",
            "EVENTSTORE_ENV_FILE": os.devnull,
            "EVENTSTORE_MY": str(Path(folder, "my")),
            "IPYTHONDIR": str(Path(folder, "ipython")),
            "JUPYTER_CONFIG_DIR": str(Path(folder, "config")),
        }
        originals = [each.path for each in notebooks()]
        for path in [Path(name).resolve() for name in sys.argv[1:]] or originals:
            before = path.read_text(encoding="utf-8")
            notebook = nbformat.read(path, as_version=4)
            notebook.cells = with_generated_cells(notebook.cells)
            places.number_headings(notebook.cells)
            places.add_places(notebook.cells)
            execute(notebook, path.parent)
            normalise(notebook, path)
            after = nbformat.writes(notebook) + "\n"
            path.write_text(after, encoding="utf-8", newline="\n")
            print(f"{path.name}: {'unchanged' if after == before else 'written'}")  # noqa: T201


if __name__ == "__main__":
    main()
