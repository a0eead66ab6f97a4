"""Execute the lessons in place, and give them a uniform form: `make notebooks`.

The cells of an exercise are generated from its file in classroom/exercises. In a lesson, any cell
whose metadata says {"exercise": NAME} stands for all of them.

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

from classroom import places
from classroom.exercises import find
from classroom.lessons import Lesson, lessons

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
KEPT = {"beat", "exercise", "jupyter", "tags"}  # in a cell's metadata

HELP = """# Stuck? Take away a # and run this cell. Each hint says a little more.
# hint("{name}")
# solution("{name}")"""


def navigation(path: Path) -> str:
    """Return the line that links to the previous lesson, the contents and the next lesson."""
    every = lessons()
    place = every.index(Lesson(path))
    links = ["[Contents](README.md)"]
    if place > 0:
        links.insert(0, f"← {_link(every[place - 1])}")
    if place + 1 < len(every):
        links.append(f"{_link(every[place + 1])} →")
    return " · ".join(links)


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
    """Return the cells of an exercise: the statement, the answer's cell, the hints, our answer."""
    exercise = find(name)
    answer = f"<details>\n<summary>Our answer</summary>\n\n```python\n{exercise.answer}```\n\n"
    answer += f"{exercise.remark}\n\n</details>" if exercise.remark else "</details>"
    cells = [
        new_markdown_cell(exercise.statement, id=name),
        new_code_cell(f'{exercise.start.rstrip()}\n\n\ncheck("{name}")', id=f"{name}-cell"),
        new_code_cell(HELP.format(name=name), id=f"{name}-help"),
        new_markdown_cell(answer, id=f"{name}-answer"),
    ]
    for cell in cells:
        cell.metadata.exercise = name
    return cells


def with_exercises(cells: list[NotebookNode]) -> list[NotebookNode]:
    """Return the lesson's cells, with those of each exercise generated anew."""
    made = []
    for name, group in itertools.groupby(cells, lambda cell: cell.metadata.get("exercise", "")):
        made += exercise_cells(name) if name else group
    return made


def normalise(notebook: NotebookNode, path: Path) -> None:
    """Remove what a reader doesn't need: widget state, kernel metadata, timestamps."""
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        cell.metadata = {key: cell.metadata[key] for key in sorted(cell.metadata) if key in KEPT}
        if "navigation" in cell.metadata.get("tags", []):
            cell.source = navigation(path)
        for output in cell.get("outputs", []):
            if "metadata" in output:
                output.metadata = {}


def main() -> None:
    """Execute all lessons, or those on the command line."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "EVENTSTORE_BACKEND": "embedded",
            "EVENTSTORE_ENV_FILE": os.devnull,
            "EVENTSTORE_MY": str(Path(folder, "my")),
            "IPYTHONDIR": str(Path(folder, "ipython")),
            "JUPYTER_CONFIG_DIR": str(Path(folder, "config")),
        }
        originals = [lesson.path for lesson in lessons()]
        for path in [Path(name).resolve() for name in sys.argv[1:]] or originals:
            before = path.read_text(encoding="utf-8")
            notebook = nbformat.read(path, as_version=4)
            notebook.cells = with_exercises(notebook.cells)
            places.add_places(notebook.cells)
            execute(notebook, path.parent)
            normalise(notebook, path)
            after = nbformat.writes(notebook) + "\n"
            path.write_text(after, encoding="utf-8", newline="\n")
            print(f"{path.name}: {'unchanged' if after == before else 'written'}")  # noqa: T201


if __name__ == "__main__":
    main()
