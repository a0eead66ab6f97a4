"""The exercise that a learner does in a browser, and where its cells stand in the lesson."""

from classroom.exercises import find

from ..notebooks.lessons import lesson, read

LESSON, NAME = "02_append", "keep-the-first-card"
EXERCISE = find(NAME)
CELLS = read(lesson(2)).cells
STATEMENT, HERE, HELP = (
    index for index, cell in enumerate(CELLS) if cell.metadata.get("exercise") == NAME
)
PROGRESS = next(index for index, cell in enumerate(CELLS) if cell.source.strip() == "progress()")


def with_check(answer: str) -> str:
    """The cell with this answer in it."""
    return f'{answer}\n\ncheck("{NAME}")'
