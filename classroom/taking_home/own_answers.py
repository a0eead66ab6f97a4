"""Find what a learner has written in an exercise in another way than the store has it."""

import ast
from collections.abc import Iterator

from classroom.cells.history import history


def own_answers(store: str) -> Iterator[tuple[str, str]]:
    """Yield the names that a right answer defines in its own way, and its source; latest first.

    `store` is the text of the store. Only the latest answer for a name counts.
    """
    ours, seen = _meanings(store), set[str]()
    answers = [cell for cell in history.cells if cell.kind == "answer"]
    for cell in reversed(answers):
        theirs = _meanings(cell.source)
        names = [name for name in cell.set_names if name in ours and name in theirs]
        new = [name for name in names if name not in seen]
        seen |= {*names}
        if any(theirs[name] != ours[name] for name in new):
            yield " and ".join(sorted(new)), cell.source


def _meanings(source: str) -> dict[str, str]:
    """Return each class and function of the code, without its spaces and comments."""
    try:
        body = ast.parse(source).body
    except SyntaxError:  # it has a line for IPython
        return {}
    kinds = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    return {node.name: ast.dump(node) for node in body if isinstance(node, kinds)}
